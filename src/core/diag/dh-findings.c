/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Findings: examines a record, kind by kind. */
#include "dh-findings-private.h"

#include <string.h>

/* Rows that go through the model at once. */
#define PIECE 256

DhFinding *
dh_case_add (DhCase *c, DhFindingKind kind, DhSeverity severity, guint64 step)
{
  DhFinding *finding = g_new0 (DhFinding, 1);

  finding->kind = kind;
  finding->severity = severity;
  finding->step = step;
  finding->unit = -1;
  finding->weight = -1;
  finding->model = c->run->model;
  /* A bump that was lost once was lost. */
  if (c->running && kind != DH_FINDING_BUMP_LOST)
    finding->so_far = c->n_steps;
  g_ptr_array_add (c->findings, finding);
  return finding;
}

DhFinding *
dh_case_get (const DhCase *c, DhFindingKind kind)
{
  for (guint i = 0; i < c->findings->len; i++)
    {
      DhFinding *finding = g_ptr_array_index (c->findings, i);

      if (finding->kind == kind)
        return finding;
    }
  return NULL;
}

void
dh_finding_put (DhFinding *finding, const char *name, double value)
{
  g_return_if_fail (finding->n_evidence < DH_FINDING_MAX_EVIDENCE);
  finding->evidence[finding->n_evidence++] = (DhEvidence) { name, value };
}

double
dh_finding_number (const DhFinding *finding, const char *name)
{
  for (guint i = 0; i < finding->n_evidence; i++)
    if (strcmp (finding->evidence[i].name, name) == 0)
      return finding->evidence[i].value;
  return (double) NAN;
}

gboolean
dh_case_cancelled (const DhCase *c)
{
  return c->cancel != NULL && g_atomic_int_get (c->cancel);
}

double
dh_case_at (const DhCase *c, int column, gsize weight, gsize k)
{
  if (column < 0)
    return (double) NAN;
  return dh_table_value (c->steps, (guint) column + (guint) weight, k - 1);
}

/* Root mean square of the residuals over all rows, and the length of the mean error's gradient. */
static gboolean
measure (DhCase *c, const double *w, double *rms, double *slope)
{
  const double *x = dh_data_get_x (c->data);
  const double *y = dh_data_get_y (c->data);
  g_autofree double *g = g_new (double, c->n_weights);
  g_autofree double *sum = g_new0 (double, c->n_weights);
  double prediction[PIECE];
  double mean = 0;

  for (gsize i = 0; i < c->n_rows; i += PIECE)
    {
      gsize n = MIN (PIECE, c->n_rows - i);
      double share = (double) n / (double) c->n_rows;

      if (dh_case_cancelled (c))
        return FALSE;
      mean += share * dh_network_loss_gradient (c->network, w, x + i, y + i, n, prediction, NULL, g);
      for (gsize j = 0; j < c->n_weights; j++)
        sum[j] += share * g[j];
    }
  *rms = sqrt (mean);
  *slope = 0;
  for (gsize j = 0; j < c->n_weights; j++)
    *slope += sum[j] * sum[j];
  *slope = sqrt (*slope);
  return TRUE;
}

/* FALSE: cancelled, or no memory for the model's scratch. */
static gboolean
open_case (DhCase *c)
{
  c->network = dh_network_new (&c->run->model, PIECE, NULL);
  if (c->network == NULL)
    return FALSE;
  c->start = g_new (double, c->n_weights);
  c->end = g_new (double, c->n_weights);
  memcpy (c->start, dh_history_initial_weights (c->history), c->n_weights * sizeof *c->start);
  c->has_end = dh_history_weights_at (c->history, c->n_steps, c->end) == c->n_steps;
  for (gsize j = 0; j < c->n_weights; j++)
    c->has_end = c->has_end && isfinite (c->end[j]);
  c->spread = dh_survival_spread (c->data);
  c->rms_end = c->slope_end = (double) NAN;
  if (!measure (c, c->start, &c->rms_start, &c->slope_start))
    return FALSE;
  return !c->has_end || measure (c, c->end, &c->rms_end, &c->slope_end);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const DhFinding *one = *(const DhFinding *const *) a;
  const DhFinding *other = *(const DhFinding *const *) b;

  if (one->severity != other->severity)
    return one->severity > other->severity ? -1 : 1;
  return (one->kind > other->kind) - (one->kind < other->kind);
}

static void
examine (DhCase *c)
{
  static void (*const finders[]) (DhCase *) = {
    dh_case_find_runaway,     dh_case_find_dead_relu,   dh_case_find_bump_lost,
    dh_case_find_oscillation, dh_case_find_outcome,     dh_case_find_line,
    dh_case_find_plateau,     dh_case_find_descent,
  };
  /* The first four need no end. */
  guint n = c->running ? 4 : G_N_ELEMENTS (finders);

  if (!open_case (c))
    return;
  for (guint i = 0; i < n && !dh_case_cancelled (c); i++)
    finders[i](c);
}

GPtrArray *
dh_findings_find (const DhHistory *history, const gint *cancel)
{
  DhCase c = { .history = history, .cancel = cancel };

  g_return_val_if_fail (history != NULL, NULL);

  c.state = dh_history_get_state (history);
  c.findings = g_ptr_array_new_with_free_func (g_free);
  c.run = dh_history_get_run (history);
  c.data = dh_history_get_data (history);
  c.columns = dh_history_step_columns (history);
  c.steps = dh_history_get_steps (history);
  c.running = c.state == DH_STATE_RUNNING || c.state == DH_STATE_WAITING;
  c.n_steps = dh_history_n_steps (history);
  c.n_epochs = dh_history_n_epochs (history);
  if (c.running)
    c.n_epochs = MIN (c.n_epochs, c.n_steps / dh_history_steps_per_epoch (history));
  c.n_rows = dh_data_get_n_rows (c.data);
  c.n_weights = dh_model_n_weights (&c.run->model);
  if (c.n_steps > 0)
    examine (&c);
  dh_network_free (c.network);
  g_free (c.start);
  g_free (c.end);
  if (dh_case_cancelled (&c))
    {
      g_ptr_array_unref (c.findings);
      return NULL;
    }
  g_ptr_array_sort (c.findings, compare);
  return c.findings;
}

DhFinding *
dh_findings_lost (GPtrArray *findings)
{
  g_return_val_if_fail (findings != NULL, NULL);

  for (guint i = 0; i < findings->len; i++)
    {
      DhFinding *finding = g_ptr_array_index (findings, i);

      if ((finding->kind == DH_FINDING_EXPLODED || finding->kind == DH_FINDING_RAN_AWAY) && finding->so_far == 0)
        return finding;
    }
  return NULL;
}

void
dh_finding_put_survival (DhFinding *finding, const DhSurvival *survival)
{
  dh_finding_put (finding, "survives_up_to", survival->up_to);
  if (survival->luck > 0)
    dh_finding_put (finding, "survives_by_luck", survival->luck);
}

void
dh_findings_try (GPtrArray *findings, const DhHistory *history, const gint *cancel)
{
  DhFinding *lost = dh_findings_lost (findings);
  DhSurvival survival;

  if (lost != NULL && dh_survival_find (dh_history_get_run (history), dh_history_get_data (history),
                                        DH_SURVIVAL_BUDGET, cancel, &survival))
    dh_finding_put_survival (lost, &survival);
}
