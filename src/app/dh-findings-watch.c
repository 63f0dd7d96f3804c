/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Findings watch: a record a run, and one job at a time. */
#include "dh-findings-watch.h"

/* Runs that are computed within this are waited for, so that nothing flickers while a slider is dragged. */
#define PATIENCE_MS 300

/* One examination; the worker thread's but for the flag. */
typedef struct
{
  GWeakRef watch;
  DhHistory *history;
  guint64 run_id;
  gsize n_steps;
  gint cancel; /* atomic */
} Job;

/* What is known of one run. */
typedef struct
{
  DhHistory *history;
  gsize n_steps;
  GPtrArray *findings; /* NULL: not known yet */
} Record;

struct _DhFindingsWatch
{
  GObject parent_instance;

  DhSession *session; /* which owns us */
  GHashTable *records; /* run id (guint64*) to Record */
  Job *job;            /* under way, owned by its task; NULL: none */
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

/* The record speaks of the run as it stands. */
static gboolean
is_current (DhFindingsWatch *self, guint64 run_id, const Record *record)
{
  DhHistory *history = dh_session_get_history (self->session, run_id);

  return history == record->history && is_over (history) && dh_history_n_steps (history) == record->n_steps;
}

static gboolean
late_cb (gpointer data)
{
  DhFindingsWatch *self = data;

  self->late_id = 0;
  g_signal_emit (self, signals[CHANGED], 0);
  return G_SOURCE_REMOVE;
}

static void
tell (DhFindingsWatch *self)
{
  g_clear_handle_id (&self->late_id, g_source_remove);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
job_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Job *job = task_data;
  GPtrArray *findings = dh_findings_find (job->history, &job->cancel);

  g_task_return_pointer (task, findings, (GDestroyNotify) g_ptr_array_unref);
}

static void
job_done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (DhFindingsWatch) self = g_weak_ref_get (&job->watch);
  g_autoptr (GPtrArray) findings = g_task_propagate_pointer (G_TASK (result), NULL);
  Record *record;

  if (self == NULL)
    return;
  self->job = NULL;
  record = g_hash_table_lookup (self->records, &job->run_id);
  if (record != NULL && findings != NULL && record->history == job->history && record->n_steps == job->n_steps)
    record->findings = g_steal_pointer (&findings);
  start_next (self);
}

static void
start_job (DhFindingsWatch *self, guint64 run_id, const Record *record)
{
  Job *job = g_new0 (Job, 1);
  g_autoptr (GTask) task = g_task_new (NULL, NULL, job_done_cb, NULL);

  g_weak_ref_init (&job->watch, self);
  job->history = dh_history_ref (record->history);
  job->run_id = run_id;
  job->n_steps = record->n_steps;
  self->job = job;
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, job_thread);
}

static void
start_next (DhFindingsWatch *self)
{
  GHashTableIter iter;
  gpointer id, value;

  if (self->job != NULL)
    return;
  g_hash_table_iter_init (&iter, self->records);
  while (g_hash_table_iter_next (&iter, &id, &value))
    if (((Record *) value)->findings == NULL)
      {
        start_job (self, *(guint64 *) id, value);
        return;
      }
  if (!dh_session_get_computing (self->session))
    tell (self);
}

/* TRUE when something has to be examined. */
static gboolean
update_run (DhFindingsWatch *self, guint64 id)
{
  DhHistory *history = dh_session_get_history (self->session, id);
  Record *record = g_hash_table_lookup (self->records, &id);

  if (record != NULL && is_current (self, id, record))
    return record->findings == NULL;
  if (self->job != NULL && self->job->run_id == id)
    g_atomic_int_set (&self->job->cancel, 1);
  g_hash_table_remove (self->records, &id);
  if (history == NULL || !is_over (history))
    return TRUE;
  record = g_new0 (Record, 1);
  record->history = dh_history_ref (history);
  record->n_steps = dh_history_n_steps (history);
  g_hash_table_insert (self->records, g_memdup2 (&id, sizeof id), record);
  return TRUE;
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
  gboolean pending = FALSE;

  for (gsize i = 0; i < dh_experiment_n_runs (experiment); i++)
    pending |= update_run (self, dh_experiment_get_run (experiment, i)->id);
  if (pending && self->late_id == 0)
    self->late_id = g_timeout_add (PATIENCE_MS, late_cb, self);
  if (pending)
    start_next (self);
  else if (removed > 0)
    tell (self);
}

static void
dh_findings_watch_dispose (GObject *object)
{
  DhFindingsWatch *self = DH_FINDINGS_WATCH (object);

  if (self->job != NULL)
    g_atomic_int_set (&self->job->cancel, 1);
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
  g_signal_connect_object (session, "notify::experiment", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
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

      /* How the bowl is shaped is no outcome. */
      if (finding->kind != DH_FINDING_ILL_CONDITIONED)
        return finding;
    }
  return NULL;
}
