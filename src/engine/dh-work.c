/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Work: one run on its way to a history: its trainer, made when the first slice needs it, and how
 * far it has come. Owned by the engine's worker and touched by no other thread. */
#include "dh-work.h"

/* A first request that takes well under a millisecond even where a step visits many rows. */
#define FIRST_CHUNK_COST 50000

static guint64
first_chunk (const DhRun *run, gsize n_rows)
{
  gsize batch = run->batch == 0 ? n_rows : MIN (run->batch, n_rows);
  double cost = (double) dh_model_n_weights (&run->model) * (double) MAX (batch, 1);

  return MAX ((guint64) (FIRST_CHUNK_COST / MAX (cost, 1.0)), 1);
}

DhWork *
dh_work_new (DhRun *run, DhData *data)
{
  DhWork *work = g_new0 (DhWork, 1);

  work->run = dh_run_ref (run);
  work->data = dh_data_ref (data);
  work->state = DH_STATE_WAITING;
  work->total_steps = dh_run_total_steps (run, dh_data_get_n_rows (data));
  work->chunk = first_chunk (run, dh_data_get_n_rows (data));
  return work;
}

void
dh_work_free (DhWork *work)
{
  if (work == NULL)
    return;
  g_clear_pointer (&work->trainer, dh_trainer_free);
  g_clear_pointer (&work->history, dh_history_unref);
  g_clear_error (&work->error);
  dh_run_unref (work->run);
  dh_data_unref (work->data);
  g_free (work);
}

gboolean
dh_work_is_open (const DhWork *work)
{
  return work->error == NULL
         && (work->state == DH_STATE_WAITING || work->state == DH_STATE_RUNNING);
}

gboolean
dh_work_serves (const DhWork *work, const DhRun *run)
{
  return dh_run_same_training (work->run, run);
}

gboolean
dh_work_begins (const DhWork *work, const DhRun *run)
{
  return work->error == NULL && run->epochs > work->run->epochs
         && dh_run_same_but_epochs (work->run, run);
}

void
dh_work_take_run (DhWork *work, DhRun *run)
{
  gboolean longer = run->epochs > work->run->epochs;

  dh_run_ref (run);
  dh_run_unref (work->run);
  work->run = run;
  work->total_steps = dh_run_total_steps (run, dh_data_get_n_rows (work->data));
  if (!longer)
    return;
  if (work->trainer != NULL)
    dh_trainer_extend (work->trainer, run);
  if (work->state != DH_STATE_EXPLODED)
    dh_work_go_on (work);
}

gboolean
dh_work_prepare (DhWork *work)
{
  if (work->error != NULL)
    return FALSE;
  if (work->history != NULL)
    return TRUE;
  if (!dh_run_validate (work->run, dh_data_get_n_rows (work->data), &work->error))
    return FALSE;
  work->history = dh_history_new (work->run, work->data);
  return TRUE;
}

static gboolean
ensure_trainer (DhWork *work)
{
  if (!dh_work_prepare (work))
    return FALSE;
  if (work->trainer == NULL)
    work->trainer = dh_trainer_new (work->run, work->data, &work->error);
  return work->trainer != NULL;
}

/* Keeps one request to the trainer well below a slice, so that turns stay fair. */
static void
adapt_chunk (DhWork *work, gint64 spent, gint64 microseconds)
{
  if (spent > microseconds / 2)
    work->chunk = MAX (work->chunk / 2, 1);
  else if (spent < microseconds / 8)
    work->chunk = MIN (work->chunk * 2, G_MAXUINT64 / 4);
}

void
dh_work_slice (DhWork *work, gint64 microseconds, const gint *cancel)
{
  gint64 start = g_get_monotonic_time ();
  gint64 now = start;

  if (!ensure_trainer (work))
    return;
  do
    {
      gint64 before = now;
      DhTrainerStatus status;

      dh_trainer_advance (work->trainer, work->history, work->chunk, cancel);
      dh_trainer_status (work->trainer, &status);
      work->steps = status.steps;
      /* A raised flag only interrupts: whether the run is stopped is the user's word. */
      work->state = status.state == DH_STATE_FINISHED || status.state == DH_STATE_EXPLODED
                      ? status.state : DH_STATE_RUNNING;
      now = g_get_monotonic_time ();
      adapt_chunk (work, now - before, microseconds);
    }
  while (work->state == DH_STATE_RUNNING && now - start < microseconds
         && !g_atomic_int_get (cancel));
}

void
dh_work_stop (DhWork *work)
{
  work->state = DH_STATE_STOPPED;
  if (work->history != NULL)
    dh_history_set_state (work->history, DH_STATE_STOPPED);
}

void
dh_work_go_on (DhWork *work)
{
  work->state = work->steps > 0 ? DH_STATE_RUNNING : DH_STATE_WAITING;
  work->rounds = 0;
  if (work->history != NULL)
    dh_history_set_state (work->history, work->state);
}

static gsize
table_bytes (const DhTable *table)
{
  return table == NULL ? 0
         : dh_table_length (table) * dh_table_row_bytes (dh_table_n_columns (table));
}

gsize
dh_work_bytes (const DhWork *work)
{
  if (work->history == NULL)
    return 0;
  return table_bytes (dh_history_get_steps (work->history))
         + table_bytes (dh_history_get_epochs (work->history))
         + table_bytes (dh_history_get_snapshots (work->history));
}
