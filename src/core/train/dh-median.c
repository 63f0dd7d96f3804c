/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Median by Hoare's selection (Algorithm 65: Find, 1961), in pieces. */
#include "dh-median.h"

#include "dh-cancel.h"

#include <math.h>

/* Values between two looks at the cancel flag: some 10 to 50 us. */
#define PIECE 8192

void
dh_median_begin (DhMedian *median, double *value, gsize n)
{
  *median = (DhMedian) { .value = value, .n = n };
}

/* Moves the defined values to the front. */
static gboolean
keep_defined (DhMedian *m, const gint *cancel)
{
  while (m->read < m->n)
    {
      gsize end = MIN (m->n, m->read + PIECE);

      for (; m->read < end; m->read++)
        if (!isnan (m->value[m->read]))
          m->value[m->kept++] = m->value[m->read];
      m->high = m->kept - 1;
      if (m->read < m->n && dh_cancelled (cancel))
        return FALSE;
    }
  return TRUE;
}

/* Goes on with splitting [low, high] at the pivot; FALSE: after so many steps it isn't through. Where
 * it is taken up again both indices stop at once where they were. */
static gboolean
split (DhMedian *m, gsize *steps)
{
  double *value = m->value;
  gsize i = m->i;
  gsize j = m->j;

  while (*steps > 0)
    {
      for (; *steps > 0 && value[i] < m->pivot; i++)
        --*steps;
      for (; *steps > 0 && value[j] > m->pivot; j--)
        --*steps;
      if (*steps == 0)
        break;
      --*steps;
      if (i >= j)
        {
          /* With i == j both halves share an element that equals the pivot. */
          m->i = i;
          m->j = i == j ? j + 1 : i;
          return TRUE;
        }
      double swap = value[i];
      value[i++] = value[j];
      value[j--] = swap;
    }
  m->i = i;
  m->j = j;
  return FALSE;
}

/* Brings the value of rank @k to its place. */
static gboolean
select_rank (DhMedian *m, gsize k, const gint *cancel)
{
  gsize steps = PIECE;

  while (m->low < m->high)
    {
      if (!m->split)
        {
          m->split = TRUE;
          m->pivot = m->value[m->low + (m->high - m->low) / 2];
          m->i = m->low;
          m->j = m->high;
        }
      if (split (m, &steps))
        {
          m->split = FALSE;
          if (k < m->j)
            m->high = m->j - 1;
          else
            m->low = m->j;
        }
      if (steps == 0)
        {
          if (m->low < m->high && dh_cancelled (cancel))
            return FALSE;
          steps = PIECE;
        }
    }
  return TRUE;
}

/* The greatest below the upper middle. */
static gboolean
find_lower (DhMedian *m, gsize n, const gint *cancel)
{
  if (m->searched == 0)
    m->lower = m->value[m->searched++];
  while (m->searched < n)
    {
      gsize end = MIN (n, m->searched + PIECE);

      for (; m->searched < end; m->searched++)
        m->lower = MAX (m->lower, m->value[m->searched]);
      if (m->searched < n && dh_cancelled (cancel))
        return FALSE;
    }
  return TRUE;
}

gboolean
dh_median_run (DhMedian *m, const gint *cancel, double *result)
{
  gsize middle;

  if (!keep_defined (m, cancel))
    return FALSE;
  *result = (double) NAN;
  if (m->kept == 0)
    return TRUE;
  middle = m->kept / 2;
  if (!m->found && !select_rank (m, middle, cancel))
    return FALSE;
  m->found = TRUE;
  *result = m->value[middle];
  if (m->kept % 2 == 1)
    return TRUE;
  if (!find_lower (m, middle, cancel))
    return FALSE;
  *result = m->lower + (*result - m->lower) / 2;
  return TRUE;
}
