/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Bands watch: keeps what the learning-rate slider knows up to date: what the session's selected run would come to
 * at 128 rates over the slider's scale. Asks again when anything but the rate itself changes; what was measured is
 * kept, so that a drag, undo or another run and back ask for nothing. The session owns its watch. UI thread only.
 *
 * A rate means here what turning the slider would do: from the start, the whole run at that rate, without the
 * changes on its way; with "from here on", the run as it is up to the playhead and at that rate after it. There the
 * bands follow the playhead, and there are none where no step is left.
 *
 * The scale has room for what matters: of plain descent (momentum too) from a thousandth to a hundred times of
 * 1/(1 + max x²), the rate at which the worst row of a straight line begins to overshoot; of optimisers that divide
 * by their own moments from a thousandth to a thousand times their default rate. Whole decades, and wide enough for
 * the rate in force. It depends on the optimiser, the data and the run that is selected, and grows for a rate that
 * was typed, but never shrinks while they stay.
 *
 * Signal: "changed": the result or the scale. */
#pragma once

#include "dh-bands.h"
#include "dh-session.h"

G_BEGIN_DECLS

#define DH_TYPE_BANDS_WATCH (dh_bands_watch_get_type ())
G_DECLARE_FINAL_TYPE (DhBandsWatch, dh_bands_watch, DH, BANDS_WATCH, GObject)

/* The session's watch, made at the first call. Transfer none. */
DhBandsWatch        *dh_bands_watch_get        (DhSession *session);
/* Transfer none, until the next "changed". NULL: there is nothing that the slider could do. */
const DhBandsResult *dh_bands_watch_get_result (DhBandsWatch *self);
/* The slider's ends. FALSE: no run. */
gboolean             dh_bands_watch_get_scale  (DhBandsWatch *self, double *low, double *high);
/* Nothing more will come until something changes. */
gboolean             dh_bands_watch_is_settled (DhBandsWatch *self);
/* How often it has asked for a measurement. For tests. */
guint64              dh_bands_watch_n_requests (DhBandsWatch *self);

G_END_DECLS
