/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Data: sources, targets, limits, and what they refuse. */
#include "dh-data.h"
#include "dh-error.h"

#include <math.h>
#include <string.h>

static DhData *
make (const char *text, const char *target)
{
  g_autoptr (GError) error = NULL;
  DhDataSpec spec;
  DhData *data;

  dh_data_spec_init (&spec);
  g_assert_true (dh_data_spec_parse (text, &spec, &error));
  g_assert_no_error (error);
  if (target)
    g_assert_true (dh_target_parse (target, &spec.target, &error));
  g_assert_no_error (error);
  data = dh_data_new_generated (&spec, &error);
  g_assert_no_error (error);
  return data;
}

static void
test_workbook (void)
{
  static const double x[] = { 14, 86, 28, 51, 28, 29, 72, 62, 84, 15, 42, 62, 47, 35, 9,
                              38, 44, 99, 13, 21, 28, 20, 8,  64, 99, 70, 27, 17, 8 };
  g_autoptr (DhData) data = make ("workbook", NULL);
  double slope, intercept;

  g_test_summary ("The workbook's 29 rows, y = 2x + 30");
  g_assert_cmpuint (dh_data_get_n_rows (data), ==, 29);
  for (guint i = 0; i < 29; i++)
    {
      g_assert_cmpfloat (dh_data_get_x (data)[i], ==, x[i]);
      g_assert_cmpfloat (dh_data_get_y (data)[i], ==, 2 * x[i] + 30);
    }
  g_assert_true (dh_data_least_squares (data, &slope, &intercept));
  g_assert_cmpfloat_with_epsilon (slope, 2, 1e-12);
  g_assert_cmpfloat_with_epsilon (intercept, 30, 1e-10);
}

static void
test_range (void)
{
  g_autoptr (DhData) data = make ("range:-80:120:10", "line:2:30");
  g_autoptr (DhData) tenths = make ("range:0:0.3:0.1", NULL);
  g_autoptr (DhData) down = make ("range:3:0:-1", NULL);

  g_test_summary ("x is start + i*step, the count never comes from adding up");
  g_assert_cmpuint (dh_data_get_n_rows (data), ==, 21);
  g_assert_cmpfloat (dh_data_get_x (data)[20], ==, 120);
  g_assert_cmpfloat (dh_data_get_y (data)[0], ==, -130);
  g_assert_cmpuint (dh_data_get_n_rows (tenths), ==, 4);
  g_assert_cmpfloat (dh_data_get_x (tenths)[3], ==, 3 * 0.1);
  g_assert_cmpuint (dh_data_get_n_rows (down), ==, 4);
  g_assert_cmpfloat (dh_data_get_x (down)[3], ==, 0);
}

static void
test_random (void)
{
  g_autoptr (DhData) a = make ("random:1000:1:100:7", NULL);
  g_autoptr (DhData) b = make ("random:1000:1:100:7", NULL);
  g_autoptr (DhData) c = make ("random:1000:1:100:8", NULL);
  g_autoptr (DhData) real = make ("random:1000:-1:1:7:real", NULL);
  gboolean seen_low = FALSE, seen_high = FALSE, fraction = FALSE;

  g_test_summary ("Same seed, same rows; whole numbers reach both ends");
  g_assert_true (dh_data_equal_rows (a, b));
  g_assert_cmpuint (dh_data_checksum (a), ==, dh_data_checksum (b));
  g_assert_false (dh_data_equal_rows (a, c));
  g_assert_cmpuint (dh_data_checksum (a), !=, dh_data_checksum (c));
  for (guint i = 0; i < 1000; i++)
    {
      double x = dh_data_get_x (a)[i];

      g_assert_true (x >= 1 && x <= 100 && x == floor (x));
      seen_low |= x == 1;
      seen_high |= x == 100;
      fraction |= dh_data_get_x (real)[i] != floor (dh_data_get_x (real)[i]);
      g_assert_true (fabs (dh_data_get_x (real)[i]) <= 1);
    }
  g_assert_true (seen_low && seen_high && fraction);
}

static void
test_noise (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DhData) noisy = NULL;
  g_autoptr (DhData) clean = make ("random:20000:1:100:3", NULL);
  DhDataSpec spec;
  double sum = 0, squares = 0;

  g_test_summary ("Noise has its own seed and the standard deviation asked for");
  dh_data_spec_init (&spec);
  g_assert_true (dh_data_spec_parse ("random:20000:1:100:3", &spec, &error));
  spec.noise_sd = 5;
  noisy = dh_data_new_generated (&spec, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 20000; i++)
    {
      double d = dh_data_get_y (noisy)[i] - dh_data_get_y (clean)[i];

      g_assert_cmpfloat (dh_data_get_x (noisy)[i], ==, dh_data_get_x (clean)[i]);
      sum += d;
      squares += d * d;
    }
  g_assert_cmpfloat_with_epsilon (sum / 20000, 0, 0.15);
  g_assert_cmpfloat_with_epsilon (sqrt (squares / 20000), 5, 0.15);
}

static void
test_targets (void)
{
  static const struct { const char *text; double x, y; } cases[] = {
    { "line", 3, 36 },        { "line:1:0", 3, 3 },        { "parabola:2:1", 3, 19 },
    { "sine:2:1:4", 1, 3 },   { "sine:2:1:4", 4e9 + 1, 3 }, { "sine:2:1:4", -1, -1 },
    { "step:5:1:2", 1.9, 1 }, { "step:5:1:2", 2, 6 },      { "abs:3:1:2", 0, 7 },
  };

  g_test_summary ("Each target's formula, and its text reads back");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *text = NULL;
      DhTarget target, again;

      g_assert_true (dh_target_parse (cases[i].text, &target, &error));
      g_assert_no_error (error);
      g_assert_cmpfloat_with_epsilon (dh_target_value (&target, cases[i].x), cases[i].y, 1e-12);
      text = dh_target_to_string (&target);
      g_assert_true (dh_target_parse (text, &again, &error));
      g_assert_cmpint (target.kind, ==, again.kind);
      for (guint k = 0; k < DH_TARGET_MAX_PARAMS; k++)
        g_assert_cmpfloat (target.param[k], ==, again.param[k]);
    }
}

static void
test_spec_text (void)
{
  static const char *texts[] = { "workbook", "range:-80:120:10", "range:0:1:0.125",
                                 "random:29:1:100:0", "random:5:-1.5:2.5:18446744073709551615:real" };

  g_test_summary ("A spec's text reads back to the same spec");
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *text = NULL;
      DhDataSpec spec, copy;

      dh_data_spec_init (&spec);
      g_assert_true (dh_data_spec_parse (texts[i], &spec, &error));
      g_assert_no_error (error);
      text = dh_data_spec_to_string (&spec);
      g_assert_cmpstr (text, ==, texts[i]);
      dh_data_spec_copy (&spec, &copy);
      g_assert_true (dh_data_spec_equal (&spec, &copy));
      copy.source = copy.source == DH_DATA_WORKBOOK ? DH_DATA_RANGE : DH_DATA_WORKBOOK;
      g_assert_false (dh_data_spec_equal (&spec, &copy));
      dh_data_spec_clear (&copy);
    }
}

static void
test_refused (void)
{
  static const struct { const char *text, *says; } cases[] = {
    { "range:0:1", "START:STOP:STEP" },     { "range:0:1:0", "must not be 0" },
    { "range:0:1:-1", "leads away" },       { "range:0:1:1e-9", "10 million" },
    { "range:0:x:1", "STOP" },              { "range:0:1e400:1", "STOP" },
    { "random:0:1:2:3", "" },               { "random:10000001:1:2:3", "" },
    { "random:5:2:1:0", "Swap" },           { "random:5:0.2:0.8:0", "whole number" },
    { "random:5:1:2:-1", "" },              { "random:5:1:2:0:unreal", ":real" },
    { "random:5:-1e308:1e308:0:real", "finite" }, { "something.csv", "not a data source" },
  };

  g_test_summary ("What can't be is refused with a message, and nothing changes");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      DhDataSpec spec;

      dh_data_spec_init (&spec);
      g_assert_false (dh_data_spec_parse (cases[i].text, &spec, &error));
      g_assert_nonnull (error);
      g_assert_nonnull (strstr (error->message, cases[i].says));
      g_assert_cmpint (spec.source, ==, DH_DATA_WORKBOOK);
    }
}

static void
test_refused_targets (void)
{
  static const char *texts[] = { "", "curve", "line:1:2:3", "line:a", "sine:1:2:0", "sine:1:2:-3", "abs:" };

  g_test_summary ("Targets that can't be are refused");
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      DhTarget target;

      g_assert_false (dh_target_parse (texts[i], &target, &error));
      g_assert_nonnull (error);
    }
}

static void
test_rows (void)
{
  static const double x[] = { 1, 2, 3 }, y[] = { 4, INFINITY, 6 };
  g_autoptr (GError) error = NULL;
  g_autoptr (DhData) data = NULL;
  DhDataSpec spec;
  double slope, intercept;

  g_test_summary ("Rows must be finite; the message names the first that is not");
  dh_data_spec_init (&spec);
  spec.source = DH_DATA_PASTED;
  g_assert_null (dh_data_new_rows (&spec, x, y, 3, &error));
  g_assert_error (error, DH_ERROR, DH_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "2"));
  g_clear_error (&error);
  g_assert_null (dh_data_new_rows (&spec, x, y, 0, &error));
  g_assert_error (error, DH_ERROR, DH_ERROR_LIMIT);
  g_clear_error (&error);
  data = dh_data_new_rows (&spec, y, x, 1, &error);
  g_assert_no_error (error);
  g_assert_false (dh_data_least_squares (data, &slope, &intercept));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/workbook", test_workbook);
  g_test_add_func ("/data/range", test_range);
  g_test_add_func ("/data/random", test_random);
  g_test_add_func ("/data/noise", test_noise);
  g_test_add_func ("/data/targets", test_targets);
  g_test_add_func ("/data/spec-text", test_spec_text);
  g_test_add_func ("/data/refused", test_refused);
  g_test_add_func ("/data/refused-targets", test_refused_targets);
  g_test_add_func ("/data/rows", test_rows);
  return g_test_run ();
}
