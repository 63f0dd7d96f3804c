/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Findings of how a run goes down rather than of where it ends: plateau, partly dead,
 * same function and another descent, and what an ill condition means in epochs. Every
 * claim is computed here once more, another way. */
#include "findings-fixture.h"

#include <math.h>
#include <string.h>

#include "dh-trainer.h"
#include "dh-units.h"

static double
rmse_of (const DhHistory *history, guint64 epoch)
{
  return dh_table_value (dh_history_get_epochs (history), (guint) dh_history_epoch_columns (history)->rmse, epoch - 1);
}

static void
check_plateau (const DhHistory *history, const DhFinding *f)
{
  guint64 first = (guint64) dh_finding_number (f, "first_epoch");
  guint64 last = (guint64) dh_finding_number (f, "last_epoch");
  guint64 n = dh_history_n_epochs (history);
  double least = HUGE_VAL, greatest = 0;

  for (guint64 e = first; e <= last; e++)
    {
      least = fmin (least, rmse_of (history, e));
      greatest = fmax (greatest, rmse_of (history, e));
    }
  g_assert_cmpuint (f->step, ==, (first - 1) * dh_history_steps_per_epoch (history) + 1);
  g_assert_cmpfloat (greatest, <=, 1.01 * least);
  g_assert_cmpuint (last - first + 1, >=, 10);
  g_assert_cmpuint (5 * (last - first + 1), >=, n);
  /* As long as it can be. */
  if (first > 1)
    g_assert_cmpfloat (fmax (greatest, rmse_of (history, first - 1)), >,
                       1.01 * fmin (least, rmse_of (history, first - 1)));
  if (!isnan (dh_finding_number (f, "line_rms")))
    {
      g_assert_cmpuint (last, ==, n);
      g_assert_cmpfloat (fixture_rms (history, dh_history_n_steps (history)), >, dh_finding_number (f, "line_rms"));
      g_assert_cmpfloat (dh_finding_number (f, "gradient"), >, 1e-3 * dh_finding_number (f, "gradient_start"));
      g_assert_true (dh_finding_is_outcome (f));
      return;
    }
  g_assert_cmpfloat (rmse_of (history, n), <, least / 2);
  g_assert_false (dh_finding_is_outcome (f));
}

static void
test_plateau (void)
{
  const char *small = "range:-1:1:0.1";
  const Case yes[] = {
    { .model = "two-linear",
      .init = "0.001,0.001,0.001,3",
      .data = small,
      .target = "line:2:3",
      .lr = 0.05,
      .batch = ALL,
      .epochs = 200 },
    { .model = "two-linear",
      .init = "0.01,0,0.01,3",
      .data = small,
      .target = "line:2:3",
      .lr = 0.05,
      .batch = ALL,
      .epochs = 150 },
    { .model = "two-linear",
      .init = "0.0001,0,0.0001,3",
      .data = small,
      .target = "line:1:3",
      .lr = 0.1,
      .batch = ALL,
      .epochs = 250 },
    { .model = "two-linear", .lr = 1e-9, .epochs = 20 },
    { .optimiser = "adam", .lr = 1e-6, .epochs = 20 },
    { .model = "mlp:4:tanh", .init = "kaiming:1", .lr = 1e-6, .epochs = 20 },
    { .model = "mlp:4:tanh", .init = "kaiming:1", .lr = 0.01, .epochs = 200 },
    { .model = "mlp:8:sigmoid", .init = "kaiming:1", .lr = 0.01, .epochs = 200 },
    { .model = "mlp:4:relu", .init = "kaiming:1", .lr = 1e-8, .epochs = 20 },
    { .model = "two-relu", .lr = 1e-9, .epochs = 12 },
    { .optimiser = "sgd", .momentum = 0.5, .lr = 1e-9, .epochs = 10 },
  };
  const Case no[] = {
    { .lr = 1e-9, .epochs = 20 } /* crawling says more */, { .model = "two-linear", .lr = 1e-9, .epochs = 9 },
    { .model = "two-linear", .init = "0.3,0,0.3,3", .data = small, .target = "line:2:3", .lr = 0.05, .batch = ALL,
      .epochs = 150 },
    { .lr = 0.0003, .epochs = 1000 }, { .init = "2,30", .optimiser = "adam", .lr = 1e-9, .epochs = 20 },
    { .model = "two-linear", .init = "zeros", .data = small, .target = "line:2:3", .lr = 0.1, .batch = ALL,
      .epochs = 100 },
    { .data = small, .target = "parabola:1:2", .lr = 0.1, .batch = ALL, .epochs = 500 },
    { .model = "two-relu", .gradient = "bump:0.01", .epochs = 100 }, { .lr = 0.0005, .epochs = 20 },
    { .lr = 0.000394, .batch = ALL, .epochs = 50 }, { .optimiser = "adam", .lr = 0.1, .epochs = 20 },
  };

  g_test_summary ("Plateau: a long flat stretch with a way down; neither the end of the way nor a short rest.");
  fixture_go_through (DH_FINDING_PLATEAU, DH_FINDING_N, yes, G_N_ELEMENTS (yes), no, G_N_ELEMENTS (no), check_plateau);
}

static void
check_partly (const DhHistory *history, const DhFinding *f)
{
  const DhRun *run = dh_history_get_run (history);
  const DhData *data = dh_history_get_data (history);
  gsize n_rows = dh_data_get_n_rows (data), few = 0;
  guint n_units = dh_units_count (&run->model);
  g_autofree double *w = g_new (double, dh_model_n_weights (&run->model));
  g_autofree guint8 *on = g_malloc (n_rows * n_units);
  g_autofree gsize *share = g_new (gsize, n_units);

  dh_history_weights_at (history, dh_history_n_steps (history), w);
  g_assert_true (dh_units_on (&run->model, w, dh_data_get_x (data), n_rows, on));
  dh_units_share (on, n_rows, n_units, share);
  for (guint u = 0; u < n_units; u++)
    few += share[u] > 0 && 10 * share[u] <= n_rows;
  g_assert_cmpfloat ((double) few, ==, dh_finding_number (f, "few_units"));
  g_assert_cmpfloat ((double) share[f->unit], ==, dh_finding_number (f, "rows_on"));
  g_assert_cmpuint (share[f->unit], >, 0);
}

static void
test_partly_dead (void)
{
  const char *wide = "range:-80:120:10"; /* 21 rows: two are a tenth, three are not */
  const Case yes[] = {
    { .model = "two-relu", .init = "1,-105,1,1", .lr = 1e-9, .data = wide },
    { .model = "two-relu", .init = "1,-115,1,1", .lr = 1e-9, .data = wide },
    { .model = "two-relu", .init = "-1,-65,1,1", .lr = 1e-9, .data = wide },
    { .model = "two-relu", .init = "-1,-75,1,1", .lr = 1e-9, .data = wide },
    { .model = "two-relu", .init = "1,-98.9,1,1", .lr = 1e-9 },
    { .model = "two-relu", .init = "2,-197,1,1", .lr = 1e-9 },
    { .model = "mlp:1:relu", .init = "1,-105,1,1", .lr = 1e-9, .data = wide },
    { .model = "mlp:2:relu", .init = "1,1,-105,90,1,1,1", .lr = 1e-9, .data = wide },
    { .model = "mlp:2:relu", .init = "1,1,-105,-110,1,1,1", .lr = 1e-9, .data = wide },
    { .model = "mlp:3:relu",
      .init = "1,1,1,-105,-1000,90,1,1,1,1",
      .lr = 1e-9,
      .data = wide },
    { .model = "mlp:8:relu",
      .init = "kaiming:5",
      .lr = 0.05,
      .epochs = 200,
      .data = "range:-1:1:0.1",
      .target = "sine:1:0:1" },
  };
  const Case no[] = {
    { .model = "two-relu", .init = "1,-95,1,1", .lr = 1e-9, .data = wide },
    { .model = "two-relu", .init = "1,-120,1,1", .lr = 1e-9, .data = wide } /* dead, not partly */,
    { .model = "two-relu", .init = "-1,-55,1,1", .lr = 1e-9, .data = wide },
    { .model = "two-relu", .init = "1,90,1,1", .lr = 1e-9, .data = wide },
    { .model = "two-relu", .init = "1,-8.5,1,1", .lr = 1e-9, .data = "range:1:9:1" } /* one of nine */,
    { .model = "mlp:1:leaky-relu", .init = "1,-105,1,1", .lr = 1e-9, .data = wide },
    { .model = "mlp:1:tanh", .init = "1,-105,1,1", .lr = 1e-9, .data = wide },
    { .model = "two-linear", .init = "1,-105,1,1", .lr = 1e-9, .data = wide }, { .model = "linear" },
    { .model = "mlp:2:relu", .init = "1,1,-1000,90,1,1,1", .lr = 1e-9, .data = wide }, { .model = "two-relu" },
  };

  g_test_summary ("Partly dead: on for one row to a tenth of them; not for three of 21, nor for none.");
  fixture_go_through (DH_FINDING_PARTLY_DEAD, DH_FINDING_N, yes, G_N_ELEMENTS (yes), no, G_N_ELEMENTS (no),
                      check_partly);
}

/* One neuron at the same line does the step itself. */
static void
check_descent (const DhHistory *history, const DhFinding *f)
{
  const DhStepColumns *c = dh_history_step_columns (history);
  const DhRun *run = dh_history_get_run (history);
  g_autoptr (DhRun) one = dh_run_copy (run);
  g_autoptr (DhData) row = NULL;
  g_autoptr (DhHistory) other = NULL;
  g_autofree char *text = NULL;
  double w[4], x, y, slope, moved;

  for (guint j = 0; j < 4; j++)
    w[j] = fixture_at (history, c->w, j, f->step);
  x = fixture_at (history, c->x, 0, f->step);
  slope = w[0] * w[2];
  dh_model_spec_init (&one->model, DH_MODEL_LINEAR);
  text = g_strdup_printf ("%.17g,%.17g", slope, w[1] * w[2] + w[3]);
  g_assert_true (dh_init_spec_parse (text, &one->init, NULL));
  one->lr = fixture_at (history, c->lr, 0, f->step);
  one->epochs = 1;
  one->carry = DH_CARRY_EVERY_ROW;
  y = fixture_at (history, c->y, 0, f->step);
  row = dh_data_new_rows (dh_data_get_spec (dh_history_get_data (history)), &x, &y, 1, NULL);
  other = dh_train (one, row, NULL, NULL);
  moved = fixture_at (other, dh_history_step_columns (other)->n, 0, 1) - slope;
  g_assert_cmpfloat (fabs ((fixture_at (history, c->effective_slope, 0, f->step) - slope) / moved
                           - dh_finding_number (f, "slope_factor")), <=,
                     1e-6 * dh_finding_number (f, "slope_factor"));
  g_assert_cmpfloat (dh_finding_number (f, "predicted_factor"), ==, w[0] * w[0] + w[2] * w[2]);
  g_assert_cmpfloat (fabs (dh_finding_number (f, "slope_factor") / dh_finding_number (f, "predicted_factor") - 1), <=,
                     0.1);
  g_assert_false (dh_finding_is_outcome (f));
}

static void
test_descent (void)
{
  const char *small = "range:-1:1:0.1";
  const Case yes[] = {
    { .model = "two-linear" },
    { .model = "two-linear", .lr = 1e-5 },
    { .model = "two-linear", .gradient = "bump:0.01" },
    { .model = "two-linear", .gradient = "central:0.01", .lr = 1e-5 },
    { .model = "two-linear", .init = "0.1,0.1,0.1,0.1", .lr = 1e-6 },
    { .model = "two-linear", .init = "3,0,0.5,0", .lr = 1e-6 },
    { .model = "two-linear", .init = "-1,0.1,-1,1", .lr = 1e-6 },
    { .model = "two-linear", .init = "1.4,20,1.4,1" },
    { .model = "two-linear",
      .init = "1,0,1,0",
      .data = small,
      .target = "line:5:0",
      .lr = 0.01,
      .epochs = 50 },
    { .model = "two-linear",
      .data = "range:-80:120:10",
      .target = "line:2:30",
      .lr = 1e-6 },
    { .model = "mlp:1:identity", .lr = 1e-5 },
  };
  const Case no[] = {
    { 0 }, { .lr = 0.001 }, { .model = "two-linear", .init = "0.1,0,1,0", .lr = 1e-9, .epochs = 1 },
    { .model = "two-linear", .init = "0.6,0,0.8,0", .lr = 1e-9 }, { .model = "two-linear", .init = "0.7,0,0.7,5",
      .lr = 1e-9 },
    { .model = "two-linear", .lr = 1e-5, .batch = 2 }, { .model = "two-linear", .lr = 1e-5, .batch = ALL },
    { .model = "two-linear", .lr = 1e-5, .momentum = 0.9 }, { .model = "two-linear", .optimiser = "adam" },
    { .model = "two-linear", .lr = 1e-5, .clip = 1 }, { .model = "two-relu", .lr = 1e-5 },
    { .model = "mlp:2:identity", .lr = 1e-6 }, { .model = "two-linear", .init = "1,50,1,1", .lr = 1e-9,
      .data = "range:1:9:1", .target = "line:2:500" } /* a b / x outweighs c² + a² */,
  };

  g_test_summary ("Same function: the slope moves as one neuron's does times about c² + "
                  "a², which one neuron confirms.");
  fixture_go_through (DH_FINDING_SAME_FUNCTION, DH_FINDING_N, yes, G_N_ELEMENTS (yes), no, G_N_ELEMENTS (no),
                      check_descent);
}

/* Trains on from the start: what is left the flat way falls below a tenth in the epochs said, and not one before. */
static void
check_digits (const DhHistory *history, const DhFinding *f, gsize flat_weight)
{
  double said = dh_finding_number (f, "epochs_a_digit_flat");
  g_autoptr (DhRun) run = dh_run_copy (dh_history_get_run (history));
  g_autoptr (DhHistory) longer = NULL;
  const DhEpochColumns *c;
  DhTable *epochs;
  guint64 settle = 40; /* the steep way is gone by then */
  double goal, left;

  g_assert_cmpint (f->weight, ==, (int) flat_weight);
  g_assert_cmpfloat (dh_finding_number (f, "epochs_a_digit_steep"), <, said);
  run->epochs = 12 * (guint64) said + settle;
  longer = dh_train (run, dh_history_get_data (history), NULL, NULL);
  c = dh_history_epoch_columns (longer);
  epochs = dh_history_get_epochs (longer);
  goal = dh_table_value (epochs, (guint) c->w + (guint) flat_weight, run->epochs - 1);
  left = fabs (dh_table_value (epochs, (guint) c->w + (guint) flat_weight, settle) - goal);
  for (guint late = 0; late < 2; late++)
    {
      double now = dh_table_value (epochs, (guint) c->w + (guint) flat_weight, settle + (guint64) said - 1 + late);

      g_assert_cmpint (fabs (now - goal) <= left / 10 * (1 + 1e-9), ==, late);
    }
}

static void
test_digits (void)
{
  const struct { Case run; gboolean has; gsize flat; } cases[] = {
    { { 0 }, TRUE, 1 }, { { .lr = 0.00005 }, TRUE, 1 }, { { .lr = 0.0002 }, TRUE, 1 }, { { .lr = 0.00015 }, TRUE, 1 },
    { { .batch = ALL }, TRUE, 1 }, { { .batch = 5 }, TRUE, 1 }, { { .gradient = "bump:0.01" }, TRUE, 1 },
    { { .data = "range:-80:120:10" }, TRUE, 1 }, { { .data = "range:-0.05:0.05:0.01", .lr = 0.1 }, TRUE, 0 },
    { { .data = "range:0:100:10" }, TRUE, 1 },
    { { .lr = 0.001 }, FALSE, 0 }, { { .lr = 0.0003 }, FALSE, 0 } /* its ways are those of no single weight */,
    { { .optimiser = "adam" }, FALSE, 0 }, { { .momentum = 0.9, .lr = 1e-5 }, FALSE, 0 },
    { { .clip = 1 }, FALSE, 0 }, { { .gradient = "bump:1e-17" }, FALSE, 0 }, { { .lr = 1e-300 }, FALSE, 0 },
    { { .lr = 0.00045, .epochs = 60 }, FALSE, 0 }, { { .data = "range:100:101:0.5", .lr = 1e-6 }, FALSE, 0 },
  };

  g_test_summary ("Ill-conditioned: each digit takes the epochs that it says, to the epoch, where epochs are a map.");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DhHistory) history = fixture_train (&cases[i].run);
      g_autoptr (GPtrArray) findings = dh_findings_find (history, NULL);
      const DhFinding *f = fixture_find (findings, DH_FINDING_ILL_CONDITIONED);

      g_assert_nonnull (f);
      g_test_message ("case %" G_GSIZE_FORMAT ": %g", i, dh_finding_number (f, "epochs_a_digit_flat"));
      g_assert_cmpint (!isnan (dh_finding_number (f, "epochs_a_digit_flat")), ==, cases[i].has);
      if (cases[i].has)
        check_digits (history, f, cases[i].flat);
    }
}

static void
test_known (void)
{
  g_autoptr (DhHistory) history = fixture_train (&(Case) { 0 });
  g_autoptr (GPtrArray) findings = dh_findings_find (history, NULL);
  g_autofree char *sentence = dh_finding_sentence (fixture_find (findings, DH_FINDING_ILL_CONDITIONED));

  g_test_summary ("The workbook's sheet: b takes about 1 200 epochs a digit, a takes one.");
  g_assert_cmpstr (sentence, ==, "The loss is 8490 times as steep one way as the other: at a learning rate of 0.0001 "
                                 "each further digit takes 1171 epochs the flat way, which is nearly that of b alone, "
                                 "and 1 the steep way, nearly that of a.");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/findings/plateau", test_plateau);
  g_test_add_func ("/findings/partly-dead", test_partly_dead);
  g_test_add_func ("/findings/same-function", test_descent);
  g_test_add_func ("/findings/ill-conditioned/digits", test_digits);
  g_test_add_func ("/findings/ill-conditioned/known", test_known);
  return g_test_run ();
}
