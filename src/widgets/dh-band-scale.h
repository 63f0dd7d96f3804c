/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Band scale: a GtkScale over decades (its adjustment's value is log10 of a rate) whose trough is
 * painted with bands, and with marks for limits. Private to the rate slider, which owns what is shown and says
 * it in words. A repaint computes nothing but pixels. */
#pragma once

#include <gtk/gtk.h>

#include "dh-band.h"

G_BEGIN_DECLS

#define DH_TYPE_BAND_SCALE (dh_band_scale_get_type ())
G_DECLARE_FINAL_TYPE (DhBandScale, dh_band_scale, DH, BAND_SCALE, GtkScale)

typedef enum { DH_BAND_LIMIT_ROW, DH_BAND_LIMIT_EPOCH, DH_BAND_N_LIMITS } DhBandLimit;

/* @points: @n of them, by rate, ascending, which stay the caller's until the next call. NULL: a plain slider. */
void     dh_band_scale_set_points  (DhBandScale *self, const DhBandPoint *points, gsize n);
const DhBandPoint *dh_band_scale_get_points (DhBandScale *self, gsize *n);
/* 0: none. */
void     dh_band_scale_set_limit   (DhBandScale *self, DhBandLimit limit, double rate);
/* Between the scale's own coordinates and rates. */
double   dh_band_scale_rate_to_x   (DhBandScale *self, double rate);
double   dh_band_scale_x_to_rate   (DhBandScale *self, double x);
/* The labels of the decades, each with a space after it. For tests. */
char    *dh_band_scale_get_decades (DhBandScale *self);
/* The mark of @limit, its point at (@x, @y). */
void     dh_band_scale_draw_mark   (cairo_t *cr, DhBandLimit limit, double x, double y);

G_END_DECLS
