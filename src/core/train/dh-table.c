/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Table. Everything is written by one thread before the atomic length that shows it; readers
 * look at the length first and never beyond it, so nothing else needs a lock.
 *
 * A block: the columns, stride doubles apart (rows of the group and one cache line, so that equal
 * rows of different columns do not fall on one cache set), then one summary a column: least,
 * greatest and least positive of every bucket, the same three of the whole group, and a word
 * with a bit for every bucket that has a gap. */
#include "dh-table-private.h"

#include "dh-block-pool.h"
#include "dh-summary.h"

#include <math.h>
#include <string.h>

#define MAX_BLOCK      ((gsize) 1024 * 1024)
#define EXTENT         ((gsize) 8 * 1024 * 1024)
#define SMALL_GROUPS   4 /* groups that are allocated one by one before extents are */
#define CACHE_DOUBLES  8
#define COLUMNS_AT_ONCE 32
#define WHOLE_SUMMARY  4 /* doubles of a column's summary beside those of its buckets */

static gsize
summary_doubles (gsize rows)
{
  gsize buckets = rows / DH_TABLE_BUCKET;

  return buckets == 0 ? 0 : 3 * buckets + WHOLE_SUMMARY;
}

static gsize
column_stride (gsize rows)
{
  return rows >= DH_TABLE_BUCKET ? rows + CACHE_DOUBLES : rows;
}

static gsize
block_bytes (guint n_columns, gsize rows)
{
  return n_columns * (column_stride (rows) + summary_doubles (rows)) * sizeof (double);
}

static gsize
choose_rows (guint n_columns)
{
  gsize rows = DH_TABLE_GROUP;

  while (rows > 1 && block_bytes (n_columns, rows) > MAX_BLOCK)
    rows /= 2;
  return rows;
}

DhTable *
dh_table_new (guint n_columns)
{
  DhTable *table;
  gsize rows;

  g_return_val_if_fail (n_columns > 0, NULL);
  rows = choose_rows (n_columns);
  table = g_new0 (DhTable, 1);
  table->ref_count = 1;
  table->n_columns = n_columns;
  table->group_rows = rows;
  table->shift = (guint) g_bit_storage (rows) - 1;
  table->stride = column_stride (rows);
  table->bucket_rows = rows >= DH_TABLE_BUCKET ? DH_TABLE_BUCKET : 0;
  table->summary_stride = summary_doubles (rows);
  table->block_bytes = block_bytes (n_columns, rows);
  table->extent_groups = EXTENT / table->block_bytes;
  table->extents = g_ptr_array_new ();
  return table;
}

DhTable *
dh_table_ref (DhTable *table)
{
  g_return_val_if_fail (table != NULL, NULL);
  g_atomic_int_inc (&table->ref_count);
  return table;
}

static gsize
segment_groups (guint segment)
{
  return (gsize) DH_TABLE_FIRST_SEGMENT << segment;
}

static double **
group_slot (const DhTable *table, gsize group)
{
  /* Segment s starts at group 64 * (2^s - 1). */
  guint s = (guint) g_bit_storage (group / DH_TABLE_FIRST_SEGMENT + 1) - 1;

  return &table->segment[s][group - (segment_groups (s) - DH_TABLE_FIRST_SEGMENT)];
}

void
dh_table_unref (DhTable *table)
{
  gsize alone;

  g_return_if_fail (table != NULL);
  if (!g_atomic_int_dec_and_test (&table->ref_count))
    return;
  alone = table->extent_groups < 2 ? table->n_groups : MIN (table->n_groups, SMALL_GROUPS);
  for (gsize i = 0; i < alone; i++)
    dh_block_free (*group_slot (table, i), table->block_bytes);
  for (guint i = 0; i < table->extents->len; i++)
    dh_block_free (g_ptr_array_index (table->extents, i), EXTENT);
  g_ptr_array_unref (table->extents);
  for (guint s = 0; s < DH_TABLE_SEGMENTS; s++)
    g_free (table->segment[s]);
  g_free (table);
}

guint
dh_table_n_columns (const DhTable *table)
{
  return table->n_columns;
}

/* A long table takes its groups out of extents, which are all of one size: whatever the
 * next table's columns are, it can use them again. */
static double *
new_block (DhTable *table)
{
  char *extent;

  if (table->extent_groups < 2 || table->n_groups < SMALL_GROUPS)
    return dh_block_alloc (table->block_bytes);
  if (table->extent_left == 0)
    {
      g_ptr_array_add (table->extents, dh_block_alloc (EXTENT));
      table->extent_left = table->extent_groups;
    }
  extent = g_ptr_array_index (table->extents, table->extents->len - 1);
  extent += (table->extent_groups - table->extent_left--) * table->block_bytes;
  return (double *) (gpointer) extent;
}

static void
add_group (DhTable *table)
{
  guint s = (guint) g_bit_storage (table->n_groups / DH_TABLE_FIRST_SEGMENT + 1) - 1;

  g_assert (s < DH_TABLE_SEGMENTS);
  if (table->segment[s] == NULL)
    table->segment[s] = g_new (double *, segment_groups (s));
  table->current = new_block (table);
  *group_slot (table, table->n_groups) = table->current;
  table->n_groups++;
}

double *
dh_table_reserve (DhTable *table, gsize *left)
{
  gsize row = table->appended & (table->group_rows - 1);

  if (table->appended == table->n_groups << table->shift)
    add_group (table);
  *left = table->group_rows - row;
  return table->current + row;
}

static double *
column_summary (const DhTable *table, double *block, guint column)
{
  return block + table->n_columns * table->stride + column * table->summary_stride;
}

/* The word of gap bits is the last of a column's summary and only ever used as a word. It is
 * atomic because readers look at the bits of published buckets while the writer adds others. */
static guint64 *
gap_word (double *summary, gsize buckets)
{
  return (guint64 *) (gpointer) (summary + 3 * buckets + 3);
}

/* The summary of a whole group, of its buckets' summaries. */
static void
summarise_group (DhTable *table, double *block)
{
  gsize buckets = table->group_rows / DH_TABLE_BUCKET;

  for (guint c = 0; c < table->n_columns; c++)
    {
      double *summary = column_summary (table, block, c);
      double *whole = summary + 3 * buckets;

      whole[0] = summary[0];
      whole[1] = summary[buckets];
      whole[2] = summary[2 * buckets];
      for (gsize b = 1; b < buckets; b++)
        {
          whole[0] = MIN (whole[0], summary[b]);
          whole[1] = MAX (whole[1], summary[buckets + b]);
          whole[2] = MIN (whole[2], summary[2 * buckets + b]);
        }
    }
}

static void
summarise_bucket (DhTable *table, double *block, gsize bucket)
{
  gsize buckets = table->group_rows / DH_TABLE_BUCKET;
  DhExtremes extremes[COLUMNS_AT_ONCE];

  for (guint c = 0; c < table->n_columns; c++)
    {
      double *summary = column_summary (table, block, c);
      const DhExtremes *e = &extremes[c % COLUMNS_AT_ONCE];

      if (c % COLUMNS_AT_ONCE == 0)
        dh_extremes_buckets (dh_extremes_n_forms () - 1,
                             block + c * table->stride + bucket * DH_TABLE_BUCKET, table->stride,
                             MIN (COLUMNS_AT_ONCE, table->n_columns - c), extremes);
      summary[bucket] = e->min;
      summary[buckets + bucket] = e->max;
      summary[2 * buckets + bucket] = e->min_positive;
      if (bucket == 0)
        __atomic_store_n (gap_word (summary, buckets), 0, __ATOMIC_RELAXED);
      if (e->n_gaps > 0)
        __atomic_fetch_or (gap_word (summary, buckets), G_GUINT64_CONSTANT (1) << bucket,
                           __ATOMIC_RELAXED);
    }
  if (bucket + 1 == buckets)
    summarise_group (table, block);
}

void
dh_table_advance (DhTable *table, gsize n)
{
  table->appended += n;
  if (table->bucket_rows == 0)
    return;
  while (table->appended - table->summarised >= DH_TABLE_BUCKET)
    {
      gsize row = table->summarised & (table->group_rows - 1);

      summarise_bucket (table, *group_slot (table, table->summarised >> table->shift),
                        row / DH_TABLE_BUCKET);
      table->summarised += DH_TABLE_BUCKET;
    }
}

double *
dh_table_next (DhTable *table, gsize *stride)
{
  gsize left;

  *stride = table->stride;
  return dh_table_reserve (table, &left);
}

void
dh_table_append (DhTable *table)
{
  dh_table_advance (table, 1);
}

void
dh_table_publish (DhTable *table)
{
  __atomic_store_n (&table->published, table->appended, __ATOMIC_RELEASE);
}

gsize
dh_table_length (const DhTable *table)
{
  return __atomic_load_n (&table->published, __ATOMIC_ACQUIRE);
}

static const double *
cell (const DhTable *table, guint column, gsize row)
{
  return *group_slot (table, row >> table->shift) + column * table->stride
         + (row & (table->group_rows - 1));
}

double
dh_table_value (const DhTable *table, guint column, gsize row)
{
  g_return_val_if_fail (column < table->n_columns && row < dh_table_length (table), (double) NAN);
  return *cell (table, column, row);
}

void
dh_table_read (const DhTable *table, guint column, gsize first, gsize n, double *out)
{
  gsize length = dh_table_length (table);

  g_return_if_fail (column < table->n_columns && first <= length && n <= length - first);
  while (n > 0)
    {
      gsize run = MIN (n, table->group_rows - (first & (table->group_rows - 1)));

      memcpy (out, cell (table, column, first), run * sizeof *out);
      out += run;
      first += run;
      n -= run;
    }
}

/* Gaps of a bucket, from its bit and, where it is set, its values. */
static gsize
count_gaps (const double *value)
{
  gsize n = 0;

  for (guint i = 0; i < DH_TABLE_BUCKET; i++)
    n += !isfinite (value[i]);
  return n;
}

/* Whole buckets [first, last) of one group. */
static void
add_buckets (const DhTable *table, double *block, guint column, gsize first, gsize last,
             DhExtremes *out)
{
  gsize buckets = table->group_rows / DH_TABLE_BUCKET;
  double *summary = column_summary (table, block, column);
  const double *value = block + column * table->stride;
  guint64 bits = __atomic_load_n (gap_word (summary, buckets), __ATOMIC_RELAXED);
  gboolean whole = first == 0 && last == buckets;
  DhExtremes e;

  for (gsize b = whole ? buckets : first; b < last; b++)
    {
      e = (DhExtremes) { summary[b], summary[buckets + b], summary[2 * buckets + b], 0 };
      dh_extremes_merge (out, &e);
    }
  if (whole)
    {
      const double *all = summary + 3 * buckets;

      e = (DhExtremes) { all[0], all[1], all[2], 0 };
      dh_extremes_merge (out, &e);
    }
  for (gsize b = first; bits != 0 && b < last; b++)
    if (bits >> b & 1)
      out->n_gaps += summary[b] > summary[buckets + b] ? DH_TABLE_BUCKET
                                                       : count_gaps (value + b * DH_TABLE_BUCKET);
}

/* Rows [first, first + n) of one group, counted from its start. */
static void
add_group_rows (const DhTable *table, double *block, guint column, gsize first, gsize n,
                DhExtremes *out)
{
  const double *value = block + column * table->stride;
  gsize end = first + n;
  gsize low = (first + DH_TABLE_BUCKET - 1) / DH_TABLE_BUCKET;
  gsize high = end / DH_TABLE_BUCKET;

  if (table->bucket_rows == 0 || low >= high)
    {
      dh_extremes_add (out, value + first, n);
      return;
    }
  dh_extremes_add (out, value + first, low * DH_TABLE_BUCKET - first);
  add_buckets (table, block, column, low, high, out);
  dh_extremes_add (out, value + high * DH_TABLE_BUCKET, end - high * DH_TABLE_BUCKET);
}

void
dh_table_extremes (const DhTable *table, guint column, gsize first, gsize n, DhExtremes *out)
{
  gsize length = dh_table_length (table);

  dh_extremes_clear (out);
  g_return_if_fail (column < table->n_columns && first <= length && n <= length - first);
  while (n > 0)
    {
      gsize row = first & (table->group_rows - 1);
      gsize run = MIN (n, table->group_rows - row);

      add_group_rows (table, *group_slot (table, first >> table->shift), column, row, run, out);
      first += run;
      n -= run;
    }
}

gsize
dh_table_row_bytes (guint n_columns)
{
  gsize rows = choose_rows (n_columns);

  return (block_bytes (n_columns, rows) + rows - 1) / rows;
}

gsize
dh_table_total_bytes (void)
{
  return dh_block_total_bytes ();
}

void
dh_table_trim (void)
{
  dh_block_trim ();
}
