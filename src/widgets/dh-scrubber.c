/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Scrubber. Drawn with plain render nodes, so that a playing head costs nothing. Counts are exact up to 2^53. Time runs
 * from left to right in every language, as it does in the charts above it. */
#include "dh-scrubber.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

#include "dh-widgets-private.h"

#define MAXIMUM (G_GUINT64_CONSTANT (1) << 53)
#define BAR_HEIGHT 6
#define HEAD_RADIUS 8
#define HEIGHT 24

struct _DhScrubber
{
  GtkWidget parent_instance;

  guint64 total, buffered, position, page;
  double drag_start;
  gboolean hovered;
};

enum
{
  PROP_0,
  PROP_TOTAL,
  PROP_BUFFERED,
  PROP_POSITION,
  PROP_PAGE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];
static guint moved_by_user;

G_DEFINE_FINAL_TYPE (DhScrubber, dh_scrubber, GTK_TYPE_WIDGET)

/* Without thousands separators: the same figure is typed into other programs. */
static char *
describe_step (guint64 step, guint64 total)
{
  /* Translators: where the playhead is: "step 25 of 145". */
  return g_strdup_printf (_("step %" PRIu64 " of %" PRIu64), step, total);
}

static void
update_accessible (DhScrubber *self)
{
  g_autofree char *text = describe_step (self->position, self->total);

  /* GTK 4.8 hands the value of its own ranges to assistive technology, but not a custom widget's:
   * the description carries it there. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, 0.0,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, (double) self->total,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, (double) self->position,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

static double
bar_width (DhScrubber *self)
{
  return MAX (gtk_widget_get_width (GTK_WIDGET (self)) - 2 * HEAD_RADIUS, 1);
}

static double
step_to_x (DhScrubber *self, guint64 step)
{
  double share = self->total > 0 ? (double) MIN (step, self->total) / (double) self->total : 0;

  return HEAD_RADIUS + share * bar_width (self);
}

static guint64
x_to_step (DhScrubber *self, double x)
{
  double share = CLAMP ((x - HEAD_RADIUS) / bar_width (self), 0, 1);

  return (guint64) floor (share * (double) self->total + 0.5);
}

/* The playhead looks only at what has been computed. */
static void
move_to (DhScrubber *self, guint64 step)
{
  step = MIN (step, MIN (self->buffered, self->total));
  if (step == self->position)
    return;
  self->position = step;
  update_accessible (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_POSITION]);
  g_signal_emit (self, moved_by_user, 0, step);
}

static void
move_back (DhScrubber *self, guint64 steps)
{
  move_to (self, self->position > steps ? self->position - steps : 0);
}

static void
move_forward (DhScrubber *self, guint64 steps)
{
  guint64 end = MIN (self->buffered, self->total);

  move_to (self, self->position < end && end - self->position > steps ? self->position + steps : end);
}

static void
move_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DhScrubber *self = DH_SCRUBBER (widget);

  if (g_str_equal (name, "scrubber.back"))
    move_back (self, 1);
  else if (g_str_equal (name, "scrubber.forward"))
    move_forward (self, 1);
  else if (g_str_equal (name, "scrubber.page-back"))
    move_back (self, self->page);
  else if (g_str_equal (name, "scrubber.page-forward"))
    move_forward (self, self->page);
  else if (g_str_equal (name, "scrubber.start"))
    move_to (self, 0);
  else
    move_to (self, G_MAXUINT64);
}

static void
drag_begin_cb (DhScrubber *self, double x, double y, GtkGestureDrag *gesture)
{
  self->drag_start = x;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  move_to (self, x_to_step (self, x));
}

static void
drag_update_cb (DhScrubber *self, double dx, double dy)
{
  move_to (self, x_to_step (self, self->drag_start + dx));
}

static void
hover_cb (DhScrubber *self)
{
  self->hovered = TRUE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
unhover_cb (DhScrubber *self)
{
  self->hovered = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
dh_scrubber_query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  DhScrubber *self = DH_SCRUBBER (widget);
  guint64 step = keyboard ? self->position : x_to_step (self, x);
  g_autofree char *text = describe_step (step, self->total);
  GdkRectangle here = { x, 0, 1, gtk_widget_get_height (widget) };

  if (step > self->buffered)
    {
      g_autofree char *later = g_strdup_printf (_("%s, not computed yet"), text);

      gtk_tooltip_set_text (tooltip, later);
    }
  else
    gtk_tooltip_set_text (tooltip, text);
  if (!keyboard)
    gtk_tooltip_set_tip_area (tooltip, &here);
  return TRUE;
}

static void
append_bar (GtkSnapshot *snapshot, double x, double y, double width, const GdkRGBA *colour)
{
  GskRoundedRect bar;
  graphene_rect_t bounds;

  if (width < 0.5)
    return;
  graphene_rect_init (&bounds, (float) x, (float) y, (float) width, BAR_HEIGHT);
  gsk_rounded_rect_init_from_rect (&bar, &bounds, BAR_HEIGHT / 2.0f);
  gtk_snapshot_push_rounded_clip (snapshot, &bar);
  gtk_snapshot_append_color (snapshot, colour, &bounds);
  gtk_snapshot_pop (snapshot);
}

static void
append_disc (GtkSnapshot *snapshot, double x, double y, double radius, const GdkRGBA *colour)
{
  GskRoundedRect disc;
  graphene_rect_t bounds;

  graphene_rect_init (&bounds, (float) (x - radius), (float) (y - radius), (float) (2 * radius),
                      (float) (2 * radius));
  gsk_rounded_rect_init_from_rect (&disc, &bounds, (float) radius);
  gtk_snapshot_push_rounded_clip (snapshot, &disc);
  gtk_snapshot_append_color (snapshot, colour, &bounds);
  gtk_snapshot_pop (snapshot);
}

static void
dh_scrubber_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DhScrubber *self = DH_SCRUBBER (widget);
  GtkStyleContext *style = gtk_widget_get_style_context (widget);
  double middle = gtk_widget_get_height (widget) / 2.0, y = middle - BAR_HEIGHT / 2.0;
  double head = step_to_x (self, self->position);
  double radius = self->hovered ? HEAD_RADIUS : HEAD_RADIUS - 1;
  GdkRGBA text, trough, buffered, accent, knob;
  gboolean dark = dh_widget_is_dark (widget);

  gtk_style_context_get_color (style, &text);
  trough = buffered = text;
  trough.alpha *= 0.14f;
  buffered.alpha *= 0.38f;
  dh_widget_accent (widget, &accent);
  gdk_rgba_parse (&knob, dark ? "#deddda" : "#ffffff");
  if ((gtk_widget_get_state_flags (widget) & GTK_STATE_FLAG_INSENSITIVE) != 0)
    accent.alpha = knob.alpha = 0.5f;

  append_bar (snapshot, HEAD_RADIUS, y, bar_width (self), &trough);
  append_bar (snapshot, HEAD_RADIUS, y, step_to_x (self, self->buffered) - HEAD_RADIUS, &buffered);
  append_bar (snapshot, HEAD_RADIUS, y, head - HEAD_RADIUS, &accent);
  append_disc (snapshot, head, middle, radius, &accent);
  append_disc (snapshot, head, middle, radius - 2.5, &knob);
}

static void
dh_scrubber_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                     int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 80 : HEIGHT;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 200 : HEIGHT;
}

static guint64 *
field_of (DhScrubber *self, guint id)
{
  return id == PROP_TOTAL      ? &self->total
         : id == PROP_BUFFERED ? &self->buffered
         : id == PROP_POSITION ? &self->position
                               : &self->page;
}

static void
dh_scrubber_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DhScrubber *self = DH_SCRUBBER (object);
  guint64 *field = field_of (self, id);

  if (id <= PROP_0 || id >= N_PROPS)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  if (*field == g_value_get_uint64 (value))
    return;
  *field = g_value_get_uint64 (value);
  if (id == PROP_TOTAL || id == PROP_POSITION)
    update_accessible (self);
  if (id != PROP_PAGE)
    gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (object, pspec);
}

static void
dh_scrubber_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id <= PROP_0 || id >= N_PROPS)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  else
    g_value_set_uint64 (value, *field_of (DH_SCRUBBER (object), id));
}

static void
install_keys (GtkWidgetClass *widget_class)
{
  static const struct
  {
    const char *action;
    guint key, keypad;
  } keys[] = {
    { "scrubber.back", GDK_KEY_Left, GDK_KEY_KP_Left },
    { "scrubber.forward", GDK_KEY_Right, GDK_KEY_KP_Right },
    { "scrubber.page-back", GDK_KEY_Page_Down, GDK_KEY_KP_Page_Down },
    { "scrubber.page-forward", GDK_KEY_Page_Up, GDK_KEY_KP_Page_Up },
    { "scrubber.start", GDK_KEY_Home, GDK_KEY_KP_Home },
    { "scrubber.end", GDK_KEY_End, GDK_KEY_KP_End },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      gtk_widget_class_install_action (widget_class, keys[i].action, NULL, move_action);
      gtk_widget_class_add_binding_action (widget_class, keys[i].key, 0, keys[i].action, NULL);
      gtk_widget_class_add_binding_action (widget_class, keys[i].keypad, 0, keys[i].action, NULL);
    }
}

static void
dh_scrubber_class_init (DhScrubberClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->set_property = dh_scrubber_set_property;
  object_class->get_property = dh_scrubber_get_property;
  widget_class->snapshot = dh_scrubber_snapshot;
  widget_class->measure = dh_scrubber_measure;
  widget_class->query_tooltip = dh_scrubber_query_tooltip;

  properties[PROP_TOTAL] = g_param_spec_uint64 ("total", NULL, NULL, 0, MAXIMUM, 0, flags);
  properties[PROP_BUFFERED] = g_param_spec_uint64 ("buffered", NULL, NULL, 0, MAXIMUM, 0, flags);
  properties[PROP_POSITION] = g_param_spec_uint64 ("position", NULL, NULL, 0, MAXIMUM, 0, flags);
  properties[PROP_PAGE] = g_param_spec_uint64 ("page", NULL, NULL, 1, MAXIMUM, 10, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  moved_by_user = g_signal_new ("moved-by-user", DH_TYPE_SCRUBBER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_UINT64);

  install_keys (widget_class);
  gtk_widget_class_set_css_name (widget_class, "scrubber");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_SLIDER);
}

static void
dh_scrubber_init (DhScrubber *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  self->page = 10;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  g_signal_connect_swapped (motion, "enter", G_CALLBACK (hover_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (unhover_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Playhead"), -1);
  update_accessible (self);
}

GtkWidget *
dh_scrubber_new (void)
{
  return g_object_new (DH_TYPE_SCRUBBER, NULL);
}
