/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* The error function. No state; any thread.
 * Below 1/2 its Maclaurin series, above it Taylor's about the nearest multiple c of 1/8:
 * erf'(c + t) = sum of v_n with v_n = b_n t^n, and erf'' = -2 x erf' gives
 * v_{n+1} = -2 t (c v_n + t v_{n-1}) / (n + 1)
 * (Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.5 and 7.1.19). */
#include "dh-math.h"

#include <math.h>

#define FIRST_NODE 4 /* times 1/8 */
#define N_NODES 45
#define N_TERMS 13   /* the next one is below 2^-57 */

/* erf (c) and erf' (c) = 2 / sqrt (pi) exp (-c^2) at c = 4/8, 5/8 ... 48/8, rounded from 300 bits. */
static const double node[N_NODES][2] = {
  { 0x1.0a7ef5c18edd2p-1, 0x1.c1efca49a5011p-1 },
  { 0x1.3f196dcd0f135p-1, 0x1.86e9694134b9ep-1 },
  { 0x1.6c1c9759d0e5fp-1, 0x1.492e42d78d2c5p-1 },
  { 0x1.91724951b8fc6p-1, 0x1.0cab61f084b93p-1 },
  { 0x1.af767a741088bp-1, 0x1.a911f096fbc26p-2 },
  { 0x1.c6dad2829ec62p-1, 0x1.45e99bcbb7915p-2 },
  { 0x1.d8865d98abe01p-1, 0x1.e4652fadcb6b2p-3 },
  { 0x1.e5768c3b4a3fcp-1, 0x1.5ce595c455b0ap-3 },
  { 0x1.eea5557137ae0p-1, 0x1.e723726b824a9p-4 },
  { 0x1.f4f693b67bd77p-1, 0x1.499d478bca735p-4 },
  { 0x1.f92d077f8d56dp-1, 0x1.b055303221015p-5 },
  { 0x1.fbe61eef4cf6ap-1, 0x1.12ceb37ff9bc3p-5 },
  { 0x1.fd9ae142795e3p-1, 0x1.529b9e8cf9a1ep-6 },
  { 0x1.fea4218d6594ap-1, 0x1.94624e78e0fafp-7 },
  { 0x1.ff404760319b4p-1, 0x1.d4143a9dfe965p-8 },
  { 0x1.ff9960f3eb327p-1, 0x1.06918b6355624p-8 },
  { 0x1.ffcaa8f4c9beap-1, 0x1.1d83170fbf6fbp-9 },
  { 0x1.ffe514bbdc197p-1, 0x1.2ce898809244ep-10 },
  { 0x1.fff2cfb0453d9p-1, 0x1.3360ccd23db3ap-11 },
  { 0x1.fff9ba420e834p-1, 0x1.30538fbb77ecdp-12 },
  { 0x1.fffd1ac4135f9p-1, 0x1.2408e9ba3327fp-13 },
  { 0x1.fffeb3ebb267bp-1, 0x1.0f9e1b4dd36dfp-14 },
  { 0x1.ffff6f9f67e55p-1, 0x1.e9b5e8d00ce77p-16 },
  { 0x1.ffffc316d9ed0p-1, 0x1.abe09e9144b5ep-17 },
  { 0x1.ffffe710d565ep-1, 0x1.6a597219a93dap-18 },
  { 0x1.fffff618c3da6p-1, 0x1.296a70f414053p-19 },
  { 0x1.fffffc2f171e3p-1, 0x1.d9371e2ff7c35p-21 },
  { 0x1.fffffe92ced93p-1, 0x1.6ce1aa3fd7bddp-22 },
  { 0x1.ffffff7b91176p-1, 0x1.10b1488aeb235p-23 },
  { 0x1.ffffffd169d0cp-1, 0x1.8b0cfce0579e0p-25 },
  { 0x1.fffffff01a8b6p-1, 0x1.155a09065d4f7p-26 },
  { 0x1.fffffffabd229p-1, 0x1.7974e743dea3dp-28 },
  { 0x1.fffffffe4fa30p-1, 0x1.f1e3523b41d7dp-30 },
  { 0x1.ffffffff79626p-1, 0x1.3e44e45301b92p-31 },
  { 0x1.ffffffffd759dp-1, 0x1.8a61745ec7d1dp-33 },
  { 0x1.fffffffff4188p-1, 0x1.d9a880f306bd8p-35 },
  { 0x1.fffffffffc9e8p-1, 0x1.13af4f04f9998p-36 },
  { 0x1.ffffffffff11ap-1, 0x1.370ab8327af5ep-38 },
  { 0x1.ffffffffffc05p-1, 0x1.5422ef5d8949dp-40 },
  { 0x1.ffffffffffef8p-1, 0x1.68823e52970bep-42 },
  { 0x1.fffffffffffbep-1, 0x1.7258610b3b233p-44 },
  { 0x1.ffffffffffff0p-1, 0x1.70beaf9c7ffb6p-46 },
  { 0x1.ffffffffffffcp-1, 0x1.63daf8b4b1e0cp-48 },
  { 0x1.fffffffffffffp-1, 0x1.4cd9c04158cd7p-50 },
  { 0x1.0000000000000p+0, 0x1.2dc119095729fp-52 },
};

static double
erf_near_zero (double x)
{
  double z = x * x;
  double series = 0;
  static const double term[] = {
    /* (-1)^n / (n! (2 n + 1)) for n = 1 ... 12 */
    -1.0 / 3, 1.0 / 10, -1.0 / 42, 1.0 / 216, -1.0 / 1320, 1.0 / 9360, -1.0 / 75600,
    1.0 / 685440, -1.0 / 6894720, 1.0 / 76204800, -1.0 / 918086400, 1.0 / 11975040000.0,
  };

  for (gsize i = G_N_ELEMENTS (term); i-- > 0;)
    series = z * (term[i] + series);
  /* 2 / sqrt (pi) is 1 + 0.128..., so that most of the result is x itself. */
  return x + x * (0x1.06eba8214db69p-3 + 0x1.20dd750429b6dp+0 * series);
}

/* For 1/2 <= x < 6. */
static double
erf_near_node (double x)
{
  guint i = (guint) (8 * x + 0.5);
  double c = i / 8.0;
  double t = x - c;
  double v = node[i - FIRST_NODE][1];
  double before = 0;
  double sum = v;

  for (guint n = 0; n + 1 < N_TERMS; n++)
    {
      double after = -2 * t * (c * v + t * before) / (n + 1);

      before = v;
      v = after;
      sum += v / (n + 2);
    }
  return node[i - FIRST_NODE][0] + t * sum;
}

double
dh_erf (double x)
{
  double a = fabs (x);

  if (a < 0.5)
    return erf_near_zero (x);
  if (a >= 5.9375)
    return x > 0 ? 1 : -1; /* 1 - erf is below half an ulp */
  if (isnan (x))
    return x;
  return copysign (erf_near_node (a), x);
}
