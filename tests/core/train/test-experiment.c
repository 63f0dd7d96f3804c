/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Experiments: every change makes a new value and leaves the old one as it was. */
#include "dh-error.h"
#include "dh-experiment.h"

#include <string.h>

static DhRun *
named_run (guint64 id, const char *name)
{
  DhRun *run = dh_run_new ();

  run->id = id;
  dh_run_set_name (run, name);
  return run;
}

static void
assert_order (DhExperiment *e, const char *order)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (gsize i = 0; i < dh_experiment_n_runs (e); i++)
    g_string_append (names, dh_experiment_get_run (e, i)->name);
  g_assert_cmpstr (names->str, ==, order);
}

static void
test_first (void)
{
  g_autoptr (DhExperiment) e = dh_experiment_new_first ();
  g_autoptr (GError) error = NULL;

  g_test_summary ("The first experiment: three models, all ones, 0.0001, five epochs, four charts");
  g_assert_true (dh_experiment_validate (e, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (dh_experiment_n_runs (e), ==, 3);
  g_assert_cmpuint (dh_experiment_n_views (e), ==, 4);
  g_assert_cmpuint (dh_data_get_n_rows (dh_experiment_get_data (e)), ==, 29);
  for (guint i = 0; i < 3; i++)
    {
      DhRun *run = dh_experiment_get_run (e, i);

      g_assert_cmpint (dh_model_spec_kind (&run->model), ==, (DhModelKind) i);
      g_assert_cmpint (run->init.kind, ==, DH_INIT_ONES);
      g_assert_cmpfloat (run->lr, ==, 0.0001);
      g_assert_cmpuint (run->epochs, ==, 5);
      g_assert_cmpuint (run->id, ==, i + 1);
    }
}

static void
test_edit_runs (void)
{
  g_autoptr (DhExperiment) first = dh_experiment_new_default ();
  g_autoptr (DhExperiment) a = NULL, b = NULL, c = NULL, d = NULL, moved = NULL, removed = NULL;
  g_autoptr (DhRun) x = named_run (1, "x"), y = named_run (2, "y"), z = named_run (3, "z");
  gsize index;

  g_test_summary ("Add, replace, move and remove runs; every older value stays as it was");
  a = dh_experiment_with_run (first, x);
  b = dh_experiment_with_run_added (a, y, 0);
  c = dh_experiment_with_run_added (b, z, 99);
  assert_order (a, "x");
  assert_order (b, "yx");
  assert_order (c, "yxz");
  g_assert_true (dh_experiment_find_run (c, 3, &index) == z);
  g_assert_cmpuint (index, ==, 2);
  moved = dh_experiment_with_run_moved (c, 2, 2);
  assert_order (moved, "xzy");
  d = dh_experiment_with_run_moved (moved, 2, 0);
  assert_order (d, "yxz");
  g_assert_true (dh_experiment_equal (c, d));
  removed = dh_experiment_with_run_removed (c, 1);
  assert_order (removed, "yz");
  assert_order (c, "yxz");
  g_assert_false (dh_experiment_equal (c, removed));
  g_assert_cmpuint (dh_experiment_new_run_id (c), ==, 4);
}

static void
test_edit_views (void)
{
  g_autoptr (DhExperiment) e = dh_experiment_new_first ();
  g_autoptr (DhExperiment) more = NULL, fewer = NULL, changed = NULL, without = NULL;
  g_autoptr (DhView) view = dh_view_new ("lr");

  g_test_summary ("Views are copied in; a removed run leaves no trace in them");
  more = dh_experiment_with_view_added (e, view);
  g_assert_cmpuint (dh_experiment_n_views (more), ==, 5);
  fewer = dh_experiment_with_view_removed (more, 4);
  g_assert_true (dh_experiment_equal (e, fewer));
  dh_view_set_hidden (view, "2/lr", TRUE);
  dh_view_set_hidden (view, "22/lr", TRUE);
  view->runs = g_new (guint64, 1);
  view->runs[0] = 2;
  view->n_runs = 1;
  changed = dh_experiment_with_view (more, 4, view);
  g_assert_false (dh_experiment_equal (more, changed));
  without = dh_experiment_with_run_removed (changed, 2);
  g_assert_null (dh_experiment_get_view (without, 4)->runs);
  g_assert_false (dh_view_is_hidden (dh_experiment_get_view (without, 4), "2/lr"));
  g_assert_true (dh_view_is_hidden (dh_experiment_get_view (without, 4), "22/lr"));
}

static void
test_data (void)
{
  g_autoptr (DhExperiment) e = dh_experiment_new_first ();
  g_autoptr (DhExperiment) other = NULL;
  g_autoptr (DhData) data = NULL;
  DhDataSpec spec;

  g_test_summary ("Other data is another experiment");
  dh_data_spec_init (&spec);
  spec.source = DH_DATA_RANGE;
  data = dh_data_new_generated (&spec, NULL);
  other = dh_experiment_with_data (e, data);
  g_assert_true (dh_experiment_get_data (other) == data);
  g_assert_false (dh_experiment_equal (e, other));
}

static void
test_names_and_colours (void)
{
  g_autoptr (DhExperiment) e = dh_experiment_new_first ();
  g_autofree char *same = dh_experiment_unique_name (e, "1 neuron");
  g_autofree char *fresh = dh_experiment_unique_name (e, "other");
  g_autofree char *third = NULL;
  g_autoptr (DhRun) copy = named_run (4, same);
  g_autoptr (DhExperiment) more = dh_experiment_with_run_added (e, copy, 3);

  g_test_summary ("Names are numbered on, colours taken in turn");
  g_assert_cmpstr (same, ==, "1 neuron (2)");
  g_assert_cmpstr (fresh, ==, "other");
  third = dh_experiment_unique_name (more, same);
  g_assert_cmpstr (third, ==, "1 neuron (3)");
  g_assert_cmpuint (dh_experiment_next_colour (e), ==, 3);
}

static void
test_validate (void)
{
  g_autoptr (DhExperiment) e = dh_experiment_new_first ();
  g_autoptr (GError) error = NULL;
  g_autoptr (DhRun) huge = dh_run_copy (dh_experiment_get_run (e, 1));
  g_autoptr (DhRun) twin = named_run (1, "twin");
  g_autoptr (DhExperiment) too_long = NULL, twins = NULL;
  DhRun *runs[2];

  g_test_summary ("Too much memory and equal ids are refused, with the run's name");
  huge->epochs = 1000000000000;
  too_long = dh_experiment_with_run (e, huge);
  g_assert_false (dh_experiment_validate (too_long, &error));
  g_assert_error (error, DH_ERROR, DH_ERROR_LIMIT);
  g_assert_nonnull (strstr (error->message, "2 neurons"));
  g_clear_error (&error);
  runs[0] = dh_experiment_get_run (e, 0);
  runs[1] = twin;
  twins = dh_experiment_new (dh_experiment_get_data (e), runs, 2, NULL, 0);
  g_assert_false (dh_experiment_validate (twins, &error));
  g_assert_error (error, DH_ERROR, DH_ERROR_INVALID);
}

static void
test_smoothing (void)
{
  g_autoptr (DhExperiment) first = dh_experiment_new_first (), with = NULL, without_run = NULL, bad = NULL;
  g_autoptr (GError) error = NULL;
  DhSmoothSpec spec = *dh_experiment_get_smoothing (first);

  g_test_summary ("Smoothing is part of the value, outlives its runs, and keeps their ids from being taken again");
  dh_smooth_signal_set_recorded (&spec.signal[0], 3, "g.d");
  with = dh_experiment_with_smoothing (first, &spec);
  g_assert_false (dh_experiment_equal (first, with));
  g_assert_true (dh_experiment_validate (with, NULL));
  without_run = dh_experiment_with_run_removed (with, 3);
  g_assert_true (dh_smooth_spec_equal (dh_experiment_get_smoothing (without_run), &spec));
  g_assert_true (dh_experiment_validate (without_run, NULL));
  g_assert_cmpuint (dh_experiment_new_run_id (without_run), ==, 4);
  spec.beta = 1;
  bad = dh_experiment_with_smoothing (first, &spec);
  g_assert_false (dh_experiment_validate (bad, &error));
  g_assert_nonnull (strstr (error->message, "Smoothing"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/experiment/first", test_first);
  g_test_add_func ("/experiment/edit-runs", test_edit_runs);
  g_test_add_func ("/experiment/edit-views", test_edit_views);
  g_test_add_func ("/experiment/data", test_data);
  g_test_add_func ("/experiment/names-and-colours", test_names_and_colours);
  g_test_add_func ("/experiment/validate", test_validate);
  g_test_add_func ("/experiment/smoothing", test_smoothing);
  return g_test_run ();
}
