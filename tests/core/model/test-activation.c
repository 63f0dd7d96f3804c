/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Activations: each against its formula, each derivative against differences, blocks against
 * single values. */
#include "dh-activation.h"
#include "dh-error.h"

#include <math.h>
#include <string.h>

static double
reference (DhActivation activation, double z)
{
  switch (activation)
    {
    case DH_ACTIVATION_IDENTITY:
      return z;
    case DH_ACTIVATION_RELU:
      return z > 0 ? z : 0;
    case DH_ACTIVATION_LEAKY_RELU:
      return z > 0 ? z : 0.01 * z;
    case DH_ACTIVATION_TANH:
      return tanh (z);
    case DH_ACTIVATION_SIGMOID:
      return 1 / (1 + exp (-z));
    case DH_ACTIVATION_SOFTPLUS:
      return log1p (exp (z));
    case DH_ACTIVATION_GELU:
      return z * 0.5 * erfc (-z / sqrt (2));
    case DH_ACTIVATION_N:
    default:
      g_assert_not_reached ();
    }
}

static void
test_values (void)
{
  g_test_summary ("Values follow the formulas, derivatives the differences of what they derive");
  for (guint i = 0; i < DH_ACTIVATION_N; i++)
    {
      const DhActivationInfo *info = dh_activation_info (i);
      guint bent = 0, moved = 0;

      for (double z = -6.03; z < 6; z += 0.0371)
        {
          const double h = 1e-5;
          double slope = (info->value (z + h) - info->value (z - h)) / (2 * h);
          double curve = (info->slope (z + h) - info->slope (z - h)) / (2 * h);

          g_assert_cmpfloat_with_epsilon (info->value (z), reference (i, z), 1e-14);
          g_assert_cmpfloat_with_epsilon (info->slope (z), slope, 1e-8);
          g_assert_cmpfloat_with_epsilon (info->curve (z), curve, 1e-8);
          moved += info->slope (z) != 0;
          bent += info->curve (z) != 0;
        }
      g_assert_cmpuint (moved, >, 100);
      g_assert_cmpint (bent > 100, ==, i >= DH_ACTIVATION_TANH);
    }
}

static void
test_edges (void)
{
  g_test_summary ("The derivative of relu at 0 is 0; infinities stay inside; NaN is not hidden");
  g_assert_cmpfloat (dh_activation_info (DH_ACTIVATION_RELU)->slope (0), ==, 0);
  g_assert_cmpfloat (dh_activation_info (DH_ACTIVATION_RELU)->slope (-0.0), ==, 0);
  g_assert_cmpfloat (dh_activation_info (DH_ACTIVATION_LEAKY_RELU)->slope (0), ==, 0.01);
  for (guint i = 0; i < DH_ACTIVATION_N; i++)
    {
      const DhActivationInfo *info = dh_activation_info (i);
      double ends[] = { 1e300, -1e300, HUGE_VAL, -HUGE_VAL };

      g_assert_true (isnan (info->value ((double) NAN)));
      for (guint k = 0; k < G_N_ELEMENTS (ends); k++)
        {
          g_assert_false (isnan (info->value (ends[k])));
          g_assert_true (isfinite (info->slope (ends[k])));
          g_assert_true (isfinite (info->curve (ends[k])));
        }
    }
}

static void
test_blocks (void)
{
  double z[77], a[77], delta[77];

  g_test_summary ("Blocks have the bits of the single functions");
  for (guint i = 0; i < DH_ACTIVATION_N; i++)
    {
      const DhActivationInfo *info = dh_activation_info (i);

      for (gsize k = 0; k < 77; k++)
        {
          z[k] = ((double) k - 38) * 0.31;
          delta[k] = 1.5 - (double) k / 20;
        }
      info->forward (z, a, 77);
      for (gsize k = 0; k < 77; k++)
        g_assert_cmpfloat (a[k], ==, info->value (z[k]));
      info->backward (z, a, delta, 77);
      for (gsize k = 0; k < 77; k++)
        g_assert_cmpfloat (delta[k], ==, (1.5 - (double) k / 20) * info->slope (z[k]));
      info->forward (z, a, 0);
      info->forward (z, z, 77);
      for (gsize k = 0; k < 77; k++)
        g_assert_cmpfloat (a[k], ==, z[k]);
    }
}

static void
test_names (void)
{
  g_autoptr (GError) error = NULL;
  DhActivation activation = DH_ACTIVATION_GELU;

  g_test_summary ("Every id reads back; what is unknown gets the list");
  for (guint i = 0; i < DH_ACTIVATION_N; i++)
    {
      g_assert_true (dh_activation_parse (dh_activation_info (i)->id, &activation, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (activation, ==, i);
      g_assert_cmpstr (dh_activation_info (i)->label, !=, "");
    }
  g_assert_true (dh_activation_parse ("none", &activation, &error));
  g_assert_cmpuint (activation, ==, DH_ACTIVATION_IDENTITY);
  activation = DH_ACTIVATION_TANH;
  g_assert_false (dh_activation_parse ("swish", &activation, &error));
  g_assert_error (error, DH_ERROR, DH_ERROR_PARSE);
  g_assert_nonnull (strstr (error->message, "“swish”"));
  g_assert_nonnull (strstr (error->message, "leaky-relu"));
  g_assert_cmpuint (activation, ==, DH_ACTIVATION_TANH);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/activation/values", test_values);
  g_test_add_func ("/activation/edges", test_edges);
  g_test_add_func ("/activation/blocks", test_blocks);
  g_test_add_func ("/activation/names", test_names);
  return g_test_run ();
}
