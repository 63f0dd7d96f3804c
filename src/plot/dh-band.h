/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Band: what becomes of a run over learning rates, as a strip: kinds, the stretches of one kind, the
 * nearest measured rate, and the paint. Each kind has a pattern of its own, so that colour is never all there
 * is to tell them by. Pure functions; any thread. */
#pragma once

#include <cairo.h>

#include "dh-palette.h"

G_BEGIN_DECLS

typedef enum
{
  DH_BAND_UNKNOWN, /* not measured */
  DH_BAND_CRAWLS,
  DH_BAND_GOOD,
  DH_BAND_OVERSHOOTS,
  DH_BAND_EXPLODES,
  DH_BAND_DEAD,
  DH_BAND_N,
} DhBandKind;

typedef struct
{
  double rate;           /* > 0 */
  DhBandKind kind;
  double rmse, root_sum; /* of the last epoch; infinite where there is none to speak of */
} DhBandPoint;

/* Points @first to @last, of one kind, from @low to @high: halfway (of the logarithms) to the
 * neighbours, the ends as they are. */
typedef struct
{
  DhBandKind kind;
  gsize first, last;
  double low, high;
} DhBandSegment;

const char *dh_band_label    (DhBandKind kind); /* N_("overshoots") */
/* The colour of its ink, which holds 3:1 against the background. */
void        dh_band_colour   (DhBandKind kind, gboolean dark, DhRgba *rgba);
/* Fills the rectangle. Patterns start at the origin, so that neighbours of one kind join. */
void        dh_band_paint    (cairo_t *cr, DhBandKind kind, gboolean dark, double x, double y, double width,
                              double height);

/* @points: @n of them, by rate, ascending. @segments: room for @n. How many there are. */
gsize       dh_band_segments (const DhBandPoint *points, gsize n, DhBandSegment *segments);
/* The point nearest to @rate by their logarithms; @n > 0. */
gsize       dh_band_nearest  (const DhBandPoint *points, gsize n, double rate);
/* Within the first and the last rate, or the rounding beside them. */
gboolean    dh_band_covers   (const DhBandPoint *points, gsize n, double rate);
/* The kinds on both sides of @rate: the same one twice inside a band. FALSE: not covered. */
gboolean    dh_band_around   (const DhBandPoint *points, gsize n, double rate, DhBandKind *below,
                              DhBandKind *above);
/* A rate just inside the next band in @direction (-1 or 1) from @rate, with as few digits as it takes. FALSE: none. */
gboolean    dh_band_next     (const DhBandPoint *points, gsize n, double rate, int direction, double *next);

G_END_DECLS
