/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Plots as values: sources and their extremes against a plain loop, nearest points, words. */
#include "dh-plot.h"
#include "dh-plot-source.h"

#include <math.h>
#include <string.h>

static void
test_extremes (void)
{
  enum { N = 20000 };
  g_autoptr(GRand) rand = g_rand_new_with_seed (3);
  g_autofree double *values = g_new (double, N);
  g_autoptr(DhPlot) plot = dh_plot_new ();
  DhPlotSeries *series = dh_plot_add_series (plot, "k", "label");

  g_test_summary ("extremes of any stretch are those of a plain loop, gaps counted");
  for (int i = 0; i < N; i++)
    values[i] = g_rand_int_range (rand, 0, 50) == 0 ? (double) NAN : g_rand_double_range (rand, -5, 9);
  dh_plot_series_set_values (series, values, N);
  for (int turn = 0; turn < 2000; turn++)
    {
      gsize first = (gsize) g_rand_int_range (rand, 0, N), n = (gsize) g_rand_int_range (rand, 0, N) + 1;
      DhPlotExtremes got, expected;

      n = MIN (n, N - first);
      dh_plot_source_extremes (&series->y, first, n, &got);
      dh_plot_extremes_init (&expected);
      for (gsize i = first; i < first + n; i++)
        if (!isfinite (values[i]))
          expected.n_gaps++;
        else
          {
            expected.min = fmin (expected.min, values[i]);
            expected.max = fmax (expected.max, values[i]);
            if (values[i] > 0)
              expected.min_positive = fmin (expected.min_positive, values[i]);
          }
      g_assert_cmpfloat (got.min, ==, expected.min);
      g_assert_cmpfloat (got.max, ==, expected.max);
      g_assert_cmpfloat (got.min_positive, ==, expected.min_positive);
      g_assert_cmpuint (got.n_gaps, ==, expected.n_gaps);
      if (got.min <= got.max)
        {
          g_assert_cmpfloat (values[dh_plot_source_find (&series->y, first, n, got.min, FALSE)], ==, got.min);
          g_assert_cmpfloat (values[dh_plot_source_find (&series->y, first, n, got.max, TRUE)], ==, got.max);
        }
    }
}

static void
test_search (void)
{
  enum { N = 5000 };
  g_autofree double *values = g_new (double, N);
  g_autoptr(DhPlot) plot = dh_plot_new ();
  DhPlotSeries *series = dh_plot_add_series (plot, "k", "label");

  g_test_summary ("the end of the finite values, and where a magnitude is first passed");
  for (int end = 0; end <= N; end += 250)
    {
      for (int i = 0; i < N; i++)
        values[i] = i < end ? i - 10.0 : (double) INFINITY;
      dh_plot_series_set_values (series, values, N);
      g_assert_cmpuint (dh_plot_source_finite_end (&series->y), ==, end);
      g_assert_cmpuint (dh_plot_source_leaves (&series->y, 0, N, 1234.5), ==, end > 1245 ? 1245 : N);
    }
}

static void
test_nearest (void)
{
  static const double values[] = { 1, 2, 3, 4 }, xs[] = { 0, 1, 10, 11 }, cloud[] = { 5, 1, 9, 3 };
  g_autoptr(DhPlot) plot = dh_plot_new ();
  DhPlotSeries *series = dh_plot_add_series (plot, "k", "label");
  gsize i = 99;

  g_test_summary ("nearest by x: steps, given positions, clouds in any order, nothing");
  g_assert_false (dh_plot_series_nearest (series, 0, &i));
  dh_plot_series_set_values (series, values, 4);
  series->x0 = 1;
  series->dx = 0.5;
  g_assert_true (dh_plot_series_nearest (series, 1.6, &i));
  g_assert_cmpuint (i, ==, 1);
  g_assert_true (dh_plot_series_nearest (series, -1e300, &i));
  g_assert_cmpuint (i, ==, 0);
  g_assert_true (dh_plot_series_nearest (series, 1e300, &i));
  g_assert_cmpuint (i, ==, 3);
  g_assert_false (dh_plot_series_nearest (series, NAN, &i));
  dh_plot_series_set_xs (series, xs, 4);
  g_assert_true (dh_plot_series_nearest (series, 6, &i));
  g_assert_cmpuint (i, ==, 2);
  g_assert_true (dh_plot_series_nearest (series, 5, &i));
  g_assert_cmpuint (i, ==, 1);
  series->style = DH_PLOT_POINTS;
  dh_plot_series_set_xs (series, cloud, 4);
  g_assert_true (dh_plot_series_nearest (series, 8, &i));
  g_assert_cmpuint (i, ==, 2);
}

static void
test_lower_bound (void)
{
  enum { N = 1000 };
  double values[N] = { 0 };
  g_autoptr(DhPlot) plot = dh_plot_new ();
  DhPlotSeries *series = dh_plot_add_series (plot, "k", "label");

  g_test_summary ("first index at or after x, though x0 + i dx rounds");
  dh_plot_series_set_values (series, values, N);
  series->x0 = 0.1;
  series->dx = 0.1;
  for (gsize i = 0; i < N; i++)
    {
      double x = dh_plot_series_x (series, i);

      g_assert_cmpuint (dh_plot_series_lower_bound (series, x), ==, i);
      g_assert_cmpuint (dh_plot_series_lower_bound (series, nextafter (x, INFINITY)), ==, i + 1);
    }
}

static void
test_summary_words (void)
{
  static const double values[] = { 5, 1.5, 9, NAN, 3 };
  g_autoptr(DhPlot) plot = dh_plot_new ();
  g_autofree char *empty = dh_plot_summary (plot, NULL), *text = NULL, *comma = NULL, *hidden = NULL;
  DhPlotSeries *series;

  g_test_summary ("a plot in words: axes and first, last, least, greatest of each series");
  g_assert_nonnull (strstr (empty, "No series is shown."));
  plot->title = g_strdup ("Error");
  plot->x.label = g_strdup ("Step");
  plot->left.label = g_strdup ("MSE");
  series = dh_plot_add_series (plot, "k", "1 neuron");
  dh_plot_series_set_values (series, values, G_N_ELEMENTS (values));
  text = dh_plot_summary (plot, NULL);
  g_assert_cmpstr (text, ==, "Chart: Error. MSE against Step. 1 neuron: first 5, last 3, least 1.5, "
                             "greatest 9. 1 value is not finite.");
  comma = dh_plot_summary (plot, ",");
  g_assert_nonnull (strstr (comma, "least 1,5, "));
  series->hidden = TRUE;
  hidden = dh_plot_summary (plot, NULL);
  g_assert_null (strstr (hidden, "neuron"));
}

static gint n_freed;

static void
count_free (gpointer data)
{
  g_atomic_int_inc (&n_freed);
}

static gpointer
hold_and_drop (gpointer data)
{
  for (int i = 0; i < 10000; i++)
    dh_plot_unref (dh_plot_ref (data));
  dh_plot_unref (data);
  return NULL;
}

static void
test_references (void)
{
  DhPlot *plot = dh_plot_new ();
  GThread *threads[4];

  g_test_summary ("the last reference, on whatever thread, frees the sources once");
  dh_plot_add_series (plot, NULL, NULL)->y.free_data = count_free;
  dh_plot_add_mark (plot, 3, "epoch 2");
  for (int i = 0; i < 4; i++)
    threads[i] = g_thread_new ("holder", hold_and_drop, dh_plot_ref (plot));
  dh_plot_unref (plot);
  for (int i = 0; i < 4; i++)
    g_thread_join (threads[i]);
  g_assert_cmpint (n_freed, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/extremes", test_extremes);
  g_test_add_func ("/plot/search", test_search);
  g_test_add_func ("/plot/nearest", test_nearest);
  g_test_add_func ("/plot/lower-bound", test_lower_bound);
  g_test_add_func ("/plot/summary", test_summary_words);
  g_test_add_func ("/plot/references", test_references);
  return g_test_run ();
}
