/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Sheet: gathers rows and writes them in large pieces. No state beside the sheet. */
#include "config.h"

#include "dh-csv-sheet.h"

#include "dh-error.h"
#include "dh-number.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#define CHUNK 65536

void
dh_sheet_init (DhSheet *sheet, FILE *stream)
{
  *sheet = (DhSheet) { .stream = stream, .buffer = g_string_sized_new (CHUNK + 4096) };
}

static void
separate (DhSheet *sheet)
{
  if (sheet->in_row)
    g_string_append_c (sheet->buffer, ',');
  sheet->in_row = TRUE;
}

void
dh_sheet_raw (DhSheet *sheet, const char *text, gsize length)
{
  separate (sheet);
  g_string_append_len (sheet->buffer, text, (gssize) length);
}

void
dh_sheet_text (DhSheet *sheet, const char *text)
{
  separate (sheet);
  if (strpbrk (text, ",\"\r\n") == NULL)
    {
      g_string_append (sheet->buffer, text);
      return;
    }
  g_string_append_c (sheet->buffer, '"');
  for (const char *p = text; *p; p++)
    {
      if (*p == '"')
        g_string_append_c (sheet->buffer, '"');
      g_string_append_c (sheet->buffer, *p);
    }
  g_string_append_c (sheet->buffer, '"');
}

void
dh_sheet_number (DhSheet *sheet, double value)
{
  separate (sheet);
  dh_number_append (sheet->buffer, value);
}

static void
flush (DhSheet *sheet)
{
  gsize n = sheet->buffer->len;

  if (sheet->code == 0 && n > 0)
    {
      errno = 0;
      if (fwrite (sheet->buffer->str, 1, n, sheet->stream) != n)
        sheet->code = errno != 0 ? errno : EIO;
    }
  g_string_truncate (sheet->buffer, 0);
}

gboolean
dh_sheet_end_row (DhSheet *sheet)
{
  g_string_append_c (sheet->buffer, '\n');
  sheet->in_row = FALSE;
  if (sheet->buffer->len >= CHUNK)
    flush (sheet);
  return sheet->code == 0;
}

gboolean
dh_sheet_finish (DhSheet *sheet, GError **error)
{
  flush (sheet);
  /* What the stream still holds may not fit either. */
  errno = 0;
  if (sheet->code == 0 && (fflush (sheet->stream) != 0 || ferror (sheet->stream)))
    sheet->code = errno != 0 ? errno : EIO;
  g_string_free (sheet->buffer, TRUE);
  sheet->buffer = NULL;
  if (sheet->code == 0)
    return TRUE;
  g_set_error (error, DH_ERROR, DH_ERROR_IO,
               _("The CSV could not be written: %s. Free some space or choose another place."),
               g_strerror (sheet->code));
  return FALSE;
}
