/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Smoothing, the specification: tables, equality, domains, text. One row a method and a kind of signal. */
#include "dh-smooth.h"

#include "dh-error.h"
#include "dh-number.h"
#include "dh-quantity.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#define MAX_SEED 9007199254740992.0 /* doubles count exactly up to here */

static const DhSmoothMethodInfo methods_info[DH_SMOOTH_N_METHODS] = {
  { "ema", N_("Average (EMA)"),
    N_("m ← β·m + (1 − β)·g, from 0: never above the signal’s greatest value, too small at the start.") },
  { "corrected", N_("Bias-corrected average"),
    N_("m / (1 − βᵗ): the average, divided by the sum of its weights so far, as Adam does.") },
  { "accumulated", N_("Accumulated momentum"),
    N_("m ← β·m + g, from 0: PyTorch’s momentum; up to 1/(1 − β) times the signal.") },
  { "dampened", N_("Dampened momentum"),
    N_("m ← β·m + (1 − β)·g, but the first value whole: PyTorch’s momentum with dampening = β.") },
};

#define PERIOD(label, tooltip, fallback, min) { "period", label, tooltip, fallback, min, 1e9, FALSE }
#define AMPLITUDE(tooltip) { "amplitude", N_("Amplitude"), tooltip, 1, -1e100, 1e100, FALSE }
#define SD(fallback) \
  { "sd", N_("Noise"), N_("Standard deviation of the noise that is added."), fallback, 0, 1e100, FALSE }
#define SEED \
  { "seed", N_("Seed"), N_("The same seed gives the same noise, everywhere."), 1, 0, MAX_SEED, TRUE }

static const DhSmoothKindInfo kinds_info[DH_SMOOTH_N_KINDS] = {
  [DH_SMOOTH_SINE]
  = { "sine", N_("Sine"), N_("Amplitude · sin(2π·i / period)"), 2,
      { PERIOD (N_("Period"), N_("Values from one peak to the next."), 40, 2),
        AMPLITUDE (N_("How far the sine goes up and down.")) } },
  [DH_SMOOTH_STEP]
  = { "step", N_("Constant 1, then 0.5"), N_("1 for the first values, then 0.5"), 1,
      { { "count", N_("Ones"), N_("How many values are 1 before they are 0.5."), 100, 0,
          DH_SMOOTH_MAX_LENGTH, TRUE } } },
  [DH_SMOOTH_NOISY_SINE]
  = { "noise", N_("Noisy sine"), N_("Amplitude · sin(2π·i / period) + noise"), 4,
      { SD (0.3), SEED, PERIOD (N_("Period"), N_("Values from one peak to the next."), 40, 2),
        AMPLITUDE (N_("How far the sine goes up and down.")) } },
  [DH_SMOOTH_NOISY_LINE]
  = { "noisy-line", N_("Noisy line"), N_("Amplitude · i / period + noise"), 4,
      { SD (0.3), SEED,
        PERIOD (N_("Run"), N_("Over how many values the line rises by the amplitude."), 200, 1e-9),
        AMPLITUDE (N_("How much the line rises.")) } },
  [DH_SMOOTH_RECORDED] = { "recorded", N_("From a run"), N_("What a run has recorded at each step or epoch"),
                           0, { { NULL } } },
};

const DhSmoothMethodInfo *
dh_smooth_method_info (DhSmoothMethod method)
{
  g_return_val_if_fail (method < DH_SMOOTH_N_METHODS, NULL);

  return &methods_info[method];
}

const DhSmoothKindInfo *
dh_smooth_kind_info (DhSmoothKind kind)
{
  g_return_val_if_fail (kind < DH_SMOOTH_N_KINDS, NULL);

  return &kinds_info[kind];
}

void
dh_smooth_signal_init (DhSmoothSignal *signal, DhSmoothKind kind)
{
  g_return_if_fail (kind < DH_SMOOTH_N_KINDS);

  *signal = (DhSmoothSignal){ .kind = kind };
  for (guint i = 0; i < kinds_info[kind].n_params; i++)
    signal->param[i] = kinds_info[kind].param[i].fallback;
  if (kind == DH_SMOOTH_RECORDED)
    dh_smooth_signal_set_recorded (signal, 1, "error");
}

void
dh_smooth_signal_set_recorded (DhSmoothSignal *signal, guint64 run, const char *quantity)
{
  gboolean averaged = signal->averaged;

  g_return_if_fail (quantity != NULL && strlen (quantity) < DH_SMOOTH_ID_SIZE);

  *signal = (DhSmoothSignal){ .kind = DH_SMOOTH_RECORDED, .run = run, .averaged = averaged };
  g_strlcpy (signal->quantity, quantity, sizeof signal->quantity);
}

void
dh_smooth_spec_init (DhSmoothSpec *spec)
{
  *spec = (DhSmoothSpec){ .beta = 0.9, .length = 200, .n_signals = 1 };
  spec->methods = 1u << DH_SMOOTH_EMA | 1u << DH_SMOOTH_ACCUMULATED;
  dh_smooth_signal_init (&spec->signal[0], DH_SMOOTH_SINE);
  spec->signal[0].averaged = TRUE;
}

gboolean
dh_smooth_signal_equal (const DhSmoothSignal *a, const DhSmoothSignal *b)
{
  if (a->kind != b->kind || !a->averaged != !b->averaged)
    return FALSE;
  for (guint i = 0; i < kinds_info[a->kind].n_params; i++)
    if (a->param[i] != b->param[i])
      return FALSE;
  return a->kind != DH_SMOOTH_RECORDED || (a->run == b->run && strcmp (a->quantity, b->quantity) == 0);
}

gboolean
dh_smooth_spec_equal (const DhSmoothSpec *a, const DhSmoothSpec *b)
{
  if (a->beta != b->beta || a->methods != b->methods || a->length != b->length
      || a->axis != b->axis || a->n_signals != b->n_signals)
    return FALSE;
  for (guint i = 0; i < a->n_signals; i++)
    if (!dh_smooth_signal_equal (&a->signal[i], &b->signal[i]))
      return FALSE;
  return TRUE;
}

gboolean
dh_smooth_beta_check (double beta, GError **error)
{
  char text[DH_NUMBER_SIZE];

  if (beta >= 0 && beta < 1)
    return TRUE;
  g_set_error (error, DH_ERROR, DH_ERROR_INVALID,
               _("β is %s, and has to be at least 0 and below 1: at 1 nothing new would ever count. Try 0.9."),
               dh_number_format (beta, text));
  return FALSE;
}

static gboolean
check_params (const DhSmoothSignal *signal, GError **error)
{
  const DhSmoothKindInfo *info = &kinds_info[signal->kind];

  for (guint i = 0; i < info->n_params; i++)
    {
      const DhSmoothParam *param = &info->param[i];
      double value = signal->param[i];
      char text[DH_NUMBER_SIZE], low[DH_NUMBER_SIZE], high[DH_NUMBER_SIZE];

      if (value >= param->min && value <= param->max && (!param->whole || value == floor (value)))
        continue;
      /* Translators: a signal's kind and parameter, as in files; a number; its least and greatest value. */
      g_set_error (error, DH_ERROR, DH_ERROR_INVALID,
                   param->whole ? _("%s %s: %s is not a whole number from %s to %s.")
                                : _("%s %s: %s is not a number from %s to %s."),
                   info->id, param->id, dh_number_format (value, text), dh_number_format (param->min, low),
                   dh_number_format (param->max, high));
      return FALSE;
    }
  return TRUE;
}

/* One column: a scalar, or one weight of a group. */
static gboolean
check_quantity (const DhSmoothSignal *signal, GError **error)
{
  const DhQuantityInfo *info;

  /* A member's name may be anything after its prefix; files need it to be text. */
  if (!g_utf8_validate (signal->quantity, -1, NULL))
    {
      dh_error_set_quoted (error, DH_ERROR_INVALID, _("%s is not UTF-8 text."), signal->quantity);
      return FALSE;
    }
  if (!dh_quantity_check (signal->quantity, error))
    return FALSE;
  info = dh_quantity_find (signal->quantity);
  if (dh_quantity_is_recorded (info) && !(info->group && strcmp (info->id, signal->quantity) == 0))
    return TRUE;
  dh_error_set_quoted (error, DH_ERROR_INVALID,
                       _("%s is not one number a step. Name one weight’s, such as g.b for a derivative or m.b for "
                         "a moment, or a quantity such as error."),
                       signal->quantity);
  return FALSE;
}

static gboolean
check_signal (const DhSmoothSignal *signal, GError **error)
{
  if (signal->kind >= DH_SMOOTH_N_KINDS)
    {
      g_set_error_literal (error, DH_ERROR, DH_ERROR_INVALID, _("Unknown kind of signal."));
      return FALSE;
    }
  if (signal->kind != DH_SMOOTH_RECORDED)
    return check_params (signal, error);
  if (signal->run == 0)
    {
      g_set_error_literal (error, DH_ERROR, DH_ERROR_INVALID,
                           _("A recorded signal needs the id of its run, from 1."));
      return FALSE;
    }
  return check_quantity (signal, error);
}

gboolean
dh_smooth_spec_validate (const DhSmoothSpec *spec, GError **error)
{
  if (!dh_smooth_beta_check (spec->beta, error))
    return FALSE;
  if (spec->length < 1 || spec->length > DH_SMOOTH_MAX_LENGTH)
    {
      g_set_error (error, DH_ERROR, DH_ERROR_INVALID, _("A signal has from 1 to %d values, not %" PRIu64 "."),
                   DH_SMOOTH_MAX_LENGTH, spec->length);
      return FALSE;
    }
  if (spec->n_signals < 1 || spec->n_signals > DH_SMOOTH_MAX_SIGNALS
      || (spec->methods & ~DH_SMOOTH_ALL_METHODS) != 0 || spec->axis >= DH_AXIS_N)
    {
      g_set_error (error, DH_ERROR, DH_ERROR_INVALID, _("There are from 1 to %d signals beside each other."),
                   DH_SMOOTH_MAX_SIGNALS);
      return FALSE;
    }
  for (guint i = 0; i < spec->n_signals; i++)
    if (!check_signal (&spec->signal[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
unknown_signal (const char *text, GError **error)
{
  dh_error_set_quoted (error, DH_ERROR_PARSE,
                       _("%s is not a signal. Use sine:PERIOD:AMPLITUDE, step:COUNT, noise:SD:SEED, "
                         "noisy-line:SD:SEED, or RUN/QUANTITY such as 1/g.b."),
                       text);
  return FALSE;
}

static gboolean
parse_recorded (const char *text, const char *slash, DhSmoothSignal *signal, GError **error)
{
  g_autofree char *number = g_strndup (text, (gsize) (slash - text));
  guint64 run;

  if (!dh_number_parse_uint64 (number, 1, G_MAXUINT64, &run, error))
    {
      dh_error_prefix_quoted (error, _("The run of %s: "), text);
      return FALSE;
    }
  if (strlen (slash + 1) >= DH_SMOOTH_ID_SIZE)
    return dh_quantity_check (slash + 1, error) && unknown_signal (text, error);
  dh_smooth_signal_set_recorded (signal, run, slash + 1);
  return TRUE;
}

gboolean
dh_smooth_signal_parse (const char *text, DhSmoothSignal *signal, GError **error)
{
  g_auto (GStrv) parts = NULL;
  const char *slash = strchr (text, '/');
  DhSmoothSignal found = { .averaged = signal->averaged };

  if (slash)
    {
      if (!parse_recorded (text, slash, &found, error))
        return FALSE;
    }
  else
    {
      guint kind = 0, n;

      parts = g_strsplit (text, ":", DH_SMOOTH_MAX_PARAMS + 2);
      n = g_strv_length (parts);
      while (kind < DH_SMOOTH_RECORDED && n > 0 && strcmp (parts[0], kinds_info[kind].id) != 0)
        kind++;
      if (n == 0 || kind == DH_SMOOTH_RECORDED || n - 1 > kinds_info[kind].n_params)
        return unknown_signal (text, error);
      dh_smooth_signal_init (&found, (DhSmoothKind) kind);
      found.averaged = signal->averaged;
      for (guint i = 1; i < n; i++)
        if (!dh_number_parse (parts[i], &found.param[i - 1], error))
          {
            g_prefix_error (error, "%s %s: ", kinds_info[kind].id, kinds_info[kind].param[i - 1].id);
            return FALSE;
          }
    }
  if (!check_signal (&found, error))
    return FALSE;
  *signal = found;
  return TRUE;
}

char *
dh_smooth_signal_to_string (const DhSmoothSignal *signal)
{
  const DhSmoothKindInfo *info = dh_smooth_kind_info (signal->kind);
  GString *text;

  if (signal->kind == DH_SMOOTH_RECORDED)
    return g_strdup_printf ("%" G_GUINT64_FORMAT "/%s", signal->run, signal->quantity);
  text = g_string_new (info->id);
  for (guint i = 0; i < info->n_params; i++)
    {
      g_string_append_c (text, ':');
      dh_number_append (text, signal->param[i]);
    }
  return g_string_free (text, FALSE);
}

gboolean
dh_smooth_methods_parse (const char *text, guint *methods, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);
  guint found = 0;

  if (strcmp (text, "none") == 0)
    {
      *methods = 0;
      return TRUE;
    }
  for (char **part = parts; *part; part++)
    {
      guint method = 0;

      while (method < DH_SMOOTH_N_METHODS && strcmp (*part, methods_info[method].id) != 0)
        method++;
      if (method == DH_SMOOTH_N_METHODS)
        {
          dh_error_set_quoted (error, DH_ERROR_PARSE,
                               _("%s is not a method. Use ema, corrected, accumulated or dampened, several with "
                                 "commas between, or none."),
                               *part);
          return FALSE;
        }
      found |= 1u << method;
    }
  if (found == 0)
    {
      g_set_error_literal (error, DH_ERROR, DH_ERROR_PARSE,
                           _("No method is named. Use ema, corrected, accumulated or dampened, several with "
                             "commas between, or none."));
      return FALSE;
    }
  *methods = found;
  return TRUE;
}

char *
dh_smooth_methods_to_string (guint methods)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < DH_SMOOTH_N_METHODS; i++)
    if (DH_SMOOTH_HAS (methods, i))
      g_string_append_printf (text, "%s%s", text->len > 0 ? "," : "", methods_info[i].id);
  if (text->len == 0)
    g_string_append (text, "none");
  return g_string_free (text, FALSE);
}
