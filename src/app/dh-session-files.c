/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Session, files: opening, saving, whether there is something to save, and the autosave: an
 * experiment file with one more group, in the user's state directory, which brings the session back
 * after a crash. */
#include "dh-session-private.h"

#include "dh-error.h"
#include "dh-file.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#define AUTOSAVE_MILLISECONDS 1000
#define SESSION_GROUP "downhill-session"

GFile *
dh_session_get_file (DhSession *self)
{
  g_return_val_if_fail (DH_IS_SESSION (self), NULL);

  return self->file;
}

gboolean
dh_session_get_modified (DhSession *self)
{
  g_return_val_if_fail (DH_IS_SESSION (self), FALSE);

  return self->modified;
}

void
dh_session_update_modified (DhSession *self)
{
  gboolean modified
    = self->saved == NULL || !dh_experiment_equal (self->saved, self->experiment);

  if (modified == self->modified)
    return;
  self->modified = modified;
  dh_session_notify (self, DH_SESSION_PROP_MODIFIED);
}

void
dh_session_update_title (DhSession *self)
{
  g_autofree char *title = NULL;

  if (self->file == NULL)
    title = g_strdup (_("New experiment"));
  else
    {
      g_autofree char *name = g_file_get_basename (self->file);

      title = g_filename_display_name (name);
      if (g_str_has_suffix (title, ".downhill") && title[0] != '.')
        title[strlen (title) - strlen (".downhill")] = '\0';
    }
  if (g_strcmp0 (title, self->title) == 0)
    return;
  g_free (self->title);
  self->title = g_steal_pointer (&title);
  dh_session_notify (self, DH_SESSION_PROP_TITLE);
}

static void
set_file (DhSession *self, GFile *file)
{
  gboolean same = file == self->file
                  || (file != NULL && self->file != NULL && g_file_equal (file, self->file));

  g_set_object (&self->file, file);
  dh_session_update_title (self);
  if (!same)
    dh_session_notify (self, DH_SESSION_PROP_FILE);
}

static void
set_saved (DhSession *self, DhExperiment *experiment)
{
  if (experiment != NULL)
    dh_experiment_ref (experiment);
  g_clear_pointer (&self->saved, dh_experiment_unref);
  self->saved = experiment;
  dh_session_update_modified (self);
}

void
dh_session_set_unmodified (DhSession *self)
{
  g_return_if_fail (DH_IS_SESSION (self));

  dh_session_end_merge (self);
  set_saved (self, self->experiment);
  dh_session_queue_autosave (self);
}

/* A whole new experiment: nothing of the one before stays. */
static void
take_over (DhSession *self, DhExperiment *experiment, GFile *file, DhFileExtras *extras)
{
  DhExperiment *old = g_steal_pointer (&self->experiment);
  DhExperiment *former = g_steal_pointer (&self->saved);

  dh_session_set_playing (self, FALSE);
  self->at_end = TRUE;
  self->wanted = 0;
  self->experiment = dh_experiment_ref (experiment);
  self->saved = dh_experiment_ref (experiment);
  g_clear_pointer (&old, dh_experiment_unref);
  g_clear_pointer (&former, dh_experiment_unref);
  dh_file_extras_clear (&self->extras);
  if (extras != NULL)
    {
      self->extras = *extras;
      *extras = (DhFileExtras) { NULL, NULL };
    }
  set_file (self, file);
  dh_session_experiment_replaced (self, NULL, TRUE);
  dh_session_clear_undo (self);
}

void
dh_session_load_experiment (DhSession *self, DhExperiment *experiment)
{
  g_return_if_fail (DH_IS_SESSION (self));
  g_return_if_fail (experiment != NULL);

  take_over (self, experiment, NULL, NULL);
}

/* What did not stop the reading, in one message. */
static void
tell_warnings (DhSession *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (self->extras.warnings == NULL || self->extras.warnings->len == 0)
    return;
  for (guint i = 0; i < self->extras.warnings->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "",
                            (const char *) g_ptr_array_index (self->extras.warnings, i));
  dh_session_message (self, text->str, NULL, NULL);
}

void
dh_session_load_finished (DhSession *self, GFile *file, DhExperiment *experiment,
                          DhFileExtras *extras)
{
  g_return_if_fail (DH_IS_SESSION (self));
  g_return_if_fail (G_IS_FILE (file));
  g_return_if_fail (experiment != NULL);

  take_over (self, experiment, file, extras);
  tell_warnings (self);
}

/* The path of a file of this computer. */
static char *
local_path (GFile *file, GError **error)
{
  char *path = g_file_get_path (file);

  if (path == NULL)
    {
      g_autofree char *uri = g_file_get_parse_name (file);

      g_set_error (error, DH_ERROR, DH_ERROR_IO,
                   _("%s: this place has no path on this computer. Copy the file to a folder of "
                     "your own, or choose one."),
                   uri);
    }
  return path;
}

gboolean
dh_session_load (DhSession *self, GFile *file, GError **error)
{
  g_autofree char *path = NULL;
  g_autoptr (DhExperiment) experiment = NULL;
  DhFileExtras extras = { NULL, NULL };

  g_return_val_if_fail (DH_IS_SESSION (self), FALSE);
  g_return_val_if_fail (G_IS_FILE (file), FALSE);

  path = local_path (file, error);
  if (path == NULL)
    return FALSE;
  experiment = dh_experiment_load (path, &extras, error);
  if (experiment != NULL)
    dh_session_load_finished (self, file, experiment, &extras);
  dh_file_extras_clear (&extras);
  return experiment != NULL;
}

gboolean
dh_session_save (DhSession *self, GFile *file, GError **error)
{
  g_autofree char *path = NULL;

  g_return_val_if_fail (DH_IS_SESSION (self), FALSE);
  g_return_val_if_fail (G_IS_FILE (file), FALSE);

  path = local_path (file, error);
  if (path == NULL || !dh_experiment_save (self->experiment, path, &self->extras, error))
    return FALSE;
  dh_session_end_merge (self);
  set_file (self, file);
  set_saved (self, self->experiment);
  dh_session_queue_autosave (self);
  return TRUE;
}

static char *
autosave_path (void)
{
  return g_build_filename (g_get_user_state_dir (), "downhill", "session.downhill", NULL);
}

/* The session's own group, as text. */
static char *
format_session (DhSession *self)
{
  g_autoptr (GKeyFile) keys = g_key_file_new ();

  if (self->file != NULL)
    {
      g_autofree char *uri = g_file_get_uri (self->file);

      g_key_file_set_string (keys, SESSION_GROUP, "file", uri);
    }
  g_key_file_set_boolean (keys, SESSION_GROUP, "modified", self->modified);
  g_key_file_set_boolean (keys, SESSION_GROUP, "at-end", self->at_end);
  g_key_file_set_uint64 (keys, SESSION_GROUP, "playhead", self->wanted);
  g_key_file_set_uint64 (keys, SESSION_GROUP, "selected-run", self->selected);
  return g_key_file_to_data (keys, NULL, NULL);
}

gboolean
dh_session_autosave (DhSession *self, GError **error)
{
  g_autofree char *path = autosave_path ();
  g_autofree char *dir = g_path_get_dirname (path);
  g_autofree char *experiment = NULL;
  g_autofree char *session = NULL;
  g_autofree char *text = NULL;

  g_return_val_if_fail (DH_IS_SESSION (self), FALSE);

  g_clear_handle_id (&self->autosave_id, g_source_remove);
  if (self->file == NULL && !self->modified)
    {
      dh_session_forget_autosave (self);
      return TRUE;
    }
  if (g_mkdir_with_parents (dir, 0700) != 0)
    {
      g_set_error (error, DH_ERROR, DH_ERROR_IO,
                   _("%s: the folder could not be made: %s. Until it can, save often."), dir,
                   g_strerror (errno));
      return FALSE;
    }
  experiment = dh_experiment_format (self->experiment, &self->extras);
  session = format_session (self);
  text = g_strconcat (experiment, "\n", session, NULL);
  return dh_file_write (path, text, -1, error);
}

void
dh_session_forget_autosave (DhSession *self)
{
  g_autofree char *path = autosave_path ();

  g_return_if_fail (DH_IS_SESSION (self));

  g_clear_handle_id (&self->autosave_id, g_source_remove);
  g_unlink (path);
}

static gboolean
autosave_now (gpointer data)
{
  DhSession *self = data;
  g_autoptr (GError) error = NULL;

  self->autosave_id = 0;
  if (dh_session_autosave (self, &error))
    self->autosave_failed = FALSE;
  else if (!self->autosave_failed)
    {
      g_autofree char *text = NULL;

      /* Once, not every second. */
      self->autosave_failed = TRUE;
      /* Translators: %s is a sentence with the reason and the remedy. */
      text = g_strdup_printf (_("The session could not be kept for after a crash. %s"),
                              error->message);
      dh_session_message (self, text, NULL, NULL);
    }
  return G_SOURCE_REMOVE;
}

/* One a second at most while changes come in, and soon after the last. */
void
dh_session_queue_autosave (DhSession *self)
{
  if (self->autosave_id == 0)
    self->autosave_id = g_timeout_add (AUTOSAVE_MILLISECONDS, autosave_now, self);
}

/* Takes the session's own group out of @keys and puts it in force. */
static void
restore_session (DhSession *self, GKeyFile *keys)
{
  g_autofree char *uri = g_key_file_get_string (keys, SESSION_GROUP, "file", NULL);
  guint64 selected = g_key_file_get_uint64 (keys, SESSION_GROUP, "selected-run", NULL);

  if (uri != NULL)
    {
      g_autoptr (GFile) file = g_file_new_for_uri (uri);

      set_file (self, file);
    }
  if (g_key_file_get_boolean (keys, SESSION_GROUP, "modified", NULL))
    set_saved (self, NULL);
  self->at_end = g_key_file_get_boolean (keys, SESSION_GROUP, "at-end", NULL);
  self->wanted = g_key_file_get_uint64 (keys, SESSION_GROUP, "playhead", NULL);
  dh_session_set_selected (self, selected);
  dh_session_place_playhead (self);
}

/* Data beside the experiment's own file is found from there. */
static char *
base_dir_of (GKeyFile *keys)
{
  g_autofree char *uri = g_key_file_get_string (keys, SESSION_GROUP, "file", NULL);
  g_autofree char *path = uri != NULL ? g_filename_from_uri (uri, NULL, NULL) : NULL;

  return path != NULL ? g_path_get_dirname (path) : NULL;
}

gboolean
dh_session_restore (DhSession *self, GError **error)
{
  g_autofree char *path = autosave_path ();
  g_autofree char *text = NULL;
  g_autofree char *base_dir = NULL;
  g_autofree char *experiment_text = NULL;
  g_autoptr (GKeyFile) keys = g_key_file_new ();
  g_autoptr (GKeyFile) rest = g_key_file_new ();
  g_autoptr (DhExperiment) experiment = NULL;
  DhFileExtras extras = { NULL, NULL };
  gsize length;

  g_return_val_if_fail (DH_IS_SESSION (self), FALSE);

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return FALSE;
  if (!dh_file_read (path, DH_EXPERIMENT_FILE_MAX_BYTES, &text, &length, error)
      || !g_key_file_load_from_data (keys, text, length, G_KEY_FILE_NONE, error)
      || !g_key_file_load_from_data (rest, text, length, G_KEY_FILE_KEEP_COMMENTS, error))
    return FALSE;
  g_key_file_remove_group (rest, SESSION_GROUP, NULL);
  experiment_text = g_key_file_to_data (rest, &length, NULL);
  base_dir = base_dir_of (keys);
  experiment = dh_experiment_parse (experiment_text, length, path, base_dir, &extras, error);
  if (experiment != NULL)
    {
      take_over (self, experiment, NULL, &extras);
      restore_session (self, keys);
      tell_warnings (self);
    }
  dh_file_extras_clear (&extras);
  return experiment != NULL;
}
