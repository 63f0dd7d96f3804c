/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Chart files: one plot or several on a sheet, as PNG, SVG or PDF. Needs no display. */
#pragma once

#include "dh-layout.h"

G_BEGIN_DECLS

typedef enum { DH_CHART_PNG, DH_CHART_SVG, DH_CHART_PDF, DH_CHART_N_FORMATS } DhChartFormat;

#define DH_CHART_MAX_SIDE 16384 /* device pixels */

typedef struct
{
  DhChartFormat format;
  double width, height;  /* of the whole sheet, user units: 800 x 500 */
  double scale;          /* PNG: 1 to 4 */
  guint columns;         /* of the sheet, the last row filled; 0: a grid for its number (1, 2, 2x2, 3x2 …) */
  gboolean dark;
  const char *decimal_point; /* NULL: "." */
  const DhZoom *zooms;   /* one a plot, or NULL */
} DhChartFileOptions;

void     dh_chart_file_options_init (DhChartFileOptions *options, DhChartFormat format);
/* By extension; the message lists the three. */
gboolean dh_chart_format_from_path  (const char *path, DhChartFormat *format, GError **error);
gboolean dh_chart_file_write        (DhPlot *const *plots, guint n, const char *path,
                                     const DhChartFileOptions *options, GError **error);
/* The sheet as an image surface (ARGB32), for the clipboard; NULL when the options cannot be met. */
cairo_surface_t *dh_chart_render    (DhPlot *const *plots, guint n,
                                     const DhChartFileOptions *options) G_GNUC_WARN_UNUSED_RESULT;
/* Cells of a grid of n charts: columns and rows for 1 to 6. */
void     dh_chart_grid              (guint n, guint *columns, guint *rows);

G_END_DECLS
