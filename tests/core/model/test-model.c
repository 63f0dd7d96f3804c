/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Models as values: text, limits, names, formulas, layout, effective line. */
#include "dh-error.h"
#include "dh-model.h"
#include "dh-network.h"
#include "dh-rng.h"

#include <math.h>
#include <string.h>

static void
parse (const char *text, DhModelSpec *spec)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (dh_model_spec_parse (text, spec, &error));
  g_assert_no_error (error);
}

static void
test_text (void)
{
  static const struct
  {
    const char *text, *again;
    DhModelKind kind;
    gsize weights;
  } cases[] = {
    { "linear", "linear", DH_MODEL_LINEAR, 2 },
    { "two-linear", "two-linear", DH_MODEL_TWO_LINEAR, 4 },
    { "two-relu", "two-relu", DH_MODEL_TWO_RELU, 4 },
    { "mlp:", "linear", DH_MODEL_LINEAR, 2 },
    { "mlp::relu", "linear", DH_MODEL_LINEAR, 2 },
    { "mlp:1:identity", "two-linear", DH_MODEL_TWO_LINEAR, 4 },
    { "mlp:1:none", "two-linear", DH_MODEL_TWO_LINEAR, 4 },
    { "mlp:1:relu", "two-relu", DH_MODEL_TWO_RELU, 4 },
    { "mlp:1", "mlp:1:tanh", DH_MODEL_MLP, 4 },
    { "mlp:8,8:tanh", "mlp:8,8:tanh", DH_MODEL_MLP, 97 },
    { "mlp: 3 , 2:leaky-relu", "mlp:3,2:leaky-relu", DH_MODEL_MLP, 17 },
    { "mlp:1,1:identity", "mlp:1,1:identity", DH_MODEL_MLP, 6 },
    { "mlp:33333:gelu", "mlp:33333:gelu", DH_MODEL_MLP, 100000 },
  };

  g_test_summary ("Every form reads, counts its weights, and writes its canonical form");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = NULL;
      DhModelSpec spec, again;

      parse (cases[i].text, &spec);
      text = dh_model_spec_to_string (&spec);
      g_assert_cmpstr (text, ==, cases[i].again);
      g_assert_cmpuint (dh_model_spec_kind (&spec), ==, cases[i].kind);
      g_assert_cmpuint (dh_model_n_weights (&spec), ==, cases[i].weights);
      parse (text, &again);
      g_assert_true (dh_model_spec_equal (&spec, &again));
    }
}

static void
test_refused (void)
{
  static const struct
  {
    const char *text;
    DhError code;
    const char *says;
  } cases[] = {
    { "", DH_ERROR_PARSE, "two-relu" },
    { "cubic", DH_ERROR_PARSE, "“cubic”" },
    { "mlp", DH_ERROR_PARSE, "mlp:8,8:tanh" },
    { "mlp:8:swish", DH_ERROR_PARSE, "“swish”" },
    { "mlp:8:tanh:relu", DH_ERROR_PARSE, "tanh:relu" },
    { "mlp:8,,8", DH_ERROR_PARSE, "layer 2" },
    { "mlp:8,x", DH_ERROR_PARSE, "layer 2" },
    { "mlp:0", DH_ERROR_INVALID, "layer 1" },
    { "mlp:-3", DH_ERROR_INVALID, "layer 1" },
    { "mlp:2.5", DH_ERROR_INVALID, "whole" },
    { "mlp:33334", DH_ERROR_LIMIT, "has 100003 weights; the limit is 100 000" },
    { "mlp:1000,1000", DH_ERROR_LIMIT, "1004001" },
    { "mlp:4294967295,4294967295,4294967295", DH_ERROR_LIMIT, "narrower" },
    { "mlp:1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1", DH_ERROR_LIMIT, "fewer" },
  };

  g_test_summary ("What can't be is refused with the reason, and nothing is changed");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      DhModelSpec spec, kept;

      parse ("mlp:5,4:gelu", &spec);
      kept = spec;
      g_assert_false (dh_model_spec_parse (cases[i].text, &spec, &error));
      g_assert_error (error, DH_ERROR, (int) cases[i].code);
      g_assert_nonnull (strstr (error->message, cases[i].says));
      g_assert_true (dh_model_spec_equal (&spec, &kept));
    }
}

static void
test_equal (void)
{
  DhModelSpec a, b;

  g_test_summary ("Equality looks at what counts: no activation where there is no hidden layer");
  parse ("mlp::relu", &a);
  parse ("mlp::tanh", &b);
  g_assert_true (dh_model_spec_equal (&a, &b));
  parse ("mlp:3:relu", &a);
  parse ("mlp:3:tanh", &b);
  g_assert_false (dh_model_spec_equal (&a, &b));
  parse ("mlp:3,2", &b);
  parse ("mlp:3", &a);
  g_assert_false (dh_model_spec_equal (&a, &b));
  parse ("mlp:3,3", &a);
  g_assert_false (dh_model_spec_equal (&a, &b));
  dh_model_spec_init (&a, DH_MODEL_MLP);
  parse ("mlp:8:tanh", &b);
  g_assert_true (dh_model_spec_equal (&a, &b));
}

static void
test_names (void)
{
  static const char *const models[] = { "linear", "two-linear", "two-relu", "mlp:3", "mlp:1,1:relu",
                                        "mlp:4,2,3:gelu", "mlp:12,10" };
  static const char *const bad[] = { "", "e", "w", "b0[1]", "w1[0]", "w1[1,1]", "w2[1]", "w2[1,9]",
                                     "w2[1,1", "w2[1,1]x", "w9[1,1]", "b1[]", "w01[1]",
                                     "b1[1,1]", "W1[1]", "w1[99999999999999999999]" };
  DhModelSpec spec;
  gsize index;

  g_test_summary ("Every weight's name is its own and finds it again; nothing else finds one");
  for (guint m = 0; m < G_N_ELEMENTS (models); m++)
    {
      g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

      parse (models[m], &spec);
      for (gsize i = 0; i < dh_model_n_weights (&spec); i++)
        {
          char *name = dh_model_weight_name (&spec, i);

          g_assert_true (dh_model_find_weight (&spec, name, &index));
          g_assert_cmpuint (index, ==, i);
          g_assert_true (g_hash_table_add (seen, name));
        }
    }
  parse ("mlp:3,2", &spec);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (dh_model_find_weight (&spec, bad[i], &index));
  g_assert_false (dh_model_find_weight (&spec, "a", &index));
  g_assert_true (dh_model_find_weight (&spec, "w2[2,3]", &index));
  g_assert_cmpuint (index, ==, 3 + 3 + 5);
  g_assert_true (dh_model_find_weight (&spec, "b3[1]", &index));
  g_assert_cmpuint (index, ==, dh_model_n_weights (&spec) - 1);
  parse ("linear", &spec);
  g_assert_false (dh_model_find_weight (&spec, "c", &index));
  g_assert_false (dh_model_find_weight (&spec, "", &index));
}

static void
test_layout (void)
{
  DhModelSpec spec;
  DhLayer layer;

  g_test_summary ("Layer by layer, weights before biases, without gaps");
  parse ("mlp:5,3:relu", &spec);
  g_assert_cmpuint (dh_model_n_layers (&spec), ==, 3);
  dh_model_layer (&spec, 0, &layer);
  g_assert_true (layer.n_in == 1 && layer.n_out == 5 && layer.weights == 0 && layer.biases == 5);
  dh_model_layer (&spec, 1, &layer);
  g_assert_true (layer.n_in == 5 && layer.n_out == 3 && layer.weights == 10
                 && layer.biases == 25);
  dh_model_layer (&spec, 2, &layer);
  g_assert_true (layer.n_in == 3 && layer.n_out == 1 && layer.weights == 28
                 && layer.biases == 31);
  g_assert_cmpuint (dh_model_n_weights (&spec), ==, 32);
}

static void
test_words (void)
{
  static const struct
  {
    const char *model, *description, *formula;
  } cases[] = {
    { "linear", "1 neuron", "ŷ = a·x + b" },
    { "two-linear", "2 neurons", "ŷ = c·(a·x + b) + d" },
    { "two-relu", "2 neurons + ReLU", "ŷ = c·max(a·x + b, 0) + d" },
    { "mlp:8,8:tanh", "1–8–8–1 + Tanh", "ŷ = w3·tanh(w2·tanh(w1·x + b1) + b2) + b3" },
    { "mlp:2:relu", "1–2–1 + ReLU", "ŷ = w2·max(w1·x + b1, 0) + b2" },
    { "mlp:2:identity", "1–2–1", "ŷ = w2·(w1·x + b1) + b2" },
    { "mlp:2,2,2,2:gelu", "1–2–2–2–2–1 + GELU",
      "ŷ = w5·h4 + b5, hₖ = gelu(wₖ·hₖ₋₁ + bₖ), h₀ = x" },
  };

  g_test_summary ("Descriptions and formulas for people");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *description = NULL;
      g_autofree char *formula = NULL;
      DhModelSpec spec;

      parse (cases[i].model, &spec);
      description = dh_model_spec_describe (&spec);
      formula = dh_model_spec_formula (&spec);
      g_assert_cmpstr (description, ==, cases[i].description);
      g_assert_cmpstr (formula, ==, cases[i].formula);
    }
}

static void
test_effective_line (void)
{
  static const char *const models[] = { "linear", "two-linear", "mlp:3,4,2:identity",
                                        "mlp:200,3:identity" };
  const double two[] = { 3, -2, 0.5, 7 };
  double slope, intercept;
  DhModelSpec spec;
  DhRng rng;

  g_test_summary ("Slope and intercept of models without activation are those of their predictions");
  parse ("two-linear", &spec);
  g_assert_true (dh_model_effective_line (&spec, two, &slope, &intercept));
  g_assert_cmpfloat (slope, ==, 3 * 0.5);
  g_assert_cmpfloat (intercept, ==, -2 * 0.5 + 7);
  dh_rng_init (&rng, 1);
  for (guint m = 0; m < G_N_ELEMENTS (models); m++)
    {
      g_autoptr (DhNetwork) network = NULL;
      g_autofree double *w = NULL;
      const double x[] = { 0, 1, -20 };
      double y[3];

      parse (models[m], &spec);
      w = g_new (double, dh_model_n_weights (&spec));
      for (gsize i = 0; i < dh_model_n_weights (&spec); i++)
        w[i] = dh_rng_normal (&rng);
      network = dh_network_new (&spec, 3, NULL);
      dh_network_predict (network, w, x, y, 3);
      g_assert_true (dh_model_effective_line (&spec, w, &slope, &intercept));
      g_assert_cmpfloat (fabs (slope), >, 1e-3);
      for (guint i = 0; i < 3; i++)
        g_assert_cmpfloat_with_epsilon (slope * x[i] + intercept, y[i], 1e-9);
    }
  parse ("two-relu", &spec);
  g_assert_false (dh_model_effective_line (&spec, two, &slope, &intercept));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/text", test_text);
  g_test_add_func ("/model/refused", test_refused);
  g_test_add_func ("/model/equal", test_equal);
  g_test_add_func ("/model/names", test_names);
  g_test_add_func ("/model/layout", test_layout);
  g_test_add_func ("/model/words", test_words);
  g_test_add_func ("/model/effective-line", test_effective_line);
  return g_test_run ();
}
