/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Legend: entries in wrapped rows above the plot. What does not fit its share of the height is
 * counted ("+ 3 more"), not squeezed in. */
#include "dh-layout-private.h"

#include <glib/gi18n-lib.h>

#define GAP        5.0  /* between sample and text */
#define SPACING   14.0  /* between entries */
#define ROW_GAP    2.0
#define MOST_WIDTH 220.0

char *
dh_layout_legend_text (const DhPlotSeries *series)
{
  /* Translators: a series drawn on the right axis, in the legend. */
  return series->side == DH_PLOT_RIGHT ? g_strdup_printf (_("%s (right)"), series->label)
                                       : g_strdup (series->label);
}

static void
add_entry (DhLayout *self, DhText *text, guint index, double x, double y, double text_width,
           double line)
{
  const DhPlotSeries *series = dh_plot_get_series (self->plot, index);
  g_autofree char *label = dh_layout_legend_text (series);
  DhLegendEntry entry = { index, { x, y, DH_SAMPLE_WIDTH + GAP + text_width, line } };
  const DhTheme *theme = &self->options.theme;
  DhTextItem *item;

  g_array_append_val (self->legend, entry);
  item = dh_layout_add_text (self, text, DH_FONT_SMALL, label,
                             series->hidden ? &theme->dim : &theme->foreground, text_width + 1.0, 1);
  item->x = x + DH_SAMPLE_WIDTH + GAP;
  item->y = y;
  item->strike = series->hidden;
}

/* Takes entries back until "+ n more" has room in the last row. */
static void
add_rest (DhLayout *self, DhText *text, guint n_left, double x, double right, double y)
{
  const DhTheme *theme = &self->options.theme;

  for (;;)
    {
      g_autofree char *label = g_strdup_printf (_("+ %u more"), n_left);
      double width;
      DhTextItem *item;

      dh_text_measure (text, DH_FONT_SMALL, label, 0.0, 1, &width, NULL);
      if (self->legend->len > 1 && x + width > right)
        {
          DhLegendEntry *last = &g_array_index (self->legend, DhLegendEntry, self->legend->len - 1);

          /* Only within the row that is being ended. */
          if (last->rect.y == y)
            {
              x = last->rect.x;
              g_array_set_size (self->legend, self->legend->len - 1);
              g_array_set_size (self->texts, self->texts->len - 1);
              n_left++;
              continue;
            }
        }
      item = dh_layout_add_text (self, text, DH_FONT_SMALL, label, &theme->dim, 0.0, 1);
      item->x = x;
      item->y = y;
      return;
    }
}

double
dh_layout_legend (DhLayout *self, DhText *text, double x, double y, double width,
                  double max_height)
{
  double line = dh_text_line (text, DH_FONT_SMALL);
  double row = y, at = x, right = x + width;
  guint n = dh_plot_n_series (self->plot);

  if (!self->plot->legend || n == 0 || max_height < line)
    return 0.0;
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *label = dh_layout_legend_text (dh_plot_get_series (self->plot, i));
      double room = MIN (MOST_WIDTH, width - DH_SAMPLE_WIDTH - GAP);
      double text_width;

      dh_text_measure (text, DH_FONT_SMALL, label, room, 1, &text_width, NULL);
      if (at > x && at + DH_SAMPLE_WIDTH + GAP + text_width > right)
        {
          if (row + 2.0 * line + ROW_GAP > y + max_height)
            {
              add_rest (self, text, n - i, at, right, row);
              break;
            }
          row += line + ROW_GAP;
          at = x;
        }
      add_entry (self, text, i, at, row, text_width, line);
      at += DH_SAMPLE_WIDTH + GAP + text_width + SPACING;
    }
  return row + line - y;
}
