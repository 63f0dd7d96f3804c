/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* The epoch limit: the largest learning rate up to which one epoch of plain SGD, linearised at
 * the weights, leaves no direction longer: the product of (I - rate H_b) over the epoch's batches
 * has a spectral radius of at most 1. A direction that no batch's loss depends on (a dead unit, a
 * scaling that two layers undo) stays as it is, with an eigenvalue of exactly 1 at every rate: it
 * neither contracts nor bounds the rate, so 1 itself is allowed. A direction of negative
 * curvature grows at every rate, however small: then there is no limit, and the answer is 0. */
#include "dh-curvature-private.h"

#include "dh-math.h"

#include <math.h>
#include <string.h>

#define MAX_RATE 1e6
/* How far above 1 rounding may put a neutral direction's eigenvalue. */
#define TOLERANCE 1e-9
/* Negative curvature below this, relative to the largest, is rounding. */
#define FLAT 1e-9
#define SCAN_FACTOR 1.1
#define PRECISION 1e-10
/* Halvings of the first rate before giving up on contraction. */
#define MAX_HALVINGS 12
/* Dense products beyond these take too much memory or time. */
#define MAX_DENSE_STORE ((gsize) 1 << 25)
#define MAX_DENSE_WORK ((gsize) 1 << 25)
/* Of a large model: epochs per rate, those at the end of it that are measured, and how exactly
 * the limit is worth finding by such means. */
#define ITERATIONS 40
#define MEASURED 20
#define ROUGH_TOLERANCE 1e-6
#define ROUGH_FACTOR 1.25
#define ROUGH_PRECISION 1e-4

typedef struct
{
  const DhCurveProblem *problem;
  gboolean dense;
  double tolerance;
  double first_rate;  /* the scan's first; the tolerance shrinks with the rate below it */
  double *hessians;   /* dense: updates * n * n */
  double *product;    /* dense: n * n; otherwise a vector */
  double *scratch;
} Search;

static void
batch_rows (const DhCurveProblem *p, gsize update, gsize *first, gsize *count)
{
  *first = update * p->batch;
  *count = MIN (p->batch, p->rows - *first);
}

/* product = (I - rate h) product, and a logarithm for what had to be scaled away. */
static double
apply_dense (const Search *s, double rate, const double *h)
{
  gsize n = s->problem->n;
  double largest = 0;

  memcpy (s->scratch, s->product, n * n * sizeof *s->scratch);
  for (gsize i = 0; i < n; i++)
    for (gsize k = 0; k < n; k++)
      {
        double factor = rate * h[i * n + k];

        if (factor == 0)
          continue;
        for (gsize j = 0; j < n; j++)
          s->scratch[i * n + j] -= factor * s->product[k * n + j];
      }
  for (gsize i = 0; i < n * n; i++)
    largest = fmax (largest, fabs (s->scratch[i]));
  memcpy (s->product, s->scratch, n * n * sizeof *s->scratch);
  if (largest < 1e100)
    return 0;
  for (gsize i = 0; i < n * n; i++)
    s->product[i] /= largest;
  return dh_log (largest);
}

static gboolean
growth_dense (const Search *s, double rate, double *growth)
{
  const DhCurveProblem *p = s->problem;
  gsize piece = dh_curve_piece (p->n * p->n * p->n);
  double scale = 0, radius;

  memset (s->product, 0, p->n * p->n * sizeof *s->product);
  for (gsize i = 0; i < p->n; i++)
    s->product[i * p->n + i] = 1;
  for (gsize u = 0; u < p->updates; u++)
    {
      if (u % piece == 0 && dh_cancelled (p->cancel))
        return FALSE;
      scale += apply_dense (s, rate, s->hessians + u * p->n * p->n);
    }
  if (!dh_log_spectral_radius (s->product, s->scratch, p->n, p->cancel, &radius))
    return FALSE;
  *growth = scale + radius;
  return TRUE;
}

/* Mean logarithm of a vector's growth over an epoch, once the fastest direction dominates. */
static gboolean
growth_by_iteration (const Search *s, double rate, double *growth)
{
  const DhCurveProblem *p = s->problem;
  double sum = 0;

  dh_curve_start (s->product, p->n);
  for (guint i = 0; i < ITERATIONS; i++)
    {
      double length;

      for (gsize u = 0; u < p->updates; u++)
        {
          gsize first, count;

          batch_rows (p, u, &first, &count);
          if (!dh_curve_product (p, first, count, s->product, s->scratch))
            return FALSE;
          for (gsize k = 0; k < p->n; k++)
            s->product[k] -= rate * s->scratch[k];
        }
      length = dh_curve_normalise (s->product, p->n);
      if (!(length > 0) || !isfinite (length))
        {
          *growth = length == 0 ? -HUGE_VAL : HUGE_VAL;
          return TRUE;
        }
      if (i >= ITERATIONS - MEASURED)
        sum += dh_log (length);
    }
  *growth = sum / MEASURED;
  return TRUE;
}

/* Whether the epoch at this rate lets nothing grow; FALSE: cancelled. */
static gboolean
contracts (const Search *s, double rate, gboolean *answer)
{
  double growth;

  if (!(s->dense ? growth_dense : growth_by_iteration) (s, rate, &growth))
    return FALSE;
  *answer = growth <= s->tolerance * fmin (1, rate / s->first_rate);
  return TRUE;
}

/* From the first rate up to the first that does not contract, then bisection between the two. */
static gboolean
search (const Search *s, double *limit)
{
  double low = s->first_rate, high;
  double factor = s->dense ? SCAN_FACTOR : ROUGH_FACTOR;
  double precision = s->dense ? PRECISION : ROUGH_PRECISION;
  gboolean answer;

  for (guint i = 0;; i++)
    {
      if (!contracts (s, low, &answer))
        return FALSE;
      if (answer)
        break;
      if (i == MAX_HALVINGS)
        {
          *limit = 0;
          return TRUE;
        }
      low /= 2;
    }
  for (high = low * factor;; high *= factor)
    {
      if (high > MAX_RATE)
        {
          *limit = HUGE_VAL;
          return TRUE;
        }
      if (!contracts (s, high, &answer))
        return FALSE;
      if (!answer)
        break;
      low = high;
    }
  while (high - low > precision * high)
    {
      double middle = low + (high - low) / 2;

      if (!contracts (s, middle, &answer))
        return FALSE;
      *(answer ? &low : &high) = middle;
    }
  *limit = low;
  return TRUE;
}

/* Half the rate below which no update of a convex batch can expand anything: 2 / its largest
 * eigenvalue, which the Frobenius norm bounds. 0: all Hessians are 0. FALSE: cancelled. */
static gboolean
safe_rate (const Search *s, double *rate)
{
  gsize size = s->problem->n * s->problem->n;
  gsize piece = dh_curve_piece (size);
  double largest = 0;

  for (gsize u = 0; u < s->problem->updates; u++)
    {
      double sum = 0;

      if (u % piece == 0 && dh_cancelled (s->problem->cancel))
        return FALSE;
      for (gsize i = 0; i < size; i++)
        sum += s->hessians[u * size + i] * s->hessians[u * size + i];
      largest = fmax (largest, sqrt (sum));
    }
  *rate = largest > 0 ? 1 / largest : 0;
  return TRUE;
}

static gboolean
search_dense (Search *s, double *limit)
{
  const DhCurveProblem *p = s->problem;
  gsize size = p->n * p->n;
  g_autofree double *hessians = g_try_new (double, p->updates * size);
  g_autofree double *product = g_try_new (double, size);
  g_autofree double *scratch = g_try_new (double, size);

  if (hessians == NULL || product == NULL || scratch == NULL)
    return FALSE;
  for (gsize u = 0; u < p->updates; u++)
    {
      gsize first, count;

      batch_rows (p, u, &first, &count);
      if (!dh_curve_hessian (p, first, count, hessians + u * size))
        return FALSE;
    }
  s->hessians = hessians;
  s->product = product;
  s->scratch = scratch;
  s->tolerance = TOLERANCE;
  if (!safe_rate (s, &s->first_rate))
    return FALSE;
  if (s->first_rate == 0)
    {
      *limit = HUGE_VAL;
      return TRUE;
    }
  return search (s, limit);
}

static gboolean
search_by_iteration (Search *s, const DhCurvature *known, double *limit)
{
  g_autofree double *product = g_try_new (double, s->problem->n);
  g_autofree double *scratch = g_try_new (double, s->problem->n);

  if (product == NULL || scratch == NULL)
    return FALSE;
  /* Few iterations would not show a slow growth. */
  if (known->lambda_min < -ROUGH_TOLERANCE * known->lambda_max)
    {
      *limit = 0;
      return TRUE;
    }
  s->product = product;
  s->scratch = scratch;
  s->tolerance = ROUGH_TOLERANCE;
  s->first_rate = known->row_limit / 2;
  return search (s, limit);
}

gboolean
dh_curve_epoch_limit (const DhCurveProblem *problem, const DhCurvature *known, double *limit)
{
  Search s = { .problem = problem };
  gsize n = problem->n;

  if (problem->updates == 0)
    {
      *limit = HUGE_VAL;
      return TRUE;
    }
  if (problem->updates == 1 && problem->batch == problem->rows)
    {
      /* The product is one factor, whose eigenvalues are 1 - rate lambda. */
      double flat = FLAT * fabs (known->lambda_max);

      if (known->lambda_min < -flat || known->lambda_max < 0)
        *limit = 0;
      else
        *limit = known->lambda_max > 0 ? 2 / known->lambda_max : HUGE_VAL;
      return TRUE;
    }
  s.dense = n <= DH_MODEL_FULL_RECORD && problem->updates <= MAX_DENSE_STORE / (n * n)
            && problem->updates <= MAX_DENSE_WORK / (n * n * n);
  return s.dense ? search_dense (&s, limit) : search_by_iteration (&s, known, limit);
}
