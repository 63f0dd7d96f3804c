/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Experiments: arrays of references. Every change makes a new value that shares the rest. */
#include "dh-experiment.h"

#include "dh-error.h"
#include "dh-history.h"
#include "dh-limits.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Distinct palette colours that runs take in turn (the plot layer's palette has as many). */
#define N_COLOURS 8

struct _DhExperiment
{
  gint ref_count; /* g_atomic_int_*() are inlined here: the thread sanitizer sees them */
  DhData *data;
  GPtrArray *runs;  /* of DhRun */
  GPtrArray *views; /* of DhView */
  DhSmoothSpec smoothing;
};

static gpointer
copy_run_ref (gconstpointer run, gpointer unused)
{
  return dh_run_ref ((DhRun *) run);
}

static gpointer
copy_view (gconstpointer view, gpointer unused)
{
  return dh_view_copy (view);
}

static DhExperiment *
experiment_alloc (DhData *data, GPtrArray *runs, GPtrArray *views)
{
  DhExperiment *experiment = g_new0 (DhExperiment, 1);

  experiment->ref_count = 1;
  experiment->data = dh_data_ref (data);
  experiment->runs = runs;
  experiment->views = views;
  dh_smooth_spec_init (&experiment->smoothing);
  return experiment;
}

/* A new value to be edited before anybody else sees it. */
static DhExperiment *
experiment_copy (const DhExperiment *e)
{
  GPtrArray *runs = g_ptr_array_new_with_free_func ((GDestroyNotify) dh_run_unref);
  GPtrArray *views = g_ptr_array_new_with_free_func ((GDestroyNotify) dh_view_free);
  DhExperiment *copy;

  g_ptr_array_extend (runs, e->runs, copy_run_ref, NULL);
  g_ptr_array_extend (views, e->views, copy_view, NULL);
  copy = experiment_alloc (e->data, runs, views);
  copy->smoothing = e->smoothing;
  return copy;
}

DhExperiment *
dh_experiment_new (DhData *data, DhRun *const *runs, gsize n_runs, const DhView *const *views, gsize n_views)
{
  GPtrArray *run_array, *view_array;

  g_return_val_if_fail (data != NULL, NULL);

  run_array = g_ptr_array_new_with_free_func ((GDestroyNotify) dh_run_unref);
  view_array = g_ptr_array_new_with_free_func ((GDestroyNotify) dh_view_free);
  for (gsize i = 0; i < n_runs; i++)
    g_ptr_array_add (run_array, dh_run_ref (runs[i]));
  for (gsize i = 0; i < n_views; i++)
    g_ptr_array_add (view_array, dh_view_copy (views[i]));
  return experiment_alloc (data, run_array, view_array);
}

static DhExperiment *
new_on_workbook (void)
{
  g_autoptr (DhData) data = NULL;
  GPtrArray *views = g_ptr_array_new_with_free_func ((GDestroyNotify) dh_view_free);
  DhDataSpec spec;

  dh_data_spec_init (&spec);
  data = dh_data_new_generated (&spec, NULL);
  for (guint i = 0; i < DH_VIEW_N_DEFAULTS; i++)
    g_ptr_array_add (views, dh_view_new_default (i));
  return experiment_alloc (data, g_ptr_array_new_with_free_func ((GDestroyNotify) dh_run_unref), views);
}

DhExperiment *
dh_experiment_new_first (void)
{
  static const struct { DhModelKind model; const char *name; } first[] = {
    { DH_MODEL_LINEAR, N_("1 neuron") },
    { DH_MODEL_TWO_LINEAR, N_("2 neurons") },
    { DH_MODEL_TWO_RELU, N_("2 neurons + ReLU") },
  };
  DhExperiment *experiment = new_on_workbook ();

  for (guint i = 0; i < G_N_ELEMENTS (first); i++)
    {
      DhRun *run = dh_run_new ();

      run->id = i + 1;
      run->colour = i;
      dh_run_set_name (run, _(first[i].name));
      dh_model_spec_init (&run->model, first[i].model);
      dh_run_set_optimiser (run, DH_OPTIMISER_SGD);
      run->lr = 0.0001;
      run->gradient = DH_GRADIENT_BUMP;
      run->bump = 0.01;
      g_ptr_array_add (experiment->runs, run);
    }
  return experiment;
}

DhExperiment *
dh_experiment_new_default (void)
{
  DhExperiment *experiment = new_on_workbook ();

  g_ptr_array_add (experiment->runs, dh_run_new ());
  return experiment;
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

  return experiment->runs->pdata[index];
}

DhRun *
dh_experiment_find_run (const DhExperiment *experiment, guint64 id, gsize *index)
{
  for (guint i = 0; i < experiment->runs->len; i++)
    {
      DhRun *run = experiment->runs->pdata[i];

      if (run->id != id)
        continue;
      if (index)
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

  return experiment->views->pdata[index];
}

const DhSmoothSpec *
dh_experiment_get_smoothing (const DhExperiment *experiment)
{
  return &experiment->smoothing;
}

DhExperiment *
dh_experiment_with_data (const DhExperiment *e, DhData *data)
{
  DhExperiment *copy = experiment_copy (e);

  dh_data_unref (copy->data);
  copy->data = dh_data_ref (data);
  return copy;
}

DhExperiment *
dh_experiment_with_run (const DhExperiment *e, DhRun *run)
{
  DhExperiment *copy;
  gsize index;

  g_return_val_if_fail (dh_experiment_find_run (e, run->id, &index) != NULL, NULL);

  copy = experiment_copy (e);
  dh_run_unref (copy->runs->pdata[index]);
  copy->runs->pdata[index] = dh_run_ref (run);
  return copy;
}

DhExperiment *
dh_experiment_with_run_added (const DhExperiment *e, DhRun *run, gsize index)
{
  DhExperiment *copy;

  g_return_val_if_fail (run->id != 0 && !dh_experiment_find_run (e, run->id, NULL), NULL);

  copy = experiment_copy (e);
  g_ptr_array_insert (copy->runs, (int) MIN (index, copy->runs->len), dh_run_ref (run));
  return copy;
}

/* Views that name their runs forget one that is gone; its hidden series too. */
static void
forget_run (DhView *view, guint64 id)
{
  g_autofree char *prefix = g_strdup_printf ("%" G_GUINT64_FORMAT "/", id);
  g_auto (GStrv) hidden = g_strdupv (view->hidden);
  gsize kept = 0;

  for (gsize i = 0; i < view->n_runs; i++)
    if (view->runs[i] != id)
      view->runs[kept++] = view->runs[i];
  if (view->n_runs > 0 && kept == 0)
    g_clear_pointer (&view->runs, g_free);
  view->n_runs = kept;
  for (char **key = hidden; key && *key; key++)
    if (g_str_has_prefix (*key, prefix))
      dh_view_set_hidden (view, *key, FALSE);
}

DhExperiment *
dh_experiment_with_run_removed (const DhExperiment *e, guint64 id)
{
  DhExperiment *copy;
  gsize index;

  g_return_val_if_fail (dh_experiment_find_run (e, id, &index) != NULL, NULL);

  copy = experiment_copy (e);
  g_ptr_array_remove_index (copy->runs, (guint) index);
  for (guint i = 0; i < copy->views->len; i++)
    forget_run (copy->views->pdata[i], id);
  return copy;
}

DhExperiment *
dh_experiment_with_run_moved (const DhExperiment *e, guint64 id, gsize index)
{
  DhExperiment *copy;
  DhRun *run;
  gsize from;

  g_return_val_if_fail (dh_experiment_find_run (e, id, &from) != NULL, NULL);

  copy = experiment_copy (e);
  run = g_ptr_array_steal_index (copy->runs, (guint) from);
  g_ptr_array_insert (copy->runs, (int) MIN (index, copy->runs->len), run);
  return copy;
}

DhExperiment *
dh_experiment_with_view (const DhExperiment *e, gsize index, const DhView *view)
{
  DhExperiment *copy;

  g_return_val_if_fail (index < e->views->len, NULL);

  copy = experiment_copy (e);
  dh_view_free (copy->views->pdata[index]);
  copy->views->pdata[index] = dh_view_copy (view);
  return copy;
}

DhExperiment *
dh_experiment_with_view_added (const DhExperiment *e, const DhView *view)
{
  DhExperiment *copy = experiment_copy (e);

  g_ptr_array_add (copy->views, dh_view_copy (view));
  return copy;
}

DhExperiment *
dh_experiment_with_view_removed (const DhExperiment *e, gsize index)
{
  DhExperiment *copy;

  g_return_val_if_fail (index < e->views->len, NULL);

  copy = experiment_copy (e);
  g_ptr_array_remove_index (copy->views, (guint) index);
  return copy;
}

DhExperiment *
dh_experiment_with_smoothing (const DhExperiment *e, const DhSmoothSpec *smoothing)
{
  DhExperiment *copy = experiment_copy (e);

  copy->smoothing = *smoothing;
  return copy;
}

gboolean
dh_experiment_equal (const DhExperiment *a, const DhExperiment *b)
{
  if (a == b)
    return TRUE;
  if (a->runs->len != b->runs->len || a->views->len != b->views->len
      || !dh_smooth_spec_equal (&a->smoothing, &b->smoothing))
    return FALSE;
  if (a->data != b->data
      && (!dh_data_spec_equal (dh_data_get_spec (a->data), dh_data_get_spec (b->data))
          || !dh_data_equal_rows (a->data, b->data)))
    return FALSE;
  for (guint i = 0; i < a->runs->len; i++)
    if (a->runs->pdata[i] != b->runs->pdata[i]
        && !dh_run_equal (a->runs->pdata[i], b->runs->pdata[i]))
      return FALSE;
  for (guint i = 0; i < a->views->len; i++)
    if (!dh_view_equal (a->views->pdata[i], b->views->pdata[i]))
      return FALSE;
  return TRUE;
}

guint64
dh_experiment_new_run_id (const DhExperiment *experiment)
{
  guint64 highest = 0;

  for (guint i = 0; i < experiment->runs->len; i++)
    highest = MAX (highest, ((DhRun *) experiment->runs->pdata[i])->id);
  /* A signal of a run that is gone must not become one of the run that comes. */
  for (guint i = 0; i < experiment->smoothing.n_signals; i++)
    if (experiment->smoothing.signal[i].kind == DH_SMOOTH_RECORDED
        && experiment->smoothing.signal[i].run < G_MAXUINT32)
      highest = MAX (highest, experiment->smoothing.signal[i].run);
  if (highest < G_MAXUINT64)
    return highest + 1;
  /* Only a hand-written file has the highest number: look for a gap. */
  for (guint64 id = 1;; id++)
    if (!dh_experiment_find_run (experiment, id, NULL))
      return id;
}

guint32
dh_experiment_next_colour (const DhExperiment *experiment)
{
  guint used[N_COLOURS] = { 0 }, best = 0;

  for (guint i = 0; i < experiment->runs->len; i++)
    {
      guint32 colour = ((DhRun *) experiment->runs->pdata[i])->colour;

      if (colour < N_COLOURS)
        used[colour]++;
    }
  for (guint i = 1; i < N_COLOURS; i++)
    if (used[i] < used[best])
      best = i;
  return best;
}

static gboolean
has_name (const DhExperiment *experiment, const char *name)
{
  for (guint i = 0; i < experiment->runs->len; i++)
    if (strcmp (((DhRun *) experiment->runs->pdata[i])->name, name) == 0)
      return TRUE;
  return FALSE;
}

/* "2 neurons (2)" becomes "2 neurons (3)", never "2 neurons (2) (2)". */
char *
dh_experiment_unique_name (const DhExperiment *experiment, const char *name)
{
  g_autofree char *base = g_strdup (name);
  gsize length = strlen (base);

  if (!has_name (experiment, name))
    return g_strdup (name);
  if (length > 4 && base[length - 1] == ')')
    {
      char *open = strrchr (base, '(');

      if (open && open > base + 1 && open[-1] == ' '
          && strspn (open + 1, "0123456789") == strlen (open) - 2)
        open[-1] = '\0';
    }
  for (guint i = 2;; i++)
    {
      g_autofree char *candidate = g_strdup_printf ("%s (%u)", base, i);

      if (!has_name (experiment, candidate))
        return g_steal_pointer (&candidate);
    }
}

/* All histories share one budget; the run with which it runs out is named, and how far it could go. */
static gboolean
validate_memory (const DhExperiment *experiment, GError **error)
{
  gsize n_rows = dh_data_get_n_rows (experiment->data), budget = DH_RECORD_LIMIT;

  for (guint i = 0; i < experiment->runs->len; i++)
    {
      const DhRun *run = experiment->runs->pdata[i];

      if (!dh_limits_check (run, n_rows, budget, error))
        {
          dh_error_prefix_quoted (error, _("Run %s: "), run->name);
          return FALSE;
        }
      budget -= dh_history_bytes (run, n_rows, dh_run_total_steps (run, n_rows));
    }
  return TRUE;
}

gboolean
dh_experiment_validate (const DhExperiment *experiment, GError **error)
{
  gsize n_rows = dh_data_get_n_rows (experiment->data);

  if (experiment->runs->len > DH_EXPERIMENT_MAX_RUNS || experiment->views->len > DH_EXPERIMENT_MAX_VIEWS)
    {
      g_set_error (error, DH_ERROR, DH_ERROR_LIMIT,
                   _("An experiment has at most %d runs and %d charts. Remove some."),
                   DH_EXPERIMENT_MAX_RUNS, DH_EXPERIMENT_MAX_VIEWS);
      return FALSE;
    }
  for (guint i = 0; i < experiment->runs->len; i++)
    {
      const DhRun *run = experiment->runs->pdata[i];
      gsize index;

      if (run->id == 0 || dh_experiment_find_run (experiment, run->id, &index) == NULL || index != i)
        {
          dh_error_set_quoted (error, DH_ERROR_INVALID,
                               _("Two runs have the same id, or one has none: %s."), run->name);
          return FALSE;
        }
      if (!dh_run_validate (run, n_rows, error))
        {
          if (experiment->runs->len > 1)
            dh_error_prefix_quoted (error, _("Run %s: "), run->name);
          return FALSE;
        }
    }
  for (guint i = 0; i < experiment->views->len; i++)
    if (!dh_view_validate (experiment->views->pdata[i], error))
      return FALSE;
  if (!dh_smooth_spec_validate (&experiment->smoothing, error))
    {
      g_prefix_error (error, "%s", _("Smoothing: "));
      return FALSE;
    }
  return validate_memory (experiment, error);
}
