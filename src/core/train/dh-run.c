/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Run: making, changing and comparing them. Reference counts use g_atomic_int_*(), which are
 * inlined here, so that the thread sanitizer sees them. */
#include "dh-run.h"

#include "dh-error.h"
#include "dh-number.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

DhRun *
dh_run_new (void)
{
  DhRun *run = g_new0 (DhRun, 1);

  run->ref_count = 1;
  run->id = 1;
  run->name = g_strdup (_("1 neuron"));
  run->visible = TRUE;
  dh_model_spec_init (&run->model, DH_MODEL_LINEAR);
  dh_init_spec_init (&run->init, DH_INIT_ONES);
  run->gradient = DH_GRADIENT_ANALYTIC;
  run->bump = 0.01;
  dh_run_set_optimiser (run, DH_OPTIMISER_WORKBOOK_SGD);
  dh_schedule_spec_init (&run->schedule, DH_SCHEDULE_CONSTANT);
  run->clip = (DhClipSpec) { DH_CLIP_OFF, 1 };
  run->batch = 1;
  run->carry = DH_CARRY_EVERY_ROW;
  run->epochs = 5;
  return run;
}

DhRun *
dh_run_copy (const DhRun *run)
{
  DhRun *copy;

  g_return_val_if_fail (run != NULL, NULL);
  copy = g_new0 (DhRun, 1);
  /* Not the count behind it, which another thread may be changing. */
  memcpy (copy, run, G_STRUCT_OFFSET (DhRun, ref_count));
  copy->ref_count = 1;
  copy->name = g_strdup (run->name);
  dh_init_spec_copy (&run->init, &copy->init);
  copy->interventions = g_memdup2 (run->interventions,
                                   run->n_interventions * sizeof *run->interventions);
  return copy;
}

DhRun *
dh_run_ref (DhRun *run)
{
  g_return_val_if_fail (run != NULL, NULL);
  g_atomic_int_inc (&run->ref_count);
  return run;
}

void
dh_run_unref (DhRun *run)
{
  g_return_if_fail (run != NULL);
  if (!g_atomic_int_dec_and_test (&run->ref_count))
    return;
  g_free (run->name);
  dh_init_spec_clear (&run->init);
  g_free (run->interventions);
  g_free (run);
}

void
dh_run_set_name (DhRun *run, const char *name)
{
  char *copy = g_strdup (name);

  g_free (run->name);
  run->name = copy;
}

void
dh_run_set_optimiser (DhRun *run, DhOptimiserKind kind)
{
  dh_optimiser_spec_init (&run->optimiser, kind);
  run->lr = dh_optimiser_info (kind)->default_lr;
  run->prime = dh_optimiser_info (kind)->default_prime;
}

void
dh_run_intervene (DhRun *run, guint64 step, double lr)
{
  g_return_if_fail (step >= 1);
  while (run->n_interventions > 0 && run->interventions[run->n_interventions - 1].step >= step)
    run->n_interventions--;
  run->interventions = g_renew (DhIntervention, run->interventions, run->n_interventions + 1);
  run->interventions[run->n_interventions++] = (DhIntervention) { step, lr };
}

void
dh_run_clear_interventions (DhRun *run)
{
  g_clear_pointer (&run->interventions, g_free);
  run->n_interventions = 0;
}

double
dh_run_base_lr (const DhRun *run, guint64 k)
{
  /* The number of interventions that start at or before step k. */
  gsize low = 0;
  gsize high = run->n_interventions;

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (run->interventions[middle].step <= k)
        low = middle + 1;
      else
        high = middle;
    }
  return low == 0 ? run->lr : run->interventions[low - 1].lr;
}

static gboolean
same_interventions (const DhRun *a, const DhRun *b)
{
  if (a->n_interventions != b->n_interventions)
    return FALSE;
  for (gsize i = 0; i < a->n_interventions; i++)
    if (a->interventions[i].step != b->interventions[i].step
        || a->interventions[i].lr != b->interventions[i].lr)
      return FALSE;
  return TRUE;
}

/* Settings that decide the numbers or what is recorded of them, but for the length. */
static gboolean
same_settings (const DhRun *a, const DhRun *b)
{
  return dh_model_spec_equal (&a->model, &b->model)
         && dh_init_spec_equal (&a->init, &b->init)
         && a->gradient == b->gradient && a->bump == b->bump
         && !a->record_bump == !b->record_bump
         && dh_optimiser_spec_equal (&a->optimiser, &b->optimiser)
         && a->lr == b->lr
         && dh_schedule_spec_equal (&a->schedule, &b->schedule)
         && dh_clip_spec_equal (&a->clip, &b->clip)
         && a->batch == b->batch
         && !a->shuffle == !b->shuffle
         && (!a->shuffle || a->shuffle_seed == b->shuffle_seed)
         && a->carry == b->carry && a->prime == b->prime
         && a->snapshot_stride == b->snapshot_stride
         && !a->record_curvature == !b->record_curvature
         && same_interventions (a, b);
}

gboolean
dh_run_equal (const DhRun *a, const DhRun *b)
{
  return a == b
         || (a->id == b->id && strcmp (a->name, b->name) == 0 && a->colour == b->colour
             && !a->visible == !b->visible && a->epochs == b->epochs
             && a->shuffle_seed == b->shuffle_seed && same_settings (a, b));
}

gboolean
dh_run_same_training (const DhRun *a, const DhRun *b)
{
  return a == b || (a->epochs == b->epochs && same_settings (a, b));
}

gboolean
dh_run_same_but_epochs (const DhRun *a, const DhRun *b)
{
  return same_settings (a, b)
         && (a->epochs == b->epochs || !dh_schedule_needs_total (&a->schedule));
}

guint64
dh_run_steps_per_epoch (const DhRun *run, gsize n_rows)
{
  gsize batch = run->batch == 0 ? n_rows : MIN (run->batch, n_rows);

  return batch == 0 ? 0 : (n_rows - 1) / batch + 1;
}

guint64
dh_run_total_steps (const DhRun *run, gsize n_rows)
{
  guint64 total;

  if (!g_uint64_checked_mul (&total, run->epochs, dh_run_steps_per_epoch (run, n_rows)))
    return G_MAXUINT64;
  return total;
}

static const char *const gradient_ids[DH_GRADIENT_N] = { "analytic", "bump", "central" };
static const char *const gradient_labels[DH_GRADIENT_N] = {
  N_("Analytic (back-propagation)"), N_("Bump (forward difference)"), N_("Central difference")
};
static const char *const carry_ids[DH_CARRY_N] = { "every-row", "workbook" };
static const char *const carry_labels[DH_CARRY_N] = {
  N_("Every row"), N_("Workbook (drops the last row’s update)")
};

const char *
dh_gradient_kind_id (DhGradientKind kind)
{
  g_return_val_if_fail ((guint) kind < DH_GRADIENT_N, NULL);
  return gradient_ids[kind];
}

const char *
dh_gradient_kind_label (DhGradientKind kind)
{
  g_return_val_if_fail ((guint) kind < DH_GRADIENT_N, NULL);
  return gradient_labels[kind];
}

gboolean
dh_gradient_parse (const char *text, DhGradientKind *kind, double *h, GError **error)
{
  for (guint i = 0; i < DH_GRADIENT_N; i++)
    {
      const char *rest;
      double value;

      if (!g_str_has_prefix (text, gradient_ids[i]))
        continue;
      rest = text + strlen (gradient_ids[i]);
      if (*rest == ':' && i != DH_GRADIENT_ANALYTIC)
        {
          if (!dh_number_parse (rest + 1, &value, error))
            return FALSE;
          if (!(value > 0))
            {
              dh_error_set_quoted (error, DH_ERROR_INVALID,
                                   _("The bump of %s must be above 0. The workbook’s is 0.01."),
                                   text);
              return FALSE;
            }
          *h = value;
          rest = "";
        }
      if (*rest != '\0')
        continue;
      *kind = (DhGradientKind) i;
      return TRUE;
    }
  dh_error_set_quoted (error, DH_ERROR_PARSE,
                       _("%s is no kind of gradient. Write analytic, bump[:H] or central[:H]."),
                       text);
  return FALSE;
}

char *
dh_gradient_to_string (DhGradientKind kind, double h)
{
  char text[DH_NUMBER_SIZE];

  if (kind == DH_GRADIENT_ANALYTIC)
    return g_strdup (gradient_ids[kind]);
  return g_strconcat (dh_gradient_kind_id (kind), ":", dh_number_format (h, text), NULL);
}

const char *
dh_carry_id (DhCarry carry)
{
  g_return_val_if_fail ((guint) carry < DH_CARRY_N, NULL);
  return carry_ids[carry];
}

const char *
dh_carry_label (DhCarry carry)
{
  g_return_val_if_fail ((guint) carry < DH_CARRY_N, NULL);
  return carry_labels[carry];
}

gboolean
dh_carry_parse (const char *text, DhCarry *carry, GError **error)
{
  for (guint i = 0; i < DH_CARRY_N; i++)
    if (strcmp (text, carry_ids[i]) == 0)
      {
        *carry = (DhCarry) i;
        return TRUE;
      }
  dh_error_set_quoted (error, DH_ERROR_PARSE,
                       _("%s is no way to carry weights into the next epoch. Write every-row or "
                         "workbook."), text);
  return FALSE;
}
