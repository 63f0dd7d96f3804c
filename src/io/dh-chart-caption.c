/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* The line below an exported chart: the data, what all its runs have in common, and then each run with what
 * it alone has, so that the line stays short enough to be read to its end. */
#include "dh-chart-private.h"

#include <string.h>

#define SEPARATOR " · "

static gboolean
all_have (GPtrArray *settings, const char *part)
{
  for (guint i = 0; i < settings->len; i++)
    if (!g_strv_contains (g_ptr_array_index (settings, i), part))
      return FALSE;
  return TRUE;
}

/* The parts of run @index that all runs have, or those that not all have. */
static void
append_parts (GString *line, GPtrArray *settings, guint index, gboolean common, const char *before)
{
  const char *const *parts = g_ptr_array_index (settings, index);

  for (guint i = 0; parts[i]; i++)
    if (all_have (settings, parts[i]) == common)
      {
        g_string_append_printf (line, "%s%s", before, parts[i]);
        before = SEPARATOR;
      }
}

char *
dh_chart_caption (const DhExperiment *experiment, const DhView *view)
{
  DhChartContext context = { experiment, NULL, G_MAXUINT64 };
  g_autoptr (GArray) shown = dh_chart_shown_runs (&context, view);
  g_autoptr (GPtrArray) settings = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  g_autofree char *data = dh_data_describe (dh_experiment_get_data (experiment));
  GString *caption = g_string_new (data);

  for (guint i = 0; i < shown->len; i++)
    {
      g_autofree char *one = dh_run_describe (g_array_index (shown, DhShownRun, i).run);

      g_ptr_array_add (settings, g_strsplit (one, SEPARATOR, -1));
    }
  if (shown->len > 1)
    append_parts (caption, settings, 0, TRUE, SEPARATOR);
  for (guint i = 0; i < shown->len; i++)
    {
      const char *name = g_array_index (shown, DhShownRun, i).run->name;
      g_autoptr (GString) own = g_string_new (NULL);

      append_parts (own, settings, i, shown->len == 1, "");
      g_string_append_printf (caption, " | %s", name);
      /* A run that is called what it is need not be told twice. */
      if (own->len > 0 && strcmp (own->str, name) != 0)
        g_string_append_printf (caption, ": %s", own->str);
    }
  return g_string_free (caption, FALSE);
}
