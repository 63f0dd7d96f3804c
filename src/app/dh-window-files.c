/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Window, files: new, open, save, and the question about unsaved changes before something would
 * replace them. Files are read on a thread, because data beside them may be large. */
#include "config.h"

#include "dh-window-private.h"

#include "dh-error.h"
#include "dh-file-dialog.h"

#include <glib/gi18n-lib.h>

void
dh_window_pending_clear (DhWindow *self)
{
  DhPending *pending = g_steal_pointer (&self->pending);

  if (pending == NULL)
    return;
  if (pending->free_data != NULL)
    pending->free_data (pending->data);
  g_free (pending);
}

static void
run_pending (DhWindow *self)
{
  DhPending *pending = g_steal_pointer (&self->pending);

  if (pending == NULL)
    return;
  pending->then (self, pending->data);
  if (pending->free_data != NULL)
    pending->free_data (pending->data);
  g_free (pending);
}

/* Saves to @file and does what was waiting for it. */
static void
save_to (DhWindow *self, GFile *file)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;

  if (!dh_session_save (self->session, file, &error))
    {
      dh_window_pending_clear (self);
      dh_window_show_error (self, error);
      return;
    }
  dh_banner_dismiss (self->banner);
  if (self->pending != NULL)
    {
      run_pending (self);
      return;
    }
  name = g_file_get_parse_name (file);
  text = g_strdup_printf (_("Saved as %s"), name);
  dh_window_toast (self, text);
}

static void
save_chosen_cb (GtkWindow *parent, GFile *file, gpointer data)
{
  DhWindow *self = DH_WINDOW (parent);

  if (file != NULL)
    save_to (self, file);
  else
    dh_window_pending_clear (self);
}

static void
choose_and_save (DhWindow *self)
{
  g_autofree char *title = NULL;
  g_autofree char *name = NULL;

  g_object_get (self->session, "title", &title, NULL);
  name = g_strconcat (title, ".downhill", NULL);
  dh_file_dialog_save (GTK_WINDOW (self), _("Save Experiment"), name, ".downhill",
                       dh_session_get_file (self->session), save_chosen_cb, NULL);
}

static void
save_or_choose (DhWindow *self)
{
  GFile *file = dh_session_get_file (self->session);

  if (file != NULL)
    save_to (self, file);
  else
    choose_and_save (self);
}

static void
save_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  dh_window_pending_clear (data);
  save_or_choose (data);
}

static void
save_as_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  dh_window_pending_clear (data);
  choose_and_save (data);
}

static void
confirm_response_cb (DhWindow *self, const char *response, GtkWindow *dialog)
{
  /* What was waiting may be the window's end: the dialog, which closes after its answer, must not look for it. */
  gtk_window_set_transient_for (dialog, NULL);
  if (g_strcmp0 (response, "save") == 0)
    save_or_choose (self);
  else if (g_strcmp0 (response, "discard") == 0)
    run_pending (self);
  else
    dh_window_pending_clear (self);
}

void
dh_window_confirm (DhWindow *self, void (*then) (DhWindow *self, gpointer data), gpointer data,
                   GDestroyNotify free_data)
{
  g_autofree char *title = NULL;
  GtkWidget *dialog;

  dh_window_pending_clear (self);
  self->pending = g_new0 (DhPending, 1);
  *self->pending = (DhPending) { then, data, free_data };
  if (!dh_session_get_modified (self->session))
    {
      run_pending (self);
      return;
    }
  g_object_get (self->session, "title", &title, NULL);
  dialog = adw_message_dialog_new (GTK_WINDOW (self), _("Save Changes?"), NULL);
  adw_message_dialog_format_body (
    ADW_MESSAGE_DIALOG (dialog),
    _("“%s” has changes that are not saved. Without saving, they will be lost."), title);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"),
                                    "discard", _("_Discard"), "save", _("_Save"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "discard",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "save",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "save");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (confirm_response_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
load_new (DhWindow *self, gpointer data)
{
  dh_session_load_experiment (self->session, data);
  dh_banner_dismiss (self->banner);
}

static void
new_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  dh_window_confirm (data, load_new, dh_experiment_new_first (),
                     (GDestroyNotify) dh_experiment_unref);
}

static void
new_default_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  dh_window_confirm (data, load_new, dh_experiment_new_default (),
                     (GDestroyNotify) dh_experiment_unref);
}

/* What the reading thread is given and gives back: plain data, so that it may be freed there. */
typedef struct
{
  char *path;
  DhExperiment *experiment;
  DhFileExtras extras;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_free (reading->path);
  g_clear_pointer (&reading->experiment, dh_experiment_unref);
  dh_file_extras_clear (&reading->extras);
  g_free (reading);
}

static void
read_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Reading *reading = data;
  GError *error = NULL;

  reading->experiment = dh_experiment_load (reading->path, &reading->extras, &error);
  if (reading->experiment == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/* Whose file was read; the window may have gone, or another file been asked for meanwhile. */
typedef struct
{
  GWeakRef window;
  GFile *file;
  GCancellable *cancellable;
} Opening;

static void
opening_free (Opening *opening)
{
  g_weak_ref_clear (&opening->window);
  g_object_unref (opening->file);
  g_object_unref (opening->cancellable);
  g_free (opening);
}

static void
read_done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Opening *opening = data;
  g_autoptr (DhWindow) self = g_weak_ref_get (&opening->window);
  g_autoptr (GError) error = NULL;
  Reading *reading = g_task_get_task_data (G_TASK (result));
  gboolean ok = g_task_propagate_boolean (G_TASK (result), &error);

  if (self != NULL && self->loading == opening->cancellable)
    {
      g_clear_object (&self->loading);
      dh_banner_dismiss (self->banner);
      dh_window_set_action_enabled (self, "open-cancel", FALSE);
      if (ok)
        dh_session_load_finished (self->session, opening->file, reading->experiment,
                                  &reading->extras);
      else
        dh_window_show_error (self, error);
    }
  opening_free (opening);
}

/* Says so only when it takes long enough to be noticed. */
static gboolean
reading_takes_long (gpointer data)
{
  Opening *opening = data;
  g_autoptr (DhWindow) self = g_weak_ref_get (&opening->window);

  if (self != NULL && self->loading == opening->cancellable)
    {
      g_autofree char *name = g_file_get_parse_name (opening->file);
      g_autofree char *text = g_strdup_printf (_("Opening %s …"), name);

      dh_banner_show (self->banner, text, _("_Cancel"), "win.open-cancel");
    }
  return G_SOURCE_REMOVE;
}

static Opening *
opening_new (DhWindow *self, GFile *file)
{
  Opening *opening = g_new0 (Opening, 1);

  g_weak_ref_init (&opening->window, self);
  opening->file = g_object_ref (file);
  opening->cancellable = g_object_ref (self->loading);
  return opening;
}

static void
start_reading (DhWindow *self, gpointer data)
{
  GFile *file = data;
  g_autofree char *path = g_file_get_path (file);
  g_autoptr (GTask) task = NULL;
  Reading *reading;

  if (path == NULL)
    {
      dh_window_show_message (self, _("Only files on this computer can be opened. Copy the file to a "
                                      "folder of your own first."));
      return;
    }
  g_clear_object (&self->loading);
  self->loading = g_cancellable_new ();
  dh_window_set_action_enabled (self, "open-cancel", TRUE);
  reading = g_new0 (Reading, 1);
  reading->path = g_steal_pointer (&path);
  task = g_task_new (NULL, NULL, read_done_cb, opening_new (self, file));
  g_task_set_task_data (task, reading, reading_free);
  g_task_run_in_thread (task, read_in_thread);
  g_timeout_add_full (G_PRIORITY_DEFAULT, 200, reading_takes_long, opening_new (self, file),
                      (GDestroyNotify) opening_free);
}

static void
open_cancel_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DhWindow *self = data;

  g_clear_object (&self->loading);
  g_simple_action_set_enabled (action, FALSE);
}

/* By the name's ending, as the file chooser of the data has it. */
static gboolean
is_table (GFile *file)
{
  static const char *const endings[] = { ".csv", ".tsv", ".txt", ".tab", ".dat" };
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *small = name != NULL ? g_ascii_strdown (name, -1) : NULL;

  for (guint i = 0; small != NULL && i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (small, endings[i]))
      return TRUE;
  return FALSE;
}

void
dh_window_open (DhWindow *self, GFile *file)
{
  g_return_if_fail (DH_IS_WINDOW (self));
  g_return_if_fail (G_IS_FILE (file));

  if (is_table (file) && g_file_peek_path (file) != NULL)
    {
      adw_flap_set_reveal_flap (self->flap, TRUE);
      dh_sidebar_load_data (self->sidebar, g_file_peek_path (file));
      return;
    }
  dh_window_confirm (self, start_reading, g_object_ref (file), g_object_unref);
}

static void
open_chosen_cb (GtkWindow *parent, GFile *file, gpointer data)
{
  if (file != NULL)
    start_reading (DH_WINDOW (parent), file);
}

static void
ask_what_to_open (DhWindow *self, gpointer data)
{
  dh_file_dialog_open (GTK_WINDOW (self), _("Open Experiment"), ".downhill",
                       dh_session_get_file (self->session), open_chosen_cb, NULL);
}

static void
open_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  dh_window_confirm (data, ask_what_to_open, NULL, NULL);
}

static gboolean
drop_cb (DhWindow *self, const GValue *value)
{
  GSList *files = g_value_get_boxed (value);

  if (files == NULL)
    return FALSE;
  if (files->next != NULL)
    dh_window_toast (self, _("Only the first of the files was opened."));
  dh_window_open (self, files->data);
  return TRUE;
}

void
dh_window_take_drops (DhWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

void
dh_window_add_file_actions (DhWindow *self)
{
  static const GActionEntry entries[] = {
    { "new", new_cb, NULL, NULL, NULL, { 0 } },
    { "new-default", new_default_cb, NULL, NULL, NULL, { 0 } },
    { "open", open_cb, NULL, NULL, NULL, { 0 } },
    { "open-cancel", open_cancel_cb, NULL, NULL, NULL, { 0 } },
    { "save", save_cb, NULL, NULL, NULL, { 0 } },
    { "save-as", save_as_cb, NULL, NULL, NULL, { 0 } },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  dh_window_set_action_enabled (self, "open-cancel", FALSE);
}
