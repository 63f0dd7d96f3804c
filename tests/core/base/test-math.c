/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Elementary functions: accuracy against libm in extended precision, edges, pinned bits, and
 * blocks against scalars. */
#include "dh-math.h"

#include <float.h>
#include <math.h>
#include <string.h>

#define MAX_ULP 2.0

typedef double (*Func) (double x);
typedef long double (*Reference) (long double x);

static guint64
next_random (guint64 *state)
{
  guint64 z = (*state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

static double
from_bits (guint64 bits)
{
  double x;

  memcpy (&x, &bits, sizeof x);
  return x;
}

static guint64
to_bits (double x)
{
  guint64 bits;

  memcpy (&bits, &x, sizeof bits);
  return bits;
}

/* Distance in units of the last place of the true value. */
static double
ulps (double got, long double want)
{
  double rounded = (double) want;
  int exponent;

  if (isnan (got) || isnan (rounded))
    return isnan (got) && isnan (rounded) ? 0 : HUGE_VAL;
  if (got == rounded)
    return 0;
  if (!isfinite (got) || !isfinite (rounded))
    return HUGE_VAL;
  frexp (rounded, &exponent);
  return (double) (fabsl ((long double) got - want)
                   / ldexpl (1, MAX (exponent - 53, -1074)));
}

static void
check (Func func, Reference reference, double x)
{
  double distance = ulps (func (x), reference ((long double) x));

  if (distance > MAX_ULP)
    g_test_message ("at %a: %a, %g ulp off", x, func (x), distance);
  g_assert_cmpfloat (distance, <=, MAX_ULP);
}

static void
check_grid (Func func, Reference reference, double low, double high)
{
  const guint n = 100000;

  for (guint i = 0; i <= n; i++)
    check (func, reference, low + (high - low) * i / n);
}

/* Any bit pattern within the function's range. */
static void
check_random (Func func, Reference reference, double low, double high)
{
  guint64 state = 7;

  for (guint i = 0; i < 200000; i++)
    {
      double x = from_bits (next_random (&state));

      if (x >= low && x <= high)
        check (func, reference, x);
    }
}

static long double
sigmoid_reference (long double x)
{
  return x < 0 ? expl (x) / (1 + expl (x)) : 1 / (1 + expl (-x));
}

static long double
softplus_reference (long double x)
{
  return x > 0 ? x + log1pl (expl (-x)) : log1pl (expl (x));
}

static void
test_exp (void)
{
  g_test_summary ("exp and expm1 within 2 ulp, overflow and underflow as they should be");
  check_grid (dh_exp, expl, -1, 1);
  check_grid (dh_exp, expl, -746, 710);
  check_random (dh_exp, expl, -800, 800);
  check_grid (dh_expm1, expm1l, -1, 1);
  check_grid (dh_expm1, expm1l, -60, 710);
  check_random (dh_expm1, expm1l, -800, 800);
  g_assert_cmpfloat (dh_exp (0), ==, 1);
  g_assert_cmpfloat (dh_exp (-0.0), ==, 1);
  g_assert_cmpfloat (dh_exp (710), ==, HUGE_VAL);
  g_assert_cmpfloat (dh_exp (709.782712893384), <, HUGE_VAL);
  g_assert_cmpfloat (dh_exp (HUGE_VAL), ==, HUGE_VAL);
  g_assert_cmpfloat (dh_exp (-HUGE_VAL), ==, 0);
  g_assert_cmpfloat (dh_exp (-745), ==, 0x1p-1074);
  g_assert_cmpfloat (dh_exp (-746), ==, 0);
  g_assert_true (isnan (dh_exp ((double) NAN)));
  g_assert_true (signbit (dh_expm1 (-0.0)) && dh_expm1 (-0.0) == 0);
  g_assert_cmpfloat (dh_expm1 (0x1p-1074), ==, 0x1p-1074);
  g_assert_cmpfloat (dh_expm1 (-HUGE_VAL), ==, -1);
  g_assert_cmpfloat (dh_expm1 (HUGE_VAL), ==, HUGE_VAL);
  g_assert_true (isnan (dh_expm1 ((double) NAN)));
}

static void
test_log (void)
{
  g_test_summary ("log and log1p within 2 ulp, subnormals and the edges of their domains");
  check_grid (dh_log, logl, 0.5, 2);
  check_grid (dh_log, logl, 1e-3, 1e6);
  check_random (dh_log, logl, 0x1p-1074, DBL_MAX);
  check_grid (dh_log, logl, 0x1p-1074, 0x1p-1020);
  check_grid (dh_log1p, log1pl, -0.999999, 1);
  check_grid (dh_log1p, log1pl, 0, 1e6);
  check_random (dh_log1p, log1pl, -1, DBL_MAX);
  g_assert_cmpfloat (dh_log (1), ==, 0);
  g_assert_cmpfloat (dh_log (0), ==, -HUGE_VAL);
  g_assert_cmpfloat (dh_log (-0.0), ==, -HUGE_VAL);
  g_assert_cmpfloat (dh_log (HUGE_VAL), ==, HUGE_VAL);
  g_assert_true (isnan (dh_log (-1)));
  g_assert_true (isnan (dh_log (-HUGE_VAL)));
  g_assert_true (isnan (dh_log ((double) NAN)));
  g_assert_true (signbit (dh_log1p (-0.0)) && dh_log1p (-0.0) == 0);
  g_assert_cmpfloat (dh_log1p (-1), ==, -HUGE_VAL);
  g_assert_cmpfloat (dh_log1p (HUGE_VAL), ==, HUGE_VAL);
  g_assert_cmpfloat (dh_log1p (0x1p-1074), ==, 0x1p-1074);
  g_assert_true (isnan (dh_log1p (-1.5)));
  g_assert_true (isnan (dh_log1p ((double) NAN)));
}

static void
test_trig (void)
{
  g_test_summary ("sin and cos within 2 ulp up to 1e6, also beside multiples of pi/2");
  check_grid (dh_sin, sinl, -7, 7);
  check_grid (dh_cos, cosl, -7, 7);
  check_grid (dh_sin, sinl, -1e6, 1e6);
  check_grid (dh_cos, cosl, -1e6, 1e6);
  check_random (dh_sin, sinl, -1e6, 1e6);
  check_random (dh_cos, cosl, -1e6, 1e6);
  for (guint n = 1; n <= 600000; n += 37)
    {
      double x = n * 0x1.921fb54442d18p+0;

      check (dh_sin, sinl, x);
      check (dh_cos, cosl, x);
    }
  g_assert_true (signbit (dh_sin (-0.0)) && dh_sin (-0.0) == 0);
  g_assert_cmpfloat (dh_cos (0), ==, 1);
  g_assert_cmpfloat (dh_sin (0x1p-1074), ==, 0x1p-1074);
  g_assert_true (isnan (dh_sin (HUGE_VAL)) && isnan (dh_cos (-HUGE_VAL)));
  g_assert_true (isnan (dh_sin ((double) NAN)) && isnan (dh_cos ((double) NAN)));
  for (double x = 1e6; x < 1e308; x *= 7)
    {
      g_assert_cmpfloat (fabs (dh_sin (x)), <=, 1);
      g_assert_cmpfloat (fabs (dh_cos (-x)), <=, 1);
    }
}

static void
test_tanh (void)
{
  g_test_summary ("tanh and erf within 2 ulp, odd, saturating at exactly 1");
  check_grid (dh_tanh, tanhl, -1, 1);
  check_grid (dh_tanh, tanhl, -25, 25);
  check_random (dh_tanh, tanhl, -DBL_MAX, DBL_MAX);
  check_grid (dh_erf, erfl, -1, 1);
  check_grid (dh_erf, erfl, -7, 7);
  check_random (dh_erf, erfl, -DBL_MAX, DBL_MAX);
  for (double x = 0; x < 30; x += 0.01)
    {
      g_assert_cmpfloat (dh_tanh (-x), ==, -dh_tanh (x));
      g_assert_cmpfloat (dh_erf (-x), ==, -dh_erf (x));
      g_assert_cmpfloat (dh_tanh (x), <=, 1);
      g_assert_cmpfloat (dh_erf (x), <=, 1);
    }
  g_assert_cmpfloat (dh_tanh (HUGE_VAL), ==, 1);
  g_assert_cmpfloat (dh_tanh (-HUGE_VAL), ==, -1);
  g_assert_true (isnan (dh_tanh ((double) NAN)));
  g_assert_true (signbit (dh_tanh (-0.0)) && dh_tanh (-0.0) == 0);
  g_assert_cmpfloat (dh_tanh (0x1p-1074), ==, 0x1p-1074);
  g_assert_cmpfloat (dh_erf (HUGE_VAL), ==, 1);
  g_assert_cmpfloat (dh_erf (-HUGE_VAL), ==, -1);
  g_assert_true (isnan (dh_erf ((double) NAN)));
  g_assert_true (signbit (dh_erf (-0.0)) && dh_erf (-0.0) == 0);
}

static void
test_sigmoid (void)
{
  g_test_summary ("sigmoid and softplus within 2 ulp on both sides, where e^-x over- or underflows too");
  check_grid (dh_sigmoid, sigmoid_reference, -5, 5);
  check_grid (dh_sigmoid, sigmoid_reference, -746, 50);
  check_random (dh_sigmoid, sigmoid_reference, -DBL_MAX, DBL_MAX);
  check_grid (dh_softplus, softplus_reference, -5, 5);
  check_grid (dh_softplus, softplus_reference, -746, 50);
  check_random (dh_softplus, softplus_reference, -DBL_MAX, DBL_MAX);
  g_assert_cmpfloat (dh_sigmoid (0), ==, 0.5);
  g_assert_cmpfloat (dh_sigmoid (HUGE_VAL), ==, 1);
  g_assert_cmpfloat (dh_sigmoid (-HUGE_VAL), ==, 0);
  g_assert_true (isnan (dh_sigmoid ((double) NAN)));
  g_assert_cmpfloat (dh_softplus (HUGE_VAL), ==, HUGE_VAL);
  g_assert_cmpfloat (dh_softplus (-HUGE_VAL), ==, 0);
  g_assert_true (isnan (dh_softplus ((double) NAN)));
}

static void
test_pow (void)
{
  g_test_summary ("Whole powers");
  g_assert_cmpfloat (dh_pow_int (3, 0), ==, 1);
  g_assert_cmpfloat (dh_pow_int (0, 0), ==, 1);
  g_assert_cmpfloat (dh_pow_int (3, 5), ==, 243);
  g_assert_cmpfloat (dh_pow_int (-2, 63), ==, -0x1p63);
  g_assert_cmpfloat (dh_pow_int (0.5, G_MAXUINT64), ==, 0);
  g_assert_cmpfloat (dh_pow_int (2, 1023), ==, 0x1p1023);
  g_assert_cmpfloat (fabs (dh_pow_int (0.9, 1000) / pow (0.9, 1000) - 1), <, 1e-13);
}

/* What a compiler, an option or a processor may not change. */
static void
test_pinned (void)
{
  static const struct
  {
    Func func;
    double x, y;
  } cases[] = {
    { dh_exp, 0x1.999999999999ap-4, 0x1.1aec7b35a00d4p+0 },
    { dh_exp, -0x1.b333333333333p+0, 0x1.7622c78a98a07p-3 },
    { dh_exp, 0x1.91p+6, 0x1.8c39b9134bac4p+144 },
    { dh_exp, -0x1.724p+9, 0x0.0000000000033p-1022 },
    { dh_expm1, 0x1.0624dd2f1a9fcp-10, 0x1.06466dfb8cf3ap-10 },
    { dh_expm1, -0x1.4p+1, -0x1.d5f8f47ed617bp-1 },
    { dh_log, 0x1.8p+1, 0x1.193ea7aad030ap+0 },
    { dh_log, 0x1.56e1fc2f8f359p-997, -0x1.5963447f87fb5p+9 },
    { dh_log, 0x1.fae147ae147aep-1, -0x1.495453e6fd4bcp-7 },
    { dh_log1p, 0x1.3333333333333p-2, 0x1.0ca937be1b9dcp-2 },
    { dh_log1p, -0x1.6666666666666p-1, -0x1.34378fcbda72p+0 },
    { dh_sin, 0x1p+0, 0x1.aed548f090ceep-1 },
    { dh_sin, 0x1.81cd6c8b43958p+13, -0x1.687d5890974a5p-1 },
    { dh_cos, 0x1p+1, -0x1.aa22657537205p-2 },
    { dh_cos, -0x1.81cd6e9e1b08ap+16, 0x1.ff8afef125a18p-1 },
    { dh_tanh, 0x1.999999999999ap-4, 0x1.983d7795f413ap-4 },
    { dh_tanh, -0x1.199999999999ap-1, -0x1.00442f6419202p-1 },
    { dh_tanh, 0x1.a666666666666p+1, 0x1.fe9bdf44f7c03p-1 },
    { dh_erf, 0x1.999999999999ap-3, 0x1.c8184b8b25f1cp-3 },
    { dh_erf, 0x1.199999999999ap+0, 0x1.c2aa3d27302cp-1 },
    { dh_erf, -0x1.7333333333333p+1, -0x1.fffa9cfbea4e3p-1 },
    { dh_sigmoid, -0x1.999999999999ap-2, 0x1.9af19f3d3169cp-2 },
    { dh_sigmoid, -0x1.2cp+5, 0x1.dd5c566301ec7p-55 },
    { dh_sigmoid, 0x1.199999999999ap+1, 0x1.cced80fef1202p-1 },
    { dh_softplus, -0x1.8p+0, 0x1.9c7e908f5420fp-3 },
    { dh_softplus, 0x1.6666666666666p-1, 0x1.1a6a66a15dd2ep+0 },
  };

  g_test_summary ("The same bits with every compiler and optimisation");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      double y = cases[i].func (cases[i].x);

      if (y != cases[i].y)
        g_test_message ("row %u: %a", i, y);
      g_assert_cmpuint (to_bits (y), ==, to_bits (cases[i].y));
    }
}

static void
check_blocks (void (*block) (const double *, double *, gsize), Func func)
{
  static const double special[] = { 0, -0.0, 22, -22, 1e-310, -1e-310, 708, -708.5, -745, 746,
                                    -746, 1e300, -1e300, 0x1p-1074 };
  double in[300], out[300];
  guint64 state = 3;

  for (guint i = 0; i < 300; i++)
    if (i < G_N_ELEMENTS (special))
      in[i] = special[i];
    else if (i % 3 == 0)
      in[i] = from_bits (next_random (&state));
    else
      in[i] = ((double) (next_random (&state) >> 11) * 0x1p-53 - 0.5) * 40;
  in[14] = HUGE_VAL;
  in[15] = -HUGE_VAL;
  in[16] = (double) NAN;

  for (gsize n = 0; n <= 300; n += n < 40 ? 1 : 13)
    {
      memset (out, 0x55, sizeof out);
      block (in, out, n);
      for (gsize i = 0; i < n; i++)
        g_assert_true (to_bits (out[i]) == to_bits (func (in[i]))
                       || (isnan (out[i]) && isnan (func (in[i]))));
      for (gsize i = n; i < 300; i++)
        g_assert_cmpuint (to_bits (out[i]), ==, G_GUINT64_CONSTANT (0x5555555555555555));
    }
  memcpy (out, in, sizeof in);
  block (out, out, 300);
  for (gsize i = 0; i < 300; i++)
    g_assert_true (out[i] == func (in[i]) || isnan (in[i]));
}

static void
test_blocks (void)
{
  g_test_summary ("Blocks of any length, in place too, have the scalar functions' bits");
  check_blocks (dh_tanh_n, dh_tanh);
  check_blocks (dh_sigmoid_n, dh_sigmoid);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/math/exp", test_exp);
  g_test_add_func ("/math/log", test_log);
  g_test_add_func ("/math/trig", test_trig);
  g_test_add_func ("/math/tanh-erf", test_tanh);
  g_test_add_func ("/math/sigmoid-softplus", test_sigmoid);
  g_test_add_func ("/math/pow", test_pow);
  g_test_add_func ("/math/pinned", test_pinned);
  g_test_add_func ("/math/blocks", test_blocks);
  return g_test_run ();
}
