/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Export dialog: how a picture of charts is to be: kind of file, size, scale, light or dark. */
#pragma once

#include <adwaita.h>

#include "dh-chart-file.h"

G_BEGIN_DECLS

#define DH_TYPE_EXPORT_DIALOG (dh_export_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DhExportDialog, dh_export_dialog, DH, EXPORT_DIALOG, AdwWindow)

/* Starts with a picture of this size in user units. Signal "accepted": the user wants it so; the
 * dialog has closed. */
GtkWidget *dh_export_dialog_new         (GtkWindow *parent, double width, double height) G_GNUC_WARN_UNUSED_RESULT;
void       dh_export_dialog_get_options (DhExportDialog *self, DhChartFileOptions *options);

G_END_DECLS
