/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Private to src/core/model: the network's memory and the products of its layers.
 * Values of n rows lie row by row; weights one row per unit. */
#pragma once

#include "dh-network.h"

G_BEGIN_DECLS

struct _DhNetwork
{
  DhModelSpec spec;
  DhModelKind kind;
  const DhActivationInfo *activation;
  gsize n_weights;
  guint n_layers;
  DhLayer layer[DH_MODEL_MAX_HIDDEN + 1];
  guint32 max_width;
  gsize max_batch;

  double *block;                     /* owns what the next ones point into */
  double *z[DH_MODEL_MAX_HIDDEN + 1]; /* pre-activations, max_batch * n_out */
  double *a[DH_MODEL_MAX_HIDDEN];     /* activations of the hidden layers */
  double *delta[2];                   /* dloss/dz of two neighbouring layers */
  double *prediction;

  double *curve_block; /* for Hessian-vector products, made at the first one */
  double *rz[DH_MODEL_MAX_HIDDEN + 1];
  double *ra[DH_MODEL_MAX_HIDDEN];
  double *rdelta[2];
};

/* Input of layer @index: the rows' x or the activations below. */
const double *dh_network_input   (const DhNetwork *network, guint index, const double *x);
/* Fills z and a; n <= max_batch. The result is z of the last layer. */
const double *dh_network_forward (DhNetwork *network, const double *w, const double *x, gsize n);

/* z[n * n_out] = a[n * n_in] w' */
void dh_layer_product  (const DhLayer *layer, const double *w,
                        const double *a, double *z, gsize n);
/* The same + b. */
void dh_layer_forward  (const DhLayer *layer, const double *w, const double *b,
                        const double *a, double *z, gsize n);
/* out[n * n_in] = delta[n * n_out] w (or out + … where @add) */
void dh_layer_backward (const DhLayer *layer, const double *w,
                        const double *delta, double *out, gsize n, gboolean add);
/* gw[n_out * n_in] += delta' a */
void dh_layer_outer    (const DhLayer *layer, const double *delta, const double *a,
                        double *gw, gsize n);
/* gb[n_out] += the sum of delta's rows */
void dh_layer_sum      (const DhLayer *layer, const double *delta, double *gb, gsize n);

G_END_DECLS
