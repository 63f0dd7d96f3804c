/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Lesson card: one lesson of the start page, a button that opens it (win.lesson-open); of a broken file, what is
 * wrong with it. UI thread only. */
#pragma once

#include <gtk/gtk.h>

#include "dh-lesson-list.h"

G_BEGIN_DECLS

#define DH_TYPE_LESSON_CARD (dh_lesson_card_get_type ())
G_DECLARE_FINAL_TYPE (DhLessonCard, dh_lesson_card, DH, LESSON_CARD, GtkWidget)

GtkWidget  *dh_lesson_card_new      (void) G_GNUC_WARN_UNUSED_RESULT;
/* @done: the learner has come to its end. */
void        dh_lesson_card_set      (DhLessonCard *self, const DhLessonEntry *entry, gboolean done);
const char *dh_lesson_card_get_name (DhLessonCard *self);

G_END_DECLS
