/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Window, inside: the object's fields and what its files call of each other. dh-window.c holds the
 * object and follows the session, -actions.c the actions on runs, playhead and charts, -files.c opening,
 * saving and the questions before, -export.c what leaves the program, -lessons.c lessons. */
#pragma once

#include "dh-banner.h"
#include "dh-charts-page.h"
#include "dh-findings-bar.h"
#include "dh-lesson-panel.h"
#include "dh-lessons-page.h"
#include "dh-sidebar.h"
#include "dh-smoothing-page.h"
#include "dh-transport.h"
#include "dh-window.h"

G_BEGIN_DECLS

/* What is to be done once unsaved changes have been saved or given up. Owns @data. */
typedef struct
{
  void (*then) (DhWindow *self, gpointer data);
  gpointer data;
  GDestroyNotify free_data;
} DhPending;

struct _DhWindow
{
  AdwApplicationWindow parent_instance;

  DhSession *session;
  GSettings *settings; /* NULL: not installed, nothing is kept */
  guint tick_id;
  gboolean events_ready;
  gboolean closing;    /* nothing more is to be asked */
  DhPending *pending;
  GCancellable *loading; /* while a file is being read */
  gboolean sidebar_folded; /* for the time of a lesson */

  AdwToastOverlay *toasts;
  AdwWindowTitle *title;
  DhBanner *banner;
  AdwFlap *flap;
  DhSidebar *sidebar;
  GtkStack *pages; /* by name: "lessons", "charts", "smoothing" */
  DhChartsPage *page;
  DhSmoothingPage *smoothing;
  DhFindingsBar *findings;
  DhTransport *transport;
  DhLessonsPage *lessons_page;
  DhLessonPanel *lesson_panel; /* visible: a lesson is open */
  GtkMenuButton *chart_button;
  GtkWidget *undo_button;
  GtkWidget *redo_button;
};

void dh_window_add_actions        (DhWindow *self);
/* They hold what they are about: the session and the sidebar's place. */
void dh_window_remove_property_actions (DhWindow *self);
void dh_window_update_actions     (DhWindow *self);
void dh_window_set_action_enabled (DhWindow *self, const char *name, gboolean enabled);
void dh_window_add_file_actions   (DhWindow *self);
void dh_window_add_export_actions (DhWindow *self);
/* The page, the panel and the actions of lessons. */
void dh_window_add_lessons        (DhWindow *self);
/* Files that are dropped on the window are opened, or read as data, as dh_window_open() does. */
void dh_window_take_drops         (DhWindow *self);

/* Does @then at once, or after the user has said what becomes of unsaved changes. */
void dh_window_confirm            (DhWindow *self, void (*then) (DhWindow *self, gpointer data),
                                   gpointer data, GDestroyNotify free_data);
void dh_window_pending_clear      (DhWindow *self);

void dh_window_show_error         (DhWindow *self, const GError *error);
void dh_window_show_message       (DhWindow *self, const char *text);
void dh_window_toast              (DhWindow *self, const char *text);

G_END_DECLS
