/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Reading two columns of numbers. One pass over the text after its separator is known; a cell is looked at
 * twice only when it is not plain digits. No state; any thread. */
#include "config.h"

#include "dh-csv.h"

#include "dh-csv-private.h"
#include "dh-error.h"
#include "dh-file.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_BYTES ((gsize) 1024 * 1024 * 1024)

/* What is known so far of one text. */
typedef struct
{
  const char *name;
  const char *end;
  const char *fast_end; /* behind the last line end: a scan for one that starts before stays inside */
  const char *line_start;
  gsize line;           /* of @line_start, from 1 */
  char separator;
  gsize point_line;     /* first line with a decimal point; 0: none yet */
  gsize comma_line;     /* first line with a decimal comma; 0: none yet */
  gsize header_line;    /* 0: none */
  double *x, *y;
  gsize n, allocated;
} Reader;

static gsize
line_of (const char *text, const char *place, const char **line_start)
{
  gsize line = 1;

  *line_start = text;
  for (const char *p = text; p < place; p++)
    if (*p == '\n' || (*p == '\r' && p[1] != '\n'))
      {
        line++;
        *line_start = p + 1;
      }
  return line;
}

/* "data.csv:17:4: …"; columns are characters, from 1, as editors count them. */
static void G_GNUC_PRINTF (5, 6)
set_error (const Reader *reader, const char *place, DhError code, GError **error,
           const char *format, ...)
{
  const char *line_start;
  gsize line = reader->line + line_of (reader->line_start, place, &line_start) - 1;
  glong column = g_utf8_strlen (line_start, place - line_start) + 1;
  g_autofree char *what = NULL;
  va_list args;

  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, DH_ERROR, (int) code, "%s:%" G_GSIZE_FORMAT ":%ld: %s",
               reader->name, line, column, what);
}

static char *
quote_cell (const DhCsvCell *cell)
{
  g_autofree char *text = g_strndup (cell->start, (gsize) (cell->end - cell->start));

  return dh_error_quote (text);
}

/* A whole file must have one kind of decimal mark: in "1.234" beside "1,5" the point separates
 * thousands, and reading it as 1.234 would be wrong in silence. */
static gboolean
check_mark (Reader *reader, const DhCsvCell *cell, DhCsvMark mark, GError **error)
{
  if (mark == DH_CSV_POINT && reader->point_line == 0)
    reader->point_line = reader->line;
  if (mark == DH_CSV_COMMA && reader->comma_line == 0)
    reader->comma_line = reader->line;
  if (reader->point_line == 0 || reader->comma_line == 0)
    return TRUE;
  if (mark == DH_CSV_POINT)
    set_error (reader, cell->start, DH_ERROR_PARSE, error,
               _("This number has a decimal point, but one in line %zu has a "
                 "decimal comma. Use the same in all rows, and no marks between thousands."),
               reader->comma_line);
  else
    set_error (reader, cell->start, DH_ERROR_PARSE, error,
               _("This number has a decimal comma, but one in line %zu has a "
                 "decimal point. Use the same in all rows, and no marks between thousands."),
               reader->point_line);
  return FALSE;
}

static void
refuse_cell (const Reader *reader, const DhCsvCell *cell, DhCsvNumber kind, GError **error)
{
  g_autofree char *quote = quote_cell (cell);

  switch (kind)
    {
    case DH_CSV_EMPTY:
      set_error (reader, cell->start, DH_ERROR_PARSE, error,
                 _("The cell is empty. Fill in a number or remove the row."));
      break;
    case DH_CSV_NOT_FINITE:
      set_error (reader, cell->start, DH_ERROR_INVALID, error,
                 _("%s is not a finite number. Correct it or remove the row."), quote);
      break;
    case DH_CSV_TOO_LARGE:
      set_error (reader, cell->start, DH_ERROR_INVALID, error,
                 _("%s is too large; the largest number is about 1.8e308. Correct it or remove "
                   "the row."), quote);
      break;
    case DH_CSV_NUMBER:
    case DH_CSV_TEXT:
    default:
      set_error (reader, cell->start, DH_ERROR_PARSE, error,
                 _("%s is not a number. Correct it or remove the row."), quote);
      break;
    }
}

static void
refuse_columns (const Reader *reader, const char *place, guint n, GError **error)
{
  if (n == 1)
    set_error (reader, place, DH_ERROR_PARSE, error,
               _("There is only one column. Give two, x and y, separated by a comma, a semicolon "
                 "or a tab."));
  else
    set_error (reader, place, DH_ERROR_PARSE, error,
               _("There are %u columns. Leave two, x and y."), n);
}

static gboolean
add_row (Reader *reader, double x, double y, GError **error)
{
  if (reader->n == DH_DATA_MAX_ROWS)
    {
      set_error (reader, reader->line_start, DH_ERROR_LIMIT, error,
                 _("There are more than %d rows. Keep a part of them, such as every tenth."),
                 DH_DATA_MAX_ROWS);
      return FALSE;
    }
  if (reader->n == reader->allocated)
    {
      gsize larger = MAX (1024, MIN (reader->allocated * 2, DH_DATA_MAX_ROWS));

      reader->x = g_renew (double, reader->x, larger);
      reader->y = g_renew (double, reader->y, larger);
      reader->allocated = larger;
    }
  reader->x[reader->n] = x;
  reader->y[reader->n] = y;
  reader->n++;
  return TRUE;
}

/* A line that is not two plain numbers: quotes, blanks, a header, or an error. @after: where the
 * next line starts, and @n_lines: how many lines this row takes (a quoted cell may hold line ends). */
static gboolean
read_slow_row (Reader *reader, const char *p, const char **after, gsize *n_lines, GError **error)
{
  DhCsvCell cell[2];
  DhCsvMark mark[2];
  DhCsvNumber kind[2];
  double value[2];
  guint n = 0;
  gboolean is_header = FALSE;
  const char *third = NULL, *bad_quote = NULL;

  *n_lines = 1;
  for (gboolean more = TRUE; more; n++)
    {
      DhCsvCell spare;
      DhCsvCell *c = n < 2 ? &cell[n] : &spare;

      if (n == 2)
        third = p;
      p = dh_csv_next_cell (p, reader->end, reader->separator, c, &more, n_lines);
      if (c->open_quote || c->after_quote)
        bad_quote = bad_quote == NULL ? c->start : bad_quote;
      if (n < 2)
        kind[n] = dh_csv_parse_number (c, reader->separator != ',', &value[n], &mark[n]);
    }
  *after = p;
  if (n == 1 && kind[0] == DH_CSV_EMPTY && !cell[0].quoted)
    return TRUE; /* a blank line */
  if (bad_quote != NULL)
    {
      set_error (reader, bad_quote, DH_ERROR_PARSE, error,
                 _("A quotation mark does not match. Close it, or remove the quotes."));
      return FALSE;
    }
  if (n != 2)
    {
      refuse_columns (reader, third != NULL ? third : cell[0].start, n, error);
      return FALSE;
    }
  /* The first row may name the columns; "nan" and 1e400 are no names but bad numbers. */
  is_header = reader->n == 0 && reader->header_line == 0
              && (kind[0] == DH_CSV_TEXT || kind[1] == DH_CSV_TEXT
                  || kind[0] == DH_CSV_EMPTY || kind[1] == DH_CSV_EMPTY);
  if (is_header)
    {
      reader->header_line = reader->line;
      return TRUE;
    }
  for (guint i = 0; i < 2; i++)
    {
      if (kind[i] != DH_CSV_NUMBER)
        {
          refuse_cell (reader, &cell[i], kind[i], error);
          return FALSE;
        }
      if (!check_mark (reader, &cell[i], mark[i], error))
        return FALSE;
    }
  return add_row (reader, value[0], value[1], error);
}

/* Most rows are digits, separator, digits, line end. Returns where the line ended, or NULL when the row needs a
 * closer look. */
static inline const char *
read_fast_row (Reader *reader, const char *p, double *x, double *y)
{
  gboolean point = FALSE;

  p = dh_csv_fast_number (p, x, &point);
  if (p == NULL || *p != reader->separator)
    return NULL;
  p = dh_csv_fast_number (p + 1, y, &point);
  if (p == NULL || (*p != '\n' && *p != '\r'))
    return NULL;
  if (point)
    {
      if (reader->comma_line != 0)
        return NULL;
      if (reader->point_line == 0)
        reader->point_line = reader->line;
    }
  return p;
}

static gboolean
read_rows (Reader *reader, const char *p, GError **error)
{
  while (p < reader->end)
    {
      gsize n_lines = 1;
      double x, y;
      const char *line_end;

      reader->line_start = p;
      line_end = p < reader->fast_end ? read_fast_row (reader, p, &x, &y) : NULL;
      if (line_end != NULL)
        {
          if (!add_row (reader, x, y, error))
            return FALSE;
          p = line_end + (*line_end == '\r' && line_end + 1 < reader->fast_end
                          && line_end[1] == '\n' ? 2 : 1);
        }
      else if (!read_slow_row (reader, p, &p, &n_lines, error))
        return FALSE;
      reader->line += n_lines;
    }
  if (reader->n > 0)
    return TRUE;
  g_set_error (error, DH_ERROR, DH_ERROR_PARSE,
               reader->header_line > 0
                 ? _("%s: there is a line of names but no row of numbers after it. Give at least "
                     "one row with x and y.")
                 : _("%s: there are no rows. Give at least one with x and y, such as 1,2."),
               reader->name);
  return FALSE;
}

/* UTF-8 without NUL; the message names the line. */
static gboolean
check_text (Reader *reader, const char *text, gsize length, GError **error)
{
  const char *bad;

  if (length >= 2 && (memcmp (text, "\xff\xfe", 2) == 0 || memcmp (text, "\xfe\xff", 2) == 0))
    {
      g_set_error (error, DH_ERROR, DH_ERROR_PARSE,
                   _("%s: the text is in UTF-16. Save it again as UTF-8 (“CSV UTF-8”)."),
                   reader->name);
      return FALSE;
    }
  if (g_utf8_validate_len (text, length, &bad))
    return TRUE;
  reader->line_start = text;
  if (*bad == '\0')
    set_error (reader, bad, DH_ERROR_PARSE, error,
               _("There is a NUL byte, so this is not a text file. Save it again as CSV in UTF-8."));
  else
    set_error (reader, bad, DH_ERROR_PARSE, error,
               _("This is not valid UTF-8. Save the file again as UTF-8 (“CSV UTF-8”)."));
  return FALSE;
}

DhData *
dh_csv_parse_data (const char *text, gsize length, const char *name,
                   const DhDataSpec *spec, GError **error)
{
  Reader reader = { 0 };
  DhData *data = NULL;

  g_return_val_if_fail (text != NULL && name != NULL && spec != NULL, NULL);

  reader.name = name;
  reader.line = 1;
  reader.end = text + length;
  if (!check_text (&reader, text, length, error))
    return NULL;
  if (length >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0)
    text += 3;
  reader.fast_end = reader.end;
  while (reader.fast_end > text && reader.fast_end[-1] != '\n' && reader.fast_end[-1] != '\r')
    reader.fast_end--;
  reader.separator = dh_csv_find_separator (text, reader.end);
  if (read_rows (&reader, text, error))
    data = dh_data_new_rows (spec, reader.x, reader.y, reader.n, error);
  g_free (reader.x);
  g_free (reader.y);
  return data;
}

DhData *
dh_csv_load_data (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  g_autofree char *name = NULL;
  DhDataSpec spec;
  DhData *data;
  gsize length;

  g_return_val_if_fail (path != NULL, NULL);

  if (!dh_file_read (path, MAX_BYTES, &text, &length, error))
    return NULL;
  name = dh_file_display (path);
  dh_data_spec_init (&spec);
  spec.source = DH_DATA_FILE;
  spec.path = g_strdup (path);
  data = dh_csv_parse_data (text, length, name, &spec, error);
  dh_data_spec_clear (&spec);
  return data;
}

DhData *
dh_csv_paste_data (const char *text, GError **error)
{
  DhDataSpec spec;
  DhData *data;

  g_return_val_if_fail (text != NULL, NULL);

  dh_data_spec_init (&spec);
  spec.source = DH_DATA_PASTED;
  data = dh_csv_parse_data (text, strlen (text), _("pasted text"), &spec, error);
  dh_data_spec_clear (&spec);
  return data;
}

DhData *
dh_data_load (const DhDataSpec *spec, GError **error)
{
  g_return_val_if_fail (spec != NULL && spec->source != DH_DATA_PASTED, NULL);

  if (spec->source != DH_DATA_FILE)
    return dh_data_new_generated (spec, error);
  if (spec->path == NULL)
    {
      g_set_error_literal (error, DH_ERROR, DH_ERROR_INVALID,
                           _("No data file is named. Choose one."));
      return NULL;
    }
  return dh_csv_load_data (spec->path, error);
}
