/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Findings bar: over the transport, what the program noticed in the visible runs, one finding at a time, the most
 * severe first; hidden when there is none. Reads the session's findings watch. UI thread only. */
#pragma once

#include <gtk/gtk.h>

#include "dh-findings.h"
#include "dh-session.h"

G_BEGIN_DECLS

#define DH_TYPE_FINDINGS_BAR (dh_findings_bar_get_type ())
G_DECLARE_FINAL_TYPE (DhFindingsBar, dh_findings_bar, DH, FINDINGS_BAR, GtkWidget)

/* Property: "session" (object). */
GtkWidget       *dh_findings_bar_new         (void) G_GNUC_WARN_UNUSED_RESULT;
void             dh_findings_bar_set_session (DhFindingsBar *self, DhSession *session);
guint            dh_findings_bar_get_n       (DhFindingsBar *self);
/* The one shown and its run; NULL when there is none. Valid until the next change. */
const DhFinding *dh_findings_bar_get_shown   (DhFindingsBar *self, guint64 *run_id);

/* "dialog-error-symbolic" and so on. */
const char      *dh_finding_icon_name        (const DhFinding *finding);

G_END_DECLS
