/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Findings watch: a record a run, and one job at a time. */
#include "dh-findings-watch.h"

/* Runs that are computed within this are waited for, so that nothing flickers while a slider is dragged. */
#define PATIENCE_MS 300

/* A shorter record of a run that goes on says too little. */
#define MIN_STEPS 64

/* One piece of work; the worker thread's but for the flag. */
typedef struct
{
  GWeakRef watch;
  DhHistory *history;
  guint64 run_id;
  gsize n_steps;
  gboolean tries; /* looks for the rate up to which the run survives, rather than for findings */
  gint cancel;    /* atomic */
} Job;

/* What is known of one run. */
typedef struct
{
  DhHistory *history;
  gsize n_steps;       /* how long it was when it was last looked at */
  gboolean over;       /* and whether it was over */
  GPtrArray *findings; /* NULL: not known yet; those of a run that went on stay until it is examined again */
  gboolean stale;      /* has to be examined */
  gboolean tried;      /* nothing is left to try */
} Record;

struct _DhFindingsWatch
{
  GObject parent_instance;

  DhSession *session; /* which owns us */
  GHashTable *records; /* run id (guint64*) to Record */
  Job *job;            /* under way, owned by its task; NULL: none */
  gboolean untold;     /* there is news since the last "changed" */
  gboolean late;       /* the runs as they stand have taken longer than our patience */
  guint late_id;
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DhFindingsWatch, dh_findings_watch, G_TYPE_OBJECT)

static void start_next (DhFindingsWatch *self);
static void update (DhFindingsWatch *self);

static void
job_free (gpointer data)
{
  Job *job = data;

  g_weak_ref_clear (&job->watch);
  dh_history_unref (job->history);
  g_free (job);
}

static void
record_free (gpointer data)
{
  Record *record = data;

  dh_history_unref (record->history);
  g_clear_pointer (&record->findings, g_ptr_array_unref);
  g_free (record);
}

static gboolean
is_over (const DhHistory *history)
{
  DhState state = dh_history_get_state (history);

  return state == DH_STATE_FINISHED || state == DH_STATE_STOPPED || state == DH_STATE_EXPLODED;
}

/* The record speaks of the run as it stands. What was so up to a step stays true while the run goes on. */
static gboolean
is_current (DhFindingsWatch *self, guint64 run_id, const Record *record)
{
  DhHistory *history = dh_session_get_history (self->session, run_id);

  return history == record->history
         && (!record->over || (is_over (history) && dh_history_n_steps (history) == record->n_steps));
}

static void
tell (DhFindingsWatch *self)
{
  g_clear_handle_id (&self->late_id, g_source_remove);
  self->untold = FALSE;
  g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
late_cb (gpointer data)
{
  DhFindingsWatch *self = data;

  self->late_id = 0;
  self->late = TRUE;
  tell (self);
  update (self);
  return G_SOURCE_REMOVE;
}

static void
job_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Job *job = task_data;
  DhSurvival survival;

  if (!job->tries)
    g_task_return_pointer (task, dh_findings_find (job->history, &job->cancel), (GDestroyNotify) g_ptr_array_unref);
  else if (dh_survival_find (dh_history_get_run (job->history), dh_history_get_data (job->history),
                             DH_SURVIVAL_BUDGET, &job->cancel, &survival))
    g_task_return_pointer (task, g_memdup2 (&survival, sizeof survival), g_free);
  else
    g_task_return_pointer (task, NULL, NULL);
}

static void
take_findings (DhFindingsWatch *self, Record *record, GPtrArray *findings)
{
  g_clear_pointer (&record->findings, g_ptr_array_unref);
  record->findings = g_ptr_array_ref (findings);
  record->stale = FALSE;
  record->tried = !record->over || dh_findings_lost (findings) == NULL;
  self->untold = TRUE;
}

static void
job_done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (DhFindingsWatch) self = g_weak_ref_get (&job->watch);
  g_autofree DhSurvival *survival = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  Record *record;

  if (job->tries)
    survival = g_task_propagate_pointer (G_TASK (result), NULL);
  else
    findings = g_task_propagate_pointer (G_TASK (result), NULL);
  if (self == NULL)
    return;
  self->job = NULL;
  record = g_hash_table_lookup (self->records, &job->run_id);
  if (record != NULL && record->history == job->history && record->n_steps == job->n_steps)
    {
      if (findings != NULL)
        take_findings (self, record, findings);
      else if (job->tries && !g_atomic_int_get (&job->cancel))
        {
          record->tried = self->untold = TRUE;
          if (survival != NULL)
            dh_finding_put_survival (dh_findings_lost (record->findings), survival);
        }
      if (!record->over && self->untold)
        tell (self);
    }
  start_next (self);
}

static void
start_job (DhFindingsWatch *self, guint64 run_id, const Record *record, gboolean tries)
{
  Job *job = g_new0 (Job, 1);
  g_autoptr (GTask) task = g_task_new (NULL, NULL, job_done_cb, NULL);

  g_weak_ref_init (&job->watch, self);
  job->history = dh_history_ref (record->history);
  job->run_id = run_id;
  job->n_steps = record->n_steps;
  job->tries = tries;
  self->job = job;
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, job_thread);
}

/* Runs that are over before those that go on. NULL: nothing to do of the kind. */
static Record *
next_record (DhFindingsWatch *self, gboolean tries, guint64 *run_id)
{
  Record *found = NULL;
  GHashTableIter iter;
  gpointer id, value;

  g_hash_table_iter_init (&iter, self->records);
  while (g_hash_table_iter_next (&iter, &id, &value))
    {
      Record *record = value;

      if (tries ? record->stale || record->tried || record->findings == NULL : !record->stale)
        continue;
      if (found != NULL && !record->over)
        continue;
      found = record;
      *run_id = *(guint64 *) id;
      if (record->over)
        break;
    }
  return found;
}

static void
start_next (DhFindingsWatch *self)
{
  guint64 run_id;
  Record *record;

  if (self->job != NULL)
    return;
  record = next_record (self, FALSE, &run_id);
  if (record != NULL)
    {
      start_job (self, run_id, record, FALSE);
      return;
    }
  if (dh_session_get_computing (self->session))
    return;
  if (self->untold)
    tell (self);
  /* Trying takes its time, and is for when nothing else is to be done. */
  record = next_record (self, TRUE, &run_id);
  if (record != NULL && self->job == NULL)
    start_job (self, run_id, record, TRUE);
}

static void
cancel_job (DhFindingsWatch *self)
{
  if (self->job != NULL)
    g_atomic_int_set (&self->job->cancel, 1);
}

/* The same history: it has grown, or has come to its end. */
static void
follow_history (DhFindingsWatch *self, guint64 id, Record *record)
{
  gsize n_steps = dh_history_n_steps (record->history);
  gboolean busy = self->job != NULL && self->job->run_id == id;

  if (!record->over && is_over (record->history))
    {
      if (busy)
        cancel_job (self);
      record->over = record->stale = TRUE;
      record->n_steps = dh_history_n_steps (record->history);
    }
  /* At doubling lengths all examinations together take no longer than the last. */
  else if (!record->over && !busy && self->late && n_steps >= MIN_STEPS
           && (record->findings == NULL || n_steps >= 2 * record->n_steps))
    {
      record->stale = TRUE;
      record->n_steps = n_steps;
    }
}

/* TRUE when something has to be examined, or will have to. */
static gboolean
update_run (DhFindingsWatch *self, guint64 id)
{
  DhHistory *history = dh_session_get_history (self->session, id);
  Record *record = g_hash_table_lookup (self->records, &id);

  if (record == NULL || !is_current (self, id, record))
    {
      if (self->job != NULL && self->job->run_id == id)
        cancel_job (self);
      self->untold |= g_hash_table_remove (self->records, &id);
      if (history == NULL)
        return dh_session_get_computing (self->session);
      record = g_new0 (Record, 1);
      record->history = dh_history_ref (history);
      g_hash_table_insert (self->records, g_memdup2 (&id, sizeof id), record);
    }
  follow_history (self, id, record);
  return record->stale || (!record->over && dh_session_get_computing (self->session));
}

static gboolean
is_gone (gpointer id, gpointer record, gpointer experiment)
{
  return dh_experiment_find_run (experiment, *(guint64 *) id, NULL) == NULL;
}

static void
update (DhFindingsWatch *self)
{
  DhExperiment *experiment = dh_session_get_experiment (self->session);
  guint removed = g_hash_table_foreach_remove (self->records, is_gone, experiment);
  gboolean computing = dh_session_get_computing (self->session);
  gboolean pending = FALSE;

  if (!computing)
    self->late = FALSE;
  for (gsize i = 0; i < dh_experiment_n_runs (experiment); i++)
    pending |= update_run (self, dh_experiment_get_run (experiment, i)->id);
  if (self->job != NULL && self->job->tries && (pending || computing))
    cancel_job (self);
  if (pending && !self->late && self->late_id == 0)
    self->late_id = g_timeout_add (PATIENCE_MS, late_cb, self);
  self->untold |= removed > 0;
  if (!pending && self->untold)
    tell (self);
  start_next (self);
}

static void
experiment_changed (DhFindingsWatch *self)
{
  /* While a knob is turned nothing is late. */
  self->late = FALSE;
  update (self);
}

static void
dh_findings_watch_dispose (GObject *object)
{
  DhFindingsWatch *self = DH_FINDINGS_WATCH (object);

  cancel_job (self);
  self->job = NULL;
  g_clear_handle_id (&self->late_id, g_source_remove);
  g_hash_table_remove_all (self->records);
  G_OBJECT_CLASS (dh_findings_watch_parent_class)->dispose (object);
}

static void
dh_findings_watch_finalize (GObject *object)
{
  g_hash_table_unref (DH_FINDINGS_WATCH (object)->records);
  G_OBJECT_CLASS (dh_findings_watch_parent_class)->finalize (object);
}

static void
dh_findings_watch_class_init (DhFindingsWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dh_findings_watch_dispose;
  G_OBJECT_CLASS (klass)->finalize = dh_findings_watch_finalize;

  signals[CHANGED] = g_signal_new ("changed", DH_TYPE_FINDINGS_WATCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
dh_findings_watch_init (DhFindingsWatch *self)
{
  self->records = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, record_free);
}

DhFindingsWatch *
dh_findings_watch_get (DhSession *session)
{
  DhFindingsWatch *self;

  g_return_val_if_fail (DH_IS_SESSION (session), NULL);

  self = g_object_get_data (G_OBJECT (session), "dh-findings-watch");
  if (self != NULL)
    return self;
  self = g_object_new (DH_TYPE_FINDINGS_WATCH, NULL);
  self->session = session;
  g_object_set_data_full (G_OBJECT (session), "dh-findings-watch", self, g_object_unref);
  g_signal_connect_object (session, "histories-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::experiment", G_CALLBACK (experiment_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::computing", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return self;
}

GPtrArray *
dh_findings_watch_find (DhFindingsWatch *self, guint64 run_id)
{
  Record *record;

  g_return_val_if_fail (DH_IS_FINDINGS_WATCH (self), NULL);

  record = g_hash_table_lookup (self->records, &run_id);
  return record != NULL && is_current (self, run_id, record) ? record->findings : NULL;
}

const DhFinding *
dh_findings_watch_outcome (DhFindingsWatch *self, guint64 run_id)
{
  GPtrArray *findings = dh_findings_watch_find (self, run_id);

  for (guint i = 0; findings != NULL && i < findings->len; i++)
    {
      const DhFinding *finding = g_ptr_array_index (findings, i);

      if (dh_finding_is_outcome (finding))
        return finding;
    }
  return NULL;
}

GPtrArray *
dh_findings_watch_peek (DhSession *session, guint64 run_id)
{
  DhFindingsWatch *self = g_object_get_data (G_OBJECT (session), "dh-findings-watch");

  return self != NULL ? dh_findings_watch_find (self, run_id) : NULL;
}
