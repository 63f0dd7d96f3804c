/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Random numbers: the pinned sequence, a second implementation, moments, fairness. */
#include "dh-rng.h"

#include <math.h>
#include <string.h>

/* The published algorithm once more, step by step and with none of our code. */
typedef struct
{
  guint64 a, b, c, d;
} Plain;

static guint64
rol (guint64 x, int k)
{
  return (x << k) | (x >> (64 - k));
}

static guint64
plain_split (guint64 *x)
{
  guint64 z;

  *x += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  z = *x;
  z ^= z >> 30;
  z *= G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z ^= z >> 27;
  z *= G_GUINT64_CONSTANT (0x94d049bb133111eb);
  z ^= z >> 31;
  return z;
}

static guint64
plain_next (Plain *p)
{
  guint64 result = rol (p->b * 5, 7) * 9;
  guint64 c = p->c ^ p->a, d = p->d ^ p->b;

  p->c = c ^ (p->b << 17);
  p->b ^= c;
  p->a ^= d;
  p->d = rol (d, 45);
  return result;
}

static void
test_sequence (void)
{
  /* splitmix64 from 0: Vigna's published figures. */
  static const guint64 state[4] = {
    G_GUINT64_CONSTANT (0xe220a8397b1dcdaf), G_GUINT64_CONSTANT (0x6e789e6aa1b965f4),
    G_GUINT64_CONSTANT (0x06c45d188009454f), G_GUINT64_CONSTANT (0xf88bb8a8724c81ec),
  };
  static const guint64 first[4] = {
    G_GUINT64_CONSTANT (0x99ec5f36cb75f2b4), G_GUINT64_CONSTANT (0xbf6e1f784956452a),
    G_GUINT64_CONSTANT (0x1a5f849d4933e6e0), G_GUINT64_CONSTANT (0x6aa594f1262d2d2c),
  };
  DhRng rng;

  g_test_summary ("Seed 0 gives the published state and its first numbers");
  dh_rng_init (&rng, 0);
  for (guint i = 0; i < 4; i++)
    g_assert_cmphex (rng.s[i], ==, state[i]);
  for (guint i = 0; i < 4; i++)
    g_assert_cmphex (dh_rng_next (&rng), ==, first[i]);
}

static void
test_second (void)
{
  static const guint64 seeds[] = { 0, 1, 42, G_MAXUINT64, G_GUINT64_CONSTANT (0x0123456789abcdef) };

  g_test_summary ("A second, plain implementation agrees over long stretches");
  for (guint s = 0; s < G_N_ELEMENTS (seeds); s++)
    {
      guint64 seed = seeds[s];
      Plain plain;
      DhRng rng;

      plain.a = plain_split (&seed);
      plain.b = plain_split (&seed);
      plain.c = plain_split (&seed);
      plain.d = plain_split (&seed);
      dh_rng_init (&rng, seeds[s]);
      for (guint i = 0; i < 10000; i++)
        g_assert_cmphex (dh_rng_next (&rng), ==, plain_next (&plain));
    }
}

static void
test_uniform (void)
{
  const guint n = 1000000;
  double sum = 0, squares = 0, low = 1, high = 0;
  DhRng rng;

  g_test_summary ("Uniform numbers fill [0, 1) evenly");
  dh_rng_init (&rng, 3);
  for (guint i = 0; i < n; i++)
    {
      double u = dh_rng_uniform (&rng);

      g_assert_true (u >= 0 && u < 1);
      g_assert_cmpfloat (u * 0x1p53, ==, floor (u * 0x1p53));
      sum += u;
      squares += u * u;
      low = fmin (low, u);
      high = fmax (high, u);
    }
  g_assert_cmpfloat_with_epsilon (sum / n, 0.5, 0.0015);
  g_assert_cmpfloat_with_epsilon (squares / n, 1.0 / 3, 0.0015);
  g_assert_cmpfloat (low, <, 1e-5);
  g_assert_cmpfloat (high, >, 1 - 1e-5);
}

static void
test_below (void)
{
  const guint n = 600000;
  guint count[6] = { 0 }, thirds[3] = { 0 };
  /* 2^64 mod bound is nearly half of this bound: the bias of a plain remainder would be 2 to 1. */
  const guint64 large = G_GUINT64_CONSTANT (0xc000000000000000);
  double chi = 0;
  DhRng rng;

  g_test_summary ("Bounded numbers are fair, also where a plain remainder is not");
  dh_rng_init (&rng, 5);
  for (guint i = 0; i < n; i++)
    {
      guint64 k = dh_rng_below (&rng, 6);

      g_assert_cmpuint (k, <, 6);
      count[k]++;
    }
  for (guint k = 0; k < 6; k++)
    chi += (count[k] - n / 6.0) * (count[k] - n / 6.0) / (n / 6.0);
  g_assert_cmpfloat (chi, <, 25.7); /* 5 degrees of freedom, 1 in 10 000 */
  for (guint i = 0; i < 30000; i++)
    {
      guint64 k = dh_rng_below (&rng, large);

      g_assert_cmpuint (k, <, large);
      thirds[k / (large / 3)]++;
    }
  for (guint k = 0; k < 3; k++)
    g_assert_cmpfloat_with_epsilon (thirds[k], 10000, 400);
  for (guint i = 0; i < 100; i++)
    g_assert_cmpuint (dh_rng_below (&rng, 1), ==, 0);
}

static void
test_normal (void)
{
  const guint n = 1000000;
  double m1 = 0, m2 = 0, m3 = 0, m4 = 0, product = 0, last = 0;
  DhRng rng, again;

  g_test_summary ("Normal numbers have the moments of N(0, 1), and pairs are not correlated");
  dh_rng_init (&rng, 9);
  dh_rng_init (&again, 9);
  for (guint i = 0; i < n; i++)
    {
      double z = dh_rng_normal (&rng);

      g_assert_true (isfinite (z));
      g_assert_cmpfloat (z, ==, dh_rng_normal (&again));
      m1 += z / n;
      m2 += z * z / n;
      m3 += z * z * z / n;
      m4 += z * z * z * z / n;
      product += z * last / n;
      last = z;
    }
  g_assert_cmpfloat_with_epsilon (m1, 0, 0.005);
  g_assert_cmpfloat_with_epsilon (m2, 1, 0.007);
  g_assert_cmpfloat_with_epsilon (m3, 0, 0.02);
  g_assert_cmpfloat_with_epsilon (m4, 3, 0.05);
  g_assert_cmpfloat_with_epsilon (product, 0, 0.005);
}

static void
test_shuffle (void)
{
  guint32 items[100];
  gboolean seen[100];
  guint first[4] = { 0 };
  DhRng rng;

  g_test_summary ("A shuffle is a permutation, and every item comes first equally often");
  dh_rng_init (&rng, 11);
  for (guint32 i = 0; i < 100; i++)
    items[i] = i;
  for (guint round = 0; round < 50; round++)
    {
      guint moved = 0;

      memset (seen, 0, sizeof seen);
      dh_rng_shuffle (&rng, items, 100);
      for (guint i = 0; i < 100; i++)
        {
          g_assert_cmpuint (items[i], <, 100);
          g_assert_false (seen[items[i]]);
          seen[items[i]] = TRUE;
          moved += items[i] != i;
        }
      g_assert_cmpuint (moved, >, 80);
    }
  for (guint round = 0; round < 40000; round++)
    {
      guint32 four[] = { 0, 1, 2, 3 };

      dh_rng_shuffle (&rng, four, 4);
      first[four[0]]++;
    }
  for (guint i = 0; i < 4; i++)
    g_assert_cmpfloat_with_epsilon (first[i], 10000, 400);
  dh_rng_shuffle (&rng, items, 1);
  dh_rng_shuffle (&rng, NULL, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rng/sequence", test_sequence);
  g_test_add_func ("/rng/second", test_second);
  g_test_add_func ("/rng/uniform", test_uniform);
  g_test_add_func ("/rng/below", test_below);
  g_test_add_func ("/rng/normal", test_normal);
  g_test_add_func ("/rng/shuffle", test_shuffle);
  return g_test_run ();
}
