/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Limits of what an experiment may record, shared by the checks of runs and experiments. */
#pragma once

#include "dh-history.h"

G_BEGIN_DECLS

/* All histories of an experiment together, in bytes. */
#define DH_RECORD_LIMIT ((gsize) 2 * 1024 * 1024 * 1024)

/* Whether the whole run records at most @budget bytes; the message says how many epochs would. */
gboolean dh_limits_check      (const DhRun *run, gsize n_rows, gsize budget, GError **error);
/* The most epochs that record at most @budget bytes; 0: not even one. */
guint64  dh_limits_max_epochs (const DhRun *run, gsize n_rows, gsize budget);

G_END_DECLS
