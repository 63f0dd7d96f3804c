/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Data group: the experiment's rows: where they come from and how they are made. */
#pragma once

#include "dh-group.h"

G_BEGIN_DECLS

#define DH_TYPE_DATA_GROUP (dh_data_group_get_type ())
G_DECLARE_FINAL_TYPE (DhDataGroup, dh_data_group, DH, DATA_GROUP, DhGroup)

/* Reads @path in the background and puts its rows in force; what is wrong with it is shown at the file's row. For the
 * file chooser and for files that are dropped on the window. */
void     dh_data_group_load_file  (DhDataGroup *self, const char *path);
gboolean dh_data_group_is_loading (DhDataGroup *self);

G_END_DECLS
