/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Read-out, snapping, hit test and overlay: what a chart answers to the pointer. */
#include "plot-fixture.h"

#include "dh-layout-private.h"

static const double low[] = { 1, 2, 3, 4, 5 }, high[] = { 10, 20, NAN, 40, INFINITY };

static DhPlot *
two_series (void)
{
  DhPlot *plot = fixture_new ();

  fixture_add (plot, "low", low, 5);
  fixture_add (plot, "high", high, 5);
  return plot;
}

static void
test_rows (void)
{
  g_autoptr(DhPlot) plot = two_series ();
  g_autoptr(DhLayout) layout = fixture_layout (plot, 500, 300);
  GArray *rows = dh_layout_readout (layout, 3.2);
  const DhReadoutRow *row;

  g_test_summary ("the values of every visible series, in legend order, gaps by name");
  g_assert_cmpuint (rows->len, ==, 2);
  row = &g_array_index (rows, DhReadoutRow, 0);
  g_assert_cmpuint (row->series, ==, 0);
  g_assert_cmpfloat (row->x, ==, 3);
  g_assert_cmpfloat (row->y, ==, 3);
  g_assert_true (row->exact);
  g_assert_cmpstr (row->text, ==, "3");
  row = &g_array_index (rows, DhReadoutRow, 1);
  g_assert_cmpstr (row->text, ==, "undefined");
  dh_readout_free (rows);

  rows = dh_layout_readout (layout, 5);
  g_assert_cmpstr (g_array_index (rows, DhReadoutRow, 1).text, ==, "∞");
  dh_readout_free (rows);
  rows = dh_layout_readout (layout, 9);
  g_assert_cmpfloat (g_array_index (rows, DhReadoutRow, 0).x, ==, 5);
  g_assert_false (g_array_index (rows, DhReadoutRow, 0).exact);
  dh_readout_free (rows);

  dh_plot_get_series (plot, 0)->hidden = TRUE;
  rows = dh_layout_readout (layout, 1);
  g_assert_cmpuint (rows->len, ==, 1);
  g_assert_cmpuint (g_array_index (rows, DhReadoutRow, 0).series, ==, 1);
  dh_readout_free (rows);
  dh_readout_free (NULL);
}

static void
test_snap (void)
{
  static const double values[] = { 1, 2 };
  g_autoptr(DhPlot) plot = two_series ();
  g_autoptr(DhLayout) layout = NULL;
  DhPlotSeries *sparse = fixture_add (plot, "epochs", values, 2);

  g_test_summary ("the crosshair snaps to the nearest point of any visible series");
  sparse->x0 = 2.4;
  sparse->dx = 29;
  layout = fixture_layout (plot, 500, 300);
  g_assert_cmpfloat (dh_layout_snap_x (layout, 3.3), ==, 3);
  g_assert_cmpfloat (dh_layout_snap_x (layout, 2.3), ==, 2.4);
  g_assert_cmpfloat (dh_layout_snap_x (layout, 1000), ==, 2.4 + 29);
  for (guint i = 0; i < 3; i++)
    dh_plot_get_series (plot, i)->hidden = TRUE;
  g_assert_cmpfloat (dh_layout_snap_x (layout, 3.3), ==, 3.3);
}

static void
assert_hit (const DhLayout *layout, double px, double py, DhHitKind kind)
{
  DhHit hit;

  dh_layout_hit (layout, px, py, &hit);
  g_assert_cmpint (hit.kind, ==, kind);
}

static void
test_hits (void)
{
  g_autoptr(DhPlot) plot = two_series ();
  g_autoptr(DhLayout) layout = NULL;
  DhRect rect;
  DhHit hit;
  double x, y;

  g_test_summary ("points, lines, axes and the plot itself are found where they were drawn");
  plot->has_right = TRUE;
  layout = fixture_layout (plot, 500, 300);
  dh_layout_plot_rect (layout, &rect);
  x = dh_layout_x_to_pixel (layout, 2);
  y = dh_layout_y_to_pixel (layout, DH_PLOT_LEFT, 20);
  dh_layout_hit (layout, x + 3, y - 3, &hit);
  g_assert_cmpint (hit.kind, ==, DH_HIT_SERIES);
  g_assert_cmpuint (hit.series, ==, 1);
  g_assert_cmpuint (hit.point, ==, 1);
  /* Between two points, on the line. */
  x = (dh_layout_x_to_pixel (layout, 1) + dh_layout_x_to_pixel (layout, 2)) / 2 + 8;
  y = dh_layout_y_to_pixel (layout, DH_PLOT_LEFT, 1.5);
  dh_layout_hit (layout, x, y, &hit);
  g_assert_cmpint (hit.kind, ==, DH_HIT_SERIES);
  g_assert_cmpuint (hit.series, ==, 0);
  g_assert_cmpuint (hit.point, ==, 1);
  /* In the gap there is nothing to hit. */
  assert_hit (layout, dh_layout_x_to_pixel (layout, 2.5), dh_layout_y_to_pixel (layout, DH_PLOT_LEFT, 25), DH_HIT_PLOT);
  assert_hit (layout, rect.x + 20, rect.y + 8, DH_HIT_PLOT);
  assert_hit (layout, rect.x + 50, rect.y + rect.height + 8, DH_HIT_X_AXIS);
  assert_hit (layout, rect.x - 8, rect.y + 50, DH_HIT_LEFT_AXIS);
  assert_hit (layout, rect.x + rect.width + 8, rect.y + 50, DH_HIT_RIGHT_AXIS);
  assert_hit (layout, 499, 1, DH_HIT_NONE);
  assert_hit (layout, -50, -50, DH_HIT_NONE);
}

static void
test_dense_hit (void)
{
  enum { N = 100000 };
  g_autofree double *values = g_new (double, N);
  g_autoptr(DhPlot) plot = fixture_new ();
  g_autoptr(DhLayout) layout = NULL;
  DhHit hit;

  g_test_summary ("the tip of one spike among 100 000 points can be pointed at");
  for (int i = 0; i < N; i++)
    values[i] = i == 43210 ? 50 : sin (i);
  fixture_add (plot, "s", values, N);
  layout = fixture_layout (plot, 500, 300);
  dh_layout_hit (layout, dh_layout_x_to_pixel (layout, 43211), dh_layout_y_to_pixel (layout, DH_PLOT_LEFT, 50), &hit);
  g_assert_cmpint (hit.kind, ==, DH_HIT_SERIES);
  g_assert_cmpuint (hit.point, ==, 43210);
}

/* Bounding box of what the overlay changed. */
static gboolean
changed_box (const DhLayout *layout, const DhOverlay *overlay, DhRect *box)
{
  cairo_surface_t *before = fixture_paint (layout, 1), *after = fixture_paint (layout, 1);
  cairo_t *cr = cairo_create (after);
  int left = G_MAXINT, top = G_MAXINT, right = -1, bottom = -1;

  dh_layout_paint_overlay (layout, overlay, cr);
  cairo_destroy (cr);
  cairo_surface_flush (after);
  for (int y = 0; y < cairo_image_surface_get_height (after); y++)
    for (int x = 0; x < cairo_image_surface_get_width (after); x++)
      if (fixture_pixel (before, x, y) != fixture_pixel (after, x, y))
        {
          left = MIN (left, x);
          right = MAX (right, x);
          top = MIN (top, y);
          bottom = MAX (bottom, y);
        }
  cairo_surface_destroy (before);
  cairo_surface_destroy (after);
  *box = (DhRect) { left, top, right - left + 1, bottom - top + 1 };
  return right >= 0;
}

static void
test_playhead (void)
{
  g_autoptr(DhPlot) plot = two_series ();
  g_autoptr(DhLayout) layout = fixture_layout (plot, 500, 300);
  DhOverlay overlay = { .has_playhead = TRUE, .playhead = 3 };
  DhRect box;

  g_test_summary ("the playhead is a thin line where it belongs; outside the view there is none");
  g_assert_true (changed_box (layout, &overlay, &box));
  g_assert_cmpfloat (box.width, <=, 14);
  g_assert_cmpfloat_with_epsilon (box.x + box.width / 2, dh_layout_x_to_pixel (layout, 3), 2);
  g_assert_cmpfloat (box.height, >=, layout->rect.height);
  overlay.playhead = 7;
  g_assert_false (changed_box (layout, &overlay, &box));
  overlay.playhead = NAN;
  g_assert_false (changed_box (layout, &overlay, &box));
}

static void
test_readout_box (void)
{
  g_autoptr(DhPlot) plot = fixture_runs ();
  static const double sizes[][2] = { { 180, 260 }, { 260, 180 }, { 700, 400 } };

  g_test_summary ("the read-out box is beside the crosshair and never leaves the chart, however long a name is");
  g_free (dh_plot_get_series (plot, 0)->label);
  dh_plot_get_series (plot, 0)->label = g_strdup ("a run's name longer than any chart is wide");
  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      g_autoptr(DhLayout) layout = fixture_layout (plot, sizes[s][0], sizes[s][1]);

      for (double x = 1; x <= 145; x += 12)
        {
          DhOverlay overlay = { .has_crosshair = TRUE, .crosshair = x };
          DhRect plain, with_box;

          g_assert_true (changed_box (layout, &overlay, &plain));
          g_assert_cmpfloat (plain.width, <=, 12);
          overlay.readout = TRUE;
          g_assert_true (changed_box (layout, &overlay, &with_box));
          g_assert_cmpfloat (with_box.width, >, 60);
          /* The border is inside by more than the last pixel. */
          g_assert_cmpfloat (with_box.x, >=, 1);
          g_assert_cmpfloat (with_box.y, >=, 1);
          g_assert_cmpfloat (with_box.x + with_box.width, <=, sizes[s][0] - 1);
          g_assert_cmpfloat (with_box.y + with_box.height, <=, sizes[s][1] - 1);
        }
    }
}

static void
test_zoom_box_and_focus (void)
{
  g_autoptr(DhPlot) plot = two_series ();
  g_autoptr(DhLayout) layout = fixture_layout (plot, 500, 300);
  DhOverlay overlay = { .has_box = TRUE, .box = { 300, 250, -100, -5000 } };
  DhRect box;

  g_test_summary ("a zoom box dragged any way stays in the plot; the focus ring is at the border");
  g_assert_true (changed_box (layout, &overlay, &box));
  g_assert_cmpfloat_with_epsilon (box.x, 200, 2);
  g_assert_cmpfloat_with_epsilon (box.width, 100, 3);
  g_assert_cmpfloat (box.y, >=, layout->rect.y - 2);
  overlay = (DhOverlay) { .focused = TRUE };
  g_assert_true (changed_box (layout, &overlay, &box));
  g_assert_cmpfloat (box.x, <=, 1);
  g_assert_cmpfloat (box.width, >=, 498);
  overlay = (DhOverlay) { 0 };
  g_assert_false (changed_box (layout, &overlay, &box));
}

static void
test_phrase (void)
{
  g_autoptr(DhPlot) plot = two_series ();
  static const char *const cases[][2] = {
    { "Step", "step 26" }, { "MSE", "MSE 26" }, { "x", "x = 26" }, { "Étape", "étape 26" }, { "", "26" },
  };

  g_autoptr(DhLayout) epochs = NULL;
  g_autofree char *between = NULL, *many = NULL;

  g_test_summary ("an x in words: all digits of a count, few of what lies between two");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(DhLayout) layout = NULL;
      g_autofree char *phrase = NULL;

      g_free (plot->x.label);
      plot->x.label = g_strdup (cases[i][0]);
      layout = fixture_layout (plot, 500, 300);
      phrase = dh_layout_x_phrase (layout, 26, 7);
      g_assert_cmpstr (phrase, ==, cases[i][1]);
    }
  epochs = fixture_layout (plot, 500, 300);
  between = dh_layout_x_phrase (epochs, 2.86206896551724, 4);
  g_assert_cmpstr (between, ==, "2.862");
  many = dh_layout_x_phrase (epochs, 123456789, 4);
  g_assert_cmpstr (many, ==, "123456789");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/readout/rows", test_rows);
  g_test_add_func ("/readout/snap", test_snap);
  g_test_add_func ("/readout/hits", test_hits);
  g_test_add_func ("/readout/dense-hit", test_dense_hit);
  g_test_add_func ("/readout/playhead", test_playhead);
  g_test_add_func ("/readout/box", test_readout_box);
  g_test_add_func ("/readout/zoom-box-and-focus", test_zoom_box_and_focus);
  g_test_add_func ("/readout/phrase", test_phrase);
  return g_test_run ();
}
