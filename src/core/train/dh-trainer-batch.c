/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* One step on a batch, or on one row of a general network. It goes through phases, those that look
 * at every row through pieces, and looks at the cancel flag between the pieces. Cancelled, it keeps
 * what it has and goes on from there: the bits do not know about it. */
#include "dh-trainer-private.h"

#include <math.h>
#include <string.h>

/* Rows of a piece that does little to each: up to 20 ns where they lie far apart in memory. */
#define PIECE 4096
/* The same where each takes a pass through the model. */
#define GAIN_PIECE 128

/* What a phase works on. */
typedef struct
{
  const DhStepPlace *place; /* NULL: not recorded */
  const guint32 *order;     /* NULL: as listed */
  double lr;
  gsize n;
  const double *x, *y;
  const gint *cancel;
} Batch;

/* Whether more of the phase's rows are left than the caller has time for. */
static gboolean
interrupted (const DhTrainer *t, const Batch *batch)
{
  return t->phase_rows < batch->n && dh_cancelled (batch->cancel);
}

/* The batch's rows lie in a row as listed; shuffled ones are gathered. */
static gboolean
gather (DhTrainer *t, const Batch *batch)
{
  const guint32 *order = batch->order;

  while (order != NULL && t->phase_rows < batch->n)
    {
      gsize end = MIN (batch->n, t->phase_rows + PIECE);

      for (gsize i = t->phase_rows; i < end; i++)
        {
          t->batch_x[i] = t->x[order[t->position + i]];
          t->batch_y[i] = t->y[order[t->position + i]];
        }
      t->phase_rows = end;
      if (interrupted (t, batch))
        return FALSE;
    }
  return TRUE;
}

/* Mean loss, and unless @g is NULL its gradient and the predictions. */
static gboolean
loss_gradient (DhTrainer *t, const Batch *batch, double *g, double *loss)
{
  const double *x = batch->x;
  const double *y = batch->y;
  gsize n = batch->n;

  if (n <= t->piece)
    {
      *loss = g == NULL ? dh_network_loss (t->network, t->w, x, y, n)
                        : dh_network_loss_gradient (t->network, t->w, x, y, n, t->prediction, NULL, g);
      return TRUE;
    }
  if (t->loss_rows == 0)
    {
      t->loss_sum = 0;
      if (g != NULL)
        memset (g, 0, t->n_weights * sizeof *g);
    }
  while (t->loss_rows < n)
    {
      gsize done = t->loss_rows;
      gsize m = MIN (t->piece, n - done);

      if (g == NULL)
        t->loss_sum += (double) m * dh_network_loss (t->network, t->w, x + done, y + done, m);
      else
        {
          t->loss_sum += (double) m * dh_network_loss_gradient (t->network, t->w, x + done, y + done, m,
                                                                t->prediction + done, NULL, t->part);
          for (gsize j = 0; j < t->n_weights; j++)
            g[j] += (double) m * t->part[j];
        }
      t->loss_rows += m;
      if (t->loss_rows < n && dh_cancelled (batch->cancel))
        return FALSE;
    }
  for (gsize j = 0; g != NULL && j < t->n_weights; j++)
    g[j] /= (double) n;
  *loss = t->loss_sum / (double) n;
  t->loss_rows = 0;
  return TRUE;
}

/* The loss with weight @j moved by @h; the weight is back afterwards, cancelled or not. */
static gboolean
bumped_loss (DhTrainer *t, const Batch *batch, gsize j, double h, double *loss)
{
  double w = t->w[j];
  gboolean done;

  t->w[j] = w + h;
  done = loss_gradient (t, batch, NULL, loss);
  t->w[j] = w;
  return done;
}

static gboolean
bump (DhTrainer *t, const Batch *batch)
{
  gboolean central = t->run->gradient == DH_GRADIENT_CENTRAL;
  double h = t->run->bump;
  double down = 0;

  if (t->run->gradient == DH_GRADIENT_ANALYTIC && (batch->place == NULL || batch->place->b == NULL))
    return TRUE;
  while (t->bumped < t->n_weights)
    {
      if (!t->bumped_up && !bumped_loss (t, batch, t->bumped, h, &t->up))
        return FALSE;
      t->bumped_up = TRUE;
      if (central && !bumped_loss (t, batch, t->bumped, -h, &down))
        return FALSE;
      t->bumped_up = FALSE;
      t->b[t->bumped] = central ? (t->up - down) / (2 * h) : (t->up - t->step_error) / h;
      t->bumped++;
      if (t->bumped < t->n_weights && dh_cancelled (batch->cancel))
        return FALSE;
    }
  t->bumped = 0;
  return TRUE;
}

static void
update (DhTrainer *t, const Batch *batch)
{
  const double *g = t->run->gradient != DH_GRADIENT_ANALYTIC ? t->b : t->g;

  memcpy (t->before, t->w, t->n_weights * sizeof *t->w);
  memcpy (t->used, g, t->n_weights * sizeof *t->w);
  dh_clip_apply (&t->run->clip, t->used, t->n_weights);
  dh_optimiser_update (&t->optimiser, batch->lr, t->used, t->w);
  t->step_rate = batch->lr * t->optimiser.lr_factor;
  t->error_sum += t->step_error * (double) batch->n;
  t->exploded = !(t->step_error <= DH_EXPLOSION_ERROR);
  for (gsize j = 0; j < t->n_weights && !t->exploded; j++)
    t->exploded = !isfinite (t->w[j]);
}

/* Whether one of the rows exploded. */
static gboolean
check (DhTrainer *t, const Batch *batch)
{
  while (t->phase_rows < batch->n && !t->exploded)
    {
      gsize end = MIN (batch->n, t->phase_rows + 4 * PIECE);

      for (gsize i = t->phase_rows; i < end; i++)
        {
          double error = (t->prediction[i] - batch->y[i]) * (t->prediction[i] - batch->y[i]);

          if (!(error <= DH_EXPLOSION_ERROR))
            t->exploded = TRUE;
        }
      t->phase_rows = end;
      if (interrupted (t, batch))
        return FALSE;
    }
  return TRUE;
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

/* How far each row's prediction went towards its y. */
static gboolean
overshoot (DhTrainer *t, const Batch *batch)
{
  const double *y = batch->y;

  while (t->phase_rows < batch->n)
    {
      gsize first = t->phase_rows;
      gsize m = MIN (t->piece, batch->n - first);

      dh_network_predict (t->network, t->w, batch->x + first, t->overshoot + first, m);
      for (gsize i = first; i < first + m; i++)
        {
          double before = t->prediction[i];

          t->overshoot[i] = y[i] == before ? (double) NAN : (t->overshoot[i] - before) / (y[i] - before);
        }
      t->phase_rows += m;
      if (interrupted (t, batch))
        return FALSE;
    }
  dh_median_begin (&t->median, t->overshoot, batch->n);
  return TRUE;
}

static gboolean
gain (DhTrainer *t, const Batch *batch)
{
  while (batch->place->step_gain != NULL && t->phase_rows < batch->n)
    {
      gsize end = MIN (batch->n, t->phase_rows + GAIN_PIECE);

      for (gsize i = t->phase_rows; i < end; i++)
        t->gain[i] = 2 * t->step_rate * output_gain (t, batch->x, batch->y, i);
      t->phase_rows = end;
      if (interrupted (t, batch))
        return FALSE;
    }
  dh_median_begin (&t->median, t->gain, batch->n);
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

static void
record (DhTrainer *t, const Batch *batch)
{
  const DhStepPlace *place = batch->place;

  place->row[0] = (double) (batch->order != NULL ? batch->order[t->position] : t->position) + 1;
  place->x[0] = batch->x[0];
  place->y[0] = batch->y[0];
  place->prediction[0] = t->prediction[0];
  place->error[0] = t->step_error;
  place->lr[0] = t->step_rate;
  place->overshoot[0] = t->step_overshoot;
  if (place->step_gain != NULL)
    place->step_gain[0] = t->step_gain;
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
}

/* FALSE: cancelled. */
static gboolean
do_phase (DhTrainer *t, const Batch *batch)
{
  switch (t->phase)
    {
    case DH_BATCH_GATHER:
      return gather (t, batch);
    case DH_BATCH_GRADIENT:
      return loss_gradient (t, batch, t->g, &t->step_error);
    case DH_BATCH_BUMP:
      return bump (t, batch);
    case DH_BATCH_UPDATE:
      update (t, batch);
      return TRUE;
    case DH_BATCH_CHECK:
      return check (t, batch);
    case DH_BATCH_OVERSHOOT:
      return overshoot (t, batch);
    case DH_BATCH_OVERSHOOT_MEDIAN:
      return dh_median_run (&t->median, batch->cancel, &t->step_overshoot);
    case DH_BATCH_GAIN:
      return gain (t, batch);
    case DH_BATCH_GAIN_MEDIAN:
      return batch->place->step_gain == NULL
             || dh_median_run (&t->median, batch->cancel, &t->step_gain);
    case DH_BATCH_N_PHASES:
    default:
      g_return_val_if_reached (TRUE);
    }
}

gboolean
dh_trainer_batch (DhTrainer *t, const DhStepPlace *place, double lr, const guint32 *order, gsize n,
                  const gint *cancel)
{
  const DhBatchPhase end = place != NULL ? DH_BATCH_N_PHASES : DH_BATCH_CHECK + 1;
  Batch batch = { place, order, lr, n, t->batch_x, t->batch_y, cancel };

  if (order == NULL)
    {
      batch.x = t->x + t->position;
      batch.y = t->y + t->position;
    }
  for (; t->phase < end; t->phase++)
    {
      if (!do_phase (t, &batch))
        return FALSE;
      t->phase_rows = 0;
    }
  if (place != NULL)
    record (t, &batch);
  t->phase = DH_BATCH_GATHER;
  t->position += n;
  t->rate = t->step_rate;
  return TRUE;
}
