/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Rate slider: a logarithmic slider with a number entry beside it that takes any value > 0, also
 * outside the slider's range.
 *
 * Properties: "value" (double > 0), "lower", "upper" (the slider's ends: 1e-6, 10), "error" (string, read-only).
 * Signals: "changed-by-user" (double value, gboolean dragging: TRUE while the pointer holds the thumb). Keys on the
 * slider: arrows 1/50 decade, Page 1/5 decade, Ctrl with an arrow to the next band. Marks at decades. The number
 * shows the exact value. New ends wait while the pointer holds the thumb.
 *
 * The trough can be painted with bands, which say what would happen at each rate; hovering and the
 * slider's description tell them in words. */
#pragma once

#include <gtk/gtk.h>

#include "dh-band.h"

G_BEGIN_DECLS

#define DH_TYPE_RATE_SLIDER (dh_rate_slider_get_type ())
G_DECLARE_FINAL_TYPE (DhRateSlider, dh_rate_slider, DH, RATE_SLIDER, GtkWidget)

GtkWidget *dh_rate_slider_new       (void) G_GNUC_WARN_UNUSED_RESULT;
void       dh_rate_slider_set_value (DhRateSlider *self, double value);
double     dh_rate_slider_get_value (DhRateSlider *self);
void       dh_rate_slider_set_error (DhRateSlider *self, const char *message);

/* @points: @n of them, by rate, ascending; copied. 0: no bands. @complete: what is not measured will not be. */
void       dh_rate_slider_set_bands  (DhRateSlider *self, const DhBandPoint *points, gsize n, gboolean complete);
/* Marks, numerics.md section 7; 0: none. */
void       dh_rate_slider_set_limits (DhRateSlider *self, double row_limit, double epoch_limit);
/* What hovering over @rate says: outcome and error, of the nearest measured rate. */
char      *dh_rate_slider_describe   (DhRateSlider *self, double rate) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
