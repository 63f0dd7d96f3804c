/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* "downhill-cli lessons NAME --text": a lesson as it would stand on paper. */
#include "config.h"

#include "dh-cli.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#define INDENT 2

/* Paragraphs are kept apart. */
static void
append_text (GString *out, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (char **line = lines; *line != NULL; line++)
    {
      if (**line == '\0')
        {
          g_string_append_c (out, '\n');
          continue;
        }
      g_string_append_printf (out, "%*s", INDENT, "");
      dh_cli_append_wrapped (out, *line, INDENT);
    }
}

static void
append_heading (GString *out, const char *heading)
{
  g_string_append_printf (out, "\n%s\n", heading);
}

/* Where the step would put the window: its experiment, run and step. */
static void
append_place (GString *out, const DhLesson *lesson, const DhLessonStep *step)
{
  DhExperiment *experiment = dh_lesson_get_experiment (lesson, step->experiment);
  const char *name = dh_lesson_experiment_name (lesson, step->experiment);
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *joined = NULL;

  if (*name != '\0')
    g_ptr_array_add (parts, g_strdup_printf (_("experiment “%s”"), name));
  if (step->run > 0)
    g_ptr_array_add (parts, g_strdup_printf (_("run “%s”"), dh_experiment_get_run (experiment, step->run - 1)->name));
  if (step->playhead == DH_LESSON_PLAYHEAD_END)
    g_ptr_array_add (parts, g_strdup (_("at the end")));
  else if (step->playhead != DH_LESSON_PLAYHEAD_NONE)
    g_ptr_array_add (parts, g_strdup_printf (_("at step %" PRIu64), step->playhead));
  if (parts->len == 0)
    return;
  g_ptr_array_add (parts, NULL);
  joined = g_strjoinv (", ", (char **) parts->pdata);
  g_string_append_printf (out, "%*s(%s)\n", INDENT, "", joined);
}

static void
append_predictions (GString *out, const DhLesson *lesson)
{
  for (guint i = 0; i < dh_lesson_n_predictions (lesson); i++)
    {
      g_string_append_printf (out, "%*s%u. ", INDENT, "", i + 1);
      dh_cli_append_wrapped (out, dh_lesson_get_prediction (lesson, i), INDENT + 3);
    }
}

void
dh_cli_print_lesson (const DhLesson *lesson)
{
  g_autoptr (GString) out = g_string_new (NULL);

  g_string_append_printf (out, "%s\n\n", dh_lesson_get_title (lesson));
  append_text (out, dh_lesson_get_summary (lesson));
  append_heading (out, _("Question"));
  append_text (out, dh_lesson_get_question (lesson));
  append_predictions (out, lesson);
  for (guint i = 0; i < dh_lesson_n_steps (lesson); i++)
    {
      const DhLessonStep *step = dh_lesson_get_step (lesson, i);
      g_autofree char *heading = g_strdup_printf (_("Step %u of %u"), i + 1, dh_lesson_n_steps (lesson));

      append_heading (out, heading);
      append_place (out, lesson, step);
      append_text (out, step->text);
    }
  append_heading (out, _("What it shows"));
  append_text (out, dh_lesson_get_shows (lesson));
  if (dh_lesson_get_answer (lesson) >= 0)
    {
      g_string_append_c (out, '\n');
      g_string_append_printf (out, _("  The prediction that comes true is number %d.\n"),
                              dh_lesson_get_answer (lesson) + 1);
    }
  g_print ("%s", out->str);
}
