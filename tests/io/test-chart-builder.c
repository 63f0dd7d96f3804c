/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Chart builder: every quantity becomes the series that it should, with the history's own numbers. */
#include "dh-chart-builder.h"
#include "dh-findings.h"
#include "dh-quantity.h"
#include "dh-trainer.h"

#include <math.h>
#include <string.h>

typedef struct
{
  DhExperiment *experiment;
  DhHistory *histories[3];
  DhChartContext context;
} Fixture;

static void
set_up (Fixture *f, gconstpointer unused)
{
  f->experiment = dh_experiment_new_first ();
  for (gsize i = 0; i < 3; i++)
    {
      g_autoptr (GError) error = NULL;

      f->histories[i] = dh_train (dh_experiment_get_run (f->experiment, i),
                                  dh_experiment_get_data (f->experiment), NULL, &error);
      g_assert_no_error (error);
    }
  f->context = (DhChartContext){ f->experiment, f->histories, G_MAXUINT64 };
}

static void
tear_down (Fixture *f, gconstpointer unused)
{
  for (gsize i = 0; i < 3; i++)
    dh_history_unref (f->histories[i]);
  dh_experiment_unref (f->experiment);
}

static DhPlotSeries *
find (DhPlot *plot, const char *key)
{
  for (guint i = 0; i < dh_plot_n_series (plot); i++)
    if (strcmp (dh_plot_get_series (plot, i)->key, key) == 0)
      return dh_plot_get_series (plot, i);
  g_test_message ("no series %s", key);
  g_assert_not_reached ();
}

static double
value_at (DhPlotSeries *series, gsize i)
{
  double value;

  g_assert_cmpuint (i, <, series->y.length);
  series->y.read (series->y.data, i, 1, &value);
  return value;
}

static void
test_errors (Fixture *f, gconstpointer unused)
{
  g_autoptr (DhView) view = dh_view_new_default (DH_VIEW_ERRORS);
  g_autoptr (DhPlot) plot = dh_chart_build (&f->context, view);
  DhPlotSeries *two = find (plot, "2/error");

  g_test_summary ("Errors: one series a run, the known values, the exploded one says so");
  g_assert_cmpuint (dh_plot_n_series (plot), ==, 3);
  g_assert_cmpint (plot->left.kind, ==, DH_SCALE_LOG);
  g_assert_cmpstr (two->label, ==, "2 neurons");
  g_assert_true (two->diverges);
  g_assert_false (find (plot, "1/error")->diverges);
  g_assert_cmpfloat (dh_plot_series_x (two, 24), ==, 25);
  g_assert_cmpfloat_with_epsilon (value_at (two, 24) / 3.51e4, 1, 0.01);
  g_assert_cmpfloat_with_epsilon (value_at (two, 26) / 3.83e11, 1, 0.01);
  g_assert_cmpuint (plot->marks->len, ==, 4);
}

static void
test_findings (Fixture *f, gconstpointer unused)
{
  GPtrArray *findings[3];
  g_autoptr (DhView) view = dh_view_new_default (DH_VIEW_ERRORS);
  g_autoptr (DhView) fit = dh_view_new_default (DH_VIEW_FIT);
  g_autoptr (DhPlot) over_x = NULL;
  const DhPlotMark *away = NULL;

  g_test_summary ("Findings: a sign at the step, in the run's colour, on axes of steps and of epochs, none over x");
  for (gsize i = 0; i < 3; i++)
    findings[i] = dh_findings_find (f->histories[i], NULL);
  f->context.findings = findings;
  for (guint epochs = 0; epochs < 2; epochs++)
    {
      g_autoptr (DhPlot) plot = NULL;
      guint n = 0;

      view->x = epochs ? DH_X_EPOCH : DH_X_STEP;
      plot = dh_chart_build (&f->context, view);
      for (guint i = 0; i < plot->marks->len; i++)
        {
          const DhPlotMark *mark = g_ptr_array_index (plot->marks, i);

          n += mark->sign;
          if (mark->sign && strcmp (mark->label, "2 neurons: ran away, step 25 did it") == 0)
            away = mark;
        }
      /* Crawling and ill-conditioned have no step. */
      g_assert_cmpuint (n, ==, 4);
      g_assert_nonnull (away);
      g_assert_cmpfloat (away->x, ==, epochs ? 25.0 / 29 : 25);
      g_assert_cmpuint (away->colour, ==, dh_experiment_get_run (f->experiment, 1)->colour);
    }
  over_x = dh_chart_build (&f->context, fit);
  for (guint i = 0; i < over_x->marks->len; i++)
    g_assert_false (((DhPlotMark *) g_ptr_array_index (over_x->marks, i))->sign);
  for (gsize i = 0; i < 3; i++)
    g_ptr_array_unref (findings[i]);
}

static void
test_weights (Fixture *f, gconstpointer unused)
{
  g_autoptr (DhView) view = dh_view_new_default (DH_VIEW_WEIGHTS);
  g_autoptr (DhPlot) plot = NULL;

  g_test_summary ("Weights: one series a weight and run, a line style a weight, a colour a run");
  dh_view_set_hidden (view, "3/n.c", TRUE);
  plot = dh_chart_build (&f->context, view);
  g_assert_cmpuint (dh_plot_n_series (plot), ==, 10);
  g_assert_cmpstr (find (plot, "3/n.d")->label, ==, "2 neurons + ReLU · d");
  g_assert_cmpstr (find (plot, "3/n.d")->end_label, ==, "d");
  g_assert_cmpuint (find (plot, "3/n.d")->line_style, ==, 3);
  g_assert_cmpuint (find (plot, "1/n.b")->colour, ==, 0);
  g_assert_true (find (plot, "3/n.c")->hidden);
  g_assert_false (find (plot, "2/n.c")->hidden);
}

static void
test_several_quantities (Fixture *f, gconstpointer unused)
{
  char *left[] = { (char *) "mse", (char *) "rmse", NULL };
  g_autoptr (DhView) view = dh_view_new ("mse");
  g_autoptr (DhPlot) plot = NULL;

  g_test_summary ("Two quantities: the line's end says which; epochs alone have no halves");
  g_strfreev (view->left);
  view->left = g_strdupv (left);
  view->x = DH_X_EPOCH;
  plot = dh_chart_build (&f->context, view);
  g_assert_cmpuint (dh_plot_n_series (plot), ==, 6);
  g_assert_cmpstr (find (plot, "2/mse")->end_label, ==, "MSE");
  g_assert_cmpstr (find (plot, "2/rmse")->end_label, ==, "RMSE");
  g_assert_true (plot->x.whole);
}

static void
test_fit (Fixture *f, gconstpointer unused)
{
  g_autoptr (DhView) view = dh_view_new_default (DH_VIEW_FIT);
  g_autoptr (DhPlot) end = NULL, start = NULL;
  DhPlotSeries *data, *curve;

  g_test_summary ("Fit: the rows, and each run's curve with the weights at the playhead");
  f->context.playhead = 0;
  start = dh_chart_build (&f->context, view);
  g_assert_cmpuint (dh_plot_n_series (start), ==, 4);
  data = find (start, "data/rows");
  g_assert_cmpuint (data->y.length, ==, 29);
  g_assert_cmpfloat (value_at (data, 17), ==, 228);
  g_assert_cmpfloat (dh_plot_series_x (data, 17), ==, 99);
  curve = find (start, "1/fit");
  /* All weights 1: the line x + 1. */
  for (gsize i = 0; i < curve->y.length; i += 100)
    g_assert_cmpfloat_with_epsilon (value_at (curve, i), dh_plot_series_x (curve, i) + 1, 1e-9);
  f->context.playhead = G_MAXUINT64;
  end = dh_chart_build (&f->context, view);
  g_assert_cmpfloat (value_at (find (end, "1/fit"), 0), !=, value_at (curve, 0));
  /* The exploded curve has left; the points keep the axis. */
  g_assert_cmpfloat (end->left.max, <, 400);
  g_assert_true (end->left.fixed);
}

/* The bias of y = ax + b, known exactly: h·x² for a, h for b. */
static void
check_bias (DhPlot *plot, double x)
{
  DhPlotSeries *a = find (plot, "1/bump-error.a"), *b = find (plot, "1/bump-error.b");
  guint n = 0;

  for (gsize i = 0; i < a->y.length; i++)
    {
      double h = dh_plot_series_x (a, i);

      g_assert_cmpfloat (h, ==, dh_plot_series_x (b, i));
      if (h < 1e-4)
        continue;
      g_assert_cmpfloat_with_epsilon (value_at (a, i) / (h * x * x), 1, 1e-4);
      g_assert_cmpfloat_with_epsilon (value_at (b, i) / h, 1, 1e-3);
      n++;
    }
  g_assert_cmpuint (n, ==, 51);
}

static void
test_bump_error (Fixture *f, gconstpointer unused)
{
  g_autoptr (DhView) view = dh_view_new ("bump-error");
  g_autoptr (DhPlot) first = NULL, worst = NULL, hidden = NULL;
  DhPlotSeries *a;

  g_test_summary ("The bump's error: the exact bias of y = ax + b at the playhead's row, none both ways, and rounding");
  f->context.playhead = 0;
  first = dh_chart_build (&f->context, view);
  g_assert_cmpint (first->x.kind, ==, DH_SCALE_LOG);
  g_assert_cmpint (first->left.kind, ==, DH_SCALE_LOG);
  g_assert_cmpstr (first->x.label, ==, "Bump h");
  /* 2 + 4 + 4 weights, each one way and both ways. */
  g_assert_cmpuint (dh_plot_n_series (first), ==, 20);
  check_bias (first, 14);
  f->context.playhead = 25;
  worst = dh_chart_build (&f->context, view);
  check_bias (worst, 99);
  a = find (worst, "1/bump-error.a");
  g_assert_cmpuint (a->y.length, ==, 161);
  g_assert_cmpfloat (dh_plot_series_x (a, 0), ==, 1e-15);
  g_assert_cmpfloat (dh_plot_series_x (a, 130), ==, 0.01);
  g_assert_cmpfloat (dh_plot_series_x (a, 160), ==, 10);
  /* Below rounding the bump reads 0: what is missing is the derivative itself, some 3000. */
  g_assert_cmpfloat (value_at (a, 0), >, 10);
  for (gsize i = 110; i < 161; i++)
    g_assert_cmpfloat (value_at (find (worst, "1/bump-error.a/central"), i), <, 1e-6);
  g_assert_cmpfloat (value_at (a, 75), <, value_at (a, 10));
  g_assert_cmpfloat (value_at (a, 75), <, value_at (a, 150));
  /* All three bump by 0.01. */
  g_assert_cmpuint (worst->marks->len, ==, 1);
  g_assert_cmpfloat (((DhPlotMark *) worst->marks->pdata[0])->x, ==, 0.01);
  dh_view_set_hidden (view, "1/bump-error.a/central", TRUE);
  hidden = dh_chart_build (&f->context, view);
  g_assert_true (find (hidden, "1/bump-error.a/central")->hidden);
  g_assert_false (find (hidden, "1/bump-error.a")->hidden);
}

/* A net of 25 weights: one line each way. */
static void
test_bump_error_large (Fixture *f, gconstpointer unused)
{
  g_autoptr (DhView) view = dh_view_new ("bump-error");
  g_autoptr (DhExperiment) experiment = NULL;
  g_autoptr (DhHistory) history = NULL;
  g_autoptr (DhRun) run = dh_run_new ();
  DhData *data = dh_experiment_get_data (f->experiment);
  g_autoptr (DhPlot) plot = NULL;
  g_autoptr (GError) error = NULL;

  g_test_summary ("A net's many weights are one line, the length of the difference of the gradients");
  g_assert_true (dh_model_spec_parse ("mlp:8:tanh", &run->model, &error));
  g_assert_true (dh_init_spec_parse ("xavier:1", &run->init, &error));
  run->lr = 1e-6;
  experiment = dh_experiment_new (data, &run, 1, NULL, 0);
  history = dh_train (run, data, NULL, &error);
  g_assert_no_error (error);
  plot = dh_chart_build (&(DhChartContext){ experiment, &history, 1 }, view);
  g_assert_cmpuint (dh_plot_n_series (plot), ==, 2);
  g_assert_cmpstr (find (plot, "1/bump-error")->label, ==, "one way");
  /* One way the error grows as h, both ways as h². */
  g_assert_cmpfloat_with_epsilon (value_at (find (plot, "1/bump-error"), 120)
                                  / value_at (find (plot, "1/bump-error"), 110), 10, 0.5);
  g_assert_cmpfloat_with_epsilon (value_at (find (plot, "1/bump-error/central"), 130)
                                  / value_at (find (plot, "1/bump-error/central"), 120), 100, 10);
}

/* Which x axis a view has: its quantities decide. */
static void
test_bump_axis (Fixture *f, gconstpointer unused)
{
  g_autoptr (DhView) view = dh_view_new ("error"), both = dh_view_new ("bump-error");
  g_autoptr (DhPlot) error = NULL, fit = NULL, mixed = NULL;

  g_test_summary ("Only the bump's error is over the bump; beside it nothing else is drawn, beside a fit it is not");
  view->x = DH_X_BUMP;
  error = dh_chart_build (&f->context, view);
  g_assert_cmpstr (error->x.label, ==, "Step");
  g_assert_cmpfloat (dh_plot_series_x (find (error, "1/error"), 24), ==, 25);
  view->x = DH_X_STEP;
  view->right = g_strdupv ((char *[]) { (char *) "bump-error", NULL });
  mixed = dh_chart_build (&f->context, view);
  g_assert_cmpstr (mixed->x.label, ==, "Bump h");
  g_assert_cmpint (mixed->x.kind, ==, DH_SCALE_LOG);
  g_assert_cmpuint (dh_plot_n_series (mixed), ==, 20);
  both->right = g_strdupv ((char *[]) { (char *) "fit", NULL });
  fit = dh_chart_build (&f->context, both);
  g_assert_cmpstr (fit->x.label, ==, "x");
  g_assert_cmpuint (dh_plot_n_series (fit), ==, 4);
}

static void
test_axes (Fixture *f, gconstpointer unused)
{
  g_autoptr (DhView) view = dh_view_new ("error");
  g_autoptr (DhPlot) over_epochs = NULL, over_x = NULL, per_epoch = NULL, with_fit = NULL;
  g_autoptr (DhView) mse = dh_view_new ("mse");
  DhPlotSeries *series;

  g_test_summary ("The same values over epochs, over x, and per epoch over steps; a fit on the right is over x");
  view->x = DH_X_EPOCH;
  over_epochs = dh_chart_build (&f->context, view);
  g_assert_cmpfloat_with_epsilon (dh_plot_series_x (find (over_epochs, "1/error"), 28), 1, 1e-12);
  view->x = DH_X_DATA;
  over_x = dh_chart_build (&f->context, view);
  series = find (over_x, "1/error");
  g_assert_cmpint (series->style, ==, DH_PLOT_POINTS);
  g_assert_cmpfloat (dh_plot_series_x (series, 17), ==, 99);
  g_assert_cmpfloat (value_at (series, 17), ==,
                     value_at (find (over_epochs, "1/error"), 17));
  mse->x = DH_X_STEP;
  per_epoch = dh_chart_build (&f->context, mse);
  g_assert_cmpfloat (dh_plot_series_x (find (per_epoch, "1/mse"), 0), ==, 29);
  g_assert_cmpfloat (dh_plot_series_x (find (per_epoch, "1/mse"), 4), ==, 145);
  series = find (per_epoch, "2/mse");
  g_assert_cmpfloat (dh_plot_series_x (series, series->y.length - 1), ==,
                     (double) dh_history_n_steps (f->histories[1]));
  view->x = DH_X_STEP;
  g_strfreev (view->right);
  view->right = g_strdupv ((char *[]) { (char *) "fit", NULL });
  with_fit = dh_chart_build (&f->context, view);
  g_assert_cmpstr (with_fit->x.label, ==, "x");
  g_assert_cmpint (find (with_fit, "1/error")->style, ==, DH_PLOT_POINTS);
}

static void
test_right_axis (Fixture *f, gconstpointer unused)
{
  g_autoptr (DhView) view = dh_view_new ("error");
  g_autoptr (DhPlot) plot = NULL;

  g_test_summary ("A second quantity on the right axis, one run only: labels say the quantity");
  view->right = g_new0 (char *, 2);
  view->right[0] = g_strdup ("n.a");
  view->n_runs = 1;
  view->runs = g_new (guint64, 1);
  view->runs[0] = 3;
  plot = dh_chart_build (&f->context, view);
  g_assert_true (plot->has_right);
  g_assert_cmpuint (dh_plot_n_series (plot), ==, 2);
  g_assert_cmpint (find (plot, "3/n.a")->side, ==, DH_PLOT_RIGHT);
  g_assert_cmpstr (find (plot, "3/error")->label, ==, "Error");
  g_assert_cmpstr (find (plot, "3/n.a")->label, ==, "Weights · a");
  g_assert_cmpstr (plot->right.label, ==, "Weights a");
}

static void
test_every_quantity (Fixture *f, gconstpointer unused)
{
  gsize n;
  const DhQuantityInfo *infos = dh_quantity_list (&n);

  g_test_summary ("Every quantity on every axis builds; what is not recorded says why");
  for (gsize q = 0; q < n; q++)
    for (guint x = 0; x < DH_X_N; x++)
      {
        g_autoptr (DhView) view = dh_view_new (infos[q].id);
        g_autoptr (DhPlot) plot = NULL;

        view->x = x;
        plot = dh_chart_build (&f->context, view);
        g_assert_nonnull (plot->empty_text);
        g_assert_cmpstr (plot->title, !=, "");
        for (guint i = 0; i < dh_plot_n_series (plot); i++)
          {
            DhPlotSeries *series = dh_plot_get_series (plot, i);
            DhPlotExtremes extremes;
            double low = INFINITY, high = -INFINITY;

            series->y.extremes (series->y.data, 0, series->y.length, &extremes);
            for (gsize k = 0; k < series->y.length; k++)
              if (isfinite (value_at (series, k)))
                {
                  low = fmin (low, value_at (series, k));
                  high = fmax (high, value_at (series, k));
                }
            if (low <= high)
              {
                g_assert_cmpfloat (extremes.min, ==, low);
                g_assert_cmpfloat (extremes.max, ==, high);
              }
          }
      }
}

static void
test_hidden_runs (Fixture *f, gconstpointer unused)
{
  g_autoptr (DhView) view = dh_view_new ("error");
  g_autoptr (DhExperiment) hidden = dh_experiment_ref (f->experiment);
  g_autoptr (DhPlot) plot = NULL, waiting = NULL;

  g_test_summary ("Hidden runs are not drawn; an empty chart says why it is empty");
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (DhRun) run = dh_run_copy (dh_experiment_get_run (hidden, i));
      DhExperiment *next;

      run->visible = FALSE;
      next = dh_experiment_with_run (hidden, run);
      dh_experiment_unref (hidden);
      hidden = next;
    }
  f->context.experiment = hidden;
  plot = dh_chart_build (&f->context, view);
  g_assert_cmpuint (dh_plot_n_series (plot), ==, 0);
  g_assert_nonnull (strstr (plot->empty_text, "hidden"));
  f->context.experiment = f->experiment;
  f->context.histories = NULL;
  waiting = dh_chart_build (&f->context, view);
  g_assert_cmpuint (dh_plot_n_series (waiting), ==, 0);
  g_assert_nonnull (strstr (waiting->empty_text, "computed"));
}

static void
test_playhead (Fixture *f, gconstpointer unused)
{
  g_autoptr (DhView) view = dh_view_new ("error");
  g_autoptr (DhView) fit = dh_view_new ("fit");
  guint64 step;
  double x;

  g_test_summary ("Playhead to x and back on steps and epochs; none over x");
  f->context.playhead = 58;
  g_assert_true (dh_chart_playhead_x (&f->context, view, &x));
  g_assert_cmpfloat (x, ==, 58);
  view->x = DH_X_EPOCH;
  g_assert_true (dh_chart_playhead_x (&f->context, view, &x));
  g_assert_cmpfloat (x, ==, 2);
  g_assert_true (dh_chart_x_to_step (&f->context, view, 1.5, &step));
  g_assert_cmpuint (step, ==, 44);
  g_assert_true (dh_chart_x_to_step (&f->context, view, -7, &step));
  g_assert_cmpuint (step, ==, 0);
  g_assert_false (dh_chart_playhead_x (&f->context, fit, &x));
}

static void
test_caption (Fixture *f, gconstpointer unused)
{
  g_autoptr (DhView) view = dh_view_new ("error");
  g_autofree char *caption = dh_chart_caption (f->experiment, view), *alone = NULL;
  g_autofree char *title = dh_chart_title (view);

  g_test_summary ("The caption says what the runs share once, then what each alone has; the title its quantity");
  g_assert_true (g_str_has_prefix (caption, "Workbook"));
  g_assert_nonnull (strstr (caption, "0.0001"));
  g_assert_null (strstr (strstr (caption, "0.0001") + 1, "0.0001"));
  g_assert_nonnull (strstr (caption, " | 1 neuron | 2 neurons | 2 neurons + ReLU"));
  view->runs = g_memdup2 (&(guint64) { 2 }, sizeof (guint64));
  view->n_runs = 1;
  alone = dh_chart_caption (f->experiment, view);
  g_assert_nonnull (strstr (alone, " | 2 neurons: "));
  g_assert_nonnull (strstr (alone, "0.0001"));
  g_assert_null (strstr (alone, "ReLU"));
  g_assert_cmpstr (title, ==, "Error");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/chart-builder/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("errors", test_errors);
  ADD ("findings", test_findings);
  ADD ("weights", test_weights);
  ADD ("several-quantities", test_several_quantities);
  ADD ("fit", test_fit);
  ADD ("bump-error", test_bump_error);
  ADD ("bump-axis", test_bump_axis);
  ADD ("bump-error-large", test_bump_error_large);
  ADD ("axes", test_axes);
  ADD ("right-axis", test_right_axis);
  ADD ("every-quantity", test_every_quantity);
  ADD ("hidden-runs", test_hidden_runs);
  ADD ("playhead", test_playhead);
  ADD ("caption", test_caption);
  return g_test_run ();
}
