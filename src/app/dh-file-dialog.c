/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* File dialog: GtkFileChooserNative with the reference kept until it answers. UI thread only. */
#include "dh-file-dialog.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  GtkFileChooserNative *dialog;
  GtkWindow *parent; /* weak: told when it goes */
  gulong destroy_id;
  char **suffixes;
  gboolean saving;
  DhFileChosen chosen;
  gpointer data;
} Request;

static void
request_free (Request *request)
{
  if (request->parent != NULL)
    g_clear_signal_handler (&request->destroy_id, request->parent);
  g_clear_weak_pointer (&request->parent);
  gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (request->dialog));
  g_object_unref (request->dialog);
  g_strfreev (request->suffixes);
  g_free (request);
}

/* Whether the name ends in what looks like a kind of file: ".svg", but not the "1" of "rate 0.1". */
static gboolean
has_ending (const char *name)
{
  const char *dot = strrchr (name, '.');

  if (dot == NULL || dot[1] == '\0')
    return FALSE;
  for (const char *c = dot + 1; *c != '\0'; c++)
    if (!g_ascii_isalpha (*c))
      return FALSE;
  return TRUE;
}

/* The file as the user meant it: with the ending that tells its kind. */
static GFile *
complete (Request *request, GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *full = NULL;
  g_autoptr (GFile) folder = g_file_get_parent (file);

  if (!request->saving || folder == NULL || has_ending (name))
    return g_object_ref (file);
  full = g_strconcat (name, request->suffixes[0], NULL);
  return g_file_get_child (folder, full);
}

static void
answer (Request *request, GFile *file)
{
  GtkWindow *parent = request->parent;
  DhFileChosen chosen = request->chosen;
  gpointer data = request->data;

  request_free (request);
  if (parent != NULL)
    chosen (parent, file, data);
}

/* The dialog asked about the name as it was typed, not as it was completed. */
static void
replace_response_cb (Request *request, const char *response, GtkWidget *question)
{
  GFile *file = g_object_get_data (G_OBJECT (question), "file");

  answer (request, g_strcmp0 (response, "replace") == 0 ? file : NULL);
}

static void
ask_to_replace (Request *request, GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *display = g_filename_display_name (name);
  GtkWidget *question = adw_message_dialog_new (request->parent, _("Replace File?"), NULL);

  gtk_window_set_destroy_with_parent (GTK_WINDOW (question), TRUE);
  adw_message_dialog_format_body (ADW_MESSAGE_DIALOG (question),
                                  _("“%s” exists already. Replacing it overwrites its contents."),
                                  display);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (question), "cancel", _("_Cancel"),
                                    "replace", _("_Replace"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (question), "replace",
                                              ADW_RESPONSE_DESTRUCTIVE);
  g_object_set_data_full (G_OBJECT (question), "file", g_object_ref (file), g_object_unref);
  g_signal_connect_swapped (question, "response", G_CALLBACK (replace_response_cb), request);
  gtk_window_present (GTK_WINDOW (question));
}

static void
response_cb (Request *request, int response)
{
  g_autoptr (GFile) typed = NULL;
  g_autoptr (GFile) file = NULL;

  gtk_native_dialog_hide (GTK_NATIVE_DIALOG (request->dialog));
  if (response == GTK_RESPONSE_ACCEPT)
    typed = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (request->dialog));
  if (typed == NULL)
    {
      answer (request, NULL);
      return;
    }
  file = complete (request, typed);
  if (!g_file_equal (file, typed) && request->parent != NULL && g_file_query_exists (file, NULL))
    ask_to_replace (request, file);
  else
    answer (request, file);
}

static void
add_filters (Request *request)
{
  GtkFileChooser *chooser = GTK_FILE_CHOOSER (request->dialog);
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) ours = gtk_file_filter_new ();
  g_autoptr (GString) name = g_string_new (NULL);

  for (guint i = 0; request->suffixes[i] != NULL; i++)
    {
      gtk_file_filter_add_suffix (ours, request->suffixes[i] + 1);
      g_string_append_printf (name, "%s*%s", i > 0 ? ", " : "", request->suffixes[i]);
    }
  gtk_file_filter_set_name (ours, name->str);
  gtk_file_filter_set_name (all, _("All files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (chooser, ours);
  gtk_file_chooser_add_filter (chooser, all);
}

static Request *
request_new (GtkWindow *parent, const char *title, gboolean saving, const char *suffixes,
             GFile *near, DhFileChosen chosen, gpointer data)
{
  Request *request = g_new0 (Request, 1);

  g_set_weak_pointer (&request->parent, parent);
  request->destroy_id
    = g_signal_connect_swapped (parent, "destroy", G_CALLBACK (request_free), request);
  request->saving = saving;
  request->suffixes = g_strsplit (suffixes, " ", -1);
  request->chosen = chosen;
  request->data = data;
  request->dialog = gtk_file_chooser_native_new (
    title, parent, saving ? GTK_FILE_CHOOSER_ACTION_SAVE : GTK_FILE_CHOOSER_ACTION_OPEN,
    saving ? _("_Save") : _("_Open"), _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (request->dialog), TRUE);
  add_filters (request);
  if (near != NULL)
    {
      g_autoptr (GFile) folder = g_file_get_parent (near);

      gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (request->dialog), folder, NULL);
    }
  g_signal_connect_swapped (request->dialog, "response", G_CALLBACK (response_cb), request);
  return request;
}

void
dh_file_dialog_open (GtkWindow *parent, const char *title, const char *suffixes, GFile *near,
                     DhFileChosen chosen, gpointer data)
{
  Request *request = request_new (parent, title, FALSE, suffixes, near, chosen, data);

  gtk_native_dialog_show (GTK_NATIVE_DIALOG (request->dialog));
}

/* A title may have been a path: a name must not. */
void
dh_file_dialog_save (GtkWindow *parent, const char *title, const char *name,
                     const char *suffixes, GFile *near, DhFileChosen chosen, gpointer data)
{
  Request *request = request_new (parent, title, TRUE, suffixes, near, chosen, data);
  g_autofree char *safe = g_strdelimit (g_strdup (name), "/\\:", '-');

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (request->dialog), safe);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (request->dialog));
}
