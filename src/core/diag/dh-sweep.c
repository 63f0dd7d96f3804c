/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Sweeps: their axes, their checks and their results. */
#include "dh-sweep-private.h"

#include "dh-error.h"
#include "dh-math.h"
#include "dh-number.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Final weights of all runs together: half a GiB. */
#define MAX_WEIGHTS ((gsize) 1 << 26)

static gboolean
check_axis (const DhSweepAxis *axis, GError **error)
{
  char low[DH_NUMBER_SIZE], high[DH_NUMBER_SIZE];

  dh_number_format (axis->low, low);
  dh_number_format (axis->high, high);
  if (axis->count < 1 || axis->count > DH_SWEEP_MAX_RUNS)
    g_set_error (error, DH_ERROR, DH_ERROR_LIMIT, _("Ask for 1 to %d values of %s."), DH_SWEEP_MAX_RUNS, axis->id);
  else if (!isfinite (axis->low) || !isfinite (axis->high) || axis->low > axis->high)
    g_set_error (error, DH_ERROR, DH_ERROR_INVALID,
                 _("%s cannot go from %s to %s: give the lower value first."), axis->id, low, high);
  else if (axis->count > 1 && axis->low == axis->high)
    g_set_error (error, DH_ERROR, DH_ERROR_INVALID,
                 _("%s goes from %s to %s, which is a single value: ask for 1, or for a wider range."),
                 axis->id, low, high);
  else if (strcmp (axis->id, "lr") == 0 && axis->low <= 0)
    g_set_error (error, DH_ERROR, DH_ERROR_INVALID,
                 _("A learning rate cannot be %s: give a range above 0, for example 1e-6:1:200."), low);
  else
    return TRUE;
  return FALSE;
}

gboolean
dh_sweep_axis_parse (const char *text, DhSweepAxis *axis, GError **error)
{
  g_auto (GStrv) part = g_strsplit (text, ":", -1);
  guint64 count;

  if (g_strv_length (part) != 3)
    {
      g_set_error (error, DH_ERROR, DH_ERROR_PARSE,
                   _("“%s” is no range. Give the lowest value, the highest and how many: 1e-6:1:200."), text);
      return FALSE;
    }
  if (!dh_number_parse (part[0], &axis->low, error) || !dh_number_parse (part[1], &axis->high, error)
      || !dh_number_parse_uint64 (part[2], 1, DH_SWEEP_MAX_RUNS, &count, error))
    return FALSE;
  axis->count = count;
  return check_axis (axis, error);
}

double
dh_sweep_axis_value (const DhSweepAxis *axis, gsize i)
{
  double part;

  if (i == 0)
    return axis->low;
  if (i + 1 == axis->count)
    return axis->high; /* not a rounding beside it */
  part = (double) i / (double) (axis->count - 1);
  if (strcmp (axis->id, "lr") == 0)
    return axis->low * dh_exp (part * dh_log (axis->high / axis->low));
  return axis->low + (axis->high - axis->low) * part;
}

/* The nearest whole number from @min on. */
static gboolean
to_count (const char *id, double value, double min, double max, guint64 *count, GError **error)
{
  double whole = floor (value + 0.5);
  char text[DH_NUMBER_SIZE], low[DH_NUMBER_SIZE], high[DH_NUMBER_SIZE];

  if (whole >= min && whole <= max)
    {
      *count = (guint64) whole;
      return TRUE;
    }
  g_set_error (error, DH_ERROR, DH_ERROR_INVALID, _("%s cannot be %s: it must be from %s to %s."), id,
               dh_number_format (value, text), dh_number_format (min, low), dh_number_format (max, high));
  return FALSE;
}

static gboolean
set_number (DhRun *run, const char *id, double value, double *set, GError **error)
{
  guint64 count = 0;

  *set = value;
  if (strcmp (id, "lr") == 0)
    run->lr = value;
  else if (strcmp (id, "bump") == 0)
    run->bump = value;
  else if (strcmp (id, "epochs") == 0)
    {
      if (!to_count (id, value, 1, 9007199254740992.0, &count, error))
        return FALSE;
      run->epochs = count;
      *set = (double) count;
    }
  else if (strcmp (id, "batch") == 0)
    {
      if (!to_count (id, value, 1, DH_DATA_MAX_ROWS, &count, error))
        return FALSE;
      run->batch = count;
      *set = (double) count;
    }
  else if (strcmp (id, "prime") == 0)
    {
      if (!to_count (id, value, 0, 1000, &count, error))
        return FALSE;
      run->prime = (guint) count;
      *set = (double) count;
    }
  else
    return dh_optimiser_spec_set (&run->optimiser, id, value, error);
  return TRUE;
}

gboolean
dh_sweep_set (DhRun *run, const char *id, double value, GError **error)
{
  double set;

  return set_number (run, id, value, &set, error);
}

void
dh_sweep_set_rate (const DhSweep *s, DhRun *run, double lr)
{
  if (s->from_step > 0)
    dh_run_intervene (run, s->from_step, lr);
  else
    run->lr = lr;
}

static double
rate_at (const DhSweep *s, gsize k)
{
  return s->rates != NULL ? s->rates[k] : dh_sweep_axis_value (&s->lr, k);
}

/* The base run with the second axis's value @i. */
static DhRun *
second_run (DhSweep *s, gsize i, double *value, GError **error)
{
  g_autoptr (DhRun) run = dh_run_copy (s->base);

  *value = 0;
  if (s->second_id != NULL && !set_number (run, s->second_id, dh_sweep_axis_value (&s->second, i), value, error))
    return NULL;
  dh_sweep_set_rate (s, run, rate_at (s, 0));
  if (!dh_run_validate (run, dh_data_get_n_rows (s->data), error))
    return NULL;
  return g_steal_pointer (&run);
}

static gboolean
check_size (DhSweep *s, GError **error)
{
  gsize n = s->lr.count * s->second.count; /* neither is above a million */
  gsize most = MIN (DH_SWEEP_MAX_RUNS, MAX_WEIGHTS / s->n_weights);

  if (n <= most)
    return TRUE;
  g_set_error (error, DH_ERROR, DH_ERROR_LIMIT,
               _("That is %zu runs of %zu weights; a sweep of them can have %zu. "
                 "Ask for fewer values."),
               n, s->n_weights, most);
  return FALSE;
}

static gboolean
make_points (DhSweep *s, GError **error)
{
  s->n_points = s->lr.count * s->second.count;
  s->points = g_new0 (DhSweepPoint, s->n_points);
  s->weights = g_new0 (double, s->n_points * s->n_weights);
  for (gsize j = 0; j < s->second.count; j++)
    {
      double second;
      g_autoptr (DhRun) run = second_run (s, j, &second, error);

      if (run == NULL)
        return FALSE;
      for (gsize k = 0; k < s->lr.count; k++)
        {
          gsize i = j * s->lr.count + k;

          s->points[i].lr = rate_at (s, k);
          s->points[i].second = second;
          s->points[i].weights = s->weights + i * s->n_weights;
          s->points[i].state = DH_STATE_WAITING;
        }
    }
  return TRUE;
}

static gboolean
make_scratch (DhSweep *s, GError **error)
{
  gsize n = dh_data_get_n_rows (s->data);
  guint n_units = 0;

  s->piece = CLAMP (400000 / s->n_weights, 16, 1024);
  s->network = dh_network_new (&s->base->model, s->piece, error);
  if (s->network == NULL)
    return FALSE;
  s->prediction = g_new (double, s->piece);
  s->before = g_new (double, s->n_weights);
  for (guint i = 0; i < s->base->model.n_hidden; i++)
    n_units += s->base->model.width[i];
  s->on = g_new (guint8, MAX (n_units, 1));
  if (s->base->shuffle)
    {
      s->gathered_x = g_new (double, n);
      s->gathered_y = g_new (double, n);
    }
  return TRUE;
}

/* FALSE: cancelled. Not done before dh_sweep_run(), as it takes its time with millions of rows. */
static gboolean
find_reference (DhSweep *s, const gint *cancel)
{
  double start_mse;

  dh_init_weights (&s->base->init, &s->base->model, s->before);
  return dh_outcome_mse (s->network, s->before, dh_data_get_x (s->data), dh_data_get_y (s->data),
                         dh_data_get_n_rows (s->data), s->piece, s->prediction, cancel, &start_mse)
         && dh_outcome_reference_init (&s->reference, s->data, start_mse, cancel);
}

/* What is the same for every kind of sweep; takes nothing but references. */
static DhSweep *
make (DhRun *base, DhData *data)
{
  DhSweep *s = g_new0 (DhSweep, 1);

  s->base = dh_run_ref (base);
  s->data = dh_data_ref (data);
  s->second.count = 1;
  s->n_weights = dh_model_n_weights (&base->model);
  s->kernel = dh_sweep_kernel (0);
  s->group = DH_SWEEP_LANES;
  return s;
}

DhSweep *
dh_sweep_new (DhRun *base, DhData *data, const DhSweepAxis *lr, const DhSweepAxis *second, GError **error)
{
  g_autoptr (DhSweep) s = NULL;

  g_return_val_if_fail (base != NULL && data != NULL && strcmp (lr->id, "lr") == 0, NULL);
  if (!check_axis (lr, error) || (second != NULL && !check_axis (second, error))
      || !dh_run_validate (base, dh_data_get_n_rows (data), error))
    return NULL;
  s = make (base, data);
  s->lr = *lr;
  s->lr.id = "lr";
  if (second != NULL)
    {
      s->second_id = g_strdup (second->id);
      s->second = *second;
      s->second.id = s->second_id;
    }
  if (!check_size (s, error) || !make_points (s, error) || !make_scratch (s, error))
    return NULL;
  return g_steal_pointer (&s);
}

DhSweep *
dh_sweep_new_rates (DhRun *base, DhData *data, const double *rates, gsize n, guint64 from_step, GError **error)
{
  g_autoptr (DhSweep) s = NULL;

  g_return_val_if_fail (base != NULL && data != NULL && n > 0 && n <= DH_SWEEP_MAX_RUNS, NULL);
  for (gsize i = 0; i < n; i++)
    g_return_val_if_fail (isfinite (rates[i]) && rates[i] > 0, NULL);

  if (!dh_run_validate (base, dh_data_get_n_rows (data), error))
    return NULL;
  s = make (base, data);
  s->rates = g_memdup2 (rates, n * sizeof *rates);
  s->from_step = from_step;
  s->lr = (DhSweepAxis) { "lr", 0, 0, n };
  /* The widest vectors take so many lanes side by side: fewer would be no faster. */
  s->group = DH_SWEEP_LANES / 2;
  if (!check_size (s, error) || !make_points (s, error) || !make_scratch (s, error))
    return NULL;
  return g_steal_pointer (&s);
}

/* Fitted by hand to what the runs of bench-sweep and some networks took; good to a factor of three. */
double
dh_sweep_estimate (DhRun *base, gsize n_rows, guint64 from_step)
{
  DhSweepRecipe recipe;
  gboolean plain = dh_optimiser_spec_is_plain (&base->optimiser);
  double n = (double) dh_model_n_weights (&base->model);
  double rows = (double) n_rows * ((double) base->epochs + base->prime);
  double batch = (double) (base->batch == 0 ? n_rows : MIN (base->batch, n_rows));
  double looks = base->gradient == DH_GRADIENT_ANALYTIC ? 1 : base->gradient == DH_GRADIENT_BUMP ? n + 1 : 2 * n + 1;

  if (from_step == 0 && dh_sweep_recipe_init (&recipe, base))
    return rows * n * (plain ? 0.4 : 1.5) * (looks > 1 ? 2 : 1);
  if (dh_model_spec_kind (&base->model) != DH_MODEL_MLP)
    return rows * (10 + 5 * looks + (plain ? 0 : 100) / batch);
  return rows * (looks * (20 + 0.8 * n) + (100 + 7 * n + 60 * looks) / batch);
}

void
dh_sweep_free (DhSweep *s)
{
  if (s == NULL)
    return;
  dh_run_unref (s->base);
  dh_data_unref (s->data);
  g_free (s->second_id);
  g_free (s->rates);
  g_free (s->points);
  g_free (s->weights);
  g_clear_pointer (&s->network, dh_network_free);
  g_free (s->prediction);
  g_free (s->gathered_x);
  g_free (s->gathered_y);
  g_free (s->before);
  g_free (s->on);
  g_free (s);
}

gboolean
dh_sweep_run (DhSweep *s, const gint *cancel, DhSweepProgress progress, gpointer data, GError **error)
{
  g_return_val_if_fail (s != NULL, FALSE);
  if (!find_reference (s, cancel))
    {
      g_set_error_literal (error, DH_ERROR, DH_ERROR_CANCELLED, _("Cancelled."));
      return FALSE;
    }
  for (gsize j = 0; j < s->second.count; j++)
    {
      double second;
      g_autoptr (DhRun) run = second_run (s, j, &second, error);
      DhSweepRecipe recipe;
      gboolean together = s->kernel != NULL && s->from_step == 0 && run != NULL
                          && dh_sweep_recipe_init (&recipe, run);

      if (run == NULL)
        return FALSE;
      if (together)
        {
          recipe.x = dh_data_get_x (s->data);
          recipe.y = dh_data_get_y (s->data);
          recipe.rounding = s->reference.rounding;
        }
      for (gsize k = 0, n; k < s->lr.count; k += n)
        {
          gsize i = j * s->lr.count + k;

          n = together ? MIN (s->group, s->lr.count - k) : 1;
          if (!(together ? dh_sweep_group (s, run, &recipe, i, n, cancel, error)
                         : dh_sweep_alone (s, run, i, cancel, error)))
            return FALSE;
          if (progress != NULL)
            progress (i + n, s->n_points, data);
        }
    }
  return TRUE;
}

gsize
dh_sweep_n_points (const DhSweep *s)
{
  return s->n_points;
}

const DhSweepPoint *
dh_sweep_point (const DhSweep *s, gsize i)
{
  g_return_val_if_fail (i < s->n_points, NULL);
  return &s->points[i];
}
