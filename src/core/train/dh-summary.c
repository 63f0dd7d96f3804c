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

/* Least, greatest and sum of a bucket without a thought for gaps: a sum that is not finite tells
 * that there may be some. */
typedef struct
{
  double min, max, sum;
} Range;

#define INLINE static inline __attribute__ ((always_inline))

#if defined(__x86_64__)
INLINE double
least_of_pair (__m128d low)
{
  return _mm_cvtsd_f64 (_mm_min_sd (low, _mm_unpackhi_pd (low, low)));
}

INLINE Range
range_of_pairs (__m128d low, __m128d high, __m128d sum)
{
  return (Range) { least_of_pair (low), _mm_cvtsd_f64 (_mm_max_sd (high, _mm_unpackhi_pd (high, high))),
                   _mm_cvtsd_f64 (_mm_add_sd (sum, _mm_unpackhi_pd (sum, sum))) };
}

INLINE Range
bucket_range (const double *value)
{
  __m128d low = _mm_loadu_pd (value);
  __m128d high = low;
  __m128d sum = low;

  for (guint i = 2; i < DH_TABLE_BUCKET; i += 2)
    {
      __m128d v = _mm_loadu_pd (value + i);

      low = _mm_min_pd (low, v);
      high = _mm_max_pd (high, v);
      sum = _mm_add_pd (sum, v);
    }
  return range_of_pairs (low, high, sum);
}

/* The least positive value of a bucket that has both signs. */
INLINE double
bucket_positive (const double *value)
{
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
  return least_of_pair (_mm_min_pd (least[0], least[1]));
}

#define AVX __attribute__ ((target ("avx")))
#define AVX512 __attribute__ ((target ("avx512f")))

INLINE AVX Range
range_of_fours (__m256d low, __m256d high, __m256d sum)
{
  return range_of_pairs (_mm_min_pd (_mm256_castpd256_pd128 (low), _mm256_extractf128_pd (low, 1)),
                         _mm_max_pd (_mm256_castpd256_pd128 (high), _mm256_extractf128_pd (high, 1)),
                         _mm_add_pd (_mm256_castpd256_pd128 (sum), _mm256_extractf128_pd (sum, 1)));
}

INLINE AVX Range
bucket_range_avx (const double *value)
{
  __m256d low = _mm256_loadu_pd (value);
  __m256d high = low;
  __m256d sum = low;

  for (guint i = 4; i < DH_TABLE_BUCKET; i += 4)
    {
      __m256d v = _mm256_loadu_pd (value + i);

      low = _mm256_min_pd (low, v);
      high = _mm256_max_pd (high, v);
      sum = _mm256_add_pd (sum, v);
    }
  return range_of_fours (low, high, sum);
}

INLINE AVX double
bucket_positive_avx (const double *value)
{
  const __m256d none = _mm256_set1_pd (HUGE_VAL);
  __m256d least[2] = { none, none };

  for (guint i = 0; i < DH_TABLE_BUCKET; i += 8)
    for (guint k = 0; k < 2; k++)
      {
        __m256d v = _mm256_loadu_pd (value + i + 4 * k);
        __m256d positive = _mm256_cmp_pd (v, _mm256_setzero_pd (), _CMP_GT_OQ);

        least[k] = _mm256_min_pd (least[k], _mm256_blendv_pd (none, v, positive));
      }
  least[0] = _mm256_min_pd (least[0], least[1]);
  return least_of_pair (_mm_min_pd (_mm256_castpd256_pd128 (least[0]),
                                    _mm256_extractf128_pd (least[0], 1)));
}

INLINE AVX512 Range
bucket_range_avx512 (const double *value)
{
  __m512d low = _mm512_loadu_pd (value);
  __m512d high = low;
  __m512d sum = low;

  for (guint i = 8; i < DH_TABLE_BUCKET; i += 8)
    {
      __m512d v = _mm512_loadu_pd (value + i);

      low = _mm512_min_pd (low, v);
      high = _mm512_max_pd (high, v);
      sum = _mm512_add_pd (sum, v);
    }
  return range_of_fours (
    _mm256_min_pd (_mm512_castpd512_pd256 (low), _mm512_extractf64x4_pd (low, 1)),
    _mm256_max_pd (_mm512_castpd512_pd256 (high), _mm512_extractf64x4_pd (high, 1)),
    _mm256_add_pd (_mm512_castpd512_pd256 (sum), _mm512_extractf64x4_pd (sum, 1)));
}

INLINE AVX512 double
bucket_positive_avx512 (const double *value)
{
  __m512d least = _mm512_set1_pd (HUGE_VAL);
  __m256d half;

  for (guint i = 0; i < DH_TABLE_BUCKET; i += 8)
    {
      __m512d v = _mm512_loadu_pd (value + i);
      __mmask8 positive = _mm512_cmp_pd_mask (v, _mm512_setzero_pd (), _CMP_GT_OQ);

      least = _mm512_mask_min_pd (least, positive, least, v);
    }
  half = _mm256_min_pd (_mm512_castpd512_pd256 (least), _mm512_extractf64x4_pd (least, 1));
  return least_of_pair (_mm_min_pd (_mm256_castpd256_pd128 (half), _mm256_extractf128_pd (half, 1)));
}
#else
INLINE Range
bucket_range (const double *value)
{
  Range range = { value[0], value[0], value[0] };

  for (guint i = 1; i < DH_TABLE_BUCKET; i++)
    {
      range.min = value[i] < range.min ? value[i] : range.min;
      range.max = value[i] > range.max ? value[i] : range.max;
      range.sum += value[i];
    }
  return range;
}

INLINE double
bucket_positive (const double *value)
{
  double least = HUGE_VAL;

  for (guint i = 0; i < DH_TABLE_BUCKET; i++)
    if (value[i] > 0 && value[i] < least)
      least = value[i];
  return least;
}
#endif

/* One column after another with one kind of instructions, all of it inlined: a call for every
 * bucket would cost as much as the bucket. */
#define DEFINE_FORM(form, attribute, range_of, positive_of)                                    \
  attribute static void form (const double *value, gsize stride, guint n, DhExtremes *extremes) \
  {                                                                                            \
    for (guint c = 0; c < n; c++, value += stride)                                             \
      {                                                                                        \
        Range range = range_of (value);                                                        \
        DhExtremes *e = &extremes[c];                                                          \
                                                                                               \
        if (G_UNLIKELY (!isfinite (range.sum)))                                                \
          {                                                                                    \
            dh_extremes_clear (e);                                                             \
            dh_extremes_add (e, value, DH_TABLE_BUCKET);                                       \
            continue;                                                                          \
          }                                                                                    \
        e->min = range.min;                                                                    \
        e->max = range.max;                                                                    \
        e->n_gaps = 0;                                                                         \
        e->min_positive = range.min > 0 ? range.min                                            \
                          : range.max > 0 ? positive_of (value) : HUGE_VAL;                    \
      }                                                                                        \
  }

#define ANY_PROCESSOR
DEFINE_FORM (buckets_plain, ANY_PROCESSOR, bucket_range, bucket_positive)
#if defined(__x86_64__)
DEFINE_FORM (buckets_avx, AVX, bucket_range_avx, bucket_positive_avx)
DEFINE_FORM (buckets_avx512, AVX512, bucket_range_avx512, bucket_positive_avx512)
#endif

typedef void (*Form) (const double *value, gsize stride, guint n, DhExtremes *extremes);

static const Form forms[] = {
  buckets_plain,
#if defined(__x86_64__)
  buckets_avx,
  buckets_avx512,
#endif
};

guint
dh_extremes_n_forms (void)
{
#if defined(__x86_64__)
  /* A plain choice at run time: an ifunc's resolver would run before a sanitizer is ready. */
  if (__builtin_cpu_supports ("avx512f"))
    return 3;
  if (__builtin_cpu_supports ("avx"))
    return 2;
#endif
  return 1;
}

void
dh_extremes_buckets (guint form, const double *value, gsize stride, guint n, DhExtremes *extremes)
{
  g_return_if_fail (form < dh_extremes_n_forms ());
  forms[form](value, stride, n, extremes);
}
