/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* The lessons that come with the program: each loads without a warning, its claims hold, and each file in the
 * folder is compiled in. A test a lesson. */
#include "dh-lesson-check.h"
#include "dh-lesson-list.h"

#include <locale.h>

static GPtrArray *list;

static void
test_lesson (gconstpointer data)
{
  const DhLessonEntry *entry = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) problems = NULL;
  guint n_claims = 0;

  g_test_summary ("A lesson of ours loads, says nothing unknown, and every number that it relies on is so");
  g_assert_no_error (entry->error);
  g_assert_nonnull (entry->lesson);
  for (guint i = 0; i < dh_lesson_get_warnings (entry->lesson)->len; i++)
    g_test_message ("%s", (char *) g_ptr_array_index (dh_lesson_get_warnings (entry->lesson), i));
  g_assert_cmpuint (dh_lesson_get_warnings (entry->lesson)->len, ==, 0);
  g_assert_cmpuint (dh_lesson_get_number (entry->lesson), >, 0);
  problems = dh_lesson_check (entry->lesson, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < problems->len; i++)
    g_test_message ("%s", (char *) g_ptr_array_index (problems, i));
  g_assert_cmpuint (problems->len, ==, 0);
  for (guint i = 0; i < dh_lesson_n_steps (entry->lesson); i++)
    n_claims += dh_lesson_get_step (entry->lesson, i)->claims->len;
  g_assert_cmpuint (n_claims, >, 0);
}

static void
test_complete (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (G_TEST_ROOT "/../resources/lessons", 0, &error);
  const char *file;
  guint n = 0;

  g_test_summary ("Every lesson in the folder travels in the program");
  g_assert_no_error (error);
  while ((file = g_dir_read_name (dir)))
    if (g_str_has_suffix (file, DH_LESSON_SUFFIX))
      {
        g_test_message ("%s", file);
        g_assert_nonnull (dh_lesson_list_find (list, file, NULL));
        n++;
      }
  g_assert_cmpuint (n, ==, list->len);
}

int
main (int argc, char **argv)
{
  int status;

  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  list = dh_lesson_list ("/nonexistent");
  g_test_add_func ("/lessons/complete", test_complete);
  for (guint i = 0; i < list->len; i++)
    {
      const DhLessonEntry *entry = g_ptr_array_index (list, i);
      g_autofree char *path = g_strdup_printf ("/lessons/%s", entry->name);

      g_test_add_data_func (path, entry, test_lesson);
    }
  status = g_test_run ();
  g_ptr_array_unref (list);
  return status;
}
