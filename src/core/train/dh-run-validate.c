/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Checks of a run's settings before anything is allocated for it. Each message names the
 * setting and the remedy. Pure functions. */
#include "dh-limits.h"

#include "dh-error.h"
#include "dh-number.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

/* Step numbers are recorded as doubles, which count exactly up to 2^53. */
#define MAX_STEPS (G_GUINT64_CONSTANT (1) << 53)
#define MAX_PRIME 1000

static gboolean
check_rate (double lr, guint64 step, GError **error)
{
  char text[DH_NUMBER_SIZE];

  if (isfinite (lr) && lr > 0)
    return TRUE;
  dh_number_format (lr, text);
  if (step == 0)
    g_set_error (error, DH_ERROR, DH_ERROR_INVALID,
                 _("The learning rate cannot be %s: it must be above 0. Try 0.0001."), text);
  else
    g_set_error (error, DH_ERROR, DH_ERROR_INVALID,
                 _("The learning rate from step %" PRIu64 " on cannot be %s: it must be above 0."),
                 step, text);
  return FALSE;
}

static gboolean
check_rates (const DhRun *run, GError **error)
{
  if (!check_rate (run->lr, 0, error))
    return FALSE;
  for (gsize i = 0; i < run->n_interventions; i++)
    {
      if (run->interventions[i].step < 1
          || (i > 0 && run->interventions[i].step <= run->interventions[i - 1].step))
        {
          g_set_error_literal (error, DH_ERROR, DH_ERROR_INVALID,
                               _("Changes of the learning rate must be listed by rising step, "
                                 "from step 1 on, one a step."));
          return FALSE;
        }
      if (!check_rate (run->interventions[i].lr, run->interventions[i].step, error))
        return FALSE;
    }
  return dh_schedule_spec_validate (&run->schedule, error);
}

static gboolean
check_gradient (const DhRun *run, GError **error)
{
  char text[DH_NUMBER_SIZE];

  if ((guint) run->gradient >= DH_GRADIENT_N)
    {
      g_set_error_literal (error, DH_ERROR, DH_ERROR_INVALID,
                           _("The gradient must be analytic, bump or central."));
      return FALSE;
    }
  if (isfinite (run->bump) && run->bump > 0)
    return TRUE;
  g_set_error (error, DH_ERROR, DH_ERROR_INVALID,
               _("The bump cannot be %s: it must be above 0. The workbook’s is 0.01."),
               dh_number_format (run->bump, text));
  return FALSE;
}

static gboolean
check_order (const DhRun *run, gsize n_rows, GError **error)
{
  if (n_rows == 0)
    {
      g_set_error_literal (error, DH_ERROR, DH_ERROR_INVALID,
                           _("The data has no rows. Choose data with at least one."));
      return FALSE;
    }
  if (run->epochs == 0)
    {
      g_set_error_literal (error, DH_ERROR, DH_ERROR_INVALID,
                           _("The number of epochs cannot be 0: train at least 1."));
      return FALSE;
    }
  if (run->prime > MAX_PRIME)
    {
      g_set_error (error, DH_ERROR, DH_ERROR_LIMIT,
                   _("Priming cannot take %u passes: at most %u. The workbook has 1 or 2."),
                   run->prime, MAX_PRIME);
      return FALSE;
    }
  if (run->carry == DH_CARRY_WORKBOOK && (run->batch != 1 || run->shuffle))
    {
      g_set_error_literal (error, DH_ERROR, DH_ERROR_INVALID,
                           _("Carry “workbook” needs batch size 1 and rows in listed order, as the "
                             "workbook has them. Set batch to 1 without shuffling, or carry to every-row."));
      return FALSE;
    }
  return TRUE;
}

/* "740 000", groups of three set apart by a narrow no-break space. */
static char *
format_count (guint64 count)
{
  GString *text = g_string_new (NULL);

  g_string_printf (text, "%" G_GUINT64_FORMAT, count);
  for (gssize i = (gssize) text->len - 3; i > 0; i -= 3)
    g_string_insert (text, i, "\u202f");
  return g_string_free (text, FALSE);
}

/* "3.2 TB", for amounts that are only meant to impress. */
static char *
format_bytes (double bytes)
{
  static const char *const unit[] = { "B", "kB", "MB", "GB", "TB", "PB", "EB" };
  char text[DH_NUMBER_SIZE];
  guint u = 0;

  while (bytes >= 1000 && u + 1 < G_N_ELEMENTS (unit))
    {
      bytes /= 1000;
      u++;
    }
  if (bytes >= 1000)
    return g_strdup_printf (_("over %s EB"), "1000");
  bytes = bytes < 10 ? floor (bytes * 10 + 0.5) / 10 : floor (bytes + 0.5);
  return g_strdup_printf ("%s %s", dh_number_format (bytes, text), unit[u]);
}

/* In doubles, which do not overflow; for the message only. */
static double
rough_bytes (const DhRun *run, gsize n_rows)
{
  guint64 per_epoch = dh_run_steps_per_epoch (run, n_rows);
  guint64 sample = MAX (per_epoch, 65536 - 65536 % per_epoch);

  return (double) dh_history_bytes (run, n_rows, sample) / (double) sample
         * (double) per_epoch * (double) run->epochs;
}

guint64
dh_limits_max_epochs (const DhRun *run, gsize n_rows, gsize budget)
{
  guint64 per_epoch = dh_run_steps_per_epoch (run, n_rows);
  guint64 low = 0;
  guint64 high = MAX_STEPS / per_epoch;

  while (low < high)
    {
      guint64 middle = high - (high - low) / 2;

      if (dh_history_bytes (run, n_rows, middle * per_epoch) <= budget)
        low = middle;
      else
        high = middle - 1;
    }
  return low;
}

/* Two significant digits, rounded down: what is easy to type. */
static guint64
round_down (guint64 n)
{
  guint64 unit = 1;

  while (n / unit >= 100)
    unit *= 10;
  return n - n % unit;
}

static void
set_memory_error (const DhRun *run, gsize n_rows, gsize budget, GError **error)
{
  guint64 most = round_down (dh_limits_max_epochs (run, n_rows, budget));
  guint64 steps = dh_run_steps_per_epoch (run, n_rows);
  g_autofree char *epochs = format_count (run->epochs);
  g_autofree char *per_epoch = format_count (steps);
  g_autofree char *bytes = format_bytes (rough_bytes (run, n_rows));
  g_autofree char *fit = format_count (most);
  g_autofree char *limit = g_format_size_full (budget, G_FORMAT_SIZE_IEC_UNITS);

  if (most > 0)
    g_set_error (error, DH_ERROR, DH_ERROR_LIMIT,
                 g_dngettext (GETTEXT_PACKAGE,
                              "%s epochs of %s steps would record %s; at most %s epoch fits in %s. "
                              "Train fewer epochs, or record less.",
                              "%s epochs of %s steps would record %s; at most %s epochs fit in %s. "
                              "Train fewer epochs, or record less.", (gulong) most),
                 epochs, per_epoch, bytes, fit, limit);
  else
    g_set_error (error, DH_ERROR, DH_ERROR_LIMIT,
                 _("One epoch of %s steps would already record more than the %s there are. "
                   "Use a larger batch, or data with fewer rows."), per_epoch, limit);
}

gboolean
dh_limits_check (const DhRun *run, gsize n_rows, gsize budget, GError **error)
{
  guint64 total = dh_run_total_steps (run, n_rows);

  if (total <= MAX_STEPS && dh_history_bytes (run, n_rows, total) <= budget)
    return TRUE;
  set_memory_error (run, n_rows, budget, error);
  return FALSE;
}

gboolean
dh_run_validate (const DhRun *run, gsize n_rows, GError **error)
{
  g_return_val_if_fail (run != NULL, FALSE);
  if (run->name == NULL || *run->name == '\0' || !g_utf8_validate (run->name, -1, NULL))
    {
      g_set_error_literal (error, DH_ERROR, DH_ERROR_INVALID,
                           _("A run needs a name. Type at least one character."));
      return FALSE;
    }
  return dh_model_spec_validate (&run->model, error)
         && dh_init_spec_validate (&run->init, &run->model, error)
         && check_gradient (run, error)
         && dh_optimiser_spec_validate (&run->optimiser, error)
         && check_rates (run, error)
         && dh_clip_spec_validate (&run->clip, error)
         && check_order (run, n_rows, error)
         && dh_limits_check (run, n_rows, DH_RECORD_LIMIT, error);
}
