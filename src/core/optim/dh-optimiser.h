/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Optimisers: both families of numerics.md section 6. One row of the table each.
 * The textbook family follows PyTorch's semantics, defaults and names. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  DH_OPTIMISER_SGD,
  DH_OPTIMISER_ADAGRAD,
  DH_OPTIMISER_ADADELTA,
  DH_OPTIMISER_RMSPROP,
  DH_OPTIMISER_ADAM,
  DH_OPTIMISER_ADAMW,
  DH_OPTIMISER_NADAM,
  DH_OPTIMISER_RADAM,
  DH_OPTIMISER_AVERAGE_GRAD,
  DH_OPTIMISER_WORKBOOK_SGD,
  DH_OPTIMISER_WORKBOOK_MOMENTUM,
  DH_OPTIMISER_WORKBOOK_RMSPROP,
  DH_OPTIMISER_WORKBOOK_ADAM,
  DH_OPTIMISER_WORKBOOK_ADAM_ANNEALED,
  DH_OPTIMISER_N,
} DhOptimiserKind;

#define DH_OPTIMISER_MAX_PARAMS 8

typedef struct
{
  const char *id;      /* as --set has it: "weight-decay" */
  const char *label;   /* N_("Weight decay") */
  const char *tooltip; /* N_(one sentence) */
  double fallback;     /* default */
  double min, max;     /* domain; max may be INFINITY for unbounded */
  gboolean min_open, max_open;
  gboolean is_flag;    /* 0 or 1 */
} DhOptimiserParam;

typedef struct
{
  DhOptimiserKind kind;
  const char *id;          /* "workbook-rmsprop" */
  const char *label;       /* N_("RMSprop (workbook)") */
  const char *formula;     /* in symbols and a few words, for a tooltip; N_() */
  gboolean workbook;       /* family */
  double default_lr;
  guint default_prime;     /* passes */
  gboolean has_m, has_v;   /* whether state vectors m and v may exist: see dh_optimiser_spec_has_m() */
  guint n_state;           /* vectors of n_weights in the state block; m first, then v, then others */
  guint n_params;
  DhOptimiserParam param[DH_OPTIMISER_MAX_PARAMS];
} DhOptimiserInfo;

typedef struct
{
  DhOptimiserKind kind;
  double param[DH_OPTIMISER_MAX_PARAMS]; /* in the table's order; 0 beyond n_params */
} DhOptimiserSpec;

const DhOptimiserInfo *dh_optimiser_info  (DhOptimiserKind kind);
gboolean dh_optimiser_parse               (const char *id, DhOptimiserKind *kind, GError **error);
void     dh_optimiser_spec_init           (DhOptimiserSpec *spec, DhOptimiserKind kind);
gboolean dh_optimiser_spec_equal          (const DhOptimiserSpec *a, const DhOptimiserSpec *b);
/* Sets a parameter by id; a parameter that the optimiser lacks, or a value outside its domain,
 * gives a message that lists the ones it has. */
gboolean dh_optimiser_spec_set            (DhOptimiserSpec *spec, const char *id, double value, GError **error);
gboolean dh_optimiser_spec_get            (const DhOptimiserSpec *spec, const char *id, double *value);
gboolean dh_optimiser_spec_validate       (const DhOptimiserSpec *spec, GError **error);
/* Whether moments exist with these parameters: SGD has an m only with momentum above 0. */
gboolean dh_optimiser_spec_has_m          (const DhOptimiserSpec *spec);
gboolean dh_optimiser_spec_has_v          (const DhOptimiserSpec *spec);
/* Whether an update is w - lr * g and nothing else. */
gboolean dh_optimiser_spec_is_plain       (const DhOptimiserSpec *spec);

/* The state of one optimisation. m and v are views into @state (NULL where there is none). */
typedef struct
{
  DhOptimiserSpec spec;
  gsize n;              /* weights */
  guint64 t;            /* updates done */
  double *state;        /* n_state * n, owned */
  double *m, *v;
  double product[4];    /* running products: beta1^t, beta2^t, NAdam's mu product, spare */
  double anneal;        /* annealed Adam: A_prev */
  double lr_factor;     /* annealed Adam: 1, 1/4, 1/16 ...; 1 elsewhere */
} DhOptimiser;

void   dh_optimiser_init   (DhOptimiser *optimiser, const DhOptimiserSpec *spec, gsize n_weights);
void   dh_optimiser_clear  (DhOptimiser *optimiser);
/* State back to its start values (zero, v0 for the workbook's). */
void   dh_optimiser_reset  (DhOptimiser *optimiser);
/* One update: w[n] in place from gradient g[n] at learning rate @lr. Allocates nothing.
 * @g may be used as scratch only by the caller: it is read, not written. */
void   dh_optimiser_update (DhOptimiser *optimiser, double lr, const double *g, double *w);
/* End of priming (sets A_prev) and end of an epoch (annealing). No-ops elsewhere. */
void   dh_optimiser_primed    (DhOptimiser *optimiser);
void   dh_optimiser_end_epoch (DhOptimiser *optimiser);

G_END_DECLS
