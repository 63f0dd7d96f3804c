/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Group: a part of the sidebar under a heading that opens and closes it. The base of the sidebar's groups: it holds
 * the session, asks the subclass to show its values whenever they change, and puts changes into force. */
#pragma once

#include <gtk/gtk.h>

#include "dh-session.h"
#include "dh-setting-row.h"

G_BEGIN_DECLS

#define DH_TYPE_GROUP (dh_group_get_type ())
G_DECLARE_DERIVABLE_TYPE (DhGroup, dh_group, DH, GROUP, GtkWidget)

/* Properties: "session" (DhSession), "title" (string with a mnemonic), "summary" (string: what the group says while it
 * is closed), "expanded" (boolean). Children added in .ui files go below the heading. */
struct _DhGroupClass
{
  GtkWidgetClass parent_class;

  /* Puts the session's values into the controls; nothing that they notify meanwhile counts as a change by
   * the user. @run is the selected one, NULL: there is none. */
  void (*update)          (DhGroup *self, DhSession *session, DhRun *run);
  /* There is another session: for connecting to more of its signals, with @self as data (the base disconnects).
   * Before the first update. May be NULL. */
  void (*session_changed) (DhGroup *self, DhSession *session);
};

DhSession  *dh_group_get_session  (DhGroup *self);
void        dh_group_set_session  (DhGroup *self, DhSession *session);
gboolean    dh_group_get_expanded (DhGroup *self);
void        dh_group_set_expanded (DhGroup *self, gboolean expanded);
const char *dh_group_get_summary  (DhGroup *self);
void        dh_group_set_summary  (DhGroup *self, const char *summary);
/* Opens the group and moves the focus to its first control. */
void        dh_group_enter        (DhGroup *self);

/* For subclasses. */
void        dh_group_update       (DhGroup *self);
/* While update() runs, and while there is no session, controls that change mean nothing. */
gboolean    dh_group_is_quiet     (DhGroup *self);
/* A copy of the selected run to be changed and applied; NULL when the group is quiet or no run is selected. */
DhRun      *dh_group_edit_run     (DhGroup *self) G_GNUC_WARN_UNUSED_RESULT;
/* Puts @run in force. Where it doesn't validate, @row says why and the last good value stays. */
gboolean    dh_group_apply_run    (DhGroup *self, DhRun *run, const char *label, DhSettingRow *row);
gboolean    dh_group_apply        (DhGroup *self, DhExperiment *experiment, const char *label, DhSettingRow *row);

G_END_DECLS
