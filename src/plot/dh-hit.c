/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Hit test: what is at a pixel, from the same pixels that were painted. Any thread. */
#include "dh-layout-private.h"

#include <math.h>

#define REACH 6.0

static gboolean
inside (const DhRect *rect, double px, double py)
{
  return px >= rect->x && px <= dh_rect_right (rect) && py >= rect->y && py <= dh_rect_bottom (rect);
}

static double
segment_distance (const DhPixel *a, const DhPixel *b, double px, double py)
{
  double dx = b->x - a->x, dy = b->y - a->y, squared = dx * dx + dy * dy;
  double t = squared > 0.0 ? ((px - a->x) * dx + (py - a->y) * dy) / squared : 0.0;

  t = CLAMP (t, 0.0, 1.0);
  return hypot (a->x + t * dx - px, a->y + t * dy - py);
}

/* Distance from the drawn series; @point is its drawn point nearest to the pixel. */
static double
series_distance (const DhDrawn *drawn, gboolean line, double px, double py, gsize *point)
{
  const DhPixel *pixels = (const DhPixel *) (gconstpointer) drawn->pixels->data;
  double best = (double) INFINITY, best_point = (double) INFINITY;

  for (guint i = 0; i < drawn->pixels->len; i++)
    {
      gboolean joined = line && i > 0 && !isnan (pixels[i - 1].y);
      double to_point, to_line;

      if (isnan (pixels[i].y))
        continue;
      to_point = hypot (pixels[i].x - px, pixels[i].y - py);
      to_line = joined ? segment_distance (&pixels[i - 1], &pixels[i], px, py) : to_point;
      best = fmin (best, fmin (to_point, to_line));
      if (to_point < best_point)
        {
          best_point = to_point;
          *point = pixels[i].index;
        }
    }
  return best;
}

static gboolean
hit_series (const DhLayout *self, double px, double py, DhHit *hit)
{
  double best = REACH;
  gboolean found = FALSE;

  /* The one on top wins a tie. */
  for (guint i = self->n_drawn; i > 0; i--)
    {
      const DhDrawn *drawn = &self->drawn[i - 1];
      gboolean line = dh_plot_get_series (self->plot, i - 1)->style == DH_PLOT_LINE;
      double distance;
      gsize point = 0;

      if (!drawn->shown)
        continue;
      distance = series_distance (drawn, line, px, py, &point);
      if (distance < best || (!found && distance <= best))
        {
          best = distance;
          found = TRUE;
          hit->kind = DH_HIT_SERIES;
          hit->series = i - 1;
          hit->point = point;
        }
    }
  return found;
}

void
dh_layout_hit (const DhLayout *self, double px, double py, DhHit *hit)
{
  const DhRect *rect = &self->rect;

  g_return_if_fail (self != NULL && hit != NULL);

  *hit = (DhHit) { .kind = DH_HIT_NONE };
  for (guint i = 0; i < self->legend->len; i++)
    {
      const DhLegendEntry *entry = &g_array_index (self->legend, DhLegendEntry, i);

      if (inside (&entry->rect, px, py))
        {
          hit->kind = DH_HIT_LEGEND;
          hit->series = entry->series;
          return;
        }
    }
  if (dh_layout_hit_sign (self, px, py, &hit->mark))
    hit->kind = DH_HIT_SIGN;
  else if (inside (rect, px, py))
    {
      hit->kind = DH_HIT_PLOT;
      hit_series (self, px, py, hit);
    }
  else if (px >= rect->x && px <= dh_rect_right (rect) && py > dh_rect_bottom (rect)
           && py <= self->options.height)
    hit->kind = DH_HIT_X_AXIS;
  else if (py >= rect->y && py <= dh_rect_bottom (rect) && px >= 0.0 && px < rect->x)
    hit->kind = DH_HIT_LEFT_AXIS;
  else if (py >= rect->y && py <= dh_rect_bottom (rect) && px > dh_rect_right (rect)
           && px <= self->options.width && self->plot->has_right)
    hit->kind = DH_HIT_RIGHT_AXIS;
}
