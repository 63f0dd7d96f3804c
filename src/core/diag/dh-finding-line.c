/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* One neuron: what its epochs do in the long run. With plain SGD at one rate an epoch is an affine map of
 * (a, b), the product of its updates: w' = M w + t. Its powers tell how many epochs a way takes, exactly. */
#include "dh-findings-private.h"

#include "dh-math.h"
#include "dh-outcome.h"

#define NEARLY_ALL   0.9 /* of the possible progress */
#define CONDITION    100
#define MAX_EPOCHS   1e9

typedef struct
{
  double m[4], t[2]; /* row by row */
} Map;

/* @after of @before. */
static Map
compose (const Map *after, const Map *before)
{
  Map out;

  for (guint i = 0; i < 2; i++)
    {
      for (guint j = 0; j < 2; j++)
        out.m[2 * i + j] = after->m[2 * i] * before->m[j] + after->m[2 * i + 1] * before->m[2 + j];
      out.t[i] = after->m[2 * i] * before->t[0] + after->m[2 * i + 1] * before->t[1] + after->t[i];
    }
  return out;
}

static void
apply (const Map *map, const double *w, double *out)
{
  out[0] = map->m[0] * w[0] + map->m[1] * w[1] + map->t[0];
  out[1] = map->m[2] * w[0] + map->m[3] * w[1] + map->t[1];
}

/* One update on rows [first, first + n): w - lr * mean of 2 (a x + b - y) (x, 1), and the forward bump's bias. */
static Map
update_map (const DhCase *c, gsize first, gsize n)
{
  const double *x = dh_data_get_x (c->data) + first;
  const double *y = dh_data_get_y (c->data) + first;
  double bias = c->run->gradient == DH_GRADIENT_BUMP ? c->run->bump : 0;
  double xx = 0, sx = 0, xy = 0, sy = 0;
  double k = 2 * c->run->lr / (double) n;

  for (gsize i = 0; i < n; i++)
    {
      xx += x[i] * x[i];
      sx += x[i];
      xy += x[i] * y[i];
      sy += y[i];
    }
  return (Map) {
    { 1 - k * xx, -k * sx, -k * sx, 1 - k * (double) n },
    { k * xy - c->run->lr * bias * xx / (double) n, k * sy - c->run->lr * bias },
  };
}

static gboolean
is_affine (const DhCase *c)
{
  const DhRun *run = c->run;

  return dh_optimiser_spec_is_plain (&run->optimiser) && run->clip.kind == DH_CLIP_OFF
         && run->schedule.kind == DH_SCHEDULE_CONSTANT && run->n_interventions == 0 && !run->shuffle;
}

static Map
epoch_map (const DhCase *c)
{
  gsize batch = c->run->batch == 0 ? c->n_rows : c->run->batch;
  gsize rows = c->n_rows - (c->run->carry == DH_CARRY_WORKBOOK ? 1 : 0);
  Map all = { { 1, 0, 0, 1 }, { 0, 0 } };

  for (gsize i = 0; i < rows; i += batch)
    {
      Map update = update_map (c, i, MIN (batch, rows - i));

      all = compose (&update, &all);
    }
  return all;
}

/* Where the epochs lead: (I - M) w = t. FALSE when they lead nowhere. */
static gboolean
fixed_point (const Map *map, double *w)
{
  double a = 1 - map->m[0], b = -map->m[1], d = -map->m[2], e = 1 - map->m[3];
  double det = a * e - b * d;
  double half = (map->m[0] + map->m[3]) / 2;
  double root = half * half - (map->m[0] * map->m[3] - map->m[1] * map->m[2]);
  /* Greatest eigenvalue by size; a complex pair's is the root of the determinant. */
  double radius = root >= 0 ? fabs (half) + sqrt (root) : sqrt (half * half - root);

  if (!(radius < 1) || !(fabs (det) > 0))
    return FALSE;
  w[0] = (map->t[0] * e - b * map->t[1]) / det;
  w[1] = (a * map->t[1] - d * map->t[0]) / det;
  return isfinite (w[0]) && isfinite (w[1]);
}

static double
far (const double *a, const double *b)
{
  return sqrt ((a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1]));
}

/* Means over the rows of which the mean error of any line is made. */
typedef struct
{
  double xx, x, xy, y, yy;
} Moments;

static void
moments_of (const DhCase *c, Moments *m)
{
  const double *x = dh_data_get_x (c->data);
  const double *y = dh_data_get_y (c->data);
  double n = (double) c->n_rows;

  *m = (Moments) { 0 };
  for (gsize i = 0; i < c->n_rows; i++)
    {
      m->xx += x[i] * x[i] / n;
      m->x += x[i] / n;
      m->xy += x[i] * y[i] / n;
      m->y += y[i] / n;
      m->yy += y[i] * y[i] / n;
    }
}

static double
line_mse (const Moments *m, const double *w)
{
  return w[0] * w[0] * m->xx + 2 * w[0] * w[1] * m->x + w[1] * w[1]
         - 2 * (w[0] * m->xy + w[1] * m->y) + m->yy;
}

static gboolean
is_there (const Map *map, const Moments *m, const DhOutcomeReference *reference, const double *w, double *next)
{
  apply (map, w, next);
  return dh_outcome_has_gone (reference, line_mse (m, next), NEARLY_ALL);
}

/* A number of epochs that brings @start nearly all of the possible way where one fewer does not, found among powers of
 * two and what lies below them; 0: more than anybody would wait for. */
static double
epochs_to (const Map *map, const Moments *m, const DhOutcomeReference *reference, const double *start)
{
  Map powers[32];
  double w[2] = { start[0], start[1] };
  double next[2];
  double done = 0;
  guint n = 0;

  powers[0] = *map;
  for (;; n++)
    {
      if (is_there (&powers[n], m, reference, w, next))
        break;
      if (n + 1 == G_N_ELEMENTS (powers) || dh_pow_int (2, n + 1) > MAX_EPOCHS)
        return 0;
      powers[n + 1] = compose (&powers[n], &powers[n]);
    }
  for (guint i = n; i-- > 0;)
    {
      if (is_there (&powers[i], m, reference, w, next))
        continue;
      w[0] = next[0];
      w[1] = next[1];
      done += dh_pow_int (2, i);
    }
  return done + 1;
}

/* Whether the run did as its map says: a bump lost in rounding does not. */
static gboolean
follows (const DhCase *c, const Map *map, gsize epochs, double tolerance)
{
  int column = dh_history_epoch_columns (c->history)->w;
  const DhTable *table = dh_history_get_epochs (c->history);
  double w[2] = { c->start[0], c->start[1] };
  double recorded[2] = { dh_table_value (table, (guint) column, epochs - 1),
                         dh_table_value (table, (guint) column + 1, epochs - 1) };

  for (gsize i = 0; i < epochs; i++)
    {
      double next[2];

      apply (map, w, next);
      w[0] = next[0];
      w[1] = next[1];
    }
  return far (w, recorded) <= tolerance;
}

static void
find_crawling (DhCase *c)
{
  Map map = epoch_map (c);
  DhOutcomeReference reference;
  Moments moments;
  double goal[2], needed;
  DhFinding *f;

  if (c->n_epochs == 0 || c->state != DH_STATE_FINISHED || !fixed_point (&map, goal)
      || !dh_outcome_reference_init (&reference, c->data, c->rms_start * c->rms_start, c->cancel)
      || !dh_outcome_is_little (&reference, c->rms_end * c->rms_end))
    return;
  moments_of (c, &moments);
  /* Going on must lead there, and the run must be what the map says. */
  if (!dh_outcome_has_gone (&reference, line_mse (&moments, goal), NEARLY_ALL)
      || !follows (c, &map, c->n_epochs, 1e-6 * far (c->start, goal)))
    return;
  needed = epochs_to (&map, &moments, &reference, c->start);
  f = dh_case_add (c, DH_FINDING_CRAWLING, DH_SEVERITY_WARNING, 1);
  dh_finding_put (f, "epochs", (double) c->n_epochs);
  dh_finding_put (f, "epochs_needed", needed != 0 ? needed : (double) INFINITY);
  dh_finding_put (f, "rms_start", c->rms_start);
  dh_finding_put (f, "rms", c->rms_end);
  dh_finding_put (f, "goal_a", goal[0]);
  dh_finding_put (f, "goal_b", goal[1]);
  dh_finding_put (f, "learning_rate", c->run->lr);
}

/* How one epoch shrinks what is left along each of its two ways. */
typedef struct
{
  double flat, steep;       /* factor an epoch, the greater first */
  guint flat_w, steep_w;    /* the weight that each way is nearly along */
} Ways;

/* The weight that the eigenvector of @value is along, but for a twentieth; 2: neither. */
static guint
weight_along (const Map *map, double value)
{
  double one[2] = { map->m[1], value - map->m[0] };
  double other[2] = { value - map->m[3], map->m[2] };
  const double *v = fabs (one[0]) + fabs (one[1]) > fabs (other[0]) + fabs (other[1]) ? one : other;

  if (fabs (v[1]) <= 0.05 * fabs (v[0]))
    return 0;
  return fabs (v[0]) <= 0.05 * fabs (v[1]) ? 1 : 2;
}

/* FALSE when an epoch turns, does not shrink, or a way is that of no single weight. */
static gboolean
find_ways (const Map *map, Ways *ways)
{
  double half = (map->m[0] + map->m[3]) / 2;
  double square = half * half - (map->m[0] * map->m[3] - map->m[1] * map->m[2]);
  double root;

  if (!(square > 0))
    return FALSE;
  root = half < 0 ? -sqrt (square) : sqrt (square);
  ways->flat = half + root;
  ways->steep = half - root;
  ways->flat_w = weight_along (map, ways->flat);
  ways->steep_w = weight_along (map, ways->steep);
  return fabs (ways->flat) < 1 && ways->flat_w + ways->steep_w == 1;
}

/* Epochs that take a factor of ten off. */
static double
epochs_a_digit (double factor)
{
  /* Of a factor of 0 one epoch takes off all. */
  return MAX (1, ceil (dh_log (10) / -dh_log (fabs (factor))));
}

/* What the condition means for this run, where its epochs are a map. */
static void
put_digits (const DhCase *c, DhFinding *f)
{
  Map map;
  Ways ways;
  double goal[2], flat;

  if (!is_affine (c) || c->n_epochs == 0 || c->state != DH_STATE_FINISHED)
    return;
  map = epoch_map (c);
  if (!fixed_point (&map, goal) || !find_ways (&map, &ways)
      || !follows (c, &map, c->n_epochs, 1e-6 * (far (c->start, goal) + 1)))
    return;
  flat = epochs_a_digit (ways.flat);
  if (!(flat <= MAX_EPOCHS))
    return;
  f->weight = (int) ways.flat_w;
  dh_finding_put (f, "learning_rate", c->run->lr);
  dh_finding_put (f, "epochs_a_digit_flat", flat);
  dh_finding_put (f, "epochs_a_digit_steep", epochs_a_digit (ways.steep));
}

/* The loss is a bowl with the same curvature everywhere: its Hessian is twice the means of xx, x and 1. */
static void
find_condition (DhCase *c)
{
  const double *x = dh_data_get_x (c->data);
  double mean = 0, square = 0, half, root, low;
  DhFinding *f;

  for (gsize i = 0; i < c->n_rows; i++)
    {
      mean += x[i] / (double) c->n_rows;
      square += x[i] * x[i] / (double) c->n_rows;
    }
  half = (square + 1) / 2;
  root = sqrt ((square - 1) * (square - 1) / 4 + mean * mean);
  /* The product of both is the determinant; the difference would lose its digits. */
  low = (square - mean * mean) / (half + root);
  if (!(low > 0) || !((half + root) / low > CONDITION))
    return;
  f = dh_case_add (c, DH_FINDING_ILL_CONDITIONED, DH_SEVERITY_NOTE, 1);
  dh_finding_put (f, "lambda_max", 2 * (half + root));
  dh_finding_put (f, "lambda_min", 2 * low);
  dh_finding_put (f, "condition", (half + root) / low);
  put_digits (c, f);
}

void
dh_case_find_line (DhCase *c)
{
  if (dh_model_spec_kind (&c->run->model) != DH_MODEL_LINEAR || c->columns->norms || !c->has_end)
    return;
  if (is_affine (c) && !dh_case_cancelled (c))
    find_crawling (c);
  find_condition (c);
}
