/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Bands of outcomes over learning rates. */
#include "dh-band.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Rates this near, relatively, are the same but for rounding. */
#define SAME 1e-9

static const struct
{
  const char *label;
  guint32 colour; /* of the palette */
} kinds[DH_BAND_N] = {
  [DH_BAND_UNKNOWN] = { N_("not measured"), 7 },
  [DH_BAND_CRAWLS] = { N_("crawls"), 4 },
  [DH_BAND_GOOD] = { N_("good"), 2 },
  [DH_BAND_OVERSHOOTS] = { N_("overshoots"), 5 },
  [DH_BAND_EXPLODES] = { N_("explodes"), 1 },
  [DH_BAND_DEAD] = { N_("dead"), 7 },
};

const char *
dh_band_label (DhBandKind kind)
{
  g_return_val_if_fail ((guint) kind < DH_BAND_N, NULL);
  return kinds[kind].label;
}

void
dh_band_colour (DhBandKind kind, gboolean dark, DhRgba *rgba)
{
  g_return_if_fail ((guint) kind < DH_BAND_N);
  dh_palette_colour (kinds[kind].colour, dark, rgba);
}

/* --- Paint --- */

/* Lines that rise by @slope, @step apart, over the rectangle. */
static void
hatch (cairo_t *cr, double x, double y, double width, double height, double step, double slope)
{
  double reach = height * fabs (slope);

  for (double at = floor ((x - reach) / step) * step; at < x + width + reach; at += step)
    {
      cairo_move_to (cr, at, y + (slope > 0 ? height : 0));
      cairo_line_to (cr, at + reach, y + (slope > 0 ? 0 : height));
    }
  cairo_stroke (cr);
}

static void
dots (cairo_t *cr, double x, double y, double width, double height)
{
  const double step = 5;
  gboolean odd = FALSE;

  for (double row = y + 2.5; row < y + height; row += 3.5, odd = !odd)
    for (double at = floor (x / step) * step + (odd ? step / 2 : 0); at < x + width + 1; at += step)
      {
        cairo_move_to (cr, at + 1, row);
        cairo_arc (cr, at, row, 1, 0, 2 * G_PI);
      }
  cairo_fill (cr);
}

static void
lines (cairo_t *cr, double x, double y, double width, double height)
{
  const guint n = 3;

  for (guint i = 0; i < n; i++)
    {
      double at = y + height * (i + 0.5) / n;

      cairo_move_to (cr, x, at);
      cairo_line_to (cr, x + width, at);
    }
  cairo_stroke (cr);
}

/* How much of its ink a band's ground has. */
static double
ground_of (DhBandKind kind)
{
  return kind == DH_BAND_GOOD ? 1 : kind == DH_BAND_UNKNOWN ? 0.07 : kind == DH_BAND_EXPLODES ? 0.3 : 0.18;
}

void
dh_band_paint (cairo_t *cr, DhBandKind kind, gboolean dark, double x, double y, double width, double height)
{
  DhRgba ink;

  g_return_if_fail ((guint) kind < DH_BAND_N);
  dh_band_colour (kind, dark, &ink);
  cairo_save (cr);
  cairo_rectangle (cr, x, y, width, height);
  cairo_clip (cr);
  cairo_set_source_rgba (cr, ink.red, ink.green, ink.blue, ground_of (kind));
  cairo_paint (cr);
  cairo_set_source_rgb (cr, ink.red, ink.green, ink.blue);
  switch (kind)
    {
    case DH_BAND_CRAWLS:
      dots (cr, x, y, width, height);
      break;
    case DH_BAND_OVERSHOOTS:
      cairo_set_line_width (cr, 2);
      hatch (cr, x, y, width, height, 6, 0.7);
      break;
    case DH_BAND_EXPLODES:
      cairo_set_line_width (cr, 1.3);
      hatch (cr, x, y, width, height, 5, 0.7);
      hatch (cr, x, y, width, height, 5, -0.7);
      break;
    case DH_BAND_DEAD:
      cairo_set_line_width (cr, 1.5);
      lines (cr, x, y, width, height);
      break;
    case DH_BAND_UNKNOWN:
      {
        const double dash[] = { 2, 4 };

        cairo_set_dash (cr, dash, 2, x);
        cairo_set_line_width (cr, 1);
        cairo_move_to (cr, x, y + height / 2);
        cairo_line_to (cr, x + width, y + height / 2);
        cairo_stroke (cr);
      }
      break;
    case DH_BAND_GOOD:
    case DH_BAND_N:
    default:
      break;
    }
  cairo_restore (cr);
}

/* --- Points --- */

static double
halfway (double a, double b)
{
  return a * sqrt (b / a);
}

gsize
dh_band_segments (const DhBandPoint *points, gsize n, DhBandSegment *segments)
{
  gsize n_segments = 0;

  for (gsize i = 0; i < n; i++)
    {
      DhBandSegment *last = n_segments > 0 ? &segments[n_segments - 1] : NULL;

      if (last == NULL || last->kind != points[i].kind)
        {
          double low = i > 0 ? halfway (points[i - 1].rate, points[i].rate) : points[i].rate;

          if (last != NULL)
            last->high = low;
          last = &segments[n_segments++];
          *last = (DhBandSegment) { points[i].kind, i, i, low, points[i].rate };
        }
      last->last = i;
      last->high = points[i].rate;
    }
  return n_segments;
}

/* The last point not above @rate, but never the very last; 0 where all are above. */
static gsize
find_below (const DhBandPoint *points, gsize n, double rate)
{
  gsize low = 0, high = n - 1;

  while (high - low > 1)
    {
      gsize middle = low + (high - low) / 2;

      if (points[middle].rate <= rate)
        low = middle;
      else
        high = middle;
    }
  return low;
}

gsize
dh_band_nearest (const DhBandPoint *points, gsize n, double rate)
{
  gsize low;

  g_return_val_if_fail (n > 0, 0);
  low = find_below (points, n, rate);
  return n > 1 && rate > halfway (points[low].rate, points[low + 1].rate) ? low + 1 : low;
}

gboolean
dh_band_covers (const DhBandPoint *points, gsize n, double rate)
{
  return n > 0 && rate >= points[0].rate * (1 - SAME) && rate <= points[n - 1].rate * (1 + SAME);
}

gboolean
dh_band_around (const DhBandPoint *points, gsize n, double rate, DhBandKind *below, DhBandKind *above)
{
  gsize nearest, low;

  if (!dh_band_covers (points, n, rate))
    return FALSE;
  nearest = dh_band_nearest (points, n, rate);
  *below = *above = points[nearest].kind;
  if (n == 1 || fabs (points[nearest].rate / rate - 1) <= SAME)
    return TRUE;
  low = find_below (points, n, rate);
  *below = points[low].kind;
  *above = points[low + 1].kind;
  return TRUE;
}

/* @rate with the fewest digits that stay from @low to @high. */
static double
few_digits (double rate, double low, double high)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE], format[8];

  for (int digits = 2; digits < 17; digits++)
    {
      double value;

      g_snprintf (format, sizeof format, "%%.%dg", digits);
      value = g_ascii_strtod (g_ascii_formatd (text, sizeof text, format, rate), NULL);
      if (value >= low && value <= high)
        return value;
    }
  return rate;
}

gboolean
dh_band_next (const DhBandPoint *points, gsize n, double rate, int direction, double *next)
{
  gsize at, end;

  if (n < 2)
    return FALSE;
  at = dh_band_nearest (points, n, rate);
  /* From outside, the band at that end is the next. */
  if (rate < points[0].rate * (1 - SAME) || rate > points[n - 1].rate * (1 + SAME))
    {
      if ((at == 0) != (direction > 0))
        return FALSE;
      end = at;
    }
  else
    {
      for (end = at; points[end].kind == points[at].kind; end += direction > 0 ? 1 : (gsize) -1)
        if (end == (direction > 0 ? n - 1 : 0))
          return FALSE;
    }
  /* Up to where the band ends again or the next point lies, so that the digits cannot leave it. */
  if (direction > 0)
    *next = few_digits (points[end].rate, points[end].rate,
                        end + 1 < n && points[end + 1].kind == points[end].kind ? points[end + 1].rate
                                                                                : points[end].rate);
  else
    *next = few_digits (points[end].rate,
                        end > 0 && points[end - 1].kind == points[end].kind ? points[end - 1].rate
                                                                            : points[end].rate,
                        points[end].rate);
  return TRUE;
}
