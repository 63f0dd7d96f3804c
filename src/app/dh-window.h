/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Window: header bar, sidebar, charts page, transport, banner; owns a session. Actions (all "win."):
 *  new, new-default, open, save, save-as, close, undo, redo, sidebar (toggle), shortcuts, about, dismiss
 *  run-add, run-duplicate, run-remove, run-rename, run-hide, run-up, run-down (the selected run, or the uint64 target
 *    of the "-id" variants used by row menus: run-duplicate-id etc. with type "t")
 *  play (toggle), step-back, step-forward, epoch-back, epoch-forward, go-start, go-end, speed ("d"), from-here (toggle)
 *  pause (toggle), cancel, resume, extend, focus-rate
 *  chart-add ("s": a quantity), chart-remove ("u"), chart-settings ("u"), chart-export ("u"), chart-copy ("u"),
 *    chart-csv ("u"), export-sheet, export-steps, export-epochs
 *  lessons, lesson-open ("s": its name), lesson-next, lesson-back, lesson-again, lesson-close, lesson-resume */
#pragma once

#include <adwaita.h>

#include "dh-session.h"

G_BEGIN_DECLS

#define DH_TYPE_WINDOW (dh_window_get_type ())
G_DECLARE_FINAL_TYPE (DhWindow, dh_window, DH, WINDOW, AdwApplicationWindow)

GtkWidget *dh_window_new         (AdwApplication *application) G_GNUC_WARN_UNUSED_RESULT;
DhSession *dh_window_get_session (DhWindow *self);
/* Opens @file, after the question about unsaved changes; a table (CSV, TSV, text) becomes the data of the
 * experiment that is open instead, which can be undone. */
void       dh_window_open        (DhWindow *self, GFile *file);
/* Comes back to what a crash left; FALSE: there was nothing. */
gboolean   dh_window_restore     (DhWindow *self);
/* Opens the lesson of this name or number, after the question about unsaved changes. */
void       dh_window_open_lesson (DhWindow *self, const char *name);
/* The lesson that was open when the program last ended; its experiment too, unless the session has been
 * @restored with it. */
void       dh_window_restore_lesson (DhWindow *self, gboolean restored);

G_END_DECLS
