/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* The optimisers' table, what a spec may say, and the state of an optimisation.
 * The table is constant; a DhOptimiser belongs to the one trainer that made it. */
#include "dh-optimiser-private.h"

#include "dh-error.h"
#include "dh-number.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MOMENTUM(value) \
  { "momentum", N_("Momentum"), \
    N_("How much of the step before goes on into this one: 0 is none, 0.9 is usual."), \
    value, 0, 1, FALSE, FALSE, FALSE }
#define WEIGHT_DECAY(value) \
  { "weight-decay", N_("Weight decay"), \
    N_("Pulls every weight towards 0 at each step, in proportion to the weight."), \
    value, 0, HUGE_VAL, FALSE, TRUE, FALSE }
#define EPS(value) \
  { "eps", N_("Epsilon"), N_("Added to the divisor so that it is never 0."), \
    value, 0, HUGE_VAL, FALSE, TRUE, FALSE }
#define BETA(id, label, value) \
  { id, label, \
    N_("How much of the running average stays at each step; nearer to 1 is smoother and slower."), \
    value, 0, 1, FALSE, TRUE, FALSE }
#define FLAG(id, label, tooltip) { id, label, tooltip, 0, 0, 1, FALSE, FALSE, TRUE }
#define V0 \
  { "v0", N_("Start of v"), \
    N_("What the running mean of the squared gradient starts from: a large start makes small first steps."), \
    10000, 0, HUGE_VAL, TRUE, TRUE, FALSE }
#define AMSGRAD \
  FLAG ("amsgrad", N_("AMSGrad"), \
        N_("Divides by the greatest mean square so far, so that the step never grows again."))

static const DhOptimiserInfo table[DH_OPTIMISER_N] = {
  { DH_OPTIMISER_SGD, "sgd", N_("SGD"), "w ← w − η·g", FALSE, 0.0001, 0, TRUE, FALSE, 1, 4,
    { MOMENTUM (0),
      { "dampening", N_("Dampening"),
        N_("How much less of each new gradient enters the momentum: 0 takes all of it."),
        0, 0, 1, FALSE, FALSE, FALSE },
      FLAG ("nesterov", N_("Nesterov"),
            N_("Looks one momentum step ahead; needs momentum above 0 and dampening 0.")),
      WEIGHT_DECAY (0) } },
  { DH_OPTIMISER_ADAGRAD, "adagrad", N_("Adagrad"), "v ← v + g²; w ← w − η·g / (√v + ε)",
    FALSE, 0.01, 0, FALSE, TRUE, 1, 3,
    { { "lr-decay", N_("Rate decay"),
        N_("Divides the learning rate by 1 + this × the steps done."),
        0, 0, HUGE_VAL, FALSE, TRUE, FALSE },
      WEIGHT_DECAY (0), EPS (1e-10) } },
  { DH_OPTIMISER_ADADELTA, "adadelta", N_("Adadelta"),
    "v ← ρ·v + (1−ρ)·g²; Δ = √(u + ε)/√(v + ε)·g; u ← ρ·u + (1−ρ)·Δ²; w ← w − η·Δ",
    FALSE, 1, 0, FALSE, TRUE, 2, 3,
    { BETA ("rho", N_("Rho"), 0.9), EPS (1e-6), WEIGHT_DECAY (0) } },
  { DH_OPTIMISER_RMSPROP, "rmsprop", N_("RMSprop"),
    "v ← α·v + (1−α)·g²; w ← w − η·g / (√v + ε)", FALSE, 0.01, 0, TRUE, TRUE, 3, 5,
    { BETA ("alpha", N_("Alpha"), 0.99), EPS (1e-8), WEIGHT_DECAY (0), MOMENTUM (0),
      FLAG ("centered", N_("Centred"),
            N_("Divides by the gradient's deviation from its mean instead of its size.")) } },
  { DH_OPTIMISER_ADAM, "adam", N_("Adam"),
    "m ← β₁·m + (1−β₁)·g; v ← β₂·v + (1−β₂)·g²; "
    "w ← w − η·m/(1−β₁ᵗ) / (√(v/(1−β₂ᵗ)) + ε)", FALSE, 0.001, 0, TRUE, TRUE, 3, 5,
    { BETA ("beta1", N_("Beta 1"), 0.9), BETA ("beta2", N_("Beta 2"), 0.999), EPS (1e-8),
      WEIGHT_DECAY (0), AMSGRAD } },
  { DH_OPTIMISER_ADAMW, "adamw", N_("AdamW"),
    "w ← w·(1 − η·λ), then as Adam", FALSE, 0.001, 0, TRUE, TRUE, 3, 5,
    { BETA ("beta1", N_("Beta 1"), 0.9), BETA ("beta2", N_("Beta 2"), 0.999), EPS (1e-8),
      WEIGHT_DECAY (0.01), AMSGRAD } },
  { DH_OPTIMISER_NADAM, "nadam", N_("NAdam"),
    "as Adam with Nesterov's momentum: μₜ = β₁·(1 − 0.96^(t·ψ)/2)", FALSE, 0.002, 0,
    TRUE, TRUE, 2, 5,
    { BETA ("beta1", N_("Beta 1"), 0.9), BETA ("beta2", N_("Beta 2"), 0.999), EPS (1e-8),
      WEIGHT_DECAY (0),
      { "momentum-decay", N_("Momentum decay"),
        N_("How fast the momentum warms up to beta 1."), 0.004, 0, HUGE_VAL, FALSE, TRUE, FALSE } } },
  { DH_OPTIMISER_RADAM, "radam", N_("RAdam"),
    "as Adam, its step rectified by rₜ once ρₜ > 5, and plain momentum before",
    FALSE, 0.001, 0, TRUE, TRUE, 2, 4,
    { BETA ("beta1", N_("Beta 1"), 0.9), BETA ("beta2", N_("Beta 2"), 0.999), EPS (1e-8),
      WEIGHT_DECAY (0) } },
  { DH_OPTIMISER_AVERAGE_GRAD, "average-grad", N_("Average gradient (fastai)"),
    "m ← μ·m + g; w ← w − η·m", FALSE, 0.0001, 0, TRUE, FALSE, 1, 2,
    { MOMENTUM (0.9),
      FLAG ("dampening", N_("Dampening"),
            N_("Weighs each new gradient with 1 − momentum, so that m is an average and no sum.")) } },
  { DH_OPTIMISER_WORKBOOK_SGD, "workbook-sgd", N_("SGD (workbook)"), "w ← w − η·g",
    TRUE, 0.0001, 0, FALSE, FALSE, 0, 0, { { NULL } } },
  { DH_OPTIMISER_WORKBOOK_MOMENTUM, "workbook-momentum", N_("Momentum (workbook)"),
    "m ← β·m + (1−β)·g; w ← w − η·m", TRUE, 0.0001, 1, TRUE, FALSE, 1, 1,
    { BETA ("beta", N_("Beta"), 0.9) } },
  { DH_OPTIMISER_WORKBOOK_RMSPROP, "workbook-rmsprop", N_("RMSprop (workbook)"),
    "w ← w − η·g / √v, then v ← β·v + (1−β)·g²", TRUE, 0.02, 2, FALSE, TRUE, 1, 2,
    { BETA ("beta", N_("Beta"), 0.9), V0 } },
  { DH_OPTIMISER_WORKBOOK_ADAM, "workbook-adam", N_("Adam (workbook)"),
    "m ← β₁·m + (1−β₁)·g; v ← β₂·v + (1−β₂)·g²; w ← w − η·m / √v", TRUE, 1, 2,
    TRUE, TRUE, 2, 3,
    { BETA ("beta1", N_("Beta 1"), 0.9), BETA ("beta2", N_("Beta 2"), 0.9), V0 } },
  { DH_OPTIMISER_WORKBOOK_ADAM_ANNEALED, "workbook-adam-annealed",
    N_("Adam, annealed (workbook)"),
    "as Adam (workbook); after an epoch: if Σ√v > 2·A then η ← η/4; A ← min(A, Σ√v)",
    TRUE, 1, 2, TRUE, TRUE, 2, 3,
    { BETA ("beta1", N_("Beta 1"), 0.9), BETA ("beta2", N_("Beta 2"), 0.95), V0 } },
};

static const DhOptimiserUpdate updates[DH_OPTIMISER_N] = {
  [DH_OPTIMISER_SGD] = dh_optimiser_sgd,
  [DH_OPTIMISER_ADAGRAD] = dh_optimiser_adagrad,
  [DH_OPTIMISER_ADADELTA] = dh_optimiser_adadelta,
  [DH_OPTIMISER_RMSPROP] = dh_optimiser_rmsprop,
  [DH_OPTIMISER_ADAM] = dh_optimiser_adam,
  [DH_OPTIMISER_ADAMW] = dh_optimiser_adamw,
  [DH_OPTIMISER_NADAM] = dh_optimiser_nadam,
  [DH_OPTIMISER_RADAM] = dh_optimiser_radam,
  [DH_OPTIMISER_AVERAGE_GRAD] = dh_optimiser_average_grad,
  [DH_OPTIMISER_WORKBOOK_SGD] = dh_optimiser_workbook_sgd,
  [DH_OPTIMISER_WORKBOOK_MOMENTUM] = dh_optimiser_workbook_momentum,
  [DH_OPTIMISER_WORKBOOK_RMSPROP] = dh_optimiser_workbook_rmsprop,
  [DH_OPTIMISER_WORKBOOK_ADAM] = dh_optimiser_workbook_adam,
  [DH_OPTIMISER_WORKBOOK_ADAM_ANNEALED] = dh_optimiser_workbook_adam,
};

const DhOptimiserInfo *
dh_optimiser_info (DhOptimiserKind kind)
{
  g_return_val_if_fail ((guint) kind < DH_OPTIMISER_N, NULL);
  return &table[kind];
}

gboolean
dh_optimiser_parse (const char *id, DhOptimiserKind *kind, GError **error)
{
  g_autoptr (GString) known = NULL;
  g_autofree char *quote = NULL;

  g_return_val_if_fail (id != NULL && kind != NULL, FALSE);
  for (guint i = 0; i < DH_OPTIMISER_N; i++)
    if (strcmp (id, table[i].id) == 0)
      {
        *kind = (DhOptimiserKind) i;
        return TRUE;
      }
  known = g_string_new (NULL);
  for (guint i = 0; i < DH_OPTIMISER_N; i++)
    g_string_append_printf (known, "%s%s", i ? ", " : "", table[i].id);
  quote = dh_error_quote (id);
  g_set_error (error, DH_ERROR, DH_ERROR_PARSE,
               _("There is no optimiser %s. Choose one of: %s."), quote, known->str);
  return FALSE;
}

void
dh_optimiser_spec_init (DhOptimiserSpec *spec, DhOptimiserKind kind)
{
  const DhOptimiserInfo *info = dh_optimiser_info (kind);

  g_return_if_fail (info != NULL);
  memset (spec, 0, sizeof *spec);
  spec->kind = kind;
  for (guint i = 0; i < info->n_params; i++)
    spec->param[i] = info->param[i].fallback;
}

gboolean
dh_optimiser_spec_equal (const DhOptimiserSpec *a, const DhOptimiserSpec *b)
{
  if (a->kind != b->kind)
    return FALSE;
  for (guint i = 0; i < table[a->kind].n_params; i++)
    if (a->param[i] != b->param[i])
      return FALSE;
  return TRUE;
}

static int
find_param (const DhOptimiserInfo *info, const char *id)
{
  for (guint i = 0; i < info->n_params; i++)
    if (strcmp (id, info->param[i].id) == 0)
      return (int) i;
  return -1;
}

static gboolean
in_domain (const DhOptimiserParam *param, double value)
{
  if (!isfinite (value))
    return FALSE;
  if (param->is_flag)
    return value == 0 || value == 1;
  return (param->min_open ? value > param->min : value >= param->min)
         && (param->max_open ? value < param->max : value <= param->max);
}

/* "0 or 1", "at least 0 and below 1", "above 0". */
static char *
domain_text (const DhOptimiserParam *param)
{
  char low[DH_NUMBER_SIZE], high[DH_NUMBER_SIZE];
  g_autofree char *from = NULL;

  if (param->is_flag)
    return g_strdup (_("0 (off) or 1 (on)"));
  dh_number_format (param->min, low);
  dh_number_format (param->max, high);
  from = g_strdup_printf (param->min_open ? _("above %s") : _("at least %s"), low);
  if (isinf (param->max))
    return g_steal_pointer (&from);
  /* Translators: “at least 0” and “below 1”, or “at least 0” and “at most 1”. */
  return g_strdup_printf (param->max_open ? _("%s and below %s") : _("%s and at most %s"), from, high);
}

static char *
list_params (const DhOptimiserInfo *info)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < info->n_params; i++)
    {
      g_autofree char *domain = domain_text (&info->param[i]);

      g_string_append_printf (list, "%s%s (%s)", i ? ", " : "", info->param[i].id, domain);
    }
  return g_string_free (list, FALSE);
}

static gboolean
check_param (const DhOptimiserInfo *info, guint i, double value, GError **error)
{
  char text[DH_NUMBER_SIZE];
  g_autofree char *domain = NULL;
  g_autofree char *list = NULL;

  if (in_domain (&info->param[i], value))
    return TRUE;
  domain = domain_text (&info->param[i]);
  list = list_params (info);
  g_set_error (error, DH_ERROR, DH_ERROR_INVALID,
               _("%s of %s cannot be %s: it must be %s. Its parameters are: %s."),
               info->param[i].id, info->id, dh_number_format (value, text), domain, list);
  return FALSE;
}

gboolean
dh_optimiser_spec_set (DhOptimiserSpec *spec, const char *id, double value, GError **error)
{
  const DhOptimiserInfo *info = dh_optimiser_info (spec->kind);
  int i = find_param (info, id);

  if (i < 0)
    {
      g_autofree char *list = list_params (info);
      g_autofree char *quote = dh_error_quote (id);

      if (info->n_params == 0)
        g_set_error (error, DH_ERROR, DH_ERROR_INVALID,
                     _("%s has no parameter %s: it has none at all. Choose another optimiser."),
                     info->id, quote);
      else
        g_set_error (error, DH_ERROR, DH_ERROR_INVALID,
                     _("%s has no parameter %s. Its parameters are: %s."), info->id, quote, list);
      return FALSE;
    }
  if (!check_param (info, (guint) i, value, error))
    return FALSE;
  spec->param[i] = value;
  return TRUE;
}

gboolean
dh_optimiser_spec_get (const DhOptimiserSpec *spec, const char *id, double *value)
{
  int i = find_param (dh_optimiser_info (spec->kind), id);

  if (i < 0)
    return FALSE;
  *value = spec->param[i];
  return TRUE;
}

gboolean
dh_optimiser_spec_validate (const DhOptimiserSpec *spec, GError **error)
{
  const DhOptimiserInfo *info = dh_optimiser_info (spec->kind);

  g_return_val_if_fail (info != NULL, FALSE);
  for (guint i = 0; i < info->n_params; i++)
    if (!check_param (info, i, spec->param[i], error))
      return FALSE;
  if (spec->kind == DH_OPTIMISER_SGD && spec->param[SGD_NESTEROV] != 0
      && (spec->param[SGD_MOMENTUM] == 0 || spec->param[SGD_DAMPENING] != 0))
    {
      g_set_error_literal (error, DH_ERROR, DH_ERROR_INVALID,
                           _("Nesterov needs momentum above 0 and dampening 0. "
                             "Set momentum (0.9 is usual) and dampening 0, or switch nesterov off."));
      return FALSE;
    }
  return TRUE;
}

gboolean
dh_optimiser_spec_has_m (const DhOptimiserSpec *spec)
{
  /* Without momentum these two have no buffer, as in PyTorch. */
  if (spec->kind == DH_OPTIMISER_SGD)
    return spec->param[SGD_MOMENTUM] != 0;
  if (spec->kind == DH_OPTIMISER_RMSPROP)
    return spec->param[RMSPROP_MOMENTUM] != 0;
  return table[spec->kind].has_m;
}

gboolean
dh_optimiser_spec_has_v (const DhOptimiserSpec *spec)
{
  return table[spec->kind].has_v;
}

gboolean
dh_optimiser_spec_is_plain (const DhOptimiserSpec *spec)
{
  return spec->kind == DH_OPTIMISER_WORKBOOK_SGD
         || (spec->kind == DH_OPTIMISER_SGD && spec->param[SGD_MOMENTUM] == 0
             && spec->param[SGD_WEIGHT_DECAY] == 0);
}

void
dh_optimiser_init (DhOptimiser *optimiser, const DhOptimiserSpec *spec, gsize n_weights)
{
  const DhOptimiserInfo *info = dh_optimiser_info (spec->kind);

  g_return_if_fail (info != NULL && n_weights > 0);
  memset (optimiser, 0, sizeof *optimiser);
  optimiser->spec = *spec;
  optimiser->n = n_weights;
  if (info->n_state > 0)
    optimiser->state = g_new (double, info->n_state * n_weights);
  if (dh_optimiser_spec_has_m (spec))
    optimiser->m = optimiser->state;
  /* v lies behind m, whether this spec uses m or not. */
  if (info->has_v)
    optimiser->v = optimiser->state + (info->has_m ? n_weights : 0);
  dh_optimiser_reset (optimiser);
}

void
dh_optimiser_clear (DhOptimiser *optimiser)
{
  g_clear_pointer (&optimiser->state, g_free);
  optimiser->m = NULL;
  optimiser->v = NULL;
}

void
dh_optimiser_reset (DhOptimiser *optimiser)
{
  const DhOptimiserInfo *info = &table[optimiser->spec.kind];
  double v0 = 0;

  optimiser->t = 0;
  optimiser->lr_factor = 1;
  optimiser->anneal = 0;
  for (guint i = 0; i < G_N_ELEMENTS (optimiser->product); i++)
    optimiser->product[i] = 1;
  for (gsize i = 0; i < info->n_state * optimiser->n; i++)
    optimiser->state[i] = 0;
  if (dh_optimiser_spec_get (&optimiser->spec, "v0", &v0))
    for (gsize i = 0; i < optimiser->n; i++)
      optimiser->v[i] = v0;
  dh_optimiser_primed (optimiser);
}

void
dh_optimiser_update (DhOptimiser *optimiser, double lr, const double *g, double *w)
{
  optimiser->t++;
  updates[optimiser->spec.kind] (optimiser, lr * optimiser->lr_factor, g, w);
}

void
dh_optimiser_primed (DhOptimiser *optimiser)
{
  if (optimiser->spec.kind == DH_OPTIMISER_WORKBOOK_ADAM_ANNEALED)
    optimiser->anneal = dh_optimiser_workbook_a (optimiser);
}

void
dh_optimiser_end_epoch (DhOptimiser *optimiser)
{
  if (optimiser->spec.kind == DH_OPTIMISER_WORKBOOK_ADAM_ANNEALED)
    dh_optimiser_workbook_anneal (optimiser);
}
