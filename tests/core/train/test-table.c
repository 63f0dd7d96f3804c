/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Tables: values and extremes against a plain array, a reader beside a writer, reuse of memory. */
#include "dh-table.h"

#include "dh-rng.h"
#include "dh-summary.h"

#include <math.h>
#include <pthread.h>

/* What row @r of column @c holds in these tests: ordinary numbers, both signs, zeros and gaps. */
static double
value_at (guint c, gsize r)
{
  DhRng rng;
  double v;

  dh_rng_init (&rng, r * 1000003 + c);
  v = dh_rng_uniform (&rng) - 0.5;
  switch (c % 4)
    {
    case 0:
      return v;
    case 1:
      return fabs (v) * 100 + 1;
    case 2:
      return r % 97 == 0 ? (double) NAN : r % 61 == 0 ? -HUGE_VAL : v * 1e300;
    default:
      return r % 4096 < 200 ? (double) NAN : floor (v * 3);
    }
}

static void
fill (DhTable *table, gsize first, gsize n)
{
  for (gsize r = first; r < first + n; r++)
    {
      gsize stride;
      double *place = dh_table_next (table, &stride);

      for (guint c = 0; c < dh_table_n_columns (table); c++)
        place[c * stride] = value_at (c, r);
      dh_table_append (table);
    }
}

static void
naive_extremes (guint column, gsize first, gsize n, DhExtremes *out)
{
  *out = (DhExtremes) { INFINITY, -INFINITY, INFINITY, 0 };
  for (gsize r = first; r < first + n; r++)
    {
      double v = value_at (column, r);

      if (!isfinite (v))
        {
          out->n_gaps++;
          continue;
        }
      out->min = fmin (out->min, v);
      out->max = fmax (out->max, v);
      if (v > 0)
        out->min_positive = fmin (out->min_positive, v);
    }
}

static void
assert_extremes (const DhTable *table, guint column, gsize first, gsize n)
{
  DhExtremes e, expected;

  dh_table_extremes (table, column, first, n, &e);
  naive_extremes (column, first, n, &expected);
  g_assert_cmpfloat (e.min, ==, expected.min);
  g_assert_cmpfloat (e.max, ==, expected.max);
  g_assert_cmpfloat (e.min_positive, ==, expected.min_positive);
  g_assert_cmpuint (e.n_gaps, ==, expected.n_gaps);
}

static void
check_table (guint n_columns, gsize rows)
{
  g_autoptr (DhTable) table = dh_table_new (n_columns);
  DhRng rng;

  fill (table, 0, rows);
  g_assert_cmpuint (dh_table_length (table), ==, 0);
  dh_table_publish (table);
  g_assert_cmpuint (dh_table_length (table), ==, rows);
  dh_rng_init (&rng, n_columns);
  for (guint i = 0; i < 200; i++)
    {
      gsize first = dh_rng_below (&rng, rows);
      gsize n = dh_rng_below (&rng, i % 2 ? MIN (rows - first, 300) + 1 : rows - first + 1);
      guint column = (guint) dh_rng_below (&rng, n_columns);
      g_autofree double *copy = g_new (double, n + 1);

      if (isfinite (value_at (column, first)))
        g_assert_cmpfloat (dh_table_value (table, column, first), ==, value_at (column, first));
      dh_table_read (table, column, first, n, copy);
      for (gsize k = 0; k < n; k += 7)
        g_assert_true (copy[k] == value_at (column, first + k)
                       || (isnan (copy[k]) && isnan (value_at (column, first + k))));
      assert_extremes (table, column, first, n);
    }
  for (guint c = 0; c < MIN (n_columns, 4); c++)
    assert_extremes (table, c, 0, rows);
}

static void
test_values (void)
{
  g_test_summary ("Values, copies and extremes of any stretch are those of a plain array.");
  check_table (1, 63);
  check_table (1, 64);
  check_table (4, 65);
  check_table (4, 20000);  /* beyond the first groups: extents */
  check_table (40, 12345);
  check_table (400, 700);  /* smaller groups */
  check_table (5000, 9);   /* no summaries */
}

static void
test_forms (void)
{
  double bucket[4 * 70];

  g_test_summary ("Every form of the bucket's summary that this processor can do gives the same.");
  for (guint b = 0; b < 100; b++)
    {
      for (guint c = 0; c < 4; c++)
        for (guint i = 0; i < 70; i++)
          bucket[c * 70 + i] = value_at (c, b * 64 + i);
      for (guint form = 0; form < dh_extremes_n_forms (); form++)
        {
          DhExtremes e[4];

          dh_extremes_buckets (form, bucket, 70, 4, e);
          for (guint c = 0; c < 4; c++)
            {
              DhExtremes expected;

              naive_extremes (c, b * 64, 64, &expected);
              g_assert_true (e[c].min == expected.min && e[c].max == expected.max
                             && e[c].min_positive == expected.min_positive
                             && e[c].n_gaps == expected.n_gaps);
            }
        }
    }
}

static void
test_many_groups (void)
{
  g_autoptr (DhTable) table = dh_table_new (1);
  gsize rows = 4096 * 64 * 7 + 123; /* three segments of the directory */
  gsize stride;
  DhExtremes e;

  g_test_summary ("A long table: the directory grows without moving what is published.");
  for (gsize r = 0; r < rows; r++)
    {
      dh_table_next (table, &stride)[0] = (double) r;
      dh_table_append (table);
    }
  dh_table_publish (table);
  for (gsize r = 0; r < rows; r += 1009)
    g_assert_cmpfloat (dh_table_value (table, 0, r), ==, (double) r);
  dh_table_extremes (table, 0, 5, rows - 10, &e);
  g_assert_cmpfloat (e.min, ==, 5);
  g_assert_cmpfloat (e.max, ==, (double) rows - 6);
  g_assert_cmpfloat (e.min_positive, ==, 5);
}

static void
test_publish (void)
{
  g_autoptr (DhTable) table = dh_table_new (4);

  g_test_summary ("Rows are seen when they are published, not before.");
  fill (table, 0, 100);
  dh_table_publish (table);
  fill (table, 100, 50);
  g_assert_cmpuint (dh_table_length (table), ==, 100);
  assert_extremes (table, 0, 0, 100);
  dh_table_publish (table);
  g_assert_cmpuint (dh_table_length (table), ==, 150);
}

static void
test_memory (void)
{
  gsize before = dh_table_total_bytes ();
  DhTable *table = dh_table_new (4);
  gsize used;

  g_test_summary ("Memory is counted, close to what is promised, and given back.");
  g_assert_cmpuint (dh_table_total_bytes (), ==, before);
  fill (table, 0, 1);
  g_assert_cmpuint (dh_table_total_bytes (), >, before);
  fill (table, 1, 99999);
  used = dh_table_total_bytes () - before;
  g_assert_cmpuint (used, >=, 100000 * dh_table_row_bytes (4));
  /* At most a group and an extent more. */
  g_assert_cmpuint (used, <=, 100000 * dh_table_row_bytes (4) + 10 * 1024 * 1024);
  dh_table_ref (table);
  dh_table_unref (table);
  g_assert_cmpuint (dh_table_total_bytes (), ==, before + used);
  dh_table_unref (table);
  g_assert_cmpuint (dh_table_total_bytes (), ==, before);
  dh_table_trim ();
  /* 8 bytes a number and about 5 % for a table of full groups. */
  g_assert_cmpuint (dh_table_row_bytes (19), <=, 19 * 8 * 106 / 100);
}

#define STREAM 300000

static gpointer
write_stream (gpointer data)
{
  DhTable *table = data;

  for (gsize r = 0; r < STREAM; r++)
    {
      gsize stride;
      double *place = dh_table_next (table, &stride);

      place[0] = (double) r;
      place[stride] = r % 1000 == 0 ? (double) NAN : -(double) r;
      dh_table_append (table);
      if (r % 37 == 0)
        dh_table_publish (table);
    }
  dh_table_publish (table);
  dh_table_unref (table);
  return NULL;
}

static void *
run_writer (void *data)
{
  return write_stream (data);
}

static void
test_threads (void)
{
  DhTable *table = dh_table_new (2);
  gsize length = 0;
  pthread_t writer;

  g_test_summary ("A reader beside a writer sees whole rows and right extremes, without a lock.");
  /* A pthread, so that the thread sanitizer follows its start and its end. */
  g_assert_cmpint (pthread_create (&writer, NULL, run_writer, dh_table_ref (table)), ==, 0);
  while (length < STREAM)
    {
      gsize now = dh_table_length (table);
      DhExtremes e;

      g_assert_cmpuint (now, >=, length);
      length = now;
      if (length < 2)
        continue;
      g_assert_cmpfloat (dh_table_value (table, 0, length - 1), ==, (double) (length - 1));
      dh_table_extremes (table, 0, 0, length, &e);
      g_assert_cmpfloat (e.max, ==, (double) (length - 1));
      dh_table_extremes (table, 1, length / 2, length - length / 2, &e);
      g_assert_cmpuint (e.n_gaps, ==, (length - 1) / 1000 - (length / 2 + 999) / 1000 + 1);
    }
  dh_table_unref (table);
  pthread_join (writer, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/table/values", test_values);
  g_test_add_func ("/table/forms", test_forms);
  g_test_add_func ("/table/many-groups", test_many_groups);
  g_test_add_func ("/table/publish", test_publish);
  g_test_add_func ("/table/memory", test_memory);
  g_test_add_func ("/table/threads", test_threads);
  return g_test_run ();
}
