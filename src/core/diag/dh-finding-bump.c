/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Bump lost: the bump derivative against the analytic one. */
#include "dh-findings-private.h"

/* A prediction within this share of its target is there: what a bump reads off rounding does not matter. */
#define THERE 1e-6

/* Whether every prediction is a straight line in each single weight, so that the bump's bias is known exactly:
 * the error is then a parabola in it, and (e(w + h) - e(w)) / h = de/dw + h (dy^/dw)^2. */
static gboolean
bias_is_known (const DhCase *c)
{
  return c->run->batch == 1 && (c->run->model.n_hidden == 0
                                || c->run->model.activation == DH_ACTIVATION_IDENTITY
                                || dh_model_spec_kind (&c->run->model) == DH_MODEL_TWO_RELU);
}

/* A bump that turns the one ReLU on or off reads a corner, not a line. */
static gboolean
crosses_corner (const DhCase *c, const double *w, double x)
{
  double h = c->run->bump;
  double u = w[0] * x + w[1];
  double reach = h * MAX (fabs (x), 1);

  return dh_model_spec_kind (&c->run->model) == DH_MODEL_TWO_RELU && fabs (u) <= 2 * reach;
}

typedef struct
{
  double *w, *slope; /* weights before the step, dy^/dw */
  gsize n_lost;      /* steps */
  gsize n_zero;      /* of them with a bump derivative of exactly 0 */
  gsize step, weight;
} Search;

/* The weight whose bump derivative is furthest from what it should be, if by more than half; -1: none. */
static int
lost_weight (const DhCase *c, Search *s, gsize k)
{
  double x = dh_case_at (c, c->columns->x, 0, k);
  double bias = c->run->gradient == DH_GRADIENT_CENTRAL ? 0 : c->run->bump;
  double worst = 0.5;
  int lost = -1;

  for (gsize j = 0; j < c->n_weights; j++)
    s->w[j] = dh_case_at (c, c->columns->w, j, k);
  if (crosses_corner (c, s->w, x))
    return -1;
  dh_network_output_gradient (c->network, s->w, x, s->slope);
  for (gsize j = 0; j < c->n_weights; j++)
    {
      double g = dh_case_at (c, c->columns->g, j, k);
      double expected = g + bias * s->slope[j] * s->slope[j];
      double off = fabs (dh_case_at (c, c->columns->b, j, k) - expected);

      /* Both: next to its own bias a small derivative is nothing, and the other way round. */
      if (isfinite (off) && off > worst * fabs (expected) && off > worst * fabs (g))
        {
          worst = off / MAX (fabs (expected), fabs (g));
          lost = (int) j;
        }
    }
  return lost;
}

/* Without a formula for the bias: every bump derivative reads 0, and one that should not is far from it. */
static int
all_zero (const DhCase *c, gsize k, double residual)
{
  int largest = 0;

  for (gsize j = 0; j < c->n_weights; j++)
    {
      if (dh_case_at (c, c->columns->b, j, k) != 0)
        return -1;
      if (fabs (dh_case_at (c, c->columns->g, j, k)) > fabs (dh_case_at (c, c->columns->g, (gsize) largest, k)))
        largest = (int) j;
    }
  return fabs (dh_case_at (c, c->columns->g, (gsize) largest, k)) > 1e-3 * residual ? largest : -1;
}

static void
search (const DhCase *c, Search *s)
{
  gboolean known = bias_is_known (c);

  for (gsize k = 1; k <= c->n_steps; k++)
    {
      double residual = sqrt (dh_case_at (c, c->columns->error, 0, k));
      int lost;

      if (k % 4096 == 0 && dh_case_cancelled (c))
        return;
      if (!isfinite (residual) || residual <= THERE * (1 + fabs (dh_case_at (c, c->columns->y, 0, k))))
        continue;
      lost = known ? lost_weight (c, s, k) : all_zero (c, k, residual);
      if (lost < 0)
        continue;
      if (s->n_lost++ == 0)
        {
          s->step = k;
          s->weight = (gsize) lost;
        }
      s->n_zero += dh_case_at (c, c->columns->b, (gsize) lost, k) == 0;
    }
}

void
dh_case_find_bump_lost (DhCase *c)
{
  Search s = { 0 };
  DhFinding *f;

  if (c->columns->b < 0 || c->columns->norms)
    return;
  s.w = g_new (double, c->n_weights);
  s.slope = g_new (double, c->n_weights);
  search (c, &s);
  g_free (s.w);
  g_free (s.slope);
  if (s.n_lost == 0)
    return;
  f = dh_case_add (c, DH_FINDING_BUMP_LOST,
                   c->run->gradient == DH_GRADIENT_ANALYTIC ? DH_SEVERITY_WARNING : DH_SEVERITY_PROBLEM, s.step);
  f->weight = (int) s.weight;
  dh_finding_put (f, "h", c->run->bump);
  dh_finding_put (f, "weight", dh_case_at (c, c->columns->w, s.weight, s.step));
  dh_finding_put (f, "bump", dh_case_at (c, c->columns->b, s.weight, s.step));
  dh_finding_put (f, "derivative", dh_case_at (c, c->columns->g, s.weight, s.step));
  dh_finding_put (f, "error", dh_case_at (c, c->columns->error, 0, s.step));
  dh_finding_put (f, "steps_lost", (double) s.n_lost);
  dh_finding_put (f, "steps_zero", (double) s.n_zero);
}
