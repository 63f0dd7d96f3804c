/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Rate slider. The scale works in decades (log10), the number in the rate itself. The rate is the truth: the thumb only
 * shows where it lies, clamped to the ends, and never rounds a rate that was typed. */
#include "dh-rate-slider.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "dh-band-labels.h"
#include "dh-band-tip.h"
#include "dh-band-words.h"
#include "dh-number-entry.h"
#include "dh-widgets-private.h"

/* How near a limit's mark the pointer means it. */
#define MARK_REACH 5

struct _DhRateSlider
{
  GtkWidget parent_instance;

  DhBandScale *scale;
  DhBandLabels *labels;
  GtkLabel *outcome;
  GtkAdjustment *adjustment;
  DhNumberEntry *number;
  GtkLabel *message;
  GtkWidget *tip;   /* of the scale's tooltip; ours too, as the tooltip drops it each time */

  double value, lower, upper;
  gboolean placing; /* the thumb is being placed by us */
  gboolean held;    /* the pointer holds the thumb */
  gboolean dragged; /* … and has changed the value */
  gboolean moved;   /* … and the ends are other ones meanwhile */

  DhBandPoint *points;
  gsize n_points;
  gboolean complete;
  char *bands;      /* in words */
  double limit[DH_BAND_N_LIMITS];
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
  g_autofree char *at = NULL, *outcome = NULL, *all = NULL;

  if (self->n_points > 0)
    {
      at = dh_band_words_at (self->points, self->n_points, self->value);
      /* Translators: beside the learning rate, what it comes to: "At this rate: good". */
      outcome = g_strdup_printf (_("At this rate: %s"), at);
      /* Translators: a learning rate, what it comes to, and what others do: "0.0001: good. Crawls up to …". */
      all = g_strdup_printf (_("%s: %s. By learning rate: %s."), text, at, self->bands);
    }
  gtk_label_set_text (self->outcome, outcome != NULL ? outcome : "");
  /* GTK 4.8 hands only the value, a logarithm, to assistive technology: the description says the rate. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scale), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                  text, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, all != NULL ? all : text, -1);
}

static void
place_thumb (DhRateSlider *self)
{
  self->placing = TRUE;
  gtk_adjustment_set_value (self->adjustment, log10 (self->value));
  self->placing = FALSE;
  describe (self);
}

static void
update_ends (DhRateSlider *self)
{
  double low = log10 (self->lower), high = fmax (log10 (self->upper), low + 0.1);

  self->placing = TRUE;
  gtk_adjustment_configure (self->adjustment, log10 (self->value), low, high, 0.02, 0.2, 0);
  self->placing = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self->scale));
  gtk_widget_queue_draw (GTK_WIDGET (self->labels));
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
  if (self->moved)
    {
      self->moved = FALSE;
      update_ends (self);
    }
  if (dragged)
    g_signal_emit (self, changed_by_user, 0, self->value, FALSE);
}

static gboolean
event_cb (GtkEventControllerLegacy *controller, GdkEvent *event, DhRateSlider *self)
{
  DhHold hold = dh_scale_watch (GTK_WIDGET (self->scale), event);

  if (hold == DH_HOLD_BEGINS)
    self->held = TRUE;
  else if (hold == DH_HOLD_ENDS)
    let_go (self);
  return GDK_EVENT_PROPAGATE;
}

/* To the next band. */
static gboolean
key_pressed_cb (GtkEventControllerKey *controller, guint keyval, guint code, GdkModifierType state,
                DhRateSlider *self)
{
  gboolean back = keyval == GDK_KEY_Left || keyval == GDK_KEY_KP_Left;
  gboolean forward = keyval == GDK_KEY_Right || keyval == GDK_KEY_KP_Right;
  double next;

  if ((state & gtk_accelerator_get_default_mod_mask ()) != GDK_CONTROL_MASK || !(back || forward)
      || self->n_points == 0)
    return GDK_EVENT_PROPAGATE;
  if (dh_band_next (self->points, self->n_points, self->value, back ? -1 : 1, &next))
    {
      take_from_user (self, next);
      place_thumb (self);
    }
  else
    gtk_widget_error_bell (GTK_WIDGET (self->scale));
  return GDK_EVENT_STOP;
}

/* What the mark of @limit means; NULL: there is none. */
static char *
describe_limit (DhRateSlider *self, DhBandLimit limit)
{
  g_autofree char *rate = NULL;

  if (!(self->limit[limit] > 0))
    return NULL;
  rate = dh_band_words_rate (self->limit[limit]);
  if (limit == DH_BAND_LIMIT_ROW)
    return g_strdup_printf (_("Row limit %s: above it, plain SGD leaves at least one row with a greater error "
                              "than it found there."), rate);
  return g_strdup_printf (_("Epoch limit %s: above it, each epoch of plain SGD leads further away from the "
                            "minimum, so that no number of epochs arrives."), rate);
}

static char *
name_limit (DhRateSlider *self, DhBandLimit limit)
{
  g_autofree char *rate = dh_band_words_rate (self->limit[limit]);

  if (!(self->limit[limit] > 0))
    return NULL;
  return g_strdup_printf (limit == DH_BAND_LIMIT_ROW ? _("row limit %s") : _("epoch limit %s"), rate);
}

static gboolean
query_tooltip_cb (DhRateSlider *self, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  double rate = keyboard ? self->value : dh_band_scale_x_to_rate (self->scale, x);
  g_autofree char *text = NULL;
  GdkRectangle here = { x - 1, 0, 3, gtk_widget_get_height (GTK_WIDGET (self->scale)) };
  guint kinds = 0;

  if (self->n_points == 0)
    return FALSE;
  if (self->tip == NULL)
    self->tip = g_object_ref_sink (dh_band_tip_new ());
  for (gsize i = 0; i < self->n_points; i++)
    kinds |= 1u << self->points[i].kind;
  dh_band_tip_set_kinds (DH_BAND_TIP (self->tip), kinds);
  for (guint i = 0; i < DH_BAND_N_LIMITS; i++)
    {
      g_autofree char *name = name_limit (self, (DhBandLimit) i);

      dh_band_tip_set_limit (DH_BAND_TIP (self->tip), (DhBandLimit) i, name);
      if (!keyboard && name != NULL && text == NULL
          && fabs (dh_band_scale_rate_to_x (self->scale, self->limit[i]) - x) <= MARK_REACH)
        text = describe_limit (self, (DhBandLimit) i);
    }
  if (text == NULL)
    text = dh_rate_slider_describe (self, rate);
  dh_band_tip_set_text (DH_BAND_TIP (self->tip), text);
  gtk_tooltip_set_custom (tooltip, self->tip);
  if (!keyboard)
    gtk_tooltip_set_tip_area (tooltip, &here);
  return TRUE;
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
      /* Nothing moves under a pointer that holds the thumb. */
      self->moved = self->held;
      if (!self->held)
        update_ends (self);
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

  if (DH_RATE_SLIDER (object)->scale != NULL)
    {
      dh_band_scale_set_points (DH_RATE_SLIDER (object)->scale, NULL, 0);
      dh_band_labels_set_scale (DH_RATE_SLIDER (object)->labels, NULL);
    }
  g_clear_object (&DH_RATE_SLIDER (object)->tip);
  gtk_widget_dispose_template (GTK_WIDGET (object), DH_TYPE_RATE_SLIDER);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (dh_rate_slider_parent_class)->dispose (object);
}

static void
dh_rate_slider_finalize (GObject *object)
{
  g_free (DH_RATE_SLIDER (object)->points);
  g_free (DH_RATE_SLIDER (object)->bands);
  G_OBJECT_CLASS (dh_rate_slider_parent_class)->finalize (object);
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
  object_class->finalize = dh_rate_slider_finalize;
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
  g_type_ensure (DH_TYPE_BAND_SCALE);
  g_type_ensure (DH_TYPE_BAND_LABELS);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               DH_WIDGETS_RESOURCE "dh-rate-slider.ui");
  gtk_widget_class_bind_template_child (widget_class, DhRateSlider, scale);
  gtk_widget_class_bind_template_child (widget_class, DhRateSlider, labels);
  gtk_widget_class_bind_template_child (widget_class, DhRateSlider, outcome);
  gtk_widget_class_bind_template_child (widget_class, DhRateSlider, adjustment);
  gtk_widget_class_bind_template_child (widget_class, DhRateSlider, number);
  gtk_widget_class_bind_template_child (widget_class, DhRateSlider, message);
  gtk_widget_class_bind_template_callback (widget_class, position_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, number_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, error_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, event_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, query_tooltip_cb);
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
  dh_band_labels_set_scale (self->labels, self->scale);
  update_ends (self);
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

void
dh_rate_slider_set_bands (DhRateSlider *self, const DhBandPoint *points, gsize n, gboolean complete)
{
  g_return_if_fail (DH_IS_RATE_SLIDER (self));

  dh_band_scale_set_points (self->scale, NULL, 0);
  g_clear_pointer (&self->points, g_free);
  g_clear_pointer (&self->bands, g_free);
  self->n_points = n;
  self->complete = complete;
  if (n > 0)
    {
      self->points = g_memdup2 (points, n * sizeof *points);
      self->bands = dh_band_words_list (points, n);
    }
  dh_band_scale_set_points (self->scale, self->points, n);
  gtk_widget_queue_draw (GTK_WIDGET (self->labels));
  describe (self);
}

void
dh_rate_slider_set_limits (DhRateSlider *self, double row_limit, double epoch_limit)
{
  g_return_if_fail (DH_IS_RATE_SLIDER (self));

  self->limit[DH_BAND_LIMIT_ROW] = row_limit;
  self->limit[DH_BAND_LIMIT_EPOCH] = epoch_limit;
  for (guint i = 0; i < DH_BAND_N_LIMITS; i++)
    dh_band_scale_set_limit (self->scale, (DhBandLimit) i, self->limit[i]);
}

char *
dh_rate_slider_describe (DhRateSlider *self, double rate)
{
  g_autofree char *number = NULL, *at = NULL, *error = NULL, *measured = NULL;
  const DhBandPoint *nearest;
  gboolean sure;

  g_return_val_if_fail (DH_IS_RATE_SLIDER (self), NULL);

  number = dh_band_words_rate (rate);
  if (self->n_points == 0)
    return g_steal_pointer (&number);
  at = dh_band_words_at (self->points, self->n_points, rate);
  nearest = &self->points[dh_band_nearest (self->points, self->n_points, rate)];
  sure = dh_band_covers (self->points, self->n_points, rate);
  if (sure && nearest->kind == DH_BAND_UNKNOWN)
    return g_strdup_printf (self->complete ? _("%s: not measured, it would take too long")
                                           : _("%s: not measured yet"), number);
  error = sure ? dh_band_words_error (nearest) : NULL;
  if (error == NULL)
    return g_strdup_printf ("%s: %s", number, at);
  measured = dh_band_words_rate (nearest->rate);
  /* Translators: a learning rate, its outcome, the errors, and the rate at which they were measured: "0.000123: good.
   * RMSE 22.34, √Σe 119.7 in the last epoch (at 0.000121)". */
  return g_strdup_printf (_("%s: %s. %s (at %s)"), number, at, error, measured);
}
