/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Sheet: a CSV on its way to a stream, cell by cell (RFC 4180, lines end in LF). Lives on its writer's stack. */
#pragma once

#include <glib.h>
#include <stdio.h>

G_BEGIN_DECLS

typedef struct
{
  FILE *stream;
  GString *buffer;
  gboolean in_row;
  int code; /* errno of the first write that failed; 0: none */
} DhSheet;

void     dh_sheet_init   (DhSheet *sheet, FILE *stream);
void     dh_sheet_text   (DhSheet *sheet, const char *text);
void     dh_sheet_number (DhSheet *sheet, double value);
/* @text as it is: formatted already, nothing to quote. */
void     dh_sheet_raw    (DhSheet *sheet, const char *text, gsize length);
/* FALSE once writing has failed: the rest would be in vain. */
gboolean dh_sheet_end_row (DhSheet *sheet);
/* Writes what is left; frees. FALSE with an error when anything failed. */
gboolean dh_sheet_finish (DhSheet *sheet, GError **error);

G_END_DECLS
