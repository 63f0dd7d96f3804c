/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Window, actions on runs, playhead, engine and charts. Each makes a new experiment out of the one in
 * force and hands it to the session; what fails goes to the banner. */
#include "config.h"

#include "dh-window-private.h"

#include "dh-chart-settings.h"
#include "dh-quantity.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static void
apply (DhWindow *self, DhExperiment *experiment, const char *label)
{
  g_autoptr (GError) error = NULL;

  if (!dh_session_apply (self->session, experiment, label, NULL, &error))
    dh_window_show_error (self, error);
}

/* The run that a run action is about: the parameter's of the "-id" variants, else the selected. */
static DhRun *
target_run (DhWindow *self, GVariant *parameter)
{
  if (parameter == NULL)
    return dh_session_get_run (self->session);
  return dh_experiment_find_run (dh_session_get_experiment (self->session),
                                 g_variant_get_uint64 (parameter), NULL);
}

static void
add_run (DhWindow *self, DhRun *run, gsize index, const char *label)
{
  DhExperiment *experiment = dh_session_get_experiment (self->session);
  g_autoptr (DhExperiment) added = NULL;
  g_autofree char *name = dh_experiment_unique_name (experiment, run->name);

  run->id = dh_experiment_new_run_id (experiment);
  run->colour = dh_experiment_next_colour (experiment);
  run->visible = TRUE;
  dh_run_set_name (run, name);
  added = dh_experiment_with_run_added (experiment, run, index);
  apply (self, added, label);
  dh_session_set_selected (self->session, run->id);
}

static void
run_add_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DhWindow *self = data;
  g_autoptr (DhRun) run = dh_run_new ();

  add_run (self, run, dh_experiment_n_runs (dh_session_get_experiment (self->session)),
           _("Add run"));
}

static void
run_duplicate_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DhWindow *self = data;
  DhRun *run = target_run (self, parameter);
  g_autoptr (DhRun) copy = NULL;
  gsize index;

  if (run == NULL)
    return;
  copy = dh_run_copy (run);
  if (dh_experiment_find_run (dh_session_get_experiment (self->session), run->id, &index) != NULL)
    add_run (self, copy, index + 1, _("Duplicate run"));
}

/* The run of the finding shown, at the learning rate that it survives. */
static void
finding_try_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DhWindow *self = data;
  DhExperiment *experiment = dh_session_get_experiment (self->session);
  guint64 id;
  const DhFinding *finding = dh_findings_bar_get_shown (self->findings, &id);
  double rate = finding != NULL ? dh_finding_number (finding, "survives_up_to") : (double) NAN;
  g_autoptr (DhRun) copy = NULL;
  g_autofree char *text = NULL;
  g_autofree char *name = NULL;
  gsize index;
  DhRun *run;

  if (isnan (rate))
    return;
  if (dh_experiment_n_runs (experiment) >= DH_EXPERIMENT_MAX_RUNS)
    {
      dh_window_show_message (self, _("There is no room for another run. Remove one first."));
      return;
    }
  run = dh_experiment_find_run (experiment, id, &index);
  if (run == NULL)
    return;
  copy = dh_run_copy (run);
  copy->lr = rate;
  text = dh_rate_to_string (rate);
  /* Translators: the name of a run: that of the run it was made from, and its learning rate. */
  name = g_strdup_printf (_("%s, %s"), run->name, text);
  dh_run_set_name (copy, name);
  add_run (self, copy, index + 1, _("Try a learning rate"));
}

static void
run_remove_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DhWindow *self = data;
  DhExperiment *experiment = dh_session_get_experiment (self->session);
  DhRun *run = target_run (self, parameter);
  g_autoptr (DhExperiment) without = NULL;

  if (run == NULL)
    return;
  if (dh_experiment_n_runs (experiment) == 1)
    {
      dh_window_show_message (self, _("The last run stays: an experiment has at least one."));
      return;
    }
  without = dh_experiment_with_run_removed (experiment, run->id);
  apply (self, without, _("Remove run"));
}

static void
run_rename_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DhWindow *self = data;
  DhRun *run = target_run (self, parameter);

  if (run == NULL)
    return;
  adw_flap_set_reveal_flap (self->flap, TRUE);
  dh_sidebar_rename_run (self->sidebar, run->id);
}

static void
run_hide_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DhWindow *self = data;
  DhRun *run = target_run (self, parameter);
  g_autoptr (DhRun) copy = NULL;
  g_autoptr (GError) error = NULL;

  if (run == NULL)
    return;
  copy = dh_run_copy (run);
  copy->visible = !run->visible;
  if (!dh_session_apply_run (self->session, copy, copy->visible ? _("Show run") : _("Hide run"),
                             NULL, &error))
    dh_window_show_error (self, error);
}

static void
move_run (DhWindow *self, GVariant *parameter, int delta)
{
  DhExperiment *experiment = dh_session_get_experiment (self->session);
  DhRun *run = target_run (self, parameter);
  g_autoptr (DhExperiment) moved = NULL;
  gsize index;

  if (run == NULL || dh_experiment_find_run (experiment, run->id, &index) == NULL)
    return;
  if ((delta < 0 && index == 0) || (delta > 0 && index + 1 >= dh_experiment_n_runs (experiment)))
    return;
  moved = dh_experiment_with_run_moved (experiment, run->id, delta < 0 ? index - 1 : index + 1);
  apply (self, moved, _("Move run"));
}

static void
run_up_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  move_run (data, parameter, -1);
}

static void
run_down_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  move_run (data, parameter, 1);
}

static void
step_back_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  dh_session_step (DH_WINDOW (data)->session, -1);
}

static void
step_forward_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  dh_session_step (DH_WINDOW (data)->session, 1);
}

static void
epoch_back_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  dh_session_step_epoch (DH_WINDOW (data)->session, -1);
}

static void
epoch_forward_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  dh_session_step_epoch (DH_WINDOW (data)->session, 1);
}

static void
go_start_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  dh_session_set_playhead (DH_WINDOW (data)->session, 0);
}

static void
go_end_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  dh_session_set_playing (DH_WINDOW (data)->session, FALSE);
  dh_session_go_end (DH_WINDOW (data)->session);
}

static void
undo_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  dh_session_undo (DH_WINDOW (data)->session);
}

static void
redo_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  dh_session_redo (DH_WINDOW (data)->session);
}

static void
cancel_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  dh_session_cancel (DH_WINDOW (data)->session);
}

static void
resume_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  dh_session_resume (DH_WINDOW (data)->session);
}

/* As many epochs again for every visible run; the engine goes on from where they stopped. */
static void
extend_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DhWindow *self = data;
  g_autoptr (DhExperiment) longer = dh_experiment_ref (dh_session_get_experiment (self->session));

  for (gsize i = 0; i < dh_experiment_n_runs (longer); i++)
    {
      DhRun *run = dh_experiment_get_run (longer, i);

      if (run->visible)
        {
          g_autoptr (DhRun) copy = dh_run_copy (run);
          DhExperiment *next;

          copy->epochs = copy->epochs > G_MAXUINT64 / 2 ? G_MAXUINT64 : 2 * copy->epochs;
          next = dh_experiment_with_run (longer, copy);
          dh_experiment_unref (longer);
          longer = next;
        }
    }
  apply (self, longer, _("More epochs"));
}

static void
focus_rate_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DhWindow *self = data;

  adw_flap_set_reveal_flap (self->flap, TRUE);
  dh_sidebar_focus_rate (self->sidebar);
}

static void
chart_add_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DhWindow *self = data;
  const char *quantity = g_variant_get_string (parameter, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (DhView) view = NULL;
  g_autoptr (DhExperiment) added = NULL;

  if (!dh_quantity_check (quantity, &error))
    {
      dh_window_show_error (self, error);
      return;
    }
  view = dh_view_new (quantity);
  added = dh_experiment_with_view_added (dh_session_get_experiment (self->session), view);
  apply (self, added, _("Add chart"));
}

static void
chart_remove_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DhWindow *self = data;
  DhExperiment *experiment = dh_session_get_experiment (self->session);
  guint index = g_variant_get_uint32 (parameter);
  g_autoptr (DhExperiment) without = NULL;

  if (index >= dh_experiment_n_views (experiment))
    return;
  without = dh_experiment_with_view_removed (experiment, index);
  apply (self, without, _("Remove chart"));
}

static void
chart_settings_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DhWindow *self = data;
  guint index = g_variant_get_uint32 (parameter);

  if (index < dh_experiment_n_views (dh_session_get_experiment (self->session)))
    dh_chart_settings_present (GTK_WINDOW (self), self->session, index);
}

static void
shortcuts_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autoptr (GtkBuilder) builder
    = gtk_builder_new_from_resource ("/io/github/downhill/Downhill/dh-shortcuts.ui");
  GtkWindow *window = GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts"));

  gtk_window_set_transient_for (window, GTK_WINDOW (data));
  gtk_window_present (window);
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  adw_show_about_window (
    GTK_WINDOW (data), "application-name", "Downhill", "application-icon", APPLICATION_ID,
    "version", PACKAGE_VERSION, "developer-name", _("The Downhill authors"), "comments",
    _("A laboratory for gradient descent: train small models, turn every knob, and see at once what "
      "it does to errors, weights and derivatives."),
    "copyright", "© 2026 The Downhill authors", "license-type", GTK_LICENSE_GPL_3_0,
    /* Translators: your name, one translator a line. */
    "translator-credits", _("translator-credits"), NULL);
}

static void
close_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  gtk_window_close (GTK_WINDOW (data));
}

static void
dismiss_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  dh_banner_dismiss (DH_WINDOW (data)->banner);
}

void
dh_window_set_action_enabled (DhWindow *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

void
dh_window_update_actions (DhWindow *self)
{
  DhExperiment *experiment = dh_session_get_experiment (self->session);
  gsize n = dh_experiment_n_runs (experiment);
  gsize index = 0;
  gboolean can_undo, can_redo, stopped;
  gboolean selected
    = dh_experiment_find_run (experiment, dh_session_get_selected (self->session), &index) != NULL;

  g_object_get (self->session, "can-undo", &can_undo, "can-redo", &can_redo, "stopped", &stopped,
                NULL);
  dh_window_set_action_enabled (self, "undo", can_undo);
  dh_window_set_action_enabled (self, "redo", can_redo);
  dh_window_set_action_enabled (self, "resume", stopped);
  dh_window_set_action_enabled (self, "cancel", dh_session_get_computing (self->session));
  dh_window_set_action_enabled (self, "run-add", n < DH_EXPERIMENT_MAX_RUNS);
  dh_window_set_action_enabled (self, "run-duplicate", selected && n < DH_EXPERIMENT_MAX_RUNS);
  dh_window_set_action_enabled (self, "run-remove", selected && n > 1);
  dh_window_set_action_enabled (self, "run-rename", selected);
  dh_window_set_action_enabled (self, "run-hide", selected);
  dh_window_set_action_enabled (self, "run-up", selected && index > 0);
  dh_window_set_action_enabled (self, "run-down", selected && index + 1 < n);
  dh_window_set_action_enabled (self, "run-remove-id", n > 1);
  dh_window_set_action_enabled (self, "run-duplicate-id", n < DH_EXPERIMENT_MAX_RUNS);
  dh_window_set_action_enabled (self, "chart-add",
                                dh_experiment_n_views (experiment) < DH_EXPERIMENT_MAX_VIEWS);
}

/* Toggles and choices that are a property of the session. */
static const struct
{
  const char *action, *property;
} of_session[] = {
  { "play", "playing" },
  { "pause", "paused" },
  { "from-here", "from-here" },
  { "speed", "speed" },
};

static void
add_property_actions (DhWindow *self)
{
  g_autoptr (GPropertyAction) sidebar
    = g_property_action_new ("sidebar", self->flap, "reveal-flap");
  g_autoptr (GPropertyAction) page
    = g_property_action_new ("page", self->pages, "visible-child-name");

  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (sidebar));
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (page));
  for (guint i = 0; i < G_N_ELEMENTS (of_session); i++)
    {
      g_autoptr (GPropertyAction) action
        = g_property_action_new (of_session[i].action, self->session, of_session[i].property);

      g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (action));
    }
}

void
dh_window_remove_property_actions (DhWindow *self)
{
  g_action_map_remove_action (G_ACTION_MAP (self), "sidebar");
  g_action_map_remove_action (G_ACTION_MAP (self), "page");
  for (guint i = 0; i < G_N_ELEMENTS (of_session); i++)
    g_action_map_remove_action (G_ACTION_MAP (self), of_session[i].action);
}

void
dh_window_add_actions (DhWindow *self)
{
  static const GActionEntry entries[] = {
    { "undo", undo_cb, NULL, NULL, NULL, { 0 } },
    { "redo", redo_cb, NULL, NULL, NULL, { 0 } },
    { "finding-try", finding_try_cb, NULL, NULL, NULL, { 0 } },
    { "run-add", run_add_cb, NULL, NULL, NULL, { 0 } },
    { "run-duplicate", run_duplicate_cb, NULL, NULL, NULL, { 0 } },
    { "run-remove", run_remove_cb, NULL, NULL, NULL, { 0 } },
    { "run-rename", run_rename_cb, NULL, NULL, NULL, { 0 } },
    { "run-hide", run_hide_cb, NULL, NULL, NULL, { 0 } },
    { "run-up", run_up_cb, NULL, NULL, NULL, { 0 } },
    { "run-down", run_down_cb, NULL, NULL, NULL, { 0 } },
    { "run-duplicate-id", run_duplicate_cb, "t", NULL, NULL, { 0 } },
    { "run-remove-id", run_remove_cb, "t", NULL, NULL, { 0 } },
    { "run-rename-id", run_rename_cb, "t", NULL, NULL, { 0 } },
    { "run-hide-id", run_hide_cb, "t", NULL, NULL, { 0 } },
    { "run-up-id", run_up_cb, "t", NULL, NULL, { 0 } },
    { "run-down-id", run_down_cb, "t", NULL, NULL, { 0 } },
    { "step-back", step_back_cb, NULL, NULL, NULL, { 0 } },
    { "step-forward", step_forward_cb, NULL, NULL, NULL, { 0 } },
    { "epoch-back", epoch_back_cb, NULL, NULL, NULL, { 0 } },
    { "epoch-forward", epoch_forward_cb, NULL, NULL, NULL, { 0 } },
    { "go-start", go_start_cb, NULL, NULL, NULL, { 0 } },
    { "go-end", go_end_cb, NULL, NULL, NULL, { 0 } },
    { "cancel", cancel_cb, NULL, NULL, NULL, { 0 } },
    { "resume", resume_cb, NULL, NULL, NULL, { 0 } },
    { "extend", extend_cb, NULL, NULL, NULL, { 0 } },
    { "focus-rate", focus_rate_cb, NULL, NULL, NULL, { 0 } },
    { "chart-add", chart_add_cb, "s", NULL, NULL, { 0 } },
    { "chart-remove", chart_remove_cb, "u", NULL, NULL, { 0 } },
    { "chart-settings", chart_settings_cb, "u", NULL, NULL, { 0 } },
    { "shortcuts", shortcuts_cb, NULL, NULL, NULL, { 0 } },
    { "about", about_cb, NULL, NULL, NULL, { 0 } },
    { "close", close_cb, NULL, NULL, NULL, { 0 } },
    { "dismiss", dismiss_cb, NULL, NULL, NULL, { 0 } },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  add_property_actions (self);
}
