/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Session: the object itself, its properties and signals. The work is done in the dh-session-*.c
 * files beside it. UI thread only. */
#include "dh-session-private.h"

#include <math.h>

G_DEFINE_BOXED_TYPE (DhExperiment, dh_experiment, dh_experiment_ref, dh_experiment_unref)
G_DEFINE_FINAL_TYPE (DhSession, dh_session, G_TYPE_OBJECT)

enum
{
  HISTORIES_CHANGED,
  MESSAGE,
  RUN_FAILED,
  EVENTS_READY,
  N_SIGNALS,
};

static GParamSpec *props[DH_SESSION_N_PROPS];
static guint signals[N_SIGNALS];

void
dh_session_notify (DhSession *self, DhSessionProp prop)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[prop]);
}

void
dh_session_message (DhSession *self, const char *text, const char *action_label,
                    const char *action)
{
  g_signal_emit (self, signals[MESSAGE], 0, text, action_label, action);
}

void
dh_session_emit_histories_changed (DhSession *self)
{
  g_signal_emit (self, signals[HISTORIES_CHANGED], 0);
}

void
dh_session_emit_run_failed (DhSession *self, guint64 run_id, const char *text)
{
  g_signal_emit (self, signals[RUN_FAILED], 0, run_id, text);
}

gboolean
dh_session_emit_events_ready (DhSession *self)
{
  if (!g_signal_has_handler_pending (self, signals[EVENTS_READY], 0, FALSE))
    return FALSE;
  g_signal_emit (self, signals[EVENTS_READY], 0);
  return TRUE;
}

void
dh_session_experiment_replaced (DhSession *self, DhExperiment *old, gboolean fresh)
{
  gsize index;

  if (dh_experiment_find_run (self->experiment, self->selected, NULL) == NULL)
    {
      gsize n = dh_experiment_n_runs (self->experiment);

      /* The run that took the place of the one that went away. */
      if (old == NULL || dh_experiment_find_run (old, self->selected, &index) == NULL)
        index = 0;
      self->selected
        = n > 0 ? dh_experiment_get_run (self->experiment, MIN (index, n - 1))->id : 0;
      dh_session_notify (self, DH_SESSION_PROP_SELECTED_RUN);
    }
  dh_session_history_submit (self, old, fresh);
  dh_session_notify (self, DH_SESSION_PROP_EXPERIMENT);
  dh_session_update_steps (self);
  dh_session_update_modified (self);
  dh_session_queue_autosave (self);
}

DhExperiment *
dh_session_get_experiment (DhSession *self)
{
  g_return_val_if_fail (DH_IS_SESSION (self), NULL);

  return self->experiment;
}

DhRun *
dh_session_get_run (DhSession *self)
{
  g_return_val_if_fail (DH_IS_SESSION (self), NULL);

  return dh_experiment_find_run (self->experiment, self->selected, NULL);
}

guint64
dh_session_get_selected (DhSession *self)
{
  g_return_val_if_fail (DH_IS_SESSION (self), 0);

  return self->selected;
}

void
dh_session_set_selected (DhSession *self, guint64 run_id)
{
  g_return_if_fail (DH_IS_SESSION (self));

  if (run_id == self->selected
      || dh_experiment_find_run (self->experiment, run_id, NULL) == NULL)
    return;
  dh_session_end_merge (self);
  self->selected = run_id;
  dh_session_notify (self, DH_SESSION_PROP_SELECTED_RUN);
}

static void
set_from_here (DhSession *self, gboolean from_here)
{
  if (from_here == self->from_here)
    return;
  dh_session_end_merge (self);
  self->from_here = from_here;
  dh_session_notify (self, DH_SESSION_PROP_FROM_HERE);
}

static void
set_crosshair (DhSession *self, double crosshair)
{
  if (crosshair == self->crosshair || (isnan (crosshair) && isnan (self->crosshair)))
    return;
  self->crosshair = crosshair;
  dh_session_notify (self, DH_SESSION_PROP_CROSSHAIR);
}

static void
set_speed (DhSession *self, double speed)
{
  if (speed == self->speed)
    return;
  self->speed = speed;
  dh_session_notify (self, DH_SESSION_PROP_SPEED);
}

static void
dh_session_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  DhSession *self = DH_SESSION (object);

  switch ((DhSessionProp) prop_id)
    {
    case DH_SESSION_PROP_EXPERIMENT:
      g_value_set_boxed (value, self->experiment);
      break;
    case DH_SESSION_PROP_SELECTED_RUN:
      g_value_set_uint64 (value, self->selected);
      break;
    case DH_SESSION_PROP_PLAYHEAD:
      g_value_set_uint64 (value, self->playhead);
      break;
    case DH_SESSION_PROP_TOTAL_STEPS:
      g_value_set_uint64 (value, self->total_steps);
      break;
    case DH_SESSION_PROP_COMPUTED_STEPS:
      g_value_set_uint64 (value, self->computed_steps);
      break;
    case DH_SESSION_PROP_SPAN:
      g_value_set_uint64 (value, self->span);
      break;
    case DH_SESSION_PROP_PLAYING:
      g_value_set_boolean (value, self->playing);
      break;
    case DH_SESSION_PROP_SPEED:
      g_value_set_double (value, self->speed);
      break;
    case DH_SESSION_PROP_FROM_HERE:
      g_value_set_boolean (value, self->from_here);
      break;
    case DH_SESSION_PROP_FILE:
      g_value_set_object (value, self->file);
      break;
    case DH_SESSION_PROP_MODIFIED:
      g_value_set_boolean (value, self->modified);
      break;
    case DH_SESSION_PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case DH_SESSION_PROP_COMPUTING:
      g_value_set_boolean (value, self->computing);
      break;
    case DH_SESSION_PROP_PAUSED:
      g_value_set_boolean (value, self->paused);
      break;
    case DH_SESSION_PROP_STOPPED:
      g_value_set_boolean (value, self->stopped);
      break;
    case DH_SESSION_PROP_CAN_UNDO:
      g_value_set_boolean (value, self->undo_label != NULL);
      break;
    case DH_SESSION_PROP_CAN_REDO:
      g_value_set_boolean (value, self->redo_label != NULL);
      break;
    case DH_SESSION_PROP_UNDO_LABEL:
      g_value_set_string (value, self->undo_label);
      break;
    case DH_SESSION_PROP_REDO_LABEL:
      g_value_set_string (value, self->redo_label);
      break;
    case DH_SESSION_PROP_CROSSHAIR:
      g_value_set_double (value, self->crosshair);
      break;
    case DH_SESSION_PROP_0:
    case DH_SESSION_N_PROPS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

/* Only what may be written from outside without an answer; the rest has functions. */
static void
dh_session_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  DhSession *self = DH_SESSION (object);

  if (prop_id == DH_SESSION_PROP_SELECTED_RUN)
    dh_session_set_selected (self, g_value_get_uint64 (value));
  else if (prop_id == DH_SESSION_PROP_PLAYHEAD)
    dh_session_set_playhead (self, g_value_get_uint64 (value));
  else if (prop_id == DH_SESSION_PROP_SPAN)
    dh_session_set_span (self, g_value_get_uint64 (value));
  else if (prop_id == DH_SESSION_PROP_PLAYING)
    dh_session_set_playing (self, g_value_get_boolean (value));
  else if (prop_id == DH_SESSION_PROP_SPEED)
    set_speed (self, g_value_get_double (value));
  else if (prop_id == DH_SESSION_PROP_FROM_HERE)
    set_from_here (self, g_value_get_boolean (value));
  else if (prop_id == DH_SESSION_PROP_PAUSED)
    dh_session_set_paused (self, g_value_get_boolean (value));
  else if (prop_id == DH_SESSION_PROP_CROSSHAIR)
    set_crosshair (self, g_value_get_double (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
dh_session_dispose (GObject *object)
{
  DhSession *self = DH_SESSION (object);

  g_clear_handle_id (&self->autosave_id, g_source_remove);
  dh_session_history_dispose (self);
  G_OBJECT_CLASS (dh_session_parent_class)->dispose (object);
}

static void
dh_session_finalize (GObject *object)
{
  DhSession *self = DH_SESSION (object);

  g_clear_pointer (&self->experiment, dh_experiment_unref);
  g_clear_pointer (&self->saved, dh_experiment_unref);
  g_clear_pointer (&self->undo_stack, g_ptr_array_unref);
  g_clear_pointer (&self->redo_stack, g_ptr_array_unref);
  g_clear_pointer (&self->records, g_hash_table_unref);
  g_clear_pointer (&self->context_histories, g_ptr_array_unref);
  g_clear_pointer (&self->context_findings, g_ptr_array_unref);
  g_clear_pointer (&self->undo_label, g_free);
  g_clear_pointer (&self->redo_label, g_free);
  g_clear_pointer (&self->merge_key, g_free);
  g_clear_pointer (&self->title, g_free);
  g_clear_object (&self->file);
  dh_file_extras_clear (&self->extras);
  G_OBJECT_CLASS (dh_session_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags both
    = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  const GParamFlags read = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  props[DH_SESSION_PROP_EXPERIMENT]
    = g_param_spec_boxed ("experiment", NULL, NULL, DH_TYPE_EXPERIMENT, read);
  props[DH_SESSION_PROP_SELECTED_RUN]
    = g_param_spec_uint64 ("selected-run", NULL, NULL, 0, G_MAXUINT64, 0, both);
  props[DH_SESSION_PROP_PLAYHEAD]
    = g_param_spec_uint64 ("playhead", NULL, NULL, 0, G_MAXUINT64, 0, both);
  props[DH_SESSION_PROP_TOTAL_STEPS]
    = g_param_spec_uint64 ("total-steps", NULL, NULL, 0, G_MAXUINT64, 0, read);
  props[DH_SESSION_PROP_COMPUTED_STEPS]
    = g_param_spec_uint64 ("computed-steps", NULL, NULL, 0, G_MAXUINT64, 0, read);
  props[DH_SESSION_PROP_SPAN] = g_param_spec_uint64 ("span", NULL, NULL, 0, G_MAXUINT64, 0, both);
  props[DH_SESSION_PROP_PLAYING] = g_param_spec_boolean ("playing", NULL, NULL, FALSE, both);
  props[DH_SESSION_PROP_SPEED] = g_param_spec_double ("speed", NULL, NULL, 0.1, 1000, 1, both);
  props[DH_SESSION_PROP_FROM_HERE] = g_param_spec_boolean ("from-here", NULL, NULL, FALSE, both);
  props[DH_SESSION_PROP_FILE] = g_param_spec_object ("file", NULL, NULL, G_TYPE_FILE, read);
  props[DH_SESSION_PROP_MODIFIED] = g_param_spec_boolean ("modified", NULL, NULL, FALSE, read);
  props[DH_SESSION_PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, read);
  props[DH_SESSION_PROP_COMPUTING] = g_param_spec_boolean ("computing", NULL, NULL, FALSE, read);
  props[DH_SESSION_PROP_PAUSED] = g_param_spec_boolean ("paused", NULL, NULL, FALSE, both);
  props[DH_SESSION_PROP_STOPPED] = g_param_spec_boolean ("stopped", NULL, NULL, FALSE, read);
  props[DH_SESSION_PROP_CAN_UNDO] = g_param_spec_boolean ("can-undo", NULL, NULL, FALSE, read);
  props[DH_SESSION_PROP_CAN_REDO] = g_param_spec_boolean ("can-redo", NULL, NULL, FALSE, read);
  props[DH_SESSION_PROP_UNDO_LABEL] = g_param_spec_string ("undo-label", NULL, NULL, NULL, read);
  props[DH_SESSION_PROP_REDO_LABEL] = g_param_spec_string ("redo-label", NULL, NULL, NULL, read);
  props[DH_SESSION_PROP_CROSSHAIR]
    = g_param_spec_double ("crosshair", NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0,
                           both | G_PARAM_LAX_VALIDATION);
  g_object_class_install_properties (object_class, DH_SESSION_N_PROPS, props);
}

static void
dh_session_class_init (DhSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = dh_session_get_property;
  object_class->set_property = dh_session_set_property;
  object_class->dispose = dh_session_dispose;
  object_class->finalize = dh_session_finalize;
  install_properties (object_class);

  signals[HISTORIES_CHANGED]
    = g_signal_new ("histories-changed", DH_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 0);
  signals[MESSAGE]
    = g_signal_new ("message", DH_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING);
  signals[RUN_FAILED]
    = g_signal_new ("run-failed", DH_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_UINT64, G_TYPE_STRING);
  signals[EVENTS_READY]
    = g_signal_new ("events-ready", DH_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 0);
}

static void
dh_session_init (DhSession *self)
{
  self->undo_stack = g_ptr_array_new_with_free_func ((GDestroyNotify) dh_undo_entry_free);
  self->redo_stack = g_ptr_array_new_with_free_func ((GDestroyNotify) dh_undo_entry_free);
  self->speed = 1;
  self->crosshair = NAN;
  self->at_end = TRUE;
  dh_session_history_init (self);
  dh_session_update_title (self);
}

DhSession *
dh_session_new (void)
{
  DhSession *self = g_object_new (DH_TYPE_SESSION, NULL);
  g_autoptr (DhExperiment) first = dh_experiment_new_first ();

  dh_session_load_experiment (self, first);
  return self;
}
