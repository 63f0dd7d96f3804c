/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Bands worker: one loop in a fixed order: receive, take the latest request, measure until it is done or
 * interrupted, tell. It touches nothing of its owner but the channel. */
#include "dh-bands-private.h"

#include "dh-curvature.h"
#include "dh-error.h"
#include "dh-sweep.h"
#include "dh-trainer.h"

#include <math.h>
#ifdef __linux__
#include <sys/resource.h>
#endif

/* Between two results of one request. */
#define TELL_TIME (30 * G_TIME_SPAN_MILLISECOND)
#define COARSE 8
/* Multiplications that the limits may cost: the dense search does some hundred times rows x weights^3. */
#define MAX_LIMIT_WORK 1e7
/* What is worth a result of its own before. */
#define SLOW_LIMIT_WORK 1e5
#define MAX_LIMIT_WEIGHTS 64.0

/* One request under way. */
typedef struct
{
  DhChannel *channel;
  const DhBandsCommand *command;
  DhSweep *sweep;
  gsize order[DH_BANDS_RATES];
  DhBandsResult result;
  gint64 told;
} Job;

/* Ten nicer than the engine; a system that can't has lost nothing. */
static void
be_nice (void)
{
#ifdef __linux__
  /* Of a thread, on Linux, though POSIX says of a process. */
  (void) setpriority (PRIO_PROCESS, 0, 10);
#endif
}

void
dh_bands_order (gsize *order)
{
  gboolean taken[DH_BANDS_RATES] = { FALSE };
  gsize n = 0;

  order[n++] = DH_BANDS_RATES - 1; /* both ends are among the first */
  taken[DH_BANDS_RATES - 1] = TRUE;
  for (gsize stride = COARSE; stride > 0; stride /= 2)
    for (gsize i = 0; i < DH_BANDS_RATES; i += stride)
      if (!taken[i])
        {
          taken[i] = TRUE;
          order[n++] = i;
        }
}

static void
tell (Job *job)
{
  job->told = g_get_monotonic_time ();
  dh_channel_post (job->channel, g_memdup2 (&job->result, sizeof job->result));
}

static void
take_points (Job *job, gsize done)
{
  for (gsize k = job->result.n_measured; k < done; k++)
    {
      const DhSweepPoint *from = dh_sweep_point (job->sweep, k);
      DhBandsPoint *to = &job->result.points[job->order[k]];

      to->measured = TRUE;
      to->outcome = from->outcome;
      to->state = from->state;
      to->rmse = from->rmse;
      to->root_sum = from->root_sum;
    }
  job->result.n_measured = done;
}

static void
progress_cb (gsize done, gsize total, gpointer data)
{
  Job *job = data;

  take_points (job, done);
  if (done < total && g_get_monotonic_time () - job->told >= TELL_TIME)
    tell (job);
}

/* How many of the rates, in their order, are worth measuring. */
static gsize
affordable (const DhBandsRequest *request)
{
  double one = dh_sweep_estimate (request->run, dh_data_get_n_rows (request->data), request->from_step);

  return one * DH_BANDS_RATES <= DH_BANDS_BUDGET ? DH_BANDS_RATES : (gsize) (DH_BANDS_BUDGET / one);
}

/* FALSE: interrupted. */
static gboolean
measure (Job *job)
{
  const DhBandsRequest *request = &job->command->request;
  const DhSweepAxis axis = { "lr", request->low, request->high, DH_BANDS_RATES };
  g_autoptr (DhSweep) sweep = NULL;
  g_autoptr (GError) error = NULL;
  double rates[DH_BANDS_RATES];
  gsize n = affordable (request);

  dh_bands_order (job->order);
  for (gsize i = 0; i < DH_BANDS_RATES; i++)
    job->result.points[i].lr = dh_sweep_axis_value (&axis, i);
  if (n == 0)
    return TRUE;
  for (gsize k = 0; k < n; k++)
    rates[k] = job->result.points[job->order[k]].lr;
  /* A run that is not valid, or too big for the memory, leaves its rates unmeasured; the
   * engine says why it does not run. */
  sweep = dh_sweep_new_rates (request->run, request->data, rates, n, request->from_step, NULL);
  job->sweep = sweep;
  return sweep == NULL || dh_sweep_run (sweep, &job->channel->interrupt, progress_cb, job, &error)
         || !g_error_matches (error, DH_ERROR, DH_ERROR_CANCELLED);
}

/* Both limits are about plain SGD at one and the same rate, rows as listed. */
static gboolean
has_theory (const DhRun *run)
{
  return dh_optimiser_spec_is_plain (&run->optimiser) && run->schedule.kind == DH_SCHEDULE_CONSTANT
         && run->clip.kind == DH_CLIP_OFF && (!run->shuffle || run->batch == 0);
}

static double
limit_work (const DhBandsRequest *request)
{
  double n = (double) dh_model_n_weights (&request->run->model);

  if (!has_theory (request->run) || n > MAX_LIMIT_WEIGHTS)
    return HUGE_VAL;
  return (double) dh_data_get_n_rows (request->data) * n * n * n;
}

/* The weights where the rate begins to hold. FALSE: interrupted, or the run does not get there. */
static gboolean
find_weights (Job *job, double *w)
{
  const DhBandsRequest *request = &job->command->request;
  g_autoptr (DhTrainer) trainer = NULL;
  DhTrainerStatus status;
  guint64 before = MAX (request->from_step, 1) - 1;

  dh_init_weights (&request->run->init, &request->run->model, w);
  if (before == 0)
    return TRUE;
  trainer = dh_trainer_new (request->run, request->data, NULL);
  if (trainer == NULL)
    return FALSE;
  for (guint64 done = 0; done < before;)
    {
      guint64 n = dh_trainer_advance (trainer, NULL, before - done, &job->channel->interrupt);

      if (n == 0)
        return FALSE;
      done += n;
    }
  dh_trainer_status (trainer, &status);
  for (gsize i = 0; i < dh_model_n_weights (&request->run->model); i++)
    w[i] = status.weights[i];
  return status.state != DH_STATE_EXPLODED;
}

/* Bounded limits only: 0 and infinity bound nothing. */
static double
bound (double limit)
{
  return isfinite (limit) && limit > 0 ? limit : 0;
}

/* FALSE: interrupted. */
static gboolean
find_limits (Job *job)
{
  const DhRun *run = job->command->request.run;
  double w[DH_MODEL_FULL_RECORD];
  DhCurvature curvature;

  if (!find_weights (job, w)
      || !dh_curvature_compute (&run->model, job->command->request.data, w, run->batch,
                                run->carry == DH_CARRY_WORKBOOK, &job->channel->interrupt, &curvature))
    return !g_atomic_int_get (&job->channel->interrupt);
  job->result.row_limit = run->batch == 1 ? bound (curvature.row_limit) : 0;
  job->result.epoch_limit = bound (curvature.epoch_limit);
  return TRUE;
}

/* FALSE: interrupted before the end. */
static gboolean
serve (DhChannel *channel, const DhBandsCommand *command)
{
  Job job = { .channel = channel, .command = command };
  double work = limit_work (&command->request);

  job.result.generation = command->generation;
  job.told = g_get_monotonic_time ();
  if (!measure (&job))
    return FALSE;
  if (work <= MAX_LIMIT_WORK)
    {
      if (work > SLOW_LIMIT_WORK)
        tell (&job);
      if (!find_limits (&job))
        return FALSE;
    }
  job.result.complete = TRUE;
  tell (&job);
  return TRUE;
}

/* Takes all commands there are, waiting for the first when nothing is to be done. The latest wins.
 * FALSE: quit. */
static gboolean
receive (DhChannel *channel, DhBandsCommand **request)
{
  DhBandsCommand *command;
  gboolean quit = FALSE;

  g_atomic_int_set (&channel->interrupt, 0);
  command = *request == NULL ? dh_queue_pop (channel->commands) : dh_queue_try_pop (channel->commands);
  for (; command != NULL; command = dh_queue_try_pop (channel->commands))
    {
      g_clear_pointer (request, dh_bands_command_free);
      quit |= command->kind == DH_BANDS_QUIT;
      if (command->kind == DH_BANDS_REQUEST)
        *request = command;
      else
        dh_bands_command_free (command);
    }
  return !quit;
}

gpointer
dh_bands_thread (gpointer data)
{
  DhChannel *channel = data;
  DhBandsCommand *request = NULL;

  be_nice ();
  /* A flag that was raised for a command already taken interrupts once more than there is reason to:
   * the request stays until it is served. */
  while (receive (channel, &request))
    if (request != NULL && serve (channel, request))
      g_clear_pointer (&request, dh_bands_command_free);
  dh_bands_command_free (request);
  return NULL;
}
