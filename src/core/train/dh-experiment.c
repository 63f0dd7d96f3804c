/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Experiment: an immutable value. A change copies the lists of pointers, not what they point
 * to; data and runs are shared by reference, views are small and copied. Any thread may hold one. */
#include "dh-experiment.h"

#include "dh-error.h"
#include "dh-limits.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The palette's colours; after them the rarest comes again. */
#define N_COLOURS 8

struct _DhExperiment
{
  gint ref_count;
  DhData *data;
  GPtrArray *runs;  /* of DhRun, referenced */
  GPtrArray *views; /* of DhView, owned */
};

DhExperiment *
dh_experiment_new (DhData *data, DhRun *const *runs, gsize n_runs,
                   const DhView *const *views, gsize n_views)
{
  DhExperiment *experiment;

  g_return_val_if_fail (data != NULL, NULL);
  experiment = g_new0 (DhExperiment, 1);
  experiment->ref_count = 1;
  experiment->data = dh_data_ref (data);
  experiment->runs = g_ptr_array_new_with_free_func ((GDestroyNotify) dh_run_unref);
  experiment->views = g_ptr_array_new_with_free_func ((GDestroyNotify) dh_view_free);
  for (gsize i = 0; i < n_runs; i++)
    g_ptr_array_add (experiment->runs, dh_run_ref (runs[i]));
  for (gsize i = 0; i < n_views; i++)
    g_ptr_array_add (experiment->views, dh_view_copy (views[i]));
  return experiment;
}

static DhExperiment *
new_on_workbook (DhRun *const *runs, gsize n_runs)
{
  DhExperiment *experiment;
  DhDataSpec spec;
  g_autoptr (DhData) data = NULL;

  dh_data_spec_init (&spec);
  data = dh_data_new_generated (&spec, NULL);
  dh_data_spec_clear (&spec);
  g_assert (data != NULL);
  experiment = dh_experiment_new (data, runs, n_runs, NULL, 0);
  for (guint i = 0; i < DH_VIEW_N_DEFAULTS; i++)
    g_ptr_array_add (experiment->views, dh_view_new_default ((DhViewDefault) i));
  return experiment;
}

DhExperiment *
dh_experiment_new_first (void)
{
  static const DhModelKind model[3] = { DH_MODEL_LINEAR, DH_MODEL_TWO_LINEAR, DH_MODEL_TWO_RELU };
  const char *const name[3] = { _("1 neuron"), _("2 neurons"), _("2 neurons + ReLU") };
  DhRun *runs[3];
  DhExperiment *experiment;

  for (guint i = 0; i < 3; i++)
    {
      runs[i] = dh_run_new ();
      runs[i]->id = i + 1;
      runs[i]->colour = i;
      dh_run_set_name (runs[i], name[i]);
      dh_model_spec_init (&runs[i]->model, model[i]);
      runs[i]->gradient = DH_GRADIENT_BUMP;
      dh_run_set_optimiser (runs[i], DH_OPTIMISER_SGD);
      runs[i]->lr = 0.0001;
    }
  experiment = new_on_workbook (runs, 3);
  for (guint i = 0; i < 3; i++)
    dh_run_unref (runs[i]);
  return experiment;
}

DhExperiment *
dh_experiment_new_default (void)
{
  g_autoptr (DhRun) run = dh_run_new ();

  return new_on_workbook (&run, 1);
}

DhExperiment *
dh_experiment_ref (DhExperiment *experiment)
{
  g_return_val_if_fail (experiment != NULL, NULL);
  g_atomic_int_inc (&experiment->ref_count);
  return experiment;
}

void
dh_experiment_unref (DhExperiment *experiment)
{
  g_return_if_fail (experiment != NULL);
  if (!g_atomic_int_dec_and_test (&experiment->ref_count))
    return;
  dh_data_unref (experiment->data);
  g_ptr_array_unref (experiment->runs);
  g_ptr_array_unref (experiment->views);
  g_free (experiment);
}

DhData *
dh_experiment_get_data (const DhExperiment *experiment)
{
  return experiment->data;
}

gsize
dh_experiment_n_runs (const DhExperiment *experiment)
{
  return experiment->runs->len;
}

DhRun *
dh_experiment_get_run (const DhExperiment *experiment, gsize index)
{
  g_return_val_if_fail (index < experiment->runs->len, NULL);
  return g_ptr_array_index (experiment->runs, index);
}

DhRun *
dh_experiment_find_run (const DhExperiment *experiment, guint64 id, gsize *index)
{
  for (guint i = 0; i < experiment->runs->len; i++)
    {
      DhRun *run = g_ptr_array_index (experiment->runs, i);

      if (run->id != id)
        continue;
      if (index != NULL)
        *index = i;
      return run;
    }
  return NULL;
}

gsize
dh_experiment_n_views (const DhExperiment *experiment)
{
  return experiment->views->len;
}

const DhView *
dh_experiment_get_view (const DhExperiment *experiment, gsize index)
{
  g_return_val_if_fail (index < experiment->views->len, NULL);
  return g_ptr_array_index (experiment->views, index);
}

static DhExperiment *
copy (const DhExperiment *e)
{
  return dh_experiment_new (e->data, (DhRun *const *) e->runs->pdata, e->runs->len,
                            (const DhView *const *) e->views->pdata, e->views->len);
}

DhExperiment *
dh_experiment_with_data (const DhExperiment *e, DhData *data)
{
  g_return_val_if_fail (data != NULL, NULL);
  return dh_experiment_new (data, (DhRun *const *) e->runs->pdata, e->runs->len,
                            (const DhView *const *) e->views->pdata, e->views->len);
}

DhExperiment *
dh_experiment_with_run (const DhExperiment *e, DhRun *run)
{
  DhExperiment *changed;
  gsize index = 0;

  g_return_val_if_fail (dh_experiment_find_run (e, run->id, &index) != NULL, NULL);
  changed = copy (e);
  dh_run_unref (g_ptr_array_index (changed->runs, index));
  g_ptr_array_index (changed->runs, index) = dh_run_ref (run);
  return changed;
}

DhExperiment *
dh_experiment_with_run_added (const DhExperiment *e, DhRun *run, gsize index)
{
  DhExperiment *changed;

  g_return_val_if_fail (dh_experiment_find_run (e, run->id, NULL) == NULL, NULL);
  changed = copy (e);
  g_ptr_array_insert (changed->runs, (gint) MIN (index, changed->runs->len), dh_run_ref (run));
  return changed;
}

/* A view that showed only this run would show nothing at all ever after. */
static void
forget_run (DhView *view, guint64 id)
{
  g_autofree char *prefix = g_strdup_printf ("%" G_GUINT64_FORMAT "/", id);
  gsize kept = 0;

  for (gsize i = 0; i < view->n_runs; i++)
    if (view->runs[i] != id)
      view->runs[kept++] = view->runs[i];
  view->n_runs = kept;
  if (kept == 0)
    g_clear_pointer (&view->runs, g_free);
  for (guint i = 0; view->hidden != NULL && view->hidden[i] != NULL;)
    {
      g_autofree char *key = g_strdup (view->hidden[i]);

      if (g_str_has_prefix (key, prefix))
        dh_view_set_hidden (view, key, FALSE);
      else
        i++;
    }
}

DhExperiment *
dh_experiment_with_run_removed (const DhExperiment *e, guint64 id)
{
  DhExperiment *changed;
  gsize index = 0;

  g_return_val_if_fail (dh_experiment_find_run (e, id, &index) != NULL, NULL);
  changed = copy (e);
  g_ptr_array_remove_index (changed->runs, (guint) index);
  for (guint i = 0; i < changed->views->len; i++)
    forget_run (g_ptr_array_index (changed->views, i), id);
  return changed;
}

DhExperiment *
dh_experiment_with_run_moved (const DhExperiment *e, guint64 id, gsize index)
{
  DhExperiment *changed;
  gsize from = 0;
  DhRun *run;

  g_return_val_if_fail (dh_experiment_find_run (e, id, &from) != NULL, NULL);
  changed = copy (e);
  run = g_ptr_array_steal_index (changed->runs, (guint) from);
  g_ptr_array_insert (changed->runs, (gint) MIN (index, changed->runs->len), run);
  return changed;
}

DhExperiment *
dh_experiment_with_view (const DhExperiment *e, gsize index, const DhView *view)
{
  DhExperiment *changed;

  g_return_val_if_fail (index < e->views->len, NULL);
  changed = copy (e);
  dh_view_free (g_ptr_array_index (changed->views, index));
  g_ptr_array_index (changed->views, index) = dh_view_copy (view);
  return changed;
}

DhExperiment *
dh_experiment_with_view_added (const DhExperiment *e, const DhView *view)
{
  DhExperiment *changed = copy (e);

  g_ptr_array_add (changed->views, dh_view_copy (view));
  return changed;
}

DhExperiment *
dh_experiment_with_view_removed (const DhExperiment *e, gsize index)
{
  DhExperiment *changed;

  g_return_val_if_fail (index < e->views->len, NULL);
  changed = copy (e);
  g_ptr_array_remove_index (changed->views, (guint) index);
  return changed;
}

gboolean
dh_experiment_equal (const DhExperiment *a, const DhExperiment *b)
{
  if (a == b)
    return TRUE;
  if (a->runs->len != b->runs->len || a->views->len != b->views->len)
    return FALSE;
  for (guint i = 0; i < a->runs->len; i++)
    if (!dh_run_equal (g_ptr_array_index (a->runs, i), g_ptr_array_index (b->runs, i)))
      return FALSE;
  for (guint i = 0; i < a->views->len; i++)
    if (!dh_view_equal (g_ptr_array_index (a->views, i), g_ptr_array_index (b->views, i)))
      return FALSE;
  return a->data == b->data
         || (dh_data_spec_equal (dh_data_get_spec (a->data), dh_data_get_spec (b->data))
             && dh_data_equal_rows (a->data, b->data));
}

guint64
dh_experiment_new_run_id (const DhExperiment *experiment)
{
  guint64 id = 1;

  while (dh_experiment_find_run (experiment, id, NULL) != NULL)
    id++;
  return id;
}

guint32
dh_experiment_next_colour (const DhExperiment *experiment)
{
  guint uses[N_COLOURS] = { 0 };
  guint32 best = 0;

  for (guint i = 0; i < experiment->runs->len; i++)
    {
      const DhRun *run = g_ptr_array_index (experiment->runs, i);

      if (run->colour < N_COLOURS)
        uses[run->colour]++;
    }
  for (guint32 i = 1; i < N_COLOURS; i++)
    if (uses[i] < uses[best])
      best = i;
  return best;
}

static gboolean
name_taken (const DhExperiment *experiment, const char *name)
{
  for (guint i = 0; i < experiment->runs->len; i++)
    {
      const DhRun *run = g_ptr_array_index (experiment->runs, i);

      if (strcmp (run->name, name) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Length of @name without a number that an earlier duplicate added: "Fast 2" is "Fast". */
static gsize
stem_length (const char *name)
{
  gsize end = strlen (name);
  gsize digits = end;

  while (digits > 0 && g_ascii_isdigit (name[digits - 1]))
    digits--;
  if (digits == end || digits < 2 || name[digits - 1] != ' ')
    return end;
  return digits - 1;
}

char *
dh_experiment_unique_name (const DhExperiment *experiment, const char *name)
{
  gsize stem = stem_length (name);

  if (!name_taken (experiment, name))
    return g_strdup (name);
  for (guint n = 2;; n++)
    {
      g_autofree char *candidate = g_strdup_printf ("%.*s %u", (int) stem, name, n);

      if (!name_taken (experiment, candidate))
        return g_steal_pointer (&candidate);
    }
}

static gboolean
check_counts (const DhExperiment *e, GError **error)
{
  if (e->runs->len > DH_EXPERIMENT_MAX_RUNS)
    {
      g_set_error (error, DH_ERROR, DH_ERROR_LIMIT,
                   _("An experiment has at most %d runs, not %u. Remove some first."),
                   DH_EXPERIMENT_MAX_RUNS, e->runs->len);
      return FALSE;
    }
  if (e->views->len > DH_EXPERIMENT_MAX_VIEWS)
    {
      g_set_error (error, DH_ERROR, DH_ERROR_LIMIT,
                   _("An experiment has at most %d charts, not %u. Remove one first."),
                   DH_EXPERIMENT_MAX_VIEWS, e->views->len);
      return FALSE;
    }
  for (guint i = 0; i < e->runs->len; i++)
    {
      const DhRun *run = g_ptr_array_index (e->runs, i);
      gsize first = 0;

      dh_experiment_find_run (e, run->id, &first);
      if (run->id == 0 || first != i)
        {
          g_set_error (error, DH_ERROR, DH_ERROR_INVALID,
                       _("The run “%s” has the number %" G_GUINT64_FORMAT
                         ", which is 0 or taken. Give every run a number of its own."),
                       run->name, run->id);
          return FALSE;
        }
    }
  return TRUE;
}

gboolean
dh_experiment_validate (const DhExperiment *experiment, GError **error)
{
  gsize n_rows = dh_data_get_n_rows (experiment->data);
  gsize left = DH_RECORD_LIMIT;

  if (!check_counts (experiment, error))
    return FALSE;
  for (guint i = 0; i < experiment->runs->len; i++)
    {
      const DhRun *run = g_ptr_array_index (experiment->runs, i);

      /* The second check is against what the runs before have left of the memory. */
      if (!dh_run_validate (run, n_rows, error) || !dh_limits_check (run, n_rows, left, error))
        {
          if (experiment->runs->len > 1)
            g_prefix_error (error, _("“%s”: "), run->name);
          return FALSE;
        }
      left -= dh_history_bytes (run, n_rows, dh_run_total_steps (run, n_rows));
    }
  for (guint i = 0; i < experiment->views->len; i++)
    if (!dh_view_validate (g_ptr_array_index (experiment->views, i), error))
      {
        g_prefix_error (error, _("Chart %u: "), i + 1);
        return FALSE;
      }
  return TRUE;
}
