/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* The fit: data as points, and each run's prediction at the playhead as a curve over x. */
#include "dh-chart-private.h"

#include "dh-network.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Points of a curve: smooth on a wide screen, and a ReLU's kink stays sharp to the eye. */
#define CURVE_POINTS 401
#define MAX_POINTS   20000
/* The data's grey: no run has it. */
#define DATA_COLOUR  (DH_COLOUR_CUSTOM | 0x8a8a8a)

static void
range_of (const double *values, gsize n, double *low, double *high)
{
  *low = INFINITY;
  *high = -INFINITY;
  for (gsize i = 0; i < n; i++)
    {
      *low = fmin (*low, values[i]);
      *high = fmax (*high, values[i]);
    }
}

static void
add_rows (const DhData *data, const DhView *view, DhPlotSide side, DhPlot *plot)
{
  gsize n = dh_data_get_n_rows (data), stride = 1 + (n - 1) / MAX_POINTS, kept = (n + stride - 1) / stride;
  g_autofree double *xs = g_new (double, kept), *ys = g_new (double, kept);
  g_autofree char *label = NULL;
  DhPlotSeries *series;

  for (gsize i = 0; i < kept; i++)
    {
      xs[i] = dh_data_get_x (data)[i * stride];
      ys[i] = dh_data_get_y (data)[i * stride];
    }
  if (stride > 1)
    label = g_strdup_printf (_("Data (every %zuth row)"), stride);
  series = dh_plot_add_series (plot, "data/rows", label ? label : _("Data"));
  series->style = DH_PLOT_POINTS;
  series->colour = DATA_COLOUR;
  series->side = side;
  series->hidden = dh_view_is_hidden (view, "data/rows");
  dh_plot_series_set_values (series, ys, kept);
  dh_plot_series_set_xs (series, xs, kept);
}

/* The run's prediction with the weights it had at the playhead. */
static void
add_curve (const DhShownRun *shown, guint64 playhead, const DhView *view, const double *xs,
           gboolean name_run, DhPlotSide side, DhPlot *plot)
{
  g_autoptr (DhNetwork) network = dh_network_new (&shown->run->model, CURVE_POINTS, NULL);
  g_autofree double *weights = NULL, *ys = g_new (double, CURVE_POINTS);
  g_autofree char *key = g_strdup_printf ("%" G_GUINT64_FORMAT "/fit", shown->run->id);
  DhPlotSeries *series;
  gsize step = MIN (playhead, dh_history_n_steps (shown->history));

  if (!network)
    return;
  weights = g_new (double, dh_network_n_weights (network));
  dh_history_weights_at (shown->history, step, weights);
  dh_network_predict (network, weights, xs, ys, CURVE_POINTS);
  series = dh_plot_add_series (plot, key, name_run ? shown->run->name : _("Prediction"));
  series->end_label = name_run ? g_strdup (shown->run->name) : NULL;
  series->colour = shown->run->colour;
  series->side = side;
  series->hidden = dh_view_is_hidden (view, key);
  dh_plot_series_set_values (series, ys, CURVE_POINTS);
  series->x0 = xs[0];
  series->dx = (xs[CURVE_POINTS - 1] - xs[0]) / (CURVE_POINTS - 1);
}

/* The data sets the range, with room for a curve to come in from: one that has left does not take the points
 * away with it, and the axis stands still while the playhead moves. */
static void
hold_range (DhPlotAxis *axis, const DhData *data)
{
  double low, high, room;

  if (axis->fixed || axis->kind != DH_SCALE_LINEAR)
    return;
  range_of (dh_data_get_y (data), dh_data_get_n_rows (data), &low, &high);
  room = high > low ? (high - low) / 4 : fmax (fabs (high), 1) / 2;
  /* A flat axis that starts near zero had better start there. */
  axis->min = low >= 0 && low - room < 0 ? 0 : low - room;
  axis->max = high + room;
  axis->fixed = isfinite (axis->max - axis->min);
}

void
dh_chart_add_fit (const DhChartContext *context, const DhView *view, GArray *shown, DhPlotSide side, DhPlot *plot)
{
  DhData *data = dh_experiment_get_data (context->experiment);
  double xs[CURVE_POINTS], low, high, room;

  range_of (dh_data_get_x (data), dh_data_get_n_rows (data), &low, &high);
  room = high > low ? (high - low) / 20 : 1;
  low -= room;
  high += room;
  for (guint i = 0; i < CURVE_POINTS; i++)
    xs[i] = low + (high - low) * i / (CURVE_POINTS - 1);
  add_rows (data, view, side, plot);
  hold_range (side == DH_PLOT_LEFT ? &plot->left : &plot->right, data);
  for (guint i = 0; i < shown->len; i++)
    {
      DhShownRun *one = &g_array_index (shown, DhShownRun, i);

      /* A history may belong to settings just left behind: its weights then fit another model. */
      if (one->history && dh_model_spec_equal (&dh_history_get_run (one->history)->model, &one->run->model))
        add_curve (one, context->playhead, view, xs, shown->len > 1, side, plot);
    }
}
