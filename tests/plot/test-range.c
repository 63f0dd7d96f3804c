/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Automatic ranges: what an exploding run keeps, padding, empty and constant data. */
#include "dh-range.h"

#include <math.h>

static const double explosion[] = { 3.51e4, 4.04e6, 3.83e11, 1.89e25, 2.04e65 };

/* 24 values below 1e4, then the known explosion. */
static void
fill_known (double *values)
{
  for (int i = 0; i < 24; i++)
    values[i] = 200.0 + 9000.0 * (0.5 + 0.5 * sin (i * 1.7));
  for (int i = 0; i < 5; i++)
    values[24 + i] = explosion[i];
}

static DhPlotSeries *
add (DhPlot *plot, const double *values, gsize n, gboolean diverges)
{
  DhPlotSeries *series = dh_plot_add_series (plot, "k", "label");

  series->x0 = 1;
  series->diverges = diverges;
  dh_plot_series_set_values (series, values, n);
  return series;
}

static gsize
readable (const double *values, gsize n, double others)
{
  g_autoptr(DhPlot) plot = dh_plot_new ();

  return dh_range_readable (&add (plot, values, n, TRUE)->y, others);
}

static void
test_known_explosion (void)
{
  double values[40];

  g_test_summary ("the known run keeps 25 points: it leaves at step 26");
  fill_known (values);
  g_assert_cmpuint (readable (values, 29, 0), ==, 25);
  g_assert_cmpuint (readable (values, 29, 9000), ==, 25);
  /* What follows as infinity or not at all changes nothing. */
  values[29] = INFINITY;
  for (int i = 30; i < 40; i++)
    values[i] = NAN;
  g_assert_cmpuint (readable (values, 40, 0), ==, 25);
  /* Beside much larger series more of it is readable. */
  g_assert_cmpuint (readable (values, 29, 1e6), ==, 26);
  for (int i = 0; i < 29; i++)
    values[i] = -values[i];
  g_assert_cmpuint (readable (values, 29, 0), ==, 25);
}

static void
test_small_start (void)
{
  static const double values[] = { 0, 0.001, 0.02, 0.5, 0.9, 1.1, 1.0, 1.2, 0.8, 1e3, 1e9, 1e30 };

  g_test_summary ("growing from nothing at the start is no explosion");
  g_assert_cmpuint (readable (values, G_N_ELEMENTS (values), 0), ==, 9);
}

static void
test_slow (void)
{
  double values[145];
  gsize kept;

  g_test_summary ("an explosion by half a step is cut where it passes 10 times its start");
  for (int i = 0; i < 145; i++)
    values[i] = pow (-1.5, i);
  kept = readable (values, 145, 0);
  g_assert_cmpfloat (fabs (values[kept]), >, 10 * fabs (values[17]));
  g_assert_cmpfloat (fabs (values[kept - 1]), <=, 10 * fabs (values[17]));
  kept = readable (values, 145, 1e6);
  g_assert_cmpfloat (fabs (values[kept - 1]), >, 1.2e6);
  g_assert_cmpfloat (fabs (values[kept]), <, 4e6);
}

static void
test_any_length (void)
{
  enum { LONGEST = 29 * 400 };
  g_autofree double *values = g_new (double, LONGEST);

  g_test_summary ("a run that rests where it has run away to keeps the same part, however many epochs follow");
  fill_known (values);
  for (gsize i = 29; i < LONGEST; i++)
    values[i] = 2e65 * (1.0 + 0.5 * sin ((double) i));
  /* Twice as long each time, as “More epochs” makes it. */
  for (gsize n = 29; n <= LONGEST; n *= 2)
    {
      g_assert_cmpuint (readable (values, n, 0), ==, 25);
      g_assert_cmpuint (readable (values, n, 5e4), ==, 25);
    }
}

static void
test_beside_calm (void)
{
  static const double calm[] = { 1.0, 2.6, 2.4, 2.5, 2.5, 3.0, 5.0, 15.0 };
  static const double gone[] = { 1e66, 2e66, 1e66, 3e66, 2e66 };
  g_autoptr(DhPlot) plot = dh_plot_new ();
  double values[24];
  DhScale scale;

  g_test_summary ("what runs away takes no more than twice the calm series' room, and none when it was never near");
  for (int i = 0; i < 24; i++)
    values[i] = i < 20 ? 1.0 + 0.1 * i : i == 20 ? 8.0 : i == 21 ? -120.0 : 7e15;
  add (plot, values, 24, TRUE);
  add (plot, calm, G_N_ELEMENTS (calm), FALSE);
  g_assert_true (dh_range_y (plot, DH_PLOT_LEFT, &scale));
  g_assert_cmpfloat (scale.min, >, -2.0);
  g_assert_cmpfloat (scale.max, <, 17.0);
  dh_plot_series_set_values (dh_plot_get_series (plot, 0), gone, G_N_ELEMENTS (gone));
  g_assert_true (dh_range_y (plot, DH_PLOT_LEFT, &scale));
  g_assert_cmpfloat (scale.max, <, 17.0);
  /* Alone it is shown: there is nothing else to see. */
  dh_plot_get_series (plot, 1)->hidden = TRUE;
  g_assert_true (dh_range_y (plot, DH_PLOT_LEFT, &scale));
  g_assert_cmpfloat (scale.max, >, 1e66);
}

static void
test_harmless (void)
{
  double values[100];

  g_test_summary ("a series that only says it diverges keeps everything");
  for (int i = 0; i < 100; i++)
    values[i] = sin (i);
  g_assert_cmpuint (readable (values, 100, 0), ==, 100);
  for (int i = 0; i < 100; i++)
    values[i] = 0;
  g_assert_cmpuint (readable (values, 100, 0), ==, 100);
  for (int i = 0; i < 100; i++)
    values[i] = NAN;
  g_assert_cmpuint (readable (values, 100, 0), ==, 0);
  g_assert_cmpuint (readable (values, 0, 0), ==, 0);
}

static void
test_axes (void)
{
  g_autoptr(DhPlot) plot = dh_plot_new ();
  double values[29], calm[29];
  DhScale scale;

  g_test_summary ("linear, log and symlog axes beside an explosion stay readable");
  fill_known (values);
  for (int i = 0; i < 29; i++)
    calm[i] = 1000.0 / (i + 1);
  add (plot, values, 29, TRUE);
  add (plot, calm, 29, FALSE);
  g_assert_true (dh_range_y (plot, DH_PLOT_LEFT, &scale));
  g_assert_cmpfloat (scale.max, >, 3.51e4);
  g_assert_cmpfloat (scale.max, <, 4.0e4);
  g_assert_cmpfloat (scale.min, <, 1000.0 / 29);
  plot->left.kind = DH_SCALE_LOG;
  g_assert_true (dh_range_y (plot, DH_PLOT_LEFT, &scale));
  /* The calm part spans three decades, so four are added. */
  g_assert_cmpfloat (scale.max, >, 3.51e8);
  g_assert_cmpfloat (scale.max, <, 1e9);
  g_assert_cmpfloat (dh_scale_to_unit (&scale, 3.51e4), >, 0.35);
  plot->left.kind = DH_SCALE_SYMLOG;
  g_assert_true (dh_range_y (plot, DH_PLOT_LEFT, &scale));
  g_assert_cmpfloat (scale.max, <, 1e10);
  g_assert_cmpfloat (dh_scale_to_unit (&scale, 3.51e4), >, 0.4);
  /* Without the flag everything is shown. */
  dh_plot_get_series (plot, 0)->diverges = FALSE;
  plot->left.kind = DH_SCALE_LINEAR;
  g_assert_true (dh_range_y (plot, DH_PLOT_LEFT, &scale));
  g_assert_cmpfloat (scale.max, >, 2.04e65);
}

static void
test_degenerate (void)
{
  static const double gaps[] = { NAN, INFINITY, -INFINITY }, constant[] = { 2, 2, 2 }, negative[] = { -3, 0, -1 };
  g_autoptr(DhPlot) plot = dh_plot_new ();
  DhPlotSeries *series;
  DhScale scale;

  g_test_summary ("empty, all gaps, constant, nothing positive: defined looks");
  g_assert_false (dh_range_y (plot, DH_PLOT_LEFT, &scale));
  g_assert_cmpfloat (scale.min, ==, 0);
  g_assert_cmpfloat (scale.max, ==, 1);
  g_assert_false (dh_range_x (plot, &scale));
  series = add (plot, gaps, 3, FALSE);
  g_assert_false (dh_range_y (plot, DH_PLOT_LEFT, &scale));
  dh_plot_series_set_values (series, constant, 3);
  g_assert_true (dh_range_y (plot, DH_PLOT_LEFT, &scale));
  g_assert_cmpfloat (scale.min, ==, 1.8);
  g_assert_cmpfloat (scale.max, ==, 2.2);
  dh_plot_series_set_values (series, negative, 3);
  plot->left.kind = DH_SCALE_LOG;
  g_assert_false (dh_range_y (plot, DH_PLOT_LEFT, &scale));
  g_assert_cmpfloat (scale.min, >, 0);
}

static void
test_sides_and_hidden (void)
{
  static const double one[] = { 1, 2 }, other[] = { 100, 200 };
  g_autoptr(DhPlot) plot = dh_plot_new ();
  DhScale scale;

  g_test_summary ("each side has its own range; hidden series have no part in it");
  add (plot, one, 2, FALSE);
  add (plot, other, 2, FALSE)->side = DH_PLOT_RIGHT;
  add (plot, other, 2, FALSE)->hidden = TRUE;
  g_assert_true (dh_range_y (plot, DH_PLOT_LEFT, &scale));
  g_assert_cmpfloat (scale.max, ==, 2.05);
  g_assert_true (dh_range_y (plot, DH_PLOT_RIGHT, &scale));
  g_assert_cmpfloat (scale.min, ==, 95);
  plot->left.fixed = TRUE;
  plot->left.min = -7;
  plot->left.max = 8;
  g_assert_true (dh_range_y (plot, DH_PLOT_LEFT, &scale));
  g_assert_cmpfloat (scale.min, ==, -7);
  g_assert_cmpfloat (scale.max, ==, 8);
}

static void
test_x (void)
{
  static const double values[] = { 1, 2, 3 }, xs[] = { 5, -2, 3 };
  g_autoptr(DhPlot) plot = dh_plot_new ();
  DhPlotSeries *series = add (plot, values, 3, FALSE);
  DhScale scale;

  g_test_summary ("x ends: lines start at the axis, points get room, one step stands in the middle");
  g_assert_true (dh_range_x (plot, &scale));
  g_assert_cmpfloat (scale.min, ==, 1);
  g_assert_cmpfloat (scale.max, ==, 3);
  series->style = DH_PLOT_POINTS;
  dh_plot_series_set_xs (series, xs, 3);
  g_assert_true (dh_range_x (plot, &scale));
  g_assert_cmpfloat (scale.min, <, -2);
  g_assert_cmpfloat (scale.max, >, 5);
  series->style = DH_PLOT_LINE;
  dh_plot_series_set_xs (series, NULL, 0);
  dh_plot_series_set_values (series, values, 1);
  plot->x.whole = TRUE;
  g_assert_true (dh_range_x (plot, &scale));
  g_assert_cmpfloat (scale.min, ==, 0.5);
  g_assert_cmpfloat (scale.max, ==, 1.5);
  series->x0 = -5;
  dh_plot_series_set_values (series, values, 3);
  plot->x.kind = DH_SCALE_LOG;
  g_assert_false (dh_range_x (plot, &scale));
  series->x0 = 0;
  g_assert_true (dh_range_x (plot, &scale));
  g_assert_cmpfloat (scale.min, ==, 1);
  g_assert_cmpfloat (scale.max, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/range/known-explosion", test_known_explosion);
  g_test_add_func ("/range/small-start", test_small_start);
  g_test_add_func ("/range/slow", test_slow);
  g_test_add_func ("/range/any-length", test_any_length);
  g_test_add_func ("/range/beside-calm", test_beside_calm);
  g_test_add_func ("/range/harmless", test_harmless);
  g_test_add_func ("/range/axes", test_axes);
  g_test_add_func ("/range/degenerate", test_degenerate);
  g_test_add_func ("/range/sides-and-hidden", test_sides_and_hidden);
  g_test_add_func ("/range/x", test_x);
  return g_test_run ();
}
