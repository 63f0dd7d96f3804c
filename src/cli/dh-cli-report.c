/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Reports: what came of the runs, as JSON and in a few lines for people. */
#include "config.h"

#include "dh-cli.h"

#include <glib/gi18n-lib.h>

#include "dh-findings.h"
#include "dh-json-writer.h"
#include "dh-number.h"

/* More weights than that are counted in a summary, not listed. */
#define MAX_LISTED 12

static void
write_rule (DhJsonWriter *json, const char *key, char *text)
{
  dh_json_member_string (json, key, text);
  g_free (text);
}

static void
write_optimiser (DhJsonWriter *json, const DhRun *run)
{
  const DhOptimiserInfo *info = dh_optimiser_info (run->optimiser.kind);

  dh_json_member_string (json, "optimizer", info->id);
  dh_json_key (json, "parameters");
  dh_json_begin_object (json);
  for (guint i = 0; i < info->n_params; i++)
    dh_json_member_number (json, info->param[i].id, run->optimiser.param[i]);
  dh_json_end_object (json);
}

static void
write_interventions (DhJsonWriter *json, const DhRun *run)
{
  dh_json_key (json, "interventions");
  dh_json_begin_array (json);
  for (gsize i = 0; i < run->n_interventions; i++)
    {
      dh_json_begin_object (json);
      dh_json_member_uint (json, "step", run->interventions[i].step);
      dh_json_member_number (json, "lr", run->interventions[i].lr);
      dh_json_end_object (json);
    }
  dh_json_end_array (json);
}

static void
write_record (DhJsonWriter *json, const DhRun *run)
{
  dh_json_key (json, "record");
  dh_json_begin_array (json);
  if (run->record_bump)
    dh_json_string (json, "bump");
  if (run->record_curvature)
    dh_json_string (json, "curvature");
  dh_json_end_array (json);
}

/* Under the names and in the form of the command line, so that they can be given again. */
static void
write_settings (DhJsonWriter *json, const DhRun *run)
{
  dh_json_key (json, "settings");
  dh_json_begin_object (json);
  write_rule (json, "model", dh_model_spec_to_string (&run->model));
  write_rule (json, "init", dh_init_spec_to_string (&run->init));
  write_rule (json, "gradient", dh_gradient_to_string (run->gradient, run->bump));
  write_optimiser (json, run);
  dh_json_member_uint (json, "prime", run->prime);
  dh_json_member_number (json, "lr", run->lr);
  write_rule (json, "schedule", dh_schedule_spec_to_string (&run->schedule));
  write_interventions (json, run);
  write_rule (json, "clip", dh_clip_spec_to_string (&run->clip));
  dh_json_key (json, "batch");
  if (run->batch == 0)
    dh_json_string (json, "all");
  else
    dh_json_uint (json, run->batch);
  dh_json_key (json, "shuffle");
  if (run->shuffle)
    dh_json_uint (json, run->shuffle_seed);
  else
    dh_json_string (json, "off");
  dh_json_member_string (json, "carry", dh_carry_id (run->carry));
  dh_json_member_uint (json, "epochs", run->epochs);
  write_record (json, run);
  dh_json_end_object (json);
}

static void
write_data (DhJsonWriter *json, const DhData *data)
{
  const DhDataSpec *spec = dh_data_get_spec (data);

  dh_json_key (json, "data");
  dh_json_begin_object (json);
  write_rule (json, "source", dh_data_spec_to_string (spec));
  if (spec->source == DH_DATA_RANGE || spec->source == DH_DATA_RANDOM)
    {
      write_rule (json, "target", dh_target_to_string (&spec->target));
      dh_json_member_number (json, "noise_sd", spec->noise_sd);
      dh_json_member_uint (json, "noise_seed", spec->noise_seed);
    }
  dh_json_member_uint (json, "rows", dh_data_get_n_rows (data));
  dh_json_end_object (json);
}

static void
write_final (DhJsonWriter *json, const DhCliResult *result)
{
  gsize n = dh_model_n_weights (&result->run->model);

  dh_json_key (json, "final");
  dh_json_begin_object (json);
  dh_json_member_number (json, "mse", result->status.mse);
  dh_json_member_number (json, "rmse", result->status.rmse);
  dh_json_member_number (json, "root_sum", result->status.root_sum);
  dh_json_key (json, "weights");
  dh_json_begin_object (json);
  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *name = dh_model_weight_name (&result->run->model, i);

      dh_json_member_number (json, name, result->weights[i]);
    }
  dh_json_end_object (json);
  dh_json_end_object (json);
}

/* Of the last epoch; only where the run was asked to record it. */
static void
write_curvature (DhJsonWriter *json, const DhHistory *history)
{
  const DhEpochColumns *columns = dh_history_epoch_columns (history);
  DhTable *table = dh_history_get_epochs (history);
  gsize n = dh_table_length (table);
  const struct { const char *key; int column; } members[] = {
    { "lambda_max", columns->lambda_max }, { "lambda_min", columns->lambda_min },
    { "condition", columns->condition }, { "row_limit", columns->row_limit },
    { "epoch_limit", columns->epoch_limit },
  };

  if (columns->lambda_max < 0 || n == 0)
    return;
  dh_json_key (json, "curvature");
  dh_json_begin_object (json);
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    dh_json_member_number (json, members[i].key,
                           dh_table_value (table, (guint) members[i].column, n - 1));
  dh_json_end_object (json);
}

/* What the program noticed; the sentences are in the user's language, the rest is not. */
static void
write_findings (DhJsonWriter *json, const DhHistory *history)
{
  g_autoptr (GPtrArray) findings = dh_findings_find (history, NULL);

  dh_findings_try (findings, history, dh_cli_interrupt_flag ());
  dh_json_key (json, "findings");
  dh_json_begin_array (json);
  for (guint i = 0; i < findings->len; i++)
    {
      const DhFinding *finding = g_ptr_array_index (findings, i);

      dh_json_begin_object (json);
      dh_json_member_string (json, "kind", dh_finding_kind_id (finding->kind));
      dh_json_member_string (json, "severity", dh_severity_id (finding->severity));
      dh_json_member_uint (json, "step", finding->step);
      write_rule (json, "title", dh_finding_title (finding));
      write_rule (json, "sentence", dh_finding_sentence (finding));
      dh_json_key (json, "evidence");
      dh_json_begin_object (json);
      for (guint j = 0; j < finding->n_evidence; j++)
        dh_json_member_number (json, finding->evidence[j].name, finding->evidence[j].value);
      dh_json_end_object (json);
      dh_json_end_object (json);
    }
  dh_json_end_array (json);
}

static void
write_run (DhJsonWriter *json, const DhCliResult *result)
{
  dh_json_begin_object (json);
  dh_json_member_string (json, "name", result->run->name);
  write_settings (json, result->run);
  dh_json_member_string (json, "state", dh_state_id (result->status.state));
  dh_json_member_uint (json, "steps", result->status.steps);
  dh_json_member_uint (json, "epochs", result->status.epochs);
  write_final (json, result);
  write_curvature (json, result->history);
  write_findings (json, result->history);
  dh_json_end_object (json);
}

char *
dh_cli_report_json (const DhExperiment *experiment, const DhCliResult *results)
{
  DhJsonWriter json;

  dh_json_writer_init (&json);
  dh_json_begin_object (&json);
  dh_json_member_string (&json, "program", "downhill-cli");
  dh_json_member_string (&json, "version", PACKAGE_VERSION);
  write_data (&json, dh_experiment_get_data (experiment));
  dh_json_key (&json, "runs");
  dh_json_begin_array (&json);
  for (gsize i = 0; i < dh_experiment_n_runs (experiment); i++)
    write_run (&json, &results[i]);
  dh_json_end_array (&json);
  dh_json_end_object (&json);
  return dh_json_writer_finish (&json);
}

static void
append_outcome (GString *out, const DhCliResult *result)
{
  char epochs[32], steps[32];

  g_snprintf (epochs, sizeof epochs, "%" G_GUINT64_FORMAT, result->status.epochs);
  g_snprintf (steps, sizeof steps, "%" G_GUINT64_FORMAT, result->status.steps);
  if (result->status.state == DH_STATE_EXPLODED)
    {
      /* Translators: a run's name, then a step's number. */
      g_string_append_printf (out, _("%s: exploded at step %s\n"), result->run->name, steps);
      return;
    }
  /* Translators: a run's name, its state, then two numbers. */
  g_string_append_printf (out, _("%s: %s, epochs: %s, steps: %s\n"), result->run->name,
                          _(dh_state_label (result->status.state)), epochs, steps);
  g_string_append (out, "  RMSE ");
  dh_number_append (out, result->status.rmse);
  g_string_append (out, ", MSE ");
  dh_number_append (out, result->status.mse);
  g_string_append (out, ", √Σe ");
  dh_number_append (out, result->status.root_sum);
  g_string_append_c (out, '\n');
}

static void
append_weights (GString *out, const DhCliResult *result)
{
  gsize n = dh_model_n_weights (&result->run->model);

  if (n > MAX_LISTED)
    {
      char count[32];

      g_snprintf (count, sizeof count, "%" G_GSIZE_FORMAT, n);
      g_string_append_printf (out, _("  %s weights; --json lists them\n"), count);
      return;
    }
  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *name = dh_model_weight_name (&result->run->model, i);

      g_string_append_printf (out, "%s%s = ", i == 0 ? "  " : ", ", name);
      dh_number_append (out, result->weights[i]);
    }
  g_string_append_c (out, '\n');
}

char *
dh_cli_report_summary (const DhExperiment *experiment, const DhCliResult *results)
{
  g_autofree char *data = dh_data_describe (dh_experiment_get_data (experiment));
  GString *out = g_string_new (data);

  g_string_append_c (out, '\n');
  for (gsize i = 0; i < dh_experiment_n_runs (experiment); i++)
    if (results[i].history != NULL)
      {
        append_outcome (out, &results[i]);
        if (results[i].status.state != DH_STATE_EXPLODED)
          append_weights (out, &results[i]);
      }
  return g_string_free (out, FALSE);
}
