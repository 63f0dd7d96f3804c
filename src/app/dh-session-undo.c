/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Session, undo: how a new experiment comes into force. An experiment is a value, so undo is the
 * previous value; everything that can be changed can be undone. */
#include "dh-session-private.h"

#include "dh-error.h"

#include <glib/gi18n-lib.h>

/* Entries are a few pointers and share what did not change, but each may have data of its own. */
#define MAX_ENTRIES  200
#define MAX_UNDO_ROWS (4 * (guint64) DH_DATA_MAX_ROWS)

void
dh_undo_entry_free (DhUndoEntry *entry)
{
  dh_experiment_unref (entry->experiment);
  g_free (entry->label);
  g_free (entry);
}

static void
push (GPtrArray *stack, DhExperiment *experiment, guint64 selected, const char *label)
{
  DhUndoEntry *entry = g_new0 (DhUndoEntry, 1);

  entry->experiment = dh_experiment_ref (experiment);
  entry->selected = selected;
  entry->label = g_strdup (label);
  g_ptr_array_add (stack, entry);
}

/* Drops the oldest entries beyond the limits. */
static void
trim (GPtrArray *stack)
{
  guint64 rows = 0;
  DhData *last = NULL;
  guint keep = 0;

  while (keep < MIN (stack->len, MAX_ENTRIES))
    {
      DhUndoEntry *entry = g_ptr_array_index (stack, stack->len - 1 - keep);
      DhData *data = dh_experiment_get_data (entry->experiment);

      if (data != last)
        rows += dh_data_get_n_rows (data);
      if (rows > MAX_UNDO_ROWS)
        break;
      last = data;
      keep++;
    }
  if (keep < stack->len)
    g_ptr_array_remove_range (stack, 0, stack->len - keep);
}

static const char *
nearest_label (GPtrArray *stack)
{
  if (stack->len == 0)
    return NULL;
  return ((DhUndoEntry *) g_ptr_array_index (stack, stack->len - 1))->label;
}

static void
tell_stack (DhSession *self, GPtrArray *stack, char **told, DhSessionProp can, DhSessionProp label)
{
  const char *nearest = nearest_label (stack);
  gboolean could = *told != NULL;

  if (g_strcmp0 (nearest, *told) == 0)
    return;
  g_free (*told);
  *told = g_strdup (nearest);
  dh_session_notify (self, label);
  if (could != (nearest != NULL))
    dh_session_notify (self, can);
}

static void
notify_stacks (DhSession *self)
{
  tell_stack (self, self->undo_stack, &self->undo_label, DH_SESSION_PROP_CAN_UNDO,
              DH_SESSION_PROP_UNDO_LABEL);
  tell_stack (self, self->redo_stack, &self->redo_label, DH_SESSION_PROP_CAN_REDO,
              DH_SESSION_PROP_REDO_LABEL);
}

void
dh_session_clear_undo (DhSession *self)
{
  g_ptr_array_set_size (self->undo_stack, 0);
  g_ptr_array_set_size (self->redo_stack, 0);
  dh_session_end_merge (self);
  notify_stacks (self);
}

void
dh_session_end_merge (DhSession *self)
{
  g_return_if_fail (DH_IS_SESSION (self));

  g_clear_pointer (&self->merge_key, g_free);
  self->from_here_step = 0;
}

gboolean
dh_session_apply (DhSession *self, DhExperiment *experiment, const char *label,
                  const char *merge_key, GError **error)
{
  g_autoptr (DhExperiment) old = NULL;
  gboolean merges;

  g_return_val_if_fail (DH_IS_SESSION (self), FALSE);
  g_return_val_if_fail (experiment != NULL, FALSE);
  g_return_val_if_fail (label != NULL, FALSE);

  if (!dh_experiment_validate (experiment, error))
    return FALSE;
  if (dh_experiment_equal (experiment, self->experiment))
    return TRUE;

  merges = merge_key != NULL && g_strcmp0 (merge_key, self->merge_key) == 0;
  if (!merges)
    {
      /* The drag that may go on keeps the step at which it began to apply. */
      guint64 from_here_step = merge_key != NULL ? self->from_here_step : 0;

      dh_session_end_merge (self);
      self->from_here_step = from_here_step;
      push (self->undo_stack, self->experiment, self->selected, label);
      trim (self->undo_stack);
      self->merge_key = g_strdup (merge_key);
    }
  g_ptr_array_set_size (self->redo_stack, 0);
  old = g_steal_pointer (&self->experiment);
  self->experiment = dh_experiment_ref (experiment);
  dh_session_experiment_replaced (self, old, FALSE);
  notify_stacks (self);
  return TRUE;
}

gboolean
dh_session_apply_run (DhSession *self, DhRun *run, const char *label, const char *merge_key,
                      GError **error)
{
  g_autoptr (DhExperiment) experiment = NULL;

  g_return_val_if_fail (DH_IS_SESSION (self), FALSE);
  g_return_val_if_fail (run != NULL, FALSE);

  experiment = dh_experiment_with_run (self->experiment, run);
  return dh_session_apply (self, experiment, label, merge_key, error);
}

/* The step from which a rate turned now holds, in the drag's every movement the same. */
static gboolean
find_from_here_step (DhSession *self, DhRun *run, GError **error)
{
  gsize n_rows = dh_data_get_n_rows (dh_experiment_get_data (self->experiment));

  if (self->span > 0 && self->from_here_step == 0)
    {
      g_set_error_literal (error, DH_ERROR, DH_ERROR_INVALID,
                           _("The playhead stands in a signal that is smoothed, not in a run's steps. Go to the "
                             "charts, or switch to “From the start”."));
      return FALSE;
    }
  if (self->from_here_step == 0)
    self->from_here_step = self->playhead + 1;
  if (self->from_here_step <= dh_run_total_steps (run, n_rows))
    return TRUE;
  self->from_here_step = 0;
  g_set_error (error, DH_ERROR, DH_ERROR_INVALID,
               _("“%s” has no step after the playhead. Move the playhead back, add epochs, or "
                 "switch to “From the start”."),
               run->name);
  return FALSE;
}

guint64
dh_session_get_from_here_step (DhSession *self)
{
  g_return_val_if_fail (DH_IS_SESSION (self), 0);

  if (!self->from_here)
    return 0;
  return self->from_here_step > 0 ? self->from_here_step : self->playhead + 1;
}

gboolean
dh_session_apply_lr (DhSession *self, double lr, gboolean dragging, GError **error)
{
  g_autoptr (DhRun) run = NULL;
  g_autofree char *key = NULL;
  gboolean merges, ok;

  g_return_val_if_fail (DH_IS_SESSION (self), FALSE);
  g_return_val_if_fail (dh_session_get_run (self) != NULL, FALSE);

  run = dh_run_copy (dh_session_get_run (self));
  key = g_strdup_printf ("lr:%" G_GUINT64_FORMAT, run->id);
  if (self->from_here)
    {
      if (!find_from_here_step (self, run, error))
        return FALSE;
      dh_run_intervene (run, self->from_here_step, lr);
    }
  else
    {
      dh_run_clear_interventions (run);
      run->lr = lr;
    }
  /* Letting go of the thumb is still part of the drag. */
  merges = dragging || g_strcmp0 (self->merge_key, key) == 0;
  ok = dh_session_apply_run (self, run, _("Learning rate"), merges ? key : NULL, error);
  if (!dragging)
    dh_session_end_merge (self);
  return ok;
}

gboolean
dh_session_apply_view (DhSession *self, guint index, const DhView *view, const char *label,
                       GError **error)
{
  g_autoptr (DhExperiment) experiment = NULL;

  g_return_val_if_fail (DH_IS_SESSION (self), FALSE);
  g_return_val_if_fail (index < dh_experiment_n_views (self->experiment), FALSE);

  if (!dh_view_validate (view, error))
    return FALSE;
  experiment = dh_experiment_with_view (self->experiment, index, view);
  return dh_session_apply (self, experiment, label, NULL, error);
}

/* One step from one stack to the other: the entry names the change in both directions. */
static void
travel (DhSession *self, GPtrArray *from, GPtrArray *to)
{
  g_autoptr (DhExperiment) old = NULL;
  DhUndoEntry *entry;

  if (from->len == 0)
    return;
  dh_session_end_merge (self);
  entry = g_ptr_array_steal_index (from, from->len - 1);
  push (to, self->experiment, self->selected, entry->label);
  old = g_steal_pointer (&self->experiment);
  self->experiment = dh_experiment_ref (entry->experiment);
  if (entry->selected != self->selected)
    {
      self->selected = entry->selected;
      dh_session_notify (self, DH_SESSION_PROP_SELECTED_RUN);
    }
  dh_undo_entry_free (entry);
  dh_session_experiment_replaced (self, old, FALSE);
  notify_stacks (self);
}

void
dh_session_undo (DhSession *self)
{
  g_return_if_fail (DH_IS_SESSION (self));

  travel (self, self->undo_stack, self->redo_stack);
}

void
dh_session_redo (DhSession *self)
{
  g_return_if_fail (DH_IS_SESSION (self));

  travel (self, self->redo_stack, self->undo_stack);
}
