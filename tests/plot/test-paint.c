/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Painting, by pixels: decimated and undecimated look the same, spikes and edge marks are there,
 * threads give identical images, huge values do no harm. */
#include "plot-fixture.h"

#include "dh-layout-private.h"

#include <string.h>

static gboolean
similar (guint32 one, guint32 other, int threshold)
{
  for (int shift = 0; shift < 24; shift += 8)
    if (ABS ((int) (one >> shift & 0xff) - (int) (other >> shift & 0xff)) > threshold)
      return FALSE;
  return TRUE;
}

/* Pixels of @a that have nothing similar in @b within @reach. */
static guint
count_different (cairo_surface_t *a, cairo_surface_t *b, int threshold, int reach)
{
  int width = cairo_image_surface_get_width (a), height = cairo_image_surface_get_height (a);
  guint n = 0;

  g_assert_cmpint (width, ==, cairo_image_surface_get_width (b));
  g_assert_cmpint (height, ==, cairo_image_surface_get_height (b));
  for (int y = reach; y < height - reach; y++)
    for (int x = reach; x < width - reach; x++)
      {
        gboolean found = FALSE;

        for (int dy = -reach; dy <= reach && !found; dy++)
          for (int dx = -reach; dx <= reach && !found; dx++)
            found = similar (fixture_pixel (a, x, y), fixture_pixel (b, x + dx, y + dy), threshold);
        n += !found;
      }
  return n;
}

/* The plot's lines as one path in one stroke of all points: what decimation must look like. */
static cairo_surface_t *
paint_plainly (const DhLayout *layout, const double *values, gsize n)
{
  const DhPlotSeries *series = dh_plot_get_series (dh_layout_get_plot (layout), 0);
  cairo_surface_t *surface = fixture_paint (layout, 1);
  cairo_t *cr = cairo_create (surface);
  const DhRect *rect = &layout->rect;
  DhRgba colour;

  /* Wipe what the layout drew of the line, then draw the long way. */
  cairo_rectangle (cr, rect->x, rect->y - 1, rect->width + 1, rect->height + 2);
  cairo_clip (cr);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  dh_palette_colour (series->colour, FALSE, &colour);
  cairo_set_source_rgb (cr, colour.red, colour.green, colour.blue);
  cairo_set_line_width (cr, DH_LINE_WIDTH);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  for (gsize i = 0; i < n; i++)
    cairo_line_to (cr, dh_layout_x_to_pixel (layout, dh_plot_series_x (series, i)),
                   dh_layout_y_to_pixel (layout, DH_PLOT_LEFT, values[i]));
  cairo_stroke (cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

/* Grid, axes and texts are grey; only the line is blue. */
static void
wipe_greys (cairo_surface_t *surface)
{
  for (int y = 0; y < cairo_image_surface_get_height (surface); y++)
    {
      guint32 *row = (guint32 *) (gpointer) (cairo_image_surface_get_data (surface)
                                             + y * cairo_image_surface_get_stride (surface));

      for (int x = 0; x < cairo_image_surface_get_width (surface); x++)
        if (ABS ((int) (row[x] >> 16 & 0xff) - (int) (row[x] & 0xff)) < 12)
          row[x] = 0xffffffff;
    }
  cairo_surface_mark_dirty (surface);
}

static void
compare_dense (const double *values, gsize n, guint most_different)
{
  g_autoptr(DhPlot) plot = fixture_new ();
  g_autoptr(DhLayout) layout = NULL;
  cairo_surface_t *fast, *plain;
  guint n_line, n_different;

  fixture_add (plot, "s", values, n);
  layout = fixture_layout (plot, 500, 300);
  g_assert_true (layout->drawn[0].dense);
  g_assert_cmpuint (layout->drawn[0].pixels->len, <, n);
  fast = fixture_paint (layout, 1);
  plain = paint_plainly (layout, values, n);
  wipe_greys (fast);
  wipe_greys (plain);
  n_line = fixture_count_colour (plain, 0, 0, 0, 500, 300);
  n_different = count_different (fast, plain, 100, 1) + count_different (plain, fast, 100, 1);
  g_test_message ("%u pixels of line, %u differ", n_line, n_different);
  g_assert_cmpuint (n_line, >, 300);
  g_assert_cmpuint (n_different, <=, most_different);
  cairo_surface_destroy (fast);
  cairo_surface_destroy (plain);
}

static void
test_decimated_noise (void)
{
  enum { N = 20000 };
  g_autoptr(GRand) rand = g_rand_new_with_seed (2);
  g_autofree double *values = g_new (double, N);

  g_test_summary ("20 000 noisy points look as if every one had been stroked");
  for (int i = 0; i < N; i++)
    values[i] = sin (i * 0.001) * 5 + g_rand_double_range (rand, -1, 1);
  compare_dense (values, N, 30);
}

static void
test_decimated_smooth (void)
{
  enum { N = 20000 };
  g_autofree double *values = g_new (double, N);

  g_test_summary ("20 000 smooth points too");
  for (int i = 0; i < N; i++)
    values[i] = sin (i * 0.001) * 5;
  compare_dense (values, N, 30);
}

static void
test_spikes (void)
{
  enum { N = 300000 };
  g_autoptr(GRand) rand = g_rand_new_with_seed (9);
  g_autofree double *values = g_new (double, N);

  g_test_summary ("a single spike among 300 000 points is painted up to its tip");
  for (int turn = 0; turn < 10; turn++)
    {
      g_autoptr(DhPlot) plot = fixture_new ();
      g_autoptr(DhLayout) layout = NULL;
      int at = g_rand_int_range (rand, 1000, N - 1000);
      cairo_surface_t *surface;
      double x, y;

      for (int i = 0; i < N; i++)
        values[i] = g_rand_double_range (rand, 0, 1);
      values[at] = 10;
      fixture_add (plot, "s", values, N);
      layout = fixture_layout (plot, 500, 300);
      surface = fixture_paint (layout, 1);
      x = dh_layout_x_to_pixel (layout, at + 1);
      y = dh_layout_y_to_pixel (layout, DH_PLOT_LEFT, 10);
      g_assert_cmpuint (fixture_count_colour (surface, 0, (int) x - 1, (int) y, 3, 8), >=, 6);
      cairo_surface_destroy (surface);
    }
}

static void
test_edge_marks (void)
{
  static const double values[] = { 1, 2, 50, 3, -40, 2, NAN, 2, 1, 2, 1 };
  g_autoptr(DhPlot) plot = fixture_new ();
  g_autoptr(DhLayout) layout = NULL;
  cairo_surface_t *surface;
  int top, bottom;

  g_test_summary ("points outside have marks in the series' colour at the edge where they are");
  fixture_add (plot, "s", values, G_N_ELEMENTS (values))->style = DH_PLOT_POINTS;
  plot->left.fixed = TRUE;
  plot->left.min = 0;
  plot->left.max = 4;
  layout = fixture_layout (plot, 500, 300);
  surface = fixture_paint (layout, 1);
  top = (int) layout->rect.y;
  bottom = (int) dh_rect_bottom (&layout->rect);
  g_assert_cmpuint (fixture_count_colour (surface, 0, (int) dh_layout_x_to_pixel (layout, 3) - 4, top, 9, 9), >, 8);
  g_assert_cmpuint (fixture_count_colour (surface, 0, (int) dh_layout_x_to_pixel (layout, 5) - 4, bottom - 9, 9, 9),
                    >, 8);
  g_assert_cmpuint (fixture_count_colour (surface, 0, (int) dh_layout_x_to_pixel (layout, 7) - 5, top, 11, 11), >, 3);
  /* And nothing where the points can be drawn. */
  g_assert_cmpuint (fixture_count_colour (surface, 0, (int) dh_layout_x_to_pixel (layout, 9) - 4, top, 9, 9), ==, 0);
  cairo_surface_destroy (surface);
}

static void
test_gap (void)
{
  static const double values[] = { 1, 1, NAN, 1, 1 };
  g_autoptr(DhPlot) plot = fixture_new ();
  g_autoptr(DhLayout) layout = NULL;
  cairo_surface_t *surface;
  int y;

  g_test_summary ("a line is not drawn through a gap");
  fixture_add (plot, "s", values, 5);
  layout = fixture_layout (plot, 500, 300);
  surface = fixture_paint (layout, 1);
  y = (int) dh_layout_y_to_pixel (layout, DH_PLOT_LEFT, 1) - 3;
  g_assert_cmpuint (fixture_count_colour (surface, 0, (int) dh_layout_x_to_pixel (layout, 1.5), y, 2, 6), >, 0);
  g_assert_cmpuint (fixture_count_colour (surface, 0, (int) dh_layout_x_to_pixel (layout, 2.5), y, 2, 6), ==, 0);
  g_assert_cmpuint (fixture_count_colour (surface, 0, (int) dh_layout_x_to_pixel (layout, 3.5), y, 2, 6), ==, 0);
  g_assert_cmpuint (fixture_count_colour (surface, 0, (int) dh_layout_x_to_pixel (layout, 4.5), y, 2, 6), >, 0);
  cairo_surface_destroy (surface);
}

static void
test_huge_values (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (4);
  double values[500];

  g_test_summary ("values of every size, in any view, paint without upsetting Cairo");
  for (int turn = 0; turn < 60; turn++)
    {
      g_autoptr(DhPlot) plot = fixture_new ();
      g_autoptr(DhLayout) layout = NULL;
      DhLayoutOptions options;
      cairo_surface_t *surface;

      for (int i = 0; i < 500; i++)
        values[i] = g_rand_double_range (rand, -1, 1) * pow (10, g_rand_double_range (rand, -300, 307));
      plot->left.kind = (DhScaleKind) (turn % 3);
      fixture_add (plot, "s", values, 500)->diverges = turn % 2;
      dh_plot_get_series (plot, 0)->line_style = (guint) turn;
      dh_layout_options_init (&options, 400, 250);
      if (turn % 5 == 0)
        {
          options.zoom.left = (DhZoomRange) { TRUE, 1, 2 };
          options.zoom.x = (DhZoomRange) { TRUE, 100.2, 100.4 };
        }
      layout = dh_layout_new (plot, &options);
      surface = fixture_paint (layout, 1);
      g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
      g_assert_cmphex (fixture_pixel (surface, 1, 1), ==, 0xffffffff);
      cairo_surface_destroy (surface);
    }
}

static void
test_hairlines (void)
{
  g_autoptr(DhPlot) plot = fixture_runs ();

  g_test_summary ("the axis is one sharp device line at scale 1 and 2");
  for (int scale = 1; scale <= 2; scale++)
    {
      g_autoptr(DhLayout) layout = NULL;
      DhLayoutOptions options;
      cairo_surface_t *surface;
      guint n_dark = 0, n_blurred = 0;
      int y;

      dh_layout_options_init (&options, 400, 300);
      options.scale = scale;
      layout = dh_layout_new (plot, &options);
      surface = fixture_paint (layout, scale);
      y = (int) (dh_rect_bottom (&layout->rect) * scale);
      /* Across a vertical grid line: either background or the grid's own colour. */
      for (int i = 0; i < 399 * scale; i++)
        {
          guint32 pixel = fixture_pixel (surface, i, y - 3 * scale);
          int level = pixel & 0xff;

          n_dark += level < 0xf0 && (pixel >> 16 & 0xff) < 0xf0;
          n_blurred += level > 0xf0 && level < 0xfd;
        }
      g_assert_cmpuint (n_dark, >, 0);
      g_assert_cmpuint (n_blurred, <=, 2);
      cairo_surface_destroy (surface);
    }
}

static void
test_themes (void)
{
  g_autoptr(DhPlot) plot = fixture_runs ();
  g_autoptr(DhLayout) layout = NULL;
  DhLayoutOptions options;
  cairo_surface_t *surface;

  g_test_summary ("a dark theme has a dark ground");
  dh_layout_options_init (&options, 400, 300);
  options.theme = *dh_theme_default (TRUE);
  layout = dh_layout_new (plot, &options);
  surface = fixture_paint (layout, 1);
  g_assert_cmphex (fixture_pixel (surface, 1, 1), ==, 0xff1e1e1e);
  cairo_surface_destroy (surface);
}

typedef struct
{
  DhPlot *plot;
  DhLayout *shared;
  cairo_surface_t *own, *of_shared;
} Job;

static gpointer
paint_in_thread (gpointer data)
{
  Job *job = data;

  for (int i = 0; i < 5; i++)
    {
      g_autoptr(DhLayout) layout = fixture_layout (job->plot, 500, 300);

      g_clear_pointer (&job->own, cairo_surface_destroy);
      g_clear_pointer (&job->of_shared, cairo_surface_destroy);
      job->own = fixture_paint (layout, 1);
      job->of_shared = fixture_paint (job->shared, 1);
    }
  return NULL;
}

static void
test_threads (void)
{
  g_autoptr(DhPlot) plot = fixture_runs ();
  g_autoptr(DhLayout) layout = fixture_layout (plot, 500, 300);
  cairo_surface_t *here = fixture_paint (layout, 1);
  GThread *threads[4];
  Job jobs[4] = { 0 };

  g_test_summary ("laid out and painted in four threads at once: the same image each time");
  for (int i = 0; i < 4; i++)
    {
      jobs[i].plot = plot;
      jobs[i].shared = layout;
      threads[i] = g_thread_new ("painter", paint_in_thread, &jobs[i]);
    }
  for (int i = 0; i < 4; i++)
    {
      g_thread_join (threads[i]);
      g_assert_cmpuint (count_different (here, jobs[i].own, 0, 0), ==, 0);
      g_assert_cmpuint (count_different (here, jobs[i].of_shared, 0, 0), ==, 0);
      cairo_surface_destroy (jobs[i].own);
      cairo_surface_destroy (jobs[i].of_shared);
    }
  cairo_surface_destroy (here);
}

static void
test_point_cloud (void)
{
  enum { N = 50000 };
  g_autoptr(GRand) rand = g_rand_new_with_seed (8);
  g_autofree double *xs = g_new (double, N), *ys = g_new (double, N);
  g_autoptr(DhPlot) plot = fixture_new ();
  g_autoptr(DhLayout) layout = NULL;
  DhPlotSeries *series;
  cairo_surface_t *surface;

  g_test_summary ("a cloud of points in any order is painted whole, its farthest point too");
  for (int i = 0; i < N; i++)
    {
      xs[i] = g_rand_double_range (rand, 0, 10);
      ys[i] = g_rand_double_range (rand, 0, 1);
    }
  xs[123] = 5;
  ys[123] = 9;
  series = fixture_add (plot, "s", ys, N);
  series->style = DH_PLOT_POINTS;
  dh_plot_series_set_xs (series, xs, N);
  layout = fixture_layout (plot, 500, 300);
  surface = fixture_paint (layout, 2);
  g_assert_cmpuint (fixture_count_colour (surface, 0, (int) (2 * dh_layout_x_to_pixel (layout, 5)) - 3,
                                          (int) (2 * dh_layout_y_to_pixel (layout, DH_PLOT_LEFT, 9)) - 3, 6, 6), >, 2);
  cairo_surface_destroy (surface);
}

static cairo_surface_t *
paint_named (const char *name)
{
  static const double values[] = { 1, 2, 3 };
  g_autoptr(DhPlot) plot = fixture_new ();
  g_autoptr(DhLayout) layout = NULL;

  plot->legend = TRUE;
  fixture_add (plot, name, values, 3);
  layout = fixture_layout (plot, 300, 200);
  return fixture_paint (layout, 1);
}

static void
test_long_names (void)
{
  cairo_surface_t *a = paint_named ("a run with a long name that somebody typed · Weights · a");
  cairo_surface_t *b = paint_named ("a run with a long name that somebody typed · Weights · b");

  g_test_summary ("names too long for the legend keep what tells them apart: their ends");
  g_assert_cmpuint (count_different (a, b, 60, 0), >, 3);
  cairo_surface_destroy (a);
  cairo_surface_destroy (b);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paint/decimated-noise", test_decimated_noise);
  g_test_add_func ("/paint/decimated-smooth", test_decimated_smooth);
  g_test_add_func ("/paint/spikes", test_spikes);
  g_test_add_func ("/paint/edge-marks", test_edge_marks);
  g_test_add_func ("/paint/gap", test_gap);
  g_test_add_func ("/paint/huge-values", test_huge_values);
  g_test_add_func ("/paint/hairlines", test_hairlines);
  g_test_add_func ("/paint/themes", test_themes);
  g_test_add_func ("/paint/threads", test_threads);
  g_test_add_func ("/paint/point-cloud", test_point_cloud);
  g_test_add_func ("/paint/long-names", test_long_names);
  return g_test_run ();
}
