/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Outcomes of runs. The header says what each of them means. */
#include "dh-outcome.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* An error this many times the square of the largest y is no attempt at a fit any more. */
#define RAN_AWAY 1e6
#define ROUNDING 1e-12
#define MANY_STEPS 0.25
#define NEARLY_ALL 0.99
#define HALF 0.5
/* Rows between two looks at the cancel flag. */
#define PIECE 4096

static const struct
{
  const char *id, *label;
} table[DH_OUTCOME_N] = {
  [DH_OUTCOME_CRAWLS] = { "crawls", N_("Crawls") },
  [DH_OUTCOME_GOOD] = { "good", N_("Good") },
  [DH_OUTCOME_OVERSHOOTS] = { "overshoots", N_("Overshoots") },
  [DH_OUTCOME_EXPLODES] = { "explodes", N_("Explodes") },
  [DH_OUTCOME_DEAD] = { "dead", N_("Dead") },
};

const char *
dh_outcome_id (DhOutcome outcome)
{
  g_return_val_if_fail ((guint) outcome < DH_OUTCOME_N, NULL);
  return table[outcome].id;
}

const char *
dh_outcome_label (DhOutcome outcome)
{
  g_return_val_if_fail ((guint) outcome < DH_OUTCOME_N, NULL);
  return table[outcome].label;
}

gboolean
dh_outcome_ran_away (double error, double scale, double start)
{
  return error > RAN_AWAY * fmax (scale * scale, start);
}

static gboolean
is_cancelled (const gint *cancel)
{
  return cancel != NULL && g_atomic_int_get (cancel);
}

gboolean
dh_outcome_mse (DhNetwork *network, const double *w, const double *x, const double *y, gsize n, gsize piece,
                double *prediction, const gint *cancel, double *mse)
{
  double sum = 0;

  for (gsize first = 0; first < n; first += piece)
    {
      gsize m = MIN (piece, n - first);

      if (is_cancelled (cancel))
        return FALSE;
      dh_network_predict (network, w, x + first, prediction, m);
      for (gsize i = 0; i < m; i++)
        sum += (prediction[i] - y[first + i]) * (prediction[i] - y[first + i]);
    }
  *mse = sum / (double) n;
  return TRUE;
}

gboolean
dh_outcome_is_dead (DhNetwork *network, const double *w, const double *x, gsize n, guint8 *on,
                    const gint *cancel)
{
  const DhModelSpec *spec = dh_network_get_spec (network);
  gboolean alive[DH_MODEL_MAX_HIDDEN] = { FALSE };
  guint n_alive = 0;

  if (spec->activation != DH_ACTIVATION_RELU)
    return FALSE;
  for (gsize i = 0; i < n && n_alive < spec->n_hidden; i++)
    {
      const guint8 *layer = on;

      if (is_cancelled (cancel))
        return FALSE;
      dh_network_units_on (network, w, x[i], on);
      for (guint k = 0; k < spec->n_hidden; k++)
        {
          if (!alive[k] && memchr (layer, 1, spec->width[k]) != NULL)
            {
              alive[k] = TRUE;
              n_alive++;
            }
          layer += spec->width[k];
        }
    }
  return n_alive < spec->n_hidden;
}

/* FALSE: cancelled. */
static gboolean
line_mse (const DhData *data, const gint *cancel, double *mse)
{
  gsize n = dh_data_get_n_rows (data);
  const double *x = dh_data_get_x (data);
  const double *y = dh_data_get_y (data);
  double slope = 0, intercept = 0, sum = 0;

  if (!dh_data_least_squares_within (data, cancel, &slope, &intercept))
    {
      slope = intercept = 0;
      for (gsize i = 0; i < n; i++)
        intercept += y[i] / (double) n;
    }
  for (gsize i = 0; i < n; i++)
    {
      double r = slope * x[i] + intercept - y[i];

      if (i % PIECE == 0 && is_cancelled (cancel))
        return FALSE;
      sum += r * r;
    }
  *mse = sum / (double) n;
  return TRUE;
}

gboolean
dh_outcome_reference_init (DhOutcomeReference *reference, const DhData *data, double start_mse, const gint *cancel)
{
  const double *y = dh_data_get_y (data);

  reference->start_mse = start_mse;
  if (!line_mse (data, cancel, &reference->line_mse))
    return FALSE;
  reference->scale = 0;
  for (gsize i = 0; i < dh_data_get_n_rows (data); i++)
    {
      if (i % PIECE == 0 && is_cancelled (cancel))
        return FALSE;
      reference->scale = fmax (reference->scale, fabs (y[i]));
    }
  reference->rounding = ROUNDING * reference->scale * reference->scale;
  return TRUE;
}

gboolean
dh_outcome_has_gone (const DhOutcomeReference *r, double mse, double share)
{
  double possible = r->start_mse - r->line_mse;

  return possible <= r->rounding || r->start_mse - mse >= share * possible;
}

gboolean
dh_outcome_is_little (const DhOutcomeReference *r, double mse)
{
  return !dh_outcome_has_gone (r, mse, HALF);
}

DhOutcome
dh_outcome_judge (const DhOutcomeReference *r, const DhOutcomeFigures *f)
{
  double greatest = fmax (f->mse, f->final_mse);

  if (f->state == DH_STATE_EXPLODED || dh_outcome_ran_away (f->worst, r->scale, r->start_mse)
      || dh_outcome_ran_away (f->final_mse, r->scale, r->start_mse))
    return DH_OUTCOME_EXPLODES;
  if (f->dead)
    return DH_OUTCOME_DEAD;
  /* The same sum in another order may be a little greater. */
  if (greatest > r->start_mse * (1 + ROUNDING) + r->rounding
      || ((double) f->worsened > MANY_STEPS * (double) f->counted
          && !dh_outcome_has_gone (r, f->final_mse, NEARLY_ALL)))
    return DH_OUTCOME_OVERSHOOTS;
  return dh_outcome_is_little (r, f->final_mse) ? DH_OUTCOME_CRAWLS : DH_OUTCOME_GOOD;
}
