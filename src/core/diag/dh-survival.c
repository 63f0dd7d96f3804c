/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Survival: down the rates of two digits until a whole tenth of them has survived. */
#include "dh-survival.h"

#include <math.h>

#include "dh-network.h"
#include "dh-trainer.h"

/* Ends at this many times the error of the start, and of the spread of y. */
#define AWAY 10

/* What making a trainer costs beside its steps, in the unit of the budget. */
#define SET_UP 2000

/* Two digits: the rates from a tenth of one up to it. */
#define A_TENTH 90

/* Steps between two looks at the budget. */
#define STRETCH 65536

#define PIECE 256

/* @digits times ten to the @power, correctly rounded: as the number is written. */
static double
rate_of (int digits, int power)
{
  char text[32];

  g_snprintf (text, sizeof text, "%de%d", digits, power);
  return g_ascii_strtod (text, NULL);
}

/* Both digits of the greatest such rate that is not above @rate. */
static int
split (double rate, int *power)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  int digits;

  g_ascii_formatd (text, sizeof text, "%.1e", rate); /* "3.1e-05" */
  digits = 10 * (text[0] - '0') + (text[2] - '0');
  *power = (int) g_ascii_strtoll (text + 4, NULL, 10) - 1;
  if (rate_of (digits, *power) > rate && --digits < 10)
    {
      digits = 99;
      --*power;
    }
  return digits;
}

double
dh_rate_below (double rate)
{
  int power, digits;
  double below;

  g_return_val_if_fail (rate > 0 && isfinite (rate), 0);

  digits = split (rate, &power);
  if (rate_of (digits, power) < rate)
    return rate_of (digits, power);
  below = digits > 10 ? rate_of (digits - 1, power) : rate_of (99, power - 1);
  /* The least numbers of all have no two digits. */
  return below < rate ? below : 0;
}

double
dh_rate_above (double rate)
{
  int power, digits;

  g_return_val_if_fail (rate > 0 && isfinite (rate), 0);

  digits = split (rate, &power);
  return digits < 99 ? rate_of (digits + 1, power) : rate_of (10, power + 1);
}

char *
dh_rate_to_string (double rate)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE], format[16];
  int power;

  g_return_val_if_fail (rate > 0 && isfinite (rate), NULL);

  split (rate * (1 + 1e-12), &power);
  if (power < -7 || power > 5)
    return g_strdup (g_ascii_formatd (text, sizeof text, "%.1e", rate));
  g_snprintf (format, sizeof format, "%%.%df", MAX (-power, 0));
  return g_strdup (g_ascii_formatd (text, sizeof text, format, rate));
}

gboolean
dh_survival_ran_away (double rms_start, double rms_end, double spread)
{
  return rms_end >= AWAY * rms_start && rms_end >= AWAY * spread;
}

double
dh_survival_spread (const DhData *data)
{
  const double *y = dh_data_get_y (data);
  gsize n = dh_data_get_n_rows (data);
  double mean = 0, sum = 0;

  for (gsize i = 0; i < n; i++)
    mean += y[i] / (double) n;
  for (gsize i = 0; i < n; i++)
    sum += (y[i] - mean) * (y[i] - mean);
  sum = sqrt (sum / (double) n);
  /* A constant's mean is off by its rounding, which is no spread. */
  if (sum > 1e-12 * fabs (mean))
    return sum;
  return mean != 0 ? fabs (mean) : 1;
}

static gboolean
is_cancelled (const gint *cancel)
{
  return cancel != NULL && g_atomic_int_get (cancel);
}

/* Root mean square over all rows; not finite where a prediction is not. */
static double
rms_of (const DhRun *run, const DhData *data, const double *w)
{
  g_autoptr (DhNetwork) network = dh_network_new (&run->model, PIECE, NULL);
  const double *x = dh_data_get_x (data);
  const double *y = dh_data_get_y (data);
  gsize n = dh_data_get_n_rows (data);
  double prediction[PIECE];
  double sum = 0;

  if (network == NULL)
    return (double) NAN;
  for (gsize i = 0; i < n; i += PIECE)
    {
      gsize piece = MIN (PIECE, n - i);

      dh_network_predict (network, w, x + i, prediction, piece);
      for (gsize j = 0; j < piece; j++)
        sum += (prediction[j] - y[i + j]) * (prediction[j] - y[i + j]) / (double) n;
    }
  return sqrt (sum);
}

/* Rows times weights that a step passes through the model. */
static double
step_cost (const DhRun *run, const DhData *data)
{
  double weights = (double) dh_model_n_weights (&run->model);
  double rows = (double) (run->batch == 0 ? dh_data_get_n_rows (data) : run->batch);

  return weights * rows * (run->gradient == DH_GRADIENT_ANALYTIC ? 1 : 1 + 2 * weights);
}

int
dh_survival_try (const DhRun *run, DhData *data, double rate, double *work, const gint *cancel)
{
  g_autoptr (DhRun) copy = dh_run_copy (run);
  g_autoptr (DhTrainer) trainer = NULL;
  g_autofree double *start = NULL;
  double cost = step_cost (run, data);
  double rms;
  DhTrainerStatus status;

  copy->lr = rate;
  /* Nothing of this is recorded; what would be costs time. */
  copy->record_bump = copy->record_curvature = FALSE;
  trainer = dh_trainer_new (copy, data, NULL);
  if (trainer == NULL)
    return -1;
  start = g_new (double, dh_model_n_weights (&run->model));
  dh_init_weights (&run->init, &run->model, start);
  *work -= SET_UP + (double) dh_model_n_weights (&run->model) * (double) dh_data_get_n_rows (data);
  for (;;)
    {
      guint64 stretch = (guint64) CLAMP (*work / cost, 1, STRETCH);
      guint64 done = dh_trainer_advance (trainer, NULL, stretch, cancel);

      *work -= cost * (double) done;
      dh_trainer_status (trainer, &status);
      if (status.state == DH_STATE_EXPLODED)
        return 0;
      if (status.state == DH_STATE_FINISHED)
        break;
      if (done == 0 || *work < 0 || is_cancelled (cancel))
        return -1;
    }
  rms = rms_of (run, data, status.weights);
  /* What can't be measured has not survived. */
  return isfinite (rms) && !dh_survival_ran_away (rms_of (run, data, start), rms, dh_survival_spread (data));
}

gboolean
dh_survival_find (const DhRun *run, DhData *data, double budget, const gint *cancel, DhSurvival *out)
{
  double rate = run->lr;
  double work = budget;
  guint streak = 0;

  *out = (DhSurvival) { 0 };
  if (run->n_interventions > 0 || !(rate > 0))
    return FALSE;
  while (streak <= A_TENTH)
    {
      int survived;

      rate = dh_rate_below (rate);
      survived = rate > 0 ? dh_survival_try (run, data, rate, &work, cancel) : -1;
      if (survived < 0 || work < 0)
        return FALSE;
      out->n_tried++;
      if (survived && streak++ == 0)
        out->up_to = rate;
      if (survived && out->luck == 0)
        out->luck = rate;
      if (!survived)
        streak = 0;
    }
  if (out->luck == out->up_to)
    out->luck = 0;
  return TRUE;
}
