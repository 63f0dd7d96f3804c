/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* The draws behind initial weights: their order, to the bit, and their spread. */
#include "dh-init.h"
#include "dh-rng.h"

#include <math.h>
#include <string.h>

static void
parse_model (const char *text, DhModelSpec *spec)
{
  g_assert_true (dh_model_spec_parse (text, spec, NULL));
}

static void
test_draws (void)
{
  DhModelSpec model;
  DhInitSpec spec;
  double w[17];
  DhRng rng;

  g_test_summary ("The seeded schemes draw layer by layer, weights row by row, then biases");
  parse_model ("mlp:3,2:tanh", &model);
  g_assert_cmpuint (dh_model_n_weights (&model), ==, 17);

  dh_init_spec_init (&spec, DH_INIT_KAIMING);
  spec.seed = 5;
  dh_init_weights (&spec, &model, w);
  dh_rng_init (&rng, 5);
  for (guint i = 0; i < 17; i++)
    {
      double fan_in = i < 6 ? 1 : i < 14 ? 3 : 2;

      g_assert_cmpfloat (w[i], ==, 1 / sqrt (fan_in) * (2 * dh_rng_uniform (&rng) - 1));
    }

  dh_init_spec_init (&spec, DH_INIT_XAVIER);
  spec.seed = 6;
  dh_init_weights (&spec, &model, w);
  dh_rng_init (&rng, 6);
  for (guint i = 0; i < 17; i++)
    {
      gboolean bias = (i >= 3 && i < 6) || i == 12 || i == 13 || i == 16;
      double fans = i < 6 ? 4 : i < 14 ? 5 : 3;

      g_assert_cmpfloat (w[i], ==,
                         bias ? 0 : sqrt (6 / fans) * (2 * dh_rng_uniform (&rng) - 1));
    }

  dh_init_spec_init (&spec, DH_INIT_NORMAL);
  spec.seed = 7;
  spec.sd = 0.25;
  dh_init_weights (&spec, &model, w);
  dh_rng_init (&rng, 7);
  for (guint i = 0; i < 17; i++)
    g_assert_cmpfloat (w[i], ==, 0.25 * dh_rng_normal (&rng));
}

static void
test_spread (void)
{
  static const DhInitKind kinds[] = { DH_INIT_XAVIER, DH_INIT_KAIMING, DH_INIT_NORMAL };
  DhModelSpec model;
  gsize n;
  g_autofree double *w = NULL;
  g_autofree double *again = NULL;
  DhLayer layer;

  g_test_summary ("A wide layer has the spread of its scheme; seeds tell apart and repeat");
  parse_model ("mlp:100,200:relu", &model);
  n = dh_model_n_weights (&model);
  w = g_new (double, n);
  again = g_new (double, n);
  dh_model_layer (&model, 1, &layer);
  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      double bound = kinds[k] == DH_INIT_XAVIER ? sqrt (6.0 / 300)
                     : kinds[k] == DH_INIT_KAIMING ? 0.1 : 10;
      double sd = kinds[k] == DH_INIT_NORMAL ? 2 : bound / sqrt (3), sum = 0, squares = 0;
      DhInitSpec spec;

      dh_init_spec_init (&spec, kinds[k]);
      spec.sd = 2;
      dh_init_weights (&spec, &model, w);
      dh_init_weights (&spec, &model, again);
      g_assert_cmpint (memcmp (w, again, n * sizeof *w), ==, 0);
      spec.seed = 1;
      dh_init_weights (&spec, &model, again);
      g_assert_cmpint (memcmp (w, again, n * sizeof *w), !=, 0);
      for (gsize i = layer.weights; i < layer.biases; i++)
        {
          g_assert_cmpfloat (fabs (w[i]), <=, bound);
          sum += w[i];
          squares += w[i] * w[i];
        }
      g_assert_cmpfloat_with_epsilon (sum / 20000, 0, 0.03 * sd);
      g_assert_cmpfloat_with_epsilon (sqrt (squares / 20000), sd, 0.02 * sd);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/init-draws/order", test_draws);
  g_test_add_func ("/init-draws/spread", test_spread);
  return g_test_run ();
}
