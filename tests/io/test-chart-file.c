/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Chart files read back: sizes, contents, same bytes again, and messages for what cannot be. */
#include "dh-chart-file.h"

#include "dh-error.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

static char *directory;

static DhPlot *
make_plot (const char *title)
{
  DhPlot *plot = dh_plot_new ();
  double values[50];

  plot->title = g_strdup (title);
  plot->caption = g_strdup ("workbook data · seed 42");
  plot->x.label = g_strdup ("Step");
  plot->left.label = g_strdup ("Error");
  for (int run = 0; run < 2; run++)
    {
      DhPlotSeries *series;

      for (int i = 0; i < 50; i++)
        values[i] = sin (i * 0.2 + run);
      series = dh_plot_add_series (plot, "k", run ? "2 neurons" : "1 neuron");
      series->colour = (guint32) run;
      dh_plot_series_set_values (series, values, 50);
    }
  return plot;
}

static char *
path_of (const char *name)
{
  return g_build_filename (directory, name, NULL);
}

static void
read_file (const char *path, char **data, gsize *length)
{
  g_autoptr(GError) error = NULL;

  g_file_get_contents (path, data, length, &error);
  g_assert_no_error (error);
}

static guint
count_colours (cairo_surface_t *surface, int left, int top, int width, int height)
{
  g_autoptr(GHashTable) seen = g_hash_table_new (NULL, NULL);

  for (int y = top; y < top + height; y++)
    for (int x = left; x < left + width; x++)
      {
        const guint8 *row = cairo_image_surface_get_data (surface) + y * cairo_image_surface_get_stride (surface);

        g_hash_table_add (seen, GUINT_TO_POINTER (((const guint32 *) (gconstpointer) row)[x] & 0xffffff));
      }
  return g_hash_table_size (seen);
}

static void
test_png (void)
{
  g_autoptr(DhPlot) plot = make_plot ("Errors");
  g_autofree char *path = path_of ("one.png");

  g_test_summary ("a PNG has the size asked for times its scale, and something on it");
  for (int scale = 1; scale <= 4; scale++)
    {
      g_autoptr(GError) error = NULL;
      DhChartFileOptions options;
      cairo_surface_t *surface;

      dh_chart_file_options_init (&options, DH_CHART_PNG);
      options.width = 400;
      options.height = 250;
      options.scale = scale;
      g_assert_true (dh_chart_file_write (&plot, 1, path, &options, &error));
      g_assert_no_error (error);
      surface = cairo_image_surface_create_from_png (path);
      g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
      g_assert_cmpint (cairo_image_surface_get_width (surface), ==, 400 * scale);
      g_assert_cmpint (cairo_image_surface_get_height (surface), ==, 250 * scale);
      g_assert_cmpuint (count_colours (surface, 0, 0, 400 * scale, 250 * scale), >, 20);
      cairo_surface_destroy (surface);
    }
}

static void
test_sheet (void)
{
  DhPlot *plots[5];
  g_autofree char *path = path_of ("sheet.png");
  g_autoptr(GError) error = NULL;
  DhChartFileOptions options;
  cairo_surface_t *surface;
  guint columns, rows;

  g_test_summary ("a sheet shows every chart in its cell, and nothing in the cell left over");
  for (int i = 0; i < 5; i++)
    plots[i] = make_plot ("Chart");
  dh_chart_file_options_init (&options, DH_CHART_PNG);
  options.width = 900;
  options.height = 600;
  g_assert_true (dh_chart_file_write (plots, 5, path, &options, &error));
  g_assert_no_error (error);
  surface = cairo_image_surface_create_from_png (path);
  dh_chart_grid (5, &columns, &rows);
  for (guint i = 0; i < columns * rows; i++)
    {
      guint n = count_colours (surface, (int) (i % columns * 900 / columns) + 2, (int) (i / columns * 574 / rows) + 2,
                               (int) (900 / columns) - 4, (int) (560 / rows) - 8);
      if (i < 5)
        g_assert_cmpuint (n, >, 20);
      else
        g_assert_cmpuint (n, ==, 1);
    }
  /* The common caption is at the bottom, once. */
  g_assert_cmpuint (count_colours (surface, 10, 575, 200, 22), >, 3);
  cairo_surface_destroy (surface);
  for (int i = 0; i < 5; i++)
    dh_plot_unref (plots[i]);
}

static void
test_sheet_as_on_screen (void)
{
  DhPlot *plots[3];
  DhChartFileOptions options;
  cairo_surface_t *surface;

  g_test_summary ("with columns of its own, a sheet's last row has no hole");
  for (int i = 0; i < 3; i++)
    {
      plots[i] = make_plot ("Chart");
      g_clear_pointer (&plots[i]->caption, g_free);
    }
  dh_chart_file_options_init (&options, DH_CHART_PNG);
  options.width = 900;
  options.height = 600;
  options.columns = 2;
  surface = dh_chart_render (plots, 3, &options);
  g_assert_cmpuint (count_colours (surface, 2, 2, 446, 296), >, 20);
  g_assert_cmpuint (count_colours (surface, 452, 2, 446, 296), >, 20);
  /* One chart from side to side: its axis runs through the middle. */
  g_assert_cmpuint (count_colours (surface, 440, 302, 20, 296), >, 1);
  g_assert_cmpuint (count_colours (surface, 700, 302, 150, 296), >, 3);
  cairo_surface_destroy (surface);
  for (int i = 0; i < 3; i++)
    dh_plot_unref (plots[i]);
}

static void
test_grid (void)
{
  static const guint expected[][3] = { { 1, 1, 1 }, { 2, 1, 2 }, { 3, 1, 3 }, { 4, 2, 2 }, { 5, 3, 2 }, { 6, 3, 2 } };

  g_test_summary ("one to six charts in columns and rows");
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      guint columns, rows;

      dh_chart_grid (expected[i][0], &columns, &rows);
      g_assert_cmpuint (columns, ==, expected[i][1]);
      g_assert_cmpuint (rows, ==, expected[i][2]);
    }
  for (guint n = 1; n < 40; n++)
    {
      guint columns, rows;

      dh_chart_grid (n, &columns, &rows);
      g_assert_cmpuint (columns * rows, >=, n);
      g_assert_cmpuint (columns * (rows - 1), <, n);
    }
}

/* PDF has NUL bytes in between. */
static gboolean
has_bytes (const char *data, gsize length, const char *bytes)
{
  gsize n = strlen (bytes);

  for (gsize i = 0; i + n <= length; i++)
    if (memcmp (data + i, bytes, n) == 0)
      return TRUE;
  return FALSE;
}

static void
test_vector (void)
{
  g_autoptr(DhPlot) plot = make_plot ("Errors of two runs");

  g_test_summary ("SVG and PDF are what they say, and the same bytes each time");
  for (int format = DH_CHART_SVG; format <= DH_CHART_PDF; format++)
    {
      g_autofree char *path = path_of (format == DH_CHART_SVG ? "a.svg" : "a.pdf");
      g_autofree char *again = path_of (format == DH_CHART_SVG ? "b.svg" : "b.pdf");
      g_autofree char *one = NULL, *other = NULL;
      gsize n_one, n_other;
      g_autoptr(GError) error = NULL;
      DhChartFileOptions options;

      dh_chart_file_options_init (&options, (DhChartFormat) format);
      g_assert_true (dh_chart_file_write (&plot, 1, path, &options, &error));
      g_assert_true (dh_chart_file_write (&plot, 1, again, &options, &error));
      g_assert_no_error (error);
      read_file (path, &one, &n_one);
      read_file (again, &other, &n_other);
      g_assert_cmpmem (one, n_one, other, n_other);
      g_assert_cmpuint (n_one, >, 3000);
      if (format == DH_CHART_SVG)
        {
          g_assert_nonnull (strstr (one, "<svg"));
          g_assert_nonnull (strstr (one, "width=\"800px\""));
          g_assert_nonnull (strstr (one, "</svg>"));
          /* Two lines in their colours. */
          g_assert_nonnull (strstr (one, "stroke:rgb(0%,44.705882%,69.803922%)"));
          g_assert_nonnull (strstr (one, "stroke:rgb(83.529412%,36.862745%,0%)"));
        }
      else
        {
          g_assert_true (g_str_has_prefix (one, "%PDF-"));
          g_assert_true (has_bytes (one, n_one, "/MediaBox [ 0 0 800 500 ]"));
          g_assert_true (has_bytes (one, n_one, "/Count 1"));
          g_assert_true (has_bytes (one, n_one, "Errors of two runs"));
        }
    }
}

static void
test_render (void)
{
  g_autoptr(DhPlot) plot = make_plot ("Errors");
  DhChartFileOptions options;
  cairo_surface_t *light, *dark;

  g_test_summary ("as a picture for the clipboard, light and dark; NULL for a size that cannot be");
  dh_chart_file_options_init (&options, DH_CHART_SVG);
  options.scale = 2;
  light = dh_chart_render (&plot, 1, &options);
  options.dark = TRUE;
  dark = dh_chart_render (&plot, 1, &options);
  g_assert_cmpint (cairo_image_surface_get_width (light), ==, 1600);
  g_assert_cmpint (cairo_image_surface_get_format (light), ==, CAIRO_FORMAT_ARGB32);
  cairo_surface_flush (light);
  cairo_surface_flush (dark);
  g_assert_cmphex (*(guint32 *) (gpointer) cairo_image_surface_get_data (light), ==, 0xffffffff);
  g_assert_cmphex (*(guint32 *) (gpointer) cairo_image_surface_get_data (dark), ==, 0xff1e1e1e);
  cairo_surface_destroy (light);
  cairo_surface_destroy (dark);
  options.width = 1e9;
  g_assert_null (dh_chart_render (&plot, 1, &options));
}

static void
test_zoom (void)
{
  g_autoptr(DhPlot) plot = make_plot ("Errors");
  DhZoom zoom = { .x = { TRUE, 10, 20 } };
  g_autofree char *path = path_of ("whole.svg"), *zoomed = path_of ("zoomed.svg");
  g_autofree char *one = NULL, *other = NULL;
  DhChartFileOptions options;

  g_test_summary ("a zoomed chart is written as it is seen");
  dh_chart_file_options_init (&options, DH_CHART_SVG);
  g_assert_true (dh_chart_file_write (&plot, 1, path, &options, NULL));
  options.zooms = &zoom;
  g_assert_true (dh_chart_file_write (&plot, 1, zoomed, &options, NULL));
  read_file (path, &one, NULL);
  read_file (zoomed, &other, NULL);
  g_assert_cmpstr (one, !=, other);
}

static void
test_formats (void)
{
  g_autoptr(GError) error = NULL;
  DhChartFormat format;

  g_test_summary ("the extension decides, in any case of letters; others are refused with the three");
  g_assert_true (dh_chart_format_from_path ("/a/b.PNG", &format, &error));
  g_assert_cmpint (format, ==, DH_CHART_PNG);
  g_assert_true (dh_chart_format_from_path ("b.svg", &format, &error));
  g_assert_cmpint (format, ==, DH_CHART_SVG);
  g_assert_true (dh_chart_format_from_path ("b.x.pdf", &format, &error));
  g_assert_cmpint (format, ==, DH_CHART_PDF);
  g_assert_false (dh_chart_format_from_path ("b.gif", &format, &error));
  g_assert_error (error, DH_ERROR, DH_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "b.gif"));
  g_assert_nonnull (strstr (error->message, ".png, .svg or .pdf"));
}

static void
test_limits (void)
{
  static const struct
  {
    double width, height, scale;
    guint n;
    int code;
    const char *says;
  } cases[] = {
    { 800, 500, 1, 0, DH_ERROR_INVALID, "no chart" }, { 800, 500, 5, 1, DH_ERROR_INVALID, "between 1 and 4" },
    { 800, 500, NAN, 1, DH_ERROR_INVALID, "between 1 and 4" }, { 5000, 500, 4, 1, DH_ERROR_LIMIT, "16384" },
    { 800, 1e12, 1, 1, DH_ERROR_LIMIT, "16384" }, { 0, 500, 1, 1, DH_ERROR_INVALID, "48" },
    { 800, -5, 1, 1, DH_ERROR_INVALID, "48" }, { NAN, 500, 1, 1, DH_ERROR_INVALID, "48" },
  };
  g_autoptr(DhPlot) plot = make_plot ("Errors");
  g_autofree char *path = path_of ("never.png");

  g_test_summary ("sizes that cannot be are refused in words, and nothing is written");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      DhChartFileOptions options;

      dh_chart_file_options_init (&options, DH_CHART_PNG);
      options.width = cases[i].width;
      options.height = cases[i].height;
      options.scale = cases[i].scale;
      g_assert_false (dh_chart_file_write (&plot, cases[i].n, path, &options, &error));
      g_assert_error (error, DH_ERROR, cases[i].code);
      g_assert_nonnull (strstr (error->message, cases[i].says));
      g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
    }
}

static void
test_unwritable (void)
{
  g_autoptr(DhPlot) plot = make_plot ("Errors");
  g_autofree char *path = g_build_filename (directory, "no such folder", "a.png", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) folder = NULL;
  DhChartFileOptions options;

  g_test_summary ("a place that cannot be written to is named");
  dh_chart_file_options_init (&options, DH_CHART_PNG);
  g_assert_false (dh_chart_file_write (&plot, 1, path, &options, &error));
  g_assert_error (error, DH_ERROR, DH_ERROR_IO);
  g_assert_nonnull (strstr (error->message, "no such folder"));
  g_assert_false (dh_chart_file_write (&plot, 1, directory, &options, &folder));
  g_assert_error (folder, DH_ERROR, DH_ERROR_IO);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  directory = g_dir_make_tmp ("test-chart-file-XXXXXX", NULL);
  g_assert_nonnull (directory);
  g_test_add_func ("/chart-file/png", test_png);
  g_test_add_func ("/chart-file/sheet", test_sheet);
  g_test_add_func ("/chart-file/sheet-as-on-screen", test_sheet_as_on_screen);
  g_test_add_func ("/chart-file/grid", test_grid);
  g_test_add_func ("/chart-file/vector", test_vector);
  g_test_add_func ("/chart-file/render", test_render);
  g_test_add_func ("/chart-file/zoom", test_zoom);
  g_test_add_func ("/chart-file/formats", test_formats);
  g_test_add_func ("/chart-file/limits", test_limits);
  g_test_add_func ("/chart-file/unwritable", test_unwritable);
  status = g_test_run ();
  {
    g_autoptr(GDir) dir = g_dir_open (directory, 0, NULL);
    const char *name;

    while ((name = g_dir_read_name (dir)) != NULL)
      {
        g_autofree char *path = path_of (name);
        g_remove (path);
      }
  }
  g_rmdir (directory);
  g_free (directory);
  return status;
}
