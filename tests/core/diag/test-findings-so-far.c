/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Findings of a run that still goes on: the same as of one that stopped there, told as what is so up to there; and
 * nothing that only an end can tell. */
#include "findings-fixture.h"

#include <math.h>
#include <string.h>

#include "dh-trainer.h"

static gboolean
can_be_said_before (DhFindingKind kind)
{
  return kind == DH_FINDING_RAN_AWAY || kind == DH_FINDING_DEAD_RELU || kind == DH_FINDING_BUMP_LOST
         || kind == DH_FINDING_OSCILLATING;
}

static void
check_words (const DhFinding *f, guint64 so_far)
{
  g_autofree char *title = dh_finding_title (f);
  g_autofree char *sentence = dh_finding_sentence (f);
  g_autofree char *prefix = g_strdup_printf ("Up to step %" G_GUINT64_FORMAT ": ", so_far);

  g_assert_cmpuint (f->so_far, ==, f->kind == DH_FINDING_BUMP_LOST ? 0 : so_far);
  g_assert_cmpint (g_str_has_prefix (sentence, prefix), ==, f->so_far != 0);
  g_assert_null (strstr (title, "%s"));
  g_assert_null (strstr (sentence, "the end"));
  if (f->kind == DH_FINDING_RAN_AWAY)
    {
      g_assert_cmpstr (dh_finding_state (f), ==, "exploding");
      g_assert_true (g_str_has_prefix (title, "exploding"));
    }
  else
    g_assert_cmpint (g_str_has_suffix (title, " so far"), ==, f->so_far != 0);
}

/* The run, stopped by the user after @steps, and going on there. */
static guint
compare_at (const Case *c, guint64 steps)
{
  g_autoptr (DhHistory) whole = fixture_train (c);
  DhRun *run = dh_history_get_run (whole);
  DhData *data = dh_history_get_data (whole);
  g_autoptr (DhTrainer) trainer = dh_trainer_new (run, data, NULL);
  g_autoptr (DhHistory) history = dh_history_new (run, data);
  g_autoptr (GPtrArray) now = NULL;
  g_autoptr (GPtrArray) stopped = NULL;
  guint n = 0;

  if (dh_history_n_steps (whole) <= steps)
    return 0;
  g_assert_cmpuint (dh_trainer_advance (trainer, history, steps, NULL), ==, steps);
  g_assert_cmpint (dh_history_get_state (history), ==, DH_STATE_RUNNING);
  now = dh_findings_find (history, NULL);
  g_assert_null (dh_findings_lost (now));
  dh_history_set_state (history, DH_STATE_STOPPED);
  stopped = dh_findings_find (history, NULL);
  for (guint i = 0; i < stopped->len; i++)
    {
      const DhFinding *f = g_ptr_array_index (stopped, i);
      const DhFinding *same = fixture_find (now, f->kind);

      g_assert_cmpuint (f->so_far, ==, 0);
      g_assert_cmpint (same != NULL, ==, can_be_said_before (f->kind));
      if (same == NULL)
        continue;
      g_assert_cmpuint (same->step, ==, f->step);
      g_assert_cmpint (same->severity, ==, f->severity);
      check_words (same, steps);
      n++;
    }
  g_assert_cmpuint (n, ==, now->len);
  return n;
}

static void
test_lengths (void)
{
  const Case cases[] = {
    { .model = "two-linear", .gradient = "bump:0.01" },
    { .model = "two-relu", .gradient = "bump:0.01" },
    { .lr = 0.0005, .epochs = 40 },
    { .lr = 0.00045, .epochs = 60 },
    { .lr = 0.001, .epochs = 60 },
    { .model = "two-relu", .init = "zeros", .epochs = 20 },
    { .model = "mlp:8:relu", .init = "kaiming:3", .epochs = 20 },
    { .lr = 0.00039, .batch = ALL, .epochs = 600 },
    { .gradient = "bump:1e-16", .epochs = 20 },
    { .model = "mlp:2,2:relu", .lr = 0.001, .epochs = 20 },
    { .data = "range:5:5:1", .lr = 0.035, .epochs = 600 },
    { .model = "mlp:40,40:relu", .init = "kaiming:1", .epochs = 20 },
    { .lr = 0.0003, .epochs = 1000 },
    { 0 },
    { .model = "two-relu", .lr = 1e-6, .epochs = 20 },
    { .optimiser = "adam", .epochs = 20 },
  };
  guint found = 0;

  g_test_summary ("At many lengths the same is found of a run that goes on as of one that was stopped there.");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint64 steps = 1; steps < 600; steps = 2 * steps + steps % 3)
      found += compare_at (&cases[i], steps);
  g_assert_cmpuint (found, >, 40);
}

static gpointer
train_thread (gpointer data)
{
  gpointer *both = data;

  while (dh_trainer_advance (both[0], both[1], 4096, NULL) > 0)
    ;
  return NULL;
}

static void
test_while_growing (void)
{
  static const Case cases[] = {
    { .model = "two-linear", .gradient = "bump:0.01", .epochs = 3000 },
    { .model = "two-relu", .gradient = "bump:0.01", .epochs = 3000 },
    { .lr = 0.00039, .batch = ALL, .epochs = 50000 }, { .model = "mlp:2,2:relu", .lr = 0.001, .epochs = 1000 },
  };

  g_test_summary ("Examined again and again while another thread trains it, a run gives what is so up to some step.");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DhHistory) model = fixture_train (&cases[i]);
      DhRun *run = dh_history_get_run (model);
      g_autoptr (DhTrainer) trainer = dh_trainer_new (run, dh_history_get_data (model), NULL);
      g_autoptr (DhHistory) history = dh_history_new (run, dh_history_get_data (model));
      gpointer both[] = { trainer, history };
      GThread *thread = g_thread_new ("train", train_thread, both);
      gboolean over = FALSE;

      while (!over)
        {
          g_autoptr (GPtrArray) findings = NULL;

          over = dh_history_get_state (history) == DH_STATE_FINISHED;
          findings = dh_findings_find (history, NULL);
          for (guint k = 0; k < findings->len; k++)
            {
              const DhFinding *f = g_ptr_array_index (findings, k);
              g_autofree char *sentence = dh_finding_sentence (f);

              g_assert_nonnull (sentence);
              g_assert_true (f->so_far == 0 || f->step <= f->so_far);
              g_assert_true (!over || f->so_far == 0);
            }
        }
      g_thread_join (thread);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/findings/so-far/lengths", test_lengths);
  g_test_add_func ("/findings/so-far/while-growing", test_while_growing);
  return g_test_run ();
}
