/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Smoothing lines: what a specification comes to, as columns that grow with the histories they are of. Averages are
 * taken on from where they were, a bounded number of values at a time, so that a long signal never holds up a
 * frame. One thread advances; tables may be read by any, as histories are. */
#pragma once

#include "dh-quantity.h"
#include "dh-smooth.h"

G_BEGIN_DECLS

typedef struct _DhSmoothLines DhSmoothLines;

typedef struct
{
  DhTable *table; /* borrowed: keep a reference while in use */
  guint column;
} DhSmoothColumn;

/* @histories: one a signal, NULL for made-up ones and where there is none. What in @old (may be NULL, stays the
 * caller's to free) is as it would be now is taken from it. */
DhSmoothLines *dh_smooth_lines_new     (const DhSmoothSpec *spec, DhHistory *const *histories,
                                        DhSmoothLines *old) G_GNUC_WARN_UNUSED_RESULT;
void           dh_smooth_lines_free    (DhSmoothLines *lines);
/* Whether they are of this specification and these histories. */
gboolean       dh_smooth_lines_match   (const DhSmoothLines *lines, const DhSmoothSpec *spec,
                                        DhHistory *const *histories);
/* Averages at most @budget more values; TRUE when there are more. */
gboolean       dh_smooth_lines_advance (DhSmoothLines *lines, gsize budget);

const DhSmoothSpec *dh_smooth_lines_get_spec (const DhSmoothLines *lines);
/* The signal itself; FALSE when its run has not recorded it, or there is no run. */
gboolean       dh_smooth_lines_raw     (const DhSmoothLines *lines, guint index, DhSmoothColumn *column);
/* FALSE where the method is not asked for. */
gboolean       dh_smooth_lines_average (const DhSmoothLines *lines, guint index, DhSmoothMethod method,
                                        DhSmoothColumn *column);
/* Values that the signal has now. */
gsize          dh_smooth_lines_length  (const DhSmoothLines *lines, guint index);
/* DH_PER_STEP for made-up signals. */
DhQuantityDomain dh_smooth_lines_domain (const DhSmoothLines *lines, guint index);
/* Steps from one value to the next: 1, or those of an epoch. */
guint64        dh_smooth_lines_stride  (const DhSmoothLines *lines, guint index);
/* How many of the first @n values are numbers, that is how many an average has taken. */
guint64        dh_smooth_lines_taken   (const DhSmoothLines *lines, guint index, guint64 n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhSmoothLines, dh_smooth_lines_free)

G_END_DECLS
