/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Beta slider. The scale works in nines, −log10 (1 − β); the number is β itself, and is the truth: the thumb only shows
 * where it lies, and never rounds a number that was typed. */
#include "dh-beta-slider.h"

#include <math.h>

#include "dh-number-entry.h"
#include "dh-widgets-private.h"

/* 0, 0.9, 0.99, 0.999, 0.9999. */
#define MAX_NINES 4.0

struct _DhBetaSlider
{
  GtkWidget parent_instance;

  GtkScale *scale;
  GtkAdjustment *adjustment;
  DhNumberEntry *number;
  GtkLabel *message;

  double value;
  gboolean placing; /* the thumb is being placed by us */
  gboolean held;    /* the pointer holds the thumb */
  gboolean dragged; /* … and has changed the value */
};

enum
{
  PROP_0,
  PROP_VALUE,
  PROP_ERROR,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];
static guint changed_by_user;

G_DEFINE_FINAL_TYPE (DhBetaSlider, dh_beta_slider, GTK_TYPE_WIDGET)

static void
describe (DhBetaSlider *self)
{
  g_autofree char *text = dh_number_format_local (self->value, dh_widgets_decimal_point ());

  /* GTK 4.8 hands only the position to assistive technology: the description says the number. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scale), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                  text, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

static void
place_thumb (DhBetaSlider *self)
{
  self->placing = TRUE;
  gtk_adjustment_set_value (self->adjustment, -log10 (1 - self->value));
  self->placing = FALSE;
  describe (self);
}

static void
add_marks (DhBetaSlider *self)
{
  static const double marks[] = { 0, 0.9, 0.99, 0.999, 0.9999 };

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      g_autofree char *text = dh_number_format_local (marks[i], dh_widgets_decimal_point ());
      g_autofree char *markup = g_strdup_printf ("<small>%s</small>", text);

      /* The last two would run into each other in a narrow column. */
      gtk_scale_add_mark (self->scale, -log10 (1 - marks[i]), GTK_POS_BOTTOM,
                          i + 1 < G_N_ELEMENTS (marks) ? markup : NULL);
    }
}

/* A pixel is some percent of 1 − β: two digits after the nines say all that a hand can mean. */
static double
value_at (double nines)
{
  char format[8], buffer[G_ASCII_DTOSTR_BUF_SIZE];
  double value = 1 - pow (10, -nines);

  g_snprintf (format, sizeof format, "%%.%df", 2 + (int) floor (nines + 1e-9));
  return g_ascii_strtod (g_ascii_formatd (buffer, sizeof buffer, format, value), NULL);
}

static void
position_changed_cb (DhBetaSlider *self)
{
  double value;

  if (self->placing)
    return;
  self->dragged |= self->held;
  value = value_at (gtk_adjustment_get_value (self->adjustment));
  if (value == self->value)
    return;
  self->value = value;
  dh_number_entry_set_value (self->number, value);
  dh_number_entry_set_error (self->number, NULL);
  describe (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VALUE]);
  g_signal_emit (self, changed_by_user, 0, value, self->held);
}

static void
number_changed_cb (DhBetaSlider *self)
{
  self->value = dh_number_entry_get_value (self->number);
  place_thumb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VALUE]);
  g_signal_emit (self, changed_by_user, 0, self->value, FALSE);
}

static void
error_changed_cb (DhBetaSlider *self)
{
  const char *error = dh_number_entry_get_error (self->number);

  gtk_label_set_text (self->message, error != NULL ? error : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message), error != NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

/* Says once more, with dragging FALSE, where a drag ended: the owner closes its undo step. */
static void
let_go (DhBetaSlider *self)
{
  gboolean dragged = self->dragged;

  self->held = self->dragged = FALSE;
  if (dragged)
    g_signal_emit (self, changed_by_user, 0, self->value, FALSE);
}

static gboolean
event_cb (GtkEventControllerLegacy *controller, GdkEvent *event, DhBetaSlider *self)
{
  DhHold hold = dh_scale_watch (GTK_WIDGET (self->scale), event);

  if (hold == DH_HOLD_BEGINS)
    self->held = TRUE;
  else if (hold == DH_HOLD_ENDS)
    let_go (self);
  return GDK_EVENT_PROPAGATE;
}

static void
dh_beta_slider_unmap (GtkWidget *widget)
{
  let_go (DH_BETA_SLIDER (widget));
  GTK_WIDGET_CLASS (dh_beta_slider_parent_class)->unmap (widget);
}

static gboolean
dh_beta_slider_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (DH_BETA_SLIDER (widget)->number));
}

static gboolean
dh_beta_slider_mnemonic_activate (GtkWidget *widget, gboolean group_cycling)
{
  return gtk_widget_grab_focus (widget);
}

static void
dh_beta_slider_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_VALUE)
    dh_beta_slider_set_value (DH_BETA_SLIDER (object), g_value_get_double (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dh_beta_slider_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DhBetaSlider *self = DH_BETA_SLIDER (object);

  if (id == PROP_VALUE)
    g_value_set_double (value, self->value);
  else if (id == PROP_ERROR)
    g_value_set_string (value, dh_number_entry_get_error (self->number));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dh_beta_slider_dispose (GObject *object)
{
  GtkWidget *child;

  gtk_widget_dispose_template (GTK_WIDGET (object), DH_TYPE_BETA_SLIDER);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (dh_beta_slider_parent_class)->dispose (object);
}

static void
dh_beta_slider_class_init (DhBetaSliderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = dh_beta_slider_set_property;
  object_class->get_property = dh_beta_slider_get_property;
  object_class->dispose = dh_beta_slider_dispose;
  widget_class->unmap = dh_beta_slider_unmap;
  widget_class->grab_focus = dh_beta_slider_grab_focus;
  widget_class->mnemonic_activate = dh_beta_slider_mnemonic_activate;

  properties[PROP_VALUE]
    = g_param_spec_double ("value", NULL, NULL, 0, 1 - 0x1p-53, 0.9,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_ERROR]
    = g_param_spec_string ("error", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  changed_by_user = g_signal_new ("changed-by-user", DH_TYPE_BETA_SLIDER, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 2, G_TYPE_DOUBLE, G_TYPE_BOOLEAN);

  dh_widgets_ensure_resource ();
  g_type_ensure (DH_TYPE_NUMBER_ENTRY);
  gtk_widget_class_set_template_from_resource (widget_class, DH_WIDGETS_RESOURCE "dh-beta-slider.ui");
  gtk_widget_class_bind_template_child (widget_class, DhBetaSlider, scale);
  gtk_widget_class_bind_template_child (widget_class, DhBetaSlider, adjustment);
  gtk_widget_class_bind_template_child (widget_class, DhBetaSlider, number);
  gtk_widget_class_bind_template_child (widget_class, DhBetaSlider, message);
  gtk_widget_class_bind_template_callback (widget_class, position_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, number_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, error_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, event_cb);
  gtk_widget_class_set_css_name (widget_class, "betaslider");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
dh_beta_slider_init (DhBetaSlider *self)
{
  self->value = 0.9;
  /* The template sets the adjustment up, which is no user's doing. */
  self->placing = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_adjustment_set_upper (self->adjustment, MAX_NINES);
  add_marks (self);
  place_thumb (self);
}

GtkWidget *
dh_beta_slider_new (void)
{
  return g_object_new (DH_TYPE_BETA_SLIDER, NULL);
}

void
dh_beta_slider_set_value (DhBetaSlider *self, double value)
{
  g_return_if_fail (DH_IS_BETA_SLIDER (self));
  g_return_if_fail (value >= 0 && value < 1);

  if (value == self->value)
    return;
  self->value = value;
  dh_number_entry_set_value (self->number, value);
  place_thumb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VALUE]);
}

double
dh_beta_slider_get_value (DhBetaSlider *self)
{
  g_return_val_if_fail (DH_IS_BETA_SLIDER (self), 0.9);

  return self->value;
}
