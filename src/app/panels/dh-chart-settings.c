/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Chart settings: a window over one view of the session's experiment. It follows the session, so undo shows in
 * it too, and closes when the view goes away. */
#include "dh-chart-settings.h"

#include <glib/gi18n-lib.h>

#include "dh-axis-settings.h"
#include "dh-panels-private.h"
#include "dh-setting-row.h"

#define DH_TYPE_CHART_SETTINGS (dh_chart_settings_get_type ())
G_DECLARE_FINAL_TYPE (DhChartSettings, dh_chart_settings, DH, CHART_SETTINGS, AdwWindow)

struct _DhChartSettings
{
  AdwWindow parent_instance;

  DhSession *session;
  guint index;
  gboolean showing; /* controls change by program */

  DhSettingRow *title_row, *legend_row, *runs_row;
  GtkEntry *title_entry;
  GtkSwitch *legend, *all_runs;
  GtkBox *runs;
  DhAxisSettings *x, *left, *right;
};

G_DEFINE_FINAL_TYPE (DhChartSettings, dh_chart_settings, ADW_TYPE_WINDOW)

/* NULL once the view has gone away, and after dispose: taking the title entry down makes it report its text. */
static const DhView *
current_view (DhChartSettings *self)
{
  DhExperiment *experiment;

  if (self->session == NULL)
    return NULL;
  experiment = dh_session_get_experiment (self->session);
  return self->index < dh_experiment_n_views (experiment) ? dh_experiment_get_view (experiment, self->index) : NULL;
}

static gboolean
view_has_run (const DhView *view, guint64 id)
{
  for (gsize i = 0; i < view->n_runs; i++)
    if (view->runs[i] == id)
      return TRUE;
  return view->n_runs == 0;
}

/* The checked runs; all of them when the switch says so, or when none would be left. */
static void
read_runs (DhChartSettings *self, DhView *view)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint64));

  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->runs)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      guint64 *id = g_object_get_data (G_OBJECT (row), "dh-run");

      if (gtk_check_button_get_active (GTK_CHECK_BUTTON (row)))
        g_array_append_val (ids, *id);
    }
  g_clear_pointer (&view->runs, g_free);
  view->n_runs = 0;
  if (gtk_switch_get_active (self->all_runs) || ids->len == 0)
    return;
  view->n_runs = ids->len;
  view->runs = (guint64 *) g_array_steal (ids, NULL);
}

static void
edited_cb (DhChartSettings *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DhView) view = NULL;

  if (self->showing || current_view (self) == NULL)
    return;
  view = dh_view_copy (current_view (self));
  dh_view_set_title (view, gtk_editable_get_text (GTK_EDITABLE (self->title_entry)));
  view->legend = gtk_switch_get_active (self->legend);
  read_runs (self, view);
  dh_axis_settings_read (self->x, view);
  dh_axis_settings_read (self->left, view);
  dh_axis_settings_read (self->right, view);
  if (dh_session_apply_view (self->session, self->index, view, _("Chart settings"), &error))
    return;
  /* The message names the axis; it is shown at the one whose range can't be. */
  if (view->x_axis.fixed && !dh_view_equal (view, current_view (self)) && strstr (error->message, _("x axis")))
    dh_axis_settings_set_error (self->x, error->message);
  else if (strstr (error->message, _("right axis")))
    dh_axis_settings_set_error (self->right, error->message);
  else
    dh_axis_settings_set_error (self->left, error->message);
}

/* Turned off, the switch leaves every visible run checked: nothing changes until one is taken away. */
static void
all_runs_cb (DhChartSettings *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->runs), !gtk_switch_get_active (self->all_runs));
  edited_cb (self);
}

static GtkWidget *
run_check (DhChartSettings *self, guint64 id)
{
  GtkWidget *check = gtk_check_button_new ();

  gtk_widget_set_tooltip_text (check, _("Draw this run in this chart"));
  g_object_set_data_full (G_OBJECT (check), "dh-run", g_memdup2 (&id, sizeof id), g_free);
  g_signal_connect_object (check, "toggled", G_CALLBACK (edited_cb), self, G_CONNECT_SWAPPED);
  return check;
}

/* Keeps the check buttons that there are: the one just pressed must not lose the focus. */
static void
show_runs (DhChartSettings *self, const DhView *view)
{
  DhExperiment *experiment = dh_session_get_experiment (self->session);
  GtkWidget *check = gtk_widget_get_first_child (GTK_WIDGET (self->runs));

  for (gsize i = 0; i < dh_experiment_n_runs (experiment); i++)
    {
      DhRun *run = dh_experiment_get_run (experiment, i);

      if (check == NULL)
        {
          check = run_check (self, run->id);
          gtk_box_append (self->runs, check);
        }
      *(guint64 *) g_object_get_data (G_OBJECT (check), "dh-run") = run->id;
      gtk_check_button_set_label (GTK_CHECK_BUTTON (check), run->name);
      gtk_check_button_set_active (GTK_CHECK_BUTTON (check), view_has_run (view, run->id));
      check = gtk_widget_get_next_sibling (check);
    }
  while (check != NULL)
    {
      GtkWidget *next = gtk_widget_get_next_sibling (check);

      gtk_box_remove (self->runs, check);
      check = next;
    }
  dh_setting_row_show_switch (self->runs_row, view->n_runs == 0);
  gtk_widget_set_visible (GTK_WIDGET (self->runs), view->n_runs > 0);
}

static void
show (DhChartSettings *self)
{
  const DhView *view = current_view (self);
  g_autofree char *automatic = NULL;

  if (view == NULL)
    {
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  self->showing = TRUE;
  automatic = dh_chart_title (view);
  gtk_entry_set_placeholder_text (self->title_entry, automatic);
  dh_setting_row_show_text (self->title_row, view->title != NULL ? view->title : "");
  dh_setting_row_show_switch (self->legend_row, view->legend);
  show_runs (self, view);
  dh_axis_settings_show (self->x, self->session, view);
  dh_axis_settings_show (self->left, self->session, view);
  dh_axis_settings_show (self->right, self->session, view);
  self->showing = FALSE;
}

static void
dh_chart_settings_dispose (GObject *object)
{
  DhChartSettings *self = DH_CHART_SETTINGS (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), DH_TYPE_CHART_SETTINGS);
  G_OBJECT_CLASS (dh_chart_settings_parent_class)->dispose (object);
}

static void
dh_chart_settings_class_init (DhChartSettingsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dh_chart_settings_dispose;

  dh_panels_ensure ();
  g_type_ensure (DH_TYPE_AXIS_SETTINGS);
  gtk_widget_class_set_template_from_resource (widget_class, DH_PANELS_UI "dh-chart-settings.ui");
  gtk_widget_class_bind_template_child (widget_class, DhChartSettings, title_row);
  gtk_widget_class_bind_template_child (widget_class, DhChartSettings, legend_row);
  gtk_widget_class_bind_template_child (widget_class, DhChartSettings, runs_row);
  gtk_widget_class_bind_template_child (widget_class, DhChartSettings, title_entry);
  gtk_widget_class_bind_template_child (widget_class, DhChartSettings, legend);
  gtk_widget_class_bind_template_child (widget_class, DhChartSettings, all_runs);
  gtk_widget_class_bind_template_child (widget_class, DhChartSettings, runs);
  gtk_widget_class_bind_template_child (widget_class, DhChartSettings, x);
  gtk_widget_class_bind_template_child (widget_class, DhChartSettings, left);
  gtk_widget_class_bind_template_child (widget_class, DhChartSettings, right);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, all_runs_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
dh_chart_settings_init (DhChartSettings *self)
{
  self->showing = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->showing = FALSE;
}

void
dh_chart_settings_present (GtkWindow *parent, DhSession *session, guint view_index)
{
  DhChartSettings *self;

  g_return_if_fail (DH_IS_SESSION (session));

  self = g_object_new (DH_TYPE_CHART_SETTINGS, "transient-for", parent, "destroy-with-parent", TRUE, NULL);
  self->session = g_object_ref (session);
  self->index = view_index;
  g_signal_connect_object (session, "notify::experiment", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  show (self);
  gtk_window_present (GTK_WINDOW (self));
}
