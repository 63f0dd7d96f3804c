/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Numbers as text in files and on the command line: always the C locale,
 * shortest form that reads back to the same double. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Large enough for any double that dh_number_format() writes. */
#define DH_NUMBER_SIZE 32

/* Reads the whole of @text (surrounding blanks allowed) as a finite double.
 * Refuses empty text, trailing characters, decimal commas, "nan", "inf" and values too
 * large for a double such as 1e400; the message says which and what is expected. */
gboolean    dh_number_parse        (const char *text, double *value, GError **error);

/* Reads a whole number within [@min, @max]; also accepts 1e6 when it is whole. */
gboolean    dh_number_parse_uint64 (const char *text, guint64 min, guint64 max,
                                    guint64 *value, GError **error);

/* Writes the shortest decimal form that reads back to the same double into @buffer
 * (at least DH_NUMBER_SIZE bytes) and returns it: "0.1", "1e+22", "inf", "-inf", "nan". */
const char *dh_number_format       (double value, char *buffer);

/* Appends dh_number_format() of @value to @string. */
void        dh_number_append       (GString *string, double value);

G_END_DECLS
