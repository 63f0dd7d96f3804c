/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Lessons: whatever is read is whole (every reference between its parts can be followed), and each of its
 * experiments is a file of its own that says the same. The text is also tried as a claim. */
#include "fuzz.h"

#include "dh-experiment-file.h"
#include "dh-lesson.h"

/* Long lists of generated rows are the data's business and only slow the fuzzing down; so does a
 * file of data elsewhere. */
static gboolean
is_slow (const char *text)
{
  return strstr (text, "range") != NULL || strstr (text, "random") != NULL
         || strstr (text, "path") != NULL;
}

static void
check_claim (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DhClaim) claim = dh_claim_parse (text, &error);

  fuzz_check_result (claim != NULL, error);
  if (claim == NULL)
    return;
  g_assert_cmpuint (claim->run, >=, 1);
  g_assert_cmpint (claim->kind == DH_CLAIM_SIGNAL, ==, claim->signal != NULL);
  g_assert_true (claim->tolerance >= 0);
}

static void
check_lesson (const DhLesson *lesson)
{
  g_assert_cmpuint (dh_lesson_n_predictions (lesson), >=, 2);
  g_assert_cmpint (dh_lesson_get_answer (lesson), <, (int) dh_lesson_n_predictions (lesson));
  g_assert_cmpuint (dh_lesson_n_steps (lesson), >=, 1);
  for (guint i = 0; i < dh_lesson_n_steps (lesson); i++)
    {
      const DhLessonStep *step = dh_lesson_get_step (lesson, i);
      DhExperiment *experiment = dh_lesson_get_experiment (lesson, step->experiment);

      g_assert_cmpstr (step->text, !=, "");
      g_assert_cmpuint (step->run, <=, dh_experiment_n_runs (experiment));
      for (guint k = 0; k < step->claims->len; k++)
        {
          const DhClaim *claim = g_ptr_array_index (step->claims, k);

          g_assert_cmpuint (claim->run, <=, dh_experiment_n_runs (experiment));
        }
    }
  for (guint i = 0; i < dh_lesson_n_experiments (lesson); i++)
    {
      g_autofree char *text = dh_lesson_experiment_text (lesson, i);
      g_autoptr (GError) error = NULL;
      g_autoptr (DhExperiment) again = dh_experiment_parse (text, strlen (text), "part", NULL, NULL, &error);

      g_assert_no_error (error);
      g_assert_true (dh_experiment_equal (again, dh_lesson_get_experiment (lesson, i)));
      g_assert_cmpint (dh_lesson_find_experiment (lesson, dh_lesson_experiment_name (lesson, i)), ==, (int) i);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = fuzz_text (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (DhLesson) lesson = NULL;

  check_claim (text);
  if (is_slow (text))
    return 0;
  lesson = dh_lesson_parse ((const char *) data, size, "fuzz.lesson", NULL, FALSE, &error);
  fuzz_check_result (lesson != NULL, error);
  if (lesson != NULL)
    check_lesson (lesson);
  return 0;
}
