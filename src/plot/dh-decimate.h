/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Decimation: from a series to at most a few points a pixel column that keep every extreme. */
#pragma once

#include "dh-plot.h"

G_BEGIN_DECLS

typedef struct
{
  double x, y;        /* values; y NaN: the line breaks here */
  gsize index;        /* which point of the series this is; of no meaning for breaks */
} DhPoint;

/* Points of [first, first + n) of a series reduced for @columns columns between x values @x_min and
 * @x_max (linear in the scale's units): all of them when there are at most 4 a column, else first, least,
 * greatest, last of each column, in the order they occur. One point beyond either end comes too, so that
 * lines enter and leave the view. Appends DhPoint to @out. */
void dh_decimate (const DhPlotSeries *series, const DhScale *x_scale, guint columns, GArray *out);

G_END_DECLS
