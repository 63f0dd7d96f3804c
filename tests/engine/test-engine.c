/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Tests of the engine: what comes out is what dh_train() gives, bit for bit, however the way
 * there was interrupted; nothing is computed twice; no wake-up is lost. */
#include <string.h>

#include "dh-engine.h"
#include "dh-error.h"
#include "dh-trainer.h"

#define LONG_WAIT (60 * G_USEC_PER_SEC) /* a hang, not a slow machine */

/* --- What arrives of one generation --- */

typedef struct
{
  guint64 generation;
  GHashTable *histories; /* run id -> DhHistory */
  GHashTable *states;    /* run id -> DhState + 1, of those that are over */
  guint n_started, n_progress, n_finished, n_failed;
  guint64 first_finished;
  gboolean all_done;
} Seen;

static void
seen_init (Seen *seen, guint64 generation)
{
  memset (seen, 0, sizeof *seen);
  seen->generation = generation;
  seen->histories = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free,
                                           (GDestroyNotify) dh_history_unref);
  seen->states = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

static void
seen_clear (Seen *seen)
{
  g_hash_table_unref (seen->histories);
  g_hash_table_unref (seen->states);
}

static DhHistory *
seen_history (Seen *seen, guint64 id)
{
  return g_hash_table_lookup (seen->histories, &id);
}

static gboolean
seen_state (Seen *seen, guint64 id, DhState *state)
{
  gpointer value = g_hash_table_lookup (seen->states, &id);

  *state = (DhState) (GPOINTER_TO_INT (value) - 1);
  return value != NULL;
}

/* Takes @event in and checks it against what came before. */
static void
see (Seen *seen, DhEvent *event)
{
  g_assert_cmpuint (event->generation, ==, seen->generation);
  g_assert_false (seen->all_done && event->kind == DH_EVENT_ALL_DONE);
  g_assert_cmpuint (event->steps, <=, event->total_steps);
  switch (event->kind)
    {
    case DH_EVENT_STARTED:
      g_assert_null (seen_history (seen, event->run_id));
      g_assert_nonnull (event->history);
      g_hash_table_insert (seen->histories, g_memdup2 (&event->run_id, sizeof (guint64)),
                           g_steal_pointer (&event->history));
      seen->n_started++;
      break;
    case DH_EVENT_PROGRESS:
      g_assert_nonnull (seen_history (seen, event->run_id));
      g_assert_cmpuint (dh_history_n_steps (seen_history (seen, event->run_id)), >=, event->steps);
      seen->n_progress++;
      break;
    case DH_EVENT_FINISHED:
      g_assert_nonnull (seen_history (seen, event->run_id));
      g_assert_cmpuint (dh_history_n_steps (seen_history (seen, event->run_id)), ==, event->steps);
      g_hash_table_insert (seen->states, g_memdup2 (&event->run_id, sizeof (guint64)),
                           GINT_TO_POINTER ((int) event->state + 1));
      if (seen->n_finished++ == 0)
        seen->first_finished = event->run_id;
      break;
    case DH_EVENT_FAILED:
      g_assert_nonnull (event->error);
      g_assert_cmpstr (event->error->message, !=, "");
      seen->n_failed++;
      break;
    case DH_EVENT_ALL_DONE:
      seen->all_done = TRUE;
      break;
    }
  dh_event_free (event);
}

static void
wait_all_done (DhEngine *engine, Seen *seen)
{
  while (!seen->all_done)
    {
      DhEvent *event = dh_engine_wait (engine, LONG_WAIT);

      g_assert_nonnull (event);
      see (seen, event);
    }
}

/* Submits and waits to the end. */
static void
run_through (DhEngine *engine, DhExperiment *experiment, Seen *seen)
{
  seen_init (seen, dh_engine_submit (engine, experiment));
  wait_all_done (engine, seen);
}

/* --- Experiments --- */

static DhRun *
small_run (guint64 id, double lr, guint64 epochs)
{
  DhRun *run = dh_run_new ();

  run->id = id;
  run->lr = lr;
  run->epochs = epochs;
  return run;
}

static DhExperiment *
experiment_of (DhData *data, DhRun **runs, gsize n)
{
  DhExperiment *experiment = dh_experiment_new (data, runs, n, NULL, 0);

  for (gsize i = 0; i < n; i++)
    dh_run_unref (runs[i]);
  return experiment;
}

static DhData *
workbook (void)
{
  g_autoptr (DhExperiment) experiment = dh_experiment_new_default ();

  return dh_data_ref (dh_experiment_get_data (experiment));
}

static DhExperiment *
three_runs (void)
{
  g_autoptr (DhData) data = workbook ();
  DhRun *runs[] = { small_run (1, 1e-4, 5), small_run (2, 2e-5, 40), small_run (3, 5e-5, 7) };

  dh_model_spec_init (&runs[1]->model, DH_MODEL_TWO_RELU);
  dh_run_set_optimiser (runs[2], DH_OPTIMISER_WORKBOOK_RMSPROP);
  return experiment_of (data, runs, G_N_ELEMENTS (runs));
}

/* Trains for minutes but records little: full batches of many rows. */
static DhExperiment *
endless (guint64 seed)
{
  g_autoptr (DhData) data = NULL;
  g_autoptr (GError) error = NULL;
  DhRun *runs[] = { small_run (1, 1e-3, 1000000), small_run (2, 1e-4, 1000000) };
  DhDataSpec spec;

  dh_data_spec_init (&spec);
  g_assert_true (dh_data_spec_parse ("range:0:1:0.0001", &spec, &error));
  spec.noise_sd = 1;
  spec.noise_seed = seed;
  data = dh_data_new_generated (&spec, &error);
  g_assert_no_error (error);
  dh_data_spec_clear (&spec);
  runs[0]->batch = runs[1]->batch = 0;
  return experiment_of (data, runs, G_N_ELEMENTS (runs));
}

static void
assert_same_table (DhTable *a, DhTable *b)
{
  gsize n = dh_table_length (a);
  g_autofree double *left = g_new (double, n + 1);
  g_autofree double *right = g_new (double, n + 1);

  g_assert_cmpuint (n, ==, dh_table_length (b));
  g_assert_cmpuint (dh_table_n_columns (a), ==, dh_table_n_columns (b));
  for (guint c = 0; c < dh_table_n_columns (a); c++)
    {
      dh_table_read (a, c, 0, n, left);
      dh_table_read (b, c, 0, n, right);
      g_assert_cmpmem (left, n * sizeof (double), right, n * sizeof (double));
    }
}

/* Every bit of what @run's history says is what a plain training gives. */
static void
assert_as_trained (DhHistory *history, DhRun *run, DhData *data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DhHistory) expected = dh_train (run, data, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (history);
  g_assert_cmpuint (dh_history_n_steps (expected), >, 0);
  g_assert_cmpint (dh_history_get_state (history), ==, dh_history_get_state (expected));
  assert_same_table (dh_history_get_steps (history), dh_history_get_steps (expected));
  assert_same_table (dh_history_get_epochs (history), dh_history_get_epochs (expected));
}

static void
assert_all_as_trained (Seen *seen, DhExperiment *experiment)
{
  for (gsize i = 0; i < dh_experiment_n_runs (experiment); i++)
    {
      DhRun *run = dh_experiment_get_run (experiment, i);

      assert_as_trained (seen_history (seen, run->id), run, dh_experiment_get_data (experiment));
    }
}

static DhExperiment *
with_epochs (DhExperiment *experiment, gsize index, guint64 epochs)
{
  g_autoptr (DhRun) run = dh_run_copy (dh_experiment_get_run (experiment, index));

  run->epochs = epochs;
  return dh_experiment_with_run (experiment, run);
}

static DhExperiment *
with_lr (DhExperiment *experiment, gsize index, double lr)
{
  g_autoptr (DhRun) run = dh_run_copy (dh_experiment_get_run (experiment, index));

  run->lr = lr;
  return dh_experiment_with_run (experiment, run);
}

/* --- Results --- */

static void
test_results (void)
{
  g_autoptr (DhEngine) engine = dh_engine_new (NULL, NULL, NULL);
  g_autoptr (DhExperiment) experiment = three_runs ();
  Seen seen;

  g_test_summary ("An experiment's histories are those of dh_train(); each run starts and finishes once.");
  run_through (engine, experiment, &seen);
  g_assert_cmpuint (seen.generation, ==, 1);
  g_assert_cmpuint (seen.n_started, ==, 3);
  g_assert_cmpuint (seen.n_finished, ==, 3);
  g_assert_cmpuint (seen.n_failed, ==, 0);
  assert_all_as_trained (&seen, experiment);
  g_assert_null (dh_engine_poll (engine));
  seen_clear (&seen);
}

static void
test_no_runs (void)
{
  g_autoptr (DhEngine) engine = dh_engine_new (NULL, NULL, NULL);
  g_autoptr (DhData) data = workbook ();
  g_autoptr (DhExperiment) experiment = dh_experiment_new (data, NULL, 0, NULL, 0);
  Seen seen;

  g_test_summary ("An experiment without runs is done at once.");
  run_through (engine, experiment, &seen);
  g_assert_cmpuint (seen.n_started + seen.n_finished + seen.n_failed, ==, 0);
  seen_clear (&seen);
}

static void
test_visible_first (void)
{
  g_autoptr (DhEngine) engine = dh_engine_new (NULL, NULL, NULL);
  g_autoptr (DhData) data = workbook ();
  DhRun *runs[] = { small_run (1, 1e-4, 2), small_run (2, 1e-5, 300) };
  g_autoptr (DhExperiment) experiment = NULL;
  Seen seen;

  g_test_summary ("Visible runs are trained before hidden ones, also before shorter ones.");
  runs[0]->visible = FALSE;
  experiment = experiment_of (data, runs, 2);
  run_through (engine, experiment, &seen);
  g_assert_cmpuint (seen.first_finished, ==, 2);
  g_assert_cmpuint (seen.n_finished, ==, 2);
  seen_clear (&seen);
}

static void
test_failed (void)
{
  g_autoptr (DhEngine) engine = dh_engine_new (NULL, NULL, NULL);
  g_autoptr (DhData) data = workbook ();
  DhRun *runs[] = { small_run (1, 1e-4, 5), small_run (2, 1e-4, G_GUINT64_CONSTANT (1000000000000)),
                    small_run (3, -1, 5), small_run (4, 1e-5, 5) };
  g_autoptr (DhExperiment) experiment = experiment_of (data, runs, G_N_ELEMENTS (runs));
  g_autoptr (DhExperiment) mended = NULL;
  g_autoptr (DhExperiment) better = NULL;
  Seen seen;

  g_test_summary ("A run that can't start says why, again in the next generation; the others go on.");
  run_through (engine, experiment, &seen);
  g_assert_cmpuint (seen.n_failed, ==, 2);
  g_assert_cmpuint (seen.n_finished, ==, 2);
  assert_as_trained (seen_history (&seen, 4), dh_experiment_get_run (experiment, 3), data);
  seen_clear (&seen);

  mended = with_epochs (experiment, 1, 6);
  run_through (engine, mended, &seen);
  g_assert_cmpuint (seen.n_failed, ==, 1);
  g_assert_cmpuint (seen.n_finished, ==, 3);
  seen_clear (&seen);

  better = with_lr (mended, 2, 1e-5);
  run_through (engine, better, &seen);
  g_assert_cmpuint (seen.n_failed, ==, 0);
  assert_all_as_trained (&seen, better);
  seen_clear (&seen);
}

/* --- What is kept --- */

static void
test_keep (void)
{
  g_autoptr (DhEngine) engine = dh_engine_new (NULL, NULL, NULL);
  g_autoptr (DhExperiment) experiment = three_runs ();
  g_autoptr (DhExperiment) renamed = NULL;
  g_autoptr (DhExperiment) changed = NULL;
  g_autoptr (DhRun) run = dh_run_copy (dh_experiment_get_run (experiment, 0));
  Seen first, second, third, back;

  g_test_summary ("Runs whose training did not change keep their history, and undo finds the old one.");
  run_through (engine, experiment, &first);
  dh_run_set_name (run, "another name");
  run->colour = 5;
  run->visible = FALSE;
  renamed = dh_experiment_with_run (experiment, run);
  run_through (engine, renamed, &second);
  for (guint64 id = 1; id <= 3; id++)
    g_assert_true (seen_history (&second, id) == seen_history (&first, id));
  g_assert_cmpuint (second.n_finished, ==, 3);

  changed = with_lr (renamed, 1, 1e-5);
  run_through (engine, changed, &third);
  g_assert_true (seen_history (&third, 1) == seen_history (&first, 1));
  g_assert_true (seen_history (&third, 2) != seen_history (&first, 2));
  g_assert_true (seen_history (&third, 3) == seen_history (&first, 3));
  assert_all_as_trained (&third, changed);

  run_through (engine, experiment, &back);
  for (guint64 id = 1; id <= 3; id++)
    g_assert_true (seen_history (&back, id) == seen_history (&first, id));
  seen_clear (&first);
  seen_clear (&second);
  seen_clear (&third);
  seen_clear (&back);
}

static void
test_duplicate (void)
{
  g_autoptr (DhEngine) engine = dh_engine_new (NULL, NULL, NULL);
  g_autoptr (DhExperiment) experiment = three_runs ();
  g_autoptr (DhExperiment) doubled = NULL;
  g_autoptr (DhRun) twin = dh_run_copy (dh_experiment_get_run (experiment, 0));
  Seen first, second;

  g_test_summary ("A duplicated run gets a history of its own; the original keeps its.");
  run_through (engine, experiment, &first);
  twin->id = 9;
  doubled = dh_experiment_with_run_added (experiment, twin, 0);
  run_through (engine, doubled, &second);
  g_assert_true (seen_history (&second, 1) == seen_history (&first, 1));
  g_assert_true (seen_history (&second, 9) != seen_history (&first, 1));
  assert_all_as_trained (&second, doubled);
  seen_clear (&first);
  seen_clear (&second);
}

static void
test_data (void)
{
  g_autoptr (DhEngine) engine = dh_engine_new (NULL, NULL, NULL);
  g_autoptr (DhExperiment) experiment = three_runs ();
  g_autoptr (DhExperiment) same = NULL, other = NULL;
  g_autoptr (DhData) twin = workbook ();
  g_autoptr (DhData) data = NULL;
  g_autoptr (GError) error = NULL;
  DhDataSpec spec;
  Seen first, second, third;

  g_test_summary ("Equal rows in another object keep the histories; other rows make new ones.");
  run_through (engine, experiment, &first);
  same = dh_experiment_with_data (experiment, twin);
  run_through (engine, same, &second);
  g_assert_true (seen_history (&second, 2) == seen_history (&first, 2));

  dh_data_spec_init (&spec);
  g_assert_true (dh_data_spec_parse ("range:-8:12:1", &spec, &error));
  data = dh_data_new_generated (&spec, &error);
  g_assert_no_error (error);
  dh_data_spec_clear (&spec);
  other = dh_experiment_with_data (experiment, data);
  run_through (engine, other, &third);
  g_assert_true (seen_history (&third, 2) != seen_history (&first, 2));
  assert_all_as_trained (&third, other);
  seen_clear (&first);
  seen_clear (&second);
  seen_clear (&third);
}

static void
test_extend (void)
{
  g_autoptr (DhEngine) engine = dh_engine_new (NULL, NULL, NULL);
  g_autoptr (DhExperiment) experiment = three_runs ();
  g_autoptr (DhExperiment) longer = NULL, shorter = NULL;
  Seen first, second, third;

  g_test_summary ("More epochs go on in the same history; fewer make a new one.");
  run_through (engine, experiment, &first);
  longer = with_epochs (experiment, 2, 31);
  run_through (engine, longer, &second);
  g_assert_true (seen_history (&second, 3) == seen_history (&first, 3));
  g_assert_cmpuint (dh_history_n_steps (seen_history (&second, 3)), ==, 31 * 29);
  assert_all_as_trained (&second, longer);

  shorter = with_epochs (experiment, 2, 4);
  run_through (engine, shorter, &third);
  g_assert_true (seen_history (&third, 3) != seen_history (&first, 3));
  assert_all_as_trained (&third, shorter);
  seen_clear (&first);
  seen_clear (&second);
  seen_clear (&third);
}

static void
test_exploded (void)
{
  g_autoptr (DhEngine) engine = dh_engine_new (NULL, NULL, NULL);
  g_autoptr (DhData) data = workbook ();
  DhRun *runs[] = { small_run (1, 1, 5) };
  g_autoptr (DhExperiment) experiment = experiment_of (data, runs, 1);
  g_autoptr (DhExperiment) longer = with_epochs (experiment, 0, 50);
  DhState state;
  Seen first, second;

  g_test_summary ("An exploded run is over, and stays so with more epochs.");
  run_through (engine, experiment, &first);
  g_assert_true (seen_state (&first, 1, &state));
  g_assert_cmpint (state, ==, DH_STATE_EXPLODED);
  assert_all_as_trained (&first, experiment);
  run_through (engine, longer, &second);
  g_assert_true (seen_state (&second, 1, &state));
  g_assert_cmpint (state, ==, DH_STATE_EXPLODED);
  assert_all_as_trained (&second, longer);
  seen_clear (&first);
  seen_clear (&second);
}

/* --- Pause, resume, cancel --- */

static void
test_pause (void)
{
  g_autoptr (DhEngine) engine = dh_engine_new (NULL, NULL, NULL);
  g_autoptr (DhExperiment) experiment = three_runs ();
  DhEvent *event;
  Seen seen;

  g_test_summary ("While paused histories are there but don't grow; after resume they are complete.");
  dh_engine_pause (engine);
  seen_init (&seen, dh_engine_submit (engine, experiment));
  while (seen.n_started < 3)
    {
      event = dh_engine_wait (engine, LONG_WAIT);
      g_assert_nonnull (event);
      see (&seen, event);
    }
  g_assert_null (dh_engine_wait (engine, 30000));
  for (guint64 id = 1; id <= 3; id++)
    g_assert_cmpuint (dh_history_n_steps (seen_history (&seen, id)), ==, 0);
  dh_engine_resume (engine);
  wait_all_done (engine, &seen);
  g_assert_cmpuint (seen.n_started, ==, 3);
  assert_all_as_trained (&seen, experiment);
  seen_clear (&seen);
}

static void
test_pieces (void)
{
  g_autoptr (DhEngine) engine = dh_engine_new (NULL, NULL, NULL);
  g_autoptr (DhData) data = workbook ();
  DhRun *runs[] = { small_run (1, 1e-6, 3000), small_run (2, 1e-5, 3000) };
  g_autoptr (DhExperiment) experiment = NULL;
  guint n_pauses = 0;
  Seen seen;

  g_test_summary ("Paused and resumed again and again, a run gives the same bits.");
  dh_model_spec_init (&runs[1]->model, DH_MODEL_MLP);
  experiment = experiment_of (data, runs, 2);
  seen_init (&seen, dh_engine_submit (engine, experiment));
  while (!seen.all_done)
    {
      DhEvent *event = dh_engine_wait (engine, 500);

      if (event != NULL)
        {
          see (&seen, event);
          continue;
        }
      dh_engine_pause (engine);
      dh_engine_resume (engine);
      n_pauses++;
    }
  g_test_message ("paused %u times", n_pauses);
  assert_all_as_trained (&seen, experiment);
  seen_clear (&seen);
}

static void
test_cancel (void)
{
  g_autoptr (DhEngine) engine = dh_engine_new (NULL, NULL, NULL);
  g_autoptr (DhExperiment) experiment = endless (1);
  g_autoptr (DhExperiment) renamed = NULL;
  g_autoptr (DhRun) run = dh_run_copy (dh_experiment_get_run (experiment, 0));
  DhState state;
  gsize n_steps;
  Seen seen, again;

  g_test_summary ("Cancel stops what is under way and keeps what was recorded, until resume.");
  seen_init (&seen, dh_engine_submit (engine, experiment));
  while (seen.n_progress == 0)
    {
      DhEvent *event = dh_engine_wait (engine, LONG_WAIT);

      g_assert_nonnull (event);
      see (&seen, event);
    }
  dh_engine_cancel (engine);
  wait_all_done (engine, &seen);
  for (guint64 id = 1; id <= 2; id++)
    {
      g_assert_true (seen_state (&seen, id, &state));
      g_assert_cmpint (state, ==, DH_STATE_STOPPED);
      g_assert_cmpint (dh_history_get_state (seen_history (&seen, id)), ==, DH_STATE_STOPPED);
    }
  n_steps = dh_history_n_steps (seen_history (&seen, 1));

  dh_run_set_name (run, "still stopped");
  renamed = dh_experiment_with_run (experiment, run);
  run_through (engine, renamed, &again);
  g_assert_true (seen_history (&again, 1) == seen_history (&seen, 1));
  g_assert_cmpuint (dh_history_n_steps (seen_history (&again, 1)), ==, n_steps);

  again.all_done = FALSE;
  dh_engine_resume (engine);
  while (dh_history_n_steps (seen_history (&again, 1)) == n_steps)
    {
      DhEvent *event = dh_engine_wait (engine, LONG_WAIT);

      g_assert_nonnull (event);
      see (&again, event);
    }
  dh_engine_cancel (engine);
  wait_all_done (engine, &again);
  seen_clear (&seen);
  seen_clear (&again);
}

static void
test_cancel_paused (void)
{
  g_autoptr (DhEngine) engine = dh_engine_new (NULL, NULL, NULL);
  g_autoptr (DhExperiment) experiment = three_runs ();
  Seen seen;

  g_test_summary ("Cancelled before their first step, runs are stopped with empty histories.");
  dh_engine_pause (engine);
  seen_init (&seen, dh_engine_submit (engine, experiment));
  dh_engine_cancel (engine);
  wait_all_done (engine, &seen);
  g_assert_cmpuint (seen.n_started, ==, 3);
  g_assert_cmpuint (seen.n_finished, ==, 3);
  g_assert_cmpint (dh_history_get_state (seen_history (&seen, 2)), ==, DH_STATE_STOPPED);
  seen.all_done = FALSE;
  dh_engine_resume (engine);
  wait_all_done (engine, &seen);
  assert_all_as_trained (&seen, experiment);
  seen_clear (&seen);
}

/* --- Superseding --- */

static DhRun *
random_run (guint64 id)
{
  DhRun *run = small_run (id, 1e-6 * g_test_rand_int_range (1, 200),
                          (guint64) g_test_rand_int_range (1, 60));

  dh_model_spec_init (&run->model, (DhModelKind) g_test_rand_int_range (0, DH_MODEL_MLP + 1));
  return run;
}

/* One edit such as a user makes. */
static DhExperiment *
random_edit (DhExperiment *experiment, DhData **data, guint n_data, guint64 *last_id)
{
  gsize n = dh_experiment_n_runs (experiment);
  gsize index = (gsize) g_test_rand_int_range (0, (gint32) n);
  DhRun *old = dh_experiment_get_run (experiment, index);
  g_autoptr (DhRun) run = dh_run_copy (old);

  switch (g_test_rand_int_range (0, 12))
    {
    case 0:
      return dh_experiment_with_data (experiment, data[g_test_rand_int_range (0, (gint32) n_data)]);
    case 1:
      if (n < 6)
        {
          g_autoptr (DhRun) added = random_run (++*last_id);

          return dh_experiment_with_run_added (experiment, added, index);
        }
      return dh_experiment_with_run_removed (experiment, old->id);
    case 2:
      if (n > 2)
        return dh_experiment_with_run_removed (experiment, old->id);
      run->colour++;
      break;
    case 3:
      return dh_experiment_with_run_moved (experiment, old->id, 0);
    case 4:
      dh_run_set_name (run, "renamed");
      run->visible = !run->visible;
      break;
    case 5:
    case 6:
      run->epochs += 17;
      break;
    case 7:
      run->epochs = MAX (run->epochs / 2, 1);
      break;
    case 8:
      dh_run_set_optimiser (run, (DhOptimiserKind) g_test_rand_int_range (0, DH_OPTIMISER_N));
      break;
    default:
      run->lr = 1e-6 * g_test_rand_int_range (1, 200);
    }
  return dh_experiment_with_run (experiment, run);
}

static void
test_superseded (void)
{
  DhEngine *engine = dh_engine_new (NULL, NULL, NULL);
  g_autoptr (DhExperiment) experiment = three_runs ();
  g_autoptr (DhData) generated = NULL;
  g_autoptr (DhData) same = workbook ();
  g_autoptr (GError) error = NULL;
  g_autoptr (DhData) first = dh_data_ref (dh_experiment_get_data (experiment));
  DhData *data[3] = { first, same, NULL };
  DhDataSpec spec;
  guint64 last_id = 3, generation = 0;
  Seen seen;

  g_test_summary ("Of thousands of experiments that replace each other, the last one comes out "
                  "as if it had been alone.");
  dh_data_spec_init (&spec);
  g_assert_true (dh_data_spec_parse ("random:40:-3:3:7:real", &spec, &error));
  data[2] = generated = dh_data_new_generated (&spec, &error);
  g_assert_no_error (error);
  dh_data_spec_clear (&spec);
  for (guint i = 0; i < 3000; i++)
    {
      DhExperiment *next = random_edit (experiment, data, G_N_ELEMENTS (data), &last_id);
      guint64 submitted = dh_engine_submit (engine, next);
      DhEvent *event;

      g_assert_cmpuint (submitted, ==, ++generation);
      dh_experiment_unref (experiment);
      experiment = next;
      if (g_test_rand_int_range (0, 50) == 0)
        dh_engine_pause (engine);
      if (g_test_rand_int_range (0, 20) == 0)
        dh_engine_resume (engine);
      if (g_test_rand_int_range (0, 100) == 0)
        dh_engine_cancel (engine);
      if (g_test_rand_int_range (0, 4) == 0)
        g_usleep ((gulong) g_test_rand_int_range (0, 1500));
      while (g_test_rand_bit () && (event = dh_engine_poll (engine)) != NULL)
        {
          g_assert_cmpuint (event->generation, ==, generation);
          dh_event_free (event);
        }
    }
  dh_engine_resume (engine);
  run_through (engine, experiment, &seen);
  g_assert_cmpuint (seen.n_started, ==, dh_experiment_n_runs (experiment));
  assert_all_as_trained (&seen, experiment);
  dh_engine_free (engine);
  seen_clear (&seen);
}

static void
test_unfinished_goes_on (void)
{
  g_autoptr (DhEngine) engine = dh_engine_new (NULL, NULL, NULL);
  g_autoptr (DhExperiment) experiment = endless (1);
  DhHistory *history;
  guint64 steps;
  Seen seen;

  g_test_summary ("A run that was superseded half-way goes on from there in the next generation.");
  seen_init (&seen, dh_engine_submit (engine, experiment));
  while (seen.n_progress < 3)
    {
      DhEvent *event = dh_engine_wait (engine, LONG_WAIT);

      g_assert_nonnull (event);
      see (&seen, event);
    }
  history = dh_history_ref (seen_history (&seen, 1));
  steps = dh_history_n_steps (history);
  g_assert_cmpuint (steps, >, 0);
  seen_clear (&seen);

  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (DhExperiment) next = with_lr (experiment, 1, 1e-5 * (i + 1));
      guint64 before = dh_history_n_steps (history);

      seen_init (&seen, dh_engine_submit (engine, next));
      while (seen.n_progress < 3)
        {
          DhEvent *event = dh_engine_wait (engine, LONG_WAIT);

          g_assert_nonnull (event);
          see (&seen, event);
        }
      g_assert_true (seen_history (&seen, 1) == history);
      g_assert_cmpuint (dh_history_n_steps (history), >=, before);
      g_assert_cmpint (dh_history_get_state (history), ==, DH_STATE_RUNNING);
      seen_clear (&seen);
    }
  g_assert_cmpuint (dh_history_n_steps (history), >, steps);
  dh_history_unref (history);
}

static void
test_free (void)
{
  g_test_summary ("Freed in the middle of anything, the engine leaves nothing behind.");
  for (guint i = 0; i < 200; i++)
    {
      DhEngine *engine = dh_engine_new (NULL, NULL, NULL);
      g_autoptr (DhExperiment) experiment = i % 2 == 0 ? endless (i) : three_runs ();
      DhEvent *event;

      if (i % 5 != 0)
        dh_engine_submit (engine, experiment);
      if (i % 7 == 0)
        dh_engine_pause (engine);
      if (i % 3 == 0)
        g_usleep ((gulong) g_test_rand_int_range (0, 4000));
      if (i % 4 == 0 && (event = dh_engine_poll (engine)) != NULL)
        dh_event_free (event);
      dh_engine_free (engine);
    }
}

/* --- Wake-ups --- */

typedef struct
{
  DhEngine *engine;
  guint64 generation;
  guint n_ready;
  gboolean drains;
  gboolean all_done;
} Woken;

static void
on_ready (gpointer data)
{
  Woken *woken = data;
  DhEvent *event;

  woken->n_ready++;
  while (woken->drains && (event = dh_engine_poll (woken->engine)) != NULL)
    {
      woken->all_done |= event->kind == DH_EVENT_ALL_DONE
                         && event->generation == woken->generation;
      dh_event_free (event);
    }
}

static gboolean
on_hang (gpointer data)
{
  g_error ("a wake-up was lost");
  return G_SOURCE_REMOVE;
}

static void
test_wake_up (void)
{
  GMainContext *context = g_main_context_new ();
  GSource *watchdog = g_timeout_source_new_seconds (120);
  g_autoptr (DhExperiment) experiment = three_runs ();
  Woken woken = { .drains = TRUE };

  g_test_summary ("A main loop that polls only when woken sees the end of every submission.");
  g_source_set_callback (watchdog, on_hang, NULL, NULL);
  g_source_attach (watchdog, context);
  woken.engine = dh_engine_new (context, on_ready, &woken);
  for (guint i = 0; i < 400; i++)
    {
      g_autoptr (DhExperiment) next = with_lr (experiment, i % 3, 1e-6 * (i + 1));

      woken.all_done = FALSE;
      woken.generation = dh_engine_submit (woken.engine, next);
      while (!woken.all_done)
        g_main_context_iteration (context, TRUE);
    }
  g_assert_cmpuint (woken.n_ready, >=, 400);
  dh_engine_free (woken.engine);
  g_source_destroy (watchdog);
  g_source_unref (watchdog);
  g_main_context_unref (context);
}

static void
test_one_wake_up (void)
{
  GMainContext *context = g_main_context_new ();
  g_autoptr (DhExperiment) experiment = endless (3);
  Woken woken = { .drains = FALSE };
  guint n_ready;

  g_test_summary ("At most one wake-up until the events are drained, none after the engine is freed.");
  woken.engine = dh_engine_new (context, on_ready, &woken);
  dh_engine_submit (woken.engine, experiment);
  for (guint round = 1; round <= 5; round++)
    {
      DhEvent *event;

      while (woken.n_ready < round)
        g_main_context_iteration (context, TRUE);
      for (guint i = 0; i < 200; i++)
        {
          g_main_context_iteration (context, FALSE);
          g_usleep (200);
        }
      g_assert_cmpuint (woken.n_ready, ==, round);
      while ((event = dh_engine_poll (woken.engine)) != NULL)
        dh_event_free (event);
    }
  g_usleep (5000);
  n_ready = woken.n_ready;
  dh_engine_free (woken.engine);
  for (guint i = 0; i < 20; i++)
    g_main_context_iteration (context, FALSE);
  g_assert_cmpuint (woken.n_ready, ==, n_ready);
  g_main_context_unref (context);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/results", test_results);
  g_test_add_func ("/engine/no-runs", test_no_runs);
  g_test_add_func ("/engine/visible-first", test_visible_first);
  g_test_add_func ("/engine/failed", test_failed);
  g_test_add_func ("/engine/keep", test_keep);
  g_test_add_func ("/engine/duplicate", test_duplicate);
  g_test_add_func ("/engine/data", test_data);
  g_test_add_func ("/engine/extend", test_extend);
  g_test_add_func ("/engine/exploded", test_exploded);
  g_test_add_func ("/engine/pause", test_pause);
  g_test_add_func ("/engine/pieces", test_pieces);
  g_test_add_func ("/engine/cancel", test_cancel);
  g_test_add_func ("/engine/cancel-paused", test_cancel_paused);
  g_test_add_func ("/engine/superseded", test_superseded);
  g_test_add_func ("/engine/unfinished-goes-on", test_unfinished_goes_on);
  g_test_add_func ("/engine/free", test_free);
  g_test_add_func ("/engine/wake-up", test_wake_up);
  g_test_add_func ("/engine/one-wake-up", test_one_wake_up);
  return g_test_run ();
}
