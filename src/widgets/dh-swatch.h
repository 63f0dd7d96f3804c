/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Swatch: a small round patch in a run's colour, in its variant for the theme it stands in. Property "colour" (uint,
 * dh-palette.h). */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DH_TYPE_SWATCH (dh_swatch_get_type ())
G_DECLARE_FINAL_TYPE (DhSwatch, dh_swatch, DH, SWATCH, GtkWidget)

GtkWidget *dh_swatch_new        (guint32 colour) G_GNUC_WARN_UNUSED_RESULT;
void       dh_swatch_set_colour (DhSwatch *self, guint32 colour);

G_END_DECLS
