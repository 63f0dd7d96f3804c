/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Findings watch: keeps the findings of a session's runs up to date. A worker thread
 * examines one history after another, each with its own reference; what was superseded
 * meanwhile is thrown away. The session owns its watch. UI thread only.
 *
 * Why not on the engine's thread: that has the next step to do. While a knob is dragged
 * it must drop everything for the new experiment within 100 us, and an examination of a
 * million steps between two of its stretches would hold up every run behind it. Published
 * rows never change, so that anybody may read them meanwhile.
 *
 * A run that goes on is examined at doubling lengths, once it has taken longer than a
 * moment. When nothing else is to be done, and nothing is computed, lost runs are trained
 * at other learning rates (dh-survival.h): any change cancels that.
 *
 * Signal: "changed" when the findings of all finished runs are known, when more is known
 * of any, or when that takes long. */
#pragma once

#include "dh-findings.h"
#include "dh-session.h"

G_BEGIN_DECLS

#define DH_TYPE_FINDINGS_WATCH (dh_findings_watch_get_type ())
G_DECLARE_FINAL_TYPE (DhFindingsWatch, dh_findings_watch, DH, FINDINGS_WATCH, GObject)

/* The session's watch, made at the first call. Transfer none. */
DhFindingsWatch *dh_findings_watch_get  (DhSession *session);
/* Of DhFinding, the most severe first; transfer none, until the next return to the main loop. NULL: not
 * known (yet). Of a run that goes on they tell what is so up to some step. */
GPtrArray       *dh_findings_watch_find (DhFindingsWatch *self, guint64 run_id);
/* The finding that is the run's outcome in a few words; NULL: nothing that matters. */
const DhFinding *dh_findings_watch_outcome (DhFindingsWatch *self, guint64 run_id);

/* Likewise, but of a session that may have no watch yet. */
GPtrArray       *dh_findings_watch_peek (DhSession *session, guint64 run_id);

G_END_DECLS
