/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Scrubber: the transport's bar: how many steps there are, how many are computed (a grey buffered
 * bar), and the playhead, which is dragged with the pointer or moved with the keys.
 *
 * Properties: "total" (guint64), "buffered" (guint64), "position" (guint64). Signal "moved-by-user" (guint64).
 * Keys: Left/Right one step, Page Up/Down "page" (guint64 property: steps an epoch), Home/End. Accessible role SLIDER
 * with value text "step 25 of 145". */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DH_TYPE_SCRUBBER (dh_scrubber_get_type ())
G_DECLARE_FINAL_TYPE (DhScrubber, dh_scrubber, DH, SCRUBBER, GtkWidget)

GtkWidget *dh_scrubber_new (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
