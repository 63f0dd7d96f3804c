/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Automatic ranges: see dh-range.h. Reads series through their extremes, never whole; any thread. */
#include "dh-range.h"

#include "dh-plot-source.h"

#include <math.h>

#define PAD_LINEAR      0.05
#define PAD_LOG         0.03
#define PAD_POINTS      0.03
#define EXPLOSIVE       10.0  /* a point over so many times all before it */
#define BESIDE         2.0
#define GONE           1e6   /* a start over so many times all others: it exploded before */
#define SLOW            100.0 /* calm part over so many times the start: it explodes slowly */
#define LEAST_START   4       /* values that show what is usual, */
#define MOST_START    64      /* however long the run goes on */
#define LEAST_DECADES   4.0   /* above the calm part of a logarithmic axis */
#define MOST_DECADES    12.0
#define SYMLOG_DECADES  6.0   /* from the greatest magnitude down to the threshold */

/* Index from which every finite point is over EXPLOSIVE times everything before it and @others. */
static gsize
explosive_end (const DhPlotSource *source, gsize end, double others)
{
  while (end > 1)
    {
      DhPlotExtremes before;
      double last = dh_plot_source_value (source, end - 1);
      double most;

      dh_plot_source_extremes (source, 0, end - 1, &before);
      most = fmax (dh_plot_extremes_magnitude (&before), others);
      /* A gap neither grows nor calms down. */
      if (isfinite (last) && !(fabs (last) / EXPLOSIVE > most))
        break;
      if (most == 0.0)
        break;
      end--;
    }
  return end;
}

static double
magnitude_of (const DhPlotSource *source, gsize n)
{
  DhPlotExtremes extremes;

  dh_plot_source_extremes (source, 0, n, &extremes);
  return dh_plot_extremes_magnitude (&extremes);
}

/* How large the series is before it runs away. Looked at in doubling stretches: a share of the length alone would
 * take in the explosion as soon as a run is long enough. */
static double
start_magnitude (const DhPlotSource *source, gsize end, double others)
{
  gsize n = MIN (LEAST_START, end), most = MIN (CLAMP (source->length / 8, LEAST_START, MOST_START), end);
  double base = magnitude_of (source, n);

  /* Gone before the first value, as an average over an epoch can be. */
  if (others > 0.0 && base / GONE > others)
    return 0.0;
  while (n < most)
    {
      double next;

      n = MIN (2 * n, most);
      next = magnitude_of (source, n);
      if (next / SLOW > fmax (base, others) && fmax (base, others) > 0.0)
        break;
      base = next;
    }
  return base;
}

gsize
dh_range_readable (const DhPlotSource *source, double others)
{
  gsize finite_end = dh_plot_source_finite_end (source);
  gsize end = explosive_end (source, finite_end, others);
  double base = start_magnitude (source, end, others);
  /* Beside calm series it need not show much more than they do: they shrink for it. */
  double limit = fmax (base * EXPLOSIVE, others * BESIDE);

  if (limit > 0.0 && magnitude_of (source, end) / SLOW > fmax (base, others))
    return dh_plot_source_leaves (source, 0, end, limit);
  return end;
}

static gboolean
takes_part (const DhPlotSeries *series, DhPlotSide side)
{
  return !series->hidden && series->side == side && series->y.length > 0;
}

/* Everything that does not diverge; then, given how large that is, the readable part of what does. */
static void
side_extremes (const DhPlot *plot, DhPlotSide side, DhPlotExtremes *calm, DhPlotExtremes *all)
{
  double others;

  dh_plot_extremes_init (calm);
  dh_plot_extremes_init (all);
  for (guint pass = 0; pass < 2; pass++)
    {
      others = dh_plot_extremes_magnitude (calm);
      for (guint i = 0; i < plot->series->len; i++)
        {
          const DhPlotSeries *series = g_ptr_array_index (plot->series, i);
          DhPlotExtremes extremes;
          gsize n = series->y.length;

          if (!takes_part (series, side) || series->diverges != (pass == 1))
            continue;
          dh_plot_source_extremes (&series->y, 0, n, &extremes);
          dh_plot_extremes_merge (all, &extremes);
          if (series->diverges)
            dh_plot_source_extremes (&series->y, 0, dh_range_readable (&series->y, others), &extremes);
          dh_plot_extremes_merge (calm, &extremes);
        }
    }
}

static void
log_range (const DhPlotExtremes *calm, const DhPlotExtremes *all, double *min, double *max)
{
  double span, room;

  *min = isfinite (calm->min_positive) ? calm->min_positive : all->min_positive;
  *max = calm->max > 0.0 ? calm->max : all->max;
  span = log10 (*max) - log10 (*min);
  room = CLAMP (span, LEAST_DECADES, MOST_DECADES);
  if (log10 (all->max) > log10 (*max) + room)
    *max *= pow (10.0, room);
  else
    *max = all->max;
  if (log10 (all->min_positive) < log10 (*min) - room)
    *min /= pow (10.0, room);
  else
    *min = all->min_positive;
}

/* The same room outwards on both sides of zero, and a threshold that shows the least values. */
static void
symlog_range (const DhPlotExtremes *calm, const DhPlotExtremes *all, double *min, double *max,
              double *threshold)
{
  double size = dh_plot_extremes_magnitude (calm), least;
  double limit;

  if (!(size > 0.0))
    {
      *threshold = 1.0;
      return;
    }
  least = isfinite (calm->min_positive) ? calm->min_positive : size * 1e-3;
  *threshold = CLAMP (least, size * pow (10.0, -SYMLOG_DECADES), size * 0.1);
  *threshold = pow (10.0, floor (log10 (*threshold)));
  limit = log10 (size / *threshold);
  limit = size * pow (10.0, CLAMP (limit, LEAST_DECADES, MOST_DECADES));
  *min = fmax (all->min, -limit);
  *max = fmin (all->max, limit);
}

gboolean
dh_range_y (const DhPlot *plot, DhPlotSide side, DhScale *scale)
{
  const DhPlotAxis *axis = side == DH_PLOT_RIGHT ? &plot->right : &plot->left;
  DhPlotExtremes calm, all;
  double min, max, threshold = 0.0;
  gboolean any;

  side_extremes (plot, side, &calm, &all);
  min = calm.min;
  max = calm.max;
  any = axis->kind == DH_SCALE_LOG ? isfinite (all.min_positive) : all.min <= all.max;
  if (any && axis->kind == DH_SCALE_LOG)
    log_range (&calm, &all, &min, &max);
  else if (any && axis->kind == DH_SCALE_SYMLOG)
    symlog_range (&calm, &all, &min, &max, &threshold);

  if (axis->fixed)
    dh_scale_init (scale, axis->kind, axis->min, axis->max, threshold);
  else if (!any)
    dh_scale_init (scale, axis->kind, (double) NAN, (double) NAN, 0.0);
  else
    {
      gboolean constant = min == max;

      dh_scale_init (scale, axis->kind, min, max, threshold);
      if (!constant)
        dh_scale_pad (scale, axis->kind == DH_SCALE_LINEAR ? PAD_LINEAR : PAD_LOG);
    }
  return any;
}

static void
series_x_extremes (const DhPlotSeries *series, gboolean log, double *min, double *max)
{
  gsize n = series->y.length;
  double ends[2];

  if (series->xs && (log || series->style == DH_PLOT_POINTS))
    {
      for (gsize i = 0; i < n; i++)
        if (isfinite (series->xs[i]) && (!log || series->xs[i] > 0.0))
          {
            *min = fmin (*min, series->xs[i]);
            *max = fmax (*max, series->xs[i]);
          }
      return;
    }
  ends[0] = dh_plot_series_x (series, 0);
  ends[1] = dh_plot_series_x (series, n - 1);
  /* On a logarithmic axis step 0 has no place: begin at the first that has. */
  if (log && !(ends[0] > 0.0) && series->dx > 0.0)
    {
      gsize first = (gsize) fmax (floor (-series->x0 / series->dx), 0.0);

      while (first < n && !(dh_plot_series_x (series, first) > 0.0))
        first++;
      if (first >= n)
        return;
      ends[0] = dh_plot_series_x (series, first);
    }
  for (guint i = 0; i < 2; i++)
    if (isfinite (ends[i]))
      {
        *min = fmin (*min, ends[i]);
        *max = fmax (*max, ends[i]);
      }
}

gboolean
dh_range_x (const DhPlot *plot, DhScale *scale)
{
  gboolean log = plot->x.kind == DH_SCALE_LOG, any, points = FALSE;
  double min = (double) INFINITY, max = -(double) INFINITY;

  for (guint i = 0; i < plot->series->len; i++)
    {
      const DhPlotSeries *series = g_ptr_array_index (plot->series, i);

      if (series->hidden || series->y.length == 0)
        continue;
      series_x_extremes (series, log, &min, &max);
      points = points || series->style == DH_PLOT_POINTS;
    }
  any = min <= max;
  if (plot->x.fixed)
    dh_scale_init (scale, plot->x.kind, plot->x.min, plot->x.max, 0.0);
  else if (!any)
    dh_scale_init (scale, plot->x.kind, (double) NAN, (double) NAN, 0.0);
  else
    {
      gboolean constant = min == max;

      /* One step: half a step to either side, so that the only tick is that step. */
      if (constant && plot->x.whole)
        dh_scale_init (scale, plot->x.kind, min - 0.5, max + 0.5, 0.0);
      else
        dh_scale_init (scale, plot->x.kind, min, max, 0.0);
      /* Lines start at the axis; points need room for their marks. */
      if (points && !constant)
        dh_scale_pad (scale, PAD_POINTS);
    }
  return any;
}
