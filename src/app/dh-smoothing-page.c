/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Smoothing page: the charts' half. The settings beside them are a widget of their own; this one follows the session
 * and averages, a bounded number of values a frame. UI thread only. */
#include "dh-smoothing-page.h"

#include "dh-smooth-chart.h"
#include "dh-smoothing-settings.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <math.h>
#include <string.h>

/* Values that one frame averages, each by up to four methods: some milliseconds. */
#define BUDGET 200000

struct _DhSmoothingPage
{
  GtkWidget parent_instance;

  DhSession *session;
  GSignalGroup *signals;
  GSimpleActionGroup *actions;
  DhSmoothLines *lines; /* NULL: none yet */
  gboolean dirty;       /* the chart; the rest follows the playhead too */
  gboolean update_queued;

  DhSmoothingSettings *settings;
  GtkLabel *title;
  GtkWidget *fit_button;
  DhChart *chart;
  GtkPopover *popover;
  DhChart *weights;
  GtkLabel *formula;
};

enum
{
  PROP_0,
  PROP_SESSION,
  N_PROPS,
};

enum
{
  UPDATE_NEEDED,
  N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DhSmoothingPage, dh_smoothing_page, GTK_TYPE_WIDGET)

static void
queue_update (DhSmoothingPage *self)
{
  /* A page that nobody sees costs nothing. */
  if (self->update_queued || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  self->update_queued = TRUE;
  g_signal_emit (self, signals[UPDATE_NEEDED], 0);
}

static void
invalidate (DhSmoothingPage *self)
{
  self->dirty = TRUE;
  queue_update (self);
}

/* A made-up signal has a length of its own, and so has one that a hidden run recorded. */
static guint64
find_span (DhSmoothingPage *self)
{
  DhExperiment *experiment = dh_session_get_experiment (self->session);
  const DhSmoothSpec *spec = dh_experiment_get_smoothing (experiment);
  DhRun *run;
  DhHistory *history;

  if (spec->signal[0].kind != DH_SMOOTH_RECORDED)
    return spec->length;
  run = dh_experiment_find_run (experiment, spec->signal[0].run, NULL);
  if (run == NULL || run->visible)
    return 0;
  history = dh_session_get_history (self->session, run->id);
  return history != NULL ? dh_history_n_steps (history) : 0;
}

static void
update_span (DhSmoothingPage *self)
{
  if (self->session != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    dh_session_set_span (self->session, find_span (self));
}

static void
experiment_changed (DhSmoothingPage *self)
{
  update_span (self);
  invalidate (self);
}

static void
update_charts (DhSmoothingPage *self, const DhChartContext *context)
{
  g_autoptr (DhPlot) weights = dh_smooth_weights_build (context, self->lines);
  g_autofree char *problem = dh_smooth_chart_problem (context, self->lines);
  g_autofree char *formula = dh_smooth_formula (context, self->lines, localeconv ()->decimal_point);
  g_autofree char *text = problem == NULL ? NULL : g_strconcat (problem, "\n", formula, NULL);
  DhSmoothColumn raw;

  if (self->dirty)
    {
      g_autoptr (DhPlot) plot = dh_smooth_chart_build (context, self->lines);

      gtk_label_set_label (self->title, plot->title);
      gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), plot->title);
      dh_chart_set_plot (self->chart, plot);
    }
  dh_chart_set_playhead (self->chart, dh_smooth_lines_raw (self->lines, 0, &raw)
                                        ? (double) dh_smooth_chart_place (context, self->lines)
                                        : (double) NAN);
  dh_chart_set_plot (self->weights, weights);
  gtk_label_set_label (self->formula, text != NULL ? text : formula);
}

gboolean
dh_smoothing_page_update (DhSmoothingPage *self)
{
  DhHistory *histories[DH_SMOOTH_MAX_SIGNALS];
  const DhSmoothSpec *spec;
  DhChartContext context;
  gboolean more;

  g_return_val_if_fail (DH_IS_SMOOTHING_PAGE (self), FALSE);

  if (!self->update_queued || self->session == NULL)
    return FALSE;
  update_span (self);
  dh_session_chart_context (self->session, &context);
  spec = dh_experiment_get_smoothing (context.experiment);
  dh_smooth_chart_histories (&context, histories);
  if (self->lines == NULL || !dh_smooth_lines_match (self->lines, spec, histories))
    {
      DhSmoothLines *old = self->lines;

      self->lines = dh_smooth_lines_new (spec, histories, old);
      self->dirty = TRUE;
      dh_smooth_lines_free (old);
    }
  more = dh_smooth_lines_advance (self->lines, BUDGET);
  update_charts (self, &context);
  self->dirty = self->update_queued = more;
  return more;
}

static void
playhead_requested_cb (DhSmoothingPage *self, double x)
{
  if (self->session != NULL && self->lines != NULL)
    dh_session_set_playhead (self->session, dh_smooth_chart_step (self->lines, x));
}

/* "1/ema": the method goes. A signal itself ("1") is always shown. */
static void
series_toggled_cb (DhSmoothingPage *self, const char *key)
{
  const char *slash = strchr (key, '/');

  for (guint m = 0; slash != NULL && m < DH_SMOOTH_N_METHODS; m++)
    if (g_str_equal (slash + 1, dh_smooth_method_info ((DhSmoothMethod) m)->id))
      dh_smoothing_settings_set_method (self->settings, (DhSmoothMethod) m, FALSE);
}

static void
zoom_changed_cb (DhSmoothingPage *self)
{
  gboolean zoomed = dh_chart_get_zoomed (self->chart);
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "zoom-fit");

  gtk_widget_set_visible (self->fit_button, zoomed);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), zoomed);
}

static void
menu_requested_cb (DhSmoothingPage *self, double x, double y)
{
  double left, top;
  GdkRectangle at;

  if (!gtk_widget_translate_coordinates (GTK_WIDGET (self->chart), gtk_widget_get_parent (GTK_WIDGET (self->popover)),
                                         x, y, &left, &top))
    return;
  at = (GdkRectangle) { (int) left, (int) top, 1, 1 };
  gtk_popover_set_pointing_to (self->popover, &at);
  gtk_popover_popup (self->popover);
}

static void
zoom_fit_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  dh_chart_zoom_fit (DH_SMOOTHING_PAGE (data)->chart);
}

DhChart *
dh_smoothing_page_get_chart (DhSmoothingPage *self)
{
  g_return_val_if_fail (DH_IS_SMOOTHING_PAGE (self), NULL);

  return self->chart;
}

char *
dh_smoothing_page_get_title (DhSmoothingPage *self)
{
  g_return_val_if_fail (DH_IS_SMOOTHING_PAGE (self), NULL);

  return g_strdup (gtk_label_get_label (self->title));
}

void
dh_smoothing_page_set_session (DhSmoothingPage *self, DhSession *session)
{
  g_return_if_fail (DH_IS_SMOOTHING_PAGE (self));

  if (!g_set_object (&self->session, session))
    return;
  g_clear_pointer (&self->lines, dh_smooth_lines_free);
  g_signal_group_set_target (self->signals, session);
  dh_smoothing_settings_set_session (self->settings, session);
  if (session != NULL)
    experiment_changed (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SESSION]);
}

static void
dh_smoothing_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (dh_smoothing_page_parent_class)->map (widget);
  experiment_changed (DH_SMOOTHING_PAGE (widget));
}

static void
dh_smoothing_page_unmap (GtkWidget *widget)
{
  DhSmoothingPage *self = DH_SMOOTHING_PAGE (widget);

  self->update_queued = FALSE;
  if (self->session != NULL)
    dh_session_set_span (self->session, 0);
  GTK_WIDGET_CLASS (dh_smoothing_page_parent_class)->unmap (widget);
}

static void
dh_smoothing_page_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  if (prop_id == PROP_SESSION)
    g_value_set_object (value, DH_SMOOTHING_PAGE (object)->session);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
dh_smoothing_page_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  if (prop_id == PROP_SESSION)
    dh_smoothing_page_set_session (DH_SMOOTHING_PAGE (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
dh_smoothing_page_dispose (GObject *object)
{
  DhSmoothingPage *self = DH_SMOOTHING_PAGE (object);
  GtkWidget *child;

  if (self->signals != NULL)
    g_signal_group_set_target (self->signals, NULL);
  g_clear_object (&self->signals);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "smoothing", NULL);
  g_clear_object (&self->actions);
  gtk_widget_dispose_template (GTK_WIDGET (self), DH_TYPE_SMOOTHING_PAGE);
  /* The template lets go only of the children that have a name. */
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&self->lines, dh_smooth_lines_free);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (dh_smoothing_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, DhSmoothingPage, settings);
  gtk_widget_class_bind_template_child (widget_class, DhSmoothingPage, title);
  gtk_widget_class_bind_template_child (widget_class, DhSmoothingPage, fit_button);
  gtk_widget_class_bind_template_child (widget_class, DhSmoothingPage, chart);
  gtk_widget_class_bind_template_child (widget_class, DhSmoothingPage, popover);
  gtk_widget_class_bind_template_child (widget_class, DhSmoothingPage, weights);
  gtk_widget_class_bind_template_child (widget_class, DhSmoothingPage, formula);
  gtk_widget_class_bind_template_callback (widget_class, playhead_requested_cb);
  gtk_widget_class_bind_template_callback (widget_class, series_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, zoom_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, menu_requested_cb);
}

static void
dh_smoothing_page_class_init (DhSmoothingPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = dh_smoothing_page_get_property;
  object_class->set_property = dh_smoothing_page_set_property;
  object_class->dispose = dh_smoothing_page_dispose;
  widget_class->map = dh_smoothing_page_map;
  widget_class->unmap = dh_smoothing_page_unmap;

  props[PROP_SESSION]
    = g_param_spec_object ("session", NULL, NULL, DH_TYPE_SESSION,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  signals[UPDATE_NEEDED] = g_signal_new ("update-needed", DH_TYPE_SMOOTHING_PAGE, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (DH_TYPE_CHART);
  g_type_ensure (DH_TYPE_SMOOTHING_SETTINGS);
  gtk_widget_class_set_css_name (widget_class, "smoothingpage");
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/downhill/Downhill/dh-smoothing-page.ui");
  bind_template (widget_class);
}

static void
dh_smoothing_page_init (DhSmoothingPage *self)
{
  static const GActionEntry entries[] = { { "zoom-fit", zoom_fit_cb, NULL, NULL, NULL, { 0 } } };

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "smoothing", G_ACTION_GROUP (self->actions));
  self->signals = g_signal_group_new (DH_TYPE_SESSION);
  g_signal_group_connect_swapped (self->signals, "notify::experiment", G_CALLBACK (experiment_changed), self);
  g_signal_group_connect_swapped (self->signals, "histories-changed", G_CALLBACK (invalidate), self);
  g_signal_group_connect_swapped (self->signals, "notify::playhead", G_CALLBACK (queue_update), self);
  gtk_widget_init_template (GTK_WIDGET (self));
  zoom_changed_cb (self);
}

GtkWidget *
dh_smoothing_page_new (void)
{
  return g_object_new (DH_TYPE_SMOOTHING_PAGE, NULL);
}
