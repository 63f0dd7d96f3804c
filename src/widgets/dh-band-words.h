/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Bands in words, translated, with numbers in the locale's form. Private to the rate slider. All texts are the
 * caller's to free. */
#pragma once

#include "dh-band.h"

G_BEGIN_DECLS

/* "0.000123": three digits. */
char *dh_band_words_rate  (double rate);
/* "good"; "good or overshoots" on the border; "not measured"; "off the scale". */
char *dh_band_words_at    (const DhBandPoint *points, gsize n, double rate);
/* "RMSE 22.34, √Σe 119.7 in the last epoch"; NULL where there is no error to speak of. */
char *dh_band_words_error (const DhBandPoint *point);
/* "crawls up to 0.00001, good to 0.000438, explodes above". */
char *dh_band_words_list  (const DhBandPoint *points, gsize n);

G_END_DECLS
