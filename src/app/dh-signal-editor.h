/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Signal editor: the rows that choose one signal to be smoothed: its kind, and either the parameters of a made-up one
 * or the run and the quantity of a recorded one. Shows what it is told and tells what the user chose. */
#pragma once

#include <gtk/gtk.h>

#include "dh-experiment.h"

G_BEGIN_DECLS

#define DH_TYPE_SIGNAL_EDITOR (dh_signal_editor_get_type ())
G_DECLARE_FINAL_TYPE (DhSignalEditor, dh_signal_editor, DH, SIGNAL_EDITOR, GtkWidget)

/* Signal "changed-by-user": dh_signal_editor_get_signal() is another one, and not yet in force. */
GtkWidget *dh_signal_editor_new        (void) G_GNUC_WARN_UNUSED_RESULT;
/* Shows @signal, chosen among @experiment's runs, in force. */
void       dh_signal_editor_show       (DhSignalEditor *self, DhExperiment *experiment, const DhSmoothSignal *signal);
const DhSmoothSignal *dh_signal_editor_get_signal (DhSignalEditor *self);

G_END_DECLS
