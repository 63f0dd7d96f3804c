/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Outcome: what became of a run, in one word, judged from numbers that any run has. Pure functions.
 *
 * In this order, the first that holds:
 *   explodes    the run's state is exploded, or a step of the last epoch had an error that
 *               ran away (dh_outcome_ran_away()): with bump derivatives a run can reach weights of 1e15,
 *               beside which the bump vanishes, and rest there;
 *   dead        a ReLU model in which every unit of some hidden layer is off for every row: the same
 *               prediction for each x, and no derivative reaches the weights before that layer;
 *   overshoots  the error is greater than at the start (that of the last epoch, or that of the
 *               final weights over all rows); or less than 99 % of the possible progress is made and more
 *               than a quarter of the last epoch's steps left their own rows with a greater
 *               error than they found (overshoot o with |1 - o| > 1). With momentum no steps are
 *               counted: a step that mostly follows other rows may cost its own, at any rate;
 *   crawls      less than half of the possible progress is made;
 *   good        anything else.
 * Possible progress is what lies between the start weights' mean squared error and that of the
 * least-squares line (of the best constant where all x are equal), and progress is how much of
 * it the final weights have gone. A start that is no worse than the line has no progress left to make,
 * and is neither crawling nor overshooting unless the error grows.
 * Errors below 1e-12 of the largest y squared are rounding: no growth of them counts. */
#pragma once

#include "dh-history.h"
#include "dh-network.h"

G_BEGIN_DECLS

typedef enum
{
  DH_OUTCOME_CRAWLS,
  DH_OUTCOME_GOOD,
  DH_OUTCOME_OVERSHOOTS,
  DH_OUTCOME_EXPLODES,
  DH_OUTCOME_DEAD,
  DH_OUTCOME_N,
} DhOutcome;

/* What all runs of one model from the same start weights on the same data are measured by. */
typedef struct
{
  double start_mse; /* of the start weights over all rows */
  double line_mse;  /* of the least-squares line */
  double scale;     /* the largest |y| */
  double rounding;  /* errors up to this mean nothing */
} DhOutcomeReference;

typedef struct
{
  DhState state;
  double mse;        /* of the last epoch */
  double final_mse;  /* of the final weights over all rows */
  double worst;      /* greatest error of a step of the last epoch, before its update */
  guint64 worsened;  /* steps of the last epoch whose rows were worse off for it */
  guint64 counted;   /* steps of the last epoch that were looked at; 0 with momentum */
  gboolean dead;
} DhOutcomeFigures;

const char *dh_outcome_id    (DhOutcome outcome); /* "overshoots" */
const char *dh_outcome_label (DhOutcome outcome); /* N_("Overshoots") */

/* Whether an error has left everything that the data could mean: @scale is the largest |y|,
 * @start the error that the run began with. */
gboolean    dh_outcome_ran_away (double error, double scale, double start);
/* Mean of (y^ - y)^2 over @n rows, added up in their order, @piece rows between two looks at @cancel
 * (atomic, may be NULL); @prediction[piece] is scratch. FALSE: cancelled. */
gboolean    dh_outcome_mse      (DhNetwork *network, const double *w, const double *x, const double *y, gsize n,
                                 gsize piece, double *prediction, const gint *cancel, double *mse);
/* Whether every unit of some hidden ReLU layer is off for every row. @on: a byte a hidden unit, scratch.
 * FALSE too when cancelled, which it looks at for each row. */
gboolean    dh_outcome_is_dead  (DhNetwork *network, const double *w, const double *x, gsize n,
                                 guint8 *on, const gint *cancel);
/* FALSE: cancelled. */
gboolean    dh_outcome_reference_init (DhOutcomeReference *reference, const DhData *data, double start_mse,
                                       const gint *cancel);
/* Whether weights of this mean error have gone at least @share of the possible progress. */
gboolean    dh_outcome_has_gone (const DhOutcomeReference *reference, double mse, double share);
/* Whether that is too little to be called good. */
gboolean    dh_outcome_is_little (const DhOutcomeReference *reference, double mse);
DhOutcome   dh_outcome_judge    (const DhOutcomeReference *reference, const DhOutcomeFigures *figures);

G_END_DECLS
