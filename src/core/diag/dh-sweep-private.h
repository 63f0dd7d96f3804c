/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* The inside of a sweep: dh-sweep.c has axes and results, dh-sweep-run.c goes through epochs,
 * dh-sweep-lanes.c does rows of many runs at once, one a lane. Tests choose the kernel here. */
#pragma once

#include "dh-sweep.h"
#include "dh-trainer-private.h"

G_BEGIN_DECLS

#define DH_SWEEP_LANES 64
#define DH_SWEEP_WEIGHTS 4

/* Updates that many runs can do at once. */
typedef enum
{
  DH_SWEEP_PLAIN,            /* w - g * lr */
  DH_SWEEP_MOMENTUM,         /* sgd with momentum, workbook-momentum, average-grad */
  DH_SWEEP_WORKBOOK_RMSPROP,
  DH_SWEEP_WORKBOOK_ADAM,
  DH_SWEEP_RMSPROP,
  DH_SWEEP_ADAM,             /* adamw too */
  DH_SWEEP_N_RULES,
} DhSweepRule;

/* What the runs of a group have in common. */
typedef struct
{
  DhModelKind model;
  DhSweepRule rule;
  DhGradientKind gradient;
  double h;
  const double *x, *y;
  double beta1, rest1, beta2, rest2, eps, decay;
  double shrink;         /* adamw: weight decay that the rate multiplies */
  gboolean starts_raw;   /* the first momentum is the first gradient */
  double rounding;       /* see DhOutcomeReference */
} DhSweepRecipe;

/* The runs of a group, a lane each. What is not a vector is the same in all of them. */
typedef struct
{
  double w[DH_SWEEP_WEIGHTS][DH_SWEEP_LANES] __attribute__ ((aligned (64)));
  double m[DH_SWEEP_WEIGHTS][DH_SWEEP_LANES];
  double v[DH_SWEEP_WEIGHTS][DH_SWEEP_LANES];
  double lr[DH_SWEEP_LANES];
  double sum[DH_SWEEP_LANES];      /* of this epoch's errors */
  double worst[DH_SWEEP_LANES];    /* of the last epoch */
  double worsened[DH_SWEEP_LANES];
  double product[2];
  guint64 t;                       /* updates done */
  gsize n;                         /* lanes in use; the rest are copies */
} DhSweepLanes;

typedef enum
{
  DH_SWEEP_JUDGE = 1 << 0, /* the last epoch: find the worst error */
  DH_SWEEP_COUNT = 1 << 1, /* and count steps that left their row worse */
} DhSweepFlags;

/* @n rows from @first on. TRUE: a weight or error of a lane may have exploded. */
typedef gboolean (*DhSweepRows) (DhSweepLanes *lanes, const DhSweepRecipe *recipe, gsize first, gsize n,
                                 DhSweepFlags flags);

/* One instruction set's functions by model, rule, and whether gradients are bumps. */
typedef struct
{
  const char *name;
  DhSweepRows rows[3][DH_SWEEP_N_RULES][2];
} DhSweepKernel;

/* The @i-th that this machine can do, the widest first; NULL beyond the last. */
const DhSweepKernel *dh_sweep_kernel (guint i);

struct _DhSweep
{
  DhRun *base;
  DhData *data;
  DhSweepAxis lr, second;
  char *second_id;     /* NULL: one axis */
  double *rates;       /* NULL: those of the axis */
  guint64 from_step;   /* 0: the rate of the whole run */
  gsize group;         /* runs that are done at once, at most DH_SWEEP_LANES */
  gsize n_weights;
  gsize n_points;
  DhSweepPoint *points;
  double *weights;     /* n_weights a point */
  const DhSweepKernel *kernel; /* NULL: one run after another */

  DhOutcomeReference reference;
  DhNetwork *network;
  gsize piece;         /* rows that the network takes at once, some 100 us of work */
  double *prediction;  /* a number a row of a piece */
  double *gathered_x, *gathered_y; /* NULL unless shuffled */
  double *before;      /* weights */
  guint8 *on;          /* a byte a hidden unit */
};

/* Whether runs like this can be done at once; sets all of @recipe but the data. */
gboolean dh_sweep_recipe_init (DhSweepRecipe *recipe, const DhRun *run);
/* Makes @lr the rate of @run, or of what @sweep varies of it. */
void     dh_sweep_set_rate (const DhSweep *sweep, DhRun *run, double lr);
/* Point @i, alone. FALSE: cancelled, or no memory. */
gboolean dh_sweep_alone  (DhSweep *sweep, DhRun *run, gsize i, const gint *cancel, GError **error);
/* Points @first to @first + @n - 1, at most DH_SWEEP_LANES, which differ in the rate alone. */
gboolean dh_sweep_group  (DhSweep *sweep, DhRun *run, const DhSweepRecipe *recipe, gsize first, gsize n,
                          const gint *cancel, GError **error);

G_END_DECLS
