/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Transport: the window's bottom bar: play and step buttons, speed, scrubber, where the playhead is in
 * words, and whether runs are being computed. Keeps its size whatever it shows. */
#pragma once

#include <gtk/gtk.h>

#include "dh-session.h"

G_BEGIN_DECLS

#define DH_TYPE_TRANSPORT (dh_transport_get_type ())
G_DECLARE_FINAL_TYPE (DhTransport, dh_transport, DH, TRANSPORT, GtkWidget)

/* Property "session" (DhSession or NULL). Its buttons use the window's actions (dh-window.h). */
GtkWidget *dh_transport_new         (void) G_GNUC_WARN_UNUSED_RESULT;
void       dh_transport_set_session (DhTransport *self, DhSession *session);

G_END_DECLS
