/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Random numbers: xoshiro256** (Blackman and Vigna, 2018) seeded by splitmix64.
 * The state is explicit; the same seed gives the same sequence on every platform. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  guint64 s[4];
  double spare;       /* second value of the last pair of dh_rng_normal() */
  gboolean has_spare;
} DhRng;

void    dh_rng_init    (DhRng *rng, guint64 seed);
guint64 dh_rng_next    (DhRng *rng);
double  dh_rng_uniform (DhRng *rng);                /* [0, 1), 53 bits */
guint64 dh_rng_below   (DhRng *rng, guint64 bound); /* [0, bound), unbiased, bound > 0 */
double  dh_rng_normal  (DhRng *rng);                /* mean 0, sd 1, polar method */
void    dh_rng_shuffle (DhRng *rng, guint32 *items, gsize n); /* Fisher and Yates */

G_END_DECLS
