/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* The three small models in straight-line arithmetic, in the workbook's own order of operations:
 * E = b + a*x, de/db = 2*(E - y), de/da = de/db * x. The network and the trainer both
 * use these, so that a row gives the same bits whichever of them computes it.
 * @r is the residual y^ - y of the row; @g may not overlap @w. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* w: a, b. */
static inline double
dh_linear_predict (const double *w, double x)
{
  return w[0] * x + w[1];
}

static inline void
dh_linear_gradient (const double *w, double x, double r, double *g)
{
  double db = 2 * r;

  g[0] = db * x;
  g[1] = db;
}

/* w: a, b, c, d. */
static inline double
dh_two_linear_predict (const double *w, double x)
{
  double u = w[0] * x + w[1];

  return w[2] * u + w[3];
}

static inline void
dh_two_linear_gradient (const double *w, double x, double r, double *g)
{
  double u = w[0] * x + w[1];
  double dd = 2 * r;
  double db = dd * w[2];

  g[0] = db * x;
  g[1] = db;
  g[2] = dd * u;
  g[3] = dd;
}

/* max(u, 0) that keeps NaN, so that an explosion is not hidden. */
static inline double
dh_small_relu (double u)
{
  return u <= 0 ? 0 : u;
}

/* w: a, b, c, d. */
static inline double
dh_two_relu_predict (const double *w, double x)
{
  return w[2] * dh_small_relu (w[0] * x + w[1]) + w[3];
}

static inline void
dh_two_relu_gradient (const double *w, double x, double r, double *g)
{
  double u = w[0] * x + w[1];
  double dd = 2 * r;
  double db = u > 0 ? dd * w[2] : 0;

  g[0] = u > 0 ? db * x : 0;
  g[1] = db;
  g[2] = u > 0 ? dd * u : 0;
  g[3] = dd;
}

/* (y^ - y)^2, the error of a row from its residual. */
static inline double
dh_row_error (double r)
{
  return r * r;
}

G_END_DECLS
