/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Curvature of the loss at given weights: dense by Jacobi up to 64 weights, by power iteration
 * on Hessian-vector products above. One call is for one thread. */
#include "dh-curvature-private.h"

#include "dh-rng.h"

#include <math.h>
#include <string.h>

/* Rows between two looks at the cancel flag. */
#define PIECE 512
#define PIECE_WORK ((gsize) 65536)
#define MAX_ITERATIONS 1000
#define CONVERGED 1e-10

gsize
dh_curve_piece (gsize work)
{
  return MAX (PIECE_WORK / work, 1);
}

void
dh_curve_start (double *v, gsize n)
{
  DhRng rng;

  dh_rng_init (&rng, 0);
  for (gsize i = 0; i < n; i++)
    v[i] = dh_rng_normal (&rng);
  dh_curve_normalise (v, n);
}

double
dh_curve_normalise (double *v, gsize n)
{
  double sum = 0, length;

  for (gsize i = 0; i < n; i++)
    sum += v[i] * v[i];
  length = sqrt (sum);
  if (length > 0)
    for (gsize i = 0; i < n; i++)
      v[i] /= length;
  return length;
}

gboolean
dh_curve_product (const DhCurveProblem *problem, gsize first, gsize count,
                  const double *v, double *out)
{
  g_autofree double *part = NULL;

  if (dh_cancelled (problem->cancel))
    return FALSE;
  if (count <= PIECE)
    {
      dh_network_hessian_vector (problem->network, problem->w, v, problem->x + first,
                                 problem->y + first, count, out);
      return TRUE;
    }
  part = g_new (double, problem->n);
  memset (out, 0, problem->n * sizeof *out);
  for (gsize done = 0; done < count; done += PIECE)
    {
      gsize m = MIN (PIECE, count - done);
      double share = (double) m / (double) count;

      if (dh_cancelled (problem->cancel))
        return FALSE;
      dh_network_hessian_vector (problem->network, problem->w, v, problem->x + first + done,
                                 problem->y + first + done, m, part);
      for (gsize k = 0; k < problem->n; k++)
        out[k] += share * part[k];
    }
  return TRUE;
}

gboolean
dh_curve_hessian (const DhCurveProblem *problem, gsize first, gsize count, double *h)
{
  gsize n = problem->n;
  g_autofree double *unit = g_new0 (double, n);

  for (gsize i = 0; i < n; i++)
    {
      unit[i] = 1;
      if (!dh_curve_product (problem, first, count, unit, h + i * n))
        return FALSE;
      unit[i] = 0;
    }
  /* Symmetric but for rounding. */
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j <= i; j++)
      {
        double mean = 0.5 * (h[i * n + j] + h[j * n + i]);

        if (!isfinite (mean))
          return FALSE;
        h[i * n + j] = h[j * n + i] = mean;
      }
  return TRUE;
}

static gboolean
eigen_dense (const DhCurveProblem *problem, DhCurvature *curvature)
{
  gsize n = problem->n;
  g_autofree double *h = g_new (double, n * n);
  g_autofree double *values = g_new (double, n);

  if (!dh_curve_hessian (problem, 0, problem->rows, h))
    return FALSE;
  if (!dh_curve_eigenvalues (h, n, problem->cancel, values))
    return FALSE;
  curvature->lambda_min = values[0];
  curvature->lambda_max = values[n - 1];
  return TRUE;
}

/* The eigenvalue of H - shift I that is largest in absolute value, as Rayleigh's quotient. */
static gboolean
dominant (const DhCurveProblem *problem, double shift, double *v, double *next, double *value)
{
  gsize n = problem->n;
  double last = HUGE_VAL;

  dh_curve_start (v, n);
  for (guint i = 0; i < MAX_ITERATIONS; i++)
    {
      double quotient = 0;

      if (!dh_curve_product (problem, 0, problem->rows, v, next))
        return FALSE;
      for (gsize k = 0; k < n; k++)
        {
          next[k] -= shift * v[k];
          quotient += v[k] * next[k];
        }
      if (!isfinite (quotient))
        return FALSE;
      *value = quotient;
      if (dh_curve_normalise (next, n) == 0 || fabs (quotient - last) <= CONVERGED * fabs (quotient))
        break;
      last = quotient;
      memcpy (v, next, n * sizeof *v);
    }
  return TRUE;
}

/* The dominant end first; shifted by it, the other end becomes the dominant one. */
static gboolean
eigen_by_iteration (const DhCurveProblem *problem, DhCurvature *curvature)
{
  g_autofree double *v = g_new (double, problem->n);
  g_autofree double *next = g_new (double, problem->n);
  double one, other;

  if (!dominant (problem, 0, v, next, &one) || !dominant (problem, one, v, next, &other))
    return FALSE;
  other += one;
  curvature->lambda_max = fmax (one, other);
  curvature->lambda_min = fmin (one, other);
  return TRUE;
}

static gboolean
row_limit (const DhCurveProblem *problem, double *limit)
{
  g_autofree double *gradient = g_new (double, problem->n);
  gsize piece = dh_curve_piece (8 * problem->n);
  double largest = 0;

  for (gsize i = 0; i < problem->rows; i++)
    {
      double sum = 0;

      if (i % piece == 0 && dh_cancelled (problem->cancel))
        return FALSE;
      dh_network_output_gradient (problem->network, problem->w, problem->x[i], gradient);
      for (gsize k = 0; k < problem->n; k++)
        sum += gradient[k] * gradient[k];
      if (!isfinite (sum))
        return FALSE;
      largest = fmax (largest, sum);
    }
  *limit = 1 / largest; /* at least 1: the output's bias */
  return TRUE;
}

gboolean
dh_curvature_compute (const DhModelSpec *model, const DhData *data, const double *w,
                      gsize batch, gboolean drop_last, const gint *cancel,
                      DhCurvature *curvature)
{
  g_autoptr (DhNetwork) network = NULL;
  DhCurveProblem problem = { .w = w, .cancel = cancel };
  DhCurvature found;
  gboolean dense;

  g_return_val_if_fail (model != NULL && data != NULL, FALSE);
  g_return_val_if_fail (w != NULL && curvature != NULL, FALSE);

  problem.n = dh_model_n_weights (model);
  problem.x = dh_data_get_x (data);
  problem.y = dh_data_get_y (data);
  problem.rows = dh_data_get_n_rows (data);
  problem.batch = batch == 0 ? problem.rows : MIN (batch, problem.rows);
  problem.updates = (problem.rows - 1) / problem.batch + (drop_last ? 0 : 1);
  network = dh_network_new (model, MIN (problem.rows, PIECE), NULL);
  if (network == NULL)
    return FALSE;
  problem.network = network;
  dense = problem.n <= DH_MODEL_FULL_RECORD;

  if (!(dense ? eigen_dense : eigen_by_iteration) (&problem, &found)
      || !row_limit (&problem, &found.row_limit))
    return FALSE;
  found.condition = found.lambda_min > 0 ? found.lambda_max / found.lambda_min : HUGE_VAL;
  if (!dh_curve_epoch_limit (&problem, &found, &found.epoch_limit))
    return FALSE;
  *curvature = found;
  return TRUE;
}
