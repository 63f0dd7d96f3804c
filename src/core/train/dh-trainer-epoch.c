/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Ends of epochs: the epochs row, the snapshot of a large model, the carry. */
#include "dh-trainer-private.h"

#include "dh-curvature.h"

#include <math.h>

void
dh_trainer_snapshot (DhTrainer *t, DhHistory *history)
{
  DhTable *table = dh_history_get_snapshots (history);
  gsize last = dh_table_length (table) - 1;
  gsize stride;
  double *place;

  if (dh_table_value (table, 0, last) == (double) t->step)
    return;
  place = dh_table_next (table, &stride);
  place[0] = (double) t->step;
  for (gsize i = 0; i < t->n_weights; i++)
    {
      place[(1 + i) * stride] = t->w[i];
      place[(1 + t->n_weights + i) * stride] = t->g[i];
    }
  dh_table_append (table);
  dh_table_publish (table);
}

/* What can't be computed is recorded as a gap. */
static void
leave_gaps (DhCurvature *c)
{
  c->lambda_max = c->lambda_min = c->condition = c->row_limit = c->epoch_limit = (double) NAN;
}

/* FALSE: cancelled. */
static gboolean
curvature (const DhTrainer *t, const double *w, const gint *cancel, DhCurvature *out)
{
  leave_gaps (out);
  if (!t->run->record_curvature)
    return TRUE;
  for (gsize i = 0; i < t->n_weights; i++)
    if (!isfinite (w[i]))
      return TRUE;
  if (dh_curvature_compute (&t->run->model, t->data, w, t->run->batch,
                            t->run->carry == DH_CARRY_WORKBOOK, cancel, out))
    return TRUE;
  leave_gaps (out);
  return !dh_cancelled (cancel);
}

static void
write_row (const DhTrainer *t, DhHistory *history, const double *w, const DhCurvature *c)
{
  const DhEpochColumns *columns = dh_history_epoch_columns (history);
  DhTable *table = dh_history_get_epochs (history);
  gsize stride;
  double *place = dh_table_next (table, &stride);

  place[(gsize) columns->steps * stride] = (double) t->epoch_steps;
  place[(gsize) columns->mse * stride] = t->mse;
  place[(gsize) columns->rmse * stride] = t->rmse;
  place[(gsize) columns->root_sum * stride] = t->root_sum;
  place[(gsize) columns->lr * stride] = t->rate;
  dh_step_place_vector (t, place + (gsize) columns->w * stride, stride, 0, w);
  if (columns->g >= 0)
    dh_step_place_vector (t, place + (gsize) columns->g * stride, stride, 0, t->g);
  if (columns->lambda_max >= 0)
    {
      place[(gsize) columns->lambda_max * stride] = c->lambda_max;
      place[(gsize) columns->lambda_min * stride] = c->lambda_min;
      place[(gsize) columns->condition * stride] = c->condition;
      place[(gsize) columns->row_limit * stride] = c->row_limit;
      place[(gsize) columns->epoch_limit * stride] = c->epoch_limit;
    }
  dh_table_append (table);
  dh_table_publish (table);
}

gboolean
dh_trainer_end_epoch (DhTrainer *t, DhHistory *history, const gint *cancel)
{
  /* The workbook's next epoch starts from the last row's current weights, not its new ones. */
  gboolean drop = t->run->carry == DH_CARRY_WORKBOOK && !t->exploded;
  const double *w = drop ? t->before : t->w;
  DhCurvature c = { 0 };

  if (history != NULL && !curvature (t, w, cancel, &c))
    return FALSE;
  t->mse = t->error_sum / (double) t->position;
  t->rmse = sqrt (t->mse);
  t->root_sum = sqrt (t->error_sum);
  if (history != NULL)
    {
      if (dh_history_step_columns (history)->norms
          && (t->run->snapshot_stride == 0 || t->exploded))
        dh_trainer_snapshot (t, history);
      write_row (t, history, w, &c);
    }
  for (gsize i = 0; drop && i < t->n_weights; i++)
    t->w[i] = t->before[i];
  dh_optimiser_end_epoch (&t->optimiser);
  t->epoch++;
  t->epoch_open = FALSE;
  t->epoch_steps = 0;
  t->error_sum = 0;
  t->position = 0;
  if (t->exploded)
    t->state = DH_STATE_EXPLODED;
  else if (t->epoch >= t->run->epochs)
    t->state = DH_STATE_FINISHED;
  return TRUE;
}
