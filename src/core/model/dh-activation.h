/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Activations of hidden layers: value, first and second derivative at the pre-activation z.
 * The derivative of relu at 0 is 0, as PyTorch has it. gelu is the exact one, z*Phi(z). */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  DH_ACTIVATION_IDENTITY,
  DH_ACTIVATION_RELU,
  DH_ACTIVATION_LEAKY_RELU, /* slope 0.01 below 0 */
  DH_ACTIVATION_TANH,
  DH_ACTIVATION_SIGMOID,
  DH_ACTIVATION_SOFTPLUS,
  DH_ACTIVATION_GELU,
  DH_ACTIVATION_N,
} DhActivation;

typedef struct
{
  const char *id;    /* "leaky-relu" */
  const char *label; /* N_("Leaky ReLU") */
  double (*value)  (double z);
  double (*slope)  (double z); /* first derivative */
  double (*curve)  (double z); /* second derivative */
  void   (*forward)(const double *z, double *a, gsize n); /* a block; the same bits as value() */
  /* delta[i] *= slope (z[i]), with a[i] = value (z[i]) at hand; 0 wherever the slope is 0. */
  void   (*backward)(const double *z, const double *a, double *delta, gsize n);
} DhActivationInfo;

const DhActivationInfo *dh_activation_info  (DhActivation activation);
/* Accepts "identity" and "none" for the first. */
gboolean                dh_activation_parse (const char *id, DhActivation *activation, GError **error);

G_END_DECLS
