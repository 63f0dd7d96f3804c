/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Labels inside and beside the plot: line ends, leaves, marks, the words for an empty chart. Labels that would
 * lie on each other are pushed apart or left out. */
#include "dh-layout-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define END_GAP      5.0
#define LEAST_HEIGHT 90.0  /* of a plot that has end labels */
#define LEAST_WIDTH  150.0
#define LABEL_DIGITS 4      /* of an x that is no whole number: a label says where about */
#define ROOM_FOR_BOTH 400.0 /* for the legend and the same words at the line */

typedef struct
{
  guint series;
  double x, y;          /* the line's end */
  double width, height;
  double at;            /* middle, after pushing */
} EndLabel;

static gboolean
small_nouns (void)
{
  /* Translators: leave it "small" where "Step" is "step" within a sentence; write "capital" where it isn't. */
  return strcmp (C_("nouns in a sentence", "small"), "small") == 0;
}

char *
dh_layout_x_phrase (const DhLayout *self, double x, guint digits)
{
  const char *label = self->plot->x.label;
  /* The crosshair may stand between two epochs. */
  gboolean counted = self->plot->x.whole && !(x > floor (x));
  g_autofree char *value = dh_format_value (x, counted ? 15 : digits, self->decimal_point);
  g_autofree char *name = NULL;
  const char *rest;

  if (!label || !*label)
    return g_steal_pointer (&value);
  /* "Step" becomes "step 26"; "MSE" stays as it is, and so does a noun where nouns are capital. */
  rest = g_utf8_next_char (label);
  if (*rest == '\0')
    return g_strdup_printf ("%s = %s", label, value);
  if (small_nouns () && g_unichar_islower (g_utf8_get_char (rest)))
    {
      g_autofree char *head = g_utf8_strdown (label, rest - label);
      name = g_strconcat (head, rest, NULL);
    }
  else
    name = g_strdup (label);
  return g_strdup_printf ("%s %s", name, value);
}

static double
most_end_width (const DhLayout *self)
{
  return CLAMP (self->options.width * 0.24, 50.0, 180.0);
}

static gboolean
wants_end_label (const DhLayout *self, const DhPlotSeries *series)
{
  if (series->hidden || !series->end_label || !*series->end_label || series->y.length == 0
      || series->style != DH_PLOT_LINE)
    return FALSE;
  /* Where there is little room the line has it, and the legend alone says what it says too. */
  return !(self->legend->len > 0 && self->options.width < ROOM_FOR_BOTH
           && g_strcmp0 (series->end_label, series->label) == 0);
}

double
dh_layout_end_label_room (const DhLayout *self, DhText *text)
{
  double widest = 0.0;

  /* Beside a right axis they go inside. */
  if (self->plot->has_right || self->rect.height < LEAST_HEIGHT || self->options.width < LEAST_WIDTH * 1.6)
    return 0.0;
  for (guint i = 0; i < dh_plot_n_series (self->plot); i++)
    {
      const DhPlotSeries *series = dh_plot_get_series (self->plot, i);
      double width;

      if (!wants_end_label (self, series))
        continue;
      dh_text_measure (text, DH_FONT_SMALL, series->end_label, most_end_width (self), 1, &width, NULL);
      widest = MAX (widest, width);
    }
  return widest > 0.0 ? widest + END_GAP - 2.0 : 0.0;
}

static gboolean
leaves (const DhLayout *self, guint series)
{
  for (guint i = 0; i < self->leaves->len; i++)
    if (g_array_index (self->leaves, DhLeave, i).series == series)
      return TRUE;
  return FALSE;
}

/* Last point that can be seen. */
static gboolean
line_end (const DhLayout *self, guint series, double *x, double *y)
{
  const DhDrawn *drawn = &self->drawn[series];
  const DhRect *rect = &self->rect;

  for (guint i = drawn->pixels->len; i > 0; i--)
    {
      const DhPixel *pixel = &g_array_index (drawn->pixels, DhPixel, i - 1);

      if (!(pixel->y >= rect->y && pixel->y <= dh_rect_bottom (rect)) || pixel->x < rect->x)
        continue;
      *x = MIN (pixel->x, dh_rect_right (rect));
      *y = pixel->y;
      /* The line goes on beyond the view: take where it crosses the border. */
      if (pixel->x > dh_rect_right (rect) && i > 1)
        {
          const DhPixel *before = pixel - 1;
          if (!isnan (before->y) && pixel->x > before->x)
            *y = before->y + (pixel->y - before->y) * (*x - before->x) / (pixel->x - before->x);
          *y = CLAMP (*y, rect->y, dh_rect_bottom (rect));
        }
      return TRUE;
    }
  return FALSE;
}

static int
by_y (gconstpointer a, gconstpointer b)
{
  const EndLabel *one = a, *other = b;

  return one->y < other->y ? -1 : one->y > other->y ? 1 : (int) one->series - (int) other->series;
}

/* Moves labels (sorted, each wanting its y) so that none overlap and all stay between @top and @bottom: labels that
 * touch form a block around the mean of what they want. */
static void
push_apart (EndLabel *labels, guint n, double top, double bottom)
{
  g_autofree double *middle = g_new (double, n + 1);
  g_autofree guint *count = g_new (guint, n + 1);
  guint blocks = 0, next = 0;
  double line = n > 0 ? labels[0].height * 0.92 : 0.0;

  for (guint i = 0; i < n; i++)
    {
      middle[blocks] = labels[i].y;
      count[blocks] = 1;
      for (;;)
        {
          double half = line * count[blocks] / 2.0;
          double before;

          middle[blocks] = CLAMP (middle[blocks], top + half, MAX (bottom - half, top + half));
          if (blocks == 0)
            break;
          before = middle[blocks - 1] + line * count[blocks - 1] / 2.0;
          if (middle[blocks] - half >= before)
            break;
          middle[blocks - 1] = (middle[blocks - 1] * count[blocks - 1] + middle[blocks] * count[blocks])
                               / (count[blocks - 1] + count[blocks]);
          count[blocks - 1] += count[blocks];
          blocks--;
        }
      blocks++;
    }
  for (guint b = 0; b < blocks; b++)
    for (guint k = 0; k < count[b]; k++)
      labels[next++].at = middle[b] + (k - (count[b] - 1) / 2.0) * line;
}

static void
collect_end_labels (const DhLayout *self, DhText *text, GArray *out)
{
  double room = self->rect.height;

  for (guint i = 0; i < self->n_drawn; i++)
    {
      const DhPlotSeries *series = dh_plot_get_series (self->plot, i);
      EndLabel label = { .series = i };

      if (!wants_end_label (self, series) || leaves (self, i) || !line_end (self, i, &label.x, &label.y))
        continue;
      dh_text_measure (text, DH_FONT_SMALL, series->end_label, most_end_width (self), 1, &label.width, &label.height);
      room -= label.height * 0.92;
      if (room < 0.0)
        break;
      g_array_append_val (out, label);
    }
  g_array_sort (out, by_y);
}

gboolean
dh_layout_text_free_at (const DhLayout *self, double x, double y, double width, double height,
                        guint from)
{
  for (guint i = from; i < self->texts->len; i++)
    {
      const DhTextItem *item = &g_array_index (self->texts, DhTextItem, i);

      if (x < item->x + item->width && item->x < x + width && y < item->y + item->height
          && item->y < y + height)
        return FALSE;
    }
  return TRUE;
}

static void
add_end_labels (DhLayout *self, DhText *text)
{
  g_autoptr(GArray) labels = g_array_new (FALSE, TRUE, sizeof (EndLabel));
  const DhRect *rect = &self->rect;
  gboolean beside = dh_layout_end_label_room (self, text) > 0.0;
  guint from = self->texts->len;

  if (rect->height < LEAST_HEIGHT || rect->width < LEAST_WIDTH)
    return;
  collect_end_labels (self, text, labels);
  push_apart ((EndLabel *) (gpointer) labels->data, labels->len, rect->y - 4.0,
              dh_rect_bottom (rect) + 4.0);
  for (guint i = 0; i < labels->len; i++)
    {
      const EndLabel *label = &g_array_index (labels, EndLabel, i);
      const DhPlotSeries *series = dh_plot_get_series (self->plot, label->series);
      DhTextItem *item;
      DhRgba colour;
      double x = label->x + END_GAP, y = label->at - label->height / 2.0;

      /* In the margin where there is one and the line reaches it; else by the end, inside. */
      if (!beside && x + label->width > dh_rect_right (rect))
        {
          x = dh_rect_right (rect) - label->width - 3.0;
          y -= label->height * 0.55;
        }
      y = CLAMP (y, rect->y - 6.0, dh_rect_bottom (rect) - label->height + 6.0);
      if (!dh_layout_text_free_at (self, x, y + 1.5, label->width, label->height - 3.0, from))
        continue;
      dh_palette_colour (series->colour, self->options.theme.dark, &colour);
      dh_rgba_for_text (&colour, &self->options.theme);
      item = dh_layout_add_text (self, text, DH_FONT_SMALL, series->end_label, &colour, most_end_width (self), 1);
      item->x = x;
      item->y = y;
      item->halo = x + label->width <= dh_rect_right (rect) + 1.0;
    }
}

/* Beside @x at height @y, to its right or, without room there, to its left; steps away from other labels. */
static void
add_beside (DhLayout *self, DhText *text, const char *string, const DhRgba *colour, double x,
            double y, double step, guint from)
{
  const DhRect *rect = &self->rect;
  double width, height;
  DhTextItem *item;

  dh_text_measure (text, DH_FONT_SMALL, string, 0.0, 1, &width, &height);
  if (width + 16.0 > rect->width)
    return;
  x = x + 8.0 + width <= dh_rect_right (rect) ? x + 8.0 : x - 8.0 - width;
  x = CLAMP (x, rect->x + 2.0, dh_rect_right (rect) - width - 2.0);
  for (int i = 0; i < 6; i++, y += step * height)
    {
      if (y < rect->y || y + height > dh_rect_bottom (rect))
        return;
      if (dh_layout_text_free_at (self, x, y, width, height, from))
        break;
      if (i == 5)
        return;
    }
  item = dh_layout_add_text (self, text, DH_FONT_SMALL, string, colour, 0.0, 1);
  item->x = x;
  item->y = y;
  item->halo = TRUE;
}

/* Whether another arrow speaks for @leave: its run's earliest at that edge, or one at the same step. */
static gboolean
spoken_for (const DhLayout *self, guint index)
{
  const DhLeave *leave = &g_array_index (self->leaves, DhLeave, index);
  guint32 own = dh_plot_get_series (self->plot, leave->series)->colour;

  for (guint k = 0; k < self->leaves->len; k++)
    {
      const DhLeave *other = &g_array_index (self->leaves, DhLeave, k);

      if (k == index || other->up != leave->up)
        continue;
      if (other->value == leave->value && k < index)
        return TRUE;
      if (other->value < leave->value && dh_plot_get_series (self->plot, other->series)->colour == own)
        return TRUE;
    }
  return FALSE;
}

/* One text a run and edge, in the run's colour; in the foreground where runs leave together. */
static void
add_leaves (DhLayout *self, DhText *text, guint from)
{
  double line = dh_text_line (text, DH_FONT_SMALL);

  for (guint i = 0; i < self->leaves->len; i++)
    {
      const DhLeave *leave = &g_array_index (self->leaves, DhLeave, i);
      guint32 own = dh_plot_get_series (self->plot, leave->series)->colour;
      g_autofree char *phrase = NULL, *label = NULL;
      gboolean mixed = FALSE;
      DhRgba colour;

      if (spoken_for (self, i))
        continue;
      for (guint k = 0; k < self->leaves->len; k++)
        {
          const DhLeave *other = &g_array_index (self->leaves, DhLeave, k);

          mixed = mixed || (other->up == leave->up && other->value == leave->value
                            && dh_plot_get_series (self->plot, other->series)->colour != own);
        }
      dh_palette_colour (own, self->options.theme.dark, &colour);
      dh_rgba_for_text (&colour, &self->options.theme);
      phrase = dh_layout_x_phrase (self, leave->value, LABEL_DIGITS);
      /* Translators: where an exploding run leaves the chart: "leaves at step 26". */
      label = g_strdup_printf (_("leaves at %s"), phrase);
      add_beside (self, text, label, mixed ? &self->options.theme.foreground : &colour, leave->x,
                  leave->up ? leave->y + 2.0 : leave->y - line - 2.0, leave->up ? 1.0 : -1.0, from);
    }
}

static gboolean
has_label (const DhLayout *self, const char *label, guint from)
{
  for (guint i = from; i < self->texts->len; i++)
    if (strcmp (g_array_index (self->texts, DhTextItem, i).text, label) == 0)
      return TRUE;
  return FALSE;
}

static void
add_marks (DhLayout *self, DhText *text, guint from)
{
  for (guint i = 0; i < self->plot->marks->len; i++)
    {
      const DhPlotMark *mark = g_ptr_array_index (self->plot->marks, i);
      double x = dh_layout_x_to_pixel (self, mark->x);
      DhRgba colour;

      if (mark->faint || mark->sign || !mark->label || !*mark->label || !(x >= self->rect.x - 0.5)
          || x > dh_rect_right (&self->rect) + 0.5)
        continue;
      /* The arrow of a run that leaves may say the same. */
      if (has_label (self, mark->label, from))
        continue;
      dh_palette_colour (mark->colour, self->options.theme.dark, &colour);
      dh_rgba_for_text (&colour, &self->options.theme);
      add_beside (self, text, mark->label, &colour, x, self->rect.y + 2.0, 1.0, from);
    }
}

static void
add_empty_text (DhLayout *self, DhText *text)
{
  const char *string = self->plot->empty_text ? self->plot->empty_text : _("No data yet");
  const DhRect *rect = &self->rect;
  DhTextItem *item;

  if (rect->width < 20.0)
    return;
  item = dh_layout_add_text (self, text, DH_FONT_BODY, string, &self->options.theme.dim,
                             rect->width - 8.0, 3);
  item->x = rect->x + (rect->width - item->width) / 2.0;
  item->y = rect->y + (rect->height - item->height) / 2.0;
  item->halo = TRUE;
}

void
dh_layout_labels (DhLayout *self, DhText *text)
{
  guint from = self->texts->len;

  if (self->empty)
    {
      add_empty_text (self, text);
      return;
    }
  add_leaves (self, text, from);
  add_marks (self, text, from);
  add_end_labels (self, text);
}
