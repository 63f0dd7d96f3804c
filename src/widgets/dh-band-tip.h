/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Band tip: what a tooltip over the bands holds: a sentence, the legend with painted samples, the limits' marks and
 * the keys. Private to the rate slider. */
#pragma once

#include "dh-band-scale.h"

G_BEGIN_DECLS

#define DH_TYPE_BAND_TIP (dh_band_tip_get_type ())
G_DECLARE_FINAL_TYPE (DhBandTip, dh_band_tip, DH, BAND_TIP, GtkWidget)

GtkWidget  *dh_band_tip_new       (void) G_GNUC_WARN_UNUSED_RESULT;
void        dh_band_tip_set_text  (DhBandTip *self, const char *text);
/* The kinds that have a sample: bits of 1 << DhBandKind. */
void        dh_band_tip_set_kinds (DhBandTip *self, guint kinds);
/* Beside the mark of @limit; NULL: none. */
void        dh_band_tip_set_limit (DhBandTip *self, DhBandLimit limit, const char *text);

G_END_DECLS
