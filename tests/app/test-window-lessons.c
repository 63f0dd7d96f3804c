/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Lessons in the window: the panel by itself, the start page, and every lesson of ours walked through: what a step
 * promises about experiment, run, playhead and page is what the session then has. */
#include "dh-application.h"
#include "dh-banner.h"
#include "dh-error.h"
#include "dh-lesson-card.h"
#include "dh-lesson-panel.h"
#include "dh-lessons-page.h"
#include "dh-window.h"
#include "walk.h"

#include <glib/gstdio.h>
#include <string.h>

#define HEAD \
  "[Lesson]\nFormat=1\nTitle=Mine\nSummary=s\nQuestion=What?\nPrediction1=one.\nPrediction2=two.\nShows=This.\n"
#define BODY "[Step 1]\nText=Look.\n[Step 2]\nText=Then.\n[Downhill]\nformat=1\n[Run 1]\nname=r\n"

static DhApplication *application;

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* The first descendant of this type. */
static gpointer
find_child (GtkWidget *widget, GType type)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      gpointer found = find_child (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gpointer
part (gpointer widget, const char *name)
{
  return gtk_widget_get_template_child (widget, G_OBJECT_TYPE (widget), name);
}

static DhLesson *
own_lesson (const char *more)
{
  g_autofree char *text = g_strconcat (HEAD, more, BODY, NULL);
  g_autoptr (GError) error = NULL;
  DhLesson *lesson = dh_lesson_parse (text, strlen (text), "mine.lesson", NULL, FALSE, &error);

  g_assert_no_error (error);
  return lesson;
}

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
assert_label (gpointer widget, const char *name, const char *text)
{
  g_assert_cmpstr (gtk_label_get_label (part (widget, name)), ==, text);
}

static void
test_panel (void)
{
  g_autoptr (DhLesson) lesson = own_lesson ("Answer=2\n");
  GtkWidget *window = gtk_window_new ();
  DhLessonPanel *panel = DH_LESSON_PANEL (dh_lesson_panel_new ());
  guint stages = 0, predictions = 0;
  GtkWidget *first, *second;

  g_test_summary ("Question and predictions, the steps, and at the end what became of the prediction");
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (panel));
  g_signal_connect_swapped (panel, "notify::stage", G_CALLBACK (count_cb), &stages);
  g_signal_connect_swapped (panel, "notify::prediction", G_CALLBACK (count_cb), &predictions);
  dh_lesson_panel_set_lesson (panel, lesson);
  g_assert_cmpuint (dh_lesson_panel_last_stage (panel), ==, 3);
  assert_label (panel, "title", "Mine");
  assert_label (panel, "place", "Question");
  assert_label (panel, "text", "What?");
  first = gtk_widget_get_first_child (part (panel, "predictions"));
  second = gtk_widget_get_next_sibling (first);
  g_assert_null (gtk_widget_get_next_sibling (second));
  g_assert_cmpint (dh_lesson_panel_get_prediction (panel), ==, -1);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (first), TRUE);
  g_assert_cmpint (dh_lesson_panel_get_prediction (panel), ==, 0);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (second), TRUE);
  g_assert_cmpint (dh_lesson_panel_get_prediction (panel), ==, 1);
  g_assert_false (gtk_check_button_get_active (GTK_CHECK_BUTTON (first)));
  g_assert_cmpuint (predictions, ==, 2);
  dh_lesson_panel_set_stage (panel, 1);
  assert_label (panel, "place", "Step 1 of 2");
  assert_label (panel, "text", "Look.");
  g_assert_false (gtk_widget_get_visible (part (panel, "predictions")));
  g_assert_true (gtk_widget_get_visible (part (panel, "again_button")));
  g_assert_false (gtk_widget_get_visible (part (panel, "feedback")));
  dh_lesson_panel_set_stage (panel, 99);
  g_assert_cmpuint (dh_lesson_panel_get_stage (panel), ==, 3);
  g_assert_cmpuint (stages, ==, 2);
  assert_label (panel, "place", "What it shows");
  assert_label (panel, "text", "This.");
  assert_label (panel, "feedback", "You predicted: “two.” That is what happened.");
  g_assert_true (gtk_widget_get_visible (part (panel, "feedback")));
  dh_lesson_panel_set_prediction (panel, 0);
  assert_label (panel, "feedback", "You predicted: “one.” What happened: “two.”");
  dh_lesson_panel_set_prediction (panel, -1);
  g_assert_false (gtk_widget_get_visible (part (panel, "feedback")));
  dh_lesson_panel_set_prediction (panel, 77);
  g_assert_cmpint (dh_lesson_panel_get_prediction (panel), ==, 1);
  dh_lesson_panel_set_lesson (panel, NULL);
  g_assert_cmpuint (dh_lesson_panel_get_stage (panel), ==, 0);
  g_assert_cmpint (dh_lesson_panel_get_prediction (panel), ==, -1);
  g_object_ref (panel);
  gtk_window_destroy (GTK_WINDOW (window));
  settle ();
  g_assert_finalize_object (panel);
}

static void
test_no_answer (void)
{
  g_autoptr (DhLesson) lesson = own_lesson ("");
  DhLessonPanel *panel = g_object_ref_sink (DH_LESSON_PANEL (dh_lesson_panel_new ()));

  g_test_summary ("Where no prediction is the right one, none is called so");
  dh_lesson_panel_set_lesson (panel, lesson);
  dh_lesson_panel_set_prediction (panel, 0);
  dh_lesson_panel_set_stage (panel, 3);
  assert_label (panel, "feedback", "You predicted: “one.”");
  g_assert_finalize_object (panel);
}

static void
test_card (void)
{
  g_autoptr (DhLesson) lesson = own_lesson ("");
  DhLessonCard *card = g_object_ref_sink (DH_LESSON_CARD (dh_lesson_card_new ()));
  GError broken = { DH_ERROR, DH_ERROR_PARSE, (char *) "it is broken" };
  DhLessonEntry entry = { (char *) "mine", (char *) "/x/mine.lesson", lesson, NULL };

  g_test_summary ("A card opens its lesson; one that is done is marked; a broken file says why and opens nothing");
  dh_lesson_card_set (card, &entry, FALSE);
  assert_label (card, "title", "Mine");
  g_assert_cmpstr (gtk_actionable_get_action_name (GTK_ACTIONABLE (part (card, "button"))), ==, "win.lesson-open");
  g_assert_true (gtk_widget_get_visible (part (card, "own")));
  g_assert_false (gtk_widget_get_visible (part (card, "mark")));
  g_assert_false (gtk_widget_get_visible (part (card, "number")));
  dh_lesson_card_set (card, &entry, TRUE);
  g_assert_true (gtk_widget_get_visible (part (card, "mark")));
  entry = (DhLessonEntry) { (char *) "mine", (char *) "/x/mine.lesson", NULL, &broken };
  dh_lesson_card_set (card, &entry, FALSE);
  assert_label (card, "title", "mine");
  assert_label (card, "summary", "it is broken");
  g_assert_true (gtk_widget_get_visible (part (card, "mark")));
  g_assert_false (gtk_widget_get_sensitive (part (card, "button")));
  g_assert_finalize_object (card);
}

static DhWindow *
open_window (void)
{
  DhWindow *window = DH_WINDOW (dh_window_new (ADW_APPLICATION (application)));

  gtk_window_present (GTK_WINDOW (window));
  settle ();
  return window;
}

static void
assert_gone (DhWindow *window)
{
  g_object_ref (window);
  gtk_window_destroy (GTK_WINDOW (window));
  settle ();
  g_assert_finalize_object (window);
}

static void
activate (DhWindow *window, const char *action, const char *target)
{
  g_assert_true (g_action_group_get_action_enabled (G_ACTION_GROUP (window), action));
  g_action_group_activate_action (G_ACTION_GROUP (window), action, target ? g_variant_new_string (target) : NULL);
}

static gboolean
enabled (DhWindow *window, const char *action)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (window), action);
}

static const char *
page_of (DhWindow *window)
{
  return gtk_stack_get_visible_child_name (part (window, "pages"));
}

/* What the step says is so. */
static void
assert_step (DhWindow *window, const DhLesson *lesson, guint index)
{
  const DhLessonStep *step = dh_lesson_get_step (lesson, index);
  DhExperiment *experiment = dh_lesson_get_experiment (lesson, step->experiment);
  DhSession *session = dh_window_get_session (window);

  g_assert_true (dh_experiment_equal (dh_session_get_experiment (session), experiment));
  if (step->run > 0)
    g_assert_cmpuint (dh_session_get_selected (session), ==, dh_experiment_get_run (experiment, step->run - 1)->id);
  if (step->playhead == DH_LESSON_PLAYHEAD_END)
    g_assert_cmpuint (dh_session_get_playhead (session), <=, dh_session_get_total_steps (session));
  g_assert_cmpstr (page_of (window), !=, "lessons");
  if (g_strcmp0 (step->page, "charts") == 0)
    g_assert_cmpstr (page_of (window), ==, "charts");
  g_assert_false (dh_session_get_modified (session));
}

static gboolean
wake_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static void
wait_for_playhead (DhWindow *window, guint64 step)
{
  DhSession *session = dh_window_get_session (window);
  gint64 end = g_get_monotonic_time () + 60 * G_TIME_SPAN_SECOND;
  guint wake = g_timeout_add (20, wake_cb, NULL);

  while (dh_session_get_playhead (session) != step)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (wake);
}

static void
walk (DhWindow *window, const DhLessonEntry *entry)
{
  DhLessonPanel *panel = part (window, "lesson_panel");
  const DhLesson *lesson = entry->lesson;

  activate (window, "lesson-open", entry->name);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (panel)));
  g_assert_cmpstr (dh_lesson_get_name (dh_lesson_panel_get_lesson (panel)), ==, entry->name);
  g_assert_cmpstr (page_of (window), ==, "lessons");
  g_assert_false (gtk_widget_get_visible (part (window, "findings")));
  g_assert_false (enabled (window, "lesson-back"));
  for (guint i = 0; i < dh_lesson_n_steps (lesson); i++)
    {
      activate (window, "lesson-next", NULL);
      g_assert_cmpuint (dh_lesson_panel_get_stage (panel), ==, i + 1);
      assert_step (window, lesson, i);
      if (dh_lesson_get_step (lesson, i)->playhead < DH_LESSON_PLAYHEAD_END)
        wait_for_playhead (window, dh_lesson_get_step (lesson, i)->playhead);
    }
  activate (window, "lesson-next", NULL);
  g_assert_cmpuint (dh_lesson_panel_get_stage (panel), ==, dh_lesson_panel_last_stage (panel));
  for (guint i = dh_lesson_n_steps (lesson); i-- > 0;)
    {
      activate (window, "lesson-back", NULL);
      assert_step (window, lesson, i);
    }
  while (dh_lesson_panel_get_stage (panel) < dh_lesson_panel_last_stage (panel))
    activate (window, "lesson-next", NULL);
  activate (window, "lesson-next", NULL);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (panel)));
  g_assert_false (enabled (window, "lesson-resume"));
  g_assert_cmpstr (page_of (window), ==, "lessons");
}

static void
test_walk_through (gconstpointer data)
{
  DhWindow *window = open_window ();

  g_test_summary ("Every step there and back; nothing is left to be saved; the end leads to the start page");
  g_assert_cmpstr (page_of (window), ==, "charts");
  walk (window, data);
  assert_gone (window);
}

static void
turn_a_knob (DhWindow *window)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (dh_session_apply_lr (dh_window_get_session (window), 3e-6, FALSE, &error));
  g_assert_no_error (error);
}

static void
test_leave_and_return (void)
{
  DhWindow *window = open_window ();
  DhSession *session = dh_window_get_session (window);
  DhLessonPanel *panel = part (window, "lesson_panel");
  g_autoptr (DhExperiment) before = NULL, mine = NULL;

  g_test_summary ("A knob may be turned at any time; Show Me Again, undo, closing and resuming lose nothing");
  activate (window, "lesson-open", "3");
  activate (window, "lesson-next", NULL);
  before = dh_experiment_ref (dh_session_get_experiment (session));
  turn_a_knob (window);
  mine = dh_experiment_ref (dh_session_get_experiment (session));
  g_assert_true (dh_session_get_modified (session));
  activate (window, "lesson-again", NULL);
  g_assert_true (dh_experiment_equal (dh_session_get_experiment (session), before));
  activate (window, "undo", NULL);
  g_assert_true (dh_experiment_equal (dh_session_get_experiment (session), mine));
  dh_lesson_panel_set_prediction (panel, 1);
  activate (window, "lesson-close", NULL);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (panel)));
  g_assert_false (enabled (window, "lesson-next"));
  activate (window, "lessons", NULL);
  g_assert_true (gtk_widget_get_visible (part (part (window, "lessons_page"), "resume")));
  activate (window, "lesson-resume", NULL);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (panel)));
  g_assert_cmpuint (dh_lesson_panel_get_stage (panel), ==, 1);
  g_assert_cmpint (dh_lesson_panel_get_prediction (panel), ==, 1);
  g_assert_cmpstr (page_of (window), ==, "charts");
  g_assert_true (dh_experiment_equal (dh_session_get_experiment (session), mine));
  assert_gone (window);
}

static GtkWindow *
find_dialog (void)
{
  g_autoptr (GListModel) windows = g_object_ref (gtk_window_get_toplevels ());

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (window) && gtk_widget_get_visible (GTK_WIDGET (window)))
        return window;
    }
  return NULL;
}

static void
test_unsaved (void)
{
  DhWindow *window = open_window ();
  DhSession *session = dh_window_get_session (window);
  DhLessonPanel *panel = part (window, "lesson_panel");
  GtkWindow *dialog;

  g_test_summary ("Unsaved changes are asked about before a lesson replaces them");
  turn_a_knob (window);
  activate (window, "lesson-open", "3");
  dialog = find_dialog ();
  g_assert_nonnull (dialog);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (panel)));
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_assert_true (dh_session_get_modified (session));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (panel)));
  activate (window, "lesson-open", "3");
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (find_dialog ()), "discard");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (panel)));
  g_assert_false (dh_session_get_modified (session));
  assert_gone (window);
}

static void
test_missing (void)
{
  DhWindow *window = open_window ();
  DhBanner *banner = find_child (GTK_WIDGET (window), DH_TYPE_BANNER);

  g_test_summary ("A lesson that there is not is said in the banner");
  activate (window, "lesson-open", "nosuch");
  g_assert_true (dh_banner_get_revealed (banner));
  g_assert_nonnull (strstr (dh_banner_get_text (banner), "nosuch"));
  g_assert_false (gtk_widget_get_visible (part (window, "lesson_panel")));
  assert_gone (window);
}

static void
test_page (void)
{
  DhWindow *window = open_window ();
  DhLessonsPage *page = part (window, "lessons_page");
  static const char *const done[] = { "03-bigger-model", NULL };
  GtkFlowBox *cards = part (page, "cards");
  guint n;

  g_test_summary ("The page has a card a lesson, those of the user's folder as they are now");
  activate (window, "lessons", NULL);
  settle ();
  n = dh_lessons_page_get_list (page)->len;
  g_assert_nonnull (gtk_flow_box_get_child_at_index (cards, (int) n - 1));
  g_assert_null (gtk_flow_box_get_child_at_index (cards, (int) n));
  dh_lessons_page_set_done (page, done);
  for (guint i = 0; i < n; i++)
    {
      GtkFlowBoxChild *child = gtk_flow_box_get_child_at_index (cards, (int) i);
      DhLessonCard *card = DH_LESSON_CARD (gtk_flow_box_child_get_child (child));

      g_assert_cmpint (gtk_widget_get_visible (part (card, "mark")), ==,
                       strcmp (dh_lesson_card_get_name (card), done[0]) == 0);
    }
  g_assert_false (gtk_widget_get_visible (part (page, "resume")));
  assert_gone (window);
}

static void
test_walk_types (void)
{
  g_test_summary ("What holds for every widget type holds for those of lessons");
  dh_walk_type (DH_TYPE_LESSON_PANEL, GTK_TYPE_WIDGET, NULL);
  dh_walk_type (DH_TYPE_LESSON_CARD, GTK_TYPE_WIDGET, NULL);
  dh_walk_type (DH_TYPE_LESSONS_PAGE, GTK_TYPE_WIDGET, NULL);
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) list = dh_lesson_list ("/nonexistent");
  int status;

  gtk_test_init (&argc, &argv, NULL);
  application = dh_application_new ();
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  if (!g_application_register (G_APPLICATION (application), NULL, NULL))
    g_error ("the application did not start");
  g_test_add_func ("/lessons/panel", test_panel);
  g_test_add_func ("/lessons/no-answer", test_no_answer);
  g_test_add_func ("/lessons/card", test_card);
  g_test_add_func ("/lessons/page", test_page);
  g_test_add_func ("/lessons/leave-and-return", test_leave_and_return);
  g_test_add_func ("/lessons/unsaved", test_unsaved);
  g_test_add_func ("/lessons/missing", test_missing);
  g_test_add_func ("/lessons/types", test_walk_types);
  for (guint i = 0; i < list->len; i++)
    {
      const DhLessonEntry *entry = g_ptr_array_index (list, i);
      g_autofree char *path = g_strdup_printf ("/lessons/walk/%s", entry->name);

      g_test_add_data_func (path, entry, test_walk_through);
    }
  status = g_test_run ();
  g_clear_object (&application);
  return status;
}
