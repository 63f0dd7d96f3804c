/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* One step on a batch, or on one row of a general network. It works through large batches in
 * pieces and looks at the cancel flag between them. Before the update a cancelled step is simply
 * done again; after it only the record is missing, and is taken up where it stopped. */
#include "dh-trainer-private.h"

#include <math.h>
#include <string.h>

/* Mean loss, and unless @g is NULL its gradient and the predictions. */
static gboolean
loss_gradient (DhTrainer *t, const double *x, const double *y, gsize n, double *g, double *loss,
               const gint *cancel)
{
  double sum = 0;

  if (n <= t->piece)
    {
      *loss = g == NULL ? dh_network_loss (t->network, t->w, x, y, n)
                        : dh_network_loss_gradient (t->network, t->w, x, y, n, t->prediction, NULL, g);
      return TRUE;
    }
  if (g != NULL)
    memset (g, 0, t->n_weights * sizeof *g);
  for (gsize done = 0; done < n; done += t->piece)
    {
      gsize m = MIN (t->piece, n - done);

      if (dh_cancelled (cancel))
        return FALSE;
      if (g == NULL)
        sum += (double) m * dh_network_loss (t->network, t->w, x + done, y + done, m);
      else
        {
          sum += (double) m * dh_network_loss_gradient (t->network, t->w, x + done, y + done, m,
                                                        t->prediction + done, NULL, t->part);
          for (gsize j = 0; j < t->n_weights; j++)
            g[j] += (double) m * t->part[j];
        }
    }
  for (gsize j = 0; g != NULL && j < t->n_weights; j++)
    g[j] /= (double) n;
  *loss = sum / (double) n;
  return TRUE;
}

/* Bump derivatives one weight at a time, so that a large network can be cancelled between two. */
static gboolean
bump (DhTrainer *t, const double *x, const double *y, gsize n, double loss, const gint *cancel)
{
  gboolean central = t->run->gradient == DH_GRADIENT_CENTRAL;
  double h = t->run->bump;

  for (gsize j = 0; j < t->n_weights; j++)
    {
      double w = t->w[j];
      double up = 0;
      double down = 0;
      gboolean done;

      if (dh_cancelled (cancel))
        return FALSE;
      t->w[j] = w + h;
      done = loss_gradient (t, x, y, n, NULL, &up, cancel);
      if (done && central)
        {
          t->w[j] = w - h;
          done = loss_gradient (t, x, y, n, NULL, &down, cancel);
        }
      t->w[j] = w;
      if (!done)
        return FALSE;
      t->b[j] = central ? (up - down) / (2 * h) : (up - loss) / h;
    }
  return TRUE;
}

static gboolean
is_explosion (const DhTrainer *t, const double *y, gsize n)
{
  if (!(t->step_error <= DH_EXPLOSION_ERROR))
    return TRUE;
  for (gsize i = 0; i < n; i++)
    if (!((t->prediction[i] - y[i]) * (t->prediction[i] - y[i]) <= DH_EXPLOSION_ERROR))
      return TRUE;
  for (gsize j = 0; j < t->n_weights; j++)
    if (!isfinite (t->w[j]))
      return TRUE;
  return FALSE;
}

/* The gradient, the update, and whether it exploded. */
static gboolean
compute (DhTrainer *t, const DhStepPlace *place, double lr, const double *x, const double *y, gsize n,
         const gint *cancel)
{
  gboolean bumped = t->run->gradient != DH_GRADIENT_ANALYTIC;

  if (!loss_gradient (t, x, y, n, t->g, &t->step_error, cancel))
    return FALSE;
  if ((bumped || (place != NULL && place->b != NULL))
      && !bump (t, x, y, n, t->step_error, cancel))
    return FALSE;
  memcpy (t->before, t->w, t->n_weights * sizeof *t->w);
  memcpy (t->used, bumped ? t->b : t->g, t->n_weights * sizeof *t->w);
  dh_clip_apply (&t->run->clip, t->used, t->n_weights);
  dh_optimiser_update (&t->optimiser, lr, t->used, t->w);
  t->step_rate = lr * t->optimiser.lr_factor;
  t->error_sum += t->step_error * (double) n;
  t->exploded = is_explosion (t, y, n);
  return TRUE;
}

/* The k-th smallest (from 0) of value[n], which is rearranged around it. Hoare's selection. */
static double
select_kth (double *value, gsize n, gsize k)
{
  gsize low = 0;
  gsize high = n - 1;

  while (low < high)
    {
      double pivot = value[low + (high - low) / 2];
      gsize i = low;
      gsize j = high;

      while (TRUE)
        {
          while (value[i] < pivot)
            i++;
          while (value[j] > pivot)
            j--;
          if (i >= j)
            break;
          double swap = value[i];
          value[i++] = value[j];
          value[j--] = swap;
        }
      /* With i == j both halves share an element that equals the pivot. */
      if (i == j)
        j++;
      else
        j = i;
      if (k < j)
        high = j - 1;
      else
        low = j;
    }
  return value[k];
}

/* Of the values that are defined (not NaN); NaN when none is. */
static double
median (double *value, gsize n)
{
  gsize kept = 0;
  double upper, lower;

  for (gsize i = 0; i < n; i++)
    if (!isnan (value[i]))
      value[kept++] = value[i];
  if (kept == 0)
    return (double) NAN;
  upper = select_kth (value, kept, kept / 2);
  if (kept % 2 == 1)
    return upper;
  lower = value[0];
  for (gsize i = 1; i < kept / 2; i++)
    lower = MAX (lower, value[i]);
  return lower + (upper - lower) / 2;
}

/* The squared length of the prediction's gradient of row @i. */
static double
output_gain (DhTrainer *t, const double *x, const double *y, gsize i)
{
  /* One row's gradient is 2 (y^ - y) times the prediction's: no second pass for wide networks. */
  if (t->batch == 1 && t->n_weights > DH_MODEL_FULL_RECORD && t->prediction[i] != y[i])
    {
      double r = 2 * (t->prediction[i] - y[i]);

      return dh_sum_of_squares (t->g, t->n_weights) / (r * r);
    }
  dh_network_output_gradient (t->network, t->before, x[i], t->part);
  return dh_sum_of_squares (t->part, t->n_weights);
}

/* What each row of the batch says about the step. FALSE: cancelled. */
static gboolean
judge_rows (DhTrainer *t, const DhStepPlace *place, const double *x, const double *y, gsize n,
            const gint *cancel)
{
  while (t->recorded_rows < n)
    {
      gsize first = t->recorded_rows;
      gsize m = MIN (t->piece, n - first);

      if (first > 0 && dh_cancelled (cancel))
        return FALSE;
      dh_network_predict (t->network, t->w, x + first, t->overshoot + first, m);
      for (gsize i = first; i < first + m; i++)
        {
          double before = t->prediction[i];

          t->overshoot[i] = y[i] == before ? (double) NAN : (t->overshoot[i] - before) / (y[i] - before);
          if (place->step_gain != NULL)
            t->gain[i] = 2 * t->step_rate * output_gain (t, x, y, i);
        }
      t->recorded_rows += m;
    }
  return TRUE;
}

static void
record_line (const DhTrainer *t, const DhStepPlace *place)
{
  double slope, intercept;

  if (place->slope == NULL)
    return;
  slope = intercept = (double) NAN;
  dh_model_effective_line (&t->run->model, t->w, &slope, &intercept);
  place->slope[0] = slope;
  place->intercept[0] = intercept;
  if (place->distance != NULL)
    {
      double a = slope - t->solution[0];
      double b = intercept - t->solution[1];

      place->distance[0] = sqrt (a * a + b * b);
    }
}

static gboolean
record (DhTrainer *t, const DhStepPlace *place, const guint32 *order, const double *x,
        const double *y, gsize n, const gint *cancel)
{
  if (!judge_rows (t, place, x, y, n, cancel))
    return FALSE;
  place->row[0] = (double) (order != NULL ? order[t->position] : t->position) + 1;
  place->x[0] = x[0];
  place->y[0] = y[0];
  place->prediction[0] = t->prediction[0];
  place->error[0] = t->step_error;
  place->lr[0] = t->step_rate;
  place->overshoot[0] = median (t->overshoot, n);
  if (place->step_gain != NULL)
    place->step_gain[0] = median (t->gain, n);
  for (gsize j = 0; j < t->n_weights; j++)
    t->part[j] = t->w[j] - t->before[j];
  place->step_length[0] = sqrt (dh_sum_of_squares (t->part, t->n_weights));
  record_line (t, place);
  dh_step_place_vector (t, place->w, place->stride, 0, t->before);
  dh_step_place_vector (t, place->g, place->stride, 0, t->g);
  dh_step_place_vector (t, place->b, place->stride, 0, t->b);
  dh_step_place_vector (t, place->m, place->stride, 0, t->optimiser.m);
  dh_step_place_vector (t, place->v, place->stride, 0, t->optimiser.v);
  dh_step_place_vector (t, place->n, place->stride, 0, t->w);
  return TRUE;
}

/* The batch's rows lie in a row as listed; shuffled ones are gathered. */
static void
gather (DhTrainer *t, const guint32 *order, gsize n, const double **x, const double **y)
{
  *x = t->x + t->position;
  *y = t->y + t->position;
  if (order == NULL)
    return;
  for (gsize i = 0; i < n; i++)
    {
      t->batch_x[i] = t->x[order[t->position + i]];
      t->batch_y[i] = t->y[order[t->position + i]];
    }
  *x = t->batch_x;
  *y = t->batch_y;
}

gboolean
dh_trainer_batch (DhTrainer *t, const DhStepPlace *place, double lr, const guint32 *order, gsize n,
                  const gint *cancel)
{
  const double *x, *y;

  gather (t, order, n, &x, &y);
  if (!t->half_recorded)
    {
      if (!compute (t, place, lr, x, y, n, cancel))
        return FALSE;
      t->half_recorded = TRUE;
      t->recorded_rows = 0;
    }
  if (place != NULL && !record (t, place, order, x, y, n, cancel))
    return FALSE;
  t->half_recorded = FALSE;
  t->position += n;
  t->rate = t->step_rate;
  return TRUE;
}
