/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Smoothing page: momentum by itself. A signal, how it is averaged, the chart of both, the weights that the last
 * values have, and the formula with the numbers at the playhead. While the page is shown, the playhead of the session
 * counts the values of a made-up signal (dh_session_set_span()); of a recorded one it counts steps, as elsewhere. */
#pragma once

#include <adwaita.h>

#include "dh-chart.h"
#include "dh-session.h"

G_BEGIN_DECLS

#define DH_TYPE_SMOOTHING_PAGE (dh_smoothing_page_get_type ())
G_DECLARE_FINAL_TYPE (DhSmoothingPage, dh_smoothing_page, DH, SMOOTHING_PAGE, GtkWidget)

/* Property "session" (DhSession or NULL). Signal "update-needed": call dh_smoothing_page_update() once in the next
 * frame's update phase, before the other pages' (it may move the playhead). */
GtkWidget *dh_smoothing_page_new         (void) G_GNUC_WARN_UNUSED_RESULT;
void       dh_smoothing_page_set_session (DhSmoothingPage *self, DhSession *session);
/* TRUE when there is more to be averaged than one frame has time for. */
gboolean   dh_smoothing_page_update      (DhSmoothingPage *self);
DhChart   *dh_smoothing_page_get_chart   (DhSmoothingPage *self);
/* A name for a file of the chart: its title. */
char      *dh_smoothing_page_get_title   (DhSmoothingPage *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
