/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* The workbook's optimisers, one per sheet, in the sheets' own order of operations:
 * no bias correction, no epsilon; 1 - beta is computed in double. numerics.md section 6. */
#include "dh-optimiser-private.h"

#include <math.h>

void
dh_optimiser_workbook_sgd (DhOptimiser *optimiser, double lr, const double *g, double *w)
{
  for (gsize i = 0; i < optimiser->n; i++)
    w[i] = w[i] - g[i] * lr;
}

void
dh_optimiser_workbook_momentum (DhOptimiser *optimiser, double lr, const double *g, double *w)
{
  double beta = optimiser->spec.param[WORKBOOK_MOMENTUM_BETA];
  double rest = 1 - beta;
  double *m = optimiser->m;

  for (gsize i = 0; i < optimiser->n; i++)
    {
      m[i] = m[i] * beta + rest * g[i];
      w[i] = w[i] - m[i] * lr;
    }
}

void
dh_optimiser_workbook_rmsprop (DhOptimiser *optimiser, double lr, const double *g, double *w)
{
  double beta = optimiser->spec.param[WORKBOOK_RMSPROP_BETA];
  double rest = 1 - beta;
  double *v = optimiser->v;

  /* The sheet divides by the mean square of the row above: it is updated after its use. */
  for (gsize i = 0; i < optimiser->n; i++)
    {
      w[i] = w[i] - g[i] * lr / sqrt (v[i]);
      v[i] = v[i] * beta + rest * (g[i] * g[i]);
    }
}

void
dh_optimiser_workbook_adam (DhOptimiser *optimiser, double lr, const double *g, double *w)
{
  double beta1 = optimiser->spec.param[WORKBOOK_ADAM_BETA1];
  double beta2 = optimiser->spec.param[WORKBOOK_ADAM_BETA2];
  double rest1 = 1 - beta1;
  double rest2 = 1 - beta2;
  double *m = optimiser->m;
  double *v = optimiser->v;

  for (gsize i = 0; i < optimiser->n; i++)
    {
      m[i] = m[i] * beta1 + rest1 * g[i];
      v[i] = v[i] * beta2 + rest2 * (g[i] * g[i]);
      w[i] = w[i] - m[i] * lr / sqrt (v[i]);
    }
}

double
dh_optimiser_workbook_a (const DhOptimiser *optimiser)
{
  double a = 0;

  for (gsize i = 0; i < optimiser->n; i++)
    a += sqrt (optimiser->v[i]);
  return a;
}

void
dh_optimiser_workbook_anneal (DhOptimiser *optimiser)
{
  double a = dh_optimiser_workbook_a (optimiser);

  if (a / optimiser->anneal > 2)
    optimiser->lr_factor /= 4;
  if (a < optimiser->anneal)
    optimiser->anneal = a;
}
