/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Chart, seen from inside: what its files share. dh-chart.c owns the picture and the properties, dh-chart-zoom.c the
 * arithmetic of ranges, dh-chart-crosshair.c the crosshair, dh-chart-input.c pointer and keys. Main thread only. */
#pragma once

#include "dh-chart.h"
#include "dh-chart-raster.h"

G_BEGIN_DECLS

typedef enum
{
  DH_CHART_DRAG_NONE,
  DH_CHART_DRAG_BOX,
  DH_CHART_DRAG_PAN,
  DH_CHART_DRAG_PLAYHEAD,
  DH_CHART_DRAG_LEGEND, /* a click, so far */
  DH_CHART_DRAG_SIGN,   /* likewise */
} DhChartDrag;

/* Which axes a zoom or pan concerns. */
typedef enum
{
  DH_CHART_X = 1 << 0,
  DH_CHART_Y = 1 << 1,
} DhChartAxes;

typedef struct { DhScale x, left, right; } DhChartScales;

struct _DhChart
{
  GtkWidget parent_instance;

  DhPlot *plot;
  DhZoom zoom; /* as asked for; the layout shown may lag behind it by a frame */
  DhTheme theme;
  char *title;
  double playhead, crosshair;
  gboolean reading; /* the description is that of the crosshair */

  /* The picture: what is shown, and what is being made. */
  DhRasterPort *port;
  DhLayout *layout;
  GdkTexture *texture;
  char *summary;
  gboolean painting, stale;
  guint summary_timeout;

  /* The pointer. */
  gboolean inside;
  double pointer_x, pointer_y;
  DhChartDrag drag;
  gboolean drag_moved;
  double drag_x, drag_y;
  guint drag_series, drag_mark;
  DhChartScales drag_scales;
  DhRect box;
};

enum
{
  DH_CHART_CROSSHAIR_MOVED,
  DH_CHART_PLAYHEAD_REQUESTED,
  DH_CHART_SIGN_ACTIVATED,
  DH_CHART_SERIES_TOGGLED,
  DH_CHART_ZOOM_CHANGED,
  DH_CHART_MENU_REQUESTED,
  DH_CHART_N_SIGNALS,
};

extern guint dh_chart_signals[DH_CHART_N_SIGNALS];

/* The scales as asked for: the zoom where there is one, else what is shown. FALSE before the first frame. */
gboolean dh_chart_get_scales    (DhChart *self, DhChartScales *scales);
/* Takes the given axes of @scales as the zoom. */
void     dh_chart_zoom_to       (DhChart *self, const DhChartScales *scales, DhChartAxes axes);
/* @px, @py: the point that stays where it is. */
void     dh_chart_zoom_by       (DhChart *self, DhChartAxes axes, double factor, double px, double py);
/* In shares of the plot's width and height, from @from. */
void     dh_chart_pan_from      (DhChart *self, const DhChartScales *from, double x_units, double y_units);
void     dh_chart_zoom_to_box   (DhChart *self, const DhRect *box);
/* How thin a dragged box counts as a line, that is, as the other direction only. */
#define DH_CHART_THIN_BOX 10.0

/* By the user: sets it and says so in the signal and to assistive technology. */
void     dh_chart_move_crosshair (DhChart *self, double x, gboolean by_keyboard);
/* The actions chart.crosshair-first, -last, -back and -forward. */
void     dh_chart_crosshair_action (GtkWidget *widget, const char *name, GVariant *parameter);
/* What assistive technology says of the chart. */
void     dh_chart_describe      (DhChart *self, const char *text);
void     dh_chart_install_input (GtkWidgetClass *widget_class);
void     dh_chart_init_input    (DhChart *self);

G_END_DECLS
