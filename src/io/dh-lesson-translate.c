/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* What people read in a lesson's experiment, in their language: the names of its runs and the titles of its charts.
 * No state; any thread. */
#include "config.h"

#include "dh-lesson-private.h"

#include <glib/gi18n-lib.h>

static DhExperiment *
translate_run (DhExperiment *experiment, gsize index)
{
  DhRun *run = dh_experiment_get_run (experiment, index);
  g_autoptr (DhRun) copy = NULL;

  /* The catalogue's entry for the empty text is its header. */
  if (!*run->name)
    return dh_experiment_ref (experiment);
  copy = dh_run_copy (run);
  dh_run_set_name (copy, g_dgettext (GETTEXT_PACKAGE, run->name));
  return dh_experiment_with_run (experiment, copy);
}

static DhExperiment *
translate_view (DhExperiment *experiment, gsize index)
{
  g_autoptr (DhView) copy = dh_view_copy (dh_experiment_get_view (experiment, index));

  if (!copy->title || !*copy->title)
    return dh_experiment_ref (experiment);
  g_free (copy->title);
  copy->title = g_strdup (g_dgettext (GETTEXT_PACKAGE, dh_experiment_get_view (experiment, index)->title));
  return dh_experiment_with_view (experiment, index, copy);
}

DhExperiment *
dh_lesson_translate_experiment (DhExperiment *experiment)
{
  DhExperiment *result = dh_experiment_ref (experiment);

  for (gsize i = 0; i < dh_experiment_n_runs (experiment); i++)
    {
      g_autoptr (DhExperiment) before = result;

      result = translate_run (before, i);
    }
  for (gsize i = 0; i < dh_experiment_n_views (experiment); i++)
    {
      g_autoptr (DhExperiment) before = result;

      result = translate_view (before, i);
    }
  return result;
}
