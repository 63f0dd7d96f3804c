/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Smoothing: the kernels and the made-up signals. The specification as text is in dh-smooth-spec.c. */
#include "dh-smooth.h"

#include "dh-math.h"
#include "dh-rng.h"

#include <math.h>

#define TWO_PI 6.283185307179586

void
dh_smooth_state_init (DhSmoothState *state, DhSmoothMethod method, double beta)
{
  g_return_if_fail (method < DH_SMOOTH_N_METHODS);
  g_return_if_fail (beta >= 0 && beta < 1);

  *state = (DhSmoothState){ .method = method, .beta = beta };
}

double
dh_smooth_state_value (const DhSmoothState *state)
{
  double value = state->method == DH_SMOOTH_CORRECTED ? state->m / state->scale : state->m;

  return state->n > 0 && isfinite (value) ? value : (double) NAN;
}

double
dh_smooth_state_take (DhSmoothState *state, double g)
{
  if (!isfinite (g))
    return (double) NAN;
  switch (state->method)
    {
    case DH_SMOOTH_ACCUMULATED:
      state->m = state->m * state->beta + g;
      break;
    case DH_SMOOTH_DAMPENED:
      state->m = state->n == 0 ? g : state->m * state->beta + (1 - state->beta) * g;
      break;
    case DH_SMOOTH_CORRECTED:
      /* The weights' sum by the rule that the weights follow, so that rounding hits both alike. */
      state->scale = state->scale * state->beta + (1 - state->beta);
      G_GNUC_FALLTHROUGH;
    case DH_SMOOTH_EMA:
    case DH_SMOOTH_N_METHODS:
    default:
      state->m = state->m * state->beta + (1 - state->beta) * g;
      break;
    }
  state->n++;
  return dh_smooth_state_value (state);
}

void
dh_smooth_state_run (DhSmoothState *state, const double *in, gsize n, double *out, gsize stride)
{
  for (gsize i = 0; i < n; i++)
    out[i * stride] = dh_smooth_state_take (state, in[i]);
}

double
dh_smooth_weight (DhSmoothMethod method, double beta, guint64 t, guint64 k)
{
  double power;

  g_return_val_if_fail (method < DH_SMOOTH_N_METHODS, 0);
  g_return_val_if_fail (beta >= 0 && beta < 1, 0);

  if (k >= t)
    return 0;
  power = dh_pow_int (beta, k);
  switch (method)
    {
    case DH_SMOOTH_ACCUMULATED:
      return power;
    case DH_SMOOTH_DAMPENED:
      return k + 1 == t ? power : (1 - beta) * power;
    case DH_SMOOTH_CORRECTED:
      return (1 - beta) * power / (1 - dh_pow_int (beta, t));
    case DH_SMOOTH_EMA:
    case DH_SMOOTH_N_METHODS:
    default:
      return (1 - beta) * power;
    }
}

/* sin (2π·i/period) with the whole turns taken off first, exactly. */
static double
sine_at (double i, double period)
{
  double turns = i / period;

  return dh_sin (TWO_PI * (turns - floor (turns)));
}

void
dh_smooth_signal_fill (const DhSmoothSignal *signal, gsize n, double *out)
{
  const double *p = signal->param;
  DhRng rng;

  g_return_if_fail (signal->kind < DH_SMOOTH_RECORDED);

  dh_rng_init (&rng, signal->kind >= DH_SMOOTH_NOISY_SINE ? (guint64) p[1] : 0);
  for (gsize i = 0; i < n; i++)
    {
      double at = (double) i + 1;

      if (signal->kind == DH_SMOOTH_SINE)
        out[i] = p[1] * sine_at (at, p[0]);
      else if (signal->kind == DH_SMOOTH_STEP)
        out[i] = at <= p[0] ? 1.0 : 0.5;
      else if (signal->kind == DH_SMOOTH_NOISY_SINE)
        out[i] = p[3] * sine_at (at, p[2]) + p[0] * dh_rng_normal (&rng);
      else
        out[i] = p[3] * at / p[2] + p[0] * dh_rng_normal (&rng);
    }
}
