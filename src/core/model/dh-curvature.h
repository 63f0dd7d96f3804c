/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Curvature: eigenvalues of the loss Hessian and the two limits of the learning rate for
 * plain SGD. numerics.md section 7. */
#pragma once

#include "dh-data.h"
#include "dh-model.h"

G_BEGIN_DECLS

typedef struct
{
  double lambda_max;
  double lambda_min;
  double condition;   /* lambda_max / lambda_min; inf when lambda_min <= 0 */
  double row_limit;   /* 1 / max over rows of |grad y^|^2 */
  double epoch_limit; /* largest rate at which one epoch's linearised updates contract; 0: none
                       * found, inf: no bound found up to 1e6 */
} DhCurvature;

/* At weights @w. @batch rows an update (0: all), listed order; @drop_last: carry `workbook`
 * (the last row's update is thrown away). @cancel may be NULL; FALSE when it was raised or
 * when memory would not do (more than 64 weights: power iteration on Hessian-vector products,
 * epoch_limit by power iteration on the epoch's linearised map). */
gboolean dh_curvature_compute (const DhModelSpec *model, const DhData *data, const double *w,
                               gsize batch, gboolean drop_last, const gint *cancel,
                               DhCurvature *curvature);

/* Eigenvalues of a symmetric matrix by cyclic Jacobi: a[n*n] is destroyed, ascending in out[n]. */
void dh_symmetric_eigenvalues (double *a, gsize n, double *out);

G_END_DECLS
