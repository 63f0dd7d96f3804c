/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Plot sources, inside the plot layer: a source over a copy of values, and questions that any
 * source answers through its callbacks without being read whole. */
#pragma once

#include "dh-plot.h"

G_BEGIN_DECLS

void     dh_plot_source_copy       (DhPlotSource *source, const double *values, gsize n);

/* No value yet; and @more taken into @all. */
void     dh_plot_extremes_init          (DhPlotExtremes *extremes);
void     dh_plot_extremes_merge         (DhPlotExtremes *all, const DhPlotExtremes *more);
/* The greatest magnitude; 0 when there is no finite value. */
double   dh_plot_extremes_magnitude     (const DhPlotExtremes *extremes);

double   dh_plot_source_value      (const DhPlotSource *source, gsize i);
void     dh_plot_source_extremes   (const DhPlotSource *source, gsize first, gsize n,
                                    DhPlotExtremes *extremes);
/* One past the last finite value; 0 when there is none. */
gsize    dh_plot_source_finite_end (const DhPlotSource *source);
/* First index in [@first, @first + @n) whose value is the least (or greatest) there. */
gsize    dh_plot_source_find       (const DhPlotSource *source, gsize first, gsize n,
                                    double value, gboolean greatest);
/* First index in [@first, @first + @n) whose magnitude exceeds @limit; @first + @n when none does. */
gsize    dh_plot_source_leaves     (const DhPlotSource *source, gsize first, gsize n, double limit);

gboolean dh_plot_series_ascends     (const DhPlotSeries *series);
/* First index whose x is at least @x; the length when there is none. The series must ascend. */
gsize    dh_plot_series_lower_bound (const DhPlotSeries *series, double x);

G_END_DECLS
