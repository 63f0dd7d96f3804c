/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Ticks and numbers for people, as exact text. "-" in the expected texts stands for U+2212. */
#include "dh-ticks.h"

#include <math.h>
#include <string.h>

/* Labels joined by blanks, the exponent (if any) at the end, minus signs made plain. */
static char *
labels (const DhTicks *ticks)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < ticks->n; i++)
    if (ticks->tick[i].label)
      g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", ticks->tick[i].label);
  if (ticks->exponent != 0)
    g_string_append_printf (text, " e%d", ticks->exponent);
  g_string_replace (text, "\xe2\x88\x92", "-", 0);
  return g_string_free (text, FALSE);
}

static void
assert_sane (const DhTicks *ticks, const DhScale *scale, guint max_labels)
{
  guint n_labels = 0;

  for (gsize i = 0; i < ticks->n; i++)
    {
      const DhTick *tick = &ticks->tick[i];

      g_assert_true (isfinite (tick->value));
      g_assert_cmpfloat (tick->unit, >=, -1e-6);
      g_assert_cmpfloat (tick->unit, <=, 1.0 + 1e-6);
      if (i > 0)
        g_assert_cmpfloat (tick->unit, >, ticks->tick[i - 1].unit);
      g_assert_cmpint (tick->minor, ==, tick->label == NULL);
      n_labels += tick->label != NULL;
      if (tick->label)
        {
          g_assert_true (g_utf8_validate (tick->label, -1, NULL));
          g_assert_null (strchr (tick->label, '-'));
        }
    }
  g_assert_cmpuint (n_labels, <=, MAX (max_labels, 2) + (scale->kind == DH_SCALE_SYMLOG));
}

static void
check (DhScaleKind kind, double min, double max, double threshold, guint n, gboolean whole,
       const char *expected)
{
  g_autofree char *got = NULL;
  DhScale scale;
  DhTicks ticks;

  dh_scale_init (&scale, kind, min, max, threshold);
  dh_ticks_init (&ticks, &scale, n, whole, NULL);
  assert_sane (&ticks, &scale, n);
  got = labels (&ticks);
  g_assert_cmpstr (got, ==, expected);
  dh_ticks_clear (&ticks);
}

static void
test_linear (void)
{
  g_test_summary ("1, 2, 5 times a power of ten, written from whole numbers");
  check (DH_SCALE_LINEAR, 0, 1, 0, 6, FALSE, "0 0.2 0.4 0.6 0.8 1.0");
  check (DH_SCALE_LINEAR, 0, 1, 0, 5, FALSE, "0 0.5 1.0");
  check (DH_SCALE_LINEAR, 0, 1, 0, 11, FALSE, "0 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 1.0");
  check (DH_SCALE_LINEAR, -1, 1, 0, 5, FALSE, "-1.0 -0.5 0 0.5 1.0");
  check (DH_SCALE_LINEAR, 0, 145, 0, 8, TRUE, "0 20 40 60 80 100 120 140");
  check (DH_SCALE_LINEAR, 0.3, 99.7, 0, 6, FALSE, "20 40 60 80");
  check (DH_SCALE_LINEAR, 999, 1001, 0, 5, FALSE, "999.0 999.5 1000.0 1000.5 1001.0");
  check (DH_SCALE_LINEAR, 0.1, 0.3, 0, 5, FALSE, "0.10 0.15 0.20 0.25 0.30");
  check (DH_SCALE_LINEAR, 0, 30000, 0, 4, FALSE, "0 10000 20000 30000");
  check (DH_SCALE_LINEAR, 0, 0.004, 0, 5, FALSE, "0 0.001 0.002 0.003 0.004");
}

static void
test_exponents (void)
{
  g_test_summary ("large and small labels share an exponent");
  check (DH_SCALE_LINEAR, 0, 1e7, 0, 6, TRUE, "0 2 4 6 8 10 e6");
  check (DH_SCALE_LINEAR, 0, 2.5e6, 0, 6, FALSE, "0 0.5 1.0 1.5 2.0 2.5 e6");
  check (DH_SCALE_LINEAR, -4e-5, 4e-5, 0, 5, FALSE, "-4 -2 0 2 4 e-5");
  check (DH_SCALE_LINEAR, 0, 2.04e65, 0, 5, FALSE, "0 0.5 1.0 1.5 2.0 e65");
  check (DH_SCALE_LINEAR, 0, 1e300, 0, 6, FALSE, "0 2 4 6 8 10 e299");
  check (DH_SCALE_LINEAR, 0, 1e-300, 0, 6, FALSE, "0 2 4 6 8 10 e-301");
  check (DH_SCALE_LINEAR, 100000, 100010, 0, 6, TRUE, "100000 100002 100004 100006 100008 100010");
}

static void
test_whole (void)
{
  g_test_summary ("steps are never cut in pieces");
  check (DH_SCALE_LINEAR, 0, 2, 0, 10, TRUE, "0 1 2");
  check (DH_SCALE_LINEAR, 0.5, 1.5, 0, 10, TRUE, "1");
  check (DH_SCALE_LINEAR, 1, 29, 0, 6, TRUE, "5 10 15 20 25");
}

static void
test_log (void)
{
  g_test_summary ("decades, thinned when many, filled when few");
  check (DH_SCALE_LOG, 1, 1000, 0, 8, FALSE, "1 10 100 1000");
  check (DH_SCALE_LOG, 1e-2, 1e4, 0, 8, FALSE, "0.01 0.1 1 10 100 1000 10000");
  check (DH_SCALE_LOG, 1e-6, 1e6, 0, 5, FALSE, "10⁻⁶ 10⁻³ 1 10³ 10⁶");
  check (DH_SCALE_LOG, 1e-300, 1e300, 0, 8, FALSE, "10⁻³⁰⁰ 10⁻²⁰⁰ 10⁻¹⁰⁰ 1 10¹⁰⁰ 10²⁰⁰ 10³⁰⁰");
  check (DH_SCALE_LOG, 1, 10, 0, 4, FALSE, "1 2 5 10");
  check (DH_SCALE_LOG, 1, 10, 0, 10, FALSE, "1 2 3 4 5 6 7 8 9 10");
  check (DH_SCALE_LOG, 2.2, 2.8, 0, 5, FALSE, "2.2 2.4 2.6 2.8");
  check (DH_SCALE_LOG, 1e-9, 2e-8, 0, 5, FALSE, "10⁻⁹ 2×10⁻⁹ 5×10⁻⁹ 10⁻⁸ 2×10⁻⁸");
}

static void
test_log_minors (void)
{
  DhScale scale;
  DhTicks ticks;
  guint n_minors = 0;

  g_test_summary ("a logarithmic axis of three decades has 2 to 9 between them");
  dh_scale_init (&scale, DH_SCALE_LOG, 1, 1000, 0);
  dh_ticks_init (&ticks, &scale, 6, FALSE, ".");
  for (gsize i = 0; i < ticks.n; i++)
    n_minors += ticks.tick[i].minor;
  g_assert_cmpuint (n_minors, ==, 24);
  dh_ticks_clear (&ticks);
}

static void
test_symlog (void)
{
  g_test_summary ("zero and decades both ways, over the whole axis");
  check (DH_SCALE_SYMLOG, -1000, 1000, 1, 9, FALSE, "-1000 -100 -10 -1 0 1 10 100 1000");
  check (DH_SCALE_SYMLOG, -1e12, 1e12, 0.1, 9, FALSE, "-10¹² -10⁹ -10⁶ -10³ 0 10³ 10⁶ 10⁹ 10¹²");
  check (DH_SCALE_SYMLOG, -1e12, 1e12, 0.1, 5, FALSE, "-10¹⁰ -10⁵ 0 10⁵ 10¹⁰");
  check (DH_SCALE_SYMLOG, -1e12, 1e12, 0.1, 3, FALSE, "-10¹² 0 10¹²");
  check (DH_SCALE_SYMLOG, -7e7, 7e7, 0.1, 3, FALSE, "-10⁷ 0 10⁷");
  check (DH_SCALE_SYMLOG, -3e4, 3e4, 1e-3, 3, FALSE, "-10000 0 10000");
  check (DH_SCALE_SYMLOG, 0, 1e5, 0.01, 5, FALSE, "0 1 10² 10⁴");
  check (DH_SCALE_SYMLOG, -0.5, 0.5, 1, 5, FALSE, "-0.4 -0.2 0 0.2 0.4");
  check (DH_SCALE_SYMLOG, 200, 300, 1, 6, FALSE, "200 220 240 260 280 300");
}

static void
test_property (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (7);

  g_test_summary ("random scales of every size: ticks inside, in order, never too many labels");
  for (int i = 0; i < 20000; i++)
    {
      DhScaleKind kind = (DhScaleKind) g_rand_int_range (rand, 0, 3);
      double a = pow (10, g_rand_double_range (rand, -300, 300)) * (g_rand_boolean (rand) ? 1 : -1);
      double b = g_rand_boolean (rand) ? a * g_rand_double_range (rand, 0, 2)
                                       : pow (10, g_rand_double_range (rand, -300, 300));
      guint n = (guint) g_rand_int_range (rand, 2, 15);
      DhScale scale;
      DhTicks ticks;

      dh_scale_init (&scale, kind, a, b, pow (10, g_rand_double_range (rand, -20, 5)));
      dh_ticks_init (&ticks, &scale, n, g_rand_boolean (rand), ".");
      assert_sane (&ticks, &scale, n);
      g_assert_cmpuint (ticks.n, <, 2000);
      dh_ticks_clear (&ticks);
    }
}

static void
test_decimal_point (void)
{
  g_autofree char *value = dh_format_value (-1234.5, 7, ",");
  DhScale scale;
  DhTicks ticks;

  g_test_summary ("the locale's decimal point, a real minus sign");
  g_assert_cmpstr (value, ==, "−1234,5");
  dh_scale_init (&scale, DH_SCALE_LINEAR, 0, 1, 0);
  dh_ticks_init (&ticks, &scale, 3, FALSE, ",");
  g_assert_cmpstr (ticks.tick[1].label, ==, "0,5");
  dh_ticks_clear (&ticks);
}

static void
test_value (void)
{
  static const struct
  {
    double value;
    guint digits;
    const char *text;
  } cases[] = {
    { 0, 7, "0" }, { -0.0, 7, "0" }, { 1, 7, "1" }, { -2.5, 7, "−2.5" }, { 0.1, 7, "0.1" },
    { 1.0 / 3.0, 7, "0.3333333" }, { 0.0001, 7, "0.0001" }, { 0.00001234, 7, "1.234×10⁻⁵" },
    { 123456, 3, "123000" }, { 1234567, 7, "1234567" }, { 12345678, 7, "1.234568×10⁷" },
    { 2.04e65, 4, "2.04×10⁶⁵" }, { -1e-300, 4, "−1×10⁻³⁰⁰" }, { 999999.96, 7, "1000000" },
    { 9.9999999e6, 7, "1×10⁷" }, { 10000000, 15, "10000000" }, { INFINITY, 7, "∞" },
    { -INFINITY, 7, "−∞" }, { NAN, 7, "undefined" }, { 2.4036203537069443, 7, "2.40362" },
  };

  g_test_summary ("values for people");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = dh_format_value (cases[i].value, cases[i].digits, NULL);
      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ticks/linear", test_linear);
  g_test_add_func ("/ticks/exponents", test_exponents);
  g_test_add_func ("/ticks/whole", test_whole);
  g_test_add_func ("/ticks/log", test_log);
  g_test_add_func ("/ticks/log-minors", test_log_minors);
  g_test_add_func ("/ticks/symlog", test_symlog);
  g_test_add_func ("/ticks/property", test_property);
  g_test_add_func ("/ticks/decimal-point", test_decimal_point);
  g_test_add_func ("/ticks/value", test_value);
  return g_test_run ();
}
