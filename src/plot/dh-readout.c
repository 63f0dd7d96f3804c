/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Read-out: the values of every visible series at an x. Any thread. */
#include "dh-layout-private.h"
#include "dh-plot-source.h"

#include <math.h>

#define DIGITS 7

static void
row_clear (gpointer data)
{
  DhReadoutRow *row = data;

  g_free (row->text);
}

/* Half the distance to the neighbours of point @i: as near as any other point is to it. */
static double
half_spacing (const DhPlotSeries *series, gsize i, double x)
{
  double at = dh_plot_series_x (series, i);

  if (series->y.length < 2)
    return fabs (at) * 1e-9;
  if (!dh_plot_series_ascends (series))
    return 0.0;
  if (x < at)
    return (i > 0 ? at - dh_plot_series_x (series, i - 1) : dh_plot_series_x (series, 1) - at) / 2.0;
  return (i + 1 < series->y.length ? dh_plot_series_x (series, i + 1) - at
                                   : at - dh_plot_series_x (series, i - 1)) / 2.0;
}

GArray *
dh_layout_readout (const DhLayout *self, double x)
{
  GArray *rows = g_array_new (FALSE, TRUE, sizeof (DhReadoutRow));

  g_array_set_clear_func (rows, row_clear);
  for (guint s = 0; s < dh_plot_n_series (self->plot); s++)
    {
      const DhPlotSeries *series = dh_plot_get_series (self->plot, s);
      DhReadoutRow row = { .series = s };
      gsize i;

      if (series->hidden || !dh_plot_series_nearest (series, x, &i))
        continue;
      row.x = dh_plot_series_x (series, i);
      row.y = dh_plot_source_value (&series->y, i);
      row.exact = fabs (row.x - x) <= half_spacing (series, i, x) * (1.0 + 1e-9);
      row.text = dh_format_value (row.y, DIGITS, self->decimal_point);
      g_array_append_val (rows, row);
    }
  return rows;
}

void
dh_readout_free (GArray *rows)
{
  if (rows)
    g_array_unref (rows);
}

double
dh_layout_snap_x (const DhLayout *self, double x)
{
  double best = x, distance = (double) INFINITY;

  for (guint s = 0; s < dh_plot_n_series (self->plot); s++)
    {
      const DhPlotSeries *series = dh_plot_get_series (self->plot, s);
      double at;
      gsize i;

      if (series->hidden || !dh_plot_series_nearest (series, x, &i))
        continue;
      at = dh_plot_series_x (series, i);
      if (fabs (at - x) < distance)
        {
          distance = fabs (at - x);
          best = at;
        }
    }
  return best;
}
