/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* JSON writer: see the header. Indented by two, one member a line, so that results diff well. */
#include "dh-json-writer.h"

#include <math.h>

#include "dh-number.h"

void
dh_json_writer_init (DhJsonWriter *writer)
{
  writer->text = g_string_new (NULL);
  writer->depth = 0;
  writer->has_member = FALSE;
  writer->after_key = FALSE;
}

char *
dh_json_writer_finish (DhJsonWriter *writer)
{
  g_return_val_if_fail (writer->depth == 0, NULL);

  g_string_append_c (writer->text, '\n');
  return g_string_free (g_steal_pointer (&writer->text), FALSE);
}

static void
new_line (DhJsonWriter *writer)
{
  g_string_append_c (writer->text, '\n');
  for (guint i = 0; i < writer->depth; i++)
    g_string_append (writer->text, "  ");
}

/* What has to stand before a value or a key. */
static void
lead_in (DhJsonWriter *writer)
{
  if (writer->after_key)
    {
      writer->after_key = FALSE;
      return;
    }
  if (writer->depth == 0)
    return;
  if (writer->has_member)
    g_string_append_c (writer->text, ',');
  new_line (writer);
  writer->has_member = TRUE;
}

static void
begin (DhJsonWriter *writer, char bracket)
{
  lead_in (writer);
  g_string_append_c (writer->text, bracket);
  writer->depth++;
  writer->has_member = FALSE;
}

static void
end (DhJsonWriter *writer, char bracket)
{
  g_return_if_fail (writer->depth > 0 && !writer->after_key);

  writer->depth--;
  if (writer->has_member)
    new_line (writer);
  g_string_append_c (writer->text, bracket);
  writer->has_member = TRUE;
}

void
dh_json_begin_object (DhJsonWriter *writer)
{
  begin (writer, '{');
}

void
dh_json_end_object (DhJsonWriter *writer)
{
  end (writer, '}');
}

void
dh_json_begin_array (DhJsonWriter *writer)
{
  begin (writer, '[');
}

void
dh_json_end_array (DhJsonWriter *writer)
{
  end (writer, ']');
}

static void
append_quoted (GString *text, const char *value)
{
  g_autofree char *valid = g_utf8_make_valid (value, -1);

  g_string_append_c (text, '"');
  for (const char *c = valid; *c != '\0'; c++)
    switch (*c)
      {
      case '"':
      case '\\':
        g_string_append_c (text, '\\');
        g_string_append_c (text, *c);
        break;
      case '\n':
        g_string_append (text, "\\n");
        break;
      case '\t':
        g_string_append (text, "\\t");
        break;
      default:
        if ((guchar) *c < 0x20)
          g_string_append_printf (text, "\\u%04x", (guint) (guchar) *c);
        else
          g_string_append_c (text, *c);
      }
  g_string_append_c (text, '"');
}

void
dh_json_key (DhJsonWriter *writer, const char *key)
{
  lead_in (writer);
  append_quoted (writer->text, key);
  g_string_append (writer->text, ": ");
  writer->after_key = TRUE;
}

void
dh_json_string (DhJsonWriter *writer, const char *value)
{
  lead_in (writer);
  if (value == NULL)
    g_string_append (writer->text, "null");
  else
    append_quoted (writer->text, value);
}

void
dh_json_number (DhJsonWriter *writer, double value)
{
  char buffer[DH_NUMBER_SIZE];

  if (!isfinite (value))
    {
      dh_json_string (writer, dh_number_format (value, buffer));
      return;
    }
  lead_in (writer);
  g_string_append (writer->text, dh_number_format (value, buffer));
}

void
dh_json_uint (DhJsonWriter *writer, guint64 value)
{
  lead_in (writer);
  g_string_append_printf (writer->text, "%" G_GUINT64_FORMAT, value);
}

void
dh_json_boolean (DhJsonWriter *writer, gboolean value)
{
  lead_in (writer);
  g_string_append (writer->text, value ? "true" : "false");
}

void
dh_json_member_string (DhJsonWriter *writer, const char *key, const char *value)
{
  dh_json_key (writer, key);
  dh_json_string (writer, value);
}

void
dh_json_member_number (DhJsonWriter *writer, const char *key, double value)
{
  dh_json_key (writer, key);
  dh_json_number (writer, value);
}

void
dh_json_member_uint (DhJsonWriter *writer, const char *key, guint64 value)
{
  dh_json_key (writer, key);
  dh_json_uint (writer, value);
}

void
dh_json_member_boolean (DhJsonWriter *writer, const char *key, gboolean value)
{
  dh_json_key (writer, key);
  dh_json_boolean (writer, value);
}
