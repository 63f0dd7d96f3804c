/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* The trainer: the same bits recorded or not, whole or in pieces, extended or cancelled; explosions;
 * priming, carry, shuffling, batches, schedules and interventions; every combination for a while. */
#include "dh-trainer.h"

#include "dh-network.h"
#include "dh-rng.h"

#include <malloc.h>
#include <math.h>
#include <string.h>

static DhData *
small_data (gsize n)
{
  g_autofree double *x = g_new (double, n);
  g_autofree double *y = g_new (double, n);
  DhDataSpec spec;
  DhData *data;
  DhRng rng;

  dh_rng_init (&rng, n);
  for (gsize i = 0; i < n; i++)
    {
      x[i] = 4 * dh_rng_uniform (&rng) - 2;
      y[i] = 3 * x[i] * x[i] - x[i] + 0.5;
    }
  dh_data_spec_init (&spec);
  spec.source = DH_DATA_PASTED;
  data = dh_data_new_rows (&spec, x, y, n, NULL);
  dh_data_spec_clear (&spec);
  g_assert_nonnull (data);
  return data;
}

/* A run that differs in everything from the last, and always validates. */
static DhRun *
random_run (DhRng *rng)
{
  static const char *const schedules[] = { "constant", "step:7:0.5", "exponential:0.999", "cosine",
                                           "warmup-cosine:5", "one-cycle" };
  DhRun *run = dh_run_new ();
  DhModelKind model = (DhModelKind) dh_rng_below (rng, 4);

  dh_model_spec_init (&run->model, model);
  if (model == DH_MODEL_MLP)
    {
      run->model.n_hidden = 1 + (guint) dh_rng_below (rng, 3);
      for (guint i = 0; i < run->model.n_hidden; i++)
        run->model.width[i] = 1 + (guint32) dh_rng_below (rng, 12);
      run->model.activation = (DhActivation) dh_rng_below (rng, DH_ACTIVATION_N);
    }
  dh_init_spec_clear (&run->init);
  dh_init_spec_init (&run->init, DH_INIT_NORMAL);
  run->init.seed = dh_rng_next (rng);
  run->init.sd = 0.5;
  run->gradient = (DhGradientKind) dh_rng_below (rng, DH_GRADIENT_N);
  run->record_bump = dh_rng_below (rng, 2);
  dh_run_set_optimiser (run, (DhOptimiserKind) dh_rng_below (rng, DH_OPTIMISER_N));
  if (run->lr < 0.001)
    run->lr = 0.001;
  g_assert_true (dh_schedule_spec_parse (schedules[dh_rng_below (rng, G_N_ELEMENTS (schedules))],
                                         &run->schedule, NULL));
  run->clip = (DhClipSpec) { (DhClipKind) dh_rng_below (rng, DH_CLIP_N), 2 };
  if (dh_rng_below (rng, 5) == 0)
    {
      /* One that explodes. */
      dh_run_set_optimiser (run, DH_OPTIMISER_SGD);
      run->lr = 20;
      run->clip.kind = DH_CLIP_OFF;
    }
  run->batch = dh_rng_below (rng, 2) ? 1 : (gsize) dh_rng_below (rng, 12);
  run->shuffle = dh_rng_below (rng, 2);
  run->shuffle_seed = dh_rng_next (rng);
  if (run->batch == 1 && !run->shuffle && dh_rng_below (rng, 2))
    run->carry = DH_CARRY_WORKBOOK;
  run->epochs = 2 + dh_rng_below (rng, 30);
  run->prime = (guint) dh_rng_below (rng, 3);
  run->snapshot_stride = dh_rng_below (rng, 2) * 5;
  if (dh_rng_below (rng, 2))
    dh_run_intervene (run, 1 + dh_rng_below (rng, 100), run->lr / 3);
  return run;
}

static DhTrainer *
new_trainer (DhRun *run, DhData *data)
{
  g_autoptr (GError) error = NULL;
  DhTrainer *trainer = dh_trainer_new (run, data, &error);

  g_assert_no_error (error);
  return trainer;
}

static void
assert_same_end (const DhTrainer *a, const DhTrainer *b)
{
  DhTrainerStatus x, y;

  dh_trainer_status (a, &x);
  dh_trainer_status (b, &y);
  g_assert_cmpint (x.state, ==, y.state);
  g_assert_cmpuint (x.steps, ==, y.steps);
  g_assert_cmpuint (x.epochs, ==, y.epochs);
  g_assert_cmpmem (&x.root_sum, sizeof x.root_sum, &y.root_sum, sizeof y.root_sum);
  g_assert_cmpmem (&x.mse, sizeof x.mse, &y.mse, sizeof y.mse);
  for (gsize i = 0; i < dh_model_n_weights (&dh_trainer_get_run (a)->model); i++)
    g_assert_cmpmem (&x.weights[i], sizeof (double), &y.weights[i], sizeof (double));
}

static void
assert_same_table (const DhTable *a, const DhTable *b)
{
  gsize n = dh_table_length (a);
  g_autofree double *x = g_new (double, n + 1);
  g_autofree double *y = g_new (double, n + 1);

  g_assert_cmpuint (dh_table_n_columns (a), ==, dh_table_n_columns (b));
  g_assert_cmpuint (n, ==, dh_table_length (b));
  for (guint c = 0; c < dh_table_n_columns (a); c++)
    {
      dh_table_read (a, c, 0, n, x);
      dh_table_read (b, c, 0, n, y);
      for (gsize i = 0; i < n; i++)
        g_assert_true (x[i] == y[i] || (isnan (x[i]) && isnan (y[i])));
    }
}

static void
assert_same_history (const DhHistory *a, const DhHistory *b)
{
  assert_same_table (dh_history_get_steps (a), dh_history_get_steps (b));
  assert_same_table (dh_history_get_epochs (a), dh_history_get_epochs (b));
  if (dh_history_get_snapshots (a) != NULL)
    assert_same_table (dh_history_get_snapshots (a), dh_history_get_snapshots (b));
  g_assert_cmpint (dh_history_get_state (a), ==, dh_history_get_state (b));
}

/* In pieces of random length, with a raised cancel flag in between now and then. */
static void
advance_in_pieces (DhTrainer *trainer, DhHistory *history, DhRng *rng)
{
  const gint raised = 1;
  DhTrainerStatus status;

  do
    {
      guint64 most = dh_rng_below (rng, 40);

      if (dh_rng_below (rng, 4) == 0)
        g_assert_cmpuint (dh_trainer_advance (trainer, history, 100, &raised), ==, 0);
      g_assert_cmpuint (dh_trainer_advance (trainer, history, most, NULL), <=, most);
      dh_trainer_status (trainer, &status);
    }
  while (status.state != DH_STATE_FINISHED && status.state != DH_STATE_EXPLODED);
  g_assert_cmpuint (dh_trainer_advance (trainer, history, 10, NULL), ==, 0);
}

/* First to @short_epochs epochs, then on to the run's own number. */
static DhTrainer *
train_extended (DhRun *run, DhData *data, DhHistory *history, guint64 short_epochs)
{
  g_autoptr (DhRun) shorter = dh_run_copy (run);
  DhTrainer *trainer;

  shorter->epochs = short_epochs;
  trainer = new_trainer (shorter, data);
  dh_trainer_advance (trainer, history, G_MAXUINT64, NULL);
  dh_trainer_extend (trainer, run);
  g_assert_true (dh_trainer_get_run (trainer) == run);
  dh_trainer_advance (trainer, history, G_MAXUINT64, NULL);
  return trainer;
}

static void
test_same_bits (void)
{
  DhRng rng;
  guint n_exploded = 0;
  guint n_finished = 0;

  g_test_summary ("Recorded or not, whole, in pieces, cancelled or extended: the same bits.");
  dh_rng_init (&rng, 20261124);
  for (guint i = 0; i < 120; i++)
    {
      g_autoptr (DhData) data = small_data (1 + dh_rng_below (&rng, 40));
      g_autoptr (DhRun) run = random_run (&rng);
      g_autoptr (DhHistory) whole = dh_train (run, data, NULL, NULL);
      g_autoptr (DhHistory) pieces = dh_history_new (run, data);
      g_autoptr (DhTrainer) unrecorded = new_trainer (run, data);
      g_autoptr (DhTrainer) piecewise = new_trainer (run, data);
      g_autofree char *text = dh_run_describe (run);

      g_test_message ("%u: %s", i, text);
      g_assert_nonnull (whole);
      dh_trainer_advance (unrecorded, NULL, G_MAXUINT64, NULL);
      advance_in_pieces (piecewise, pieces, &rng);
      assert_same_end (unrecorded, piecewise);
      assert_same_history (whole, pieces);
      if (!dh_schedule_needs_total (&run->schedule))
        {
          g_autoptr (DhHistory) extended = dh_history_new (run, data);
          g_autoptr (DhTrainer) trainer = train_extended (run, data, extended, run->epochs / 2);

          assert_same_end (unrecorded, trainer);
          assert_same_history (whole, extended);
        }
      n_exploded += dh_history_get_state (whole) == DH_STATE_EXPLODED;
      n_finished += dh_history_get_state (whole) == DH_STATE_FINISHED;
    }
  /* Both kinds of end have been seen. */
  g_assert_cmpuint (n_exploded, >, 0);
  g_assert_cmpuint (n_finished, >, 40);
}

static double
cell (const DhTable *table, int column, gsize row)
{
  g_assert_cmpint (column, >=, 0);
  return dh_table_value (table, (guint) column, row);
}

/* What every recorded step must satisfy, whatever the run is. */
static void
check_history (const DhHistory *history)
{
  const DhRun *run = dh_history_get_run (history);
  const DhStepColumns *c = dh_history_step_columns (history);
  const DhEpochColumns *e = dh_history_epoch_columns (history);
  const DhTable *steps = dh_history_get_steps (history);
  const DhTable *epochs = dh_history_get_epochs (history);
  gsize n = dh_history_n_steps (history);
  gboolean exploded = dh_history_get_state (history) == DH_STATE_EXPLODED;
  double counted = 0;

  g_assert_cmpuint (n, <=, dh_history_steps_per_epoch (history) * run->epochs);
  g_assert_true (exploded || n == dh_history_steps_per_epoch (history) * run->epochs);
  for (gsize i = 0; i < dh_table_length (epochs); i++)
    counted += cell (epochs, e->steps, i);
  g_assert_cmpfloat (counted, ==, (double) n);
  for (gsize k = 0; k < n; k++)
    {
      gboolean last = k + 1 == n;

      g_assert_cmpfloat (cell (steps, c->lr, k), >, 0);
      if (exploded && last)
        continue;
      g_assert_true (isfinite (cell (steps, c->error, k)));
      for (guint j = 0; j < c->n_vector; j++)
        {
          g_assert_true (isfinite (dh_table_value (steps, (guint) c->n + j, k)));
          if (run->carry == DH_CARRY_EVERY_ROW && !last)
            g_assert_cmpfloat (dh_table_value (steps, (guint) c->n + j, k), ==,
                               dh_table_value (steps, (guint) c->w + j, k + 1));
        }
    }
}

static void
test_everything (void)
{
  g_autoptr (DhData) data = small_data (13);
  static const gsize batches[] = { 1, 5, 0 };

  g_test_summary ("Every optimiser with every model, gradient and batch trains, and says how it ended.");
  for (guint o = 0; o < DH_OPTIMISER_N; o++)
    for (guint m = 0; m <= DH_MODEL_MLP; m++)
      for (guint g = 0; g < DH_GRADIENT_N; g++)
        for (guint b = 0; b < G_N_ELEMENTS (batches); b++)
          {
            g_autoptr (DhRun) run = dh_run_new ();
            g_autoptr (DhHistory) history = NULL;

            dh_model_spec_init (&run->model, (DhModelKind) m);
            dh_run_set_optimiser (run, (DhOptimiserKind) o);
            run->gradient = (DhGradientKind) g;
            run->batch = batches[b];
            run->epochs = 3;
            history = dh_train (run, data, NULL, NULL);
            g_assert_nonnull (history);
            check_history (history);
          }
}

static void
test_explosion (void)
{
  g_autoptr (DhData) data = small_data (10);
  g_autoptr (DhRun) run = dh_run_new ();
  g_autoptr (DhHistory) history = NULL;
  DhTrainerStatus status;
  g_autoptr (DhTrainer) trainer = NULL;
  gsize n;

  g_test_summary ("An explosion ends the run, is recorded, and has its row of the epochs.");
  dh_model_spec_init (&run->model, DH_MODEL_TWO_LINEAR);
  run->lr = 3;
  run->epochs = 50;
  history = dh_train (run, data, NULL, NULL);
  g_assert_cmpint (dh_history_get_state (history), ==, DH_STATE_EXPLODED);
  check_history (history);
  n = dh_history_n_steps (history);
  g_assert_cmpuint (n, <, 50);
  g_assert_cmpuint (dh_history_n_epochs (history), ==, (n + 9) / 10);
  trainer = new_trainer (run, data);
  g_assert_cmpuint (dh_trainer_advance (trainer, NULL, G_MAXUINT64, NULL), ==, n);
  g_assert_cmpuint (dh_trainer_advance (trainer, NULL, G_MAXUINT64, NULL), ==, 0);
  dh_trainer_status (trainer, &status);
  g_assert_cmpint (status.state, ==, DH_STATE_EXPLODED);
  g_assert_cmpuint (status.epochs, ==, (n + 9) / 10);
}

static void
test_row_error_limit (void)
{
  DhDataSpec spec;
  g_autoptr (DhData) data = NULL;
  g_autoptr (DhRun) run = dh_run_new ();
  g_autoptr (DhHistory) rows = NULL;
  g_autoptr (DhHistory) batch = NULL;
  const double x[] = { 0, 0 };
  const double y[] = { 1, 3e50 };

  g_test_summary ("One row's error beyond 1e100 is an explosion, within a batch too.");
  dh_data_spec_init (&spec);
  spec.source = DH_DATA_PASTED;
  data = dh_data_new_rows (&spec, x, y, 2, NULL);
  run->lr = 1e-300;
  run->epochs = 2;
  rows = dh_train (run, data, NULL, NULL);
  g_assert_cmpint (dh_history_get_state (rows), ==, DH_STATE_EXPLODED);
  g_assert_cmpuint (dh_history_n_steps (rows), ==, 2);
  run->batch = 0;
  batch = dh_train (run, data, NULL, NULL);
  g_assert_cmpint (dh_history_get_state (batch), ==, DH_STATE_EXPLODED);
  g_assert_cmpuint (dh_history_n_steps (batch), ==, 1);
  dh_data_spec_clear (&spec);
}

static void
test_rates (void)
{
  g_autoptr (DhData) data = small_data (10);
  g_autoptr (DhRun) run = dh_run_new ();
  g_autoptr (DhHistory) history = NULL;
  const DhStepColumns *c;

  g_test_summary ("The rate in force: interventions replace the base, the schedule multiplies it.");
  run->lr = 0.01;
  g_assert_true (dh_schedule_spec_parse ("step:15:0.5", &run->schedule, NULL));
  dh_run_intervene (run, 8, 0.02);
  history = dh_train (run, data, NULL, NULL);
  c = dh_history_step_columns (history);
  for (gsize k = 1; k <= 50; k++)
    g_assert_cmpfloat (cell (dh_history_get_steps (history), c->lr, k - 1), ==,
                       (k < 8 ? 0.01 : 0.02) * dh_schedule_rate (&run->schedule, 1, k, 50));
}

static void
test_shuffle (void)
{
  g_autoptr (DhData) data = small_data (20);
  g_autoptr (DhRun) run = dh_run_new ();
  g_autoptr (DhHistory) history = NULL;
  g_autoptr (DhHistory) other = NULL;
  const DhStepColumns *c;
  gboolean differs = FALSE;
  gboolean seeded = FALSE;

  g_test_summary ("Shuffled epochs visit every row once, each in another order, and the seed decides it.");
  run->shuffle = TRUE;
  run->shuffle_seed = 5;
  history = dh_train (run, data, NULL, NULL);
  run->shuffle_seed = 6;
  other = dh_train (run, data, NULL, NULL);
  c = dh_history_step_columns (history);
  for (gsize epoch = 0; epoch < 5; epoch++)
    {
      gboolean seen[21] = { FALSE };

      for (gsize k = epoch * 20; k < epoch * 20 + 20; k++)
        {
          guint row = (guint) cell (dh_history_get_steps (history), c->row, k);

          g_assert_cmpuint (row, >=, 1);
          g_assert_cmpuint (row, <=, 20);
          g_assert_false (seen[row]);
          seen[row] = TRUE;
          g_assert_cmpfloat (cell (dh_history_get_steps (history), c->x, k), ==,
                             dh_data_get_x (data)[row - 1]);
          differs |= row != (guint) cell (dh_history_get_steps (history), c->row, k % 20);
          seeded |= row != (guint) cell (dh_history_get_steps (other), c->row, k);
        }
    }
  g_assert_true (differs && seeded);
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
sorted_median (double *value, gsize n)
{
  qsort (value, n, sizeof *value, compare_doubles);
  return n % 2 ? value[n / 2] : value[n / 2 - 1] + (value[n / 2] - value[n / 2 - 1]) / 2;
}

/* A step on a batch of @n rows from row @first on, from its record alone. */
static void
check_batch_step (const DhHistory *history, gsize step, gsize first, gsize n)
{
  const DhData *data = dh_history_get_data (history);
  const DhRun *run = dh_history_get_run (history);
  const DhStepColumns *c = dh_history_step_columns (history);
  const DhTable *t = dh_history_get_steps (history);
  double w[2], after[2], overshoot[64], gain[64];
  double e = 0;

  for (guint j = 0; j < 2; j++)
    {
      w[j] = dh_table_value (t, (guint) c->w + j, step);
      after[j] = dh_table_value (t, (guint) c->n + j, step);
    }
  for (gsize i = 0; i < n; i++)
    {
      double x = dh_data_get_x (data)[first + i];
      double y = dh_data_get_y (data)[first + i];
      double p = w[0] * x + w[1];

      e += (p - y) * (p - y) / (double) n;
      overshoot[i] = (after[0] * x + after[1] - p) / (y - p);
      gain[i] = 2 * run->lr * (x * x + 1);
    }
  g_assert_cmpfloat (cell (t, c->row, step), ==, (double) first + 1);
  g_assert_cmpfloat_with_epsilon (cell (t, c->error, step), e, 1e-12 * e);
  g_assert_cmpfloat_with_epsilon (cell (t, c->overshoot, step), sorted_median (overshoot, n), 1e-10);
  g_assert_cmpfloat_with_epsilon (cell (t, c->step_gain, step), sorted_median (gain, n), 1e-12);
  g_assert_cmpfloat_with_epsilon (cell (t, c->step_length, step),
                                  sqrt (pow (after[0] - w[0], 2) + pow (after[1] - w[1], 2)), 1e-14);
}

static void
test_batches (void)
{
  g_autoptr (DhData) data = small_data (23);
  g_autoptr (DhRun) run = dh_run_new ();
  g_autoptr (DhHistory) history = NULL;
  gsize k = 0;

  g_test_summary ("A batch's error is the mean, its overshoot and gain are medians; the last one is smaller.");
  run->batch = 6;
  run->lr = 0.01;
  history = dh_train (run, data, NULL, NULL);
  g_assert_cmpuint (dh_history_steps_per_epoch (history), ==, 4);
  g_assert_cmpuint (dh_history_n_steps (history), ==, 20);
  for (guint epoch = 0; epoch < 5; epoch++)
    for (gsize first = 0; first < 23; first += 6)
      check_batch_step (history, k++, first, MIN (6, 23 - first));
}

static void
test_large_batch (void)
{
  gsize n = 5000; /* more rows than the trainer takes at once */
  g_autoptr (DhData) data = small_data (n);
  g_autoptr (DhRun) run = dh_run_new ();
  g_autoptr (DhHistory) history = NULL;
  g_autoptr (DhNetwork) network = NULL;
  g_autofree double *prediction = g_new (double, n);
  double g[25], w[25], e;

  g_test_summary ("A batch taken in pieces has the gradient of the whole.");
  dh_model_spec_init (&run->model, DH_MODEL_MLP);
  g_assert_cmpuint (dh_model_n_weights (&run->model), ==, 25);
  dh_init_spec_clear (&run->init);
  dh_init_spec_init (&run->init, DH_INIT_XAVIER);
  run->batch = 0;
  run->epochs = 1;
  history = dh_train (run, data, NULL, NULL);
  network = dh_network_new (&run->model, n, NULL);
  dh_init_weights (&run->init, &run->model, w);
  e = dh_network_loss_gradient (network, w, dh_data_get_x (data), dh_data_get_y (data), n,
                                prediction, NULL, g);
  g_assert_cmpfloat_with_epsilon (cell (dh_history_get_steps (history),
                                        dh_history_step_columns (history)->error, 0), e, 1e-11 * e);
  for (guint j = 0; j < 25; j++)
    g_assert_cmpfloat_with_epsilon (dh_table_value (dh_history_get_steps (history),
                                      (guint) dh_history_step_columns (history)->g + j, 0),
                                    g[j], 1e-9);
}

static void
test_rows_match_network (void)
{
  g_autoptr (DhData) data = small_data (17);

  g_test_summary ("The straight-line steps give the bits that the network gives on batches of one row.");
  for (guint m = 0; m < DH_MODEL_MLP; m++)
    {
      g_autoptr (DhRun) run = dh_run_new ();
      g_autoptr (DhHistory) history = NULL;
      g_autoptr (DhNetwork) network = NULL;
      const DhStepColumns *c;
      gsize n_weights;

      dh_model_spec_init (&run->model, (DhModelKind) m);
      run->lr = 0.002;
      history = dh_train (run, data, NULL, NULL);
      c = dh_history_step_columns (history);
      n_weights = dh_model_n_weights (&run->model);
      network = dh_network_new (&run->model, 1, NULL);
      for (gsize k = 0; k < dh_history_n_steps (history); k++)
        {
          double w[4], g[4], prediction, e;
          double x = cell (dh_history_get_steps (history), c->x, k);
          double y = cell (dh_history_get_steps (history), c->y, k);

          for (guint j = 0; j < n_weights; j++)
            w[j] = dh_table_value (dh_history_get_steps (history), (guint) c->w + j, k);
          e = dh_network_loss_gradient (network, w, &x, &y, 1, &prediction, NULL, g);
          g_assert_cmpfloat (e, ==, cell (dh_history_get_steps (history), c->error, k));
          g_assert_cmpfloat (prediction, ==, cell (dh_history_get_steps (history), c->prediction, k));
          for (guint j = 0; j < n_weights; j++)
            g_assert_cmpfloat (g[j], ==, dh_table_value (dh_history_get_steps (history), (guint) c->g + j, k));
        }
    }
}

static void
test_overshoot (void)
{
  g_autoptr (DhData) data = small_data (17);
  g_autoptr (DhRun) run = dh_run_new ();
  g_autoptr (DhHistory) history = NULL;
  const DhStepColumns *c;

  g_test_summary ("For one neuron and plain SGD the step gain is the overshoot, 2 η (x² + 1).");
  run->lr = 0.05;
  history = dh_train (run, data, NULL, NULL);
  c = dh_history_step_columns (history);
  for (gsize k = 0; k < dh_history_n_steps (history); k++)
    {
      double x = cell (dh_history_get_steps (history), c->x, k);

      g_assert_cmpfloat (cell (dh_history_get_steps (history), c->step_gain, k), ==, 2 * 0.05 * (x * x + 1));
      g_assert_cmpfloat_with_epsilon (cell (dh_history_get_steps (history), c->overshoot, k),
                                      0.1 * (x * x + 1), 1e-9);
    }
}

static void
test_distance (void)
{
  g_autoptr (DhData) data = small_data (17);
  g_autoptr (DhRun) run = dh_run_new ();
  g_autoptr (DhHistory) history = NULL;
  double slope, intercept, a, b;
  const DhStepColumns *c;
  gsize last;

  g_test_summary ("One neuron knows its distance to the least-squares line, and gets nearer.");
  run->lr = 0.001;
  run->epochs = 300;
  history = dh_train (run, data, NULL, NULL);
  c = dh_history_step_columns (history);
  g_assert_true (dh_data_least_squares (data, &slope, &intercept));
  last = dh_history_n_steps (history) - 1;
  a = cell (dh_history_get_steps (history), c->n, last);
  b = cell (dh_history_get_steps (history), c->n + 1, last);
  g_assert_cmpfloat_with_epsilon (cell (dh_history_get_steps (history), c->distance, last),
                                  sqrt (pow (a - slope, 2) + pow (b - intercept, 2)), 1e-12);
  g_assert_cmpfloat (cell (dh_history_get_steps (history), c->distance, last), <,
                     cell (dh_history_get_steps (history), c->distance, 0) / 5);
  g_assert_cmpfloat (cell (dh_history_get_steps (history), c->effective_slope, last), ==, a);
}

static void
test_priming (void)
{
  g_autoptr (DhData) data = small_data (12);
  g_autoptr (DhRun) run = dh_run_new ();
  g_autoptr (DhRun) unprimed = NULL;
  g_autoptr (DhHistory) primed = NULL;
  g_autoptr (DhHistory) pass = NULL;
  const DhStepColumns *c;
  gsize last = 11;

  g_test_summary ("Priming leaves the moments of a pass and puts the weights back.");
  dh_run_set_optimiser (run, DH_OPTIMISER_AVERAGE_GRAD);
  run->lr = 0.001;
  run->epochs = 1;
  unprimed = dh_run_copy (run);
  run->prime = 1;
  primed = dh_train (run, data, NULL, NULL);
  pass = dh_train (unprimed, data, NULL, NULL);
  c = dh_history_step_columns (primed);
  for (guint j = 0; j < 2; j++)
    {
      double left = dh_table_value (dh_history_get_steps (pass), (guint) c->m + j, last);
      double g = dh_table_value (dh_history_get_steps (primed), (guint) c->g + j, 0);

      g_assert_cmpfloat (dh_table_value (dh_history_get_steps (primed), (guint) c->w + j, 0), ==, 1);
      g_assert_cmpfloat (dh_table_value (dh_history_get_steps (primed), (guint) c->m + j, 0), ==,
                         0.9 * left + 1 * g);
    }
}

static void
test_carry (void)
{
  g_autoptr (DhData) data = small_data (9);
  g_autoptr (DhRun) run = dh_run_new ();
  g_autoptr (DhHistory) history = NULL;
  const DhStepColumns *c;
  const DhTable *t;

  g_test_summary ("Carry workbook: the next epoch starts before the last row's update; the moments keep it.");
  dh_run_set_optimiser (run, DH_OPTIMISER_WORKBOOK_MOMENTUM);
  run->carry = DH_CARRY_WORKBOOK;
  run->lr = 0.001;
  history = dh_train (run, data, NULL, NULL);
  c = dh_history_step_columns (history);
  t = dh_history_get_steps (history);
  for (gsize epoch = 1; epoch < 5; epoch++)
    for (guint j = 0; j < 2; j++)
      {
        gsize k = epoch * 9;
        double w = dh_table_value (t, (guint) c->w + j, k - 1);

        g_assert_cmpfloat (dh_table_value (t, (guint) c->n + j, k - 1), !=, w);
        g_assert_cmpfloat (dh_table_value (t, (guint) c->w + j, k), ==, w);
        g_assert_cmpfloat (dh_table_value (dh_history_get_epochs (history),
                             (guint) dh_history_epoch_columns (history)->w + j, epoch - 1), ==, w);
        g_assert_cmpfloat (dh_table_value (t, (guint) c->m + j, k), ==,
                           dh_table_value (t, (guint) c->m + j, k - 1) * 0.9
                             + (1 - 0.9) * dh_table_value (t, (guint) c->g + j, k));
      }
}

static void
test_no_allocation (void)
{
  static const gsize batches[] = { 1, 7, 0 };
  g_autoptr (DhData) data = small_data (200);

  g_test_summary ("A step allocates nothing, whatever the model.");
  for (guint m = 0; m <= DH_MODEL_MLP; m++)
    for (guint b = 0; b < G_N_ELEMENTS (batches); b++)
      {
        g_autoptr (DhRun) run = dh_run_new ();
        g_autoptr (DhTrainer) trainer = NULL;
        struct mallinfo2 before, after;

        dh_model_spec_init (&run->model, (DhModelKind) m);
        dh_run_set_optimiser (run, DH_OPTIMISER_ADAM);
        run->batch = batches[b];
        run->epochs = 50;
        trainer = new_trainer (run, data);
        dh_trainer_advance (trainer, NULL, 5, NULL);
        before = mallinfo2 ();
        dh_trainer_advance (trainer, NULL, 40, NULL);
        after = mallinfo2 ();
        g_assert_cmpuint (after.uordblks, ==, before.uordblks);
        g_assert_cmpuint (after.arena, ==, before.arena);
        g_assert_cmpuint (after.hblkhd, ==, before.hblkhd);
      }
}

static void
test_stopped (void)
{
  const gint raised = 1;
  g_autoptr (DhData) data = small_data (10);
  g_autoptr (DhRun) run = dh_run_new ();
  g_autoptr (DhHistory) history = dh_train (run, data, &raised, NULL);
  g_autoptr (GError) error = NULL;

  g_test_summary ("A raised flag stops a whole run; bad settings give none at all.");
  g_assert_cmpint (dh_history_get_state (history), ==, DH_STATE_STOPPED);
  g_assert_cmpuint (dh_history_n_steps (history), ==, 0);
  run->lr = -1;
  g_assert_null (dh_train (run, data, NULL, &error));
  g_assert_nonnull (error);
}

static void
test_curvature (void)
{
  g_autoptr (DhData) data = small_data (12);
  g_autoptr (DhRun) run = dh_run_new ();
  g_autoptr (DhHistory) history = NULL;
  const DhEpochColumns *e;
  double greatest = 0;

  g_test_summary ("Curvature a row an epoch when asked for; the row limit of one neuron is known.");
  run->record_curvature = TRUE;
  history = dh_train (run, data, NULL, NULL);
  e = dh_history_epoch_columns (history);
  for (gsize i = 0; i < 12; i++)
    greatest = fmax (greatest, pow (dh_data_get_x (data)[i], 2) + 1);
  for (gsize i = 0; i < 5; i++)
    {
      g_assert_cmpfloat_with_epsilon (cell (dh_history_get_epochs (history), e->row_limit, i), 1 / greatest, 1e-12);
      g_assert_cmpfloat (cell (dh_history_get_epochs (history), e->lambda_max, i), >=,
                         cell (dh_history_get_epochs (history), e->lambda_min, i));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trainer/same-bits", test_same_bits);
  g_test_add_func ("/trainer/everything", test_everything);
  g_test_add_func ("/trainer/explosion", test_explosion);
  g_test_add_func ("/trainer/row-error-limit", test_row_error_limit);
  g_test_add_func ("/trainer/rates", test_rates);
  g_test_add_func ("/trainer/shuffle", test_shuffle);
  g_test_add_func ("/trainer/batches", test_batches);
  g_test_add_func ("/trainer/large-batch", test_large_batch);
  g_test_add_func ("/trainer/rows-match-network", test_rows_match_network);
  g_test_add_func ("/trainer/overshoot", test_overshoot);
  g_test_add_func ("/trainer/distance", test_distance);
  g_test_add_func ("/trainer/priming", test_priming);
  g_test_add_func ("/trainer/carry", test_carry);
  g_test_add_func ("/trainer/no-allocation", test_no_allocation);
  g_test_add_func ("/trainer/stopped", test_stopped);
  g_test_add_func ("/trainer/curvature", test_curvature);
  return g_test_run ();
}
