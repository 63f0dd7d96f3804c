/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Signs on the x axis: where they are, what the pointer finds there, that they are painted, and that they are told. */
#include "plot-fixture.h"

#include <string.h>

static void
add_sign (DhPlot *plot, double x, const char *label, guint32 colour)
{
  DhPlotMark *mark = dh_plot_add_mark (plot, x, label);

  mark->sign = TRUE;
  mark->colour = colour;
}

/* Three at two places, and one outside what a zoom shows. */
static DhPlot *
signed_plot (void)
{
  double values[100];
  DhPlot *plot = fixture_new ();

  for (guint i = 0; i < 100; i++)
    values[i] = 5 + i % 3;
  fixture_add (plot, "run", values, 100)->colour = 4;
  dh_plot_add_mark (plot, 50.5, NULL)->faint = TRUE;
  add_sign (plot, 25, "one", 1);
  add_sign (plot, 25, "two", 2);
  add_sign (plot, 75, "three", 3);
  return plot;
}

static void
test_hit (void)
{
  g_autoptr (DhPlot) plot = signed_plot ();
  g_autoptr (DhLayout) layout = fixture_layout (plot, 600, 300);
  double x = dh_layout_x_to_pixel (layout, 25);
  DhRect rect;
  double bottom;
  DhHit hit;

  g_test_summary ("The pointer finds a sign on the axis, one of the same place on top of it, and nothing beside.");
  dh_layout_plot_rect (layout, &rect);
  bottom = rect.y + rect.height;
  dh_layout_hit (layout, x, bottom + 1, &hit);
  g_assert_cmpint (hit.kind, ==, DH_HIT_SIGN);
  g_assert_cmpuint (hit.mark, ==, 1);
  dh_layout_hit (layout, x, bottom - 9, &hit);
  g_assert_cmpint (hit.kind, ==, DH_HIT_SIGN);
  g_assert_cmpuint (hit.mark, ==, 2);
  dh_layout_hit (layout, dh_layout_x_to_pixel (layout, 75), bottom, &hit);
  g_assert_cmpint (hit.kind, ==, DH_HIT_SIGN);
  g_assert_cmpuint (hit.mark, ==, 3);
  dh_layout_hit (layout, x + 12, bottom + 3, &hit);
  g_assert_cmpint (hit.kind, ==, DH_HIT_X_AXIS);
  dh_layout_hit (layout, dh_layout_x_to_pixel (layout, 50.5), bottom + 1, &hit);
  g_assert_cmpint (hit.kind, ==, DH_HIT_X_AXIS);
}

static void
test_zoomed (void)
{
  g_autoptr (DhPlot) plot = signed_plot ();
  g_autoptr (DhLayout) layout = NULL;
  DhLayoutOptions options;
  DhRect rect;
  guint n = 0;

  g_test_summary ("What a zoom leaves out has no sign.");
  dh_layout_options_init (&options, 600, 300);
  options.zoom.x = (DhZoomRange) { TRUE, 60, 90 };
  layout = dh_layout_new (plot, &options);
  dh_layout_plot_rect (layout, &rect);
  for (double x = 0; x < 600; x += 2)
    {
      DhHit hit;

      dh_layout_hit (layout, x, rect.y + rect.height, &hit);
      if (hit.kind != DH_HIT_SIGN)
        continue;
      g_assert_cmpuint (hit.mark, ==, 3);
      n++;
    }
  g_assert_cmpuint (n, >, 3);
}

static void
test_painted (void)
{
  g_autoptr (DhPlot) plot = signed_plot ();
  g_autoptr (DhLayout) layout = fixture_layout (plot, 600, 300);
  cairo_surface_t *surface = fixture_paint (layout, 2);
  DhRect rect;

  g_test_summary ("Each has its run's colour, no line, and no words in the plot.");
  dh_layout_plot_rect (layout, &rect);
  for (guint32 colour = 1; colour <= 3; colour++)
    {
      int x = (int) (2 * dh_layout_x_to_pixel (layout, colour == 3 ? 75 : 25));
      int y = (int) (2 * (rect.y + rect.height));

      g_assert_cmpuint (fixture_count_colour (surface, colour, x - 14, y - 32, 28, 44), >, 60);
      g_assert_cmpuint (fixture_count_colour (surface, colour, 0, 0, 1200, y - 34), ==, 0);
    }
  cairo_surface_destroy (surface);
}

static void
test_told (void)
{
  g_autoptr (DhPlot) plot = signed_plot ();
  g_autofree char *summary = dh_plot_summary (plot, NULL);

  g_test_summary ("The summary in words tells every sign.");
  g_assert_nonnull (strstr (summary, " Sign: one. Sign: two. Sign: three."));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/signs/hit", test_hit);
  g_test_add_func ("/signs/zoomed", test_zoomed);
  g_test_add_func ("/signs/painted", test_painted);
  g_test_add_func ("/signs/told", test_told);
  return g_test_run ();
}
