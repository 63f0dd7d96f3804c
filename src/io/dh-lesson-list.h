/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* The lessons that there are: those that travel inside the program, and the user's own files, of which one with a
 * built-in lesson's name takes its place. A broken file is in the list with what is wrong with it. */
#pragma once

#include "dh-lesson.h"

G_BEGIN_DECLS

typedef struct
{
  char *name;         /* "03-bigger-model" */
  char *path;         /* NULL: built-in */
  DhLesson *lesson;   /* NULL: it could not be read, and */
  GError *error;      /* this is why */
} DhLessonEntry;

/* "downhill/lessons" under the user's data directory. */
char      *dh_lesson_folder    (void) G_GNUC_WARN_UNUSED_RESULT;
/* Of DhLessonEntry, sorted by name. @folder: NULL for the user's; a missing one is an empty one. */
GPtrArray *dh_lesson_list      (const char *folder) G_GNUC_WARN_UNUSED_RESULT;
/* "03-bigger-model", "bigger-model", "3", or the file's name: the entry (transfer none), or NULL with @error. */
const DhLessonEntry *dh_lesson_list_find (GPtrArray *list, const char *name, GError **error);

G_END_DECLS
