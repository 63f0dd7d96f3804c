/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Lessons page: where to start from: the lessons as cards, and above them an experiment of one's own. Reads the
 * lessons anew whenever it comes on the screen, so that a teacher sees what was just written. UI thread only. */
#pragma once

#include <gtk/gtk.h>

#include "dh-lesson-list.h"

G_BEGIN_DECLS

#define DH_TYPE_LESSONS_PAGE (dh_lessons_page_get_type ())
G_DECLARE_FINAL_TYPE (DhLessonsPage, dh_lessons_page, DH, LESSONS_PAGE, GtkWidget)

GtkWidget *dh_lessons_page_new        (void) G_GNUC_WARN_UNUSED_RESULT;
/* Of DhLessonEntry; transfer none. Read when first asked for. */
GPtrArray *dh_lessons_page_get_list   (DhLessonsPage *self);
/* Names of the lessons that have been walked through; may be NULL. */
void       dh_lessons_page_set_done   (DhLessonsPage *self, const char *const *done);
/* The lesson that can be resumed, in words; NULL: none. */
void       dh_lessons_page_set_resume (DhLessonsPage *self, const char *text);

G_END_DECLS
