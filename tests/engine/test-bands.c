/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Bands: what single runs do at each of the 128 rates; the latest request wins; freed at any
 * moment; what is too much stays unmeasured. */
#include "dh-bands-private.h"

#include "dh-curvature.h"
#include "dh-sweep.h"
#include "dh-trainer.h"

#include <math.h>
#include <string.h>

#define PATIENCE (60 * G_TIME_SPAN_SECOND)

static DhData *
make_data (const char *source)
{
  DhDataSpec spec;
  DhData *data;

  dh_data_spec_init (&spec);
  g_assert_true (dh_data_spec_parse (source, &spec, NULL));
  data = dh_data_new_generated (&spec, NULL);
  dh_data_spec_clear (&spec);
  g_assert_nonnull (data);
  return data;
}

static DhRun *
make_run (const char *model, DhOptimiserKind optimiser, guint64 epochs)
{
  DhRun *run = dh_run_new ();

  g_assert_true (dh_model_spec_parse (model, &run->model, NULL));
  dh_run_set_optimiser (run, optimiser);
  run->epochs = epochs;
  if (!strchr (model, ':'))
    return run;
  dh_init_spec_clear (&run->init);
  dh_init_spec_init (&run->init, DH_INIT_XAVIER);
  return run;
}

/* The last word on the latest request. */
static DhBandsResult *
wait_complete (DhBands *bands)
{
  for (;;)
    {
      g_autofree DhBandsResult *result = dh_bands_wait (bands, PATIENCE);

      g_assert_nonnull (result);
      if (result->complete)
        return g_steal_pointer (&result);
    }
}

static DhBandsResult *
ask (DhBands *bands, const DhBandsRequest *request)
{
  DhBandsResult *result;
  guint64 generation = dh_bands_request (bands, request);

  result = wait_complete (bands);
  g_assert_cmpuint (result->generation, ==, generation);
  return result;
}

static void
check_point (const DhBandsRequest *request, const DhBandsPoint *point)
{
  g_autoptr (DhRun) run = dh_run_copy (request->run);
  g_autoptr (DhTrainer) trainer = NULL;
  DhTrainerStatus status;

  if (request->from_step > 0)
    dh_run_intervene (run, request->from_step, point->lr);
  else
    run->lr = point->lr;
  trainer = dh_trainer_new (run, request->data, NULL);
  dh_trainer_advance (trainer, NULL, G_MAXUINT64, NULL);
  dh_trainer_status (trainer, &status);
  g_assert_true (point->measured);
  g_assert_cmpint (point->state, ==, status.state);
  g_assert_true (memcmp (&point->rmse, &status.rmse, sizeof status.rmse) == 0
                 || (isnan (point->rmse) && isnan (status.rmse)));
  g_assert_true (memcmp (&point->root_sum, &status.root_sum, sizeof status.root_sum) == 0
                 || (isnan (point->root_sum) && isnan (status.root_sum)));
  if (status.state == DH_STATE_EXPLODED)
    g_assert_cmpint (point->outcome, ==, DH_OUTCOME_EXPLODES);
}

/* The same request done by the sweep as the command line does it. */
static void
check_sweep (const DhBandsRequest *request, const DhBandsResult *result, guint *seen)
{
  const DhSweepAxis axis = { "lr", request->low, request->high, DH_BANDS_RATES };
  g_autoptr (DhSweep) sweep = dh_sweep_new (request->run, request->data, &axis, NULL, NULL);

  g_assert_true (dh_sweep_run (sweep, NULL, NULL, NULL, NULL));
  for (gsize i = 0; i < DH_BANDS_RATES; i++)
    {
      const DhSweepPoint *point = dh_sweep_point (sweep, i);

      g_assert_cmpfloat (result->points[i].lr, ==, point->lr);
      g_assert_cmpint (result->points[i].outcome, ==, point->outcome);
      seen[point->outcome]++;
    }
}

static void
test_single_runs (void)
{
  static const char *const models[] = { "linear", "two-linear", "two-relu", "mlp:3:tanh" };
  static const DhOptimiserKind optimisers[] = {
    DH_OPTIMISER_WORKBOOK_SGD, DH_OPTIMISER_SGD, DH_OPTIMISER_WORKBOOK_MOMENTUM, DH_OPTIMISER_WORKBOOK_RMSPROP,
    DH_OPTIMISER_WORKBOOK_ADAM, DH_OPTIMISER_WORKBOOK_ADAM_ANNEALED, DH_OPTIMISER_ADAM, DH_OPTIMISER_ADAGRAD,
  };
  g_autoptr (DhData) data = make_data ("workbook");
  g_autoptr (DhBands) bands = dh_bands_new (NULL, NULL, NULL);
  guint seen[DH_OUTCOME_N] = { 0 };

  g_test_summary ("At each of the 128 rates the bands say what a single run does, for many kinds of runs.");
  for (guint m = 0; m < G_N_ELEMENTS (models); m++)
    for (guint k = 0; k < G_N_ELEMENTS (optimisers); k++)
      for (guint64 from_step = 0; from_step <= 31; from_step += 31)
        {
          g_autoptr (DhRun) run = make_run (models[m], optimisers[k], m == 3 ? 4 : 8);
          DhBandsRequest request = { run, data, 1e-7, 10, from_step };
          g_autofree DhBandsResult *result = NULL;

          run->carry = k % 3 == 2 ? DH_CARRY_WORKBOOK : DH_CARRY_EVERY_ROW;
          run->gradient = k % 2 ? DH_GRADIENT_ANALYTIC : DH_GRADIENT_BUMP;
          result = ask (bands, &request);
          g_assert_cmpuint (result->n_measured, ==, DH_BANDS_RATES);
          for (gsize i = 0; i < DH_BANDS_RATES; i++)
            check_point (&request, &result->points[i]);
          if (from_step == 0)
            check_sweep (&request, result, seen);
        }
  for (guint i = 0; i < DH_OUTCOME_N; i++)
    g_assert_cmpuint (seen[i], >, 0);
}

static void
test_limits (void)
{
  g_autoptr (DhData) data = make_data ("workbook");
  g_autoptr (DhRun) run = make_run ("linear", DH_OPTIMISER_WORKBOOK_SGD, 5);
  g_autoptr (DhRun) two = make_run ("two-linear", DH_OPTIMISER_WORKBOOK_SGD, 5);
  g_autoptr (DhRun) adam = make_run ("linear", DH_OPTIMISER_ADAM, 5);
  g_autoptr (DhBands) bands = dh_bands_new (NULL, NULL, NULL);
  DhBandsRequest request = { run, data, 1e-7, 1e-2, 0 };
  g_autofree DhBandsResult *first = ask (bands, &request);
  g_autofree DhBandsResult *all = NULL, *here = NULL, *none = NULL;
  DhCurvature curvature;
  double w[4];

  g_test_summary ("The limits are those of numerics.md, and absent where no theory holds.");
  g_assert_cmpfloat_with_epsilon (first->row_limit, 1.0 / (99 * 99 + 1), 1e-12);
  g_assert_cmpfloat_with_epsilon (first->epoch_limit, 4.38e-4, 0.5e-6);
  run->batch = 0;
  all = ask (bands, &request);
  g_assert_cmpfloat (all->row_limit, ==, 0);
  g_assert_cmpfloat (all->epoch_limit, >, 0);
  /* From step 11 on: at the weights after ten steps. */
  request = (DhBandsRequest) { two, data, 1e-7, 1e-2, 11 };
  here = ask (bands, &request);
  {
    g_autoptr (DhTrainer) trainer = dh_trainer_new (two, data, NULL);
    DhTrainerStatus status;

    g_assert_cmpuint (dh_trainer_advance (trainer, NULL, 10, NULL), ==, 10);
    dh_trainer_status (trainer, &status);
    memcpy (w, status.weights, sizeof w);
  }
  g_assert_true (dh_curvature_compute (&two->model, data, w, 1, FALSE, NULL, &curvature));
  g_assert_cmpfloat (here->row_limit, ==, curvature.row_limit);
  request = (DhBandsRequest) { adam, data, 1e-7, 1e-2, 0 };
  none = ask (bands, &request);
  g_assert_cmpfloat (none->row_limit, ==, 0);
  g_assert_cmpfloat (none->epoch_limit, ==, 0);
}

static void
test_order (void)
{
  gsize order[DH_BANDS_RATES];
  guint count[DH_BANDS_RATES] = { 0 };

  g_test_summary ("Every rate once; both ends and an even comb come first.");
  dh_bands_order (order);
  for (gsize k = 0; k < DH_BANDS_RATES; k++)
    count[order[k]]++;
  for (gsize i = 0; i < DH_BANDS_RATES; i++)
    g_assert_cmpuint (count[i], ==, 1);
  g_assert_cmpuint (order[0], ==, DH_BANDS_RATES - 1);
  for (gsize k = 1; k <= 16; k++)
    g_assert_cmpuint (order[k], ==, (k - 1) * 8);
}

static void
test_budget (void)
{
  g_autoptr (DhData) data = make_data ("range:1:200:1");
  g_autoptr (DhRun) some = make_run ("mlp:8,8:tanh", DH_OPTIMISER_SGD, 1);
  g_autoptr (DhRun) none = make_run ("mlp:64,64:tanh", DH_OPTIMISER_ADAM, 100000);
  g_autoptr (DhBands) bands = dh_bands_new (NULL, NULL, NULL);
  DhBandsRequest request = { some, data, 1e-5, 1, 0 };
  gsize order[DH_BANDS_RATES];
  g_autofree DhBandsResult *result = NULL, *nothing = NULL;
  gsize affordable = 0;

  g_test_summary ("Of a long run only as many rates are measured as the budget has room for, coarse ones first; of "
                  "a huge one none. Rates that were not measured claim nothing.");
  /* A run so long that about 20 rates fit; the first result comes after one of them. */
  some->epochs = (guint64) (DH_BANDS_BUDGET / 20.5 / dh_sweep_estimate (some, 200, 0));
  affordable = (gsize) (DH_BANDS_BUDGET / dh_sweep_estimate (some, 200, 0));
  g_assert_cmpuint (affordable, >=, 17);
  g_assert_cmpuint (affordable, <=, 24);
  dh_bands_order (order);
  dh_bands_request (bands, &request);
  result = dh_bands_wait (bands, PATIENCE);
  g_assert_nonnull (result);
  g_assert_cmpuint (result->n_measured, >, 0);
  g_assert_cmpuint (result->n_measured, <=, affordable);
  for (gsize k = 0; k < DH_BANDS_RATES; k++)
    g_assert_cmpint (result->points[order[k]].measured, ==, k < result->n_measured);
  g_assert_cmpfloat (result->points[0].lr, ==, 1e-5);
  request.run = none;
  nothing = ask (bands, &request);
  g_assert_cmpuint (nothing->n_measured, ==, 0);
  g_assert_true (nothing->complete);
}

static void
test_superseded (void)
{
  g_autoptr (DhData) data = make_data ("range:1:3000:1");
  g_autoptr (DhData) small = make_data ("workbook");
  g_autoptr (DhRun) slow = make_run ("mlp:8:tanh", DH_OPTIMISER_ADAM, 20);
  g_autoptr (DhRun) fast = make_run ("linear", DH_OPTIMISER_WORKBOOK_SGD, 5);
  g_autoptr (DhBands) bands = dh_bands_new (NULL, NULL, NULL);
  g_autofree DhBandsResult *expected = NULL, *found = NULL;
  DhBandsRequest last = { fast, small, 1e-7, 1e-2, 0 };
  guint64 generation = 0;

  g_test_summary ("Of thousands of requests the latest is answered, and nothing of those before is seen after it.");
  expected = ask (bands, &last);
  for (guint i = 0; i < 4000; i++)
    {
      DhBandsRequest request = { i % 3 ? slow : fast, i % 3 ? data : small, 1e-6, i % 2 ? 1 : 10, i % 5 };

      if (i % 50 == 49)
        dh_bands_cancel (bands);
      else
        generation = dh_bands_request (bands, &request);
      if (i % 7 == 0)
        {
          g_autofree DhBandsResult *result = dh_bands_poll (bands);

          g_assert_true (result == NULL || result->generation == generation);
        }
      if (i % 40 == 0)
        g_free (dh_bands_wait (bands, 1000)); /* lets the worker get on */
    }
  found = ask (bands, &last);
  g_assert_cmpuint (found->n_measured, ==, DH_BANDS_RATES);
  for (gsize i = 0; i < DH_BANDS_RATES; i++)
    g_assert_cmpint (found->points[i].outcome, ==, expected->points[i].outcome);
  g_assert_null (dh_bands_poll (bands));
}

static void
test_freed (void)
{
  g_autoptr (DhData) data = make_data ("range:1:20000:1");
  g_autoptr (DhRun) run = make_run ("mlp:3:tanh", DH_OPTIMISER_ADAM, 100);

  g_test_summary ("Freed idle, waiting and in the middle of measuring, with results that nobody took.");
  for (guint i = 0; i < 40; i++)
    {
      g_autoptr (DhBands) bands = dh_bands_new (NULL, NULL, NULL);
      DhBandsRequest request = { run, data, 1e-6, 1, i % 4 };

      for (guint k = 0; k < i % 4; k++)
        dh_bands_request (bands, &request);
      if (i % 3 == 2)
        g_free (dh_bands_wait (bands, 3000));
    }
}

static void
cancel_test_cb (gpointer data)
{
  g_main_loop_quit (data);
}

static void
test_ready (void)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (DhData) data = make_data ("workbook");
  g_autoptr (DhRun) run = make_run ("linear", DH_OPTIMISER_WORKBOOK_SGD, 5);
  DhBands *bands = dh_bands_new (NULL, cancel_test_cb, loop);
  DhBandsRequest request = { run, data, 1e-7, 1e-2, 0 };
  g_autofree DhBandsResult *result = NULL;

  g_test_summary ("The main loop is woken for a result, and no more after a cancel.");
  dh_bands_request (bands, &request);
  g_main_loop_run (loop);
  result = dh_bands_poll (bands);
  g_assert_nonnull (result);
  dh_bands_request (bands, &request);
  dh_bands_cancel (bands);
  g_assert_null (dh_bands_wait (bands, 20000));
  dh_bands_free (bands);
  dh_bands_free (NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bands/order", test_order);
  g_test_add_func ("/bands/single-runs", test_single_runs);
  g_test_add_func ("/bands/limits", test_limits);
  g_test_add_func ("/bands/budget", test_budget);
  g_test_add_func ("/bands/superseded", test_superseded);
  g_test_add_func ("/bands/freed", test_freed);
  g_test_add_func ("/bands/ready", test_ready);
  return g_test_run ();
}
