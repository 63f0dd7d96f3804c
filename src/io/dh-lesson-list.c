/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* The list of lessons. No state but the resource that is linked in; any thread. */
#include "config.h"

#include "dh-lesson-list.h"

#include "dh-error.h"
#include "dh-lesson-resources.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#define FOLDER "/io/github/downhill/Downhill/lessons/"
/* A folder with more files than that is not one of lessons. */
#define MAX_FILES 500

static void
entry_free (gpointer data)
{
  DhLessonEntry *entry = data;

  g_free (entry->name);
  g_free (entry->path);
  g_clear_pointer (&entry->lesson, dh_lesson_unref);
  g_clear_error (&entry->error);
  g_free (entry);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const DhLessonEntry *one = *(const DhLessonEntry *const *) a;
  const DhLessonEntry *other = *(const DhLessonEntry *const *) b;

  return strcmp (one->name, other->name);
}

/* The entry of this file, new or the one that it replaces. */
static DhLessonEntry *
add_entry (GPtrArray *list, const char *file)
{
  g_autofree char *display = g_filename_display_name (file);
  DhLessonEntry *entry;

  if (g_str_has_suffix (display, DH_LESSON_SUFFIX))
    display[strlen (display) - strlen (DH_LESSON_SUFFIX)] = '\0';
  for (guint i = 0; i < list->len; i++)
    {
      entry = g_ptr_array_index (list, i);
      if (strcmp (entry->name, display) == 0)
        {
          g_clear_pointer (&entry->lesson, dh_lesson_unref);
          g_clear_error (&entry->error);
          return entry;
        }
    }
  entry = g_new0 (DhLessonEntry, 1);
  entry->name = g_steal_pointer (&display);
  g_ptr_array_add (list, entry);
  return entry;
}

static void
add_built_in (GPtrArray *list)
{
  GResource *resource = dh_lesson_resources_get_resource ();
  g_auto (GStrv) files = g_resource_enumerate_children (resource, FOLDER, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  for (char **file = files; file && *file; file++)
    {
      DhLessonEntry *entry = add_entry (list, *file);
      g_autofree char *path = g_strconcat (FOLDER, *file, NULL);
      g_autoptr (GBytes) bytes = g_resource_lookup_data (resource, path, G_RESOURCE_LOOKUP_FLAGS_NONE, &entry->error);
      gsize length;
      const char *text = bytes ? g_bytes_get_data (bytes, &length) : NULL;

      if (text)
        entry->lesson = dh_lesson_parse (text, length, *file, NULL, TRUE, &entry->error);
    }
}

static void
add_folder (GPtrArray *list, const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *file;

  for (guint n = 0; dir && n < MAX_FILES && (file = g_dir_read_name (dir));)
    {
      DhLessonEntry *entry;

      if (*file == '.' || !g_str_has_suffix (file, DH_LESSON_SUFFIX))
        continue;
      entry = add_entry (list, file);
      entry->path = g_build_filename (folder, file, NULL);
      entry->lesson = dh_lesson_load (entry->path, &entry->error);
      n++;
    }
}

char *
dh_lesson_folder (void)
{
  return g_build_filename (g_get_user_data_dir (), "downhill", "lessons", NULL);
}

GPtrArray *
dh_lesson_list (const char *folder)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (entry_free);
  g_autofree char *own = dh_lesson_folder ();

  add_built_in (list);
  add_folder (list, folder ? folder : own);
  g_ptr_array_sort (list, compare);
  return list;
}

static gboolean
is_called (const DhLessonEntry *entry, const char *name, gsize length)
{
  const char *short_name = entry->name + strspn (entry->name, "0123456789");
  guint64 number, own;
  g_autofree char *wanted = g_strndup (name, length);
  g_autofree char *digits = g_strndup (entry->name, (gsize) (short_name - entry->name));

  if (strcmp (entry->name, wanted) == 0 || (*short_name == '-' && strcmp (short_name + 1, wanted) == 0))
    return TRUE;
  return g_ascii_string_to_unsigned (wanted, 10, 0, G_MAXUINT, &number, NULL)
         && g_ascii_string_to_unsigned (digits, 10, 0, G_MAXUINT, &own, NULL) && number == own;
}

const DhLessonEntry *
dh_lesson_list_find (GPtrArray *list, const char *name, GError **error)
{
  gsize length;

  g_return_val_if_fail (list != NULL && name != NULL, NULL);

  length = strlen (name) - (g_str_has_suffix (name, DH_LESSON_SUFFIX) ? strlen (DH_LESSON_SUFFIX) : 0);
  for (guint i = 0; i < list->len; i++)
    {
      const DhLessonEntry *entry = g_ptr_array_index (list, i);

      if (is_called (entry, name, length))
        return entry;
    }
  dh_error_set_quoted (error, DH_ERROR_INVALID,
                       _("There is no lesson %s. “downhill-cli lessons” lists those that there are."), name);
  return NULL;
}
