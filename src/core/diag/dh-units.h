/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Units: which hidden units are on for which rows. Pure functions, any thread. */
#pragma once

#include "dh-network.h"

G_BEGIN_DECLS

/* Hidden units of all layers. */
guint    dh_units_count (const DhModelSpec *model);
/* on[i * dh_units_count() + k]: 1 where the input of unit k is above 0 for row i, else 0. FALSE: no memory for the
 * model's scratch, and nothing is written. */
gboolean dh_units_on    (const DhModelSpec *model, const double *w, const double *x, gsize n_rows, guint8 *on);
/* share[k]: for how many rows unit k is on. */
void     dh_units_share (const guint8 *on, gsize n_rows, guint n_units, gsize *share);

G_END_DECLS
