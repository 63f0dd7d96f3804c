/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Learning-rate schedules and gradient clipping, on top of any optimiser. Per step.
 * Step k counts from 1; the first step has the rate of PyTorch's scheduler before any
 * scheduler.step(). Lengths that depend on the run's total follow it when it is extended. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  DH_SCHEDULE_CONSTANT,
  DH_SCHEDULE_STEP,          /* every, factor: lr * factor^floor((k-1)/every)    StepLR */
  DH_SCHEDULE_EXPONENTIAL,   /* factor: lr * factor^(k-1)                        ExponentialLR */
  DH_SCHEDULE_COSINE,        /* min: min + (lr-min)(1+cos(pi (k-1)/total))/2     CosineAnnealingLR */
  DH_SCHEDULE_WARMUP_COSINE, /* warmup, min: linear lr*k/warmup, then cosine to min */
  DH_SCHEDULE_ONE_CYCLE,     /* pct_start 0.3, div 25, final_div 1e4; lr is the peak  OneCycleLR */
  DH_SCHEDULE_N,
} DhScheduleKind;

#define DH_SCHEDULE_MAX_PARAMS 3

typedef struct
{
  const char *id;      /* "factor" */
  const char *label;   /* N_("Factor") */
  const char *tooltip; /* N_(…) */
  double fallback, min, max;
  gboolean min_open, max_open, is_integer;
} DhScheduleParam;

typedef struct
{
  const char *id;      /* "warmup-cosine" */
  const char *label;
  guint n_params;
  DhScheduleParam param[DH_SCHEDULE_MAX_PARAMS]; /* in the order of the text form */
} DhScheduleInfo;

typedef struct
{
  DhScheduleKind kind;
  double param[DH_SCHEDULE_MAX_PARAMS];
} DhScheduleSpec;

const DhScheduleInfo *dh_schedule_info (DhScheduleKind kind);
void     dh_schedule_spec_init      (DhScheduleSpec *spec, DhScheduleKind kind);
gboolean dh_schedule_spec_equal     (const DhScheduleSpec *a, const DhScheduleSpec *b);
gboolean dh_schedule_spec_validate  (const DhScheduleSpec *spec, GError **error);
/* "constant", "step:EVERY:FACTOR", "exponential:FACTOR", "cosine[:MIN]", "warmup-cosine:STEPS[:MIN]",
 * "one-cycle[:PCT[:DIV[:FINAL]]]"; missing ones take their defaults. */
gboolean dh_schedule_spec_parse     (const char *text, DhScheduleSpec *spec, GError **error);
char    *dh_schedule_spec_to_string (const DhScheduleSpec *spec);
gboolean dh_schedule_needs_total    (const DhScheduleSpec *spec);
/* The rate at step @k (from 1) of @total when the run's rate is @lr. */
double   dh_schedule_rate           (const DhScheduleSpec *spec, double lr, guint64 k, guint64 total);

typedef enum { DH_CLIP_OFF, DH_CLIP_VALUE, DH_CLIP_NORM, DH_CLIP_N } DhClipKind;

typedef struct
{
  DhClipKind kind;
  double limit; /* > 0; 1 by default */
} DhClipSpec;

gboolean dh_clip_spec_parse     (const char *text, DhClipSpec *spec, GError **error); /* "off", "value:V", "norm:V" */
char    *dh_clip_spec_to_string (const DhClipSpec *spec);
gboolean dh_clip_spec_equal     (const DhClipSpec *a, const DhClipSpec *b);
gboolean dh_clip_spec_validate  (const DhClipSpec *spec, GError **error);
/* In place; norm as torch.nn.utils.clip_grad_norm_: scale min(1, limit/(|g| + 1e-6)). */
void     dh_clip_apply          (const DhClipSpec *spec, double *g, gsize n);

G_END_DECLS
