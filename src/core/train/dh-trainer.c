/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Trainer: goes through priming, epochs and stretches of steps. A stretch has one base rate, lies
 * in one epoch and one row group of the record, and is short enough for the cancel flag. */
#include "dh-trainer-private.h"

#include <math.h>

/* A row-by-row step takes 5 to 100 ns, so a stretch stays below 100 us. */
#define STRETCH 1024

/* Rows of an order between two looks at the cancel flag: far apart in memory, they take up to 20 ns. */
#define SHUFFLED 4096

/* Rows of a network's batch between two looks at the cancel flag: some 100 us of work, but enough
 * rows for a matrix product to pay. It depends on nothing but the model, for the sums' sake. */
static gsize
piece_rows (gsize n_weights)
{
  return CLAMP (400000 / n_weights, 16, 1024);
}

static gboolean
make_network (DhTrainer *t, GError **error)
{
  if (t->batch == 1 && t->kind != DH_MODEL_MLP)
    return TRUE;
  t->piece = MIN (t->batch, piece_rows (t->n_weights));
  t->network = dh_network_new (&t->run->model, t->piece, error);
  if (t->network == NULL)
    return FALSE;
  t->prediction = g_new (double, t->batch);
  if (t->run->shuffle)
    {
      t->batch_x = g_new (double, t->batch);
      t->batch_y = g_new (double, t->batch);
    }
  return TRUE;
}

static void
make_vectors (DhTrainer *t)
{
  t->block = g_new0 (double, 6 * t->n_weights);
  t->w = t->block;
  t->before = t->w + t->n_weights;
  t->g = t->before + t->n_weights;
  t->b = t->g + t->n_weights;
  t->used = t->b + t->n_weights;
  t->part = t->used + t->n_weights;
  dh_init_weights (&t->run->init, &t->run->model, t->w);
}

static void
make_order (DhTrainer *t)
{
  if (!t->run->shuffle)
    return;
  t->order = g_new (guint32, t->n_rows);
  dh_rng_init (&t->rng, t->run->shuffle_seed);
}

DhTrainer *
dh_trainer_new (DhRun *run, DhData *data, GError **error)
{
  g_autoptr (DhTrainer) t = NULL;

  g_return_val_if_fail (run != NULL && data != NULL, NULL);
  if (!dh_run_validate (run, dh_data_get_n_rows (data), error))
    return NULL;
  t = g_new0 (DhTrainer, 1);
  t->run = dh_run_ref (run);
  t->data = dh_data_ref (data);
  t->x = dh_data_get_x (data);
  t->y = dh_data_get_y (data);
  t->n_rows = dh_data_get_n_rows (data);
  t->batch = run->batch == 0 ? t->n_rows : MIN (run->batch, t->n_rows);
  t->total_steps = dh_run_total_steps (run, t->n_rows);
  t->kind = dh_model_spec_kind (&run->model);
  t->n_weights = dh_model_n_weights (&run->model);
  t->plain = dh_optimiser_spec_is_plain (&run->optimiser) && run->clip.kind == DH_CLIP_OFF;
  dh_optimiser_init (&t->optimiser, &run->optimiser, t->n_weights);
  make_vectors (t);
  make_order (t);
  t->solution[0] = t->solution[1] = (double) NAN;
  if (t->kind == DH_MODEL_LINEAR)
    t->has_solution = dh_data_least_squares (data, &t->solution[0], &t->solution[1]);
  if (!t->has_solution)
    t->solution[0] = t->solution[1] = (double) NAN;
  t->mse = t->rmse = t->root_sum = (double) NAN;
  t->state = DH_STATE_WAITING;
  if (!make_network (t, error))
    return NULL;
  return g_steal_pointer (&t);
}

void
dh_trainer_free (DhTrainer *t)
{
  if (t == NULL)
    return;
  dh_optimiser_clear (&t->optimiser);
  g_clear_pointer (&t->network, dh_network_free);
  dh_run_unref (t->run);
  dh_data_unref (t->data);
  g_free (t->block);
  g_free (t->order);
  g_free (t->batch_x);
  g_free (t->batch_y);
  g_free (t->prediction);
  g_free (t->overshoot);
  g_free (t->gain);
  g_free (t);
}

/* Recording a batch needs two more numbers a row; made here because a step allocates nothing. */
static void
prepare_record (DhTrainer *t)
{
  if (t->network == NULL || t->overshoot != NULL)
    return;
  t->overshoot = g_new (double, t->batch);
  t->gain = g_new (double, t->batch);
}

/* A stretch of at most @n steps from t->position on. Returns the steps done: 0 when cancelled. */
static gsize
stretch (DhTrainer *t, const DhStepPlace *place, const DhRates *rates, const guint32 *order,
         gsize n, const gint *cancel)
{
  if (t->network == NULL)
    return dh_trainer_rows (t, place, rates, order, MIN (n, t->n_rows - t->position));
  return dh_trainer_batch (t, place, dh_rates_get (rates, 0), order,
                           MIN (t->batch, t->n_rows - t->position), cancel);
}

/* Priming: passes over the data as listed, each from the initial weights, that leave nothing but
 * the moments. There is no step number yet: all of it is at the rate of step 1. Can be
 * cancelled and called again. */
static gboolean
prime (DhTrainer *t, const gint *cancel)
{
  double lr = dh_schedule_rate (&t->run->schedule, dh_run_base_lr (t->run, 1), 1, t->total_steps);
  DhRates rates = { NULL, lr, 1, t->total_steps };

  if (t->prime_pass >= t->run->prime || t->step > 0)
    return TRUE;
  while (t->prime_pass < t->run->prime)
    {
      while (t->position < t->n_rows)
        {
          if (stretch (t, NULL, &rates, NULL, STRETCH, cancel) == 0)
            return FALSE;
          /* The sheet goes on through errors of any size, and so does this pass. */
          t->exploded = FALSE;
          if (t->position < t->n_rows && dh_cancelled (cancel))
            return FALSE;
        }
      t->position = 0;
      t->prime_pass++;
      dh_init_weights (&t->run->init, &t->run->model, t->w);
      if (t->prime_pass < t->run->prime && dh_cancelled (cancel))
        return FALSE;
    }
  t->error_sum = 0;
  dh_optimiser_primed (&t->optimiser);
  return TRUE;
}

/* dh_rng_shuffle() in pieces, of an order that begins as listed. FALSE: cancelled. */
static gboolean
shuffle (DhTrainer *t, const gint *cancel)
{
  while (t->listed < t->n_rows)
    {
      gsize end = MIN (t->n_rows, t->listed + 8 * SHUFFLED);

      for (; t->listed < end; t->listed++)
        t->order[t->listed] = (guint32) t->listed;
      if (dh_cancelled (cancel))
        return FALSE;
    }
  while (t->unshuffled > 1)
    {
      gsize end = t->unshuffled - MIN (SHUFFLED, t->unshuffled - 1);

      for (; t->unshuffled > end; t->unshuffled--)
        {
          gsize j = dh_rng_below (&t->rng, t->unshuffled);
          guint32 row = t->order[t->unshuffled - 1];

          t->order[t->unshuffled - 1] = t->order[j];
          t->order[j] = row;
        }
      if (t->unshuffled > 1 && dh_cancelled (cancel))
        return FALSE;
    }
  return TRUE;
}

static gboolean
begin_epoch (DhTrainer *t, const gint *cancel)
{
  if (!t->epoch_open)
    t->unshuffled = t->n_rows;
  t->epoch_open = TRUE;
  return t->order == NULL || shuffle (t, cancel);
}

/* Steps from @k on, at most @n, that have one base rate. */
static guint64
until_intervention (const DhRun *run, guint64 k, guint64 n)
{
  for (gsize i = 0; i < run->n_interventions; i++)
    if (run->interventions[i].step > k)
      return MIN (n, run->interventions[i].step - k);
  return n;
}

static gsize
advance_stretch (DhTrainer *t, DhHistory *history, guint64 max_steps, const gint *cancel)
{
  guint64 k = t->step + 1;
  gsize n = (gsize) until_intervention (t->run, k, MIN (max_steps, STRETCH));
  DhRates rates = { NULL, dh_run_base_lr (t->run, k), k, t->total_steps };
  DhStepPlace place;

  if (t->run->schedule.kind != DH_SCHEDULE_CONSTANT)
    rates.schedule = &t->run->schedule;
  if (history != NULL)
    {
      dh_step_place_init (&place, history);
      n = MIN (n, place.left);
    }
  n = stretch (t, history != NULL ? &place : NULL, &rates, t->order, n, cancel);
  t->step += n;
  t->epoch_steps += n;
  if (history != NULL && n > 0)
    {
      dh_table_advance (dh_history_get_steps (history), n);
      dh_table_publish (dh_history_get_steps (history));
      if (t->run->snapshot_stride > 0 && dh_history_get_snapshots (history) != NULL
          && t->step % t->run->snapshot_stride == 0)
        dh_trainer_snapshot (t, history);
    }
  return n;
}

static gboolean
is_over (const DhTrainer *t)
{
  return t->state == DH_STATE_FINISHED || t->state == DH_STATE_EXPLODED;
}

guint64
dh_trainer_advance (DhTrainer *t, DhHistory *history, guint64 max_steps, const gint *cancel)
{
  guint64 done = 0;

  g_return_val_if_fail (t != NULL, 0);
  if (!is_over (t))
    {
      t->state = DH_STATE_RUNNING;
      if (history != NULL)
        {
          prepare_record (t);
          dh_history_set_state (history, t->state);
        }
    }
  if (!is_over (t) && prime (t, cancel))
    while (!is_over (t))
      {
        gsize n;

        if (t->phase == DH_BATCH_GATHER && (t->position == t->n_rows || t->exploded))
          {
            if (!dh_trainer_end_epoch (t, history, cancel))
              break;
            continue;
          }
        if (done >= max_steps || dh_cancelled (cancel) || !begin_epoch (t, cancel))
          break;
        n = advance_stretch (t, history, max_steps - done, cancel);
        if (n == 0)
          break;
        done += n;
      }
  if (history != NULL)
    dh_history_set_state (history, t->state);
  return done;
}

void
dh_trainer_extend (DhTrainer *t, DhRun *run)
{
  g_return_if_fail (t != NULL && run != NULL);
  g_return_if_fail (dh_run_same_but_epochs (t->run, run));
  dh_run_ref (run);
  dh_run_unref (t->run);
  t->run = run;
  t->total_steps = dh_run_total_steps (run, t->n_rows);
  if (t->state == DH_STATE_FINISHED && t->epoch < run->epochs)
    t->state = DH_STATE_RUNNING;
}

void
dh_trainer_status (const DhTrainer *t, DhTrainerStatus *status)
{
  *status = (DhTrainerStatus) {
    .state = t->state,
    .steps = t->step,
    .epochs = t->epoch,
    .mse = t->mse,
    .rmse = t->rmse,
    .root_sum = t->root_sum,
    .weights = t->w,
  };
}

DhRun *
dh_trainer_get_run (const DhTrainer *t)
{
  return t->run;
}

DhHistory *
dh_train (DhRun *run, DhData *data, const gint *cancel, GError **error)
{
  g_autoptr (DhTrainer) trainer = dh_trainer_new (run, data, error);
  DhHistory *history;

  if (trainer == NULL)
    return NULL;
  history = dh_history_new (run, data);
  while (!is_over (trainer) && !dh_cancelled (cancel))
    dh_trainer_advance (trainer, history, G_MAXUINT64, cancel);
  if (!is_over (trainer))
    dh_history_set_state (history, DH_STATE_STOPPED);
  return history;
}
