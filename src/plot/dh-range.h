/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Automatic ranges, inside the plot layer: which values an axis shows when nobody said. A pure function of
 * the plot. */
#pragma once

#include "dh-plot.h"

G_BEGIN_DECLS

/* How much of a run that exploded a linear axis keeps. With C the greatest magnitude before the explosive end
 * (the points at the end each over 10 times all before them) and S that of the first points:
 * points from the explosive end on are left out; when C itself is over 100 times both S and @others
 * (a slow explosion), everything from the first magnitude over 10 times those is left out.
 * @others: greatest magnitude of the other series on the axis. Returns how many points stay. */
gsize    dh_range_readable (const DhPlotSource *source, double others);

/* The scale of a side's y axis, and of the x axis. FALSE: no series has a value to show; the scale then is the
 * defined look of an empty chart (0 to 1; log: 0.1 to 10). Logarithmic axes leave room for what
 * explodes: as many decades above the calm part as that spans, at least 4 and at most 12. */
gboolean dh_range_y (const DhPlot *plot, DhPlotSide side, DhScale *scale);
gboolean dh_range_x (const DhPlot *plot, DhScale *scale);

G_END_DECLS
