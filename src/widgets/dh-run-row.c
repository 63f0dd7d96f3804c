/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Run row. A proposal by the user leaves the row as it is and goes out as a signal; the owner answers by setting
 * the property. Only the eye, which is a toggle, turns at once. */
#include "dh-run-row.h"

#include <glib/gi18n-lib.h>

#include "dh-colour-popover.h"
#include "dh-swatch.h"
#include "dh-widgets-private.h"

struct _DhRunRow
{
  GtkListBoxRow parent_instance;

  GtkWidget *details;
  GtkMenuButton *colour_button, *menu_button;
  DhSwatch *swatch;
  GtkStack *stack;
  GtkLabel *name_label, *subtitle_label, *state_label;
  GtkEntry *name_entry;
  GtkImage *state_image;
  GtkToggleButton *eye_button;

  char *name, *state, *state_icon, *subtitle;
  guint colour;
  gboolean visible_run;
  gboolean placing; /* the eye is being turned by us */
  gboolean editing;
};

enum
{
  PROP_0,
  PROP_NAME,
  PROP_COLOUR,
  PROP_VISIBLE_RUN,
  PROP_STATE,
  PROP_STATE_ICON,
  PROP_SUBTITLE,
  PROP_MENU_MODEL,
  N_PROPS,
};

enum
{
  RENAMED,
  RECOLOURED,
  VISIBILITY_TOGGLED,
  MOVED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DhRunRow, dh_run_row, GTK_TYPE_LIST_BOX_ROW)

static void
update_texts (DhRunRow *self)
{
  const char *name = self->name != NULL ? self->name : "";
  gboolean has_state = self->state != NULL && *self->state != '\0';
  gboolean has_icon = self->state_icon != NULL && *self->state_icon != '\0';
  gboolean has_subtitle = self->subtitle != NULL && *self->subtitle != '\0';
  g_autoptr (GString) description = g_string_new (has_subtitle ? self->subtitle : "");

  if (has_state)
    g_string_append_printf (description, "%s%s", description->len > 0 ? ", " : "", self->state);
  gtk_label_set_text (self->name_label, name);
  gtk_label_set_text (self->subtitle_label, has_subtitle ? self->subtitle : "");
  gtk_widget_set_visible (GTK_WIDGET (self->subtitle_label), has_subtitle);
  gtk_label_set_text (self->state_label, has_state ? self->state : "");
  gtk_widget_set_visible (GTK_WIDGET (self->state_label), has_state);
  /* Where there is not room for both, what the run is gives way to how it ended. */
  gtk_label_set_width_chars (self->state_label,
                             has_state ? (int) MIN (g_utf8_strlen (self->state, -1) * 4 / 5, 20) : -1);
  gtk_image_set_from_icon_name (self->state_image, has_icon ? self->state_icon : NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->state_image), has_icon);
  gtk_widget_set_visible (self->details, has_state || has_icon || has_subtitle);
  gtk_widget_set_tooltip_text (self->details, description->len > 0 ? description->str : NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description->str, -1);
}

static void
update_eye (DhRunRow *self)
{
  self->placing = TRUE;
  gtk_toggle_button_set_active (self->eye_button, self->visible_run);
  self->placing = FALSE;
  gtk_button_set_icon_name (GTK_BUTTON (self->eye_button),
                            self->visible_run ? "view-reveal-symbolic" : "view-conceal-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->eye_button),
                               self->visible_run ? _("Hide this run in the charts")
                                                 : _("Show this run in the charts"));
  if (self->visible_run)
    gtk_widget_remove_css_class (GTK_WIDGET (self->name_label), "dim-label");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->name_label), "dim-label");
}

static void
stop_editing (DhRunRow *self, gboolean keep)
{
  g_autofree char *text = NULL;

  if (!self->editing)
    return;
  self->editing = FALSE;
  text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name_entry))));
  gtk_stack_set_visible_child_name (self->stack, "show");
  /* A run without a name could not be told from others in a legend: the old one stays. */
  if (keep && *text != '\0' && g_strcmp0 (text, self->name) != 0)
    g_signal_emit (self, signals[RENAMED], 0, text);
}

static void
name_activate_cb (DhRunRow *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  gboolean had_focus = root != NULL && gtk_root_get_focus (root) != NULL &&
                       gtk_widget_is_ancestor (gtk_root_get_focus (root), GTK_WIDGET (self));

  stop_editing (self, TRUE);
  if (had_focus)
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

static gboolean
name_key_cb (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state,
             DhRunRow *self)
{
  if (keyval != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;
  stop_editing (self, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  return GDK_EVENT_STOP;
}

static void
name_pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, DhRunRow *self)
{
  if (n_press == 2)
    dh_run_row_rename (self);
}

static void
eye_toggled_cb (DhRunRow *self)
{
  if (self->placing)
    return;
  self->visible_run = gtk_toggle_button_get_active (self->eye_button);
  update_eye (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VISIBLE_RUN]);
  g_signal_emit (self, signals[VISIBILITY_TOGGLED], 0, self->visible_run);
}

static void
picked_cb (DhRunRow *self, guint colour)
{
  if (colour != self->colour)
    g_signal_emit (self, signals[RECOLOURED], 0, colour);
}

static void
create_colours_cb (GtkMenuButton *button, gpointer data)
{
  DhRunRow *self = data;
  GtkWidget *popover = dh_colour_popover_new (self->colour);

  g_signal_connect_object (popover, "picked", G_CALLBACK (picked_cb), self, G_CONNECT_SWAPPED);
  gtk_menu_button_set_popover (button, popover);
}

static void
row_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DhRunRow *self = DH_RUN_ROW (widget);

  if (g_str_equal (name, "run-row.rename"))
    dh_run_row_rename (self);
  else if (g_str_equal (name, "run-row.menu"))
    {
      if (gtk_widget_get_visible (GTK_WIDGET (self->menu_button)))
        gtk_menu_button_popup (self->menu_button);
    }
  else
    g_signal_emit (self, signals[MOVED], 0, g_str_equal (name, "run-row.up") ? -1 : 1);
}

static GdkContentProvider *
drag_prepare_cb (GtkDragSource *source, double x, double y, DhRunRow *self)
{
  return self->editing ? NULL : gdk_content_provider_new_typed (DH_TYPE_RUN_ROW, self);
}

static void
drag_begin_cb (GtkDragSource *source, GdkDrag *drag, DhRunRow *self)
{
  g_autoptr (GdkPaintable) picture = gtk_widget_paintable_new (GTK_WIDGET (self));
  g_autoptr (GdkPaintable) still = gdk_paintable_get_current_image (picture);

  gtk_drag_source_set_icon (source, still, 16, 16);
}

/* The row that is dropped takes this row's place: its signal says by how many rows it moves. */
static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, DhRunRow *self)
{
  DhRunRow *other = g_value_get_object (value);
  int delta;

  if (other == NULL || other == self ||
      gtk_widget_get_parent (GTK_WIDGET (other)) != gtk_widget_get_parent (GTK_WIDGET (self)))
    return FALSE;
  delta = gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (self)) -
          gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (other));
  g_signal_emit (other, signals[MOVED], 0, delta);
  return TRUE;
}

static gboolean
set_text (char **field, const char *text)
{
  char *copy;

  if (g_strcmp0 (*field, text) == 0)
    return FALSE;
  copy = g_strdup (text);
  g_free (*field);
  *field = copy;
  return TRUE;
}

static gboolean
set_menu (DhRunRow *self, GMenuModel *model)
{
  if (gtk_menu_button_get_menu_model (self->menu_button) == model)
    return FALSE;
  gtk_menu_button_set_menu_model (self->menu_button, model);
  gtk_widget_set_visible (GTK_WIDGET (self->menu_button), model != NULL);
  return TRUE;
}

static gboolean
set_colour (DhRunRow *self, guint colour)
{
  if (self->colour == colour)
    return FALSE;
  self->colour = colour;
  dh_swatch_set_colour (self->swatch, colour);
  return TRUE;
}

static gboolean
set_visible_run (DhRunRow *self, gboolean visible)
{
  if (self->visible_run == visible)
    return FALSE;
  self->visible_run = visible;
  update_eye (self);
  return TRUE;
}

static char **
text_of (DhRunRow *self, guint id)
{
  return id == PROP_NAME         ? &self->name
         : id == PROP_STATE      ? &self->state
         : id == PROP_STATE_ICON ? &self->state_icon
                                 : &self->subtitle;
}

static void
dh_run_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DhRunRow *self = DH_RUN_ROW (object);
  gboolean changed = FALSE;

  switch (id)
    {
    case PROP_NAME:
    case PROP_STATE:
    case PROP_STATE_ICON:
    case PROP_SUBTITLE:
      changed = set_text (text_of (self, id), g_value_get_string (value));
      if (changed)
        update_texts (self);
      break;
    case PROP_COLOUR:
      changed = set_colour (self, g_value_get_uint (value));
      break;
    case PROP_VISIBLE_RUN:
      changed = set_visible_run (self, g_value_get_boolean (value));
      break;
    case PROP_MENU_MODEL:
      changed = set_menu (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
  if (changed)
    g_object_notify_by_pspec (object, pspec);
}

static void
dh_run_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DhRunRow *self = DH_RUN_ROW (object);

  switch (id)
    {
    case PROP_NAME:
    case PROP_STATE:
    case PROP_STATE_ICON:
    case PROP_SUBTITLE:
      g_value_set_string (value, *text_of (self, id));
      break;
    case PROP_COLOUR:
      g_value_set_uint (value, self->colour);
      break;
    case PROP_VISIBLE_RUN:
      g_value_set_boolean (value, self->visible_run);
      break;
    case PROP_MENU_MODEL:
      g_value_set_object (value, gtk_menu_button_get_menu_model (self->menu_button));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dh_run_row_dispose (GObject *object)
{
  DhRunRow *self = DH_RUN_ROW (object);

  /* Leaving the entry while the row is torn down must not rename the run. */
  self->editing = FALSE;
  /* The row would unparent its child once more after the template has. */
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), DH_TYPE_RUN_ROW);
  G_OBJECT_CLASS (dh_run_row_parent_class)->dispose (object);
}

static void
dh_run_row_finalize (GObject *object)
{
  DhRunRow *self = DH_RUN_ROW (object);

  g_free (self->name);
  g_free (self->state);
  g_free (self->state_icon);
  g_free (self->subtitle);
  G_OBJECT_CLASS (dh_run_row_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_COLOUR] = g_param_spec_uint ("colour", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_VISIBLE_RUN] = g_param_spec_boolean ("visible-run", NULL, NULL, TRUE, flags);
  properties[PROP_STATE] = g_param_spec_string ("state", NULL, NULL, NULL, flags);
  properties[PROP_STATE_ICON] = g_param_spec_string ("state-icon", NULL, NULL, NULL, flags);
  properties[PROP_SUBTITLE] = g_param_spec_string ("subtitle", NULL, NULL, NULL, flags);
  properties[PROP_MENU_MODEL] =
    g_param_spec_object ("menu-model", NULL, NULL, G_TYPE_MENU_MODEL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
install_signals (void)
{
  static const struct
  {
    const char *name;
    GType type;
  } list[N_SIGNALS] = {
    { "renamed", G_TYPE_STRING },
    { "recoloured", G_TYPE_UINT },
    { "visibility-toggled", G_TYPE_BOOLEAN },
    { "moved", G_TYPE_INT },
  };

  for (guint i = 0; i < N_SIGNALS; i++)
    {
      signals[i] = g_signal_new (list[i].name, DH_TYPE_RUN_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, list[i].type);
    }
}

static void
install_keys (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "run-row.rename", NULL, row_action);
  gtk_widget_class_install_action (widget_class, "run-row.up", NULL, row_action);
  gtk_widget_class_install_action (widget_class, "run-row.down", NULL, row_action);
  gtk_widget_class_install_action (widget_class, "run-row.menu", NULL, row_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F2, 0, "run-row.rename", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Up, GDK_ALT_MASK, "run-row.up", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Down, GDK_ALT_MASK, "run-row.down", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "run-row.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "run-row.menu", NULL);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  dh_widgets_ensure_resource ();
  g_type_ensure (DH_TYPE_SWATCH);
  gtk_widget_class_set_template_from_resource (widget_class, DH_WIDGETS_RESOURCE "dh-run-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DhRunRow, details);
  gtk_widget_class_bind_template_child (widget_class, DhRunRow, colour_button);
  gtk_widget_class_bind_template_child (widget_class, DhRunRow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, DhRunRow, swatch);
  gtk_widget_class_bind_template_child (widget_class, DhRunRow, stack);
  gtk_widget_class_bind_template_child (widget_class, DhRunRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, DhRunRow, subtitle_label);
  gtk_widget_class_bind_template_child (widget_class, DhRunRow, state_label);
  gtk_widget_class_bind_template_child (widget_class, DhRunRow, name_entry);
  gtk_widget_class_bind_template_child (widget_class, DhRunRow, state_image);
  gtk_widget_class_bind_template_child (widget_class, DhRunRow, eye_button);
  gtk_widget_class_bind_template_callback (widget_class, name_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, name_key_cb);
  gtk_widget_class_bind_template_callback (widget_class, name_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, eye_toggled_cb);
}

static void
dh_run_row_class_init (DhRunRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = dh_run_row_set_property;
  object_class->get_property = dh_run_row_get_property;
  object_class->dispose = dh_run_row_dispose;
  object_class->finalize = dh_run_row_finalize;
  install_properties (object_class);
  install_signals ();
  install_keys (widget_class);
  bind_template (widget_class);
}

static void
dh_run_row_init (DhRunRow *self)
{
  GtkDragSource *source = gtk_drag_source_new ();
  GtkDropTarget *target = gtk_drop_target_new (DH_TYPE_RUN_ROW, GDK_ACTION_MOVE);

  self->visible_run = TRUE;
  self->placing = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->placing = FALSE;
  gtk_menu_button_set_create_popup_func (self->colour_button, create_colours_cb, self, NULL);
  update_texts (self);
  update_eye (self);

  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect (source, "prepare", G_CALLBACK (drag_prepare_cb), self);
  g_signal_connect (source, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (source));
  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

GtkWidget *
dh_run_row_new (void)
{
  return g_object_new (DH_TYPE_RUN_ROW, NULL);
}

void
dh_run_row_rename (DhRunRow *self)
{
  g_return_if_fail (DH_IS_RUN_ROW (self));

  if (self->editing)
    return;
  gtk_editable_set_text (GTK_EDITABLE (self->name_entry), self->name != NULL ? self->name : "");
  gtk_stack_set_visible_child_name (self->stack, "edit");
  self->editing = TRUE;
  gtk_widget_grab_focus (GTK_WIDGET (self->name_entry));
  gtk_editable_select_region (GTK_EDITABLE (self->name_entry), 0, -1);
}
