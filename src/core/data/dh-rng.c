/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* xoshiro256** and splitmix64: Blackman and Vigna, Scrambled linear pseudorandom number
 * generators, 2018. The state is the caller's; a generator is for one thread at a time. */
#include "dh-rng.h"

#include "dh-math.h"

#include <math.h>

static guint64
rotate_left (guint64 x, guint k)
{
  return (x << k) | (x >> (64 - k));
}

static guint64
splitmix64 (guint64 *state)
{
  guint64 z = (*state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

void
dh_rng_init (DhRng *rng, guint64 seed)
{
  g_return_if_fail (rng != NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rng->s); i++)
    rng->s[i] = splitmix64 (&seed);
  rng->spare = 0;
  rng->has_spare = FALSE;
}

guint64
dh_rng_next (DhRng *rng)
{
  guint64 *s = rng->s;
  guint64 result = rotate_left (s[1] * 5, 7) * 9;
  guint64 t = s[1] << 17;

  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = rotate_left (s[3], 45);
  return result;
}

double
dh_rng_uniform (DhRng *rng)
{
  return (double) (dh_rng_next (rng) >> 11) * 0x1p-53;
}

guint64
dh_rng_below (DhRng *rng, guint64 bound)
{
  guint64 reject, value;

  g_return_val_if_fail (bound > 0, 0);

  /* The lowest 2^64 mod bound values would come up once too often. */
  reject = (0 - bound) % bound;
  do
    value = dh_rng_next (rng);
  while (value < reject);
  return value % bound;
}

double
dh_rng_normal (DhRng *rng)
{
  double u, v, s, scale;

  if (rng->has_spare)
    {
      rng->has_spare = FALSE;
      return rng->spare;
    }

  /* Marsaglia's polar method: a point within the unit circle gives two values. */
  do
    {
      u = 2 * dh_rng_uniform (rng) - 1;
      v = 2 * dh_rng_uniform (rng) - 1;
      s = u * u + v * v;
    }
  while (s >= 1 || s == 0);
  scale = sqrt (-2 * dh_log (s) / s);
  rng->spare = v * scale;
  rng->has_spare = TRUE;
  return u * scale;
}

void
dh_rng_shuffle (DhRng *rng, guint32 *items, gsize n)
{
  g_return_if_fail (items != NULL || n == 0);

  for (gsize i = n; i > 1; i--)
    {
      gsize j = dh_rng_below (rng, i);
      guint32 item = items[i - 1];

      items[i - 1] = items[j];
      items[j] = item;
    }
}
