/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* The list of lessons: ours and the user's, sorted; broken files are in it with their message. */
#include "dh-error.h"
#include "dh-lesson-list.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>

static const char own[] = "[Lesson]\nFormat=1\nTitle=Own\nSummary=s\nQuestion=q\nShows=w\n"
                          "Prediction1=a\nPrediction2=b\n[Step 1]\nText=t\n[Downhill]\nformat=1\n[Run 1]\nname=r\n";

static void
write (const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static void
empty (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *file;

  while ((file = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (folder, file, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
}

static void
test_list (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("downhill-XXXXXX", &error);
  g_autoptr (GPtrArray) plain = dh_lesson_list ("/nonexistent");
  g_autoptr (GPtrArray) list = NULL;
  const DhLessonEntry *entry;

  g_test_summary ("The user's lessons stand among ours, or take the place of one of the same name");
  write (folder, "00-mine.lesson", own);
  write (folder, "99-broken.lesson", "[Lesson]\nFormat=1\nTitle=x\n");
  write (folder, "03-bigger-model.lesson", own);
  write (folder, "notes.txt", "nothing");
  write (folder, ".hidden.lesson", own);
  list = dh_lesson_list (folder);
  g_assert_cmpuint (list->len, ==, plain->len + 2);
  for (guint i = 1; i < list->len; i++)
    {
      const DhLessonEntry *before = g_ptr_array_index (list, i - 1);

      entry = g_ptr_array_index (list, i);
      g_assert_cmpint (strcmp (before->name, entry->name), <, 0);
    }
  entry = g_ptr_array_index (list, 0);
  g_assert_cmpstr (entry->name, ==, "00-mine");
  g_assert_nonnull (entry->path);
  g_assert_cmpstr (dh_lesson_get_title (entry->lesson), ==, "Own");
  entry = g_ptr_array_index (list, list->len - 1);
  g_assert_cmpstr (entry->name, ==, "99-broken");
  g_assert_null (entry->lesson);
  g_assert_error (entry->error, DH_ERROR, DH_ERROR_PARSE);
  g_assert_nonnull (strstr (entry->error->message, "99-broken.lesson:1: [Lesson]: Summary"));
  entry = dh_lesson_list_find (list, "03-bigger-model", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (dh_lesson_get_title (entry->lesson), ==, "Own");
  empty (folder);
}

static void
test_find (void)
{
  static const char *const names[] = { "03-bigger-model", "03-bigger-model.lesson", "bigger-model", "3", "03" };
  static const char *const wrong[] = { "", "nothing", "33", "bigger", "-", ".lesson", "3 ", "model" };
  g_autoptr (GPtrArray) list = dh_lesson_list ("/nonexistent");

  g_test_summary ("A lesson is found by its name, what follows its number, or its number");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GError) error = NULL;
      const DhLessonEntry *entry = dh_lesson_list_find (list, names[i], &error);

      g_assert_no_error (error);
      g_assert_cmpstr (entry->name, ==, "03-bigger-model");
    }
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (dh_lesson_list_find (list, wrong[i], &error));
      g_assert_error (error, DH_ERROR, DH_ERROR_INVALID);
    }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lesson-list/list", test_list);
  g_test_add_func ("/lesson-list/find", test_find);
  return g_test_run ();
}
