/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Setting row: a label with a mnemonic, the control that it names, and below them what is wrong with it. Knows
 * how to show a value in the controls that settings have, without telling anyone. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DH_TYPE_SETTING_ROW (dh_setting_row_get_type ())
G_DECLARE_FINAL_TYPE (DhSettingRow, dh_setting_row, DH, SETTING_ROW, GtkWidget)

/* Properties: "title" (string, an underscore before its mnemonic), "control" (GtkWidget; in .ui files the child; one
 * of type "suffix" follows it), "error" (string, read-only). The tooltip is the row's own. */
GtkWidget  *dh_setting_row_new         (const char *title, GtkWidget *control) G_GNUC_WARN_UNUSED_RESULT;
GtkWidget  *dh_setting_row_get_control (DhSettingRow *self);
const char *dh_setting_row_get_error   (DhSettingRow *self);
void        dh_setting_row_set_error   (DhSettingRow *self, const char *message); /* NULL: nothing is wrong */
/* Whether a refused value stays to be corrected (typed ones do); a refused choice goes back. */
gboolean    dh_setting_row_is_typed    (DhSettingRow *self);

/* Show a value that is in force, which clears the error. The control must be of that kind. */
void        dh_setting_row_show_number (DhSettingRow *self, double value);    /* DhNumberEntry */
void        dh_setting_row_show_choice (DhSettingRow *self, guint selected);  /* GtkDropDown */
void        dh_setting_row_show_switch (DhSettingRow *self, gboolean active); /* GtkSwitch */
void        dh_setting_row_show_text   (DhSettingRow *self, const char *text); /* GtkEditable */

G_END_DECLS
