/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Work: one run on its way to a history. Private to the engine; its thread only. */
#pragma once

#include "dh-trainer.h"

G_BEGIN_DECLS

typedef struct
{
  DhRun *run;          /* as the experiment in force has it */
  DhData *data;
  DhTrainer *trainer;  /* NULL until the first slice */
  DhHistory *history;  /* NULL until it is needed */
  GError *error;       /* why it could not start */
  DhState state;
  guint64 steps, total_steps;

  /* For the worker's turns and events. */
  guint rounds;         /* slices so far, capped */
  guint64 last_turn;
  gint64 progress_time; /* of the last event about its growth */
  guint64 told_steps;
  gboolean announced;   /* the window knows the history in this generation */
  gboolean same_rows;   /* as the experiment that is being taken up */
  guint64 chunk;        /* steps to ask the trainer for */
} DhWork;

DhWork  *dh_work_new         (DhRun *run, DhData *data) G_GNUC_WARN_UNUSED_RESULT;
void     dh_work_free        (DhWork *work);
/* Neither over, stopped nor failed. */
gboolean dh_work_is_open     (const DhWork *work);
/* The history is what @run would give / is its beginning. The rows are the caller's to compare. */
gboolean dh_work_serves      (const DhWork *work, const DhRun *run);
gboolean dh_work_begins      (const DhWork *work, const DhRun *run);
/* Goes on under @run, which it serves or begins. */
void     dh_work_take_run    (DhWork *work, DhRun *run);
/* Makes the history; FALSE with work->error when the run can't start. */
gboolean dh_work_prepare     (DhWork *work);
/* Trains for about so long, or until @cancel is raised or the run is over. */
void     dh_work_slice       (DhWork *work, gint64 microseconds, const gint *cancel);
/* The user's stop and its reverse. */
void     dh_work_stop        (DhWork *work);
void     dh_work_go_on       (DhWork *work);
/* Memory that its history takes now. */
gsize    dh_work_bytes       (const DhWork *work);

G_END_DECLS
