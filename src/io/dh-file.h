/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Files: read whole with a cap, written beside and renamed so that the old one stays whole
 * when the disk is full or the program dies. Messages name the file and the remedy. */
#pragma once

#include <glib.h>
#include <stdio.h>

G_BEGIN_DECLS

/* A path as messages show it: valid UTF-8, and of a very long one only the end. */
char    *dh_file_display (const char *path) G_GNUC_WARN_UNUSED_RESULT;
/* At most @max bytes; refuses directories, says "no permission", "not found", "too large". */
gboolean dh_file_read  (const char *path, gsize max, char **contents, gsize *length, GError **error);
gboolean dh_file_write (const char *path, const char *contents, gssize length, GError **error);

/* Streaming: write to the stream, then finish (renames) or abandon (removes). "-" is stdout. */
typedef struct _DhFileWriter DhFileWriter;
DhFileWriter *dh_file_writer_new     (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
FILE         *dh_file_writer_stream  (DhFileWriter *writer);
gboolean      dh_file_writer_finish  (DhFileWriter *writer, GError **error); /* frees @writer */
void          dh_file_writer_abandon (DhFileWriter *writer);                 /* frees @writer */

G_END_DECLS
