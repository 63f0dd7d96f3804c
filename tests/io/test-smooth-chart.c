/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Smoothing lines and charts: growing with a history gives what one go gives, what is unchanged is taken over, and
 * series, formula, playhead and words say what the numbers are. */
#include "dh-smooth-chart.h"
#include "dh-trainer.h"

#include <math.h>
#include <string.h>

/* An experiment of the program's first runs, and histories of them trained for a while. */
typedef struct
{
  DhExperiment *experiment;
  DhHistory *histories[3];
  DhTrainer *trainers[3];
  DhChartContext context;
} Fixture;

static void
set_up (Fixture *f, gconstpointer unused)
{
  g_autoptr (DhExperiment) first = dh_experiment_new_first ();

  f->experiment = g_steal_pointer (&first);
  for (guint i = 0; i < 3; i++)
    {
      DhRun *run = dh_experiment_get_run (f->experiment, i);
      g_autoptr (GError) error = NULL;

      f->histories[i] = dh_history_new (run, dh_experiment_get_data (f->experiment));
      f->trainers[i] = dh_trainer_new (run, dh_experiment_get_data (f->experiment), &error);
      g_assert_no_error (error);
    }
  f->context = (DhChartContext){ f->experiment, f->histories, G_MAXUINT64 };
}

static void
tear_down (Fixture *f, gconstpointer unused)
{
  for (guint i = 0; i < 3; i++)
    {
      dh_trainer_free (f->trainers[i]);
      dh_history_unref (f->histories[i]);
    }
  dh_experiment_unref (f->experiment);
}

static void
train (Fixture *f, guint run, guint64 steps)
{
  dh_trainer_advance (f->trainers[run], f->histories[run], steps, NULL);
}

/* Puts a specification in force. */
static void
use (Fixture *f, const DhSmoothSpec *spec)
{
  DhExperiment *with = dh_experiment_with_smoothing (f->experiment, spec);
  g_autoptr (GError) error = NULL;

  dh_experiment_validate (with, &error);
  g_assert_no_error (error);
  dh_experiment_unref (f->experiment);
  f->experiment = with;
  f->context.experiment = with;
}

static void
recorded (DhSmoothSpec *spec, guint index, guint64 run, const char *quantity)
{
  spec->n_signals = MAX (spec->n_signals, index + 1);
  dh_smooth_signal_set_recorded (&spec->signal[index], run, quantity);
}

static DhSmoothLines *
make_lines (Fixture *f, DhSmoothLines *old)
{
  DhHistory *histories[DH_SMOOTH_MAX_SIGNALS];

  dh_smooth_chart_histories (&f->context, histories);
  return dh_smooth_lines_new (dh_experiment_get_smoothing (f->experiment), histories, old);
}

static double
value (const DhSmoothLines *lines, guint index, DhSmoothMethod method, gsize row)
{
  DhSmoothColumn column;

  g_assert_true (dh_smooth_lines_average (lines, index, method, &column));
  return dh_table_value (column.table, column.column, row);
}

static gsize
averaged (const DhSmoothLines *lines)
{
  DhSmoothColumn column;

  g_assert_true (dh_smooth_lines_average (lines, 0, DH_SMOOTH_EMA, &column));
  return dh_table_length (column.table);
}

static void
test_growth (Fixture *f, gconstpointer unused)
{
  g_autoptr (DhSmoothLines) lines = NULL;
  DhSmoothSpec spec;
  DhSmoothState state;
  DhSignal signal;

  g_test_summary ("Averages grow with the history, a bounded number of values at a time, to the bits of one go");
  dh_smooth_spec_init (&spec);
  recorded (&spec, 0, 3, "g.d");
  use (f, &spec);
  lines = make_lines (f, NULL);
  g_assert_false (dh_smooth_lines_advance (lines, 1000));
  g_assert_cmpuint (dh_smooth_lines_length (lines, 0), ==, 0);
  train (f, 2, 50);
  g_assert_true (dh_smooth_lines_advance (lines, 7));
  g_assert_cmpuint (averaged (lines), ==, 7);
  g_assert_false (dh_smooth_lines_advance (lines, G_MAXSIZE));
  g_assert_cmpuint (averaged (lines), ==, 50);
  train (f, 2, 1000);
  while (dh_smooth_lines_advance (lines, 13))
    ;
  g_assert_cmpuint (averaged (lines), ==, 145);
  g_assert_true (dh_quantity_signal (f->histories[2], "g.d", 0, &signal));
  dh_smooth_state_init (&state, DH_SMOOTH_EMA, 0.9);
  for (gsize i = 0; i < 145; i++)
    g_assert_cmpfloat (value (lines, 0, DH_SMOOTH_EMA, i), ==,
                       dh_smooth_state_take (&state, dh_table_value (signal.table, signal.column, i)));
}

static void
test_long (void)
{
  g_autoptr (DhSmoothLines) lines = NULL;
  DhHistory *none[DH_SMOOTH_MAX_SIGNALS] = { NULL };
  DhSmoothColumn raw;
  DhSmoothState state;
  DhSmoothSpec spec;

  g_test_summary ("A million values in pieces of odd sizes: every one is there, across the table's groups");
  dh_smooth_spec_init (&spec);
  spec.methods = DH_SMOOTH_ALL_METHODS;
  spec.length = DH_SMOOTH_MAX_LENGTH;
  lines = dh_smooth_lines_new (&spec, none, NULL);
  while (dh_smooth_lines_advance (lines, 77777))
    ;
  g_assert_true (dh_smooth_lines_raw (lines, 0, &raw));
  g_assert_cmpuint (dh_table_length (raw.table), ==, DH_SMOOTH_MAX_LENGTH);
  for (guint m = 0; m < DH_SMOOTH_N_METHODS; m++)
    {
      dh_smooth_state_init (&state, m, spec.beta);
      for (gsize i = 0; i < DH_SMOOTH_MAX_LENGTH; i++)
        if (value (lines, 0, m, i) != dh_smooth_state_take (&state, dh_table_value (raw.table, 0, i)))
          g_error ("value %zu of method %u", i, m);
    }
}

static void
test_taken_over (Fixture *f, gconstpointer unused)
{
  g_autoptr (DhSmoothLines) lines = NULL, other_beta = NULL, two = NULL;
  DhHistory *histories[DH_SMOOTH_MAX_SIGNALS];
  DhSmoothColumn before, after;
  DhSmoothSpec spec;

  g_test_summary ("What did not change is taken over: made-up values when β changes, averages when signals are added");
  dh_smooth_spec_init (&spec);
  use (f, &spec);
  lines = make_lines (f, NULL);
  dh_smooth_lines_advance (lines, 60);
  dh_smooth_lines_raw (lines, 0, &before);
  spec.beta = 0.5;
  use (f, &spec);
  dh_smooth_chart_histories (&f->context, histories);
  g_assert_false (dh_smooth_lines_match (lines, &spec, histories));
  other_beta = make_lines (f, lines);
  g_assert_true (dh_smooth_lines_match (other_beta, &spec, histories));
  dh_smooth_lines_raw (other_beta, 0, &after);
  g_assert_true (before.table == after.table);
  g_assert_cmpuint (averaged (other_beta), ==, 0);
  dh_smooth_lines_advance (other_beta, 60);
  dh_smooth_signal_init (&spec.signal[1], DH_SMOOTH_STEP);
  spec.n_signals = 2;
  use (f, &spec);
  two = make_lines (f, other_beta);
  g_assert_cmpuint (averaged (two), ==, 60);
  dh_smooth_lines_advance (two, G_MAXSIZE);
  g_assert_cmpuint (averaged (two), ==, 200);
  g_assert_false (dh_smooth_lines_average (two, 1, DH_SMOOTH_EMA, &after));
}

static void
test_series (Fixture *f, gconstpointer unused)
{
  static const char *const keys[] = { "1", "1/ema", "1/corrected", "1/accumulated", "2", "3", "3/ema", "3/corrected",
                                      "3/accumulated", "4" };
  g_autoptr (DhSmoothLines) lines = NULL;
  g_autoptr (DhPlot) plot = NULL, weights = NULL;
  DhSmoothSpec spec;

  g_test_summary ("One series a signal and average, no two alike; a run's signals have its colour; the core's weights");
  for (guint i = 0; i < 3; i++)
    train (f, i, 1000);
  dh_smooth_spec_init (&spec);
  spec.methods |= 1u << DH_SMOOTH_CORRECTED;
  recorded (&spec, 0, 3, "g.d");
  recorded (&spec, 1, 2, "g.d");
  dh_smooth_signal_init (&spec.signal[2], DH_SMOOTH_SINE);
  spec.signal[2].averaged = TRUE;
  recorded (&spec, 3, 3, "error");
  use (f, &spec);
  lines = make_lines (f, NULL);
  dh_smooth_lines_advance (lines, G_MAXSIZE);
  plot = dh_smooth_chart_build (&f->context, lines);
  g_assert_cmpuint (dh_plot_n_series (plot), ==, G_N_ELEMENTS (keys));
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      const DhPlotSeries *one = dh_plot_get_series (plot, i);

      g_assert_cmpstr (one->key, ==, keys[i]);
      g_assert_cmpfloat (dh_plot_series_x (one, 0), ==, 1);
      g_assert_cmpuint (one->line_style, <, 6);
      g_assert_cmpint (one->diverges, ==, g_str_equal (keys[i], "2"));
      for (guint j = 0; j < i; j++)
        g_assert_false (dh_plot_get_series (plot, j)->colour == one->colour
                        && dh_plot_get_series (plot, j)->line_style == one->line_style);
    }
  g_assert_cmpuint (dh_plot_get_series (plot, 0)->colour, ==, dh_experiment_get_run (f->experiment, 2)->colour);
  f->context.playhead = 10;
  weights = dh_smooth_weights_build (&f->context, lines);
  g_assert_cmpuint (dh_plot_n_series (weights), ==, 3);
  for (guint k = 0; k < DH_SMOOTH_N_WEIGHTS; k++)
    {
      const DhPlotSource *source = &dh_plot_get_series (weights, 1)->y;
      double weight;

      source->read (source->data, k, 1, &weight);
      g_assert_cmpfloat (weight, ==, dh_smooth_weight (DH_SMOOTH_CORRECTED, 0.9, 10, k));
    }
}

static void
test_formula (Fixture *f, gconstpointer unused)
{
  static const struct { guint64 playhead; guint method; const char *point, *text; } cases[] = {
    { 0, DH_SMOOTH_EMA, ".", "Average (EMA): m ← β·m + (1 − β)·g, from 0" },
    { 1, DH_SMOOTH_EMA, ".", "Average (EMA): m₁ = 0.9 · m₀ + (1 − 0.9) · g₁ = 0.9 · 0 + 0.1 · 1 = 0.1" },
    { 3, DH_SMOOTH_EMA, ",", "Average (EMA): m₃ = 0,9 · m₂ + (1 − 0,9) · g₃ = 0,9 · 0,19 + 0,1 · 0,5 = 0,221" },
    { 3, DH_SMOOTH_CORRECTED, ".", "m̂₃ = m₃ / (1 − 0.9³) = 0.221 / 0.271 = 0.815498" },
    { 3, DH_SMOOTH_ACCUMULATED, ".", "m₃ = 0.9 · m₂ + g₃ = 0.9 · 1.9 + 0.5 = 2.21" },
    { 1, DH_SMOOTH_DAMPENED, ".", "m₁ = g₁ = 1" },
    { 2, DH_SMOOTH_DAMPENED, ".", "m₂ = 0.9 · m₁ + (1 − 0.9) · g₂ = 0.9 · 1 + 0.1 · 1 = 1" },
    { 999, DH_SMOOTH_ACCUMULATED, ".", "m₁₂ = " },
  };
  DhSmoothSpec spec;

  g_test_summary ("Formulas with numbers, in the locale's digits");
  dh_smooth_spec_init (&spec);
  dh_smooth_signal_parse ("step:2", &spec.signal[0], NULL);
  spec.length = 12;
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DhSmoothLines) lines = NULL;
      g_autofree char *formula = NULL;

      spec.methods = 1u << cases[i].method;
      use (f, &spec);
      lines = make_lines (f, NULL);
      dh_smooth_lines_advance (lines, G_MAXSIZE);
      f->context.playhead = cases[i].playhead;
      formula = dh_smooth_formula (&f->context, lines, cases[i].point);
      if (strstr (formula, cases[i].text) == NULL)
        g_error ("“%s” is not in “%s”", cases[i].text, formula);
    }
}

/* Weights of 1 meet the first row exactly: there is nothing to overshoot. The second row moves them. */
static void
test_formula_gaps (void)
{
  const double x[] = { 1, 2 }, y[] = { 2, 5 };
  g_autoptr (DhExperiment) plain = dh_experiment_new_default (), with_data = NULL, experiment = NULL;
  g_autoptr (DhData) data = NULL;
  g_autoptr (DhHistory) history = NULL;
  g_autoptr (DhTrainer) trainer = NULL;
  g_autoptr (DhSmoothLines) lines = NULL;
  DhHistory *histories[1];
  DhSmoothSpec spec;
  DhChartContext context;
  DhDataSpec data_spec;
  guint gaps = 0;

  g_test_summary ("A value that is no number leaves the average as it was, and the formula says so");
  dh_data_spec_init (&data_spec);
  data_spec.source = DH_DATA_PASTED;
  data = dh_data_new_rows (&data_spec, x, y, 2, NULL);
  with_data = dh_experiment_with_data (plain, data);
  dh_smooth_spec_init (&spec);
  spec.methods = DH_SMOOTH_ALL_METHODS;
  recorded (&spec, 0, 1, "overshoot");
  experiment = dh_experiment_with_smoothing (with_data, &spec);
  history = dh_history_new (dh_experiment_get_run (experiment, 0), data);
  trainer = dh_trainer_new (dh_experiment_get_run (experiment, 0), data, NULL);
  dh_trainer_advance (trainer, history, 10, NULL);
  histories[0] = history;
  context = (DhChartContext){ experiment, histories, 0 };
  lines = dh_smooth_lines_new (&spec, histories, NULL);
  dh_smooth_lines_advance (lines, G_MAXSIZE);
  for (context.playhead = 1; context.playhead <= 10; context.playhead++)
    {
      g_autofree char *formula = dh_smooth_formula (&context, lines, ".");
      DhSmoothColumn raw;
      gboolean finite;

      g_assert_true (dh_smooth_lines_raw (lines, 0, &raw));
      finite = isfinite (dh_table_value (raw.table, raw.column, context.playhead - 1));
      g_assert_null (strstr (formula, "nan"));
      g_assert_null (strstr (formula, "undefined"));
      g_assert_cmpint (strstr (formula, "is no number") != NULL, ==, !finite);
      gaps += !finite;
      /* The first number is the first that counts, wherever it stands. */
      if (context.playhead == 2)
        g_assert_nonnull (strstr (formula, "Dampened momentum: m₂ = g₂ = "));
      if (context.playhead == 2)
        g_assert_nonnull (strstr (formula, "m̂₂ = m₂ / (1 − 0.9¹)"));
    }
  g_assert_cmpuint (gaps, ==, 1);
}

static void
test_problems (Fixture *f, gconstpointer unused)
{
  static const struct { guint64 run; const char *quantity, *says; } cases[] = {
    { 9, "error", "is gone" },
    { 1, "g.d", "“1 neuron” does not record g.d" },
    { 1, "m.b", "does not record m.b" },
    { 2, "error", "has not recorded anything yet" },
    { 1, "error", NULL },
  };
  DhSmoothSpec spec;

  g_test_summary ("What is missing is named, with what to do; nothing is, where nothing is missing");
  train (f, 0, 10);
  dh_smooth_spec_init (&spec);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DhSmoothLines) lines = NULL;
      g_autoptr (DhPlot) plot = NULL, weights = NULL;
      g_autofree char *problem = NULL, *formula = NULL;

      recorded (&spec, 0, cases[i].run, cases[i].quantity);
      use (f, &spec);
      lines = make_lines (f, NULL);
      dh_smooth_lines_advance (lines, G_MAXSIZE);
      problem = dh_smooth_chart_problem (&f->context, lines);
      plot = dh_smooth_chart_build (&f->context, lines);
      weights = dh_smooth_weights_build (&f->context, lines);
      formula = dh_smooth_formula (&f->context, lines, ".");
      if (cases[i].says == NULL)
        {
          g_assert_null (problem);
          g_assert_cmpuint (dh_plot_n_series (plot), ==, 3);
          continue;
        }
      g_assert_nonnull (strstr (problem, cases[i].says));
      g_assert_cmpstr (plot->empty_text, ==, problem);
      g_assert_cmpuint (dh_plot_n_series (plot), ==, 0);
    }
}

static void
test_playhead (Fixture *f, gconstpointer unused)
{
  g_autoptr (DhSmoothLines) steps = NULL, epochs = NULL;
  DhSmoothSpec spec;

  g_test_summary ("The playhead counts steps: a value each, or so many for an epoch's; cut to the signal's length");
  train (f, 0, 1000);
  dh_smooth_spec_init (&spec);
  recorded (&spec, 0, 1, "error");
  use (f, &spec);
  steps = make_lines (f, NULL);
  f->context.playhead = 20;
  g_assert_cmpuint (dh_smooth_chart_place (&f->context, steps), ==, 20);
  g_assert_cmpuint (dh_smooth_chart_step (steps, 20.4), ==, 20);
  recorded (&spec, 0, 1, "rmse");
  use (f, &spec);
  epochs = make_lines (f, NULL);
  g_assert_cmpuint (dh_smooth_chart_place (&f->context, epochs), ==, 0);
  f->context.playhead = 58;
  g_assert_cmpuint (dh_smooth_chart_place (&f->context, epochs), ==, 2);
  f->context.playhead = G_MAXUINT64;
  g_assert_cmpuint (dh_smooth_chart_place (&f->context, epochs), ==, 5);
  g_assert_cmpuint (dh_smooth_chart_place (&f->context, steps), ==, 145);
  g_assert_cmpuint (dh_smooth_chart_step (epochs, 3.1), ==, 87);
  g_assert_cmpuint (dh_smooth_chart_step (epochs, -3), ==, 0);
  g_assert_cmpuint (dh_smooth_chart_step (epochs, 1e300), ==, 145);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/smooth-chart/growth", Fixture, NULL, set_up, test_growth, tear_down);
  g_test_add_func ("/smooth-chart/long", test_long);
  g_test_add ("/smooth-chart/taken-over", Fixture, NULL, set_up, test_taken_over, tear_down);
  g_test_add ("/smooth-chart/series", Fixture, NULL, set_up, test_series, tear_down);
  g_test_add ("/smooth-chart/formula", Fixture, NULL, set_up, test_formula, tear_down);
  g_test_add_func ("/smooth-chart/formula-gaps", test_formula_gaps);
  g_test_add ("/smooth-chart/problems", Fixture, NULL, set_up, test_problems, tear_down);
  g_test_add ("/smooth-chart/playhead", Fixture, NULL, set_up, test_playhead, tear_down);
  return g_test_run ();
}
