/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Smoothing lines: one table of averages a signal, a column a method, filled group by group from the signal's own
 * column. A recorded signal is read where its history keeps it. */
#include "dh-smooth-lines.h"

#include "dh-table-private.h"

#include <string.h>

/* Values read at once: they and their averages stay in the first cache. */
#define PIECE 1024

typedef struct
{
  DhSmoothSignal signal;
  double beta;
  guint methods;     /* those that apply to this signal */
  guint64 length;    /* of a made-up one */
  DhHistory *history; /* NULL: made up, or there is none */
  DhQuantityDomain domain;
  DhTable *raw;      /* NULL: not recorded */
  guint raw_column;
  DhTable *averages; /* NULL: no methods, or no signal */
  int column[DH_SMOOTH_N_METHODS]; /* -1: not asked for */
  DhSmoothState state[DH_SMOOTH_N_METHODS];
} Line;

struct _DhSmoothLines
{
  DhSmoothSpec spec;
  Line line[DH_SMOOTH_MAX_SIGNALS];
};

static void
line_clear (Line *line)
{
  g_clear_pointer (&line->raw, dh_table_unref);
  g_clear_pointer (&line->averages, dh_table_unref);
  g_clear_pointer (&line->history, dh_history_unref);
}

static guint
methods_of (const DhSmoothSpec *spec, guint index)
{
  return index == 0 || spec->signal[index].averaged ? spec->methods : 0;
}

/* A made-up signal whole: it is bounded, and taken over as long as nothing but the averaging changes. */
static DhTable *
make_up (const DhSmoothSignal *signal, guint64 length)
{
  DhTable *table = dh_table_new (1);
  g_autofree double *values = g_new (double, length);
  gsize left;

  dh_smooth_signal_fill (signal, length, values);
  for (gsize done = 0; done < length;)
    {
      double *place = dh_table_reserve (table, &left);

      left = MIN (left, length - done);
      memcpy (place, values + done, left * sizeof *values);
      dh_table_advance (table, left);
      done += left;
    }
  dh_table_publish (table);
  return table;
}

static void
find_raw (Line *line)
{
  DhSignal signal;

  line->domain = DH_PER_STEP;
  if (line->signal.kind != DH_SMOOTH_RECORDED)
    line->raw = make_up (&line->signal, line->length);
  else if (line->history && dh_quantity_signal (line->history, line->signal.quantity, 0, &signal))
    {
      line->domain = signal.domain;
      line->raw = dh_table_ref (signal.table);
      line->raw_column = signal.column;
    }
}

static void
begin_averages (Line *line)
{
  guint n = 0;

  for (guint m = 0; m < DH_SMOOTH_N_METHODS; m++)
    {
      line->column[m] = DH_SMOOTH_HAS (line->methods, m) ? (int) n++ : -1;
      dh_smooth_state_init (&line->state[m], (DhSmoothMethod) m, line->beta);
    }
  if (n > 0 && line->raw)
    line->averages = dh_table_new (n);
}

static gboolean
same_signal (const Line *a, const Line *b)
{
  DhSmoothSignal other = b->signal;

  other.averaged = a->signal.averaged;
  return dh_smooth_signal_equal (&a->signal, &other) && a->history == b->history
         && (a->signal.kind == DH_SMOOTH_RECORDED || a->length == b->length);
}

/* Takes from the lines before whatever is the same. */
static void
line_take (Line *line, DhSmoothLines *old)
{
  for (guint i = 0; old && i < old->spec.n_signals; i++)
    {
      Line *before = &old->line[i];

      if (!before->raw || !same_signal (line, before))
        continue;
      if (line->methods == before->methods && line->beta == before->beta)
        {
          /* Whole, with the states under way: the old lines have no more use for it. */
          DhSmoothSignal signal = line->signal;

          line_clear (line);
          *line = *before;
          line->signal = signal;
          *before = (Line){ .signal = signal };
          return;
        }
      line->raw = dh_table_ref (before->raw);
      line->raw_column = before->raw_column;
      line->domain = before->domain;
      return;
    }
}

DhSmoothLines *
dh_smooth_lines_new (const DhSmoothSpec *spec, DhHistory *const *histories, DhSmoothLines *old)
{
  DhSmoothLines *lines = g_new0 (DhSmoothLines, 1);

  lines->spec = *spec;
  for (guint i = 0; i < spec->n_signals; i++)
    {
      Line *line = &lines->line[i];

      line->signal = spec->signal[i];
      line->beta = spec->beta;
      line->methods = methods_of (spec, i);
      line->length = spec->length;
      if (line->signal.kind == DH_SMOOTH_RECORDED && histories[i])
        line->history = dh_history_ref (histories[i]);
      line_take (line, old);
      if (!line->raw)
        find_raw (line);
      if (!line->averages)
        begin_averages (line);
    }
  return lines;
}

void
dh_smooth_lines_free (DhSmoothLines *lines)
{
  if (!lines)
    return;
  for (guint i = 0; i < DH_SMOOTH_MAX_SIGNALS; i++)
    line_clear (&lines->line[i]);
  g_free (lines);
}

gboolean
dh_smooth_lines_match (const DhSmoothLines *lines, const DhSmoothSpec *spec, DhHistory *const *histories)
{
  if (!dh_smooth_spec_equal (&lines->spec, spec))
    return FALSE;
  for (guint i = 0; i < spec->n_signals; i++)
    if (spec->signal[i].kind == DH_SMOOTH_RECORDED && lines->line[i].history != histories[i])
      return FALSE;
  return TRUE;
}

/* At most @budget values of one signal; returns how many. */
static gsize
advance (Line *line, gsize budget)
{
  gsize length = dh_table_length (line->raw), done = dh_table_length (line->averages), before = done;
  gsize end = MIN (length, budget < length - done ? done + budget : length);
  double values[PIECE];

  while (done < end)
    {
      gsize left;
      double *place = dh_table_reserve (line->averages, &left);

      left = MIN (MIN (left, PIECE), end - done);
      dh_table_read (line->raw, line->raw_column, done, left, values);
      for (guint m = 0; m < DH_SMOOTH_N_METHODS; m++)
        if (line->column[m] >= 0)
          dh_smooth_state_run (&line->state[m], values, left,
                               place + (gsize) line->column[m] * line->averages->stride, 1);
      dh_table_advance (line->averages, left);
      done += left;
    }
  dh_table_publish (line->averages);
  return done - before;
}

gboolean
dh_smooth_lines_advance (DhSmoothLines *lines, gsize budget)
{
  gboolean more = FALSE;

  for (guint i = 0; i < lines->spec.n_signals; i++)
    {
      Line *line = &lines->line[i];

      if (!line->averages)
        continue;
      budget -= advance (line, budget);
      more |= dh_table_length (line->averages) < dh_table_length (line->raw);
    }
  return more;
}

const DhSmoothSpec *
dh_smooth_lines_get_spec (const DhSmoothLines *lines)
{
  return &lines->spec;
}

gboolean
dh_smooth_lines_raw (const DhSmoothLines *lines, guint index, DhSmoothColumn *column)
{
  g_return_val_if_fail (index < lines->spec.n_signals, FALSE);

  *column = (DhSmoothColumn){ lines->line[index].raw, lines->line[index].raw_column };
  return column->table != NULL;
}

gboolean
dh_smooth_lines_average (const DhSmoothLines *lines, guint index, DhSmoothMethod method, DhSmoothColumn *column)
{
  const Line *line = &lines->line[index];

  g_return_val_if_fail (index < lines->spec.n_signals && method < DH_SMOOTH_N_METHODS, FALSE);

  if (!line->averages || line->column[method] < 0)
    return FALSE;
  *column = (DhSmoothColumn){ line->averages, (guint) line->column[method] };
  return TRUE;
}

gsize
dh_smooth_lines_length (const DhSmoothLines *lines, guint index)
{
  g_return_val_if_fail (index < lines->spec.n_signals, 0);

  return lines->line[index].raw ? dh_table_length (lines->line[index].raw) : 0;
}

DhQuantityDomain
dh_smooth_lines_domain (const DhSmoothLines *lines, guint index)
{
  g_return_val_if_fail (index < lines->spec.n_signals, DH_PER_STEP);

  return lines->line[index].domain;
}

guint64
dh_smooth_lines_stride (const DhSmoothLines *lines, guint index)
{
  const Line *line = &lines->line[index];

  g_return_val_if_fail (index < lines->spec.n_signals, 1);

  return line->domain == DH_PER_EPOCH ? MAX (dh_history_steps_per_epoch (line->history), 1) : 1;
}

guint64
dh_smooth_lines_taken (const DhSmoothLines *lines, guint index, guint64 n)
{
  const Line *line = &lines->line[index];
  DhExtremes extremes;

  g_return_val_if_fail (n <= dh_smooth_lines_length (lines, index), 0);

  if (n == 0)
    return 0;
  dh_table_extremes (line->raw, line->raw_column, 0, n, &extremes);
  return n - extremes.n_gaps;
}
