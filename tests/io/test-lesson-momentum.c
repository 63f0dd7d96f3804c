/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* What the lessons on nets, momentum and optimisers say that is more than one number of one run: counts over seeds,
 * lag and height of averages, bounds, first steps. */
#include "lesson-fixture.h"

#include "dh-smooth.h"

#include <locale.h>

#define SEEDS 20

/* How many of the seeds 1 to 20 get close with the model of run @number, and how many explode. */
static guint
count_close (const char *experiment, gsize number, guint *exploded)
{
  DhData *data = dh_experiment_get_data (lesson_experiment ("9", experiment));
  guint close = 0;

  *exploded = 0;
  for (guint64 seed = 1; seed <= SEEDS; seed++)
    {
      g_autoptr (DhRun) run = dh_run_copy (lesson_run ("9", experiment, number));
      g_autoptr (DhHistory) history = NULL;

      g_assert_cmpint (run->init.kind, ==, DH_INIT_KAIMING);
      run->init.seed = seed;
      history = train (run, data);
      if (dh_history_get_state (history) == DH_STATE_EXPLODED)
        ++*exploded;
      else if (last (history, "rmse") < 0.1)
        close++;
    }
  return close;
}

static void
test_widths (void)
{
  static const struct { const char *experiment; gsize run; guint close; } cases[] = {
    { "", 1, 0 }, { "", 7, 8 }, { "", 13, 20 }, { "", 19, 20 }, { "deep", 1, 2 }, { "deep", 7, 19 },
  };
  guint exploded;

  g_test_summary ("Lesson 9: over twenty seeds 0, 8, 20 and 20 get close by width, 2 and 19 by depth");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", lesson_run ("9", cases[i].experiment, cases[i].run)->name);
      g_assert_cmpuint (count_close (cases[i].experiment, cases[i].run, &exploded), ==, cases[i].close);
      g_assert_cmpuint (exploded, ==, 0);
    }
  /* At five times the rate the wide ones explode, not the narrow ones. */
  g_assert_cmpuint (count_close ("rate", 1, &exploded), ==, 20);
  g_assert_cmpuint (exploded, ==, 0);
  count_close ("rate", 7, &exploded);
  g_assert_cmpuint (exploded, >, SEEDS / 2);
}

/* The signal of a lesson's Smoothing page, averaged. */
static double *
smoothed (const char *name, const char *experiment, DhSmoothMethod method, double beta, gsize n, double **signal)
{
  const DhSmoothSpec *spec = dh_experiment_get_smoothing (lesson_experiment (name, experiment));
  double *out = g_new (double, n);
  DhSmoothState state;

  *signal = g_new (double, n);
  dh_smooth_signal_fill (&spec->signal[0], n, *signal);
  dh_smooth_state_init (&state, method, beta);
  dh_smooth_state_run (&state, *signal, n, out, 1);
  return out;
}

/* Height and lag, in values, of the average of the lesson's sine, from whole periods long after the start. */
static void
measure_sine (double beta, double *height, double *lag)
{
  const gsize n = 2000, period = 40;
  g_autofree double *signal = NULL;
  g_autofree double *m = smoothed ("10", "", DH_SMOOTH_EMA, beta, n, &signal);
  double with = 0, against = 0;
  g_autofree double *ahead = g_new (double, n);

  /* The signal and itself a quarter of a period later are its two directions. */
  for (gsize i = n - period; i < n; i++)
    {
      ahead[i] = -signal[i - period / 4];
      with += m[i] * signal[i] * 2 / (double) period;
      against += m[i] * ahead[i] * 2 / (double) period;
    }
  *height = hypot (with, against);
  *lag = atan2 (-against, with) * (double) period / (2 * G_PI);
}

static void
test_sine (void)
{
  static const struct { double beta, height, lag; } cases[] = {
    { 0.9, 0.56, 5.7 }, { 0.5, 0.98, 1.0 }, { 0.98, 0.13, 8.7 },
  };

  g_test_summary ("Lesson 10: how high and how late the average of the sine is, by β");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      double height, lag;

      measure_sine (cases[i].beta, &height, &lag);
      g_test_message ("%g: %g high, %g late", cases[i].beta, height, lag);
      g_assert_cmpfloat_with_epsilon (height, cases[i].height, 0.005);
      g_assert_cmpfloat_with_epsilon (lag, cases[i].lag, 0.05);
    }
  g_assert_cmpfloat_with_epsilon (dh_smooth_weight (DH_SMOOTH_EMA, 0.98, G_MAXUINT64, 50)
                                  / dh_smooth_weight (DH_SMOOTH_EMA, 0.98, G_MAXUINT64, 0), 1.0 / 3, 0.05);
}

static void
test_start (void)
{
  g_autofree double *signal = NULL, *again = NULL;
  g_autofree double *ema = smoothed ("10", "start", DH_SMOOTH_EMA, 0.9, 60, &signal);
  g_autofree double *corrected = smoothed ("10", "start", DH_SMOOTH_CORRECTED, 0.9, 60, &again);

  g_test_summary ("Lesson 10: the average of ones starts at 0.1 and has 0.65 after ten; corrected it is 1 at once");
  g_assert_cmpfloat_with_epsilon (ema[0], 0.1, 1e-12);
  g_assert_cmpfloat_with_epsilon (ema[9], 0.65, 0.005);
  for (guint i = 0; i < 60; i++)
    g_assert_cmpfloat_with_epsilon (corrected[i], 1, 1e-12);
}

static void
test_real (void)
{
  const DhSmoothSpec *spec = dh_experiment_get_smoothing (lesson_experiment ("10", "real"));
  g_autoptr (DhHistory) history = train_lesson ("10", "real", spec->signal[0].run);
  double low = INFINITY, high = -INFINITY;
  DhSmoothState state;

  g_test_summary ("Lesson 10: the derivative of b jumps between −209 and 75, its average is always below 0");
  g_assert_cmpint (spec->signal[0].kind, ==, DH_SMOOTH_RECORDED);
  dh_smooth_state_init (&state, DH_SMOOTH_EMA, spec->beta);
  for (gsize step = 1; step <= length_of (history, spec->signal[0].quantity); step++)
    {
      double g = value (history, spec->signal[0].quantity, step);

      low = fmin (low, g);
      high = fmax (high, g);
      g_assert_cmpfloat (dh_smooth_state_take (&state, g), <, 0);
    }
  g_assert_cmpfloat_with_epsilon (low, -209, 0.5);
  g_assert_cmpfloat_with_epsilon (high, 75, 0.5);
}

static void
test_recorded_momentum (void)
{
  const DhSmoothSpec *spec = dh_experiment_get_smoothing (lesson_experiment ("11", ""));
  g_autoptr (DhHistory) history = train_lesson ("11", "", spec->signal[0].run);
  DhSmoothState state;

  g_test_summary ("Lesson 11: the average of the derivatives that the run saw is the momentum that it recorded");
  g_assert_cmpuint (spec->signal[0].run, ==, spec->signal[1].run);
  g_assert_cmpstr (spec->signal[1].quantity, ==, "m.d");
  dh_smooth_state_init (&state, DH_SMOOTH_EMA, spec->beta);
  for (gsize step = 1; step <= length_of (history, "m.d"); step++)
    g_assert_cmpfloat (dh_smooth_state_take (&state, value (history, spec->signal[0].quantity, step)), ==,
                       value (history, "m.d", step));
  /* Without a derivative, a goes on falling by less and less. */
  for (gsize step = 29; step <= 58; step++)
    {
      g_assert_cmpfloat (value (history, "n.a", step), <, value (history, "n.a", step - 1));
      g_assert_cmpfloat (value (history, "b.a", step), ==, 0);
    }
}

static void
test_bounds (void)
{
  static const double betas[] = { 0.5, 0.9, 0.99, 0.999 };

  g_test_summary ("Lesson 12: the average stays at most 1, the sum at most 1/(1 − β) and that many times the average");
  for (guint k = 0; k < G_N_ELEMENTS (betas); k++)
    {
      g_autofree double *signal = NULL, *again = NULL;
      g_autofree double *ema = smoothed ("12", "", DH_SMOOTH_EMA, betas[k], 200, &signal);
      g_autofree double *sum = smoothed ("12", "", DH_SMOOTH_ACCUMULATED, betas[k], 200, &again);

      for (guint i = 0; i < 200; i++)
        {
          g_assert_cmpfloat (signal[i], ==, i < 100 ? 1 : 0.5);
          g_assert_cmpfloat (ema[i], <=, 1);
          g_assert_cmpfloat (sum[i], <=, 1 / (1 - betas[k]) * (1 + 1e-12));
          g_assert_cmpfloat_with_epsilon (sum[i] * (1 - betas[k]) / ema[i], 1, 1e-12);
        }
      if (betas[k] == 0.9)
        {
          g_assert_cmpfloat_with_epsilon (sum[1], 1.9, 1e-12);
          g_assert_cmpfloat_with_epsilon (sum[2], 2.71, 1e-12);
          g_assert_cmpfloat_with_epsilon (sum[3], 3.439, 1e-12);
          g_assert_cmpfloat_with_epsilon (sum[99], 10, 0.001);
          g_assert_cmpfloat_with_epsilon (sum[199], 5, 0.001);
        }
      /* Not there after a hundred steps. */
      if (betas[k] == 0.99)
        g_assert_cmpfloat (sum[99], <, 70);
    }
}

static void
test_same_training (void)
{
  g_autoptr (DhHistory) average = train_lesson ("12", "train", 1), sum = train_lesson ("12", "train", 2);

  g_test_summary ("Lesson 12: the average at ten times the rate is the same run as the sum");
  for (gsize step = 1; step <= 145; step++)
    {
      g_assert_cmpfloat_with_epsilon (value (sum, "n.a", step) / value (average, "n.a", step), 1, 1e-9);
      g_assert_cmpfloat_with_epsilon (value (sum, "n.b", step) / value (average, "n.b", step), 1, 1e-9);
    }
}

static void
test_first_steps (void)
{
  g_autoptr (DhHistory) bare = train_lesson ("13", "", 2), rms = train_lesson ("13", "", 3);
  g_autoptr (DhHistory) adam = train_lesson ("13", "adam", 2), annealed = train_lesson ("13", "annealed", 2);
  double lr = 1;

  g_test_summary ("Lesson 13: first steps by the formulas; the annealed rate is divided by 4, and never goes up");
  g_assert_cmpfloat_with_epsilon (value (rms, "n.a", 1), 1 + 0.02 / sqrt (0.1), 1e-6);
  g_assert_cmpfloat_with_epsilon (value (rms, "n.b", 1), 1 + 0.02 / sqrt (0.1), 1e-6);
  g_assert_cmpfloat_with_epsilon (value (bare, "n.a", 1), 1 + 0.02 * 1204 / sqrt (10000), 1e-12);
  g_assert_cmpfloat_with_epsilon (value (adam, "n.a", 1), 2, 1e-9);
  g_assert_cmpfloat_with_epsilon (value (adam, "n.b", 1), 2, 1e-9);
  for (gsize epoch = 1; epoch <= 50; epoch++)
    {
      double now = value (annealed, "epoch-lr", epoch);

      g_assert_true (now == lr || now == lr / 4);
      lr = now;
    }
  g_assert_cmpfloat (lr, <, 1e-5);
}

/* Adam with the longer memory never rests: it comes close and is thrown out, again and again. */
static void
test_adam_swings (void)
{
  g_autoptr (DhHistory) adam = train_at ("13", "adam", 2, 1, 300);
  g_autoptr (DhHistory) narrow = train_lesson ("13", "adam", 3);
  guint swings = 0;
  gboolean out = FALSE;

  g_test_summary ("Lesson 13: with β₂ = 0.999 Adam swings between 0.4 and 70, with 0.9 it stays at 35");
  for (gsize epoch = 1; epoch <= 300; epoch++)
    {
      double rmse = value (adam, "rmse", epoch);

      if (!out && rmse > 40)
        swings++;
      out = out ? rmse > 1 : rmse > 40;
    }
  g_assert_cmpuint (swings, >=, 10);
  for (gsize epoch = 20; epoch <= 50; epoch++)
    g_assert_cmpfloat_with_epsilon (value (narrow, "rmse", epoch), 35.5, 0.1);
}

int
main (int argc, char **argv)
{
  int status;

  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lesson-momentum/09-widths", test_widths);
  g_test_add_func ("/lesson-momentum/10-sine", test_sine);
  g_test_add_func ("/lesson-momentum/10-start", test_start);
  g_test_add_func ("/lesson-momentum/10-real", test_real);
  g_test_add_func ("/lesson-momentum/11-recorded", test_recorded_momentum);
  g_test_add_func ("/lesson-momentum/12-bounds", test_bounds);
  g_test_add_func ("/lesson-momentum/12-same-training", test_same_training);
  g_test_add_func ("/lesson-momentum/13-first-steps", test_first_steps);
  g_test_add_func ("/lesson-momentum/13-adam-swings", test_adam_swings);
  status = g_test_run ();
  g_clear_pointer (&lesson_list, g_ptr_array_unref);
  return status;
}
