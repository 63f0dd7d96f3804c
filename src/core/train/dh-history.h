/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* History: everything a run recorded, in columns, append-only. Written by the trainer's thread,
 * read by others while it grows. numerics.md section 7.
 *
 * Three tables:
 *  steps      one row a step (row k-1 is step k)
 *  epochs     one row an epoch, written when the epoch ends (also when an explosion cuts it short)
 *  snapshots  only above DH_MODEL_FULL_RECORD weights: step and all weights (and gradient) every
 *             stride steps or at each epoch's end; row 0 is the start (step 0)
 * A column that a run does not have is -1 in the layout. */
#pragma once

#include "dh-data.h"
#include "dh-run.h"
#include "dh-table.h"

G_BEGIN_DECLS

typedef enum
{
  DH_STATE_WAITING,
  DH_STATE_RUNNING,
  DH_STATE_FINISHED,
  DH_STATE_STOPPED,  /* by the user */
  DH_STATE_EXPLODED, /* a weight or an error is not finite, or the row error exceeds 1e100 */
} DhState;

const char *dh_state_id    (DhState state); /* "finished" */
const char *dh_state_label (DhState state); /* N_("Finished") */

/* Columns of the steps table. Vectors take n columns starting at the index: n_vector =
 * n_weights up to 64 weights; above, one norm a layer. The gradients are those before clipping.
 * overshoot and step_gain of a batch are medians over its rows; the gain of batches is not recorded
 * above 64 weights, where it would take longer than the step. distance and the effective line are of
 * the weights after the step; what is undefined is NaN, a gap. */
typedef struct
{
  guint n_columns;
  guint n_vector;
  gboolean norms;        /* vectors hold norms per layer, not the values */
  int row;               /* first row of the batch, from 1 */
  int x, y, prediction, error; /* of the batch: x, y, prediction of its first row; error: mean */
  int lr, overshoot, step_gain, step_length, distance;
  int effective_slope, effective_intercept; /* identity models; of the weights after the step */
  int w, g, b, m, v, n;  /* weights before, gradient (analytic), bump, moments after, new weights */
} DhStepColumns;

typedef struct
{
  guint n_columns;
  int steps;             /* steps done in this epoch */
  int mse, rmse, root_sum;
  int lr;                /* in force at the epoch's last step */
  int w;                 /* weights the next epoch starts from (values or norms), n_vector */
  int g;                 /* only with norms: gradient norms at the last step */
  int lambda_max, lambda_min, condition, row_limit, epoch_limit; /* with record_curvature */
} DhEpochColumns;

typedef struct _DhHistory DhHistory;

DhHistory *dh_history_new        (DhRun *run, DhData *data) G_GNUC_WARN_UNUSED_RESULT;
DhHistory *dh_history_ref        (DhHistory *history);
void       dh_history_unref      (DhHistory *history); /* from any thread */
DhRun     *dh_history_get_run    (const DhHistory *history); /* as it was when the history began */
DhData    *dh_history_get_data   (const DhHistory *history);
DhTable   *dh_history_get_steps  (const DhHistory *history);
DhTable   *dh_history_get_epochs (const DhHistory *history);
DhTable   *dh_history_get_snapshots (const DhHistory *history); /* NULL up to 64 weights */
const DhStepColumns  *dh_history_step_columns  (const DhHistory *history);
const DhEpochColumns *dh_history_epoch_columns (const DhHistory *history);
gsize      dh_history_n_steps    (const DhHistory *history);  /* published */
gsize      dh_history_n_epochs   (const DhHistory *history);
guint64    dh_history_steps_per_epoch (const DhHistory *history);
const double *dh_history_initial_weights (const DhHistory *history); /* n_weights */
DhState    dh_history_get_state  (const DhHistory *history);  /* atomic */
void       dh_history_set_state  (DhHistory *history, DhState state); /* writer's side */
/* Weights after @step steps (0: the initial ones), n_weights values. With snapshots: the newest
 * kept at or before @step. Returns the step that the weights belong to. */
gsize      dh_history_weights_at (const DhHistory *history, gsize step, double *weights);
/* Bytes that recording @steps steps takes; saturates. For limits and their messages. */
gsize      dh_history_bytes      (const DhRun *run, gsize n_rows, guint64 steps);

void       dh_step_columns_init  (DhStepColumns *columns, const DhRun *run);
void       dh_epoch_columns_init (DhEpochColumns *columns, const DhRun *run);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhHistory, dh_history_unref)

G_END_DECLS
