/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* What the chart builder's two halves share: quantities against steps and epochs, and the fit over x. */
#pragma once

#include "dh-chart-builder.h"
#include "dh-quantity.h"

G_BEGIN_DECLS

/* The runs of a view that are visible, and what they have recorded. */
typedef struct
{
  DhRun *run;
  DhHistory *history; /* NULL: nothing yet */
  GPtrArray *findings; /* NULL: none known */
} DhShownRun;

/* Owned by the caller, borrowed members. */
GArray *dh_chart_shown_runs (const DhChartContext *context, const DhView *view);
/* The view's x axis as it is drawn: a view of the fit is always over x, one of the bump's error over the bump, and no
 * other is. */
DhXAxis dh_chart_x          (const DhView *view);
/* Whether the axis should keep to the readable part of what this run recorded. */
gboolean dh_chart_ran_away  (const DhHistory *history);
/* Data points and each run's curve at the playhead. */
void    dh_chart_add_fit    (const DhChartContext *context, const DhView *view, GArray *shown,
                             DhPlotSide side, DhPlot *plot);
/* Each run's bump derivatives against its exact ones, at the playhead. */
void    dh_chart_add_bump_error (const DhChartContext *context, const DhView *view, GArray *shown,
                             DhPlotSide side, DhPlot *plot);

G_END_DECLS
