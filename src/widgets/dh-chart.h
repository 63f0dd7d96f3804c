/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Chart: a widget that shows a plot. Lays out and paints on a worker thread into an image that it
 * appends as a texture; playhead, crosshair and zoom box are an overlay that never repaints the series.
 * Knows no trainer: it is given plots.
 *
 * Properties: "playhead" (double, x value; NaN: none), "crosshair" (double, x value shared between charts; NaN:
 * none), "zoomed" (boolean, read-only), "title" (string, for accessibility; follows the plot).
 * Signals: "crosshair-moved" (double x, NaN when the pointer leaves), "playhead-requested" (double x: a click or
 * drag on the axis strip, Shift+click in the plot), "sign-activated" (double x: a click on a sign on the axis),
 * "series-toggled" (string key: a legend entry was clicked),
 * "zoom-changed", "menu-requested" (double x, double y: secondary click, Menu key).
 * Actions on the widget (group "chart"): zoom-in, zoom-out, zoom-fit, pan-left, pan-right.
 * Pointer: wheel zooms x at the pointer (Ctrl: y; over an axis: that axis), drag draws a zoom box, Shift+drag or
 * middle drag pans, double click fits. Keys with focus: + - 0 arrows (pan; with Ctrl the crosshair moves point by
 * point), Home/End crosshair to first/last point, Menu. Accessible role IMG with label and a description
 * that is dh_plot_summary(). */
#pragma once

#include <gtk/gtk.h>

#include "dh-layout.h"

G_BEGIN_DECLS

#define DH_TYPE_CHART (dh_chart_get_type ())
G_DECLARE_FINAL_TYPE (DhChart, dh_chart, DH, CHART, GtkWidget)

GtkWidget *dh_chart_new           (void) G_GNUC_WARN_UNUSED_RESULT;
void       dh_chart_set_plot      (DhChart *self, DhPlot *plot); /* references it; NULL: empty */
DhPlot    *dh_chart_get_plot      (DhChart *self);
void       dh_chart_set_playhead  (DhChart *self, double x);
double     dh_chart_get_playhead  (DhChart *self);
void       dh_chart_set_crosshair (DhChart *self, double x);
double     dh_chart_get_crosshair (DhChart *self);
gboolean   dh_chart_get_zoomed    (DhChart *self);
void       dh_chart_get_zoom      (DhChart *self, DhZoom *zoom);
void       dh_chart_set_zoom      (DhChart *self, const DhZoom *zoom);
void       dh_chart_zoom_fit      (DhChart *self);
/* The layout now shown (transfer none), NULL before the first frame. For tests and for exports
 * that look as on the screen. */
DhLayout  *dh_chart_get_layout    (DhChart *self);

G_END_DECLS
