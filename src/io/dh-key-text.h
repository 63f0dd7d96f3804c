/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Key files as text: what GKeyFile does not say about them, above all the line of a mistake. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the messages take the file for. */
typedef enum
{
  DH_KEY_TEXT_EXPERIMENT,
  DH_KEY_TEXT_LESSON,
} DhKeyTextKind;

/* @name is what messages call the text, ready to be shown. Refuses what is not UTF-8. */
GKeyFile *dh_key_text_load      (const char *text, gsize length, const char *name, DhKeyTextKind kind,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The line of a key of a group (or of the group when @key is NULL), from 1; 0: not found. */
guint     dh_key_text_find_line (const char *text, const char *group, const char *key);

G_END_DECLS
