/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* The known values of numerics.md section 9, every line of it, at relative 1e-12 where it gives
 * all digits and at the digits that it gives elsewhere. They are what Excel saved in the workbook. */
#include "dh-trainer.h"

#include <math.h>

static DhData *
workbook_data (void)
{
  DhDataSpec spec;
  DhData *data;

  dh_data_spec_init (&spec);
  data = dh_data_new_generated (&spec, NULL);
  dh_data_spec_clear (&spec);
  g_assert_nonnull (data);
  return data;
}

static DhHistory *
train (DhRun *run)
{
  g_autoptr (DhData) data = workbook_data ();
  g_autoptr (GError) error = NULL;
  DhHistory *history = dh_train (run, data, NULL, &error);

  g_assert_no_error (error);
  return history;
}

/* A sheet of the workbook: weights 1, carry `workbook`, its own priming and rate. */
static DhRun *
sheet (DhOptimiserKind optimiser, guint64 epochs)
{
  DhRun *run = dh_run_new ();

  dh_run_set_optimiser (run, optimiser);
  run->carry = DH_CARRY_WORKBOOK;
  run->epochs = epochs;
  return run;
}

static double
at_step (const DhHistory *history, int column, guint weight, gsize step)
{
  g_assert_cmpint (column, >=, 0);
  return dh_table_value (dh_history_get_steps (history), (guint) column + weight, step - 1);
}

static double
at_epoch (const DhHistory *history, int column, guint weight, gsize epoch)
{
  g_assert_cmpint (column, >=, 0);
  return dh_table_value (dh_history_get_epochs (history), (guint) column + weight, epoch - 1);
}

static void
assert_exact (double value, double expected)
{
  g_assert_cmpfloat (fabs (value - expected), <=, 1e-12 * fabs (expected));
}

/* To the digits that the document prints: within a unit of the last one, because one of its
 * figures was rounded twice (3.82484e11 to 3.825e11 to 3.83e11). */
static void
assert_printed (double value, double expected, double unit)
{
  g_assert_cmpfloat (fabs (value - expected), <=, unit);
}

static void
test_basic (void)
{
  g_autoptr (DhRun) run = sheet (DH_OPTIMISER_WORKBOOK_SGD, 5);
  g_autoptr (DhHistory) history = train (run);
  const DhStepColumns *step = dh_history_step_columns (history);
  const DhEpochColumns *epoch = dh_history_epoch_columns (history);

  g_test_summary ("The basic sheet: first row, last row, epoch 1 and what is carried after 5 epochs.");
  assert_exact (at_step (history, step->n, 0, 1), 1.1204);
  assert_exact (at_step (history, step->n, 1, 1), 1.0086);
  assert_exact (at_epoch (history, epoch->root_sum, 0, 1), 150.755211537719);
  assert_exact (at_step (history, step->n, 0, 29), 2.6130844919526);
  assert_exact (at_step (history, step->n, 1, 29), 1.07151602044186);
  assert_exact (at_epoch (history, epoch->w, 0, 5), 2.56999646980753);
  assert_exact (at_epoch (history, epoch->w, 1, 5), 1.27546250025288);
}

static void
test_momentum (void)
{
  g_autoptr (DhRun) run = sheet (DH_OPTIMISER_WORKBOOK_MOMENTUM, 1);
  g_autoptr (DhHistory) history = NULL;
  double beta = 0.9;
  double m_a, m_b;

  g_test_summary ("The momentum sheet: the primed moments and the weights after an epoch.");
  g_assert_cmpuint (run->prime, ==, 1);
  history = train (run);
  /* The first row's moment is m * beta + (1 - beta) * g: solve for the m that priming left. */
  m_a = (at_step (history, dh_history_step_columns (history)->m, 0, 1)
         - (1 - beta) * at_step (history, dh_history_step_columns (history)->g, 0, 1)) / beta;
  m_b = (at_step (history, dh_history_step_columns (history)->m, 1, 1)
         - (1 - beta) * at_step (history, dh_history_step_columns (history)->g, 1, 1)) / beta;
  assert_exact (m_b, -18.33392669020789);
  assert_exact (m_a, 98.24583039212854);
  assert_exact (at_epoch (history, dh_history_epoch_columns (history)->w, 0, 1), 2.13384003531015);
  assert_exact (at_epoch (history, dh_history_epoch_columns (history)->w, 1, 1), 1.06322772740841);
}

static void
test_rmsprop (void)
{
  g_autoptr (DhRun) run = sheet (DH_OPTIMISER_WORKBOOK_RMSPROP, 5);
  g_autoptr (DhHistory) history = train (run);

  g_test_summary ("The rmsprop sheet after 5 epochs: the figures that stand saved in the workbook.");
  g_assert_cmpuint (run->prime, ==, 2);
  assert_exact (at_epoch (history, dh_history_epoch_columns (history)->w, 0, 5), 2.4036203537069443);
  assert_exact (at_epoch (history, dh_history_epoch_columns (history)->w, 1, 5), 3.1890676512613103);
}

static void
test_adam (void)
{
  g_autoptr (DhRun) run = sheet (DH_OPTIMISER_WORKBOOK_ADAM, 1);
  g_autoptr (DhHistory) history = train (run);

  g_test_summary ("The adam sheet after an epoch.");
  g_assert_cmpfloat (run->lr, ==, 1);
  assert_exact (at_epoch (history, dh_history_epoch_columns (history)->w, 0, 1), 2.36395099909861);
  assert_exact (at_epoch (history, dh_history_epoch_columns (history)->w, 1, 1), 7.41416907140433);
}

/* Two neurons as the learners had them: the updates use the bump derivatives. */
static DhRun *
two_neurons (DhModelKind model)
{
  DhRun *run = dh_run_new ();

  dh_model_spec_init (&run->model, model);
  dh_run_set_optimiser (run, DH_OPTIMISER_SGD);
  run->lr = 0.0001;
  run->gradient = DH_GRADIENT_BUMP;
  run->bump = 0.01;
  run->epochs = 1;
  return run;
}

static void
test_two_linear (void)
{
  g_autoptr (DhRun) run = two_neurons (DH_MODEL_TWO_LINEAR);
  g_autoptr (DhHistory) history = train (run);
  const DhStepColumns *c = dh_history_step_columns (history);

  g_test_summary ("Two neurons without activation: how they explode, and the bump lost in rounding.");

  for (gsize k = 24; k <= 28; k++)
    g_assert_cmpfloat (fabs (1 - at_step (history, c->overshoot, 0, k)), >, 1);
  g_assert_cmpfloat (at_step (history, c->x, 0, 25), ==, 99);
  assert_printed (at_step (history, c->step_gain, 0, 25), 16.4, 0.1);
  assert_printed (at_step (history, c->w, 0, 25), 2.02, 0.01);
  assert_printed (at_step (history, c->n, 0, 25), -5.64, 0.01);
  assert_printed (at_step (history, c->error, 0, 25), 3.51e4, 0.01e4);
  assert_printed (at_step (history, c->error, 0, 26), 4.04e6, 0.01e6);
  assert_printed (at_step (history, c->error, 0, 27), 3.83e11, 0.01e11);
  assert_printed (at_step (history, c->error, 0, 28), 1.89e25, 0.01e25);
  assert_printed (at_step (history, c->error, 0, 29), 2.04e65, 0.01e65);
  for (guint j = 0; j < 4; j++)
    {
      g_assert_cmpfloat (at_step (history, c->b, j, 29), ==, 0);
      g_assert_cmpfloat (at_step (history, c->g, j, 29), !=, 0);
    }
}

static void
test_two_relu (void)
{
  g_autoptr (DhRun) run = two_neurons (DH_MODEL_TWO_RELU);
  g_autoptr (DhRun) other = two_neurons (DH_MODEL_TWO_LINEAR);
  g_autoptr (DhHistory) history = train (run);
  g_autoptr (DhHistory) linear = train (other);
  const DhStepColumns *c = dh_history_step_columns (history);
  const double d[] = { 1.1410, 1.1576, 1.1702, 1.1791 };
  g_autoptr (DhData) data = workbook_data ();

  g_test_summary ("Two neurons with ReLU: the same 24 updates, then the unit is dead and only d moves.");
  for (gsize k = 1; k <= 24; k++)
    for (guint j = 0; j < 4; j++)
      g_assert_cmpfloat (at_step (history, c->n, j, k), ==,
                         at_step (linear, dh_history_step_columns (linear)->n, j, k));
  assert_printed (at_step (history, c->n, 0, 25), -5.64, 0.01);
  for (gsize i = 0; i < dh_data_get_n_rows (data); i++)
    g_assert_cmpfloat (at_step (history, c->n, 0, 25) * dh_data_get_x (data)[i]
                         + at_step (history, c->n, 1, 25), <, 0);
  for (gsize k = 26; k <= 29; k++)
    {
      for (guint j = 0; j < 3; j++)
        {
          g_assert_cmpfloat (at_step (history, c->g, j, k), ==, 0);
          g_assert_cmpfloat (at_step (history, c->b, j, k), ==, 0);
        }
      assert_printed (at_step (history, c->n, 3, k), d[k - 26], 0.0001);
    }
  g_assert_cmpuint (dh_history_get_state (history), ==, DH_STATE_FINISHED);
}

static void
test_first_bad_step (void)
{
  g_autoptr (DhRun) run = two_neurons (DH_MODEL_TWO_LINEAR);
  g_autoptr (DhHistory) history = train (run);
  const DhStepColumns *c = dh_history_step_columns (history);
  gsize first = 28;

  g_test_summary ("Step 24 is where it starts: from there on, and not before, every step leaves its row worse.");
  while (first > 1 && fabs (1 - at_step (history, c->overshoot, 0, first - 1)) > 1)
    first--;
  g_assert_cmpuint (first, ==, 24);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/known-values/basic", test_basic);
  g_test_add_func ("/known-values/momentum", test_momentum);
  g_test_add_func ("/known-values/rmsprop", test_rmsprop);
  g_test_add_func ("/known-values/adam", test_adam);
  g_test_add_func ("/known-values/two-linear", test_two_linear);
  g_test_add_func ("/known-values/two-relu", test_two_relu);
  g_test_add_func ("/known-values/first-bad-step", test_first_bad_step);
  return g_test_run ();
}
