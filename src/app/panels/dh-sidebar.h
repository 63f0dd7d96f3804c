/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Sidebar: the run list and the settings of the selected run, in groups that collapse: Runs, Learning rate (what is
 * turned most stays near the top), Data, Model, Start weights, Optimiser, Training, Gradient. Follows its session. */
#pragma once

#include <adwaita.h>

#include "dh-session.h"

G_BEGIN_DECLS

#define DH_TYPE_SIDEBAR (dh_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (DhSidebar, dh_sidebar, DH, SIDEBAR, GtkWidget)

/* Properties: "session" (DhSession, read-write); "open-groups" (GStrv, read-write: which of "runs", "rate", "data",
 * "model", "init", "optimiser", "training", "gradient" are open; g_settings_bind() keeps it). Actions that rows and
 * menus use are the window's (dh-window.h). */
GtkWidget *dh_sidebar_new         (void) G_GNUC_WARN_UNUSED_RESULT;
void       dh_sidebar_set_session (DhSidebar *self, DhSession *session);
void       dh_sidebar_rename_run  (DhSidebar *self, guint64 run_id); /* starts editing in place */
void       dh_sidebar_focus_rate  (DhSidebar *self);                 /* to the learning rate's number */
/* Reads a data file in the background, opens the data group and shows there what is wrong with it. */
void       dh_sidebar_load_data   (DhSidebar *self, const char *path);

G_END_DECLS
