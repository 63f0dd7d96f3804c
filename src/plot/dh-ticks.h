/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Ticks: where an axis is labelled, and with what. A pure function of scale and room. Linear: 1, 2
 * or 5 times a power of ten; log: decades, with 2 and 5 or 1..9 minors when there is room. Labels are
 * plain numbers without SI prefixes; very large or small ones share an exponent ("x10^-5"). */
#pragma once

#include "dh-scale.h"

G_BEGIN_DECLS

typedef struct
{
  double value;
  double unit;        /* position, 0..1 */
  gboolean minor;     /* no label */
  char *label;        /* UTF-8, localised decimal point and proper minus; NULL for minors */
} DhTick;

typedef struct
{
  DhTick *tick;
  gsize n;
  int exponent;       /* labels are to be multiplied by 10^exponent; 0: as they are */
} DhTicks;

/* @max_labels: at most so many labels (>= 2). @whole: only whole numbers (steps, epochs).
 * @decimal_point: "." or the locale's. */
void  dh_ticks_init  (DhTicks *ticks, const DhScale *scale, guint max_labels, gboolean whole,
                      const char *decimal_point);
void  dh_ticks_clear (DhTicks *ticks);
/* A value for people, @digits significant digits, plain or with "×10ⁿ" (Unicode superscripts); "∞",
 * "−∞", "undefined" (translated) for the others. */
char *dh_format_value (double value, guint digits, const char *decimal_point);

G_END_DECLS
