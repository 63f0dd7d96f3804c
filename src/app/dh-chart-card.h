/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Chart card: one view of a session's experiment as a chart with a title line and a menu. It is told
 * when to rebuild (dh-charts-page.h) and passes on what the user does to the session or to the
 * window's actions. */
#pragma once

#include <gtk/gtk.h>

#include "dh-chart.h"
#include "dh-session.h"

G_BEGIN_DECLS

#define DH_TYPE_CHART_CARD (dh_chart_card_get_type ())
G_DECLARE_FINAL_TYPE (DhChartCard, dh_chart_card, DH, CHART_CARD, GtkWidget)

/* Properties: "session" (DhSession or NULL), "index" (uint) of the view in the experiment. */
GtkWidget *dh_chart_card_new       (DhSession *session, guint index) G_GNUC_WARN_UNUSED_RESULT;
DhChart   *dh_chart_card_get_chart (DhChartCard *self);
guint      dh_chart_card_get_index (DhChartCard *self);
/* The plot is out of date: everything, or only what depends on the playhead. */
void       dh_chart_card_invalidate          (DhChartCard *self);
void       dh_chart_card_invalidate_playhead (DhChartCard *self);
gboolean   dh_chart_card_get_dirty (DhChartCard *self);
/* Rebuilds the plot if it is out of date, and places the playhead. */
void       dh_chart_card_update    (DhChartCard *self);
/* Places the crosshair of the session, except while the pointer is in this chart. */
void       dh_chart_card_follow_crosshair (DhChartCard *self);

G_END_DECLS
