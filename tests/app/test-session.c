/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* The session without a display: changes and undo, the playhead, the engine's events, files, and the
 * autosave. Every wait is for a condition. */
#include "dh-error.h"
#include "dh-session.h"

#include <glib/gstdio.h>
#include <math.h>

static char *state_dir;

/* A timer only wakes the loop; it decides nothing. */
static gboolean
wake_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static void
wait_until (DhSession *session, gboolean (*condition) (DhSession *session))
{
  guint wake = g_timeout_add (20, wake_cb, NULL);
  gint64 end = g_get_monotonic_time () + 60 * G_TIME_SPAN_SECOND;

  while (!condition (session))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (wake);
}

static gboolean
is_done (DhSession *session)
{
  return !dh_session_get_computing (session);
}

static gboolean
has_started (DhSession *session)
{
  return dh_session_get_computed_steps (session) > 0;
}

static DhSession *
new_done (void)
{
  DhSession *session = dh_session_new ();

  wait_until (session, is_done);
  return session;
}

static void
count_cb (guint *count)
{
  ++*count;
}

/* The selected run with another number of epochs, in force. */
static void
set_epochs (DhSession *session, guint64 epochs, const char *merge_key)
{
  g_autoptr (DhRun) run = dh_run_copy (dh_session_get_run (session));
  g_autoptr (GError) error = NULL;
  gboolean ok;

  run->epochs = epochs;
  ok = dh_session_apply_run (session, run, "Epochs", merge_key, &error);
  g_assert_no_error (error);
  g_assert_true (ok);
}

static guint64
get_epochs (DhSession *session)
{
  return dh_session_get_run (session)->epochs;
}

static void
assert_undo (DhSession *session, gboolean can_undo, gboolean can_redo, const char *undo_label)
{
  g_autofree char *label = NULL;
  gboolean undo, redo;

  g_object_get (session, "can-undo", &undo, "can-redo", &redo, "undo-label", &label, NULL);
  g_assert_cmpint (undo, ==, can_undo);
  g_assert_cmpint (redo, ==, can_redo);
  g_assert_cmpstr (label, ==, undo_label);
}

static void
test_first (void)
{
  DhSession *session = new_done ();
  DhExperiment *experiment = dh_session_get_experiment (session);

  g_test_summary ("A new session trains the first experiment and looks at its end");
  g_assert_cmpuint (dh_experiment_n_runs (experiment), ==, 3);
  g_assert_cmpuint (dh_session_get_total_steps (session), ==, 145);
  g_assert_cmpuint (dh_session_get_computed_steps (session), ==, 145);
  g_assert_cmpuint (dh_session_get_playhead (session), ==, 145);
  g_assert_cmpuint (dh_session_get_selected (session), ==, dh_experiment_get_run (experiment, 0)->id);
  g_assert_false (dh_session_get_modified (session));
  for (gsize i = 0; i < 3; i++)
    {
      guint64 id = dh_experiment_get_run (experiment, i)->id;

      g_assert_nonnull (dh_session_get_history (session, id));
      g_assert_null (dh_session_get_run_error (session, id));
    }
  assert_undo (session, FALSE, FALSE, NULL);
  g_assert_finalize_object (session);
}

static void
test_undo (void)
{
  DhSession *session = new_done ();
  g_autoptr (DhExperiment) first = dh_experiment_ref (dh_session_get_experiment (session));
  guint notified = 0;

  g_test_summary ("Undo is the previous value, and redo comes back to it");
  g_signal_connect_swapped (session, "notify::experiment", G_CALLBACK (count_cb), &notified);
  set_epochs (session, 7, NULL);
  g_assert_cmpuint (notified, ==, 1);
  g_assert_true (dh_session_get_modified (session));
  assert_undo (session, TRUE, FALSE, "Epochs");
  set_epochs (session, 7, NULL);
  g_assert_cmpuint (notified, ==, 1);
  set_epochs (session, 8, NULL);
  dh_session_undo (session);
  g_assert_cmpuint (get_epochs (session), ==, 7);
  assert_undo (session, TRUE, TRUE, "Epochs");
  dh_session_undo (session);
  g_assert_true (dh_session_get_experiment (session) == first);
  g_assert_false (dh_session_get_modified (session));
  assert_undo (session, FALSE, TRUE, NULL);
  dh_session_redo (session);
  dh_session_redo (session);
  g_assert_cmpuint (get_epochs (session), ==, 8);
  dh_session_undo (session);
  set_epochs (session, 9, NULL);
  assert_undo (session, TRUE, FALSE, "Epochs");
  g_assert_finalize_object (session);
}

static void
test_merge (void)
{
  DhSession *session = new_done ();

  g_test_summary ("The movements of one drag are one change");
  for (guint64 epochs = 6; epochs < 40; epochs++)
    set_epochs (session, epochs, "drag");
  dh_session_end_merge (session);
  for (guint64 epochs = 40; epochs < 60; epochs++)
    set_epochs (session, epochs, "drag");
  set_epochs (session, 60, "other");
  dh_session_undo (session);
  g_assert_cmpuint (get_epochs (session), ==, 59);
  dh_session_undo (session);
  g_assert_cmpuint (get_epochs (session), ==, 39);
  dh_session_undo (session);
  g_assert_cmpuint (get_epochs (session), ==, 5);
  assert_undo (session, FALSE, TRUE, NULL);
  g_assert_finalize_object (session);
}

static void
test_drag_lr (void)
{
  DhSession *session = new_done ();
  g_autoptr (GError) error = NULL;

  g_test_summary ("Dragging the learning rate and letting go is one change; typing is another");
  g_assert_true (dh_session_apply_lr (session, 2e-5, TRUE, &error));
  g_assert_true (dh_session_apply_lr (session, 3e-5, TRUE, &error));
  g_assert_true (dh_session_apply_lr (session, 4e-5, FALSE, &error));
  g_assert_true (dh_session_apply_lr (session, 5e-5, FALSE, &error));
  dh_session_undo (session);
  g_assert_cmpfloat (dh_session_get_run (session)->lr, ==, 4e-5);
  dh_session_undo (session);
  g_assert_cmpfloat (dh_session_get_run (session)->lr, ==, 1e-4);
  g_assert_finalize_object (session);
}

static void
test_invalid (void)
{
  DhSession *session = new_done ();
  DhExperiment *before = dh_session_get_experiment (session);
  g_autoptr (DhRun) endless = dh_run_copy (dh_session_get_run (session));
  g_autoptr (GError) error = NULL;

  g_test_summary ("A value outside its domain changes nothing and says why");
  g_assert_false (dh_session_apply_lr (session, -1, FALSE, &error));
  g_assert_nonnull (error);
  g_assert_true (error->domain == DH_ERROR);
  g_clear_error (&error);
  g_assert_false (dh_session_apply_lr (session, NAN, FALSE, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  endless->epochs = 1000000000000;
  g_assert_false (dh_session_apply_run (session, endless, "Epochs", NULL, &error));
  g_assert_error (error, DH_ERROR, DH_ERROR_LIMIT);
  g_assert_true (dh_session_get_experiment (session) == before);
  assert_undo (session, FALSE, FALSE, NULL);
  g_assert_finalize_object (session);
}

static void
test_selection (void)
{
  DhSession *session = new_done ();
  DhExperiment *experiment = dh_session_get_experiment (session);
  guint64 second = dh_experiment_get_run (experiment, 1)->id;
  guint64 third = dh_experiment_get_run (experiment, 2)->id;
  g_autoptr (DhExperiment) without = dh_experiment_with_run_removed (experiment, second);
  g_autoptr (GError) error = NULL;

  g_test_summary ("When the selected run goes, the next takes its place; undo brings both back");
  dh_session_set_selected (session, second);
  dh_session_set_selected (session, 12345);
  g_assert_cmpuint (dh_session_get_selected (session), ==, second);
  g_assert_true (dh_session_apply (session, without, "Remove run", NULL, &error));
  g_assert_cmpuint (dh_session_get_selected (session), ==, third);
  g_assert_null (dh_session_get_history (session, second));
  dh_session_undo (session);
  g_assert_cmpuint (dh_session_get_selected (session), ==, second);
  wait_until (session, is_done);
  g_assert_nonnull (dh_session_get_history (session, second));
  g_assert_finalize_object (session);
}

static void
test_playhead (void)
{
  DhSession *session = new_done ();

  g_test_summary ("The playhead stays at its step, and at the end it stays at the end");
  dh_session_set_playhead (session, 25);
  set_epochs (session, 6, NULL);
  wait_until (session, is_done);
  g_assert_cmpuint (dh_session_get_total_steps (session), ==, 174);
  g_assert_cmpuint (dh_session_get_playhead (session), ==, 25);
  dh_session_go_end (session);
  g_assert_cmpuint (dh_session_get_playhead (session), ==, 174);
  set_epochs (session, 8, NULL);
  wait_until (session, is_done);
  g_assert_cmpuint (dh_session_get_playhead (session), ==, 232);
  set_epochs (session, 2, NULL);
  wait_until (session, is_done);
  /* The other two runs still have five epochs. */
  g_assert_cmpuint (dh_session_get_playhead (session), ==, 145);
  g_assert_finalize_object (session);
}

static void
test_steps (void)
{
  DhSession *session = new_done ();

  g_test_summary ("Steps and epochs go to their neighbours and stop at the ends");
  g_assert_cmpuint (dh_session_get_epoch_steps (session), ==, 29);
  dh_session_step (session, 1);
  g_assert_cmpuint (dh_session_get_playhead (session), ==, 145);
  dh_session_step (session, -1);
  g_assert_cmpuint (dh_session_get_playhead (session), ==, 144);
  dh_session_step_epoch (session, -1);
  g_assert_cmpuint (dh_session_get_playhead (session), ==, 116);
  dh_session_step_epoch (session, -1);
  g_assert_cmpuint (dh_session_get_playhead (session), ==, 87);
  dh_session_step (session, 1);
  dh_session_step_epoch (session, 1);
  g_assert_cmpuint (dh_session_get_playhead (session), ==, 116);
  dh_session_step_epoch (session, -100);
  g_assert_cmpuint (dh_session_get_playhead (session), ==, 0);
  dh_session_step (session, -1);
  g_assert_cmpuint (dh_session_get_playhead (session), ==, 0);
  dh_session_step_epoch (session, 100);
  g_assert_cmpuint (dh_session_get_playhead (session), ==, 145);
  g_assert_finalize_object (session);
}

static void
test_player (void)
{
  DhSession *session = new_done ();
  gint64 time = 1000;

  g_test_summary ("Playing goes ten steps a second at speed 1, and stops at the end");
  dh_session_set_playing (session, TRUE);
  g_assert_cmpuint (dh_session_get_playhead (session), ==, 0);
  dh_session_tick (session, time);
  for (guint i = 0; i < 10; i++)
    dh_session_tick (session, time += 101000);
  g_assert_cmpuint (dh_session_get_playhead (session), ==, 10);
  /* After a long pause between frames it does not leap. */
  dh_session_tick (session, time += 60 * G_TIME_SPAN_SECOND);
  g_assert_cmpuint (dh_session_get_playhead (session), ==, 12);
  g_object_set (session, "speed", 100.0, NULL);
  dh_session_tick (session, time += 50000);
  g_assert_cmpuint (dh_session_get_playhead (session), ==, 62);
  g_assert_true (dh_session_get_playing (session));
  dh_session_tick (session, time += 200000);
  g_assert_cmpuint (dh_session_get_playhead (session), ==, 145);
  g_assert_false (dh_session_get_playing (session));
  dh_session_set_playhead (session, 100);
  dh_session_set_playing (session, TRUE);
  g_assert_cmpuint (dh_session_get_playhead (session), ==, 100);
  dh_session_step (session, 1);
  g_assert_false (dh_session_get_playing (session));
  g_assert_finalize_object (session);
}

static void
test_from_here (void)
{
  DhSession *session = new_done ();
  g_autoptr (GError) error = NULL;
  DhRun *run;

  g_test_summary ("From here on: the rate holds after the playhead, and all of a drag from one step");
  g_object_set (session, "from-here", TRUE, NULL);
  g_assert_false (dh_session_apply_lr (session, 1e-5, FALSE, &error));
  g_assert_error (error, DH_ERROR, DH_ERROR_INVALID);
  g_clear_error (&error);
  dh_session_set_playhead (session, 29);
  g_assert_true (dh_session_apply_lr (session, 1e-5, TRUE, &error));
  g_assert_true (dh_session_apply_lr (session, 2e-5, TRUE, &error));
  g_assert_true (dh_session_apply_lr (session, 3e-5, FALSE, &error));
  run = dh_session_get_run (session);
  g_assert_cmpuint (run->n_interventions, ==, 1);
  g_assert_cmpuint (run->interventions[0].step, ==, 30);
  g_assert_cmpfloat (run->interventions[0].lr, ==, 3e-5);
  g_assert_cmpfloat (run->lr, ==, 1e-4);
  wait_until (session, is_done);
  g_assert_cmpuint (dh_session_get_playhead (session), ==, 29);
  dh_session_undo (session);
  g_assert_cmpuint (dh_session_get_run (session)->n_interventions, ==, 0);
  dh_session_redo (session);
  g_object_set (session, "from-here", FALSE, NULL);
  g_assert_true (dh_session_apply_lr (session, 5e-5, FALSE, &error));
  run = dh_session_get_run (session);
  g_assert_cmpuint (run->n_interventions, ==, 0);
  g_assert_cmpfloat (run->lr, ==, 5e-5);
  g_assert_finalize_object (session);
}

static void
test_view_only (void)
{
  DhSession *session = new_done ();
  g_autoptr (DhView) view
    = dh_view_copy (dh_experiment_get_view (dh_session_get_experiment (session), 0));
  g_autoptr (GError) error = NULL;
  guint computing = 0;

  g_test_summary ("A change of a view trains nothing");
  g_signal_connect_swapped (session, "notify::computing", G_CALLBACK (count_cb), &computing);
  view->legend = !view->legend;
  g_assert_true (dh_session_apply_view (session, 0, view, "Legend", &error));
  g_assert_cmpuint (computing, ==, 0);
  assert_undo (session, TRUE, FALSE, "Legend");
  g_assert_finalize_object (session);
}

static void
test_cancel (void)
{
  DhSession *session = new_done ();
  DhHistory *history;
  gsize stopped_at;
  gboolean stopped;

  g_test_summary ("Cancel keeps what was recorded; resume goes on from there");
  set_epochs (session, 200000, NULL);
  wait_until (session, has_started);
  dh_session_cancel (session);
  wait_until (session, is_done);
  history = dh_session_get_history (session, dh_session_get_selected (session));
  g_assert_cmpint (dh_history_get_state (history), ==, DH_STATE_STOPPED);
  stopped_at = dh_history_n_steps (history);
  g_assert_cmpuint (stopped_at, <, 200000 * 29);
  g_assert_cmpuint (dh_session_get_total_steps (session), ==, MAX (stopped_at, 145));
  g_object_get (session, "stopped", &stopped, NULL);
  g_assert_true (stopped);
  dh_session_resume (session);
  g_object_get (session, "stopped", &stopped, NULL);
  g_assert_false (stopped);
  /* Finalised in the middle of training. */
  g_assert_finalize_object (session);
}

static GFile *
file_in_state (const char *name)
{
  g_autofree char *path = g_build_filename (state_dir, name, NULL);

  return g_file_new_for_path (path);
}

static void
test_save (void)
{
  DhSession *session = new_done ();
  DhSession *other = new_done ();
  g_autoptr (GFile) file = file_in_state ("two words.downhill");
  g_autoptr (GFile) nowhere = file_in_state ("missing/x.downhill");
  g_autofree char *title = NULL;
  g_autoptr (GError) error = NULL;

  g_test_summary ("What is saved is what is opened; the title follows the file");
  set_epochs (session, 9, NULL);
  g_assert_false (dh_session_save (session, nowhere, &error));
  g_assert_error (error, DH_ERROR, DH_ERROR_IO);
  g_clear_error (&error);
  g_assert_true (dh_session_get_modified (session));
  g_assert_true (dh_session_save (session, file, &error));
  g_assert_no_error (error);
  g_assert_false (dh_session_get_modified (session));
  g_object_get (session, "title", &title, NULL);
  g_assert_cmpstr (title, ==, "two words");
  dh_session_undo (session);
  g_assert_true (dh_session_get_modified (session));
  dh_session_redo (session);
  g_assert_false (dh_session_get_modified (session));

  g_assert_true (dh_session_load (other, file, &error));
  g_assert_no_error (error);
  g_assert_true (dh_experiment_equal (dh_session_get_experiment (session),
                                      dh_session_get_experiment (other)));
  g_assert_true (g_file_equal (dh_session_get_file (other), file));
  g_assert_false (dh_session_get_modified (other));
  assert_undo (other, FALSE, FALSE, NULL);
  g_assert_finalize_object (session);
  g_assert_finalize_object (other);
}

static void
test_load_broken (void)
{
  DhSession *session = new_done ();
  DhExperiment *before;
  g_autoptr (GFile) file = file_in_state ("newer.downhill");
  g_autoptr (GError) error = NULL;

  g_test_summary ("A file that cannot be read leaves everything as it was");
  set_epochs (session, 9, NULL);
  before = dh_session_get_experiment (session);
  g_assert_true (g_file_set_contents (g_file_peek_path (file), "[Downhill]\nformat=99\n", -1, NULL));
  g_assert_false (dh_session_load (session, file, &error));
  g_assert_error (error, DH_ERROR, DH_ERROR_VERSION);
  g_assert_true (dh_session_get_experiment (session) == before);
  g_assert_null (dh_session_get_file (session));
  assert_undo (session, TRUE, FALSE, "Epochs");
  g_assert_finalize_object (session);
}

static void
test_autosave (void)
{
  DhSession *session = new_done ();
  DhSession *after = dh_session_new ();
  DhSession *third = dh_session_new ();
  g_autoptr (GFile) file = file_in_state ("mine.downhill");
  g_autoptr (GError) error = NULL;

  g_test_summary ("After a crash the experiment, its file and the playhead come back");
  dh_session_forget_autosave (session);
  g_assert_false (dh_session_restore (after, &error));
  g_assert_no_error (error);

  g_assert_true (dh_session_save (session, file, &error));
  set_epochs (session, 9, NULL);
  wait_until (session, is_done);
  dh_session_set_playhead (session, 33);
  dh_session_set_selected (
    session, dh_experiment_get_run (dh_session_get_experiment (session), 2)->id);
  g_assert_true (dh_session_autosave (session, &error));
  g_assert_no_error (error);

  g_assert_true (dh_session_restore (after, &error));
  g_assert_no_error (error);
  g_assert_true (dh_experiment_equal (dh_session_get_experiment (session),
                                      dh_session_get_experiment (after)));
  g_assert_true (g_file_equal (dh_session_get_file (after), file));
  g_assert_true (dh_session_get_modified (after));
  g_assert_cmpuint (dh_session_get_selected (after), ==, dh_session_get_selected (session));
  wait_until (after, is_done);
  g_assert_cmpuint (dh_session_get_playhead (after), ==, 33);

  dh_session_forget_autosave (session);
  g_assert_false (dh_session_restore (third, &error));
  g_assert_no_error (error);
  g_assert_finalize_object (session);
  g_assert_finalize_object (after);
  g_assert_finalize_object (third);
}

static gboolean
autosave_exists (DhSession *session)
{
  g_autofree char *path = g_build_filename (state_dir, "downhill", "session.downhill", NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static void
test_autosave_by_itself (void)
{
  DhSession *session = new_done ();

  g_test_summary ("A change is kept without being asked for; an untouched session leaves nothing");
  dh_session_forget_autosave (session);
  g_assert_true (dh_session_autosave (session, NULL));
  g_assert_false (autosave_exists (session));
  set_epochs (session, 9, NULL);
  wait_until (session, autosave_exists);
  dh_session_forget_autosave (session);
  g_assert_finalize_object (session);
}

static void
test_broken_autosave (void)
{
  DhSession *session = new_done ();
  g_autofree char *path = g_build_filename (state_dir, "downhill", "session.downhill", NULL);
  DhExperiment *before = dh_session_get_experiment (session);
  g_autoptr (GError) error = NULL;

  g_test_summary ("What cannot be brought back is said, and the first experiment stays");
  g_assert_true (g_file_set_contents (path, "no key file at all", -1, NULL));
  g_assert_false (dh_session_restore (session, &error));
  g_assert_nonnull (error);
  g_assert_true (dh_session_get_experiment (session) == before);
  dh_session_forget_autosave (session);
  g_assert_finalize_object (session);
}

static void
test_span (void)
{
  DhSession *session = new_done ();
  g_autoptr (GError) error = NULL;
  guint notified = 0;

  g_test_summary ("A span takes the place of the runs' length, and gives it back; the end stays the end");
  g_signal_connect_swapped (session, "notify::total-steps", G_CALLBACK (count_cb), &notified);
  dh_session_go_end (session);
  dh_session_set_span (session, 200);
  dh_session_set_span (session, 200);
  g_assert_cmpuint (notified, ==, 1);
  g_assert_cmpuint (dh_session_get_total_steps (session), ==, 200);
  g_assert_cmpuint (dh_session_get_computed_steps (session), ==, 200);
  g_assert_cmpuint (dh_session_get_playhead (session), ==, 200);
  dh_session_set_playhead (session, 100);
  g_object_set (session, "from-here", TRUE, NULL);
  g_assert_false (dh_session_apply_lr (session, 0.001, FALSE, &error));
  g_assert_error (error, DH_ERROR, DH_ERROR_INVALID);
  g_object_set (session, "from-here", FALSE, NULL);
  dh_session_set_playhead (session, 190);
  set_epochs (session, 3, NULL);
  wait_until (session, is_done);
  g_assert_cmpuint (dh_session_get_playhead (session), ==, 190);
  dh_session_set_span (session, 0);
  g_assert_cmpuint (dh_session_get_total_steps (session), ==, 145);
  g_assert_cmpuint (dh_session_get_playhead (session), ==, 145);
  g_assert_finalize_object (session);
}

static void
test_properties (void)
{
  DhSession *session = new_done ();
  guint notified = 0;

  g_test_summary ("A property tells of a change once, and of no change never");
  g_signal_connect_swapped (session, "notify::crosshair", G_CALLBACK (count_cb), &notified);
  g_object_set (session, "crosshair", 12.0, NULL);
  g_object_set (session, "crosshair", 12.0, NULL);
  g_assert_cmpuint (notified, ==, 1);
  g_object_set (session, "crosshair", (double) NAN, NULL);
  g_object_set (session, "crosshair", (double) NAN, NULL);
  g_assert_cmpuint (notified, ==, 2);
  notified = 0;
  g_signal_connect_swapped (session, "notify::playhead", G_CALLBACK (count_cb), &notified);
  g_object_set (session, "playhead", (guint64) 7, NULL);
  g_object_set (session, "playhead", (guint64) 7, NULL);
  g_assert_cmpuint (notified, ==, 1);
  g_assert_finalize_object (session);
}

static void
test_rapid_changes (void)
{
  DhSession *session = dh_session_new ();
  g_autoptr (GError) error = NULL;
  guint changed = 0;

  g_test_summary ("Thousands of changes in a row end with the last one's histories");
  g_signal_connect_swapped (session, "histories-changed", G_CALLBACK (count_cb), &changed);
  for (guint i = 1; i <= 2000; i++)
    {
      g_assert_true (dh_session_apply_lr (session, 1e-7 * i, TRUE, &error));
      if (i % 50 == 0)
        g_main_context_iteration (NULL, FALSE);
    }
  wait_until (session, is_done);
  g_assert_cmpuint (changed, >, 0);
  g_assert_cmpfloat (
    dh_history_get_run (dh_session_get_history (session, dh_session_get_selected (session)))->lr,
    ==, 1e-7 * 2000);
  g_assert_finalize_object (session);
}

/* What the tests left. */
static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        remove_tree (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

int
main (int argc, char **argv)
{
  int status;

  state_dir = g_dir_make_tmp ("downhill-session-XXXXXX", NULL);
  g_setenv ("XDG_STATE_HOME", state_dir, TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/first", test_first);
  g_test_add_func ("/session/undo", test_undo);
  g_test_add_func ("/session/merge", test_merge);
  g_test_add_func ("/session/drag-lr", test_drag_lr);
  g_test_add_func ("/session/invalid", test_invalid);
  g_test_add_func ("/session/selection", test_selection);
  g_test_add_func ("/session/playhead", test_playhead);
  g_test_add_func ("/session/steps", test_steps);
  g_test_add_func ("/session/player", test_player);
  g_test_add_func ("/session/from-here", test_from_here);
  g_test_add_func ("/session/view-only", test_view_only);
  g_test_add_func ("/session/cancel", test_cancel);
  g_test_add_func ("/session/save", test_save);
  g_test_add_func ("/session/load-broken", test_load_broken);
  g_test_add_func ("/session/autosave", test_autosave);
  g_test_add_func ("/session/autosave-by-itself", test_autosave_by_itself);
  g_test_add_func ("/session/broken-autosave", test_broken_autosave);
  g_test_add_func ("/session/span", test_span);
  g_test_add_func ("/session/properties", test_properties);
  g_test_add_func ("/session/rapid-changes", test_rapid_changes);
  status = g_test_run ();
  remove_tree (state_dir);
  g_free (state_dir);
  return status;
}
