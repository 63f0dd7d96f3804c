/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Palette: run colours that hold for colour-blind readers (after Okabe and Ito 2008, Paul Tol 2021), each with a
 * variant for light and dark backgrounds (contrast >= 3:1), line styles, and chart furniture. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DH_PALETTE_SIZE 8
#define DH_LINE_STYLES  6

typedef struct { double red, green, blue, alpha; } DhRgba;

typedef struct
{
  gboolean dark;
  DhRgba background, foreground, dim, grid, accent;
} DhTheme;

/* @colour: palette index or 0xff000000 | 0xRRGGBB. */
void          dh_palette_colour (guint32 colour, gboolean dark, DhRgba *rgba);
const char   *dh_palette_name   (guint index);  /* "Blue", to be translated */
/* Dash pattern of line style @index (modulo DH_LINE_STYLES); 0 is solid (n = 0). */
const double *dh_palette_dash   (guint index, int *n);
const DhTheme *dh_theme_default (gboolean dark);
/* Contrast of two opaque colours, 1 to 21 (WCAG 2.1). */
double        dh_rgba_contrast  (const DhRgba *one, const DhRgba *other);
/* Moves a series colour towards the foreground until text in it reads well (4.5:1). */
void          dh_rgba_for_text  (DhRgba *rgba, const DhTheme *theme);

G_END_DECLS
