/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* JSON writer: builds one valid JSON text, with numbers in the shortest form that reads back to the
 * same double. JSON has no word for what is not finite: those are the strings "inf", "-inf" and "nan". */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  GString *text;
  guint depth;
  gboolean has_member; /* at this depth: a comma is due */
  gboolean after_key;
} DhJsonWriter;

void  dh_json_writer_init   (DhJsonWriter *writer);
/* The text with a final newline; everything begun must have been ended. */
char *dh_json_writer_finish (DhJsonWriter *writer) G_GNUC_WARN_UNUSED_RESULT;

void  dh_json_begin_object  (DhJsonWriter *writer);
void  dh_json_end_object    (DhJsonWriter *writer);
void  dh_json_begin_array   (DhJsonWriter *writer);
void  dh_json_end_array     (DhJsonWriter *writer);
void  dh_json_key           (DhJsonWriter *writer, const char *key);
/* Bytes that are not UTF-8 (a file's name) become U+FFFD. NULL is null. */
void  dh_json_string        (DhJsonWriter *writer, const char *value);
void  dh_json_number        (DhJsonWriter *writer, double value);
void  dh_json_uint          (DhJsonWriter *writer, guint64 value);
void  dh_json_boolean       (DhJsonWriter *writer, gboolean value);

/* A key and its value. */
void  dh_json_member_string  (DhJsonWriter *writer, const char *key, const char *value);
void  dh_json_member_number  (DhJsonWriter *writer, const char *key, double value);
void  dh_json_member_uint    (DhJsonWriter *writer, const char *key, guint64 value);
void  dh_json_member_boolean (DhJsonWriter *writer, const char *key, gboolean value);

G_END_DECLS
