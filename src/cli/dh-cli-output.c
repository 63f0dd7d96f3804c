/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Outputs: the files and streams that a run writes. They are opened before the training and take
 * their names when all of them are complete, so that nothing is left half-written. */
#include "config.h"

#include "dh-cli.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "dh-csv.h"
#include "dh-error.h"
#include "dh-file.h"

enum
{
  OUTPUT_CSV,
  OUTPUT_EPOCHS_CSV,
  OUTPUT_JSON,
  N_OUTPUTS,
};

struct _DhCliOutputs
{
  const DhCliOptions *options;
  const char *paths[N_OUTPUTS];     /* as given, borrowed; NULL: not asked for */
  DhFileWriter *writers[N_OUTPUTS]; /* NULL: not asked for or finished */
  GPtrArray *views;                 /* NULL: no charts */
};

/* Charts are drawn at the end; that there is no place for them had better be said before the training. */
gboolean
dh_cli_check_place (const char *path, GError **error)
{
  DhFileWriter *writer = dh_file_writer_new (path, error);

  if (writer == NULL)
    return FALSE;
  dh_file_writer_abandon (writer);
  return TRUE;
}

DhCliOutputs *
dh_cli_outputs_new (const DhCliOptions *options, GPtrArray *views, GError **error)
{
  DhCliOutputs *outputs = g_new0 (DhCliOutputs, 1);

  outputs->options = options;
  outputs->paths[OUTPUT_CSV] = options->csv;
  outputs->paths[OUTPUT_EPOCHS_CSV] = options->epochs_csv;
  outputs->paths[OUTPUT_JSON] = options->json;
  outputs->views = views != NULL ? g_ptr_array_ref (views) : NULL;
  for (guint i = 0; i < N_OUTPUTS; i++)
    if (outputs->paths[i] != NULL)
      {
        outputs->writers[i] = dh_file_writer_new (outputs->paths[i], error);
        if (outputs->writers[i] == NULL)
          {
            dh_cli_outputs_free (outputs);
            return NULL;
          }
      }
  if (views != NULL && !dh_cli_check_place (options->output, error))
    g_clear_pointer (&outputs, dh_cli_outputs_free);
  return outputs;
}

void
dh_cli_outputs_free (DhCliOutputs *outputs)
{
  if (outputs == NULL)
    return;
  for (guint i = 0; i < N_OUTPUTS; i++)
    g_clear_pointer (&outputs->writers[i], dh_file_writer_abandon);
  g_clear_pointer (&outputs->views, g_ptr_array_unref);
  g_free (outputs);
}

static gboolean
interrupted (GError **error)
{
  if (!g_atomic_int_get (dh_cli_interrupt_flag ()))
    return FALSE;
  g_set_error_literal (error, DH_ERROR, DH_ERROR_CANCELLED,
                       _("Interrupted; no file has been written."));
  return TRUE;
}

/* A stream above an output's own. */
typedef struct
{
  FILE *below;
  int code; /* errno of the first failure */
} Guard;

/* Passes on to the stream below until Ctrl+C, which the CSV writers don't know of. */
static ssize_t
guarded_write (void *cookie, const char *buffer, size_t size)
{
  Guard *guard = cookie;

  if (g_atomic_int_get (dh_cli_interrupt_flag ()))
    {
      errno = ECANCELED;
      return 0;
    }
  if (fwrite (buffer, 1, size, guard->below) == size)
    return (ssize_t) size;
  if (guard->code == 0)
    guard->code = errno;
  return 0;
}

/* Whether @path is written beside and renamed: not so devices, pipes and the standard output. */
static gboolean
keeps_file (const char *path)
{
  return !g_str_equal (path, "-")
         && (g_file_test (path, G_FILE_TEST_IS_REGULAR) || !g_file_test (path, G_FILE_TEST_EXISTS));
}

static gboolean
refuse_write (const char *path, int code, GError **error)
{
  g_autofree char *name = g_str_equal (path, "-") ? g_strdup (_("standard output"))
                                                  : dh_file_display (path);

  if (code == ENOSPC || code == EDQUOT || code == EFBIG)
    g_set_error (error, DH_ERROR, DH_ERROR_IO,
                 keeps_file (path)
                   ? _("%s: there is no room left on the disk. The file is as it was before; "
                       "free some space or choose another place.")
                   : _("%s: there is no room left there. Free some space or choose another "
                       "place."), name);
  else
    g_set_error (error, DH_ERROR, DH_ERROR_IO, _("%s: it could not be written: %s."), name,
                 g_strerror (code));
  return FALSE;
}

static gboolean
write_content (FILE *stream, guint which, const DhExperiment *experiment, const DhCliResult *results,
               gsize chosen, GError **error)
{
  g_autofree char *json = NULL;

  switch (which)
    {
    case OUTPUT_CSV:
      return dh_csv_write_steps (results[chosen].history, stream, error);
    case OUTPUT_EPOCHS_CSV:
      return dh_csv_write_epochs (results[chosen].history, stream, error);
    default:
      json = dh_cli_report_json (experiment, results);
      fputs (json, stream);
      return TRUE; /* a failure shows when the writer finishes */
    }
}

static gboolean
write_output (DhCliOutputs *outputs, guint which, const DhExperiment *experiment,
              const DhCliResult *results, gsize chosen, GError **error)
{
  Guard guard = { dh_file_writer_stream (outputs->writers[which]), 0 };
  cookie_io_functions_t functions = { .write = guarded_write };
  FILE *stream = fopencookie (&guard, "w", functions);
  g_autoptr (GError) problem = NULL;
  gboolean good;

  if (stream == NULL)
    return refuse_write (outputs->paths[which], errno, error);
  good = write_content (stream, which, experiment, results, chosen, &problem);
  good = fclose (stream) == 0 && good && guard.code == 0;
  if (interrupted (error))
    return FALSE;
  if (good)
    return TRUE;
  if (guard.code != 0)
    return refuse_write (outputs->paths[which], guard.code, error);
  if (problem != NULL)
    g_propagate_error (error, g_steal_pointer (&problem));
  else
    refuse_write (outputs->paths[which], EIO, error);
  return FALSE;
}

gboolean
dh_cli_outputs_write (DhCliOutputs *outputs, const DhExperiment *experiment,
                      const DhCliResult *results, gsize chosen, GError **error)
{
  for (guint i = 0; i < N_OUTPUTS; i++)
    if (outputs->writers[i] != NULL
        && !write_output (outputs, i, experiment, results, chosen, error))
      return FALSE;
  if (outputs->views != NULL
      && !dh_cli_charts_write (outputs->options, experiment, results, outputs->views, error))
    return FALSE;
  for (guint i = 0; i < N_OUTPUTS; i++)
    if (outputs->writers[i] != NULL
        && !dh_file_writer_finish (g_steal_pointer (&outputs->writers[i]), error))
      return FALSE;
  return TRUE;
}
