/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Runs group: the list of the experiment's runs; its selection is the session's selected run. */
#pragma once

#include "dh-group.h"

G_BEGIN_DECLS

#define DH_TYPE_RUNS_GROUP (dh_runs_group_get_type ())
G_DECLARE_FINAL_TYPE (DhRunsGroup, dh_runs_group, DH, RUNS_GROUP, DhGroup)

void dh_runs_group_rename (DhRunsGroup *self, guint64 run_id); /* starts editing in place */

G_END_DECLS
