/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Experiment: an immutable value that says everything: data, runs, views, smoothing. Reference-counted
 * atomically. Every change makes a new one with the functions below, sharing what did not change. */
#pragma once

#include "dh-data.h"
#include "dh-run.h"
#include "dh-smooth.h"
#include "dh-view.h"

G_BEGIN_DECLS

#define DH_EXPERIMENT_MAX_RUNS  64
#define DH_EXPERIMENT_MAX_VIEWS 6

typedef struct _DhExperiment DhExperiment;

/* References data and runs, copies views; smoothing is dh_smooth_spec_init()'s. Nothing is validated. */
DhExperiment *dh_experiment_new         (DhData *data, DhRun *const *runs, gsize n_runs,
                                         const DhView *const *views, gsize n_views) G_GNUC_WARN_UNUSED_RESULT;
/* The first experiment of the program: workbook data, "1 neuron", "2 neurons",
 * "2 neurons + ReLU", all ones, SGD 0.0001, 5 epochs, bump 0.01 as the learners had it, the four
 * default views. */
DhExperiment *dh_experiment_new_first   (void) G_GNUC_WARN_UNUSED_RESULT;
/* Workbook data and one dh_run_new(), the four default views. */
DhExperiment *dh_experiment_new_default (void) G_GNUC_WARN_UNUSED_RESULT;
DhExperiment *dh_experiment_ref         (DhExperiment *experiment);
void          dh_experiment_unref       (DhExperiment *experiment);

DhData       *dh_experiment_get_data    (const DhExperiment *experiment); /* transfer none */
gsize         dh_experiment_n_runs      (const DhExperiment *experiment);
DhRun        *dh_experiment_get_run     (const DhExperiment *experiment, gsize index); /* transfer none */
/* NULL when there is none; @index may be NULL. */
DhRun        *dh_experiment_find_run    (const DhExperiment *experiment, guint64 id, gsize *index);
gsize         dh_experiment_n_views     (const DhExperiment *experiment);
const DhView *dh_experiment_get_view    (const DhExperiment *experiment, gsize index);
/* What the smoothing page shows. Its runs may be gone: it keeps their ids, so that undo brings all back. */
const DhSmoothSpec *dh_experiment_get_smoothing (const DhExperiment *experiment);

DhExperiment *dh_experiment_with_data   (const DhExperiment *e, DhData *data) G_GNUC_WARN_UNUSED_RESULT;
/* Replaces the run with @run's id. */
DhExperiment *dh_experiment_with_run    (const DhExperiment *e, DhRun *run) G_GNUC_WARN_UNUSED_RESULT;
/* Inserts @run (whose id must be new) before @index (clamped). */
DhExperiment *dh_experiment_with_run_added   (const DhExperiment *e, DhRun *run,
                                              gsize index) G_GNUC_WARN_UNUSED_RESULT;
DhExperiment *dh_experiment_with_run_removed (const DhExperiment *e, guint64 id) G_GNUC_WARN_UNUSED_RESULT;
DhExperiment *dh_experiment_with_run_moved   (const DhExperiment *e, guint64 id, gsize index) G_GNUC_WARN_UNUSED_RESULT;
DhExperiment *dh_experiment_with_view        (const DhExperiment *e, gsize index,
                                              const DhView *view) G_GNUC_WARN_UNUSED_RESULT;
DhExperiment *dh_experiment_with_view_added  (const DhExperiment *e, const DhView *view) G_GNUC_WARN_UNUSED_RESULT;
DhExperiment *dh_experiment_with_view_removed (const DhExperiment *e, gsize index) G_GNUC_WARN_UNUSED_RESULT;
DhExperiment *dh_experiment_with_smoothing   (const DhExperiment *e,
                                              const DhSmoothSpec *smoothing) G_GNUC_WARN_UNUSED_RESULT;

gboolean      dh_experiment_equal       (const DhExperiment *a, const DhExperiment *b);
guint64       dh_experiment_new_run_id  (const DhExperiment *experiment); /* unused so far */
guint32       dh_experiment_next_colour (const DhExperiment *experiment); /* least used palette index */
/* "NAME (2)" and so on when a run already has this name. */
char         *dh_experiment_unique_name (const DhExperiment *experiment, const char *name);
/* Runs (against this data), views, and the whole memory that recording would take. */
gboolean      dh_experiment_validate    (const DhExperiment *experiment, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhExperiment, dh_experiment_unref)

G_END_DECLS
