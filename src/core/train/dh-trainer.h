/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Trainer: does a run's steps, one after another, and records them. One thread at a time.
 * A step allocates nothing. Recording changes no bit of the training: one loop, `if (record)`.
 * Stopping anywhere and going on gives the same bits as going through. */
#pragma once

#include "dh-history.h"

G_BEGIN_DECLS

typedef struct _DhTrainer DhTrainer;

typedef struct
{
  DhState state;
  guint64 steps;      /* done so far */
  guint64 epochs;     /* finished or cut short by an explosion */
  double mse, rmse, root_sum; /* of the last epoch with an epochs row */
  const double *weights;      /* now: n_weights */
} DhTrainerStatus;

/* Validates, makes the weights, primes. @run and @data are referenced. */
DhTrainer *dh_trainer_new     (DhRun *run, DhData *data, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void       dh_trainer_free    (DhTrainer *trainer);
/* Does at most @max_steps steps, recording into @history unless NULL (always the same one, made
 * by dh_history_new() for this run and data). Looks at @cancel (atomic int, may be NULL) at
 * least every 100 us, mid-epoch too. Publishes before it returns and at least every 4096 steps or 5 ms.
 * Returns steps done; 0 once the run is over. Also sets the history's state. */
guint64    dh_trainer_advance (DhTrainer *trainer, DhHistory *history,
                               guint64 max_steps, const gint *cancel);
/* More epochs for a run that is the same otherwise (dh_run_same_but_epochs()). */
void       dh_trainer_extend  (DhTrainer *trainer, DhRun *run);
void       dh_trainer_status  (const DhTrainer *trainer, DhTrainerStatus *status);
DhRun     *dh_trainer_get_run (const DhTrainer *trainer);

/* Convenience: the whole run. NULL on invalid settings or memory. */
DhHistory *dh_train           (DhRun *run, DhData *data, const gint *cancel, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhTrainer, dh_trainer_free)

G_END_DECLS
