/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Cancelling: wherever the trainer looks at the flag, being stopped there and going on gives the same
 * bits, and it looks often enough: every so many rows in every part of a step on a large batch. */
#include "dh-trainer.h"

#include "dh-cancel.h"
#include "dh-median.h"
#include "dh-rng.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const gint flag = 0;
static gsize n_looks;
static gsize stop_at;    /* the look that stops, from 1; 0: none */
static gsize stop_every; /* every so many looks; 0: none */
static gboolean stopped; /* a raised flag stays raised until the trainer is back */

static gboolean
count_look (void)
{
  if (stopped)
    return TRUE;
  n_looks++;
  stopped = n_looks == stop_at || (stop_every > 0 && n_looks % stop_every == 0);
  return stopped;
}

static void
count_looks (gsize at, gsize every)
{
  n_looks = 0;
  stop_at = at;
  stop_every = every;
  stopped = FALSE;
  dh_cancel_hook = count_look;
}

static DhData *
noisy_data (gsize n)
{
  g_autofree double *x = g_new (double, n);
  g_autofree double *y = g_new (double, n);
  DhDataSpec spec;
  DhData *data;
  DhRng rng;

  dh_rng_init (&rng, n);
  for (gsize i = 0; i < n; i++)
    {
      x[i] = 2 * dh_rng_uniform (&rng) - 1;
      y[i] = x[i] * x[i] + 0.1 * dh_rng_normal (&rng);
    }
  dh_data_spec_init (&spec);
  spec.source = DH_DATA_PASTED;
  data = dh_data_new_rows (&spec, x, y, n, NULL);
  dh_data_spec_clear (&spec);
  g_assert_nonnull (data);
  return data;
}

static DhHistory *
train (DhRun *run, DhData *data, gsize *n_calls)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DhTrainer) trainer = dh_trainer_new (run, data, &error);
  DhHistory *history = dh_history_new (run, data);
  DhTrainerStatus status;

  g_assert_no_error (error);
  *n_calls = 0;
  do
    {
      stopped = FALSE;
      dh_trainer_advance (trainer, history, G_MAXUINT64, &flag);
      dh_trainer_status (trainer, &status);
      ++*n_calls;
      g_assert_cmpuint (*n_calls, <, 1000000);
    }
  while (status.state != DH_STATE_FINISHED && status.state != DH_STATE_EXPLODED);
  return history;
}

static void
assert_same_table (const DhTable *a, const DhTable *b)
{
  gsize n = dh_table_length (a);
  g_autofree double *x = g_new (double, n + 1);
  g_autofree double *y = g_new (double, n + 1);

  g_assert_cmpuint (n, ==, dh_table_length (b));
  for (guint c = 0; c < dh_table_n_columns (a); c++)
    {
      dh_table_read (a, c, 0, n, x);
      dh_table_read (b, c, 0, n, y);
      g_assert_cmpmem (x, n * sizeof *x, y, n * sizeof *y);
    }
}

static void
assert_same_history (const DhHistory *a, const DhHistory *b)
{
  g_assert_cmpint (dh_history_get_state (a), ==, dh_history_get_state (b));
  assert_same_table (dh_history_get_steps (a), dh_history_get_steps (b));
  assert_same_table (dh_history_get_epochs (a), dh_history_get_epochs (b));
}

/* Stops at each look in turn, at most some 400 of them spread over all, then at every second and third
 * (not at every one: the looks before any work would stop it for good). */
static void
check_every_look (DhRun *run, DhData *data, gsize least_looks)
{
  gsize n_calls, total;

  count_looks (0, 0);
  g_autoptr (DhHistory) whole = train (run, data, &n_calls);

  total = n_looks;
  g_assert_cmpuint (n_calls, ==, 1);
  g_assert_cmpuint (total, >=, least_looks);
  for (gsize at = 1; at <= total; at += 1 + total / 400)
    {
      count_looks (at, 0);
      g_autoptr (DhHistory) pieces = train (run, data, &n_calls);

      g_assert_cmpuint (n_calls, ==, 2);
      assert_same_history (whole, pieces);
    }
  for (gsize every = 2; every <= 3 && !run->record_curvature; every++)
    {
      count_looks (0, every);
      g_autoptr (DhHistory) pieces = train (run, data, &n_calls);

      g_assert_cmpuint (n_calls, >, total / 4);
      assert_same_history (whole, pieces);
    }
  dh_cancel_hook = NULL;
}

/* A full batch of a small model: shuffle, gather, gradient, check and both medians in pieces. */
static void
test_batch (void)
{
  g_autoptr (DhData) data = noisy_data (40000);
  g_autoptr (DhRun) run = dh_run_new ();

  g_test_summary ("A large shuffled batch is interrupted between any two pieces.");
  run->batch = 0;
  run->epochs = 2;
  run->lr = 0.01;
  run->shuffle = TRUE;
  run->shuffle_seed = 5;
  /* An epoch: 9 of the shuffle, 9 of gathering, 39 of the gradient, 2 of the check, 39 of overshoots,
   * 300 of gains and some ten of each median. */
  check_every_look (run, data, 2 * (9 + 9 + 39 + 2 + 39 + 300 + 20));
}

static void
test_bump (void)
{
  g_autoptr (DhData) data = noisy_data (3000);
  g_autoptr (DhRun) run = dh_run_new ();

  g_test_summary ("Bump derivatives of a large batch, primed, are interrupted within a weight.");
  dh_model_spec_init (&run->model, DH_MODEL_TWO_RELU);
  dh_run_set_optimiser (run, DH_OPTIMISER_ADAM);
  run->gradient = DH_GRADIENT_CENTRAL;
  run->batch = 2500;
  run->epochs = 2;
  run->prime = 2;
  /* Twice four losses of three pieces and the gradient's, in each of four passes. */
  check_every_look (run, data, 4 * (8 * 2 + 2));
}

static void
test_rows (void)
{
  g_autoptr (DhData) data = noisy_data (20000);
  g_autoptr (DhRun) run = dh_run_new ();

  g_test_summary ("Row by row, shuffled and primed, it is interrupted at least every 1024 steps.");
  dh_run_set_optimiser (run, DH_OPTIMISER_WORKBOOK_ADAM);
  run->lr = 0.001;
  run->shuffle = TRUE;
  run->epochs = 2;
  run->prime = 1;
  check_every_look (run, data, 3 * 19 + 2 * 4);
}

static void
test_explosion (void)
{
  g_autoptr (DhData) data = noisy_data (20000);
  g_autoptr (DhRun) run = dh_run_new ();

  g_test_summary ("An explosion that is interrupted is one all the same.");
  run->batch = 0;
  run->epochs = 2000;
  run->lr = 1e30;
  check_every_look (run, data, 100);
}

static void
test_curvature (void)
{
  g_autoptr (DhData) data = noisy_data (60);
  g_autoptr (DhRun) run = dh_run_new ();

  g_test_summary ("Curvature that is interrupted is computed again, to the same bits.");
  dh_model_spec_init (&run->model, DH_MODEL_MLP);
  run->model.n_hidden = 1;
  run->model.width[0] = 4;
  dh_init_spec_clear (&run->init);
  dh_init_spec_init (&run->init, DH_INIT_NORMAL);
  run->batch = 20;
  run->lr = 0.01;
  run->epochs = 1;
  run->record_curvature = TRUE;
  /* Eigenvalues alone take 12 looks a sweep, and rates that are tried up to 40 each. */
  check_every_look (run, data, 600);
}

static int
compare (const void *a, const void *b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return (x > y) - (x < y);
}

/* The median by sorting what is defined. */
static double
sorted_median (const double *value, gsize n)
{
  g_autofree double *kept = g_new (double, n + 1);
  gsize m = 0;

  for (gsize i = 0; i < n; i++)
    if (!isnan (value[i]))
      kept[m++] = value[i];
  if (m == 0)
    return (double) NAN;
  qsort (kept, m, sizeof *kept, compare);
  return m % 2 == 1 ? kept[m / 2] : kept[m / 2 - 1] + (kept[m / 2] - kept[m / 2 - 1]) / 2;
}

static void
test_median (void)
{
  DhRng rng;

  g_test_summary ("Medians of any values, interrupted or not, are those of the sorted ones.");
  dh_rng_init (&rng, 3);
  for (guint round = 0; round < 300; round++)
    {
      gsize n = round < 200 ? dh_rng_below (&rng, 20) : dh_rng_below (&rng, 60000);
      guint64 different = 1 + dh_rng_below (&rng, 3 * n + 1);
      g_autofree double *value = g_new (double, n + 1);
      double expected, found;
      DhMedian median;

      for (gsize i = 0; i < n; i++)
        value[i] = dh_rng_below (&rng, 5) == 0 ? (double) NAN : (double) dh_rng_below (&rng, different);
      expected = sorted_median (value, n);
      count_looks (0, round % 3);
      dh_median_begin (&median, value, n);
      while (!dh_median_run (&median, &flag, &found))
        stopped = FALSE;
      if (isnan (expected))
        g_assert_true (isnan (found));
      else
        g_assert_cmpfloat (found, ==, expected);
      /* What is left of it is a few passes; a look at least every 8192 values. */
      if (n > 0)
        g_assert_cmpuint (n_looks, >=, (n - 1) / 8192);
    }
  dh_cancel_hook = NULL;
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cancel/batch", test_batch);
  g_test_add_func ("/cancel/bump", test_bump);
  g_test_add_func ("/cancel/rows", test_rows);
  g_test_add_func ("/cancel/explosion", test_explosion);
  g_test_add_func ("/cancel/curvature", test_curvature);
  g_test_add_func ("/cancel/median", test_median);
  return g_test_run ();
}
