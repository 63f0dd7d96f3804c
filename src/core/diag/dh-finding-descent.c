/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Same function, different descent: two neurons without activation, y^ = c (a x + b) + d,
 * are the line (ac) x + (bc + d). One step of plain SGD moves its slope by a dc + c da +
 * da dc. With da = -lr G c x and dc = -lr G (a x + b), where one neuron at the same line
 * has da = -lr G x, that is c^2 + a^2 times as much, but for a b / x and what is of
 * second order in the learning rate. */
#include "dh-findings-private.h"

/* Less of a difference is none. */
#define DIFFERENT 1.25

/* The factor is as predicted within this. */
#define NEARLY 0.1

/* A smaller movement of the slope, as a share of it, is mostly rounding. */
#define SMALL 1e-6

typedef struct
{
  gsize step;
  double slope;     /* times as far as one neuron's */
  double intercept; /* likewise */
  double predicted; /* a^2 + c^2 */
} Descent;

static double
weight (const DhCase *c, gsize w, gsize k)
{
  return dh_case_at (c, c->columns->w, w, k);
}

/* FALSE where the prediction does not hold. */
static gboolean
measure_step (const DhCase *c, gsize k, Descent *out)
{
  double bump = c->run->gradient == DH_GRADIENT_BUMP ? c->run->bump : 0;
  double a = weight (c, 0, k), b = weight (c, 1, k), v = weight (c, 2, k), d = weight (c, 3, k);
  double x = dh_case_at (c, c->columns->x, 0, k);
  double pull = 2 * (dh_case_at (c, c->columns->prediction, 0, k) - dh_case_at (c, c->columns->y, 0, k));
  double lr = dh_case_at (c, c->columns->lr, 0, k);
  double slope = dh_case_at (c, c->columns->n, 0, k) * dh_case_at (c, c->columns->n, 2, k) - a * v;
  double intercept = dh_case_at (c, c->columns->n, 1, k) * dh_case_at (c, c->columns->n, 2, k)
                     + dh_case_at (c, c->columns->n, 3, k) - (b * v + d);

  out->step = k;
  out->predicted = a * a + v * v;
  /* One neuron's forward bump is off by exactly h x^2 and h. */
  out->slope = slope / (-lr * (pull * x + bump * x * x));
  out->intercept = intercept / (-lr * (pull + bump));
  return isfinite (out->slope) && isfinite (out->intercept) && fabs (slope) > SMALL * fabs (a * v)
         && fabs (out->slope - out->predicted) <= NEARLY * out->predicted;
}

/* How many times as much or as little. */
static double
difference (double factor)
{
  return factor > 1 ? factor : 1 / factor;
}

void
dh_case_find_descent (DhCase *c)
{
  Descent best = { 0 }, now;
  DhFinding *f;

  if (dh_model_spec_kind (&c->run->model) != DH_MODEL_TWO_LINEAR || c->columns->norms || c->run->batch != 1
      || !dh_optimiser_spec_is_plain (&c->run->optimiser) || c->run->clip.kind != DH_CLIP_OFF)
    return;
  for (gsize k = 1; k <= c->n_steps; k++)
    {
      if (k % 4096 == 0 && dh_case_cancelled (c))
        return;
      if (measure_step (c, k, &now) && (best.step == 0 || difference (now.slope) > difference (best.slope)))
        best = now;
    }
  if (best.step == 0 || difference (best.slope) < DIFFERENT)
    return;
  f = dh_case_add (c, DH_FINDING_SAME_FUNCTION, DH_SEVERITY_NOTE, best.step);
  dh_finding_put (f, "x", dh_case_at (c, c->columns->x, 0, best.step));
  dh_finding_put (f, "a", weight (c, 0, best.step));
  dh_finding_put (f, "c", weight (c, 2, best.step));
  dh_finding_put (f, "slope", weight (c, 0, best.step) * weight (c, 2, best.step));
  dh_finding_put (f, "intercept", weight (c, 1, best.step) * weight (c, 2, best.step) + weight (c, 3, best.step));
  dh_finding_put (f, "slope_factor", best.slope);
  dh_finding_put (f, "intercept_factor", best.intercept);
  dh_finding_put (f, "predicted_factor", best.predicted);
}
