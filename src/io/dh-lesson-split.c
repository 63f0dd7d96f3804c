/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* The experiments in a lesson's file, each as a text that the experiment reader takes: its messages name the
 * lesson's own lines. No state; any thread. */
#include "dh-lesson-private.h"

#include <string.h>

/* The name of the experiment that a group belongs to: "" for the unnamed one, NULL for the lesson's own groups.
 * @own is set to where the group's own name begins. */
static char *
owner_of (const char *group, const char **own)
{
  const char *separator = strstr (group, GROUP_SEPARATOR);

  *own = group;
  if (separator)
    {
      *own = separator + strlen (GROUP_SEPARATOR);
      return g_strndup (group, (gsize) (separator - group));
    }
  if (strcmp (group, GROUP_LESSON) == 0 || g_str_has_prefix (group, GROUP_LESSON_STEP))
    return NULL;
  return g_strdup ("");
}

GPtrArray *
dh_lesson_split_names (GKeyFile *file)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);

  for (char **group = groups; *group; group++)
    {
      const char *own;
      g_autofree char *name = owner_of (*group, &own);

      if (name && !g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
        {
          int place = *name ? -1 : 0;

          g_ptr_array_insert (names, place, g_steal_pointer (&name));
        }
    }
  return names;
}

/* A comment counts to the group that it stands in, as GKeyFile has it. */
char *
dh_lesson_split_text (const char *text, const char *name)
{
  GString *found = g_string_new (NULL);
  gboolean inside = FALSE;

  while (*text)
    {
      gsize length = strcspn (text, "\n");
      const char *start = text + strspn (text, " \t\r");

      if (*start == '[')
        {
          const char *end = text + length;
          g_autofree char *group = NULL;
          g_autofree char *owner = NULL;
          const char *own;

          while (end > start && *end != ']')
            end--;
          group = g_strndup (start + 1, end > start ? (gsize) (end - start - 1) : 0);
          owner = owner_of (group, &own);
          inside = g_strcmp0 (owner, name) == 0;
          if (inside)
            g_string_append_printf (found, "[%s]", own);
        }
      else if (inside)
        g_string_append_len (found, text, (gssize) length);
      text += length;
      if (*text == '\n')
        {
          g_string_append_c (found, '\n');
          text++;
        }
    }
  return g_string_free (found, FALSE);
}
