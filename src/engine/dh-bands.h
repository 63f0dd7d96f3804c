/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Bands: what one run would come to at 128 learning rates, measured by a sweep in a thread of its own.
 * The latest request wins. A thread of its own, and not the engine's, because a run must never wait for what is only
 * advice: the two share nothing but the processor, and of that the bands ask for what others leave
 * (on Linux the thread is nicer to others by ten). Of two cores each gets one.
 *
 * Rates are measured from coarse to fine and told on the way when it takes long. What is
 * measured depends on the request alone, never on the clock: rates for which an estimate says that all of them would
 * take more than DH_BANDS_BUDGET stay unmeasured, the finest first, and a single run beyond it
 * leaves nothing measured at all. */
#pragma once

#include "dh-engine.h"
#include "dh-outcome.h"

G_BEGIN_DECLS

#define DH_BANDS_RATES 128
/* Nanoseconds of dh_sweep_estimate() for all rates together. */
#define DH_BANDS_BUDGET 12e9

typedef struct
{
  double lr;
  gboolean measured; /* otherwise nothing below is */
  DhOutcome outcome;
  DhState state;
  double rmse, root_sum; /* of the last epoch, as dh_sweep_run() has them */
} DhBandsPoint;

/* What is asked for. Nothing owned; the bands take references. */
typedef struct
{
  DhRun *run;
  DhData *data;
  double low, high;  /* the rates' ends, both included: a geometric sequence */
  guint64 from_step; /* 0: the rate of the whole run; else from which step on it holds */
} DhBandsRequest;

/* What is known so far. Plain, to be copied. */
typedef struct
{
  guint64 generation; /* of the request */
  DhBandsPoint points[DH_BANDS_RATES]; /* by rate, ascending */
  gsize n_measured;
  gboolean complete;  /* nothing more will come */
  /* Limits of plain SGD at the weights where the rate begins to hold (numerics.md section 7); 0: no theory
   * holds, none was found, or finding it would take too long. */
  double row_limit, epoch_limit;
} DhBandsResult;

typedef struct _DhBands DhBands;

/* @ready as the engine's: called on @context, at most once until dh_bands_poll() has returned NULL. */
DhBands       *dh_bands_new     (GMainContext *context, DhEngineReady ready, gpointer user_data)
                                 G_GNUC_WARN_UNUSED_RESULT;
/* Command, flag, join, drain, free. Returns promptly in the middle of measuring. */
void           dh_bands_free    (DhBands *bands);
/* Replaces the request before. Returns the new generation. */
guint64        dh_bands_request (DhBands *bands, const DhBandsRequest *request);
/* Nothing is wanted any more. Results of older requests are dropped. */
void           dh_bands_cancel  (DhBands *bands);
/* The next result of the latest request or NULL. Free with g_free(). */
DhBandsResult *dh_bands_poll    (DhBands *bands) G_GNUC_WARN_UNUSED_RESULT;
/* Waits for it, at most so long. For tests. */
DhBandsResult *dh_bands_wait    (DhBands *bands, guint64 microseconds) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhBands, dh_bands_free)

G_END_DECLS
