/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Sweep: many runs that differ from one base run in the learning rate and perhaps in one more
 * number, each with its outcome. Nothing is recorded. Every figure has the bits that a trainer
 * gives for that run alone; simple runs are done many at once. One thread at a time. */
#pragma once

#include "dh-outcome.h"
#include "dh-run.h"

G_BEGIN_DECLS

#define DH_SWEEP_MAX_RUNS 1000000

/* @count values from @low to @high, both included: a geometric sequence for a learning rate
 * ("lr"), a linear one for anything else. One value: @low. Parameters that count (batch, epochs, prime)
 * take the nearest whole number. */
typedef struct
{
  const char *id; /* "lr", "batch", "bump", "epochs", "prime", or a parameter of the optimiser: "momentum" */
  double low, high;
  gsize count;
} DhSweepAxis;

typedef struct
{
  double lr, second;          /* second: 0 without a second axis */
  DhOutcome outcome;
  DhState state;
  guint64 steps, epochs;
  double mse, rmse, root_sum; /* of the last epoch, as dh_trainer_status() has them */
  double final_mse;           /* of the final weights over all rows; infinite when exploded */
  guint64 worsened;           /* see dh-outcome.h; 0 when exploded */
  const double *weights;      /* at the end */
} DhSweepPoint;

typedef struct _DhSweep DhSweep;

/* Called now and then with the runs done so far. */
typedef void (*DhSweepProgress) (gsize done, gsize total, gpointer data);

/* "1e-6:1:200". The message says what is wrong with it; names no option. */
gboolean dh_sweep_axis_parse (const char *text, DhSweepAxis *axis, GError **error);
double   dh_sweep_axis_value (const DhSweepAxis *axis, gsize i);
/* Sets what the axis is of. FALSE when there is no such number or @value is outside its domain. */
gboolean dh_sweep_set        (DhRun *run, const char *id, double value, GError **error);

/* @lr: an axis of id "lr". @second: NULL for none. Copies all. Validates every run. */
DhSweep *dh_sweep_new        (DhRun *base, DhData *data, const DhSweepAxis *lr, const DhSweepAxis *second,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* At the @n rates of @rates, in that order, each finite and above 0. @from_step: 0, or the step
 * from which on they hold, as dh_run_intervene() has it. Progress is told at shorter intervals. */
DhSweep *dh_sweep_new_rates  (DhRun *base, DhData *data, const double *rates, gsize n, guint64 from_step,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
void     dh_sweep_free       (DhSweep *sweep);
/* Nanoseconds that one of the runs will take, very roughly, on a machine that is always the
 * same one: what is worth trying must not depend on how busy this one is. */
double   dh_sweep_estimate   (DhRun *base, gsize n_rows, guint64 from_step);
/* Does all runs, once. Looks at @cancel (atomic, may be NULL) at least every 100 us; FALSE with
 * DH_ERROR_CANCELLED then. @progress may be NULL. */
gboolean dh_sweep_run        (DhSweep *sweep, const gint *cancel, DhSweepProgress progress, gpointer data,
                              GError **error);
gsize    dh_sweep_n_points   (const DhSweep *sweep);
/* In the order of the second axis, the learning rates of each in turn. Valid as long as the sweep. */
const DhSweepPoint *dh_sweep_point (const DhSweep *sweep, gsize i);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhSweep, dh_sweep_free)

G_END_DECLS
