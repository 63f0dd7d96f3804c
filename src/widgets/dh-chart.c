/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Chart: the picture and the properties. At most one picture is being painted and one more is wanted: the latest. Until
 * a new one is there the old one is shown, and the layout it was painted from answers where things are. */
#include "dh-chart.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "dh-chart-widget.h"
#include "dh-widgets-private.h"

/* Chart text is a little smaller than the interface's. */
#define FONT_SHARE 0.88
/* The summary in words is for listening to; it need not follow every frame. */
#define SUMMARY_DELAY_MS 250
/* Room that a line of the overlay takes on either side, with its handle. */
#define LINE_MARGIN 16

enum
{
  PROP_0,
  PROP_PLAYHEAD,
  PROP_CROSSHAIR,
  PROP_ZOOMED,
  PROP_TITLE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];
guint dh_chart_signals[DH_CHART_N_SIGNALS];

G_DEFINE_FINAL_TYPE (DhChart, dh_chart, GTK_TYPE_WIDGET)

/* NaN is "none" here, and equal to itself. */
static gboolean
same (double a, double b)
{
  return (isnan (a) && isnan (b)) || (!(a < b) && !(a > b) && !isnan (a) && !isnan (b));
}

static char *
chart_font (DhChart *self)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  PangoFontDescription *font =
    pango_font_description_copy (pango_context_get_font_description (context));
  double resolution = pango_cairo_context_get_resolution (context);
  double size = pango_font_description_get_size (font) * FONT_SHARE;
  char *text;

  /* A larger text in the desktop's settings comes as a higher resolution. */
  if (resolution > 0 && !pango_font_description_get_size_is_absolute (font))
    size *= resolution / 96;
  if (pango_font_description_get_size_is_absolute (font))
    pango_font_description_set_absolute_size (font, size);
  else
    pango_font_description_set_size (font, (int) size);
  text = pango_font_description_to_string (font);
  pango_font_description_free (font);
  return text;
}

/* Does what is shown have the widget's size? */
static gboolean
fits (DhChart *self)
{
  double width = 0, height = 0;

  if (self->layout != NULL)
    dh_layout_size (self->layout, &width, &height);
  return same (width, gtk_widget_get_width (GTK_WIDGET (self))) &&
         same (height, gtk_widget_get_height (GTK_WIDGET (self)));
}

/* Has the picture painted anew, now or as soon as the one under way is done. */
static void
repaint (DhChart *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  g_autofree char *font = NULL;
  DhLayoutOptions options;

  self->stale = TRUE;
  if (self->painting || self->plot == NULL || width <= 0 || height <= 0 ||
      !gtk_widget_get_mapped (widget))
    return;
  font = chart_font (self);
  dh_layout_options_init (&options, width, height);
  options.scale = gtk_widget_get_scale_factor (widget);
  options.theme = self->theme;
  options.font = font;
  options.show_title = FALSE;
  options.show_caption = FALSE;
  options.decimal_point = dh_widgets_decimal_point ();
  options.zoom = self->zoom;
  self->stale = FALSE;
  self->painting = TRUE;
  dh_raster_paint (self->port, self->plot, &options);
}

void
dh_chart_describe (DhChart *self, const char *text)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text, -1);
}

static void
take_texture (DhChart *self, cairo_surface_t *surface)
{
  int width = cairo_image_surface_get_width (surface);
  int height = cairo_image_surface_get_height (surface);
  int stride = cairo_image_surface_get_stride (surface);
  g_autoptr (GBytes) bytes = NULL;

  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    return;
  bytes = g_bytes_new_with_free_func (cairo_image_surface_get_data (surface),
                                      (gsize) stride * (gsize) height,
                                      (GDestroyNotify) cairo_surface_destroy,
                                      cairo_surface_reference (surface));
  g_clear_object (&self->texture);
  self->texture = gdk_memory_texture_new (width, height, GDK_MEMORY_DEFAULT, bytes, (gsize) stride);
}

static void
result_cb (gpointer owner, DhRasterResult *result)
{
  DhChart *self = owner;

  if (result->summary != NULL)
    {
      g_free (self->summary);
      self->summary = g_steal_pointer (&result->summary);
      if (!self->reading)
        dh_chart_describe (self, self->summary);
      return;
    }
  self->painting = FALSE;
  if (self->plot != NULL)
    {
      g_clear_pointer (&self->layout, dh_layout_unref);
      self->layout = g_steal_pointer (&result->layout);
      take_texture (self, result->surface);
      gtk_widget_queue_draw (GTK_WIDGET (self));
    }
  if (self->stale || !fits (self))
    repaint (self);
}

static gboolean
summary_timeout_cb (gpointer data)
{
  DhChart *self = data;

  self->summary_timeout = 0;
  if (self->plot != NULL)
    dh_raster_summarise (self->port, self->plot);
  return G_SOURCE_REMOVE;
}

/* The overlay's bounds: a narrow strip for a playhead alone, all for the rest. */
static gboolean
overlay_bounds (DhChart *self, const DhOverlay *overlay, double width, double height,
                graphene_rect_t *bounds)
{
  double x;

  if (overlay->has_crosshair || overlay->has_box || overlay->focused)
    {
      graphene_rect_init (bounds, 0, 0, (float) width, (float) height);
      return TRUE;
    }
  if (!overlay->has_playhead)
    return FALSE;
  x = dh_layout_x_to_pixel (self->layout, overlay->playhead);
  if (!isfinite (x) || x < -LINE_MARGIN || x > width + LINE_MARGIN)
    return FALSE;
  graphene_rect_init (bounds, (float) (x - LINE_MARGIN), 0, 2 * LINE_MARGIN, (float) height);
  return TRUE;
}

static void
snapshot_overlay (DhChart *self, GtkSnapshot *snapshot, double width, double height)
{
  DhOverlay overlay = {
    .has_playhead = !isnan (self->playhead),
    .has_crosshair = !isnan (self->crosshair) && self->drag == DH_CHART_DRAG_NONE,
    .has_box = self->drag == DH_CHART_DRAG_BOX && self->drag_moved,
    .focused = gtk_widget_has_visible_focus (GTK_WIDGET (self)),
    .playhead = self->playhead,
    .crosshair = self->crosshair,
    .box = self->box,
    .readout = TRUE,
  };
  graphene_rect_t bounds;
  cairo_t *cr;

  if (!overlay_bounds (self, &overlay, width, height, &bounds))
    return;
  cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  dh_layout_paint_overlay (self->layout, &overlay, cr);
  cairo_destroy (cr);
}

static void
dh_chart_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DhChart *self = DH_CHART (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  double layout_width, layout_height;
  graphene_rect_t bounds;
  GdkRGBA background;

  graphene_rect_init (&bounds, 0, 0, (float) width, (float) height);
  if (self->texture == NULL || self->layout == NULL)
    {
      dh_rgba_to_gdk (&self->theme.background, &background);
      gtk_snapshot_append_color (snapshot, &background, &bounds);
      return;
    }
  dh_layout_size (self->layout, &layout_width, &layout_height);
  gtk_snapshot_save (snapshot);
  /* While a new size is being painted the old picture is stretched, overlay and all. */
  if (!same (layout_width, width) || !same (layout_height, height))
    gtk_snapshot_scale (snapshot, (float) (width / layout_width), (float) (height / layout_height));
  graphene_rect_init (&bounds, 0, 0, (float) layout_width, (float) layout_height);
  gtk_snapshot_append_texture (snapshot, self->texture, &bounds);
  snapshot_overlay (self, snapshot, layout_width, layout_height);
  gtk_snapshot_restore (snapshot);
}

static void
dh_chart_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                  int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 140 : 100;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 420 : 260;
}

static void
dh_chart_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  DhChart *self = DH_CHART (widget);

  if (!fits (self))
    repaint (self);
}

static void
dh_chart_map (GtkWidget *widget)
{
  DhChart *self = DH_CHART (widget);

  GTK_WIDGET_CLASS (dh_chart_parent_class)->map (widget);
  if (self->stale)
    repaint (self);
}

static void
dh_chart_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  DhChart *self = DH_CHART (widget);
  DhTheme theme = { 0 };

  GTK_WIDGET_CLASS (dh_chart_parent_class)->css_changed (widget, change);
  dh_widget_theme (widget, &theme);
  if (memcmp (&theme, &self->theme, sizeof theme) == 0)
    return;
  self->theme = theme;
  repaint (self);
}

static void
scale_factor_cb (DhChart *self)
{
  repaint (self);
}

static gboolean
set_title (DhChart *self, const char *title)
{
  char *copy;

  if (g_strcmp0 (self->title, title) == 0)
    return FALSE;
  copy = g_strdup (title);
  g_free (self->title);
  self->title = copy;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title != NULL ? title : _("Chart"), -1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
  return TRUE;
}

static void
dh_chart_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DhChart *self = DH_CHART (object);

  switch (id)
    {
    case PROP_PLAYHEAD:
      dh_chart_set_playhead (self, g_value_get_double (value));
      break;
    case PROP_CROSSHAIR:
      dh_chart_set_crosshair (self, g_value_get_double (value));
      break;
    case PROP_TITLE:
      set_title (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dh_chart_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DhChart *self = DH_CHART (object);

  switch (id)
    {
    case PROP_PLAYHEAD:
      g_value_set_double (value, self->playhead);
      break;
    case PROP_CROSSHAIR:
      g_value_set_double (value, self->crosshair);
      break;
    case PROP_ZOOMED:
      g_value_set_boolean (value, dh_chart_get_zoomed (self));
      break;
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dh_chart_dispose (GObject *object)
{
  DhChart *self = DH_CHART (object);

  g_clear_pointer (&self->port, dh_raster_port_close);
  g_clear_handle_id (&self->summary_timeout, g_source_remove);
  g_clear_object (&self->texture);
  g_clear_pointer (&self->layout, dh_layout_unref);
  g_clear_pointer (&self->plot, dh_plot_unref);
  G_OBJECT_CLASS (dh_chart_parent_class)->dispose (object);
}

static void
dh_chart_finalize (GObject *object)
{
  DhChart *self = DH_CHART (object);

  g_free (self->title);
  g_free (self->summary);
  G_OBJECT_CLASS (dh_chart_parent_class)->finalize (object);
}

/* A double that may be NaN: "none". GLib's constructor refuses that as a default, and its validation
 * takes a NaN, which differs from itself, for a value out of range. */
static GParamSpec *
optional_double (const char *name)
{
  GParamSpec *pspec =
    g_param_spec_double (name, NULL, NULL, -HUGE_VAL, HUGE_VAL, 0,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS |
                           G_PARAM_LAX_VALIDATION);

  G_PARAM_SPEC_DOUBLE (pspec)->default_value = (double) NAN;
  return pspec;
}

static void
install_signals (void)
{
  dh_chart_signals[DH_CHART_CROSSHAIR_MOVED] =
    g_signal_new ("crosshair-moved", DH_TYPE_CHART, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_DOUBLE);
  dh_chart_signals[DH_CHART_PLAYHEAD_REQUESTED] =
    g_signal_new ("playhead-requested", DH_TYPE_CHART, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_DOUBLE);
  dh_chart_signals[DH_CHART_SIGN_ACTIVATED] =
    g_signal_new ("sign-activated", DH_TYPE_CHART, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_DOUBLE);
  dh_chart_signals[DH_CHART_SERIES_TOGGLED] =
    g_signal_new ("series-toggled", DH_TYPE_CHART, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);
  dh_chart_signals[DH_CHART_ZOOM_CHANGED] =
    g_signal_new ("zoom-changed", DH_TYPE_CHART, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
  dh_chart_signals[DH_CHART_MENU_REQUESTED] =
    g_signal_new ("menu-requested", DH_TYPE_CHART, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
}

static void
dh_chart_class_init (DhChartClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = dh_chart_set_property;
  object_class->get_property = dh_chart_get_property;
  object_class->dispose = dh_chart_dispose;
  object_class->finalize = dh_chart_finalize;
  widget_class->snapshot = dh_chart_snapshot;
  widget_class->measure = dh_chart_measure;
  widget_class->size_allocate = dh_chart_size_allocate;
  widget_class->map = dh_chart_map;
  widget_class->css_changed = dh_chart_css_changed;

  properties[PROP_PLAYHEAD] = optional_double ("playhead");
  properties[PROP_CROSSHAIR] = optional_double ("crosshair");
  properties[PROP_ZOOMED] = g_param_spec_boolean ("zoomed", NULL, NULL, FALSE,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_TITLE] =
    g_param_spec_string ("title", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  install_signals ();
  dh_chart_install_input (widget_class);
  gtk_widget_class_set_css_name (widget_class, "chart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
dh_chart_init (DhChart *self)
{
  self->playhead = self->crosshair = (double) NAN;
  self->theme = *dh_theme_default (FALSE);
  self->port = dh_raster_port_new (self, result_cb);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (scale_factor_cb), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Chart"), -1);
  dh_chart_init_input (self);
}

GtkWidget *
dh_chart_new (void)
{
  return g_object_new (DH_TYPE_CHART, NULL);
}

static gboolean
same_axis (const DhPlotAxis *a, const DhPlotAxis *b)
{
  return a->kind == b->kind && g_strcmp0 (a->label, b->label) == 0 && !a->fixed == !b->fixed
         && (!a->fixed || (same (a->min, b->min) && same (a->max, b->max)));
}

/* A range zoomed to means nothing on an axis of something else, and one just typed in is to be seen. */
static void
drop_old_zoom (DhChart *self, const DhPlot *plot)
{
  DhZoom zoom = self->zoom;

  if (!same_axis (&self->plot->x, &plot->x))
    zoom.x.set = FALSE;
  if (!same_axis (&self->plot->left, &plot->left))
    zoom.left.set = FALSE;
  if (!plot->has_right || !self->plot->has_right || !same_axis (&self->plot->right, &plot->right))
    zoom.right.set = FALSE;
  dh_chart_set_zoom (self, &zoom);
}

void
dh_chart_set_plot (DhChart *self, DhPlot *plot)
{
  g_return_if_fail (DH_IS_CHART (self));

  if (self->plot == plot)
    return;
  if (plot != NULL)
    dh_plot_ref (plot);
  if (plot != NULL && self->plot != NULL)
    drop_old_zoom (self, plot);
  g_clear_pointer (&self->plot, dh_plot_unref);
  self->plot = plot;
  if (plot == NULL)
    {
      g_clear_pointer (&self->layout, dh_layout_unref);
      g_clear_object (&self->texture);
      g_clear_pointer (&self->summary, g_free);
      dh_chart_describe (self, "");
      gtk_widget_queue_draw (GTK_WIDGET (self));
    }
  else if (self->summary_timeout == 0)
    self->summary_timeout = g_timeout_add (SUMMARY_DELAY_MS, summary_timeout_cb, self);
  set_title (self, plot != NULL ? plot->title : NULL);
  repaint (self);
}

DhPlot *
dh_chart_get_plot (DhChart *self)
{
  g_return_val_if_fail (DH_IS_CHART (self), NULL);

  return self->plot;
}

void
dh_chart_set_playhead (DhChart *self, double x)
{
  g_return_if_fail (DH_IS_CHART (self));

  if (same (self->playhead, x))
    return;
  self->playhead = x;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PLAYHEAD]);
}

double
dh_chart_get_playhead (DhChart *self)
{
  g_return_val_if_fail (DH_IS_CHART (self), (double) NAN);

  return self->playhead;
}

void
dh_chart_set_crosshair (DhChart *self, double x)
{
  g_return_if_fail (DH_IS_CHART (self));

  if (same (self->crosshair, x))
    return;
  self->crosshair = x;
  if (self->reading)
    {
      self->reading = FALSE;
      dh_chart_describe (self, self->summary != NULL ? self->summary : "");
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CROSSHAIR]);
}

double
dh_chart_get_crosshair (DhChart *self)
{
  g_return_val_if_fail (DH_IS_CHART (self), (double) NAN);

  return self->crosshair;
}

gboolean
dh_chart_get_zoomed (DhChart *self)
{
  g_return_val_if_fail (DH_IS_CHART (self), FALSE);

  return self->zoom.x.set || self->zoom.left.set || self->zoom.right.set;
}

void
dh_chart_get_zoom (DhChart *self, DhZoom *zoom)
{
  g_return_if_fail (DH_IS_CHART (self) && zoom != NULL);

  *zoom = self->zoom;
}

static gboolean
same_range (const DhZoomRange *a, const DhZoomRange *b)
{
  return !a->set == !b->set && (!a->set || (same (a->min, b->min) && same (a->max, b->max)));
}

void
dh_chart_set_zoom (DhChart *self, const DhZoom *zoom)
{
  gboolean zoomed;

  g_return_if_fail (DH_IS_CHART (self) && zoom != NULL);

  if (same_range (&self->zoom.x, &zoom->x) && same_range (&self->zoom.left, &zoom->left) &&
      same_range (&self->zoom.right, &zoom->right))
    return;
  zoomed = dh_chart_get_zoomed (self);
  self->zoom = *zoom;
  repaint (self);
  if (zoomed != dh_chart_get_zoomed (self))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ZOOMED]);
  g_signal_emit (self, dh_chart_signals[DH_CHART_ZOOM_CHANGED], 0);
}

void
dh_chart_zoom_fit (DhChart *self)
{
  DhZoom none = { 0 };

  dh_chart_set_zoom (self, &none);
}

DhLayout *
dh_chart_get_layout (DhChart *self)
{
  g_return_val_if_fail (DH_IS_CHART (self), NULL);

  return self->layout;
}
