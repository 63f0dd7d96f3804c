/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Survival: the learning rate up to which a run that exploded or ran away would have lasted, found by trying: the very
 * run is trained, over its whole length, at one learning rate of two digits after another, downwards from its own. A
 * run survives when it neither explodes nor runs away, by the definitions of those two findings.
 *
 * Survival is not monotonous: a rate may last by luck where lower ones don't. Therefore:
 *   up_to  the greatest rate of two digits below the run's own at which it survives, and at every other rate of
 *          two digits from there down to a tenth of it. At the next one up, or at its own, it does not.
 *   luck   a rate above up_to at which it survives all the same, the greatest such; 0: none.
 * Pure function, any thread; the work is bounded by a budget, so that a long run is left out, not waited for. */
#pragma once

#include "dh-run.h"
#include "dh-data.h"

G_BEGIN_DECLS

/* Some seconds of one core. */
#define DH_SURVIVAL_BUDGET 3e8

typedef struct
{
  double up_to, luck;
  guint n_tried; /* runs trained */
} DhSurvival;

/* Whether a run that ended with root mean squares over all rows of @rms_start and @rms_end has run away, where y
 * spreads by @spread. */
gboolean dh_survival_ran_away (double rms_start, double rms_end, double spread);
/* Standard deviation of y; of a constant y its size, or 1. */
double   dh_survival_spread   (const DhData *data);
/* Whether the run survives at @rate. @work: rows times weights passed through, is lowered
 * by what it took. -1: cancelled, or out of work, or not a run at all at that rate. */
int      dh_survival_try      (const DhRun *run, DhData *data, double rate, double *work, const gint *cancel);
/* FALSE: cancelled, out of budget, none found, or a run whose rate the user changed on
 * the way: there is not one rate. */
gboolean dh_survival_find     (const DhRun *run, DhData *data, double budget, const gint *cancel, DhSurvival *out);

/* The greatest rate of two digits below @rate; 0: none. */
double   dh_rate_below        (double rate);
/* The least one above it. */
double   dh_rate_above        (double rate);
/* With its two digits, in the C locale: "0.000031"; with a power of ten where that would be long: "3.1e-09". */
char    *dh_rate_to_string    (double rate) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
