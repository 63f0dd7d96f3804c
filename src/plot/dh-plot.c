/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Plot: the value that is drawn. Built by one thread, then immutable and shared by reference; the
 * last reference may be dropped on any thread. */
#include "dh-plot.h"

#include "dh-plot-source.h"

#include <math.h>

static void
series_free (gpointer data)
{
  DhPlotSeries *series = data;

  if (series->y.free_data)
    series->y.free_data (series->y.data);
  g_free (series->key);
  g_free (series->label);
  g_free (series->end_label);
  g_free (series->xs);
  g_free (series);
}

static void
mark_free (gpointer data)
{
  DhPlotMark *mark = data;

  g_free (mark->label);
  g_free (mark);
}

DhPlot *
dh_plot_new (void)
{
  DhPlot *plot = g_new0 (DhPlot, 1);

  plot->legend = TRUE;
  plot->series = g_ptr_array_new_with_free_func (series_free);
  plot->marks = g_ptr_array_new_with_free_func (mark_free);
  g_atomic_ref_count_init (&plot->ref_count);
  return plot;
}

DhPlot *
dh_plot_ref (DhPlot *plot)
{
  g_return_val_if_fail (plot != NULL, NULL);

  g_atomic_ref_count_inc (&plot->ref_count);
  return plot;
}

void
dh_plot_unref (DhPlot *plot)
{
  g_return_if_fail (plot != NULL);

  if (!g_atomic_ref_count_dec (&plot->ref_count))
    return;
  g_ptr_array_unref (plot->series);
  g_ptr_array_unref (plot->marks);
  g_free (plot->title);
  g_free (plot->caption);
  g_free (plot->empty_text);
  g_free (plot->x.label);
  g_free (plot->left.label);
  g_free (plot->right.label);
  g_free (plot);
}

DhPlotSeries *
dh_plot_add_series (DhPlot *plot, const char *key, const char *label)
{
  DhPlotSeries *series;

  g_return_val_if_fail (plot != NULL, NULL);

  series = g_new0 (DhPlotSeries, 1);
  series->key = g_strdup (key ? key : "");
  series->label = g_strdup (label ? label : "");
  series->dx = 1.0;
  g_ptr_array_add (plot->series, series);
  return series;
}

DhPlotMark *
dh_plot_add_mark (DhPlot *plot, double x, const char *label)
{
  DhPlotMark *mark;

  g_return_val_if_fail (plot != NULL, NULL);

  mark = g_new0 (DhPlotMark, 1);
  mark->x = x;
  mark->label = g_strdup (label);
  g_ptr_array_add (plot->marks, mark);
  return mark;
}

void
dh_plot_series_set_values (DhPlotSeries *series, const double *values, gsize n)
{
  g_return_if_fail (series != NULL);
  g_return_if_fail (values != NULL || n == 0);

  if (series->y.free_data)
    series->y.free_data (series->y.data);
  dh_plot_source_copy (&series->y, values, n);
}

void
dh_plot_series_set_xs (DhPlotSeries *series, const double *xs, gsize n)
{
  g_return_if_fail (series != NULL);
  g_return_if_fail (xs != NULL || n == 0);

  g_free (series->xs);
  series->xs = n > 0 ? g_memdup2 (xs, n * sizeof *xs) : NULL;
}

double
dh_plot_series_x (const DhPlotSeries *series, gsize i)
{
  return series->xs ? series->xs[i] : series->x0 + (double) i * series->dx;
}

gboolean
dh_plot_series_ascends (const DhPlotSeries *series)
{
  if (!series->xs)
    return series->dx > 0.0;
  /* Lines promise it; only clouds of points may come in any order. */
  if (series->style == DH_PLOT_LINE)
    return TRUE;
  for (gsize i = 1; i < series->y.length; i++)
    if (!(series->xs[i - 1] <= series->xs[i]))
      return FALSE;
  return TRUE;
}

gsize
dh_plot_series_lower_bound (const DhPlotSeries *series, double x)
{
  gsize low = 0, high = series->y.length;

  if (isnan (x))
    return high;
  if (!series->xs)
    {
      double guess = series->dx > 0.0 ? (x - series->x0) / series->dx : 0.0;

      if (!(guess > 0.0))
        return 0;
      if (guess >= (double) high)
        return high;
      low = (gsize) ceil (guess);
      /* The division rounds: settle by the positions themselves. */
      while (low > 0 && dh_plot_series_x (series, low - 1) >= x)
        low--;
      while (low < high && dh_plot_series_x (series, low) < x)
        low++;
      return low;
    }
  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (series->xs[middle] < x)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

gboolean
dh_plot_series_nearest (const DhPlotSeries *series, double x, gsize *i)
{
  gsize n, best;

  g_return_val_if_fail (series != NULL && i != NULL, FALSE);

  n = series->y.length;
  if (n == 0 || isnan (x))
    return FALSE;
  if (!dh_plot_series_ascends (series))
    {
      best = 0;
      for (gsize k = 1; k < n; k++)
        if (fabs (dh_plot_series_x (series, k) - x) < fabs (dh_plot_series_x (series, best) - x))
          best = k;
    }
  else
    {
      best = dh_plot_series_lower_bound (series, x);
      if (best == n
          || (best > 0
              && x - dh_plot_series_x (series, best - 1) <= dh_plot_series_x (series, best) - x))
        best--;
    }
  *i = best;
  return TRUE;
}

DhPlotSeries *
dh_plot_get_series (const DhPlot *plot, guint i)
{
  g_return_val_if_fail (plot != NULL && i < plot->series->len, NULL);

  return g_ptr_array_index (plot->series, i);
}

guint
dh_plot_n_series (const DhPlot *plot)
{
  g_return_val_if_fail (plot != NULL, 0);

  return plot->series->len;
}
