/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Lesson: a question, predictions to choose from, and steps that show experiments; read from a small text file in
 * GLib key-file form, NAME.lesson. Immutable, reference-counted atomically.
 *
 *   [Lesson]            Format=1, Title, Summary, Question, Prediction1 to Prediction5 (two at least),
 *                       Answer (the number of the right one; optional), Shows
 *   [Step 1] …          Text; optional: Experiment, Run, Playhead, Page, Claim1, Claim2, …
 *   [Downhill] …        the unnamed experiment: the groups of a .downhill file
 *   [NAME: Downhill] …  a further experiment
 *
 * Unknown keys are warned of; a newer format is refused. */
#pragma once

#include "dh-claim.h"
#include "dh-experiment.h"

G_BEGIN_DECLS

#define DH_LESSON_FORMAT_VERSION  1
#define DH_LESSON_SUFFIX          ".lesson"
#define DH_LESSON_MAX_BYTES       (1024 * 1024)
#define DH_LESSON_MAX_STEPS       50
#define DH_LESSON_MAX_PREDICTIONS 5
#define DH_LESSON_MAX_EXPERIMENTS 20
#define DH_LESSON_MAX_CLAIMS      100 /* of a step */
#define DH_LESSON_MAX_TEXT        8000 /* bytes of any text for people */

/* A step's playhead: unset, or at the end of the run. */
#define DH_LESSON_PLAYHEAD_NONE G_MAXUINT64
#define DH_LESSON_PLAYHEAD_END  (G_MAXUINT64 - 1)

typedef struct
{
  char *text;           /* paragraphs with an empty line between them */
  guint experiment;     /* which one it shows: an index */
  guint run;            /* to be selected, from 1; 0: leave it */
  guint64 playhead;     /* steps done, or one of the two above */
  char *page;           /* "charts", "smoothing"; NULL: leave it */
  GPtrArray *claims;    /* of DhClaim; never NULL */
} DhLessonStep;

typedef struct _DhLesson DhLesson;

/* @name is the file's name, with or without its suffix. Texts are translated by the program's own catalogue if
 * @translate. Relative data paths of the experiments are taken from @base_dir. */
DhLesson   *dh_lesson_parse (const char *text, gsize length, const char *name, const char *base_dir,
                             gboolean translate, GError **error) G_GNUC_WARN_UNUSED_RESULT;
DhLesson   *dh_lesson_load  (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
DhLesson   *dh_lesson_ref   (DhLesson *lesson);
void        dh_lesson_unref (DhLesson *lesson);

const char *dh_lesson_get_name        (const DhLesson *lesson); /* "03-bigger-model" */
guint       dh_lesson_get_number      (const DhLesson *lesson); /* that the name begins with; 0: none */
const char *dh_lesson_get_title       (const DhLesson *lesson);
const char *dh_lesson_get_summary     (const DhLesson *lesson);
const char *dh_lesson_get_question    (const DhLesson *lesson);
const char *dh_lesson_get_shows       (const DhLesson *lesson);
guint       dh_lesson_n_predictions   (const DhLesson *lesson);
const char *dh_lesson_get_prediction  (const DhLesson *lesson, guint index);
int         dh_lesson_get_answer      (const DhLesson *lesson); /* from 0; -1: none is the right one */
guint       dh_lesson_n_steps         (const DhLesson *lesson);
const DhLessonStep *dh_lesson_get_step (const DhLesson *lesson, guint index);

guint         dh_lesson_n_experiments    (const DhLesson *lesson);
const char   *dh_lesson_experiment_name  (const DhLesson *lesson, guint index); /* "": the unnamed one */
DhExperiment *dh_lesson_get_experiment   (const DhLesson *lesson, guint index); /* transfer none */
/* -1: there is none of this name. */
int           dh_lesson_find_experiment  (const DhLesson *lesson, const char *name);
/* As an experiment file of its own, with the lesson's comments. */
char         *dh_lesson_experiment_text  (const DhLesson *lesson, guint index) G_GNUC_WARN_UNUSED_RESULT;

/* Of char*, translated, one a problem that did not stop the reading; never NULL. */
GPtrArray  *dh_lesson_get_warnings    (const DhLesson *lesson);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhLesson, dh_lesson_unref)

G_END_DECLS
