/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Session, histories: talks to the engine and keeps what each run has recorded. A run keeps showing its
 * old history until the engine has the first piece of the new one, so that nothing flickers
 * while a knob is dragged. */
#include "dh-session-private.h"

#include "dh-findings-watch.h"

/* What one frame may spend on events. */
#define DRAIN_BUDGET (4 * G_TIME_SPAN_MILLISECOND)
#define DRAIN_EVENTS 4096
/* A window that is hidden gets no frames; its session goes on without. */
#define FALLBACK_MILLISECONDS 100

static void
record_free (DhRunRecord *record)
{
  g_clear_pointer (&record->history, dh_history_unref);
  g_free (record->error);
  g_free (record);
}

static DhRunRecord *
find_record (DhSession *self, guint64 run_id)
{
  return g_hash_table_lookup (self->records, &run_id);
}

static DhRunRecord *
ensure_record (DhSession *self, guint64 run_id)
{
  DhRunRecord *record = find_record (self, run_id);

  if (record == NULL)
    {
      record = g_new0 (DhRunRecord, 1);
      g_hash_table_insert (self->records, g_memdup2 (&run_id, sizeof run_id), record);
    }
  return record;
}

static gboolean
drain_without_window (gpointer data)
{
  DhSession *self = data;

  self->fallback_id = 0;
  if (dh_session_drain (self) && self->fallback_id == 0)
    self->fallback_id = g_idle_add (drain_without_window, self);
  return G_SOURCE_REMOVE;
}

/* The engine calls this in the main context, once until everything has been drained. */
static void
events_ready (gpointer data)
{
  DhSession *self = data;
  gboolean heard = dh_session_emit_events_ready (self);

  if (self->fallback_id != 0)
    return;
  self->fallback_id = heard ? g_timeout_add (FALLBACK_MILLISECONDS, drain_without_window, self)
                            : g_idle_add (drain_without_window, self);
}

void
dh_session_history_init (DhSession *self)
{
  self->records = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free,
                                         (GDestroyNotify) record_free);
  self->context_histories = g_ptr_array_new ();
  self->context_findings = g_ptr_array_new ();
  self->engine = dh_engine_new (NULL, events_ready, self);
}

/* The engine first: after it nothing calls back. */
void
dh_session_history_dispose (DhSession *self)
{
  g_clear_pointer (&self->engine, dh_engine_free);
  g_clear_handle_id (&self->fallback_id, g_source_remove);
}

static void
set_flag (DhSession *self, gboolean *flag, gboolean value, DhSessionProp prop)
{
  if (*flag == value)
    return;
  *flag = value;
  dh_session_notify (self, prop);
}

static gboolean
run_is_gone (gpointer key, gpointer value, gpointer data)
{
  DhSession *self = data;

  return dh_experiment_find_run (self->experiment, *(guint64 *) key, NULL) == NULL;
}

/* Whether the engine has nothing to learn: views are the window's business. */
static gboolean
same_work (DhExperiment *a, DhExperiment *b)
{
  gsize n = dh_experiment_n_runs (a);

  if (dh_experiment_get_data (a) != dh_experiment_get_data (b)
      || n != dh_experiment_n_runs (b))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    if (dh_experiment_get_run (a, i) != dh_experiment_get_run (b, i))
      return FALSE;
  return TRUE;
}

void
dh_session_history_submit (DhSession *self, DhExperiment *old, gboolean fresh)
{
  if (fresh)
    g_hash_table_remove_all (self->records);
  else if (old != NULL && same_work (old, self->experiment))
    return;
  g_hash_table_foreach_remove (self->records, run_is_gone, self);
  dh_engine_submit (self->engine, self->experiment);
  set_flag (self, &self->stopped, FALSE, DH_SESSION_PROP_STOPPED);
  set_flag (self, &self->computing, TRUE, DH_SESSION_PROP_COMPUTING);
}

static gboolean
any_stopped (DhSession *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->records);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      DhRunRecord *record = value;

      if (record->history != NULL
          && dh_history_get_state (record->history) == DH_STATE_STOPPED)
        return TRUE;
    }
  return FALSE;
}

static void
fail_run (DhSession *self, guint64 run_id, const char *message)
{
  DhRunRecord *record = ensure_record (self, run_id);

  g_clear_pointer (&record->history, dh_history_unref);
  g_free (record->error);
  record->error = g_strdup (message);
  dh_session_emit_run_failed (self, run_id, message);
}

static void
take_event (DhSession *self, DhEvent *event)
{
  DhRunRecord *record;

  switch (event->kind)
    {
    case DH_EVENT_STARTED:
      record = ensure_record (self, event->run_id);
      g_clear_pointer (&record->error, g_free);
      g_clear_pointer (&record->history, dh_history_unref);
      record->history = g_steal_pointer (&event->history);
      break;
    case DH_EVENT_FAILED:
      fail_run (self, event->run_id, event->error->message);
      break;
    case DH_EVENT_ALL_DONE:
      set_flag (self, &self->computing, FALSE, DH_SESSION_PROP_COMPUTING);
      set_flag (self, &self->stopped, any_stopped (self), DH_SESSION_PROP_STOPPED);
      break;
    case DH_EVENT_PROGRESS:
      set_flag (self, &self->computing, TRUE, DH_SESSION_PROP_COMPUTING);
      break;
    case DH_EVENT_FINISHED:
    default:
      break;
    }
}

gboolean
dh_session_drain (DhSession *self)
{
  gint64 end = g_get_monotonic_time () + DRAIN_BUDGET;
  gboolean changed = FALSE, more = FALSE;

  g_return_val_if_fail (DH_IS_SESSION (self), FALSE);

  for (guint n = 0; self->engine != NULL; n++)
    {
      g_autoptr (DhEvent) event = dh_engine_poll (self->engine);

      if (event == NULL)
        break;
      take_event (self, event);
      changed = TRUE;
      more = n >= DRAIN_EVENTS || g_get_monotonic_time () >= end;
      if (more)
        break;
    }
  if (!more)
    g_clear_handle_id (&self->fallback_id, g_source_remove);
  if (changed)
    {
      dh_session_update_steps (self);
      dh_session_emit_histories_changed (self);
    }
  return more;
}

DhHistory *
dh_session_get_history (DhSession *self, guint64 run_id)
{
  DhRunRecord *record;

  g_return_val_if_fail (DH_IS_SESSION (self), NULL);

  record = find_record (self, run_id);
  return record != NULL ? record->history : NULL;
}

const char *
dh_session_get_run_error (DhSession *self, guint64 run_id)
{
  DhRunRecord *record;

  g_return_val_if_fail (DH_IS_SESSION (self), NULL);

  record = find_record (self, run_id);
  return record != NULL ? record->error : NULL;
}

void
dh_session_chart_context (DhSession *self, DhChartContext *context)
{
  gsize n;

  g_return_if_fail (DH_IS_SESSION (self));
  g_return_if_fail (context != NULL);

  n = dh_experiment_n_runs (self->experiment);
  g_ptr_array_set_size (self->context_histories, 0);
  g_ptr_array_set_size (self->context_findings, 0);
  for (gsize i = 0; i < n; i++)
    {
      guint64 id = dh_experiment_get_run (self->experiment, i)->id;

      g_ptr_array_add (self->context_histories, dh_session_get_history (self, id));
      g_ptr_array_add (self->context_findings, dh_findings_watch_peek (self, id));
    }
  context->experiment = self->experiment;
  context->histories = (DhHistory *const *) self->context_histories->pdata;
  context->playhead = self->playhead;
  context->findings = (GPtrArray *const *) self->context_findings->pdata;
}

static gboolean
is_over (DhHistory *history)
{
  DhState state = dh_history_get_state (history);

  return state == DH_STATE_FINISHED || state == DH_STATE_EXPLODED || state == DH_STATE_STOPPED;
}

/* A run that is over is as long as what it recorded; any other as long as it was asked to be. */
void
dh_session_update_steps (DhSession *self)
{
  gsize n_rows = dh_data_get_n_rows (dh_experiment_get_data (self->experiment));
  guint64 total = 0, computed = 0;

  for (gsize i = 0; i < dh_experiment_n_runs (self->experiment); i++)
    {
      DhRun *run = dh_experiment_get_run (self->experiment, i);
      DhRunRecord *record = find_record (self, run->id);
      guint64 done = 0;

      if (!run->visible || (record != NULL && record->error != NULL))
        continue;
      if (record != NULL && record->history != NULL)
        done = dh_history_n_steps (record->history);
      computed = MAX (computed, done);
      if (record != NULL && record->history != NULL && is_over (record->history))
        total = MAX (total, done);
      else
        total = MAX (total, dh_run_total_steps (run, n_rows));
    }
  if (self->span > 0)
    total = computed = self->span;
  g_object_freeze_notify (G_OBJECT (self));
  if (total != self->total_steps)
    {
      self->total_steps = total;
      dh_session_notify (self, DH_SESSION_PROP_TOTAL_STEPS);
    }
  if (computed != self->computed_steps)
    {
      self->computed_steps = computed;
      dh_session_notify (self, DH_SESSION_PROP_COMPUTED_STEPS);
    }
  dh_session_place_playhead (self);
  g_object_thaw_notify (G_OBJECT (self));
}

gboolean
dh_session_get_computing (DhSession *self)
{
  g_return_val_if_fail (DH_IS_SESSION (self), FALSE);

  return self->computing;
}

gboolean
dh_session_get_paused (DhSession *self)
{
  g_return_val_if_fail (DH_IS_SESSION (self), FALSE);

  return self->paused;
}

void
dh_session_set_paused (DhSession *self, gboolean paused)
{
  g_return_if_fail (DH_IS_SESSION (self));

  if (paused == self->paused)
    return;
  if (paused)
    dh_engine_pause (self->engine);
  else
    dh_engine_resume (self->engine);
  set_flag (self, &self->paused, paused, DH_SESSION_PROP_PAUSED);
}

void
dh_session_cancel (DhSession *self)
{
  g_return_if_fail (DH_IS_SESSION (self));

  dh_engine_cancel (self->engine);
  dh_session_set_paused (self, FALSE);
}

void
dh_session_resume (DhSession *self)
{
  g_return_if_fail (DH_IS_SESSION (self));

  dh_engine_resume (self->engine);
  set_flag (self, &self->paused, FALSE, DH_SESSION_PROP_PAUSED);
  set_flag (self, &self->stopped, FALSE, DH_SESSION_PROP_STOPPED);
}
