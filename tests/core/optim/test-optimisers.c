/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Every optimiser against its formula, written out here a second time and for one weight, with
 * powers by pow() where the program has running products. */
#include "dh-optimiser.h"

#include "dh-error.h"

#include <math.h>
#include <string.h>

#define STEPS   60
#define WEIGHTS 3

/* One weight of an optimiser that keeps up to three numbers. */
typedef struct
{
  double w, m, v, u;
} One;

typedef void (*Formula) (One *s, const DhOptimiserSpec *spec, double lr, double g, int t);

static double
param (const DhOptimiserSpec *spec, const char *id)
{
  double value = (double) NAN;

  g_assert_true (dh_optimiser_spec_get (spec, id, &value));
  return value;
}

static void
sgd (One *s, const DhOptimiserSpec *spec, double lr, double g, int t)
{
  double mu = param (spec, "momentum");

  g += param (spec, "weight-decay") * s->w;
  if (mu > 0)
    {
      if (t == 1)
        s->m = g;
      else
        s->m = mu * s->m + (1 - param (spec, "dampening")) * g;
      g = param (spec, "nesterov") > 0 ? g + mu * s->m : s->m;
    }
  s->w -= lr * g;
}

static void
adagrad (One *s, const DhOptimiserSpec *spec, double lr, double g, int t)
{
  g += param (spec, "weight-decay") * s->w;
  s->v += pow (g, 2);
  s->w -= lr / (1 + (t - 1) * param (spec, "lr-decay")) * g / (sqrt (s->v) + param (spec, "eps"));
}

static void
adadelta (One *s, const DhOptimiserSpec *spec, double lr, double g, int t)
{
  double rho = param (spec, "rho");
  double eps = param (spec, "eps");
  double delta;

  g += param (spec, "weight-decay") * s->w;
  s->v = s->v * rho + g * g * (1 - rho);
  delta = sqrt (s->u + eps) / sqrt (s->v + eps) * g;
  s->u = s->u * rho + delta * delta * (1 - rho);
  s->w -= lr * delta;
}

static void
rmsprop (One *s, const DhOptimiserSpec *spec, double lr, double g, int t)
{
  double alpha = param (spec, "alpha");
  double average;

  g += param (spec, "weight-decay") * s->w;
  s->v = alpha * s->v + (1 - alpha) * g * g;
  average = s->v;
  if (param (spec, "centered") > 0)
    {
      s->u = alpha * s->u + (1 - alpha) * g;
      average -= s->u * s->u;
    }
  average = sqrt (average) + param (spec, "eps");
  if (param (spec, "momentum") > 0)
    {
      s->m = param (spec, "momentum") * s->m + g / average;
      s->w -= lr * s->m;
    }
  else
    s->w -= lr * g / average;
}

static void
adam_moments (One *s, const DhOptimiserSpec *spec, double g)
{
  double beta1 = param (spec, "beta1");
  double beta2 = param (spec, "beta2");

  s->m = beta1 * s->m + (1 - beta1) * g;
  s->v = beta2 * s->v + (1 - beta2) * g * g;
}

static void
adam (One *s, const DhOptimiserSpec *spec, double lr, double g, int t)
{
  double v;

  if (spec->kind == DH_OPTIMISER_ADAMW)
    s->w -= lr * param (spec, "weight-decay") * s->w;
  else
    g += param (spec, "weight-decay") * s->w;
  adam_moments (s, spec, g);
  s->u = fmax (s->u, s->v);
  v = param (spec, "amsgrad") > 0 ? s->u : s->v;
  s->w -= lr / (1 - pow (param (spec, "beta1"), t)) * s->m
          / (sqrt (v) / sqrt (1 - pow (param (spec, "beta2"), t)) + param (spec, "eps"));
}

static void
nadam (One *s, const DhOptimiserSpec *spec, double lr, double g, int t)
{
  double beta1 = param (spec, "beta1");
  double psi = param (spec, "momentum-decay");
  double mu = beta1 * (1 - 0.5 * pow (0.96, t * psi));
  double next = beta1 * (1 - 0.5 * pow (0.96, (t + 1) * psi));
  double product = 1;
  double m_hat, v_hat;

  for (int i = 1; i <= t; i++)
    product *= beta1 * (1 - 0.5 * pow (0.96, i * psi));
  g += param (spec, "weight-decay") * s->w;
  adam_moments (s, spec, g);
  m_hat = next * s->m / (1 - product * next) + (1 - mu) * g / (1 - product);
  v_hat = s->v / (1 - pow (param (spec, "beta2"), t));
  s->w -= lr * m_hat / (sqrt (v_hat) + param (spec, "eps"));
}

static void
radam (One *s, const DhOptimiserSpec *spec, double lr, double g, int t)
{
  double beta2 = param (spec, "beta2");
  double rho_inf = 2 / (1 - beta2) - 1;
  double rho = rho_inf - 2 * t * pow (beta2, t) / (1 - pow (beta2, t));
  double m_hat;

  g += param (spec, "weight-decay") * s->w;
  adam_moments (s, spec, g);
  m_hat = s->m / (1 - pow (param (spec, "beta1"), t));
  if (rho > 5)
    {
      double l = sqrt (1 - pow (beta2, t)) / (sqrt (s->v) + param (spec, "eps"));
      double r = sqrt ((rho - 4) * (rho - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * rho));

      s->w -= lr * m_hat * r * l;
    }
  else
    s->w -= lr * m_hat;
}

static void
average_grad (One *s, const DhOptimiserSpec *spec, double lr, double g, int t)
{
  double mu = param (spec, "momentum");

  s->m = mu * s->m + (param (spec, "dampening") > 0 ? (1 - mu) * g : g);
  s->w -= lr * s->m;
}

static void
workbook_sgd (One *s, const DhOptimiserSpec *spec, double lr, double g, int t)
{
  s->w -= lr * g;
}

static void
workbook_momentum (One *s, const DhOptimiserSpec *spec, double lr, double g, int t)
{
  s->m = param (spec, "beta") * s->m + (1 - param (spec, "beta")) * g;
  s->w -= lr * s->m;
}

static void
workbook_rmsprop (One *s, const DhOptimiserSpec *spec, double lr, double g, int t)
{
  double beta = param (spec, "beta");

  if (t == 1)
    s->v = param (spec, "v0");
  s->w -= lr * g / sqrt (s->v);
  s->v = beta * s->v + (1 - beta) * g * g;
}

static void
workbook_adam (One *s, const DhOptimiserSpec *spec, double lr, double g, int t)
{
  if (t == 1)
    s->v = param (spec, "v0");
  adam_moments (s, spec, g);
  s->w -= lr * s->m / sqrt (s->v);
}

static const Formula formulas[DH_OPTIMISER_N] = {
  [DH_OPTIMISER_SGD] = sgd,
  [DH_OPTIMISER_ADAGRAD] = adagrad,
  [DH_OPTIMISER_ADADELTA] = adadelta,
  [DH_OPTIMISER_RMSPROP] = rmsprop,
  [DH_OPTIMISER_ADAM] = adam,
  [DH_OPTIMISER_ADAMW] = adam,
  [DH_OPTIMISER_NADAM] = nadam,
  [DH_OPTIMISER_RADAM] = radam,
  [DH_OPTIMISER_AVERAGE_GRAD] = average_grad,
  [DH_OPTIMISER_WORKBOOK_SGD] = workbook_sgd,
  [DH_OPTIMISER_WORKBOOK_MOMENTUM] = workbook_momentum,
  [DH_OPTIMISER_WORKBOOK_RMSPROP] = workbook_rmsprop,
  [DH_OPTIMISER_WORKBOOK_ADAM] = workbook_adam,
  [DH_OPTIMISER_WORKBOOK_ADAM_ANNEALED] = workbook_adam,
};

static void
assert_near (double value, double expected)
{
  double scale = fmax (fabs (expected), 1e-6);

  g_assert_cmpfloat (fabs (value - expected) / scale, <=, 1e-11);
}

/* Gradients of a bowl that is steep in one direction, plus a drift, so that signs change. */
static double
slope (const double *w, int i, int t)
{
  return (i + 1) * (w[i] - i) + 3 * sin (t * 0.7 + i);
}

static void
compare (const DhOptimiserSpec *spec)
{
  DhOptimiser o;
  One one[WEIGHTS] = { { 1 }, { -2 }, { 0.5 } };
  double w[WEIGHTS] = { 1, -2, 0.5 };
  double start[WEIGHTS] = { 1, -2, 0.5 };
  gboolean moved = FALSE;

  dh_optimiser_init (&o, spec, WEIGHTS);
  for (int t = 1; t <= STEPS; t++)
    {
      double lr = 0.03 / (1 + t % 3);
      double g[WEIGHTS];
      double kept[WEIGHTS];

      for (int i = 0; i < WEIGHTS; i++)
        kept[i] = g[i] = slope (w, i, t);
      dh_optimiser_update (&o, lr, g, w);
      for (int i = 0; i < WEIGHTS; i++)
        {
          formulas[spec->kind](&one[i], spec, lr, kept[i], t);
          g_assert_cmpfloat (g[i], ==, kept[i]);
          assert_near (w[i], one[i].w);
          if (o.m != NULL)
            assert_near (o.m[i], one[i].m);
          if (o.v != NULL)
            assert_near (o.v[i], one[i].v);
          moved |= fabs (w[i] - start[i]) > 1e-6;
        }
    }
  g_assert_true (moved);
  g_assert_cmpuint (o.t, ==, STEPS);
  dh_optimiser_clear (&o);
}

static void
set (DhOptimiserSpec *spec, const char *id, double value)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (dh_optimiser_spec_set (spec, id, value, &error));
  g_assert_no_error (error);
}

static void
test_defaults (void)
{
  g_test_summary ("Every optimiser follows its formula with its default parameters.");
  for (guint kind = 0; kind < DH_OPTIMISER_N; kind++)
    {
      DhOptimiserSpec spec;

      dh_optimiser_spec_init (&spec, (DhOptimiserKind) kind);
      g_test_message ("%s", dh_optimiser_info (spec.kind)->id);
      compare (&spec);
    }
}

static void
test_variations (void)
{
  static const struct
  {
    DhOptimiserKind kind;
    const char *setting[4];
    double value[4];
  } cases[] = {
    { DH_OPTIMISER_SGD, { "momentum" }, { 0.9 } },
    { DH_OPTIMISER_SGD, { "weight-decay" }, { 0.1 } },
    { DH_OPTIMISER_SGD, { "momentum", "dampening", "weight-decay" }, { 0.8, 0.3, 0.05 } },
    { DH_OPTIMISER_SGD, { "momentum", "nesterov", "weight-decay" }, { 0.8, 1, 0.05 } },
    { DH_OPTIMISER_ADAGRAD, { "lr-decay", "weight-decay", "eps" }, { 0.1, 0.2, 1e-3 } },
    { DH_OPTIMISER_ADADELTA, { "rho", "eps", "weight-decay" }, { 0.5, 1e-3, 0.1 } },
    { DH_OPTIMISER_RMSPROP, { "alpha", "momentum" }, { 0.5, 0.9 } },
    { DH_OPTIMISER_RMSPROP, { "centered", "weight-decay", "eps" }, { 1, 0.1, 1e-3 } },
    { DH_OPTIMISER_RMSPROP, { "centered", "momentum", "alpha" }, { 1, 0.5, 0.9 } },
    { DH_OPTIMISER_ADAM, { "beta1", "beta2", "eps" }, { 0.5, 0.7, 1e-2 } },
    { DH_OPTIMISER_ADAM, { "weight-decay", "amsgrad", "beta2" }, { 0.3, 1, 0.6 } },
    { DH_OPTIMISER_ADAM, { "beta1" }, { 0 } },
    { DH_OPTIMISER_ADAMW, { "weight-decay", "beta2" }, { 0.5, 0.9 } },
    { DH_OPTIMISER_ADAMW, { "weight-decay", "amsgrad", "beta2" }, { 0, 1, 0.5 } },
    { DH_OPTIMISER_NADAM, { "beta1", "momentum-decay", "weight-decay" }, { 0.7, 0.1, 0.1 } },
    { DH_OPTIMISER_RADAM, { "beta2", "weight-decay" }, { 0.9, 0.1 } },
    { DH_OPTIMISER_RADAM, { "beta2" }, { 0.5 } },
    { DH_OPTIMISER_AVERAGE_GRAD, { "dampening", "momentum" }, { 1, 0.7 } },
    { DH_OPTIMISER_AVERAGE_GRAD, { "momentum" }, { 0 } },
    { DH_OPTIMISER_WORKBOOK_MOMENTUM, { "beta" }, { 0.5 } },
    { DH_OPTIMISER_WORKBOOK_RMSPROP, { "beta", "v0" }, { 0.7, 5 } },
    { DH_OPTIMISER_WORKBOOK_ADAM, { "beta1", "beta2", "v0" }, { 0.3, 0.6, 2 } },
  };

  g_test_summary ("Every parameter does what the formula says.");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      DhOptimiserSpec spec;

      dh_optimiser_spec_init (&spec, cases[i].kind);
      for (int k = 0; k < 4 && cases[i].setting[k] != NULL; k++)
        set (&spec, cases[i].setting[k], cases[i].value[k]);
      g_assert_true (dh_optimiser_spec_validate (&spec, NULL));
      g_test_message ("case %" G_GSIZE_FORMAT, i);
      compare (&spec);
    }
}

static void
test_centred_constant (void)
{
  DhOptimiserSpec spec;
  DhOptimiser o;
  double w = 0;
  double g = 0.1;

  g_test_summary ("A gradient that never changes has variance 0: centred RMSprop stays finite.");
  dh_optimiser_spec_init (&spec, DH_OPTIMISER_RMSPROP);
  set (&spec, "centered", 1);
  set (&spec, "alpha", 0.3);
  dh_optimiser_init (&o, &spec, 1);
  for (int t = 0; t < 500; t++)
    {
      dh_optimiser_update (&o, 1e-12, &g, &w);
      g_assert_true (isfinite (w));
    }
  dh_optimiser_clear (&o);
}

static void
test_annealing (void)
{
  DhOptimiserSpec spec;
  DhOptimiser o;
  double w = 1;
  double before;

  g_test_summary ("The annealed sheet quarters its rate when the sum of the roots has more than doubled.");
  dh_optimiser_spec_init (&spec, DH_OPTIMISER_WORKBOOK_ADAM_ANNEALED);
  dh_optimiser_init (&o, &spec, 1);
  g_assert_cmpfloat (o.anneal, ==, 100);
  o.v[0] = 400;
  dh_optimiser_primed (&o);
  g_assert_cmpfloat (o.anneal, ==, 20);
  o.v[0] = 1600;
  dh_optimiser_end_epoch (&o); /* exactly twice is not more */
  g_assert_cmpfloat (o.lr_factor, ==, 1);
  o.v[0] = 1700;
  dh_optimiser_end_epoch (&o);
  g_assert_cmpfloat (o.lr_factor, ==, 0.25);
  g_assert_cmpfloat (o.anneal, ==, 20);
  o.v[0] = 100;
  dh_optimiser_end_epoch (&o);
  g_assert_cmpfloat (o.anneal, ==, 10);
  g_assert_cmpfloat (o.lr_factor, ==, 0.25);
  before = w;
  o.m[0] = 1;
  dh_optimiser_update (&o, 1, &(double) { 0 }, &w);
  g_assert_cmpfloat (before - w, ==, before - (before - 0.9 * 0.25 / sqrt (95.0)));
  dh_optimiser_reset (&o);
  g_assert_cmpfloat (o.lr_factor, ==, 1);
  g_assert_cmpfloat (o.v[0], ==, 10000);
  g_assert_cmpfloat (o.m[0], ==, 0);
  dh_optimiser_clear (&o);
}

static void
test_table (void)
{
  g_test_summary ("The table: ids are unique, defaults are valid, names read back.");
  for (guint i = 0; i < DH_OPTIMISER_N; i++)
    {
      const DhOptimiserInfo *info = dh_optimiser_info ((DhOptimiserKind) i);
      DhOptimiserKind kind;
      DhOptimiserSpec a, b;
      DhOptimiser o;

      g_assert_cmpuint (info->kind, ==, i);
      g_assert_true (dh_optimiser_parse (info->id, &kind, NULL));
      g_assert_cmpuint (kind, ==, i);
      g_assert_true (g_str_has_prefix (info->id, "workbook-") == info->workbook);
      g_assert_cmpfloat (info->default_lr, >, 0);
      g_assert_nonnull (info->formula);
      dh_optimiser_spec_init (&a, kind);
      dh_optimiser_spec_init (&b, kind);
      g_assert_true (dh_optimiser_spec_validate (&a, NULL));
      g_assert_true (dh_optimiser_spec_equal (&a, &b));
      for (guint p = 0; p < info->n_params; p++)
        {
          g_assert_nonnull (info->param[p].tooltip);
          b.param[p] = info->param[p].is_flag ? 1 - b.param[p] : b.param[p] / 2 + 0.1;
          g_assert_false (dh_optimiser_spec_equal (&a, &b));
          b.param[p] = a.param[p];
        }
      dh_optimiser_init (&o, &a, 2);
      g_assert_true ((o.m != NULL) == dh_optimiser_spec_has_m (&a));
      g_assert_true ((o.v != NULL) == dh_optimiser_spec_has_v (&a));
      dh_optimiser_clear (&o);
    }
}

static void
assert_refused (DhOptimiserKind kind, const char *id, double value, const char *expected)
{
  g_autoptr (GError) error = NULL;
  DhOptimiserSpec spec, before;

  dh_optimiser_spec_init (&spec, kind);
  before = spec;
  g_assert_false (dh_optimiser_spec_set (&spec, id, value, &error));
  g_assert_error (error, DH_ERROR, DH_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, expected));
  g_assert_true (dh_optimiser_spec_equal (&spec, &before));
}

static void
test_refusals (void)
{
  g_autoptr (GError) error = NULL;
  DhOptimiserSpec spec;
  DhOptimiserKind kind;

  g_test_summary ("Unknown parameters and values outside their domain are refused, and say which there are.");
  assert_refused (DH_OPTIMISER_SGD, "beta1", 0.9, "nesterov");
  assert_refused (DH_OPTIMISER_ADAM, "beta1", 1, "at least 0 and below 1");
  assert_refused (DH_OPTIMISER_ADAM, "beta2", -0.1, "amsgrad");
  assert_refused (DH_OPTIMISER_ADAM, "amsgrad", 0.5, "0 (off) or 1 (on)");
  assert_refused (DH_OPTIMISER_ADAM, "eps", (double) NAN, "at least 0");
  assert_refused (DH_OPTIMISER_WORKBOOK_RMSPROP, "v0", 0, "above 0");
  assert_refused (DH_OPTIMISER_WORKBOOK_RMSPROP, "v0", HUGE_VAL, "above 0");
  assert_refused (DH_OPTIMISER_WORKBOOK_SGD, "momentum", 0.9, "none at all");
  dh_optimiser_spec_init (&spec, DH_OPTIMISER_SGD);
  set (&spec, "nesterov", 1);
  g_assert_false (dh_optimiser_spec_validate (&spec, &error));
  g_assert_error (error, DH_ERROR, DH_ERROR_INVALID);
  g_clear_error (&error);
  set (&spec, "momentum", 0.9);
  g_assert_true (dh_optimiser_spec_validate (&spec, NULL));
  set (&spec, "dampening", 0.1);
  g_assert_false (dh_optimiser_spec_validate (&spec, NULL));
  g_assert_false (dh_optimiser_parse ("adamax", &kind, &error));
  g_assert_error (error, DH_ERROR, DH_ERROR_PARSE);
  g_assert_nonnull (strstr (error->message, "workbook-adam-annealed"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/optimisers/table", test_table);
  g_test_add_func ("/optimisers/defaults", test_defaults);
  g_test_add_func ("/optimisers/variations", test_variations);
  g_test_add_func ("/optimisers/centred-constant", test_centred_constant);
  g_test_add_func ("/optimisers/annealing", test_annealing);
  g_test_add_func ("/optimisers/refusals", test_refusals);
  return g_test_run ();
}
