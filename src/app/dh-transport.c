/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Transport: follows a session through a signal group, so that another session is one call. UI
 * thread only. */
#include "dh-transport.h"

#include "dh-scrubber.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#define SEPARATOR " · "

struct _DhTransport
{
  GtkWidget parent_instance;

  DhSession *session;
  GSignalGroup *signals;

  GtkButton *play_button;
  GtkMenuButton *speed_button;
  DhScrubber *scrubber;
  GtkLabel *label;
  GtkStack *stack;
  GtkSpinner *spinner;
};

enum
{
  PROP_0,
  PROP_SESSION,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (DhTransport, dh_transport, GTK_TYPE_WIDGET)

/* The row of the data that the step before the playhead went to; 0 when nothing tells. */
static guint64
find_row (DhTransport *self, guint64 step)
{
  DhHistory *history
    = dh_session_get_history (self->session, dh_session_get_selected (self->session));
  const DhStepColumns *columns;

  if (history == NULL || step == 0 || step > dh_history_n_steps (history))
    return 0;
  columns = dh_history_step_columns (history);
  if (columns->row < 0)
    return 0;
  return (guint64) dh_table_value (dh_history_get_steps (history), (guint) columns->row,
                                   (gsize) step - 1);
}

static char *
describe_place (DhTransport *self, guint64 step, guint64 total)
{
  guint64 length = dh_session_get_epoch_steps (self->session);
  guint64 row = find_row (self, step);
  guint64 epoch = step == 0 ? 1 : (step - 1) / length + 1;
  GString *text = g_string_new (NULL);

  if (dh_session_get_span (self->session) > 0)
    {
      /* Translators: the place in a signal that is averaged. */
      g_string_append_printf (text, _("value %" PRIu64 " / %" PRIu64), step, total);
      return g_string_free (text, FALSE);
    }
  if (step == 0)
    /* Translators: before the first step; %s is the number of steps. */
    g_string_append_printf (text, _("start / %" PRIu64), total);
  else
    g_string_append_printf (text, _("step %" PRIu64 " / %" PRIu64), step, total);
  g_string_append (text, SEPARATOR);
  g_string_append_printf (text, _("epoch %" PRIu64), epoch);
  if (row > 0)
    {
      g_string_append (text, SEPARATOR);
      g_string_append_printf (text, _("row %" PRIu64), row);
    }
  return g_string_free (text, FALSE);
}

static guint
n_digits (guint64 number)
{
  guint n = 1;

  while (number >= 10)
    {
      number /= 10;
      n++;
    }
  return n;
}

static void
update_place (DhTransport *self)
{
  guint64 step = dh_session_get_playhead (self->session);
  guint64 total = dh_session_get_total_steps (self->session);
  g_autofree char *text = describe_place (self, step, total);
  int width;

  g_object_set (self->scrubber, "total", total, "buffered",
                dh_session_get_computed_steps (self->session), "position", step, "page",
                dh_session_get_epoch_steps (self->session), NULL);
  gtk_label_set_label (self->label, text);
  /* Wide enough for the last step, so that nothing moves while it plays. */
  width = (int) (22 + 2 * n_digits (total));
  if (gtk_label_get_width_chars (self->label) != width)
    gtk_label_set_width_chars (self->label, width);
}

static void
update_playing (DhTransport *self)
{
  gboolean playing = dh_session_get_playing (self->session);
  const char *text = playing ? _("Pause") : _("Play");

  gtk_button_set_icon_name (self->play_button, playing ? "media-playback-pause-symbolic"
                                                       : "media-playback-start-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->play_button),
                               playing ? _("Stop playing here (Space)")
                                       : _("Play through the steps from here (Space)"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->play_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
update_speed (DhTransport *self)
{
  g_autofree char *text = NULL;
  double speed;

  g_object_get (self->session, "speed", &speed, NULL);
  text = g_strdup_printf ("%g×", speed);
  gtk_menu_button_set_label (self->speed_button, text);
}

static void
update_computing (DhTransport *self)
{
  gboolean computing, paused, stopped;

  g_object_get (self->session, "computing", &computing, "paused", &paused, "stopped", &stopped,
                NULL);
  gtk_spinner_set_spinning (self->spinner, computing && !paused);
  gtk_stack_set_visible_child_name (self->stack, computing || paused ? "computing"
                                                 : stopped           ? "stopped"
                                                                     : "done");
}

static void
update_all (DhTransport *self)
{
  if (self->session == NULL)
    return;
  update_place (self);
  update_playing (self);
  update_speed (self);
  update_computing (self);
}

static void
scrubber_moved_cb (DhTransport *self, guint64 step)
{
  if (self->session != NULL)
    dh_session_set_playhead (self->session, step);
}

static void
dh_transport_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  if (prop_id == PROP_SESSION)
    g_value_set_object (value, DH_TRANSPORT (object)->session);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
dh_transport_set_property (GObject *object, guint prop_id, const GValue *value,
                           GParamSpec *pspec)
{
  if (prop_id == PROP_SESSION)
    dh_transport_set_session (DH_TRANSPORT (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

/* The scrubber takes the keys that a player's bar takes. */
static gboolean
dh_transport_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (DH_TRANSPORT (widget)->scrubber));
}

static void
dh_transport_dispose (GObject *object)
{
  DhTransport *self = DH_TRANSPORT (object);
  GtkWidget *child;

  if (self->signals != NULL)
    g_signal_group_set_target (self->signals, NULL);
  g_clear_object (&self->signals);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), DH_TYPE_TRANSPORT);
  /* The template lets go only of the children that have a name. */
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (dh_transport_parent_class)->dispose (object);
}

static void
dh_transport_class_init (DhTransportClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = dh_transport_get_property;
  object_class->set_property = dh_transport_set_property;
  object_class->dispose = dh_transport_dispose;
  widget_class->grab_focus = dh_transport_grab_focus;

  props[PROP_SESSION]
    = g_param_spec_object ("session", NULL, NULL, DH_TYPE_SESSION,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_css_name (widget_class, "transport");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  g_type_ensure (DH_TYPE_SCRUBBER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/downhill/Downhill/dh-transport.ui");
  gtk_widget_class_bind_template_child (widget_class, DhTransport, play_button);
  gtk_widget_class_bind_template_child (widget_class, DhTransport, speed_button);
  gtk_widget_class_bind_template_child (widget_class, DhTransport, scrubber);
  gtk_widget_class_bind_template_child (widget_class, DhTransport, label);
  gtk_widget_class_bind_template_child (widget_class, DhTransport, stack);
  gtk_widget_class_bind_template_child (widget_class, DhTransport, spinner);
  gtk_widget_class_bind_template_callback (widget_class, scrubber_moved_cb);
}

static void
connect_signals (DhTransport *self)
{
  static const char *const places[]
    = { "notify::playhead", "notify::span", "notify::total-steps", "notify::computed-steps",
        "notify::selected-run", "histories-changed" };
  static const char *const computing[] = { "notify::computing", "notify::paused", "notify::stopped" };

  self->signals = g_signal_group_new (DH_TYPE_SESSION);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    g_signal_group_connect_swapped (self->signals, places[i], G_CALLBACK (update_place), self);
  for (guint i = 0; i < G_N_ELEMENTS (computing); i++)
    g_signal_group_connect_swapped (self->signals, computing[i], G_CALLBACK (update_computing),
                                    self);
  g_signal_group_connect_swapped (self->signals, "notify::playing", G_CALLBACK (update_playing),
                                  self);
  g_signal_group_connect_swapped (self->signals, "notify::speed", G_CALLBACK (update_speed),
                                  self);
}

static void
dh_transport_init (DhTransport *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Transport"), -1);
  connect_signals (self);
}

GtkWidget *
dh_transport_new (void)
{
  return g_object_new (DH_TYPE_TRANSPORT, NULL);
}

void
dh_transport_set_session (DhTransport *self, DhSession *session)
{
  g_return_if_fail (DH_IS_TRANSPORT (self));

  if (!g_set_object (&self->session, session))
    return;
  g_signal_group_set_target (self->signals, session);
  update_all (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SESSION]);
}
