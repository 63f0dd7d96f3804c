/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Plots that several tests draw. */
#pragma once

#include "dh-layout.h"

#include <math.h>

static inline DhPlotSeries *
fixture_add (DhPlot *plot, const char *label, const double *values, gsize n)
{
  DhPlotSeries *series = dh_plot_add_series (plot, label, label);

  series->x0 = 1;
  series->colour = dh_plot_n_series (plot) - 1;
  dh_plot_series_set_values (series, values, n);
  return series;
}

static inline DhPlot *
fixture_new (void)
{
  DhPlot *plot = dh_plot_new ();

  plot->title = g_strdup ("Weights");
  plot->x.label = g_strdup ("Step");
  plot->x.whole = TRUE;
  plot->left.label = g_strdup ("Weight");
  return plot;
}

/* Three runs of four weights, the second of which explodes as the known one does. */
static inline DhPlot *
fixture_runs (void)
{
  static const double explosion[] = { 3.51e4, 4.04e6, 3.83e11, 1.89e25, 2.04e65 };
  static const char *const runs[] = { "1 neuron", "2 neurons", "2 neurons + ReLU" };
  static const char *const weights[] = { "a", "b", "c", "d" };
  DhPlot *plot = fixture_new ();
  double values[145];

  for (guint run = 0; run < 3; run++)
    for (guint w = 0; w < 4; w++)
      {
        g_autofree char *label = g_strdup_printf ("%s · %s", runs[run], weights[w]);
        DhPlotSeries *series;

        for (int i = 0; i < 145; i++)
          values[i] = 9000.0 * exp (-i * 0.01 * (w + 1)) * (1.2 + sin (i * 0.3 + run)) / 2.3;
        for (int i = 0; i < 5 && run == 1; i++)
          values[24 + i] = w % 2 ? -explosion[i] : explosion[i];
        series = fixture_add (plot, label, values, run == 1 ? 29 : 145);
        series->end_label = g_strdup (weights[w]);
        series->colour = run;
        series->line_style = w;
        series->diverges = run == 1;
      }
  return plot;
}

static inline DhLayout *
fixture_layout (DhPlot *plot, double width, double height)
{
  DhLayoutOptions options;

  dh_layout_options_init (&options, width, height);
  return dh_layout_new (plot, &options);
}

static inline cairo_surface_t *
fixture_paint (const DhLayout *layout, double scale)
{
  double width, height;
  cairo_surface_t *surface;
  cairo_t *cr;

  dh_layout_size (layout, &width, &height);
  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) (width * scale), (int) (height * scale));
  cr = cairo_create (surface);
  cairo_scale (cr, scale, scale);
  dh_layout_paint (layout, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static inline guint32
fixture_pixel (cairo_surface_t *surface, int x, int y)
{
  const guint8 *row = cairo_image_surface_get_data (surface) + y * cairo_image_surface_get_stride (surface);

  return ((const guint32 *) (gconstpointer) row)[x];
}

/* Whether the pixel is nearly the colour of series @index in the light theme. */
static inline gboolean
fixture_is_colour (guint32 pixel, guint32 index)
{
  DhRgba rgba;

  dh_palette_colour (index, FALSE, &rgba);
  return fabs ((pixel >> 16 & 0xff) - rgba.red * 255) < 24 && fabs ((pixel >> 8 & 0xff) - rgba.green * 255) < 24
         && fabs ((pixel & 0xff) - rgba.blue * 255) < 24;
}

static inline guint
fixture_count_colour (cairo_surface_t *surface, guint32 index, int x, int y, int width, int height)
{
  guint n = 0;

  for (int j = MAX (y, 0); j < y + height && j < cairo_image_surface_get_height (surface); j++)
    for (int i = MAX (x, 0); i < x + width && i < cairo_image_surface_get_width (surface); i++)
      n += fixture_is_colour (fixture_pixel (surface, i, j), index);
  return n;
}
