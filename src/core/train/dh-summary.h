/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Extremes of a stretch of values, and how they add up. Pure functions. */
#pragma once

#include "dh-table.h"

G_BEGIN_DECLS

void dh_extremes_clear   (DhExtremes *extremes);
void dh_extremes_merge   (DhExtremes *extremes, const DhExtremes *other);
void dh_extremes_add     (DhExtremes *extremes, const double *value, gsize n);
/* The same as clear and add for exactly DH_TABLE_BUCKET values of each of @n columns, @stride apart.
 * @form: below dh_extremes_n_forms(), the number that this processor can do; the last is the fastest,
 * and all give the same. */
guint dh_extremes_n_forms (void);
void  dh_extremes_buckets (guint form, const double *value, gsize stride, guint n,
                           DhExtremes *extremes);

G_END_DECLS
