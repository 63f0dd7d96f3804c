/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* History: the tables of a run and what their columns are. The trainer's thread writes the
 * tables, everyone else reads what they have published; the rest never changes after the making,
 * but for the atomic state. */
#include "dh-history.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

struct _DhHistory
{
  gint ref_count;
  gint state; /* atomic */
  DhRun *run;
  DhData *data;
  DhTable *steps;
  DhTable *epochs;
  DhTable *snapshots;
  DhStepColumns step_columns;
  DhEpochColumns epoch_columns;
  guint64 steps_per_epoch;
  gsize n_weights;
  double *initial;
};

static const char *const state_ids[] = { "waiting", "running", "finished", "stopped", "exploded" };
static const char *const state_labels[] = {
  N_("Waiting"), N_("Running"), N_("Finished"), N_("Stopped"), N_("Exploded")
};

const char *
dh_state_id (DhState state)
{
  g_return_val_if_fail ((guint) state < G_N_ELEMENTS (state_ids), NULL);
  return state_ids[state];
}

const char *
dh_state_label (DhState state)
{
  g_return_val_if_fail ((guint) state < G_N_ELEMENTS (state_labels), NULL);
  return state_labels[state];
}

static int
take (guint *n_columns, guint n)
{
  int first = (int) *n_columns;

  *n_columns += n;
  return first;
}

static guint
vector_length (const DhRun *run, gboolean *norms)
{
  gsize n_weights = dh_model_n_weights (&run->model);

  *norms = n_weights > DH_MODEL_FULL_RECORD;
  return *norms ? dh_model_n_layers (&run->model) : (guint) n_weights;
}

void
dh_step_columns_init (DhStepColumns *columns, const DhRun *run)
{
  guint *n = &columns->n_columns;
  gboolean line = run->model.n_hidden == 0
                  || run->model.activation == DH_ACTIVATION_IDENTITY;
  guint vector;

  columns->n_columns = 0;
  vector = columns->n_vector = vector_length (run, &columns->norms);
  columns->row = take (n, 1);
  columns->x = take (n, 1);
  columns->y = take (n, 1);
  columns->prediction = take (n, 1);
  columns->error = take (n, 1);
  columns->lr = take (n, 1);
  columns->overshoot = take (n, 1);
  columns->step_gain = columns->norms && run->batch != 1 ? -1 : take (n, 1);
  columns->step_length = take (n, 1);
  columns->distance = dh_model_spec_kind (&run->model) == DH_MODEL_LINEAR ? take (n, 1) : -1;
  columns->effective_slope = line ? take (n, 1) : -1;
  columns->effective_intercept = line ? take (n, 1) : -1;
  columns->w = take (n, vector);
  columns->g = take (n, vector);
  columns->b = run->record_bump || run->gradient != DH_GRADIENT_ANALYTIC ? take (n, vector) : -1;
  columns->m = dh_optimiser_spec_has_m (&run->optimiser) ? take (n, vector) : -1;
  columns->v = dh_optimiser_spec_has_v (&run->optimiser) ? take (n, vector) : -1;
  columns->n = take (n, vector);
}

void
dh_epoch_columns_init (DhEpochColumns *columns, const DhRun *run)
{
  guint *n = &columns->n_columns;
  gboolean curvature = run->record_curvature;
  gboolean norms;
  guint vector = vector_length (run, &norms);

  columns->n_columns = 0;
  columns->steps = take (n, 1);
  columns->mse = take (n, 1);
  columns->rmse = take (n, 1);
  columns->root_sum = take (n, 1);
  columns->lr = take (n, 1);
  columns->w = take (n, vector);
  columns->g = norms ? take (n, vector) : -1;
  columns->lambda_max = curvature ? take (n, 1) : -1;
  columns->lambda_min = curvature ? take (n, 1) : -1;
  columns->condition = curvature ? take (n, 1) : -1;
  columns->row_limit = curvature ? take (n, 1) : -1;
  columns->epoch_limit = curvature ? take (n, 1) : -1;
}

/* Step, weights, gradient. */
static guint
snapshot_columns (gsize n_weights)
{
  return (guint) (1 + 2 * n_weights);
}

/* The start is the first snapshot: step 0, and no gradient yet. */
static void
write_first_snapshot (DhHistory *history)
{
  gsize stride;
  double *place = dh_table_next (history->snapshots, &stride);

  place[0] = 0;
  for (gsize i = 0; i < history->n_weights; i++)
    {
      place[(1 + i) * stride] = history->initial[i];
      place[(1 + history->n_weights + i) * stride] = (double) NAN;
    }
  dh_table_append (history->snapshots);
  dh_table_publish (history->snapshots);
}

DhHistory *
dh_history_new (DhRun *run, DhData *data)
{
  DhHistory *history;

  g_return_val_if_fail (run != NULL && data != NULL, NULL);
  history = g_new0 (DhHistory, 1);
  history->ref_count = 1;
  history->run = dh_run_ref (run);
  history->data = dh_data_ref (data);
  dh_step_columns_init (&history->step_columns, run);
  dh_epoch_columns_init (&history->epoch_columns, run);
  history->steps = dh_table_new (history->step_columns.n_columns);
  history->epochs = dh_table_new (history->epoch_columns.n_columns);
  history->steps_per_epoch = dh_run_steps_per_epoch (run, dh_data_get_n_rows (data));
  history->n_weights = dh_model_n_weights (&run->model);
  history->initial = g_new (double, history->n_weights);
  dh_init_weights (&run->init, &run->model, history->initial);
  if (history->step_columns.norms)
    {
      history->snapshots = dh_table_new (snapshot_columns (history->n_weights));
      write_first_snapshot (history);
    }
  return history;
}

DhHistory *
dh_history_ref (DhHistory *history)
{
  g_return_val_if_fail (history != NULL, NULL);
  g_atomic_int_inc (&history->ref_count);
  return history;
}

void
dh_history_unref (DhHistory *history)
{
  g_return_if_fail (history != NULL);
  if (!g_atomic_int_dec_and_test (&history->ref_count))
    return;
  dh_run_unref (history->run);
  dh_data_unref (history->data);
  dh_table_unref (history->steps);
  dh_table_unref (history->epochs);
  g_clear_pointer (&history->snapshots, dh_table_unref);
  g_free (history->initial);
  g_free (history);
}

DhRun *
dh_history_get_run (const DhHistory *history)
{
  return history->run;
}

DhData *
dh_history_get_data (const DhHistory *history)
{
  return history->data;
}

DhTable *
dh_history_get_steps (const DhHistory *history)
{
  return history->steps;
}

DhTable *
dh_history_get_epochs (const DhHistory *history)
{
  return history->epochs;
}

DhTable *
dh_history_get_snapshots (const DhHistory *history)
{
  return history->snapshots;
}

const DhStepColumns *
dh_history_step_columns (const DhHistory *history)
{
  return &history->step_columns;
}

const DhEpochColumns *
dh_history_epoch_columns (const DhHistory *history)
{
  return &history->epoch_columns;
}

gsize
dh_history_n_steps (const DhHistory *history)
{
  return dh_table_length (history->steps);
}

gsize
dh_history_n_epochs (const DhHistory *history)
{
  return dh_table_length (history->epochs);
}

guint64
dh_history_steps_per_epoch (const DhHistory *history)
{
  return history->steps_per_epoch;
}

const double *
dh_history_initial_weights (const DhHistory *history)
{
  return history->initial;
}

DhState
dh_history_get_state (const DhHistory *history)
{
  return (DhState) g_atomic_int_get (&history->state);
}

void
dh_history_set_state (DhHistory *history, DhState state)
{
  g_atomic_int_set (&history->state, (gint) state);
}

/* The newest snapshot at or before @step. There always is one: the start. */
static gsize
find_snapshot (const DhHistory *history, gsize step)
{
  gsize low = 0;
  gsize high = dh_table_length (history->snapshots) - 1;

  while (low < high)
    {
      gsize middle = high - (high - low) / 2;

      if (dh_table_value (history->snapshots, 0, middle) <= (double) step)
        low = middle;
      else
        high = middle - 1;
    }
  return low;
}

gsize
dh_history_weights_at (const DhHistory *history, gsize step, double *weights)
{
  const DhTable *table = history->steps;
  int column = history->step_columns.n;
  gsize row, of;

  g_return_val_if_fail (step <= dh_history_n_steps (history), 0);
  if (history->snapshots == NULL && step == 0)
    {
      memcpy (weights, history->initial, history->n_weights * sizeof *weights);
      return 0;
    }
  row = step - 1;
  of = step;
  if (history->snapshots != NULL)
    {
      table = history->snapshots;
      column = 1;
      row = find_snapshot (history, step);
      of = (gsize) dh_table_value (table, 0, row);
    }
  for (gsize i = 0; i < history->n_weights; i++)
    weights[i] = dh_table_value (table, (guint) ((gsize) column + i), row);
  return of;
}

static gsize
saturating_product (guint64 rows, guint n_columns)
{
  gsize bytes;

  if (rows > G_MAXSIZE || !g_size_checked_mul (&bytes, (gsize) rows, dh_table_row_bytes (n_columns)))
    return G_MAXSIZE;
  return bytes;
}

static gsize
saturating_sum (gsize a, gsize b)
{
  gsize sum;

  return g_size_checked_add (&sum, a, b) ? sum : G_MAXSIZE;
}

gsize
dh_history_bytes (const DhRun *run, gsize n_rows, guint64 steps)
{
  guint64 per_epoch = MAX (1, dh_run_steps_per_epoch (run, n_rows));
  guint64 epochs = steps / per_epoch + (steps % per_epoch != 0);
  DhStepColumns step;
  DhEpochColumns epoch;
  gsize bytes;

  dh_step_columns_init (&step, run);
  dh_epoch_columns_init (&epoch, run);
  bytes = saturating_sum (saturating_product (steps, step.n_columns),
                          saturating_product (epochs, epoch.n_columns));
  if (step.norms)
    {
      guint64 kept = run->snapshot_stride == 0 ? epochs : steps / run->snapshot_stride;

      bytes = saturating_sum (bytes, saturating_product (MIN (kept, G_MAXUINT64 - 2) + 2,
                                snapshot_columns (dh_model_n_weights (&run->model))));
    }
  return bytes;
}
