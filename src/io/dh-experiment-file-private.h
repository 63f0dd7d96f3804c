/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* What reading and writing experiment files share: the names of groups and keys. */
#pragma once

#include "dh-experiment-file.h"

G_BEGIN_DECLS

/* File data up to here is written into the file, so that the file alone is enough. */
#define DH_EXPERIMENT_FILE_MAX_ROWS 10000

#define GROUP_FILE "Downhill"
#define GROUP_DATA "Data"
#define GROUP_RUN  "Run "  /* and a number from 1 */
#define GROUP_VIEW "View " /* and a number from 1 */
#define GROUP_SMOOTHING "Smoothing" /* signal-1, …; average-2, … */

G_END_DECLS
