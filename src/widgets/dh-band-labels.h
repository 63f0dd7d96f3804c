/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Band labels: the names of a band scale's bands, to stand right above it and as wide: those that
 * have room. Private to the rate slider. */
#pragma once

#include "dh-band-scale.h"

G_BEGIN_DECLS

#define DH_TYPE_BAND_LABELS (dh_band_labels_get_type ())
G_DECLARE_FINAL_TYPE (DhBandLabels, dh_band_labels, DH, BAND_LABELS, GtkWidget)

void     dh_band_labels_set_scale  (DhBandLabels *self, DhBandScale *scale);
/* The texts that are shown, from left to right, one a line. For tests. */
char    *dh_band_labels_get_text   (DhBandLabels *self);

/* Which of @n labels have room: @centre and @width of each, from left to right, the more important ones of a greater
 * @weight; at most @slack beyond half their weight on either side, never nearer than @gap, within 0 … @total.
 * @x: where each begins; negative: not shown. */
void     dh_band_labels_place      (gsize n, const double *centre, const double *width, const double *weight,
                                    double total, double slack, double gap, double *x);

G_END_DECLS
