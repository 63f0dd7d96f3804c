/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* exp, log and what is built on them. Only + - * / and operations on bits, in a fixed order.
 * No state; any thread. dh-math-block.c has the same kernels over blocks of values. */
#include "dh-math.h"

#include "dh-math-bits.h"

#include <math.h>

#define REAL double
/* Unsigned, because shifting the exponent of a NaN's garbage into place may overflow. */
#define INT guint64
#define TO_INT(x) ((guint64) double_bits (x))
#define TO_REAL(x) bits_double ((gint64) (x))
#define LESS(a, b) ((a) < (b) ? ~(guint64) 0 : 0)
#define SPLAT(x) (x)
#define NAME(name) scalar_##name
#include "dh-math-kernel.h"

/* Beyond these, exp overflows and is closer to 0 than to the smallest subnormal. */
#define EXP_MAX 709.782712893384
#define EXP_MIN -745.1332191019412
#define SQRT_HALF 0x1.6a09e667f3bcdp-1
#define MIN_NORMAL 0x1p-1022

double
dh_exp (double x)
{
  double y, lost;

  if (x > EXP_MAX)
    return HUGE_VAL;
  if (x < EXP_MIN)
    return 0;
  scalar_exp (&x, &y, &lost);
  return y;
}

double
dh_expm1 (double x)
{
  double y, lost;

  if (x == 0)
    return x;
  if (x > 60)
    return dh_exp (x); /* the 1 is below half an ulp */
  if (x < -40)
    return -1;
  scalar_expm1 (&x, &y, &lost);
  return y;
}

double
dh_tanh (double x)
{
  double y;

  scalar_tanh (&x, &y);
  return y;
}

double
dh_sigmoid (double x)
{
  double y;

  scalar_sigmoid (&x, &y);
  return y;
}

/* u = 2^k (1 + f) with 1 + f in [sqrt (1/2), sqrt 2), for a positive normal u. */
static double
split (double u, double *f)
{
  gint64 bits = double_bits (u);
  gint64 k = (bits >> 52) - EXPONENT_BIAS;
  double m = bits_double ((bits & (((gint64) 1 << 52) - 1))
                          | ((gint64) EXPONENT_BIAS << 52));

  if (m >= 2 * SQRT_HALF)
    {
      m *= 0.5;
      k += 1;
    }
  *f = m - 1;
  return (double) k;
}

/* k ln 2 + log (1 + f) + c. With s = f / (2 + f), log (1 + f) = 2 atanh (s) = f - s (f - R),
 * where R = 2 (s^2/3 + s^4/5 + ...); written around f - f^2/2 so that its rounding errors stay
 * small beside f (the arrangement of Ng's log in fdlibm). */
static double
log_sum (double k, double f, double c)
{
  double s = f / (2 + f);
  double z = s * s;
  double half = 0.5 * f * f;
  double tail = z * (2.0 / 3 + z * (2.0 / 5 + z * (2.0 / 7 + z * (2.0 / 9 + z * (2.0 / 11
                + z * (2.0 / 13 + z * (2.0 / 15 + z * (2.0 / 17 + z * (2.0 / 19
                + z * (2.0 / 21))))))))));

  return k * LN2_HI - ((half - (s * (half + tail) + (k * LN2_LO + c))) - f);
}

double
dh_log (double x)
{
  double k, f, shift = 0;

  if (isnan (x) || x < 0)
    return (double) NAN;
  if (x == 0)
    return -HUGE_VAL;
  if (isinf (x))
    return x;
  if (x < MIN_NORMAL)
    {
      x *= 0x1p54;
      shift = -54;
    }
  k = split (x, &f);
  return log_sum (k + shift, f, 0);
}

double
dh_log1p (double x)
{
  double u, k, f, c;

  if (isnan (x) || x < -1)
    return (double) NAN;
  if (x == -1)
    return -HUGE_VAL;
  if (isinf (x) || fabs (x) < 0x1p-54)
    return x;
  if (x > SQRT_HALF - 1 && x < 2 * SQRT_HALF - 1)
    return log_sum (0, x, 0);
  u = 1 + x;
  c = x > 1 ? 1 - (u - x) : x - (u - 1); /* what the sum lost */
  k = split (u, &f);
  return log_sum (k, f, c / u);
}

double
dh_softplus (double x)
{
  if (isnan (x))
    return x;
  return fmax (x, 0) + dh_log1p (dh_exp (-fabs (x)));
}

double
dh_pow_int (double x, guint64 n)
{
  double power = 1;

  for (; n > 0; n >>= 1)
    {
      if (n & 1)
        power *= x;
      if (n > 1)
        x *= x;
    }
  return power;
}
