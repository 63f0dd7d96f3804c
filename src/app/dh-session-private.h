/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Session, inside: the object's fields and what its files call of each other. dh-session.c holds
 * the object and its properties, -undo.c the experiment and its stack, -history.c the engine,
 * -playhead.c the player, -files.c saving and the autosave. */
#pragma once

#include "dh-session.h"

G_BEGIN_DECLS

/* What is known of one run. */
typedef struct
{
  DhHistory *history; /* NULL: none yet */
  char *error;        /* why it could not start */
} DhRunRecord;

/* A value that undo or redo goes to; @label names the change between it and its neighbour. */
typedef struct
{
  DhExperiment *experiment;
  guint64 selected;
  char *label;
} DhUndoEntry;

typedef enum
{
  DH_SESSION_PROP_0,
  DH_SESSION_PROP_EXPERIMENT,
  DH_SESSION_PROP_SELECTED_RUN,
  DH_SESSION_PROP_PLAYHEAD,
  DH_SESSION_PROP_TOTAL_STEPS,
  DH_SESSION_PROP_COMPUTED_STEPS,
  DH_SESSION_PROP_SPAN,
  DH_SESSION_PROP_PLAYING,
  DH_SESSION_PROP_SPEED,
  DH_SESSION_PROP_FROM_HERE,
  DH_SESSION_PROP_FILE,
  DH_SESSION_PROP_MODIFIED,
  DH_SESSION_PROP_TITLE,
  DH_SESSION_PROP_COMPUTING,
  DH_SESSION_PROP_PAUSED,
  DH_SESSION_PROP_STOPPED,
  DH_SESSION_PROP_CAN_UNDO,
  DH_SESSION_PROP_CAN_REDO,
  DH_SESSION_PROP_UNDO_LABEL,
  DH_SESSION_PROP_REDO_LABEL,
  DH_SESSION_PROP_CROSSHAIR,
  DH_SESSION_N_PROPS,
} DhSessionProp;

struct _DhSession
{
  GObject parent_instance;

  DhExperiment *experiment;
  guint64 selected;
  gboolean from_here;
  double crosshair;

  /* Undo: the last entry is the nearest. */
  GPtrArray *undo_stack;
  GPtrArray *redo_stack;
  char *undo_label;       /* as last told; NULL: nothing to undo */
  char *redo_label;
  char *merge_key;        /* of the change in force, while it may still grow; NULL: closed */
  guint64 from_here_step; /* where the drag in progress began to apply; 0: none */

  /* Engine. */
  DhEngine *engine;
  GHashTable *records;         /* run id (guint64*) to DhRunRecord */
  GPtrArray *context_histories; /* borrowed, what dh_session_chart_context() hands out */
  GPtrArray *context_findings;  /* likewise */
  guint fallback_id;           /* drains when no window does */
  gboolean computing;
  gboolean paused;
  gboolean stopped;            /* the user cancelled, and something could go on */

  /* Playhead. */
  guint64 playhead;        /* shown: the wanted step as far as it is computed */
  guint64 wanted;
  gboolean at_end;         /* follows the end, as a player at the live edge */
  guint64 span;            /* 0: the runs decide */
  guint64 total_steps;
  guint64 computed_steps;
  gboolean playing;
  double speed;
  double play_position;    /* the playhead with its fraction */
  gint64 last_frame;       /* 0: the next tick is the first */

  /* Files. */
  GFile *file;
  DhFileExtras extras;
  DhExperiment *saved;     /* as it is in the file; NULL: nowhere */
  gboolean modified;
  char *title;
  guint autosave_id;
  gboolean autosave_failed; /* said once */
};

void dh_session_notify            (DhSession *self, DhSessionProp prop);
void dh_session_emit_histories_changed (DhSession *self);
void dh_session_emit_run_failed   (DhSession *self, guint64 run_id, const char *text);
/* FALSE when nobody listens. */
gboolean dh_session_emit_events_ready (DhSession *self);
void dh_session_message           (DhSession *self, const char *text, const char *action_label,
                                   const char *action);

/* The experiment was replaced: tells the engine and everyone else. @fresh: nothing of the old one is
 * to be seen any more. */
void dh_session_experiment_replaced (DhSession *self, DhExperiment *old, gboolean fresh);

void dh_undo_entry_free           (DhUndoEntry *entry);
void dh_session_clear_undo        (DhSession *self);

void dh_session_history_init      (DhSession *self);
void dh_session_history_dispose   (DhSession *self);
void dh_session_history_submit    (DhSession *self, DhExperiment *old, gboolean fresh);
/* Recounts total and computed steps and moves the playhead along. */
void dh_session_update_steps      (DhSession *self);

void dh_session_place_playhead    (DhSession *self);

void dh_session_update_modified   (DhSession *self);
void dh_session_update_title      (DhSession *self);
void dh_session_queue_autosave    (DhSession *self);

G_END_DECLS
