/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Palette: constant tables, any thread. Hues after Okabe and Ito (2008), "Color Universal Design", and
 * Tol (2021), "Colour schemes", moved in lightness until they hold 3:1 against either background;
 * neighbours in the table differ in lightness as well as in hue. */
#include "dh-palette.h"

#include <glib/gi18n-lib.h>
#include <math.h>

typedef struct
{
  const char *name;
  guint32 light, dark;
} Entry;

static const Entry entries[DH_PALETTE_SIZE] = {
  { N_("Blue"), 0x0072b2, 0x4ba3e3 },
  { N_("Orange"), 0xd55e00, 0xf58f45 },
  { N_("Green"), 0x00936b, 0x35cfa2 },
  { N_("Purple"), 0x882255, 0xd673ad },
  { N_("Sky blue"), 0x2f97cf, 0x9bdcff },
  { N_("Ochre"), 0xa67c00, 0xe5c441 },
  { N_("Pink"), 0xc65a97, 0xffb6d2 },
  { N_("Grey"), 0x444444, 0xc4c4c4 },
};

static const double dash_long[] = { 8.0, 4.0 };
static const double dash_short[] = { 4.0, 3.0 };
static const double dash_dot[] = { 1.5, 2.5 };
static const double dash_dash_dot[] = { 8.0, 3.0, 1.5, 3.0 };
static const double dash_dash_dot_dot[] = { 8.0, 3.0, 1.5, 2.5, 1.5, 3.0 };

static const struct
{
  const double *dash;
  int n;
} styles[DH_LINE_STYLES] = {
  { NULL, 0 },
  { dash_long, G_N_ELEMENTS (dash_long) },
  { dash_dot, G_N_ELEMENTS (dash_dot) },
  { dash_dash_dot, G_N_ELEMENTS (dash_dash_dot) },
  { dash_short, G_N_ELEMENTS (dash_short) },
  { dash_dash_dot_dot, G_N_ELEMENTS (dash_dash_dot_dot) },
};

static const DhTheme light_theme = {
  .dark = FALSE,
  .background = { 1.0, 1.0, 1.0, 1.0 },
  .foreground = { 0.13, 0.13, 0.15, 1.0 },
  .dim = { 0.38, 0.38, 0.41, 1.0 },
  .grid = { 0.89, 0.89, 0.90, 1.0 },
  .accent = { 0.11, 0.44, 0.85, 1.0 },
};

static const DhTheme dark_theme = {
  .dark = TRUE,
  .background = { 0.1176, 0.1176, 0.1176, 1.0 },
  .foreground = { 0.93, 0.93, 0.93, 1.0 },
  .dim = { 0.68, 0.68, 0.70, 1.0 },
  .grid = { 0.22, 0.22, 0.23, 1.0 },
  .accent = { 0.47, 0.68, 0.93, 1.0 },
};

static void
unpack (guint32 packed, DhRgba *rgba)
{
  rgba->red = (packed >> 16 & 0xff) / 255.0;
  rgba->green = (packed >> 8 & 0xff) / 255.0;
  rgba->blue = (packed & 0xff) / 255.0;
  rgba->alpha = 1.0;
}

void
dh_palette_colour (guint32 colour, gboolean dark, DhRgba *rgba)
{
  g_return_if_fail (rgba != NULL);

  if (colour >> 24 == 0xff)
    unpack (colour & 0xffffff, rgba);
  else
    {
      const Entry *entry = &entries[colour % DH_PALETTE_SIZE];
      unpack (dark ? entry->dark : entry->light, rgba);
    }
}

const char *
dh_palette_name (guint index)
{
  return entries[index % DH_PALETTE_SIZE].name;
}

const double *
dh_palette_dash (guint index, int *n)
{
  g_return_val_if_fail (n != NULL, NULL);

  *n = styles[index % DH_LINE_STYLES].n;
  return styles[index % DH_LINE_STYLES].dash;
}

const DhTheme *
dh_theme_default (gboolean dark)
{
  return dark ? &dark_theme : &light_theme;
}

/* Relative luminance and contrast as in WCAG 2.1. */
static double
linear (double channel)
{
  return channel <= 0.04045 ? channel / 12.92 : pow ((channel + 0.055) / 1.055, 2.4);
}

static double
luminance (const DhRgba *rgba)
{
  return 0.2126 * linear (rgba->red) + 0.7152 * linear (rgba->green)
         + 0.0722 * linear (rgba->blue);
}

double
dh_rgba_contrast (const DhRgba *one, const DhRgba *other)
{
  double a = luminance (one), b = luminance (other);

  return (fmax (a, b) + 0.05) / (fmin (a, b) + 0.05);
}

void
dh_rgba_for_text (DhRgba *rgba, const DhTheme *theme)
{
  const DhRgba *to = &theme->foreground;

  for (int i = 0; i < 20 && dh_rgba_contrast (rgba, &theme->background) < 4.5; i++)
    {
      rgba->red += (to->red - rgba->red) * 0.1;
      rgba->green += (to->green - rgba->green) * 0.1;
      rgba->blue += (to->blue - rgba->blue) * 0.1;
    }
}
