/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* The products of a layer over a batch. Small ones in plain loops, every element summed in the
 * order of the formula; large ones through CBLAS, which is several times faster there. Which
 * of the two is chosen by shape alone, and BLAS runs on one thread, so that results depend on
 * neither timing nor the number of processors. No state of ours; any thread. */
#include "config.h"

#include "dh-network-private.h"

#include <string.h>

#ifdef HAVE_CBLAS
#include <cblas.h>

/* Multiplications from which a matrix product goes through BLAS. From here on a whole step is
 * twice as fast (measured at 32 rows, 16 by 16, and 8 rows, 32 by 32). Below, the plain loops take at
 * most 1.6 times as long, and their bits are the same on every processor, which BLAS, choosing
 * its own kernels and fused operations, does not promise. */
#define BLAS_WORK 8192
/* With fewer rows, units or inputs it is no matrix product. */
#define BLAS_MIN_SIDE 4

static gboolean
use_blas (const DhLayer *layer, gsize n)
{
  static gsize once = 0;

  if (n < BLAS_MIN_SIDE || layer->n_in < BLAS_MIN_SIDE || layer->n_out < BLAS_MIN_SIDE
      || n * layer->n_in * layer->n_out < BLAS_WORK)
    return FALSE;
  if (g_once_init_enter (&once))
    {
      openblas_set_num_threads (1);
      g_once_init_leave (&once, 1);
    }
  return TRUE;
}
#endif

static double
dot (const double *w, const double *a, gsize n)
{
  double sum = w[0] * a[0];

  for (gsize k = 1; k < n; k++)
    sum += w[k] * a[k];
  return sum;
}

/* Four dot products of one vector at once: a single sum would wait for every addition. */
static void
dot4 (const double *v, const double *const m[4], double out[4], gsize n)
{
  double s0 = m[0][0] * v[0], s1 = m[1][0] * v[0];
  double s2 = m[2][0] * v[0], s3 = m[3][0] * v[0];

  for (gsize k = 1; k < n; k++)
    {
      s0 += m[0][k] * v[k];
      s1 += m[1][k] * v[k];
      s2 += m[2][k] * v[k];
      s3 += m[3][k] * v[k];
    }
  out[0] = s0;
  out[1] = s1;
  out[2] = s2;
  out[3] = s3;
}

/* One input: a product a unit. */
static void
forward_one_input (const DhLayer *layer, const double *w, const double *a, double *z, gsize n)
{
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < layer->n_out; j++)
      z[i * layer->n_out + j] = w[j] * a[i];
}

/* Few units: four rows at once. */
static void
forward_narrow (const DhLayer *layer, const double *w, const double *a, double *z, gsize n)
{
  gsize n_in = layer->n_in, n_out = layer->n_out;

  for (gsize j = 0; j < n_out; j++)
    {
      gsize i = 0;

      for (; i + 4 <= n; i += 4)
        {
          const double *rows[4] = { a + i * n_in, a + (i + 1) * n_in, a + (i + 2) * n_in,
                                    a + (i + 3) * n_in };
          double sums[4];

          dot4 (w + j * n_in, rows, sums, n_in);
          for (gsize k = 0; k < 4; k++)
            z[(i + k) * n_out + j] = sums[k];
        }
      for (; i < n; i++)
        z[i * n_out + j] = dot (w + j * n_in, a + i * n_in, n_in);
    }
}

/* Many units: four of them at once. */
static void
forward_wide (const DhLayer *layer, const double *w, const double *a, double *z, gsize n)
{
  gsize n_in = layer->n_in, n_out = layer->n_out;

  for (gsize i = 0; i < n; i++)
    {
      gsize j = 0;

      for (; j + 4 <= n_out; j += 4)
        {
          const double *units[4] = { w + j * n_in, w + (j + 1) * n_in, w + (j + 2) * n_in,
                                     w + (j + 3) * n_in };

          dot4 (a + i * n_in, units, z + i * n_out + j, n_in);
        }
      for (; j < n_out; j++)
        z[i * n_out + j] = dot (w + j * n_in, a + i * n_in, n_in);
    }
}

void
dh_layer_product (const DhLayer *layer, const double *w, const double *a, double *z, gsize n)
{
#ifdef HAVE_CBLAS
  if (use_blas (layer, n))
    {
      cblas_dgemm (CblasRowMajor, CblasNoTrans, CblasTrans, (int) n, (int) layer->n_out,
                   (int) layer->n_in, 1, a, (int) layer->n_in, w, (int) layer->n_in, 0, z,
                   (int) layer->n_out);
      return;
    }
#endif
  if (layer->n_in == 1)
    forward_one_input (layer, w, a, z, n);
  else if (layer->n_out < 4)
    forward_narrow (layer, w, a, z, n);
  else
    forward_wide (layer, w, a, z, n);
}

void
dh_layer_forward (const DhLayer *layer, const double *w, const double *b,
                  const double *a, double *z, gsize n)
{
  dh_layer_product (layer, w, a, z, n);
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < layer->n_out; j++)
      z[i * layer->n_out + j] += b[j];
}

void
dh_layer_backward (const DhLayer *layer, const double *w,
                   const double *delta, double *out, gsize n, gboolean add)
{
  gsize n_in = layer->n_in, n_out = layer->n_out;

#ifdef HAVE_CBLAS
  if (use_blas (layer, n))
    {
      cblas_dgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans, (int) n, (int) n_in, (int) n_out, 1,
                   delta, (int) n_out, w, (int) n_in, add ? 1 : 0, out, (int) n_in);
      return;
    }
#endif
  for (gsize i = 0; i < n; i++)
    {
      double *row = out + i * n_in;

      if (!add)
        for (gsize k = 0; k < n_in; k++)
          row[k] = delta[i * n_out] * w[k];
      for (gsize j = add ? 0 : 1; j < n_out; j++)
        {
          double d = delta[i * n_out + j];

          for (gsize k = 0; k < n_in; k++)
            row[k] += d * w[j * n_in + k];
        }
    }
}

void
dh_layer_outer (const DhLayer *layer, const double *delta, const double *a, double *gw, gsize n)
{
  gsize n_in = layer->n_in, n_out = layer->n_out;

#ifdef HAVE_CBLAS
  if (use_blas (layer, n))
    {
      cblas_dgemm (CblasRowMajor, CblasTrans, CblasNoTrans, (int) n_out, (int) n_in, (int) n, 1,
                   delta, (int) n_out, a, (int) n_in, 1, gw, (int) n_in);
      return;
    }
#endif
  if (n_in == 1)
    {
      for (gsize i = 0; i < n; i++)
        for (gsize j = 0; j < n_out; j++)
          gw[j] += delta[i * n_out + j] * a[i];
      return;
    }
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n_out; j++)
      {
        double d = delta[i * n_out + j];

        for (gsize k = 0; k < n_in; k++)
          gw[j * n_in + k] += d * a[i * n_in + k];
      }
}

void
dh_layer_sum (const DhLayer *layer, const double *delta, double *gb, gsize n)
{
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < layer->n_out; j++)
      gb[j] += delta[i * layer->n_out + j];
}
