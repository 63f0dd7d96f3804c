/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* The bands watch: bands of the run as it stands, whatever was changed on the way there; a rate that is turned asks
 * for nothing; from here on; the scale's ends. */
#include "dh-bands-watch.h"
#include "dh-sweep.h"

#include <math.h>

static gboolean
wake_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static void
settle (DhSession *session)
{
  DhBandsWatch *watch = dh_bands_watch_get (session);
  guint wake = g_timeout_add (20, wake_cb, NULL);
  gint64 end = g_get_monotonic_time () + 60 * G_TIME_SPAN_SECOND;

  while (!dh_bands_watch_is_settled (watch) || dh_session_get_computing (session))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (wake);
}

/* The shown bands are those of the selected run by a sweep of the same rates. */
static void
assert_bands (DhSession *session)
{
  const DhBandsResult *result = dh_bands_watch_get_result (dh_bands_watch_get (session));
  g_autoptr (DhRun) run = dh_run_copy (dh_session_get_run (session));
  g_autoptr (DhSweep) sweep = NULL;
  guint64 from_step = dh_session_get_from_here_step (session);
  double rates[DH_BANDS_RATES], low, high;
  DhSweepAxis axis;

  g_assert_nonnull (result);
  g_assert_true (result->complete);
  g_assert_true (dh_bands_watch_get_scale (dh_bands_watch_get (session), &low, &high));
  axis = (DhSweepAxis) { "lr", low, high, DH_BANDS_RATES };
  for (gsize i = 0; i < DH_BANDS_RATES; i++)
    rates[i] = dh_sweep_axis_value (&axis, i);
  if (from_step == 0)
    dh_run_clear_interventions (run);
  sweep = dh_sweep_new_rates (run, dh_experiment_get_data (dh_session_get_experiment (session)), rates,
                              DH_BANDS_RATES, from_step, NULL);
  g_assert_true (dh_sweep_run (sweep, NULL, NULL, NULL, NULL));
  for (gsize i = 0; i < DH_BANDS_RATES; i++)
    {
      g_assert_true (result->points[i].measured);
      g_assert_cmpfloat (result->points[i].lr, ==, rates[i]);
      g_assert_cmpint (result->points[i].outcome, ==, dh_sweep_point (sweep, i)->outcome);
    }
}

static void
edit (DhSession *session, DhModelKind model, DhOptimiserKind optimiser, guint64 epochs)
{
  g_autoptr (DhRun) run = dh_run_copy (dh_session_get_run (session));
  g_autoptr (GError) error = NULL;

  dh_model_spec_init (&run->model, model);
  dh_run_set_optimiser (run, optimiser);
  run->epochs = epochs;
  dh_session_apply_run (session, run, "Edit", NULL, &error);
  g_assert_no_error (error);
}

static void
test_follows (void)
{
  DhSession *session = dh_session_new ();
  g_autoptr (DhExperiment) other = NULL;
  g_autoptr (DhData) data = NULL;
  DhDataSpec spec;

  g_test_summary ("Another run, model, optimiser, length or data: the bands are of what stands in the end");
  settle (session);
  assert_bands (session);
  for (gsize i = 0; i < 3; i++)
    {
      dh_session_set_selected (session, dh_experiment_get_run (dh_session_get_experiment (session), i)->id);
      settle (session);
      assert_bands (session);
    }
  for (guint i = 0; i < 200; i++)
    edit (session, (DhModelKind) (i % 3), (DhOptimiserKind) (i % DH_OPTIMISER_N), 1 + i % 9);
  settle (session);
  assert_bands (session);
  dh_session_undo (session);
  settle (session);
  assert_bands (session);
  dh_data_spec_init (&spec);
  g_assert_true (dh_data_spec_parse ("range:-2:2:0.5", &spec, NULL));
  data = dh_data_new_generated (&spec, NULL);
  dh_data_spec_clear (&spec);
  other = dh_experiment_with_data (dh_session_get_experiment (session), data);
  g_assert_true (dh_session_apply (session, other, "Data", NULL, NULL));
  settle (session);
  assert_bands (session);
  g_assert_finalize_object (session);
}

static void
test_asks_once (void)
{
  DhSession *session = dh_session_new ();
  DhBandsWatch *watch = dh_bands_watch_get (session);
  g_autoptr (DhRun) run = NULL;
  guint64 asked;

  g_test_summary ("Turning the rate, names and colours, undo, and a run seen before ask for nothing");
  settle (session);
  asked = dh_bands_watch_n_requests (watch);
  for (guint i = 1; i < 40; i++)
    g_assert_true (dh_session_apply_lr (session, 1e-6 * i, i < 39, NULL));
  run = dh_run_copy (dh_session_get_run (session));
  dh_run_set_name (run, "Another name");
  run->colour = 5;
  run->record_bump = TRUE;
  g_assert_true (dh_session_apply_run (session, run, "Name", NULL, NULL));
  dh_session_undo (session);
  dh_session_undo (session);
  g_assert_cmpuint (dh_bands_watch_n_requests (watch), ==, asked);
  edit (session, DH_MODEL_TWO_RELU, DH_OPTIMISER_ADAM, 7);
  settle (session);
  g_assert_cmpuint (dh_bands_watch_n_requests (watch), ==, asked + 1);
  dh_session_undo (session);
  g_assert_true (dh_bands_watch_is_settled (watch));
  assert_bands (session);
  dh_session_redo (session);
  g_assert_true (dh_bands_watch_is_settled (watch));
  assert_bands (session);
  g_assert_cmpuint (dh_bands_watch_n_requests (watch), ==, asked + 1);
  g_assert_finalize_object (session);
}

static void
test_from_here (void)
{
  DhSession *session = dh_session_new ();
  DhBandsWatch *watch = dh_bands_watch_get (session);
  const DhBandsResult *result;
  guint64 asked;

  g_test_summary ("From here on: the bands of what follows the playhead; none where nothing follows");
  settle (session);
  g_object_set (session, "from-here", TRUE, NULL);
  g_assert_cmpuint (dh_session_get_playhead (session), ==, 145);
  g_assert_null (dh_bands_watch_get_result (watch));
  dh_session_set_playhead (session, 60);
  settle (session);
  assert_bands (session);
  asked = dh_bands_watch_n_requests (watch);
  for (guint i = 1; i < 20; i++)
    g_assert_true (dh_session_apply_lr (session, 2e-5 * i, TRUE, NULL));
  settle (session);
  g_assert_cmpuint (dh_bands_watch_n_requests (watch), ==, asked);
  assert_bands (session);
  g_assert_true (dh_session_apply_lr (session, 1e-5, FALSE, NULL));
  dh_session_set_playhead (session, 100);
  settle (session);
  assert_bands (session);
  /* The same rates from the start are another story. */
  g_object_set (session, "from-here", FALSE, NULL);
  settle (session);
  assert_bands (session);
  result = dh_bands_watch_get_result (watch);
  g_assert_cmpfloat_with_epsilon (result->row_limit, 1.0 / 9802, 1e-12);
  g_assert_finalize_object (session);
}

static void
assert_scale (DhSession *session, double low, double high)
{
  double found_low, found_high;

  g_assert_true (dh_bands_watch_get_scale (dh_bands_watch_get (session), &found_low, &found_high));
  g_assert_cmpfloat_with_epsilon (log10 (found_low), log10 (low), 1e-9);
  g_assert_cmpfloat_with_epsilon (log10 (found_high), log10 (high), 1e-9);
}

static void
test_scale (void)
{
  DhSession *session = dh_session_new ();

  g_test_summary ("The scale fits optimiser and data, grows for a rate that was typed, and does not shrink in a drag");
  assert_scale (session, 1e-7, 1e-2);
  g_assert_true (dh_session_apply_lr (session, 0.3, FALSE, NULL));
  assert_scale (session, 1e-7, 1);
  for (guint i = 0; i < 5; i++)
    g_assert_true (dh_session_apply_lr (session, 0.2 / pow (10, i), TRUE, NULL));
  assert_scale (session, 1e-7, 1);
  settle (session);
  assert_bands (session);
  edit (session, DH_MODEL_LINEAR, DH_OPTIMISER_WORKBOOK_ADAM, 5);
  assert_scale (session, 1e-3, 1e3);
  edit (session, DH_MODEL_LINEAR, DH_OPTIMISER_ADAM, 5);
  assert_scale (session, 1e-6, 1);
  edit (session, DH_MODEL_LINEAR, DH_OPTIMISER_SGD, 5);
  assert_scale (session, 1e-7, 1e-2);
  g_assert_finalize_object (session);
}

static void
test_gone (void)
{
  g_test_summary ("A session that goes away in the middle of measuring leaves nothing behind");
  for (guint i = 0; i < 20; i++)
    {
      DhSession *session = dh_session_new ();

      dh_bands_watch_get (session);
      edit (session, DH_MODEL_TWO_RELU, DH_OPTIMISER_RADAM, 2000);
      if (i % 2)
        g_main_context_iteration (NULL, FALSE);
      g_assert_finalize_object (session);
    }
}

int
main (int argc, char **argv)
{
  g_autofree char *state = g_dir_make_tmp ("downhill-bands-XXXXXX", NULL);

  g_setenv ("XDG_STATE_HOME", state, TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bands-watch/follows", test_follows);
  g_test_add_func ("/bands-watch/asks-once", test_asks_once);
  g_test_add_func ("/bands-watch/from-here", test_from_here);
  g_test_add_func ("/bands-watch/scale", test_scale);
  g_test_add_func ("/bands-watch/gone", test_gone);
  return g_test_run ();
}
