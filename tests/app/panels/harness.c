/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
#include "harness.h"

static void
count_cb (Harness *harness)
{
  harness->n_applied++;
}

void
harness_settle (void)
{
  for (guint i = 0; i < 5; i++)
    {
      while (g_main_context_iteration (NULL, FALSE))
        continue;
      g_usleep (2000);
    }
}

void
harness_init (Harness *harness, GtkWidget *panel)
{
  harness->session = dh_session_new ();
  harness->panel = panel;
  harness->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (harness->window), 340, 700);
  gtk_window_set_child (GTK_WINDOW (harness->window), panel);
  g_object_set (panel, "session", harness->session, NULL);
  gtk_window_present (GTK_WINDOW (harness->window));
  harness_settle ();
  harness->n_applied = 0;
  g_signal_connect_swapped (harness->session, "notify::experiment", G_CALLBACK (count_cb), harness);
}

void
harness_clear (Harness *harness)
{
  g_object_ref (harness->panel);
  gtk_window_destroy (GTK_WINDOW (harness->window));
  harness_settle ();
  g_assert_finalize_object (harness->panel);
  g_assert_finalize_object (harness->session);
}

gpointer
harness_find_in (GtkWidget *widget, const char *id)
{
  if (g_strcmp0 (gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)), id) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      gpointer found = harness_find_in (child, id);

      if (found != NULL)
        return found;
    }
  return NULL;
}

gpointer
harness_find (Harness *harness, const char *id)
{
  gpointer found = harness_find_in (harness->panel, id);

  if (found == NULL)
    g_test_message ("nothing has the id %s", id);
  g_assert_nonnull (found);
  return found;
}

DhSettingRow *
harness_row (Harness *harness, const char *id)
{
  return DH_SETTING_ROW (harness_find (harness, id));
}

DhNumberEntry *
harness_entry (Harness *harness, const char *id)
{
  return DH_NUMBER_ENTRY (harness_find (harness, id));
}

static GtkWidget *
find_entry (GtkWidget *widget)
{
  if (GTK_IS_ENTRY (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_entry (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

const char *
harness_text (GtkWidget *control)
{
  GtkWidget *entry = find_entry (control);

  g_assert_nonnull (entry);
  return gtk_editable_get_text (GTK_EDITABLE (entry));
}

void
harness_type (GtkWidget *control, const char *text)
{
  GtkWidget *entry = find_entry (control);

  g_assert_nonnull (entry);
  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  g_signal_emit_by_name (entry, "activate");
}

void
harness_choose (Harness *harness, const char *id, guint index)
{
  gtk_drop_down_set_selected (GTK_DROP_DOWN (harness_find (harness, id)), index);
}

void
harness_switch (Harness *harness, const char *id, gboolean active)
{
  gtk_switch_set_active (GTK_SWITCH (harness_find (harness, id)), active);
}

void
harness_click (Harness *harness, const char *id)
{
  g_signal_emit_by_name (GTK_BUTTON (harness_find (harness, id)), "clicked");
}

guint
harness_applied (Harness *harness)
{
  guint n = harness->n_applied;

  harness->n_applied = 0;
  return n;
}

DhRun *
harness_run (Harness *harness)
{
  return dh_session_get_run (harness->session);
}
