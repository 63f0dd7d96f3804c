/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Smoothing: momentum by itself. A specification names up to four signals (made up, or recorded by a
 * run) and how they are averaged; it is a plain value, copied by assignment. The kernels turn a signal g1, g2, …
 * into an average m1, m2, … one value at a time:
 *
 *  ema         m ← β·m + (1 − β)·g, from m = 0: never above the greatest |g|, too small at the start
 *  corrected   the same, divided by the sum of the weights so far, 1 − βᵗ: Adam's bias correction
 *  accumulated m ← β·m + g, from m = 0: PyTorch's and the textbooks' momentum, up to 1/(1 − β) times g
 *  dampened    m ← β·m + (1 − β)·g, but m = g at the first value: PyTorch's momentum with dampening = β
 *
 * A value that is not finite is a gap: it leaves m as it was, does not count as one of the t values, and
 * its own place in the result is NaN. The order of operations is numerics.md's, m·β + (1 − β)·g, and the bits are
 * the same in one go and in pieces. */
#pragma once

#include "dh-view.h"

G_BEGIN_DECLS

#define DH_SMOOTH_MAX_SIGNALS 4
#define DH_SMOOTH_MAX_LENGTH  1000000 /* of made-up signals */
#define DH_SMOOTH_MAX_PARAMS  4
#define DH_SMOOTH_ID_SIZE     64      /* of a quantity's id, with its NUL */
#define DH_SMOOTH_N_WEIGHTS   50      /* the values back whose weights are shown */

typedef enum
{
  DH_SMOOTH_EMA,
  DH_SMOOTH_CORRECTED,
  DH_SMOOTH_ACCUMULATED,
  DH_SMOOTH_DAMPENED,
  DH_SMOOTH_N_METHODS,
} DhSmoothMethod;

/* Sets of methods. */
#define DH_SMOOTH_HAS(methods, method) (((methods) >> (method) & 1u) != 0)
#define DH_SMOOTH_ALL_METHODS ((1u << DH_SMOOTH_N_METHODS) - 1)

typedef struct
{
  const char *id;      /* "ema" */
  const char *label;   /* N_("Average (EMA)") */
  const char *formula; /* in symbols and a few words; N_() */
} DhSmoothMethodInfo;

typedef enum
{
  DH_SMOOTH_SINE,
  DH_SMOOTH_STEP,
  DH_SMOOTH_NOISY_SINE,
  DH_SMOOTH_NOISY_LINE,
  DH_SMOOTH_RECORDED,
  DH_SMOOTH_N_KINDS,
} DhSmoothKind;

typedef struct
{
  const char *id;      /* "period" */
  const char *label;   /* N_("Period") */
  const char *tooltip; /* N_(one sentence) */
  double fallback, min, max;
  gboolean whole;
} DhSmoothParam;

typedef struct
{
  const char *id;      /* "sine" */
  const char *label;   /* N_("Sine") */
  const char *formula; /* N_(), value i of it */
  guint n_params;
  DhSmoothParam param[DH_SMOOTH_MAX_PARAMS];
} DhSmoothKindInfo;

typedef struct
{
  DhSmoothKind kind;
  double param[DH_SMOOTH_MAX_PARAMS];
  guint64 run;                      /* recorded: id of the run */
  char quantity[DH_SMOOTH_ID_SIZE]; /* recorded: one column, such as "g.d" or "error" */
  gboolean averaged;                /* the methods apply to it; always so for the first one */
} DhSmoothSignal;

typedef struct
{
  double beta;    /* 0 ≤ β < 1 */
  guint methods;  /* a set; may be empty: only the signals themselves */
  guint64 length; /* of made-up signals, 1 … DH_SMOOTH_MAX_LENGTH */
  DhAxisKind axis; /* the chart's vertical one */
  guint n_signals; /* 1 … DH_SMOOTH_MAX_SIGNALS; the first is the main one */
  DhSmoothSignal signal[DH_SMOOTH_MAX_SIGNALS];
} DhSmoothSpec;

const DhSmoothMethodInfo *dh_smooth_method_info (DhSmoothMethod method);
const DhSmoothKindInfo   *dh_smooth_kind_info   (DhSmoothKind kind);

/* A sine of period 40, 200 values, β 0.9, as EMA and accumulated. */
void     dh_smooth_spec_init       (DhSmoothSpec *spec);
gboolean dh_smooth_spec_equal      (const DhSmoothSpec *a, const DhSmoothSpec *b);
/* Domains and names; not whether the runs exist and have recorded it, which changes while one works. */
gboolean dh_smooth_spec_validate   (const DhSmoothSpec *spec, GError **error);

void     dh_smooth_signal_init     (DhSmoothSignal *signal, DhSmoothKind kind);
void     dh_smooth_signal_set_recorded (DhSmoothSignal *signal, guint64 run, const char *quantity);
gboolean dh_smooth_signal_equal    (const DhSmoothSignal *a, const DhSmoothSignal *b);
/* "sine[:PERIOD[:AMPLITUDE]]", "step[:COUNT]", "noise[:SD[:SEED[:PERIOD[:AMPLITUDE]]]]", "noisy-line[:…]" likewise,
 * "RUN/QUANTITY" with the run's id. Keeps @signal's averaged. */
gboolean dh_smooth_signal_parse    (const char *text, DhSmoothSignal *signal, GError **error);
char    *dh_smooth_signal_to_string (const DhSmoothSignal *signal);
/* "ema,corrected"; "none". */
gboolean dh_smooth_methods_parse   (const char *text, guint *methods, GError **error);
char    *dh_smooth_methods_to_string (guint methods);
/* 0 ≤ β < 1, with a message that says why not 1. */
gboolean dh_smooth_beta_check      (double beta, GError **error);

/* The first @n values of a made-up signal. */
void     dh_smooth_signal_fill     (const DhSmoothSignal *signal, gsize n, double *out);

/* An average under way; plain value. */
typedef struct
{
  DhSmoothMethod method;
  double beta;
  double m;     /* the sum, before any correction */
  double scale; /* sum of the weights so far, 1 − βᵗ; corrected only */
  guint64 n;    /* finite values taken */
} DhSmoothState;

void     dh_smooth_state_init      (DhSmoothState *state, DhSmoothMethod method, double beta);
/* The average after @g; NaN where @g is a gap, and from where the average has left the doubles on. */
double   dh_smooth_state_take      (DhSmoothState *state, double g);
/* @n values, @stride apart in @out. */
void     dh_smooth_state_run       (DhSmoothState *state, const double *in, gsize n, double *out, gsize stride);
/* What the average is now; NaN before the first value. */
double   dh_smooth_state_value     (const DhSmoothState *state);

/* The weight in the average after @t values of the value @k values back (0: the newest); 0 beyond the first.
 * @t = G_MAXUINT64: once the start has faded. */
double   dh_smooth_weight          (DhSmoothMethod method, double beta, guint64 t, guint64 k);

G_END_DECLS
