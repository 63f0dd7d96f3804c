/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Smoothing settings: copy the specification, edit the copy, apply it to the session. What can't be applied is said
 * below and the controls go back to what is in force. UI thread only. */
#include "dh-smoothing-settings.h"

#include "dh-beta-slider.h"
#include "dh-number-entry.h"
#include "dh-panels-private.h"
#include "dh-setting-row.h"
#include "dh-signal-editor.h"

#include <glib/gi18n-lib.h>

#define MERGE_BETA "smoothing-beta"

/* One signal to compare with. */
typedef struct
{
  GtkWidget *box;
  DhSignalEditor *editor;
  GtkCheckButton *averaged;
} Compared;

struct _DhSmoothingSettings
{
  GtkWidget parent_instance;

  DhSession *session;
  GSignalGroup *signals;
  DhExperiment *shown; /* what the controls show; NULL: nothing yet */
  gboolean quiet;      /* values are being shown */
  GtkCheckButton *method[DH_SMOOTH_N_METHODS];
  Compared compared[DH_SMOOTH_MAX_SIGNALS - 1];
  guint n_compared;

  DhSignalEditor *editor;
  DhSettingRow *length_row;
  DhNumberEntry *length;
  DhSettingRow *axis_row;
  GtkDropDown *axis;
  DhBetaSlider *beta;
  GtkBox *methods;
  GtkBox *comparison;
  GtkWidget *add_button;
  GtkLabel *error_label;
};

G_DEFINE_FINAL_TYPE (DhSmoothingSettings, dh_smoothing_settings, GTK_TYPE_WIDGET)

static const char *
axis_label (guint index)
{
  static const char *const labels[DH_AXIS_N] = { N_("Linear"), N_("Logarithmic"), N_("Symmetric logarithmic") };

  return labels[index];
}

static const DhChoices axes = { DH_AXIS_N, axis_label, NULL, NULL };

static void
show_error (DhSmoothingSettings *self, const char *message)
{
  gtk_label_set_label (self->error_label, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), message != NULL);
}

static void show_all (DhSmoothingSettings *self);

static const DhSmoothSpec *
get_spec (DhSmoothingSettings *self)
{
  return dh_experiment_get_smoothing (dh_session_get_experiment (self->session));
}

/* Whether a control was moved by the user, and there is something to apply it to. */
static gboolean
is_edit (DhSmoothingSettings *self)
{
  return !self->quiet && self->session != NULL;
}

static void
apply (DhSmoothingSettings *self, const DhSmoothSpec *spec, const char *label, const char *merge_key)
{
  g_autoptr (DhExperiment) experiment = NULL;
  g_autoptr (GError) error = NULL;

  experiment = dh_experiment_with_smoothing (dh_session_get_experiment (self->session), spec);
  if (dh_session_apply (self->session, experiment, label, merge_key, &error))
    {
      show_error (self, NULL);
      return;
    }
  show_error (self, error->message);
  g_clear_pointer (&self->shown, dh_experiment_unref);
  show_all (self);
}

static void
editor_changed_cb (DhSmoothingSettings *self)
{
  DhSmoothSpec spec;

  if (!is_edit (self))
    return;
  spec = *get_spec (self);
  spec.signal[0] = *dh_signal_editor_get_signal (self->editor);
  apply (self, &spec, _("Signal to smooth"), NULL);
}

static void
length_changed_cb (DhSmoothingSettings *self)
{
  DhSmoothSpec spec;

  if (!is_edit (self))
    return;
  spec = *get_spec (self);
  spec.length = (guint64) dh_number_entry_get_value (self->length);
  apply (self, &spec, _("Length of the signal"), NULL);
}

static void
axis_changed_cb (DhSmoothingSettings *self)
{
  DhSmoothSpec spec;
  guint selected = gtk_drop_down_get_selected (self->axis);

  if (!is_edit (self) || selected >= DH_AXIS_N)
    return;
  spec = *get_spec (self);
  spec.axis = (DhAxisKind) selected;
  apply (self, &spec, _("Vertical axis"), NULL);
}

/* A drag is one step of undo, however many values it passes through. */
static void
beta_changed_cb (DhSmoothingSettings *self, double value, gboolean dragging)
{
  DhSmoothSpec spec;

  if (!is_edit (self))
    return;
  spec = *get_spec (self);
  spec.beta = value;
  apply (self, &spec, _("β of the averages"), dragging ? MERGE_BETA : NULL);
  if (!dragging)
    dh_session_end_merge (self->session);
}

void
dh_smoothing_settings_set_method (DhSmoothingSettings *self, DhSmoothMethod method, gboolean active)
{
  DhSmoothSpec spec;

  g_return_if_fail (DH_IS_SMOOTHING_SETTINGS (self));
  g_return_if_fail (method < DH_SMOOTH_N_METHODS);

  if (self->session == NULL)
    return;
  spec = *get_spec (self);
  spec.methods = (spec.methods & ~(1u << method)) | (active ? 1u << method : 0);
  apply (self, &spec, active ? _("Show average") : _("Hide average"), NULL);
}

static void
method_toggled_cb (GtkCheckButton *button, DhSmoothingSettings *self)
{
  for (guint m = 0; is_edit (self) && m < DH_SMOOTH_N_METHODS; m++)
    if (self->method[m] == button)
      dh_smoothing_settings_set_method (self, (DhSmoothMethod) m, gtk_check_button_get_active (button));
}

static guint
find_compared (DhSmoothingSettings *self, gpointer part)
{
  for (guint i = 0; i < self->n_compared; i++)
    if (self->compared[i].editor == part || (gpointer) self->compared[i].averaged == part
        || (gpointer) self->compared[i].box == part)
      return i;
  g_return_val_if_reached (0);
}

static void
compared_changed_cb (DhSignalEditor *editor, DhSmoothingSettings *self)
{
  DhSmoothSpec spec;

  if (!is_edit (self))
    return;
  spec = *get_spec (self);
  spec.signal[1 + find_compared (self, editor)] = *dh_signal_editor_get_signal (editor);
  apply (self, &spec, _("Signal to compare with"), NULL);
}

static void
averaged_toggled_cb (GtkCheckButton *button, DhSmoothingSettings *self)
{
  DhSmoothSpec spec;

  if (!is_edit (self))
    return;
  spec = *get_spec (self);
  spec.signal[1 + find_compared (self, button)].averaged = gtk_check_button_get_active (button);
  apply (self, &spec, _("Average of a compared signal"), NULL);
}

static void
remove_compared_cb (GtkButton *button, DhSmoothingSettings *self)
{
  GtkWidget *box = g_object_get_data (G_OBJECT (button), "dh-box");
  DhSmoothSpec spec;
  guint index;

  if (!is_edit (self))
    return;
  spec = *get_spec (self);
  index = 1 + find_compared (self, box);
  for (guint i = index + 1; i < spec.n_signals; i++)
    spec.signal[i - 1] = spec.signal[i];
  spec.n_signals--;
  apply (self, &spec, _("Compare with one signal less"), NULL);
}

/* What is likely wanted beside the main signal: the same of the next run, or its own first derivative. */
static void
choose_compared (DhExperiment *experiment, const DhSmoothSpec *spec, DhSmoothSignal *signal)
{
  const DhSmoothSignal *last = &spec->signal[spec->n_signals - 1];
  gsize n = dh_experiment_n_runs (experiment), index = n;

  if (last->kind != DH_SMOOTH_RECORDED || n == 0)
    dh_smooth_signal_init (signal, last->kind == DH_SMOOTH_SINE ? DH_SMOOTH_NOISY_SINE : DH_SMOOTH_SINE);
  else
    {
      if (dh_experiment_find_run (experiment, last->run, &index) == NULL)
        index = n - 1;
      dh_smooth_signal_set_recorded (signal, dh_experiment_get_run (experiment, (index + 1) % n)->id, last->quantity);
    }
  signal->averaged = FALSE;
}

static void
add_clicked_cb (DhSmoothingSettings *self)
{
  DhSmoothSpec spec;

  if (!is_edit (self) || get_spec (self)->n_signals >= DH_SMOOTH_MAX_SIGNALS)
    return;
  spec = *get_spec (self);
  choose_compared (dh_session_get_experiment (self->session), &spec, &spec.signal[spec.n_signals]);
  spec.n_signals++;
  apply (self, &spec, _("Compare with another signal"), NULL);
}

/* The signal's rows, then "averages too" and a button that takes it away. */
static void
add_compared (DhSmoothingSettings *self)
{
  Compared *compared = &self->compared[self->n_compared++];
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *remove = gtk_button_new_from_icon_name ("edit-delete-symbolic");
  g_autofree char *name = g_strdup_printf (_("Compared signal %u"), self->n_compared);

  compared->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  compared->editor = DH_SIGNAL_EDITOR (dh_signal_editor_new ());
  gtk_accessible_update_property (GTK_ACCESSIBLE (compared->editor), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  compared->averaged = GTK_CHECK_BUTTON (gtk_check_button_new_with_label (_("Averages too")));
  gtk_widget_set_hexpand (GTK_WIDGET (compared->averaged), TRUE);
  gtk_widget_set_tooltip_text (GTK_WIDGET (compared->averaged),
                               _("Draw the chosen averages of this signal as well."));
  gtk_widget_add_css_class (remove, "flat");
  gtk_widget_set_tooltip_text (remove, _("Stop comparing with this signal"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (remove), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Remove compared signal"), -1);
  g_object_set_data (G_OBJECT (remove), "dh-box", compared->box);
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (compared->averaged));
  gtk_box_append (GTK_BOX (line), remove);
  gtk_box_append (GTK_BOX (compared->box), GTK_WIDGET (compared->editor));
  gtk_box_append (GTK_BOX (compared->box), line);
  gtk_widget_add_css_class (compared->box, "dh-compared");
  gtk_box_append (self->comparison, compared->box);
  g_signal_connect_object (compared->editor, "changed-by-user", G_CALLBACK (compared_changed_cb), self, 0);
  g_signal_connect_object (compared->averaged, "toggled", G_CALLBACK (averaged_toggled_cb), self, 0);
  g_signal_connect_object (remove, "clicked", G_CALLBACK (remove_compared_cb), self, 0);
}

static void
show_compared (DhSmoothingSettings *self, DhExperiment *experiment, const DhSmoothSpec *spec)
{
  while (self->n_compared + 1 < spec->n_signals)
    add_compared (self);
  while (self->n_compared + 1 > spec->n_signals)
    gtk_box_remove (self->comparison, self->compared[--self->n_compared].box);
  for (guint i = 0; i < self->n_compared; i++)
    {
      dh_signal_editor_show (self->compared[i].editor, experiment, &spec->signal[i + 1]);
      gtk_check_button_set_active (self->compared[i].averaged, spec->signal[i + 1].averaged);
      gtk_widget_set_sensitive (GTK_WIDGET (self->compared[i].averaged), spec->methods != 0);
    }
  gtk_widget_set_sensitive (self->add_button, spec->n_signals < DH_SMOOTH_MAX_SIGNALS);
}

/* Whether the signals' rows would look the same: while β is dragged they do. */
static gboolean
same_signals (DhExperiment *a, DhExperiment *b)
{
  DhSmoothSpec one = *dh_experiment_get_smoothing (a);
  const DhSmoothSpec *other = dh_experiment_get_smoothing (b);
  gsize n = dh_experiment_n_runs (a);

  one.beta = other->beta;
  if (n != dh_experiment_n_runs (b) || dh_experiment_get_data (a) != dh_experiment_get_data (b)
      || !dh_smooth_spec_equal (&one, other))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    if (dh_experiment_get_run (a, i) != dh_experiment_get_run (b, i))
      return FALSE;
  return TRUE;
}

static gboolean
any_made_up (const DhSmoothSpec *spec)
{
  for (guint i = 0; i < spec->n_signals; i++)
    if (spec->signal[i].kind != DH_SMOOTH_RECORDED)
      return TRUE;
  return FALSE;
}

static void
show_all (DhSmoothingSettings *self)
{
  DhExperiment *experiment = dh_session_get_experiment (self->session);
  g_autoptr (DhExperiment) old = g_steal_pointer (&self->shown);
  const DhSmoothSpec *spec = dh_experiment_get_smoothing (experiment);

  self->shown = dh_experiment_ref (experiment);
  self->quiet = TRUE;
  dh_beta_slider_set_value (self->beta, spec->beta);
  if (old == NULL || !same_signals (old, experiment))
    {
      dh_signal_editor_show (self->editor, experiment, &spec->signal[0]);
      dh_setting_row_show_number (self->length_row, (double) spec->length);
      gtk_widget_set_visible (GTK_WIDGET (self->length_row), any_made_up (spec));
      dh_setting_row_show_choice (self->axis_row, spec->axis);
      for (guint m = 0; m < DH_SMOOTH_N_METHODS; m++)
        gtk_check_button_set_active (self->method[m], DH_SMOOTH_HAS (spec->methods, m));
      show_compared (self, experiment, spec);
    }
  self->quiet = FALSE;
}

static void
experiment_changed (DhSmoothingSettings *self)
{
  show_error (self, NULL);
  show_all (self);
}

void
dh_smoothing_settings_set_session (DhSmoothingSettings *self, DhSession *session)
{
  g_return_if_fail (DH_IS_SMOOTHING_SETTINGS (self));

  if (!g_set_object (&self->session, session))
    return;
  g_clear_pointer (&self->shown, dh_experiment_unref);
  g_signal_group_set_target (self->signals, session);
  if (session != NULL)
    experiment_changed (self);
}

static void
add_methods (DhSmoothingSettings *self)
{
  for (guint m = 0; m < DH_SMOOTH_N_METHODS; m++)
    {
      const DhSmoothMethodInfo *info = dh_smooth_method_info ((DhSmoothMethod) m);

      self->method[m] = GTK_CHECK_BUTTON (gtk_check_button_new_with_label (_(info->label)));
      gtk_widget_set_tooltip_text (GTK_WIDGET (self->method[m]), _(info->formula));
      g_signal_connect_object (self->method[m], "toggled", G_CALLBACK (method_toggled_cb), self, 0);
      gtk_box_append (self->methods, GTK_WIDGET (self->method[m]));
    }
}

static void
dh_smoothing_settings_dispose (GObject *object)
{
  DhSmoothingSettings *self = DH_SMOOTHING_SETTINGS (object);
  GtkWidget *child;

  self->quiet = TRUE; /* drop-downs lose their models on the way */
  if (self->signals != NULL)
    g_signal_group_set_target (self->signals, NULL);
  g_clear_object (&self->signals);
  self->n_compared = 0;
  gtk_widget_dispose_template (GTK_WIDGET (self), DH_TYPE_SMOOTHING_SETTINGS);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&self->shown, dh_experiment_unref);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (dh_smoothing_settings_parent_class)->dispose (object);
}

static void
dh_smoothing_settings_class_init (DhSmoothingSettingsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dh_smoothing_settings_dispose;
  dh_panels_ensure ();
  g_type_ensure (DH_TYPE_BETA_SLIDER);
  g_type_ensure (DH_TYPE_SIGNAL_EDITOR);
  gtk_widget_class_set_css_name (widget_class, "smoothingsettings");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, DH_PANELS_UI "dh-smoothing-settings.ui");
  gtk_widget_class_bind_template_child (widget_class, DhSmoothingSettings, editor);
  gtk_widget_class_bind_template_child (widget_class, DhSmoothingSettings, length_row);
  gtk_widget_class_bind_template_child (widget_class, DhSmoothingSettings, length);
  gtk_widget_class_bind_template_child (widget_class, DhSmoothingSettings, axis_row);
  gtk_widget_class_bind_template_child (widget_class, DhSmoothingSettings, axis);
  gtk_widget_class_bind_template_child (widget_class, DhSmoothingSettings, beta);
  gtk_widget_class_bind_template_child (widget_class, DhSmoothingSettings, methods);
  gtk_widget_class_bind_template_child (widget_class, DhSmoothingSettings, comparison);
  gtk_widget_class_bind_template_child (widget_class, DhSmoothingSettings, add_button);
  gtk_widget_class_bind_template_child (widget_class, DhSmoothingSettings, error_label);
  gtk_widget_class_bind_template_callback (widget_class, editor_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, length_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, axis_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, beta_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_clicked_cb);
}

static void
dh_smoothing_settings_init (DhSmoothingSettings *self)
{
  self->quiet = TRUE;
  self->signals = g_signal_group_new (DH_TYPE_SESSION);
  g_signal_group_connect_swapped (self->signals, "notify::experiment", G_CALLBACK (experiment_changed), self);
  gtk_widget_init_template (GTK_WIDGET (self));
  dh_choices_install (self->axis, &axes);
  add_methods (self);
  self->quiet = FALSE;
}

GtkWidget *
dh_smoothing_settings_new (void)
{
  return g_object_new (DH_TYPE_SMOOTHING_SETTINGS, NULL);
}
