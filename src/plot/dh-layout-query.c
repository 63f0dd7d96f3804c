/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* What a layout says about itself: sizes, the way between values and pixels, and how much of each
 * series could not be drawn. Any thread. */
#include "dh-layout-private.h"
#include "dh-plot-source.h"

#include <math.h>

#define CHUNK 1024

DhPlot *
dh_layout_get_plot (const DhLayout *self)
{
  return self->plot;
}

void
dh_layout_size (const DhLayout *self, double *width, double *height)
{
  if (width)
    *width = self->options.width;
  if (height)
    *height = self->options.height;
}

void
dh_layout_plot_rect (const DhLayout *self, DhRect *rect)
{
  *rect = self->rect;
}

void
dh_layout_x_scale (const DhLayout *self, DhScale *scale)
{
  *scale = self->x;
}

void
dh_layout_y_scale (const DhLayout *self, DhPlotSide side, DhScale *scale)
{
  *scale = self->y[side];
}

double
dh_layout_x_to_pixel (const DhLayout *self, double x)
{
  return self->rect.x + dh_scale_to_unit (&self->x, x) * self->rect.width;
}

double
dh_layout_pixel_to_x (const DhLayout *self, double px)
{
  return dh_scale_from_unit (&self->x, (px - self->rect.x) / self->rect.width);
}

double
dh_layout_y_to_pixel (const DhLayout *self, DhPlotSide side, double y)
{
  return self->rect.y + (1.0 - dh_scale_to_unit (&self->y[side], y)) * self->rect.height;
}

double
dh_layout_pixel_to_y (const DhLayout *self, DhPlotSide side, double py)
{
  return dh_scale_from_unit (&self->y[side], 1.0 - (py - self->rect.y) / self->rect.height);
}

/* The i-th series that has something at an edge. */
static gboolean
edge_series (const DhLayout *self, guint i, guint *series)
{
  for (guint s = 0; s < self->n_drawn; s++)
    if (self->drawn[s].shown && self->drawn[s].spans->len > 0 && i-- == 0)
      {
        *series = s;
        return TRUE;
      }
  return FALSE;
}

guint
dh_layout_n_edges (const DhLayout *self)
{
  guint n = 0;

  for (guint s = 0; s < self->n_drawn; s++)
    n += self->drawn[s].shown && self->drawn[s].spans->len > 0;
  return n;
}

static void
count_values (const DhScale *y_scale, const double *values, gsize n, DhEdgeCount *edge)
{
  for (gsize i = 0; i < n; i++)
    if (!isfinite (values[i]))
      edge->n_not_finite++;
    else if (y_scale->kind == DH_SCALE_LOG && values[i] <= 0.0)
      edge->n_not_positive++;
    else if (values[i] > y_scale->max)
      edge->n_above++;
    else if (values[i] < y_scale->min)
      edge->n_below++;
}

/* Counted when asked for: layouts are made far more often than anybody counts. */
void
dh_layout_edge (const DhLayout *self, guint i, DhEdgeCount *edge)
{
  const DhPlotSeries *series;
  gboolean ascends;
  gsize first, n;

  g_return_if_fail (self != NULL && edge != NULL);

  *edge = (DhEdgeCount) { 0 };
  if (!edge_series (self, i, &edge->series))
    return;
  series = dh_plot_get_series (self->plot, edge->series);
  n = series->y.length;
  ascends = dh_plot_series_ascends (series);
  first = ascends ? dh_plot_series_lower_bound (series, self->x.min) : 0;
  while (first < n)
    {
      double values[CHUNK];
      gsize count = MIN (n - first, CHUNK), kept = 0;

      series->y.read (series->y.data, first, count, values);
      for (gsize k = 0; k < count; k++)
        {
          double x = dh_plot_series_x (series, first + k);

          if (ascends && x > self->x.max)
            {
              n = first + k;
              break;
            }
          if (x >= self->x.min && x <= self->x.max)
            values[kept++] = values[k];
        }
      count_values (&self->y[series->side], values, kept, edge);
      first += count;
    }
}
