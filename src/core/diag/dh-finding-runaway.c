/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Exploded and ran away: which step did it. */
#include "dh-findings-private.h"

/* A stretch of growing errors that is shorter does not tell which step began it. */
#define STRETCH 4

/* Until the step that did it no error was this many times as far out as the start and the spread of y. */
#define AWAY 10

static double
error_at (const DhCase *c, gsize k)
{
  double error = dh_case_at (c, c->columns->error, 0, k);

  return isfinite (error) ? error : (double) INFINITY;
}

/* How much of its row's residual a step left. */
static double
left_at (const DhCase *c, gsize k)
{
  return fabs (1 - dh_case_at (c, c->columns->overshoot, 0, k));
}

static gboolean
left_worse (const DhCase *c, gsize k)
{
  double left = left_at (c, k);

  /* What is beyond every number makes no sentence. */
  return isfinite (left) && left > 1;
}

static gsize
peak_step (const DhCase *c)
{
  gsize peak = 1;

  for (gsize k = 2; k <= c->n_steps; k++)
    {
      if (k % 65536 == 0 && dh_case_cancelled (c))
        break;
      if (error_at (c, k) > error_at (c, peak))
        peak = k;
    }
  return peak;
}

/* The first step of the errors that grow without a break up to @peak. */
static gsize
growth_start (const DhCase *c, gsize peak)
{
  gsize k = peak;

  while (k > 1 && error_at (c, k - 1) < error_at (c, k))
    k--;
  return k;
}

/* The last step of the errors that grow without a break from @k on. */
static gsize
growth_end (const DhCase *c, gsize k)
{
  while (k < c->n_steps && error_at (c, k + 1) > error_at (c, k))
    k++;
  return k;
}

/* No later error is as small as that of step @k. */
static gboolean
never_back (const DhCase *c, gsize k)
{
  DhExtremes after;

  dh_table_extremes (c->steps, (guint) c->columns->error, k, c->n_steps - k, &after);
  return after.min > error_at (c, k);
}

/* The step that did it, where one did: until then the errors were of the start's size; it left its row worse,
 * and from it on they are greater than any before, grow at every step for a while and never come back. 0: no
 * such step. */
static gsize
decisive_step (const DhCase *c)
{
  double bound = AWAY * AWAY * (c->rms_start * c->rms_start + c->spread * c->spread);
  double before = 0;

  for (gsize k = 1; k + STRETCH - 1 <= c->n_steps && before <= bound; k++)
    {
      double error = error_at (c, k);

      if (error <= before)
        continue;
      if (left_worse (c, k) && growth_end (c, k) >= k + STRETCH - 1 && never_back (c, k))
        return k;
      before = error;
    }
  return 0;
}

/* The epoch with the least RMSE of those that ended before @step; 0: the first one or none. */
static gsize
best_epoch (const DhCase *c, gsize step)
{
  const DhTable *epochs = dh_history_get_epochs (c->history);
  int column = dh_history_epoch_columns (c->history)->rmse;
  gsize n = MIN (c->n_epochs, step / dh_history_steps_per_epoch (c->history));
  gsize best = 0;

  for (gsize i = 1; i < n; i++)
    if (dh_table_value (epochs, (guint) column, i) < dh_table_value (epochs, (guint) column, best))
      best = i;
  return best == 0 ? 0 : best + 1;
}

static gsize
first_worse (const DhCase *c, gsize from, gsize peak)
{
  for (gsize k = from; k <= peak; k++)
    if (left_worse (c, k))
      return k;
  return 0;
}

static void
put_step (const DhCase *c, DhFinding *f, gsize peak)
{
  gsize k = (gsize) f->step;
  double residual = dh_case_at (c, c->columns->y, 0, k) - dh_case_at (c, c->columns->prediction, 0, k);
  double overshoot = dh_case_at (c, c->columns->overshoot, 0, k);
  gboolean one_row = c->run->batch == 1;

  dh_finding_put (f, "x", dh_case_at (c, c->columns->x, 0, k));
  dh_finding_put (f, "overshoot", overshoot);
  dh_finding_put (f, "error", dh_case_at (c, c->columns->error, 0, k));
  dh_finding_put (f, "peak_step", (double) peak);
  dh_finding_put (f, "peak_error", dh_case_at (c, c->columns->error, 0, peak));
  dh_finding_put (f, "learning_rate", dh_case_at (c, c->columns->lr, 0, k));
  dh_finding_put (f, "rms_start", c->rms_start);
  if (c->has_end)
    dh_finding_put (f, "rms_end", c->rms_end);
  if (one_row)
    {
      dh_finding_put (f, "residual", fabs (residual));
      dh_finding_put (f, "moved", fabs (overshoot * residual));
    }
  /* The derivative predicts the overshoot of one row's plain step only. */
  if (one_row && dh_optimiser_spec_is_plain (&c->run->optimiser) && c->run->clip.kind == DH_CLIP_OFF)
    dh_finding_put (f, "step_gain", dh_case_at (c, c->columns->step_gain, 0, k));
}

void
dh_case_find_runaway (DhCase *c)
{
  gboolean exploded = c->state == DH_STATE_EXPLODED;
  gsize peak, step, epoch = 0;
  guint form = DH_FORM_FAST;
  DhFinding *f;

  if (!exploded && !(c->has_end && dh_survival_ran_away (c->rms_start, c->rms_end, c->spread)))
    return;
  step = decisive_step (c);
  peak = step != 0 ? growth_end (c, step) : peak_step (c);
  if (step == 0)
    {
      epoch = best_epoch (c, peak);
      form = epoch == 0 ? DH_FORM_FIRST : DH_FORM_AFTER;
      step = first_worse (c, epoch * dh_history_steps_per_epoch (c->history) + 1, peak);
    }
  if (step == 0)
    {
      form = DH_FORM_GREW;
      step = growth_start (c, peak);
    }
  f = dh_case_add (c, exploded ? DH_FINDING_EXPLODED : DH_FINDING_RAN_AWAY, DH_SEVERITY_PROBLEM, step);
  f->form = form;
  put_step (c, f, peak);
  if (exploded)
    dh_finding_put (f, "exploded_step", (double) c->n_steps);
  if (form == DH_FORM_AFTER)
    dh_finding_put (f, "best_epoch", (double) epoch);
}
