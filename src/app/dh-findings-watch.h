/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Findings watch: keeps the findings of a session's finished runs up to date. A worker thread examines one history
 * after another, each with its own reference; what was superseded meanwhile is thrown away. The session owns its
 * watch. UI thread only.
 *
 * Signal: "changed" when the findings of all finished runs are known, or when that takes long. */
#pragma once

#include "dh-findings.h"
#include "dh-session.h"

G_BEGIN_DECLS

#define DH_TYPE_FINDINGS_WATCH (dh_findings_watch_get_type ())
G_DECLARE_FINAL_TYPE (DhFindingsWatch, dh_findings_watch, DH, FINDINGS_WATCH, GObject)

/* The session's watch, made at the first call. Transfer none. */
DhFindingsWatch *dh_findings_watch_get  (DhSession *session);
/* Of DhFinding, the most severe first; transfer none, until the next return to the main loop. NULL: not known (yet),
 * as while the run goes on. */
GPtrArray       *dh_findings_watch_find (DhFindingsWatch *self, guint64 run_id);
/* The finding that is the run's outcome in a few words; NULL: nothing that matters. */
const DhFinding *dh_findings_watch_outcome (DhFindingsWatch *self, guint64 run_id);

G_END_DECLS
