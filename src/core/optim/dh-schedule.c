/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Schedules with the semantics of torch.optim.lr_scheduler, in closed form, so that the rate
 * of any step can be asked for without the ones before. Pure functions. */
#include "dh-schedule.h"

#include "dh-error.h"
#include "dh-math.h"
#include "dh-number.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

enum { STEP_EVERY, STEP_FACTOR };
enum { EXPONENTIAL_FACTOR };
enum { COSINE_MIN };
enum { WARMUP_STEPS, WARMUP_MIN };
enum { ONE_CYCLE_PCT, ONE_CYCLE_DIV, ONE_CYCLE_FINAL_DIV };

/* Doubles count exactly up to here. */
#define MAX_STEPS 9007199254740992.0

#define MIN_RATE \
  { "min", N_("Least rate"), N_("The learning rate at the end of the run."), \
    0, 0, HUGE_VAL, FALSE, TRUE, FALSE }

static const DhScheduleInfo table[DH_SCHEDULE_N] = {
  [DH_SCHEDULE_CONSTANT] = { "constant", N_("Constant"), 0, { { NULL } } },
  [DH_SCHEDULE_STEP] = { "step", N_("Step decay"), 2,
    { { "every", N_("Every"), N_("How many steps the rate stays before it is multiplied."),
        30, 1, MAX_STEPS, FALSE, FALSE, TRUE },
      { "factor", N_("Factor"), N_("What the rate is multiplied by each time."),
        0.1, 0, HUGE_VAL, TRUE, TRUE, FALSE } } },
  [DH_SCHEDULE_EXPONENTIAL] = { "exponential", N_("Exponential"), 1,
    { { "factor", N_("Factor"), N_("What the rate is multiplied by after every step."),
        0.99, 0, HUGE_VAL, TRUE, TRUE, FALSE } } },
  [DH_SCHEDULE_COSINE] = { "cosine", N_("Cosine"), 1, { MIN_RATE } },
  [DH_SCHEDULE_WARMUP_COSINE] = { "warmup-cosine", N_("Warm-up and cosine"), 2,
    { { "warmup", N_("Warm-up steps"), N_("How many steps the rate rises before it falls."),
        10, 1, MAX_STEPS, FALSE, FALSE, TRUE },
      MIN_RATE } },
  [DH_SCHEDULE_ONE_CYCLE] = { "one-cycle", N_("One cycle"), 3,
    { { "pct-start", N_("Rising part"), N_("The share of the run in which the rate rises to its peak."),
        0.3, 0, 1, TRUE, TRUE, FALSE },
      { "div", N_("Start divisor"), N_("The first rate is the peak divided by this."),
        25, 0, HUGE_VAL, TRUE, TRUE, FALSE },
      { "final-div", N_("Final divisor"), N_("The last rate is the first one divided by this."),
        1e4, 0, HUGE_VAL, TRUE, TRUE, FALSE } } },
};

const DhScheduleInfo *
dh_schedule_info (DhScheduleKind kind)
{
  g_return_val_if_fail ((guint) kind < DH_SCHEDULE_N, NULL);
  return &table[kind];
}

void
dh_schedule_spec_init (DhScheduleSpec *spec, DhScheduleKind kind)
{
  const DhScheduleInfo *info = dh_schedule_info (kind);

  g_return_if_fail (info != NULL);
  memset (spec, 0, sizeof *spec);
  spec->kind = kind;
  for (guint i = 0; i < info->n_params; i++)
    spec->param[i] = info->param[i].fallback;
}

gboolean
dh_schedule_spec_equal (const DhScheduleSpec *a, const DhScheduleSpec *b)
{
  if (a->kind != b->kind)
    return FALSE;
  for (guint i = 0; i < table[a->kind].n_params; i++)
    if (a->param[i] != b->param[i])
      return FALSE;
  return TRUE;
}

static gboolean
in_domain (const DhScheduleParam *param, double value)
{
  if (!isfinite (value) || (param->is_integer && value != floor (value)))
    return FALSE;
  return (param->min_open ? value > param->min : value >= param->min)
         && (param->max_open ? value < param->max : value <= param->max);
}

gboolean
dh_schedule_spec_validate (const DhScheduleSpec *spec, GError **error)
{
  const DhScheduleInfo *info = dh_schedule_info (spec->kind);
  char text[DH_NUMBER_SIZE], low[DH_NUMBER_SIZE];

  g_return_val_if_fail (info != NULL, FALSE);
  for (guint i = 0; i < info->n_params; i++)
    {
      const DhScheduleParam *param = &info->param[i];

      if (in_domain (param, spec->param[i]))
        continue;
      dh_number_format (spec->param[i], text);
      dh_number_format (param->min, low);
      if (param->is_integer)
        g_set_error (error, DH_ERROR, DH_ERROR_INVALID,
                     _("%s of the schedule %s cannot be %s: it must be a whole number, at least %s."),
                     param->id, info->id, text, low);
      else if (isfinite (param->max))
        g_set_error (error, DH_ERROR, DH_ERROR_INVALID,
                     _("%s of the schedule %s cannot be %s: it must lie between 0 and 1."),
                     param->id, info->id, text);
      else
        g_set_error (error, DH_ERROR, DH_ERROR_INVALID,
                     param->min_open ? _("%s of the schedule %s cannot be %s: it must be above %s.")
                                     : _("%s of the schedule %s cannot be %s: it must be at least %s."),
                     param->id, info->id, text, low);
      return FALSE;
    }
  return TRUE;
}

static guint
n_required (DhScheduleKind kind)
{
  switch (kind)
    {
    case DH_SCHEDULE_STEP:
      return 2;
    case DH_SCHEDULE_EXPONENTIAL:
    case DH_SCHEDULE_WARMUP_COSINE:
      return 1;
    case DH_SCHEDULE_CONSTANT:
    case DH_SCHEDULE_COSINE:
    case DH_SCHEDULE_ONE_CYCLE:
    case DH_SCHEDULE_N:
    default:
      return 0;
    }
}

static void
set_grammar_error (const char *text, GError **error)
{
  dh_error_set_quoted (error, DH_ERROR_PARSE,
                       _("%s is no learning-rate schedule. Write one of: constant, "
                         "step:EVERY:FACTOR, exponential:FACTOR, cosine[:MIN], "
                         "warmup-cosine:STEPS[:MIN], one-cycle[:PCT[:DIV[:FINAL]]]."), text);
}

gboolean
dh_schedule_spec_parse (const char *text, DhScheduleSpec *spec, GError **error)
{
  g_auto (GStrv) part = g_strsplit (text, ":", DH_SCHEDULE_MAX_PARAMS + 2);
  guint n = g_strv_length (part);
  DhScheduleSpec parsed;
  guint kind = 0;

  while (n > 0 && kind < DH_SCHEDULE_N && strcmp (part[0], table[kind].id) != 0)
    kind++;
  if (n == 0 || kind == DH_SCHEDULE_N || n - 1 > table[kind].n_params
      || n - 1 < n_required ((DhScheduleKind) kind))
    {
      set_grammar_error (text, error);
      return FALSE;
    }
  dh_schedule_spec_init (&parsed, (DhScheduleKind) kind);
  for (guint i = 1; i < n; i++)
    if (!dh_number_parse (part[i], &parsed.param[i - 1], error))
      {
        g_prefix_error (error, _("%s of the schedule %s: "), table[kind].param[i - 1].id, table[kind].id);
        return FALSE;
      }
  if (!dh_schedule_spec_validate (&parsed, error))
    return FALSE;
  *spec = parsed;
  return TRUE;
}

char *
dh_schedule_spec_to_string (const DhScheduleSpec *spec)
{
  const DhScheduleInfo *info = dh_schedule_info (spec->kind);
  GString *text;

  g_return_val_if_fail (info != NULL, NULL);
  text = g_string_new (info->id);
  for (guint i = 0; i < info->n_params; i++)
    {
      g_string_append_c (text, ':');
      dh_number_append (text, spec->param[i]);
    }
  return g_string_free (text, FALSE);
}

gboolean
dh_schedule_needs_total (const DhScheduleSpec *spec)
{
  return spec->kind == DH_SCHEDULE_COSINE || spec->kind == DH_SCHEDULE_WARMUP_COSINE
         || spec->kind == DH_SCHEDULE_ONE_CYCLE;
}

/* From @from at part 0 to @to at part 1, along half a cosine. */
static double
anneal (double from, double to, double part)
{
  return to + (from - to) * (1 + dh_cos (G_PI * part)) / 2;
}

static double
warmup_cosine (const DhScheduleSpec *spec, double lr, double k, double total)
{
  double warmup = spec->param[WARMUP_STEPS];

  if (k <= warmup)
    return lr * (k / warmup);
  /* The cosine takes over where the warm-up reached the peak: k > warmup, so total > warmup
   * whenever this is reached within the run. */
  return anneal (lr, spec->param[WARMUP_MIN], MIN (1, (k - warmup) / MAX (1, total - warmup)));
}

/* OneCycleLR with anneal_strategy "cos" and three_phase False: phases end at steps
 * pct*total - 1 and total - 1, counted from 0. */
static double
one_cycle (const DhScheduleSpec *spec, double peak, double index, double total)
{
  double start = peak / spec->param[ONE_CYCLE_DIV];
  double end = start / spec->param[ONE_CYCLE_FINAL_DIV];
  double rise = spec->param[ONE_CYCLE_PCT] * total - 1;
  double last = total - 1;

  /* A rise shorter than a step has no length to divide by: it is over at once. */
  if (rise > 0 && index <= rise)
    return anneal (start, peak, index / rise);
  rise = MAX (rise, 0);
  if (last <= rise)
    return peak;
  return anneal (peak, end, MIN (1, (index - rise) / (last - rise)));
}

double
dh_schedule_rate (const DhScheduleSpec *spec, double lr, guint64 k, guint64 total)
{
  double index = (double) (k - 1);

  g_return_val_if_fail (k >= 1, lr);
  switch (spec->kind)
    {
    case DH_SCHEDULE_STEP:
      return lr * dh_pow_int (spec->param[STEP_FACTOR],
                              (k - 1) / (guint64) spec->param[STEP_EVERY]);
    case DH_SCHEDULE_EXPONENTIAL:
      return lr * dh_pow_int (spec->param[EXPONENTIAL_FACTOR], k - 1);
    case DH_SCHEDULE_COSINE:
      return anneal (lr, spec->param[COSINE_MIN], index / (double) MAX (total, 1));
    case DH_SCHEDULE_WARMUP_COSINE:
      return warmup_cosine (spec, lr, (double) k, (double) total);
    case DH_SCHEDULE_ONE_CYCLE:
      return one_cycle (spec, lr, index, (double) total);
    case DH_SCHEDULE_CONSTANT:
    case DH_SCHEDULE_N:
    default:
      return lr;
    }
}
