/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Parameter rows: a row for each parameter of something from the core's tables: a number entry with its domain, or
 * a switch for a flag. Rows are made anew only when the parameters are other ones.
 *
 * Property "columns" (uint, 1: rows side by side). Signal "changed-by-user" (uint index, double value). */
#pragma once

#include <gtk/gtk.h>

#include "dh-setting-row.h"

G_BEGIN_DECLS

typedef struct
{
  const char *label;   /* translated */
  const char *tooltip; /* translated; may be NULL */
  double min, max;
  gboolean min_open, max_open;
  gboolean is_flag, is_whole;
} DhParam;

#define DH_TYPE_PARAM_ROWS (dh_param_rows_get_type ())
G_DECLARE_FINAL_TYPE (DhParamRows, dh_param_rows, DH, PARAM_ROWS, GtkWidget)

GtkWidget    *dh_param_rows_new        (void) G_GNUC_WARN_UNUSED_RESULT;
void          dh_param_rows_set_params (DhParamRows *self, const DhParam *params, guint n); /* copies them */
guint         dh_param_rows_get_n      (DhParamRows *self);
DhSettingRow *dh_param_rows_get_row    (DhParamRows *self, guint index);
/* Shows the value in force; tells no one. */
void          dh_param_rows_show       (DhParamRows *self, guint index, double value);

G_END_DECLS
