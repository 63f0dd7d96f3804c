/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Network: forward, backward and Hessian-vector product of a model over a batch.
 * Owns its scratch memory (made once for a batch size); one thread at a time.
 * Shapes: w[n_weights]; x, y, prediction[n]. */
#pragma once

#include "dh-model.h"

G_BEGIN_DECLS

typedef struct _DhNetwork DhNetwork;

/* @max_batch rows at most in one call; NULL with DH_ERROR_LIMIT when scratch would be too large. */
DhNetwork *dh_network_new      (const DhModelSpec *spec, gsize max_batch, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void       dh_network_free     (DhNetwork *network);
gsize      dh_network_n_weights (const DhNetwork *network);
const DhModelSpec *dh_network_get_spec (const DhNetwork *network);

/* prediction[i] = y^(x[i]; w). Any @n: works through it in pieces of max_batch. */
void   dh_network_predict      (DhNetwork *network, const double *w,
                                const double *x, double *prediction, gsize n);
/* Mean over the batch of (y^ - y)^2, its gradient in g[n_weights], predictions and (if not
 * NULL) the row errors. n <= max_batch. */
double dh_network_loss_gradient (DhNetwork *network, const double *w,
                                 const double *x, const double *y, gsize n,
                                 double *prediction, double *error, double *g);
/* Mean loss alone, the same bits as dh_network_loss_gradient() returns. */
double dh_network_loss         (DhNetwork *network, const double *w,
                                const double *x, const double *y, gsize n);
/* dprediction/dw for one row: out[n_weights]; returns the prediction. */
double dh_network_output_gradient (DhNetwork *network, const double *w, double x, double *out);
/* out = H v with H the Hessian of the mean loss over the rows (any @n). */
void   dh_network_hessian_vector (DhNetwork *network, const double *w, const double *v,
                                  const double *x, const double *y, gsize n, double *out);
/* Bump derivatives of the batch's mean loss, one weight at a time.
 * forward: (e(w+h) - e(w))/h; central: (e(w+h) - e(w-h))/2h. w is restored bit for bit. */
void   dh_network_bump         (DhNetwork *network, double *w,
                                const double *x, const double *y, gsize n,
                                double h, gboolean central, double *out);
/* Hidden unit signs for one row: on[k] is 1 where unit k (all hidden layers in order) has a
 * pre-activation > 0. */
void   dh_network_units_on     (DhNetwork *network, const double *w, double x, guint8 *on);

/* For a model with no activation: its slope and intercept as one line. FALSE otherwise. */
gboolean dh_model_effective_line (const DhModelSpec *spec, const double *w,
                                  double *slope, double *intercept);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhNetwork, dh_network_free)

G_END_DECLS
