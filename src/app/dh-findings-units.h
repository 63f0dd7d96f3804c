/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* The strip of the findings bar: which units of a ReLU model are on at the playhead. UI thread only. */
#pragma once

#include "dh-history.h"
#include "dh-unit-strip.h"

G_BEGIN_DECLS

/* Fills the strip and the words before it. FALSE: a model without ReLU, or one too large to be looked at in a frame. */
gboolean dh_findings_units_show (const DhHistory *history, guint64 playhead, DhUnitStrip *strip, GtkLabel *caption);

G_END_DECLS
