/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* The network against a naive one, its gradients and Hessian products against differences, for
 * every activation, depth and batch size; and the small models to the bit. */
#include "dh-error.h"
#include "dh-init.h"
#include "dh-network.h"
#include "dh-rng.h"
#include "dh-small-models.h"

#include <math.h>
#include <string.h>

#define MAX_ROWS 40

typedef struct
{
  DhModelSpec spec;
  DhNetwork *network;
  gsize n;     /* weights */
  gsize rows;
  double *w;
  double x[MAX_ROWS], y[MAX_ROWS];
} Case;

static void
case_init (Case *c, const char *model, gsize rows, guint64 seed)
{
  g_autoptr (GError) error = NULL;
  DhRng rng;

  g_assert_true (dh_model_spec_parse (model, &c->spec, &error));
  g_assert_no_error (error);
  c->network = dh_network_new (&c->spec, rows, &error);
  g_assert_no_error (error);
  c->n = dh_network_n_weights (c->network);
  g_assert_cmpuint (c->n, ==, dh_model_n_weights (&c->spec));
  g_assert_true (dh_model_spec_equal (dh_network_get_spec (c->network), &c->spec));
  c->rows = rows;
  c->w = g_new (double, c->n);
  dh_rng_init (&rng, seed);
  for (guint l = 0; l < dh_model_n_layers (&c->spec); l++)
    {
      DhLayer layer;
      double scale;

      dh_model_layer (&c->spec, l, &layer);
      scale = 1 / sqrt (layer.n_in);
      for (gsize i = layer.weights; i < layer.biases + layer.n_out; i++)
        c->w[i] = scale * dh_rng_normal (&rng);
    }
  for (gsize i = 0; i < rows; i++)
    {
      c->x[i] = 2 * dh_rng_normal (&rng);
      c->y[i] = 2 * dh_rng_normal (&rng);
    }
}

static void
case_clear (Case *c)
{
  dh_network_free (c->network);
  g_free (c->w);
}

/* The plainest network there can be, one row at a time. */
static double
naive_predict (const DhModelSpec *spec, const double *w, double x)
{
  const DhActivationInfo *info = dh_activation_info (spec->activation);
  g_autofree double *in = g_new (double, 1);

  in[0] = x;
  for (guint l = 0; l < dh_model_n_layers (spec); l++)
    {
      double *out;
      DhLayer layer;

      dh_model_layer (spec, l, &layer);
      out = g_new (double, layer.n_out);
      for (gsize j = 0; j < layer.n_out; j++)
        {
          double sum = 0;

          for (gsize k = 0; k < layer.n_in; k++)
            sum += w[layer.weights + j * layer.n_in + k] * in[k];
          sum += w[layer.biases + j];
          out[j] = l < spec->n_hidden ? info->value (sum) : sum;
        }
      g_free (in);
      in = out;
    }
  return in[0];
}

static double
naive_loss (const Case *c, const double *w)
{
  double sum = 0;

  for (gsize i = 0; i < c->rows; i++)
    sum += pow (naive_predict (&c->spec, w, c->x[i]) - c->y[i], 2);
  return sum / (double) c->rows;
}

/* Central differences extrapolated once (Richardson): error of order h^4. */
static double
naive_slope (const Case *c, double *w, gsize k)
{
  double d[2];

  for (guint i = 0; i < 2; i++)
    {
      double h = i == 0 ? 1e-3 : 5e-4, kept = w[k], up;

      w[k] = kept + h;
      up = naive_loss (c, w);
      w[k] = kept - h;
      d[i] = (up - naive_loss (c, w)) / (2 * h);
      w[k] = kept;
    }
  return (4 * d[1] - d[0]) / 3;
}

static gboolean
has_kink (DhActivation activation)
{
  return activation == DH_ACTIVATION_RELU || activation == DH_ACTIVATION_LEAKY_RELU;
}

/* A kink between the points of a difference would spoil it: keeps seeds without any near. */
static gboolean
near_kink (const Case *c)
{
  g_autofree guint8 *here = NULL;
  g_autofree guint8 *there = NULL;
  gsize units = 0;

  if (!has_kink (c->spec.activation))
    return FALSE;
  for (guint i = 0; i < c->spec.n_hidden; i++)
    units += c->spec.width[i];
  here = g_malloc (units + 1);
  there = g_malloc (units + 1);
  for (gsize i = 0; i < c->rows; i++)
    {
      dh_network_units_on (c->network, c->w, c->x[i], here);
      for (gsize k = 0; k < c->n; k++)
        for (guint side = 0; side < 2; side++)
          {
            double kept = c->w[k];

            c->w[k] = kept + (side ? 2e-3 : -2e-3);
            dh_network_units_on (c->network, c->w, c->x[i], there);
            c->w[k] = kept;
            if (memcmp (here, there, units) != 0)
              return TRUE;
          }
    }
  return FALSE;
}

static void
check_gradient (Case *c)
{
  g_autofree double *g = g_new (double, c->n);
  double prediction[MAX_ROWS], error[MAX_ROWS], loss, sum = 0;
  gsize moving = 0;

  loss = dh_network_loss_gradient (c->network, c->w, c->x, c->y, c->rows, prediction, error, g);
  for (gsize i = 0; i < c->rows; i++)
    {
      g_assert_cmpfloat_with_epsilon (prediction[i], naive_predict (&c->spec, c->w, c->x[i]),
                                      1e-12);
      g_assert_cmpfloat (error[i], ==, (prediction[i] - c->y[i]) * (prediction[i] - c->y[i]));
      sum += error[i];
    }
  g_assert_cmpfloat (loss, ==, sum / (double) c->rows);
  g_assert_cmpfloat (loss, ==, dh_network_loss (c->network, c->w, c->x, c->y, c->rows));
  for (gsize k = 0; k < c->n; k++)
    {
      double slope = naive_slope (c, c->w, k);

      g_assert_cmpfloat_with_epsilon (g[k], slope, 1e-7 * (1 + fabs (slope)));
      moving += fabs (g[k]) > 1e-4;
    }
  /* Guard: with all gradients 0 the comparison would prove nothing. Two thirds may be dead. */
  g_assert_cmpuint (3 * moving, >=, c->n);
}

static void
check_hessian (Case *c)
{
  g_autofree double *v = g_new (double, c->n);
  g_autofree double *w = g_memdup2 (c->w, c->n * sizeof (double));
  g_autofree double *hv = g_new (double, c->n);
  g_autofree double *g[4] = { NULL };
  double prediction[MAX_ROWS];
  static const double at[4] = { 1e-3, -1e-3, 5e-4, -5e-4 };
  gsize moving = 0;
  DhRng rng;

  dh_rng_init (&rng, 77);
  for (gsize k = 0; k < c->n; k++)
    v[k] = dh_rng_uniform (&rng) - 0.5;
  for (guint i = 0; i < 4; i++)
    {
      g[i] = g_new (double, c->n);
      for (gsize k = 0; k < c->n; k++)
        w[k] = c->w[k] + at[i] * v[k];
      dh_network_loss_gradient (c->network, w, c->x, c->y, c->rows, prediction, NULL, g[i]);
    }
  dh_network_hessian_vector (c->network, c->w, v, c->x, c->y, c->rows, hv);
  for (gsize k = 0; k < c->n; k++)
    {
      double coarse = (g[0][k] - g[1][k]) / 2e-3, fine = (g[2][k] - g[3][k]) / 1e-3;
      double want = (4 * fine - coarse) / 3;

      g_assert_cmpfloat_with_epsilon (hv[k], want, 1e-7 * (1 + fabs (want)));
      moving += fabs (hv[k]) > 1e-4;
    }
  g_assert_cmpuint (3 * moving, >=, c->n);
  for (guint i = 0; i < 4; i++)
    g_clear_pointer (&g[i], g_free);
}

static void
test_gradients (void)
{
  static const char *const widths[] = { "", "3", "4,3", "3,2,4", "2,3,3,2" };
  static const gsize batches[] = { 1, 5 };

  g_test_summary ("Gradients and Hessian products of every activation, depth and batch");
  for (guint a = 0; a < DH_ACTIVATION_N; a++)
    for (guint d = 0; d < G_N_ELEMENTS (widths); d++)
      for (guint b = 0; b < G_N_ELEMENTS (batches); b++)
        {
          g_autofree char *model = g_strdup_printf ("mlp:%s:%s", widths[d],
                                                    dh_activation_info (a)->id);
          guint64 seed = 1;
          guint8 alive[16];
          gsize on;
          Case c;

          /* For relu one that is mostly alive on its first row. */
          for (;; seed++)
            {
              case_init (&c, model, batches[b], seed);
              on = 0;
              if (a == DH_ACTIVATION_RELU)
                {
                  dh_network_units_on (c.network, c.w, c.x[0], alive);
                  for (guint i = 0, u = 0; i < c.spec.n_hidden; i++)
                    for (guint j = 0; j < c.spec.width[i]; j++)
                      on += alive[u++] ? 0 : 1;
                }
              if (on <= 1 && !near_kink (&c))
                break;
              case_clear (&c);
            }
          check_gradient (&c);
          check_hessian (&c);
          case_clear (&c);
        }
}

/* Wide enough for BLAS, and shapes about the kernels' blocks of four. */
static void
test_kernels (void)
{
  static const char *const models[] = { "mlp:64,64:tanh", "mlp:33,17:gelu", "mlp:5,3,2,7:softplus",
                                        "mlp:1,4,1,6:sigmoid", "mlp:100,20:leaky-relu" };
  static const gsize batches[] = { 1, 3, 4, 7, 32, 37 };

  g_test_summary ("Every shape agrees with the naive network, gradients with sums over single rows");
  for (guint m = 0; m < G_N_ELEMENTS (models); m++)
    for (guint b = 0; b < G_N_ELEMENTS (batches); b++)
      {
        g_autofree double *g = NULL;
        g_autofree double *part = NULL;
        g_autofree double *sum = NULL;
        double prediction[MAX_ROWS], one;
        Case c;

        case_init (&c, models[m], batches[b], 3);
        g = g_new (double, c.n);
        part = g_new (double, c.n);
        sum = g_new0 (double, c.n);
        dh_network_loss_gradient (c.network, c.w, c.x, c.y, c.rows, prediction, NULL, g);
        for (gsize i = 0; i < c.rows; i++)
          {
            double r = prediction[i] - c.y[i];

            g_assert_cmpfloat_with_epsilon (prediction[i],
                                            naive_predict (&c.spec, c.w, c.x[i]), 1e-12);
            one = dh_network_output_gradient (c.network, c.w, c.x[i], part);
            g_assert_cmpfloat_with_epsilon (one, prediction[i], 1e-12);
            for (gsize k = 0; k < c.n; k++)
              sum[k] += 2 * r * part[k] / (double) c.rows;
          }
        for (gsize k = 0; k < c.n; k++)
          g_assert_cmpfloat_with_epsilon (g[k], sum[k], 1e-11 * (1 + fabs (sum[k])));
        case_clear (&c);
      }
}

static void
test_repeatable (void)
{
  g_autofree double *g = NULL;
  g_autofree double *again = NULL;
  double prediction[MAX_ROWS];
  DhNetwork *other;
  Case c;

  g_test_summary ("The same call gives the same bits, in a network for larger batches too");
  case_init (&c, "mlp:64,64:tanh", 32, 5);
  other = dh_network_new (&c.spec, 1000, NULL);
  g = g_new (double, c.n);
  again = g_new (double, c.n);
  dh_network_loss_gradient (c.network, c.w, c.x, c.y, 32, prediction, NULL, g);
  for (guint i = 0; i < 5; i++)
    {
      dh_network_loss_gradient (i % 2 ? c.network : other, c.w, c.x, c.y, 32, prediction, NULL,
                                again);
      g_assert_cmpint (memcmp (g, again, c.n * sizeof *g), ==, 0);
    }
  dh_network_free (other);
  case_clear (&c);
}

static void
test_pieces (void)
{
  double all[MAX_ROWS], pieces[MAX_ROWS];
  g_autoptr (DhNetwork) narrow = NULL;
  g_autofree double *v = NULL;
  g_autofree double *hv = NULL;
  g_autofree double *hv_pieces = NULL;
  Case c;

  g_test_summary ("More rows than a batch are worked off in pieces");
  case_init (&c, "mlp:3,3:gelu", 40, 2);
  narrow = dh_network_new (&c.spec, 7, NULL);
  dh_network_predict (c.network, c.w, c.x, all, 40);
  dh_network_predict (narrow, c.w, c.x, pieces, 40);
  g_assert_cmpint (memcmp (all, pieces, sizeof all), ==, 0);
  v = g_memdup2 (c.w, c.n * sizeof (double));
  hv = g_new (double, c.n);
  hv_pieces = g_new (double, c.n);
  dh_network_hessian_vector (c.network, c.w, v, c.x, c.y, 40, hv);
  dh_network_hessian_vector (narrow, c.w, v, c.x, c.y, 40, hv_pieces);
  for (gsize k = 0; k < c.n; k++)
    g_assert_cmpfloat_with_epsilon (hv[k], hv_pieces[k], 1e-12 * (1 + fabs (hv[k])));
  case_clear (&c);
}

static void
test_small (void)
{
  /* First row of the workbook, and others with a dead and a live unit. */
  static const double rows[][2] = { { 14, 58 }, { 86, 202 }, { -3, 1 }, { 0, 5 } };
  const double w[] = { 1.1, -0.7, 0.9, 2.3 };

  g_test_summary ("The small models are the workbook's formulas to the bit");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      double x = rows[i][0], y = rows[i][1], p, e, g[4];
      double u = w[0] * x + w[1], de;
      g_autoptr (DhNetwork) network = NULL;
      DhModelSpec spec;

      dh_model_spec_init (&spec, DH_MODEL_LINEAR);
      network = dh_network_new (&spec, 1, NULL);
      dh_network_loss_gradient (network, w, &x, &y, 1, &p, &e, g);
      g_assert_cmpfloat (p, ==, w[1] + w[0] * x);
      g_assert_cmpfloat (e, ==, (y - p) * (y - p));
      g_assert_cmpfloat (g[1], ==, 2 * (p - y));
      g_assert_cmpfloat (g[0], ==, 2 * (p - y) * x);
      g_clear_pointer (&network, dh_network_free);

      dh_model_spec_init (&spec, DH_MODEL_TWO_LINEAR);
      network = dh_network_new (&spec, 1, NULL);
      dh_network_loss_gradient (network, w, &x, &y, 1, &p, &e, g);
      de = 2 * (p - y);
      g_assert_cmpfloat (p, ==, w[2] * u + w[3]);
      g_assert_cmpfloat (g[3], ==, de);
      g_assert_cmpfloat (g[2], ==, de * u);
      g_assert_cmpfloat (g[1], ==, de * w[2]);
      g_assert_cmpfloat (g[0], ==, de * w[2] * x);
      g_clear_pointer (&network, dh_network_free);

      dh_model_spec_init (&spec, DH_MODEL_TWO_RELU);
      network = dh_network_new (&spec, 1, NULL);
      dh_network_loss_gradient (network, w, &x, &y, 1, &p, &e, g);
      de = 2 * (p - y);
      g_assert_cmpfloat (p, ==, w[2] * MAX (u, 0) + w[3]);
      g_assert_cmpfloat (g[3], ==, de);
      g_assert_cmpfloat (g[2], ==, u > 0 ? de * u : 0);
      g_assert_cmpfloat (g[1], ==, u > 0 ? de * w[2] : 0);
      g_assert_cmpfloat (g[0], ==, u > 0 ? de * w[2] * x : 0);
    }
}

/* A row of the sheet "basic": weights 1, x 14, y 58. */
static void
test_workbook (void)
{
  double w[] = { 1, 1 }, x = 14, y = 58, p, e, g[2], bump[2];
  g_autoptr (DhNetwork) network = NULL;
  DhModelSpec spec;

  g_test_summary ("The first row of the workbook's basic sheet, bump derivatives included");
  dh_model_spec_init (&spec, DH_MODEL_LINEAR);
  network = dh_network_new (&spec, 1, NULL);
  dh_network_loss_gradient (network, w, &x, &y, 1, &p, &e, g);
  g_assert_cmpfloat (p, ==, 15);
  g_assert_cmpfloat (e, ==, 1849);
  g_assert_cmpfloat (g[1], ==, -86);
  g_assert_cmpfloat (g[0], ==, -1204);
  dh_network_bump (network, w, &x, &y, 1, 0.01, FALSE, bump);
  g_assert_cmpfloat_with_epsilon (bump[1], -85.989999999992506, 1e-9);
  g_assert_cmpfloat_with_epsilon (bump[0], -1202.0400000000109, 1e-9);
  dh_network_bump (network, w, &x, &y, 1, 0.01, TRUE, bump);
  g_assert_cmpfloat_with_epsilon (bump[1], -86, 1e-9);
  g_assert_cmpfloat_with_epsilon (bump[0], -1204, 1e-9);
}

static void
test_bump (void)
{
  g_autofree double *kept = NULL;
  g_autofree double *g = NULL;
  g_autofree double *bump = NULL;
  double prediction[MAX_ROWS];
  Case c;

  g_test_summary ("Bumps leave the weights bit for bit, and central ones come nearer");
  case_init (&c, "mlp:4,3:tanh", 5, 8);
  c.w[0] = 0.1 + 1e-17;
  kept = g_memdup2 (c.w, c.n * sizeof (double));
  g = g_new (double, c.n);
  bump = g_new (double, c.n);
  dh_network_loss_gradient (c.network, c.w, c.x, c.y, 5, prediction, NULL, g);
  for (guint central = 0; central < 2; central++)
    {
      double worst = 0;

      dh_network_bump (c.network, c.w, c.x, c.y, 5, 1e-4, central == 1, bump);
      g_assert_cmpint (memcmp (c.w, kept, c.n * sizeof (double)), ==, 0);
      for (gsize k = 0; k < c.n; k++)
        worst = fmax (worst, fabs (bump[k] - g[k]));
      g_assert_cmpfloat (worst, <, central ? 1e-6 : 1e-2);
      g_assert_cmpfloat (worst, >, central ? 0 : 1e-6);
    }
  case_clear (&c);
}

static void
test_explosion (void)
{
  const double w[] = { 1e200, 1e200, 1e200, 1e200 }, nan[] = { (double) NAN, 1, 1, 1 };
  double x = 2, y = 1, p, g[4];

  g_test_summary ("What overflows is infinite or NaN and never quietly something else");
  for (guint k = DH_MODEL_TWO_LINEAR; k <= DH_MODEL_TWO_RELU; k++)
    {
      g_autoptr (DhNetwork) network = NULL;
      DhModelSpec spec;

      dh_model_spec_init (&spec, k);
      network = dh_network_new (&spec, 1, NULL);
      g_assert_true (isinf (dh_network_loss_gradient (network, w, &x, &y, 1, &p, NULL, g)));
      g_assert_true (isnan (dh_network_loss (network, nan, &x, &y, 1)));
    }
}

static void
test_units_on (void)
{
  const double w[] = { 1, -1, 0, 0, -5, 1, 2, 3, 4, 0.5 }; /* z = x, -x - 5, 1 */
  g_autoptr (DhNetwork) network = NULL;
  DhModelSpec spec;
  guint8 on[3];

  g_test_summary ("Units are on where their pre-activation is positive");
  g_assert_true (dh_model_spec_parse ("mlp:3:relu", &spec, NULL));
  network = dh_network_new (&spec, 1, NULL);
  dh_network_units_on (network, w, 2, on);
  g_assert_true (on[0] && !on[1] && on[2]);
  dh_network_units_on (network, w, -6, on);
  g_assert_true (!on[0] && on[1] && on[2]);
  dh_network_units_on (network, w, 0, on);
  g_assert_true (!on[0] && !on[1] && on[2]);
}

static void
test_too_large (void)
{
  g_autoptr (GError) error = NULL;
  DhModelSpec spec;

  g_test_summary ("A batch whose scratch would not fit is refused with the remedy");
  g_assert_true (dh_model_spec_parse ("mlp:300,300:relu", &spec, NULL));
  g_assert_null (dh_network_new (&spec, 10000000, &error));
  g_assert_error (error, DH_ERROR, DH_ERROR_LIMIT);
  g_assert_nonnull (strstr (error->message, "smaller batch"));
  g_clear_error (&error);
  g_assert_null (dh_network_new (&spec, G_MAXSIZE, &error));
  g_assert_error (error, DH_ERROR, DH_ERROR_LIMIT);
  g_clear_error (&error);
  spec.width[0] = 1000000;
  g_assert_null (dh_network_new (&spec, 1, &error));
  g_assert_error (error, DH_ERROR, DH_ERROR_LIMIT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/network/small", test_small);
  g_test_add_func ("/network/workbook", test_workbook);
  g_test_add_func ("/network/gradients", test_gradients);
  g_test_add_func ("/network/kernels", test_kernels);
  g_test_add_func ("/network/repeatable", test_repeatable);
  g_test_add_func ("/network/pieces", test_pieces);
  g_test_add_func ("/network/bump", test_bump);
  g_test_add_func ("/network/explosion", test_explosion);
  g_test_add_func ("/network/units-on", test_units_on);
  g_test_add_func ("/network/too-large", test_too_large);
  return g_test_run ();
}
