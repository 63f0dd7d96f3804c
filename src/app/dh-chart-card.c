/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Chart card: see the header. The menu's actions are a group of its own ("card"), because what they
 * show (the axis kinds) differs from card to card. UI thread only. */
#include "dh-chart-card.h"

#include <glib/gi18n-lib.h>
#include <math.h>

struct _DhChartCard
{
  GtkWidget parent_instance;

  DhSession *session;
  guint index;
  gboolean dirty;
  gboolean pointed_at; /* the crosshair comes from here */
  GSimpleActionGroup *actions;

  GtkLabel *title;
  GtkWidget *fit_button;
  DhChart *chart;
  GtkPopover *popover;
};

enum
{
  PROP_0,
  PROP_SESSION,
  PROP_INDEX,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (DhChartCard, dh_chart_card, GTK_TYPE_WIDGET)

/* NULL once the view has gone away and the card is about to. */
static const DhView *
get_view (DhChartCard *self)
{
  DhExperiment *experiment;

  if (self->session == NULL)
    return NULL;
  experiment = dh_session_get_experiment (self->session);
  if (self->index >= dh_experiment_n_views (experiment))
    return NULL;
  return dh_experiment_get_view (experiment, self->index);
}

/* Views are never invalid by these changes, so an error can only be the experiment's own. */
static void
apply_view (DhChartCard *self, const DhView *view, const char *label)
{
  g_autoptr (GError) error = NULL;

  if (!dh_session_apply_view (self->session, self->index, view, label, &error))
    g_signal_emit_by_name (self->session, "message", error->message, NULL, NULL);
}

static void
crosshair_moved_cb (DhChartCard *self, double x)
{
  const DhView *view = get_view (self);
  DhChartContext context;
  guint64 step;

  if (view == NULL)
    return;
  dh_session_chart_context (self->session, &context);
  self->pointed_at = !isnan (x);
  if (isnan (x) || !dh_chart_x_to_step (&context, view, x, &step))
    g_object_set (self->session, "crosshair", (double) NAN, NULL);
  else
    g_object_set (self->session, "crosshair", (double) step, NULL);
}

static void
playhead_requested_cb (DhChartCard *self, double x)
{
  const DhView *view = get_view (self);
  DhChartContext context;
  guint64 step;

  if (view == NULL)
    return;
  dh_session_chart_context (self->session, &context);
  if (dh_chart_x_to_step (&context, view, x, &step))
    dh_session_set_playhead (self->session, step);
}

/* As the findings bar's Go There. */
static void
sign_activated_cb (DhChartCard *self, double x)
{
  if (self->session == NULL)
    return;
  dh_session_set_playing (self->session, FALSE);
  playhead_requested_cb (self, x);
}

static void
series_toggled_cb (DhChartCard *self, const char *key)
{
  const DhView *view = get_view (self);
  g_autoptr (DhView) copy = NULL;
  gboolean hidden;

  if (view == NULL)
    return;
  hidden = dh_view_is_hidden (view, key);
  copy = dh_view_copy (view);
  dh_view_set_hidden (copy, key, !hidden);
  apply_view (self, copy, hidden ? _("Show line") : _("Hide line"));
}

static GSimpleAction *
get_action (DhChartCard *self, const char *name)
{
  return G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), name));
}

static void
zoom_changed_cb (DhChartCard *self)
{
  gboolean zoomed = dh_chart_get_zoomed (self->chart);

  gtk_widget_set_visible (self->fit_button, zoomed);
  g_simple_action_set_enabled (get_action (self, "zoom-fit"), zoomed);
}

static void
menu_requested_cb (DhChartCard *self, double x, double y)
{
  double left, top;
  GdkRectangle at;

  if (!gtk_widget_translate_coordinates (GTK_WIDGET (self->chart), GTK_WIDGET (self), x, y, &left,
                                         &top))
    return;
  at = (GdkRectangle) { (int) left, (int) top, 1, 1 };
  gtk_popover_set_pointing_to (self->popover, &at);
  gtk_popover_popup (self->popover);
}

/* Passes a menu entry on to the window's action of the same theme, with the chart's number. */
static void
forward_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DhChartCard *self = data;
  g_autofree char *name
    = g_strconcat ("win.chart-", g_action_get_name (G_ACTION (action)), NULL);

  gtk_widget_activate_action (GTK_WIDGET (self), name, "u", self->index);
}

static void
zoom_fit_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  dh_chart_zoom_fit (DH_CHART_CARD (data)->chart);
}

static void
vertical_cb (GSimpleAction *action, GVariant *value, gpointer data)
{
  DhChartCard *self = data;
  const DhView *view = get_view (self);
  g_autoptr (DhView) copy = NULL;
  DhAxisKind kind;

  if (view == NULL || !dh_axis_kind_parse (g_variant_get_string (value, NULL), &kind, NULL))
    return;
  copy = dh_view_copy (view);
  copy->left_axis.kind = kind;
  /* A range that was set for another kind of axis may not exist on this one. */
  if (kind == DH_AXIS_LOG && copy->left_axis.min <= 0)
    copy->left_axis.fixed = FALSE;
  apply_view (self, copy, _("Vertical axis"));
}

static void
horizontal_cb (GSimpleAction *action, GVariant *value, gpointer data)
{
  DhChartCard *self = data;
  const DhView *view = get_view (self);
  g_autoptr (DhView) copy = NULL;
  DhXAxis x;

  if (view == NULL || !dh_x_axis_parse (g_variant_get_string (value, NULL), &x, NULL))
    return;
  copy = dh_view_copy (view);
  copy->x = x;
  copy->x_axis.fixed = FALSE;
  apply_view (self, copy, _("Horizontal axis"));
}

static void
legend_cb (GSimpleAction *action, GVariant *value, gpointer data)
{
  DhChartCard *self = data;
  const DhView *view = get_view (self);
  g_autoptr (DhView) copy = NULL;

  if (view == NULL)
    return;
  copy = dh_view_copy (view);
  copy->legend = g_variant_get_boolean (value);
  apply_view (self, copy, copy->legend ? _("Show legend") : _("Hide legend"));
}

/* Takes what menu and title show from the view. */
static void
update_actions (DhChartCard *self, const DhView *view)
{
  GSimpleAction *horizontal = get_action (self, "horizontal");
  g_autofree char *title = dh_chart_title (view);

  gtk_label_set_label (self->title, title);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), title);
  g_simple_action_set_state (get_action (self, "vertical"),
                             g_variant_new_string (dh_axis_kind_id (view->left_axis.kind)));
  g_simple_action_set_state (horizontal, g_variant_new_string (dh_x_axis_id (view->x)));
  g_simple_action_set_enabled (horizontal, view->x != DH_X_DATA && view->x != DH_X_BUMP);
  g_simple_action_set_state (get_action (self, "legend"), g_variant_new_boolean (view->legend));
}

static void
update_playhead (DhChartCard *self, const DhChartContext *context, const DhView *view)
{
  double x;

  if (!dh_chart_playhead_x (context, view, &x))
    x = NAN;
  dh_chart_set_playhead (self->chart, x);
}

void
dh_chart_card_update (DhChartCard *self)
{
  const DhView *view;
  DhChartContext context;

  g_return_if_fail (DH_IS_CHART_CARD (self));

  view = get_view (self);
  if (view == NULL)
    return;
  dh_session_chart_context (self->session, &context);
  if (self->dirty)
    {
      g_autoptr (DhPlot) plot = dh_chart_build (&context, view);

      update_actions (self, view);
      dh_chart_set_plot (self->chart, plot);
      self->dirty = FALSE;
    }
  update_playhead (self, &context, view);
}

void
dh_chart_card_follow_crosshair (DhChartCard *self)
{
  const DhView *view;
  DhChartContext context;
  double step, x;

  g_return_if_fail (DH_IS_CHART_CARD (self));

  view = get_view (self);
  if (view == NULL || self->pointed_at)
    return;
  g_object_get (self->session, "crosshair", &step, NULL);
  dh_session_chart_context (self->session, &context);
  if (!isnan (step))
    context.playhead = (guint64) MAX (step, 0);
  if (isnan (step) || !dh_chart_playhead_x (&context, view, &x))
    x = NAN;
  dh_chart_set_crosshair (self->chart, x);
}

void
dh_chart_card_invalidate (DhChartCard *self)
{
  g_return_if_fail (DH_IS_CHART_CARD (self));

  self->dirty = TRUE;
}

void
dh_chart_card_invalidate_playhead (DhChartCard *self)
{
  const DhView *view;
  DhChartContext context;
  double x;

  g_return_if_fail (DH_IS_CHART_CARD (self));

  view = get_view (self);
  if (view == NULL)
    return;
  /* The fit is over x whatever the view says, and is drawn as the run was at the playhead; so is the bump’s error. */
  dh_session_chart_context (self->session, &context);
  if (!dh_chart_playhead_x (&context, view, &x))
    self->dirty = TRUE;
}

gboolean
dh_chart_card_get_dirty (DhChartCard *self)
{
  g_return_val_if_fail (DH_IS_CHART_CARD (self), FALSE);

  return self->dirty;
}

DhChart *
dh_chart_card_get_chart (DhChartCard *self)
{
  g_return_val_if_fail (DH_IS_CHART_CARD (self), NULL);

  return self->chart;
}

guint
dh_chart_card_get_index (DhChartCard *self)
{
  g_return_val_if_fail (DH_IS_CHART_CARD (self), 0);

  return self->index;
}

static void
dh_chart_card_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  DhChartCard *self = DH_CHART_CARD (object);

  switch (prop_id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    case PROP_INDEX:
      g_value_set_uint (value, self->index);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
dh_chart_card_set_property (GObject *object, guint prop_id, const GValue *value,
                            GParamSpec *pspec)
{
  DhChartCard *self = DH_CHART_CARD (object);

  switch (prop_id)
    {
    case PROP_SESSION:
      if (g_set_object (&self->session, g_value_get_object (value)))
        g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_INDEX:
      if (self->index != g_value_get_uint (value))
        {
          self->index = g_value_get_uint (value);
          g_object_notify_by_pspec (object, pspec);
        }
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      return;
    }
  self->dirty = TRUE;
}

static void
dh_chart_card_dispose (GObject *object)
{
  DhChartCard *self = DH_CHART_CARD (object);
  GtkWidget *child;

  gtk_widget_insert_action_group (GTK_WIDGET (self), "card", NULL);
  g_clear_object (&self->actions);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), DH_TYPE_CHART_CARD);
  /* The template lets go only of the children that have a name. */
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (dh_chart_card_parent_class)->dispose (object);
}

static void
dh_chart_card_class_init (DhChartCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags
    = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = dh_chart_card_get_property;
  object_class->set_property = dh_chart_card_set_property;
  object_class->dispose = dh_chart_card_dispose;

  props[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, DH_TYPE_SESSION, flags);
  props[PROP_INDEX]
    = g_param_spec_uint ("index", NULL, NULL, 0, DH_EXPERIMENT_MAX_VIEWS - 1, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  g_type_ensure (DH_TYPE_CHART);
  gtk_widget_class_set_css_name (widget_class, "chartcard");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/downhill/Downhill/dh-chart-card.ui");
  gtk_widget_class_bind_template_child (widget_class, DhChartCard, title);
  gtk_widget_class_bind_template_child (widget_class, DhChartCard, fit_button);
  gtk_widget_class_bind_template_child (widget_class, DhChartCard, chart);
  gtk_widget_class_bind_template_child (widget_class, DhChartCard, popover);
  gtk_widget_class_bind_template_callback (widget_class, sign_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, crosshair_moved_cb);
  gtk_widget_class_bind_template_callback (widget_class, playhead_requested_cb);
  gtk_widget_class_bind_template_callback (widget_class, series_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, zoom_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, menu_requested_cb);
}

static void
dh_chart_card_init (DhChartCard *self)
{
  static const GActionEntry entries[] = {
    { "settings", forward_cb, NULL, NULL, NULL, { 0 } },
    { "export", forward_cb, NULL, NULL, NULL, { 0 } },
    { "copy", forward_cb, NULL, NULL, NULL, { 0 } },
    { "csv", forward_cb, NULL, NULL, NULL, { 0 } },
    { "remove", forward_cb, NULL, NULL, NULL, { 0 } },
    { "zoom-fit", zoom_fit_cb, NULL, NULL, NULL, { 0 } },
    { "vertical", NULL, "s", "'linear'", vertical_cb, { 0 } },
    { "horizontal", NULL, "s", "'step'", horizontal_cb, { 0 } },
    { "legend", NULL, NULL, "true", legend_cb, { 0 } },
  };

  self->dirty = TRUE;
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries,
                                   G_N_ELEMENTS (entries), self);
  g_simple_action_set_enabled (get_action (self, "zoom-fit"), FALSE);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "card", G_ACTION_GROUP (self->actions));
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
dh_chart_card_new (DhSession *session, guint index)
{
  return g_object_new (DH_TYPE_CHART_CARD, "session", session, "index", index, NULL);
}
