/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Histories, what they record of small and large models, and the quantities and signals that
 * charts and CSVs find in them. */
#include "dh-quantity.h"
#include "dh-trainer.h"

#include "dh-error.h"

#include <math.h>
#include <string.h>

static DhData *
workbook_data (void)
{
  DhDataSpec spec;
  DhData *data;

  dh_data_spec_init (&spec);
  data = dh_data_new_generated (&spec, NULL);
  dh_data_spec_clear (&spec);
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

/* 1-10-5-1 with tanh: 81 weights. */
static DhRun *
large_run (void)
{
  DhRun *run = dh_run_new ();

  dh_model_spec_init (&run->model, DH_MODEL_MLP);
  run->model.n_hidden = 2;
  run->model.width[0] = 10;
  run->model.width[1] = 5;
  dh_init_spec_clear (&run->init);
  dh_init_spec_init (&run->init, DH_INIT_XAVIER);
  dh_run_set_optimiser (run, DH_OPTIMISER_ADAM);
  run->epochs = 3;
  g_assert_cmpuint (dh_model_n_weights (&run->model), ==, 81);
  return run;
}

static void
test_layout (void)
{
  g_autoptr (DhRun) run = dh_run_new ();
  g_autoptr (DhRun) large = large_run ();
  DhStepColumns c;
  DhEpochColumns e;

  g_test_summary ("Columns are there when the run has them, and lie one behind another.");
  dh_step_columns_init (&c, run);
  g_assert_cmpuint (c.n_columns, ==, 12 + 3 * 2);
  g_assert_true (c.b < 0 && c.m < 0 && c.v < 0 && c.distance >= 0 && !c.norms);
  run->record_bump = TRUE;
  dh_run_set_optimiser (run, DH_OPTIMISER_ADAM);
  dh_step_columns_init (&c, run);
  g_assert_cmpuint (c.n_columns, ==, 12 + 6 * 2);
  dh_model_spec_init (&run->model, DH_MODEL_TWO_RELU);
  dh_step_columns_init (&c, run);
  g_assert_true (c.distance < 0 && c.effective_slope < 0 && c.n_vector == 4);
  dh_epoch_columns_init (&e, run);
  g_assert_true (e.g < 0 && e.lambda_max < 0 && e.n_columns == 5 + 4);
  run->record_curvature = TRUE;
  dh_epoch_columns_init (&e, run);
  g_assert_true (e.n_columns == 5 + 4 + 5);
  dh_step_columns_init (&c, large);
  g_assert_true (c.norms && c.n_vector == 3 && c.step_gain >= 0);
  large->batch = 4;
  dh_step_columns_init (&c, large);
  g_assert_cmpint (c.step_gain, <, 0);
  dh_epoch_columns_init (&e, large);
  g_assert_true (e.g >= 0);
}

static void
test_weights_at (void)
{
  g_autoptr (DhRun) run = dh_run_new ();
  g_autoptr (DhHistory) history = train (run);
  const DhStepColumns *c = dh_history_step_columns (history);
  double w[2];

  g_test_summary ("Weights after any step, of a small model; step 0 is the start.");
  g_assert_null (dh_history_get_snapshots (history));
  g_assert_cmpuint (dh_history_weights_at (history, 0, w), ==, 0);
  g_assert_true (w[0] == 1 && w[1] == 1);
  for (gsize k = 1; k <= 145; k += 12)
    {
      g_assert_cmpuint (dh_history_weights_at (history, k, w), ==, k);
      for (guint j = 0; j < 2; j++)
        g_assert_cmpfloat (w[j], ==, dh_table_value (dh_history_get_steps (history), (guint) c->n + j, k - 1));
    }
}

static double
norm (const double *value, gsize n)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += value[i] * value[i];
  return sqrt (sum);
}

static void
check_norms (const DhHistory *history, gsize step)
{
  const DhRun *run = dh_history_get_run (history);
  int column = dh_history_step_columns (history)->n;
  double w[81];

  g_assert_cmpuint (dh_history_weights_at (history, step, w), ==, step);
  for (guint l = 0; l < 3; l++)
    {
      DhLayer layer;
      double expected;

      dh_model_layer (&run->model, l, &layer);
      expected = hypot (norm (w + layer.weights, (gsize) layer.n_in * layer.n_out),
                        norm (w + layer.biases, layer.n_out));
      g_assert_cmpfloat_with_epsilon (dh_table_value (dh_history_get_steps (history),
                                        (guint) column + l, step - 1), expected, 1e-12 * expected);
    }
}

static void
test_snapshots (void)
{
  g_autoptr (DhRun) run = large_run ();
  g_autoptr (DhHistory) epochs = train (run);
  g_autoptr (DhHistory) strided = NULL;
  double w[81];

  g_test_summary ("Above 64 weights: norms per layer at every step, weights at epochs' ends or at a stride.");
  g_assert_cmpuint (dh_history_n_steps (epochs), ==, 87);
  g_assert_cmpuint (dh_table_length (dh_history_get_snapshots (epochs)), ==, 4);
  g_assert_cmpuint (dh_history_weights_at (epochs, 28, w), ==, 0);
  g_assert_cmpmem (w, sizeof w, dh_history_initial_weights (epochs), sizeof w);
  g_assert_cmpuint (dh_history_weights_at (epochs, 57, w), ==, 29);
  check_norms (epochs, 29);
  check_norms (epochs, 87);
  run->snapshot_stride = 10;
  strided = train (run);
  g_assert_cmpuint (dh_table_length (dh_history_get_snapshots (strided)), ==, 9);
  g_assert_cmpuint (dh_history_weights_at (strided, 87, w), ==, 80);
  g_assert_cmpuint (dh_history_weights_at (strided, 9, w), ==, 0);
  check_norms (strided, 50);
}

static void
test_epochs (void)
{
  g_autoptr (DhRun) run = dh_run_new ();
  g_autoptr (DhHistory) history = train (run);
  const DhEpochColumns *e = dh_history_epoch_columns (history);
  int error = dh_history_step_columns (history)->error;

  g_test_summary ("An epoch's MSE, RMSE and root of the sum are over the errors seen in it.");
  for (gsize epoch = 0; epoch < 5; epoch++)
    {
      double sum = 0;

      for (gsize k = 29 * epoch; k < 29 * epoch + 29; k++)
        sum += dh_table_value (dh_history_get_steps (history), (guint) error, k);
      g_assert_cmpfloat (dh_table_value (dh_history_get_epochs (history), (guint) e->mse, epoch), ==, sum / 29);
      g_assert_cmpfloat (dh_table_value (dh_history_get_epochs (history), (guint) e->rmse, epoch), ==, sqrt (sum / 29));
      g_assert_cmpfloat (dh_table_value (dh_history_get_epochs (history), (guint) e->root_sum, epoch), ==, sqrt (sum));
      g_assert_cmpfloat (dh_table_value (dh_history_get_epochs (history), (guint) e->steps, epoch), ==, 29);
    }
}

static void
test_quantities (void)
{
  gsize n;
  const DhQuantityInfo *info = dh_quantity_list (&n);
  g_autoptr (DhRun) run = dh_run_new ();
  g_autoptr (DhHistory) history = NULL;

  g_test_summary ("Every quantity of the table is found by its id, in a run that records all.");
  run->record_bump = TRUE;
  run->record_curvature = TRUE;
  dh_run_set_optimiser (run, DH_OPTIMISER_ADAM);
  history = train (run);
  for (gsize i = 0; i < n; i++)
    {
      guint signals = dh_quantity_n_signals (history, info[i].id);

      g_test_message ("%s", info[i].id);
      g_assert_true (dh_quantity_find (info[i].id) == &info[i]);
      g_assert_true (dh_quantity_check (info[i].id, NULL));
      g_assert_true (info[i].label != NULL && info[i].tooltip != NULL);
      g_assert_cmpuint (signals, ==, !dh_quantity_is_recorded (&info[i]) ? 0 : info[i].group ? 2 : 1);
      for (guint k = 0; k < signals; k++)
        {
          DhSignal signal, again;
          g_autofree char *id = NULL;
          g_autofree char *member = NULL;

          g_assert_true (dh_quantity_signal (history, info[i].id, k, &signal));
          g_assert_cmpint (signal.domain, ==, info[i].domain);
          g_assert_cmpuint (dh_signal_length (&signal), ==, info[i].domain == DH_PER_STEP ? 145 : 5);
          id = dh_signal_id (&signal, info[i].id);
          g_assert_true (dh_quantity_find (id) == &info[i]);
          g_assert_true (dh_quantity_signal (history, id, 0, &again));
          g_assert_true (again.table == signal.table && again.column == signal.column
                         && again.weight == signal.weight);
          member = dh_signal_member_name (&signal);
          g_assert_cmpstr (member, ==, !info[i].group ? "" : k == 0 ? "a" : "b");
        }
      g_assert_false (dh_quantity_signal (history, info[i].id, signals, &(DhSignal) { 0 }));
    }
}

static void
test_members (void)
{
  static const struct { const char *id, *group; } members[] = {
    { "w.a", "weights-before" }, { "n.b", "weights" }, { "g.a", "derivatives" },
    { "m.b", "moments" }, { "v.a", "squares" }, { "e.a", "epoch-weights" },
  };
  g_autoptr (DhRun) run = dh_run_new ();
  g_autoptr (DhHistory) history = NULL;
  DhSignal signal;
  double w[2];

  g_test_summary ("One weight's quantity by name; what a run has not recorded has no signals.");
  dh_run_set_optimiser (run, DH_OPTIMISER_ADAM);
  history = train (run);
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    {
      g_assert_cmpstr (dh_quantity_find (members[i].id)->id, ==, members[i].group);
      g_assert_cmpuint (dh_quantity_n_signals (history, members[i].id), ==, 1);
    }
  g_assert_true (dh_quantity_signal (history, "n.b", 0, &signal));
  g_assert_cmpuint (signal.weight, ==, 1);
  dh_history_weights_at (history, 7, w);
  g_assert_cmpfloat (dh_table_value (signal.table, signal.column, 6), ==, w[1]);
  g_assert_cmpuint (dh_quantity_n_signals (history, "n.c"), ==, 0);
  g_assert_cmpuint (dh_quantity_n_signals (history, "b.a"), ==, 0);
  g_assert_cmpuint (dh_quantity_n_signals (history, "bump-derivatives"), ==, 0);
  g_assert_cmpuint (dh_quantity_n_signals (history, "nonsense"), ==, 0);
  g_assert_null (dh_quantity_find ("n."));
}

static void
test_norm_names (void)
{
  g_autoptr (DhRun) run = large_run ();
  g_autoptr (DhHistory) history = train (run);
  DhSignal signal;
  g_autofree char *id = NULL;
  g_autofree char *name = NULL;

  g_test_summary ("Norms are named by layer.");
  g_assert_cmpuint (dh_quantity_n_signals (history, "weights"), ==, 3);
  g_assert_true (dh_quantity_signal (history, "weights", 2, &signal));
  name = dh_signal_member_name (&signal);
  g_assert_cmpstr (name, ==, "layer 3");
  id = dh_signal_id (&signal, "weights");
  g_assert_cmpstr (id, ==, "n.layer 3");
  g_assert_cmpuint (dh_quantity_n_signals (history, id), ==, 1);
  g_assert_cmpuint (dh_quantity_n_signals (history, "n.layer 4"), ==, 0);
  g_assert_cmpuint (dh_quantity_n_signals (history, "n.a"), ==, 0);
}

static void
test_axes (void)
{
  g_autoptr (DhRun) run = dh_run_new ();
  g_autoptr (DhHistory) history = NULL;
  DhSignal error, mse;

  g_test_summary ("Where values lie: steps from 1, epochs at their last step, an explosion at its own.");
  dh_model_spec_init (&run->model, DH_MODEL_TWO_LINEAR);
  dh_run_set_optimiser (run, DH_OPTIMISER_SGD);
  run->lr = 0.0001;
  history = train (run);
  g_assert_cmpint (dh_history_get_state (history), ==, DH_STATE_EXPLODED);
  g_assert_cmpuint (dh_history_n_steps (history), ==, 30);
  g_assert_true (dh_quantity_signal (history, "error", 0, &error));
  g_assert_true (dh_quantity_signal (history, "mse", 0, &mse));
  g_assert_cmpuint (dh_signal_length (&mse), ==, 2);
  g_assert_cmpfloat (dh_signal_step (&error, 0), ==, 1);
  g_assert_cmpfloat (dh_signal_epoch (&error, 28), ==, 1);
  g_assert_cmpfloat (dh_signal_step (&mse, 0), ==, 29);
  g_assert_cmpfloat (dh_signal_step (&mse, 1), ==, 30);
  g_assert_cmpfloat (dh_signal_epoch (&mse, 1), ==, 2);
}

static void
test_unknown (void)
{
  g_autoptr (GError) error = NULL;

  g_test_summary ("An unknown quantity is refused with the list of those that there are.");
  g_assert_false (dh_quantity_check ("loss", &error));
  g_assert_error (error, DH_ERROR, DH_ERROR_PARSE);
  g_assert_nonnull (strstr (error->message, "root-sum"));
}

static void
test_states (void)
{
  g_test_summary ("Every state has an id and a label.");
  for (guint i = DH_STATE_WAITING; i <= DH_STATE_EXPLODED; i++)
    g_assert_true (dh_state_id ((DhState) i) != NULL && dh_state_label ((DhState) i) != NULL);
  g_assert_cmpstr (dh_state_id (DH_STATE_EXPLODED), ==, "exploded");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/history/layout", test_layout);
  g_test_add_func ("/history/weights-at", test_weights_at);
  g_test_add_func ("/history/snapshots", test_snapshots);
  g_test_add_func ("/history/epochs", test_epochs);
  g_test_add_func ("/history/states", test_states);
  g_test_add_func ("/quantity/table", test_quantities);
  g_test_add_func ("/quantity/members", test_members);
  g_test_add_func ("/quantity/norm-names", test_norm_names);
  g_test_add_func ("/quantity/axes", test_axes);
  g_test_add_func ("/quantity/unknown", test_unknown);
  return g_test_run ();
}
