/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Worker: the engine's thread. One loop in a fixed order: receive commands, take up the latest
 * experiment, train the next run for a slice, tell. It owns all trainers and touches nothing of
 * its owner but the channel. */
#include "dh-channel.h"
#include "dh-work.h"

/* Slices start short, so that small runs are all done at once, and grow, so that large ones
 * waste little on turns: 2, 4, 8, 16 ms. */
#define FIRST_SLICE   2000
#define MAX_ROUNDS    3
/* At most some sixty events a second about one run's growth. */
#define PROGRESS_TIME (G_USEC_PER_SEC / 60)
/* What earlier experiments computed, for undo and redo. */
#define MAX_KEPT       16
#define MAX_KEPT_BYTES ((gsize) 128 << 20)

typedef struct
{
  DhChannel *channel;
  DhExperiment *experiment; /* in force; NULL before the first */
  guint64 generation;
  GPtrArray *works;         /* of DhWork, one a run, in the experiment's order */
  GPtrArray *kept;          /* of DhWork, of earlier experiments, the latest first */
  DhCommand *submission;    /* received but not taken up yet */
  guint64 turn;
  gboolean paused, quit;
  gboolean all_done_told;
} Worker;

static DhEvent *
event_new (Worker *self, DhEventKind kind, const DhWork *work)
{
  DhEvent *event = g_new0 (DhEvent, 1);

  event->kind = kind;
  event->generation = self->generation;
  if (work == NULL)
    return event;
  event->run_id = work->run->id;
  event->steps = work->steps;
  event->total_steps = work->total_steps;
  event->state = work->state;
  return event;
}

static void
tell (Worker *self, DhEventKind kind, DhWork *work)
{
  work->told_steps = work->steps;
  work->progress_time = g_get_monotonic_time ();
  dh_channel_post (self->channel, event_new (self, kind, work));
}

/* Says that the run has this history now; once a generation. */
static void
announce (Worker *self, DhWork *work)
{
  DhEvent *event;

  if (work->announced)
    return;
  work->announced = TRUE;
  event = event_new (self, DH_EVENT_STARTED, work);
  event->history = dh_history_ref (work->history);
  dh_channel_post (self->channel, event);
}

static void
tell_failed (Worker *self, DhWork *work)
{
  DhEvent *event = event_new (self, DH_EVENT_FAILED, work);

  event->error = g_error_copy (work->error);
  work->announced = TRUE;
  dh_channel_post (self->channel, event);
}

/* Announces and, where nothing is left to do, finishes or fails. */
static void
tell_standing (Worker *self, DhWork *work)
{
  if (work->error != NULL || !dh_work_prepare (work))
    {
      tell_failed (self, work);
      return;
    }
  announce (self, work);
  if (!dh_work_is_open (work))
    tell (self, DH_EVENT_FINISHED, work);
}

static gboolean
is_over (const DhWork *work)
{
  return work->state == DH_STATE_FINISHED || work->state == DH_STATE_EXPLODED;
}

static void
trim_kept (Worker *self)
{
  gsize bytes = 0;
  guint n = 0;

  while (n < self->kept->len && n < MAX_KEPT)
    {
      bytes += dh_work_bytes (g_ptr_array_index (self->kept, n));
      if (bytes > MAX_KEPT_BYTES)
        break;
      n++;
    }
  g_ptr_array_set_size (self->kept, (gint) n);
}

/* How well an earlier work suits a run; lower is better. Exact ones are given out before any is
 * extended, and a run's own before those of others. */
enum
{
  FIT_OWN,
  FIT_SAME,
  FIT_OWN_LONGER,
  FIT_LONGER,
  N_FITS,
};

static gboolean
fits (const DhWork *work, const DhRun *run, guint fit)
{
  if (!work->same_rows)
    return FALSE;
  if ((fit == FIT_OWN || fit == FIT_OWN_LONGER) && work->run->id != run->id)
    return FALSE;
  return fit <= FIT_SAME ? dh_work_serves (work, run) : dh_work_begins (work, run);
}

static DhWork *
claim (GPtrArray *pool, DhRun *run, guint fit)
{
  for (guint i = 0; i < pool->len; i++)
    {
      DhWork *work = g_ptr_array_index (pool, i);

      if (work != NULL && fits (work, run, fit))
        {
          pool->pdata[i] = NULL;
          dh_work_take_run (work, run);
          return work;
        }
    }
  return NULL;
}

/* Compares each data set once: most works share one. */
static void
mark_same_rows (GPtrArray *pool, DhData *data)
{
  DhData *compared = data;
  gboolean same = TRUE;

  for (guint i = 0; i < pool->len; i++)
    {
      DhWork *work = g_ptr_array_index (pool, i);

      if (work->data != compared)
        {
          compared = work->data;
          same = compared == data || dh_data_equal_rows (compared, data);
        }
      work->same_rows = same;
    }
}

/* Everything computed so far, the works in force first. Empties both lists. */
static GPtrArray *
gather_pool (Worker *self)
{
  GPtrArray *pool = g_ptr_array_new_with_free_func ((GDestroyNotify) dh_work_free);

  for (guint i = 0; i < self->works->len; i++)
    g_ptr_array_add (pool, g_steal_pointer (&self->works->pdata[i]));
  for (guint i = 0; i < self->kept->len; i++)
    g_ptr_array_add (pool, g_steal_pointer (&self->kept->pdata[i]));
  g_ptr_array_set_size (self->works, 0);
  g_ptr_array_set_size (self->kept, 0);
  return pool;
}

/* Keeps of @pool what is complete: half a history of a superseded setting is not worth its
 * memory. */
static void
keep_rest (Worker *self, GPtrArray *pool)
{
  for (guint i = 0; i < pool->len; i++)
    {
      DhWork *work = g_ptr_array_index (pool, i);

      if (work != NULL && work->error == NULL && is_over (work))
        g_ptr_array_add (self->kept, g_steal_pointer (&pool->pdata[i]));
    }
  trim_kept (self);
}

/* One work a run: an earlier one where one fits, else a new one. */
static void
match_works (Worker *self)
{
  g_autoptr (GPtrArray) pool = gather_pool (self);
  DhData *data = dh_experiment_get_data (self->experiment);
  gsize n_runs = dh_experiment_n_runs (self->experiment);

  mark_same_rows (pool, data);
  g_ptr_array_set_size (self->works, (gint) n_runs);
  for (guint fit = 0; fit < N_FITS; fit++)
    for (gsize i = 0; i < n_runs; i++)
      if (self->works->pdata[i] == NULL)
        self->works->pdata[i] = claim (pool, dh_experiment_get_run (self->experiment, i), fit);
  for (gsize i = 0; i < n_runs; i++)
    if (self->works->pdata[i] == NULL)
      self->works->pdata[i] = dh_work_new (dh_experiment_get_run (self->experiment, i), data);
  keep_rest (self, pool);
}

static void
take_up (Worker *self)
{
  DhCommand *submission = g_steal_pointer (&self->submission);

  if (submission == NULL)
    return;
  g_clear_pointer (&self->experiment, dh_experiment_unref);
  self->experiment = g_steal_pointer (&submission->experiment);
  self->generation = submission->generation;
  dh_command_free (submission);
  match_works (self);
  self->all_done_told = FALSE;
  for (guint i = 0; i < self->works->len; i++)
    {
      DhWork *work = g_ptr_array_index (self->works, i);

      work->announced = FALSE;
      /* A new history is announced after its first slice, so that the window goes from one
       * full picture to the next. While paused there will be none. */
      if (self->paused || work->steps > 0 || !dh_work_is_open (work))
        tell_standing (self, work);
    }
}

static void
pause_works (Worker *self)
{
  self->paused = TRUE;
  for (guint i = 0; i < self->works->len; i++)
    {
      DhWork *work = g_ptr_array_index (self->works, i);

      if (!work->announced)
        tell_standing (self, work);
      else if (dh_work_is_open (work) && work->steps > work->told_steps)
        tell (self, DH_EVENT_PROGRESS, work);
    }
}

static void
resume_works (Worker *self)
{
  self->paused = FALSE;
  for (guint i = 0; i < self->works->len; i++)
    {
      DhWork *work = g_ptr_array_index (self->works, i);

      if (work->error != NULL || work->state != DH_STATE_STOPPED)
        continue;
      dh_work_go_on (work);
      tell (self, DH_EVENT_PROGRESS, work);
      self->all_done_told = FALSE;
    }
}

static void
stop_works (Worker *self)
{
  for (guint i = 0; i < self->works->len; i++)
    {
      DhWork *work = g_ptr_array_index (self->works, i);

      if (!dh_work_is_open (work))
        continue;
      if (dh_work_prepare (work))
        {
          announce (self, work);
          dh_work_stop (work);
        }
      if (work->error != NULL)
        tell_failed (self, work);
      else
        tell (self, DH_EVENT_FINISHED, work);
    }
}

static void
obey (Worker *self, DhCommand *command)
{
  if (command->kind == DH_COMMAND_SUBMIT)
    {
      /* The latest experiment wins: one that nobody has taken up yet never will be. */
      dh_command_free (self->submission);
      self->submission = command;
      return;
    }
  if (command->kind != DH_COMMAND_QUIT)
    take_up (self);
  switch (command->kind)
    {
    case DH_COMMAND_PAUSE:
      pause_works (self);
      break;
    case DH_COMMAND_RESUME:
      resume_works (self);
      break;
    case DH_COMMAND_CANCEL:
      stop_works (self);
      break;
    case DH_COMMAND_QUIT:
      self->quit = TRUE;
      break;
    case DH_COMMAND_SUBMIT:
      g_assert_not_reached ();
    }
  dh_command_free (command);
}

/* The run whose turn it is: visible ones first, then those with the fewest slices, then the one
 * that has waited longest. NULL when there is nothing to do. */
static DhWork *
next_work (Worker *self)
{
  DhWork *best = NULL;

  for (guint i = 0; i < self->works->len; i++)
    {
      DhWork *work = g_ptr_array_index (self->works, i);

      if (!dh_work_is_open (work))
        continue;
      if (best == NULL
          || (work->run->visible && !best->run->visible)
          || (!work->run->visible == !best->run->visible
              && (work->rounds < best->rounds
                  || (work->rounds == best->rounds && work->last_turn < best->last_turn))))
        best = work;
    }
  return best;
}

static void
receive (Worker *self)
{
  gboolean idle = self->paused || next_work (self) == NULL;
  DhCommand *command;

  g_atomic_int_set (&self->channel->interrupt, 0);
  command = idle ? dh_queue_pop (self->channel->commands)
                 : dh_queue_try_pop (self->channel->commands);
  while (command != NULL)
    {
      obey (self, command);
      command = self->quit ? NULL : dh_queue_try_pop (self->channel->commands);
    }
  if (!self->quit)
    take_up (self);
}

static void
train (Worker *self)
{
  DhWork *work = self->paused ? NULL : next_work (self);

  if (work == NULL)
    return;
  dh_work_slice (work, FIRST_SLICE << work->rounds, &self->channel->interrupt);
  work->rounds = MIN (work->rounds + 1, MAX_ROUNDS);
  work->last_turn = ++self->turn;
  if (work->error != NULL)
    {
      tell_failed (self, work);
      return;
    }
  announce (self, work);
  if (!dh_work_is_open (work))
    tell (self, DH_EVENT_FINISHED, work);
  else if (g_get_monotonic_time () - work->progress_time >= PROGRESS_TIME)
    tell (self, DH_EVENT_PROGRESS, work);
}

static void
tell_all_done (Worker *self)
{
  if (self->experiment == NULL || self->all_done_told || next_work (self) != NULL)
    return;
  self->all_done_told = TRUE;
  dh_channel_post (self->channel, event_new (self, DH_EVENT_ALL_DONE, NULL));
}

gpointer
dh_worker_thread (gpointer channel)
{
  Worker self = { .channel = channel };

  self.works = g_ptr_array_new_with_free_func ((GDestroyNotify) dh_work_free);
  self.kept = g_ptr_array_new_with_free_func ((GDestroyNotify) dh_work_free);
  while (!self.quit)
    {
      receive (&self);
      if (self.quit)
        break;
      train (&self);
      tell_all_done (&self);
    }
  dh_command_free (self.submission);
  g_clear_pointer (&self.experiment, dh_experiment_unref);
  g_ptr_array_unref (self.works);
  g_ptr_array_unref (self.kept);
  return NULL;
}
