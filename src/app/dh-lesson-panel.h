/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Lesson panel: a lesson beside the charts, one stage at a time: the question with its predictions, then each
 * step, then what it shows. It only shows; its buttons are the window's actions lesson-back, lesson-next,
 * lesson-again and lesson-close. UI thread only.
 *
 * Properties: "stage" (uint, 0: the question), "prediction" (int, the chosen one from 0; -1: none). */
#pragma once

#include <gtk/gtk.h>

#include "dh-lesson.h"

G_BEGIN_DECLS

#define DH_TYPE_LESSON_PANEL (dh_lesson_panel_get_type ())
G_DECLARE_FINAL_TYPE (DhLessonPanel, dh_lesson_panel, DH, LESSON_PANEL, GtkWidget)

GtkWidget *dh_lesson_panel_new            (void) G_GNUC_WARN_UNUSED_RESULT;
/* Shows @lesson from its question on, with no prediction made. NULL: nothing. */
void       dh_lesson_panel_set_lesson     (DhLessonPanel *self, DhLesson *lesson);
DhLesson  *dh_lesson_panel_get_lesson     (DhLessonPanel *self); /* transfer none */
/* Clamped to what the lesson has. */
void       dh_lesson_panel_set_stage      (DhLessonPanel *self, guint stage);
guint      dh_lesson_panel_get_stage      (DhLessonPanel *self);
guint      dh_lesson_panel_last_stage     (DhLessonPanel *self); /* what it shows */
void       dh_lesson_panel_set_prediction (DhLessonPanel *self, int prediction);
int        dh_lesson_panel_get_prediction (DhLessonPanel *self);
/* To where the learner goes on from. */
void       dh_lesson_panel_focus          (DhLessonPanel *self);

G_END_DECLS
