/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Unit strip: a small picture of which hidden units are on for which rows: a line a unit, a column a row of the data,
 * filled where the unit is on. Where there are more rows than pixels a column's strength is the share of its rows. Its
 * tooltip and its description say for how many rows each unit is on. Property "colour" (uint, dh-palette.h). */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DH_TYPE_UNIT_STRIP (dh_unit_strip_get_type ())
G_DECLARE_FINAL_TYPE (DhUnitStrip, dh_unit_strip, DH, UNIT_STRIP, GtkWidget)

GtkWidget *dh_unit_strip_new        (void) G_GNUC_WARN_UNUSED_RESULT;
void       dh_unit_strip_set_colour (DhUnitStrip *self, guint32 colour);
/* Copies on[row * n_units + unit], each 0 or 1. */
void       dh_unit_strip_set_units  (DhUnitStrip *self, const guint8 *on, gsize n_rows, guint n_units);
/* "Unit 3 is on for 12 of 29 rows", of unit @unit from 0. */
char      *dh_unit_strip_describe   (DhUnitStrip *self, guint unit) G_GNUC_WARN_UNUSED_RESULT;
/* For how many rows. */
gsize      dh_unit_strip_get_share  (DhUnitStrip *self, guint unit);

G_END_DECLS
