/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* The table of activations. To add one: its functions, a row, and a value in the enum.
 * No state; any thread. */
#include "dh-activation.h"

#include "dh-error.h"
#include "dh-math.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define LEAK 0.01
#define SQRT_HALF 0x1.6a09e667f3bcdp-1
#define INV_SQRT_2PI 0x1.9884533d43651p-2

static double
identity_value (double z)
{
  return z;
}

static double
identity_slope (double z)
{
  return 1;
}

static double
no_curve (double z)
{
  return 0;
}

static void
identity_forward (const double *z, double *a, gsize n)
{
  if (n > 0 && a != z)
    memmove (a, z, n * sizeof *a);
}

/* "z <= 0 ? 0 : z" and not fmax(), so that NaN stays NaN and an explosion is seen. */
static double
relu_value (double z)
{
  return z <= 0 ? 0 : z;
}

static double
relu_slope (double z)
{
  return z > 0 ? 1 : 0;
}

static void
identity_backward (const double *z, const double *a, double *delta, gsize n)
{
}

/* Not delta * 0, which would be NaN where a delta has overflowed above a dead unit. */
static void
relu_backward (const double *z, const double *a, double *delta, gsize n)
{
  for (gsize i = 0; i < n; i++)
    delta[i] = z[i] > 0 ? delta[i] : 0;
}

static void
relu_forward (const double *z, double *a, gsize n)
{
  for (gsize i = 0; i < n; i++)
    a[i] = relu_value (z[i]);
}

static double
leaky_value (double z)
{
  return z > 0 ? z : LEAK * z;
}

static double
leaky_slope (double z)
{
  return z > 0 ? 1 : LEAK;
}

static void
leaky_forward (const double *z, double *a, gsize n)
{
  for (gsize i = 0; i < n; i++)
    a[i] = leaky_value (z[i]);
}

static void
leaky_backward (const double *z, const double *a, double *delta, gsize n)
{
  for (gsize i = 0; i < n; i++)
    delta[i] *= leaky_slope (z[i]);
}

static double
tanh_slope (double z)
{
  double a = dh_tanh (z);

  return 1 - a * a;
}

static double
tanh_curve (double z)
{
  double a = dh_tanh (z);

  return -2 * a * (1 - a * a);
}

static void
tanh_backward (const double *z, const double *a, double *delta, gsize n)
{
  for (gsize i = 0; i < n; i++)
    delta[i] *= 1 - a[i] * a[i];
}

static double
sigmoid_slope (double z)
{
  double a = dh_sigmoid (z);

  return a * (1 - a);
}

static double
sigmoid_curve (double z)
{
  double a = dh_sigmoid (z);

  return a * (1 - a) * (1 - 2 * a);
}

static void
sigmoid_backward (const double *z, const double *a, double *delta, gsize n)
{
  for (gsize i = 0; i < n; i++)
    delta[i] *= a[i] * (1 - a[i]);
}

static void
softplus_forward (const double *z, double *a, gsize n)
{
  for (gsize i = 0; i < n; i++)
    a[i] = dh_softplus (z[i]);
}

static void
softplus_backward (const double *z, const double *a, double *delta, gsize n)
{
  for (gsize i = 0; i < n; i++)
    delta[i] *= dh_sigmoid (z[i]);
}

/* Phi (z), the standard normal distribution function. */
static double
normal_cdf (double z)
{
  return 0.5 * (1 + dh_erf (z * SQRT_HALF));
}

static double
normal_density (double z)
{
  return INV_SQRT_2PI * dh_exp (-0.5 * z * z);
}

/* Hendrycks and Gimpel, Gaussian error linear units, 2016; the exact form. */
static double
gelu_value (double z)
{
  double p = normal_cdf (z);

  /* 0 and not NaN where an infinite z meets a cdf of 0. */
  return p == 0 ? 0 : z * p;
}

static double
gelu_slope (double z)
{
  double density = normal_density (z);

  return density == 0 ? normal_cdf (z) : normal_cdf (z) + z * density;
}

static double
gelu_curve (double z)
{
  double density = normal_density (z);

  return density == 0 ? 0 : density * (2 - z * z);
}

static void
gelu_forward (const double *z, double *a, gsize n)
{
  for (gsize i = 0; i < n; i++)
    a[i] = gelu_value (z[i]);
}

static void
gelu_backward (const double *z, const double *a, double *delta, gsize n)
{
  for (gsize i = 0; i < n; i++)
    delta[i] *= gelu_slope (z[i]);
}

static const DhActivationInfo infos[DH_ACTIVATION_N] = {
  [DH_ACTIVATION_IDENTITY] = {
    "identity", N_("None"), identity_value, identity_slope, no_curve, identity_forward,
    identity_backward },
  [DH_ACTIVATION_RELU] = {
    "relu", N_("ReLU"), relu_value, relu_slope, no_curve, relu_forward, relu_backward },
  [DH_ACTIVATION_LEAKY_RELU] = {
    "leaky-relu", N_("Leaky ReLU"), leaky_value, leaky_slope, no_curve, leaky_forward,
    leaky_backward },
  [DH_ACTIVATION_TANH] = {
    "tanh", N_("Tanh"), dh_tanh, tanh_slope, tanh_curve, dh_tanh_n, tanh_backward },
  [DH_ACTIVATION_SIGMOID] = {
    "sigmoid", N_("Sigmoid"), dh_sigmoid, sigmoid_slope, sigmoid_curve, dh_sigmoid_n,
    sigmoid_backward },
  [DH_ACTIVATION_SOFTPLUS] = {
    "softplus", N_("Softplus"), dh_softplus, dh_sigmoid, sigmoid_slope, softplus_forward,
    softplus_backward },
  [DH_ACTIVATION_GELU] = {
    "gelu", N_("GELU"), gelu_value, gelu_slope, gelu_curve, gelu_forward, gelu_backward },
};

const DhActivationInfo *
dh_activation_info (DhActivation activation)
{
  g_return_val_if_fail (activation < DH_ACTIVATION_N, NULL);

  return &infos[activation];
}

gboolean
dh_activation_parse (const char *id, DhActivation *activation, GError **error)
{
  g_autofree char *quote = NULL;
  g_autoptr (GString) known = NULL;

  g_return_val_if_fail (id != NULL && activation != NULL, FALSE);

  for (guint i = 0; i < DH_ACTIVATION_N; i++)
    if (strcmp (id, infos[i].id) == 0)
      {
        *activation = i;
        return TRUE;
      }
  if (strcmp (id, "none") == 0)
    {
      *activation = DH_ACTIVATION_IDENTITY;
      return TRUE;
    }

  quote = dh_error_quote (id);
  known = g_string_new (NULL);
  for (guint i = 0; i < DH_ACTIVATION_N; i++)
    g_string_append_printf (known, "%s%s", i > 0 ? ", " : "", infos[i].id);
  g_set_error (error, DH_ERROR, DH_ERROR_PARSE,
               _("There is no activation %s; use one of %s."), quote, known->str);
  return FALSE;
}
