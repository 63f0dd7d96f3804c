/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* The inside of a table, for the trainer's loop, which writes whole stretches of rows itself. */
#pragma once

#include "dh-table.h"

G_BEGIN_DECLS

#define DH_TABLE_SEGMENTS      40
#define DH_TABLE_FIRST_SEGMENT 64u /* groups in the first segment; each next one has twice as many */

struct _DhTable
{
  gint ref_count;
  guint n_columns;
  guint shift;          /* log2 of the rows of a group */
  gsize group_rows;
  gsize stride;         /* doubles between the starts of two columns */
  gsize bucket_rows;    /* 64, or 0 where groups are too small for summaries */
  gsize summary_stride; /* doubles of one column's summary */
  gsize block_bytes;
  gsize extent_groups;  /* groups in an extent */

  /* Pointers to groups, in segments that double in size, so that a published one never moves. */
  double **segment[DH_TABLE_SEGMENTS];
  gsize n_groups;

  GPtrArray *extents;   /* writer: large blocks, each of several groups */
  gsize extent_left;    /* groups still free in the last extent */

  double *current;      /* writer: the group that the next row goes to; NULL: none yet */
  gsize appended;       /* writer */
  gsize summarised;     /* writer: rows whose buckets have their summary */
  gsize published;      /* atomic */
};

/* Writer: room for at least one row; returns the place of the next row in column 0 and in @left how
 * many rows fit behind it, its own included. Column c lies c * table->stride further. */
double *dh_table_reserve (DhTable *table, gsize *left);
/* Writer: counts @n rows filled in what dh_table_reserve() gave. */
void    dh_table_advance (DhTable *table, gsize n);

G_END_DECLS
