/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* sin and cos. No state; any thread.
 * Reduction by n pi/2 in four parts, the first three of 33 bits so that n times each of them is
 * exact up to n = 2^20 (Cody and Waite, 1980, chapter 8); then Taylor's series, whose remainders
 * on |r| <= pi/4 are below 2^-57. */
#include "dh-math.h"

#include <math.h>

#define PI_2_A 0x1.921fb54400000p+0
#define PI_2_B 0x1.0b4611a600000p-34
#define PI_2_C 0x1.3198a2e000000p-69
#define PI_2_D 0x1.b839a252049c1p-104
#define TWO_OVER_PI 0x1.45f306dc9c883p-1
#define TWO_PI 0x1.921fb54442d18p+2
#define MAX_EXACT 1.6e6

/* a + b = sum + the result, exactly (Knuth's two-sum). */
static double
two_sum (double a, double b, double *sum)
{
  double s = a + b;
  double bb = s - a;

  *sum = s;
  return (a - (s - bb)) + (b - bb);
}

/* x = n pi/2 + r + low; returns n mod 4. */
static guint
reduce (double x, double *r, double *low)
{
  double n, sum, lost, lost2;

  /* Far out the spacing of doubles is a visible part of a period: only determinacy and
   * |result| <= 1 matter there. fmod is exact. */
  if (fabs (x) > MAX_EXACT)
    x = fmod (x, TWO_PI);
  n = floor (x * TWO_OVER_PI + 0.5);
  lost = two_sum (x - n * PI_2_A, -(n * PI_2_B), &sum);
  lost2 = two_sum (sum, -(n * PI_2_C), &sum);
  lost = (lost + lost2) - n * PI_2_D;
  *r = sum + lost;
  *low = (sum - *r) + lost;
  return (guint) ((gint64) n & 3);
}

/* sin (r + low) = r + (low + r^3 S - low r^2/2) */
static double
sin_near_zero (double r, double low)
{
  double z = r * r;
  double series = -1.0 / 6 + z * (1.0 / 120 + z * (-1.0 / 5040 + z * (1.0 / 362880
                  + z * (-1.0 / 39916800 + z * (1.0 / 6227020800.0
                  + z * (-1.0 / 1307674368000.0 + z * (1.0 / 355687428096000.0)))))));

  return r + (z * (r * series - 0.5 * low) + low);
}

/* cos (r + low) = 1 - r^2/2 + (r^4 C - r low), the first difference without loss. */
static double
cos_near_zero (double r, double low)
{
  double z = r * r;
  double half = 0.5 * z;
  double high = 1 - half;
  double series = 1.0 / 24 + z * (-1.0 / 720 + z * (1.0 / 40320 + z * (-1.0 / 3628800
                  + z * (1.0 / 479001600 + z * (-1.0 / 87178291200.0
                  + z * (1.0 / 20922789888000.0))))));

  return high + (((1 - high) - half) + (z * z * series - r * low));
}

/* sin (x + quarter pi/2) */
static double
wave (double x, guint quarter)
{
  double r, low, value;
  guint n;

  if (!isfinite (x))
    return (double) NAN;
  n = (reduce (x, &r, &low) + quarter) & 3;
  value = n & 1 ? cos_near_zero (r, low) : sin_near_zero (r, low);
  return n & 2 ? -value : value;
}

double
dh_sin (double x)
{
  return x == 0 ? x : wave (x, 0);
}

double
dh_cos (double x)
{
  return wave (x, 1);
}
