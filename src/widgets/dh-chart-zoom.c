/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Chart: the arithmetic of zooming and panning. It starts from the ranges as asked for, not as shown, so that no wheel
 * click is lost while a picture is being painted. The right axis goes along with the left one. */
#include "dh-chart-widget.h"

#include <math.h>

static void
override (DhScale *scale, const DhZoomRange *range)
{
  if (range->set)
    dh_scale_init (scale, scale->kind, range->min, range->max, scale->threshold);
}

gboolean
dh_chart_get_scales (DhChart *self, DhChartScales *scales)
{
  if (self->layout == NULL)
    return FALSE;
  dh_layout_x_scale (self->layout, &scales->x);
  dh_layout_y_scale (self->layout, DH_PLOT_LEFT, &scales->left);
  scales->right = scales->left;
  if (self->plot != NULL && self->plot->has_right)
    dh_layout_y_scale (self->layout, DH_PLOT_RIGHT, &scales->right);
  override (&scales->x, &self->zoom.x);
  override (&scales->left, &self->zoom.left);
  override (&scales->right, &self->zoom.right);
  return TRUE;
}

void
dh_chart_zoom_to (DhChart *self, const DhChartScales *scales, DhChartAxes axes)
{
  DhZoom zoom = self->zoom;

  if (axes & DH_CHART_X)
    zoom.x = (DhZoomRange) { TRUE, scales->x.min, scales->x.max };
  if (axes & DH_CHART_Y)
    {
      zoom.left = (DhZoomRange) { TRUE, scales->left.min, scales->left.max };
      if (self->plot != NULL && self->plot->has_right)
        zoom.right = (DhZoomRange) { TRUE, scales->right.min, scales->right.max };
    }
  dh_chart_set_zoom (self, &zoom);
}

void
dh_chart_zoom_by (DhChart *self, DhChartAxes axes, double factor, double px, double py)
{
  DhChartScales scales;
  DhRect rect;
  double x_unit, y_unit;

  if (!dh_chart_get_scales (self, &scales))
    return;
  dh_layout_plot_rect (self->layout, &rect);
  if (!(rect.width > 0) || !(rect.height > 0))
    return;
  x_unit = CLAMP ((px - rect.x) / rect.width, 0, 1);
  y_unit = CLAMP ((rect.y + rect.height - py) / rect.height, 0, 1);
  dh_scale_zoom (&scales.x, x_unit, factor);
  dh_scale_zoom (&scales.left, y_unit, factor);
  dh_scale_zoom (&scales.right, y_unit, factor);
  dh_chart_zoom_to (self, &scales, axes);
}

void
dh_chart_pan_from (DhChart *self, const DhChartScales *from, double x_units, double y_units)
{
  DhChartScales scales = *from;
  DhChartAxes axes = 0;

  if (fabs (x_units) > 0)
    {
      dh_scale_pan (&scales.x, x_units);
      axes |= DH_CHART_X;
    }
  if (fabs (y_units) > 0)
    {
      dh_scale_pan (&scales.left, y_units);
      dh_scale_pan (&scales.right, y_units);
      axes |= DH_CHART_Y;
    }
  if (axes != 0)
    dh_chart_zoom_to (self, &scales, axes);
}

/* The part [low, high] (in units) of @scale. */
static void
take_part (DhScale *scale, double low, double high)
{
  double min = dh_scale_from_unit (scale, low), max = dh_scale_from_unit (scale, high);

  dh_scale_init (scale, scale->kind, min, max, scale->threshold);
}

void
dh_chart_zoom_to_box (DhChart *self, const DhRect *box)
{
  DhChartScales scales;
  DhChartAxes axes = 0;
  DhRect rect;

  if (!dh_chart_get_scales (self, &scales))
    return;
  dh_layout_plot_rect (self->layout, &rect);
  if (!(rect.width > 0) || !(rect.height > 0))
    return;
  if (box->width >= DH_CHART_THIN_BOX)
    {
      take_part (&scales.x, (box->x - rect.x) / rect.width,
                 (box->x + box->width - rect.x) / rect.width);
      axes |= DH_CHART_X;
    }
  if (box->height >= DH_CHART_THIN_BOX)
    {
      double high = (rect.y + rect.height - box->y) / rect.height;
      double low = high - box->height / rect.height;

      take_part (&scales.left, low, high);
      take_part (&scales.right, low, high);
      axes |= DH_CHART_Y;
    }
  if (axes != 0)
    dh_chart_zoom_to (self, &scales, axes);
}
