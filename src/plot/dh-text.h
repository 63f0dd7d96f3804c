/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Text, inside the plot layer: measuring and drawing single labels with Pango. A DhText belongs to
 * one thread for one layout or one painting; Pango keeps a font map per thread. */
#pragma once

#include <pango/pangocairo.h>

#include "dh-palette.h"

G_BEGIN_DECLS

typedef enum { DH_FONT_BODY, DH_FONT_SMALL, DH_FONT_TITLE, DH_N_FONTS } DhFont;

typedef struct
{
  PangoLayout *layout;
  PangoFontDescription *font[DH_N_FONTS];
} DhText;

/* @size: factor on the font's size, below 1 in small charts. */
void dh_text_init    (DhText *self, const char *font, double size);
void dh_text_clear   (DhText *self);
/* @width > 0: no wider than that, ellipsised after @lines lines. */
void dh_text_measure (DhText *self, DhFont font, const char *text, double max_width, int lines,
                      double *width, double *height);
void dh_text_draw    (DhText *self, cairo_t *cr, DhFont font, const char *text, double max_width,
                      int lines, double x, double y);
/* A soft box of @halo behind the text, so that it reads over lines. */
void dh_text_halo    (DhText *self, cairo_t *cr, DhFont font, const char *text, double x, double y,
                      const DhRgba *halo);
double dh_text_line  (DhText *self, DhFont font); /* height of one line */

G_END_DECLS
