/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Painting: a layout onto a cairo_t, everything but the overlay. Touches only its arguments and the
 * calling thread's fonts. */
#include "dh-layout-private.h"

#include <math.h>

static void
horizontal (const DhLayout *self, double y, double from, double to, cairo_t *cr)
{
  y = dh_snap (self, y);
  cairo_move_to (cr, from, y);
  cairo_line_to (cr, to, y);
}

static void
vertical (const DhLayout *self, double x, double from, double to, cairo_t *cr)
{
  x = dh_snap (self, x);
  cairo_move_to (cr, x, from);
  cairo_line_to (cr, x, to);
}

static void
paint_grid (const DhLayout *self, cairo_t *cr)
{
  const DhRect *rect = &self->rect;

  dh_set_source (cr, &self->options.theme.grid);
  for (gsize i = 0; i < self->x_ticks.n; i++)
    if (self->x_ticks.tick[i].label)
      vertical (self, rect->x + self->x_ticks.tick[i].unit * rect->width, rect->y,
                dh_rect_bottom (rect), cr);
  for (gsize i = 0; i < self->y_ticks[0].n; i++)
    if (self->y_ticks[0].tick[i].label)
      horizontal (self, rect->y + (1.0 - self->y_ticks[0].tick[i].unit) * rect->height, rect->x,
                  dh_rect_right (rect), cr);
  cairo_stroke (cr);
}

/* The line y = 0 is where signs change: a little stronger than the grid. */
static void
paint_zero (const DhLayout *self, cairo_t *cr)
{
  const DhRect *rect = &self->rect;
  const DhScale *scale = &self->y[DH_PLOT_LEFT];
  DhRgba colour = self->options.theme.dim;

  if (scale->kind == DH_SCALE_LOG || !(scale->min < 0.0) || !(scale->max > 0.0))
    return;
  colour.alpha = 0.55;
  dh_set_source (cr, &colour);
  horizontal (self, dh_layout_y_to_pixel (self, DH_PLOT_LEFT, 0.0), rect->x, dh_rect_right (rect), cr);
  cairo_stroke (cr);
}

static void
paint_marks (const DhLayout *self, cairo_t *cr)
{
  const DhRect *rect = &self->rect;
  static const double dash[] = { 3.0, 3.0 }, dots[] = { 1.0, 3.0 };

  for (guint i = 0; i < self->plot->marks->len; i++)
    {
      const DhPlotMark *mark = g_ptr_array_index (self->plot->marks, i);
      double x = dh_layout_x_to_pixel (self, mark->x);
      DhRgba colour = self->options.theme.dim;

      if (mark->sign || !(x >= rect->x - 0.5) || x > dh_rect_right (rect) + 0.5)
        continue;
      if (mark->faint)
        {
          /* Dotted, so that it is not taken for the grid. */
          colour.alpha = 0.6;
          cairo_set_dash (cr, dots, 2, 0.0);
        }
      else
        {
          dh_palette_colour (mark->colour, self->options.theme.dark, &colour);
          colour.alpha = 0.8;
          cairo_set_dash (cr, dash, 2, 0.0);
        }
      dh_set_source (cr, &colour);
      vertical (self, x, rect->y, dh_rect_bottom (rect), cr);
      cairo_stroke (cr);
      cairo_set_dash (cr, NULL, 0, 0.0);
    }
}

static void
paint_axes (const DhLayout *self, cairo_t *cr)
{
  const DhRect *rect = &self->rect;
  double bottom = dh_rect_bottom (rect), right = dh_rect_right (rect);

  dh_set_source (cr, &self->options.theme.dim);
  horizontal (self, bottom, dh_snap (self, rect->x), right, cr);
  vertical (self, rect->x, rect->y, bottom, cr);
  for (gsize i = 0; i < self->x_ticks.n; i++)
    vertical (self, rect->x + self->x_ticks.tick[i].unit * rect->width, bottom,
              bottom + (self->x_ticks.tick[i].minor ? 2.5 : DH_TICK_LENGTH), cr);
  for (gsize i = 0; i < self->y_ticks[0].n; i++)
    horizontal (self, rect->y + (1.0 - self->y_ticks[0].tick[i].unit) * rect->height, rect->x,
                rect->x - (self->y_ticks[0].tick[i].minor ? 2.5 : DH_TICK_LENGTH), cr);
  if (self->plot->has_right)
    {
      vertical (self, right, rect->y, bottom, cr);
      for (gsize i = 0; i < self->y_ticks[1].n; i++)
        horizontal (self, rect->y + (1.0 - self->y_ticks[1].tick[i].unit) * rect->height, right,
                    right + (self->y_ticks[1].tick[i].minor ? 2.5 : DH_TICK_LENGTH), cr);
    }
  cairo_stroke (cr);
}

static void
paint_texts (const DhLayout *self, cairo_t *cr)
{
  DhText text;

  dh_text_init (&text, self->font, self->text_size);
  for (guint i = 0; i < self->texts->len; i++)
    {
      const DhTextItem *item = &g_array_index (self->texts, DhTextItem, i);

      if (item->halo)
        dh_text_halo (&text, cr, item->font, item->text, item->x, item->y,
                      &self->options.theme.background);
      dh_set_source (cr, &item->colour);
      dh_text_draw (&text, cr, item->font, item->text, item->max_width, item->lines, item->x, item->y);
      if (item->strike)
        {
          horizontal (self, item->y + item->height * 0.54, item->x, item->x + item->width, cr);
          cairo_stroke (cr);
        }
    }
  dh_text_clear (&text);
}

void
dh_layout_paint (const DhLayout *self, cairo_t *cr)
{
  g_return_if_fail (self != NULL && cr != NULL);

  cairo_save (cr);
  dh_set_source (cr, &self->options.theme.background);
  cairo_rectangle (cr, 0.0, 0.0, self->options.width, self->options.height);
  cairo_fill (cr);
  cairo_set_line_width (cr, 1.0 / self->options.scale);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
  paint_grid (self, cr);
  if (!self->empty)
    {
      cairo_set_line_width (cr, 1.0);
      paint_zero (self, cr);
      paint_marks (self, cr);
    }
  cairo_set_line_width (cr, 1.0);
  paint_axes (self, cr);
  dh_paint_series (self, cr);
  dh_paint_signs (self, cr);
  cairo_set_line_width (cr, 1.0);
  for (guint i = 0; i < self->legend->len; i++)
    {
      const DhLegendEntry *entry = &g_array_index (self->legend, DhLegendEntry, i);

      dh_paint_sample (self, entry->series, entry->rect.x, entry->rect.y + entry->rect.height / 2.0, cr);
    }
  cairo_set_line_width (cr, 1.0);
  paint_texts (self, cr);
  cairo_restore (cr);
}
