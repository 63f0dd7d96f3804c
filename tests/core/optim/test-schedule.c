/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Schedules and clipping against PyTorch's recurrences and hand-computed values. */
#include "dh-schedule.h"

#include "dh-error.h"

#include <math.h>
#include <string.h>

static DhScheduleSpec
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  DhScheduleSpec spec;

  g_assert_true (dh_schedule_spec_parse (text, &spec, &error));
  g_assert_no_error (error);
  return spec;
}

static void
assert_rate (const char *text, guint64 k, guint64 total, double expected)
{
  DhScheduleSpec spec = parse (text);

  g_assert_cmpfloat_with_epsilon (dh_schedule_rate (&spec, 0.5, k, total), expected,
                                  1e-14 + 1e-12 * fabs (expected));
}

static void
test_rates (void)
{
  g_test_summary ("Rates at their turning points, at a base rate of 0.5.");
  assert_rate ("constant", 1, 10, 0.5);
  assert_rate ("constant", 1000, 10, 0.5);
  assert_rate ("step:30:0.1", 30, 100, 0.5);
  assert_rate ("step:30:0.1", 31, 100, 0.05);
  assert_rate ("step:30:0.1", 61, 100, 0.005);
  assert_rate ("exponential:0.9", 1, 100, 0.5);
  assert_rate ("exponential:0.9", 4, 100, 0.5 * 0.9 * 0.9 * 0.9);
  assert_rate ("cosine", 1, 100, 0.5);
  assert_rate ("cosine", 51, 100, 0.25);
  assert_rate ("cosine:0.1", 51, 100, 0.3);
  assert_rate ("cosine:0.1", 101, 100, 0.1);
  assert_rate ("warmup-cosine:10", 1, 100, 0.05);
  assert_rate ("warmup-cosine:10", 10, 100, 0.5);
  assert_rate ("warmup-cosine:10", 55, 100, 0.25);
  assert_rate ("warmup-cosine:10:0.1", 100, 100, 0.1);
  assert_rate ("warmup-cosine:100", 50, 50, 0.25);
  /* 100 steps: peak at index 29, end at index 99. */
  assert_rate ("one-cycle", 1, 100, 0.02);
  assert_rate ("one-cycle", 30, 100, 0.5);
  assert_rate ("one-cycle", 65, 100, (0.5 + 0.02e-4) / 2);
  assert_rate ("one-cycle", 100, 100, 0.02e-4);
  assert_rate ("one-cycle:0.5:10:100", 1, 11, 0.05);
  assert_rate ("one-cycle:0.5:10:100", 11, 11, 0.0005);
}

static void
test_recurrences (void)
{
  DhScheduleSpec cosine = parse ("cosine:0.02");
  DhScheduleSpec exponential = parse ("exponential:0.99");
  double lr_cosine = 0.5;
  double lr_exponential = 0.5;

  g_test_summary ("The closed forms agree with PyTorch's step-by-step recurrences.");
  for (guint64 k = 1; k <= 200; k++)
    {
      double t = (double) k;

      g_assert_cmpfloat_with_epsilon (dh_schedule_rate (&cosine, 0.5, k, 200), lr_cosine, 1e-12);
      g_assert_cmpfloat_with_epsilon (dh_schedule_rate (&exponential, 0.5, k, 200), lr_exponential, 1e-13);
      lr_cosine = (1 + cos (G_PI * t / 200)) / (1 + cos (G_PI * (t - 1) / 200)) * (lr_cosine - 0.02) + 0.02;
      lr_exponential *= 0.99;
    }
}

static void
test_always_usable (void)
{
  static const char *const texts[] = { "one-cycle", "one-cycle:0.999", "one-cycle:0.001", "cosine",
                                       "warmup-cosine:5", "step:1:0.5" };

  g_test_summary ("Every rate is finite and not negative, in runs of any length and beyond their end.");
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    for (guint64 total = 1; total < 40; total++)
      for (guint64 k = 1; k <= total + 2; k++)
        {
          DhScheduleSpec spec = parse (texts[i]);
          double rate = dh_schedule_rate (&spec, 0.5, k, total);

          g_assert_true (isfinite (rate));
          g_assert_cmpfloat (rate, >=, -1e-18);
          g_assert_cmpfloat (rate, <=, 0.5 + 1e-15);
        }
}

static void
test_text (void)
{
  static const char *const good[] = { "constant", "step:30:0.1", "exponential:0.99", "cosine:0",
                                      "warmup-cosine:10:0.001", "one-cycle:0.25:10:100" };
  static const char *const bad[] = { "", "linear", "step", "step:10", "step:0:0.1", "step:1.5:0.1",
                                     "step:10:0", "step:10:-1", "step:10:0.1:4", "exponential",
                                     "exponential:x", "cosine:-1", "warmup-cosine", "one-cycle:1",
                                     "one-cycle:0", "one-cycle:0.3:0", "constant:1", "cosine:" };

  g_test_summary ("Texts read back; what is not a schedule is refused and changes nothing.");
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      DhScheduleSpec spec = parse (good[i]);
      g_autofree char *text = dh_schedule_spec_to_string (&spec);
      DhScheduleSpec again = parse (text);

      g_assert_cmpstr (text, ==, good[i]);
      g_assert_true (dh_schedule_spec_equal (&spec, &again));
      g_assert_true (dh_schedule_needs_total (&spec) == (i >= 3));
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      DhScheduleSpec spec = parse ("step:7:0.5");
      DhScheduleSpec before = spec;

      g_test_message ("%s", bad[i]);
      g_assert_false (dh_schedule_spec_parse (bad[i], &spec, &error));
      g_assert_true (error != NULL && error->domain == DH_ERROR);
      g_assert_true (dh_schedule_spec_equal (&spec, &before));
    }
}

static void
test_clip (void)
{
  DhClipSpec clip;
  double g[3] = { 3, -4, 0.5 };
  double n[2] = { 3, 4 };
  double odd[2] = { (double) NAN, 2 };

  g_test_summary ("Clipping by value and by norm, as PyTorch does it.");
  g_assert_true (dh_clip_spec_parse ("value:1", &clip, NULL));
  dh_clip_apply (&clip, g, 3);
  g_assert_cmpfloat (g[0], ==, 1);
  g_assert_cmpfloat (g[1], ==, -1);
  g_assert_cmpfloat (g[2], ==, 0.5);
  dh_clip_apply (&clip, odd, 2);
  g_assert_true (isnan (odd[0]));
  g_assert_cmpfloat (odd[1], ==, 1);
  g_assert_true (dh_clip_spec_parse ("norm:10", &clip, NULL));
  dh_clip_apply (&clip, n, 2);
  g_assert_cmpfloat (n[0], ==, 3);
  g_assert_true (dh_clip_spec_parse ("norm:1", &clip, NULL));
  dh_clip_apply (&clip, n, 2);
  g_assert_cmpfloat_with_epsilon (n[0], 3 / (5 + 1e-6), 1e-15);
  g_assert_cmpfloat_with_epsilon (n[1], 4 / (5 + 1e-6), 1e-15);
  g_assert_true (dh_clip_spec_parse ("off", &clip, NULL));
  dh_clip_apply (&clip, g, 3);
  g_assert_cmpfloat (g[0], ==, 1);
}

static void
test_clip_text (void)
{
  static const char *const bad[] = { "", "on", "value", "value:", "value:0", "norm:-1", "norm:x", "norm:inf" };
  DhClipSpec clip, other;
  g_autofree char *text = NULL;

  g_test_summary ("Clip texts read back; bad ones are refused.");
  g_assert_true (dh_clip_spec_parse ("norm:0.5", &clip, NULL));
  text = dh_clip_spec_to_string (&clip);
  g_assert_cmpstr (text, ==, "norm:0.5");
  g_assert_true (dh_clip_spec_parse (text, &other, NULL));
  g_assert_true (dh_clip_spec_equal (&clip, &other));
  other.kind = DH_CLIP_VALUE;
  g_assert_false (dh_clip_spec_equal (&clip, &other));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (dh_clip_spec_parse (bad[i], &clip, &error));
      g_assert_true (error != NULL && error->domain == DH_ERROR);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/schedule/rates", test_rates);
  g_test_add_func ("/schedule/recurrences", test_recurrences);
  g_test_add_func ("/schedule/always-usable", test_always_usable);
  g_test_add_func ("/schedule/text", test_text);
  g_test_add_func ("/clip/apply", test_clip);
  g_test_add_func ("/clip/text", test_clip_text);
  return g_test_run ();
}
