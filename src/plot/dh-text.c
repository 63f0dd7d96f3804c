/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Text: see dh-text.h. Metrics are not hinted, so that a layout is the same at every scale. */
#include "dh-text.h"

#include <math.h>

static const double sizes[DH_N_FONTS] = { 1.0, 0.87, 1.1 };

void
dh_text_init (DhText *self, const char *font, double size)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  cairo_font_options_t *options = cairo_font_options_create ();
  PangoAttrList *attributes = pango_attr_list_new ();

  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_SLIGHT);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (context, options);
  pango_cairo_context_set_resolution (context, 96.0);
  pango_context_set_round_glyph_positions (context, FALSE);
  cairo_font_options_destroy (options);

  self->layout = pango_layout_new (context);
  g_object_unref (context);
  /* Figures of equal width: read-outs do not dance. */
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (self->layout, attributes);
  pango_attr_list_unref (attributes);
  for (int i = 0; i < DH_N_FONTS; i++)
    {
      PangoFontDescription *description =
        pango_font_description_from_string (font && *font ? font : "Sans 10");
      double points = pango_font_description_get_size (description);

      if (!(points > 0.0))
        points = 10.0 * PANGO_SCALE;
      if (pango_font_description_get_size_is_absolute (description))
        pango_font_description_set_absolute_size (description, points * sizes[i] * size);
      else
        pango_font_description_set_size (description, (int) (points * sizes[i] * size));
      if (i == DH_FONT_TITLE)
        pango_font_description_set_weight (description, PANGO_WEIGHT_BOLD);
      self->font[i] = description;
    }
}

void
dh_text_clear (DhText *self)
{
  g_clear_object (&self->layout);
  for (int i = 0; i < DH_N_FONTS; i++)
    g_clear_pointer (&self->font[i], pango_font_description_free);
}

static void
set_text (DhText *self, DhFont font, const char *text, double max_width, int lines)
{
  /* Names of lines differ at their ends, "2 neurons · Weights · a": they are shortened in the middle. */
  gboolean name = font == DH_FONT_SMALL && lines <= 1;

  pango_layout_set_font_description (self->layout, self->font[font]);
  pango_layout_set_text (self->layout, text, -1);
  if (max_width > 0.0)
    {
      pango_layout_set_width (self->layout, (int) ceil (max_width * PANGO_SCALE));
      pango_layout_set_height (self->layout, -MAX (lines, 1));
      pango_layout_set_ellipsize (self->layout, name ? PANGO_ELLIPSIZE_MIDDLE : PANGO_ELLIPSIZE_END);
      pango_layout_set_wrap (self->layout, PANGO_WRAP_WORD_CHAR);
    }
  else
    {
      pango_layout_set_width (self->layout, -1);
      pango_layout_set_ellipsize (self->layout, PANGO_ELLIPSIZE_NONE);
    }
}

void
dh_text_measure (DhText *self, DhFont font, const char *text, double max_width, int lines,
                 double *width, double *height)
{
  int w, h;

  set_text (self, font, text, max_width, lines);
  pango_layout_get_size (self->layout, &w, &h);
  if (width)
    *width = (double) w / PANGO_SCALE;
  if (height)
    *height = (double) h / PANGO_SCALE;
}

void
dh_text_draw (DhText *self, cairo_t *cr, DhFont font, const char *text, double max_width,
              int lines, double x, double y)
{
  set_text (self, font, text, max_width, lines);
  cairo_move_to (cr, x, y);
  pango_cairo_show_layout (cr, self->layout);
}

void
dh_text_halo (DhText *self, cairo_t *cr, DhFont font, const char *text, double x, double y,
              const DhRgba *halo)
{
  double width, height;

  /* A soft box: outlines of glyphs would cost a hundred times as much. */
  dh_text_measure (self, font, text, 0.0, 1, &width, &height);
  cairo_set_source_rgba (cr, halo->red, halo->green, halo->blue, 0.75);
  cairo_rectangle (cr, x - 2.0, y + 1.0, width + 4.0, height - 2.0);
  cairo_fill (cr);
}

double
dh_text_line (DhText *self, DhFont font)
{
  double height;

  dh_text_measure (self, font, "0", 0.0, 1, NULL, &height);
  return height;
}
