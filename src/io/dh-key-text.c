/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Key files as text. GKeyFile's own messages name no line, and have no remedy. No state; any thread. */
#include "config.h"

#include "dh-key-text.h"

#include "dh-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Enough for a quotation, whatever the characters. */
#define MAX_QUOTED_BYTES 200

/* Walks the text as GKeyFile does: the last one counts. */
guint
dh_key_text_find_line (const char *text, const char *group, const char *key)
{
  g_autofree char *header = g_strdup_printf ("[%s]", group);
  gboolean inside = FALSE;
  guint number = 0, found = 0;
  gsize key_length = key ? strlen (key) : 0;

  for (const char *line = text; *line;)
    {
      gsize length = strcspn (line, "\n");

      number++;
      if (*line == '[')
        {
          inside = strncmp (line, header, strlen (header)) == 0;
          if (inside && !key)
            found = number;
        }
      else if (inside && key && strncmp (line, key, key_length) == 0
               && line[key_length + strspn (line + key_length, " \t")] == '=')
        found = number;
      line += length;
      if (*line == '\n')
        line++;
    }
  return found;
}

/* Bytes that a key file can't have: named with their line before GKeyFile sees them. */
static gboolean
check_bytes (const char *text, gsize length, const char *name, DhKeyTextKind kind, GError **error)
{
  const char *bad = memchr (text, '\0', length);
  gboolean lesson = kind == DH_KEY_TEXT_LESSON;
  guint line = 1;

  if (!bad && g_utf8_validate (text, (gssize) length, &bad))
    return TRUE;
  for (const char *c = text; c < bad; c++)
    line += *c == '\n';
  if (*bad)
    g_set_error (error, DH_ERROR, DH_ERROR_PARSE,
                 lesson ? _("%s:%u: not UTF-8 text. Save the lesson as UTF-8.")
                        : _("%s:%u: not UTF-8 text. Is this a Downhill experiment?"),
                 name, line);
  else
    g_set_error (error, DH_ERROR, DH_ERROR_PARSE,
                 lesson ? _("%s:%u: a NUL byte. This is not a text file; is it a lesson?")
                        : _("%s:%u: a NUL byte. This is not a text file; is it a Downhill experiment?"),
                 name, line);
  return FALSE;
}

/* GKeyFile's message names no line for a line that is neither group, key nor comment: find it, and its
 * number, from 1; NULL when it is something else that GKeyFile doesn't take. */
static const char *
first_bad_line (const char *text, guint *found)
{
  const char *line = text;
  guint number = 0;
  gboolean group = FALSE;

  while (*line)
    {
      gsize length = strcspn (line, "\n");
      const char *start = line + strspn (line, " \t\r");

      number++;
      if (*start == '[')
        {
          if (!memchr (start, ']', length - (gsize) (start - line)))
            break;
          group = TRUE;
        }
      else if (*start != '\n' && *start != '\0' && *start != '#'
               && (!group || *start == '=' || !memchr (line, '=', length)))
        break;
      line += length + (line[length] == '\n');
    }
  *found = number;
  return *line ? line : NULL;
}

static void
set_syntax_error (GError **error, const char *text, const char *name, DhKeyTextKind kind)
{
  gboolean lesson = kind == DH_KEY_TEXT_LESSON;
  guint number;
  const char *line = first_bad_line (text, &number);

  if (line)
    {
      g_autofree char *start = g_strndup (line, MIN (strcspn (line, "\r\n"), MAX_QUOTED_BYTES));
      g_autofree char *quote = dh_error_quote (start);

      g_set_error (error, DH_ERROR, DH_ERROR_PARSE,
                   lesson ? _("%s:%u: %s is no line of a lesson. Lines are [Group], Key=Value or # comment.")
                          : _("%s:%u: %s is no line of an experiment file. Is this one, or was it cut off?"),
                   name, number, quote);
    }
  else
    g_set_error (error, DH_ERROR, DH_ERROR_PARSE,
                 lesson ? _("%s: this is not a lesson, or it was cut off. Lessons begin with [Lesson].")
                        : _("%s: this is not an experiment file, or it was cut off. Choose another file."),
                 name);
}

GKeyFile *
dh_key_text_load (const char *text, gsize length, const char *name, DhKeyTextKind kind, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  g_return_val_if_fail (text != NULL && name != NULL, NULL);

  if (!check_bytes (text, length, name, kind, error))
    return NULL;
  if (!g_key_file_load_from_data (file, text, length, G_KEY_FILE_NONE, NULL))
    {
      g_autofree char *copy = g_strndup (text, length);

      set_syntax_error (error, copy, name, kind);
      return NULL;
    }
  return g_steal_pointer (&file);
}
