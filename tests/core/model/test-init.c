/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Initial weights: schemes, lists, text, and what is refused. */
#include "dh-error.h"
#include "dh-init.h"

#include <math.h>
#include <string.h>

static void
make (const char *init, const char *model, double *weights, gsize n)
{
  g_autoptr (GError) error = NULL;
  DhInitSpec spec;
  DhModelSpec m;

  dh_init_spec_init (&spec, DH_INIT_ONES);
  g_assert_true (dh_model_spec_parse (model, &m, &error));
  g_assert_true (dh_init_spec_parse (init, &spec, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (dh_model_n_weights (&m), ==, n);
  g_assert_true (dh_init_spec_validate (&spec, &m, &error));
  dh_init_weights (&spec, &m, weights);
  dh_init_spec_clear (&spec);
}

static void
test_plain (void)
{
  double w[4];

  g_test_summary ("Ones, zeros, and a list as typed");
  make ("ones", "two-relu", w, 4);
  g_assert_cmpfloat (w[0] + w[1] + w[2] + w[3], ==, 4);
  make ("zeros", "two-relu", w, 4);
  g_assert_cmpfloat (w[0] * w[0] + w[1] * w[1] + w[2] * w[2] + w[3] * w[3], ==, 0);
  make ("1.4, 20,-1.4,1e-3", "two-relu", w, 4);
  g_assert_cmpfloat (w[0], ==, 1.4);
  g_assert_cmpfloat (w[1], ==, 20);
  g_assert_cmpfloat (w[2], ==, -1.4);
  g_assert_cmpfloat (w[3], ==, 1e-3);
}

static void
test_bounds (void)
{
  /* mlp:40,50: 40 + 40, 2000 + 50, 50 + 1 */
  enum { N = 40 + 40 + 2000 + 50 + 50 + 1 };
  double x[N], k[N], again[N], other[N], largest = 0;

  g_test_summary ("Xavier and Kaiming stay within their bounds, reach near them, and follow the seed");
  make ("xavier:5", "mlp:40,50:tanh", x, N);
  make ("xavier:5", "mlp:40,50:tanh", again, N);
  make ("xavier:6", "mlp:40,50:tanh", other, N);
  g_assert_cmpmem (x, sizeof x, again, sizeof again);
  g_assert_cmpint (memcmp (x, other, sizeof x), !=, 0);
  for (guint i = 0; i < 2000; i++)
    largest = fmax (largest, fabs (x[80 + i]));
  g_assert_cmpfloat (largest, <=, sqrt (6.0 / 90));
  g_assert_cmpfloat (largest, >, 0.99 * sqrt (6.0 / 90));
  for (guint i = 40; i < 80; i++)
    g_assert_cmpfloat (x[i], ==, 0);
  make ("kaiming:5", "mlp:40,50:tanh", k, N);
  largest = 0;
  for (guint i = 80; i < 80 + 2050; i++)
    largest = fmax (largest, fabs (k[i]));
  g_assert_cmpfloat (largest, <=, 1 / sqrt (40));
  g_assert_cmpfloat (largest, >, 0.99 / sqrt (40));
}

static void
test_normal (void)
{
  enum { N = 3 * 3000 + 1 };
  static double w[N];
  double sum = 0, squares = 0;

  g_test_summary ("Normal weights have the standard deviation asked for");
  make ("normal:0.5:1", "mlp:3000:relu", w, N);
  for (guint i = 0; i < N; i++)
    {
      sum += w[i];
      squares += w[i] * w[i];
    }
  g_assert_cmpfloat_with_epsilon (sum / N, 0, 0.02);
  g_assert_cmpfloat_with_epsilon (sqrt (squares / N), 0.5, 0.02);
}

static void
test_text (void)
{
  static const char *texts[] = { "ones", "zeros", "xavier:0", "kaiming:18446744073709551615",
                                 "normal:0.1:7", "1", "1,-0,2.5e-300,0.1" };

  g_test_summary ("Text reads back to an equal value; any difference shows");
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *text = NULL;
      DhInitSpec spec, copy;

      dh_init_spec_init (&spec, DH_INIT_ZEROS);
      g_assert_true (dh_init_spec_parse (texts[i], &spec, &error));
      g_assert_no_error (error);
      text = dh_init_spec_to_string (&spec);
      g_assert_cmpstr (text, ==, texts[i]);
      dh_init_spec_copy (&spec, &copy);
      g_assert_true (dh_init_spec_equal (&spec, &copy));
      if (copy.kind == DH_INIT_LIST)
        copy.list[0] += 1;
      else
        copy.kind = (copy.kind + 1) % DH_INIT_LIST;
      g_assert_false (dh_init_spec_equal (&spec, &copy));
      dh_init_spec_clear (&copy);
      dh_init_spec_clear (&spec);
    }
}

static void
test_refused (void)
{
  static const struct { const char *text, *says; } cases[] = {
    { "", "scheme" },          { "one", "one" },           { "ones:3", "ones" },
    { "xavier:x", "Seed" },    { "xavier:1:2", "SEED" },   { "normal:0:1", "greater than 0" },
    { "normal:-1:1", "" },     { "normal:1:2:3", "SD" },   { "1,2,three", "Weight 3" },
    { "1,,2", "Weight 2" },    { "1,1e400", "1e400" },     { "nan", "nan" },
  };

  g_test_summary ("What can't be is refused, and the value stays as it was");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      DhInitSpec spec;

      dh_init_spec_init (&spec, DH_INIT_ZEROS);
      g_assert_false (dh_init_spec_parse (cases[i].text, &spec, &error));
      g_assert_nonnull (error);
      g_assert_nonnull (strstr (error->message, cases[i].says));
      g_assert_cmpint (spec.kind, ==, DH_INIT_ZEROS);
    }
}

static void
test_count (void)
{
  g_autoptr (GError) error = NULL;
  static const double list[] = { 1, 2, 3 };
  DhInitSpec spec;
  DhModelSpec model;

  g_test_summary ("A list must have one number a weight; the message says both counts");
  dh_model_spec_init (&model, DH_MODEL_TWO_RELU);
  dh_init_spec_init (&spec, DH_INIT_LIST);
  dh_init_spec_set_list (&spec, list, 3);
  g_assert_false (dh_init_spec_validate (&spec, &model, &error));
  g_assert_error (error, DH_ERROR, DH_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "3"));
  g_assert_nonnull (strstr (error->message, "4"));
  dh_init_spec_clear (&spec);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/init/plain", test_plain);
  g_test_add_func ("/init/bounds", test_bounds);
  g_test_add_func ("/init/normal", test_normal);
  g_test_add_func ("/init/text", test_text);
  g_test_add_func ("/init/refused", test_refused);
  g_test_add_func ("/init/count", test_count);
  return g_test_run ();
}
