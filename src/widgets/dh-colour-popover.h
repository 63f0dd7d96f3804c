/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Colour popover: the palette's colours with their names, and a free one. Signal "picked" (uint colour, dh-palette.h):
 * the user chose one; the popover closes itself. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DH_TYPE_COLOUR_POPOVER (dh_colour_popover_get_type ())
G_DECLARE_FINAL_TYPE (DhColourPopover, dh_colour_popover, DH, COLOUR_POPOVER, GtkPopover)

/* @colour is marked as the present one. */
GtkWidget *dh_colour_popover_new (guint32 colour) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
