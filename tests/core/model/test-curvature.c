/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Curvature: known values, closed forms, and that the epoch limit parts growth from contraction. */
#include "dh-curvature.h"
#include "dh-init.h"
#include "dh-network.h"
#include "dh-rng.h"

#include <math.h>
#include <string.h>

static DhData *
make_data (const char *text)
{
  g_autoptr (GError) error = NULL;
  DhDataSpec spec;
  DhData *data;

  dh_data_spec_init (&spec);
  g_assert_true (dh_data_spec_parse (text, &spec, &error));
  data = dh_data_new_generated (&spec, &error);
  g_assert_no_error (error);
  return data;
}

static void
parse_model (const char *text, DhModelSpec *model)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (dh_model_spec_parse (text, model, &error));
  g_assert_no_error (error);
}

static void
assert_near (double got, double want, double relative)
{
  if (!(fabs (got - want) <= relative * fabs (want)))
    g_test_message ("%.17g is not %.17g", got, want);
  g_assert_true (fabs (got - want) <= relative * fabs (want));
}

/* The loss of the linear model over the workbook's rows: H = 2 [mean x^2, mean x; mean x, 1]. */
static void
linear_eigenvalues (const DhData *data, double *low, double *high)
{
  double sxx = 0, sx = 0, trace, root;
  gsize n = dh_data_get_n_rows (data);

  for (gsize i = 0; i < n; i++)
    {
      double x = dh_data_get_x (data)[i];

      sxx += x * x / (double) n;
      sx += x / (double) n;
    }
  trace = sxx + 1;
  root = sqrt ((sxx - 1) * (sxx - 1) + 4 * sx * sx);
  *high = trace + root;
  *low = 4 * (sxx - sx * sx) / *high;
}

static void
test_workbook (void)
{
  g_autoptr (DhData) data = make_data ("workbook");
  const double w[] = { 1, 1 }, elsewhere[] = { -3, 700 };
  DhModelSpec model;
  DhCurvature c, other;
  double low, high;

  g_test_summary ("The limits that numerics.md names, and the closed form of the eigenvalues");
  dh_model_spec_init (&model, DH_MODEL_LINEAR);
  linear_eigenvalues (data, &low, &high);
  g_assert_true (dh_curvature_compute (&model, data, w, 1, FALSE, NULL, &c));
  assert_near (c.lambda_max, high, 1e-13);
  assert_near (c.lambda_min, low, 1e-10);
  assert_near (c.condition, high / low, 1e-10);
  assert_near (c.row_limit, 1 / (99.0 * 99 + 1), 1e-15);
  assert_near (c.epoch_limit, 4.38e-4, 1e-3);
  g_assert_true (dh_curvature_compute (&model, data, w, 1, TRUE, NULL, &other));
  assert_near (other.epoch_limit, 3.89e-4, 1e-3);
  g_assert_true (dh_curvature_compute (&model, data, w, 0, FALSE, NULL, &other));
  assert_near (other.epoch_limit, 2 / high, 1e-12);
  g_assert_true (dh_curvature_compute (&model, data, elsewhere, 1, FALSE, NULL, &other));
  assert_near (other.epoch_limit, c.epoch_limit, 1e-9);
}

/* An error of the linear model's weights, pushed through epochs of real row-by-row updates. */
static double
distance_after (const DhData *data, double rate, guint epochs, gsize updates)
{
  double a = 2.5, b = 29;

  for (guint e = 0; e < epochs; e++)
    for (gsize i = 0; i < updates; i++)
      {
        double x = dh_data_get_x (data)[i];
        double db = 2 * (a * x + b - dh_data_get_y (data)[i]);

        a -= rate * db * x;
        b -= rate * db;
      }
  return hypot (a - 2, b - 30);
}

static void
test_outcome (void)
{
  static const char *const sources[] = { "workbook", "range:-80:120:10", "random:40:1:20:5" };

  g_test_summary ("Training just below the epoch limit converges, just above it runs away");
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    for (guint drop = 0; drop < 2; drop++)
      {
        g_autoptr (DhData) data = make_data (sources[i]);
        const double w[] = { 1, 1 };
        gsize updates = dh_data_get_n_rows (data) - drop;
        DhModelSpec model;
        DhCurvature c;

        dh_model_spec_init (&model, DH_MODEL_LINEAR);
        g_assert_true (dh_curvature_compute (&model, data, w, 1, drop == 1, NULL, &c));
        g_assert_cmpfloat (distance_after (data, c.epoch_limit * 0.99, 20000, updates), <, 0.1);
        g_assert_true (!(distance_after (data, c.epoch_limit * 1.01, 20000, updates) < 1e3));
      }
}

static void
test_neutral (void)
{
  g_autoptr (DhData) data = make_data ("range:0:10:1");
  /* On the solution y = 2x + 30 of two-linear; the scaling of (a, b) against c changes nothing. */
  const double solved[] = { 4, 10, 0.5, 25 };
  /* Dead for all x >= 0: only d counts. */
  const double dead[] = { -1, -1, 1, 1 };
  /* Far from any solution the saddle shows. */
  const double saddle[] = { 0, 0, 0, 0 };
  DhModelSpec model;
  DhCurvature c;

  g_test_summary ("Neutral directions do not hide the limit of the others; saddles have none");
  dh_model_spec_init (&model, DH_MODEL_TWO_LINEAR);
  g_assert_true (dh_curvature_compute (&model, data, solved, 1, FALSE, NULL, &c));
  g_assert_cmpfloat (fabs (c.lambda_min), <, 1e-10 * c.lambda_max);
  g_assert_cmpfloat (c.epoch_limit, >, c.row_limit);
  g_assert_cmpfloat (c.epoch_limit, <, 100 * c.row_limit);
  g_assert_true (dh_curvature_compute (&model, data, solved, 0, FALSE, NULL, &c));
  assert_near (c.epoch_limit, 2 / c.lambda_max, 1e-12);

  dh_model_spec_init (&model, DH_MODEL_TWO_RELU);
  g_assert_true (dh_curvature_compute (&model, data, dead, 1, FALSE, NULL, &c));
  assert_near (c.lambda_max, 2, 1e-12);
  g_assert_cmpfloat (c.lambda_min, ==, 0);
  g_assert_true (isinf (c.condition));
  assert_near (c.row_limit, 1, 1e-15);
  assert_near (c.epoch_limit, 1, 1e-8); /* (1 - 2 rate)^11 */

  dh_model_spec_init (&model, DH_MODEL_TWO_LINEAR);
  for (guint batch = 0; batch < 3; batch++)
    {
      g_assert_true (dh_curvature_compute (&model, data, saddle, batch, FALSE, NULL, &c));
      g_assert_cmpfloat (c.lambda_min, <, 0);
      g_assert_true (isinf (c.condition));
      g_assert_cmpfloat (c.epoch_limit, ==, 0);
    }
}

static void
test_no_updates (void)
{
  g_autoptr (DhData) data = make_data ("range:3:3:1");
  const double w[] = { 1, 1 };
  DhModelSpec model;
  DhCurvature c;

  g_test_summary ("One row whose update is thrown away bounds nothing; kept, it has its own limit");
  dh_model_spec_init (&model, DH_MODEL_LINEAR);
  g_assert_true (dh_curvature_compute (&model, data, w, 1, TRUE, NULL, &c));
  g_assert_true (isinf (c.epoch_limit));
  g_assert_true (dh_curvature_compute (&model, data, w, 1, FALSE, NULL, &c));
  assert_near (c.epoch_limit, 0.1, 1e-10);
  assert_near (c.row_limit, 0.1, 1e-15);
}

static void
test_jacobi (void)
{
  DhRng rng;

  g_test_summary ("Eigenvalues of Q diag Q' for random rotations Q, of singular and one-row matrices");
  dh_rng_init (&rng, 1);
  for (gsize n = 1; n <= 64; n = n < 8 ? n + 1 : n * 2)
    {
      g_autofree double *a = g_new0 (double, n * n);
      g_autofree double *values = g_new (double, n);

      for (gsize i = 0; i < n; i++)
        a[i * n + i] = i % 3 == 0 ? 0 : (double) i * (i % 2 ? 1 : -1);
      memset (values, 0, n * sizeof *values);
      for (guint r = 0; r < 500 && n > 1; r++)
        {
          gsize p = dh_rng_below (&rng, n), q = (p + 1 + dh_rng_below (&rng, n - 1)) % n;
          double angle = dh_rng_uniform (&rng) * 6, c = cos (angle), s = sin (angle);

          for (gsize k = 0; k < n; k++)
            {
              double kp = a[k * n + p], kq = a[k * n + q];

              a[k * n + p] = c * kp - s * kq;
              a[k * n + q] = s * kp + c * kq;
            }
          for (gsize k = 0; k < n; k++)
            {
              double pk = a[p * n + k], qk = a[q * n + k];

              a[p * n + k] = c * pk - s * qk;
              a[q * n + k] = s * pk + c * qk;
            }
        }
      dh_symmetric_eigenvalues (a, n, values);
      for (gsize i = 0; i < n; i++)
        {
          double want = i % 3 == 0 ? 0 : (double) i * (i % 2 ? 1 : -1);
          gboolean found = FALSE;

          for (gsize k = 0; k < n; k++)
            found |= fabs (values[k] - want) < 1e-11;
          g_assert_true (found);
          g_assert_true (i == 0 || values[i - 1] <= values[i]);
        }
    }
}

/* A wide model with no activation is the linear one in disguise: rank two at its solution. */
static void
test_large (void)
{
  g_autoptr (DhData) data = make_data ("range:0:5:1");
  g_autofree double *w = NULL;
  DhModelSpec model;
  DhCurvature c;
  double slope = 0, sum_c2 = 0, a2 = 0, ab = 0, b2 = 0, sxx = 0, sx = 0;
  double m00, m01_m10, m11, high;
  const gsize units = 40;

  g_test_summary ("Above 64 weights the power iteration finds the closed form, and a usable limit");
  parse_model ("mlp:40:identity", &model);
  w = g_new (double, dh_model_n_weights (&model));
  for (gsize j = 0; j < units; j++)
    {
      w[j] = 0.1 + 0.01 * (double) j;
      w[units + j] = 0.3 - 0.02 * (double) j;
      w[2 * units + j] = j % 2 ? 0.2 : -0.1;
      slope += w[j] * w[2 * units + j];
    }
  w[3 * units] = 30;
  for (gsize j = 0; j < units; j++)
    {
      w[2 * units + j] *= 2 / slope;
      w[3 * units] -= w[2 * units + j] * w[units + j];
      sum_c2 += w[2 * units + j] * w[2 * units + j];
      a2 += w[j] * w[j];
      ab += w[j] * w[units + j];
      b2 += w[units + j] * w[units + j];
    }
  /* grad y^ . grad y^' = (x x' + 1) sum c^2 + sum (a x + b)(a x' + b) + 1
   * = (x, 1) K (x', 1)'; H = 2 mean of gradients, whose eigenvalues are those of 2 M K. */
  for (gsize i = 0; i < 6; i++)
    {
      sxx += (double) (i * i) / 6;
      sx += (double) i / 6;
    }
  m00 = 2 * (sxx * (sum_c2 + a2) + sx * ab);
  m01_m10 = 2 * (sxx * ab + sx * (sum_c2 + b2 + 1)) * 2 * (sx * (sum_c2 + a2) + ab);
  m11 = 2 * (sx * ab + sum_c2 + b2 + 1);
  high = (m00 + m11) / 2 + sqrt ((m00 - m11) * (m00 - m11) / 4 + m01_m10);
  g_assert_true (dh_curvature_compute (&model, data, w, 0, FALSE, NULL, &c));
  assert_near (c.lambda_max, high, 1e-9);
  g_assert_cmpfloat (fabs (c.lambda_min), <, 1e-6 * high);
  g_assert_true (dh_curvature_compute (&model, data, w, 1, FALSE, NULL, &c));
  g_assert_cmpfloat (c.epoch_limit, >, c.row_limit);
  g_assert_true (isfinite (c.epoch_limit));
}

static void
test_dense_general (void)
{
  g_autoptr (DhData) data = make_data ("range:-1:1:0.25");
  g_autoptr (DhNetwork) network = NULL;
  gsize n, rows = dh_data_get_n_rows (data);
  DhModelSpec model;
  DhInitSpec init;
  DhCurvature c;
  double w[64], up[64], down[64], h[64 * 64], values[64], prediction[16];

  g_test_summary ("Eigenvalues of a tanh network against differences of its gradients");
  parse_model ("mlp:4,3:tanh", &model);
  n = dh_model_n_weights (&model);
  dh_init_spec_init (&init, DH_INIT_XAVIER);
  dh_init_weights (&init, &model, w);
  network = dh_network_new (&model, rows, NULL);
  for (gsize i = 0; i < n; i++)
    {
      const double step = 1e-5, kept = w[i];

      w[i] = kept + step;
      dh_network_loss_gradient (network, w, dh_data_get_x (data), dh_data_get_y (data), rows,
                                prediction, NULL, up);
      w[i] = kept - step;
      dh_network_loss_gradient (network, w, dh_data_get_x (data), dh_data_get_y (data), rows,
                                prediction, NULL, down);
      w[i] = kept;
      for (gsize k = 0; k < n; k++)
        h[i * n + k] = (up[k] - down[k]) / (2 * step);
    }
  dh_symmetric_eigenvalues (h, n, values);
  g_assert_true (dh_curvature_compute (&model, data, w, 2, FALSE, NULL, &c));
  assert_near (c.lambda_max, values[n - 1], 1e-6);
  g_assert_cmpfloat_with_epsilon (c.lambda_min, values[0], 1e-6 * values[n - 1]);
}

/* Mean growth of a vector over an epoch of the linearised row-by-row updates. */
static double
growth (DhNetwork *network, const DhData *data, const double *w, double rate)
{
  const double *x = dh_data_get_x (data), *y = dh_data_get_y (data);
  double v[4] = { 0.3, -0.5, 0.7, 0.2 }, hv[4], sum = 0;
  const guint epochs = 1000;

  for (guint e = 0; e < epochs; e++)
    {
      double length = 0;

      for (gsize i = 0; i < dh_data_get_n_rows (data); i++)
        {
          dh_network_hessian_vector (network, w, v, x + i, y + i, 1, hv);
          for (guint k = 0; k < 4; k++)
            v[k] -= rate * hv[k];
        }
      for (guint k = 0; k < 4; k++)
        length += v[k] * v[k];
      length = sqrt (length);
      for (guint k = 0; k < 4; k++)
        v[k] /= length;
      if (e >= epochs / 2)
        sum += log (length);
    }
  return sum / (epochs / 2);
}

/* At the weights that the rows scatter about evenly, what single rows curve the wrong way cancels
 * in their sum, but not in the product of their updates at larger rates. */
static void
test_indefinite_rows (void)
{
  const double w[] = { 1, 0.3, 2, 0.1 };
  const double scatter[] = { 0.5, 50, 5000 };
  g_autoptr (DhNetwork) network = NULL;
  DhModelSpec model;
  DhDataSpec spec;

  g_test_summary ("Rows may curve the wrong way where their sum does not: small rates contract");
  dh_data_spec_init (&spec);
  spec.source = DH_DATA_PASTED;
  parse_model ("mlp:1:tanh", &model);
  network = dh_network_new (&model, 1, NULL);
  for (guint s = 0; s < G_N_ELEMENTS (scatter); s++)
    {
      g_autoptr (DhData) data = NULL;
      double x[200], y[200], gradient[4];
      DhCurvature c;

      for (guint i = 0; i < 200; i++)
        {
          x[i] = (double) (i % 5) - 1.7;
          y[i] = dh_network_output_gradient (network, w, x[i], gradient)
                 + (i < 100 ? scatter[s] : -scatter[s]);
        }
      data = dh_data_new_rows (&spec, x, y, 200, NULL);
      g_assert_true (dh_curvature_compute (&model, data, w, 1, FALSE, NULL, &c));
      g_assert_cmpfloat (c.lambda_min, >, 0);
      g_assert_cmpfloat (c.epoch_limit, >, 0);
      g_assert_cmpfloat (growth (network, data, w, 0.97 * c.epoch_limit), <, 0);
      g_assert_cmpfloat (growth (network, data, w, 1.03 * c.epoch_limit), >, 0);
    }
}

static void
test_cancel (void)
{
  g_autoptr (DhData) data = make_data ("random:100000:1:100:0");
  const double w[] = { 1, 1, 1, 1 };
  const gint cancel = 1;
  DhModelSpec model;
  DhCurvature c = { .lambda_max = 42 };

  g_test_summary ("A raised flag ends it at once; weights that overflow give no numbers");
  dh_model_spec_init (&model, DH_MODEL_TWO_LINEAR);
  g_assert_false (dh_curvature_compute (&model, data, w, 1, FALSE, &cancel, &c));
  g_assert_cmpfloat (c.lambda_max, ==, 42);
  {
    const double huge[] = { 1e200, 1e200, 1e200, 1e200 };

    g_assert_false (dh_curvature_compute (&model, data, huge, 0, FALSE, NULL, &c));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/curvature/workbook", test_workbook);
  g_test_add_func ("/curvature/outcome", test_outcome);
  g_test_add_func ("/curvature/neutral", test_neutral);
  g_test_add_func ("/curvature/no-updates", test_no_updates);
  g_test_add_func ("/curvature/jacobi", test_jacobi);
  g_test_add_func ("/curvature/large", test_large);
  g_test_add_func ("/curvature/dense-general", test_dense_general);
  g_test_add_func ("/curvature/indefinite-rows", test_indefinite_rows);
  g_test_add_func ("/curvature/cancel", test_cancel);
  return g_test_run ();
}
