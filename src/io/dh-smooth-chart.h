/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Smoothing charts: from an experiment's smoothing and its lines to plots and the formula with numbers. The chart is
 * over the number of the value, from 1: the step or the epoch of a recorded signal. The playhead, which counts
 * steps, is the number of the value that it stands at, cut to the signal's length. */
#pragma once

#include "dh-chart-builder.h"
#include "dh-smooth-lines.h"

G_BEGIN_DECLS

/* The history of each signal's run, in the order of the signals; NULL where there is none. Borrowed. */
void    dh_smooth_chart_histories (const DhChartContext *context, DhHistory *histories[DH_SMOOTH_MAX_SIGNALS]);
/* Series: each signal as it is ("1", "2", …), and its averages ("1/ema", …). The plot sees only what the lines had
 * when it was made. */
DhPlot *dh_smooth_chart_build     (const DhChartContext *context, const DhSmoothLines *lines) G_GNUC_WARN_UNUSED_RESULT;
/* The weights of the last values in each average at the playhead; at the start, those once it has faded. */
DhPlot *dh_smooth_weights_build   (const DhChartContext *context, const DhSmoothLines *lines) G_GNUC_WARN_UNUSED_RESULT;
/* One line a method, with the numbers of the main signal at the playhead. Translated. */
char   *dh_smooth_formula         (const DhChartContext *context, const DhSmoothLines *lines,
                                   const char *decimal_point) G_GNUC_WARN_UNUSED_RESULT;
/* What keeps signals from being shown, and what to do about it; NULL: nothing. Translated. */
char   *dh_smooth_chart_problem   (const DhChartContext *context, const DhSmoothLines *lines) G_GNUC_WARN_UNUSED_RESULT;
/* "Sine", "2 neurons · Derivatives d". Translated. */
char   *dh_smooth_signal_label    (const DhExperiment *experiment,
                                   const DhSmoothSignal *signal) G_GNUC_WARN_UNUSED_RESULT;

/* The value of the main signal that the playhead stands at, from 1; 0: before the first. */
guint64 dh_smooth_chart_place     (const DhChartContext *context, const DhSmoothLines *lines);
/* And back: the playhead for x of the chart. */
guint64 dh_smooth_chart_step      (const DhSmoothLines *lines, double x);

G_END_DECLS
