/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Findings: for each kind runs that have it and near misses that don't, every claim checked against the record in
 * its own words, and the facts of numerics.md section 9. */
#include "findings-fixture.h"

#include "dh-network.h"
#include "dh-trainer.h"

#include <math.h>
#include <string.h>

static void
check_runaway (const DhHistory *history, const DhFinding *f)
{
  const DhStepColumns *c = dh_history_step_columns (history);
  guint64 n = dh_history_n_steps (history);
  guint64 peak = (guint64) dh_finding_number (f, "peak_step");
  g_autofree char *title = dh_finding_title (f);
  double error = fixture_at (history, c->error, 0, f->step);

  g_assert_cmpint (f->kind == DH_FINDING_EXPLODED, ==, dh_history_get_state (history) == DH_STATE_EXPLODED);
  g_assert_cmpint (f->severity, ==, DH_SEVERITY_PROBLEM);
  if (f->kind == DH_FINDING_RAN_AWAY)
    g_assert_cmpfloat (fixture_rms (history, n), >=, 10 * fixture_rms (history, 0));
  g_assert_cmpfloat (error, ==, dh_finding_number (f, "error"));
  g_assert_cmpfloat (fabs (1 - fixture_at (history, c->overshoot, 0, f->step)), >, 1);
  if (strstr (title, "did it") == NULL)
    return;
  for (guint64 k = 1; k < f->step; k++)
    g_assert_cmpfloat (fixture_at (history, c->error, 0, k), <, error);
  for (guint64 k = f->step + 1; k <= n; k++)
    {
      double later = fixture_at (history, c->error, 0, k);

      g_assert_true (later > error || !isfinite (later));
      if (k <= peak)
        g_assert_true (later > fixture_at (history, c->error, 0, k - 1) || !isfinite (later));
    }
  g_assert_cmpuint (peak, >=, f->step + 3);
}

static void
test_runaway (void)
{
  const Case yes[] = {
    { .lr = 0.00045, .epochs = 60 }, { .lr = 0.0005, .epochs = 20 }, { .lr = 0.0006 }, { .lr = 0.001, .epochs = 60 },
    { .lr = 0.01 }, { .lr = 1e200 }, { .lr = 0.0005, .batch = ALL, .epochs = 60 },
    { .model = "two-linear", .gradient = "bump:0.01" }, { .model = "two-linear" },
    { .model = "two-linear", .init = "1.4,20,1.4,1" }, { .model = "two-linear", .init = "1.4,1,1.4,20", .epochs = 9 },
    { .optimiser = "adam", .lr = 1e9 }, { .optimiser = "workbook-momentum", .lr = 0.002, .epochs = 40 },
    { .model = "mlp:4,4:identity", .lr = 0.001 },
  };
  const Case no[] = {
    { .lr = 0.00043, .epochs = 60 }, { .lr = 0.0004, .epochs = 60 }, { .lr = 0.0003 }, { .lr = 1e-7 },
    { .lr = 0.00039, .batch = ALL, .epochs = 60 }, { .model = "two-linear", .lr = 0.00003 },
    { .model = "two-relu", .gradient = "bump:0.01" }, { .model = "two-linear", .init = "1.4,20,1.4,1", .epochs = 1 },
    { .model = "two-linear", .init = "1.4,1,1.4,20", .epochs = 4 }, { .optimiser = "adam", .lr = 1 },
    { .optimiser = "workbook-momentum", .lr = 0.0001, .epochs = 40 }, { .lr = 0.001, .clip = 1, .epochs = 20 },
  };

  g_test_summary ("Exploded and ran away: which step did it, and runs that only came near.");
  fixture_go_through (DH_FINDING_EXPLODED, DH_FINDING_RAN_AWAY, yes, G_N_ELEMENTS (yes), no, G_N_ELEMENTS (no),
              check_runaway);
}

/* The unit is off for every row from the step on and was on before it; its weights' derivatives are 0. */
static void
check_dead (const DhHistory *history, const DhFinding *f)
{
  const DhRun *run = dh_history_get_run (history);
  const DhData *data = dh_history_get_data (history);
  const DhStepColumns *c = dh_history_step_columns (history);
  gsize n_weights = dh_model_n_weights (&run->model);
  g_autoptr (DhNetwork) network = dh_network_new (&run->model, 1, NULL);
  g_autofree double *w = g_new (double, n_weights);
  guint8 on[64];

  for (guint64 k = f->step == 0 ? 0 : f->step - 1; k <= dh_history_n_steps (history); k++)
    {
      gsize count = 0;

      dh_history_weights_at (history, k, w);
      for (gsize i = 0; i < dh_data_get_n_rows (data); i++)
        {
          dh_network_units_on (network, w, dh_data_get_x (data)[i], on);
          count += on[f->unit];
        }
      if (k >= f->step)
        g_assert_cmpuint (count, ==, 0);
      else
        g_assert_cmpfloat ((double) count, ==, dh_finding_number (f, "rows_on_before"));
      if (k < f->step)
        g_assert_cmpuint (count, >, 0);
      if (k > f->step && n_weights == 4)
        for (guint j = 0; j < 3; j++)
          g_assert_cmpfloat (fixture_at (history, c->g, j, k), ==, 0);
    }
}

static void
test_dead_relu (void)
{
  const Case yes[] = {
    { .model = "two-relu", .gradient = "bump:0.01" }, { .model = "two-relu", .init = "1.1,1,1,1" },
    { .model = "two-relu", .lr = 0.0002 }, { .model = "two-relu", .lr = 0.001 },
    { .model = "two-relu", .lr = 0.01 }, { .model = "two-relu", .init = "-1,-1,1,1" },
    { .model = "two-relu", .init = "zeros" }, { .model = "two-relu", .init = "1,-99,1,1" },
    { .model = "mlp:8:relu", .init = "kaiming:3", .epochs = 20 }, { .model = "mlp:2:relu", .lr = 0.001 },
    { .model = "mlp:2,2:relu", .lr = 0.001 }, { .model = "two-relu", .optimiser = "adam", .init = "-1,-0.5,1,1",
      .lr = 0.1 },
  };
  const Case no[] = {
    { .model = "two-relu", .lr = 1e-5 }, { .model = "two-relu", .lr = 1e-6, .epochs = 20 },
    { .model = "two-relu", .init = "1,-98.9,1,1", .lr = 1e-9 }, { .model = "two-relu", .init = "-1,8.1,1,1",
      .lr = 1e-9 },
    { .model = "two-linear", .lr = 0.00003 }, { .model = "two-linear", .init = "-1,-1,1,1", .lr = 1e-6 },
    { .model = "mlp:1:leaky-relu", .init = "-1,-1,1,1", .lr = 1e-6 },
    { .model = "mlp:1:tanh", .init = "-1,-1,1,1", .lr = 1e-6 }, { .model = "linear" },
    { .model = "mlp:2:relu", .lr = 1e-6 }, { .model = "mlp:2,2:relu", .lr = 1e-7 },
    { .model = "two-relu", .init = "-1,-1,1,1", .lr = 1e-9, .data = "range:-80:120:10", .target = "line:2:30" },
  };

  g_test_summary ("Dead ReLU: off for every row to the end, since the very update; one row on is not dead.");
  fixture_go_through (DH_FINDING_DEAD_RELU, DH_FINDING_N, yes, G_N_ELEMENTS (yes), no, G_N_ELEMENTS (no), check_dead);
}

static void
check_bump (const DhHistory *history, const DhFinding *f)
{
  const DhRun *run = dh_history_get_run (history);
  const DhStepColumns *c = dh_history_step_columns (history);
  double x = fixture_at (history, c->x, 0, f->step);
  double b = fixture_at (history, c->b, (gsize) f->weight, f->step);
  double g = fixture_at (history, c->g, (gsize) f->weight, f->step);

  g_assert_cmpfloat (dh_finding_number (f, "bump"), ==, b);
  g_assert_cmpfloat (dh_finding_number (f, "derivative"), ==, g);
  g_assert_cmpfloat (fabs (b - g), >, 0.1 * fabs (g));
  /* One neuron's bias: h x^2 and h. */
  if (dh_model_spec_kind (&run->model) == DH_MODEL_LINEAR && run->gradient == DH_GRADIENT_BUMP)
    g_assert_cmpfloat (fabs (b - g - run->bump * (f->weight == 0 ? x * x : 1)), >, 0.5 * fabs (g));
}

static void
test_bump_lost (void)
{
  const Case yes[] = {
    { .gradient = "bump:1e-15" }, { .gradient = "bump:1e-16" }, { .gradient = "bump:1e-17" },
    { .gradient = "central:1e-16" }, { .gradient = "bump:1e-300" },
    { .model = "two-linear", .gradient = "bump:0.01" }, { .model = "two-linear", .gradient = "bump:0.001" },
    { .model = "two-linear", .gradient = "central:0.01" }, { .model = "two-linear", .gradient = "bump:1e-16" },
    { .model = "two-relu", .gradient = "bump:1e-16" }, { .model = "mlp:3:tanh", .init = "kaiming:1",
      .gradient = "bump:1e-18" },
    { .gradient = "bump:1e-17", .batch = ALL },
  };
  const Case no[] = {
    { .gradient = "bump:0.01" }, { .gradient = "bump:1" }, { .gradient = "bump:100" }, { .gradient = "bump:1e-6" },
    { .gradient = "bump:0.01", .lr = 0.0003, .epochs = 2000 }, { .gradient = "central:0.01", .lr = 0.0003,
      .epochs = 2000 },
    { .model = "two-relu", .gradient = "bump:0.01" }, { .model = "two-linear", .gradient = "bump:0.01", .lr = 1e-5 },
    { .model = "mlp:3:tanh", .init = "kaiming:1", .gradient = "bump:0.01" }, { .gradient = "bump:0.01", .batch = ALL },
    { .model = "two-relu", .gradient = "bump:1", .lr = 1e-6 }, { .model = "two-linear" },
  };

  g_test_summary ("Bump lost in rounding; a bump that is only biased, however large, is not lost.");
  fixture_go_through (DH_FINDING_BUMP_LOST, DH_FINDING_N, yes, G_N_ELEMENTS (yes), no, G_N_ELEMENTS (no), check_bump);
}

static void
check_converged (const DhHistory *history, const DhFinding *f)
{
  const DhStepColumns *c = dh_history_step_columns (history);
  double slope, intercept;

  if (c->effective_slope < 0)
    {
      g_assert_cmpfloat (fixture_rms (history, dh_history_n_steps (history)), <=,
                         1e-3 * dh_finding_number (f, "spread"));
      return;
    }
  g_assert_true (dh_data_least_squares (dh_history_get_data (history), &slope, &intercept));
  for (guint64 k = f->step == 1 ? 1 : f->step - 1; k <= dh_history_n_steps (history); k++)
    {
      double a = fixture_at (history, c->effective_slope, 0, k) - slope;
      double b = fixture_at (history, c->effective_intercept, 0, k) - intercept;
      double limit = 1e-3 * MAX (1, sqrt (slope * slope + intercept * intercept));

      if (k >= f->step)
        g_assert_cmpfloat (sqrt (a * a + b * b), <=, limit);
      else
        g_assert_cmpfloat (sqrt (a * a + b * b), >, limit);
    }
}

static void
test_converged (void)
{
  const char *small = "range:-1:1:0.1";
  const Case yes[] = {
    { .lr = 0.0003, .epochs = 1000 }, { .lr = 0.0002, .epochs = 2500 }, { .lr = 0.00025, .epochs = 1500 },
    { .data = small, .target = "line:2:30", .lr = 0.1, .epochs = 200 }, { .init = "2,30" }, { .init = "2.01,30" },
    { .data = small, .target = "line:2:30", .lr = 0.1, .batch = ALL, .epochs = 500 },
    { .model = "two-linear", .data = small, .target = "line:2:3", .lr = 0.05, .epochs = 500 },
    { .model = "two-relu", .data = "range:1:2:0.1", .target = "line:2:3", .lr = 0.01, .epochs = 3000 },
    { .data = small, .target = "parabola:1:2", .lr = 0.1, .batch = ALL, .epochs = 500 },
    { .optimiser = "adam", .data = small, .target = "line:2:3", .lr = 0.05, .epochs = 500 },
  };
  const Case no[] = {
    { 0 }, { .lr = 0.0003, .epochs = 300 }, { .lr = 0.0002, .epochs = 700 }, { .init = "2.1,30", .lr = 1e-9 },
    { .init = "2,30.1", .lr = 1e-9 }, { .init = "2,29.9", .lr = 1e-9 }, { .lr = 0.00045, .epochs = 60 },
    { .model = "two-linear", .data = small, .target = "line:2:3", .lr = 0.05, .epochs = 3 },
    { .model = "two-relu", .init = "-1,-1,1,1", .epochs = 1000 },
    { .data = small, .target = "line:2:30", .lr = 0.1, .epochs = 2 }, { .model = "two-linear",
      .gradient = "bump:0.01" },
  };

  g_test_summary ("Converged: at the best line since the very step; a tenth beside it is not.");
  fixture_go_through (DH_FINDING_CONVERGED, DH_FINDING_N, yes, G_N_ELEMENTS (yes), no,
                      G_N_ELEMENTS (no), check_converged);
}

/* The run with as many epochs as it is said to need has made nine tenths of the possible progress, and with one fewer
 * it has not. All data here lie on a line, so that an error of 0 is possible. */
static void
check_crawling (const DhHistory *history, const DhFinding *f)
{
  double start = fixture_rms (history, 0);
  double end = fixture_rms (history, dh_history_n_steps (history));
  double needed = dh_finding_number (f, "epochs_needed");

  g_assert_cmpfloat (end * end, >, start * start / 2);
  g_assert_cmpfloat (needed, >, dh_finding_number (f, "epochs"));
  g_assert_cmpfloat (needed, <, 20000);
  for (guint late = 0; late < 2; late++)
    {
      g_autoptr (DhRun) run = dh_run_copy (dh_history_get_run (history));
      g_autoptr (DhHistory) longer = NULL;
      double rms;

      run->epochs = (guint64) needed - 1 + late;
      longer = dh_train (run, dh_history_get_data (history), NULL, NULL);
      rms = fixture_rms (longer, dh_history_n_steps (longer));
      g_assert_cmpint (rms * rms <= start * start / 10, ==, late);
    }
}

static void
test_crawling (void)
{
  const Case yes[] = {
    { .lr = 1e-7 }, { .lr = 2e-7, .epochs = 6 }, { .lr = 1e-8, .epochs = 100 }, { .lr = 1e-6, .epochs = 1 },
    { .lr = 1e-7, .gradient = "bump:0.01" }, { .lr = 1e-7, .gradient = "central:0.01" },
    { .lr = 1e-6, .batch = ALL, .epochs = 20 }, { .lr = 1e-6, .batch = 5 }, { .lr = 1e-7, .init = "zeros" },
    { .lr = 1e-7, .optimiser = "workbook-sgd" }, { .lr = 1e-7, .init = "-1,5" },
    { .data = "range:-1:1:0.1", .target = "line:2:30", .lr = 0.0001, .epochs = 20 },
  };
  const Case no[] = {
    { 0 }, { .lr = 1e-6 }, { .lr = 5.7e-7 }, { .lr = 0.00045 }, { .gradient = "bump:1e-17", .lr = 1e-7 },
    { .init = "2,30", .lr = 1e-9 }, { .optimiser = "adam", .lr = 1e-5 }, { .momentum = 0.9, .lr = 1e-9 },
    { .clip = 1, .lr = 1e-9 }, { .model = "two-linear", .lr = 1e-9 }, { .lr = 1e-6, .batch = ALL, .epochs = 200 },
    { .data = "range:-1:1:0.1", .target = "line:2:30", .lr = 0.001, .epochs = 20 },
  };

  g_test_summary ("Crawling: the epochs that it says are what it takes, to the epoch.");
  fixture_go_through (DH_FINDING_CRAWLING, DH_FINDING_N, yes, G_N_ELEMENTS (yes), no,
                      G_N_ELEMENTS (no), check_crawling);
}

static void
check_oscillating (const DhHistory *history, const DhFinding *f)
{
  double overshoot = fixture_at (history, dh_history_step_columns (history)->overshoot, 0, f->step);

  g_assert_cmpfloat (overshoot, >, 1);
  g_assert_cmpfloat (overshoot, <, 2);
  g_assert_cmpfloat (2 * dh_finding_number (f, "past_target"), >, dh_finding_number (f, "steps"));
  g_assert_cmpfloat (2 * dh_finding_number (f, "sign_changes"), >, dh_finding_number (f, "steps"));
}

static void
test_oscillating (void)
{
  const char *one = "range:1:1.5:0.5"; /* two rows near each other */
  const Case yes[] = {
    { .lr = 0.00039, .batch = ALL, .epochs = 60 }, { .lr = 0.000392, .batch = ALL, .epochs = 60 },
    { .lr = 0.000394, .batch = ALL, .epochs = 50 }, { .lr = 0.000395, .batch = ALL, .epochs = 40 },
    { .data = "range:5:5:1", .lr = 0.035, .epochs = 20 }, { .data = "range:5:5:1", .lr = 0.025, .epochs = 12 },
    { .data = "range:1:1:1", .lr = 0.4, .epochs = 12 }, { .data = "range:1:1:1", .lr = 0.45, .epochs = 30 },
    { .data = "range:99:99:1", .lr = 0.00009, .epochs = 20 }, { .data = "range:99:99:1", .lr = 0.0001, .epochs = 20 },
  };
  const Case no[] = {
    { .lr = 0.00036, .batch = ALL, .epochs = 60 }, { .lr = 0.0001, .batch = ALL, .epochs = 60 }, { .lr = 0.00019,
      .batch = ALL, .epochs = 60 },
    { .data = "range:5:5:1", .lr = 0.0385, .epochs = 20 }, { .data = "range:5:5:1", .lr = 0.019, .epochs = 20 },
    { .data = "range:1:1:1", .lr = 0.24, .epochs = 12 }, { .data = "range:1:1:1", .lr = 0.51, .epochs = 12 },
    { .data = one, .batch = ALL, .lr = 0.1, .epochs = 20 }, { .data = "range:99:99:1", .lr = 0.00005, .epochs = 20 },
    { 0 }, { .lr = 0.0005, .batch = ALL, .epochs = 20 }, { .data = "range:5:5:1", .lr = 0.035, .epochs = 5 },
  };

  g_test_summary ("Oscillating: most steps past the target and nearer; neither short nor straight nor worse.");
  fixture_go_through (DH_FINDING_OSCILLATING, DH_FINDING_N, yes, G_N_ELEMENTS (yes), no, G_N_ELEMENTS (no),
              check_oscillating);
}

static void
check_wrong (const DhHistory *history, const DhFinding *f)
{
  double end = fixture_rms (history, dh_history_n_steps (history));

  g_assert_cmpfloat (fabs (end - dh_finding_number (f, "rms")), <=, 1e-9 * end);
  g_assert_cmpfloat (dh_finding_number (f, "gradient"), <=, 1e-3 * dh_finding_number (f, "gradient_start"));
  g_assert_cmpfloat (end, >, dh_finding_number (f, "line_rms"));
}

static void
test_wrong_answer (void)
{
  const char *small = "range:-1:1:0.1";
  const Case yes[] = {
    { .model = "two-linear", .init = "zeros", .data = small, .target = "line:2:3", .lr = 0.1, .batch = ALL,
      .epochs = 100 },
    { .model = "two-relu", .init = "zeros", .data = small, .target = "line:2:3", .lr = 0.1, .batch = ALL,
      .epochs = 100 },
    { .model = "two-relu", .init = "-1,-5,1,1", .data = small, .target = "line:2:3", .lr = 0.1, .batch = ALL,
      .epochs = 100 },
    { .model = "two-relu", .init = "0,-1,1,1", .data = small, .target = "line:3:5", .lr = 0.2, .batch = ALL,
      .epochs = 50 },
    { .model = "mlp:4:tanh", .init = "zeros", .data = small, .target = "line:2:3", .lr = 0.1, .batch = ALL,
      .epochs = 100 },
    { .model = "mlp:4:relu", .init = "zeros", .data = small, .target = "line:2:3", .lr = 0.1, .batch = ALL,
      .epochs = 100 },
    { .model = "mlp:3,3:tanh", .init = "zeros", .data = small, .target = "line:2:3", .lr = 0.1, .batch = ALL,
      .epochs = 100 },
    { .model = "two-relu", .init = "-1,-1,1,1", .lr = 0.1, .batch = ALL, .epochs = 100 },
    { .model = "two-relu", .init = "zeros", .lr = 0.1, .batch = ALL, .epochs = 100 },
    { .model = "mlp:2:gelu", .init = "zeros", .lr = 0.1, .batch = ALL, .epochs = 100 },
  };
  const Case no[] = {
    { .lr = 0.0003, .epochs = 1000 }, { .data = small, .target = "parabola:1:2", .lr = 0.1, .batch = ALL,
      .epochs = 500 },
    { .data = small, .target = "sine:1:0:1", .lr = 0.1, .batch = ALL, .epochs = 500 },
    { .model = "two-linear", .init = "zeros", .data = small, .target = "line:2:3", .lr = 0.1, .batch = ALL,
      .epochs = 10 },
    { .model = "two-linear", .data = small, .target = "line:2:3", .lr = 0.05, .epochs = 500 },
    { .model = "two-relu", .gradient = "bump:0.01" }, { 0 }, { .lr = 0.00045, .epochs = 60 },
    { .model = "two-linear", .init = "zeros", .data = small, .target = "line:0:3", .lr = 0.1, .batch = ALL,
      .epochs = 100 },
    { .model = "mlp:4:tanh", .init = "kaiming:1", .data = small, .target = "line:2:3", .lr = 0.05, .batch = ALL,
      .epochs = 3000 },
    { .init = "2,30" },
  };

  g_test_summary ("Wrong answer: derivatives gone, error not; the best that a line can do is not wrong.");
  fixture_go_through (DH_FINDING_WRONG_ANSWER, DH_FINDING_N, yes, G_N_ELEMENTS (yes), no,
                      G_N_ELEMENTS (no), check_wrong);
}

/* Both eigenvalues belong to twice the mean of (x, 1)(x, 1)'. */
static void
check_condition (const DhHistory *history, const DhFinding *f)
{
  const DhData *data = dh_history_get_data (history);
  double n = (double) dh_data_get_n_rows (data);
  double mean = 0, square = 0;
  double sum = dh_finding_number (f, "lambda_max") + dh_finding_number (f, "lambda_min");
  double product = dh_finding_number (f, "lambda_max") * dh_finding_number (f, "lambda_min");

  for (gsize i = 0; i < dh_data_get_n_rows (data); i++)
    {
      mean += dh_data_get_x (data)[i] / n;
      square += dh_data_get_x (data)[i] * dh_data_get_x (data)[i] / n;
    }
  g_assert_cmpfloat (fabs (sum - 2 * (square + 1)), <=, 1e-10 * sum);
  g_assert_cmpfloat (fabs (product - 4 * (square - mean * mean)), <=, 1e-10 * product);
  g_assert_cmpfloat (dh_finding_number (f, "condition"), >, 100);
}

static void
test_condition (void)
{
  const Case yes[] = {
    { 0 }, { .lr = 1e-7 }, { .batch = ALL }, { .optimiser = "adam" }, { .data = "range:-80:120:10" },
    { .data = "range:0:100:10" }, { .data = "range:10:20:1" }, { .data = "range:100:101:0.5", .lr = 1e-6 },
    { .data = "range:-20:20:1" }, { .data = "range:-0.1:0.1:0.01" },
  };
  const Case no[] = {
    { .data = "range:-1:1:0.1" }, { .data = "range:-2:2:0.1" }, { .data = "range:-10:10:1" },
    { .data = "range:-16:16:1" }, { .data = "range:5:5:1" }, { .data = "range:-0.5:0.5:0.05" },
    { .data = "range:0:2:0.1" }, { .data = "range:0:3:0.1" }, { .model = "two-linear", .lr = 1e-5 },
    { .model = "mlp:4:tanh", .init = "kaiming:1" },
  };

  g_test_summary ("Ill-conditioned: the eigenvalues are the loss's own; x of about 1 is well-conditioned.");
  fixture_go_through (DH_FINDING_ILL_CONDITIONED, DH_FINDING_N, yes, G_N_ELEMENTS (yes), no, G_N_ELEMENTS (no),
              check_condition);
}

static void
test_known_linear (void)
{
  g_autoptr (DhHistory) history = fixture_train (
      &(Case){ .model = "two-linear", .gradient = "bump:0.01", .epochs = 1 });
  g_autoptr (GPtrArray) findings = dh_findings_find (history, NULL);
  const DhFinding *away = fixture_find (findings, DH_FINDING_RAN_AWAY);
  const DhFinding *bump = fixture_find (findings, DH_FINDING_BUMP_LOST);
  g_autofree char *sentence = NULL;

  g_test_summary ("Two neurons: step 25 at x = 99 with a gain of 16.4 did it; at step 29 the bump reads 0.");
  g_assert_nonnull (away);
  g_assert_cmpuint (away->step, ==, 25);
  g_assert_cmpfloat (dh_finding_number (away, "x"), ==, 99);
  g_assert_cmpfloat (fabs (dh_finding_number (away, "step_gain") - 16.4), <, 0.05);
  g_assert_cmpfloat (fabs (dh_finding_number (away, "error") - 3.51e4), <, 0.01e4);
  g_assert_cmpfloat (dh_finding_number (away, "peak_step"), ==, 29);
  sentence = dh_finding_sentence (away);
  g_assert_cmpstr (sentence, ==, "Step 25 did it: at x = 99 the prediction was 187 from the target, and the step moved "
                   "it by 2670 the wrong way (step gain 16.4; above 2 no row can settle); from there the error grew at "
                   "every step, up to 2.04·10⁶⁵ at step 29, and never came back.");
  g_assert_nonnull (bump);
  g_assert_cmpuint (bump->step, ==, 29);
  g_assert_cmpfloat (dh_finding_number (bump, "bump"), ==, 0);
  g_assert_cmpfloat (dh_finding_number (bump, "derivative"), !=, 0);
  g_assert_cmpfloat (dh_finding_number (bump, "weight"), >, 1e15);
}

static void
test_known_relu (void)
{
  g_autoptr (DhHistory) history = fixture_train (&(Case) { .model = "two-relu", .gradient = "bump:0.01", .epochs = 1 });
  g_autoptr (GPtrArray) findings = dh_findings_find (history, NULL);
  const DhFinding *dead = g_ptr_array_index (findings, 0);
  g_autofree char *sentence = NULL;
  g_autofree char *title = NULL;

  g_test_summary ("Two neurons with ReLU: dead since step 25, which took a to -5.64.");
  g_assert_cmpuint (findings->len, ==, 1);
  g_assert_cmpint (dead->kind, ==, DH_FINDING_DEAD_RELU);
  g_assert_cmpuint (dead->step, ==, 25);
  g_assert_cmpfloat (fabs (dh_finding_number (dead, "weight_after") + 5.64), <, 0.01);
  g_assert_cmpfloat (dh_finding_number (dead, "rows_on_before"), ==, 29);
  title = dh_finding_title (dead);
  sentence = dh_finding_sentence (dead);
  g_assert_cmpstr (title, ==, "ReLU dead since step 25");
  g_assert_cmpstr (sentence, ==, "Step 25 (x = 99) took a from 2.02 to −5.64, and since then the ReLU is off for "
                                 "all 29 "
                   "rows: the derivatives of a, b, c are 0 because the unit is off, not because the weights are "
                   "right.");
}

static void
test_edges (void)
{
  const gint raised = 1;
  g_autoptr (DhHistory) done = fixture_train (&(Case) { 0 });
  g_autoptr (DhHistory) fresh = dh_history_new (dh_history_get_run (done), dh_history_get_data (done));
  g_autoptr (DhHistory) large = fixture_train (&(Case) { .model = "mlp:40,40:relu", .init = "kaiming:1" });
  g_autoptr (GPtrArray) none = dh_findings_find (fresh, NULL);
  g_autoptr (GPtrArray) some = dh_findings_find (large, NULL);

  g_test_summary ("Nothing before the end, nothing when cancelled; models that record norms do no harm.");
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_null (dh_findings_find (done, &raised));
  for (guint i = 0; i < some->len; i++)
    {
      g_autofree char *sentence = dh_finding_sentence (g_ptr_array_index (some, i));

      g_assert_nonnull (sentence);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/findings/known/two-linear", test_known_linear);
  g_test_add_func ("/findings/known/two-relu", test_known_relu);
  g_test_add_func ("/findings/runaway", test_runaway);
  g_test_add_func ("/findings/dead-relu", test_dead_relu);
  g_test_add_func ("/findings/bump-lost", test_bump_lost);
  g_test_add_func ("/findings/converged", test_converged);
  g_test_add_func ("/findings/crawling", test_crawling);
  g_test_add_func ("/findings/oscillating", test_oscillating);
  g_test_add_func ("/findings/wrong-answer", test_wrong_answer);
  g_test_add_func ("/findings/ill-conditioned", test_condition);
  g_test_add_func ("/findings/edges", test_edges);
  return g_test_run ();
}
