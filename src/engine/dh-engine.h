/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Engine: a background thread that turns experiments into histories. It is talked to through two
 * queues: commands in, events out; histories are read while they grow. The latest experiment wins;
 * runs whose training did not change keep their history; a run with only more epochs goes on from
 * where it stopped. */
#pragma once

#include "dh-experiment.h"
#include "dh-history.h"

G_BEGIN_DECLS

typedef enum
{
  DH_EVENT_STARTED,  /* a run has this history now (a new one, or a kept one) */
  DH_EVENT_PROGRESS, /* the history has grown */
  DH_EVENT_FINISHED, /* the run is over: state tells how */
  DH_EVENT_FAILED,   /* the run could not start: error */
  DH_EVENT_ALL_DONE, /* every run of this generation is over */
} DhEventKind;

typedef struct
{
  DhEventKind kind;
  guint64 generation; /* of the submission it belongs to */
  guint64 run_id;     /* 0 for ALL_DONE */
  DhHistory *history; /* STARTED only, owned */
  guint64 steps, total_steps;
  DhState state;
  GError *error;      /* FAILED only, owned */
} DhEvent;

void dh_event_free (DhEvent *event);

typedef struct _DhEngine DhEngine;

/* @ready is called on @context (NULL: the default one), at most once until the events have been
 * drained with dh_engine_poll() down to NULL. */
typedef void (*DhEngineReady) (gpointer user_data);

DhEngine *dh_engine_new    (GMainContext *context, DhEngineReady ready, gpointer user_data) G_GNUC_WARN_UNUSED_RESULT;
/* Command, flag, join, drain, free. Returns promptly in the middle of training; @ready is not
 * called again. */
void      dh_engine_free   (DhEngine *engine);
/* Replaces the work in progress. Returns the new generation. */
guint64   dh_engine_submit (DhEngine *engine, DhExperiment *experiment);
void      dh_engine_pause  (DhEngine *engine);
void      dh_engine_resume (DhEngine *engine);
/* Stops the runs in progress: their state becomes STOPPED; what they recorded stays. They stay
 * stopped in later submissions that do not change their training, until dh_engine_resume(). */
void      dh_engine_cancel (DhEngine *engine);
/* The next event or NULL. Events of older generations have been dropped. */
DhEvent  *dh_engine_poll   (DhEngine *engine) G_GNUC_WARN_UNUSED_RESULT;
/* Waits for the next event, at most so long. For the command line and tests. */
DhEvent  *dh_engine_wait   (DhEngine *engine, guint64 microseconds) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhEvent, dh_event_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhEngine, dh_engine_free)

G_END_DECLS
