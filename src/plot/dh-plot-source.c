/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Plot sources: see dh-plot-source.h. Copies carry summaries of every 64 and every 4 096 values, so that
 * the extremes of a long stretch cost little more than its ends. Immutable once made, any thread. */
#include "dh-plot-source.h"

#include <math.h>

#define BLOCK 64

typedef struct
{
  double *values;
  DhPlotExtremes *blocks;   /* of BLOCK values */
  DhPlotExtremes *groups;   /* of BLOCK blocks */
} Copy;

void
dh_plot_extremes_init (DhPlotExtremes *extremes)
{
  extremes->min = (double) INFINITY;
  extremes->max = -(double) INFINITY;
  extremes->min_positive = (double) INFINITY;
  extremes->n_gaps = 0;
}

void
dh_plot_extremes_merge (DhPlotExtremes *all, const DhPlotExtremes *more)
{
  all->min = fmin (all->min, more->min);
  all->max = fmax (all->max, more->max);
  all->min_positive = fmin (all->min_positive, more->min_positive);
  all->n_gaps += more->n_gaps;
}

double
dh_plot_extremes_magnitude (const DhPlotExtremes *extremes)
{
  return extremes->min <= extremes->max ? fmax (fabs (extremes->min), fabs (extremes->max)) : 0.0;
}

static void
add_values (const double *values, gsize n, DhPlotExtremes *out)
{
  for (gsize i = 0; i < n; i++)
    {
      double value = values[i];

      if (!isfinite (value))
        {
          out->n_gaps++;
          continue;
        }
      if (value < out->min)
        out->min = value;
      if (value > out->max)
        out->max = value;
      if (value > 0.0 && value < out->min_positive)
        out->min_positive = value;
    }
}

static void
copy_read (gpointer data, gsize first, gsize n, double *out)
{
  const Copy *copy = data;

  for (gsize i = 0; i < n; i++)
    out[i] = copy->values[first + i];
}

static void
add_summaries (const DhPlotExtremes *summaries, gsize first, gsize end, DhPlotExtremes *out)
{
  for (gsize i = first; i < end; i++)
    {
      const DhPlotExtremes *summary = &summaries[i];

      out->min = summary->min < out->min ? summary->min : out->min;
      out->max = summary->max > out->max ? summary->max : out->max;
      if (summary->min_positive < out->min_positive)
        out->min_positive = summary->min_positive;
      out->n_gaps += summary->n_gaps;
    }
}

static void
add_blocks (const Copy *copy, gsize first, gsize end, DhPlotExtremes *out)
{
  gsize from = (first + BLOCK - 1) / BLOCK, to = end / BLOCK;

  if (from >= to)
    {
      add_summaries (copy->blocks, first, end, out);
      return;
    }
  add_summaries (copy->blocks, first, from * BLOCK, out);
  add_summaries (copy->groups, from, to, out);
  add_summaries (copy->blocks, to * BLOCK, end, out);
}

static void
copy_extremes (gpointer data, gsize first, gsize n, DhPlotExtremes *out)
{
  const Copy *copy = data;
  gsize end = first + n;
  gsize from = (first + BLOCK - 1) / BLOCK, to = end / BLOCK;

  dh_plot_extremes_init (out);
  if (from >= to)
    {
      add_values (copy->values + first, n, out);
      return;
    }
  add_values (copy->values + first, from * BLOCK - first, out);
  add_blocks (copy, from, to, out);
  add_values (copy->values + to * BLOCK, end - to * BLOCK, out);
}

static void
copy_free (gpointer data)
{
  Copy *copy = data;

  g_free (copy->values);
  g_free (copy->blocks);
  g_free (copy->groups);
  g_free (copy);
}

void
dh_plot_source_copy (DhPlotSource *source, const double *values, gsize n)
{
  Copy *copy = g_new0 (Copy, 1);
  gsize n_blocks = n / BLOCK, n_groups = n_blocks / BLOCK;

  if (n > 0)
    copy->values = g_memdup2 (values, n * sizeof *values);
  copy->blocks = g_new (DhPlotExtremes, n_blocks);
  for (gsize b = 0; b < n_blocks; b++)
    {
      dh_plot_extremes_init (&copy->blocks[b]);
      add_values (values + b * BLOCK, BLOCK, &copy->blocks[b]);
    }
  copy->groups = g_new (DhPlotExtremes, n_groups);
  for (gsize g = 0; g < n_groups; g++)
    {
      dh_plot_extremes_init (&copy->groups[g]);
      add_summaries (copy->blocks, g * BLOCK, (g + 1) * BLOCK, &copy->groups[g]);
    }
  source->length = n;
  source->read = copy_read;
  source->extremes = copy_extremes;
  source->data = copy;
  source->free_data = copy_free;
}

double
dh_plot_source_value (const DhPlotSource *source, gsize i)
{
  double value;

  source->read (source->data, i, 1, &value);
  return value;
}

void
dh_plot_source_extremes (const DhPlotSource *source, gsize first, gsize n, DhPlotExtremes *extremes)
{
  if (n == 0)
    dh_plot_extremes_init (extremes);
  else
    source->extremes (source->data, first, n, extremes);
}

gsize
dh_plot_source_finite_end (const DhPlotSource *source)
{
  gsize low = 0, high = source->length;

  /* Mostly the last value is finite, or nothing more than a few after it. */
  if (high > 0 && isfinite (dh_plot_source_value (source, high - 1)))
    return high;
  while (low < high)
    {
      gsize middle = low + (high - low) / 2;
      DhPlotExtremes rest;

      dh_plot_source_extremes (source, middle, high - middle, &rest);
      if (rest.n_gaps == high - middle)
        high = middle;
      else
        low = middle + 1;
    }
  return low;
}

gsize
dh_plot_source_find (const DhPlotSource *source, gsize first, gsize n, double value,
                     gboolean greatest)
{
  double values[BLOCK];

  while (n > BLOCK)
    {
      gsize half = n / 2;
      DhPlotExtremes left;

      dh_plot_source_extremes (source, first, half, &left);
      if ((greatest ? left.max : left.min) == value)
        n = half;
      else
        {
          first += half;
          n -= half;
        }
    }
  source->read (source->data, first, n, values);
  for (gsize i = 0; i < n; i++)
    if (values[i] == value)
      return first + i;
  return first;
}

gsize
dh_plot_source_leaves (const DhPlotSource *source, gsize first, gsize n, double limit)
{
  gsize end = first + n;
  double values[BLOCK];
  DhPlotExtremes all;

  dh_plot_source_extremes (source, first, n, &all);
  if (dh_plot_extremes_magnitude (&all) <= limit)
    return end;
  while (n > BLOCK)
    {
      gsize half = n / 2;
      DhPlotExtremes left;

      dh_plot_source_extremes (source, first, half, &left);
      if (dh_plot_extremes_magnitude (&left) > limit)
        n = half;
      else
        {
          first += half;
          n -= half;
        }
    }
  source->read (source->data, first, n, values);
  for (gsize i = 0; i < n; i++)
    if (isfinite (values[i]) && fabs (values[i]) > limit)
      return first + i;
  return end;
}
