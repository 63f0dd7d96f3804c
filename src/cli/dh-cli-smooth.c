/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* "downhill-cli smooth": from arguments to a specification, through the runs that it needs, to a CSV, a
 * chart, or the formulas with the last value's numbers. */
#include "config.h"

#include "dh-cli.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "dh-csv-sheet.h"
#include "dh-error.h"
#include "dh-file.h"
#include "dh-number.h"
#include "dh-smooth-chart.h"

/* Values written between two looks at Ctrl+C. */
#define ROWS_A_LOOK 4096

/* One invocation. Everything owned. */
typedef struct
{
  DhCliOptions options;
  DhExperiment *experiment;
  DhHistory **histories;  /* one a run; NULL: not needed */
  DhSmoothLines *lines;
  DhFileWriter *writer;   /* NULL: no CSV, or finished */
} Invocation;

static DhExit
fail (DhExit status, GError *error)
{
  return dh_cli_fail (status, error->message);
}

/* A quantity is one of the run that --run means, or of the only one. */
static gboolean
set_recorded (Invocation *self, gssize chosen, DhSmoothSignal *signal, GError **error)
{
  g_autofree char *list = NULL;

  if (chosen < 0)
    {
      list = dh_cli_list_runs (self->experiment);
      g_set_error (error, DH_ERROR, DH_ERROR_INVALID,
                   _("--signal: A recorded signal is of one run, and there are several: choose with --run NAME or "
                     "NUMBER (%s)."),
                   list);
      return FALSE;
    }
  if (strlen (self->options.signal) >= DH_SMOOTH_ID_SIZE)
    {
      dh_error_set_quoted (error, DH_ERROR_INVALID, _("--signal: There is no quantity %s."), self->options.signal);
      return FALSE;
    }
  dh_smooth_signal_set_recorded (signal, dh_experiment_get_run (self->experiment, (gsize) chosen)->id,
                                 self->options.signal);
  return TRUE;
}

static gboolean
parse_signal (Invocation *self, gssize chosen, DhSmoothSpec *spec, GError **error)
{
  DhSmoothSignal *signal = &spec->signal[0];

  spec->n_signals = 1;
  if (dh_quantity_find (self->options.signal) != NULL)
    return set_recorded (self, chosen, signal, error);
  if (dh_smooth_signal_parse (self->options.signal, signal, error))
    return TRUE;
  g_prefix_error (error, "--signal: ");
  return FALSE;
}

static gboolean
parse_numbers (const DhCliOptions *options, DhSmoothSpec *spec, GError **error)
{
  const char *option = "beta";
  gboolean good = options->beta == NULL
                  || (dh_number_parse (options->beta, &spec->beta, error) && dh_smooth_beta_check (spec->beta, error));

  if (good && options->method != NULL)
    {
      option = "method";
      good = dh_smooth_methods_parse (options->method, &spec->methods, error);
    }
  if (good && options->length != NULL)
    {
      option = "length";
      good = dh_number_parse_uint64 (options->length, 1, DH_SMOOTH_MAX_LENGTH, &spec->length, error);
    }
  if (!good)
    g_prefix_error (error, "--%s: ", option);
  return good;
}

/* Told before the training, not by an empty file after it. */
static gboolean
check_recorded (const DhExperiment *experiment, GError **error)
{
  const DhSmoothSpec *spec = dh_experiment_get_smoothing (experiment);

  for (guint i = 0; i < spec->n_signals; i++)
    {
      const DhSmoothSignal *signal = &spec->signal[i];
      DhRun *run = dh_experiment_find_run (experiment, signal->run, NULL);
      g_autoptr (DhHistory) empty = NULL;

      if (signal->kind != DH_SMOOTH_RECORDED)
        continue;
      if (run == NULL)
        {
          g_set_error (error, DH_ERROR, DH_ERROR_INVALID,
                       _("--signal: The experiment has no run with the id %" PRIu64 "."), signal->run);
          return FALSE;
        }
      empty = dh_history_new (run, dh_experiment_get_data (experiment));
      if (dh_quantity_n_signals (empty, signal->quantity) > 0)
        continue;
      dh_error_set_quoted (error, DH_ERROR_INVALID,
                           _("--signal: This run does not record %s. Its model or its optimiser may not have it; some "
                             "quantities need --record bump or --record curvature."),
                           signal->quantity);
      return FALSE;
    }
  return TRUE;
}

/* Which run settings and quantities are of; -1: all, or none in particular. FALSE: there is no such run. */
static gboolean
choose_run (const Invocation *self, const DhExperiment *loaded, gssize *chosen, GError **error)
{
  *chosen = dh_experiment_n_runs (loaded) == 1 ? 0 : -1;
  if (self->options.run == NULL)
    return TRUE;
  *chosen = dh_cli_find_run (loaded, self->options.run, error);
  return *chosen >= 0;
}

static DhExit
make_experiment (Invocation *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DhExperiment) loaded = dh_cli_load_experiment (&self->options, &error);
  g_autoptr (DhExperiment) plain = NULL;
  DhSmoothSpec spec;
  gboolean usage = FALSE;
  gssize chosen;

  if (loaded == NULL)
    return fail (DH_EXIT_FAILED, error);
  if (!choose_run (self, loaded, &chosen, &error))
    return fail (DH_EXIT_USAGE, error);
  self->experiment = dh_cli_settings_apply (loaded, self->options.settings, self->options.run != NULL ? chosen : -1,
                                            &usage, &error);
  if (self->experiment == NULL)
    return fail (usage ? DH_EXIT_USAGE : DH_EXIT_FAILED, error);
  spec = *dh_experiment_get_smoothing (self->experiment);
  if (!parse_numbers (&self->options, &spec, &error)
      || (self->options.signal != NULL && !parse_signal (self, chosen, &spec, &error))
      || !dh_smooth_spec_validate (&spec, &error))
    return fail (DH_EXIT_USAGE, error);
  plain = g_steal_pointer (&self->experiment);
  self->experiment = dh_experiment_with_smoothing (plain, &spec);
  return check_recorded (self->experiment, &error) ? DH_EXIT_DONE : fail (DH_EXIT_USAGE, error);
}

static DhExit
open_outputs (Invocation *self)
{
  g_autoptr (GError) error = NULL;

  if (self->options.csv != NULL)
    {
      self->writer = dh_file_writer_new (self->options.csv, &error);
      if (self->writer == NULL)
        return fail (DH_EXIT_FAILED, error);
    }
  if (self->options.output != NULL && !dh_cli_check_place (self->options.output, &error))
    return fail (DH_EXIT_FAILED, error);
  return DH_EXIT_DONE;
}

/* Only the runs that a signal is of. */
static gboolean
train (Invocation *self, GError **error)
{
  const DhSmoothSpec *spec = dh_experiment_get_smoothing (self->experiment);

  self->histories = g_new0 (DhHistory *, dh_experiment_n_runs (self->experiment) + 1);
  for (guint i = 0; i < spec->n_signals; i++)
    {
      DhCliResult result = { 0 };
      gboolean good;
      gsize index;
      DhRun *run = spec->signal[i].kind == DH_SMOOTH_RECORDED
                     ? dh_experiment_find_run (self->experiment, spec->signal[i].run, &index) : NULL;

      if (run == NULL || self->histories[index] != NULL)
        continue;
      good = dh_cli_train_run (run, dh_experiment_get_data (self->experiment), &result, error);
      self->histories[index] = result.history;
      g_free (result.weights);
      if (!good)
        return FALSE;
    }
  return TRUE;
}

static void
write_header (DhSheet *sheet, const DhSmoothLines *lines)
{
  const DhSmoothSpec *spec = dh_smooth_lines_get_spec (lines);
  DhSmoothColumn column;

  dh_sheet_text (sheet, "index");
  for (guint i = 0; i < spec->n_signals; i++)
    {
      g_autofree char *signal = i == 0 ? g_strdup ("signal") : g_strdup_printf ("signal-%u", i + 1);

      dh_sheet_text (sheet, signal);
      for (guint m = 0; m < DH_SMOOTH_N_METHODS; m++)
        if (dh_smooth_lines_average (lines, i, (DhSmoothMethod) m, &column))
          {
            const char *id = dh_smooth_method_info ((DhSmoothMethod) m)->id;
            g_autofree char *name = i == 0 ? g_strdup (id) : g_strdup_printf ("%s.%s", signal, id);

            dh_sheet_text (sheet, name);
          }
    }
}

/* A shorter signal's cells are empty after its end. */
static void
write_cell (DhSheet *sheet, const DhSmoothColumn *column, gsize row)
{
  if (row < dh_table_length (column->table))
    dh_sheet_number (sheet, dh_table_value (column->table, column->column, row));
  else
    dh_sheet_raw (sheet, "", 0);
}

static gboolean
write_row (DhSheet *sheet, const DhSmoothLines *lines, gsize row)
{
  DhSmoothColumn column;

  dh_sheet_number (sheet, (double) row + 1);
  for (guint i = 0; i < dh_smooth_lines_get_spec (lines)->n_signals; i++)
    {
      if (dh_smooth_lines_raw (lines, i, &column))
        write_cell (sheet, &column, row);
      for (guint m = 0; m < DH_SMOOTH_N_METHODS; m++)
        if (dh_smooth_lines_average (lines, i, (DhSmoothMethod) m, &column))
          write_cell (sheet, &column, row);
    }
  return dh_sheet_end_row (sheet);
}

static DhExit
write_csv (Invocation *self)
{
  g_autoptr (GError) error = NULL;
  gboolean good = TRUE;
  gsize length = 0;
  DhSheet sheet;

  for (guint i = 0; i < dh_smooth_lines_get_spec (self->lines)->n_signals; i++)
    length = MAX (length, dh_smooth_lines_length (self->lines, i));
  dh_sheet_init (&sheet, dh_file_writer_stream (self->writer));
  write_header (&sheet, self->lines);
  good = dh_sheet_end_row (&sheet);
  for (gsize row = 0; good && row < length; row++)
    {
      if (row % ROWS_A_LOOK == 0 && g_atomic_int_get (dh_cli_interrupt_flag ()))
        {
          dh_sheet_finish (&sheet, NULL);
          return dh_cli_fail (DH_EXIT_FAILED, _("Interrupted; no file has been written."));
        }
      good = write_row (&sheet, self->lines, row);
    }
  if (!dh_sheet_finish (&sheet, &error) || !dh_file_writer_finish (g_steal_pointer (&self->writer), &error))
    return fail (DH_EXIT_FAILED, error);
  return DH_EXIT_DONE;
}

static DhExit
write_chart (Invocation *self, const DhChartContext *context)
{
  g_autoptr (DhPlot) plot = dh_smooth_chart_build (context, self->lines);
  g_autoptr (GError) error = NULL;
  DhChartFileOptions file;

  if (!dh_cli_charts_file_options (&self->options, 1, &file, &error)
      || !dh_chart_file_write (&plot, 1, self->options.output, &file, &error))
    return fail (DH_EXIT_FAILED, error);
  return DH_EXIT_DONE;
}

static void
print_summary (Invocation *self, const DhChartContext *context)
{
  const DhSmoothSpec *spec = dh_smooth_lines_get_spec (self->lines);
  g_autofree char *label = dh_smooth_signal_label (self->experiment, &spec->signal[0]);
  g_autofree char *formula = dh_smooth_formula (context, self->lines, ".");
  char beta[DH_NUMBER_SIZE];

  /* Translators: a signal, how many values it has, the average's parameter. */
  g_print (_("%s: %zu values, β %s\n"), label, dh_smooth_lines_length (self->lines, 0),
           dh_number_format (spec->beta, beta));
  if (*formula)
    g_print ("%s\n", formula);
}

static DhExit
work (Invocation *self)
{
  DhChartContext context = { self->experiment, NULL, G_MAXUINT64 };
  DhHistory *histories[DH_SMOOTH_MAX_SIGNALS];
  g_autoptr (GError) error = NULL;
  DhExit status = DH_EXIT_DONE;

  if (!train (self, &error))
    return fail (DH_EXIT_FAILED, error);
  context.histories = self->histories;
  dh_smooth_chart_histories (&context, histories);
  self->lines = dh_smooth_lines_new (dh_experiment_get_smoothing (self->experiment), histories, NULL);
  dh_smooth_lines_advance (self->lines, G_MAXSIZE);
  if (self->writer == NULL && self->options.output == NULL)
    print_summary (self, &context);
  if (self->writer != NULL)
    status = write_csv (self);
  if (status == DH_EXIT_DONE && self->options.output != NULL)
    status = write_chart (self, &context);
  return status;
}

static void
invocation_clear (Invocation *self)
{
  g_clear_pointer (&self->writer, dh_file_writer_abandon);
  g_clear_pointer (&self->lines, dh_smooth_lines_free);
  for (gsize i = 0; self->histories != NULL && i < dh_experiment_n_runs (self->experiment); i++)
    g_clear_pointer (&self->histories[i], dh_history_unref);
  g_free (self->histories);
  g_clear_pointer (&self->experiment, dh_experiment_unref);
  dh_cli_options_clear (&self->options);
}

DhExit
dh_cli_smooth (char **arguments)
{
  Invocation self = { 0 };
  g_autoptr (GError) error = NULL;
  DhExit status;

  if (!dh_cli_options_parse (&self.options, dh_cli_smooth_options (), arguments, &error))
    status = fail (DH_EXIT_USAGE, error);
  else if (self.options.help)
    {
      dh_cli_print_smooth_help ();
      status = DH_EXIT_DONE;
    }
  else
    {
      dh_cli_interrupt_install ();
      status = make_experiment (&self);
      if (status == DH_EXIT_DONE)
        status = open_outputs (&self);
      if (status == DH_EXIT_DONE)
        status = work (&self);
    }
  invocation_clear (&self);
  return status;
}
