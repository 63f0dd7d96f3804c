/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Number entry. The value is what counts; the text only proposes one and is read when the user
 * presses Enter or leaves. Two errors are kept apart: of the text (ours) and of the experiment (set from outside). */
#include "dh-number-entry.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "dh-widgets-private.h"
#include "dh-widgets.h"

struct _DhNumberEntry
{
  GtkWidget parent_instance;

  GtkEntry *entry;
  GtkLabel *message;
  GtkEventController *focus;

  double value, minimum, maximum, step;
  gboolean minimum_open, maximum_open, whole, logarithmic, show_message;
  char *label;
  char *text_error;    /* of what was typed */
  char *outside_error; /* of the whole that the value is part of */
  gboolean filling;    /* the text is being written by us */
};

enum
{
  PROP_0,
  PROP_VALUE,
  PROP_MINIMUM,
  PROP_MAXIMUM,
  PROP_MINIMUM_OPEN,
  PROP_MAXIMUM_OPEN,
  PROP_WHOLE,
  PROP_ERROR,
  PROP_STEP,
  PROP_LOGARITHMIC,
  PROP_WIDTH_CHARS,
  PROP_LABEL,
  PROP_SHOW_MESSAGE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];
static guint changed_by_user;

G_DEFINE_FINAL_TYPE (DhNumberEntry, dh_number_entry, GTK_TYPE_WIDGET)

/* Equal as the user sees it: NaN never gets here, and -0 is 0. */
static gboolean
same (double a, double b)
{
  return !(a < b) && !(a > b);
}

static void
show_error (DhNumberEntry *self)
{
  const char *error = dh_number_entry_get_error (self);
  GtkWidget *entry = GTK_WIDGET (self->entry);

  gtk_label_set_text (self->message, error != NULL ? error : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message), error != NULL && self->show_message);
  gtk_widget_set_tooltip_text (entry, error);
  if (error != NULL)
    {
      gtk_widget_add_css_class (entry, "error");
      gtk_accessible_update_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID,
                                   GTK_ACCESSIBLE_INVALID_TRUE, -1);
      gtk_accessible_update_relation (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                      self->message, NULL, -1);
      gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                      error, -1);
    }
  else
    {
      gtk_widget_remove_css_class (entry, "error");
      gtk_accessible_reset_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID);
      gtk_accessible_reset_relation (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY);
      gtk_accessible_reset_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
    }
}

/* Sets one of the two errors; what is shown, and notified, is the text's before the outside's. */
static void
put_error (DhNumberEntry *self, char **which, const char *message)
{
  g_autofree char *before = g_strdup (dh_number_entry_get_error (self));
  char *copy = g_strdup (message);

  g_free (*which);
  *which = copy;
  if (g_strcmp0 (before, dh_number_entry_get_error (self)) == 0)
    return;
  show_error (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

static void
fill_text (DhNumberEntry *self)
{
  g_autofree char *text = dh_number_format_local (self->value, dh_widgets_decimal_point ());

  self->filling = TRUE;
  if (g_strcmp0 (text, gtk_editable_get_text (GTK_EDITABLE (self->entry))) != 0)
    gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  self->filling = FALSE;
}

static gboolean
refuse_limit (GError **error, const char *form, double limit)
{
  g_autofree char *text = dh_number_format_local (limit, dh_widgets_decimal_point ());
  g_autoptr (GString) message = g_string_new (form);

  g_string_replace (message, "%s", text, 1);
  g_set_error_literal (error, DH_NUMBER_ENTRY_ERROR, DH_NUMBER_ENTRY_ERROR_DOMAIN, message->str);
  return FALSE;
}

static gboolean
check_domain (DhNumberEntry *self, double value, GError **error)
{
  if (self->whole && !same (value, floor (value)))
    {
      g_set_error_literal (error, DH_NUMBER_ENTRY_ERROR, DH_NUMBER_ENTRY_ERROR_DOMAIN,
                           _("Only a whole number is possible here"));
      return FALSE;
    }
  if (self->minimum_open ? !(value > self->minimum) : value < self->minimum)
    {
      return refuse_limit (error, self->minimum_open ? _("The number has to be greater than %s")
                                                     : _("The number has to be at least %s"),
                           self->minimum);
    }
  if (self->maximum_open ? !(value < self->maximum) : value > self->maximum)
    {
      return refuse_limit (error, self->maximum_open ? _("The number has to be less than %s")
                                                     : _("The number can be at most %s"),
                           self->maximum);
    }
  return TRUE;
}

static gboolean
read_text (DhNumberEntry *self, double *value, GError **error)
{
  return dh_number_parse_local (gtk_editable_get_text (GTK_EDITABLE (self->entry)),
                                dh_widgets_decimal_point (), value, error) &&
         check_domain (self, *value, error);
}

static void
accept_from_user (DhNumberEntry *self, double value)
{
  gboolean changed = !same (value, self->value);

  self->value = value;
  put_error (self, &self->text_error, NULL);
  if (changed)
    put_error (self, &self->outside_error, NULL);
  fill_text (self);
  if (!changed)
    return;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VALUE]);
  g_signal_emit (self, changed_by_user, 0);
}

static void
commit (DhNumberEntry *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *shown = dh_number_format_local (self->value, dh_widgets_decimal_point ());
  double value;

  /* What was never touched is never judged: the value may have been set outside the domain. */
  if (g_strcmp0 (shown, gtk_editable_get_text (GTK_EDITABLE (self->entry))) == 0)
    put_error (self, &self->text_error, NULL);
  else if (read_text (self, &value, &error))
    accept_from_user (self, value);
  else
    put_error (self, &self->text_error, error->message);
}

/* A sum of decimal steps shall look like one: 0.3, not 0.30000000000000004. */
static double
rounded (double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  return g_ascii_strtod (g_ascii_formatd (buffer, sizeof buffer, "%.12g", value), NULL);
}

static void
step_by (DhNumberEntry *self, int steps)
{
  double value;

  commit (self);
  if (self->text_error != NULL)
    return;
  if (self->logarithmic)
    value = self->value * pow (self->step, steps);
  else
    value = self->value + self->step * steps;
  if (!isfinite (value))
    return;
  value = rounded (value);
  if (!self->logarithmic && fabs (value) < self->step * 1e-9)
    value = 0;
  if (self->whole)
    value = floor (value + 0.5);
  /* At a closed end the last step is shorter; an open end is never reached. */
  if (!self->minimum_open)
    value = fmax (value, self->minimum);
  if (!self->maximum_open)
    value = fmin (value, self->maximum);
  if (isfinite (value) && check_domain (self, value, NULL))
    {
      accept_from_user (self, value);
      gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
    }
}

static void
entry_activate_cb (DhNumberEntry *self)
{
  commit (self);
  if (self->text_error == NULL)
    gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
}

/* An error goes away as soon as the text is good again, but nothing is taken over before Enter. */
static void
entry_changed_cb (DhNumberEntry *self)
{
  g_autoptr (GError) error = NULL;
  double value;

  if (self->filling || self->text_error == NULL)
    return;
  if (read_text (self, &value, &error))
    put_error (self, &self->text_error, NULL);
}

static void
focus_leave_cb (DhNumberEntry *self)
{
  commit (self);
}

/* FALSE: nothing but the value's text is there. */
static gboolean
take_back (DhNumberEntry *self)
{
  g_autofree char *shown = dh_number_format_local (self->value, dh_widgets_decimal_point ());

  if (g_strcmp0 (shown, gtk_editable_get_text (GTK_EDITABLE (self->entry))) == 0)
    return FALSE;
  dh_number_entry_give_up (self);
  gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
  return TRUE;
}

/* Escape and undo take back what was typed and not yet taken over. When there is nothing of the kind they are the
 * window's: undo then takes back the value itself. GTK's entry would keep those keys even with its own undo off. */
static gboolean
key_pressed_cb (GtkEventControllerKey *controller, guint keyval, guint keycode,
                GdkModifierType state, DhNumberEntry *self)
{
  if (dh_key_is_undo (keyval, state) && take_back (self))
    return GDK_EVENT_STOP;
  if (dh_key_is_undo (keyval, state) || dh_key_is_redo (keyval, state))
    return gtk_event_controller_key_forward (controller,
                                             GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self))));
  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  if (self->step > 0 && (keyval == GDK_KEY_Up || keyval == GDK_KEY_KP_Up))
    step_by (self, 1);
  else if (self->step > 0 && (keyval == GDK_KEY_Down || keyval == GDK_KEY_KP_Down))
    step_by (self, -1);
  else
    return keyval == GDK_KEY_Escape && take_back (self);
  return GDK_EVENT_STOP;
}

/* Only with the focus inside: scrolling a sidebar must not turn the numbers that pass the pointer. */
static gboolean
scroll_cb (GtkEventControllerScroll *controller, double dx, double dy, DhNumberEntry *self)
{
  if (!(self->step > 0) || same (dy, 0) ||
      !gtk_event_controller_focus_contains_focus (GTK_EVENT_CONTROLLER_FOCUS (self->focus)))
    return GDK_EVENT_PROPAGATE;
  step_by (self, dy < 0 ? 1 : -1);
  return GDK_EVENT_STOP;
}

/* A label that names this widget by its mnemonic names the entry inside for assistive technology. */
static void
update_label (DhNumberEntry *self)
{
  g_autoptr (GList) labels = gtk_widget_list_mnemonic_labels (GTK_WIDGET (self));
  GtkAccessible *entry = GTK_ACCESSIBLE (self->entry);

  if (self->label != NULL)
    {
      gtk_accessible_update_property (entry, GTK_ACCESSIBLE_PROPERTY_LABEL, self->label, -1);
      gtk_accessible_reset_relation (entry, GTK_ACCESSIBLE_RELATION_LABELLED_BY);
    }
  else
    {
      gtk_accessible_reset_property (entry, GTK_ACCESSIBLE_PROPERTY_LABEL);
      if (labels != NULL)
        gtk_accessible_update_relation (entry, GTK_ACCESSIBLE_RELATION_LABELLED_BY, labels->data,
                                        NULL, -1);
    }
}

static gboolean
set_boolean (gboolean *field, gboolean value)
{
  gboolean changed = !*field != !value;

  *field = value;
  return changed;
}

static gboolean
set_double (double *field, double value)
{
  gboolean changed = !same (*field, value);

  *field = value;
  return changed;
}

static gboolean
set_width_chars (DhNumberEntry *self, int width)
{
  if (gtk_editable_get_width_chars (GTK_EDITABLE (self->entry)) == width)
    return FALSE;
  gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), width);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (self->entry), width);
  gtk_label_set_max_width_chars (self->message, width);
  return TRUE;
}

static gboolean
set_label (DhNumberEntry *self, const char *label)
{
  char *copy;

  if (g_strcmp0 (self->label, label) == 0)
    return FALSE;
  copy = g_strdup (label);
  g_free (self->label);
  self->label = copy;
  update_label (self);
  return TRUE;
}

static void
dh_number_entry_map (GtkWidget *widget)
{
  update_label (DH_NUMBER_ENTRY (widget));
  GTK_WIDGET_CLASS (dh_number_entry_parent_class)->map (widget);
}

static gboolean
dh_number_entry_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (DH_NUMBER_ENTRY (widget)->entry));
}

static gboolean
dh_number_entry_mnemonic_activate (GtkWidget *widget, gboolean group_cycling)
{
  return gtk_widget_grab_focus (widget);
}

static void
dh_number_entry_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DhNumberEntry *self = DH_NUMBER_ENTRY (object);
  gboolean changed = FALSE;

  switch (id)
    {
    case PROP_VALUE:
      dh_number_entry_set_value (self, g_value_get_double (value));
      return;
    case PROP_MINIMUM:
      changed = set_double (&self->minimum, g_value_get_double (value));
      break;
    case PROP_MAXIMUM:
      changed = set_double (&self->maximum, g_value_get_double (value));
      break;
    case PROP_MINIMUM_OPEN:
      changed = set_boolean (&self->minimum_open, g_value_get_boolean (value));
      break;
    case PROP_MAXIMUM_OPEN:
      changed = set_boolean (&self->maximum_open, g_value_get_boolean (value));
      break;
    case PROP_WHOLE:
      changed = set_boolean (&self->whole, g_value_get_boolean (value));
      break;
    case PROP_STEP:
      changed = set_double (&self->step, g_value_get_double (value));
      break;
    case PROP_LOGARITHMIC:
      changed = set_boolean (&self->logarithmic, g_value_get_boolean (value));
      break;
    case PROP_WIDTH_CHARS:
      changed = set_width_chars (self, g_value_get_int (value));
      break;
    case PROP_LABEL:
      changed = set_label (self, g_value_get_string (value));
      break;
    case PROP_SHOW_MESSAGE:
      changed = set_boolean (&self->show_message, g_value_get_boolean (value));
      show_error (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
  if (changed)
    g_object_notify_by_pspec (object, pspec);
}

static void
dh_number_entry_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DhNumberEntry *self = DH_NUMBER_ENTRY (object);

  switch (id)
    {
    case PROP_VALUE:
      g_value_set_double (value, self->value);
      break;
    case PROP_MINIMUM:
      g_value_set_double (value, self->minimum);
      break;
    case PROP_MAXIMUM:
      g_value_set_double (value, self->maximum);
      break;
    case PROP_MINIMUM_OPEN:
      g_value_set_boolean (value, self->minimum_open);
      break;
    case PROP_MAXIMUM_OPEN:
      g_value_set_boolean (value, self->maximum_open);
      break;
    case PROP_WHOLE:
      g_value_set_boolean (value, self->whole);
      break;
    case PROP_ERROR:
      g_value_set_string (value, dh_number_entry_get_error (self));
      break;
    case PROP_STEP:
      g_value_set_double (value, self->step);
      break;
    case PROP_LOGARITHMIC:
      g_value_set_boolean (value, self->logarithmic);
      break;
    case PROP_WIDTH_CHARS:
      g_value_set_int (value, gtk_editable_get_width_chars (GTK_EDITABLE (self->entry)));
      break;
    case PROP_LABEL:
      g_value_set_string (value, self->label);
      break;
    case PROP_SHOW_MESSAGE:
      g_value_set_boolean (value, self->show_message);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dh_number_entry_dispose (GObject *object)
{
  GtkWidget *child;

  gtk_widget_dispose_template (GTK_WIDGET (object), DH_TYPE_NUMBER_ENTRY);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (dh_number_entry_parent_class)->dispose (object);
}

static void
dh_number_entry_finalize (GObject *object)
{
  DhNumberEntry *self = DH_NUMBER_ENTRY (object);

  g_free (self->label);
  g_free (self->text_error);
  g_free (self->outside_error);
  G_OBJECT_CLASS (dh_number_entry_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  properties[PROP_VALUE] =
    g_param_spec_double ("value", NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0, flags);
  properties[PROP_MINIMUM] =
    g_param_spec_double ("minimum", NULL, NULL, -HUGE_VAL, HUGE_VAL, -HUGE_VAL, flags);
  properties[PROP_MAXIMUM] =
    g_param_spec_double ("maximum", NULL, NULL, -HUGE_VAL, HUGE_VAL, HUGE_VAL, flags);
  properties[PROP_MINIMUM_OPEN] = g_param_spec_boolean ("minimum-open", NULL, NULL, FALSE, flags);
  properties[PROP_MAXIMUM_OPEN] = g_param_spec_boolean ("maximum-open", NULL, NULL, FALSE, flags);
  properties[PROP_WHOLE] = g_param_spec_boolean ("whole", NULL, NULL, FALSE, flags);
  properties[PROP_ERROR] =
    g_param_spec_string ("error", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_STEP] = g_param_spec_double ("step", NULL, NULL, 0, G_MAXDOUBLE, 0, flags);
  properties[PROP_LOGARITHMIC] = g_param_spec_boolean ("logarithmic", NULL, NULL, FALSE, flags);
  properties[PROP_WIDTH_CHARS] = g_param_spec_int ("width-chars", NULL, NULL, -1, 200, 8, flags);
  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, flags);
  properties[PROP_SHOW_MESSAGE] = g_param_spec_boolean ("show-message", NULL, NULL, TRUE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
dh_number_entry_class_init (DhNumberEntryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = dh_number_entry_set_property;
  object_class->get_property = dh_number_entry_get_property;
  object_class->dispose = dh_number_entry_dispose;
  object_class->finalize = dh_number_entry_finalize;
  widget_class->map = dh_number_entry_map;
  widget_class->grab_focus = dh_number_entry_grab_focus;
  widget_class->mnemonic_activate = dh_number_entry_mnemonic_activate;
  install_properties (object_class);

  changed_by_user = g_signal_new ("changed-by-user", DH_TYPE_NUMBER_ENTRY, G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 0);

  dh_widgets_ensure_resource ();
  gtk_widget_class_set_template_from_resource (widget_class,
                                               DH_WIDGETS_RESOURCE "dh-number-entry.ui");
  gtk_widget_class_bind_template_child (widget_class, DhNumberEntry, entry);
  gtk_widget_class_bind_template_child (widget_class, DhNumberEntry, message);
  gtk_widget_class_bind_template_child (widget_class, DhNumberEntry, focus);
  gtk_widget_class_bind_template_callback (widget_class, entry_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, focus_leave_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, scroll_cb);
  gtk_widget_class_set_css_name (widget_class, "numberentry");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
dh_number_entry_init (DhNumberEntry *self)
{
  self->minimum = -HUGE_VAL;
  self->maximum = HUGE_VAL;
  self->show_message = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_text (self);
}

GtkWidget *
dh_number_entry_new (void)
{
  return g_object_new (DH_TYPE_NUMBER_ENTRY, NULL);
}

void
dh_number_entry_set_value (DhNumberEntry *self, double value)
{
  g_return_if_fail (DH_IS_NUMBER_ENTRY (self));
  g_return_if_fail (isfinite (value));

  /* The same value again leaves alone what the user is typing. */
  if (same (self->value, value))
    return;
  self->value = value;
  fill_text (self);
  put_error (self, &self->text_error, NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VALUE]);
}

void
dh_number_entry_give_up (DhNumberEntry *self)
{
  g_return_if_fail (DH_IS_NUMBER_ENTRY (self));

  fill_text (self);
  put_error (self, &self->text_error, NULL);
}

double
dh_number_entry_get_value (DhNumberEntry *self)
{
  g_return_val_if_fail (DH_IS_NUMBER_ENTRY (self), 0);

  return self->value;
}

void
dh_number_entry_set_domain (DhNumberEntry *self, double minimum, gboolean minimum_open,
                            double maximum, gboolean maximum_open)
{
  g_return_if_fail (DH_IS_NUMBER_ENTRY (self));
  g_return_if_fail (minimum <= maximum);

  g_object_freeze_notify (G_OBJECT (self));
  g_object_set (self, "minimum", minimum, "minimum-open", minimum_open, "maximum", maximum,
                "maximum-open", maximum_open, NULL);
  g_object_thaw_notify (G_OBJECT (self));
}

const char *
dh_number_entry_get_error (DhNumberEntry *self)
{
  g_return_val_if_fail (DH_IS_NUMBER_ENTRY (self), NULL);

  return self->text_error != NULL ? self->text_error : self->outside_error;
}

void
dh_number_entry_set_error (DhNumberEntry *self, const char *message)
{
  g_return_if_fail (DH_IS_NUMBER_ENTRY (self));

  put_error (self, &self->outside_error, message);
}
