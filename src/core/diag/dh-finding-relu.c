/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Dead ReLU: units that are off for every row of the data, since when and by which update. */
#include "dh-findings-private.h"

#include "dh-units.h"

#include <string.h>

/* On for at most this share of at least so many rows is partly dead. */
#define FEW 0.1
#define MIN_ROWS 10

/* Looking at deeper units takes every row at every step: this many multiplications at most. */
#define MAX_WORK 2e9

/* Which units are on for at least one row. The pre-activation of a unit of the first layer is monotonous in x,
 * rounding included, so there the least and the greatest x tell. */
static void
find_on (const DhCase *c, const DhExtremes *x, const double *w, guint n_units, guint8 *on, guint8 *row)
{
  const double *xs = dh_data_get_x (c->data);
  gsize n = c->run->model.n_hidden > 1 ? c->n_rows : 2;

  memset (on, 0, n_units);
  for (gsize i = 0; i < n; i++)
    {
      double at = c->run->model.n_hidden > 1 ? xs[i] : (i == 0 ? x->min : x->max);

      dh_network_units_on (c->network, w, at, row);
      for (guint k = 0; k < n_units; k++)
        on[k] |= row[k];
    }
}

/* For how many rows unit @unit is on. */
static gsize
count_on (const DhCase *c, const double *w, guint unit, guint8 *row)
{
  const double *xs = dh_data_get_x (c->data);
  gsize count = 0;

  for (gsize i = 0; i < c->n_rows; i++)
    {
      dh_network_units_on (c->network, w, xs[i], row);
      count += row[unit];
    }
  return count;
}

/* since[unit]: the step after which it is off for good; G_MAXSIZE: it is on at the end. FALSE: cancelled. */
static gboolean
find_deaths (const DhCase *c, guint n_units, gsize *since)
{
  g_autofree guint8 *on = g_malloc (n_units);
  g_autofree guint8 *row = g_malloc (n_units);
  g_autofree double *w = g_new (double, c->n_weights);
  DhExtremes x = { HUGE_VAL, -HUGE_VAL, HUGE_VAL, 0 };
  guint left = 0;

  for (gsize i = 0; i < c->n_rows; i++)
    {
      x.min = MIN (x.min, dh_data_get_x (c->data)[i]);
      x.max = MAX (x.max, dh_data_get_x (c->data)[i]);
    }
  find_on (c, &x, c->end, n_units, on, row);
  for (guint u = 0; u < n_units; u++)
    {
      since[u] = on[u] ? G_MAXSIZE : 0;
      left += !on[u];
    }
  for (gsize k = c->n_steps; k > 0 && left > 0; k--)
    {
      if (k % 1024 == 0 && dh_case_cancelled (c))
        return FALSE;
      dh_history_weights_at (c->history, k - 1, w);
      find_on (c, &x, w, n_units, on, row);
      for (guint u = 0; u < n_units; u++)
        if (on[u] && since[u] == 0)
          {
            since[u] = k;
            left--;
          }
    }
  return TRUE;
}

/* Whether a layer has no unit left, so that nothing of x gets through. */
static gboolean
blocks (const DhModelSpec *model, const gsize *since)
{
  guint u = 0;

  for (guint l = 0; l < model->n_hidden; l++)
    {
      guint dead = 0;

      for (guint i = 0; i < model->width[l]; i++, u++)
        dead += since[u] != G_MAXSIZE;
      if (dead == model->width[l])
        return TRUE;
    }
  return FALSE;
}

static void
put_update (DhCase *c, DhFinding *f, guint unit)
{
  g_autofree guint8 *row = g_malloc (dh_units_count (&c->run->model));
  g_autofree double *w = g_new (double, c->n_weights);
  gsize k = (gsize) f->step;

  if (k == 0)
    return;
  dh_history_weights_at (c->history, k - 1, w);
  dh_finding_put (f, "rows_on_before", (double) count_on (c, w, unit, row));
  dh_finding_put (f, "x", dh_case_at (c, c->columns->x, 0, k));
  dh_finding_put (f, "step_gain", dh_case_at (c, c->columns->step_gain, 0, k));
  dh_finding_put (f, "overshoot", dh_case_at (c, c->columns->overshoot, 0, k));
  if (unit < c->run->model.width[0])
    {
      f->weight = (int) unit;
      dh_finding_put (f, "weight_before", w[unit]);
      dh_finding_put (f, "weight_after", dh_case_at (c, c->columns->n, unit, k));
    }
}

/* Units that only a few rows turn on at the end. */
static void
find_partly_dead (DhCase *c, guint n_units)
{
  g_autofree guint8 *row = g_malloc (n_units);
  g_autofree gsize *share = g_new0 (gsize, n_units);
  const double *x = dh_data_get_x (c->data);
  guint few = 0, least = 0;
  DhFinding *f;

  if (c->n_rows < MIN_ROWS)
    return;
  for (gsize i = 0; i < c->n_rows; i++)
    {
      if (i % 1024 == 0 && dh_case_cancelled (c))
        return;
      dh_network_units_on (c->network, c->end, x[i], row);
      for (guint u = 0; u < n_units; u++)
        share[u] += row[u];
    }
  for (guint u = 0; u < n_units; u++)
    if (share[u] > 0 && (double) share[u] <= FEW * (double) c->n_rows)
      {
        if (few++ == 0 || share[u] < share[least])
          least = u;
      }
  if (few == 0)
    return;
  f = dh_case_add (c, DH_FINDING_PARTLY_DEAD, DH_SEVERITY_NOTE, c->n_steps);
  f->unit = (int) least;
  dh_finding_put (f, "few_units", few);
  dh_finding_put (f, "units", n_units);
  dh_finding_put (f, "rows_on", (double) share[least]);
  dh_finding_put (f, "rows", (double) c->n_rows);
}

void
dh_case_find_dead_relu (DhCase *c)
{
  const DhModelSpec *model = &c->run->model;
  guint n_units = dh_units_count (model);
  g_autofree gsize *since = g_new (gsize, n_units);
  guint dead = 0, first = 0;
  gboolean blocked;
  DhFinding *f;

  if (model->activation != DH_ACTIVATION_RELU || n_units == 0 || c->columns->norms || !c->has_end)
    return;
  if (!c->running)
    find_partly_dead (c, n_units);
  if (model->n_hidden > 1 && (double) c->n_steps * (double) c->n_rows * (double) c->n_weights > MAX_WORK)
    return;
  if (!find_deaths (c, n_units, since))
    return;
  for (guint u = 0; u < n_units; u++)
    {
      dead += since[u] != G_MAXSIZE;
      if (since[u] < since[first])
        first = u;
    }
  if (dead == 0)
    return;
  blocked = blocks (model, since);
  f = dh_case_add (c, DH_FINDING_DEAD_RELU, blocked ? DH_SEVERITY_PROBLEM : DH_SEVERITY_WARNING, since[first]);
  f->unit = (int) first;
  dh_finding_put (f, "dead_units", dead);
  dh_finding_put (f, "units", n_units);
  dh_finding_put (f, "rows", (double) c->n_rows);
  dh_finding_put (f, "blocked", blocked);
  put_update (c, f, first);
}
