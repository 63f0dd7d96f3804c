/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Series in a layout: decimated, as pixels; what cannot be drawn as stretches along the edges; and
 * where exploding runs leave. Any thread. */
#include "dh-decimate.h"
#include "dh-layout-private.h"
#include "dh-plot-source.h"

#include <math.h>

#define MARK_SPACING   8.0   /* least distance between points that get marks */
#define MOST_MARKED    200
#define MERGE_DISTANCE 10.0  /* stretches along the edge closer than this become one */
#define READ_ALL       4096
#define BUCKET         6.0
/* Far outside is as good as infinitely far, and keeps arithmetic with pixels finite. */
#define FAR            1e6

/* With @joined the point follows one of the same kind on a line: between them the line is outside too. */
static void
add_span (DhDrawn *drawn, DhEdgeKind kind, double x, gboolean joined)
{
  /* Each kind has its own newest stretch; there are few. */
  for (guint i = drawn->spans->len; i > 0; i--)
    {
      DhEdgeSpan *span = &g_array_index (drawn->spans, DhEdgeSpan, i - 1);

      if (span->kind != kind)
        continue;
      if (x >= span->from - MERGE_DISTANCE && (joined || x - span->to <= MERGE_DISTANCE))
        {
          span->to = MAX (span->to, x);
          span->from = MIN (span->from, x);
          return;
        }
      break;
    }
  {
    DhEdgeSpan span = { kind, x, x, FALSE };
    g_array_append_val (drawn->spans, span);
  }
}

/* Non-finite values in view, exactly where they are or, in long series, to the bucket. */
static void
find_gaps (DhLayout *self, const DhPlotSeries *series, DhDrawn *drawn)
{
  gsize first, end;
  DhPlotExtremes extremes;

  if (!dh_plot_series_ascends (series))
    {
      first = 0;
      end = series->y.length;
    }
  else
    {
      first = dh_plot_series_lower_bound (series, self->x.min);
      end = dh_plot_series_lower_bound (series, self->x.max);
      while (end < series->y.length && dh_plot_series_x (series, end) <= self->x.max)
        end++;
    }
  if (end <= first)
    return;
  dh_plot_source_extremes (&series->y, first, end - first, &extremes);
  if (extremes.n_gaps == 0)
    return;
  if (end - first <= READ_ALL)
    {
      g_autofree double *values = g_new (double, end - first);

      series->y.read (series->y.data, first, end - first, values);
      for (gsize i = first; i < end; i++)
        {
          double x = dh_layout_x_to_pixel (self, dh_plot_series_x (series, i));

          if (!isfinite (values[i - first]) && x >= self->rect.x && x <= dh_rect_right (&self->rect))
            add_span (drawn, DH_EDGE_NOT_FINITE, x, FALSE);
        }
      return;
    }
  for (double at = 0.0; at < self->rect.width; at += BUCKET)
    {
      double to = MIN (at + BUCKET, self->rect.width);
      gsize a = dh_plot_series_lower_bound (series, dh_scale_from_unit (&self->x, at / self->rect.width));
      gsize b = dh_plot_series_lower_bound (series, dh_scale_from_unit (&self->x, to / self->rect.width));

      if (b <= a)
        continue;
      dh_plot_source_extremes (&series->y, a, b - a, &extremes);
      if (extremes.n_gaps > 0)
        add_span (drawn, DH_EDGE_NOT_FINITE, self->rect.x + (at + to) / 2.0, FALSE);
    }
}

/* Pixels of the decimated points, and the stretches of those above and below. */
static void
place_points (DhLayout *self, const DhPlotSeries *series, DhDrawn *drawn, GArray *points)
{
  const DhScale *y_scale = &self->y[series->side];
  const DhRect *rect = &self->rect;
  double least_spacing = (double) INFINITY, last_x = (double) NAN;
  gboolean line = series->style == DH_PLOT_LINE;
  DhEdgeKind before = DH_N_EDGES, outside;
  guint n_inside = 0;

  g_array_set_size (drawn->pixels, points->len);
  for (guint i = 0; i < points->len; i++)
    {
      const DhPoint *point = &g_array_index (points, DhPoint, i);
      DhPixel *pixel = &g_array_index (drawn->pixels, DhPixel, i);
      double unit = dh_scale_to_unit (y_scale, point->y);
      gboolean in_x;

      pixel->index = point->index;
      pixel->x = dh_layout_x_to_pixel (self, point->x);
      pixel->y = rect->y + rect->height * (1.0 - CLAMP (unit, -FAR, FAR));
      if (isnan (point->y))
        {
          before = DH_N_EDGES;
          continue;
        }
      in_x = pixel->x >= rect->x - 0.5 && pixel->x <= dh_rect_right (rect) + 0.5;
      if (!in_x)
        continue;
      outside = isnan (unit) || unit < -1e-9 ? DH_EDGE_BELOW : unit > 1.0 + 1e-9 ? DH_EDGE_ABOVE : DH_N_EDGES;
      if (outside != DH_N_EDGES)
        add_span (drawn, outside, pixel->x, line && outside == before);
      before = outside;
      n_inside++;
      if (pixel->x - last_x < least_spacing)
        least_spacing = pixel->x - last_x;
      last_x = pixel->x;
    }
  drawn->dense = points->len > rect->width * 1.5;
  if (series->style == DH_PLOT_POINTS)
    drawn->mark_radius = n_inside <= 300 ? 3.0 : n_inside <= 3000 ? 2.0 : 1.2;
  else if (n_inside <= MOST_MARKED && least_spacing >= MARK_SPACING)
    drawn->mark_radius = least_spacing >= 14.0 ? 2.6 : 2.1;
}

/* First point after @index that is not inside the axis; the length when there is none nearby. */
static gsize
first_outside (const DhPlotSeries *series, gsize index, const DhScale *scale)
{
  gsize n = MIN (series->y.length - index - 1, READ_ALL);
  g_autofree double *values = g_new (double, n + 1);

  if (n > 0)
    series->y.read (series->y.data, index + 1, n, values);
  for (gsize i = 0; i < n; i++)
    if (!(values[i] >= scale->min && values[i] <= scale->max))
      return index + 1 + i;
  return series->y.length;
}

/* Past its arrow a run is only a stretch along the edge, not a fence of verticals. */
static void
end_at_leave (DhLayout *self, DhDrawn *drawn, const DhLeave *leave, guint n_kept)
{
  g_array_set_size (drawn->pixels, MIN (n_kept, drawn->pixels->len));
  for (guint i = 0; i < drawn->spans->len; i++)
    {
      DhEdgeSpan *span = &g_array_index (drawn->spans, DhEdgeSpan, i);

      if (span->to < leave->x - 1.0)
        continue;
      /* The arrow says it; but where values end far from it, that is news. */
      span->arrow = span->kind != DH_EDGE_NOT_FINITE || span->from - leave->x < 2.0 * MERGE_DISTANCE;
      if (span->arrow && (span->kind == DH_EDGE_BELOW) != leave->up)
        span->from = MIN (span->from, leave->x);
    }
}

static void
find_leave (DhLayout *self, guint index)
{
  const DhPlotSeries *series = dh_plot_get_series (self->plot, index);
  DhDrawn *drawn = &self->drawn[index];
  const DhRect *rect = &self->rect;
  const DhPixel *inside = NULL;
  DhLeave leave = { .series = index };
  guint n_kept = 0;
  gsize next;
  double x, y, value;

  for (guint i = drawn->pixels->len; i > 0 && !inside; i--)
    {
      const DhPixel *pixel = &g_array_index (drawn->pixels, DhPixel, i - 1);

      if (pixel->y >= rect->y - 0.01 && pixel->y <= dh_rect_bottom (rect) + 0.01)
        {
          inside = pixel;
          n_kept = i + 1;
        }
    }
  if (!inside || inside->x < rect->x)
    return;
  next = first_outside (series, inside->index, &self->y[series->side]);
  if (next >= series->y.length)
    return;
  leave.value = dh_plot_series_x (series, next);
  x = dh_layout_x_to_pixel (self, leave.value);
  value = dh_plot_source_value (&series->y, next);
  leave.up = isnan (value) || value > self->y[series->side].max;
  leave.y = leave.up ? rect->y : dh_rect_bottom (rect);
  leave.x = x;
  y = dh_layout_y_to_pixel (self, series->side, value);
  if (isfinite (y) && y != inside->y)
    leave.x = inside->x + (x - inside->x) * (leave.y - inside->y) / (y - inside->y);
  if (leave.x <= dh_rect_right (rect) + 0.5)
    {
      g_array_append_val (self->leaves, leave);
      end_at_leave (self, drawn, &leave, n_kept);
    }
}

void
dh_layout_series (DhLayout *self)
{
  guint columns = (guint) MAX (round (self->rect.width * self->options.scale), 1.0);
  g_autoptr(GArray) points = g_array_new (FALSE, FALSE, sizeof (DhPoint));
  guint slot = 0;

  self->n_drawn = dh_plot_n_series (self->plot);
  self->drawn = g_new0 (DhDrawn, self->n_drawn);
  for (guint i = 0; i < self->n_drawn; i++)
    {
      const DhPlotSeries *series = dh_plot_get_series (self->plot, i);
      DhDrawn *drawn = &self->drawn[i];

      drawn->pixels = g_array_new (FALSE, FALSE, sizeof (DhPixel));
      drawn->spans = g_array_new (FALSE, FALSE, sizeof (DhEdgeSpan));
      drawn->shown = !series->hidden && series->y.length > 0;
      if (!drawn->shown)
        continue;
      g_array_set_size (points, 0);
      dh_decimate (series, &self->x, columns, points);
      place_points (self, series, drawn, points);
      find_gaps (self, series, drawn);
      if (drawn->spans->len > 0)
        drawn->slot = slot++;
      if (series->diverges && series->style == DH_PLOT_LINE)
        find_leave (self, i);
    }
}
