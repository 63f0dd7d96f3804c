/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* The run list, the learning rate and the sidebar as a whole, with a real session. */
#include "dh-sidebar.h"

#include <math.h>
#include <string.h>

#include "dh-param-rows.h"
#include "dh-rate-group.h"
#include "dh-rate-slider.h"
#include "dh-run-row.h"
#include "dh-runs-group.h"
#include "dh-data-group.h"
#include "dh-gradient-group.h"
#include "dh-init-group.h"
#include "dh-model-group.h"
#include "dh-optimiser-group.h"
#include "dh-paste-window.h"
#include "dh-training-group.h"
#include "harness.h"
#include "walk.h"

static DhRunRow *
row_at (Harness *h, int index)
{
  return DH_RUN_ROW (gtk_list_box_get_row_at_index (GTK_LIST_BOX (harness_find (h, "list")), index));
}

static char *
row_name (Harness *h, int index)
{
  char *name;

  g_object_get (row_at (h, index), "name", &name, NULL);
  return name;
}

static DhRun *
run_at (Harness *h, gsize index)
{
  return dh_experiment_get_run (dh_session_get_experiment (h->session), index);
}

static void
test_runs_select (void)
{
  Harness h;
  GtkListBox *list;

  g_test_summary ("The list's selection is the session's, both ways, and changes nothing");
  harness_init (&h, g_object_new (DH_TYPE_RUNS_GROUP, NULL));
  list = harness_find (&h, "list");
  g_assert_true (gtk_list_box_get_selected_row (list) == GTK_LIST_BOX_ROW (row_at (&h, 0)));
  g_assert_null (row_at (&h, 3));
  gtk_list_box_select_row (list, GTK_LIST_BOX_ROW (row_at (&h, 2)));
  g_assert_cmpuint (dh_session_get_selected (h.session), ==, run_at (&h, 2)->id);
  dh_session_set_selected (h.session, run_at (&h, 1)->id);
  g_assert_true (gtk_list_box_get_selected_row (list) == GTK_LIST_BOX_ROW (row_at (&h, 1)));
  g_assert_cmpuint (harness_applied (&h), ==, 0);
  harness_clear (&h);
}

static void
test_runs_edit (void)
{
  Harness h;
  g_autofree char *name = NULL;
  gboolean shown;
  guint colour;

  g_test_summary ("Rows rename, recolour, hide; undo shows in them");
  harness_init (&h, g_object_new (DH_TYPE_RUNS_GROUP, NULL));
  g_signal_emit_by_name (row_at (&h, 1), "renamed", "Second");
  g_assert_cmpuint (harness_applied (&h), ==, 1);
  g_assert_cmpstr (run_at (&h, 1)->name, ==, "Second");
  name = row_name (&h, 1);
  g_assert_cmpstr (name, ==, "Second");
  g_signal_emit_by_name (row_at (&h, 1), "recoloured", 5u);
  g_assert_cmpuint (run_at (&h, 1)->colour, ==, 5);
  g_signal_emit_by_name (row_at (&h, 1), "visibility-toggled", FALSE);
  g_assert_false (run_at (&h, 1)->visible);
  g_assert_cmpuint (harness_applied (&h), ==, 2);
  g_object_get (row_at (&h, 1), "visible-run", &shown, "colour", &colour, NULL);
  g_assert_false (shown);
  g_assert_cmpuint (colour, ==, 5);
  dh_session_undo (h.session);
  g_object_get (row_at (&h, 1), "visible-run", &shown, NULL);
  g_assert_true (shown);
  harness_clear (&h);
}

static void
test_runs_order (void)
{
  Harness h;
  DhRunRow *row;
  guint64 id;
  g_autofree char *name = NULL;

  g_test_summary ("Moving keeps the row itself, so that the focus stays; the ends hold");
  harness_init (&h, g_object_new (DH_TYPE_RUNS_GROUP, NULL));
  row = row_at (&h, 0);
  id = run_at (&h, 0)->id;
  g_signal_emit_by_name (row, "moved", 1);
  g_assert_cmpuint (harness_applied (&h), ==, 1);
  g_assert_cmpuint (run_at (&h, 1)->id, ==, id);
  g_assert_true (row_at (&h, 1) == row);
  g_signal_emit_by_name (row, "moved", 7);
  g_assert_true (row_at (&h, 2) == row);
  g_assert_cmpuint (harness_applied (&h), ==, 1);
  g_signal_emit_by_name (row, "moved", 1);
  g_assert_cmpuint (harness_applied (&h), ==, 0);
  dh_session_undo (h.session);
  dh_session_undo (h.session);
  g_assert_true (row_at (&h, 0) == row);
  harness_applied (&h);

  /* A run that comes, and one that goes. */
  {
    g_autoptr (DhExperiment) fewer
      = dh_experiment_with_run_removed (dh_session_get_experiment (h.session), id);

    g_assert_true (dh_session_apply (h.session, fewer, "remove", NULL, NULL));
  }
  g_assert_null (row_at (&h, 2));
  name = row_name (&h, 0);
  g_assert_cmpstr (name, ==, run_at (&h, 0)->name);
  g_assert_cmpuint (harness_applied (&h), ==, 1);
  dh_session_undo (h.session);
  g_assert_nonnull (row_at (&h, 2));
  harness_clear (&h);
}

static gboolean
wake_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static void
test_runs_state (void)
{
  Harness h;
  g_autoptr (DhRun) run = NULL;
  g_autofree char *state = NULL;
  g_autofree char *subtitle = NULL;
  gint64 end = g_get_monotonic_time () + 60 * G_TIME_SPAN_SECOND;
  guint wake = g_timeout_add (20, wake_cb, NULL);

  g_test_summary ("A run that explodes says so in its row, with the step");
  harness_init (&h, g_object_new (DH_TYPE_RUNS_GROUP, NULL));
  run = dh_run_copy (run_at (&h, 0));
  run->lr = 1;
  /* A bump vanishes beside large weights, and with it the steps: such a run freezes before it explodes. */
  run->gradient = DH_GRADIENT_ANALYTIC;
  g_assert_true (dh_session_apply_run (h.session, run, "rate", NULL, NULL));
  for (;;)
    {
      g_clear_pointer (&state, g_free);
      g_object_get (row_at (&h, 0), "state", &state, NULL);
      if (state != NULL && g_str_has_prefix (state, "exploded at step "))
        break;
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, TRUE);
    }
  g_object_get (row_at (&h, 0), "subtitle", &subtitle, NULL);
  g_assert_nonnull (strstr (subtitle, "SGD · 1"));
  g_source_remove (wake);
  harness_clear (&h);
}

static void
test_rate (void)
{
  Harness h;
  g_autoptr (DhRun) before = NULL;
  DhRateSlider *rate;

  g_test_summary ("A drag is one undo step; the slider follows undo");
  harness_init (&h, g_object_new (DH_TYPE_RATE_GROUP, NULL));
  rate = harness_find (&h, "rate");
  before = dh_run_copy (harness_run (&h));
  g_assert_cmpfloat (dh_rate_slider_get_value (rate), ==, before->lr);
  g_signal_emit_by_name (rate, "changed-by-user", 0.0002, TRUE);
  g_signal_emit_by_name (rate, "changed-by-user", 0.0003, TRUE);
  g_signal_emit_by_name (rate, "changed-by-user", 0.0003, FALSE);
  g_assert_cmpuint (harness_applied (&h), ==, 2);
  g_assert_cmpfloat (harness_run (&h)->lr, ==, 0.0003);
  dh_session_undo (h.session);
  g_assert_true (dh_run_equal (harness_run (&h), before));
  g_assert_cmpfloat (dh_rate_slider_get_value (rate), ==, before->lr);
  g_assert_cmpuint (harness_applied (&h), ==, 1);

  harness_type (GTK_WIDGET (rate), "3.5");
  g_assert_cmpuint (harness_applied (&h), ==, 1);
  g_assert_cmpfloat (harness_run (&h)->lr, ==, 3.5);
  for (guint i = 0; i < 4; i++)
    {
      static const char *const bad[] = { "0", "-1", "fast", "1e400" };
      g_autofree char *error = NULL;

      harness_type (GTK_WIDGET (rate), bad[i]);
      g_object_get (rate, "error", &error, NULL);
      g_assert_nonnull (error);
    }
  g_assert_cmpuint (harness_applied (&h), ==, 0);
  g_assert_cmpfloat (harness_run (&h)->lr, ==, 3.5);
  harness_clear (&h);
}

static void
test_from_here (void)
{
  Harness h;
  DhRateSlider *rate;
  gboolean from_here;
  gint64 end = g_get_monotonic_time () + 60 * G_TIME_SPAN_SECOND;
  guint wake = g_timeout_add (20, wake_cb, NULL);
  double lr;

  g_test_summary ("From here on: a change on the way at the playhead, listed and removable");
  harness_init (&h, g_object_new (DH_TYPE_RATE_GROUP, NULL));
  rate = harness_find (&h, "rate");
  lr = harness_run (&h)->lr;
  while (dh_session_get_computed_steps (h.session) < 100)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (wake);
  gtk_toggle_button_set_active (harness_find (&h, "from_here"), TRUE);
  g_object_get (h.session, "from-here", &from_here, NULL);
  g_assert_true (from_here);
  g_assert_cmpuint (harness_applied (&h), ==, 0);

  dh_session_set_playhead (h.session, 30);
  g_signal_emit_by_name (rate, "changed-by-user", 0.0002, FALSE);
  g_assert_cmpuint (harness_applied (&h), ==, 1);
  g_assert_cmpfloat (harness_run (&h)->lr, ==, lr);
  g_assert_cmpuint (harness_run (&h)->n_interventions, ==, 1);
  g_assert_cmpuint (harness_run (&h)->interventions[0].step, ==, 31);
  g_assert_true (gtk_widget_get_visible (harness_find (&h, "changes")));
  dh_session_set_playhead (h.session, 10);
  g_assert_cmpfloat (dh_rate_slider_get_value (rate), ==, lr);

  harness_click (&h, "clear_changes");
  g_assert_cmpuint (harness_applied (&h), ==, 1);
  g_assert_cmpuint (harness_run (&h)->n_interventions, ==, 0);
  g_assert_false (gtk_widget_get_visible (harness_find (&h, "changes")));
  dh_session_undo (h.session);
  g_assert_cmpuint (harness_run (&h)->n_interventions, ==, 1);
  g_assert_nonnull (gtk_list_box_get_row_at_index (harness_find (&h, "change_list"), 0));
  g_object_set (h.session, "from-here", FALSE, NULL);
  g_assert_true (gtk_toggle_button_get_active (harness_find (&h, "from_start")));
  harness_clear (&h);
}

static void
test_schedule (void)
{
  Harness h;
  DhParamRows *params;

  g_test_summary ("A schedule brings its parameters; a bad one is refused");
  harness_init (&h, g_object_new (DH_TYPE_RATE_GROUP, NULL));
  params = harness_find (&h, "params");
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (params)));
  harness_choose (&h, "schedule", DH_SCHEDULE_STEP);
  g_assert_cmpuint (harness_applied (&h), ==, 1);
  g_assert_cmpint (harness_run (&h)->schedule.kind, ==, DH_SCHEDULE_STEP);
  g_assert_cmpuint (dh_param_rows_get_n (params), ==, 2);
  harness_type (dh_setting_row_get_control (dh_param_rows_get_row (params, 0)), "10");
  g_assert_cmpfloat (harness_run (&h)->schedule.param[0], ==, 10);
  g_assert_cmpuint (harness_applied (&h), ==, 1);
  harness_type (dh_setting_row_get_control (dh_param_rows_get_row (params, 0)), "10.5");
  harness_type (dh_setting_row_get_control (dh_param_rows_get_row (params, 1)), "0");
  g_assert_cmpuint (harness_applied (&h), ==, 0);
  g_assert_nonnull (dh_setting_row_get_error (dh_param_rows_get_row (params, 1)));
  harness_clear (&h);
}

static void
count_cb (guint *count)
{
  ++*count;
}

static void
test_open_groups (void)
{
  Harness h;
  g_auto (GStrv) open = NULL;
  const char *const wanted[] = { "optimiser", "no-such-group", NULL };
  guint count = 0;

  g_test_summary ("Which groups are open is one property, for settings");
  harness_init (&h, dh_sidebar_new ());
  g_object_get (h.panel, "open-groups", &open, NULL);
  g_assert_cmpuint (g_strv_length (open), ==, 2);
  g_assert_true (g_strv_contains ((const char *const *) open, "rate"));
  g_signal_connect_swapped (h.panel, "notify::open-groups", G_CALLBACK (count_cb), &count);
  g_object_set (h.panel, "open-groups", wanted, NULL);
  g_assert_cmpuint (count, ==, 1);
  g_object_set (h.panel, "open-groups", wanted, NULL);
  g_assert_cmpuint (count, ==, 1);
  g_assert_true (dh_group_get_expanded (harness_find (&h, "optimiser")));
  g_assert_false (dh_group_get_expanded (harness_find (&h, "runs")));
  dh_group_set_expanded (harness_find (&h, "data"), TRUE);
  g_assert_cmpuint (count, ==, 2);
  harness_clear (&h);
}

static void
test_no_loops (void)
{
  Harness h;
  gboolean could;

  g_test_summary ("What the session changes by itself never comes back from the sidebar as another change");
  harness_init (&h, dh_sidebar_new ());
  for (gsize i = 0; i < 3; i++)
    {
      dh_session_set_selected (h.session, run_at (&h, i)->id);
      harness_settle ();
    }
  g_assert_cmpuint (harness_applied (&h), ==, 0);
  for (guint kind = 0; kind < DH_OPTIMISER_N; kind++)
    {
      g_autoptr (DhRun) run = dh_run_copy (harness_run (&h));

      dh_run_set_optimiser (run, (DhOptimiserKind) kind);
      run->schedule.kind = DH_SCHEDULE_ONE_CYCLE;
      dh_schedule_spec_init (&run->schedule, DH_SCHEDULE_ONE_CYCLE);
      run->batch = kind;
      run->shuffle = kind % 2;
      run->record_curvature = kind % 2;
      g_assert_true (dh_session_apply_run (h.session, run, "all", NULL, NULL));
      harness_settle ();
      g_assert_cmpuint (harness_applied (&h), ==, 1);
    }
  for (guint i = 0; i < DH_OPTIMISER_N; i++)
    dh_session_undo (h.session);
  harness_settle ();
  g_assert_cmpuint (harness_applied (&h), ==, DH_OPTIMISER_N);
  g_object_get (h.session, "can-undo", &could, NULL);
  g_assert_false (could);
  harness_clear (&h);
}

static void
test_keyboard (void)
{
  Harness h;
  GtkWidget *focus;

  g_test_summary ("Entering a group opens it and puts the focus on its first control");
  harness_init (&h, dh_sidebar_new ());
  dh_sidebar_focus_rate (DH_SIDEBAR (h.panel));
  focus = gtk_root_get_focus (GTK_ROOT (h.window));
  g_assert_nonnull (focus);
  g_assert_true (gtk_widget_is_ancestor (focus, harness_find (&h, "rate")));
  gtk_widget_mnemonic_activate (harness_find (&h, "optimiser"), FALSE);
  g_assert_true (dh_group_get_expanded (harness_find (&h, "optimiser")));
  for (guint i = 0; i < 200; i++)
    {
      harness_settle ();
      focus = gtk_root_get_focus (GTK_ROOT (h.window));
      if (gtk_widget_is_ancestor (focus, harness_find (&h, "optimiser")))
        break;
    }
  g_assert_true (gtk_widget_is_ancestor (focus, harness_find (&h, "optimiser")));
  /* Not its heading. */
  g_assert_nonnull (gtk_widget_get_ancestor (focus, DH_TYPE_SETTING_ROW));
  harness_clear (&h);
}

static GtkWidget *
first_entry (GtkWidget *widget)
{
  if (GTK_IS_ENTRY (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *entry = first_entry (child);

      if (entry != NULL)
        return entry;
    }
  return NULL;
}

static void
test_close_while_typing (void)
{
  static const char *const ids[] = { "widths", "epochs", "prime", "list", "seed", "noise" };

  g_test_summary ("A window that closes on half-typed text leaves quietly");
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      static const char *const all[] = { "data", "model", "init", "optimiser", "training", NULL };
      Harness h;
      GtkWidget *entry;

      harness_init (&h, dh_sidebar_new ());
      g_object_set (h.panel, "open-groups", all, NULL);
      harness_choose (&h, "preset", DH_MODEL_MLP);
      /* More weights than have entries, so that the list is there. */
      harness_type (harness_find (&h, "widths"), "40");
      gtk_drop_down_set_selected (harness_find_in (harness_find (&h, "init"), "kind"),
                                  strcmp (ids[i], "list") == 0 ? DH_INIT_LIST : DH_INIT_NORMAL);
      harness_choose (&h, "source", DH_DATA_RANDOM);
      harness_settle ();
      entry = first_entry (harness_find (&h, ids[i]));
      gtk_widget_grab_focus (entry);
      gtk_editable_set_text (GTK_EDITABLE (entry), "3");
      harness_clear (&h);
    }
}

/* The whole tree below @widget: whatever takes the focus has a name for those who can't see it, and a tooltip, its own
 * or one around it. */
static void
check_named (GtkWidget *widget)
{
  if (GTK_IS_SWITCH (widget) || GTK_IS_DROP_DOWN (widget))
    {
      GtkWidget *row = gtk_widget_get_ancestor (widget, DH_TYPE_SETTING_ROW);

      g_assert_nonnull (row);
      g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget),
                                                       GTK_ACCESSIBLE_PROPERTY_LABEL));
      g_assert_nonnull (gtk_widget_get_tooltip_text (row));
    }
  else if (DH_IS_NUMBER_ENTRY (widget) && gtk_widget_get_ancestor (widget, DH_TYPE_SETTING_ROW) != NULL)
    {
      g_autofree char *label = NULL;

      g_object_get (widget, "label", &label, NULL);
      g_assert_nonnull (label);
      g_assert_cmpstr (label, !=, "");
      g_assert_nonnull (gtk_widget_get_tooltip_text (gtk_widget_get_ancestor (widget, DH_TYPE_SETTING_ROW)));
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    check_named (child);
}

static void
test_named (void)
{
  Harness h;

  g_test_summary ("Every control has a name and a tooltip");
  harness_init (&h, dh_sidebar_new ());
  check_named (h.panel);
  harness_clear (&h);
}

static void
test_walk (void)
{
  /* Titles come from the .ui files; a control is a widget, which the walk does not make. */
  static const char *const group_skip[] = { "session", "title", NULL };
  static const char *const row_skip[] = { "control", NULL };
  static const char *const sidebar_skip[] = { "session", "open-groups", NULL };

  g_test_summary ("What holds for every widget holds for these");
  dh_walk_type (DH_TYPE_DATA_GROUP, GTK_TYPE_WIDGET, group_skip);
  dh_walk_type (DH_TYPE_GRADIENT_GROUP, GTK_TYPE_WIDGET, group_skip);
  dh_walk_type (DH_TYPE_INIT_GROUP, GTK_TYPE_WIDGET, group_skip);
  dh_walk_type (DH_TYPE_MODEL_GROUP, GTK_TYPE_WIDGET, group_skip);
  dh_walk_type (DH_TYPE_OPTIMISER_GROUP, GTK_TYPE_WIDGET, group_skip);
  dh_walk_type (DH_TYPE_RATE_GROUP, GTK_TYPE_WIDGET, group_skip);
  dh_walk_type (DH_TYPE_RUNS_GROUP, GTK_TYPE_WIDGET, group_skip);
  dh_walk_type (DH_TYPE_TRAINING_GROUP, GTK_TYPE_WIDGET, group_skip);
  dh_walk_type (DH_TYPE_PARAM_ROWS, GTK_TYPE_WIDGET, NULL);
  dh_walk_type (DH_TYPE_SETTING_ROW, GTK_TYPE_WIDGET, row_skip);
  dh_walk_type (DH_TYPE_SIDEBAR, GTK_TYPE_WIDGET, sidebar_skip);
  dh_walk_type (DH_TYPE_PASTE_WINDOW, ADW_TYPE_WINDOW, NULL);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/panels/runs/select", test_runs_select);
  g_test_add_func ("/panels/runs/edit", test_runs_edit);
  g_test_add_func ("/panels/runs/order", test_runs_order);
  g_test_add_func ("/panels/runs/state", test_runs_state);
  g_test_add_func ("/panels/rate", test_rate);
  g_test_add_func ("/panels/rate/from-here", test_from_here);
  g_test_add_func ("/panels/rate/schedule", test_schedule);
  g_test_add_func ("/panels/sidebar/open-groups", test_open_groups);
  g_test_add_func ("/panels/sidebar/no-loops", test_no_loops);
  g_test_add_func ("/panels/sidebar/keyboard", test_keyboard);
  g_test_add_func ("/panels/sidebar/closing", test_close_while_typing);
  g_test_add_func ("/panels/sidebar/named", test_named);
  g_test_add_func ("/panels/walk", test_walk);
  return g_test_run ();
}
