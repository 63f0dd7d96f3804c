/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Run row: a row of the run list: colour button (popover with the palette and a free colour), name (edited in place
 * with F2 or double click), state icon with a label in words, eye toggle, menu. Knows no run: properties in, signals
 * out.
 *
 * Properties: "name" (string), "colour" (uint, dh-palette), "visible-run" (boolean), "state" (string, translated
 * word; shown as tooltip and small dim text), "state-icon" (string icon name or NULL), "subtitle" (string),
 * "menu-model" (GMenuModel).
 * Signals: "renamed" (string), "recoloured" (uint), "visibility-toggled" (boolean), "moved" (int delta: Alt+Up/Down or
 * drag and drop: delta rows). */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DH_TYPE_RUN_ROW (dh_run_row_get_type ())
G_DECLARE_FINAL_TYPE (DhRunRow, dh_run_row, DH, RUN_ROW, GtkListBoxRow)

GtkWidget *dh_run_row_new    (void) G_GNUC_WARN_UNUSED_RESULT;
void       dh_run_row_rename (DhRunRow *self); /* starts editing the name */

G_END_DECLS
