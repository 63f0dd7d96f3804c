/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Sidebar: the run list and the settings of the selected run, in groups that collapse: Runs, Data, Model, Start
 * weights, Gradient, Optimiser, Learning rate, Training. Follows its session. */
#pragma once

#include <adwaita.h>

#include "dh-session.h"

G_BEGIN_DECLS

#define DH_TYPE_SIDEBAR (dh_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (DhSidebar, dh_sidebar, DH, SIDEBAR, GtkWidget)

/* Property "session" (DhSession, read-write). Actions that rows and menus use are the window's (dh-window.h). */
GtkWidget *dh_sidebar_new         (void) G_GNUC_WARN_UNUSED_RESULT;
void       dh_sidebar_set_session (DhSidebar *self, DhSession *session);
void       dh_sidebar_rename_run  (DhSidebar *self, guint64 run_id); /* starts editing in place */
void       dh_sidebar_focus_rate  (DhSidebar *self);                 /* to the learning rate's number */

G_END_DECLS
