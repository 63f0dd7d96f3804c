/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Numbers for people, inside the plot layer; dh_format_value() of dh-ticks.h is the public part. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DH_MINUS "\xe2\x88\x92" /* U+2212 */

/* @whole times 10^@power as a plain decimal number with max(0, -power) decimals; 0 is "0". */
char *dh_format_decimal     (gint64 whole, int power, const char *decimal_point);
/* "10⁻⁵" */
char *dh_format_power       (int exponent);
/* The same with "×" before it, as it stands at the end of an axis. */
char *dh_format_multiplier  (int exponent);
/* Appends @number in superscript digits. */
void  dh_format_superscript (GString *string, int number);

G_END_DECLS
