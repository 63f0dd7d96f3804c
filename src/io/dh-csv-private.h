/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Cells of a CSV text: where they end and which number they hold. No allocation, no state. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  const char *start;    /* of the contents: blanks and quotes left out */
  const char *end;
  gboolean quoted;
  gboolean open_quote;  /* never closed */
  gboolean after_quote; /* something follows the closing quote */
} DhCsvCell;

typedef enum
{
  DH_CSV_NUMBER,
  DH_CSV_EMPTY,
  DH_CSV_TEXT,
  DH_CSV_NOT_FINITE, /* nan, inf, infinity */
  DH_CSV_TOO_LARGE,  /* 1e400 */
} DhCsvNumber;

typedef enum { DH_CSV_NO_MARK, DH_CSV_POINT, DH_CSV_COMMA } DhCsvMark;

/* The cell at @p. Returns where the next one starts; @more: on the same row. Line ends inside quotes
 * and the one that ends the row are counted: @n_lines grows by those inside. */
const char *dh_csv_next_cell      (const char *p, const char *end, char separator,
                                   DhCsvCell *cell, gboolean *more, gsize *n_lines);
/* @comma: a decimal comma is allowed. The same bits as g_ascii_strtod() gives. */
DhCsvNumber dh_csv_parse_number   (const DhCsvCell *cell, gboolean comma, double *value,
                                   DhCsvMark *mark);
/* Comma, semicolon or tab, whichever makes most of the first rows two numbers. */
char        dh_csv_find_separator (const char *text, const char *end);

/* A plain decimal number at @p whose value is exact with one multiplication or division (at most 15
 * digits, a power of ten up to 22; Clinger 1990). Returns the character after it, NULL when it takes more.
 * A line end must follow somewhere: the scan stops there at the latest. */
static inline const char *
dh_csv_fast_number (const char *p, double *value, gboolean *point)
{
  static const double powers[] = { 1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
                                   1e12, 1e13, 1e14, 1e15 };
  guint64 digits = 0;
  guint n = 0, n_decimals = 0;
  gboolean negative = *p == '-';
  double result;

  if (negative)
    p++;
  for (; (guchar) (*p - '0') < 10; p++, n++)
    digits = digits * 10 + (guchar) (*p - '0');
  if (*p == '.')
    {
      *point = TRUE;
      for (p++; (guchar) (*p - '0') < 10; p++, n_decimals++)
        digits = digits * 10 + (guchar) (*p - '0');
      n += n_decimals;
    }
  /* Overflow of @digits is possible only with more than 15 of them, and then it goes unused. */
  if (n == 0 || n > 15)
    return NULL;
  result = (double) digits / powers[n_decimals];
  *value = negative ? -result : result;
  return p;
}

G_END_DECLS
