/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Layout: measures text and divides the area between title, legend, axes and plot. When there is little
 * room, details go one by one rather than the plot becoming unreadable. Made on any thread; nothing is
 * written after dh_layout_new() returns. */
#include "dh-layout-private.h"

#include "dh-format.h"
#include "dh-range.h"

#include <math.h>

#define TICK_GAP      4.0   /* between tick and label */
#define LABEL_GAP     8.0   /* least distance between labels along an axis */
#define LEGEND_SHARE  0.25  /* of the height */

/* What is left out, in this order, until the plot has a fair share of the height. */
typedef enum
{
  DETAIL_ALL,
  DETAIL_SHORT_LEGEND,
  DETAIL_NO_CAPTION,
  DETAIL_NO_X_LABEL,
  DETAIL_NO_LEGEND,
  DETAIL_NO_TITLE,
  N_DETAILS,
} Detail;

typedef struct
{
  double margin;
  double small_line;    /* height of a line of small text */
  double top, bottom;   /* of the plot rectangle */
  double axis_row;      /* y of the row above the plot: axis labels, exponents */
  double x_label_row;   /* 0: none */
} Rows;

void
dh_layout_options_init (DhLayoutOptions *options, double width, double height)
{
  g_return_if_fail (options != NULL);

  *options = (DhLayoutOptions) {
    .width = width,
    .height = height,
    .scale = 1.0,
    .theme = *dh_theme_default (FALSE),
    .show_title = TRUE,
  };
}

static void
text_item_clear (gpointer data)
{
  DhTextItem *item = data;

  g_free (item->text);
}

DhTextItem *
dh_layout_add_text (DhLayout *self, DhText *text, DhFont font, const char *string,
                    const DhRgba *colour, double max_width, int lines)
{
  DhTextItem item = { .text = g_strdup (string), .font = font, .colour = *colour,
                      .max_width = max_width, .lines = lines };

  dh_text_measure (text, font, string, max_width, lines, &item.width, &item.height);
  g_array_append_val (self->texts, item);
  return &g_array_index (self->texts, DhTextItem, self->texts->len - 1);
}

static gboolean
has_text (const char *string)
{
  return string != NULL && *string != '\0';
}

static void
apply_zoom (DhScale *scale, const DhZoomRange *zoom)
{
  if (zoom->set && isfinite (zoom->min) && isfinite (zoom->max))
    dh_scale_init (scale, scale->kind, zoom->min, zoom->max, scale->threshold);
}

static void
set_scales (DhLayout *self)
{
  gboolean any_x = dh_range_x (self->plot, &self->x);
  gboolean any_y = dh_range_y (self->plot, DH_PLOT_LEFT, &self->y[DH_PLOT_LEFT]);

  any_y = dh_range_y (self->plot, DH_PLOT_RIGHT, &self->y[DH_PLOT_RIGHT]) || any_y;
  self->empty = !any_x || !any_y;
  apply_zoom (&self->x, &self->options.zoom.x);
  apply_zoom (&self->y[DH_PLOT_LEFT], &self->options.zoom.left);
  apply_zoom (&self->y[DH_PLOT_RIGHT], &self->options.zoom.right);
}

/* Title, legend and the rows below from both ends; what is left is the plot. */
static void
lay_rows (DhLayout *self, DhText *text, Detail detail, Rows *rows)
{
  const DhLayoutOptions *options = &self->options;
  const DhPlot *plot = self->plot;
  double m = rows->margin, width = options->width - 2.0 * m;
  double y = m, bottom = options->height - m * 0.75;
  gboolean labelled = has_text (plot->left.label) || (plot->has_right && has_text (plot->right.label));
  DhTextItem *item;

  if (options->show_title && has_text (plot->title) && detail < DETAIL_NO_TITLE)
    {
      item = dh_layout_add_text (self, text, DH_FONT_TITLE, plot->title, &options->theme.foreground,
                                 width, 1);
      item->x = m;
      item->y = y;
      y += item->height + m * 0.4;
    }
  if (detail < DETAIL_NO_LEGEND)
    {
      double share = options->height * LEGEND_SHARE;
      double legend = dh_layout_legend (self, text, m, y, width,
                                        detail == DETAIL_ALL ? share : rows->small_line);

      if (legend > 0.0)
        y += legend + m * 0.4;
    }
  rows->axis_row = y;
  y += labelled && detail < DETAIL_NO_TITLE ? rows->small_line + 4.0 : rows->small_line * 0.5;
  if (options->show_caption && has_text (plot->caption) && detail < DETAIL_NO_CAPTION)
    {
      item = dh_layout_add_text (self, text, DH_FONT_SMALL, plot->caption, &options->theme.dim, width, 2);
      bottom -= item->height;
      item->x = m;
      item->y = bottom;
      bottom -= m * 0.5;
    }
  rows->x_label_row = 0.0;
  if (has_text (plot->x.label) && detail < DETAIL_NO_X_LABEL)
    {
      bottom -= rows->small_line;
      rows->x_label_row = bottom;
    }
  bottom -= rows->small_line + DH_TICK_LENGTH + 2.0;
  rows->top = y;
  rows->bottom = bottom;
}

static void
fit_rows (DhLayout *self, DhText *text, Rows *rows)
{
  for (int detail = DETAIL_ALL; detail < N_DETAILS; detail++)
    {
      double height;

      g_array_set_size (self->texts, 0);
      g_array_set_size (self->legend, 0);
      lay_rows (self, text, detail, rows);
      height = rows->bottom - rows->top;
      if (height >= 0.5 * self->options.height || height >= 220.0)
        break;
    }
  self->rect.y = rows->top;
  self->rect.height = MAX (rows->bottom - rows->top, 1.0);
}

static double
widest_label (const DhTicks *ticks, DhText *text)
{
  double widest = 0.0;

  for (gsize i = 0; i < ticks->n; i++)
    if (ticks->tick[i].label)
      {
        double width;
        dh_text_measure (text, DH_FONT_SMALL, ticks->tick[i].label, 0.0, 1, &width, NULL);
        widest = MAX (widest, width);
      }
  return widest;
}

static void
fit_y_ticks (DhLayout *self, DhPlotSide side, double line)
{
  const DhPlotAxis *axis = side == DH_PLOT_RIGHT ? &self->plot->right : &self->plot->left;
  guint most = (guint) CLAMP (self->rect.height / (line * 2.1), 2.0, 11.0);

  for (;; most--)
    {
      DhTicks *ticks = &self->y_ticks[side];
      double last = -(double) INFINITY;
      gboolean fits = TRUE;

      dh_ticks_init (ticks, &self->y[side], most, axis->whole, self->decimal_point);
      for (gsize i = 0; i < ticks->n; i++)
        if (ticks->tick[i].label)
          {
            double at = ticks->tick[i].unit * self->rect.height;
            fits = fits && at - last >= line;
            last = at;
          }
      if (fits || most <= 2)
        return;
      dh_ticks_clear (ticks);
    }
}

/* Whether the labels keep their distance; with @drop those that do not are taken away. */
static gboolean
x_labels_fit (DhLayout *self, DhText *text, gboolean drop)
{
  double end = -(double) INFINITY;

  for (gsize i = 0; i < self->x_ticks.n; i++)
    {
      DhTick *tick = &self->x_ticks.tick[i];
      double width, from;

      if (!tick->label)
        continue;
      dh_text_measure (text, DH_FONT_SMALL, tick->label, 0.0, 1, &width, NULL);
      from = tick->unit * self->rect.width - width / 2.0;
      if (from < end + LABEL_GAP)
        {
          if (!drop)
            return FALSE;
          g_clear_pointer (&tick->label, g_free);
          tick->minor = TRUE;
          continue;
        }
      end = from + width;
    }
  return TRUE;
}

static void
fit_x_ticks (DhLayout *self, DhText *text)
{
  guint most = (guint) CLAMP (self->rect.width / 55.0 + 1.0, 2.0, 16.0);

  for (;; most--)
    {
      dh_ticks_init (&self->x_ticks, &self->x, most, self->plot->x.whole, self->decimal_point);
      if (x_labels_fit (self, text, most <= 2) || most <= 2)
        return;
      dh_ticks_clear (&self->x_ticks);
    }
}

static void
fit_columns (DhLayout *self, DhText *text, const Rows *rows)
{
  double m = rows->margin, left = m, right = m + 4.0, scale = self->options.scale;
  double room;

  /* An exponent needs the row above the axis even where no label has one. */
  for (int pass = 0; pass < 2; pass++)
    {
      fit_y_ticks (self, DH_PLOT_LEFT, rows->small_line);
      if (self->plot->has_right)
        fit_y_ticks (self, DH_PLOT_RIGHT, rows->small_line);
      if (pass == 1 || rows->top - rows->axis_row >= rows->small_line
          || (self->y_ticks[0].exponent == 0 && self->y_ticks[1].exponent == 0))
        break;
      self->rect.height -= rows->small_line + 2.0 - (rows->top - rows->axis_row);
      self->rect.height = MAX (self->rect.height, 1.0);
      self->rect.y = rows->bottom - self->rect.height;
      dh_ticks_clear (&self->y_ticks[0]);
      dh_ticks_clear (&self->y_ticks[1]);
    }
  left += widest_label (&self->y_ticks[DH_PLOT_LEFT], text) + TICK_GAP + DH_TICK_LENGTH;
  if (self->plot->has_right)
    right = m + widest_label (&self->y_ticks[DH_PLOT_RIGHT], text) + TICK_GAP + DH_TICK_LENGTH;
  room = self->options.width - left - right;
  right += MIN (dh_layout_end_label_room (self, text), room * 0.25);
  /* Whole device pixels: decimation's columns are then the screen's. */
  right = floor ((self->options.width - right) * scale) / scale;
  self->rect.x = ceil (left * scale) / scale;
  self->rect.width = MAX (right - self->rect.x, 1.0);
}

static void
add_tick_labels (DhLayout *self, DhText *text)
{
  const DhRect *rect = &self->rect;
  const DhRgba *dim = &self->options.theme.dim;

  for (gsize i = 0; i < self->x_ticks.n; i++)
    if (self->x_ticks.tick[i].label)
      {
        DhTextItem *item = dh_layout_add_text (self, text, DH_FONT_SMALL, self->x_ticks.tick[i].label,
                                               dim, 0.0, 1);
        double x = rect->x + self->x_ticks.tick[i].unit * rect->width - item->width / 2.0;

        item->x = CLAMP (x, 1.0, MAX (self->options.width - item->width - 1.0, 1.0));
        item->y = dh_rect_bottom (rect) + DH_TICK_LENGTH + 1.0;
      }
  for (int side = 0; side <= (self->plot->has_right ? 1 : 0); side++)
    for (gsize i = 0; i < self->y_ticks[side].n; i++)
      if (self->y_ticks[side].tick[i].label)
        {
          DhTextItem *item = dh_layout_add_text (self, text, DH_FONT_SMALL,
                                                 self->y_ticks[side].tick[i].label, dim, 0.0, 1);

          item->y = rect->y + (1.0 - self->y_ticks[side].tick[i].unit) * rect->height
                    - item->height / 2.0;
          item->x = side == DH_PLOT_LEFT ? rect->x - DH_TICK_LENGTH - TICK_GAP - item->width
                                         : dh_rect_right (rect) + DH_TICK_LENGTH + TICK_GAP;
        }
}

/* Labels and exponents of the y axes, in the row above the plot, from either side. */
static void
add_y_label (DhLayout *self, DhText *text, const Rows *rows, DhPlotSide side, double room)
{
  const DhPlotAxis *axis = side == DH_PLOT_RIGHT ? &self->plot->right : &self->plot->left;
  const DhTheme *theme = &self->options.theme;
  double y = MAX (self->rect.y - rows->small_line - 4.0, rows->axis_row - 2.0);
  double inset = rows->margin;
  DhTextItem *item;

  if (self->y_ticks[side].exponent != 0)
    {
      g_autofree char *power = dh_format_multiplier (self->y_ticks[side].exponent);

      item = dh_layout_add_text (self, text, DH_FONT_SMALL, power, &theme->dim, 0.0, 1);
      item->y = y;
      item->x = side == DH_PLOT_LEFT ? inset : self->options.width - inset - item->width;
      inset += item->width + 10.0;
    }
  if (has_text (axis->label) && self->rect.y - rows->axis_row >= rows->small_line)
    {
      double most = room - inset;

      if (most < 20.0)
        return;
      item = dh_layout_add_text (self, text, DH_FONT_SMALL, axis->label, &theme->foreground, most, 1);
      item->y = y;
      item->x = side == DH_PLOT_LEFT ? inset : self->options.width - inset - item->width;
    }
}

static void
add_axis_labels (DhLayout *self, DhText *text, const Rows *rows)
{
  const DhTheme *theme = &self->options.theme;
  const DhRect *rect = &self->rect;
  double width = self->options.width - rows->margin;
  double right_edge = dh_rect_right (rect);
  DhTextItem *item;

  if (self->plot->has_right)
    {
      add_y_label (self, text, rows, DH_PLOT_LEFT, width * 0.5 - 6.0);
      add_y_label (self, text, rows, DH_PLOT_RIGHT, width * 0.5 - 6.0);
    }
  else
    add_y_label (self, text, rows, DH_PLOT_LEFT, width);
  if (self->x_ticks.exponent != 0)
    {
      g_autofree char *power = dh_format_multiplier (self->x_ticks.exponent);

      item = dh_layout_add_text (self, text, DH_FONT_SMALL, power, &theme->dim, 0.0, 1);
      /* Without a row of its own it stands on the axis, inside. */
      item->y = rows->x_label_row > 0.0 ? rows->x_label_row
                                        : dh_rect_bottom (rect) - item->height - 2.0;
      item->x = right_edge - item->width;
      item->halo = rows->x_label_row <= 0.0;
      right_edge = item->x - 8.0;
    }
  if (rows->x_label_row > 0.0)
    {
      double most = right_edge - rect->x;

      if (most < 16.0)
        return;
      item = dh_layout_add_text (self, text, DH_FONT_SMALL, self->plot->x.label, &theme->foreground,
                                 most, 1);
      item->y = rows->x_label_row;
      item->x = MIN (rect->x + (rect->width - item->width) / 2.0, right_edge - item->width);
    }
}

DhLayout *
dh_layout_new (DhPlot *plot, const DhLayoutOptions *options)
{
  DhLayout *self;
  DhText text;
  Rows rows = { 0 };
  double size;

  g_return_val_if_fail (plot != NULL && options != NULL, NULL);

  self = g_new0 (DhLayout, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->plot = dh_plot_ref (plot);
  self->options = *options;
  self->options.width = isfinite (options->width) ? CLAMP (options->width, 1.0, 32000.0) : 1.0;
  self->options.height = isfinite (options->height) ? CLAMP (options->height, 1.0, 32000.0) : 1.0;
  self->options.scale = options->scale > 0.0 ? MIN (options->scale, 16.0) : 1.0;
  self->font = g_strdup (options->font);
  self->options.font = self->font;
  self->decimal_point = g_strdup (options->decimal_point ? options->decimal_point : ".");
  self->options.decimal_point = self->decimal_point;
  self->texts = g_array_new (FALSE, TRUE, sizeof (DhTextItem));
  g_array_set_clear_func (self->texts, text_item_clear);
  self->legend = g_array_new (FALSE, TRUE, sizeof (DhLegendEntry));
  self->leaves = g_array_new (FALSE, TRUE, sizeof (DhLeave));
  self->signs = g_array_new (FALSE, TRUE, sizeof (DhSign));

  size = MIN (self->options.width / 340.0, self->options.height / 220.0);
  self->text_size = CLAMP (size, 0.85, 1.0);
  dh_text_init (&text, self->font, self->text_size);
  rows.margin = size < 1.0 ? 5.0 : 10.0;
  rows.small_line = dh_text_line (&text, DH_FONT_SMALL);

  set_scales (self);
  fit_rows (self, &text, &rows);
  fit_columns (self, &text, &rows);
  fit_x_ticks (self, &text);
  add_tick_labels (self, &text);
  add_axis_labels (self, &text, &rows);
  dh_layout_series (self);
  dh_layout_signs (self);
  dh_layout_labels (self, &text);
  dh_text_clear (&text);
  return self;
}

DhLayout *
dh_layout_ref (DhLayout *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
dh_layout_unref (DhLayout *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  for (guint i = 0; i < self->n_drawn; i++)
    {
      g_array_unref (self->drawn[i].pixels);
      g_array_unref (self->drawn[i].spans);
    }
  g_free (self->drawn);
  dh_ticks_clear (&self->x_ticks);
  dh_ticks_clear (&self->y_ticks[0]);
  dh_ticks_clear (&self->y_ticks[1]);
  g_array_unref (self->texts);
  g_array_unref (self->legend);
  g_array_unref (self->leaves);
  g_array_unref (self->signs);
  g_free (self->font);
  g_free (self->decimal_point);
  dh_plot_unref (self->plot);
  g_free (self);
}
