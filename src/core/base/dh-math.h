/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Elementary functions built only from + - * / and sqrt in a fixed order, so that the same
 * experiment gives the same bits with every compiler, C library and instruction set.
 * Accuracy: at most 2 ulp from the true value over the whole range (tests compare with libm).
 * NaN gives NaN; infinities and overflow behave as in C99's annex F. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

double dh_exp      (double x);
double dh_expm1    (double x);
double dh_log      (double x);
double dh_log1p    (double x);
double dh_sin      (double x); /* exact argument reduction not needed: |x| <= 1e6 */
double dh_cos      (double x);
double dh_tanh     (double x);
double dh_erf      (double x);
double dh_sigmoid  (double x);
double dh_softplus (double x);
double dh_pow_int  (double x, guint64 n); /* x^n by repeated squaring, fixed order */

/* Blocks of @n values; out may be in. The same bits as the scalar functions above. */
void   dh_tanh_n    (const double *in, double *out, gsize n);
void   dh_sigmoid_n (const double *in, double *out, gsize n);

G_END_DECLS
