/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Table: rows of doubles in columns, append-only, written by one thread and read by others while
 * it grows. Rows live in row groups (a block that holds all columns of up to DH_TABLE_GROUP rows;
 * column starts are staggered so that no two fall on the same cache set), blocks never move, and
 * a row is visible once dh_table_publish() has counted it. Every 64 rows of a column have a
 * summary (least, greatest, least positive, which are not finite), so that the extremes of any
 * stretch cost its length / 64. Memory of dropped tables is reused. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DH_TABLE_GROUP  4096u /* rows in a full-sized group; fewer when columns are many: a power of two. Below
                               * 64 rows (some 2 000 columns) there are no summaries. */
#define DH_TABLE_BUCKET 64u

typedef struct
{
  double min, max;      /* of the finite values; min > max: none */
  double min_positive;  /* least value > 0; inf: none */
  gsize n_gaps;         /* values that are not finite */
} DhExtremes;

typedef struct _DhTable DhTable;

DhTable *dh_table_new       (guint n_columns) G_GNUC_WARN_UNUSED_RESULT;
DhTable *dh_table_ref       (DhTable *table);
void     dh_table_unref     (DhTable *table); /* from any thread */
guint    dh_table_n_columns (const DhTable *table);

/* Writer. A place for the next row's values: column c at place[c * stride]. NULL with
 * errno-like FALSE never: g_malloc policy, but dh_run_validate() has bounded the size. */
double  *dh_table_next      (DhTable *table, gsize *stride);
/* Counts the row just filled; visible to readers at the next dh_table_publish(). */
void     dh_table_append    (DhTable *table);
/* Publishes all appended rows (release). Summaries of full buckets are made in append. */
void     dh_table_publish   (DhTable *table);

/* Readers: rows below dh_table_length() (acquire) never change. */
gsize    dh_table_length    (const DhTable *table);
double   dh_table_value     (const DhTable *table, guint column, gsize row);
void     dh_table_read      (const DhTable *table, guint column, gsize first, gsize n, double *out);
/* Exact extremes of rows [first, first + n): whole buckets from summaries, ends value by value. */
void     dh_table_extremes  (const DhTable *table, guint column, gsize first, gsize n, DhExtremes *out);
/* Bytes a recorded row takes, summaries included. */
gsize    dh_table_row_bytes (guint n_columns);
/* Bytes in use by all tables now; for tests and for the window's footer. */
gsize    dh_table_total_bytes (void);
/* Gives blocks kept for reuse back to the system. */
void     dh_table_trim      (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhTable, dh_table_unref)

G_END_DECLS
