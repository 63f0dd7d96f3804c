/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Charts page: one to six chart cards in a grid that fits the room, following a session's views. */
#pragma once

#include <adwaita.h>

#include "dh-chart-card.h"

G_BEGIN_DECLS

#define DH_TYPE_CHARTS_PAGE (dh_charts_page_get_type ())
G_DECLARE_FINAL_TYPE (DhChartsPage, dh_charts_page, DH, CHARTS_PAGE, GtkWidget)

/* Property "session" (DhSession or NULL). Signal "update-needed": a card is out of date; call
 * dh_charts_page_update() once in the next frame's update phase. */
GtkWidget   *dh_charts_page_new         (void) G_GNUC_WARN_UNUSED_RESULT;
void         dh_charts_page_set_session (DhChartsPage *self, DhSession *session);
void         dh_charts_page_update      (DhChartsPage *self);
guint        dh_charts_page_n_cards     (DhChartsPage *self);
DhChartCard *dh_charts_page_get_card    (DhChartsPage *self, guint index); /* transfer none, NULL beyond */

/* How many charts each row holds, for tests: fills @rows (at most 6) and returns how many rows there
 * are for @n charts in a room of this size. */
guint        dh_charts_page_arrange     (guint n, int width, int height, guint rows[6]);

G_END_DECLS
