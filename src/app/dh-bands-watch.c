/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Bands watch: what is wanted, what has been asked for, what is known. */
#include "dh-bands-watch.h"

#include <math.h>

#include "dh-sweep.h"

/* The bands before stay so long, so that nothing flickers while a knob is dragged; then nothing is claimed until
 * something is known. */
#define PATIENCE_MS 100
#define MAX_KEPT 16

/* What a result depends on. */
typedef struct
{
  DhRun *run; /* with what does not matter made the same */
  DhData *data;
  double low, high;
  guint64 from_step;
} Key;

typedef struct
{
  Key key;
  DhBandsResult result;
} Kept;

struct _DhBandsWatch
{
  GObject parent_instance;

  DhSession *session; /* which owns us */
  DhBands *bands;
  Key key;            /* of what is wanted; run NULL: nothing */
  DhBandsResult result;
  gboolean has_result;
  gboolean settled;   /* it is the last word on the key */
  guint late_id;
  GPtrArray *kept;    /* of Kept, complete, the latest last */
  guint64 n_requests;

  /* The scale and what it was chosen for. */
  double low, high;
  guint64 run_id;
  DhOptimiserKind optimiser;
  DhData *data;
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DhBandsWatch, dh_bands_watch, G_TYPE_OBJECT)

static void
key_clear (Key *key)
{
  g_clear_pointer (&key->run, dh_run_unref);
  g_clear_pointer (&key->data, dh_data_unref);
}

static void
key_copy (const Key *from, Key *to)
{
  *to = *from;
  dh_run_ref (to->run);
  dh_data_ref (to->data);
}

static gboolean
same_number (double a, double b)
{
  return !(a < b) && !(a > b);
}

static gboolean
key_equal (const Key *a, const Key *b)
{
  return a->run != NULL && b->run != NULL && a->data == b->data && a->from_step == b->from_step
         && same_number (a->low, b->low) && same_number (a->high, b->high) && dh_run_same_training (a->run, b->run);
}

static void
kept_free (gpointer data)
{
  Kept *kept = data;

  key_clear (&kept->key);
  g_free (kept);
}

/* --- The scale --- */

static gboolean
divides_by_moments (DhOptimiserKind kind)
{
  switch (kind)
    {
    case DH_OPTIMISER_SGD:
    case DH_OPTIMISER_AVERAGE_GRAD:
    case DH_OPTIMISER_WORKBOOK_SGD:
    case DH_OPTIMISER_WORKBOOK_MOMENTUM:
      return FALSE;
    case DH_OPTIMISER_ADAGRAD:
    case DH_OPTIMISER_ADADELTA:
    case DH_OPTIMISER_RMSPROP:
    case DH_OPTIMISER_ADAM:
    case DH_OPTIMISER_ADAMW:
    case DH_OPTIMISER_NADAM:
    case DH_OPTIMISER_RADAM:
    case DH_OPTIMISER_WORKBOOK_RMSPROP:
    case DH_OPTIMISER_WORKBOOK_ADAM:
    case DH_OPTIMISER_WORKBOOK_ADAM_ANNEALED:
    case DH_OPTIMISER_N:
    default:
      return TRUE;
    }
}

static double
largest_square (const DhData *data)
{
  double largest = 0;

  for (gsize i = 0; i < dh_data_get_n_rows (data); i++)
    largest = fmax (largest, fabs (dh_data_get_x (data)[i]));
  return largest * largest;
}

static double
decade (double exponent)
{
  return pow (10, CLAMP (exponent, -250, 250));
}

/* Chooses anew for another run, optimiser or data; else only grows. */
static void
choose_scale (DhBandsWatch *self, const DhRun *run, DhData *data, double rate)
{
  if (self->run_id != run->id || self->optimiser != run->optimiser.kind || self->data != data)
    {
      gboolean adapts = divides_by_moments (run->optimiser.kind);
      /* The smallest decade below, so that 1.02e-4 and 0.9e-4 give the same. */
      double middle = adapts ? floor (log10 (dh_optimiser_info (run->optimiser.kind)->default_lr) + 1e-9)
                             : round (-log10 (1 + largest_square (data)));

      self->run_id = run->id;
      self->optimiser = run->optimiser.kind;
      g_clear_pointer (&self->data, dh_data_unref);
      self->data = dh_data_ref (data);
      self->low = decade (middle - 3);
      self->high = decade (middle + (adapts ? 3 : 2));
    }
  if (rate < self->low)
    self->low = decade (floor (log10 (rate)));
  if (rate > self->high)
    self->high = decade (ceil (log10 (rate)));
}

/* --- What is wanted --- */

/* The run without what the slider sets and what does not change an outcome. FALSE: the slider can do nothing. */
static gboolean
make_key (DhBandsWatch *self, Key *key)
{
  DhRun *run = dh_session_get_run (self->session);
  DhData *data = dh_experiment_get_data (dh_session_get_experiment (self->session));
  guint64 from_step = dh_session_get_from_here_step (self->session);

  if (run == NULL)
    return FALSE;
  choose_scale (self, run, data, from_step > 0 ? dh_run_base_lr (run, from_step) : run->lr);
  if (from_step > dh_run_total_steps (run, dh_data_get_n_rows (data)))
    return FALSE;
  key->run = dh_run_copy (run);
  key->data = dh_data_ref (data);
  key->low = self->low;
  key->high = self->high;
  key->from_step = from_step;
  if (from_step > 0)
    dh_run_intervene (key->run, from_step, self->low);
  else
    {
      dh_run_clear_interventions (key->run);
      key->run->lr = self->low;
    }
  key->run->record_bump = FALSE;
  key->run->record_curvature = FALSE;
  key->run->snapshot_stride = 0;
  return TRUE;
}

static void
tell (DhBandsWatch *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
late_cb (gpointer data)
{
  DhBandsWatch *self = data;
  const DhSweepAxis axis = { "lr", self->key.low, self->key.high, DH_BANDS_RATES };

  self->late_id = 0;
  self->result = (DhBandsResult) { 0 };
  for (gsize i = 0; i < DH_BANDS_RATES; i++)
    self->result.points[i].lr = dh_sweep_axis_value (&axis, i);
  self->has_result = TRUE;
  tell (self);
  return G_SOURCE_REMOVE;
}

static gboolean
take_kept (DhBandsWatch *self)
{
  for (guint i = 0; i < self->kept->len; i++)
    {
      const Kept *kept = g_ptr_array_index (self->kept, i);

      if (key_equal (&kept->key, &self->key))
        {
          self->result = kept->result;
          self->has_result = self->settled = TRUE;
          return TRUE;
        }
    }
  return FALSE;
}

static void
keep (DhBandsWatch *self)
{
  Kept *kept = g_new0 (Kept, 1);

  key_copy (&self->key, &kept->key);
  kept->result = self->result;
  g_ptr_array_add (self->kept, kept);
  if (self->kept->len > MAX_KEPT)
    g_ptr_array_remove_index (self->kept, 0);
}

static void
ask (DhBandsWatch *self)
{
  DhBandsRequest request
    = { self->key.run, self->key.data, self->key.low, self->key.high, self->key.from_step };

  dh_bands_request (self->bands, &request);
  self->n_requests++;
  self->settled = FALSE;
  if (self->late_id == 0)
    self->late_id = g_timeout_add (PATIENCE_MS, late_cb, self);
}

static void
update (DhBandsWatch *self)
{
  Key key = { 0 };

  if (!make_key (self, &key))
    {
      if (self->key.run != NULL)
        dh_bands_cancel (self->bands);
      g_clear_handle_id (&self->late_id, g_source_remove);
      key_clear (&self->key);
      self->has_result = FALSE;
      self->settled = TRUE;
      tell (self);
      return;
    }
  if (key_equal (&key, &self->key))
    {
      key_clear (&key);
      return;
    }
  key_clear (&self->key);
  self->key = key;
  if (take_kept (self))
    {
      dh_bands_cancel (self->bands);
      g_clear_handle_id (&self->late_id, g_source_remove);
    }
  else
    ask (self);
  tell (self);
}

static void
playhead_cb (DhBandsWatch *self)
{
  if (dh_session_get_from_here_step (self->session) > 0)
    update (self);
}

/* In the main context, once until everything has been polled. */
static void
ready_cb (gpointer data)
{
  DhBandsWatch *self = data;
  gboolean changed = FALSE;
  DhBandsResult *result;

  while ((result = dh_bands_poll (self->bands)) != NULL)
    {
      self->result = *result;
      self->has_result = changed = TRUE;
      g_clear_handle_id (&self->late_id, g_source_remove);
      self->settled = result->complete;
      if (result->complete)
        keep (self);
      g_free (result);
    }
  if (changed)
    tell (self);
}

static void
dh_bands_watch_dispose (GObject *object)
{
  DhBandsWatch *self = DH_BANDS_WATCH (object);

  /* First: after it nothing calls back. */
  g_clear_pointer (&self->bands, dh_bands_free);
  g_clear_handle_id (&self->late_id, g_source_remove);
  G_OBJECT_CLASS (dh_bands_watch_parent_class)->dispose (object);
}

static void
dh_bands_watch_finalize (GObject *object)
{
  DhBandsWatch *self = DH_BANDS_WATCH (object);

  key_clear (&self->key);
  g_clear_pointer (&self->data, dh_data_unref);
  g_ptr_array_unref (self->kept);
  G_OBJECT_CLASS (dh_bands_watch_parent_class)->finalize (object);
}

static void
dh_bands_watch_class_init (DhBandsWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dh_bands_watch_dispose;
  G_OBJECT_CLASS (klass)->finalize = dh_bands_watch_finalize;

  signals[CHANGED] = g_signal_new ("changed", DH_TYPE_BANDS_WATCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
dh_bands_watch_init (DhBandsWatch *self)
{
  self->kept = g_ptr_array_new_with_free_func (kept_free);
  self->bands = dh_bands_new (NULL, ready_cb, self);
}

DhBandsWatch *
dh_bands_watch_get (DhSession *session)
{
  DhBandsWatch *self;

  g_return_val_if_fail (DH_IS_SESSION (session), NULL);

  self = g_object_get_data (G_OBJECT (session), "dh-bands-watch");
  if (self != NULL)
    return self;
  self = g_object_new (DH_TYPE_BANDS_WATCH, NULL);
  self->session = session;
  g_object_set_data_full (G_OBJECT (session), "dh-bands-watch", self, g_object_unref);
  g_signal_connect_object (session, "notify::experiment", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::selected-run", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::from-here", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::playhead", G_CALLBACK (playhead_cb), self, G_CONNECT_SWAPPED);
  update (self);
  return self;
}

const DhBandsResult *
dh_bands_watch_get_result (DhBandsWatch *self)
{
  g_return_val_if_fail (DH_IS_BANDS_WATCH (self), NULL);

  return self->has_result ? &self->result : NULL;
}

gboolean
dh_bands_watch_get_scale (DhBandsWatch *self, double *low, double *high)
{
  g_return_val_if_fail (DH_IS_BANDS_WATCH (self), FALSE);

  if (!(self->low > 0))
    return FALSE;
  *low = self->low;
  *high = self->high;
  return TRUE;
}

gboolean
dh_bands_watch_is_settled (DhBandsWatch *self)
{
  g_return_val_if_fail (DH_IS_BANDS_WATCH (self), TRUE);

  return self->settled;
}

guint64
dh_bands_watch_n_requests (DhBandsWatch *self)
{
  g_return_val_if_fail (DH_IS_BANDS_WATCH (self), 0);

  return self->n_requests;
}
