/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Run: one model trained one way on the experiment's data. numerics.md sections 2 to 6.
 * Immutable once shared and reference-counted (atomically): to change one, copy it, set fields of the
 * copy while nobody else has it, and pass that on. */
#pragma once

#include "dh-init.h"
#include "dh-model.h"
#include "dh-optimiser.h"
#include "dh-schedule.h"

G_BEGIN_DECLS

typedef enum { DH_GRADIENT_ANALYTIC, DH_GRADIENT_BUMP, DH_GRADIENT_CENTRAL, DH_GRADIENT_N } DhGradientKind;
typedef enum { DH_CARRY_EVERY_ROW, DH_CARRY_WORKBOOK, DH_CARRY_N } DhCarry;

/* "From step k on, the learning rate is …": the rate that the schedule multiplies. */
typedef struct
{
  guint64 step; /* from 1 */
  double lr;
} DhIntervention;

/* A colour is an index of the palette (below DH_COLOUR_CUSTOM) or DH_COLOUR_CUSTOM | 0xRRGGBB. */
#define DH_COLOUR_CUSTOM 0xff000000u

typedef struct
{
  guint64 id;            /* stable within an experiment, never 0 */
  char *name;            /* UTF-8, not empty */
  guint32 colour;
  gboolean visible;

  DhModelSpec model;
  DhInitSpec init;
  DhGradientKind gradient; /* which one the updates use */
  double bump;             /* h, 0.01 */
  gboolean record_bump;    /* record bump derivatives beside analytic ones too */
  DhOptimiserSpec optimiser;
  double lr;
  DhScheduleSpec schedule;
  DhClipSpec clip;
  gsize batch;             /* rows an update; 0: all */
  gboolean shuffle;
  guint64 shuffle_seed;
  DhCarry carry;
  guint64 epochs;          /* >= 1 */
  guint prime;             /* priming passes */
  guint64 snapshot_stride; /* above 64 weights: keep weights every so many steps; 0: per epoch */
  gboolean record_curvature; /* per epoch */
  DhIntervention *interventions; /* ascending steps, owned */
  gsize n_interventions;

  gatomicrefcount ref_count; /* private */
} DhRun;

/* The workbook's basic sheet: linear, ones, analytic, workbook-sgd at 0.0001, 5 epochs. id 1. */
DhRun   *dh_run_new        (void) G_GNUC_WARN_UNUSED_RESULT;
DhRun   *dh_run_copy       (const DhRun *run) G_GNUC_WARN_UNUSED_RESULT;
DhRun   *dh_run_ref        (DhRun *run);
void     dh_run_unref      (DhRun *run);
void     dh_run_set_name   (DhRun *run, const char *name);
/* Takes the optimiser's parameters, default lr and default prime too. */
void     dh_run_set_optimiser (DhRun *run, DhOptimiserKind kind);
/* "From here on": replaces whatever starts at or after @step. */
void     dh_run_intervene  (DhRun *run, guint64 step, double lr);
void     dh_run_clear_interventions (DhRun *run);
/* The base rate in force at step @k (interventions applied, schedule not). */
double   dh_run_base_lr    (const DhRun *run, guint64 k);
gboolean dh_run_equal      (const DhRun *a, const DhRun *b); /* everything, id too */
/* The same bits come out: all but id, name, colour, visible. */
gboolean dh_run_same_training (const DhRun *a, const DhRun *b);
/* As above but for the number of epochs, and only where more epochs leave the first ones as they are. */
gboolean dh_run_same_but_epochs (const DhRun *a, const DhRun *b);
guint64  dh_run_steps_per_epoch (const DhRun *run, gsize n_rows);
/* steps_per_epoch * epochs; saturates at G_MAXUINT64. */
guint64  dh_run_total_steps (const DhRun *run, gsize n_rows);
/* Checks every setting and the memory that recording would take for @n_rows rows; the message
 * names the setting and the remedy (for example the largest number of epochs that fits). */
gboolean dh_run_validate   (const DhRun *run, gsize n_rows, GError **error);

const char *dh_gradient_kind_id    (DhGradientKind kind); /* "bump" */
const char *dh_gradient_kind_label (DhGradientKind kind); /* N_("Bump (forward)") */
gboolean    dh_gradient_parse      (const char *text, DhGradientKind *kind, double *h,
                                    GError **error); /* "bump:0.01" */
char       *dh_gradient_to_string  (DhGradientKind kind, double h);
const char *dh_carry_id            (DhCarry carry);       /* "every-row" */
const char *dh_carry_label         (DhCarry carry);
gboolean    dh_carry_parse         (const char *text, DhCarry *carry, GError **error);
/* One line of settings for captions: "linear · ones · workbook-sgd · learning rate 0.0001 …". Translated. */
char       *dh_run_describe        (const DhRun *run);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhRun, dh_run_unref)

G_END_DECLS
