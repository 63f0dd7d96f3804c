/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Rows of many runs at once, one set of functions an instruction set, and the choice among
 * them when the program runs. No FMA: the project is built with -ffp-contract=off. */
#include "dh-sweep-private.h"

#include <math.h>

/* Loops over weights and vectors must go away altogether, or what they are over ends up in
 * memory. clang unrolls such short ones without being told. */
#if defined(__clang__)
#define EACH_WEIGHT
#define EACH_SIDE
#else
#define EACH_WEIGHT _Pragma ("GCC unroll 4")
#define EACH_SIDE _Pragma ("GCC unroll 4")
#endif

/* A sanitizer's checks keep the vectors in memory, and take the compiler many minutes in code so unrolled. */
#define UNCHECKED __attribute__ ((no_sanitize ("address"), no_sanitize ("undefined")))

#if defined(__x86_64__)
#include <immintrin.h>

#define WIDTH 8
#define TARGET UNCHECKED __attribute__ ((target ("avx512f,avx512dq")))
#define NAME(x) avx512_##x
#define ROOT(v) ((V) _mm512_sqrt_pd ((__m512d) (v)))
#define KERNEL_NAME "AVX-512"
#include "dh-sweep-kernel.inc"

#define WIDTH 4
#define TARGET UNCHECKED __attribute__ ((target ("avx2")))
#define NAME(x) avx2_##x
#define ROOT(v) ((V) _mm256_sqrt_pd ((__m256d) (v)))
#define KERNEL_NAME "AVX2"
#include "dh-sweep-kernel.inc"

#define WIDTH 2
#define TARGET UNCHECKED
#define NAME(x) base_##x
#define ROOT(v) ((V) _mm_sqrt_pd ((__m128d) (v)))
#define KERNEL_NAME "SSE2"
#include "dh-sweep-kernel.inc"
#else
#define WIDTH 2
#define TARGET UNCHECKED
#define NAME(x) base_##x
#define ROOT(v) ((V) { sqrt ((v)[0]), sqrt ((v)[1]) })
#define KERNEL_NAME "two lanes"
#include "dh-sweep-kernel.inc"
#endif

const DhSweepKernel *
dh_sweep_kernel (guint i)
{
  const DhSweepKernel *able[3];
  guint n = 0;

#if defined(__x86_64__)
  if (__builtin_cpu_supports ("avx512f") && __builtin_cpu_supports ("avx512dq"))
    able[n++] = &avx512_kernel;
  if (__builtin_cpu_supports ("avx2"))
    able[n++] = &avx2_kernel;
#endif
  able[n++] = &base_kernel;
  return i < n ? able[i] : NULL;
}
