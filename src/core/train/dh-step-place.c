/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Where steps are recorded. The trainer's thread. */
#include "dh-trainer-private.h"

#include <math.h>

void
dh_step_place_init (DhStepPlace *place, const DhHistory *history)
{
  const DhStepColumns *columns = dh_history_step_columns (history);
  DhTable *table = dh_history_get_steps (history);
  double *base = dh_table_reserve (table, &place->left);
  gsize stride = table->stride;

  place->stride = stride;
#define COLUMN(index) ((index) < 0 ? NULL : base + (gsize) (index) * stride)
  place->row = COLUMN (columns->row);
  place->x = COLUMN (columns->x);
  place->y = COLUMN (columns->y);
  place->prediction = COLUMN (columns->prediction);
  place->error = COLUMN (columns->error);
  place->lr = COLUMN (columns->lr);
  place->overshoot = COLUMN (columns->overshoot);
  place->step_gain = COLUMN (columns->step_gain);
  place->step_length = COLUMN (columns->step_length);
  place->distance = COLUMN (columns->distance);
  place->slope = COLUMN (columns->effective_slope);
  place->intercept = COLUMN (columns->effective_intercept);
  place->w = COLUMN (columns->w);
  place->g = COLUMN (columns->g);
  place->b = COLUMN (columns->b);
  place->m = COLUMN (columns->m);
  place->v = COLUMN (columns->v);
  place->n = COLUMN (columns->n);
#undef COLUMN
}

double
dh_sum_of_squares (const double *value, gsize n)
{
  double lane[8] = { 0 };
  gsize i = 0;

  /* Eight sums side by side, in a fixed order: one would wait for every addition. */
  for (; i + 8 <= n; i += 8)
    for (guint k = 0; k < 8; k++)
      lane[k] += value[i + k] * value[i + k];
  for (guint k = 0; i < n; i++, k++)
    lane[k] += value[i] * value[i];
  return ((lane[0] + lane[1]) + (lane[2] + lane[3])) + ((lane[4] + lane[5]) + (lane[6] + lane[7]));
}

void
dh_step_place_vector (const DhTrainer *trainer, double *column, gsize stride, gsize i,
                      const double *value)
{
  const DhModelSpec *model = &trainer->run->model;

  if (column == NULL)
    return;
  if (trainer->n_weights <= DH_MODEL_FULL_RECORD)
    {
      for (gsize j = 0; j < trainer->n_weights; j++)
        column[j * stride + i] = value[j];
      return;
    }
  for (guint l = 0; l < dh_model_n_layers (model); l++)
    {
      DhLayer layer;

      /* A layer's biases follow its weights. */
      dh_model_layer (model, l, &layer);
      column[l * stride + i] = sqrt (dh_sum_of_squares (value + layer.weights,
                                                        (gsize) layer.n_out * layer.n_in + layer.n_out));
    }
}
