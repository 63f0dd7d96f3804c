/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Window: header bar, sidebar, charts page, transport, banner; owns a session. Actions (all "win."):
 *  new, new-default, open, save, save-as, undo, redo, sidebar (toggle)
 *  run-add, run-duplicate, run-remove, run-rename, run-hide, run-up, run-down (the selected run, or the uint64 target
 *    of the "-id" variants used by row menus: run-duplicate-id etc. with type "t")
 *  play (toggle), step-back, step-forward, epoch-back, epoch-forward, go-start, go-end, speed ("d")
 *  chart-add, chart-remove ("u"), chart-settings ("u"), chart-export ("u"), chart-copy ("u"), chart-csv ("u"),
 *  export-sheet, from-here (toggle), pause (toggle), cancel, extend, shortcuts, about, close */
#pragma once

#include <adwaita.h>

#include "dh-session.h"

G_BEGIN_DECLS

#define DH_TYPE_WINDOW (dh_window_get_type ())
G_DECLARE_FINAL_TYPE (DhWindow, dh_window, DH, WINDOW, AdwApplicationWindow)

GtkWidget *dh_window_new         (AdwApplication *application) G_GNUC_WARN_UNUSED_RESULT;
DhSession *dh_window_get_session (DhWindow *self);

G_END_DECLS
