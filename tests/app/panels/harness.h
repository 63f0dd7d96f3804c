/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Harness: a panel in a window with a real session, controls turned as a user turns them, and how many changes of the
 * experiment came of it. */
#pragma once

#include <adwaita.h>

#include "dh-group.h"
#include "dh-number-entry.h"
#include "dh-session.h"

G_BEGIN_DECLS

typedef struct
{
  DhSession *session;
  GtkWidget *window;
  GtkWidget *panel;  /* owned by the window */
  guint n_applied;   /* times that the session's experiment changed */
} Harness;

void           harness_init      (Harness *harness, GtkWidget *panel);
/* Also asserts that the panel, then the session, are finalised. */
void           harness_clear     (Harness *harness);
/* Everything that is pending, and a little more for tick callbacks. */
void           harness_settle    (void);

/* By their ids in the .ui files, however deep. */
gpointer       harness_find      (Harness *harness, const char *id);
gpointer       harness_find_in   (GtkWidget *widget, const char *id); /* NULL: there is none */
DhSettingRow  *harness_row       (Harness *harness, const char *id);
DhNumberEntry *harness_entry     (Harness *harness, const char *id);

/* Types and presses Enter. */
void           harness_type      (GtkWidget *control, const char *text);
/* What stands in the entry. */
const char    *harness_text      (GtkWidget *control);
void           harness_choose    (Harness *harness, const char *id, guint index);
void           harness_switch    (Harness *harness, const char *id, gboolean active);
void           harness_click     (Harness *harness, const char *id);
/* What was applied since the last time it was asked. */
guint          harness_applied   (Harness *harness);
DhRun         *harness_run       (Harness *harness);

/* One change happened, and undo takes it back. */
#define harness_assert_undo(harness, before) \
  G_STMT_START \
  { \
    g_assert_cmpuint (harness_applied (harness), ==, 1); \
    dh_session_undo ((harness)->session); \
    g_assert_cmpuint (harness_applied (harness), ==, 1); \
    g_assert_true (dh_run_equal (harness_run (harness), before)); \
    dh_session_redo ((harness)->session); \
    g_assert_cmpuint (harness_applied (harness), ==, 1); \
  } \
  G_STMT_END

G_END_DECLS
