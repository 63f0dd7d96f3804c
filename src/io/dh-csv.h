/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* CSV and TSV: reading data, writing histories and the numbers behind a chart. */
#pragma once

#include "dh-data.h"
#include "dh-file.h"
#include "dh-history.h"
#include "dh-plot.h"

G_BEGIN_DECLS

/* Reads two columns of numbers: comma, semicolon or tab; decimal comma where the separator allows
 * it; header or none; quotes; UTF-8 with or without BOM; CRLF, CR or LF; blank lines. @name is what
 * messages call the text ("data.csv"). Errors name line and column and what to do. */
DhData *dh_csv_parse_data (const char *text, gsize length, const char *name,
                           const DhDataSpec *spec, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Reads spec.path (source FILE). */
DhData *dh_csv_load_data  (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
DhData *dh_csv_paste_data (const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whatever the spec says: generated, or loaded from its path. Not PASTED. */
DhData *dh_data_load      (const DhDataSpec *spec, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* design.md section 5. @rows: only steps 1..n when >= 0. */
gboolean dh_csv_write_steps  (const DhHistory *history, FILE *stream, GError **error);
gboolean dh_csv_write_epochs (const DhHistory *history, FILE *stream, GError **error);
gboolean dh_csv_write_data   (const DhData *data, FILE *stream, GError **error);
/* The numbers behind a chart: x, then one column a visible series (named by its label; empty where
 * a series has no value at that x). */
gboolean dh_csv_write_plot   (const DhPlot *plot, FILE *stream, GError **error);

G_END_DECLS
