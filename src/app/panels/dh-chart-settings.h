/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Chart settings: a small window that edits one view of the experiment, live: quantities left and right, x axis, axis
 * kinds, automatic or fixed ranges, legend, runs shown, title. Every change is applied at once and can be undone. */
#pragma once

#include <adwaita.h>

#include "dh-session.h"

G_BEGIN_DECLS

/* Presents it over @parent; closes by itself when the view goes away. */
void dh_chart_settings_present (GtkWindow *parent, DhSession *session, guint view_index);

G_END_DECLS
