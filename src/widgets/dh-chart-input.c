/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Chart: pointer and keys. What is under the pointer is asked of the layout that is shown. */
#include "dh-chart-widget.h"

#include <math.h>

/* One click of the wheel or key; several undo each other exactly. */
#define ZOOM_STEP 1.25
#define PAN_STEP 0.1
/* A press that moves less is a click. */
#define CLICK_SLOP 4.0

static gboolean
hit_at (DhChart *self, double px, double py, DhHit *hit)
{
  double width, height, real_width = gtk_widget_get_width (GTK_WIDGET (self));
  double real_height = gtk_widget_get_height (GTK_WIDGET (self));

  *hit = (DhHit) { .kind = DH_HIT_NONE };
  if (self->layout == NULL || !(real_width > 0) || !(real_height > 0))
    return FALSE;
  dh_layout_size (self->layout, &width, &height);
  dh_layout_hit (self->layout, px * width / real_width, py * height / real_height, hit);
  return hit->kind != DH_HIT_NONE;
}

static gboolean
over_plot (const DhHit *hit)
{
  return hit->kind == DH_HIT_PLOT || hit->kind == DH_HIT_SERIES;
}

static void
update_cursor (DhChart *self, const DhHit *hit)
{
  const char *name = hit->kind == DH_HIT_LEGEND || hit->kind == DH_HIT_SIGN ? "pointer"
                     : hit->kind == DH_HIT_X_AXIS ? "ew-resize"
                     : over_plot (hit)            ? "crosshair"
                                                  : NULL;

  if (self->drag == DH_CHART_DRAG_PAN)
    name = "grabbing";
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), name);
}

static void
motion_cb (GtkEventControllerMotion *controller, double x, double y, DhChart *self)
{
  DhHit hit;

  /* A still pointer over a chart that changes is no movement, and must not take over a crosshair
   * that the keys have moved. */
  if (self->inside && fabs (x - self->pointer_x) + fabs (y - self->pointer_y) < 0.5)
    return;
  self->inside = TRUE;
  self->pointer_x = x;
  self->pointer_y = y;
  hit_at (self, x, y, &hit);
  update_cursor (self, &hit);
  if (self->drag != DH_CHART_DRAG_NONE)
    return;
  if (over_plot (&hit))
    dh_chart_move_crosshair (self, dh_layout_snap_x (self->layout, dh_layout_pixel_to_x (self->layout, x)),
                             FALSE);
  else
    dh_chart_move_crosshair (self, (double) NAN, FALSE);
}

static void
leave_cb (GtkEventControllerMotion *controller, DhChart *self)
{
  self->inside = FALSE;
  dh_chart_move_crosshair (self, (double) NAN, FALSE);
}

static gboolean
scroll_cb (GtkEventControllerScroll *controller, double dx, double dy, DhChart *self)
{
  GdkModifierType state =
    gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));
  DhChartAxes axes = (state & GDK_CONTROL_MASK) != 0 ? DH_CHART_Y : DH_CHART_X;
  DhChartScales scales;
  DhHit hit;

  if (!hit_at (self, self->pointer_x, self->pointer_y, &hit) || hit.kind == DH_HIT_LEGEND)
    return GDK_EVENT_PROPAGATE;
  if (hit.kind == DH_HIT_X_AXIS || hit.kind == DH_HIT_SIGN)
    axes = DH_CHART_X;
  else if (hit.kind == DH_HIT_LEFT_AXIS || hit.kind == DH_HIT_RIGHT_AXIS)
    axes = DH_CHART_Y;
  if (fabs (dy) > 0)
    dh_chart_zoom_by (self, axes, pow (ZOOM_STEP, dy), self->pointer_x, self->pointer_y);
  if (fabs (dx) > 0 && dh_chart_get_scales (self, &scales))
    dh_chart_pan_from (self, &scales, dx * PAN_STEP, 0);
  return GDK_EVENT_STOP;
}

static void
request_playhead (DhChart *self, double px)
{
  DhRect rect;
  double x;

  if (self->layout == NULL)
    return;
  dh_layout_plot_rect (self->layout, &rect);
  x = dh_layout_pixel_to_x (self->layout, CLAMP (px, rect.x, rect.x + rect.width));
  if (isfinite (x))
    g_signal_emit (self, dh_chart_signals[DH_CHART_PLAYHEAD_REQUESTED], 0, x);
}

static void
start_drag (DhChart *self, DhChartDrag drag, double x, double y)
{
  self->drag = drag;
  self->drag_moved = FALSE;
  self->drag_x = x;
  self->drag_y = y;
  if (!dh_chart_get_scales (self, &self->drag_scales))
    self->drag = DH_CHART_DRAG_NONE;
}

static void
drag_begin_cb (GtkGestureDrag *gesture, double x, double y, DhChart *self)
{
  GdkModifierType state =
    gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  gboolean middle =
    gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture)) == GDK_BUTTON_MIDDLE;
  DhHit hit;

  gtk_widget_grab_focus (GTK_WIDGET (self));
  hit_at (self, x, y, &hit);
  self->drag_series = hit.series;
  self->drag_mark = hit.mark;
  if (over_plot (&hit) && (middle || (state & GDK_SHIFT_MASK) != 0))
    start_drag (self, DH_CHART_DRAG_PAN, x, y);
  else if (middle)
    start_drag (self, DH_CHART_DRAG_NONE, x, y);
  else if (over_plot (&hit))
    start_drag (self, DH_CHART_DRAG_BOX, x, y);
  else if (hit.kind == DH_HIT_LEGEND)
    start_drag (self, DH_CHART_DRAG_LEGEND, x, y);
  else if (hit.kind == DH_HIT_SIGN)
    start_drag (self, DH_CHART_DRAG_SIGN, x, y);
  else if (hit.kind == DH_HIT_X_AXIS)
    {
      start_drag (self, DH_CHART_DRAG_PLAYHEAD, x, y);
      request_playhead (self, x);
    }
  else
    self->drag = DH_CHART_DRAG_NONE;
}

/* The box between the press and the pointer, within the plot; a thin one spans the whole other side. */
static void
update_box (DhChart *self, double x, double y)
{
  DhRect rect, box;

  dh_layout_plot_rect (self->layout, &rect);
  x = CLAMP (x, rect.x, rect.x + rect.width);
  y = CLAMP (y, rect.y, rect.y + rect.height);
  box = (DhRect) { fmin (x, self->drag_x), fmin (y, self->drag_y), fabs (x - self->drag_x),
                   fabs (y - self->drag_y) };
  if (box.height < DH_CHART_THIN_BOX && box.width >= DH_CHART_THIN_BOX)
    {
      box.y = rect.y;
      box.height = rect.height;
    }
  else if (box.width < DH_CHART_THIN_BOX && box.height >= DH_CHART_THIN_BOX)
    {
      box.x = rect.x;
      box.width = rect.width;
    }
  self->box = box;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
drag_update_cb (GtkGestureDrag *gesture, double dx, double dy, DhChart *self)
{
  DhRect rect;

  if (self->drag == DH_CHART_DRAG_NONE || self->layout == NULL)
    return;
  if (!self->drag_moved && hypot (dx, dy) >= CLICK_SLOP)
    {
      self->drag_moved = TRUE;
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
      if (self->drag == DH_CHART_DRAG_PAN)
        gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "grabbing");
    }
  if (self->drag == DH_CHART_DRAG_PLAYHEAD)
    request_playhead (self, self->drag_x + dx);
  if (!self->drag_moved)
    return;
  dh_layout_plot_rect (self->layout, &rect);
  if (self->drag == DH_CHART_DRAG_BOX)
    update_box (self, self->drag_x + dx, self->drag_y + dy);
  else if (self->drag == DH_CHART_DRAG_PAN && rect.width > 0 && rect.height > 0)
    dh_chart_pan_from (self, &self->drag_scales, -dx / rect.width, dy / rect.height);
}

static void
finish_box (DhChart *self)
{
  DhRect rect, box = self->box;

  dh_layout_plot_rect (self->layout, &rect);
  /* A side that was stretched over the whole plot was not meant. */
  if (box.width >= rect.width)
    box.width = 0;
  if (box.height >= rect.height)
    box.height = 0;
  dh_chart_zoom_to_box (self, &box);
}

static void
drag_end_cb (GtkGestureDrag *gesture, double dx, double dy, DhChart *self)
{
  DhChartDrag drag = self->drag;
  DhHit hit;

  self->drag = DH_CHART_DRAG_NONE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  hit_at (self, self->drag_x + dx, self->drag_y + dy, &hit);
  update_cursor (self, &hit);
  if (self->layout == NULL)
    return;
  if (drag == DH_CHART_DRAG_BOX && self->drag_moved)
    finish_box (self);
  else if (drag == DH_CHART_DRAG_PAN && !self->drag_moved &&
           gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture)) == GDK_BUTTON_PRIMARY)
    request_playhead (self, self->drag_x);
  else if (drag == DH_CHART_DRAG_SIGN && !self->drag_moved && hit.kind == DH_HIT_SIGN && hit.mark == self->drag_mark)
    {
      const DhPlotMark *mark = g_ptr_array_index (dh_layout_get_plot (self->layout)->marks, hit.mark);

      g_signal_emit (self, dh_chart_signals[DH_CHART_SIGN_ACTIVATED], 0, mark->x);
    }
  else if (drag == DH_CHART_DRAG_LEGEND && !self->drag_moved && hit.kind == DH_HIT_LEGEND &&
           hit.series == self->drag_series)
    {
      DhPlotSeries *series = dh_plot_get_series (dh_layout_get_plot (self->layout), hit.series);

      g_signal_emit (self, dh_chart_signals[DH_CHART_SERIES_TOGGLED], 0, series->key);
    }
}

/* What a sign under the pointer says. */
static gboolean
query_tooltip_cb (DhChart *self, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  DhHit hit;
  const DhPlotMark *mark;

  if (keyboard || self->layout == NULL || !hit_at (self, x, y, &hit) || hit.kind != DH_HIT_SIGN)
    return FALSE;
  mark = g_ptr_array_index (dh_layout_get_plot (self->layout)->marks, hit.mark);
  gtk_tooltip_set_text (tooltip, mark->label);
  return TRUE;
}

/* Another gesture took over, or the window lost the pointer: nothing happens. */
static void
drag_cancel_cb (GtkGesture *gesture, GdkEventSequence *sequence, DhChart *self)
{
  self->drag = DH_CHART_DRAG_NONE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
click_cb (GtkGestureClick *gesture, int n_press, double x, double y, DhChart *self)
{
  DhHit hit;

  hit_at (self, x, y, &hit);
  if (n_press == 2 && (over_plot (&hit) || hit.kind == DH_HIT_LEFT_AXIS || hit.kind == DH_HIT_RIGHT_AXIS))
    dh_chart_zoom_fit (self);
}

static void
menu_click_cb (GtkGestureClick *gesture, int n_press, double x, double y, DhChart *self)
{
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  g_signal_emit (self, dh_chart_signals[DH_CHART_MENU_REQUESTED], 0, x, y);
}

/* Where keys zoom and open menus: at the crosshair if it is on, else in the middle. */
static void
key_point (DhChart *self, double *px, double *py)
{
  DhRect rect = { 0, 0, gtk_widget_get_width (GTK_WIDGET (self)),
                  gtk_widget_get_height (GTK_WIDGET (self)) };

  if (self->layout != NULL)
    dh_layout_plot_rect (self->layout, &rect);
  *px = rect.x + rect.width / 2;
  *py = rect.y + rect.height / 2;
  if (self->layout != NULL && !isnan (self->crosshair))
    {
      double x = dh_layout_x_to_pixel (self->layout, self->crosshair);

      if (isfinite (x) && x >= rect.x && x <= rect.x + rect.width)
        *px = x;
    }
}

static void
zoom_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DhChart *self = DH_CHART (widget);
  gboolean in = g_str_has_prefix (name, "chart.zoom-in");
  DhChartAxes axes = g_str_has_suffix (name, "-y") ? DH_CHART_Y : DH_CHART_X;
  double px, py;

  key_point (self, &px, &py);
  dh_chart_zoom_by (self, axes, in ? 1 / ZOOM_STEP : ZOOM_STEP, px, py);
}

static void
fit_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  dh_chart_zoom_fit (DH_CHART (widget));
}

static void
pan_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DhChart *self = DH_CHART (widget);
  DhChartScales scales;
  double x = g_str_equal (name, "chart.pan-left") ? -1 : g_str_equal (name, "chart.pan-right") ? 1 : 0;
  double y = g_str_equal (name, "chart.pan-down") ? -1 : g_str_equal (name, "chart.pan-up") ? 1 : 0;

  if (dh_chart_get_scales (self, &scales))
    dh_chart_pan_from (self, &scales, x * PAN_STEP, y * PAN_STEP);
}

static void
menu_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DhChart *self = DH_CHART (widget);
  double px, py;

  key_point (self, &px, &py);
  g_signal_emit (self, dh_chart_signals[DH_CHART_MENU_REQUESTED], 0, px, py);
}

/* Escape takes the crosshair away; without one it is the window's. */
static gboolean
escape_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  DhChart *self = DH_CHART (widget);

  if (isnan (self->crosshair))
    return FALSE;
  dh_chart_move_crosshair (self, (double) NAN, TRUE);
  return TRUE;
}

void
dh_chart_install_input (GtkWidgetClass *widget_class)
{
  static const struct
  {
    const char *name;
    GtkWidgetActionActivateFunc func;
    guint keys[4];
    GdkModifierType modifiers;
  } list[] = {
    { "chart.zoom-in", zoom_action, { GDK_KEY_plus, GDK_KEY_equal, GDK_KEY_KP_Add }, 0 },
    { "chart.zoom-out", zoom_action, { GDK_KEY_minus, GDK_KEY_KP_Subtract }, 0 },
    { "chart.zoom-in-y", zoom_action, { GDK_KEY_plus, GDK_KEY_equal, GDK_KEY_KP_Add }, GDK_CONTROL_MASK },
    { "chart.zoom-out-y", zoom_action, { GDK_KEY_minus, GDK_KEY_KP_Subtract }, GDK_CONTROL_MASK },
    { "chart.zoom-fit", fit_action, { GDK_KEY_0, GDK_KEY_KP_0 }, 0 },
    { "chart.pan-left", pan_action, { GDK_KEY_Left, GDK_KEY_KP_Left }, 0 },
    { "chart.pan-right", pan_action, { GDK_KEY_Right, GDK_KEY_KP_Right }, 0 },
    { "chart.pan-up", pan_action, { GDK_KEY_Up, GDK_KEY_KP_Up }, 0 },
    { "chart.pan-down", pan_action, { GDK_KEY_Down, GDK_KEY_KP_Down }, 0 },
    { "chart.crosshair-back", dh_chart_crosshair_action, { GDK_KEY_Left, GDK_KEY_KP_Left }, GDK_CONTROL_MASK },
    { "chart.crosshair-forward", dh_chart_crosshair_action, { GDK_KEY_Right, GDK_KEY_KP_Right }, GDK_CONTROL_MASK },
    { "chart.crosshair-first", dh_chart_crosshair_action, { GDK_KEY_Home, GDK_KEY_KP_Home }, 0 },
    { "chart.crosshair-last", dh_chart_crosshair_action, { GDK_KEY_End, GDK_KEY_KP_End }, 0 },
    { "chart.menu", menu_action, { GDK_KEY_Menu }, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (list); i++)
    {
      gtk_widget_class_install_action (widget_class, list[i].name, NULL, list[i].func);
      for (gsize k = 0; k < G_N_ELEMENTS (list[i].keys) && list[i].keys[k] != 0; k++)
        gtk_widget_class_add_binding_action (widget_class, list[i].keys[k], list[i].modifiers,
                                             list[i].name, NULL);
    }
  /* On most keyboards plus needs Shift. */
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_plus, GDK_SHIFT_MASK, "chart.zoom-in", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_plus, GDK_SHIFT_MASK | GDK_CONTROL_MASK,
                                       "chart.zoom-in-y", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "chart.menu", NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);
}

static void
add_drag (DhChart *self, guint button)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), button);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  g_signal_connect (drag, "cancel", G_CALLBACK (drag_cancel_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
}

void
dh_chart_init_input (DhChart *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkGesture *click = gtk_gesture_click_new (), *menu = gtk_gesture_click_new ();

  g_signal_connect (motion, "enter", G_CALLBACK (motion_cb), self);
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (motion, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (widget, motion);
  g_signal_connect (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  gtk_widget_add_controller (widget, scroll);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_PRIMARY);
  g_signal_connect (click, "pressed", G_CALLBACK (click_cb), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (menu), GDK_BUTTON_SECONDARY);
  g_signal_connect (menu, "pressed", G_CALLBACK (menu_click_cb), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (menu));
  add_drag (self, GDK_BUTTON_PRIMARY);
  add_drag (self, GDK_BUTTON_MIDDLE);
  gtk_widget_set_has_tooltip (widget, TRUE);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (query_tooltip_cb), NULL);
}
