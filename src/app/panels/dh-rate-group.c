/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Learning rate. With "from here on" the slider shows the rate at the playhead, so that turning it
 * goes on from what is in force there. The bands in its trough are the session's bands watch's. */
#include "dh-rate-group.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "dh-bands-watch.h"
#include "dh-panels-private.h"
#include "dh-param-rows.h"
#include "dh-rate-slider.h"

struct _DhRateGroup
{
  DhGroup parent_instance;

  DhRateSlider *rate;
  GtkLabel *rate_error;
  GtkToggleButton *from_start;
  GtkToggleButton *from_here;
  GtkWidget *changes;
  GtkListBox *change_list;
  DhSettingRow *schedule_row;
  GtkDropDown *schedule;
  DhParamRows *params;

  DhRun *shown; /* whose changes are listed */
};

G_DEFINE_FINAL_TYPE (DhRateGroup, dh_rate_group, DH_TYPE_GROUP)

static const char *
schedule_label (guint index)
{
  return dh_schedule_info ((DhScheduleKind) index)->label;
}

static const DhChoices schedules = { DH_SCHEDULE_N, schedule_label, NULL, NULL };

static gboolean
get_from_here (DhSession *session)
{
  gboolean from_here;

  g_object_get (session, "from-here", &from_here, NULL);
  return from_here;
}

static void
show_error (DhRateGroup *self, const char *message)
{
  gtk_label_set_label (self->rate_error, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->rate_error), message != NULL);
}

static void
show_rate (DhRateGroup *self, DhSession *session, DhRun *run)
{
  double lr = run->lr;

  if (get_from_here (session))
    lr = dh_run_base_lr (run, dh_session_get_playhead (session) + 1);
  dh_rate_slider_set_value (self->rate, lr);
}

static DhBandKind
band_kind (const DhBandsPoint *point)
{
  static const DhBandKind kinds[DH_OUTCOME_N] = {
    [DH_OUTCOME_CRAWLS] = DH_BAND_CRAWLS,         [DH_OUTCOME_GOOD] = DH_BAND_GOOD,
    [DH_OUTCOME_OVERSHOOTS] = DH_BAND_OVERSHOOTS, [DH_OUTCOME_EXPLODES] = DH_BAND_EXPLODES,
    [DH_OUTCOME_DEAD] = DH_BAND_DEAD,
  };

  return point->measured ? kinds[point->outcome] : DH_BAND_UNKNOWN;
}

static void
show_bands (DhRateGroup *self, DhBandsWatch *watch)
{
  const DhBandsResult *result = dh_bands_watch_get_result (watch);
  DhBandPoint points[DH_BANDS_RATES];
  double low, high;

  if (dh_bands_watch_get_scale (watch, &low, &high))
    g_object_set (self->rate, "lower", low, "upper", high, NULL);
  if (result == NULL)
    {
      dh_rate_slider_set_bands (self->rate, NULL, 0, TRUE);
      dh_rate_slider_set_limits (self->rate, 0, 0);
      return;
    }
  for (gsize i = 0; i < DH_BANDS_RATES; i++)
    {
      const DhBandsPoint *from = &result->points[i];
      gboolean gone = from->state == DH_STATE_EXPLODED;

      points[i] = (DhBandPoint) { from->lr, band_kind (from), gone ? (double) INFINITY : from->rmse,
                                  gone ? (double) INFINITY : from->root_sum };
    }
  dh_rate_slider_set_bands (self->rate, points, DH_BANDS_RATES, result->complete);
  dh_rate_slider_set_limits (self->rate, result->row_limit, result->epoch_limit);
}

static void
rate_changed_cb (DhRateGroup *self, double value, gboolean dragging)
{
  g_autoptr (GError) error = NULL;
  DhSession *session = dh_group_get_session (DH_GROUP (self));

  if (dh_group_is_quiet (DH_GROUP (self)) || dh_session_get_run (session) == NULL)
    return;
  if (dh_session_apply_lr (session, value, dragging, &error))
    show_error (self, NULL);
  else
    show_error (self, error->message);
}

static void
from_here_changed_cb (DhRateGroup *self)
{
  if (dh_group_is_quiet (DH_GROUP (self)))
    return;
  g_object_set (dh_group_get_session (DH_GROUP (self)), "from-here",
                gtk_toggle_button_get_active (self->from_here), NULL);
}

static void
apply_changes (DhRateGroup *self, DhRun *run)
{
  g_autoptr (GError) error = NULL;
  DhSession *session = dh_group_get_session (DH_GROUP (self));

  if (!dh_session_apply_run (session, run, _("Changes of the learning rate"), NULL, &error))
    show_error (self, error->message);
}

static void
clear_changes_cb (DhRateGroup *self)
{
  g_autoptr (DhRun) run = dh_group_edit_run (DH_GROUP (self));

  if (run == NULL)
    return;
  dh_run_clear_interventions (run);
  apply_changes (self, run);
}

static void
remove_change_cb (GtkButton *button, DhRateGroup *self)
{
  g_autoptr (DhRun) run = dh_group_edit_run (DH_GROUP (self));
  gsize index = GPOINTER_TO_SIZE (g_object_get_data (G_OBJECT (button), "dh-index"));

  if (run == NULL || index >= run->n_interventions)
    return;
  for (gsize i = index + 1; i < run->n_interventions; i++)
    run->interventions[i - 1] = run->interventions[i];
  run->n_interventions--;
  apply_changes (self, run);
}

static void
schedule_changed_cb (DhRateGroup *self)
{
  g_autoptr (DhRun) run = dh_group_edit_run (DH_GROUP (self));
  DhScheduleKind kind;

  if (run == NULL)
    return;
  kind = (DhScheduleKind) gtk_drop_down_get_selected (self->schedule);
  if (kind == run->schedule.kind)
    return;
  dh_schedule_spec_init (&run->schedule, kind);
  dh_group_apply_run (DH_GROUP (self), run, _("Schedule"), self->schedule_row);
}

static void
param_changed_cb (DhRateGroup *self, guint index, double value)
{
  g_autoptr (DhRun) run = dh_group_edit_run (DH_GROUP (self));

  if (run == NULL)
    return;
  g_return_if_fail (index < dh_schedule_info (run->schedule.kind)->n_params);
  run->schedule.param[index] = value;
  dh_group_apply_run (DH_GROUP (self), run,
                      _(dh_schedule_info (run->schedule.kind)->param[index].label),
                      dh_param_rows_get_row (self->params, index));
}

static GtkWidget *
make_change_row (DhRateGroup *self, const DhIntervention *change, gsize index)
{
  g_autofree char *step = dh_panels_format_count (change->step);
  g_autofree char *lr = dh_panels_format_number (change->lr);
  g_autofree char *text = g_strdup_printf (_("from step %s: %s"), step, lr);
  g_autofree char *name = g_strdup_printf (_("Remove the change at step %s"), step);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (text);
  GtkWidget *button = gtk_button_new_from_icon_name ("window-close-symbolic");
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _("Removes this change, so that the rate before it goes on."));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data (G_OBJECT (button), "dh-index", GSIZE_TO_POINTER (index));
  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_change_cb), self, 0);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), button);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  return row;
}

static gboolean
same_changes (const DhRun *a, const DhRun *b)
{
  if (a == NULL || a->n_interventions != b->n_interventions)
    return FALSE;
  for (gsize i = 0; i < a->n_interventions; i++)
    if (a->interventions[i].step != b->interventions[i].step
        || a->interventions[i].lr != b->interventions[i].lr)
      return FALSE;
  return TRUE;
}

static void
show_changes (DhRateGroup *self, DhRun *run)
{
  GtkListBoxRow *row;

  if (same_changes (self->shown, run))
    return;
  g_clear_pointer (&self->shown, dh_run_unref);
  self->shown = dh_run_ref (run);
  while ((row = gtk_list_box_get_row_at_index (self->change_list, 0)) != NULL)
    gtk_list_box_remove (self->change_list, GTK_WIDGET (row));
  for (gsize i = 0; i < run->n_interventions; i++)
    gtk_list_box_append (self->change_list, make_change_row (self, &run->interventions[i], i));
  gtk_widget_set_visible (self->changes, run->n_interventions > 0);
}

static void
show_schedule (DhRateGroup *self, const DhScheduleSpec *spec)
{
  const DhScheduleInfo *info = dh_schedule_info (spec->kind);
  DhParam params[DH_SCHEDULE_MAX_PARAMS];

  dh_setting_row_show_choice (self->schedule_row, spec->kind);
  for (guint i = 0; i < info->n_params; i++)
    {
      const DhScheduleParam *from = &info->param[i];

      params[i] = (DhParam) { .label = _(from->label), .tooltip = _(from->tooltip),
                              .min = from->min, .max = from->max, .min_open = from->min_open,
                              .max_open = from->max_open, .is_whole = from->is_integer };
    }
  dh_param_rows_set_params (self->params, params, info->n_params);
  for (guint i = 0; i < info->n_params; i++)
    dh_param_rows_show (self->params, i, spec->param[i]);
}

static void
dh_rate_group_update (DhGroup *group, DhSession *session, DhRun *run)
{
  DhRateGroup *self = DH_RATE_GROUP (group);
  gboolean from_here = get_from_here (session);
  g_autofree char *rate = NULL;

  gtk_toggle_button_set_active (from_here ? self->from_here : self->from_start, TRUE);
  if (run == NULL)
    return;
  show_error (self, NULL);
  show_rate (self, session, run);
  show_changes (self, run);
  show_schedule (self, &run->schedule);
  rate = dh_panels_format_number (run->lr);
  dh_group_set_summary (group, rate);
}

static void
playhead_notify_cb (DhRateGroup *self)
{
  DhSession *session = dh_group_get_session (DH_GROUP (self));

  if (!get_from_here (session) || dh_session_get_run (session) == NULL)
    return;
  /* What was refused for want of steps after the playhead may be possible now. */
  show_error (self, NULL);
  show_rate (self, session, dh_session_get_run (session));
}

static void
dh_rate_group_session_changed (DhGroup *group, DhSession *session)
{
  g_signal_connect_object (session, "notify::from-here", G_CALLBACK (dh_group_update), group,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::playhead", G_CALLBACK (playhead_notify_cb), group,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (dh_bands_watch_get (session), "changed", G_CALLBACK (show_bands), group,
                           G_CONNECT_SWAPPED);
  show_bands (DH_RATE_GROUP (group), dh_bands_watch_get (session));
}

static void
dh_rate_group_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), DH_TYPE_RATE_GROUP);
  G_OBJECT_CLASS (dh_rate_group_parent_class)->dispose (object);
}

static void
dh_rate_group_finalize (GObject *object)
{
  g_clear_pointer (&DH_RATE_GROUP (object)->shown, dh_run_unref);
  G_OBJECT_CLASS (dh_rate_group_parent_class)->finalize (object);
}

static void
dh_rate_group_class_init (DhRateGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dh_rate_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = dh_rate_group_finalize;
  DH_GROUP_CLASS (klass)->update = dh_rate_group_update;
  DH_GROUP_CLASS (klass)->session_changed = dh_rate_group_session_changed;

  dh_panels_ensure ();
  gtk_widget_class_set_template_from_resource (widget_class, DH_PANELS_UI "dh-rate-group.ui");
  gtk_widget_class_bind_template_child (widget_class, DhRateGroup, rate);
  gtk_widget_class_bind_template_child (widget_class, DhRateGroup, rate_error);
  gtk_widget_class_bind_template_child (widget_class, DhRateGroup, from_start);
  gtk_widget_class_bind_template_child (widget_class, DhRateGroup, from_here);
  gtk_widget_class_bind_template_child (widget_class, DhRateGroup, changes);
  gtk_widget_class_bind_template_child (widget_class, DhRateGroup, change_list);
  gtk_widget_class_bind_template_child (widget_class, DhRateGroup, schedule_row);
  gtk_widget_class_bind_template_child (widget_class, DhRateGroup, schedule);
  gtk_widget_class_bind_template_child (widget_class, DhRateGroup, params);
  gtk_widget_class_bind_template_callback (widget_class, rate_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, from_here_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, clear_changes_cb);
  gtk_widget_class_bind_template_callback (widget_class, schedule_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, param_changed_cb);
}

static void
dh_rate_group_init (DhRateGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  dh_choices_install (self->schedule, &schedules);
}

void
dh_rate_group_focus_number (DhRateGroup *self)
{
  g_return_if_fail (DH_IS_RATE_GROUP (self));

  dh_group_set_expanded (DH_GROUP (self), TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->rate));
}
