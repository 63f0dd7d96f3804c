/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* "downhill-cli run": from arguments to an experiment, through the training, to the outputs. */
#include "config.h"

#include "dh-cli.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dh-error.h"
#include "dh-experiment-file.h"
#include "dh-number.h"

/* One invocation. Everything owned. */
typedef struct
{
  DhCliOptions options;
  DhExperiment *experiment;
  gssize chosen;        /* run of the CSVs; -1: several, none chosen */
  GPtrArray *views;     /* NULL: no charts */
  DhCliOutputs *outputs;
  DhCliResult *results; /* one a run of the experiment */
} Invocation;

static DhExit
fail (DhExit status, GError *error)
{
  return dh_cli_fail (status, error->message);
}

DhExperiment *
dh_cli_load_experiment (const DhCliOptions *options, GError **error)
{
  DhFileExtras extras = { NULL, NULL };
  DhExperiment *experiment;

  if (options->file == NULL)
    return options->first ? dh_experiment_new_first () : dh_experiment_new_default ();
  experiment = dh_experiment_load (options->file, &extras, error);
  if (experiment != NULL && extras.warnings != NULL)
    for (guint i = 0; i < extras.warnings->len; i++)
      g_printerr (_("downhill-cli: warning: %s\n"),
                  (const char *) g_ptr_array_index (extras.warnings, i));
  dh_file_extras_clear (&extras);
  return experiment;
}

char *
dh_cli_list_runs (const DhExperiment *experiment)
{
  GString *list = g_string_new (NULL);

  for (gsize i = 0; i < dh_experiment_n_runs (experiment); i++)
    {
      g_autofree char *quote = dh_error_quote (dh_experiment_get_run (experiment, i)->name);

      g_string_append_printf (list, "%s%zu %s", i == 0 ? "" : ", ", i + 1, quote);
    }
  return g_string_free (list, FALSE);
}

/* By name where exactly one run has it, else by number. */
gssize
dh_cli_find_run (const DhExperiment *experiment, const char *text, GError **error)
{
  g_autofree char *list = NULL, *quote = NULL;
  gsize n = dh_experiment_n_runs (experiment);
  gssize found = -1;
  guint64 number;
  guint n_found = 0;

  for (gsize i = 0; i < n; i++)
    if (g_str_equal (dh_experiment_get_run (experiment, i)->name, text))
      {
        found = (gssize) i;
        n_found++;
      }
  if (n_found == 1)
    return found;
  if (dh_number_parse_uint64 (text, 1, n, &number, NULL))
    return (gssize) number - 1;
  list = dh_cli_list_runs (experiment);
  quote = dh_error_quote (text);
  g_set_error (error, DH_ERROR, DH_ERROR_INVALID,
               _("--run: There is no single run %s; there are %s."), quote, list);
  return -1;
}

static gboolean
has_setting (const DhCliOptions *options, const char *name)
{
  for (guint i = 0; i < options->settings->len; i++)
    if (g_str_equal (((DhCliSetting *) g_ptr_array_index (options->settings, i))->name, name))
      return TRUE;
  return FALSE;
}

/* Which run --run means, and whether one has to be chosen at all. */
static gboolean
choose_run (Invocation *self, GError **error)
{
  const DhCliOptions *options = &self->options;
  g_autofree char *list = dh_cli_list_runs (self->experiment);

  self->chosen = dh_experiment_n_runs (self->experiment) == 1 ? 0 : -1;
  if (options->run != NULL)
    {
      self->chosen = dh_cli_find_run (self->experiment, options->run, error);
      return self->chosen >= 0;
    }
  if (self->chosen >= 0
      || (options->csv == NULL && options->epochs_csv == NULL && !has_setting (options, "name")))
    return TRUE;
  g_set_error (error, DH_ERROR, DH_ERROR_INVALID,
               _("%s is for one run, and there are several: choose with --run NAME or NUMBER "
                 "(%s)."),
               options->csv != NULL ? "--csv"
               : options->epochs_csv != NULL ? "--epochs-csv" : "--name",
               list);
  return FALSE;
}

static DhExit
prepare (Invocation *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DhExperiment) base = NULL;
  gboolean usage = FALSE;

  self->experiment = dh_cli_load_experiment (&self->options, &error);
  if (self->experiment == NULL)
    return fail (DH_EXIT_FAILED, error);
  if (!choose_run (self, &error))
    return fail (DH_EXIT_USAGE, error);
  base = g_steal_pointer (&self->experiment);
  self->experiment = dh_cli_settings_apply (base, self->options.settings,
                                            self->options.run != NULL ? self->chosen : -1,
                                            &usage, &error);
  if (self->experiment == NULL)
    return fail (usage ? DH_EXIT_USAGE : DH_EXIT_FAILED, error);
  if (self->options.output != NULL)
    {
      self->views = dh_cli_charts_views (&self->options, self->experiment, &error);
      if (self->views == NULL)
        return fail (DH_EXIT_USAGE, error);
    }
  self->outputs = dh_cli_outputs_new (&self->options, self->views, &error);
  if (self->outputs == NULL)
    return fail (DH_EXIT_FAILED, error);
  return DH_EXIT_DONE;
}

gboolean
dh_cli_train_run (DhRun *run, DhData *data, DhCliResult *result, GError **error)
{
  g_autoptr (DhTrainer) trainer = dh_trainer_new (run, data, error);
  const gint *cancel = dh_cli_interrupt_flag ();

  if (trainer == NULL)
    return FALSE;
  result->run = run;
  result->history = dh_history_new (run, data);
  do
    {
      dh_trainer_advance (trainer, result->history, G_MAXUINT64, cancel);
      dh_trainer_status (trainer, &result->status);
      if (g_atomic_int_get (cancel))
        {
          g_set_error_literal (error, DH_ERROR, DH_ERROR_CANCELLED,
                               _("Interrupted; no file has been written."));
          return FALSE;
        }
    }
  while (result->status.state != DH_STATE_FINISHED && result->status.state != DH_STATE_EXPLODED);
  result->weights = g_memdup2 (result->status.weights,
                               dh_model_n_weights (&run->model) * sizeof (double));
  result->status.weights = NULL;
  return TRUE;
}

/* All runs, or where only CSVs are asked for the one that they are of. */
static gboolean
train (Invocation *self, GError **error)
{
  const DhCliOptions *options = &self->options;
  gsize n = dh_experiment_n_runs (self->experiment);
  gboolean only_csv = (options->csv != NULL || options->epochs_csv != NULL)
                      && options->json == NULL && options->output == NULL;

  self->results = g_new0 (DhCliResult, n);
  for (gsize i = 0; i < n; i++)
    if (!only_csv || (gssize) i == self->chosen)
      if (!dh_cli_train_run (dh_experiment_get_run (self->experiment, i),
                             dh_experiment_get_data (self->experiment), &self->results[i], error))
        return FALSE;
  return TRUE;
}

static DhExit
work (Invocation *self)
{
  const DhCliOptions *options = &self->options;
  g_autoptr (GError) error = NULL;
  g_autofree char *summary = NULL;

  if (!train (self, &error))
    return fail (DH_EXIT_FAILED, error);
  if (!dh_cli_outputs_write (self->outputs, self->experiment, self->results,
                             (gsize) MAX (self->chosen, 0), &error))
    return fail (DH_EXIT_FAILED, error);
  if (options->csv != NULL || options->epochs_csv != NULL || options->json != NULL
      || options->output != NULL)
    return DH_EXIT_DONE;
  summary = dh_cli_report_summary (self->experiment, self->results);
  g_print ("%s", summary);
  return DH_EXIT_DONE;
}

static void
invocation_clear (Invocation *self)
{
  g_clear_pointer (&self->outputs, dh_cli_outputs_free);
  for (gsize i = 0; self->results != NULL && i < dh_experiment_n_runs (self->experiment); i++)
    {
      g_clear_pointer (&self->results[i].history, dh_history_unref);
      g_free (self->results[i].weights);
    }
  g_free (self->results);
  g_clear_pointer (&self->views, g_ptr_array_unref);
  g_clear_pointer (&self->experiment, dh_experiment_unref);
  dh_cli_options_clear (&self->options);
}

DhExit
dh_cli_run (char **arguments)
{
  Invocation self = { .chosen = -1 };
  g_autoptr (GError) error = NULL;
  DhExit status;

  if (!dh_cli_options_parse (&self.options, dh_cli_other_options (), arguments, &error))
    status = fail (DH_EXIT_USAGE, error);
  else if (self.options.help)
    {
      dh_cli_print_run_help ();
      status = DH_EXIT_DONE;
    }
  else
    {
      dh_cli_interrupt_install ();
      status = prepare (&self);
      if (status == DH_EXIT_DONE)
        status = work (&self);
    }
  invocation_clear (&self);
  return status;
}
