/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Outcomes: each kind met by real settings, and each border of its definition. */
#include "dh-sweep.h"

#include <math.h>

typedef struct
{
  const char *model, *optimiser;
  DhGradientKind gradient;
  double lr;
  guint64 epochs;
  DhOutcome outcome;
} Case;

static DhData *
make_data (const char *source)
{
  DhDataSpec spec;
  DhData *data;

  dh_data_spec_init (&spec);
  g_assert_true (dh_data_spec_parse (source, &spec, NULL));
  data = dh_data_new_generated (&spec, NULL);
  dh_data_spec_clear (&spec);
  return data;
}

static DhSweep *
sweep_one (DhRun *run, DhData *data)
{
  DhSweepAxis lr = { "lr", run->lr, run->lr, 1 };
  DhSweep *sweep = dh_sweep_new (run, data, &lr, NULL, NULL);

  g_assert_nonnull (sweep);
  g_assert_true (dh_sweep_run (sweep, NULL, NULL, NULL, NULL));
  return sweep;
}

static void
test_known (void)
{
  static const Case table[] = {
    { "linear", "workbook-sgd", DH_GRADIENT_ANALYTIC, 1e-7, 5, DH_OUTCOME_CRAWLS },
    { "two-linear", "sgd", DH_GRADIENT_ANALYTIC, 1e-8, 5, DH_OUTCOME_CRAWLS },
    { "linear", "adam", DH_GRADIENT_ANALYTIC, 1e-4, 5, DH_OUTCOME_CRAWLS },
    { "mlp:8:tanh", "sgd", DH_GRADIENT_ANALYTIC, 1e-9, 2, DH_OUTCOME_CRAWLS },
    { "linear", "workbook-sgd", DH_GRADIENT_ANALYTIC, 1e-4, 5, DH_OUTCOME_GOOD },
    { "linear", "workbook-sgd", DH_GRADIENT_BUMP, 1e-4, 5, DH_OUTCOME_GOOD },
    { "two-relu", "workbook-sgd", DH_GRADIENT_ANALYTIC, 1e-6, 5, DH_OUTCOME_GOOD },
    { "linear", "adam", DH_GRADIENT_ANALYTIC, 0.001, 2000, DH_OUTCOME_GOOD },
    { "linear", "workbook-sgd", DH_GRADIENT_ANALYTIC, 3e-4, 5, DH_OUTCOME_OVERSHOOTS },
    { "linear", "workbook-sgd", DH_GRADIENT_CENTRAL, 3e-4, 5, DH_OUTCOME_OVERSHOOTS },
    { "linear", "workbook-rmsprop", DH_GRADIENT_ANALYTIC, 100, 50, DH_OUTCOME_OVERSHOOTS },
    { "linear", "adam", DH_GRADIENT_ANALYTIC, 100, 5, DH_OUTCOME_OVERSHOOTS },
    { "linear", "workbook-sgd", DH_GRADIENT_ANALYTIC, 0.01, 5, DH_OUTCOME_EXPLODES },
    { "two-linear", "workbook-sgd", DH_GRADIENT_ANALYTIC, 1e-4, 5, DH_OUTCOME_EXPLODES },
    { "two-linear", "sgd", DH_GRADIENT_CENTRAL, 1e-4, 5, DH_OUTCOME_EXPLODES },
    { "two-relu", "workbook-sgd", DH_GRADIENT_ANALYTIC, 1e-4, 5, DH_OUTCOME_DEAD },
    { "two-relu", "workbook-sgd", DH_GRADIENT_BUMP, 1e-4, 5, DH_OUTCOME_DEAD },
    { "mlp:3,2:relu", "sgd", DH_GRADIENT_ANALYTIC, 0.01, 5, DH_OUTCOME_DEAD },
  };
  g_autoptr (DhData) data = make_data ("workbook");

  g_test_summary ("Known settings come to the outcome that they are known for.");
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (DhRun) run = dh_run_new ();
      g_autoptr (DhSweep) sweep = NULL;
      DhOptimiserKind kind;

      g_assert_true (dh_model_spec_parse (table[i].model, &run->model, NULL));
      g_assert_true (dh_optimiser_parse (table[i].optimiser, &kind, NULL));
      dh_run_set_optimiser (run, kind);
      run->gradient = table[i].gradient;
      run->lr = table[i].lr;
      run->epochs = table[i].epochs;
      sweep = sweep_one (run, data);
      if (dh_sweep_point (sweep, 0)->outcome != table[i].outcome)
        g_error ("case %u, %s %s %g, is not %s but %s", i, table[i].model, table[i].optimiser, table[i].lr,
                 dh_outcome_id (table[i].outcome), dh_outcome_id (dh_sweep_point (sweep, 0)->outcome));
    }
}

static void
test_at_rest_far_away (void)
{
  g_autoptr (DhData) data = make_data ("workbook");
  g_autoptr (DhRun) run = dh_run_new ();
  DhSweepAxis lr = { "lr", 1e-5, 1, 400 };
  g_autoptr (DhSweep) sweep = NULL;
  guint n = 0;

  g_test_summary ("A run whose bump got lost beside weights far out rests, finished, and has exploded all the same.");
  run->gradient = DH_GRADIENT_BUMP;
  dh_model_spec_init (&run->model, DH_MODEL_TWO_LINEAR);
  sweep = dh_sweep_new (run, data, &lr, NULL, NULL);
  g_assert_true (dh_sweep_run (sweep, NULL, NULL, NULL, NULL));
  for (gsize i = 0; i < 400; i++)
    {
      const DhSweepPoint *point = dh_sweep_point (sweep, i);

      if (point->state != DH_STATE_FINISHED || point->mse < 1e12)
        continue;
      n++;
      g_assert_cmpint (point->outcome, ==, DH_OUTCOME_EXPLODES);
      g_assert_true (isfinite (point->mse) && isfinite (point->final_mse));
    }
  g_assert_cmpuint (n, >, 0);
}

static void
test_full_batch (void)
{
  g_autoptr (DhData) data = make_data ("range:-3:3:0.25");
  g_autoptr (DhRun) run = dh_run_new ();
  DhOutcome expected[] = { DH_OUTCOME_CRAWLS, DH_OUTCOME_GOOD, DH_OUTCOME_OVERSHOOTS, DH_OUTCOME_EXPLODES };
  double lr[] = { 0.0001, 0.1, 1.2, 1e40 };

  g_test_summary ("All rows in one step: the step's own rows are all of them.");
  dh_run_set_optimiser (run, DH_OPTIMISER_SGD);
  run->batch = 0;
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (DhSweep) sweep = NULL;

      run->lr = lr[i];
      run->epochs = i == 2 ? 1 : 40;
      sweep = sweep_one (run, data);
      g_assert_cmpstr (dh_outcome_id (dh_sweep_point (sweep, 0)->outcome), ==, dh_outcome_id (expected[i]));
      g_assert_cmpuint (dh_sweep_point (sweep, 0)->worsened, ==, i == 2 ? 1 : 0);
    }
}

static void
test_solved (void)
{
  g_autoptr (DhData) data = make_data ("range:1:50:1");
  g_autoptr (DhRun) run = dh_run_new ();
  g_autoptr (DhSweep) sweep = NULL;

  g_test_summary ("A run that starts at the solution neither crawls nor overshoots.");
  dh_init_spec_clear (&run->init);
  dh_init_spec_init (&run->init, DH_INIT_ONES);
  g_assert_true (dh_init_spec_parse ("2.0000000001,30", &run->init, NULL));
  sweep = sweep_one (run, data);
  g_assert_cmpint (dh_sweep_point (sweep, 0)->outcome, ==, DH_OUTCOME_GOOD);
}

/* One figure away from a run that is good. */
static void
test_borders (void)
{
  static const struct { DhOutcomeFigures f; DhOutcome outcome; } table[] = {
    { { DH_STATE_FINISHED, 50, 10, 90, 0, 100, FALSE }, DH_OUTCOME_GOOD },
    { { DH_STATE_FINISHED, 50, 54.9, 90, 0, 100, FALSE }, DH_OUTCOME_GOOD },
    { { DH_STATE_FINISHED, 50, 55.1, 90, 0, 100, FALSE }, DH_OUTCOME_CRAWLS },
    { { DH_STATE_FINISHED, 50, 100, 90, 0, 100, FALSE }, DH_OUTCOME_CRAWLS },
    { { DH_STATE_FINISHED, 50, 100.1, 90, 0, 100, FALSE }, DH_OUTCOME_OVERSHOOTS },
    { { DH_STATE_FINISHED, 100.1, 10, 90, 0, 100, FALSE }, DH_OUTCOME_OVERSHOOTS },
    { { DH_STATE_FINISHED, 50, 12, 90, 25, 100, FALSE }, DH_OUTCOME_GOOD },
    { { DH_STATE_FINISHED, 50, 12, 90, 26, 100, FALSE }, DH_OUTCOME_OVERSHOOTS },
    { { DH_STATE_FINISHED, 50, 10.8, 90, 100, 100, FALSE }, DH_OUTCOME_GOOD },
    { { DH_STATE_FINISHED, 50, 11, 90, 100, 100, FALSE }, DH_OUTCOME_OVERSHOOTS },
    { { DH_STATE_FINISHED, 50, 10, 90, 0, 0, TRUE }, DH_OUTCOME_DEAD },
    { { DH_STATE_FINISHED, 50, 200, 90, 0, 100, TRUE }, DH_OUTCOME_DEAD },
    { { DH_STATE_FINISHED, 50, 10, 4.1e8, 0, 100, TRUE }, DH_OUTCOME_EXPLODES },
    { { DH_STATE_FINISHED, 50, 10, 3.9e8, 0, 100, FALSE }, DH_OUTCOME_GOOD },
    { { DH_STATE_FINISHED, 50, 4.1e8, 90, 0, 100, FALSE }, DH_OUTCOME_EXPLODES },
    { { DH_STATE_EXPLODED, 50, 10, 90, 0, 100, FALSE }, DH_OUTCOME_EXPLODES },
  };
  DhOutcomeReference reference = { 100, 10, 20, 4e-10 };

  g_test_summary ("Each border of the definitions, from both sides.");
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (dh_outcome_judge (&reference, &table[i].f) != table[i].outcome)
      g_error ("figures %u are not %s", i, dh_outcome_id (table[i].outcome));
  /* No progress to make. */
  reference.line_mse = 100;
  g_assert_cmpint (dh_outcome_judge (&reference, &table[3].f), ==, DH_OUTCOME_GOOD);
  g_assert_cmpint (dh_outcome_judge (&reference, &table[4].f), ==, DH_OUTCOME_OVERSHOOTS);
}

static void
test_names (void)
{
  static const char *const ids[] = { "crawls", "good", "overshoots", "explodes", "dead" };

  g_test_summary ("Outcomes have the names of the CSV.");
  for (guint i = 0; i < DH_OUTCOME_N; i++)
    {
      g_assert_cmpstr (dh_outcome_id ((DhOutcome) i), ==, ids[i]);
      g_assert_nonnull (dh_outcome_label ((DhOutcome) i));
    }
}

static void
test_dead_layers (void)
{
  DhModelSpec model;
  g_autoptr (DhNetwork) network = NULL;
  double x[] = { -1, 1 };
  /* Two units and then two: w1, b1, w2 (two rows), b2, w3, b3. */
  double w[] = { 1, -1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 1, 0 };
  guint8 on[4];

  g_test_summary ("A layer is dead when none of its units is on for any row; one that is on for one row saves it.");
  g_assert_true (dh_model_spec_parse ("mlp:2,2:relu", &model, NULL));
  g_assert_cmpuint (dh_model_n_weights (&model), ==, G_N_ELEMENTS (w));
  network = dh_network_new (&model, 2, NULL);
  g_assert_false (dh_outcome_is_dead (network, w, x, 2, on, NULL));
  w[4] = 0;
  g_assert_false (dh_outcome_is_dead (network, w, x, 2, on, NULL));
  g_assert_true (dh_outcome_is_dead (network, w, x + 1, 1, on, NULL));
  w[7] = 0;
  g_assert_true (dh_outcome_is_dead (network, w, x, 2, on, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/outcome/known", test_known);
  g_test_add_func ("/outcome/at-rest-far-away", test_at_rest_far_away);
  g_test_add_func ("/outcome/full-batch", test_full_batch);
  g_test_add_func ("/outcome/solved", test_solved);
  g_test_add_func ("/outcome/borders", test_borders);
  g_test_add_func ("/outcome/names", test_names);
  g_test_add_func ("/outcome/dead-layers", test_dead_layers);
  return g_test_run ();
}
