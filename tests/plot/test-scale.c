/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Scales: round trips over the whole range of doubles, and what mends unusable ends. */
#include "dh-scale.h"

#include <math.h>

static void
assert_usable (const DhScale *scale)
{
  g_assert_true (isfinite (scale->min) && isfinite (scale->max));
  g_assert_cmpfloat (scale->min, <, scale->max);
  g_assert_true (isfinite (scale->max - scale->min));
  if (scale->kind == DH_SCALE_LOG)
    g_assert_cmpfloat (scale->min, >, 0.0);
  g_assert_cmpfloat_with_epsilon (dh_scale_to_unit (scale, scale->min), 0.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (dh_scale_to_unit (scale, scale->max), 1.0, 1e-12);
}

static void
test_round_trip (void)
{
  static const double ends[][2] = {
    { 0, 1 }, { -5, 5 }, { 1e-300, 1e300 }, { -1e300, 1e300 }, { 1e-9, 1e-3 }, { 999, 1001 }, { -3e-7, 8e12 },
  };

  g_test_summary ("unit -> value -> unit comes back on every kind of scale");
  for (int kind = DH_SCALE_LINEAR; kind <= DH_SCALE_SYMLOG; kind++)
    for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
      {
        DhScale scale;

        dh_scale_init (&scale, (DhScaleKind) kind, ends[i][0], ends[i][1], 1e-3);
        assert_usable (&scale);
        for (double unit = -0.25; unit <= 1.25; unit += 0.125)
          {
            double value = dh_scale_from_unit (&scale, unit);

            if (!isfinite (value) || value == 0.0 || fabs (value) < 1e-305 || fabs (value) > 1e305)
              continue;
            g_assert_cmpfloat_with_epsilon (dh_scale_to_unit (&scale, value), unit, 1e-9);
          }
        g_assert_cmpfloat (dh_scale_from_unit (&scale, 0.0), ==, scale.min);
        g_assert_cmpfloat (dh_scale_from_unit (&scale, 1.0), ==, scale.max);
      }
}

static void
test_known (void)
{
  DhScale scale;

  g_test_summary ("positions that can be worked out by hand");
  dh_scale_init (&scale, DH_SCALE_LINEAR, -10, 30, 0);
  g_assert_cmpfloat (dh_scale_to_unit (&scale, 0), ==, 0.25);
  dh_scale_init (&scale, DH_SCALE_LOG, 1e-2, 1e6, 0);
  g_assert_cmpfloat_with_epsilon (dh_scale_to_unit (&scale, 100), 0.5, 1e-15);
  g_assert_true (isnan (dh_scale_to_unit (&scale, 0)));
  g_assert_true (isnan (dh_scale_to_unit (&scale, -1)));
  dh_scale_init (&scale, DH_SCALE_SYMLOG, -1000, 1000, 1);
  g_assert_cmpfloat_with_epsilon (dh_scale_to_unit (&scale, 0), 0.5, 1e-15);
  /* From -4 to 4 decades-and-threshold: 1 is one of them, 100 is three. */
  g_assert_cmpfloat_with_epsilon (dh_scale_to_unit (&scale, 1), 0.625, 1e-15);
  g_assert_cmpfloat_with_epsilon (dh_scale_to_unit (&scale, 100), 0.875, 1e-15);
  g_assert_cmpfloat_with_epsilon (dh_scale_to_unit (&scale, 0.5), 0.5625, 1e-15);
  g_assert_cmpfloat_with_epsilon (dh_scale_to_unit (&scale, -10), 0.25, 1e-15);
  g_assert_true (isnan (dh_scale_to_unit (&scale, (double) INFINITY)));
  g_assert_true (isnan (dh_scale_to_unit (&scale, (double) NAN)));
}

static void
test_mend (void)
{
  static const double odd[] = {
    0, 1, -1, 1e308, -1e308, 1.7976931348623157e308, 5e-324, -5e-324, 1e-310, 1e300, -1e-300, INFINITY, -INFINITY, NAN,
  };

  g_test_summary ("any two numbers make a usable scale");
  for (int kind = DH_SCALE_LINEAR; kind <= DH_SCALE_SYMLOG; kind++)
    for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
      for (guint k = 0; k < G_N_ELEMENTS (odd); k++)
        for (guint t = 0; t < G_N_ELEMENTS (odd); t++)
          {
            DhScale scale;
            dh_scale_init (&scale, (DhScaleKind) kind, odd[i], odd[k], odd[t]);
            assert_usable (&scale);
          }
}

static void
test_swapped_and_constant (void)
{
  DhScale scale;

  g_test_summary ("swapped ends are put right, equal ends get room on both sides");
  dh_scale_init (&scale, DH_SCALE_LINEAR, 7, -3, 0);
  g_assert_cmpfloat (scale.min, ==, -3);
  g_assert_cmpfloat (scale.max, ==, 7);
  dh_scale_init (&scale, DH_SCALE_LINEAR, 5, 5, 0);
  g_assert_cmpfloat (scale.min, ==, 4.5);
  g_assert_cmpfloat (scale.max, ==, 5.5);
  dh_scale_init (&scale, DH_SCALE_LINEAR, 0, 0, 0);
  g_assert_cmpfloat (scale.min, ==, -1);
  g_assert_cmpfloat (scale.max, ==, 1);
  dh_scale_init (&scale, DH_SCALE_LOG, 8, 8, 0);
  g_assert_cmpfloat (scale.min, ==, 4);
  g_assert_cmpfloat (scale.max, ==, 16);
  dh_scale_init (&scale, DH_SCALE_LOG, -1, 1000, 0);
  g_assert_cmpfloat (scale.min, ==, 1);
}

static void
test_zoom_and_pan (void)
{
  DhScale scale;

  g_test_summary ("zoom keeps the value under the pointer; pan moves by units");
  for (int kind = DH_SCALE_LINEAR; kind <= DH_SCALE_SYMLOG; kind++)
    {
      double fixed;

      dh_scale_init (&scale, (DhScaleKind) kind, 1, 1000, 2);
      fixed = dh_scale_from_unit (&scale, 0.3);
      dh_scale_zoom (&scale, 0.3, 0.5);
      g_assert_cmpfloat_with_epsilon (dh_scale_to_unit (&scale, fixed), 0.3, 1e-9);
      dh_scale_zoom (&scale, 0.3, 2.0);
      g_assert_cmpfloat_with_epsilon (scale.min, 1.0, 1e-9);
      g_assert_cmpfloat_with_epsilon (scale.max, 1000.0, 1e-6);
      fixed = dh_scale_from_unit (&scale, 0.5);
      dh_scale_pan (&scale, 0.25);
      g_assert_cmpfloat_with_epsilon (dh_scale_to_unit (&scale, fixed), 0.25, 1e-9);
    }
  dh_scale_init (&scale, DH_SCALE_LINEAR, 0, 10, 0);
  dh_scale_pad (&scale, 0.1);
  g_assert_cmpfloat (scale.min, ==, -1);
  g_assert_cmpfloat (scale.max, ==, 11);
}

static void
test_zoom_ends (void)
{
  DhScale scale;

  g_test_summary ("a thousand turns of the wheel, either way, leave a usable scale");
  for (int kind = DH_SCALE_LINEAR; kind <= DH_SCALE_SYMLOG; kind++)
    for (int way = 0; way < 2; way++)
      {
        dh_scale_init (&scale, (DhScaleKind) kind, 1, 3, 1);
        for (int i = 0; i < 5000; i++)
          dh_scale_zoom (&scale, 0.7, way ? 1.5 : 0.6);
        assert_usable (&scale);
        for (int i = 0; i < 5000; i++)
          dh_scale_pan (&scale, way ? 0.9 : -0.9);
        assert_usable (&scale);
      }
  dh_scale_init (&scale, DH_SCALE_LINEAR, 0, 1, 0);
  dh_scale_zoom (&scale, 0.5, NAN);
  dh_scale_zoom (&scale, 0.5, 0);
  dh_scale_pan (&scale, INFINITY);
  g_assert_cmpfloat (scale.min, ==, 0);
  g_assert_cmpfloat (scale.max, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scale/round-trip", test_round_trip);
  g_test_add_func ("/scale/known", test_known);
  g_test_add_func ("/scale/mend", test_mend);
  g_test_add_func ("/scale/swapped-and-constant", test_swapped_and_constant);
  g_test_add_func ("/scale/zoom-and-pan", test_zoom_and_pan);
  g_test_add_func ("/scale/zoom-ends", test_zoom_ends);
  return g_test_run ();
}
