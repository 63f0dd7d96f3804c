/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* The window in a private session: what it is made of, its actions and what they do, and that it
 * leaves nothing behind, also in the middle of training. */
#include "dh-application.h"
#include "dh-banner.h"
#include "dh-charts-page.h"
#include "dh-export-dialog.h"
#include "dh-findings-bar.h"
#include "dh-paste-window.h"
#include "dh-signal-editor.h"
#include "dh-smoothing-page.h"
#include "dh-smoothing-settings.h"
#include "dh-transport.h"
#include "dh-window.h"
#include "walk.h"

#include <glib/gstdio.h>
#include <math.h>

#define RESOURCES "/io/github/downhill/Downhill/"

static DhApplication *application;

static gboolean
wake_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static void
wait_until (gpointer object, gboolean (*condition) (gpointer object))
{
  guint wake = g_timeout_add (20, wake_cb, NULL);
  gint64 end = g_get_monotonic_time () + 60 * G_TIME_SPAN_SECOND;

  while (!condition (object))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (wake);
}

static DhSession *
session_of (gpointer window)
{
  return dh_window_get_session (window);
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

static DhChart *
chart_of (gpointer window, guint index)
{
  DhChartCard *card
    = dh_charts_page_get_card (find_child (window, DH_TYPE_CHARTS_PAGE), index);

  return card != NULL ? dh_chart_card_get_chart (card) : NULL;
}

/* Everything is computed, and the charts show it. */
static gboolean
is_settled (gpointer window)
{
  guint64 id = dh_session_get_selected (session_of (window));
  DhChart *chart = chart_of (window, 0);

  return !dh_session_get_computing (session_of (window))
         && dh_session_get_history (session_of (window), id) != NULL
         && (chart == NULL || dh_chart_get_plot (chart) != NULL);
}

/* The first experiment's findings stand on its charts: after that nothing makes them anew by itself. */
static gboolean
has_signs (gpointer window)
{
  for (guint i = 0; i < 3; i++)
    {
      DhPlot *plot = dh_chart_get_plot (chart_of (window, i));
      guint n = 0;

      for (guint k = 0; k < plot->marks->len; k++)
        n += ((DhPlotMark *) g_ptr_array_index (plot->marks, k))->sign;
      if (n != 4)
        return FALSE;
    }
  return TRUE;
}

static DhWindow *
open_window (void)
{
  DhWindow *window = DH_WINDOW (dh_window_new (ADW_APPLICATION (application)));

  gtk_window_present (GTK_WINDOW (window));
  wait_until (window, is_settled);
  wait_until (window, has_signs);
  return window;
}

/* Nothing holds it: neither the application nor the engine, a frame, or a dialog. */
static void
assert_gone (DhWindow *window)
{
  g_object_ref (window);
  gtk_window_destroy (GTK_WINDOW (window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (window);
}

static void
activate (DhWindow *window, const char *action, GVariant *parameter)
{
  g_assert_true (g_action_group_has_action (G_ACTION_GROUP (window), action));
  g_assert_true (g_action_group_get_action_enabled (G_ACTION_GROUP (window), action));
  g_action_group_activate_action (G_ACTION_GROUP (window), action, parameter);
}

static gboolean
enabled (DhWindow *window, const char *action)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (window), action);
}

static void
test_shows_first (void)
{
  DhWindow *window = open_window ();
  DhChartsPage *page = find_child (GTK_WIDGET (window), DH_TYPE_CHARTS_PAGE);
  g_autofree char *summary = NULL;

  g_test_summary ("A new window shows the first experiment in four charts, and no message");
  g_assert_cmpuint (dh_charts_page_n_cards (page), ==, 4);
  for (guint i = 0; i < 4; i++)
    g_assert_cmpuint (dh_plot_n_series (dh_chart_get_plot (chart_of (window, i))), >=, 3);
  summary = dh_plot_summary (dh_chart_get_plot (chart_of (window, 0)), NULL);
  g_assert_nonnull (strstr (summary, "1 neuron"));
  g_assert_false (
    dh_banner_get_revealed (find_child (GTK_WIDGET (window), DH_TYPE_BANNER)));
  assert_gone (window);
}

static void
test_actions (void)
{
  static const char *const names[]
    = { "new",          "new-default",     "open",        "save",         "save-as",
        "close",        "undo",            "redo",        "sidebar",      "shortcuts",
        "about",        "run-add",         "run-duplicate", "run-remove", "run-rename",
        "run-hide",     "run-up",          "run-down",    "run-duplicate-id", "run-remove-id",
        "run-rename-id", "run-hide-id",    "run-up-id",   "run-down-id",  "play",
        "step-back",    "step-forward",    "epoch-back",  "epoch-forward", "go-start",
        "go-end",       "speed",           "from-here",   "pause",        "cancel",
        "resume",       "extend",          "focus-rate",  "chart-add",    "chart-remove",
        "chart-settings", "chart-export",  "chart-copy",  "chart-csv",    "export-sheet",
        "export-steps", "export-epochs",   "open-cancel", "dismiss",      "finding-try" };
  DhWindow *window = open_window ();

  g_test_summary ("Every action is there, and enabled when it can do something");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (!g_action_group_has_action (G_ACTION_GROUP (window), names[i]))
      g_error ("there is no action win.%s", names[i]);
  g_assert_false (enabled (window, "undo"));
  g_assert_false (enabled (window, "redo"));
  g_assert_false (enabled (window, "cancel"));
  g_assert_false (enabled (window, "resume"));
  g_assert_false (enabled (window, "run-up"));
  g_assert_true (enabled (window, "run-down"));
  activate (window, "run-remove", NULL);
  g_assert_true (enabled (window, "undo"));
  activate (window, "run-remove", NULL);
  g_assert_false (enabled (window, "run-remove"));
  g_assert_false (enabled (window, "run-down"));
  activate (window, "undo", NULL);
  activate (window, "undo", NULL);
  g_assert_false (enabled (window, "undo"));
  g_assert_true (enabled (window, "redo"));
  assert_gone (window);
}

static void
test_runs (void)
{
  DhWindow *window = open_window ();
  DhSession *session = session_of (window);
  guint64 first = dh_session_get_selected (session);
  guint64 copy;
  gsize index;

  g_test_summary ("Runs are added, duplicated, hidden and moved by actions");
  activate (window, "run-duplicate-id", g_variant_new_uint64 (first));
  g_assert_cmpuint (dh_experiment_n_runs (dh_session_get_experiment (session)), ==, 4);
  copy = dh_session_get_selected (session);
  g_assert_cmpuint (copy, !=, first);
  g_assert_nonnull (dh_experiment_find_run (dh_session_get_experiment (session), copy, &index));
  g_assert_cmpuint (index, ==, 1);
  g_assert_cmpstr (dh_session_get_run (session)->name, !=,
                   dh_experiment_get_run (dh_session_get_experiment (session), 0)->name);
  activate (window, "run-up", NULL);
  dh_experiment_find_run (dh_session_get_experiment (session), copy, &index);
  g_assert_cmpuint (index, ==, 0);
  activate (window, "run-hide", NULL);
  g_assert_false (dh_session_get_run (session)->visible);
  activate (window, "run-add", NULL);
  g_assert_cmpuint (dh_experiment_n_runs (dh_session_get_experiment (session)), ==, 5);
  wait_until (window, is_settled);
  assert_gone (window);
}

static gboolean
was_tried (gpointer window)
{
  DhFindingsBar *bar = find_child (window, DH_TYPE_FINDINGS_BAR);
  const DhFinding *finding = dh_findings_bar_get_shown (bar, NULL);

  return finding != NULL && !isnan (dh_finding_number (finding, "survives_up_to"));
}

static void
test_try (void)
{
  DhWindow *window = open_window ();
  DhSession *session = session_of (window);
  guint64 first = dh_session_get_selected (session);
  DhExperiment *experiment = dh_session_get_experiment (session);
  gsize index;

  g_test_summary ("Try It adds the run at the rate that it survives, selected, as one step to undo");
  wait_until (window, was_tried);
  activate (window, "finding-try", NULL);
  g_assert_cmpuint (dh_experiment_n_runs (dh_session_get_experiment (session)), ==, 4);
  g_assert_cmpstr (dh_session_get_run (session)->name, ==, "2 neurons, 0.000073");
  g_assert_cmpfloat (dh_session_get_run (session)->lr, ==, 0.000073);
  g_assert_nonnull (dh_experiment_find_run (dh_session_get_experiment (session), dh_session_get_selected (session),
                                            &index));
  g_assert_cmpuint (index, ==, 2);
  wait_until (window, is_settled);
  g_assert_cmpint (dh_history_get_state (dh_session_get_history (session, dh_session_get_selected (session))), ==,
                   DH_STATE_FINISHED);
  activate (window, "undo", NULL);
  g_assert_true (dh_session_get_experiment (session) == experiment);
  g_assert_cmpuint (dh_session_get_selected (session), ==, first);
  g_assert_false (enabled (window, "undo"));
  assert_gone (window);
}

static void
test_charts (void)
{
  DhWindow *window = open_window ();
  DhChartsPage *page = find_child (GTK_WIDGET (window), DH_TYPE_CHARTS_PAGE);

  g_test_summary ("One to six charts; a change of one view leaves the other charts alone");
  activate (window, "chart-add", g_variant_new_string ("rmse"));
  activate (window, "chart-add", g_variant_new_string ("lr"));
  g_assert_cmpuint (dh_charts_page_n_cards (page), ==, 6);
  g_assert_false (enabled (window, "chart-add"));
  wait_until (window, is_settled);
  for (guint i = 0; i < 5; i++)
    activate (window, "chart-remove", g_variant_new_uint32 (0));
  g_assert_cmpuint (dh_charts_page_n_cards (page), ==, 1);
  activate (window, "chart-remove", g_variant_new_uint32 (0));
  g_assert_cmpuint (dh_charts_page_n_cards (page), ==, 0);
  activate (window, "chart-add", g_variant_new_string ("error"));
  wait_until (window, is_settled);
  assert_gone (window);
}

static void
test_one_view (void)
{
  DhWindow *window = open_window ();
  DhSession *session = session_of (window);
  DhPlot *kept = dh_plot_ref (dh_chart_get_plot (chart_of (window, 1)));
  DhPlot *changed = dh_plot_ref (dh_chart_get_plot (chart_of (window, 0)));
  DhChartCard *card
    = dh_charts_page_get_card (find_child (GTK_WIDGET (window), DH_TYPE_CHARTS_PAGE), 0);

  g_test_summary ("The axis of one chart changes that chart only");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (card), "card.vertical", "s", "linear"));
  g_assert_cmpint (
    dh_experiment_get_view (dh_session_get_experiment (session), 0)->left_axis.kind, ==,
    DH_AXIS_LINEAR);
  while (dh_chart_get_plot (chart_of (window, 0)) == changed)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (dh_chart_get_plot (chart_of (window, 1)) == kept);
  dh_plot_unref (kept);
  dh_plot_unref (changed);
  assert_gone (window);
}

static void
test_playhead (void)
{
  DhWindow *window = open_window ();
  DhSession *session = session_of (window);

  g_test_summary ("The transport moves the playhead of all charts, and only the fit is made anew");
  activate (window, "go-start", NULL);
  g_assert_cmpuint (dh_session_get_playhead (session), ==, 0);
  activate (window, "step-forward", NULL);
  activate (window, "epoch-forward", NULL);
  g_assert_cmpuint (dh_session_get_playhead (session), ==, 29);
  while (dh_chart_get_playhead (chart_of (window, 0)) != 29)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpfloat (dh_chart_get_playhead (chart_of (window, 1)), ==, 29);
  activate (window, "play", NULL);
  g_assert_true (dh_session_get_playing (session));
  while (dh_session_get_playhead (session) < 31)
    g_main_context_iteration (NULL, TRUE);
  activate (window, "play", NULL);
  g_assert_false (dh_session_get_playing (session));
  activate (window, "speed", g_variant_new_double (10));
  assert_gone (window);
}

static void
test_fit_follows (void)
{
  DhWindow *window = open_window ();
  DhSession *session = session_of (window);
  g_autoptr (DhView) view = dh_view_new ("fit");
  g_autoptr (DhPlot) before = NULL;

  g_test_summary ("The fit is as the runs were at the playhead, whatever its view says of the horizontal axis");
  view->x = DH_X_STEP;
  g_assert_true (dh_session_apply_view (session, 0, view, "Fit", NULL));
  while (dh_plot_n_series (dh_chart_get_plot (chart_of (window, 0))) != 4)
    g_main_context_iteration (NULL, TRUE);
  before = dh_plot_ref (dh_chart_get_plot (chart_of (window, 0)));
  activate (window, "go-start", NULL);
  while (dh_chart_get_plot (chart_of (window, 0)) == before)
    g_main_context_iteration (NULL, TRUE);
  assert_gone (window);
}

static void
test_crosshair (void)
{
  DhWindow *window = open_window ();

  g_test_summary ("The crosshair of one chart stands at the same step in the others");
  g_signal_emit_by_name (chart_of (window, 0), "crosshair-moved", 40.0);
  g_assert_cmpfloat (dh_chart_get_crosshair (chart_of (window, 1)), ==, 40);
  g_assert_cmpfloat (dh_chart_get_crosshair (chart_of (window, 2)), ==, 40);
  g_signal_emit_by_name (chart_of (window, 0), "crosshair-moved", (double) NAN);
  g_assert_true (isnan (dh_chart_get_crosshair (chart_of (window, 1))));
  g_signal_emit_by_name (chart_of (window, 1), "playhead-requested", 12.0);
  g_assert_cmpuint (dh_session_get_playhead (session_of (window)), ==, 12);
  assert_gone (window);
}

static void
test_legend (void)
{
  DhWindow *window = open_window ();
  DhSession *session = session_of (window);
  g_autofree char *key = g_strdup (dh_plot_get_series (dh_chart_get_plot (chart_of (window, 0)), 0)->key);

  g_test_summary ("A click in the legend hides a line, in the view, and can be undone");
  g_signal_emit_by_name (chart_of (window, 0), "series-toggled", key);
  g_assert_true (
    dh_view_is_hidden (dh_experiment_get_view (dh_session_get_experiment (session), 0), key));
  activate (window, "undo", NULL);
  g_assert_false (
    dh_view_is_hidden (dh_experiment_get_view (dh_session_get_experiment (session), 0), key));
  assert_gone (window);
}

static gboolean
is_training (gpointer window)
{
  return dh_session_get_computing (session_of (window))
         && dh_session_get_computed_steps (session_of (window)) > 1000;
}

static void
test_close_in_training (void)
{
  DhWindow *window = open_window ();
  DhSession *session = session_of (window);
  g_autoptr (DhRun) run = dh_run_copy (dh_session_get_run (session));
  g_autoptr (GError) error = NULL;

  g_test_summary ("Closing in the middle of training leaves nothing running and nothing leaked");
  run->epochs = 200000;
  g_assert_true (dh_session_apply_run (session, run, "Epochs", NULL, &error));
  wait_until (window, is_training);
  g_assert_true (enabled (window, "cancel"));
  g_object_add_weak_pointer (G_OBJECT (session), (gpointer *) &session);
  assert_gone (window);
  g_assert_null (session);
}

static gboolean
is_stopped (gpointer window)
{
  return enabled (window, "resume");
}

static void
test_cancel (void)
{
  DhWindow *window = open_window ();
  DhSession *session = session_of (window);
  g_autoptr (DhRun) run = dh_run_copy (dh_session_get_run (session));

  g_test_summary ("Cancel stops a long run, continue goes on with it");
  run->epochs = 200000;
  g_assert_true (dh_session_apply_run (session, run, "Epochs", NULL, NULL));
  wait_until (window, is_training);
  activate (window, "cancel", NULL);
  wait_until (window, is_stopped);
  g_assert_false (enabled (window, "cancel"));
  activate (window, "resume", NULL);
  wait_until (window, is_training);
  assert_gone (window);
}

/* The message dialog over a window, if any. */
static GtkWindow *
find_dialog (void)
{
  g_autoptr (GList) all = gtk_window_list_toplevels ();

  for (GList *l = all; l != NULL; l = l->next)
    if (ADW_IS_MESSAGE_DIALOG (l->data) && gtk_widget_get_visible (l->data))
      return l->data;
  return NULL;
}

static void
test_unsaved (void)
{
  DhWindow *window = open_window ();
  DhSession *session = session_of (window);
  GtkWindow *dialog;

  g_test_summary ("Closing with changes asks; cancel keeps all, discard goes on");
  activate (window, "run-add", NULL);
  gtk_window_close (GTK_WINDOW (window));
  dialog = find_dialog ();
  g_assert_nonnull (dialog);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_assert_true (dh_session_get_modified (session));
  activate (window, "new", NULL);
  dialog = find_dialog ();
  g_assert_nonnull (dialog);
  g_assert_true (dh_session_get_modified (session));
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "discard");
  g_assert_false (dh_session_get_modified (session));
  g_assert_cmpuint (dh_experiment_n_runs (dh_session_get_experiment (session)), ==, 3);
  assert_gone (window);
}

static gboolean
banner_is_shown (gpointer window)
{
  return dh_banner_get_revealed (find_child (window, DH_TYPE_BANNER));
}

static gboolean
has_file (gpointer window)
{
  return dh_session_get_file (session_of (window)) != NULL;
}

static void
test_open (void)
{
  DhWindow *window = open_window ();
  DhSession *session = session_of (window);
  g_autofree char *path = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (GFile) missing = g_file_new_for_path ("/nonexistent/x.downhill");
  g_autoptr (GError) error = NULL;

  g_test_summary ("A file opens in the window; one that cannot be read is said in the banner");
  dh_window_open (window, missing);
  wait_until (window, banner_is_shown);
  g_assert_nonnull (strstr (
    dh_banner_get_text (find_child (GTK_WIDGET (window), DH_TYPE_BANNER)), "x.downhill"));
  g_assert_null (dh_session_get_file (session));
  path = g_build_filename (g_get_user_state_dir (), "window.downhill", NULL);
  file = g_file_new_for_path (path);
  g_mkdir_with_parents (g_get_user_state_dir (), 0700);
  g_assert_true (dh_session_save (session, file, &error));
  dh_session_load_experiment (session, dh_session_get_experiment (session));
  g_assert_null (dh_session_get_file (session));
  dh_window_open (window, file);
  wait_until (window, has_file);
  g_assert_nonnull (strstr (gtk_window_get_title (GTK_WINDOW (window)), "window"));
  g_assert_false (banner_is_shown (window));
  g_unlink (path);
  assert_gone (window);
}

static gboolean
has_three_rows (gpointer window)
{
  return dh_data_get_n_rows (dh_experiment_get_data (dh_session_get_experiment (session_of (window)))) == 3;
}

/* As the display does when a file is let go over the window. */
static void
drop (DhWindow *window, GFile *file)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (window));
  g_auto (GValue) value = G_VALUE_INIT;
  GSList *files = g_slist_prepend (NULL, g_object_ref (file));
  gboolean taken = FALSE;

  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (&value, files);
  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !taken; i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (controller))
        g_signal_emit_by_name (controller, "drop", &value, 0.0, 0.0, &taken);
    }
  g_assert_true (taken);
}

static void
test_drop (void)
{
  DhWindow *window = open_window ();
  g_autofree char *folder = g_dir_make_tmp ("test-window-XXXXXX", NULL);
  g_autofree char *table = g_build_filename (folder, "rows.CSV", NULL);
  g_autofree char *lesson = g_build_filename (folder, "lesson.downhill", NULL);
  g_autoptr (GFile) table_file = g_file_new_for_path (table);
  g_autoptr (GFile) lesson_file = g_file_new_for_path (lesson);

  g_test_summary ("A dropped table becomes the data, which undo takes back; a dropped experiment opens");
  g_assert_true (g_file_set_contents (table, "x,y\n1,2\n2,4\n3,6\n", -1, NULL));
  g_assert_true (g_file_set_contents (lesson, "[Downhill]\nformat=1\n[Run 1]\nepochs=1\n", -1, NULL));
  drop (window, table_file);
  wait_until (window, has_three_rows);
  g_assert_false (has_file (window));
  g_assert_true (enabled (window, "undo"));
  activate (window, "undo", NULL);
  g_assert_false (has_three_rows (window));
  drop (window, lesson_file);
  wait_until (window, has_file);
  g_unlink (table);
  g_unlink (lesson);
  g_rmdir (folder);
  assert_gone (window);
}

static void
test_copy_and_dialogs (void)
{
  DhWindow *window = open_window ();
  GtkWidget *dialog = dh_export_dialog_new (GTK_WINDOW (window), 640, 400);
  DhChartFileOptions options;
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (window));

  g_test_summary ("A chart is copied as a picture; the export dialog begins at the chart's size");
  activate (window, "chart-copy", g_variant_new_uint32 (0));
  g_assert_true (
    gdk_content_formats_contain_gtype (gdk_clipboard_get_formats (clipboard), GDK_TYPE_TEXTURE));
  dh_export_dialog_get_options (DH_EXPORT_DIALOG (dialog), &options);
  g_assert_cmpint (options.format, ==, DH_CHART_PNG);
  g_assert_cmpfloat (options.width, ==, 640);
  g_assert_cmpfloat (options.height, ==, 400);
  g_assert_cmpfloat (options.scale, ==, 2);
  g_assert_false (options.dark);
  gtk_window_destroy (GTK_WINDOW (dialog));
  /* As on the screen: a dark one begins with a dark picture. */
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  dialog = dh_export_dialog_new (GTK_WINDOW (window), 640, 400);
  dh_export_dialog_get_options (DH_EXPORT_DIALOG (dialog), &options);
  g_assert_true (options.dark);
  gtk_window_destroy (GTK_WINDOW (dialog));
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);
  activate (window, "shortcuts", NULL);
  activate (window, "about", NULL);
  assert_gone (window);
}

static void
test_arrange (void)
{
  guint rows[6];

  g_test_summary ("The grid takes the shape that leaves each chart the most room");
  g_assert_cmpuint (dh_charts_page_arrange (0, 1000, 700, rows), ==, 0);
  g_assert_cmpuint (dh_charts_page_arrange (1, 1000, 700, rows), ==, 1);
  g_assert_cmpuint (rows[0], ==, 1);
  g_assert_cmpuint (dh_charts_page_arrange (2, 1000, 700, rows), ==, 1);
  g_assert_cmpuint (dh_charts_page_arrange (3, 1000, 700, rows), ==, 2);
  g_assert_cmpuint (rows[0], ==, 2);
  g_assert_cmpuint (rows[1], ==, 1);
  g_assert_cmpuint (dh_charts_page_arrange (4, 1000, 700, rows), ==, 2);
  g_assert_cmpuint (dh_charts_page_arrange (4, 540, 450, rows), ==, 2);
  g_assert_cmpuint (dh_charts_page_arrange (5, 1100, 700, rows), ==, 2);
  g_assert_cmpuint (rows[0], ==, 3);
  g_assert_cmpuint (rows[1], ==, 2);
  g_assert_cmpuint (dh_charts_page_arrange (6, 1100, 700, rows), ==, 2);
  g_assert_cmpuint (dh_charts_page_arrange (6, 540, 900, rows), ==, 3);
  g_assert_cmpuint (dh_charts_page_arrange (2, 400, 900, rows), ==, 2);
  /* A small window with findings: three rows of charts would be cut off. */
  g_assert_cmpuint (dh_charts_page_arrange (6, 520, 410, rows), ==, 2);
  g_assert_cmpuint (dh_charts_page_arrange (5, 520, 410, rows), ==, 2);
}

/* Templates are loaded by their types; here is every .ui that is there, so that none is forgotten. */
static void
test_ui_files (void)
{
  g_auto (GStrv) names = g_resources_enumerate_children (RESOURCES, 0, NULL);
  DhWindow *window = open_window ();
  guint n = 0;

  g_test_summary ("Every .ui file belongs to a type that can be made, or loads by itself");
  /* Types that only their windows make. */
  activate (window, "chart-settings", g_variant_new_uint32 (0));
  g_type_ensure (DH_TYPE_PASTE_WINDOW);
  g_type_ensure (DH_TYPE_EXPORT_DIALOG);
  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      g_autofree char *path = g_strconcat (RESOURCES, names[i], NULL);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GError) error = NULL;
      const char *text;

      if (!g_str_has_suffix (names[i], ".ui"))
        continue;
      n++;
      bytes = g_resources_lookup_data (path, 0, &error);
      g_assert_no_error (error);
      text = g_bytes_get_data (bytes, NULL);
      if (strstr (text, "<template") == NULL)
        {
          g_autoptr (GtkBuilder) builder = gtk_builder_new ();

          g_assert_true (gtk_builder_add_from_resource (builder, path, &error));
          g_assert_no_error (error);
          gtk_window_destroy (GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts")));
        }
      else
        {
          g_auto (GStrv) parts = g_strsplit (strstr (text, "<template") + 17, "\"", 2);

          if (g_type_from_name (parts[0]) == G_TYPE_INVALID)
            g_error ("%s: nobody has registered %s", names[i], parts[0]);
        }
    }
  g_assert_cmpuint (n, >=, 7);
  assert_gone (window);
}

static gboolean
formula_shown (gpointer window)
{
  DhSmoothingPage *page = find_child (window, DH_TYPE_SMOOTHING_PAGE);
  GtkLabel *formula = GTK_LABEL (gtk_widget_get_template_child (GTK_WIDGET (page), DH_TYPE_SMOOTHING_PAGE, "formula"));

  return g_str_has_prefix (gtk_label_get_label (formula), "Average (EMA): m");
}

/* The chart's plot has a series of this key, and as many values as said. */
static void
assert_line (DhSmoothingPage *page, const char *key, gsize length)
{
  DhPlot *plot = dh_chart_get_plot (dh_smoothing_page_get_chart (page));

  for (guint i = 0; i < dh_plot_n_series (plot); i++)
    if (g_str_equal (dh_plot_get_series (plot, i)->key, key))
      {
        g_assert_cmpuint (dh_plot_get_series (plot, i)->y.length, ==, length);
        return;
      }
  g_error ("there is no line %s", key);
}

static gboolean
says_gone (gpointer window)
{
  DhSmoothingPage *page = find_child (window, DH_TYPE_SMOOTHING_PAGE);
  DhPlot *plot = dh_chart_get_plot (dh_smoothing_page_get_chart (page));

  return dh_plot_n_series (plot) == 0 && strstr (plot->empty_text, "is gone") != NULL;
}

static void
test_smoothing (void)
{
  DhWindow *window = open_window ();
  DhSession *session = dh_window_get_session (window);
  DhSmoothingPage *page = find_child (GTK_WIDGET (window), DH_TYPE_SMOOTHING_PAGE);
  g_autoptr (DhExperiment) recorded = NULL, without = NULL;
  DhSmoothSpec spec = *dh_experiment_get_smoothing (dh_session_get_experiment (session));

  g_test_summary ("The smoothing page: its signal's length is the playhead's while it shows; a removed run is named");
  g_assert_cmpuint (dh_session_get_total_steps (session), ==, 145);
  activate (window, "page", g_variant_new_string ("smoothing"));
  wait_until (window, formula_shown);
  g_assert_cmpuint (dh_session_get_total_steps (session), ==, 200);
  dh_session_set_playhead (session, 180);
  g_assert_cmpuint (dh_session_get_playhead (session), ==, 180);
  assert_line (page, "1", 200);
  assert_line (page, "1/accumulated", 200);
  activate (window, "page", g_variant_new_string ("charts"));
  g_assert_cmpuint (dh_session_get_total_steps (session), ==, 145);
  activate (window, "page", g_variant_new_string ("smoothing"));

  dh_smooth_signal_set_recorded (&spec.signal[0], 3, "g.d");
  recorded = dh_experiment_with_smoothing (dh_session_get_experiment (session), &spec);
  g_assert_true (dh_session_apply (session, recorded, "Signal", NULL, NULL));
  g_assert_cmpuint (dh_session_get_total_steps (session), ==, 145);
  without = dh_experiment_with_run_removed (recorded, 3);
  g_assert_true (dh_session_apply (session, without, "Remove run", NULL, NULL));
  wait_until (window, says_gone);
  dh_session_undo (session);
  wait_until (window, formula_shown);
  assert_gone (window);
}

static void
test_walk (void)
{
  static const char *const skip[] = { "session", NULL };

  g_test_summary ("What holds for every widget type holds for the window's parts");
  dh_walk_type (DH_TYPE_BANNER, GTK_TYPE_WIDGET, NULL);
  dh_walk_type (DH_TYPE_TRANSPORT, GTK_TYPE_WIDGET, skip);
  dh_walk_type (DH_TYPE_FINDINGS_BAR, GTK_TYPE_WIDGET, skip);
  dh_walk_type (DH_TYPE_CHART_CARD, GTK_TYPE_WIDGET, skip);
  dh_walk_type (DH_TYPE_CHARTS_PAGE, GTK_TYPE_WIDGET, skip);
  dh_walk_type (DH_TYPE_SMOOTHING_PAGE, GTK_TYPE_WIDGET, skip);
  dh_walk_type (DH_TYPE_SMOOTHING_SETTINGS, GTK_TYPE_WIDGET, NULL);
  dh_walk_type (DH_TYPE_SIGNAL_EDITOR, GTK_TYPE_WIDGET, NULL);
  dh_walk_type (DH_TYPE_EXPORT_DIALOG, ADW_TYPE_WINDOW, NULL);
}

int
main (int argc, char **argv)
{
  int status;

  gtk_test_init (&argc, &argv, NULL);
  application = dh_application_new ();
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  if (!g_application_register (G_APPLICATION (application), NULL, NULL))
    g_error ("the application did not start");
  g_test_add_func ("/window/shows-first", test_shows_first);
  g_test_add_func ("/window/actions", test_actions);
  g_test_add_func ("/window/runs", test_runs);
  g_test_add_func ("/window/try", test_try);
  g_test_add_func ("/window/charts", test_charts);
  g_test_add_func ("/window/one-view", test_one_view);
  g_test_add_func ("/window/playhead", test_playhead);
  g_test_add_func ("/window/fit-follows", test_fit_follows);
  g_test_add_func ("/window/crosshair", test_crosshair);
  g_test_add_func ("/window/legend", test_legend);
  g_test_add_func ("/window/close-in-training", test_close_in_training);
  g_test_add_func ("/window/cancel", test_cancel);
  g_test_add_func ("/window/unsaved", test_unsaved);
  g_test_add_func ("/window/open", test_open);
  g_test_add_func ("/window/drop", test_drop);
  g_test_add_func ("/window/copy-and-dialogs", test_copy_and_dialogs);
  g_test_add_func ("/window/arrange", test_arrange);
  g_test_add_func ("/window/ui-files", test_ui_files);
  g_test_add_func ("/window/smoothing", test_smoothing);
  g_test_add_func ("/window/walk", test_walk);
  status = g_test_run ();
  g_clear_object (&application);
  return status;
}
