/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Window, lessons: opening one, walking through it, leaving it and coming back. A step is nothing that the user
 * could not do: it puts an experiment in force (which can be undone), selects a run, moves the playhead, turns to a
 * page. UI thread only. */
#include "config.h"

#include "dh-window-private.h"

#include "dh-error.h"

#include <glib/gi18n-lib.h>

#define PAGE_LESSONS "lessons"
#define PAGE_CHARTS  "charts"

/* Narrower than that there is no room for sidebar, charts and lesson side by side. */
#define WIDE_ENOUGH 1150

static const char *const actions[] = { "lesson-next", "lesson-back", "lesson-again", "lesson-close" };

static gboolean
is_open (DhWindow *self)
{
  return gtk_widget_get_visible (GTK_WIDGET (self->lesson_panel));
}

/* The lesson that is open, or could be resumed. */
static DhLesson *
current (DhWindow *self)
{
  return dh_lesson_panel_get_lesson (self->lesson_panel);
}

static void
keep (DhWindow *self)
{
  DhLesson *lesson = current (self);

  if (self->settings == NULL)
    return;
  g_settings_set_string (self->settings, "lesson", lesson != NULL ? dh_lesson_get_name (lesson) : "");
  g_settings_set_int (self->settings, "lesson-stage", (int) dh_lesson_panel_get_stage (self->lesson_panel));
  g_settings_set_int (self->settings, "lesson-prediction", dh_lesson_panel_get_prediction (self->lesson_panel));
  g_settings_set_boolean (self->settings, "lesson-open", is_open (self));
}

/* The actions, the resume row and the settings follow what is open at which stage. */
static void
update (DhWindow *self)
{
  DhLesson *lesson = current (self);
  gboolean open = is_open (self);
  guint stage = dh_lesson_panel_get_stage (self->lesson_panel);
  g_autofree char *text = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    dh_window_set_action_enabled (self, actions[i], open);
  dh_window_set_action_enabled (self, "lesson-back", open && stage > 0);
  dh_window_set_action_enabled (self, "lesson-resume", lesson != NULL && !open);
  if (lesson != NULL && !open && stage > 0)
    text = g_strdup_printf (_("“%s”: you were at step %u of %u."), dh_lesson_get_title (lesson),
                            MIN (stage, dh_lesson_n_steps (lesson)), dh_lesson_n_steps (lesson));
  else if (lesson != NULL && !open)
    text = g_strdup_printf (_("“%s”: you were at its question."), dh_lesson_get_title (lesson));
  dh_lessons_page_set_resume (self->lessons_page, text);
  keep (self);
}

/* The sidebar gives way in a narrow window. What the user set it to is kept for the next start. */
static void
fold_sidebar (DhWindow *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self)), height;

  /* Not yet on the screen: as it will be. */
  if (width == 0)
    gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  if (width >= WIDE_ENOUGH || self->sidebar_folded || !adw_flap_get_reveal_flap (self->flap))
    return;
  if (self->settings != NULL)
    g_settings_unbind (self->flap, "reveal-flap");
  self->sidebar_folded = TRUE;
  /* Shown all the same, it lies over the charts: beside them it would make the window wider than the screen. */
  adw_flap_set_fold_policy (self->flap, ADW_FLAP_FOLD_POLICY_ALWAYS);
  adw_flap_set_reveal_flap (self->flap, FALSE);
}

static void
unfold_sidebar (DhWindow *self)
{
  if (!self->sidebar_folded)
    return;
  self->sidebar_folded = FALSE;
  adw_flap_set_fold_policy (self->flap, ADW_FLAP_FOLD_POLICY_NEVER);
  adw_flap_set_reveal_flap (self->flap, TRUE);
  if (self->settings != NULL)
    g_settings_bind (self->settings, "sidebar-visible", self->flap, "reveal-flap", G_SETTINGS_BIND_DEFAULT);
}

static void
show_panel (DhWindow *self)
{
  fold_sidebar (self);
  gtk_widget_set_visible (GTK_WIDGET (self->lesson_panel), TRUE);
  update (self);
  dh_lesson_panel_focus (self->lesson_panel);
}

static void
hide_panel (DhWindow *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->lesson_panel), FALSE);
  unfold_sidebar (self);
  update (self);
}

static void
show_page (DhWindow *self, const char *name)
{
  gboolean found = gtk_stack_get_child_by_name (self->pages, name) != NULL;

  gtk_stack_set_visible_child_name (self->pages, found ? name : PAGE_CHARTS);
}

/* The page of this step or of the nearest one before that names one. */
static const char *
page_of (const DhLesson *lesson, guint step)
{
  for (guint i = step + 1; i-- > 0;)
    if (dh_lesson_get_step (lesson, i)->page != NULL)
      return dh_lesson_get_step (lesson, i)->page;
  return PAGE_CHARTS;
}

/* What a lesson has put in force can be had from it again: unless something of the user's own was there, there is
 * nothing to save. */
static gboolean
apply_experiment (DhWindow *self, DhExperiment *experiment, guint step)
{
  g_autofree char *label = g_strdup_printf (_("Step %u of the lesson"), step + 1);
  g_autoptr (GError) error = NULL;
  gboolean modified = dh_session_get_modified (self->session) || dh_session_get_file (self->session) != NULL;

  if (!dh_session_apply (self->session, experiment, label, NULL, &error))
    {
      dh_window_show_error (self, error);
      return FALSE;
    }
  if (!modified)
    dh_session_set_unmodified (self->session);
  return TRUE;
}

static void
apply_step (DhWindow *self, guint index)
{
  DhLesson *lesson = current (self);
  const DhLessonStep *step = dh_lesson_get_step (lesson, index);
  DhExperiment *experiment = dh_lesson_get_experiment (lesson, step->experiment);

  dh_session_set_playing (self->session, FALSE);
  if (!apply_experiment (self, experiment, index))
    return;
  if (step->run > 0)
    dh_session_set_selected (self->session, dh_experiment_get_run (experiment, step->run - 1)->id);
  if (step->playhead == DH_LESSON_PLAYHEAD_END)
    dh_session_go_end (self->session);
  else if (step->playhead != DH_LESSON_PLAYHEAD_NONE)
    dh_session_go_to (self->session, step->playhead);
  show_page (self, page_of (lesson, index));
}

/* A step for the stage, if it is one. */
static void
apply_stage (DhWindow *self)
{
  guint stage = dh_lesson_panel_get_stage (self->lesson_panel);

  if (stage > 0 && stage < dh_lesson_panel_last_stage (self->lesson_panel))
    apply_step (self, stage - 1);
}

static void
mark_done (DhWindow *self)
{
  const char *name = dh_lesson_get_name (current (self));
  g_auto (GStrv) done = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) more = NULL;

  if (self->settings == NULL)
    return;
  done = g_settings_get_strv (self->settings, "lessons-done");
  if (g_strv_contains ((const char *const *) done, name))
    return;
  g_strv_builder_addv (builder, (const char **) done);
  g_strv_builder_add (builder, name);
  more = g_strv_builder_end (builder);
  g_settings_set_strv (self->settings, "lessons-done", (const char *const *) more);
  dh_lessons_page_set_done (self->lessons_page, (const char *const *) more);
}

/* The end: back to where the next one is chosen. */
static void
finish (DhWindow *self)
{
  mark_done (self);
  gtk_widget_set_visible (GTK_WIDGET (self->lesson_panel), FALSE);
  dh_lesson_panel_set_lesson (self->lesson_panel, NULL);
  hide_panel (self);
  show_page (self, PAGE_LESSONS);
}

static void
next_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DhWindow *self = data;
  guint stage = dh_lesson_panel_get_stage (self->lesson_panel);

  if (stage == dh_lesson_panel_last_stage (self->lesson_panel))
    {
      finish (self);
      return;
    }
  dh_lesson_panel_set_stage (self->lesson_panel, stage + 1);
  if (stage + 1 == dh_lesson_panel_last_stage (self->lesson_panel))
    mark_done (self);
  apply_stage (self);
  update (self);
}

static void
back_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DhWindow *self = data;

  dh_lesson_panel_set_stage (self->lesson_panel, dh_lesson_panel_get_stage (self->lesson_panel) - 1);
  apply_stage (self);
  update (self);
}

static void
again_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  apply_stage (data);
}

static void
close_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  hide_panel (data);
}

static void
resume_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DhWindow *self = data;

  show_panel (self);
  if (dh_lesson_panel_get_stage (self->lesson_panel) == 0)
    show_page (self, PAGE_LESSONS);
  else if (g_strcmp0 (gtk_stack_get_visible_child_name (self->pages), PAGE_LESSONS) == 0)
    show_page (self, PAGE_CHARTS);
}

static void
lessons_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  show_page (data, PAGE_LESSONS);
}

static void
tell_warnings (DhWindow *self, DhLesson *lesson)
{
  GPtrArray *warnings = dh_lesson_get_warnings (lesson);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < warnings->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", (const char *) g_ptr_array_index (warnings, i));
  if (warnings->len > 0)
    dh_window_show_message (self, text->str);
}

/* The question comes before what it asks about: the charts are turned to when the learner starts. */
static void
start (DhWindow *self, gpointer data)
{
  DhLesson *lesson = data;
  DhExperiment *experiment = dh_lesson_get_experiment (lesson, dh_lesson_get_step (lesson, 0)->experiment);

  dh_session_load_experiment (self->session, experiment);
  dh_banner_dismiss (self->banner);
  tell_warnings (self, lesson);
  dh_lesson_panel_set_lesson (self->lesson_panel, lesson);
  show_page (self, PAGE_LESSONS);
  show_panel (self);
}

/* NULL and a message when there is none, or a broken one. */
static DhLesson *
find (DhWindow *self, const char *name)
{
  GPtrArray *list = dh_lessons_page_get_list (self->lessons_page);
  g_autoptr (GError) error = NULL;
  const DhLessonEntry *entry = dh_lesson_list_find (list, name, &error);

  if (entry == NULL)
    dh_window_show_error (self, error);
  else if (entry->lesson == NULL)
    dh_window_show_error (self, entry->error);
  return entry != NULL ? entry->lesson : NULL;
}

void
dh_window_open_lesson (DhWindow *self, const char *name)
{
  DhLesson *lesson;

  g_return_if_fail (DH_IS_WINDOW (self));
  g_return_if_fail (name != NULL);

  lesson = find (self, name);
  if (lesson != NULL)
    dh_window_confirm (self, start, dh_lesson_ref (lesson), (GDestroyNotify) dh_lesson_unref);
}

static void
open_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  dh_window_open_lesson (data, g_variant_get_string (parameter, NULL));
}

/* Findings speak of the charts: on the start page they would answer a question before it is asked, on the smoothing
 * page take its room. */
static void
page_changed_cb (DhWindow *self)
{
  const char *name = gtk_stack_get_visible_child_name (self->pages);

  gtk_widget_set_visible (GTK_WIDGET (self->findings), g_strcmp0 (name, PAGE_CHARTS) == 0);
}

void
dh_window_restore_lesson (DhWindow *self, gboolean restored)
{
  g_autofree char *name = NULL;
  const DhLessonEntry *entry;
  int stage, prediction;
  gboolean open;

  if (self->settings == NULL)
    return;
  /* All of them first: they follow what the panel shows. */
  name = g_settings_get_string (self->settings, "lesson");
  stage = g_settings_get_int (self->settings, "lesson-stage");
  prediction = g_settings_get_int (self->settings, "lesson-prediction");
  open = g_settings_get_boolean (self->settings, "lesson-open");
  entry = *name != '\0' ? dh_lesson_list_find (dh_lessons_page_get_list (self->lessons_page), name, NULL) : NULL;
  if (entry == NULL || entry->lesson == NULL)
    return;
  dh_lesson_panel_set_lesson (self->lesson_panel, entry->lesson);
  dh_lesson_panel_set_stage (self->lesson_panel, (guint) MAX (stage, 0));
  dh_lesson_panel_set_prediction (self->lesson_panel, prediction);
  if (!open)
    {
      update (self);
      return;
    }
  if (!restored)
    apply_stage (self);
  if (dh_lesson_panel_get_stage (self->lesson_panel) == 0)
    show_page (self, PAGE_LESSONS);
  show_panel (self);
}

void
dh_window_add_lessons (DhWindow *self)
{
  static const GActionEntry entries[] = {
    { "lessons", lessons_cb, NULL, NULL, NULL, { 0 } },
    { "lesson-open", open_cb, "s", NULL, NULL, { 0 } },
    { "lesson-next", next_cb, NULL, NULL, NULL, { 0 } },
    { "lesson-back", back_cb, NULL, NULL, NULL, { 0 } },
    { "lesson-again", again_cb, NULL, NULL, NULL, { 0 } },
    { "lesson-close", close_cb, NULL, NULL, NULL, { 0 } },
    { "lesson-resume", resume_cb, NULL, NULL, NULL, { 0 } },
  };
  g_auto (GStrv) done = NULL;

  gtk_stack_set_visible_child_name (self->pages, PAGE_CHARTS);
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_signal_connect_object (self->pages, "notify::visible-child-name", G_CALLBACK (page_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->lesson_panel, "notify::prediction", G_CALLBACK (keep), self, G_CONNECT_SWAPPED);
  if (self->settings != NULL)
    {
      done = g_settings_get_strv (self->settings, "lessons-done");
      dh_lessons_page_set_done (self->lessons_page, (const char *const *) done);
    }
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    dh_window_set_action_enabled (self, actions[i], FALSE);
  dh_window_set_action_enabled (self, "lesson-resume", FALSE);
}
