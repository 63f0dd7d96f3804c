/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Whether what a lesson says is so: trains its experiments and holds every claim of its steps against them. */
#pragma once

#include "dh-lesson.h"

G_BEGIN_DECLS

/* Of char*, translated, a message a claim that does not hold, with its line and what was found; empty: all hold.
 * NULL with @error: a run could not be trained, or was cancelled (@cancel: atomic, may be NULL). */
GPtrArray *dh_lesson_check (const DhLesson *lesson, const gint *cancel, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
