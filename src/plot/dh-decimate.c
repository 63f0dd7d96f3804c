/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Decimation: see dh-decimate.h. Costs a few extremes queries a column however long the series is.
 * Pure, any thread. */
#include "dh-decimate.h"

#include "dh-plot-source.h"

#include <math.h>

#define MOST_PER_COLUMN 4
/* Columns up to so many points are read; above, their extremes are searched for in the summaries. */
#define READ_LIMIT      256

typedef struct
{
  const DhPlotSeries *series;
  GArray *out;
  gboolean broken;    /* the newest point is a break */
} Decimator;

static void
add_break (Decimator *self)
{
  DhPoint point = { (double) NAN, (double) NAN, 0 };

  if (!self->broken && self->out->len > 0)
    g_array_append_val (self->out, point);
  self->broken = TRUE;
}

static void
add_point (Decimator *self, gsize index, double value)
{
  DhPoint point = { dh_plot_series_x (self->series, index), value, index };

  if (!isfinite (value) || !isfinite (point.x))
    {
      add_break (self);
      return;
    }
  g_array_append_val (self->out, point);
  self->broken = FALSE;
}

static void
add_all (Decimator *self, gsize first, gsize n)
{
  double values[READ_LIMIT];

  while (n > 0)
    {
      gsize chunk = MIN (n, READ_LIMIT);

      self->series->y.read (self->series->y.data, first, chunk, values);
      for (gsize i = 0; i < chunk; i++)
        add_point (self, first + i, values[i]);
      first += chunk;
      n -= chunk;
    }
}

static int
by_index (gconstpointer a, gconstpointer b)
{
  const DhPoint *one = a, *other = b;

  return one->index < other->index ? -1 : one->index > other->index;
}

/* Where the least and the greatest value of a column are. */
static void
find_extremes (const DhPlotSource *source, gsize first, gsize n, const DhPlotExtremes *extremes,
               gsize *least, gsize *greatest)
{
  double values[READ_LIMIT];

  if (n > READ_LIMIT)
    {
      *least = dh_plot_source_find (source, first, n, extremes->min, FALSE);
      *greatest = dh_plot_source_find (source, first, n, extremes->max, TRUE);
      return;
    }
  *least = *greatest = n;
  source->read (source->data, first, n, values);
  for (gsize i = 0; i < n; i++)
    {
      if (*least == n && values[i] == extremes->min)
        *least = i;
      if (*greatest == n && values[i] == extremes->max)
        *greatest = i;
    }
  *least += first;
  *greatest += first;
}

static void
add_column (Decimator *self, gsize first, gsize n)
{
  const DhPlotSource *source = &self->series->y;
  DhPlotExtremes extremes;
  DhPoint points[MOST_PER_COLUMN];
  gsize least, greatest;
  double head, tail;
  guint k = 0;

  dh_plot_source_extremes (source, first, n, &extremes);
  if (!(extremes.min <= extremes.max))
    {
      add_break (self);
      return;
    }
  head = dh_plot_source_value (source, first);
  tail = dh_plot_source_value (source, first + n - 1);
  find_extremes (source, first, n, &extremes, &least, &greatest);
  points[k++] = (DhPoint) { 0.0, extremes.min, least };
  points[k++] = (DhPoint) { 0.0, extremes.max, greatest };
  if (isfinite (head))
    points[k++] = (DhPoint) { 0.0, head, first };
  else
    add_break (self);
  if (isfinite (tail))
    points[k++] = (DhPoint) { 0.0, tail, first + n - 1 };
  qsort (points, k, sizeof *points, by_index);
  for (guint i = 0; i < k; i++)
    if (i == 0 || points[i].index != points[i - 1].index)
      add_point (self, points[i].index, points[i].y);
  if (!isfinite (tail))
    add_break (self);
}

void
dh_decimate (const DhPlotSeries *series, const DhScale *x_scale, guint columns, GArray *out)
{
  Decimator self = { series, out, FALSE };
  gsize first, end, n_all;

  g_return_if_fail (series != NULL && x_scale != NULL && out != NULL);

  n_all = series->y.length;
  columns = MAX (columns, 1);
  if (n_all == 0)
    return;
  if (!dh_plot_series_ascends (series))
    {
      add_all (&self, 0, n_all);
      return;
    }
  first = dh_plot_series_lower_bound (series, x_scale->min);
  end = dh_plot_series_lower_bound (series, x_scale->max);
  while (end < n_all && dh_plot_series_x (series, end) <= x_scale->max)
    end++;
  if ((end - first) / MOST_PER_COLUMN <= columns)
    {
      /* One neighbour on either side, so that lines enter and leave the view. */
      first -= first > 0;
      end += end < n_all;
      if (end > first)
        add_all (&self, first, end - first);
      return;
    }
  /* The neighbours stay out of the columns: their values must not stand for ones in view. */
  if (first > 0)
    add_all (&self, first - 1, 1);
  for (guint c = 0; c < columns && first < end; c++)
    {
      double edge = dh_scale_from_unit (x_scale, (c + 1.0) / columns);
      gsize next = c + 1 == columns ? end : dh_plot_series_lower_bound (series, edge);

      next = CLAMP (next, first, end);
      if (next - first > MOST_PER_COLUMN)
        add_column (&self, first, next - first);
      else
        add_all (&self, first, next - first);
      first = next;
    }
  if (end < n_all)
    add_all (&self, end, 1);
}
