/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* The numbers behind a chart as CSV: visible series side by side, merged by x. Series come in
 * ascending x, except clouds of points, which are sorted first. Reads values through the plot's sources in pieces;
 * any thread. */
#include "config.h"

#include "dh-csv.h"

#include "dh-csv-sheet.h"

#include <math.h>

#define PIECE 512

typedef struct
{
  double x, y;
  gsize order;
} Point;

/* Where the merge is in one series. */
typedef struct
{
  const DhPlotSeries *series;
  Point *sorted;         /* only for series out of order */
  gsize next;
  gsize piece_start;     /* the piece read last; its length is 0 before the first */
  gsize piece_length;
  double piece[PIECE];
} Cursor;

/* A total order: NaN last. */
static int
compare_x (double a, double b)
{
  if (isnan (a) || isnan (b))
    return isnan (a) - isnan (b);
  return (a > b) - (a < b);
}

static int
compare_points (gconstpointer a, gconstpointer b)
{
  const Point *p = a, *q = b;
  int by_x = compare_x (p->x, q->x);

  return by_x != 0 ? by_x : (p->order > q->order) - (p->order < q->order);
}

static gboolean
ascends (const DhPlotSeries *series)
{
  if (series->xs == NULL)
    return series->dx >= 0;
  for (gsize i = 1; i < series->y.length; i++)
    if (compare_x (series->xs[i - 1], series->xs[i]) > 0)
      return FALSE;
  return TRUE;
}

static double
read_value (Cursor *cursor, gsize i)
{
  const DhPlotSource *source = &cursor->series->y;

  if (i < cursor->piece_start || i >= cursor->piece_start + cursor->piece_length)
    {
      cursor->piece_start = i;
      cursor->piece_length = MIN (PIECE, source->length - i);
      source->read (source->data, i, cursor->piece_length, cursor->piece);
    }
  return cursor->piece[i - cursor->piece_start];
}

static Cursor *
cursor_new (const DhPlotSeries *series)
{
  Cursor *cursor = g_new0 (Cursor, 1);

  cursor->series = series;
  if (ascends (series))
    return cursor;
  cursor->sorted = g_new (Point, series->y.length);
  for (gsize i = 0; i < series->y.length; i++)
    cursor->sorted[i] = (Point) { dh_plot_series_x (series, i), read_value (cursor, i), i };
  qsort (cursor->sorted, series->y.length, sizeof (Point), compare_points);
  return cursor;
}

static void
cursor_free (gpointer data)
{
  Cursor *cursor = data;

  g_free (cursor->sorted);
  g_free (cursor);
}

static gboolean
peek_x (const Cursor *cursor, double *x)
{
  if (cursor->next >= cursor->series->y.length)
    return FALSE;
  *x = cursor->sorted != NULL ? cursor->sorted[cursor->next].x
                              : dh_plot_series_x (cursor->series, cursor->next);
  return TRUE;
}

static double
take_y (Cursor *cursor)
{
  gsize i = cursor->next++;

  return cursor->sorted != NULL ? cursor->sorted[i].y : read_value (cursor, i);
}

/* The least x that any series has next; FALSE at the end of all. */
static gboolean
next_x (const GPtrArray *cursors, double *least)
{
  gboolean any = FALSE;

  for (guint i = 0; i < cursors->len; i++)
    {
      double x;

      if (peek_x (g_ptr_array_index (cursors, i), &x) && (!any || compare_x (x, *least) < 0))
        {
          *least = x;
          any = TRUE;
        }
    }
  return any;
}

/* A series with several points at this x puts one in a row, and so has rows of its own after it. */
static gboolean
write_row (DhSheet *sheet, const GPtrArray *cursors, double x)
{
  dh_sheet_number (sheet, x);
  for (guint i = 0; i < cursors->len; i++)
    {
      Cursor *cursor = g_ptr_array_index (cursors, i);
      double own;

      if (peek_x (cursor, &own) && compare_x (own, x) == 0)
        dh_sheet_number (sheet, take_y (cursor));
      else
        dh_sheet_raw (sheet, "", 0);
    }
  return dh_sheet_end_row (sheet);
}

gboolean
dh_csv_write_plot (const DhPlot *plot, FILE *stream, GError **error)
{
  g_autoptr(GPtrArray) cursors = g_ptr_array_new_with_free_func (cursor_free);
  gboolean good;
  DhSheet sheet;
  double x;

  g_return_val_if_fail (plot != NULL && stream != NULL, FALSE);

  dh_sheet_init (&sheet, stream);
  dh_sheet_text (&sheet, plot->x.label != NULL ? plot->x.label : "x");
  for (guint i = 0; i < dh_plot_n_series (plot); i++)
    {
      const DhPlotSeries *series = dh_plot_get_series (plot, i);

      if (series->hidden)
        continue;
      dh_sheet_text (&sheet, series->label);
      g_ptr_array_add (cursors, cursor_new (series));
    }
  good = dh_sheet_end_row (&sheet);
  while (good && next_x (cursors, &x))
    good = write_row (&sheet, cursors, x);
  return dh_sheet_finish (&sheet, error);
}
