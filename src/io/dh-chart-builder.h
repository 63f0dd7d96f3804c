/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Chart builder: from an experiment's view and the runs' histories to a plot. */
#pragma once

#include "dh-experiment.h"
#include "dh-history.h"
#include "dh-plot.h"

G_BEGIN_DECLS

typedef struct
{
  const DhExperiment *experiment;
  DhHistory *const *histories; /* one a run, in the experiment's order; NULL where there is none yet */
  guint64 playhead;            /* steps done, for "fit" and other views over x; G_MAXUINT64: the end */
  GPtrArray *const *findings;  /* of DhFinding, one array a run or NULL; NULL: none of any */
} DhChartContext;

/* Series: one colour a run, one line style a weight (a group's member), "RUNID/QUANTITY" keys, labels with the
 * run's name (left out when only one run is shown), end labels; axis labels with formulas and units; epoch
 * boundaries as faint marks when few; an explosion as a mark "leaves at step 26"; each
 * finding that has a step as a sign on the axis there. Series hold references to
 * the histories and only see what was published when the plot was made. "fit" draws the data as points and each
 * run's prediction at the playhead as a curve over a range a little wider than the data. */
DhPlot *dh_chart_build   (const DhChartContext *context, const DhView *view) G_GNUC_WARN_UNUSED_RESULT;
/* The view's own title or one made from its quantities. Translated. */
char   *dh_chart_title   (const DhView *view);
/* One line of the settings and seeds of the runs shown, for exports. */
char   *dh_chart_caption (const DhExperiment *experiment, const DhView *view);
/* The x value of a playhead in a view, FALSE where the view has no step axis. */
gboolean dh_chart_playhead_x (const DhChartContext *context, const DhView *view, double *x);
/* The reverse: steps done at x. */
gboolean dh_chart_x_to_step  (const DhChartContext *context, const DhView *view, double x, guint64 *step);

G_END_DECLS
