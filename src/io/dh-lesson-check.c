/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Checking a lesson. Runs without claims about them are not trained. No state; any thread. */
#include "config.h"

#include "dh-lesson-check.h"

#include "dh-error.h"
#include "dh-trainer.h"

#include <glib/gi18n-lib.h>

/* The histories of one experiment's runs, each trained when it is first asked for. */
static DhHistory *
get_history (GPtrArray *histories, const DhLesson *lesson, guint experiment, guint run, const gint *cancel,
             GError **error)
{
  DhExperiment *e = dh_lesson_get_experiment (lesson, experiment);
  guint index = experiment * DH_EXPERIMENT_MAX_RUNS + run - 1;
  DhHistory *history = g_ptr_array_index (histories, index);

  if (history)
    return history;
  history = dh_train (dh_experiment_get_run (e, run - 1), dh_experiment_get_data (e), cancel, error);
  if (!history)
    return NULL;
  g_ptr_array_index (histories, index) = history;
  if (cancel && g_atomic_int_get (cancel))
    {
      g_set_error (error, DH_ERROR, DH_ERROR_CANCELLED, _("Cancelled."));
      return NULL;
    }
  return history;
}

static void
history_clear (gpointer history)
{
  if (history)
    dh_history_unref (history);
}

GPtrArray *
dh_lesson_check (const DhLesson *lesson, const gint *cancel, GError **error)
{
  g_autoptr (GPtrArray) histories = g_ptr_array_new_with_free_func (history_clear);
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);

  g_return_val_if_fail (lesson != NULL, NULL);

  g_ptr_array_set_size (histories, (int) (dh_lesson_n_experiments (lesson) * DH_EXPERIMENT_MAX_RUNS));
  for (guint i = 0; i < dh_lesson_n_steps (lesson); i++)
    {
      const DhLessonStep *step = dh_lesson_get_step (lesson, i);

      for (guint k = 0; k < step->claims->len; k++)
        {
          const DhClaim *claim = g_ptr_array_index (step->claims, k);
          g_autoptr (GError) problem = NULL;
          DhHistory *history = get_history (histories, lesson, step->experiment, claim->run, cancel, error);

          if (!history)
            return NULL;
          if (!dh_claim_check (claim, history, &problem))
            g_ptr_array_add (problems, g_strdup_printf (_("%s%s:%u: the claim “%s” does not hold: %s"),
                                                        dh_lesson_get_name (lesson), DH_LESSON_SUFFIX, claim->line,
                                                        claim->text, problem->message));
        }
    }
  return g_steal_pointer (&problems);
}
