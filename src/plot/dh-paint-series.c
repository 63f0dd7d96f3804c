/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Painting of series: lines in short strokes, points, and what could not be drawn at the edges.
 * A long self-overlapping path costs Cairo its length squared; short strokes look the same. */
#include "dh-layout-private.h"

#include <math.h>

#define SEGMENTS_PER_STROKE       24
#define SEGMENTS_PER_DENSE_STROKE 4
#define BARS_PER_STROKE           8
#define LEAST_BAR                 4.0 /* a device column that covers so much is drawn as a bar */
/* Lines are cut this far outside, where caps and joins cannot be seen; Cairo's coordinates end at 2^15 or so. */
#define OUTSIDE                   40.0
#define EDGE_SIZE                 4.0
#define LANE                      3.0
#define N_LANES                   4

void
dh_set_source (cairo_t *cr, const DhRgba *rgba)
{
  cairo_set_source_rgba (cr, rgba->red, rgba->green, rgba->blue, rgba->alpha);
}

double
dh_snap (const DhLayout *self, double position)
{
  return (floor (position * self->options.scale) + 0.5) / self->options.scale;
}

typedef struct
{
  cairo_t *cr;
  double left, right, top, bottom;
  const double *dash;
  int n_dash;
  double dash_offset;
  double x, y;           /* where the path is */
  gboolean has_point;
  guint n_segments, most_segments;
} Pen;

static void
pen_flush (Pen *pen)
{
  if (pen->n_segments == 0)
    return;
  cairo_stroke (pen->cr);
  pen->n_segments = 0;
  pen->has_point = FALSE;
}

/* Liang and Barsky (1984): the part of the segment inside the pen's bounds. */
static gboolean
clip (const Pen *pen, double *x0, double *y0, double *x1, double *y1)
{
  double dx = *x1 - *x0, dy = *y1 - *y0, from = 0.0, to = 1.0;
  const double p[4] = { -dx, dx, -dy, dy };
  const double q[4] = { *x0 - pen->left, pen->right - *x0, *y0 - pen->top, pen->bottom - *y0 };

  for (int i = 0; i < 4; i++)
    {
      if (p[i] == 0.0)
        {
          if (q[i] < 0.0)
            return FALSE;
          continue;
        }
      if (p[i] < 0.0)
        from = fmax (from, q[i] / p[i]);
      else
        to = fmin (to, q[i] / p[i]);
    }
  if (from > to)
    return FALSE;
  *x1 = *x0 + dx * to;
  *y1 = *y0 + dy * to;
  *x0 += dx * from;
  *y0 += dy * from;
  return TRUE;
}

static void
pen_segment (Pen *pen, double x0, double y0, double x1, double y1)
{
  if (!clip (pen, &x0, &y0, &x1, &y1))
    return;
  if (!pen->has_point || pen->x != x0 || pen->y != y0)
    {
      pen_flush (pen);
      /* The dash pattern runs on through the short strokes. */
      if (pen->n_dash > 0)
        cairo_set_dash (pen->cr, pen->dash, pen->n_dash, pen->dash_offset);
      cairo_move_to (pen->cr, x0, y0);
    }
  cairo_line_to (pen->cr, x1, y1);
  pen->has_point = TRUE;
  pen->x = x1;
  pen->y = y1;
  if (pen->n_dash > 0)
    pen->dash_offset = fmod (pen->dash_offset + hypot (x1 - x0, y1 - y0), 1e4 * pen->n_dash);
  if (++pen->n_segments >= pen->most_segments)
    pen_flush (pen);
}

static void
set_line_style (const DhPlotSeries *series, const DhDrawn *drawn, Pen *pen)
{
  pen->dash = dh_palette_dash (series->line_style, &pen->n_dash);
  if (drawn && drawn->dense)
    pen->n_dash = 0;
  cairo_set_line_width (pen->cr, DH_LINE_WIDTH);
  cairo_set_line_join (pen->cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (pen->cr, pen->n_dash > 0 ? CAIRO_LINE_CAP_BUTT : CAIRO_LINE_CAP_ROUND);
  cairo_set_dash (pen->cr, pen->dash, pen->n_dash, 0.0);
}

/* One device column of a dense line: the points [from, to) and, when the line comes from the column
 * before, the point it comes from. */
typedef struct
{
  guint from, to;
  gboolean joined;
  double least, greatest;
} Column;

static double
device_column (const DhLayout *self, double x)
{
  return floor ((x - self->rect.x) * self->options.scale + 1e-7);
}

static gboolean
next_column (const DhLayout *self, const DhPixel *pixels, guint n, Column *column)
{
  guint i = column->to;
  double at;

  while (i < n && isnan (pixels[i].y))
    i++;
  if (i == n)
    return FALSE;
  column->from = i;
  column->joined = i > 0 && !isnan (pixels[i - 1].y);
  column->least = column->joined ? fmin (pixels[i - 1].y, pixels[i].y) : pixels[i].y;
  column->greatest = column->joined ? fmax (pixels[i - 1].y, pixels[i].y) : pixels[i].y;
  at = device_column (self, pixels[i].x);
  for (; i < n && !isnan (pixels[i].y) && device_column (self, pixels[i].x) == at; i++)
    {
      column->least = fmin (column->least, pixels[i].y);
      column->greatest = fmax (column->greatest, pixels[i].y);
    }
  column->to = i;
  return TRUE;
}

/* A dense line: columns that go up and down are upright bars, which Cairo fills several times
 * faster than a zigzag that covers the same pixels; flat ones are strokes as everywhere. */
static void
paint_dense (const DhLayout *self, const DhDrawn *drawn, Pen *pen)
{
  const DhPixel *pixels = (const DhPixel *) (gconstpointer) drawn->pixels->data;
  guint n = drawn->pixels->len, n_bars = 0;
  Column column = { 0 };

  while (next_column (self, pixels, n, &column))
    if (column.greatest - column.least < LEAST_BAR)
      for (guint i = column.from + !column.joined; i < column.to; i++)
        pen_segment (pen, pixels[i - 1].x, pixels[i - 1].y, pixels[i].x, pixels[i].y);
  pen_flush (pen);

  cairo_set_line_cap (pen->cr, CAIRO_LINE_CAP_BUTT);
  column = (Column) { 0 };
  while (next_column (self, pixels, n, &column))
    {
      double x = dh_snap (self, pixels[column.from].x + 1e-7);
      double top = fmax (column.least - DH_LINE_WIDTH / 2.0, pen->top);
      double bottom = fmin (column.greatest + DH_LINE_WIDTH / 2.0, pen->bottom);

      if (column.greatest - column.least < LEAST_BAR || !(top < bottom) || !(x >= pen->left)
          || !(x <= pen->right))
        continue;
      cairo_move_to (pen->cr, x, top);
      cairo_line_to (pen->cr, x, bottom);
      if (++n_bars % BARS_PER_STROKE == 0)
        cairo_stroke (pen->cr);
    }
  cairo_stroke (pen->cr);
}

static void
paint_line (const DhLayout *self, const DhPlotSeries *series, const DhDrawn *drawn, cairo_t *cr)
{
  const DhRect *rect = &self->rect;
  const DhPixel *pixels = (const DhPixel *) (gconstpointer) drawn->pixels->data;
  Pen pen = { .cr = cr, .left = rect->x - OUTSIDE, .right = dh_rect_right (rect) + OUTSIDE,
              .top = rect->y - OUTSIDE, .bottom = dh_rect_bottom (rect) + OUTSIDE };

  pen.most_segments = drawn->dense ? SEGMENTS_PER_DENSE_STROKE : SEGMENTS_PER_STROKE;
  set_line_style (series, drawn, &pen);
  if (drawn->dense)
    paint_dense (self, drawn, &pen);
  for (guint i = 1; i < drawn->pixels->len && !drawn->dense; i++)
    if (!isnan (pixels[i - 1].y) && !isnan (pixels[i].y))
      pen_segment (&pen, pixels[i - 1].x, pixels[i - 1].y, pixels[i].x, pixels[i].y);
  pen_flush (&pen);
  cairo_set_dash (cr, NULL, 0, 0.0);

  /* A point between two breaks has no line: it still must be seen. */
  for (guint i = 0; i < drawn->pixels->len && drawn->mark_radius == 0.0; i++)
    if (!isnan (pixels[i].y) && (i == 0 || isnan (pixels[i - 1].y))
        && (i + 1 == drawn->pixels->len || isnan (pixels[i + 1].y))
        && pixels[i].y >= rect->y - 1.0 && pixels[i].y <= dh_rect_bottom (rect) + 1.0)
      {
        cairo_arc (cr, pixels[i].x, pixels[i].y, DH_LINE_WIDTH, 0.0, 2.0 * G_PI);
        cairo_fill (cr);
      }
}

/* Clouds of many points touch each device pixel once. */
static void
paint_marks (const DhLayout *self, const DhDrawn *drawn, cairo_t *cr)
{
  const DhRect *rect = &self->rect;
  const DhPixel *pixels = (const DhPixel *) (gconstpointer) drawn->pixels->data;
  double scale = self->options.scale, radius = drawn->mark_radius;
  gsize columns = (gsize) (rect->width * scale) + 2, rows = (gsize) (rect->height * scale) + 2;
  g_autofree guint8 *taken = drawn->pixels->len > 2000 ? g_new0 (guint8, columns * rows) : NULL;

  for (guint i = 0; i < drawn->pixels->len; i++)
    {
      double x = pixels[i].x, y = pixels[i].y;

      if (!(y >= rect->y - 0.5 && y <= dh_rect_bottom (rect) + 0.5) || !(x >= rect->x - 0.5)
          || x > dh_rect_right (rect) + 0.5)
        continue;
      if (taken)
        {
          gsize at = (gsize) ((y - rect->y + 0.5) * scale) * columns + (gsize) ((x - rect->x + 0.5) * scale);

          if (at >= columns * rows || taken[at]++)
            continue;
        }
      cairo_new_sub_path (cr);
      cairo_arc (cr, x, y, radius, 0.0, 2.0 * G_PI);
      if (i % 16 == 15)
        cairo_fill (cr);
    }
  cairo_fill (cr);
}

static void
triangle (cairo_t *cr, double x, double tip, double direction)
{
  cairo_move_to (cr, x, tip);
  cairo_line_to (cr, x - EDGE_SIZE, tip - direction * EDGE_SIZE * 1.5);
  cairo_line_to (cr, x + EDGE_SIZE, tip - direction * EDGE_SIZE * 1.5);
  cairo_close_path (cr);
  cairo_fill (cr);
}

static void
cross (cairo_t *cr, double x, double y)
{
  double arm = EDGE_SIZE * 0.8;

  cairo_set_line_width (cr, 1.5);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_move_to (cr, x - arm, y - arm);
  cairo_line_to (cr, x + arm, y + arm);
  cairo_move_to (cr, x + arm, y - arm);
  cairo_line_to (cr, x - arm, y + arm);
  cairo_stroke (cr);
}

static void
paint_edge (const DhLayout *self, const DhDrawn *drawn, const DhEdgeSpan *span,
            const DhRgba *colour, cairo_t *cr)
{
  DhRgba faint = *colour;
  const DhRect *rect = &self->rect;
  gboolean below = span->kind == DH_EDGE_BELOW;
  double direction = below ? 1.0 : -1.0; /* outwards, in pixels */
  double edge = below ? dh_rect_bottom (rect) : rect->y;
  double tip = edge - direction * (1.0 + LANE * (drawn->slot % N_LANES));

  if (span->kind == DH_EDGE_NOT_FINITE)
    {
      double y = tip + EDGE_SIZE;

      tip = y;
      if (!span->arrow)
        cross (cr, span->from, y);
    }
  else if (!span->arrow)
    triangle (cr, span->from, tip, direction);
  if (span->to - span->from > 2.0)
    {
      /* There, but never louder than what can be read. */
      faint.alpha = 0.55;
      dh_set_source (cr, &faint);
      cairo_set_line_width (cr, 1.0);
      cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
      cairo_move_to (cr, span->from, dh_snap (self, tip));
      cairo_rel_line_to (cr, span->to - span->from, 0.0);
      cairo_stroke (cr);
      dh_set_source (cr, colour);
    }
}

static void
paint_leave (const DhLayout *self, const DhLeave *leave, cairo_t *cr)
{
  double direction = leave->up ? -1.0 : 1.0;

  cairo_move_to (cr, leave->x, leave->y + direction * 2.0);
  cairo_line_to (cr, leave->x - 5.5, leave->y - direction * 9.0);
  cairo_line_to (cr, leave->x, leave->y - direction * 6.5);
  cairo_line_to (cr, leave->x + 5.5, leave->y - direction * 9.0);
  cairo_close_path (cr);
  cairo_fill (cr);
}

void
dh_paint_sample (const DhLayout *self, guint index, double x, double y, cairo_t *cr)
{
  const DhPlotSeries *series = dh_plot_get_series (self->plot, index);
  DhRgba colour;
  Pen pen = { .cr = cr };

  dh_palette_colour (series->colour, self->options.theme.dark, &colour);
  if (series->hidden)
    colour.alpha = 0.35;
  dh_set_source (cr, &colour);
  if (series->style == DH_PLOT_POINTS)
    {
      cairo_arc (cr, x + DH_SAMPLE_WIDTH / 2.0, y, 3.0, 0.0, 2.0 * G_PI);
      cairo_fill (cr);
      return;
    }
  set_line_style (series, NULL, &pen);
  cairo_set_line_width (cr, 2.0);
  cairo_move_to (cr, x, y);
  cairo_line_to (cr, x + DH_SAMPLE_WIDTH, y);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0.0);
}

void
dh_paint_series (const DhLayout *self, cairo_t *cr)
{
  const DhRect *rect = &self->rect;

  cairo_save (cr);
  cairo_rectangle (cr, rect->x, rect->y - 1.0, rect->width + 1.0, rect->height + 2.0);
  cairo_clip (cr);
  for (guint i = 0; i < self->n_drawn; i++)
    {
      const DhPlotSeries *series = dh_plot_get_series (self->plot, i);
      const DhDrawn *drawn = &self->drawn[i];
      DhRgba colour;

      if (!drawn->shown)
        continue;
      dh_palette_colour (series->colour, self->options.theme.dark, &colour);
      dh_set_source (cr, &colour);
      if (series->style == DH_PLOT_LINE)
        paint_line (self, series, drawn, cr);
    }
  cairo_restore (cr);

  /* Marks and arrows are not cut at the border of the plot. */
  for (guint i = 0; i < self->n_drawn; i++)
    {
      const DhDrawn *drawn = &self->drawn[i];
      DhRgba colour;

      if (!drawn->shown)
        continue;
      dh_palette_colour (dh_plot_get_series (self->plot, i)->colour, self->options.theme.dark, &colour);
      dh_set_source (cr, &colour);
      if (drawn->mark_radius > 0.0)
        paint_marks (self, drawn, cr);
      for (guint k = 0; k < drawn->spans->len; k++)
        paint_edge (self, drawn, &g_array_index (drawn->spans, DhEdgeSpan, k), &colour, cr);
    }
  for (guint i = 0; i < self->leaves->len; i++)
    {
      const DhLeave *leave = &g_array_index (self->leaves, DhLeave, i);
      DhRgba colour;

      dh_palette_colour (dh_plot_get_series (self->plot, leave->series)->colour,
                         self->options.theme.dark, &colour);
      dh_set_source (cr, &colour);
      paint_leave (self, leave, cr);
    }
}
