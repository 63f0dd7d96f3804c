/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Cells of a CSV text (RFC 4180 with the usual liberties): splitting, numbers, the separator. */
#include "config.h"

#include "dh-csv-private.h"

#include <math.h>
#include <string.h>

/* As many rows are enough to tell the separator, and they take no time even when the file is large. */
#define SAMPLE_ROWS 200
#define SHORT_NUMBER 128

static gboolean
is_blank (char c, char separator)
{
  return c == ' ' || (c == '\t' && separator != '\t');
}

static gboolean
is_line_end (char c)
{
  return c == '\n' || c == '\r';
}

static const char *
skip_line_end (const char *p, const char *end)
{
  return p + (p[0] == '\r' && p + 1 < end && p[1] == '\n' ? 2 : 1);
}

/* @p is behind the opening quote. Returns the closing quote, or @end. */
static const char *
find_closing_quote (const char *p, const char *end, gsize *n_lines)
{
  while (p < end)
    {
      if (*p == '"')
        {
          if (p + 1 >= end || p[1] != '"')
            return p;
          p += 2;
        }
      else if (is_line_end (*p))
        {
          p = skip_line_end (p, end);
          (*n_lines)++;
        }
      else
        p++;
    }
  return end;
}

static void
trim (DhCsvCell *cell, char separator)
{
  while (cell->start < cell->end && is_blank (*cell->start, separator))
    cell->start++;
  while (cell->end > cell->start && is_blank (cell->end[-1], separator))
    cell->end--;
}

const char *
dh_csv_next_cell (const char *p, const char *end, char separator,
                  DhCsvCell *cell, gboolean *more, gsize *n_lines)
{
  *cell = (DhCsvCell) { 0 };
  while (p < end && is_blank (*p, separator))
    p++;
  cell->start = p;
  if (p < end && *p == '"')
    {
      gsize inside = 0;

      cell->quoted = TRUE;
      cell->start = p + 1;
      cell->end = find_closing_quote (cell->start, end, &inside);
      cell->open_quote = cell->end == end;
      *n_lines += inside;
      p = cell->open_quote ? end : cell->end + 1;
      while (p < end && *p != separator && !is_line_end (*p))
        {
          cell->after_quote |= !is_blank (*p, separator);
          p++;
        }
    }
  else
    {
      while (p < end && *p != separator && !is_line_end (*p))
        p++;
      cell->end = p;
    }
  trim (cell, separator);
  *more = p < end && *p == separator;
  if (*more)
    return p + 1;
  return p < end ? skip_line_end (p, end) : end;
}

static const char *
skip_digits (const char *p, const char *end, gboolean *any)
{
  for (; p < end && g_ascii_isdigit (*p); p++)
    *any = TRUE;
  return p;
}

/* Only [+-] digits [. digits] [e [+-] digits]: keeps out hexadecimal, which g_ascii_strtod() would take. */
static gboolean
is_decimal (const char *p, const char *end, gboolean comma, DhCsvMark *mark)
{
  gboolean any = FALSE, any_exponent = FALSE;

  *mark = DH_CSV_NO_MARK;
  if (p < end && (*p == '-' || *p == '+'))
    p++;
  p = skip_digits (p, end, &any);
  if (p < end && (*p == '.' || (comma && *p == ',')))
    {
      *mark = *p == '.' ? DH_CSV_POINT : DH_CSV_COMMA;
      p = skip_digits (p + 1, end, &any);
    }
  if (!any || p == end || (*p != 'e' && *p != 'E'))
    return any && p == end;
  p++;
  if (p < end && (*p == '-' || *p == '+'))
    p++;
  p = skip_digits (p, end, &any_exponent);
  return any_exponent && p == end;
}

static gboolean
is_not_finite (const char *p, gsize n)
{
  static const char *const names[] = { "nan", "inf", "infinity", "#num!", "#div/0!", "#value!" };

  if (n > 0 && (*p == '-' || *p == '+'))
    {
      p++;
      n--;
    }
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (n == strlen (names[i]) && g_ascii_strncasecmp (p, names[i], n) == 0)
      return TRUE;
  return FALSE;
}

DhCsvNumber
dh_csv_parse_number (const DhCsvCell *cell, gboolean comma, double *value, DhCsvMark *mark)
{
  gsize n = (gsize) (cell->end - cell->start);
  char buffer[SHORT_NUMBER];
  g_autofree char *longer = NULL;
  char *copy = buffer;

  *mark = DH_CSV_NO_MARK;
  if (n == 0)
    return DH_CSV_EMPTY;
  if (!is_decimal (cell->start, cell->end, comma, mark))
    return is_not_finite (cell->start, n) ? DH_CSV_NOT_FINITE : DH_CSV_TEXT;
  if (n >= SHORT_NUMBER)
    copy = longer = g_malloc (n + 1);
  memcpy (copy, cell->start, n);
  copy[n] = '\0';
  if (*mark == DH_CSV_COMMA)
    *strchr (copy, ',') = '.';
  *value = g_ascii_strtod (copy, NULL);
  return isfinite (*value) ? DH_CSV_NUMBER : DH_CSV_TOO_LARGE;
}

/* How well a separator does on the first rows. */
typedef struct
{
  guint numbers; /* rows of two numbers */
  guint divided; /* rows of two cells or more */
  guint pairs;   /* rows of two cells */
} Score;

static void
try_separator (const char *p, const char *end, char separator, Score *score)
{
  guint n_rows = 0;

  *score = (Score) { 0 };
  while (p < end && n_rows < SAMPLE_ROWS)
    {
      gboolean more = TRUE;
      guint n = 0, n_numbers = 0;
      DhCsvCell cell;
      gsize lines = 0;

      for (; more; n++)
        {
          DhCsvMark mark;
          double value;

          p = dh_csv_next_cell (p, end, separator, &cell, &more, &lines);
          n_numbers += n < 2 && dh_csv_parse_number (&cell, separator != ',', &value, &mark)
                                == DH_CSV_NUMBER;
        }
      if (n == 1 && cell.start == cell.end)
        continue;
      n_rows++;
      score->numbers += n == 2 && n_numbers == 2;
      score->divided += n >= 2;
      score->pairs += n == 2;
    }
}

static gboolean
is_better (const Score *a, const Score *b)
{
  if (a->numbers != b->numbers)
    return a->numbers > b->numbers;
  if (a->divided != b->divided)
    return a->divided > b->divided;
  return a->pairs > b->pairs;
}

char
dh_csv_find_separator (const char *text, const char *end)
{
  /* The one that makes sense of most rows; so a bad row among them is reported as itself and
   * does not change how the others are read. */
  static const char candidates[] = { ',', ';', '\t' };
  Score best = { 0 };
  guint found = 0;

  for (guint i = 0; i < G_N_ELEMENTS (candidates); i++)
    {
      Score score;

      try_separator (text, end, candidates[i], &score);
      if (is_better (&score, &best))
        {
          best = score;
          found = i;
        }
    }
  return candidates[found];
}
