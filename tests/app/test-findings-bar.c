/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* The findings bar and the watch behind it: what the first experiment shows, following changes, going there, and
 * leaving in the middle of an examination. */
#include "dh-application.h"
#include "dh-findings-bar.h"
#include "dh-findings-watch.h"
#include "dh-unit-strip.h"

#include <math.h>
#include <string.h>

typedef struct
{
  DhSession *session;
  GtkWidget *window;
  DhFindingsBar *bar;
} Fixture;

static void
set_up (Fixture *f)
{
  f->session = dh_session_new ();
  f->window = gtk_window_new ();
  f->bar = DH_FINDINGS_BAR (dh_findings_bar_new ());
  gtk_window_set_child (GTK_WINDOW (f->window), GTK_WIDGET (f->bar));
  gtk_window_set_default_size (GTK_WINDOW (f->window), 900, 100);
  dh_findings_bar_set_session (f->bar, f->session);
  gtk_window_present (GTK_WINDOW (f->window));
}

static void
tear_down (Fixture *f)
{
  gtk_window_destroy (GTK_WINDOW (f->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (f->session);
}

static gboolean
wake_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* Runs the main loop until the bar has @n findings. */
static void
wait_for (Fixture *f, guint n)
{
  guint wake = g_timeout_add (20, wake_cb, NULL);
  gint64 end = g_get_monotonic_time () + 60 * G_TIME_SPAN_SECOND;

  while (dh_findings_bar_get_n (f->bar) != n || dh_session_get_computing (f->session))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (wake);
}

/* The child of this template with this name. */
static gpointer
child (Fixture *f, const char *name)
{
  return gtk_widget_get_template_child (GTK_WIDGET (f->bar), DH_TYPE_FINDINGS_BAR, name);
}

static GtkButton *
pager_button (Fixture *f, gboolean next)
{
  GtkWidget *pager = child (f, "pager");

  return GTK_BUTTON (next ? gtk_widget_get_last_child (pager) : gtk_widget_get_first_child (pager));
}

static void
assert_shows (Fixture *f, DhFindingKind kind, guint64 run)
{
  guint64 id;
  const DhFinding *finding = dh_findings_bar_get_shown (f->bar, &id);

  g_assert_nonnull (finding);
  g_assert_cmpint (finding->kind, ==, kind);
  g_assert_cmpuint (id, ==, run);
}

static guint64
run_id (Fixture *f, gsize index)
{
  return dh_experiment_get_run (dh_session_get_experiment (f->session), index)->id;
}

static void
apply (Fixture *f, gsize index, void (*edit) (DhRun *run, double value), double value)
{
  g_autoptr (DhRun) run = dh_run_copy (dh_experiment_get_run (dh_session_get_experiment (f->session), index));
  g_autoptr (GError) error = NULL;

  edit (run, value);
  dh_session_apply_run (f->session, run, "Test", NULL, &error);
  g_assert_no_error (error);
}

static void
set_rate (DhRun *run, double value)
{
  run->lr = value;
}

static void
set_visible (DhRun *run, double value)
{
  run->visible = value != 0;
}

static void
test_first (void)
{
  Fixture f;
  g_autofree char *sentence = NULL;

  g_test_summary ("The first experiment: what ran away first, then the rest by severity, round and round.");
  set_up (&f);
  g_assert_cmpuint (dh_findings_bar_get_n (f.bar), ==, 0);
  g_assert_false (gtk_widget_get_visible (child (&f, "box")));
  wait_for (&f, 5);
  g_assert_true (gtk_widget_get_visible (child (&f, "box")));
  assert_shows (&f, DH_FINDING_RAN_AWAY, run_id (&f, 1));
  sentence = dh_finding_sentence (dh_findings_bar_get_shown (f.bar, NULL));
  g_assert_cmpstr (gtk_label_get_label (child (&f, "sentence")), ==, sentence);
  g_assert_cmpstr (gtk_label_get_label (child (&f, "title")), ==, "2 neurons: ran away, step 25 did it");
  g_assert_cmpstr (gtk_label_get_label (child (&f, "place")), ==, "1/5");
  g_signal_emit_by_name (pager_button (&f, TRUE), "clicked");
  assert_shows (&f, DH_FINDING_BUMP_LOST, run_id (&f, 1));
  g_signal_emit_by_name (pager_button (&f, TRUE), "clicked");
  assert_shows (&f, DH_FINDING_DEAD_RELU, run_id (&f, 2));
  g_signal_emit_by_name (pager_button (&f, FALSE), "clicked");
  g_signal_emit_by_name (pager_button (&f, FALSE), "clicked");
  g_signal_emit_by_name (pager_button (&f, FALSE), "clicked");
  assert_shows (&f, DH_FINDING_SAME_FUNCTION, run_id (&f, 1));
  g_signal_emit_by_name (pager_button (&f, FALSE), "clicked");
  assert_shows (&f, DH_FINDING_ILL_CONDITIONED, run_id (&f, 0));
  g_assert_false (gtk_widget_get_sensitive (child (&f, "go_button")));
  g_signal_emit_by_name (pager_button (&f, TRUE), "clicked");
  g_assert_true (gtk_widget_get_sensitive (child (&f, "go_button")));
  tear_down (&f);
}

static void
test_go_there (void)
{
  Fixture f;

  g_test_summary ("Go There stops the player and moves the playhead to the finding's step.");
  set_up (&f);
  wait_for (&f, 5);
  dh_session_go_end (f.session);
  g_assert_cmpuint (dh_session_get_playhead (f.session), ==, 145);
  g_signal_emit_by_name (child (&f, "go_button"), "clicked");
  g_assert_cmpuint (dh_session_get_playhead (f.session), ==, 25);
  g_assert_false (dh_session_get_playing (f.session));
  g_signal_emit_by_name (pager_button (&f, TRUE), "clicked");
  g_signal_emit_by_name (child (&f, "go_button"), "clicked");
  g_assert_cmpuint (dh_session_get_playhead (f.session), ==, 29);
  tear_down (&f);
}

static void
test_units (void)
{
  Fixture f;

  g_test_summary ("Of a ReLU's run the strip shows the rows that it is on for at the playhead; of others nothing.");
  set_up (&f);
  wait_for (&f, 5);
  g_assert_false (gtk_widget_get_visible (child (&f, "units")));
  g_signal_emit_by_name (pager_button (&f, TRUE), "clicked");
  g_signal_emit_by_name (pager_button (&f, TRUE), "clicked");
  assert_shows (&f, DH_FINDING_DEAD_RELU, run_id (&f, 2));
  g_assert_true (gtk_widget_get_visible (child (&f, "units")));
  g_assert_cmpstr (gtk_label_get_label (child (&f, "units_caption")), ==, "On for 0 of 29 rows at step 145");
  dh_session_set_playhead (f.session, 24);
  g_assert_cmpstr (gtk_label_get_label (child (&f, "units_caption")), ==, "On for 29 of 29 rows at step 24");
  dh_session_step (f.session, 1);
  g_assert_cmpuint (dh_unit_strip_get_share (child (&f, "units_strip"), 0), ==, 0);
  g_signal_emit_by_name (pager_button (&f, FALSE), "clicked");
  g_assert_false (gtk_widget_get_visible (child (&f, "units")));
  tear_down (&f);
}

static void
test_follows (void)
{
  Fixture f;

  g_test_summary ("Hidden and cured runs leave the bar; what the user looks at stays; nothing left hides it.");
  set_up (&f);
  wait_for (&f, 5);
  g_signal_emit_by_name (pager_button (&f, TRUE), "clicked");
  g_signal_emit_by_name (pager_button (&f, TRUE), "clicked");
  assert_shows (&f, DH_FINDING_DEAD_RELU, run_id (&f, 2));
  apply (&f, 1, set_rate, 0.00001);
  wait_for (&f, 3);
  assert_shows (&f, DH_FINDING_DEAD_RELU, run_id (&f, 2));
  apply (&f, 0, set_visible, 0);
  wait_for (&f, 2);
  apply (&f, 1, set_visible, 0);
  wait_for (&f, 1);
  g_assert_false (gtk_widget_get_visible (child (&f, "pager")));
  apply (&f, 2, set_rate, 0.00001);
  wait_for (&f, 0);
  g_assert_false (gtk_widget_get_visible (child (&f, "box")));
  g_assert_null (dh_findings_bar_get_shown (f.bar, NULL));
  dh_session_undo (f.session);
  wait_for (&f, 1);
  assert_shows (&f, DH_FINDING_DEAD_RELU, run_id (&f, 2));
  tear_down (&f);
}

/* Runs the main loop until @condition holds. */
static void
wait_until (Fixture *f, gboolean (*condition) (Fixture *f))
{
  guint wake = g_timeout_add (20, wake_cb, NULL);
  gint64 end = g_get_monotonic_time () + 60 * G_TIME_SPAN_SECOND;

  while (!condition (f))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (wake);
}

static gboolean
knows_second (Fixture *f)
{
  return dh_findings_watch_find (dh_findings_watch_get (f->session), run_id (f, 1)) != NULL;
}

static void
test_superseded (void)
{
  Fixture f;
  DhFindingsWatch *watch;
  guint64 id;

  g_test_summary ("Of many changes in a row only the last one's findings stand.");
  set_up (&f);
  watch = dh_findings_watch_get (f.session);
  for (guint i = 0; i < 200; i++)
    {
      apply (&f, 1, set_rate, i % 2 == 0 ? 0.0002 + i * 1e-6 : 0.00001);
      if (i % 7 == 0)
        g_main_context_iteration (NULL, FALSE);
    }
  wait_for (&f, 3);
  wait_until (&f, knows_second);
  wait_for (&f, 3);
  id = run_id (&f, 1);
  g_assert_nonnull (dh_findings_watch_find (watch, id));
  g_assert_cmpuint (dh_findings_watch_find (watch, id)->len, ==, 1);
  g_assert_null (dh_findings_watch_outcome (watch, id));
  g_assert_cmpint (dh_findings_watch_outcome (watch, run_id (&f, 2))->kind, ==, DH_FINDING_DEAD_RELU);
  tear_down (&f);
}

static gboolean
was_tried (Fixture *f)
{
  const DhFinding *finding = dh_findings_bar_get_shown (f->bar, NULL);

  return finding != NULL && !isnan (dh_finding_number (finding, "survives_up_to"));
}

static void
test_tries (void)
{
  Fixture f;

  g_test_summary ("When all is found, the rate that the lost run survives is tried for; the button comes with it.");
  set_up (&f);
  wait_until (&f, was_tried);
  assert_shows (&f, DH_FINDING_RAN_AWAY, run_id (&f, 1));
  g_assert_cmpuint (dh_findings_bar_get_n (f.bar), ==, 5);
  g_assert_cmpfloat (dh_finding_number (dh_findings_bar_get_shown (f.bar, NULL), "survives_up_to"), ==, 0.000073);
  g_assert_true (g_str_has_suffix (gtk_label_get_label (child (&f, "sentence")),
                                   "Survives up to 0.000073, and by luck at 0.000080."));
  g_assert_true (gtk_widget_get_visible (child (&f, "try_button")));
  g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (child (&f, "try_button")), "0.000073"));
  g_signal_emit_by_name (pager_button (&f, TRUE), "clicked");
  g_assert_false (gtk_widget_get_visible (child (&f, "try_button")));
  g_signal_emit_by_name (pager_button (&f, FALSE), "clicked");
  /* A change drops it, and brings what is true then. */
  apply (&f, 1, set_rate, 0.0002);
  wait_until (&f, was_tried);
  g_assert_cmpfloat (dh_finding_number (dh_findings_bar_get_shown (f.bar, NULL), "survives_up_to"), ==, 0.000073);
  tear_down (&f);
}

static void
set_long (DhRun *run, double value)
{
  run->epochs = (guint64) value;
}

static gboolean
says_so_far (Fixture *f)
{
  const DhFinding *finding = dh_findings_bar_get_shown (f->bar, NULL);

  return finding != NULL && finding->so_far > 0;
}

static gboolean
has_begun (Fixture *f)
{
  DhHistory *history = dh_session_get_history (f->session, run_id (f, 2));

  return history != NULL && dh_history_get_state (history) == DH_STATE_RUNNING && dh_history_n_steps (history) > 200;
}

static gboolean
says_for_good (Fixture *f)
{
  const DhFinding *finding = dh_findings_bar_get_shown (f->bar, NULL);

  return finding != NULL && finding->so_far == 0;
}

static void
test_so_far (void)
{
  Fixture f;
  const DhFinding *finding;
  guint64 first;

  g_test_summary ("A long run is examined while it goes on, at growing lengths, and once more when it is over.");
  set_up (&f);
  wait_for (&f, 5);
  apply (&f, 1, set_visible, 0);
  apply (&f, 0, set_visible, 0);
  wait_for (&f, 1);
  apply (&f, 2, set_long, 100000);
  wait_until (&f, has_begun);
  dh_session_set_paused (f.session, TRUE);
  wait_until (&f, says_so_far);
  finding = dh_findings_bar_get_shown (f.bar, NULL);
  g_assert_cmpint (finding->kind, ==, DH_FINDING_DEAD_RELU);
  g_assert_cmpuint (finding->step, ==, 25);
  first = finding->so_far;
  g_assert_cmpuint (first, >=, 64);
  g_assert_true (g_str_has_suffix (gtk_label_get_label (child (&f, "title")), "ReLU dead since step 25 so far"));
  dh_session_cancel (f.session);
  wait_until (&f, says_for_good);
  assert_shows (&f, DH_FINDING_DEAD_RELU, run_id (&f, 2));
  tear_down (&f);
}

static void
set_epochs (DhRun *run, double value)
{
  run->epochs = (guint64) value;
  run->lr = 0.00001;
}

static void
test_leave (void)
{
  g_test_summary ("Closing in the middle of an examination leaves nothing behind, time after time.");
  for (guint i = 0; i < 20; i++)
    {
      Fixture f;

      set_up (&f);
      apply (&f, 2, set_epochs, 5000);
      for (guint k = 0; k < i; k++)
        g_main_context_iteration (NULL, FALSE);
      tear_down (&f);
    }
}

int
main (int argc, char **argv)
{
  g_autoptr (DhApplication) application = NULL;

  gtk_test_init (&argc, &argv, NULL);
  /* It brings the resources. */
  application = dh_application_new ();
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  if (!g_application_register (G_APPLICATION (application), NULL, NULL))
    g_error ("the application did not start");
  g_test_add_func ("/findings-bar/first", test_first);
  g_test_add_func ("/findings-bar/go-there", test_go_there);
  g_test_add_func ("/findings-bar/units", test_units);
  g_test_add_func ("/findings-bar/follows", test_follows);
  g_test_add_func ("/findings-bar/superseded", test_superseded);
  g_test_add_func ("/findings-bar/tries", test_tries);
  g_test_add_func ("/findings-bar/so-far", test_so_far);
  g_test_add_func ("/findings-bar/leave", test_leave);
  return g_test_run ();
}
