/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Eigenvalues of small matrices. No state; any thread. */
#include "dh-curvature-private.h"

#include "dh-math.h"

#include <float.h>
#include <math.h>
#include <string.h>

/* Cyclic Jacobi converges quadratically; a dozen sweeps are plenty for any size here. */
#define MAX_SWEEPS 60
/* A norm that grows like a polynomial in the power (a Jordan block) adds log (2^40) / 2^40. */
#define SQUARINGS 40

/* Rotates rows and columns p and q so that a[p][q] becomes 0 (Golub and Van Loan, Matrix
 * Computations, algorithm 8.5.1). */
static void
rotate (double *a, gsize n, gsize p, gsize q)
{
  double apq = a[p * n + q], app = a[p * n + p], aqq = a[q * n + q];
  double theta = (aqq - app) / (2 * apq);
  double t = (theta < 0 ? -1 : 1) / (fabs (theta) + sqrt (theta * theta + 1));
  double c = 1 / sqrt (t * t + 1), s = t * c;

  for (gsize k = 0; k < n; k++)
    {
      double akp = a[k * n + p], akq = a[k * n + q];

      if (k == p || k == q)
        continue;
      a[k * n + p] = a[p * n + k] = c * akp - s * akq;
      a[k * n + q] = a[q * n + k] = s * akp + c * akq;
    }
  a[p * n + p] = app - t * apq;
  a[q * n + q] = aqq + t * apq;
  a[p * n + q] = a[q * n + p] = 0;
}

/* Rotates away all elements above @small. FALSE: cancelled. */
static gboolean
sweep (double *a, gsize n, double small, const gint *cancel, gboolean *rotated)
{
  *rotated = FALSE;
  for (gsize p = 0; p + 1 < n; p++)
    {
      if (dh_cancelled (cancel))
        return FALSE;
      for (gsize q = p + 1; q < n; q++)
        {
          if (fabs (a[p * n + q]) <= small)
            continue;
          rotate (a, n, p, q);
          *rotated = TRUE;
        }
    }
  return TRUE;
}

static int
compare (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

gboolean
dh_curve_eigenvalues (double *a, gsize n, const gint *cancel, double *out)
{
  gboolean rotated = TRUE;
  double small = 0;

  /* What is left out moves no eigenvalue by more than rounding moves the largest. */
  for (gsize i = 0; i < n * n; i++)
    small = fmax (small, DBL_EPSILON / 64 / (double) n * fabs (a[i]));
  for (guint i = 0; i < MAX_SWEEPS && rotated; i++)
    if (!sweep (a, n, small, cancel, &rotated))
      return FALSE;
  for (gsize i = 0; i < n; i++)
    out[i] = a[i * n + i];
  qsort (out, n, sizeof *out, compare);
  return TRUE;
}

void
dh_symmetric_eigenvalues (double *a, gsize n, double *out)
{
  g_return_if_fail (a != NULL && out != NULL);

  dh_curve_eigenvalues (a, n, NULL, out);
}

/* Divides by the Frobenius norm; returns its logarithm. */
static double
normalise (double *a, gsize n)
{
  double largest = 0, sum = 0, norm;

  for (gsize i = 0; i < n * n; i++)
    largest = fmax (largest, fabs (a[i]));
  if (largest == 0)
    return -HUGE_VAL;
  for (gsize i = 0; i < n * n; i++)
    {
      a[i] /= largest;
      sum += a[i] * a[i];
    }
  norm = sqrt (sum);
  for (gsize i = 0; i < n * n; i++)
    a[i] /= norm;
  return dh_log (largest) + dh_log (norm);
}

static void
square (const double *a, double *out, gsize n)
{
  memset (out, 0, n * n * sizeof *out);
  for (gsize i = 0; i < n; i++)
    for (gsize k = 0; k < n; k++)
      for (gsize j = 0; j < n; j++)
        out[i * n + j] += a[i * n + k] * a[k * n + j];
}

/* Gelfand: the radius is the limit of |a^k|^(1/k), reached here by squaring a again and again.
 * Unlike a power iteration this does not mind complex or equal eigenvalues. */
gboolean
dh_log_spectral_radius (double *a, double *scratch, gsize n, const gint *cancel, double *radius)
{
  double weight = 1;

  *radius = 0;
  for (guint i = 0; i < SQUARINGS; i++)
    {
      double *swap = a;
      double norm;

      if (dh_cancelled (cancel))
        return FALSE;
      norm = normalise (a, n);
      *radius += weight * norm;
      if (!isfinite (norm))
        break;
      square (a, scratch, n);
      a = scratch;
      scratch = swap;
      weight *= 0.5;
    }
  return TRUE;
}
