/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* The branch-free cores of exp, tanh and sigmoid, included once for each type they work on.
 * The includer defines REAL and INT (double and gint64, or vectors of them), TO_INT and TO_REAL
 * (reinterpret the bits), LESS (all-ones mask where a < b), SPLAT (a constant as a REAL) and NAME
 * (the functions' suffix).
 * One text for scalars and vectors is what makes their bits the same.
 *
 * Reduction by k*ln 2 in two parts: Cody and Waite, Software Manual for the Elementary
 * Functions, 1980, chapter 6. The polynomial is Taylor's up to r^13, whose remainder is below
 * 2^-56 relative to r on |r| <= ln(2)/2. */

#define MAGIC 0x1.8p52 /* adding and subtracting it rounds to a whole number */
#define LN2_HI 0x1.62e42fee00000p-1
#define LN2_LO 0x1.a39ef35793c76p-33
#define INV_LN2 0x1.71547652b82fep+0
#define EXPONENT_BIAS 1023

#define SELECT(mask, yes, no) \
  TO_REAL ((TO_INT (yes) & (mask)) | (TO_INT (no) & ~(mask)))
/* 2^k for a whole k in the exponent's range; its low bits stand in those of k + MAGIC. */
#define POWER_OF_TWO(k) TO_REAL ((TO_INT ((k) + MAGIC) + EXPONENT_BIAS) << 52)

/* x = k ln 2 + r; expm1 of the remainder is r + q, with |q| < |r| / 4. */
static inline __attribute__ ((always_inline)) void
NAME (reduce) (const REAL *x, REAL *k, REAL *r, REAL *q)
{
  REAL rounded = *x * INV_LN2 + MAGIC;
  REAL whole = rounded - MAGIC;
  REAL high = *x - whole * LN2_HI;
  REAL low = whole * LN2_LO;
  REAL rest = high - low;
  REAL lost = (high - rest) - low;
  REAL r2 = rest * rest;
  REAL r4 = r2 * r2;
  REAL p0 = 1.0 / 2 + rest * (1.0 / 6);
  REAL p1 = 1.0 / 24 + rest * (1.0 / 120);
  REAL p2 = 1.0 / 720 + rest * (1.0 / 5040);
  REAL p3 = 1.0 / 40320 + rest * (1.0 / 362880);
  REAL p4 = 1.0 / 3628800 + rest * (1.0 / 39916800);
  REAL p5 = 1.0 / 479001600 + rest * (1.0 / 6227020800.0);
  REAL s0 = p0 + r2 * p1;
  REAL s1 = p2 + r2 * p3;
  REAL s2 = p4 + r2 * p5;

  *k = whole;
  *r = rest;
  *q = r2 * (s0 + r4 * (s1 + r4 * s2)) + lost;
}

/* exp for |x| <= 746 or NaN; @lost is what the rounding of @out lost. Two factors, because 2^k
 * alone may be outside the range of normal numbers. */
static inline __attribute__ ((always_inline)) void
NAME (exp) (const REAL *x, REAL *out, REAL *lost)
{
  REAL k, r, q, high, low, sum, half, power, power2;

  NAME (reduce) (x, &k, &r, &q);
  high = 1.0 + r;
  low = ((1.0 - high) + r) + q;
  sum = high + low;
  half = (k * 0.5 + MAGIC) - MAGIC;
  power = POWER_OF_TWO (half);
  power2 = POWER_OF_TWO (k - half);
  *out = sum * power * power2;
  *lost = ((high - sum) + low) * power * power2;
}

/* expm1 for -40 <= x <= 60 or NaN: 2^k (r + q) + (2^k - 1), the large terms summed without loss
 * (2^k - 1 is 0 or larger than 2^k r). */
static inline __attribute__ ((always_inline)) void
NAME (expm1) (const REAL *x, REAL *out, REAL *lost)
{
  REAL k, r, q, scale, base, high, low, sum;

  NAME (reduce) (x, &k, &r, &q);
  scale = POWER_OF_TWO (k);
  base = scale - 1.0;
  high = base + scale * r;
  low = ((base - high) + scale * r) + scale * q;
  sum = high + low;
  *out = sum;
  *lost = (high - sum) + low;
}

/* tanh |z| = t / d with t = expm1 (2 |z|) and d = t + 2; exactly 1 in double from 22 on. What the
 * roundings of t and d lost is put back, with 1 / d = (1 - tanh |z|) / 2. */
static inline __attribute__ ((always_inline)) void
NAME (tanh) (const REAL *z, REAL *out)
{
  INT sign = TO_INT (*z) & G_MININT64;
  REAL a = TO_REAL (TO_INT (*z) ^ sign);
  REAL limit = SPLAT (22.0);
  REAL two = SPLAT (2.0);
  REAL twice, t, lost, d, lost_d, y;
  INT above;

  a = SELECT (LESS (limit, a), limit, a);
  twice = 2.0 * a;
  NAME (expm1) (&twice, &t, &lost);
  d = t + two;
  y = t / d;
  above = LESS (two, t);
  lost_d = (SELECT (above, t, two) - d) + SELECT (above, two, t);
  y = y + (lost - y * (lost_d + lost)) * (0.5 * (1.0 - y));
  *out = TO_REAL (TO_INT (y) | sign);
}

/* 1 / d or e / d with e = exp (-|z|) and d = 1 + e: neither overflows nor loses the small side.
 * What the roundings of e and d lost is put back. */
static inline __attribute__ ((always_inline)) void
NAME (sigmoid) (const REAL *z, REAL *out)
{
  INT negative = LESS (*z, SPLAT (0.0));
  REAL a = SELECT (negative, *z, -*z);
  REAL limit = SPLAT (-746.0);
  REAL one = SPLAT (1.0);
  REAL zero = SPLAT (0.0);
  REAL e, lost, d, y, inverse;

  a = SELECT (LESS (a, limit), limit, a);
  NAME (exp) (&a, &e, &lost);
  d = 1.0 + e;
  y = SELECT (negative, e, one) / d;
  inverse = SELECT (negative, 1.0 - y, y);
  *out = y + (SELECT (negative, lost, zero) - y * (((1.0 - d) + e) + lost)) * inverse;
}
