/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Targets: the functions that made-up data follows. One row of the table each. */
#include "dh-target-private.h"

#include "dh-error.h"
#include "dh-math.h"
#include "dh-number.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* 2 pi, for the sine's period. */
#define TWO_PI 6.283185307179586

static const DhTargetInfo targets[DH_TARGET_N_KINDS] = {
  [DH_TARGET_LINE] = { "line", N_("Line"), 2,
                       { "slope", "intercept" },
                       { N_("Slope"), N_("Intercept") },
                       { 2, 30 } },
  [DH_TARGET_PARABOLA] = { "parabola", N_("Parabola"), 2,
                           { "a", "b" },
                           { N_("Factor of x²"), N_("Offset") },
                           { 0.01, 30 } },
  [DH_TARGET_SINE] = { "sine", N_("Sine"), 3,
                       { "amplitude", "offset", "period" },
                       { N_("Amplitude"), N_("Offset"), N_("Period") },
                       { 50, 100, 100 } },
  [DH_TARGET_STEP] = { "step", N_("Step function"), 3,
                       { "height", "offset", "at" },
                       { N_("Height"), N_("Offset"), N_("Steps at x =") },
                       { 100, 30, 50 } },
  [DH_TARGET_ABS] = { "abs", N_("Absolute value"), 3,
                      { "slope", "offset", "centre" },
                      { N_("Slope"), N_("Offset"), N_("Centre") },
                      { 2, 30, 50 } },
};

const DhTargetInfo *
dh_target_info (DhTargetKind kind)
{
  g_return_val_if_fail (kind < DH_TARGET_N_KINDS, NULL);

  return &targets[kind];
}

void
dh_target_init (DhTarget *target, DhTargetKind kind)
{
  g_return_if_fail (target != NULL);
  g_return_if_fail (kind < DH_TARGET_N_KINDS);

  target->kind = kind;
  for (guint i = 0; i < DH_TARGET_MAX_PARAMS; i++)
    target->param[i] = targets[kind].param_default[i];
}

double
dh_target_value (const DhTarget *target, double x)
{
  const double *p = target->param;

  switch (target->kind)
    {
    case DH_TARGET_LINE:
      return p[0] * x + p[1];
    case DH_TARGET_PARABOLA:
      return p[0] * (x * x) + p[1];
    case DH_TARGET_SINE:
      {
        /* Whole periods are taken off first: dh_sin() is exact only for moderate arguments. */
        double turns = x / p[2];

        return p[0] * dh_sin (TWO_PI * (turns - floor (turns))) + p[1];
      }
    case DH_TARGET_STEP:
      return x < p[2] ? p[1] : p[1] + p[0];
    case DH_TARGET_ABS:
      return p[0] * fabs (x - p[2]) + p[1];
    case DH_TARGET_N_KINDS:
    default:
      g_return_val_if_reached (0);
    }
}

gboolean
dh_target_equal (const DhTarget *a, const DhTarget *b)
{
  if (a->kind != b->kind)
    return FALSE;
  for (guint i = 0; i < targets[a->kind].n_params; i++)
    if (a->param[i] != b->param[i])
      return FALSE;
  return TRUE;
}

gboolean
dh_target_validate (const DhTarget *target, GError **error)
{
  const DhTargetInfo *info;

  g_return_val_if_fail (target->kind < DH_TARGET_N_KINDS, FALSE);

  info = &targets[target->kind];
  for (guint i = 0; i < info->n_params; i++)
    if (!isfinite (target->param[i]))
      {
        g_set_error (error, DH_ERROR, DH_ERROR_INVALID,
                     _("The target's %s must be a finite number."), info->param_id[i]);
        return FALSE;
      }
  if (target->kind == DH_TARGET_SINE && !(target->param[2] > 0))
    {
      g_set_error (error, DH_ERROR, DH_ERROR_INVALID,
                   _("The period of a sine must be greater than 0."));
      return FALSE;
    }
  return TRUE;
}

static gboolean
unknown_target (const char *text, GError **error)
{
  dh_error_set_quoted (error, DH_ERROR_PARSE,
                       _("%s is not a target. Use line:SLOPE:INTERCEPT, parabola:A:B, "
                         "sine:AMPLITUDE:OFFSET:PERIOD, step:HEIGHT:OFFSET:AT or "
                         "abs:SLOPE:OFFSET:CENTRE."),
                       text);
  return FALSE;
}

gboolean
dh_target_parse (const char *text, DhTarget *target, GError **error)
{
  g_auto (GStrv) parts = NULL;
  DhTarget parsed;
  guint kind, n;

  g_return_val_if_fail (text != NULL && target != NULL, FALSE);

  parts = g_strsplit (text, ":", DH_TARGET_MAX_PARAMS + 2);
  n = g_strv_length (parts);
  for (kind = 0; kind < DH_TARGET_N_KINDS; kind++)
    if (n > 0 && strcmp (parts[0], targets[kind].id) == 0)
      break;
  if (kind == DH_TARGET_N_KINDS || n - 1 > targets[kind].n_params)
    return unknown_target (text, error);

  dh_target_init (&parsed, kind);
  for (guint i = 1; i < n; i++)
    if (!dh_number_parse (parts[i], &parsed.param[i - 1], error))
      {
        g_autofree char *quote = dh_error_quote (text);

        g_prefix_error (error, _("%s of target %s: "), targets[kind].param_id[i - 1], quote);
        return FALSE;
      }
  if (!dh_target_validate (&parsed, error))
    return FALSE;
  *target = parsed;
  return TRUE;
}

char *
dh_target_to_string (const DhTarget *target)
{
  const DhTargetInfo *info = dh_target_info (target->kind);
  GString *string = g_string_new (info->id);

  for (guint i = 0; i < info->n_params; i++)
    {
      g_string_append_c (string, ':');
      dh_number_append (string, target->param[i]);
    }
  return g_string_free (string, FALSE);
}
