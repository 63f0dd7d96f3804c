/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Decimation: no extreme is ever lost, gaps stay gaps, order and ends are kept. */
#include "dh-decimate.h"

#include <math.h>

typedef struct
{
  DhPlot *plot;
  DhPlotSeries *series;
  double *values;
  gsize n;
} Fixture;

static Fixture
make (GRand *rand, gsize n, double gap_chance)
{
  Fixture f = { dh_plot_new (), NULL, g_new (double, n), n };
  double y = 0;

  for (gsize i = 0; i < n; i++)
    {
      y += g_rand_double_range (rand, -1, 1);
      f.values[i] = y;
      if (g_rand_double (rand) < 0.001)
        f.values[i] += g_rand_double_range (rand, -1000, 1000);
      if (g_rand_double (rand) < gap_chance)
        f.values[i] = g_rand_boolean (rand) ? (double) NAN : (double) INFINITY;
    }
  f.series = dh_plot_add_series (f.plot, "k", "label");
  dh_plot_series_set_values (f.series, f.values, n);
  return f;
}

static void
drop (Fixture *f)
{
  dh_plot_unref (f->plot);
  g_free (f->values);
}

/* Each column of the full series has the same least and greatest value in the reduced one. */
static void
assert_extremes_kept (const Fixture *f, const DhScale *scale, guint columns, GArray *points)
{
  g_autofree double *low = g_new (double, columns), *high = g_new (double, columns);
  g_autofree double *low2 = g_new (double, columns), *high2 = g_new (double, columns);

  for (guint c = 0; c < columns; c++)
    {
      low[c] = low2[c] = INFINITY;
      high[c] = high2[c] = -INFINITY;
    }
  for (gsize i = 0; i < f->n; i++)
    {
      double unit = dh_scale_to_unit (scale, dh_plot_series_x (f->series, i));
      guint c = (guint) MIN (MAX (unit, 0) * columns, columns - 1);

      if (unit < 0 || unit > 1 || !isfinite (f->values[i]))
        continue;
      low[c] = fmin (low[c], f->values[i]);
      high[c] = fmax (high[c], f->values[i]);
    }
  for (guint i = 0; i < points->len; i++)
    {
      const DhPoint *point = &g_array_index (points, DhPoint, i);
      double unit = dh_scale_to_unit (scale, point->x);
      guint c = (guint) MIN (MAX (unit, 0) * columns, columns - 1);

      if (isnan (point->y) || unit < 0 || unit > 1)
        continue;
      g_assert_cmpfloat (point->y, ==, f->values[point->index]);
      g_assert_cmpfloat (point->x, ==, dh_plot_series_x (f->series, point->index));
      low2[c] = fmin (low2[c], point->y);
      high2[c] = fmax (high2[c], point->y);
    }
  for (guint c = 0; c < columns; c++)
    {
      g_assert_cmpfloat (low[c], ==, low2[c]);
      g_assert_cmpfloat (high[c], ==, high2[c]);
    }
}

static void
assert_in_order (GArray *points)
{
  gboolean any = FALSE;
  gsize last = 0;

  for (guint i = 0; i < points->len; i++)
    {
      const DhPoint *point = &g_array_index (points, DhPoint, i);

      if (isnan (point->y))
        {
          g_assert_false (i > 0 && isnan (g_array_index (points, DhPoint, i - 1).y));
          continue;
        }
      if (any)
        g_assert_cmpuint (point->index, >, last);
      last = point->index;
      any = TRUE;
    }
}

static void
test_property (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (11);

  g_test_summary ("random series with spikes and gaps, random views: every extreme of every column survives");
  for (int turn = 0; turn < 60; turn++)
    {
      /* Powers of two: column edges are then the same numbers here and there. */
      guint columns = 1u << g_rand_int_range (rand, 4, 9);
      Fixture f = make (rand, (gsize) g_rand_int_range (rand, 5, 60000), turn % 3 ? 0 : 0.05);
      g_autoptr(GArray) points = g_array_new (FALSE, FALSE, sizeof (DhPoint));
      double a = g_rand_double_range (rand, 0, (double) f.n / 2), span = g_rand_double_range (rand, 1, (double) f.n);
      DhScale scale;

      f.series->x0 = 0.25;
      dh_scale_init (&scale, DH_SCALE_LINEAR, floor (a), floor (a) + ceil (span / columns) * columns, 0);
      dh_decimate (f.series, &scale, columns, points);
      g_assert_cmpuint (points->len, <=, 6 * columns + 8);
      assert_in_order (points);
      assert_extremes_kept (&f, &scale, columns, points);
      drop (&f);
    }
}

static void
test_few (void)
{
  static const double values[] = { 1, NAN, 3, 4, INFINITY, INFINITY, 7 };
  g_autoptr(DhPlot) plot = dh_plot_new ();
  DhPlotSeries *series = dh_plot_add_series (plot, "k", "label");
  g_autoptr(GArray) points = g_array_new (FALSE, FALSE, sizeof (DhPoint));
  static const double expected[] = { 1, NAN, 3, 4, NAN, 7 };
  DhScale scale;

  g_test_summary ("few points come as they are, a run of gaps as one break");
  dh_plot_series_set_values (series, values, G_N_ELEMENTS (values));
  dh_scale_init (&scale, DH_SCALE_LINEAR, 0, 6, 0);
  dh_decimate (series, &scale, 100, points);
  g_assert_cmpuint (points->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < points->len; i++)
    {
      double y = g_array_index (points, DhPoint, i).y;
      g_assert_true (y == expected[i] || (isnan (y) && isnan (expected[i])));
    }
}

static void
test_view (void)
{
  double values[100];
  g_autoptr(DhPlot) plot = dh_plot_new ();
  DhPlotSeries *series = dh_plot_add_series (plot, "k", "label");
  g_autoptr(GArray) points = g_array_new (FALSE, FALSE, sizeof (DhPoint));
  DhScale scale;

  g_test_summary ("a view takes one point beyond either end, so that lines cross its border");
  for (int i = 0; i < 100; i++)
    values[i] = i;
  dh_plot_series_set_values (series, values, 100);
  dh_scale_init (&scale, DH_SCALE_LINEAR, 39.5, 60.5, 0);
  dh_decimate (series, &scale, 500, points);
  g_assert_cmpuint (points->len, ==, 23);
  g_assert_cmpfloat (g_array_index (points, DhPoint, 0).y, ==, 39);
  g_assert_cmpfloat (g_array_index (points, DhPoint, 22).y, ==, 61);
  g_array_set_size (points, 0);
  dh_scale_init (&scale, DH_SCALE_LINEAR, 1000, 2000, 0);
  dh_decimate (series, &scale, 500, points);
  g_assert_cmpuint (points->len, <=, 1);
}

static void
test_gap_columns (void)
{
  enum { N = 10000 };
  g_autofree double *values = g_new (double, N);
  g_autoptr(DhPlot) plot = dh_plot_new ();
  DhPlotSeries *series = dh_plot_add_series (plot, "k", "label");
  g_autoptr(GArray) points = g_array_new (FALSE, FALSE, sizeof (DhPoint));
  guint n_breaks = 0;
  DhScale scale;

  g_test_summary ("a long stretch without values breaks a decimated line once, and is not bridged");
  for (int i = 0; i < N; i++)
    values[i] = i >= 4000 && i < 6000 ? (double) NAN : sin (i);
  dh_plot_series_set_values (series, values, N);
  dh_scale_init (&scale, DH_SCALE_LINEAR, 0, N - 1, 0);
  dh_decimate (series, &scale, 100, points);
  for (guint i = 0; i < points->len; i++)
    {
      const DhPoint *point = &g_array_index (points, DhPoint, i);

      if (!isnan (point->y))
        continue;
      n_breaks++;
      g_assert_cmpuint (g_array_index (points, DhPoint, i - 1).index, ==, 3999);
      g_assert_cmpuint (g_array_index (points, DhPoint, i + 1).index, ==, 6000);
    }
  g_assert_cmpuint (n_breaks, ==, 1);
}

static void
test_log_x (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (5);
  Fixture f = make (rand, 30000, 0);
  g_autoptr(GArray) points = g_array_new (FALSE, FALSE, sizeof (DhPoint));
  gboolean seen_least = FALSE, seen_greatest = FALSE;
  DhPlotExtremes all;
  DhScale scale;

  g_test_summary ("on a logarithmic x axis too");
  f.series->x0 = 1;
  f.series->y.extremes (f.series->y.data, 0, f.n, &all);
  dh_scale_init (&scale, DH_SCALE_LOG, 1, 30000, 0);
  dh_decimate (f.series, &scale, 200, points);
  assert_in_order (points);
  g_assert_cmpuint (points->len, <, 1000);
  for (guint i = 0; i < points->len; i++)
    {
      seen_least = seen_least || g_array_index (points, DhPoint, i).y == all.min;
      seen_greatest = seen_greatest || g_array_index (points, DhPoint, i).y == all.max;
    }
  g_assert_true (seen_least && seen_greatest);
  drop (&f);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/decimate/property", test_property);
  g_test_add_func ("/decimate/few", test_few);
  g_test_add_func ("/decimate/view", test_view);
  g_test_add_func ("/decimate/gap-columns", test_gap_columns);
  g_test_add_func ("/decimate/log-x", test_log_x);
  return g_test_run ();
}
