/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Overlay: what moves over a painted chart: playhead, crosshair with read-out, zoom box, focus ring. It never costs
 * a repaint of the series. */
#include "dh-layout-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define PADDING     7.0
#define DISTANCE   12.0 /* between crosshair and box */
#define SWATCH     DH_SAMPLE_WIDTH
#define MOST_LABEL 170.0
#define LEAST_LABEL 24.0
#define COLUMN_GAP  10.0 /* between label and value */

static gboolean
line_at (const DhLayout *self, double x, double *px)
{
  double unit = dh_scale_to_unit (&self->x, x);

  *px = self->rect.x + unit * self->rect.width;
  return unit >= -1e-9 && unit <= 1.0 + 1e-9;
}

static void
rounded (cairo_t *cr, double x, double y, double width, double height, double radius)
{
  cairo_new_sub_path (cr);
  cairo_arc (cr, x + width - radius, y + radius, radius, -G_PI / 2.0, 0.0);
  cairo_arc (cr, x + width - radius, y + height - radius, radius, 0.0, G_PI / 2.0);
  cairo_arc (cr, x + radius, y + height - radius, radius, G_PI / 2.0, G_PI);
  cairo_arc (cr, x + radius, y + radius, radius, G_PI, 1.5 * G_PI);
  cairo_close_path (cr);
}

static void
paint_playhead (const DhLayout *self, double playhead, cairo_t *cr)
{
  const DhRect *rect = &self->rect;
  double x;

  if (!line_at (self, playhead, &x))
    return;
  x = dh_snap (self, x);
  dh_set_source (cr, &self->options.theme.accent);
  cairo_set_line_width (cr, 1.5);
  cairo_move_to (cr, x, rect->y);
  cairo_line_to (cr, x, dh_rect_bottom (rect));
  cairo_stroke (cr);
  /* The handle: a drop that points at the line. */
  cairo_move_to (cr, x - 5.0, rect->y - 5.0);
  cairo_line_to (cr, x + 5.0, rect->y - 5.0);
  cairo_line_to (cr, x + 5.0, rect->y);
  cairo_line_to (cr, x, rect->y + 5.0);
  cairo_line_to (cr, x - 5.0, rect->y);
  cairo_close_path (cr);
  cairo_fill (cr);
}

typedef struct
{
  double swatch, label, value, header; /* widths of the columns */
  double line;                         /* height of a row */
  guint n;                             /* rows shown */
} Box;

static void
measure_box (const DhLayout *self, DhText *text, GArray *rows, const char *header, Box *box)
{
  double most = (self->options.height - 2.0 * PADDING - 8.0), room;

  box->swatch = SWATCH + 6.0;
  box->label = box->value = 0.0;
  box->line = dh_text_line (text, DH_FONT_SMALL) + 1.0;
  dh_text_measure (text, DH_FONT_SMALL, header, 0.0, 1, &box->header, NULL);
  box->n = (guint) MAX (most / box->line - 1.0, 1.0);
  /* One row is for the words about the rest. */
  box->n = rows->len <= box->n ? rows->len : MAX (box->n, 2) - 1;
  for (guint i = 0; i < box->n; i++)
    {
      const DhReadoutRow *row = &g_array_index (rows, DhReadoutRow, i);
      const char *label = dh_plot_get_series (self->plot, row->series)->label;
      double width;

      dh_text_measure (text, DH_FONT_SMALL, label, MOST_LABEL, 1, &width, NULL);
      box->label = MAX (box->label, width);
      dh_text_measure (text, DH_FONT_SMALL, row->text, 0.0, 1, &width, NULL);
      box->value = MAX (box->value, width);
    }
  /* In a narrow chart the names give way, not the numbers. */
  room = self->options.width - 2.0 * PADDING - 4.0 - box->swatch - COLUMN_GAP - box->value;
  box->label = MIN (box->label, MAX (room, LEAST_LABEL));
}

static void
paint_row (const DhLayout *self, DhText *text, const DhReadoutRow *row, const Box *box, double x,
           double y, cairo_t *cr)
{
  const DhTheme *theme = &self->options.theme;
  const DhPlotSeries *series = dh_plot_get_series (self->plot, row->series);
  DhRgba colour = row->exact ? theme->foreground : theme->dim;
  double width;

  dh_paint_sample (self, row->series, x, y + box->line / 2.0, cr);
  dh_set_source (cr, &colour);
  dh_text_draw (text, cr, DH_FONT_SMALL, series->label, box->label + 1.0, 1, x + box->swatch, y);
  dh_text_measure (text, DH_FONT_SMALL, row->text, 0.0, 1, &width, NULL);
  dh_text_draw (text, cr, DH_FONT_SMALL, row->text, 0.0, 1,
                x + box->swatch + box->label + COLUMN_GAP + box->value - width, y);
}

static void
paint_box (const DhLayout *self, GArray *rows, double px, double x, cairo_t *cr)
{
  const DhTheme *theme = &self->options.theme;
  g_autofree char *header = dh_layout_x_phrase (self, x, 7);
  DhRgba ground = theme->background;
  double width, height, left, top;
  DhText text;
  Box box;

  dh_text_init (&text, self->font, self->text_size);
  measure_box (self, &text, rows, header, &box);
  width = MAX (box.swatch + box.label + COLUMN_GAP + box.value, box.header) + 2.0 * PADDING;
  height = (1.0 + box.n + (box.n < rows->len)) * box.line + 2.0 * PADDING;
  left = px + DISTANCE;
  if (left + width > self->options.width - 2.0)
    left = px - DISTANCE - width;
  left = CLAMP (left, 2.0, MAX (self->options.width - width - 2.0, 2.0));
  top = MIN (self->rect.y + 8.0, self->options.height - height - 2.0);
  top = MAX (top, 2.0);

  ground.alpha = 0.94;
  rounded (cr, dh_snap (self, left), dh_snap (self, top), round (width), round (height), 5.0);
  dh_set_source (cr, &ground);
  cairo_fill_preserve (cr);
  dh_set_source (cr, &theme->grid);
  cairo_set_line_width (cr, 1.0);
  cairo_stroke (cr);

  left += PADDING;
  top += PADDING;
  dh_set_source (cr, &theme->dim);
  dh_text_draw (&text, cr, DH_FONT_SMALL, header, 0.0, 1, left, top);
  for (guint i = 0; i < box.n; i++)
    paint_row (self, &text, &g_array_index (rows, DhReadoutRow, i), &box, left,
               top + (i + 1.0) * box.line, cr);
  if (box.n < rows->len)
    {
      g_autofree char *more = g_strdup_printf (_("+ %u more"), rows->len - box.n);

      dh_set_source (cr, &theme->dim);
      dh_text_draw (&text, cr, DH_FONT_SMALL, more, 0.0, 1, left, top + (box.n + 1.0) * box.line);
    }
  dh_text_clear (&text);
}

static void
paint_dots (const DhLayout *self, GArray *rows, cairo_t *cr)
{
  const DhRect *rect = &self->rect;

  for (guint i = 0; i < rows->len; i++)
    {
      const DhReadoutRow *row = &g_array_index (rows, DhReadoutRow, i);
      const DhPlotSeries *series = dh_plot_get_series (self->plot, row->series);
      double x, y = dh_layout_y_to_pixel (self, series->side, row->y);
      DhRgba colour;

      if (!row->exact || !line_at (self, row->x, &x)
          || !(y >= rect->y - 0.5 && y <= dh_rect_bottom (rect) + 0.5))
        continue;
      dh_palette_colour (series->colour, self->options.theme.dark, &colour);
      cairo_new_sub_path (cr);
      cairo_arc (cr, x, y, 4.2, 0.0, 2.0 * G_PI);
      dh_set_source (cr, &self->options.theme.background);
      cairo_fill (cr);
      cairo_arc (cr, x, y, 3.0, 0.0, 2.0 * G_PI);
      dh_set_source (cr, &colour);
      cairo_fill (cr);
    }
}

static void
paint_crosshair (const DhLayout *self, const DhOverlay *overlay, cairo_t *cr)
{
  static const double dash[] = { 3.0, 3.0 };
  const DhRect *rect = &self->rect;
  GArray *rows;
  double x, at;

  if (!line_at (self, overlay->crosshair, &x))
    return;
  at = dh_snap (self, x);
  dh_set_source (cr, &self->options.theme.dim);
  cairo_set_line_width (cr, 1.0);
  cairo_set_dash (cr, dash, 2, 0.0);
  cairo_move_to (cr, at, rect->y);
  cairo_line_to (cr, at, dh_rect_bottom (rect));
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0.0);

  rows = dh_layout_readout (self, overlay->crosshair);
  paint_dots (self, rows, cr);
  if (overlay->readout && rows->len > 0)
    paint_box (self, rows, x, overlay->crosshair, cr);
  dh_readout_free (rows);
}

static void
paint_zoom_box (const DhLayout *self, const DhRect *asked, cairo_t *cr)
{
  const DhRect *rect = &self->rect;
  DhRgba colour = self->options.theme.accent;
  double left = CLAMP (MIN (asked->x, asked->x + asked->width), rect->x, dh_rect_right (rect));
  double right = CLAMP (MAX (asked->x, asked->x + asked->width), rect->x, dh_rect_right (rect));
  double top = CLAMP (MIN (asked->y, asked->y + asked->height), rect->y, dh_rect_bottom (rect));
  double bottom = CLAMP (MAX (asked->y, asked->y + asked->height), rect->y, dh_rect_bottom (rect));

  left = dh_snap (self, left);
  top = dh_snap (self, top);
  cairo_rectangle (cr, left, top, dh_snap (self, right) - left, dh_snap (self, bottom) - top);
  colour.alpha = 0.15;
  dh_set_source (cr, &colour);
  cairo_fill_preserve (cr);
  colour.alpha = 0.9;
  dh_set_source (cr, &colour);
  cairo_set_line_width (cr, 1.0);
  cairo_stroke (cr);
}

void
dh_layout_paint_overlay (const DhLayout *self, const DhOverlay *overlay, cairo_t *cr)
{
  g_return_if_fail (self != NULL && overlay != NULL && cr != NULL);

  cairo_save (cr);
  if (overlay->has_playhead)
    paint_playhead (self, overlay->playhead, cr);
  if (overlay->has_crosshair)
    paint_crosshair (self, overlay, cr);
  if (overlay->has_box)
    paint_zoom_box (self, &overlay->box, cr);
  if (overlay->focused)
    {
      rounded (cr, 1.5, 1.5, self->options.width - 3.0, self->options.height - 3.0, 5.0);
      dh_set_source (cr, &self->options.theme.accent);
      cairo_set_line_width (cr, 2.0);
      cairo_stroke (cr);
    }
  cairo_restore (cr);
}
