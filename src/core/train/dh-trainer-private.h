/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* The inside of a trainer, shared by its files: dh-trainer.c goes through epochs, dh-trainer-rows.c
 * does row-by-row steps of the small models, dh-trainer-batch.c does every other step,
 * dh-trainer-epoch.c ends epochs, dh-step-place.c records. One thread at a time. */
#pragma once

#include "dh-trainer.h"

#include "dh-cancel.h"
#include "dh-median.h"
#include "dh-network.h"
#include "dh-rng.h"
#include "dh-table-private.h"

G_BEGIN_DECLS

/* A row error beyond this is an explosion. */
#define DH_EXPLOSION_ERROR 1e100

/* Where the next steps are recorded: one pointer a column to the row of the first of them, the
 * columns of a vector @stride apart. NULL: the run has no such column. */
typedef struct
{
  gsize left; /* rows that fit */
  gsize stride;
  double *row, *x, *y, *prediction, *error, *lr, *overshoot, *step_gain, *step_length;
  double *distance, *slope, *intercept;
  double *w, *g, *b, *m, *v, *n;
} DhStepPlace;

/* The learning rate of a stretch of steps that have one base rate. */
typedef struct
{
  const DhScheduleSpec *schedule; /* NULL: @base is the rate of every step */
  double base;
  guint64 first; /* step number of the stretch's first step */
  guint64 total;
} DhRates;

/* How far a step on a batch has come. An interrupted one goes on where it stopped. */
typedef enum
{
  DH_BATCH_GATHER,   /* shuffled rows */
  DH_BATCH_GRADIENT,
  DH_BATCH_BUMP,
  DH_BATCH_UPDATE,
  DH_BATCH_CHECK,    /* for an explosion; the update is done from here on */
  DH_BATCH_OVERSHOOT,
  DH_BATCH_OVERSHOOT_MEDIAN,
  DH_BATCH_GAIN,
  DH_BATCH_GAIN_MEDIAN,
  DH_BATCH_N_PHASES,
} DhBatchPhase;

struct _DhTrainer
{
  DhRun *run;
  DhData *data;
  const double *x, *y;
  gsize n_rows;
  gsize batch;         /* rows a step, resolved */
  guint64 total_steps; /* for schedules */
  DhModelKind kind;
  gsize n_weights;
  DhNetwork *network;  /* NULL where dh-trainer-rows.c does the steps */
  gsize piece;         /* rows that the network takes at once */
  DhOptimiser optimiser;
  gboolean plain;      /* the update is w - lr * g and no clipping */

  double *block;       /* owns all vectors of n_weights below */
  double *w;           /* now */
  double *before;      /* before the last step */
  double *g;           /* the last step's analytic gradient */
  double *b;           /* its bump gradient */
  double *used;        /* what the update got: clipped */
  double *part;        /* a piece's gradient */

  guint32 *order;      /* shuffled rows; NULL: as listed */
  gsize listed;        /* rows that have got into the order at all */
  gsize unshuffled;    /* rows that this epoch's shuffle has not come to */
  DhRng rng;

  gboolean has_solution; /* linear: the least-squares weights */
  double solution[2];

  /* Per row of a batch. The last two only while recording. */
  double *batch_x, *batch_y; /* gathered, when shuffled */
  double *prediction;
  double *overshoot, *gain;
  DhBatchPhase phase;
  gsize phase_rows;          /* done in this phase */
  gsize loss_rows;           /* done of a loss, the phase's or that of a bumped weight */
  double loss_sum;
  gsize bumped;              /* weights */
  gboolean bumped_up;        /* and of the next one the upper side */
  double up;
  DhMedian median;
  double step_error, step_rate, step_overshoot, step_gain;

  DhState state;
  gboolean exploded;         /* the last step did */
  guint prime_pass;          /* passes done */
  guint64 step;              /* done */
  guint64 epoch;             /* ended */
  gboolean epoch_open;
  gsize position;            /* rows visited in this epoch (or priming pass) */
  guint64 epoch_steps;
  double error_sum;          /* of this epoch */
  double rate;               /* in force at the last step */
  double mse, rmse, root_sum;
};

/* Room for at least one step in @history's steps. */
void   dh_step_place_init   (DhStepPlace *place, const DhHistory *history);
/* Values of every weight, or norms of every layer, at row @i of a vector column. */
void   dh_step_place_vector (const DhTrainer *trainer, double *column, gsize stride, gsize i,
                             const double *value);
double dh_sum_of_squares    (const double *value, gsize n);

static inline double
dh_rates_get (const DhRates *rates, gsize i)
{
  if (rates->schedule == NULL)
    return rates->base;
  return dh_schedule_rate (rates->schedule, rates->base, rates->first + i, rates->total);
}

/* @n row-by-row steps of a small model from trainer->position on; fewer when one explodes.
 * @place may be NULL. @order: NULL in listed order. Returns the steps done. */
gsize    dh_trainer_rows  (DhTrainer *trainer, const DhStepPlace *place, const DhRates *rates,
                           const guint32 *order, gsize n);
/* One step on @n rows from trainer->position on. FALSE: cancelled, to be called again with the
 * same arguments; the weights may already have changed. */
gboolean dh_trainer_batch (DhTrainer *trainer, const DhStepPlace *place, double lr,
                           const guint32 *order, gsize n, const gint *cancel);
/* The end of an epoch, reached or cut short. FALSE: cancelled, to be called again. */
gboolean dh_trainer_end_epoch (DhTrainer *trainer, DhHistory *history, const gint *cancel);
void     dh_trainer_snapshot  (DhTrainer *trainer, DhHistory *history);

G_END_DECLS
