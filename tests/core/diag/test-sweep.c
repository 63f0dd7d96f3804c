/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Sweeps: the bits of single runs on every instruction set, whatever the settings; axes; refusals;
 * cancelling. */
#include "dh-sweep-private.h"

#include "dh-error.h"

#include <math.h>
#include <string.h>

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

static gboolean
same_bits (double a, double b)
{
  return (isnan (a) && isnan (b)) || memcmp (&a, &b, sizeof a) == 0;
}

#define assert_bits(a, b) \
  G_STMT_START { if (!same_bits (a, b)) g_error ("%s: %.17g is not %s: %.17g", #a, a, #b, b); } G_STMT_END

/* A point against a trainer that did nothing but that run. */
static void
check_single (const DhRun *base, DhData *data, const char *second, const DhSweepPoint *point)
{
  g_autoptr (DhRun) run = dh_run_copy (base);
  g_autoptr (DhTrainer) trainer = NULL;
  DhTrainerStatus status;

  run->lr = point->lr;
  if (second != NULL)
    g_assert_true (dh_sweep_set (run, second, point->second, NULL));
  trainer = dh_trainer_new (run, data, NULL);
  g_assert_nonnull (trainer);
  dh_trainer_advance (trainer, NULL, G_MAXUINT64, NULL);
  dh_trainer_status (trainer, &status);
  g_assert_cmpint (point->state, ==, status.state);
  g_assert_cmpuint (point->steps, ==, status.steps);
  g_assert_cmpuint (point->epochs, ==, status.epochs);
  assert_bits (point->mse, status.mse);
  assert_bits (point->rmse, status.rmse);
  assert_bits (point->root_sum, status.root_sum);
  for (gsize j = 0; j < dh_model_n_weights (&run->model); j++)
    assert_bits (point->weights[j], status.weights[j]);
}

/* All kernels against each other, one run after another, and single runs. */
static void
check_sweep (DhRun *run, DhData *data, const DhSweepAxis *lr, const DhSweepAxis *second, guint *seen)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DhSweep) alone = dh_sweep_new (run, data, lr, second, &error);
  gsize n;

  g_assert_no_error (error);
  alone->kernel = NULL;
  g_assert_true (dh_sweep_run (alone, NULL, NULL, NULL, NULL));
  n = dh_sweep_n_points (alone);
  g_assert_cmpuint (n, ==, lr->count * (second != NULL ? second->count : 1));
  for (gsize i = 0; i < n; i++)
    {
      check_single (run, data, second != NULL ? second->id : NULL, dh_sweep_point (alone, i));
      seen[dh_sweep_point (alone, i)->outcome]++;
    }
  for (guint k = 0; dh_sweep_kernel (k) != NULL; k++)
    {
      g_autoptr (DhSweep) sweep = dh_sweep_new (run, data, lr, second, NULL);

      sweep->kernel = dh_sweep_kernel (k);
      g_assert_true (dh_sweep_run (sweep, NULL, NULL, NULL, NULL));
      for (gsize i = 0; i < n; i++)
        {
          const DhSweepPoint *a = dh_sweep_point (sweep, i);
          const DhSweepPoint *b = dh_sweep_point (alone, i);

          assert_bits (a->lr, b->lr);
          assert_bits (a->second, b->second);
          g_assert_cmpint (a->state, ==, b->state);
          g_assert_cmpint (a->outcome, ==, b->outcome);
          g_assert_cmpuint (a->steps, ==, b->steps);
          g_assert_cmpuint (a->epochs, ==, b->epochs);
          g_assert_cmpuint (a->worsened, ==, b->worsened);
          assert_bits (a->mse, b->mse);
          assert_bits (a->rmse, b->rmse);
          assert_bits (a->root_sum, b->root_sum);
          assert_bits (a->final_mse, b->final_mse);
          for (gsize j = 0; j < sweep->n_weights; j++)
            assert_bits (a->weights[j], b->weights[j]);
        }
    }
}

static void
test_grid (void)
{
  static const char *const sources[] = { "workbook", "range:-3:3:0.25" };
  guint seen[DH_OUTCOME_N] = { 0 };
  guint n_together = 0;

  g_test_summary ("Models x optimisers x gradients x carry: the bits of single runs on every "
                  "instruction set.");
  for (guint s = 0; s < G_N_ELEMENTS (sources); s++)
    {
      g_autoptr (DhData) data = make_data (sources[s]);

      for (guint model = 0; model <= DH_MODEL_TWO_RELU; model++)
        for (guint kind = 0; kind < DH_OPTIMISER_N; kind++)
          for (guint gradient = 0; gradient < DH_GRADIENT_N; gradient++)
            for (guint carry = 0; carry < DH_CARRY_N; carry++)
              {
                g_autoptr (DhRun) run = dh_run_new ();
                DhSweepAxis lr = { "lr", 1e-7, 30, 21 };
                DhSweepRecipe recipe;

                dh_model_spec_init (&run->model, (DhModelKind) model);
                dh_run_set_optimiser (run, (DhOptimiserKind) kind);
                run->gradient = (DhGradientKind) gradient;
                run->carry = (DhCarry) carry;
                run->epochs = 3;
                n_together += dh_sweep_recipe_init (&recipe, run);
                check_sweep (run, data, &lr, NULL, seen);
              }
    }
  /* Of 14 optimisers 9 are simple: sgd, rmsprop, adam, adamw, average-grad, and four of the workbook's. */
  g_assert_cmpuint (n_together, ==, 2 * 3 * 9 * 3 * 2);
  for (guint i = 0; i < DH_OUTCOME_N; i++)
    g_assert_cmpuint (seen[i], >, 0);
}

static void
random_parameters (DhRng *rng, DhRun *run)
{
  if (run->optimiser.kind == DH_OPTIMISER_SGD && dh_rng_below (rng, 3) > 0)
    {
      g_assert_true (dh_optimiser_spec_set (&run->optimiser, "momentum", dh_rng_uniform (rng), NULL));
      g_assert_true (dh_optimiser_spec_set (&run->optimiser, "dampening", dh_rng_uniform (rng), NULL));
    }
  if (dh_rng_below (rng, 2))
    dh_optimiser_spec_set (&run->optimiser, "weight-decay", dh_rng_uniform (rng), NULL);
  if (dh_rng_below (rng, 2))
    dh_optimiser_spec_set (&run->optimiser, "beta2", dh_rng_uniform (rng), NULL);
  if (dh_rng_below (rng, 3) == 0)
    dh_optimiser_spec_set (&run->optimiser, "amsgrad", 1, NULL);
}

/* What lanes cannot do goes one run after another, and has to be noticed as such. */
static void
random_way (DhRng *rng, DhRun *run)
{
  if (dh_rng_below (rng, 4) == 0)
    dh_schedule_spec_init (&run->schedule, (DhScheduleKind) dh_rng_below (rng, DH_SCHEDULE_N));
  if (dh_rng_below (rng, 5) == 0)
    {
      run->clip.kind = (DhClipKind) dh_rng_below (rng, DH_CLIP_N);
      run->clip.limit = 10;
    }
  for (guint k = (guint) dh_rng_below (rng, 6); k > 3; k--)
    dh_run_intervene (run, 40 / k, 1e-5 * k);
}

static void
test_random (void)
{
  guint seen[DH_OUTCOME_N] = { 0 };
  DhRng rng;

  g_test_summary ("Hundreds of random settings: batches, shuffling, schedules, clipping and changes on the way.");
  dh_rng_init (&rng, 20);
  for (guint i = 0; i < 400; i++)
    {
      g_autoptr (DhData) data = make_data (i % 3 == 0 ? "range:-2:2:0.3" : i % 3 == 1 ? "workbook" : "range:1:700:1");
      g_autoptr (DhRun) run = dh_run_new ();
      DhSweepAxis lr = { "lr", 1e-8 * (1 + dh_rng_uniform (&rng)), 3, 1 + dh_rng_below (&rng, i % 9 == 0 ? 150 : 9) };

      if (lr.count == 1)
        lr.high = lr.low;
      dh_model_spec_init (&run->model, (DhModelKind) dh_rng_below (&rng, 4));
      dh_init_spec_clear (&run->init);
      dh_init_spec_init (&run->init, DH_INIT_NORMAL);
      run->init.seed = i;
      run->gradient = (DhGradientKind) dh_rng_below (&rng, DH_GRADIENT_N);
      run->bump = dh_rng_below (&rng, 2) ? 0.01 : 1e-6;
      dh_run_set_optimiser (run, (DhOptimiserKind) dh_rng_below (&rng, DH_OPTIMISER_N));
      random_parameters (&rng, run);
      run->prime = (guint) dh_rng_below (&rng, 3);
      run->epochs = 1 + dh_rng_below (&rng, 6);
      if (dh_rng_below (&rng, 4) == 0)
        run->batch = dh_rng_below (&rng, 12);
      run->shuffle = dh_rng_below (&rng, 5) == 0;
      run->shuffle_seed = i;
      if (run->batch == 1 && !run->shuffle && dh_rng_below (&rng, 2))
        run->carry = DH_CARRY_WORKBOOK;
      random_way (&rng, run);
      check_sweep (run, data, &lr, NULL, seen);
    }
}

/* Rates in any order, of the whole run or from a step on, against runs that were set so by hand. */
static void
test_rates (void)
{
  static const guint64 from_steps[] = { 0, 1, 25, 30, 87 };
  double rates[101];
  DhRng rng;

  g_test_summary ("Any rates in any order, from the start or from a step on, have the bits of single runs.");
  dh_rng_init (&rng, 3);
  for (guint i = 0; i < G_N_ELEMENTS (rates); i++)
    rates[i] = 1e-7 * pow (10, 8 * dh_rng_uniform (&rng));
  for (guint k = 0; k < G_N_ELEMENTS (from_steps) * DH_OPTIMISER_N; k++)
    {
      guint64 from = from_steps[k % G_N_ELEMENTS (from_steps)];
      g_autoptr (DhData) data = make_data ("workbook");
      g_autoptr (DhRun) run = dh_run_new ();
      g_autoptr (DhSweep) sweep = NULL;

      dh_model_spec_init (&run->model, (DhModelKind) (k % 3));
      dh_run_set_optimiser (run, (DhOptimiserKind) (k / G_N_ELEMENTS (from_steps)));
      run->epochs = 3;
      if (from > 1)
        dh_run_intervene (run, 20, run->lr / 2);
      sweep = dh_sweep_new_rates (run, data, rates, G_N_ELEMENTS (rates), from, NULL);
      g_assert_nonnull (sweep);
      g_assert_true (dh_sweep_run (sweep, NULL, NULL, NULL, NULL));
      g_assert_cmpuint (dh_sweep_n_points (sweep), ==, G_N_ELEMENTS (rates));
      for (guint i = 0; i < G_N_ELEMENTS (rates); i++)
        {
          g_autoptr (DhRun) single = dh_run_copy (run);
          DhSweepPoint point = *dh_sweep_point (sweep, i);

          assert_bits (point.lr, rates[i]);
          if (from == 0)
            {
              check_single (run, data, NULL, &point);
              continue;
            }
          dh_run_intervene (single, from, rates[i]);
          point.lr = single->lr;
          check_single (single, data, NULL, &point);
        }
    }
}

static void
test_estimate (void)
{
  g_autoptr (DhRun) small = dh_run_new ();
  g_autoptr (DhRun) wide = dh_run_new ();

  g_test_summary ("More rows, epochs, weights and bumps cost more; lanes cost less than single runs.");
  g_assert_true (dh_model_spec_parse ("mlp:64,64:tanh", &wide->model, NULL));
  g_assert_cmpfloat (dh_sweep_estimate (small, 1000, 0), >, dh_sweep_estimate (small, 29, 0));
  g_assert_cmpfloat (dh_sweep_estimate (small, 29, 2), >, 5 * dh_sweep_estimate (small, 29, 0));
  g_assert_cmpfloat (dh_sweep_estimate (wide, 29, 0), >, 10 * dh_sweep_estimate (small, 29, 2));
  small->gradient = wide->gradient = DH_GRADIENT_BUMP;
  g_assert_cmpfloat (dh_sweep_estimate (wide, 29, 0), >, 1e6 * dh_sweep_estimate (small, 29, 0));
}

static void
test_second_axis (void)
{
  static const struct { DhSweepAxis axis; DhOptimiserKind kind; } table[] = {
    { { "momentum", 0, 0.99, 4 }, DH_OPTIMISER_SGD },   { { "beta1", 0, 0.99, 4 }, DH_OPTIMISER_ADAM },
    { { "beta", 0, 0.9, 3 }, DH_OPTIMISER_WORKBOOK_MOMENTUM }, { { "batch", 1, 29, 5 }, DH_OPTIMISER_SGD },
    { { "epochs", 1, 7, 4 }, DH_OPTIMISER_WORKBOOK_SGD }, { { "bump", 1e-6, 1, 3 }, DH_OPTIMISER_SGD },
    { { "prime", 0, 3, 4 }, DH_OPTIMISER_WORKBOOK_ADAM }, { { "amsgrad", 0, 1, 2 }, DH_OPTIMISER_ADAM },
  };
  g_autoptr (DhData) data = make_data ("workbook");
  guint seen[DH_OUTCOME_N] = { 0 };

  g_test_summary ("Every kind of second number gives the bits of single runs.");
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (DhRun) run = dh_run_new ();
      DhSweepAxis lr = { "lr", 1e-6, 1, 11 };

      dh_run_set_optimiser (run, table[i].kind);
      if (strcmp (table[i].axis.id, "bump") == 0)
        run->gradient = DH_GRADIENT_BUMP;
      check_sweep (run, data, &lr, &table[i].axis, seen);
    }
}

static void
test_axis (void)
{
  DhSweepAxis lr = { "lr", 0, 0, 0 };
  DhSweepAxis beta = { "beta1", 0, 0, 0 };

  g_test_summary ("Rates are spaced geometrically, anything else evenly; both ends are exact.");
  g_assert_true (dh_sweep_axis_parse ("1e-6:1:7", &lr, NULL));
  g_assert_cmpfloat (dh_sweep_axis_value (&lr, 0), ==, 1e-6);
  g_assert_cmpfloat (dh_sweep_axis_value (&lr, 6), ==, 1);
  for (guint i = 1; i < 6; i++)
    g_assert_cmpfloat_with_epsilon (log10 (dh_sweep_axis_value (&lr, i)), -6.0 + i, 1e-12);
  g_assert_true (dh_sweep_axis_parse ("0:0.99:4", &beta, NULL));
  g_assert_cmpfloat_with_epsilon (dh_sweep_axis_value (&beta, 1), 0.33, 1e-15);
  g_assert_cmpfloat (dh_sweep_axis_value (&beta, 3), ==, 0.99);
  g_assert_true (dh_sweep_axis_parse ("0.5:0.5:1", &beta, NULL));
  g_assert_cmpfloat (dh_sweep_axis_value (&beta, 0), ==, 0.5);
}

static void
test_bad_axes (void)
{
  static const struct { const char *text, *says; } table[] = {
    { "", "1e-6:1:200" },  { "1:2", "how many" },      { "1:2:3:4", "how many" }, { "x:1:2", "x" },
    { "1e-6:1:0", "1" },   { "1e-6:1:1e7", "1000000" }, { "1:1e-6:5", "lower" },   { "1:1:5", "single" },
    { "0:1:5", "above 0" }, { "-1:1:5", "above 0" },    { "1e-6:nan:5", "nan" },   { "1e-6:1:2.5", "2.5" },
  };

  g_test_summary ("A bad range is refused with what is wrong with it.");
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      DhSweepAxis lr = { "lr", 0, 0, 0 };
      g_autoptr (GError) error = NULL;

      g_assert_false (dh_sweep_axis_parse (table[i].text, &lr, &error));
      g_assert_nonnull (error);
      if (strstr (error->message, table[i].says) == NULL)
        g_error ("“%s” does not say “%s” but: %s", table[i].text, table[i].says, error->message);
    }
}

static void
refuses (DhRun *run, DhData *data, DhSweepAxis lr, DhSweepAxis second, const char *says)
{
  g_autoptr (GError) error = NULL;
  DhSweep *sweep = dh_sweep_new (run, data, &lr, &second, &error);

  g_assert_null (sweep);
  g_assert_nonnull (error);
  if (strstr (error->message, says) == NULL)
    g_error ("“%s” is not in: %s", says, error->message);
}

static void
test_refusals (void)
{
  g_autoptr (DhData) data = make_data ("workbook");
  g_autoptr (DhRun) run = dh_run_new ();
  DhSweepAxis lr = { "lr", 1e-6, 1, 2000 };

  g_test_summary ("Unknown parameters, values outside their domain and too many runs are refused.");
  refuses (run, data, lr, (DhSweepAxis) { "momentum", 0, 1, 3 }, "momentum");
  dh_run_set_optimiser (run, DH_OPTIMISER_ADAM);
  refuses (run, data, lr, (DhSweepAxis) { "nosuch", 0, 1, 3 }, "beta2");
  refuses (run, data, lr, (DhSweepAxis) { "beta1", 0, 1, 3 }, "below 1");
  refuses (run, data, lr, (DhSweepAxis) { "beta1", 0, 0.9, 2000 }, "Ask for fewer");
  refuses (run, data, lr, (DhSweepAxis) { "batch", 0, 5, 3 }, "from 1");
  refuses (run, data, lr, (DhSweepAxis) { "bump", 0, 1, 3 }, "above 0");
  run->carry = DH_CARRY_WORKBOOK;
  refuses (run, data, lr, (DhSweepAxis) { "batch", 1, 5, 3 }, "workbook");
}

/* Raises the flag at the second call. */
typedef struct
{
  gint cancel;
  guint calls;
  gsize done, total;
} Watch;

static void
on_progress (gsize done, gsize total, gpointer data)
{
  Watch *watch = data;

  g_assert_cmpuint (done, >, watch->done);
  watch->done = done;
  watch->total = total;
  watch->calls++;
  if (watch->calls == 2)
    g_atomic_int_set (&watch->cancel, 1);
}

static void
test_cancel (void)
{
  g_autoptr (DhData) data = make_data ("workbook");
  g_autoptr (DhRun) run = dh_run_new ();
  DhSweepAxis lr = { "lr", 1e-6, 1e-5, 200 };

  g_test_summary ("Progress rises to the last run; a raised flag ends the sweep.");
  for (guint together = 0; together < 2; together++)
    {
      g_autoptr (DhSweep) sweep = dh_sweep_new (run, data, &lr, NULL, NULL);
      g_autoptr (DhSweep) whole = dh_sweep_new (run, data, &lr, NULL, NULL);
      g_autoptr (GError) error = NULL;
      Watch watch = { 0 };
      Watch all = { 0, 10, 0, 0 };

      if (!together)
        sweep->kernel = NULL;
      g_assert_false (dh_sweep_run (sweep, &watch.cancel, on_progress, &watch, &error));
      g_assert_error (error, DH_ERROR, DH_ERROR_CANCELLED);
      g_assert_cmpuint (watch.calls, ==, 2);
      g_assert_cmpuint (watch.total, ==, 200);
      g_assert_cmpint (dh_sweep_point (sweep, 199)->state, ==, DH_STATE_WAITING);
      g_assert_true (dh_sweep_run (whole, &all.cancel, on_progress, &all, NULL));
      g_assert_cmpuint (all.done, ==, 200);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sweep/grid", test_grid);
  g_test_add_func ("/sweep/random", test_random);
  g_test_add_func ("/sweep/second-axis", test_second_axis);
  g_test_add_func ("/sweep/rates", test_rates);
  g_test_add_func ("/sweep/estimate", test_estimate);
  g_test_add_func ("/sweep/axis", test_axis);
  g_test_add_func ("/sweep/bad-axes", test_bad_axes);
  g_test_add_func ("/sweep/refusals", test_refusals);
  g_test_add_func ("/sweep/cancel", test_cancel);
  return g_test_run ();
}
