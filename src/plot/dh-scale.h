/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Scale: an axis's mapping from values to [0, 1]. Linear, log10, symlog (linear within +-threshold,
 * logarithmic beyond). Plain value. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum { DH_SCALE_LINEAR, DH_SCALE_LOG, DH_SCALE_SYMLOG } DhScaleKind;

typedef struct
{
  DhScaleKind kind;
  double min, max;   /* min < max; > 0 for log */
  double threshold;  /* symlog: > 0 */
} DhScale;

/* Makes any input a usable scale: swapped, equal, non-finite or (log) non-positive ends are mended. */
void   dh_scale_init        (DhScale *scale, DhScaleKind kind, double min, double max, double threshold);
/* May lie outside [0, 1]; NaN when it can't be placed. */
double dh_scale_to_unit     (const DhScale *scale, double value);
double dh_scale_from_unit   (const DhScale *scale, double unit);
/* Zoom by @factor (< 1: in) around @unit; pan by @units. Stays finite and non-degenerate. */
void   dh_scale_zoom        (DhScale *scale, double unit, double factor);
void   dh_scale_pan         (DhScale *scale, double units);
/* A little room at both ends, as automatic ranges have it. */
void   dh_scale_pad         (DhScale *scale, double fraction);

G_END_DECLS
