/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* The runs of a sweep: alone by a trainer, or as lanes of a group. A lane that may have exploded goes on
 * alone from the start of that epoch, so that the trainer alone decides what an explosion is. */
#include "dh-sweep-private.h"

#include "dh-error.h"
#include "dh-optimiser-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Rows of a group between two looks at the cancel flag: 100 us at most with the slowest rule on the slowest kernel. */
#define STRETCH 64

static gboolean
cancelled (GError **error)
{
  g_set_error_literal (error, DH_ERROR, DH_ERROR_CANCELLED, _("Cancelled."));
  return FALSE;
}

/* The rows of a step, from @first on in the epoch's order. */
static void
step_rows (DhSweep *s, const DhTrainer *t, gsize first, gsize n, const double **x, const double **y)
{
  *x = t->x + first;
  *y = t->y + first;
  if (t->order == NULL)
    return;
  for (gsize i = 0; i < n; i++)
    {
      s->gathered_x[i] = t->x[t->order[first + i]];
      s->gathered_y[i] = t->y[t->order[first + i]];
    }
  *x = s->gathered_x;
  *y = s->gathered_y;
}

static gboolean
mean_error (DhSweep *s, const double *w, const double *x, const double *y, gsize n, const gint *cancel,
            double *mse)
{
  return dh_outcome_mse (s->network, w, x, y, n, s->piece, s->prediction, cancel, mse);
}

/* The last epoch step by step: what a step did to its rows is not recorded anywhere. */
static gboolean
last_epoch (DhSweep *s, DhTrainer *t, DhOutcomeFigures *f, const gint *cancel)
{
  gboolean drops = t->run->carry == DH_CARRY_WORKBOOK;

  for (gsize first = 0; first < t->n_rows && t->state != DH_STATE_EXPLODED; first += t->batch)
    {
      gsize n = MIN (t->batch, t->n_rows - first);
      const double *x, *y;
      double error, after;

      memcpy (s->before, t->w, s->n_weights * sizeof (double));
      if (dh_trainer_advance (t, NULL, 1, cancel) == 0)
        return FALSE;
      step_rows (s, t, first, n, &x, &y);
      if (!mean_error (s, s->before, x, y, n, cancel, &error))
        return FALSE;
      f->worst = error > f->worst ? error : f->worst;
      /* The update that the workbook forgets is gone by now, and is no part of the descent. */
      if (drops && first + n == t->n_rows)
        continue;
      if (!mean_error (s, t->w, x, y, n, cancel, &after))
        return FALSE;
      f->worsened += after > error && after > s->reference.rounding;
      f->counted++;
    }
  return t->state == DH_STATE_FINISHED || t->state == DH_STATE_EXPLODED;
}

static gboolean
judge (DhSweep *s, const DhRun *run, DhSweepPoint *point, DhOutcomeFigures *f, const gint *cancel,
       GError **error)
{
  gsize n = dh_data_get_n_rows (s->data);
  const double *x = dh_data_get_x (s->data);

  f->state = point->state;
  f->mse = point->mse;
  f->final_mse = (double) INFINITY;
  if (dh_optimiser_spec_has_m (&run->optimiser))
    f->worsened = f->counted = 0;
  if (point->state != DH_STATE_EXPLODED)
    {
      if (!mean_error (s, point->weights, x, dh_data_get_y (s->data), n, cancel, &f->final_mse))
        return cancelled (error);
      f->dead = dh_outcome_is_dead (s->network, point->weights, x, n, s->on, cancel);
      if (dh_cancelled (cancel))
        return cancelled (error);
      point->worsened = f->worsened;
    }
  point->final_mse = f->final_mse;
  point->outcome = dh_outcome_judge (&s->reference, f);
  return TRUE;
}

/* Goes on with @t, wherever it is, to the end of its run. */
static gboolean
finish (DhSweep *s, DhTrainer *t, gsize i, const gint *cancel, GError **error)
{
  DhSweepPoint *point = &s->points[i];
  guint64 end = (t->run->epochs - 1) * dh_run_steps_per_epoch (t->run, t->n_rows);
  DhOutcomeFigures f = { 0 };
  DhTrainerStatus status;

  while (t->state != DH_STATE_EXPLODED && t->step < end)
    if (dh_trainer_advance (t, NULL, end - t->step, cancel) == 0)
      return cancelled (error);
  if (!last_epoch (s, t, &f, cancel))
    return cancelled (error);
  dh_trainer_status (t, &status);
  point->state = status.state;
  point->steps = status.steps;
  point->epochs = status.epochs;
  point->mse = status.mse;
  point->rmse = status.rmse;
  point->root_sum = status.root_sum;
  memcpy (s->weights + i * s->n_weights, status.weights, s->n_weights * sizeof (double));
  return judge (s, t->run, point, &f, cancel, error);
}

static DhTrainer *
make_trainer (DhSweep *s, DhRun *run, gsize i, GError **error)
{
  g_autoptr (DhRun) changed = dh_run_copy (run);

  dh_sweep_set_rate (s, changed, s->points[i].lr);
  return dh_trainer_new (changed, s->data, error);
}

gboolean
dh_sweep_alone (DhSweep *s, DhRun *run, gsize i, const gint *cancel, GError **error)
{
  g_autoptr (DhTrainer) t = make_trainer (s, run, i, error);

  return t != NULL && finish (s, t, i, cancel, error);
}

/* --- Groups --- */

static gboolean
set_rule (DhSweepRecipe *c, const DhOptimiserSpec *spec)
{
  const double *p = spec->param;

  if (dh_optimiser_spec_is_plain (spec))
    {
      c->rule = DH_SWEEP_PLAIN;
      return TRUE;
    }
  switch (spec->kind)
    {
    case DH_OPTIMISER_SGD:
      c->rule = DH_SWEEP_MOMENTUM;
      c->beta1 = p[SGD_MOMENTUM];
      c->rest1 = 1 - p[SGD_DAMPENING];
      c->starts_raw = TRUE;
      return p[SGD_NESTEROV] == 0 && p[SGD_WEIGHT_DECAY] == 0;
    case DH_OPTIMISER_AVERAGE_GRAD:
      c->rule = DH_SWEEP_MOMENTUM;
      c->beta1 = p[AVERAGE_MOMENTUM];
      c->rest1 = p[AVERAGE_DAMPENING] != 0 ? 1 - p[AVERAGE_MOMENTUM] : 1;
      return TRUE;
    case DH_OPTIMISER_WORKBOOK_MOMENTUM:
      c->rule = DH_SWEEP_MOMENTUM;
      c->beta1 = p[WORKBOOK_MOMENTUM_BETA];
      c->rest1 = 1 - c->beta1;
      return TRUE;
    case DH_OPTIMISER_WORKBOOK_RMSPROP:
      c->rule = DH_SWEEP_WORKBOOK_RMSPROP;
      c->beta2 = p[WORKBOOK_RMSPROP_BETA];
      break;
    case DH_OPTIMISER_WORKBOOK_ADAM:
      c->rule = DH_SWEEP_WORKBOOK_ADAM;
      c->beta1 = p[WORKBOOK_ADAM_BETA1];
      c->beta2 = p[WORKBOOK_ADAM_BETA2];
      break;
    case DH_OPTIMISER_RMSPROP:
      c->rule = DH_SWEEP_RMSPROP;
      c->beta2 = p[RMSPROP_ALPHA];
      c->eps = p[RMSPROP_EPS];
      c->decay = p[RMSPROP_WEIGHT_DECAY];
      if (p[RMSPROP_MOMENTUM] != 0 || p[RMSPROP_CENTERED] != 0)
        return FALSE;
      break;
    case DH_OPTIMISER_ADAM:
    case DH_OPTIMISER_ADAMW:
      c->rule = DH_SWEEP_ADAM;
      c->beta1 = p[ADAM_BETA1];
      c->beta2 = p[ADAM_BETA2];
      c->eps = p[ADAM_EPS];
      *(spec->kind == DH_OPTIMISER_ADAM ? &c->decay : &c->shrink) = p[ADAM_WEIGHT_DECAY];
      if (p[ADAM_AMSGRAD] != 0)
        return FALSE;
      break;
    case DH_OPTIMISER_ADAGRAD:
    case DH_OPTIMISER_ADADELTA:
    case DH_OPTIMISER_NADAM:
    case DH_OPTIMISER_RADAM:
    case DH_OPTIMISER_WORKBOOK_SGD:
    case DH_OPTIMISER_WORKBOOK_ADAM_ANNEALED:
    case DH_OPTIMISER_N:
    default:
      return FALSE;
    }
  c->rest1 = 1 - c->beta1;
  c->rest2 = 1 - c->beta2;
  return TRUE;
}

gboolean
dh_sweep_recipe_init (DhSweepRecipe *recipe, const DhRun *run)
{
  memset (recipe, 0, sizeof *recipe);
  recipe->model = dh_model_spec_kind (&run->model);
  recipe->gradient = run->gradient;
  recipe->h = run->bump;
  return recipe->model != DH_MODEL_MLP && run->batch == 1 && !run->shuffle && run->n_interventions == 0
         && run->schedule.kind == DH_SCHEDULE_CONSTANT && run->clip.kind == DH_CLIP_OFF
         && set_rule (recipe, &run->optimiser);
}

/* A group under way. */
typedef struct
{
  DhSweep *sweep;
  DhRun *run;
  const DhSweepRecipe *recipe;
  DhSweepRows rows;
  const gint *cancel;
  gsize n_rows, n_weights;
  gsize first;               /* point of lane 0 */
  gsize n;                   /* lanes that are points */
  gsize n_left;              /* of them, not yet done */
  gboolean gone[DH_SWEEP_LANES];
  DhSweepLanes lanes;
  DhSweepLanes before;       /* at the start of the epoch */
} Group;

/* FALSE: cancelled. */
static gboolean
go (Group *g, gsize first, gsize end, DhSweepFlags flags, gboolean *bad)
{
  for (gsize i = first; i < end; i += STRETCH)
    {
      if (dh_cancelled (g->cancel))
        return FALSE;
      *bad |= g->rows (&g->lanes, g->recipe, i, MIN (STRETCH, end - i), flags);
    }
  return TRUE;
}

static void
set_weights (Group *g, const double *w)
{
  for (gsize j = 0; j < g->n_weights; j++)
    for (gsize l = 0; l < DH_SWEEP_LANES; l++)
      g->lanes.w[j][l] = w[j];
}

/* The lanes as they are before the first epoch, primed. FALSE: cancelled. */
static gboolean
start (Group *g, GError **error)
{
  double w[DH_SWEEP_WEIGHTS];
  double v0 = 0;
  gboolean bad;

  dh_init_weights (&g->run->init, &g->run->model, w);
  set_weights (g, w);
  dh_optimiser_spec_get (&g->run->optimiser, "v0", &v0);
  for (gsize l = 0; l < DH_SWEEP_LANES; l++)
    {
      g->lanes.lr[l] = g->sweep->points[g->first + MIN (l, g->n - 1)].lr;
      for (gsize j = 0; j < g->n_weights; j++)
        g->lanes.v[j][l] = v0;
    }
  g->lanes.product[0] = g->lanes.product[1] = 1;
  g->lanes.n = g->n;
  /* Priming leaves nothing but moments, and goes on through errors of any size. */
  for (guint pass = 0; pass < g->run->prime && g->recipe->rule != DH_SWEEP_PLAIN; pass++)
    {
      if (!go (g, 0, g->n_rows, 0, &bad))
        return cancelled (error);
      set_weights (g, w);
    }
  return TRUE;
}

/* What a lane needs to go on alone from here; no more than the rule has, as this is done each epoch. */
static void
keep_start (Group *g)
{
  memcpy (g->before.w, g->lanes.w, g->n_weights * sizeof g->lanes.w[0]);
  g->before.t = g->lanes.t;
  if (g->recipe->rule == DH_SWEEP_PLAIN)
    return;
  memcpy (g->before.m, g->lanes.m, g->n_weights * sizeof g->lanes.m[0]);
  memcpy (g->before.v, g->lanes.v, g->n_weights * sizeof g->lanes.v[0]);
  memcpy (g->before.product, g->lanes.product, sizeof g->lanes.product);
}

/* FALSE: cancelled. The last row's update is undone where the carry is the workbook's, after
 * it has been looked at. */
static gboolean
run_epoch (Group *g, gboolean last, gboolean *bad)
{
  DhSweepFlags flags = last ? DH_SWEEP_JUDGE | DH_SWEEP_COUNT : 0;
  double w[DH_SWEEP_WEIGHTS][DH_SWEEP_LANES];

  keep_start (g);
  memset (g->lanes.sum, 0, sizeof g->lanes.sum);
  *bad = FALSE;
  if (g->run->carry != DH_CARRY_WORKBOOK)
    return go (g, 0, g->n_rows, flags, bad);
  if (!go (g, 0, g->n_rows - 1, flags, bad))
    return FALSE;
  memcpy (w, g->lanes.w, sizeof w);
  if (!go (g, g->n_rows - 1, g->n_rows, flags & DH_SWEEP_JUDGE, bad))
    return FALSE;
  if (!*bad)
    memcpy (g->lanes.w, w, sizeof w);
  else
    for (gsize l = 0; l < g->n; l++)
      for (gsize j = 0; j < g->n_weights; j++)
        if (isfinite (g->lanes.w[j][l]))
          g->lanes.w[j][l] = w[j][l];
  return TRUE;
}

static gboolean
is_suspect (const Group *g, gsize l)
{
  if (!(g->lanes.sum[l] <= DH_EXPLOSION_ERROR))
    return TRUE;
  for (gsize j = 0; j < g->n_weights; j++)
    if (!isfinite (g->lanes.w[j][l]))
      return TRUE;
  return FALSE;
}

/* From the start of epoch @epoch (counted from 0) on. */
static gboolean
go_on_alone (Group *g, gsize l, guint64 epoch, GError **error)
{
  g_autoptr (DhTrainer) t = make_trainer (g->sweep, g->run, g->first + l, error);

  if (t == NULL)
    return FALSE;
  t->prime_pass = g->run->prime;
  t->epoch = epoch;
  t->step = epoch * g->n_rows;
  t->optimiser.t = g->before.t;
  for (gsize j = 0; j < g->n_weights; j++)
    {
      t->w[j] = g->before.w[j][l];
      if (t->optimiser.m != NULL)
        t->optimiser.m[j] = g->before.m[j][l];
      if (t->optimiser.v != NULL)
        t->optimiser.v[j] = g->before.v[j][l];
    }
  t->optimiser.product[0] = g->before.product[0];
  t->optimiser.product[1] = g->before.product[1];
  return finish (g->sweep, t, g->first + l, g->cancel, error);
}

/* What is not finite would look like another explosion in every epoch to come. */
static void
copy_lane (Group *g, gsize from, gsize to)
{
  for (gsize j = 0; j < g->n_weights; j++)
    {
      g->lanes.w[j][to] = g->lanes.w[j][from];
      g->lanes.m[j][to] = g->lanes.m[j][from];
      g->lanes.v[j][to] = g->lanes.v[j][from];
    }
  g->lanes.lr[to] = g->lanes.lr[from];
}

/* Takes the lanes out that may have exploded in this epoch. */
static gboolean
take_out (Group *g, guint64 epoch, GError **error)
{
  gsize healthy = DH_SWEEP_LANES;

  for (gsize l = 0; l < g->n; l++)
    if (!g->gone[l] && is_suspect (g, l))
      {
        if (!go_on_alone (g, l, epoch, error))
          return FALSE;
        g->gone[l] = TRUE;
        g->n_left--;
      }
    else if (!g->gone[l])
      healthy = l;
  for (gsize l = 0; l < DH_SWEEP_LANES && healthy < DH_SWEEP_LANES; l++)
    if (l >= g->n || g->gone[l])
      copy_lane (g, healthy, l);
  return TRUE;
}

static gboolean
store_lane (Group *g, gsize l, GError **error)
{
  DhSweep *s = g->sweep;
  gsize i = g->first + l;
  DhSweepPoint *point = &s->points[i];
  double sum = g->lanes.sum[l];
  DhOutcomeFigures f = {
    .worst = g->lanes.worst[l],
    .worsened = (guint64) g->lanes.worsened[l],
    .counted = g->n_rows - (g->run->carry == DH_CARRY_WORKBOOK),
  };

  for (gsize j = 0; j < g->n_weights; j++)
    s->weights[i * g->n_weights + j] = g->lanes.w[j][l];
  point->state = DH_STATE_FINISHED;
  point->epochs = g->run->epochs;
  point->steps = g->run->epochs * g->n_rows;
  point->mse = sum / (double) g->n_rows;
  point->rmse = sqrt (point->mse);
  point->root_sum = sqrt (sum);
  return judge (s, g->run, point, &f, g->cancel, error);
}

gboolean
dh_sweep_group (DhSweep *s, DhRun *run, const DhSweepRecipe *recipe, gsize first, gsize n,
                const gint *cancel, GError **error)
{
  Group g = {
    .sweep = s, .run = run, .recipe = recipe, .cancel = cancel, .first = first, .n = n, .n_left = n,
    .rows = s->kernel->rows[recipe->model][recipe->rule][recipe->gradient != DH_GRADIENT_ANALYTIC],
    .n_rows = dh_data_get_n_rows (s->data), .n_weights = s->n_weights,
  };

  if (!start (&g, error))
    return FALSE;
  for (guint64 epoch = 0; epoch < run->epochs && g.n_left > 0; epoch++)
    {
      gboolean bad;

      if (!run_epoch (&g, epoch + 1 == run->epochs, &bad))
        return cancelled (error);
      if (bad && !take_out (&g, epoch, error))
        return FALSE;
    }
  for (gsize l = 0; l < n; l++)
    if (!g.gone[l] && !store_lane (&g, l, error))
      return FALSE;
  return TRUE;
}
