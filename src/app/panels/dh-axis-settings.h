/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Axis settings: one axis of a chart's view: its quantities, its kind, its range. Shows what it is given and
 * says when the user has edited something; its window puts that into force. */
#pragma once

#include <gtk/gtk.h>

#include "dh-session.h"

G_BEGIN_DECLS

typedef enum { DH_AXIS_OF_X, DH_AXIS_OF_LEFT, DH_AXIS_OF_RIGHT } DhAxisPlace;

#define DH_TYPE_AXIS_SETTINGS (dh_axis_settings_get_type ())
G_DECLARE_FINAL_TYPE (DhAxisSettings, dh_axis_settings, DH, AXIS_SETTINGS, GtkWidget)

/* Signal "edited". Property "place" (DhAxisPlace as uint, construct-only). */
GtkWidget *dh_axis_settings_new       (DhAxisPlace place) G_GNUC_WARN_UNUSED_RESULT;
/* Shows the axis of a view; @session says which members groups have, and what range is drawn now. */
void       dh_axis_settings_show      (DhAxisSettings *self, DhSession *session, const DhView *view);
/* Writes what the controls say into @view. */
void       dh_axis_settings_read      (DhAxisSettings *self, DhView *view);
/* Why the last edit was refused, at the range. NULL clears. */
void       dh_axis_settings_set_error (DhAxisSettings *self, const char *message);

G_END_DECLS
