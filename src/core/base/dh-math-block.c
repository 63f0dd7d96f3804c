/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* tanh and sigmoid over blocks of values, eight at a time in GNU vectors, which the compiler
 * lowers to whatever the processor has. Each lane does the scalar function's operations in the
 * scalar's order, so the bits are the same on every instruction set. Any thread. */
#include "dh-math.h"

#include <string.h>

#define LANES 8

typedef double Real8 __attribute__ ((vector_size (LANES * sizeof (double))));
typedef guint64 Int8 __attribute__ ((vector_size (LANES * sizeof (guint64))));

#define REAL Real8
#define INT Int8
#define TO_INT(x) ((Int8) (x))
#define TO_REAL(x) ((Real8) (x))
#define LESS(a, b) ((Int8) ((a) < (b)))
#define SPLAT(x) ((Real8) { (x), (x), (x), (x), (x), (x), (x), (x) })
#define NAME(name) block_##name
#include "dh-math-kernel.h"

typedef void (*BlockFunc) (const double *in, double *out, gsize n);

/* The last, partial vector is filled up with zeros. */
#define DEFINE_BLOCK(name, suffix, attributes) \
  attributes static void name##_##suffix (const double *in, double *out, gsize n) \
  { \
    Real8 x, y; \
    for (; n >= LANES; n -= LANES, in += LANES, out += LANES) \
      { \
        memcpy (&x, in, sizeof x); \
        block_##name (&x, &y); \
        memcpy (out, &y, sizeof y); \
      } \
    if (n > 0) \
      { \
        x = SPLAT (0.0); \
        memcpy (&x, in, n * sizeof (double)); \
        block_##name (&x, &y); \
        memcpy (out, &y, n * sizeof (double)); \
      } \
  }

DEFINE_BLOCK (tanh, base, )
DEFINE_BLOCK (sigmoid, base, )
#ifdef __x86_64__
DEFINE_BLOCK (tanh, avx2, __attribute__ ((target ("avx2"))))
DEFINE_BLOCK (sigmoid, avx2, __attribute__ ((target ("avx2"))))
DEFINE_BLOCK (tanh, avx512, __attribute__ ((target ("avx512f"))))
DEFINE_BLOCK (sigmoid, avx512, __attribute__ ((target ("avx512f"))))
#endif

/* Not by ifunc (target_clones), whose resolvers run before a sanitizer is ready. */
static BlockFunc
choose (BlockFunc base, BlockFunc avx2, BlockFunc avx512)
{
#ifdef __x86_64__
  if (__builtin_cpu_supports ("avx512f"))
    return avx512;
  if (__builtin_cpu_supports ("avx2"))
    return avx2;
#endif
  return base;
}

#ifdef __x86_64__
#define CHOOSE(name) choose (name##_base, name##_avx2, name##_avx512)
#else
#define CHOOSE(name) choose (name##_base, NULL, NULL)
#endif

void
dh_tanh_n (const double *in, double *out, gsize n)
{
  static gsize func = 0;

  g_return_if_fail (n == 0 || (in != NULL && out != NULL));

  if (g_once_init_enter (&func))
    g_once_init_leave (&func, (gsize) CHOOSE (tanh));
  ((BlockFunc) func) (in, out, n);
}

void
dh_sigmoid_n (const double *in, double *out, gsize n)
{
  static gsize func = 0;

  g_return_if_fail (n == 0 || (in != NULL && out != NULL));

  if (g_once_init_enter (&func))
    g_once_init_leave (&func, (gsize) CHOOSE (sigmoid));
  ((BlockFunc) func) (in, out, n);
}
