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
  DhFileWriter *writers[N_OUTPUTS]; /* NULL: not asked for, or finished */
  GPtrArray *views;                 /* NULL: no charts */
};

DhCliOutputs *
dh_cli_outputs_new (const DhCliOptions *options, GPtrArray *views, GError **error)
{
  const char *paths[N_OUTPUTS] = { options->csv, options->epochs_csv, options->json };
  DhCliOutputs *outputs = g_new0 (DhCliOutputs, 1);

  outputs->options = options;
  outputs->views = views != NULL ? g_ptr_array_ref (views) : NULL;
  for (guint i = 0; i < N_OUTPUTS; i++)
    if (paths[i] != NULL)
      {
        outputs->writers[i] = dh_file_writer_new (paths[i], error);
        if (outputs->writers[i] == NULL)
          {
            dh_cli_outputs_free (outputs);
            return NULL;
          }
      }
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
                       _("interrupted; no file has been written."));
  return TRUE;
}

/* Passes on to the stream below until Ctrl+C, which the CSV writers don't know of. */
static ssize_t
guarded_write (void *below, const char *buffer, size_t size)
{
  if (g_atomic_int_get (dh_cli_interrupt_flag ()))
    {
      errno = ECANCELED;
      return 0;
    }
  return (ssize_t) fwrite (buffer, 1, size, below);
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
write_output (DhFileWriter *writer, guint which, const DhExperiment *experiment,
              const DhCliResult *results, gsize chosen, GError **error)
{
  FILE *below = dh_file_writer_stream (writer);
  cookie_io_functions_t functions = { .write = guarded_write };
  FILE *stream = fopencookie (below, "w", functions);
  g_autoptr (GError) problem = NULL;
  gboolean good;

  if (stream == NULL)
    {
      g_set_error (error, DH_ERROR, DH_ERROR_IO, "%s", g_strerror (errno));
      return FALSE;
    }
  good = write_content (stream, which, experiment, results, chosen, &problem);
  good = fclose (stream) == 0 && good;
  if (interrupted (error))
    return FALSE;
  /* What was wrong below is told better by the writer: it knows the place. */
  if (!good && !ferror (below))
    {
      if (problem != NULL)
        g_propagate_error (error, g_steal_pointer (&problem));
      else
        g_set_error_literal (error, DH_ERROR, DH_ERROR_IO, g_strerror (errno));
      return FALSE;
    }
  return TRUE;
}

gboolean
dh_cli_outputs_write (DhCliOutputs *outputs, const DhExperiment *experiment,
                      const DhCliResult *results, gsize chosen, GError **error)
{
  for (guint i = 0; i < N_OUTPUTS; i++)
    if (outputs->writers[i] != NULL
        && !write_output (outputs->writers[i], i, experiment, results, chosen, error))
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
