/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Rate slider: a logarithmic slider with a number entry beside it that takes any value > 0, also
 * outside the slider's range.
 *
 * Properties: "value" (double > 0), "lower", "upper" (the slider's ends: 1e-6, 10), "error" (string, read-only).
 * Signals: "changed-by-user" (double value, gboolean dragging: TRUE while the pointer holds the thumb). Keys on the
 * slider: arrows 1/50 decade, Page 1/5 decade. Marks at decades. The number shows the exact value. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DH_TYPE_RATE_SLIDER (dh_rate_slider_get_type ())
G_DECLARE_FINAL_TYPE (DhRateSlider, dh_rate_slider, DH, RATE_SLIDER, GtkWidget)

GtkWidget *dh_rate_slider_new       (void) G_GNUC_WARN_UNUSED_RESULT;
void       dh_rate_slider_set_value (DhRateSlider *self, double value);
double     dh_rate_slider_get_value (DhRateSlider *self);
void       dh_rate_slider_set_error (DhRateSlider *self, const char *message);

G_END_DECLS
