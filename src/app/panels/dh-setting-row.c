/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* A labelled control with its error. Main thread only. */
#include "dh-setting-row.h"

#include <string.h>

#include "dh-number-entry.h"
#include "dh-panels-private.h"
#include "dh-widgets.h"

struct _DhSettingRow
{
  GtkWidget parent_instance;

  GtkBox *line;
  GtkBox *slot;
  GtkLabel *title_label;
  GtkLabel *error_label;
  GtkWidget *control;
  char *shown_text; /* of an editable control: the one in force */
};

enum
{
  PROP_0,
  PROP_TITLE,
  PROP_CONTROL,
  PROP_ERROR,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];
static GtkBuildableIface *parent_buildable;

static void buildable_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DhSettingRow, dh_setting_row, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, buildable_init))

/* By the label's text without its mnemonic. The mnemonic's relation would say the same a second time. */
static void
name_widget (GtkWidget *widget, const char *title)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
}

/* The control's name for assistive technology is the row's title, and so is the row's. */
static void
name_control (DhSettingRow *self)
{
  const char *title = gtk_label_get_text (self->title_label);

  name_widget (GTK_WIDGET (self), title);
  if (self->control == NULL)
    return;
  if (DH_IS_NUMBER_ENTRY (self->control))
    g_object_set (self->control, "label", title, NULL);
  else
    name_widget (self->control, title);
  /* What takes the focus is a button inside, which GTK leaves without a name. */
  if (GTK_IS_DROP_DOWN (self->control))
    name_widget (gtk_widget_get_first_child (self->control), title);
}

static void
set_title (DhSettingRow *self, const char *title)
{
  if (g_strcmp0 (title, gtk_label_get_label (self->title_label)) == 0)
    return;
  gtk_label_set_label (self->title_label, title != NULL ? title : "");
  name_control (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TITLE]);
}

/* A message needs the row's whole width: the entry moves below its label while there is one. */
static void
entry_error_notify_cb (DhSettingRow *self)
{
  gboolean wrong = dh_number_entry_get_error (DH_NUMBER_ENTRY (self->control)) != NULL;

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->line), wrong ? GTK_ORIENTATION_VERTICAL
                                                                     : GTK_ORIENTATION_HORIZONTAL);
  gtk_box_set_spacing (self->line, wrong ? 3 : 12);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ERROR]);
}

/* As in a number entry: Escape and undo take back what was typed, and are the window's when there is nothing of it. */
static gboolean
key_pressed_cb (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state,
                DhSettingRow *self)
{
  GtkEditable *editable = GTK_EDITABLE (self->control);
  gboolean undo = dh_key_is_undo (keyval, state);

  if ((undo || keyval == GDK_KEY_Escape) && self->shown_text != NULL
      && strcmp (gtk_editable_get_text (editable), self->shown_text) != 0)
    {
      dh_setting_row_show_text (self, self->shown_text);
      gtk_editable_select_region (editable, 0, -1);
      return GDK_EVENT_STOP;
    }
  if (undo || dh_key_is_redo (keyval, state))
    return gtk_event_controller_key_forward (controller, GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self))));
  return GDK_EVENT_PROPAGATE;
}

static void
watch_keys (DhSettingRow *self, GtkWidget *control)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_editable_set_enable_undo (GTK_EDITABLE (control), FALSE);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self, 0);
  gtk_widget_add_controller (control, keys);
}

static void
set_control (DhSettingRow *self, GtkWidget *control)
{
  if (control == self->control)
    return;
  if (self->control != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->control, self);
      gtk_box_remove (self->slot, self->control);
    }
  self->control = control;
  gtk_label_set_mnemonic_widget (self->title_label, control);
  if (control != NULL)
    {
      /* Small controls sit at the end; those that hold text share one width, so that they line up. */
      if (GTK_IS_SWITCH (control))
        {
          gtk_widget_set_halign (control, GTK_ALIGN_END);
          gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
        }
      else
        {
          gtk_widget_add_css_class (control, "setting");
          gtk_widget_set_hexpand (control, TRUE);
        }
      gtk_box_prepend (self->slot, control);
      name_control (self);
      if (DH_IS_NUMBER_ENTRY (control))
        g_signal_connect_object (control, "notify::error", G_CALLBACK (entry_error_notify_cb), self,
                                 G_CONNECT_SWAPPED);
      else if (GTK_IS_EDITABLE (control))
        watch_keys (self, control);
    }
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CONTROL]);
}

static void
dh_setting_row_add_child (GtkBuildable *buildable, GtkBuilder *builder, GObject *child,
                          const char *type)
{
  DhSettingRow *self = DH_SETTING_ROW (buildable);

  /* While the row's own template is being built, its parts come this way too. */
  if (self->slot == NULL || !GTK_IS_WIDGET (child))
    parent_buildable->add_child (buildable, builder, child, type);
  else if (g_strcmp0 (type, "suffix") == 0)
    {
      gtk_box_append (self->slot, GTK_WIDGET (child));
      gtk_widget_add_css_class (GTK_WIDGET (self), "with-suffix");
    }
  else
    set_control (self, GTK_WIDGET (child));
}

static void
buildable_init (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->add_child = dh_setting_row_add_child;
}

static void
dh_setting_row_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  DhSettingRow *self = DH_SETTING_ROW (object);

  switch (prop_id)
    {
    case PROP_TITLE:
      g_value_set_string (value, gtk_label_get_label (self->title_label));
      break;
    case PROP_CONTROL:
      g_value_set_object (value, self->control);
      break;
    case PROP_ERROR:
      g_value_set_string (value, dh_setting_row_get_error (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
dh_setting_row_set_property (GObject *object, guint prop_id, const GValue *value,
                             GParamSpec *pspec)
{
  DhSettingRow *self = DH_SETTING_ROW (object);

  switch (prop_id)
    {
    case PROP_TITLE:
      set_title (self, g_value_get_string (value));
      break;
    case PROP_CONTROL:
      set_control (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
dh_setting_row_dispose (GObject *object)
{
  DhSettingRow *self = DH_SETTING_ROW (object);

  self->control = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (self), DH_TYPE_SETTING_ROW);
  G_OBJECT_CLASS (dh_setting_row_parent_class)->dispose (object);
}

static void
dh_setting_row_finalize (GObject *object)
{
  g_free (DH_SETTING_ROW (object)->shown_text);
  G_OBJECT_CLASS (dh_setting_row_parent_class)->finalize (object);
}

static void
dh_setting_row_class_init (DhSettingRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags both
    = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = dh_setting_row_get_property;
  object_class->set_property = dh_setting_row_set_property;
  object_class->dispose = dh_setting_row_dispose;
  object_class->finalize = dh_setting_row_finalize;

  props[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "", both);
  props[PROP_CONTROL] = g_param_spec_object ("control", NULL, NULL, GTK_TYPE_WIDGET, both);
  props[PROP_ERROR] = g_param_spec_string ("error", NULL, NULL, NULL,
                                           G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  dh_panels_ensure ();
  gtk_widget_class_set_template_from_resource (widget_class, DH_PANELS_UI "dh-setting-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DhSettingRow, line);
  gtk_widget_class_bind_template_child (widget_class, DhSettingRow, slot);
  gtk_widget_class_bind_template_child (widget_class, DhSettingRow, title_label);
  gtk_widget_class_bind_template_child (widget_class, DhSettingRow, error_label);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "settingrow");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
dh_setting_row_init (DhSettingRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_orientable_set_orientation (GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))),
                                  GTK_ORIENTATION_VERTICAL);
}

GtkWidget *
dh_setting_row_new (const char *title, GtkWidget *control)
{
  return g_object_new (DH_TYPE_SETTING_ROW, "title", title, "control", control, NULL);
}

GtkWidget *
dh_setting_row_get_control (DhSettingRow *self)
{
  g_return_val_if_fail (DH_IS_SETTING_ROW (self), NULL);

  return self->control;
}

const char *
dh_setting_row_get_error (DhSettingRow *self)
{
  g_return_val_if_fail (DH_IS_SETTING_ROW (self), NULL);

  if (self->control != NULL && DH_IS_NUMBER_ENTRY (self->control))
    return dh_number_entry_get_error (DH_NUMBER_ENTRY (self->control));
  if (!gtk_widget_get_visible (GTK_WIDGET (self->error_label)))
    return NULL;
  return gtk_label_get_label (self->error_label);
}

static void
mark_control (GtkWidget *control, gboolean wrong)
{
  if (wrong)
    gtk_widget_add_css_class (control, "error");
  else
    gtk_widget_remove_css_class (control, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_STATE_INVALID,
                               wrong ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

void
dh_setting_row_set_error (DhSettingRow *self, const char *message)
{
  g_return_if_fail (DH_IS_SETTING_ROW (self));

  if (g_strcmp0 (message, dh_setting_row_get_error (self)) == 0)
    return;
  if (self->control != NULL && DH_IS_NUMBER_ENTRY (self->control))
    {
      dh_number_entry_set_error (DH_NUMBER_ENTRY (self->control), message);
      return;
    }
  gtk_label_set_label (self->error_label, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), message != NULL);
  if (self->control != NULL)
    mark_control (self->control, message != NULL);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ERROR]);
}

gboolean
dh_setting_row_is_typed (DhSettingRow *self)
{
  g_return_val_if_fail (DH_IS_SETTING_ROW (self), FALSE);

  return self->control != NULL
         && (DH_IS_NUMBER_ENTRY (self->control) || GTK_IS_EDITABLE (self->control));
}

void
dh_setting_row_show_number (DhSettingRow *self, double value)
{
  DhNumberEntry *entry;

  g_return_if_fail (DH_IS_SETTING_ROW (self));
  g_return_if_fail (DH_IS_NUMBER_ENTRY (self->control));

  entry = DH_NUMBER_ENTRY (self->control);
  dh_setting_row_set_error (self, NULL);
  if (dh_number_entry_get_value (entry) != value)
    dh_number_entry_set_value (entry, value);
}

void
dh_setting_row_show_choice (DhSettingRow *self, guint selected)
{
  g_return_if_fail (DH_IS_SETTING_ROW (self));
  g_return_if_fail (GTK_IS_DROP_DOWN (self->control));

  dh_setting_row_set_error (self, NULL);
  if (gtk_drop_down_get_selected (GTK_DROP_DOWN (self->control)) != selected)
    gtk_drop_down_set_selected (GTK_DROP_DOWN (self->control), selected);
}

void
dh_setting_row_show_switch (DhSettingRow *self, gboolean active)
{
  g_return_if_fail (DH_IS_SETTING_ROW (self));
  g_return_if_fail (GTK_IS_SWITCH (self->control));

  dh_setting_row_set_error (self, NULL);
  if (gtk_switch_get_active (GTK_SWITCH (self->control)) != !!active)
    gtk_switch_set_active (GTK_SWITCH (self->control), active);
}

void
dh_setting_row_show_text (DhSettingRow *self, const char *text)
{
  g_return_if_fail (DH_IS_SETTING_ROW (self));
  g_return_if_fail (GTK_IS_EDITABLE (self->control));

  dh_setting_row_set_error (self, NULL);
  if (text != self->shown_text)
    {
      g_free (self->shown_text);
      self->shown_text = g_strdup (text);
    }
  if (strcmp (gtk_editable_get_text (GTK_EDITABLE (self->control)), text) != 0)
    gtk_editable_set_text (GTK_EDITABLE (self->control), text);
}
