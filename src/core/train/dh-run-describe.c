/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* A run's settings and seeds in one line, for the captions of exported charts: what is
 * needed to do it again, and nothing that is at its default and goes without saying. */
#include "dh-number.h"
#include "dh-run.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#define SEPARATOR " · "

static void
describe_optimiser (GString *line, const DhRun *run)
{
  const DhOptimiserInfo *info = dh_optimiser_info (run->optimiser.kind);
  char text[DH_NUMBER_SIZE];

  g_string_append (line, info->id);
  for (guint i = 0; i < info->n_params; i++)
    if (run->optimiser.param[i] != info->param[i].fallback)
      g_string_append_printf (line, " %s %s", info->param[i].id,
                              dh_number_format (run->optimiser.param[i], text));
  g_string_append (line, SEPARATOR);
  g_string_append_printf (line, _("learning rate %s"), dh_number_format (run->lr, text));
  for (gsize i = 0; i < run->n_interventions; i++)
    {
      g_string_append (line, ", ");
      g_string_append_printf (line, _("%s from step %" PRIu64),
                              dh_number_format (run->interventions[i].lr, text),
                              run->interventions[i].step);
    }
  if (run->schedule.kind != DH_SCHEDULE_CONSTANT)
    {
      g_autofree char *schedule = dh_schedule_spec_to_string (&run->schedule);

      g_string_append (line, SEPARATOR);
      g_string_append_printf (line, _("schedule %s"), schedule);
    }
  if (run->clip.kind != DH_CLIP_OFF)
    {
      g_autofree char *clip = dh_clip_spec_to_string (&run->clip);

      g_string_append (line, SEPARATOR);
      g_string_append_printf (line, _("clipped %s"), clip);
    }
}

static void
describe_order (GString *line, const DhRun *run)
{
  if (run->batch == 0)
    g_string_append_printf (line, SEPARATOR "%s", _("all rows at once"));
  else if (run->batch > 1)
    {
      g_string_append (line, SEPARATOR);
      g_string_append_printf (line, _("batch %zu"), run->batch);
    }
  if (run->shuffle)
    {
      g_string_append (line, SEPARATOR);
      g_string_append_printf (line, _("shuffled, seed %" PRIu64), run->shuffle_seed);
    }
  if (run->carry == DH_CARRY_WORKBOOK)
    g_string_append_printf (line, SEPARATOR "%s", _("carry workbook"));
  if (run->prime > 0)
    {
      g_string_append (line, SEPARATOR);
      g_string_append_printf (line, g_dngettext (GETTEXT_PACKAGE, "primed %u time",
                                                 "primed %u times", run->prime), run->prime);
    }
  g_string_append (line, SEPARATOR);
  g_string_append_printf (line, g_dngettext (GETTEXT_PACKAGE, "%" PRIu64 " epoch",
                                             "%" PRIu64 " epochs",
                                             (gulong) MIN (run->epochs, 1000000)), run->epochs);
}

char *
dh_run_describe (const DhRun *run)
{
  g_autofree char *model = dh_model_spec_describe (&run->model);
  g_autofree char *init = dh_init_spec_to_string (&run->init);
  GString *line = g_string_new (model);

  g_string_append (line, SEPARATOR);
  if (run->init.kind == DH_INIT_LIST && run->init.n_list > 4)
    g_string_append_printf (line, _("start weights typed"));
  else
    g_string_append_printf (line, _("start weights %s"), init);
  if (run->gradient != DH_GRADIENT_ANALYTIC)
    {
      g_autofree char *gradient = dh_gradient_to_string (run->gradient, run->bump);

      g_string_append (line, SEPARATOR);
      g_string_append_printf (line, _("derivatives %s"), gradient);
    }
  g_string_append (line, SEPARATOR);
  describe_optimiser (line, run);
  describe_order (line, run);
  return g_string_free (line, FALSE);
}
