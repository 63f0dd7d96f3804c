/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Walk: what holds for every widget type, whatever it does. Finds properties read back under another's
 * name, setters that don't notify, or notify twice, and anything that keeps a widget alive. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Runs all of it on the properties that @type (or a type of ours above it) has of its own: defaults against the
 * pspec, set and get, one notification on a change and none on the same value, construct and finalize. @skip: names of
 * properties that can't be set by value (NULL-terminated), or NULL. @root_type: where our own types end, such as
 * GTK_TYPE_WIDGET. */
void dh_walk_type (GType type, GType root_type, const char *const *skip);

G_END_DECLS
