/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Private to src/core/model: what the parts of the curvature share. */
#pragma once

#include "dh-cancel.h"
#include "dh-curvature.h"
#include "dh-network.h"

G_BEGIN_DECLS

typedef struct
{
  DhNetwork *network;
  gsize n;            /* weights */
  const double *w;
  const double *x, *y;
  gsize rows;
  gsize batch;        /* rows of an update; the last may have fewer */
  gsize updates;      /* of an epoch */
  const gint *cancel; /* may be NULL */
} DhCurveProblem;

/* out = H v over @count rows from @first; FALSE: cancelled. */
gboolean dh_curve_product    (const DhCurveProblem *problem, gsize first, gsize count,
                              const double *v, double *out);
/* The Hessian over the rows as h[n * n]; FALSE: cancelled or not finite. */
gboolean dh_curve_hessian    (const DhCurveProblem *problem, gsize first, gsize count, double *h);
/* Fills limit; FALSE: cancelled, no memory or not finite. */
gboolean dh_curve_epoch_limit (const DhCurveProblem *problem, const DhCurvature *known,
                               double *limit);
/* The logarithm of the spectral radius of a[n * n], which is destroyed; scratch[n * n]. FALSE:
 * cancelled. */
gboolean dh_log_spectral_radius (double *a, double *scratch, gsize n, const gint *cancel,
                                 double *radius);
/* dh_symmetric_eigenvalues(). FALSE: cancelled. */
gboolean dh_curve_eigenvalues (double *a, gsize n, const gint *cancel, double *out);
/* Items of @work multiplications each between two looks at the cancel flag: some 50 us. */
gsize    dh_curve_piece      (gsize work);
/* Starts a power iteration: the same for everybody, in no special direction. */
void     dh_curve_start      (double *v, gsize n);
/* Scales v to length 1; returns its length. */
double   dh_curve_normalise  (double *v, gsize n);

G_END_DECLS
