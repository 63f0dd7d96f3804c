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
/* The view's x axis as it is drawn: a view of the fit is always over x. */
DhXAxis dh_chart_x          (const DhView *view);
/* Data points and each run's curve at the playhead. */
void    dh_chart_add_fit    (const DhChartContext *context, const DhView *view, GArray *shown,
                             DhPlotSide side, DhPlot *plot);

G_END_DECLS
