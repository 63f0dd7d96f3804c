/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* "downhill-cli sweep": from arguments to a run and its axes, through the sweep, to a CSV or a
 * summary. */
#include "config.h"

#include "dh-cli.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "dh-error.h"
#include "dh-file.h"
#include "dh-number.h"
#include "dh-sweep.h"

/* One invocation. Everything owned. */
typedef struct
{
  DhCliOptions options;
  DhExperiment *experiment;
  gsize chosen;         /* run of the experiment */
  DhSweepAxis lr, second;
  char *second_id;      /* NULL: one axis */
  DhSweep *sweep;
  DhFileWriter *writer; /* NULL: no CSV, or finished */
} Invocation;

static DhExit
fail (DhExit status, GError *error)
{
  return dh_cli_fail (status, error->message);
}

/* "lr=1e-6:1:200" to what it is of, owned, and the range. */
static char *
parse_over (const char *option, const char *text, DhSweepAxis *axis, GError **error)
{
  const char *equals = strchr (text, '=');
  g_autofree char *id = NULL;

  if (equals == NULL || equals == text)
    {
      g_set_error (error, DH_ERROR, DH_ERROR_PARSE,
                   _("--%s: Say what to vary, from where to where and how many values, as in %s."), option,
                   g_str_equal (option, "over") ? "lr=1e-6:1:200" : "momentum=0:0.99:40");
      return NULL;
    }
  id = g_strndup (text, (gsize) (equals - text));
  axis->id = id;
  if (!g_str_equal (option, "over") || g_str_equal (id, "lr"))
    {
      if (dh_sweep_axis_parse (equals + 1, axis, error))
        return g_steal_pointer (&id);
      g_prefix_error (error, "--%s: ", option);
      return NULL;
    }
  g_set_error (error, DH_ERROR, DH_ERROR_INVALID,
               _("--over is for the learning rate, as in lr=1e-6:1:200; vary %s with --over2 %s."), id, text);
  return NULL;
}

static gboolean
parse_axes (Invocation *self, GError **error)
{
  g_autofree char *lr = NULL;

  if (self->options.over == NULL)
    {
      g_set_error_literal (error, DH_ERROR, DH_ERROR_INVALID,
                           _("The learning rates are missing: add --over, for example --over lr=1e-6:1:200."));
      return FALSE;
    }
  lr = parse_over ("over", self->options.over, &self->lr, error);
  if (lr == NULL)
    return FALSE;
  self->lr.id = "lr";
  if (self->options.over2 == NULL)
    return TRUE;
  self->second_id = parse_over ("over2", self->options.over2, &self->second, error);
  if (self->second_id == NULL)
    return FALSE;
  self->second.id = self->second_id;
  if (!g_str_equal (self->second_id, "lr"))
    return TRUE;
  g_set_error_literal (error, DH_ERROR, DH_ERROR_INVALID,
                       _("--over2 is for a second number, and --over has the learning rate already."));
  return FALSE;
}

static gboolean
choose_run (Invocation *self, const DhExperiment *experiment, GError **error)
{
  g_autofree char *list = NULL;
  gssize found = 0;

  if (self->options.run != NULL)
    found = dh_cli_find_run (experiment, self->options.run, error);
  else if (dh_experiment_n_runs (experiment) > 1)
    {
      found = -1;
      list = dh_cli_list_runs (experiment);
      g_set_error (error, DH_ERROR, DH_ERROR_INVALID,
                   _("A sweep is of one run, and there are several: choose with --run NAME or NUMBER (%s)."),
                   list);
    }
  self->chosen = (gsize) MAX (found, 0);
  return found >= 0;
}

/* All that can be wrong is found before anything is trained or written. */
static DhExit
prepare (Invocation *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DhExperiment) loaded = NULL;
  gboolean usage = FALSE;

  if (!parse_axes (self, &error))
    return fail (DH_EXIT_USAGE, error);
  loaded = dh_cli_load_experiment (&self->options, &error);
  if (loaded == NULL)
    return fail (DH_EXIT_FAILED, error);
  if (!choose_run (self, loaded, &error))
    return fail (DH_EXIT_USAGE, error);
  self->experiment = dh_cli_settings_apply (loaded, self->options.settings, (gssize) self->chosen, &usage, &error);
  if (self->experiment == NULL)
    return fail (usage ? DH_EXIT_USAGE : DH_EXIT_FAILED, error);
  self->sweep = dh_sweep_new (dh_experiment_get_run (self->experiment, self->chosen),
                              dh_experiment_get_data (self->experiment), &self->lr,
                              self->second_id != NULL ? &self->second : NULL, &error);
  if (self->sweep == NULL)
    {
      g_prefix_error (&error, "--%s: ", self->second_id != NULL ? "over2" : "over");
      return fail (DH_EXIT_USAGE, error);
    }
  if (self->options.csv == NULL)
    return DH_EXIT_DONE;
  self->writer = dh_file_writer_new (self->options.csv, &error);
  return self->writer != NULL ? DH_EXIT_DONE : fail (DH_EXIT_FAILED, error);
}

static void
append_point (GString *out, const Invocation *self, const DhSweepPoint *point, gsize n_weights)
{
  gboolean exploded = point->state == DH_STATE_EXPLODED;
  const double figures[] = { point->mse, point->rmse, point->root_sum };

  dh_number_append (out, point->lr);
  if (self->second_id != NULL)
    {
      g_string_append_c (out, ',');
      dh_number_append (out, point->second);
    }
  g_string_append_printf (out, ",%s,%" G_GUINT64_FORMAT, dh_outcome_id (point->outcome), point->steps);
  for (gsize i = 0; i < G_N_ELEMENTS (figures); i++)
    {
      g_string_append_c (out, ',');
      dh_number_append (out, exploded ? (double) INFINITY : figures[i]);
    }
  for (gsize i = 0; i < n_weights; i++)
    {
      g_string_append_c (out, ',');
      dh_number_append (out, point->weights[i]);
    }
  g_string_append_c (out, '\n');
}

static DhExit
write_csv (Invocation *self)
{
  const DhModelSpec *model = &dh_experiment_get_run (self->experiment, self->chosen)->model;
  gsize n_weights = dh_model_n_weights (model);
  FILE *stream = dh_file_writer_stream (self->writer);
  g_autoptr (GString) out = g_string_new ("lr");
  g_autoptr (GError) error = NULL;

  if (self->second_id != NULL)
    g_string_append_printf (out, ",%s", self->second_id);
  g_string_append (out, ",outcome,steps,mse,rmse,root_sum");
  for (gsize i = 0; i < n_weights; i++)
    {
      g_autofree char *name = dh_model_weight_name (model, i);
      gboolean quote = strchr (name, ',') != NULL;

      g_string_append_printf (out, quote ? ",\"w.%s\"" : ",w.%s", name);
    }
  g_string_append_c (out, '\n');
  for (gsize i = 0; i < dh_sweep_n_points (self->sweep); i++)
    {
      if (g_atomic_int_get (dh_cli_interrupt_flag ()))
        return dh_cli_fail (DH_EXIT_FAILED, _("Interrupted; no file has been written."));
      append_point (out, self, dh_sweep_point (self->sweep, i), n_weights);
      fwrite (out->str, 1, out->len, stream); /* a failure shows when the writer finishes */
      g_string_truncate (out, 0);
    }
  if (!dh_file_writer_finish (g_steal_pointer (&self->writer), &error))
    return fail (DH_EXIT_FAILED, error);
  return DH_EXIT_DONE;
}

static const DhSweepPoint *
best_point (DhSweep *sweep)
{
  const DhSweepPoint *best = NULL;

  for (gsize i = 0; i < dh_sweep_n_points (sweep); i++)
    {
      const DhSweepPoint *point = dh_sweep_point (sweep, i);

      if (point->outcome != DH_OUTCOME_EXPLODES && point->outcome != DH_OUTCOME_DEAD
          && (best == NULL || point->mse < best->mse))
        best = point;
    }
  return best;
}

/* Neighbouring rates with one outcome, a line each. */
static void
append_bands (GString *out, DhSweep *sweep)
{
  gsize n = dh_sweep_n_points (sweep);

  for (gsize i = 0, end; i < n; i = end)
    {
      const DhSweepPoint *first = dh_sweep_point (sweep, i);
      char low[DH_NUMBER_SIZE], high[DH_NUMBER_SIZE];

      for (end = i + 1; end < n && dh_sweep_point (sweep, end)->outcome == first->outcome;)
        end++;
      dh_number_format (first->lr, low);
      dh_number_format (dh_sweep_point (sweep, end - 1)->lr, high);
      if (end - i == 1)
        g_string_append_printf (out, "%s: %s\n", low, _(dh_outcome_label (first->outcome)));
      else
        /* Translators: from one learning rate to another, the outcome, and of how many runs. */
        g_string_append_printf (out, _("%s to %s: %s (%zu rates)\n"), low, high,
                                _(dh_outcome_label (first->outcome)), end - i);
    }
}

static void
append_counts (GString *out, DhSweep *sweep)
{
  gsize count[DH_OUTCOME_N] = { 0 };

  for (gsize i = 0; i < dh_sweep_n_points (sweep); i++)
    count[dh_sweep_point (sweep, i)->outcome]++;
  for (guint i = 0; i < DH_OUTCOME_N; i++)
    if (count[i] > 0)
      g_string_append_printf (out, "%s: %zu\n", _(dh_outcome_label ((DhOutcome) i)), count[i]);
}

static void
print_summary (Invocation *self)
{
  const DhSweepPoint *best = best_point (self->sweep);
  g_autoptr (GString) out = g_string_new (NULL);
  char lr[DH_NUMBER_SIZE], second[DH_NUMBER_SIZE], rmse[DH_NUMBER_SIZE];

  if (self->second_id == NULL)
    append_bands (out, self->sweep);
  else
    append_counts (out, self->sweep);
  if (best == NULL)
    g_string_append (out, _("No run came through. Try lower learning rates.\n"));
  else
    {
      dh_number_format (best->lr, lr);
      dh_number_format (best->second, second);
      dh_number_format (best->rmse, rmse);
      if (self->second_id == NULL)
        g_string_append_printf (out, _("The least error of a last epoch: RMSE %s at the learning rate %s.\n"),
                                rmse, lr);
      else
        g_string_append_printf (out,
                                _("The least error of a last epoch: RMSE %s at the learning rate %s and %s %s.\n"),
                                rmse, lr, self->second_id, second);
    }
  g_print ("%s", out->str);
}

static DhExit
work (Invocation *self)
{
  g_autoptr (GError) error = NULL;

  if (!dh_sweep_run (self->sweep, dh_cli_interrupt_flag (), NULL, NULL, &error))
    return g_error_matches (error, DH_ERROR, DH_ERROR_CANCELLED)
             ? dh_cli_fail (DH_EXIT_FAILED, _("Interrupted; no file has been written."))
             : fail (DH_EXIT_FAILED, error);
  if (self->writer != NULL)
    return write_csv (self);
  print_summary (self);
  return DH_EXIT_DONE;
}

static void
invocation_clear (Invocation *self)
{
  g_clear_pointer (&self->writer, dh_file_writer_abandon);
  g_clear_pointer (&self->sweep, dh_sweep_free);
  g_clear_pointer (&self->experiment, dh_experiment_unref);
  g_free (self->second_id);
  dh_cli_options_clear (&self->options);
}

DhExit
dh_cli_sweep (char **arguments)
{
  Invocation self = { 0 };
  g_autoptr (GError) error = NULL;
  DhExit status;

  if (!dh_cli_options_parse (&self.options, dh_cli_sweep_options (), arguments, &error))
    status = fail (DH_EXIT_USAGE, error);
  else if (self.options.help)
    {
      dh_cli_print_sweep_help ();
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
