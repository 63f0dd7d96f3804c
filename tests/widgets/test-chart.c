/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
#include "config.h"

#include "dh-widgets.h"

#include <math.h>
#include <string.h>

#define POINTS 100

static DhPlot *
make_plot (double height)
{
  DhPlot *plot = dh_plot_new ();
  double values[POINTS];

  plot->title = g_strdup ("Weights");
  plot->x.label = g_strdup ("step");
  plot->left.label = g_strdup ("weight");
  plot->right.label = g_strdup ("rate");
  plot->legend = plot->has_right = TRUE;
  for (guint s = 0; s < 2; s++)
    {
      DhPlotSeries *series = dh_plot_add_series (plot, s == 0 ? "1/a" : "1/b", s == 0 ? "one a" : "one b");

      for (guint i = 0; i < POINTS; i++)
        values[i] = (s + 1) * height * sin (i * 0.1);
      dh_plot_series_set_values (series, values, POINTS);
      series->colour = s;
      series->side = s == 0 ? DH_PLOT_LEFT : DH_PLOT_RIGHT;
    }
  return plot;
}

/* A chart in a window, with its first picture. */
typedef struct
{
  GtkWidget *window;
  DhChart *chart;
  guint crosshairs, zooms, notifies;
  double crosshair;
} Fixture;

static void
wait_for_layout (DhChart *chart, const DhPlot *plot)
{
  gint64 end = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

  while (dh_chart_get_layout (chart) == NULL || dh_layout_get_plot (dh_chart_get_layout (chart)) != plot)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, FALSE);
      g_usleep (500);
    }
}

static void
wait_for_x_range (DhChart *chart, double min, double max)
{
  gint64 end = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;
  DhScale scale = { 0 };

  do
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, FALSE);
      g_usleep (500);
      dh_layout_x_scale (dh_chart_get_layout (chart), &scale);
    }
  while (fabs (scale.min - min) + fabs (scale.max - max) > 1e-9 * (fabs (min) + fabs (max)));
}

static void
crosshair_cb (DhChart *chart, double x, Fixture *fixture)
{
  fixture->crosshairs++;
  fixture->crosshair = x;
}

static void
count_zoom_cb (DhChart *chart, Fixture *fixture)
{
  fixture->zooms++;
}

static void
count_notify_cb (DhChart *chart, GParamSpec *pspec, Fixture *fixture)
{
  fixture->notifies++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DhPlot) plot = make_plot (1);

  memset (fixture, 0, sizeof *fixture);
  fixture->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 640, 400);
  fixture->chart = DH_CHART (dh_chart_new ());
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->chart));
  dh_chart_set_plot (fixture->chart, plot);
  gtk_window_present (GTK_WINDOW (fixture->window));
  gtk_test_widget_wait_for_draw (fixture->window);
  wait_for_layout (fixture->chart, plot);
  g_signal_connect (fixture->chart, "crosshair-moved", G_CALLBACK (crosshair_cb), fixture);
  g_signal_connect (fixture->chart, "zoom-changed", G_CALLBACK (count_zoom_cb), fixture);
  g_signal_connect (fixture->chart, "notify::zoomed", G_CALLBACK (count_notify_cb), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_ref (fixture->chart);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_assert_finalize_object (fixture->chart);
}

/* The chart's real pixels, as the window shows them. */
static guint32 *
download (DhChart *chart, int *width, int *height)
{
  g_autoptr (GdkPaintable) paintable = NULL;
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  GskRenderer *renderer = gtk_native_get_renderer (gtk_widget_get_native (GTK_WIDGET (chart)));
  graphene_rect_t bounds;
  guint32 *pixels;

  *width = gtk_widget_get_width (GTK_WIDGET (chart));
  *height = gtk_widget_get_height (GTK_WIDGET (chart));
  gtk_widget_queue_draw (GTK_WIDGET (chart));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (chart));
  paintable = gtk_widget_paintable_new (GTK_WIDGET (chart));
  gdk_paintable_snapshot (paintable, snapshot, *width, *height);
  node = gtk_snapshot_free_to_node (snapshot);
  g_assert_nonnull (node);
  graphene_rect_init (&bounds, 0, 0, (float) *width, (float) *height);
  texture = gsk_renderer_render_texture (renderer, node, &bounds);
  pixels = g_new (guint32, (gsize) *width * (gsize) *height);
  gdk_texture_download (texture, (guchar *) pixels, (gsize) *width * 4);
  return pixels;
}

/* How many pixels are within a little of an RGB colour. */
static guint
count_colour (const guint32 *pixels, int n, const DhRgba *colour)
{
  guint count = 0;

  for (int i = 0; i < n; i++)
    {
      double red = (pixels[i] >> 16 & 0xff) / 255.0, green = (pixels[i] >> 8 & 0xff) / 255.0;
      double blue = (pixels[i] & 0xff) / 255.0;

      if (fabs (red - colour->red) + fabs (green - colour->green) + fabs (blue - colour->blue) < 0.15)
        count++;
    }
  return count;
}

static void
test_pixels (Fixture *fixture, gconstpointer data)
{
  int width, height;
  g_autofree guint32 *pixels = download (fixture->chart, &width, &height);
  DhRgba colour;

  g_test_summary ("The window really shows both series in their colours on an otherwise calm background");
  for (guint s = 0; s < 2; s++)
    {
      dh_palette_colour (s, FALSE, &colour);
      g_assert_cmpuint (count_colour (pixels, width * height, &colour), >, 30);
    }
  dh_palette_colour (2, FALSE, &colour);
  g_assert_cmpuint (count_colour (pixels, width * height, &colour), ==, 0);
  colour = (DhRgba) { 1, 1, 1, 1 };
  g_assert_cmpuint (count_colour (pixels, width * height, &colour), >, (guint) (width * height) / 2);
}

static void
test_dark (Fixture *fixture, gconstpointer data)
{
  gint64 end = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;
  gboolean dark = FALSE;

  g_test_summary ("A change to the dark scheme repaints the chart in it");
  g_object_set (gtk_settings_get_default (), "gtk-application-prefer-dark-theme", TRUE, NULL);
  while (!dark)
    {
      int width, height;
      g_autofree guint32 *pixels = download (fixture->chart, &width, &height);
      guint32 corner = pixels[(gsize) width * (gsize) height / 2 + 20];

      g_assert_cmpint (g_get_monotonic_time (), <, end);
      dark = (corner >> 16 & 0xff) < 100 && (corner & 0xff) < 100;
    }
  g_object_set (gtk_settings_get_default (), "gtk-application-prefer-dark-theme", FALSE, NULL);
}

static void
test_zoom_of_other_axes (Fixture *fixture, gconstpointer data)
{
  DhZoom zoom = { .x = { TRUE, 20, 40 }, .left = { TRUE, -0.5, 0.5 }, .right = { TRUE, -1, 1 } }, got;
  g_autoptr (DhPlot) higher = make_plot (2), epochs = make_plot (2), other = make_plot (2);

  g_test_summary ("A zoom stays with new values on the same axes, and goes when an axis shows something else");
  dh_chart_set_zoom (fixture->chart, &zoom);
  dh_chart_set_plot (fixture->chart, higher);
  dh_chart_get_zoom (fixture->chart, &got);
  g_assert_true (got.x.set && got.left.set && got.right.set);
  g_free (epochs->x.label);
  epochs->x.label = g_strdup ("epoch");
  dh_chart_set_plot (fixture->chart, epochs);
  dh_chart_get_zoom (fixture->chart, &got);
  g_assert_true (!got.x.set && got.left.set && got.right.set);
  g_free (other->x.label);
  other->x.label = g_strdup ("epoch");
  other->left.kind = DH_SCALE_SYMLOG;
  other->right.fixed = TRUE;
  other->right.max = 3;
  dh_chart_set_plot (fixture->chart, other);
  g_assert_false (dh_chart_get_zoomed (fixture->chart));
  wait_for_layout (fixture->chart, other);
}

static void
test_overlay (Fixture *fixture, gconstpointer data)
{
  int width, height;
  g_autofree guint32 *before = download (fixture->chart, &width, &height), *after = NULL;
  DhLayout *layout = dh_chart_get_layout (fixture->chart);
  guint differ = 0, column = (guint) dh_layout_x_to_pixel (layout, 50);

  g_test_summary ("The playhead is painted over the picture, without a new picture, and only around itself");
  dh_chart_set_playhead (fixture->chart, 50);
  after = download (fixture->chart, &width, &height);
  g_assert_true (dh_chart_get_layout (fixture->chart) == layout);
  for (guint i = 0; i < (guint) (width * height); i++)
    {
      if (before[i] == after[i])
        continue;
      differ++;
      g_assert_cmpuint (ABS ((int) (i % (guint) width) - (int) column), <=, 17);
    }
  g_assert_cmpuint (differ, >, 50);
}

static void
test_zoom (Fixture *fixture, gconstpointer data)
{
  DhZoom zoom = { .x = { TRUE, 20, 40 } }, got;
  DhScale fit, left, right, left_before, right_before;

  g_test_summary ("A zoom set is the range shown and reported once; fitting goes back");
  dh_layout_x_scale (dh_chart_get_layout (fixture->chart), &fit);
  dh_layout_y_scale (dh_chart_get_layout (fixture->chart), DH_PLOT_LEFT, &left_before);
  dh_layout_y_scale (dh_chart_get_layout (fixture->chart), DH_PLOT_RIGHT, &right_before);
  dh_chart_set_zoom (fixture->chart, &zoom);
  dh_chart_set_zoom (fixture->chart, &zoom);
  g_assert_true (dh_chart_get_zoomed (fixture->chart));
  g_assert_cmpuint (fixture->zooms, ==, 1);
  g_assert_cmpuint (fixture->notifies, ==, 1);
  dh_chart_get_zoom (fixture->chart, &got);
  g_assert_cmpfloat (got.x.min, ==, 20);
  wait_for_x_range (fixture->chart, 20, 40);
  dh_chart_zoom_fit (fixture->chart);
  g_assert_false (dh_chart_get_zoomed (fixture->chart));
  wait_for_x_range (fixture->chart, fit.min, fit.max);
  gtk_widget_activate_action (GTK_WIDGET (fixture->chart), "chart.zoom-in-y", NULL);
  dh_chart_get_zoom (fixture->chart, &got);
  g_assert_false (got.x.set);
  g_assert_true (got.left.set && got.right.set);
  left = (DhScale) { .min = got.left.min, .max = got.left.max };
  right = (DhScale) { .min = got.right.min, .max = got.right.max };
  g_assert_cmpfloat_with_epsilon ((left.max - left.min) / (left_before.max - left_before.min), 0.8, 1e-9);
  g_assert_cmpfloat_with_epsilon ((right.max - right.min) / (right_before.max - right_before.min), 0.8, 1e-9);
}

static void
test_actions (Fixture *fixture, gconstpointer data)
{
  GtkWidget *chart = GTK_WIDGET (fixture->chart);
  DhScale fit;
  DhZoom zoom;

  g_test_summary ("Steps of zoom and pan add up though the picture lags behind, and undo each other");
  dh_layout_x_scale (dh_chart_get_layout (fixture->chart), &fit);
  for (int i = 0; i < 3; i++)
    gtk_widget_activate_action (chart, "chart.zoom-in", NULL);
  dh_chart_get_zoom (fixture->chart, &zoom);
  g_assert_cmpfloat_with_epsilon ((zoom.x.max - zoom.x.min) / (fit.max - fit.min), 0.512, 1e-9);
  gtk_widget_activate_action (chart, "chart.pan-right", NULL);
  gtk_widget_activate_action (chart, "chart.pan-left", NULL);
  for (int i = 0; i < 3; i++)
    gtk_widget_activate_action (chart, "chart.zoom-out", NULL);
  dh_chart_get_zoom (fixture->chart, &zoom);
  g_assert_cmpfloat_with_epsilon (zoom.x.min, fit.min, 1e-6);
  g_assert_cmpfloat_with_epsilon (zoom.x.max, fit.max, 1e-6);
  gtk_widget_activate_action (chart, "chart.pan-right", NULL);
  dh_chart_get_zoom (fixture->chart, &zoom);
  g_assert_cmpfloat (zoom.x.min, >, fit.min);
  gtk_widget_activate_action (chart, "chart.zoom-fit", NULL);
  g_assert_false (dh_chart_get_zoomed (fixture->chart));
}

static void
test_crosshair (Fixture *fixture, gconstpointer data)
{
  GtkWidget *chart = GTK_WIDGET (fixture->chart);

  g_test_summary ("Keys move the crosshair from point to point, say where, and tell assistive technology");
  gtk_widget_activate_action (chart, "chart.crosshair-first", NULL);
  g_assert_cmpfloat (fixture->crosshair, ==, 0);
  gtk_widget_activate_action (chart, "chart.crosshair-back", NULL);
  g_assert_cmpuint (fixture->crosshairs, ==, 1);
  gtk_widget_activate_action (chart, "chart.crosshair-forward", NULL);
  g_assert_cmpfloat (dh_chart_get_crosshair (fixture->chart), ==, 1);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (chart), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                       "step 1: one a 0.09983342; one b 0.1996668");
  gtk_widget_activate_action (chart, "chart.crosshair-last", NULL);
  g_assert_cmpfloat (fixture->crosshair, ==, POINTS - 1);
  gtk_widget_activate_action (chart, "chart.crosshair-forward", NULL);
  g_assert_cmpuint (fixture->crosshairs, ==, 3);
  dh_chart_set_crosshair (fixture->chart, (double) NAN);
  g_assert_cmpuint (fixture->crosshairs, ==, 3);
}

static void
test_summary (Fixture *fixture, gconstpointer data)
{
  g_autofree char *words = dh_plot_summary (dh_chart_get_plot (fixture->chart), NULL);
  gint64 end = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;
  char *wrong = NULL;

  g_test_summary ("The description becomes the plot's summary, and the label its title");
  do
    {
      g_free (wrong);
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, FALSE);
      g_usleep (500);
      wrong = gtk_test_accessible_check_property (GTK_ACCESSIBLE (fixture->chart),
                                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words);
    }
  while (wrong != NULL);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (fixture->chart), GTK_ACCESSIBLE_PROPERTY_LABEL, "Weights");
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (fixture->chart), GTK_ACCESSIBLE_ROLE_IMG);
}

static void
toggled_cb (DhChart *chart, const char *key, char **out)
{
  g_free (*out);
  *out = g_strdup (key);
}

/* Presses and releases the primary button at a point, through the chart's own gesture. */
static void
click (DhChart *chart, double x, double y)
{
  g_autoptr (GListModel) list = gtk_widget_observe_controllers (GTK_WIDGET (chart));

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (list, i);

      if (GTK_IS_GESTURE_DRAG (controller) &&
          gtk_gesture_single_get_button (GTK_GESTURE_SINGLE (controller)) == GDK_BUTTON_PRIMARY)
        {
          g_signal_emit_by_name (controller, "drag-begin", x, y);
          g_signal_emit_by_name (controller, "drag-end", 0.0, 0.0);
        }
    }
}

static void
test_legend (Fixture *fixture, gconstpointer data)
{
  g_autofree char *key = NULL;
  DhHit hit;
  gboolean found[2] = { FALSE, FALSE };

  g_test_summary ("A click on each legend entry names its series");
  g_signal_connect (fixture->chart, "series-toggled", G_CALLBACK (toggled_cb), &key);
  for (double y = 2; y < 400; y += 4)
    for (double x = 2; x < 640; x += 6)
      {
        dh_layout_hit (dh_chart_get_layout (fixture->chart), x, y, &hit);
        if (hit.kind != DH_HIT_LEGEND || found[hit.series])
          continue;
        found[hit.series] = TRUE;
        click (fixture->chart, x, y);
        g_assert_cmpstr (key, ==, hit.series == 0 ? "1/a" : "1/b");
      }
  g_assert_true (found[0] && found[1]);
}

static void
activated_cb (DhChart *chart, double x, double *out)
{
  *out = x;
}

static void
test_sign (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DhPlot) plot = make_plot (3);
  DhPlotMark *mark = dh_plot_add_mark (plot, 12, "it happened here");
  double activated = NAN, requested = NAN;
  DhRect rect;
  double x;

  g_test_summary ("A click on a sign activates it and asks for nothing else; beside it the axis is the axis");
  mark->sign = TRUE;
  dh_chart_set_plot (fixture->chart, plot);
  wait_for_layout (fixture->chart, plot);
  g_signal_connect (fixture->chart, "sign-activated", G_CALLBACK (activated_cb), &activated);
  g_signal_connect (fixture->chart, "playhead-requested", G_CALLBACK (activated_cb), &requested);
  dh_layout_plot_rect (dh_chart_get_layout (fixture->chart), &rect);
  x = dh_layout_x_to_pixel (dh_chart_get_layout (fixture->chart), 12);
  click (fixture->chart, x + 1, rect.y + rect.height + 2);
  g_assert_cmpfloat (activated, ==, 12);
  g_assert_true (isnan (requested));
  activated = NAN;
  click (fixture->chart, x + 30, rect.y + rect.height + 5);
  g_assert_true (isnan (activated));
  g_assert_cmpfloat (requested, >, 12);
}

static void
test_latest (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DhPlot) last = NULL;

  g_test_summary ("A thousand superseded plots end in the last one, and what is shown is never nothing");
  for (int i = 0; i < 1000; i++)
    {
      g_clear_pointer (&last, dh_plot_unref);
      last = make_plot (i + 2);
      dh_chart_set_plot (fixture->chart, last);
      g_assert_nonnull (dh_chart_get_layout (fixture->chart));
      if (i % 10 == 0)
        g_main_context_iteration (NULL, FALSE);
    }
  wait_for_layout (fixture->chart, last);
}

static void
test_resize (Fixture *fixture, gconstpointer data)
{
  GtkWidget *chart = GTK_WIDGET (fixture->chart);
  gint64 end = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;
  int width = gtk_widget_get_width (chart), height = gtk_widget_get_height (chart);
  double layout_width, layout_height;

  g_test_summary ("Resized and back while the picture is under way, the chart ends with a picture that fits");
  gtk_widget_size_allocate (chart, &(GtkAllocation) { 0, 0, width / 2, height / 2 }, -1);
  gtk_widget_size_allocate (chart, &(GtkAllocation) { 0, 0, width, height }, -1);
  for (int i = 0; i < 100; i++)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
  do
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, FALSE);
      g_usleep (500);
      dh_layout_size (dh_chart_get_layout (fixture->chart), &layout_width, &layout_height);
    }
  while (fabs (layout_width - width) + fabs (layout_height - height) > 0.5);
}

static void
test_empty (Fixture *fixture, gconstpointer data)
{
  int width, height;
  guint32 *pixels;

  g_test_summary ("Without a plot, and with one that has no series, the chart is calm");
  dh_chart_set_plot (fixture->chart, NULL);
  g_assert_null (dh_chart_get_layout (fixture->chart));
  gtk_widget_activate_action (GTK_WIDGET (fixture->chart), "chart.zoom-in", NULL);
  gtk_widget_activate_action (GTK_WIDGET (fixture->chart), "chart.crosshair-first", NULL);
  pixels = download (fixture->chart, &width, &height);
  for (int i = 1; i < width * height / 2; i++)
    if (i / width > 10 && i % width > 10 && i % width < width - 10)
      g_assert_cmphex (pixels[i], ==, pixels[(gsize) width * 20 + 20]);
  g_free (pixels);
  {
    g_autoptr (DhPlot) plot = dh_plot_new ();

    dh_chart_set_plot (fixture->chart, plot);
    wait_for_layout (fixture->chart, plot);
  }
}

static void
test_destroy (void)
{
  g_test_summary ("A window closed while its chart is being painted leaves nothing behind");
  for (int i = 0; i < 100; i++)
    {
      g_autoptr (DhPlot) plot = make_plot (i + 1);
      GtkWidget *window = gtk_window_new (), *chart = dh_chart_new ();

      gtk_window_set_child (GTK_WINDOW (window), chart);
      gtk_window_set_default_size (GTK_WINDOW (window), 300, 200);
      dh_chart_set_plot (DH_CHART (chart), plot);
      gtk_window_present (GTK_WINDOW (window));
      for (int k = 0; k < i % 7; k++)
        g_main_context_iteration (NULL, FALSE);
      if (i % 3 == 0 && gtk_widget_get_width (chart) == 0)
        gtk_widget_size_allocate (chart, &(GtkAllocation) { 0, 0, 300, 200 }, -1);
      g_object_ref (chart);
      gtk_window_destroy (GTK_WINDOW (window));
      g_assert_finalize_object (chart);
    }
  /* Jobs that are still under way end without their charts. */
  for (int i = 0; i < 200; i++)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (500);
    }
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  dh_widgets_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
#define ADD(path, func) g_test_add ("/widgets/chart/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("pixels", test_pixels);
  ADD ("dark", test_dark);
  ADD ("overlay", test_overlay);
  ADD ("zoom", test_zoom);
  ADD ("zoom-of-other-axes", test_zoom_of_other_axes);
  ADD ("actions", test_actions);
  ADD ("crosshair", test_crosshair);
  ADD ("summary", test_summary);
  ADD ("legend", test_legend);
  ADD ("sign", test_sign);
  ADD ("latest", test_latest);
  ADD ("resize", test_resize);
  ADD ("empty", test_empty);
#undef ADD
  g_test_add_func ("/widgets/chart/destroy", test_destroy);
  return g_test_run ();
}
