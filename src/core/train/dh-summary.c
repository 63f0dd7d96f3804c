/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Extremes of stretches of values. The bucket of 64 is on the path of every recorded step, hence
 * its vector forms; least and greatest do not depend on the order, so all give the same. */
#include "dh-summary.h"

#include <math.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

void
dh_extremes_clear (DhExtremes *extremes)
{
  extremes->min = HUGE_VAL;
  extremes->max = -HUGE_VAL;
  extremes->min_positive = HUGE_VAL;
  extremes->n_gaps = 0;
}

void
dh_extremes_merge (DhExtremes *extremes, const DhExtremes *other)
{
  extremes->min = MIN (extremes->min, other->min);
  extremes->max = MAX (extremes->max, other->max);
  extremes->min_positive = MIN (extremes->min_positive, other->min_positive);
  extremes->n_gaps += other->n_gaps;
}

void
dh_extremes_add (DhExtremes *extremes, const double *value, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      double v = value[i];

      if (!isfinite (v))
        {
          extremes->n_gaps++;
          continue;
        }
      extremes->min = MIN (extremes->min, v);
      extremes->max = MAX (extremes->max, v);
      if (v > 0)
        extremes->min_positive = MIN (extremes->min_positive, v);
    }
}

/* The three of a bucket without a thought for gaps: a sum that is not finite tells the caller that
 * there may be some. */
static double
bucket_range (const double *value, double *min, double *max)
{
#if defined(__x86_64__)
  __m128d low[4], high[4], sum[4];

  for (guint k = 0; k < 4; k++)
    low[k] = high[k] = sum[k] = _mm_loadu_pd (value + 2 * k);
  for (guint i = 8; i < DH_TABLE_BUCKET; i += 8)
    for (guint k = 0; k < 4; k++)
      {
        __m128d v = _mm_loadu_pd (value + i + 2 * k);

        low[k] = _mm_min_pd (low[k], v);
        high[k] = _mm_max_pd (high[k], v);
        sum[k] = _mm_add_pd (sum[k], v);
      }
  low[0] = _mm_min_pd (_mm_min_pd (low[0], low[1]), _mm_min_pd (low[2], low[3]));
  high[0] = _mm_max_pd (_mm_max_pd (high[0], high[1]), _mm_max_pd (high[2], high[3]));
  sum[0] = _mm_add_pd (_mm_add_pd (sum[0], sum[1]), _mm_add_pd (sum[2], sum[3]));
  *min = _mm_cvtsd_f64 (_mm_min_sd (low[0], _mm_unpackhi_pd (low[0], low[0])));
  *max = _mm_cvtsd_f64 (_mm_max_sd (high[0], _mm_unpackhi_pd (high[0], high[0])));
  return _mm_cvtsd_f64 (_mm_add_sd (sum[0], _mm_unpackhi_pd (sum[0], sum[0])));
#else
  double sum = 0;

  *min = INFINITY;
  *max = -INFINITY;
  for (guint i = 0; i < DH_TABLE_BUCKET; i++)
    {
      *min = value[i] < *min ? value[i] : *min;
      *max = value[i] > *max ? value[i] : *max;
      sum += value[i];
    }
  return sum;
#endif
}

#if defined(__x86_64__)
/* Chosen at run time with a plain if: an ifunc resolver would run before a sanitizer is ready. */
__attribute__ ((target ("avx"))) static double
bucket_range_avx (const double *value, double *min, double *max)
{
  __m256d low[2], high[2], sum[2];
  __m128d l, h, s;

  for (guint k = 0; k < 2; k++)
    low[k] = high[k] = sum[k] = _mm256_loadu_pd (value + 4 * k);
  for (guint i = 8; i < DH_TABLE_BUCKET; i += 8)
    for (guint k = 0; k < 2; k++)
      {
        __m256d v = _mm256_loadu_pd (value + i + 4 * k);

        low[k] = _mm256_min_pd (low[k], v);
        high[k] = _mm256_max_pd (high[k], v);
        sum[k] = _mm256_add_pd (sum[k], v);
      }
  low[0] = _mm256_min_pd (low[0], low[1]);
  high[0] = _mm256_max_pd (high[0], high[1]);
  sum[0] = _mm256_add_pd (sum[0], sum[1]);
  l = _mm_min_pd (_mm256_castpd256_pd128 (low[0]), _mm256_extractf128_pd (low[0], 1));
  h = _mm_max_pd (_mm256_castpd256_pd128 (high[0]), _mm256_extractf128_pd (high[0], 1));
  s = _mm_add_pd (_mm256_castpd256_pd128 (sum[0]), _mm256_extractf128_pd (sum[0], 1));
  *min = _mm_cvtsd_f64 (_mm_min_sd (l, _mm_unpackhi_pd (l, l)));
  *max = _mm_cvtsd_f64 (_mm_max_sd (h, _mm_unpackhi_pd (h, h)));
  return _mm_cvtsd_f64 (_mm_add_sd (s, _mm_unpackhi_pd (s, s)));
}
#endif

/* The least positive value of a bucket that has both signs. */
static double
bucket_positive (const double *value)
{
#if defined(__x86_64__)
  const __m128d none = _mm_set1_pd (HUGE_VAL);
  __m128d least[2] = { none, none };

  for (guint i = 0; i < DH_TABLE_BUCKET; i += 4)
    for (guint k = 0; k < 2; k++)
      {
        __m128d v = _mm_loadu_pd (value + i + 2 * k);
        __m128d positive = _mm_cmpgt_pd (v, _mm_setzero_pd ());

        v = _mm_or_pd (_mm_and_pd (positive, v), _mm_andnot_pd (positive, none));
        least[k] = _mm_min_pd (least[k], v);
      }
  least[0] = _mm_min_pd (least[0], least[1]);
  return _mm_cvtsd_f64 (_mm_min_sd (least[0], _mm_unpackhi_pd (least[0], least[0])));
#else
  double least = HUGE_VAL;

  for (guint i = 0; i < DH_TABLE_BUCKET; i++)
    if (value[i] > 0 && value[i] < least)
      least = value[i];
  return least;
#endif
}

void
dh_extremes_bucket (const double *value, DhExtremes *extremes)
{
  double sum;

#if defined(__x86_64__)
  if (__builtin_cpu_supports ("avx"))
    sum = bucket_range_avx (value, &extremes->min, &extremes->max);
  else
#endif
    sum = bucket_range (value, &extremes->min, &extremes->max);
  if (!isfinite (sum))
    {
      dh_extremes_clear (extremes);
      dh_extremes_add (extremes, value, DH_TABLE_BUCKET);
      return;
    }
  extremes->n_gaps = 0;
  if (extremes->min > 0)
    extremes->min_positive = extremes->min;
  else
    extremes->min_positive = extremes->max > 0 ? bucket_positive (value) : HUGE_VAL;
}
