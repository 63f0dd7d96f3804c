/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Extremes of a stretch of values, and how they add up. Pure functions. */
#pragma once

#include "dh-table.h"

G_BEGIN_DECLS

void dh_extremes_clear  (DhExtremes *extremes);
void dh_extremes_merge  (DhExtremes *extremes, const DhExtremes *other);
void dh_extremes_add    (DhExtremes *extremes, const double *value, gsize n);
/* The same as clear and add for exactly DH_TABLE_BUCKET values, in the fastest way that this
 * processor has. */
void dh_extremes_bucket (const double *value, DhExtremes *extremes);

G_END_DECLS
