/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Private to src/core/base: a double as its bits and back, and the scalar kernels. */
#pragma once

#include <glib.h>
#include <string.h>

static inline gint64
double_bits (double x)
{
  gint64 bits;

  memcpy (&bits, &x, sizeof bits);
  return bits;
}

static inline double
bits_double (gint64 bits)
{
  double x;

  memcpy (&x, &bits, sizeof x);
  return x;
}
