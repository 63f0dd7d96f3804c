/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* How a run ended: converged, settled on the wrong answer; and whether it oscillated. */
#include "dh-findings-private.h"

#define CLOSE 1e-3

/* Fewer steps say nothing of a habit. */
#define MIN_STEPS 8

/* The line that a model without activation comes down to, after step @k. */
static void
line_after (const DhCase *c, gsize k, double *line)
{
  line[0] = dh_case_at (c, c->columns->effective_slope, 0, k);
  line[1] = dh_case_at (c, c->columns->effective_intercept, 0, k);
}

static double
distance (const double *a, const double *b)
{
  return sqrt ((a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1]));
}

/* Whether the run ends at the least-squares line, and since which step. */
static void
find_line (DhCase *c, const double *best)
{
  const double origin[2] = { 0 };
  double limit = CLOSE * MAX (1, distance (best, origin));
  double line[2], end[2];
  gsize k = c->n_steps;
  DhFinding *f;

  if (c->columns->effective_slope < 0)
    return;
  line_after (c, k, end);
  if (!(distance (end, best) <= limit))
    return;
  for (; k > 1; k--)
    {
      line_after (c, k - 1, line);
      if (!(distance (line, best) <= limit))
        break;
    }
  f = dh_case_add (c, DH_FINDING_CONVERGED, DH_SEVERITY_GOOD, k);
  dh_finding_put (f, "slope", end[0]);
  dh_finding_put (f, "intercept", end[1]);
  dh_finding_put (f, "best_slope", best[0]);
  dh_finding_put (f, "best_intercept", best[1]);
  dh_finding_put (f, "distance", distance (end, best));
  dh_finding_put (f, "rms", c->rms_end);
}

/* Other models: the end of the first epoch since which all errors are next to nothing. */
static void
find_fit (DhCase *c)
{
  const DhTable *epochs = dh_history_get_epochs (c->history);
  int column = dh_history_epoch_columns (c->history)->rmse;
  gsize n = c->n_epochs;
  gsize e = n;
  DhFinding *f;

  if (n == 0 || !(c->rms_end <= CLOSE * c->spread))
    return;
  while (e > 0 && dh_table_value (epochs, (guint) column, e - 1) <= CLOSE * c->spread)
    e--;
  f = dh_case_add (c, DH_FINDING_CONVERGED, DH_SEVERITY_GOOD,
                   MIN ((e + 1) * dh_history_steps_per_epoch (c->history), c->n_steps));
  dh_finding_put (f, "rms", c->rms_end);
  dh_finding_put (f, "spread", c->spread);
}

/* The root mean square that the least-squares line leaves. */
static double
rms_of_line (const DhCase *c, const double *line)
{
  const double *x = dh_data_get_x (c->data);
  const double *y = dh_data_get_y (c->data);
  double sum = 0;

  for (gsize i = 0; i < c->n_rows; i++)
    {
      double r = line[0] * x[i] + line[1] - y[i];

      sum += r * r;
    }
  return sqrt (sum / (double) c->n_rows);
}

static void
find_wrong (DhCase *c, const double *best)
{
  double possible = rms_of_line (c, best);
  DhFinding *f;

  /* Clearly: a tenth of the spread of y, so that noise and rounding can't be it. */
  if (!(c->slope_end <= CLOSE * c->slope_start) || !(c->rms_end >= possible + 0.1 * c->spread))
    return;
  f = dh_case_add (c, DH_FINDING_WRONG_ANSWER, DH_SEVERITY_PROBLEM, c->n_steps);
  dh_finding_put (f, "gradient", c->slope_end);
  dh_finding_put (f, "gradient_start", c->slope_start);
  dh_finding_put (f, "rms", c->rms_end);
  dh_finding_put (f, "line_rms", possible);
}

void
dh_case_find_outcome (DhCase *c)
{
  double best[2];
  gboolean has_best = dh_data_least_squares (c->data, &best[0], &best[1]);

  if (!c->has_end || c->state == DH_STATE_EXPLODED)
    return;
  if (c->run->model.activation != DH_ACTIVATION_IDENTITY && c->run->model.n_hidden > 0)
    find_fit (c);
  else if (has_best)
    find_line (c, best);
  if (has_best)
    find_wrong (c, best);
}

void
dh_case_find_oscillation (DhCase *c)
{
  gsize between = 0, counted = 0, first = 0;
  g_autofree gsize *turns = g_new0 (gsize, c->n_weights);
  gsize most = 0;
  DhFinding *f;

  if (c->columns->norms || c->state == DH_STATE_EXPLODED || !(c->rms_end < 10 * c->rms_start))
    return;
  for (gsize k = 2; k <= c->n_steps; k++)
    {
      double overshoot = dh_case_at (c, c->columns->overshoot, 0, k);

      if (k % 4096 == 0 && dh_case_cancelled (c))
        return;
      /* At the target only rounding is left to change signs. */
      if (!(sqrt (dh_case_at (c, c->columns->error, 0, k)) > 1e-6 * c->spread))
        continue;
      counted++;
      if (overshoot > 1 && overshoot < 2)
        {
          between++;
          first = first == 0 ? k : first;
        }
      for (gsize j = 0; j < c->n_weights; j++)
        turns[j] += dh_case_at (c, c->columns->g, j, k) * dh_case_at (c, c->columns->g, j, k - 1) < 0;
    }
  for (gsize j = 1; j < c->n_weights; j++)
    most = turns[j] > turns[most] ? j : most;
  if (counted < MIN_STEPS || 2 * between <= counted || 2 * turns[most] <= counted)
    return;
  f = dh_case_add (c, DH_FINDING_OSCILLATING, DH_SEVERITY_WARNING, first);
  f->weight = (int) most;
  dh_finding_put (f, "steps", (double) counted);
  dh_finding_put (f, "past_target", (double) between);
  dh_finding_put (f, "sign_changes", (double) turns[most]);
}
