/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Smoothing settings: the column beside the smoothing page's charts that edits the experiment's DhSmoothSpec: the
 * signal, β, the methods, and up to three signals to compare with. Every change is one step of undo. */
#pragma once

#include <gtk/gtk.h>

#include "dh-session.h"

G_BEGIN_DECLS

#define DH_TYPE_SMOOTHING_SETTINGS (dh_smoothing_settings_get_type ())
G_DECLARE_FINAL_TYPE (DhSmoothingSettings, dh_smoothing_settings, DH, SMOOTHING_SETTINGS, GtkWidget)

GtkWidget *dh_smoothing_settings_new         (void) G_GNUC_WARN_UNUSED_RESULT;
void       dh_smoothing_settings_set_session (DhSmoothingSettings *self, DhSession *session);
/* As if the user had set the check mark. */
void       dh_smoothing_settings_set_method  (DhSmoothingSettings *self, DhSmoothMethod method, gboolean active);

G_END_DECLS
