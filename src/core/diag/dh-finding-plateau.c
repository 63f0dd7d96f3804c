/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Plateau: a long stretch of epochs in which the error hardly changed, though there was a way down. */
#include "dh-findings-private.h"

/* Greatest over least RMSE of the stretch. */
#define FLAT 1.01
#define MIN_EPOCHS 10
#define MIN_SHARE 0.2
/* What comes later is below this share of the stretch's error. */
#define FELL 0.5
/* Derivatives of this share of the start's have vanished, and the run has settled. */
#define VANISHED 1e-3

/* Epochs [first, last], from 0. */
typedef struct
{
  gsize first, last;
  double least, greatest;
} Stretch;

/* Epochs in a sliding stretch whose values only grow (or only fall): its front is the stretch's extreme. */
typedef struct
{
  gsize *at;
  gsize head, tail;
} Extremes;

static gsize
length (const Stretch *s)
{
  return s->last - s->first + 1;
}

static void
push (Extremes *e, const double *rmse, gsize i, int sign)
{
  while (e->tail > e->head && sign * rmse[e->at[e->tail - 1]] >= sign * rmse[i])
    e->tail--;
  e->at[e->tail++] = i;
}

static void
drop_before (Extremes *e, gsize first)
{
  while (e->head < e->tail && e->at[e->head] < first)
    e->head++;
}

/* The longest flat stretch from which the error fell, and the flat stretch at the end. Both may be a single epoch. */
static void
find_stretches (const double *rmse, gsize n, Stretch *later, Stretch *last)
{
  Extremes least = { g_new (gsize, n), 0, 0 };
  Extremes greatest = { g_new (gsize, n), 0, 0 };
  Stretch s = { 0, 0, 0, 0 };

  *later = (Stretch) { 0, 0, rmse[0], rmse[0] };
  for (gsize i = 0; i < n; i++)
    {
      push (&least, rmse, i, 1);
      push (&greatest, rmse, i, -1);
      while (!(rmse[greatest.at[greatest.head]] <= FLAT * rmse[least.at[least.head]]) && s.first < i)
        {
          s.first++;
          drop_before (&least, s.first);
          drop_before (&greatest, s.first);
        }
      s.last = i;
      s.least = rmse[least.at[least.head]];
      s.greatest = rmse[greatest.at[greatest.head]];
      if (length (&s) > length (later) && rmse[n - 1] < FELL * s.least)
        *later = s;
    }
  *last = s;
  g_free (least.at);
  g_free (greatest.at);
}

static double
line_rms (const DhCase *c)
{
  const double *x = dh_data_get_x (c->data);
  const double *y = dh_data_get_y (c->data);
  double slope, intercept, sum = 0;

  if (!dh_data_least_squares (c->data, &slope, &intercept))
    return (double) NAN;
  for (gsize i = 0; i < c->n_rows; i++)
    {
      double r = slope * x[i] + intercept - y[i];

      sum += r * r;
    }
  return sqrt (sum / (double) c->n_rows);
}

/* Whether something is left to gain and something pulls. */
static gboolean
has_more (const DhCase *c, double possible)
{
  return c->rms_end >= possible + 0.1 * c->spread && c->slope_end > VANISHED * c->slope_start;
}

static void
add (DhCase *c, const Stretch *s, guint form, double possible, double end)
{
  DhFinding *f = dh_case_add (c, DH_FINDING_PLATEAU, form == DH_FORM_LAST ? DH_SEVERITY_WARNING : DH_SEVERITY_NOTE,
                              s->first * dh_history_steps_per_epoch (c->history) + 1);

  f->form = form;
  dh_finding_put (f, "first_epoch", (double) s->first + 1);
  dh_finding_put (f, "last_epoch", (double) s->last + 1);
  dh_finding_put (f, "epochs", (double) length (s));
  dh_finding_put (f, "rmse_least", s->least);
  dh_finding_put (f, "rmse_greatest", s->greatest);
  dh_finding_put (f, "rmse_end", end);
  if (form == DH_FORM_LATER)
    return;
  dh_finding_put (f, "rms", c->rms_end);
  dh_finding_put (f, "line_rms", possible);
  dh_finding_put (f, "gradient", c->slope_end);
  dh_finding_put (f, "gradient_start", c->slope_start);
}

/* Whether another finding tells why already. */
static gboolean
is_explained (const DhCase *c)
{
  const DhFinding *dead = dh_case_get (c, DH_FINDING_DEAD_RELU);

  return dh_case_get (c, DH_FINDING_RAN_AWAY) != NULL || dh_case_get (c, DH_FINDING_CRAWLING) != NULL
         || dh_case_get (c, DH_FINDING_OSCILLATING) != NULL || dh_case_get (c, DH_FINDING_BUMP_LOST) != NULL
         || (dead != NULL && dh_finding_number (dead, "blocked") != 0);
}

void
dh_case_find_plateau (DhCase *c)
{
  gsize n = c->n_epochs;
  gsize least = MAX (MIN_EPOCHS, (gsize) ceil (MIN_SHARE * (double) n));
  g_autofree double *rmse = NULL;
  double possible;
  Stretch later, last;

  if (n < MIN_EPOCHS || !c->has_end || c->state == DH_STATE_EXPLODED || is_explained (c))
    return;
  rmse = g_new (double, n);
  dh_table_read (dh_history_get_epochs (c->history), (guint) dh_history_epoch_columns (c->history)->rmse, 0, n, rmse);
  for (gsize i = 0; i < n; i++)
    if (!isfinite (rmse[i]))
      return;
  find_stretches (rmse, n, &later, &last);
  possible = line_rms (c);
  if (length (&last) >= least && has_more (c, possible))
    add (c, &last, DH_FORM_LAST, possible, rmse[n - 1]);
  else if (length (&later) >= least)
    add (c, &later, DH_FORM_LATER, possible, rmse[n - 1]);
}
