/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Lessons: the value. Made by dh-lesson-read.c, never changed afterwards; any thread. */
#include "dh-lesson-private.h"

#include <string.h>

static void
part_free (gpointer data)
{
  DhLessonPart *part = data;

  g_free (part->name);
  g_free (part->text);
  g_clear_pointer (&part->experiment, dh_experiment_unref);
  g_free (part);
}

static void
step_free (gpointer data)
{
  DhLessonStep *step = data;

  g_free (step->text);
  g_free (step->page);
  g_ptr_array_unref (step->claims);
  g_free (step);
}

DhLesson *
dh_lesson_new (void)
{
  DhLesson *lesson = g_new0 (DhLesson, 1);

  lesson->refs = 1;
  lesson->answer = -1;
  lesson->predictions = g_ptr_array_new_with_free_func (g_free);
  lesson->steps = g_ptr_array_new_with_free_func (step_free);
  lesson->parts = g_ptr_array_new_with_free_func (part_free);
  lesson->warnings = g_ptr_array_new_with_free_func (g_free);
  return lesson;
}

DhLessonStep *
dh_lesson_add_step (DhLesson *lesson)
{
  DhLessonStep *step = g_new0 (DhLessonStep, 1);

  step->playhead = DH_LESSON_PLAYHEAD_NONE;
  step->claims = g_ptr_array_new_with_free_func ((GDestroyNotify) dh_claim_free);
  g_ptr_array_add (lesson->steps, step);
  return step;
}

DhLesson *
dh_lesson_ref (DhLesson *lesson)
{
  g_return_val_if_fail (lesson != NULL, NULL);
  g_atomic_int_inc (&lesson->refs);
  return lesson;
}

void
dh_lesson_unref (DhLesson *lesson)
{
  if (!lesson || !g_atomic_int_dec_and_test (&lesson->refs))
    return;
  g_free (lesson->name);
  g_free (lesson->title);
  g_free (lesson->summary);
  g_free (lesson->question);
  g_free (lesson->shows);
  g_ptr_array_unref (lesson->predictions);
  g_ptr_array_unref (lesson->steps);
  g_ptr_array_unref (lesson->parts);
  g_ptr_array_unref (lesson->warnings);
  g_free (lesson);
}

const char *
dh_lesson_get_name (const DhLesson *lesson)
{
  return lesson->name;
}

guint
dh_lesson_get_number (const DhLesson *lesson)
{
  return lesson->number;
}

const char *
dh_lesson_get_title (const DhLesson *lesson)
{
  return lesson->title;
}

const char *
dh_lesson_get_summary (const DhLesson *lesson)
{
  return lesson->summary;
}

const char *
dh_lesson_get_question (const DhLesson *lesson)
{
  return lesson->question;
}

const char *
dh_lesson_get_shows (const DhLesson *lesson)
{
  return lesson->shows;
}

guint
dh_lesson_n_predictions (const DhLesson *lesson)
{
  return lesson->predictions->len;
}

const char *
dh_lesson_get_prediction (const DhLesson *lesson, guint index)
{
  g_return_val_if_fail (index < lesson->predictions->len, NULL);
  return g_ptr_array_index (lesson->predictions, index);
}

int
dh_lesson_get_answer (const DhLesson *lesson)
{
  return lesson->answer;
}

guint
dh_lesson_n_steps (const DhLesson *lesson)
{
  return lesson->steps->len;
}

const DhLessonStep *
dh_lesson_get_step (const DhLesson *lesson, guint index)
{
  g_return_val_if_fail (index < lesson->steps->len, NULL);
  return g_ptr_array_index (lesson->steps, index);
}

guint
dh_lesson_n_experiments (const DhLesson *lesson)
{
  return lesson->parts->len;
}

static const DhLessonPart *
get_part (const DhLesson *lesson, guint index)
{
  g_return_val_if_fail (index < lesson->parts->len, NULL);
  return g_ptr_array_index (lesson->parts, index);
}

const char *
dh_lesson_experiment_name (const DhLesson *lesson, guint index)
{
  const DhLessonPart *part = get_part (lesson, index);

  return part ? part->name : NULL;
}

DhExperiment *
dh_lesson_get_experiment (const DhLesson *lesson, guint index)
{
  const DhLessonPart *part = get_part (lesson, index);

  return part ? part->experiment : NULL;
}

int
dh_lesson_find_experiment (const DhLesson *lesson, const char *name)
{
  g_return_val_if_fail (name != NULL, -1);
  for (guint i = 0; i < lesson->parts->len; i++)
    if (strcmp (get_part (lesson, i)->name, name) == 0)
      return (int) i;
  return -1;
}

/* The lines that were kept for their numbers are not wanted here. */
char *
dh_lesson_experiment_text (const DhLesson *lesson, guint index)
{
  const DhLessonPart *part = get_part (lesson, index);
  g_auto (GStrv) lines = part ? g_strsplit (part->text, "\n", -1) : NULL;
  GString *text = g_string_new (NULL);

  for (char **line = lines; line && *line; line++)
    {
      if (!**line)
        continue;
      if (**line == '[' && text->len > 0)
        g_string_append_c (text, '\n');
      g_string_append (text, *line);
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

GPtrArray *
dh_lesson_get_warnings (const DhLesson *lesson)
{
  return lesson->warnings;
}
