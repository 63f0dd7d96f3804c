/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Median of many values, which can be interrupted and goes on where it stopped. One thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  double *value;   /* borrowed; rearranged */
  gsize n;
  gsize read;      /* values that have been asked whether they are defined */
  gsize kept;      /* of those, defined; they lie in front */
  gsize low, high; /* the value sought is among these */
  gboolean split;  /* in the middle of splitting them in two: */
  gsize i, j;
  double pivot;
  gboolean found;  /* the upper of the two in the middle */
  gsize searched;  /* of those below it */
  double lower;
} DhMedian;

void     dh_median_begin (DhMedian *median, double *value, gsize n);
/* Of the values that are not NaN; NaN when all are. FALSE: cancelled, to be called again. */
gboolean dh_median_run   (DhMedian *median, const gint *cancel, double *result);

G_END_DECLS
