/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Scale: see dh-scale.h. Everything goes through one warp (identity, log10 or symlog), so that
 * zooming and panning are linear there. Pure functions, any thread. */
#include "dh-scale.h"

#include <math.h>

/* Ends stay where a difference of two of them is still finite, and where a tick step is not yet
 * a subnormal number. */
#define LARGEST       8e307
#define LEAST         1e-306
#define LEAST_WIDTH   1e-300
/* Twelve digits are as far as zooming in makes sense with doubles. */
#define LEAST_RELATIVE 1e-12
/* In decades, for the logarithmic kinds. */
#define LEAST_DECADES 1e-9

static double
warp (const DhScale *scale, double value)
{
  switch (scale->kind)
    {
    case DH_SCALE_LOG:
      return value > 0.0 ? log10 (value) : (double) NAN;
    case DH_SCALE_SYMLOG:
      if (fabs (value) <= scale->threshold)
        return value / scale->threshold;
      return copysign (1.0 + log10 (fabs (value)) - log10 (scale->threshold), value);
    case DH_SCALE_LINEAR:
    default:
      return value;
    }
}

static double
unwarp (const DhScale *scale, double warped)
{
  switch (scale->kind)
    {
    case DH_SCALE_LOG:
      return pow (10.0, warped);
    case DH_SCALE_SYMLOG:
      if (fabs (warped) <= 1.0)
        return warped * scale->threshold;
      return copysign (pow (10.0, fabs (warped) - 1.0 + log10 (scale->threshold)), warped);
    case DH_SCALE_LINEAR:
    default:
      return warped;
    }
}

static void
mend_log (double *min, double *max)
{
  double low = CLAMP (*min, LEAST, LARGEST);
  double high = CLAMP (*max, LEAST, LARGEST);

  /* One end is of no use: keep three decades from the other. */
  if (!(*min > 0.0))
    low = *max > 0.0 ? fmax (high * 1e-3, LEAST) : 0.1;
  if (!(*max > 0.0))
    high = 10.0;
  if (log10 (high) - log10 (low) < LEAST_DECADES)
    {
      double middle = CLAMP (low, LEAST * 10.0, LARGEST / 10.0);
      low = middle / 2.0;
      high = middle * 2.0;
    }
  *min = low;
  *max = high;
}

static void
mend_linear (double *min, double *max)
{
  double low = CLAMP (*min, -LARGEST, LARGEST);
  double high = CLAMP (*max, -LARGEST, LARGEST);
  double size = fmax (fabs (low), fabs (high));

  if (low == high)
    {
      double room = size > 0.0 ? fmax (size * 0.1, LEAST_WIDTH) : 1.0;
      low = fmax (low - room, -LARGEST);
      high = fmin (high + room, LARGEST);
    }
  else if (high - low < fmax (size * LEAST_RELATIVE, LEAST_WIDTH))
    {
      double middle = low + (high - low) / 2.0;
      double room = fmax (size * LEAST_RELATIVE, LEAST_WIDTH);
      low = middle - room;
      high = middle + room;
    }
  *min = low;
  *max = high;
}

void
dh_scale_init (DhScale *scale, DhScaleKind kind, double min, double max, double threshold)
{
  g_return_if_fail (scale != NULL);

  if (isnan (min) && isnan (max))
    {
      min = kind == DH_SCALE_LOG ? 0.1 : 0.0;
      max = kind == DH_SCALE_LOG ? 10.0 : 1.0;
    }
  else if (isnan (min))
    min = max;
  else if (isnan (max))
    max = min;
  if (min > max)
    {
      double swap = min;
      min = max;
      max = swap;
    }

  scale->kind = kind;
  if (kind == DH_SCALE_LOG)
    mend_log (&min, &max);
  else
    mend_linear (&min, &max);
  scale->min = min;
  scale->max = max;

  scale->threshold = 1.0;
  if (kind == DH_SCALE_SYMLOG)
    {
      double size = fmax (fabs (min), fabs (max));
      if (!(threshold > 0.0) || !isfinite (threshold))
        threshold = size * 1e-3;
      scale->threshold = CLAMP (threshold, LEAST, LARGEST / 10.0);
      /* Far out, where the logarithms of the ends would be the same number. */
      if (warp (scale, max) - warp (scale, min) < LEAST_DECADES)
        {
          double middle = CLAMP (min, -LARGEST / 2.0, LARGEST / 2.0);
          double room = fmax (fabs (middle), scale->threshold) * 4.0 * LEAST_DECADES;
          scale->min = middle - room;
          scale->max = middle + room;
        }
    }
}

double
dh_scale_to_unit (const DhScale *scale, double value)
{
  double low, high;

  if (!isfinite (value))
    return (double) NAN;
  low = warp (scale, scale->min);
  high = warp (scale, scale->max);
  /* Halves: the difference of two of the largest doubles would overflow. */
  return (warp (scale, value) / 2.0 - low / 2.0) / (high / 2.0 - low / 2.0);
}

double
dh_scale_from_unit (const DhScale *scale, double unit)
{
  double low, high;

  /* The ends come back exactly. */
  if (unit == 0.0)
    return scale->min;
  if (unit == 1.0)
    return scale->max;
  low = warp (scale, scale->min);
  high = warp (scale, scale->max);
  return unwarp (scale, low + (high - low) * unit);
}

/* Sets the ends to units of the scale as it is; does nothing when that leads out of the numbers. */
static void
set_units (DhScale *scale, double from, double to)
{
  double min = dh_scale_from_unit (scale, from);
  double max = dh_scale_from_unit (scale, to);
  DhScale next;

  if (!isfinite (min) || !isfinite (max) || !(min < max))
    return;
  if (scale->kind == DH_SCALE_LOG && (min < LEAST || max > LARGEST))
    return;
  if (fabs (min) > LARGEST || fabs (max) > LARGEST)
    return;
  dh_scale_init (&next, scale->kind, min, max, scale->threshold);
  /* Mending moved the ends: as narrow as it gets, so stay. */
  if (next.min == min && next.max == max)
    *scale = next;
}

void
dh_scale_zoom (DhScale *scale, double unit, double factor)
{
  g_return_if_fail (scale != NULL);

  if (!isfinite (unit) || !isfinite (factor) || factor <= 0.0)
    return;
  set_units (scale, unit - unit * factor, unit + (1.0 - unit) * factor);
}

void
dh_scale_pan (DhScale *scale, double units)
{
  g_return_if_fail (scale != NULL);

  if (isfinite (units) && units != 0.0)
    set_units (scale, units, 1.0 + units);
}

void
dh_scale_pad (DhScale *scale, double fraction)
{
  g_return_if_fail (scale != NULL);

  if (isfinite (fraction) && fraction > 0.0)
    set_units (scale, -fraction, 1.0 + fraction);
}
