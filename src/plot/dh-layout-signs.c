/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Signs: diamonds on the x axis for what happened there; those of one place stand on each other. */
#include "dh-layout-private.h"

#include <math.h>

#define RADIUS 5.0
/* So much nearer is the same place. */
#define SAME 7.0
#define RISE 9.0
/* A small thing is hard to hit. */
#define REACH 7.0

void
dh_layout_signs (DhLayout *self)
{
  double bottom = dh_rect_bottom (&self->rect);

  for (guint i = 0; i < self->plot->marks->len; i++)
    {
      const DhPlotMark *mark = g_ptr_array_index (self->plot->marks, i);
      DhSign sign = { i, dh_layout_x_to_pixel (self, mark->x), bottom };

      if (!mark->sign || self->empty || !(sign.x >= self->rect.x - 0.5)
          || sign.x > dh_rect_right (&self->rect) + 0.5)
        continue;
      for (guint k = 0; k < self->signs->len; k++)
        {
          const DhSign *other = &g_array_index (self->signs, DhSign, k);

          if (fabs (other->x - sign.x) < SAME)
            sign.y = MIN (sign.y, other->y - RISE);
        }
      if (sign.y >= self->rect.y)
        g_array_append_val (self->signs, sign);
    }
}

void
dh_paint_signs (const DhLayout *self, cairo_t *cr)
{
  for (guint i = 0; i < self->signs->len; i++)
    {
      const DhSign *sign = &g_array_index (self->signs, DhSign, i);
      const DhPlotMark *mark = g_ptr_array_index (self->plot->marks, sign->mark);
      DhRgba colour;

      dh_palette_colour (mark->colour, self->options.theme.dark, &colour);
      cairo_move_to (cr, sign->x, sign->y - RADIUS);
      cairo_line_to (cr, sign->x + RADIUS, sign->y);
      cairo_line_to (cr, sign->x, sign->y + RADIUS);
      cairo_line_to (cr, sign->x - RADIUS, sign->y);
      cairo_close_path (cr);
      dh_set_source (cr, &colour);
      cairo_fill_preserve (cr);
      /* A rim keeps it apart from lines and from the next one. */
      dh_set_source (cr, &self->options.theme.background);
      cairo_set_line_width (cr, 1.0);
      cairo_stroke (cr);
    }
}

gboolean
dh_layout_hit_sign (const DhLayout *self, double px, double py, guint *mark)
{
  double best = REACH;
  gboolean found = FALSE;

  for (guint i = 0; i < self->signs->len; i++)
    {
      const DhSign *sign = &g_array_index (self->signs, DhSign, i);
      double distance = hypot (sign->x - px, sign->y - py);

      if (distance <= best)
        {
          best = distance;
          found = TRUE;
          *mark = sign->mark;
        }
    }
  return found;
}
