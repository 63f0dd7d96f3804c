/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Chart: the crosshair as the user moves it, from point to point with the keys, and what is said of it to those who
 * don't see it. */
#include "dh-chart-widget.h"

#include <math.h>

#include "dh-ticks.h"
#include "dh-widgets-private.h"

/* "step 25: 1 neuron 0.123; 2 neurons 4.5" */
static char *
read_aloud (DhChart *self)
{
  GArray *rows = dh_layout_readout (self->layout, self->crosshair);
  g_autofree char *x = dh_format_value (self->crosshair, 7, dh_widgets_decimal_point ());
  const char *axis = self->plot->x.label != NULL ? self->plot->x.label : "x";
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%s %s", axis, x);
  for (guint i = 0; i < rows->len; i++)
    {
      const DhReadoutRow *row = &g_array_index (rows, DhReadoutRow, i);

      g_string_append_printf (text, "%s%s %s", i == 0 ? ": " : "; ",
                              dh_plot_get_series (self->plot, row->series)->label, row->text);
    }
  dh_readout_free (rows);
  return g_string_free (text, FALSE);
}

void
dh_chart_move_crosshair (DhChart *self, double x, gboolean by_keyboard)
{
  double before = self->crosshair;

  if ((isnan (before) && isnan (x)) || (before >= x && before <= x))
    return;
  dh_chart_set_crosshair (self, x);
  if (by_keyboard && self->layout != NULL && dh_layout_get_plot (self->layout) == self->plot)
    {
      g_autofree char *text = read_aloud (self);

      self->reading = TRUE;
      dh_chart_describe (self, text);
    }
  g_signal_emit (self, dh_chart_signals[DH_CHART_CROSSHAIR_MOVED], 0, x);
}

/* The next x, in direction @sign, at which a visible series has a point; from nowhere, the first (or
 * last) of all. */
static double
next_x (DhPlot *plot, double from, int sign)
{
  double best = (double) NAN;

  for (guint s = 0; s < dh_plot_n_series (plot); s++)
    {
      DhPlotSeries *series = dh_plot_get_series (plot, s);
      gsize i = sign > 0 || series->y.length == 0 ? 0 : series->y.length - 1;
      double x;

      if (series->hidden || series->y.length == 0)
        continue;
      if (isfinite (from) && !dh_plot_series_nearest (series, from, &i))
        continue;
      x = dh_plot_series_x (series, i);
      while (isfinite (from) && !((x - from) * sign > 0))
        {
          if (sign < 0 ? i == 0 : i + 1 >= series->y.length)
            break;
          i = sign < 0 ? i - 1 : i + 1;
          x = dh_plot_series_x (series, i);
        }
      if (isfinite (from) && !((x - from) * sign > 0))
        continue;
      if (isnan (best) || (best - x) * sign > 0)
        best = x;
    }
  return best;
}

void
dh_chart_crosshair_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DhChart *self = DH_CHART (widget);
  gboolean ahead = g_str_equal (name, "chart.crosshair-forward") || g_str_equal (name, "chart.crosshair-first");
  gboolean end = g_str_equal (name, "chart.crosshair-first") || g_str_equal (name, "chart.crosshair-last");
  double x;

  if (self->plot == NULL)
    return;
  x = next_x (self->plot, end ? (double) NAN : self->crosshair, ahead ? 1 : -1);
  if (!isnan (x))
    dh_chart_move_crosshair (self, x, TRUE);
}
