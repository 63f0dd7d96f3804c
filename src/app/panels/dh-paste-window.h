/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Paste window: rows as text, judged while it is typed: how many rows it has, or at which line and column
 * it is wrong and what to do.
 *
 * Signal "accepted" (boxed-free pointer DhData: valid during the emission). Property "text" (string). */
#pragma once

#include <adwaita.h>

#include "dh-data.h"

G_BEGIN_DECLS

#define DH_TYPE_PASTE_WINDOW (dh_paste_window_get_type ())
G_DECLARE_FINAL_TYPE (DhPasteWindow, dh_paste_window, DH, PASTE_WINDOW, AdwWindow)

GtkWidget  *dh_paste_window_new        (GtkWindow *parent) G_GNUC_WARN_UNUSED_RESULT;
void        dh_paste_window_set_text   (DhPasteWindow *self, const char *text);
const char *dh_paste_window_get_status (DhPasteWindow *self); /* the line below the text */
gboolean    dh_paste_window_is_valid   (DhPasteWindow *self);
void        dh_paste_window_accept     (DhPasteWindow *self); /* as the OK button */

/* Rows as text that reads back as they are. */
char       *dh_paste_window_format     (const DhData *data) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
