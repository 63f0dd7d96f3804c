/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* What the lessons say that is more than one number of one run: factors, limits, formulas, fates. Each text is held
 * against the runs of its own experiments. */
#include "lesson-fixture.h"

#include <locale.h>

static void
test_digits (void)
{
  g_autoptr (DhHistory) slow = train_lesson ("1", "long", 1);
  g_autoptr (DhHistory) fast = train_at ("1", "faster", 2, 0.0003, 657);

  g_test_summary ("Lesson 1: b comes nine tenths closer every 1171 epochs, every 219 at three times the rate");
  g_assert_cmpfloat_with_epsilon ((30 - value (slow, "e.b", 1171)) / 29, 0.1, 0.001);
  g_assert_cmpfloat_with_epsilon ((30 - value (slow, "e.b", 2342)) / (30 - value (slow, "e.b", 1171)), 0.1,
                                  0.0005);
  /* And a exactly as fast. */
  g_assert_cmpfloat_with_epsilon ((value (slow, "e.a", 2342) - 2) / (value (slow, "e.a", 1171) - 2), 0.1, 0.0005);
  for (guint k = 1; k < 3; k++)
    g_assert_cmpfloat_with_epsilon ((30 - value (fast, "e.b", 219 * (k + 1)))
                                    / (30 - value (fast, "e.b", 219 * k)), 0.1, 0.001);
}

static void
test_standardised (void)
{
  DhData *data = dh_experiment_get_data (lesson_experiment ("1", ""));
  gsize n = dh_data_get_n_rows (data);
  g_autofree double *x = g_memdup2 (dh_data_get_x (data), n * sizeof *x);
  g_autoptr (DhRun) run = dh_run_copy (lesson_run ("1", "", 1));
  g_autoptr (DhHistory) history = NULL;
  g_autoptr (DhData) scaled = NULL;
  g_autoptr (GError) error = NULL;
  double mean = 0, variance = 0, a, b, reached;
  DhDataSpec spec;

  g_test_summary ("Lesson 1: with x standardised, two epochs buy a digit of both weights at a rate of 0.02");
  dh_data_spec_init (&spec);
  for (gsize i = 0; i < n; i++)
    mean += x[i] / (double) n;
  for (gsize i = 0; i < n; i++)
    variance += (x[i] - mean) * (x[i] - mean) / (double) n;
  for (gsize i = 0; i < n; i++)
    x[i] = (x[i] - mean) / sqrt (variance);
  spec.source = DH_DATA_PASTED;
  scaled = dh_data_new_rows (&spec, x, dh_data_get_y (data), n, &error);
  g_assert_no_error (error);
  run->lr = 0.02;
  run->epochs = 4;
  history = train (run, scaled);
  /* The line 2x + 30 over the new x. */
  a = 2 * sqrt (variance);
  b = 30 + 2 * mean;
  reached = hypot (value (history, "e.a", 2) - a, value (history, "e.b", 2) - b);
  g_assert_cmpfloat (reached, <, 0.1 * hypot (1 - a, 1 - b));
  g_assert_cmpfloat (hypot (value (history, "e.a", 4) - a, value (history, "e.b", 4) - b), <, 0.1 * reached);
}

static void
test_bigger_model (void)
{
  g_autoptr (DhHistory) history = train_lesson ("3", "", 2);
  g_autoptr (DhHistory) below = train_at ("3", "slower", 2, 0.00006, 100);
  g_autoptr (DhHistory) above = train_at ("3", "slower", 2, 0.00007, 100);
  double a = value (history, "w.a", 25), b = value (history, "w.b", 25), c = value (history, "w.c", 25);
  double norm = c * c * 99 * 99 + c * c + (a * 99 + b) * (a * 99 + b) + 1;

  g_test_summary ("Lesson 3: the gain in the formula’s own numbers; between which rates two neurons explode");
  g_assert_cmpfloat_with_epsilon (norm, 82000, 500);
  g_assert_cmpfloat_with_epsilon (2 * 0.0001 * norm, value (history, "step-gain", 25), 1e-9);
  g_assert_cmpfloat_with_epsilon (value (history, "prediction", 25) - value (history, "y", 25), 187, 0.5);
  g_assert_false (has (below, DH_FINDING_RAN_AWAY) || has (below, DH_FINDING_EXPLODED));
  g_assert_true (has (above, DH_FINDING_RAN_AWAY) || has (above, DH_FINDING_EXPLODED));
}

static void
test_fates (void)
{
  gsize fate[5], distinct = 0;
  g_autoptr (DhRun) close = dh_run_copy (lesson_run ("4", "five", 1));
  g_autoptr (DhHistory) five = train_lesson ("4", "five", 1);
  g_autoptr (DhHistory) other = NULL;

  g_test_summary ("Lesson 4: a thousandth of a weight decides in which epoch a run blows up, and in no order");
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (DhHistory) history = train_lesson ("4", "fate", i + 1);

      fate[i] = first_above (history, 1e4);
      g_test_message ("%s: epoch %zu", lesson_run ("4", "fate", i + 1)->name, fate[i]);
      g_assert_cmpuint (fate[i], >, 0);
      for (guint k = 0; k <= i; k++)
        if (k == i)
          distinct++;
        else if (fate[k] == fate[i])
          break;
    }
  g_assert_cmpuint (distinct, ==, 5);
  g_assert_false (fate[0] < fate[1] && fate[1] < fate[2]);
  g_assert_false (fate[0] > fate[1] && fate[1] > fate[2]);
  /* A millionth is enough to tell two runs apart before they end. */
  close->init.list[0] += 1e-6;
  other = train (close, dh_experiment_get_data (lesson_experiment ("4", "five")));
  g_assert_cmpfloat_with_epsilon (value (other, "rmse", 1), value (five, "rmse", 1), 1e-2);
  g_assert_cmpfloat (fabs (value (other, "rmse", 5) / value (five, "rmse", 5) - 1), >, 0.001);
}

/* The factor by which an epoch moves the weights nearer to (2, 30), once the first ones are over. */
static double
contraction (double lr)
{
  g_autoptr (DhHistory) history = train_at ("5", "limits", 1, lr, 400);

  return pow (value (history, "distance", 400 * 29) / value (history, "distance", 200 * 29), 1.0 / 200);
}

static void
test_limits (void)
{
  g_autoptr (DhHistory) below = train_at ("5", "limits", 1, 1.0201e-4, 2);
  g_autoptr (DhHistory) above = train_at ("5", "limits", 1, 1.0203e-4, 2);

  g_test_summary ("Lesson 5: the row limit is where x = 99 is left worse, the epoch limit where epochs grow");
  g_assert_cmpfloat_with_epsilon (1 / (99.0 * 99 + 1), 1.0202e-4, 5e-9);
  for (gsize step = 1; step <= 58; step++)
    {
      g_assert_cmpfloat (fabs (1 - value (below, "overshoot", step)), <, 1);
      g_assert_true ((fabs (1 - value (above, "overshoot", step)) > 1) == (value (above, "x", step) == 99));
    }
  g_assert_cmpfloat_with_epsilon (value (below, "epoch-limit", 1), 4.38e-4, 5e-7);
  g_assert_cmpfloat (contraction (4.375e-4), <, 1);
  g_assert_cmpfloat (contraction (4.385e-4), >, 1);
}

static void
test_same_steps (void)
{
  static const char *ids[] = { "n.a", "n.b", "n.c", "n.d", "b.a", "error" };
  g_autoptr (DhHistory) plain = train_lesson ("7", "", 1), relu = train_lesson ("7", "", 2);
  g_autoptr (DhHistory) leaky = train_lesson ("7", "leaky", 1);
  DhData *data = dh_history_get_data (relu);
  double mean = 0;

  g_test_summary ("Lesson 7: 24 steps the same to the last digit; then off for every row; the leak’s own slope");
  for (gsize step = 1; step <= 24; step++)
    for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
      g_assert_cmpfloat (value (plain, ids[i], step), ==, value (relu, ids[i], step));
  for (gsize i = 0; i < dh_data_get_n_rows (data); i++)
    {
      mean += dh_data_get_y (data)[i] / 29;
      g_assert_cmpfloat (value (relu, "n.a", 25) * dh_data_get_x (data)[i] + value (relu, "n.b", 25), <, 0);
    }
  g_assert_cmpfloat_with_epsilon (mean, 114, 0.5);
  for (gsize step = 26; step <= 29; step++)
    for (guint i = 0; i < 3; i++)
      g_assert_cmpfloat (value (relu, ids[i], step), ==, value (relu, ids[i], 25));
  g_assert_cmpfloat_with_epsilon (0.01 * last (leaky, "e.w1[1]") * last (leaky, "e.w2[1,1]"), 2.4, 0.05);
}

/* One step at a rate so small that both weights moving at once does not count. */
static double
slope_factor (double a, double b, double c)
{
  g_autoptr (DhRun) two = dh_run_copy (lesson_run ("8", "", 2)), one = dh_run_copy (lesson_run ("8", "", 1));
  DhData *data = dh_experiment_get_data (lesson_experiment ("8", ""));
  g_autofree char *text = g_strdup_printf ("%.17g,%.17g,%.17g,%.17g", a, b, c, 2 - b * c);
  g_autoptr (DhHistory) moved = NULL, plain = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (dh_init_spec_parse (text, &two->init, &error));
  g_free (text);
  text = g_strdup_printf ("%.17g,2", a * c);
  g_assert_true (dh_init_spec_parse (text, &one->init, &error));
  one->lr = two->lr = 1e-9;
  moved = train (two, data);
  plain = train (one, data);
  return (value (moved, "effective-slope", 1) - a * c) / (value (plain, "n.a", 1) - a * c);
}

static void
test_same_line (void)
{
  static const double cases[][2] = { { 1, 1 }, { 0.1, 10 }, { 2, 0.5 }, { -3, 1 }, { 0.5, 4 } };
  g_autoptr (DhHistory) one = train_lesson ("8", "", 1), two = train_lesson ("8", "", 2);

  g_test_summary ("Lesson 8: the slope of two neurons moves c² + a² + ab/x times as far as one neuron’s");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      double a = cases[i][0], c = cases[i][1];

      g_assert_cmpfloat_with_epsilon (slope_factor (a, 0, c) / (c * c + a * a), 1, 1e-5);
      g_assert_cmpfloat_with_epsilon (slope_factor (a, 1, c) / (c * c + a * a + a / 14), 1, 1e-5);
    }
  g_assert_cmpfloat_with_epsilon ((value (two, "effective-slope", 1) - 1) / (value (one, "n.a", 1) - 1), 2.08, 0.005);
  g_assert_cmpfloat_with_epsilon ((value (two, "effective-intercept", 1) - 2) / (value (one, "n.b", 1) - 2), 17, 0.05);
}

static void
test_slips (void)
{
  g_autoptr (DhHistory) every = train_lesson ("14", "long", 1), workbook = train_lesson ("14", "long", 2);
  g_autoptr (DhHistory) longer = train_at ("14", "long", 2, 0.0001, 2543);

  g_test_summary ("Lesson 14: √29 between RMSE and √Σe in every epoch; the 29th update is thrown away in every one");
  for (gsize epoch = 1; epoch <= 1171; epoch++)
    {
      g_assert_cmpfloat_with_epsilon (value (every, "root-sum", epoch) / value (every, "rmse", epoch), sqrt (29),
                                      1e-12);
      g_assert_cmpfloat (value (workbook, "e.a", epoch), ==, value (workbook, "w.a", 29 * epoch));
      g_assert_cmpfloat (value (every, "e.a", epoch), ==, value (every, "n.a", 29 * epoch));
    }
  g_assert_cmpfloat_with_epsilon ((30 - value (longer, "e.b", 2543)) / (30 - value (longer, "e.b", 1271)), 0.1, 0.001);
}

static void
test_axes (void)
{
  g_autoptr (DhHistory) still = train_lesson ("15", "", 1), learning = train_lesson ("15", "overshoot", 1);

  g_test_summary ("Lesson 15: derivative and overshoot over x are the parabolas that the text says, in every epoch");
  for (gsize step = 1; step <= 29; step++)
    {
      double x = value (still, "x", step);

      g_assert_cmpfloat_with_epsilon (value (still, "g.a", step) / (-2 * x * (x + 29)), 1, 1e-5);
    }
  for (gsize step = 1; step <= 87; step++)
    {
      double x = value (learning, "x", step);

      g_assert_cmpfloat_with_epsilon (value (learning, "overshoot", step), 2 * 0.0001 * (x * x + 1), 1e-9);
    }
}

int
main (int argc, char **argv)
{
  int status;

  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lesson-facts/01-digits", test_digits);
  g_test_add_func ("/lesson-facts/01-standardised", test_standardised);
  g_test_add_func ("/lesson-facts/03-bigger-model", test_bigger_model);
  g_test_add_func ("/lesson-facts/04-fates", test_fates);
  g_test_add_func ("/lesson-facts/05-limits", test_limits);
  g_test_add_func ("/lesson-facts/07-same-steps", test_same_steps);
  g_test_add_func ("/lesson-facts/08-same-line", test_same_line);
  g_test_add_func ("/lesson-facts/14-slips", test_slips);
  g_test_add_func ("/lesson-facts/15-axes", test_axes);
  status = g_test_run ();
  g_clear_pointer (&lesson_list, g_ptr_array_unref);
  return status;
}
