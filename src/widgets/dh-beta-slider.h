/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Beta slider: how much of an average is kept, logarithmic in 1 − β so that 0.9, 0.99 and 0.999 are equally far
 * apart, with a number entry beside it that takes any value from 0 to below 1.
 *
 * Properties: "value" (double, 0 <= value < 1), "error" (string, read-only).
 * Signal "changed-by-user" (double value, gboolean dragging: TRUE while the pointer holds the thumb). Keys on the
 * slider: arrows 1/50 decade of 1 − β, Page 1/5 decade. The number shows the exact value. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DH_TYPE_BETA_SLIDER (dh_beta_slider_get_type ())
G_DECLARE_FINAL_TYPE (DhBetaSlider, dh_beta_slider, DH, BETA_SLIDER, GtkWidget)

GtkWidget *dh_beta_slider_new       (void) G_GNUC_WARN_UNUSED_RESULT;
void       dh_beta_slider_set_value (DhBetaSlider *self, double value);
double     dh_beta_slider_get_value (DhBetaSlider *self);

G_END_DECLS
