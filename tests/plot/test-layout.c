/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Layouts as numbers: nothing overlaps, nothing leaves the area, small charts stay charts. */
#include "plot-fixture.h"

#include "dh-layout-private.h"

static const double sizes[][2] = {
  { 260, 180 }, { 300, 200 }, { 340, 220 }, { 420, 270 }, { 700, 400 }, { 1200, 300 }, { 300, 900 }, { 3840, 2160 },
};

static gboolean
overlap (const DhTextItem *a, const DhTextItem *b)
{
  /* Leading belongs to nobody. */
  const double slack = 2.5;

  return a->x + slack < b->x + b->width && b->x + slack < a->x + a->width && a->y + slack < b->y + b->height
         && b->y + slack < a->y + a->height;
}

static void
assert_tidy (const DhLayout *layout)
{
  double width, height;
  DhRect rect;

  dh_layout_size (layout, &width, &height);
  dh_layout_plot_rect (layout, &rect);
  g_assert_cmpfloat (rect.x, >=, 0);
  g_assert_cmpfloat (rect.y, >=, 0);
  g_assert_cmpfloat (rect.x + rect.width, <=, width);
  g_assert_cmpfloat (rect.y + rect.height, <=, height);
  for (guint i = 0; i < layout->texts->len; i++)
    {
      const DhTextItem *item = &g_array_index (layout->texts, DhTextItem, i);

      g_assert_cmpfloat (item->x, >=, -0.5);
      g_assert_cmpfloat (item->y, >=, -0.5);
      g_assert_cmpfloat (item->x + item->width, <=, width + 0.5);
      g_assert_cmpfloat (item->y + item->height, <=, height + 0.5);
      for (guint k = 0; k < i; k++)
        {
          const DhTextItem *other = &g_array_index (layout->texts, DhTextItem, k);

          if (overlap (item, other))
            g_error ("%gx%g: \"%s\" and \"%s\" overlap", width, height, item->text, other->text);
        }
    }
}

static DhPlot *
full (DhScaleKind kind)
{
  DhPlot *plot = fixture_runs ();
  double rate[145];

  for (int i = 0; i < 145; i++)
    rate[i] = 1e-4 * exp (-i * 0.02);
  plot->left.kind = kind;
  plot->caption = g_strdup ("workbook data · learning rate 0.0001 · 5 epochs · sgd · all weights 1 · seed 42");
  plot->has_right = kind != DH_SCALE_LINEAR;
  plot->right.label = g_strdup ("Learning rate");
  if (plot->has_right)
    fixture_add (plot, "learning rate", rate, 145)->side = DH_PLOT_RIGHT;
  dh_plot_add_mark (plot, 50, "carry on");
  dh_plot_add_mark (plot, 29, NULL)->faint = TRUE;
  return plot;
}

static void
test_tidy (void)
{
  g_test_summary ("at every size, scale kind and decoration no texts overlap or leave the chart");
  for (int kind = DH_SCALE_LINEAR; kind <= DH_SCALE_SYMLOG; kind++)
    {
      g_autoptr(DhPlot) plot = full ((DhScaleKind) kind);

      for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
        for (int title = 0; title < 2; title++)
          {
            g_autoptr(DhLayout) layout = NULL;
            DhLayoutOptions options;

            dh_layout_options_init (&options, sizes[i][0], sizes[i][1]);
            options.show_title = options.show_caption = title;
            layout = dh_layout_new (plot, &options);
            assert_tidy (layout);
            g_assert_cmpfloat (layout->rect.width, >=, sizes[i][0] * 0.5);
            g_assert_cmpfloat (layout->rect.height, >=, MIN (sizes[i][1] * 0.45, 200));
          }
    }
}

static void
test_odd_sizes (void)
{
  static const double odd[] = { 0, 1, 5, 20, 48, 99, 1e9, NAN, -3 };
  g_autoptr(DhPlot) plot = full (DH_SCALE_LOG);

  g_test_summary ("sizes that nothing fits into do no harm");
  for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
    for (guint k = 0; k < G_N_ELEMENTS (odd); k++)
      {
        g_autoptr(DhLayout) layout = fixture_layout (plot, odd[i], odd[k]);
        cairo_surface_t *surface;
        cairo_t *cr;

        g_assert_cmpfloat (layout->rect.width, >, 0);
        g_assert_cmpfloat (layout->rect.height, >, 0);
        surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 100, 100);
        cr = cairo_create (surface);
        dh_layout_paint (layout, cr);
        g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
        cairo_destroy (cr);
        cairo_surface_destroy (surface);
      }
}

static void
test_mapping (void)
{
  g_autoptr(DhPlot) plot = full (DH_SCALE_LOG);
  g_autoptr(DhLayout) layout = fixture_layout (plot, 700, 400);
  DhScale x, left, right;
  DhRect rect;

  g_test_summary ("pixels and values lead back to each other");
  dh_layout_plot_rect (layout, &rect);
  dh_layout_x_scale (layout, &x);
  dh_layout_y_scale (layout, DH_PLOT_LEFT, &left);
  dh_layout_y_scale (layout, DH_PLOT_RIGHT, &right);
  g_assert_cmpfloat_with_epsilon (dh_layout_x_to_pixel (layout, x.min), rect.x, 1e-9);
  g_assert_cmpfloat_with_epsilon (dh_layout_y_to_pixel (layout, DH_PLOT_LEFT, left.max), rect.y, 1e-9);
  g_assert_cmpfloat_with_epsilon (dh_layout_y_to_pixel (layout, DH_PLOT_RIGHT, right.min), rect.y + rect.height, 1e-9);
  for (double px = rect.x; px < rect.x + rect.width; px += 13)
    g_assert_cmpfloat_with_epsilon (dh_layout_x_to_pixel (layout, dh_layout_pixel_to_x (layout, px)), px, 1e-6);
  for (double py = rect.y; py < rect.y + rect.height; py += 13)
    g_assert_cmpfloat_with_epsilon (dh_layout_y_to_pixel (layout, DH_PLOT_LEFT,
                                      dh_layout_pixel_to_y (layout, DH_PLOT_LEFT, py)), py, 1e-6);
}

static const DhTextItem *
find_text (const DhLayout *layout, const char *text)
{
  for (guint i = 0; i < layout->texts->len; i++)
    if (strcmp (g_array_index (layout->texts, DhTextItem, i).text, text) == 0)
      return &g_array_index (layout->texts, DhTextItem, i);
  return NULL;
}

static void
test_leaves (void)
{
  g_autoptr(DhPlot) plot = fixture_runs ();
  g_autoptr(DhLayout) layout = fixture_layout (plot, 700, 400);
  const DhTextItem *item;
  guint n = 0;

  g_test_summary ("the run that explodes leaves at step 26, said once an edge, and its line ends there");
  item = find_text (layout, "leaves at step 26");
  g_assert_nonnull (item);
  g_assert_cmpfloat (item->x, >, dh_layout_x_to_pixel (layout, 24));
  g_assert_cmpfloat (item->x, <, dh_layout_x_to_pixel (layout, 40));
  for (guint i = 0; i < layout->texts->len; i++)
    n += strcmp (g_array_index (layout->texts, DhTextItem, i).text, "leaves at step 26") == 0;
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpuint (layout->leaves->len, ==, 4);
  g_assert_cmpuint (layout->drawn[4].pixels->len, ==, 26);
  g_assert_cmpuint (layout->drawn[0].pixels->len, ==, 145);
}

static void
test_leave_is_not_said_twice (void)
{
  g_autoptr(DhPlot) plot = fixture_runs ();
  g_autoptr(DhLayout) layout = NULL;
  guint n = 0;

  g_test_summary ("a mark that says what the arrow says is not written again");
  dh_plot_add_mark (plot, 26, "leaves at step 26");
  layout = fixture_layout (plot, 700, 400);
  for (guint i = 0; i < layout->texts->len; i++)
    n += strcmp (g_array_index (layout->texts, DhTextItem, i).text, "leaves at step 26") == 0;
  g_assert_cmpuint (n, ==, 2);
}

static void
test_edges (void)
{
  static const double values[] = { 1, 0, -2, 50, NAN, 3, INFINITY, 1e-9, 2 };
  g_autoptr(DhPlot) plot = fixture_new ();
  DhPlotSeries *series = fixture_add (plot, "s", values, G_N_ELEMENTS (values));
  g_autoptr(DhLayout) log_layout = NULL;
  g_autoptr(DhLayout) linear = NULL;
  DhEdgeCount edge;

  g_test_summary ("what cannot be drawn is counted by kind");
  plot->left.kind = DH_SCALE_LOG;
  plot->left.fixed = TRUE;
  plot->left.min = 0.1;
  plot->left.max = 10;
  log_layout = fixture_layout (plot, 700, 400);
  g_assert_cmpuint (dh_layout_n_edges (log_layout), ==, 1);
  dh_layout_edge (log_layout, 0, &edge);
  g_assert_cmpuint (edge.series, ==, 0);
  g_assert_cmpuint (edge.n_above, ==, 1);
  g_assert_cmpuint (edge.n_below, ==, 1);
  g_assert_cmpuint (edge.n_not_finite, ==, 2);
  g_assert_cmpuint (edge.n_not_positive, ==, 2);
  plot->left.kind = DH_SCALE_LINEAR;
  linear = fixture_layout (plot, 700, 400);
  dh_layout_edge (linear, 0, &edge);
  g_assert_cmpuint (edge.n_above, ==, 1);
  g_assert_cmpuint (edge.n_below, ==, 3);
  g_assert_cmpuint (edge.n_not_positive, ==, 0);
  series->hidden = TRUE;
  g_clear_pointer (&linear, dh_layout_unref);
  linear = fixture_layout (plot, 700, 400);
  g_assert_cmpuint (dh_layout_n_edges (linear), ==, 0);
}

static void
test_edge_spans (void)
{
  static const double values[] = { 1, 9, 9, 9, 9, 1, -9, -9, NAN, -9, 1 };
  g_autoptr(DhPlot) plot = fixture_new ();
  g_autoptr(DhLayout) line = NULL;
  g_autoptr(DhLayout) points = NULL;

  g_test_summary ("a line outside from point to point is one stretch, a cloud of points has a mark for each");
  plot->left.fixed = TRUE;
  plot->left.max = 2;
  fixture_add (plot, "s", values, G_N_ELEMENTS (values));
  line = fixture_layout (plot, 700, 400);
  /* Above; below before and after the gap; the gap. */
  g_assert_cmpuint (line->drawn[0].spans->len, ==, 4);
  dh_plot_get_series (plot, 0)->style = DH_PLOT_POINTS;
  points = fixture_layout (plot, 700, 400);
  g_assert_cmpuint (points->drawn[0].spans->len, ==, 8);
}

static void
test_edge_view (void)
{
  double values[100];
  g_autoptr(DhPlot) plot = fixture_new ();
  g_autoptr(DhLayout) layout = NULL;
  DhLayoutOptions options;
  DhEdgeCount edge;

  g_test_summary ("only what lies in the zoomed view counts");
  for (int i = 0; i < 100; i++)
    values[i] = i;
  fixture_add (plot, "s", values, 100);
  dh_layout_options_init (&options, 700, 400);
  options.zoom.x = (DhZoomRange) { TRUE, 11, 60 };
  options.zoom.left = (DhZoomRange) { TRUE, 20, 49.5 };
  layout = dh_layout_new (plot, &options);
  g_assert_cmpuint (dh_layout_n_edges (layout), ==, 1);
  dh_layout_edge (layout, 0, &edge);
  g_assert_cmpuint (edge.n_below, ==, 10);
  g_assert_cmpuint (edge.n_above, ==, 10);
  g_assert_cmpuint (edge.n_not_finite, ==, 0);
}

static void
test_legend (void)
{
  g_autoptr(DhPlot) plot = fixture_runs ();
  g_autoptr(DhLayout) large = fixture_layout (plot, 700, 400);
  g_autoptr(DhLayout) small = fixture_layout (plot, 260, 180);
  g_autoptr(DhLayout) none = NULL;

  g_test_summary ("every entry answers a click where it is; what does not fit is counted");
  g_assert_cmpuint (large->legend->len, ==, 12);
  for (guint i = 0; i < large->legend->len; i++)
    {
      const DhLegendEntry *entry = &g_array_index (large->legend, DhLegendEntry, i);
      DhHit hit;

      dh_layout_hit (large, entry->rect.x + 2, entry->rect.y + entry->rect.height / 2, &hit);
      g_assert_cmpint (hit.kind, ==, DH_HIT_LEGEND);
      g_assert_cmpuint (hit.series, ==, i);
      g_assert_cmpfloat (entry->rect.y + entry->rect.height, <, large->rect.y);
    }
  g_assert_cmpuint (small->legend->len, <, 12);
  g_assert_cmpuint (small->legend->len, >, 0);
  {
    g_autofree char *more = g_strdup_printf ("+ %u more", 12 - small->legend->len);
    g_assert_nonnull (find_text (small, more));
  }
  plot->legend = FALSE;
  none = fixture_layout (plot, 700, 400);
  g_assert_cmpuint (none->legend->len, ==, 0);
  g_assert_cmpfloat (none->rect.height, >, large->rect.height);
}

static void
test_hidden (void)
{
  static const double values[] = { 1, 2, 3 }, huge[] = { 1e9, 2e9, 3e9 };
  g_autoptr(DhPlot) plot = fixture_new ();
  g_autoptr(DhLayout) layout = NULL;
  const DhTextItem *item;

  g_test_summary ("a hidden series is struck out in the legend and has no part in anything else");
  fixture_add (plot, "shown", values, 3);
  fixture_add (plot, "not shown", huge, 3)->hidden = TRUE;
  layout = fixture_layout (plot, 500, 300);
  item = find_text (layout, "not shown");
  g_assert_nonnull (item);
  g_assert_true (item->strike);
  g_assert_false (find_text (layout, "shown")->strike);
  g_assert_cmpfloat (layout->y[0].max, <, 4);
  g_assert_false (layout->drawn[1].shown);
}

static void
test_empty (void)
{
  g_autoptr(DhPlot) plot = fixture_new ();
  g_autoptr(DhLayout) layout = fixture_layout (plot, 420, 260);
  g_autoptr(DhLayout) asked = NULL;

  g_test_summary ("an empty chart says so");
  g_assert_nonnull (find_text (layout, "No data yet"));
  plot->empty_text = g_strdup ("All runs are hidden");
  asked = fixture_layout (plot, 420, 260);
  g_assert_nonnull (find_text (asked, "All runs are hidden"));
}

static void
test_end_labels (void)
{
  g_autoptr(DhPlot) plot = fixture_new ();
  g_autoptr(DhLayout) layout = NULL;
  double last = -100;

  g_test_summary ("line ends at the same height: labels are pushed apart, in order, beside the plot");
  for (int i = 0; i < 5; i++)
    {
      double values[] = { 0, 10 - i * 0.001, 5 - i * 0.001 };
      g_autofree char *label = g_strdup_printf ("w%d", i);

      fixture_add (plot, label, values, 3)->end_label = g_strdup_printf ("end %d", i);
    }
  layout = fixture_layout (plot, 700, 400);
  for (int i = 0; i < 5; i++)
    {
      g_autofree char *label = g_strdup_printf ("end %d", i);
      const DhTextItem *item = find_text (layout, label);

      g_assert_nonnull (item);
      g_assert_cmpfloat (item->x, >=, layout->rect.x + layout->rect.width);
      g_assert_cmpfloat (item->y - last, >=, item->height * 0.9);
      last = item->y;
    }
}

static void
test_names_at_ends (void)
{
  static const double values[] = { 1, 2, 3 };
  g_autoptr(DhPlot) plot = fixture_new ();
  g_autoptr(DhLayout) wide = NULL;
  g_autoptr(DhLayout) narrow = NULL;
  g_autoptr(DhLayout) alone = NULL;
  const char *name = "2 neurons + ReLU";
  const DhTextItem *item = NULL;

  g_test_summary ("a run's name is whole at its line in a wide chart; a narrow one has it in the legend only");
  fixture_add (plot, name, values, 3)->end_label = g_strdup (name);
  plot->legend = TRUE;
  wide = fixture_layout (plot, 490, 340);
  for (guint i = 0; i < wide->texts->len; i++)
    if (g_array_index (wide->texts, DhTextItem, i).x >= wide->rect.x + wide->rect.width)
      item = &g_array_index (wide->texts, DhTextItem, i);
  g_assert_nonnull (item);
  g_assert_cmpstr (item->text, ==, name);
  /* Not cut off: what it has is what the legend's has. */
  g_assert_cmpfloat (item->width, ==, find_text (wide, name)->width);
  g_assert_cmpfloat (item->x + item->width, <=, 490);
  narrow = fixture_layout (plot, 300, 200);
  g_assert_cmpfloat (find_text (narrow, name)->y, <, narrow->rect.y);
  g_assert_cmpfloat (narrow->rect.x + narrow->rect.width, >, 280);
  plot->legend = FALSE;
  alone = fixture_layout (plot, 300, 200);
  g_assert_cmpfloat (find_text (alone, name)->x, >, alone->rect.x + alone->rect.width);
}

static void
test_marks_of_points (void)
{
  double values[400];
  g_autoptr(DhPlot) plot = fixture_new ();
  DhPlotSeries *series;
  g_autoptr(DhLayout) few = NULL;
  g_autoptr(DhLayout) many = NULL;

  g_test_summary ("points are marked when there is room for marks");
  for (int i = 0; i < 400; i++)
    values[i] = sin (i);
  series = fixture_add (plot, "s", values, 20);
  few = fixture_layout (plot, 700, 400);
  g_assert_cmpfloat (few->drawn[0].mark_radius, >, 1);
  dh_plot_series_set_values (series, values, 400);
  many = fixture_layout (plot, 700, 400);
  g_assert_cmpfloat (many->drawn[0].mark_radius, ==, 0);
}

static void
test_options_are_copied (void)
{
  g_autoptr(DhPlot) plot = fixture_runs ();
  g_autofree char *font = g_strdup ("Sans 12"), *point = g_strdup (",");
  g_autoptr(DhLayout) layout = NULL;
  DhLayoutOptions options;

  g_test_summary ("a layout outlives the strings it was made from");
  dh_layout_options_init (&options, 400, 300);
  options.font = font;
  options.decimal_point = point;
  layout = dh_layout_new (plot, &options);
  font[0] = point[0] = 'X';
  g_assert_cmpstr (layout->font, ==, "Sans 12");
  g_assert_cmpstr (layout->decimal_point, ==, ",");
  g_assert_true (dh_layout_get_plot (layout) == plot);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/layout/tidy", test_tidy);
  g_test_add_func ("/layout/odd-sizes", test_odd_sizes);
  g_test_add_func ("/layout/mapping", test_mapping);
  g_test_add_func ("/layout/leaves", test_leaves);
  g_test_add_func ("/layout/leave-is-not-said-twice", test_leave_is_not_said_twice);
  g_test_add_func ("/layout/edges", test_edges);
  g_test_add_func ("/layout/edge-spans", test_edge_spans);
  g_test_add_func ("/layout/edge-view", test_edge_view);
  g_test_add_func ("/layout/legend", test_legend);
  g_test_add_func ("/layout/hidden", test_hidden);
  g_test_add_func ("/layout/empty", test_empty);
  g_test_add_func ("/layout/end-labels", test_end_labels);
  g_test_add_func ("/layout/names-at-ends", test_names_at_ends);
  g_test_add_func ("/layout/marks-of-points", test_marks_of_points);
  g_test_add_func ("/layout/options-are-copied", test_options_are_copied);
  return g_test_run ();
}
