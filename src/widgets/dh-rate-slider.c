/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Rate slider. The scale works in decades (log10), the number in the rate itself. The rate is the truth: the thumb only
 * shows where it lies, clamped to the ends, and never rounds a rate that was typed. */
#include "dh-rate-slider.h"

#include <math.h>

#include "dh-number-entry.h"
#include "dh-widgets-private.h"

struct _DhRateSlider
{
  GtkWidget parent_instance;

  GtkScale *scale;
  GtkAdjustment *adjustment;
  DhNumberEntry *number;
  GtkLabel *message;

  double value, lower, upper;
  gboolean placing; /* the thumb is being placed by us */
  gboolean held;    /* the pointer holds the thumb */
  gboolean dragged; /* … and has changed the value */
};

enum
{
  PROP_0,
  PROP_VALUE,
  PROP_LOWER,
  PROP_UPPER,
  PROP_ERROR,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];
static guint changed_by_user;

G_DEFINE_FINAL_TYPE (DhRateSlider, dh_rate_slider, GTK_TYPE_WIDGET)

static gboolean
same (double a, double b)
{
  return !(a < b) && !(a > b);
}

static void
describe (DhRateSlider *self)
{
  g_autofree char *text = dh_number_format_local (self->value, dh_widgets_decimal_point ());

  /* GTK 4.8 hands only the value, a logarithm, to assistive technology: the description says the rate. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scale), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                  text, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

static void
place_thumb (DhRateSlider *self)
{
  self->placing = TRUE;
  gtk_adjustment_set_value (self->adjustment, log10 (self->value));
  self->placing = FALSE;
  describe (self);
}

/* A mark at every decade; every second one and the last are labelled, which fits a sidebar. */
static void
update_marks (DhRateSlider *self)
{
  double low = log10 (self->lower), high = fmax (log10 (self->upper), low + 0.1);
  int first = (int) ceil (low - 1e-9), last = (int) floor (high + 1e-9);
  int stride = MAX ((last - first) / 12, 1);

  gtk_scale_clear_marks (self->scale);
  for (int e = first; e <= last; e += stride)
    {
      gboolean labelled = (e - first) % (2 * stride) == 0 || e == last;
      g_autofree char *text = dh_format_decade (e);
      g_autofree char *markup = g_strdup_printf ("<small>%s</small>", text);

      gtk_scale_add_mark (self->scale, e, GTK_POS_BOTTOM, labelled ? markup : NULL);
    }
  self->placing = TRUE;
  gtk_adjustment_configure (self->adjustment, log10 (self->value), low, high, 0.02, 0.2, 0);
  self->placing = FALSE;
}

static void
take_from_user (DhRateSlider *self, double value)
{
  if (same (self->value, value))
    return;
  self->value = value;
  dh_number_entry_set_value (self->number, value);
  dh_number_entry_set_error (self->number, NULL);
  describe (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VALUE]);
  g_signal_emit (self, changed_by_user, 0, value, self->held);
}

/* A pixel is some 8 percent of the rate: three digits say all that a hand can mean. */
static double
rounded (double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  return g_ascii_strtod (g_ascii_formatd (buffer, sizeof buffer, "%.3g", value), NULL);
}

/* Pointer, keys, scrolling and assistive technology all end here. */
static void
position_changed_cb (DhRateSlider *self)
{
  if (self->placing)
    return;
  self->dragged |= self->held;
  take_from_user (self, rounded (pow (10, gtk_adjustment_get_value (self->adjustment))));
}

static void
number_changed_cb (DhRateSlider *self)
{
  self->value = dh_number_entry_get_value (self->number);
  place_thumb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VALUE]);
  g_signal_emit (self, changed_by_user, 0, self->value, FALSE);
}

static void
error_changed_cb (DhRateSlider *self)
{
  const char *error = dh_number_entry_get_error (self->number);

  /* The message has the whole width: beside the slider there is room for a word. */
  gtk_label_set_text (self->message, error != NULL ? error : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message), error != NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

/* Says once more, with dragging FALSE, where a drag ended: the owner closes its undo step. */
static void
let_go (DhRateSlider *self)
{
  gboolean dragged = self->dragged;

  self->held = self->dragged = FALSE;
  if (dragged)
    g_signal_emit (self, changed_by_user, 0, self->value, FALSE);
}

/* Only with the focus on it does the scale take the wheel: scrolling a sidebar must not turn a rate that passes under
 * the pointer. GTK has no property for it. */
static void
guard_wheel (DhRateSlider *self)
{
  GtkWidget *scale = GTK_WIDGET (self->scale);
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (scale);
  GtkPropagationPhase phase = gtk_widget_has_focus (scale) ? GTK_PHASE_BUBBLE : GTK_PHASE_NONE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_SCROLL (controller))
        gtk_event_controller_set_propagation_phase (controller, phase);
    }
}

/* Watches button and touch without taking part in the scale's own gestures, which would cancel ours. */
static gboolean
event_cb (GtkEventControllerLegacy *controller, GdkEvent *event, DhRateSlider *self)
{
  GdkEventType type = gdk_event_get_event_type (event);

  if (type == GDK_BUTTON_PRESS || type == GDK_TOUCH_BEGIN)
    self->held = TRUE;
  else if (type == GDK_BUTTON_RELEASE || type == GDK_TOUCH_END || type == GDK_TOUCH_CANCEL ||
           type == GDK_GRAB_BROKEN)
    let_go (self);
  else if (type == GDK_SCROLL)
    guard_wheel (self);
  return GDK_EVENT_PROPAGATE;
}

static void
dh_rate_slider_unmap (GtkWidget *widget)
{
  let_go (DH_RATE_SLIDER (widget));
  GTK_WIDGET_CLASS (dh_rate_slider_parent_class)->unmap (widget);
}

static gboolean
dh_rate_slider_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (DH_RATE_SLIDER (widget)->number));
}

static gboolean
dh_rate_slider_mnemonic_activate (GtkWidget *widget, gboolean group_cycling)
{
  return gtk_widget_grab_focus (widget);
}

static void
dh_rate_slider_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DhRateSlider *self = DH_RATE_SLIDER (object);
  double *end = id == PROP_LOWER ? &self->lower : &self->upper;

  switch (id)
    {
    case PROP_VALUE:
      dh_rate_slider_set_value (self, g_value_get_double (value));
      break;
    case PROP_LOWER:
    case PROP_UPPER:
      if (same (*end, g_value_get_double (value)))
        return;
      *end = g_value_get_double (value);
      update_marks (self);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dh_rate_slider_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DhRateSlider *self = DH_RATE_SLIDER (object);

  switch (id)
    {
    case PROP_VALUE:
      g_value_set_double (value, self->value);
      break;
    case PROP_LOWER:
      g_value_set_double (value, self->lower);
      break;
    case PROP_UPPER:
      g_value_set_double (value, self->upper);
      break;
    case PROP_ERROR:
      g_value_set_string (value, dh_number_entry_get_error (self->number));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dh_rate_slider_dispose (GObject *object)
{
  GtkWidget *child;

  gtk_widget_dispose_template (GTK_WIDGET (object), DH_TYPE_RATE_SLIDER);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (dh_rate_slider_parent_class)->dispose (object);
}

static void
dh_rate_slider_class_init (DhRateSliderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->set_property = dh_rate_slider_set_property;
  object_class->get_property = dh_rate_slider_get_property;
  object_class->dispose = dh_rate_slider_dispose;
  widget_class->unmap = dh_rate_slider_unmap;
  widget_class->grab_focus = dh_rate_slider_grab_focus;
  widget_class->mnemonic_activate = dh_rate_slider_mnemonic_activate;

  properties[PROP_VALUE] =
    g_param_spec_double ("value", NULL, NULL, G_MINDOUBLE, G_MAXDOUBLE, 1e-4, flags);
  properties[PROP_LOWER] = g_param_spec_double ("lower", NULL, NULL, 1e-300, 1e300, 1e-6, flags);
  properties[PROP_UPPER] = g_param_spec_double ("upper", NULL, NULL, 1e-300, 1e300, 10, flags);
  properties[PROP_ERROR] =
    g_param_spec_string ("error", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  changed_by_user = g_signal_new ("changed-by-user", DH_TYPE_RATE_SLIDER, G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_DOUBLE, G_TYPE_BOOLEAN);

  dh_widgets_ensure_resource ();
  g_type_ensure (DH_TYPE_NUMBER_ENTRY);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               DH_WIDGETS_RESOURCE "dh-rate-slider.ui");
  gtk_widget_class_bind_template_child (widget_class, DhRateSlider, scale);
  gtk_widget_class_bind_template_child (widget_class, DhRateSlider, adjustment);
  gtk_widget_class_bind_template_child (widget_class, DhRateSlider, number);
  gtk_widget_class_bind_template_child (widget_class, DhRateSlider, message);
  gtk_widget_class_bind_template_callback (widget_class, position_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, number_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, error_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, event_cb);
  gtk_widget_class_set_css_name (widget_class, "rateslider");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
dh_rate_slider_init (DhRateSlider *self)
{
  self->value = 1e-4;
  self->lower = 1e-6;
  self->upper = 10;
  /* The template sets the adjustment up, which is no user's doing. */
  self->placing = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  update_marks (self);
  place_thumb (self);
}

GtkWidget *
dh_rate_slider_new (void)
{
  return g_object_new (DH_TYPE_RATE_SLIDER, NULL);
}

void
dh_rate_slider_set_value (DhRateSlider *self, double value)
{
  g_return_if_fail (DH_IS_RATE_SLIDER (self));
  g_return_if_fail (value > 0 && isfinite (value));

  if (same (self->value, value))
    return;
  self->value = value;
  dh_number_entry_set_value (self->number, value);
  place_thumb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VALUE]);
}

double
dh_rate_slider_get_value (DhRateSlider *self)
{
  g_return_val_if_fail (DH_IS_RATE_SLIDER (self), 1e-4);

  return self->value;
}

void
dh_rate_slider_set_error (DhRateSlider *self, const char *message)
{
  g_return_if_fail (DH_IS_RATE_SLIDER (self));

  dh_number_entry_set_error (self->number, message);
}
