/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Row-by-row steps of the three small models: the common case, and the one that must keep up
 * with a plain loop. One loop, written once; the compiler makes copies of it for each model,
 * straight or general, recorded or not, in which the weights stay in registers. */
#include "dh-trainer-private.h"

#include "dh-small-models.h"

#include <math.h>

#define INLINE static inline __attribute__ ((always_inline))
#define MAX_WEIGHTS 4

/* Loops over the weights must go away altogether, or the weights end up in memory. clang unrolls such short
 * ones without being told, and complains of a request where the count is not known. */
#if defined(__clang__)
#define EACH_WEIGHT
#else
#define EACH_WEIGHT _Pragma ("GCC unroll 4")
#endif

/* Everything of one step, for the record. */
typedef struct
{
  double row, x, y, prediction, error, lr;
  const double *w, *g, *b, *next;
} Step;

INLINE double
predict (DhModelKind kind, const double *w, double x)
{
  if (kind == DH_MODEL_LINEAR)
    return dh_linear_predict (w, x);
  return kind == DH_MODEL_TWO_LINEAR ? dh_two_linear_predict (w, x) : dh_two_relu_predict (w, x);
}

INLINE void
differentiate (DhModelKind kind, const double *w, double x, double r, double *g)
{
  if (kind == DH_MODEL_LINEAR)
    dh_linear_gradient (w, x, r, g);
  else if (kind == DH_MODEL_TWO_LINEAR)
    dh_two_linear_gradient (w, x, r, g);
  else
    dh_two_relu_gradient (w, x, r, g);
}

/* The squared length of the prediction's gradient. */
INLINE double
output_gain (DhModelKind kind, const double *w, double x)
{
  double u;

  if (kind == DH_MODEL_LINEAR)
    return x * x + 1;
  u = w[0] * x + w[1];
  if (kind == DH_MODEL_TWO_RELU && u <= 0)
    return 1;
  return w[2] * w[2] * (x * x + 1) + u * u + 1;
}

INLINE void
bump (DhModelKind kind, guint n_weights, const double *w, double x, double y, double error,
      double h, gboolean central, double *out)
{
  double moved[MAX_WEIGHTS];

  EACH_WEIGHT
  for (guint j = 0; j < n_weights; j++)
    moved[j] = w[j];
  EACH_WEIGHT
  for (guint j = 0; j < n_weights; j++)
    {
      double up, down;

      moved[j] = w[j] + h;
      up = dh_row_error (predict (kind, moved, x) - y);
      if (central)
        {
          moved[j] = w[j] - h;
          down = dh_row_error (predict (kind, moved, x) - y);
          out[j] = (up - down) / (2 * h);
        }
      else
        out[j] = (up - error) / h;
      moved[j] = w[j];
    }
}

INLINE void
record_line (const DhTrainer *t, const DhStepPlace *p, gsize i, DhModelKind kind, const double *w)
{
  if (kind == DH_MODEL_LINEAR)
    {
      double a = w[0] - t->solution[0];
      double b = w[1] - t->solution[1];

      p->distance[i] = sqrt (a * a + b * b);
      p->slope[i] = w[0];
      p->intercept[i] = w[1];
    }
  else if (kind == DH_MODEL_TWO_LINEAR)
    {
      p->slope[i] = w[0] * w[2];
      p->intercept[i] = w[1] * w[2] + w[3];
    }
}

INLINE void
record_vector (double *column, gsize stride, gsize i, guint n_weights, const double *value)
{
  if (column == NULL)
    return;
  EACH_WEIGHT
  for (guint j = 0; j < n_weights; j++)
    column[j * stride + i] = value[j];
}

INLINE void
record_step (const DhTrainer *t, const DhStepPlace *p, gsize i, DhModelKind kind, guint n_weights,
             gboolean straight, const Step *s)
{
  p->row[i] = s->row;
  p->x[i] = s->x;
  p->y[i] = s->y;
  p->prediction[i] = s->prediction;
  p->error[i] = s->error;
  p->lr[i] = s->lr;
  p->step_gain[i] = 2 * s->lr * output_gain (kind, s->w, s->x);
  EACH_WEIGHT
  for (guint j = 0; j < n_weights; j++)
    {
      p->w[j * p->stride + i] = s->w[j];
      p->g[j * p->stride + i] = s->g[j];
      p->n[j * p->stride + i] = s->next[j];
    }
  if (straight)
    return;
  record_vector (p->b, p->stride, i, n_weights, s->b);
  record_vector (p->m, p->stride, i, n_weights, t->optimiser.m);
  record_vector (p->v, p->stride, i, n_weights, t->optimiser.v);
}

/* What the weights after step @i, @next, say of it: slow quotients and roots of what a step has
 * last. Done while the next step computes, they hold up nothing. */
INLINE void
judge_step (const DhTrainer *t, const DhStepPlace *p, gsize i, DhModelKind kind, guint n_weights,
            const double *next)
{
  double left = p->y[i] - p->prediction[i];
  double went = predict (kind, next, p->x[i]) - p->prediction[i];
  double moved = 0;

  p->overshoot[i] = p->y[i] == p->prediction[i] ? (double) NAN : went / left;
  EACH_WEIGHT
  for (guint j = 0; j < n_weights; j++)
    {
      double d = next[j] - p->w[j * p->stride + i];

      moved += d * d;
    }
  p->step_length[i] = sqrt (moved);
  record_line (t, p, i, kind, next);
}

/* The update: @next from @w. @used is what it is made of, clipped in place. */
INLINE void
update (DhTrainer *t, gboolean plain, guint n_weights, double lr, const double *w, double *used,
        double *next)
{
  EACH_WEIGHT
  for (guint j = 0; j < n_weights; j++)
    next[j] = plain ? w[j] - used[j] * lr : w[j];
  if (plain)
    return;
  dh_clip_apply (&t->run->clip, used, n_weights);
  dh_optimiser_update (&t->optimiser, lr, used, next);
}

INLINE gboolean
is_explosion (guint n_weights, double error, const double *w)
{
  double zero = 0;

  /* What is not finite minus itself is NaN. */
  EACH_WEIGHT
  for (guint j = 0; j < n_weights; j++)
    zero += w[j] - w[j];
  return !(error <= DH_EXPLOSION_ERROR) || zero != 0;
}

/* @straight: nothing but w - lr * g with one rate and rows as listed, known when compiling. */
INLINE gsize
visit (DhTrainer *t, const DhStepPlace *place, const DhRates *rates, const guint32 *order, gsize n,
       DhModelKind kind, gboolean straight)
{
  const guint n_weights = kind == DH_MODEL_LINEAR ? 2 : 4;
  const double *xs = t->x;
  const double *ys = t->y;
  const double h = t->run->bump;
  const gboolean central = t->run->gradient == DH_GRADIENT_CENTRAL;
  const gboolean bumped = !straight && t->run->gradient != DH_GRADIENT_ANALYTIC;
  const gboolean need_bump = bumped || (!straight && place != NULL && place->b != NULL);
  const gboolean plain = straight || t->plain;
  const double factor = t->optimiser.lr_factor;
  const gsize position = t->position;
  double w[MAX_WEIGHTS], g[MAX_WEIGHTS], b[MAX_WEIGHTS] = { 0 };
  double used[MAX_WEIGHTS], next[MAX_WEIGHTS];
  double sum = t->error_sum;
  double lr = rates->base;
  gboolean exploded = FALSE;
  gsize i = 0;

  EACH_WEIGHT
  for (guint j = 0; j < n_weights; j++)
    next[j] = t->w[j];
  while (i < n && !exploded)
    {
      gsize row = !straight && order != NULL ? order[position + i] : position + i;
      double x = xs[row];
      double y = ys[row];
      double prediction, error;

      EACH_WEIGHT
      for (guint j = 0; j < n_weights; j++)
        w[j] = next[j];
      if (!straight)
        lr = dh_rates_get (rates, i);
      prediction = predict (kind, w, x);
      error = dh_row_error (prediction - y);
      sum += error;
      differentiate (kind, w, x, prediction - y, g);
      if (need_bump)
        bump (kind, n_weights, w, x, y, error, h, central, b);
      EACH_WEIGHT
      for (guint j = 0; j < n_weights; j++)
        used[j] = bumped ? b[j] : g[j];
      update (t, plain, n_weights, lr, w, used, next);
      if (place != NULL && i > 0)
        judge_step (t, place, i - 1, kind, n_weights, w);
      if (place != NULL)
        {
          Step step = { (double) (row + 1), x, y, prediction, error, lr * factor, w, g, b, next };

          record_step (t, place, i, kind, n_weights, straight, &step);
        }
      exploded = is_explosion (n_weights, error, next);
      i++;
    }
  g_assert (i > 0);
  if (place != NULL)
    judge_step (t, place, i - 1, kind, n_weights, next);
  EACH_WEIGHT
  for (guint j = 0; j < n_weights; j++)
    {
      t->w[j] = next[j];
      t->before[j] = w[j];
      t->g[j] = g[j];
    }
  t->exploded = exploded;
  t->error_sum = sum;
  t->position += i;
  t->rate = lr * factor;
  if (plain)
    t->optimiser.t += i;
  return i;
}

INLINE gsize
visit_model (DhTrainer *t, const DhStepPlace *place, const DhRates *rates, const guint32 *order, gsize n,
             DhModelKind kind)
{
  gboolean straight = t->plain && t->run->gradient == DH_GRADIENT_ANALYTIC && order == NULL
                      && rates->schedule == NULL && (place == NULL || place->b == NULL);

  if (!straight)
    return visit (t, place, rates, order, n, kind, FALSE);
  return place == NULL ? visit (t, NULL, rates, NULL, n, kind, TRUE)
                       : visit (t, place, rates, NULL, n, kind, TRUE);
}

gsize
dh_trainer_rows (DhTrainer *t, const DhStepPlace *place, const DhRates *rates,
                 const guint32 *order, gsize n)
{
  switch (t->kind)
    {
    case DH_MODEL_LINEAR:
      return visit_model (t, place, rates, order, n, DH_MODEL_LINEAR);
    case DH_MODEL_TWO_LINEAR:
      return visit_model (t, place, rates, order, n, DH_MODEL_TWO_LINEAR);
    case DH_MODEL_TWO_RELU:
      return visit_model (t, place, rates, order, n, DH_MODEL_TWO_RELU);
    case DH_MODEL_MLP:
    default:
      g_return_val_if_reached (0);
    }
}
