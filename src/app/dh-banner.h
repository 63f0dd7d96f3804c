/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Banner: a line above the page that says what went wrong or what was done, with at most one
 * action. Never modal; it stays until it is dismissed or replaced. (libadwaita has one of its own
 * only after the version that we build on.) */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DH_TYPE_BANNER (dh_banner_get_type ())
G_DECLARE_FINAL_TYPE (DhBanner, dh_banner, DH, BANNER, GtkWidget)

/* Properties: "text" (string or NULL, read-only), "revealed" (boolean, read-only). */
GtkWidget  *dh_banner_new          (void) G_GNUC_WARN_UNUSED_RESULT;
/* @action: a detailed action name ("win.save::x"), NULL with @label NULL for none. */
void        dh_banner_show         (DhBanner *self, const char *text, const char *label, const char *action);
void        dh_banner_dismiss      (DhBanner *self);
const char *dh_banner_get_text     (DhBanner *self);
gboolean    dh_banner_get_revealed (DhBanner *self);

G_END_DECLS
