/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Palette: contrast by the WCAG formula, distinct colours, six line styles. */
#include "dh-palette.h"

#include <math.h>

static void
test_contrast (void)
{
  static const DhRgba white = { 1, 1, 1, 1 }, black = { 0, 0, 0, 1 };
  static const DhRgba dark = { 0x1e / 255.0, 0x1e / 255.0, 0x1e / 255.0, 1 };

  g_test_summary ("every colour holds 3:1 against its background");
  g_assert_cmpfloat_with_epsilon (dh_rgba_contrast (&white, &black), 21.0, 1e-9);
  for (guint i = 0; i < DH_PALETTE_SIZE; i++)
    {
      DhRgba colour;

      dh_palette_colour (i, FALSE, &colour);
      g_assert_cmpfloat (dh_rgba_contrast (&colour, &white), >=, 3.0);
      dh_palette_colour (i, TRUE, &colour);
      g_assert_cmpfloat (dh_rgba_contrast (&colour, &dark), >=, 3.0);
    }
}

static void
test_text (void)
{
  g_test_summary ("all text reads: 4.5:1 for the theme's and for series colours made into text");
  for (int dark = 0; dark < 2; dark++)
    {
      const DhTheme *theme = dh_theme_default (dark);

      g_assert_cmpint (theme->dark, ==, dark);
      g_assert_cmpfloat (dh_rgba_contrast (&theme->foreground, &theme->background), >=, 7.0);
      g_assert_cmpfloat (dh_rgba_contrast (&theme->dim, &theme->background), >=, 4.5);
      g_assert_cmpfloat (dh_rgba_contrast (&theme->accent, &theme->background), >=, 3.0);
      for (guint i = 0; i < DH_PALETTE_SIZE; i++)
        {
          DhRgba colour;

          dh_palette_colour (i, dark, &colour);
          dh_rgba_for_text (&colour, theme);
          g_assert_cmpfloat (dh_rgba_contrast (&colour, &theme->background), >=, 4.5);
        }
    }
}

static void
test_distinct (void)
{
  g_test_summary ("no two colours are near each other; names are their own");
  for (int dark = 0; dark < 2; dark++)
    for (guint i = 0; i < DH_PALETTE_SIZE; i++)
      for (guint k = 0; k < i; k++)
        {
          DhRgba a, b;

          dh_palette_colour (i, dark, &a);
          dh_palette_colour (k, dark, &b);
          g_assert_cmpfloat (fabs (a.red - b.red) + fabs (a.green - b.green) + fabs (a.blue - b.blue), >, 0.25);
          g_assert_cmpstr (dh_palette_name (i), !=, dh_palette_name (k));
        }
}

static void
test_packed (void)
{
  DhRgba colour;

  g_test_summary ("a colour of one's own is taken as it is, an index beyond the table wraps");
  dh_palette_colour (0xff336699, TRUE, &colour);
  g_assert_cmpfloat (colour.red, ==, 0x33 / 255.0);
  g_assert_cmpfloat (colour.green, ==, 0x66 / 255.0);
  g_assert_cmpfloat (colour.blue, ==, 0x99 / 255.0);
  g_assert_cmpfloat (colour.alpha, ==, 1.0);
  dh_palette_colour (DH_PALETTE_SIZE + 1, FALSE, &colour);
  g_assert_cmpfloat (colour.red, ==, 0xd5 / 255.0);
  g_assert_cmpstr (dh_palette_name (DH_PALETTE_SIZE), ==, dh_palette_name (0));
}

static void
test_dashes (void)
{
  g_test_summary ("six line styles, the first solid, no two alike");
  for (guint i = 0; i < DH_LINE_STYLES; i++)
    {
      const double *dash;
      int n;

      dash = dh_palette_dash (i, &n);
      g_assert_cmpint (n == 0, ==, i == 0);
      g_assert_cmpint (n % 2, ==, 0);
      for (int k = 0; k < n; k++)
        g_assert_cmpfloat (dash[k], >, 0);
      for (guint other = 0; other < i; other++)
        {
          int m;
          const double *dash2 = dh_palette_dash (other, &m);
          gboolean same = m == n;

          for (int k = 0; same && k < n; k++)
            same = dash[k] == dash2[k];
          g_assert_false (same);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/palette/contrast", test_contrast);
  g_test_add_func ("/palette/text", test_text);
  g_test_add_func ("/palette/distinct", test_distinct);
  g_test_add_func ("/palette/packed", test_packed);
  g_test_add_func ("/palette/dashes", test_dashes);
  return g_test_run ();
}
