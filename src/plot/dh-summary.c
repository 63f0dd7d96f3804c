/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Summary: a plot in words, for people who cannot see it. Any thread. */
#include "dh-plot.h"

#include "dh-plot-source.h"
#include "dh-ticks.h"

#include <glib/gi18n-lib.h>

#define DIGITS 4

static void
add_axes (const DhPlot *plot, GString *text)
{
  if (plot->title && *plot->title)
    g_string_append_printf (text, _("Chart: %s."), plot->title);
  else
    g_string_append (text, _("Chart."));
  if (plot->left.label && plot->x.label)
    {
      g_string_append_c (text, ' ');
      g_string_append_printf (text, _("%s against %s."), plot->left.label, plot->x.label);
    }
  if (plot->has_right && plot->right.label)
    {
      g_string_append_c (text, ' ');
      g_string_append_printf (text, _("Right axis: %s."), plot->right.label);
    }
}

static void
add_series (const DhPlotSeries *series, const char *decimal_point, GString *text)
{
  const DhPlotSource *y = &series->y;
  gsize n = y->length;
  g_autofree char *first = NULL, *last = NULL, *least = NULL, *greatest = NULL;
  DhPlotExtremes extremes;

  g_string_append_c (text, ' ');
  if (n == 0)
    {
      g_string_append_printf (text, _("%s: no values."), series->label);
      return;
    }
  dh_plot_source_extremes (y, 0, n, &extremes);
  first = dh_format_value (dh_plot_source_value (y, 0), DIGITS, decimal_point);
  last = dh_format_value (dh_plot_source_value (y, n - 1), DIGITS, decimal_point);
  if (!(extremes.min <= extremes.max))
    {
      g_string_append_printf (text, _("%s: no finite values."), series->label);
      return;
    }
  least = dh_format_value (extremes.min, DIGITS, decimal_point);
  greatest = dh_format_value (extremes.max, DIGITS, decimal_point);
  g_string_append_printf (text, _("%s: first %s, last %s, least %s, greatest %s."), series->label,
                          first, last, least, greatest);
  if (extremes.n_gaps > 0)
    {
      guint n_gaps = (guint) MIN (extremes.n_gaps, G_MAXUINT);

      g_string_append_c (text, ' ');
      g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%u value is not finite.",
                                                 "%u values are not finite.", n_gaps), n_gaps);
    }
}

/* What the signs on the x axis say. */
static void
add_signs (const DhPlot *plot, GString *text)
{
  for (guint i = 0; i < plot->marks->len; i++)
    {
      const DhPlotMark *mark = g_ptr_array_index (plot->marks, i);

      if (mark->sign && mark->label)
        /* Translators: what a sign on a chart's axis says. */
        g_string_append_printf (text, _(" Sign: %s."), mark->label);
    }
}

char *
dh_plot_summary (const DhPlot *plot, const char *decimal_point)
{
  GString *text;
  guint n_visible = 0;

  g_return_val_if_fail (plot != NULL, NULL);

  text = g_string_new (NULL);
  add_axes (plot, text);
  for (guint i = 0; i < plot->series->len; i++)
    {
      const DhPlotSeries *series = g_ptr_array_index (plot->series, i);

      if (series->hidden)
        continue;
      add_series (series, decimal_point, text);
      n_visible++;
    }
  add_signs (plot, text);
  if (n_visible == 0)
    {
      g_string_append_c (text, ' ');
      g_string_append (text, plot->empty_text ? plot->empty_text : _("No series is shown."));
    }
  return g_string_free (text, FALSE);
}
