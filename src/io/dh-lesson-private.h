/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* What a lesson is made of; for the files of the lesson only. */
#pragma once

#include "dh-lesson.h"

G_BEGIN_DECLS

#define GROUP_LESSON      "Lesson"
#define GROUP_LESSON_STEP "Step "
/* Between an experiment's name and the name of a group of its file. */
#define GROUP_SEPARATOR   ": "

typedef struct
{
  char *name;               /* "" */
  char *text;               /* as an experiment file */
  DhExperiment *experiment;
} DhLessonPart;

struct _DhLesson
{
  gint refs;
  char *name, *title, *summary, *question, *shows;
  guint number;
  int answer;
  GPtrArray *predictions;   /* of char* */
  GPtrArray *steps;         /* of DhLessonStep */
  GPtrArray *parts;         /* of DhLessonPart */
  GPtrArray *warnings;      /* of char* */
};

/* dh-lesson.c */
DhLesson     *dh_lesson_new      (void) G_GNUC_WARN_UNUSED_RESULT;
DhLessonStep *dh_lesson_add_step (DhLesson *lesson);

/* dh-lesson-split.c. The names of the experiments in the file, the unnamed one ("") first if it is there. */
GPtrArray *dh_lesson_split_names (GKeyFile *file) G_GNUC_WARN_UNUSED_RESULT;
/* The lines of the experiment @name of a lesson's text that GKeyFile took, with its own group names. Every other
 * line is left empty, so that lines keep their numbers. */
char      *dh_lesson_split_text  (const char *text, const char *name) G_GNUC_WARN_UNUSED_RESULT;

/* dh-lesson-translate.c. The same experiment with its names and titles translated. */
DhExperiment *dh_lesson_translate_experiment (DhExperiment *experiment) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
