/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Smoothing: the averages against closed forms and against loops written out here, the made-up signals,
 * the weights, and specifications as text. */
#include "dh-error.h"
#include "dh-smooth.h"

#include <math.h>
#include <string.h>

#define N 2000

static const double betas[] = { 0, 0.1, 0.5, 0.9, 0.99, 0.999, 0.999999 };

static void
assert_near (double a, double b, double relative)
{
  double scale = fmax (fmax (fabs (a), fabs (b)), 1e-300);

  if (!(fabs (a - b) <= relative * scale))
    g_error ("%.17g is not %.17g within %g", a, b, relative);
}

static void
smooth (DhSmoothMethod method, double beta, const double *in, gsize n, double *out)
{
  DhSmoothState state;

  dh_smooth_state_init (&state, method, beta);
  dh_smooth_state_run (&state, in, n, out, 1);
}

static void
fill (const char *text, gsize n, double *out)
{
  g_autoptr (GError) error = NULL;
  DhSmoothSignal signal = { 0 };

  g_assert_true (dh_smooth_signal_parse (text, &signal, &error));
  g_assert_no_error (error);
  dh_smooth_signal_fill (&signal, n, out);
}

static void
test_constant (void)
{
  double ones[N], ema[N], corrected[N], accumulated[N], dampened[N];

  g_test_summary ("Constant 1: 1 - beta^t, never above 1; (1 - beta^t) / (1 - beta); and exactly 1");
  fill ("step:1000000", N, ones);
  for (guint b = 0; b < G_N_ELEMENTS (betas); b++)
    {
      double beta = betas[b], power = 1;

      smooth (DH_SMOOTH_EMA, beta, ones, N, ema);
      smooth (DH_SMOOTH_CORRECTED, beta, ones, N, corrected);
      smooth (DH_SMOOTH_ACCUMULATED, beta, ones, N, accumulated);
      smooth (DH_SMOOTH_DAMPENED, beta, ones, N, dampened);
      for (guint i = 0; i < N; i++)
        {
          power *= beta;
          /* 1 - power loses digits where the power is near 1. */
          assert_near (ema[i], 1 - power, 1e-9);
          g_assert_cmpfloat (ema[i], <=, 1 + 1e-12);
          assert_near (accumulated[i], (1 - power) / (1 - beta), 1e-9);
          g_assert_cmpfloat (accumulated[i], <=, (1 + 1e-12) / (1 - beta));
          g_assert_cmpfloat (corrected[i], ==, 1);
          assert_near (dampened[i], 1, 1e-12);
        }
    }
}

static void
test_step (void)
{
  double step[300], ema[300], accumulated[300];

  g_test_summary ("1 and then 0.5: both averages fall off towards half of what they came from");
  fill ("step:100", 300, step);
  g_assert_cmpfloat (step[99], ==, 1);
  g_assert_cmpfloat (step[100], ==, 0.5);
  smooth (DH_SMOOTH_EMA, 0.9, step, 300, ema);
  smooth (DH_SMOOTH_ACCUMULATED, 0.9, step, 300, accumulated);
  for (int t = 101; t <= 300; t++)
    {
      double expected = 0.5 + (ema[99] - 0.5) * pow (0.9, t - 100);

      assert_near (ema[t - 1], expected, 1e-12);
      assert_near (accumulated[t - 1], 10 * expected, 1e-12);
    }
  /* "Steps get bigger and bigger": ten times as big, and then no more. */
  g_assert_cmpfloat (accumulated[99], >, 9.99);
  g_assert_cmpfloat (accumulated[99], <, 10);
}

static void
test_sine (void)
{
  static const double periods[] = { 4, 7.5, 40, 200 };
  static const double some[] = { 0.5, 0.9, 0.97 };
  double sine[N], ema[N];

  g_test_summary ("A sine: the average is smaller and later, by the transfer function");
  for (guint p = 0; p < G_N_ELEMENTS (periods); p++)
    for (guint b = 0; b < G_N_ELEMENTS (some); b++)
      {
        g_autofree char *text = g_strdup_printf ("sine:%g:3", periods[p]);
        double omega = 2 * G_PI / periods[p], beta = some[b];
        /* (1 - beta) / (1 - beta e^(-i omega)), as size and angle. */
        double gain = (1 - beta) / hypot (1 - beta * cos (omega), beta * sin (omega));
        double lag = atan2 (beta * sin (omega), 1 - beta * cos (omega));

        fill (text, N, sine);
        smooth (DH_SMOOTH_EMA, beta, sine, N, ema);
        g_assert_cmpfloat (gain, <, 1);
        g_assert_cmpfloat (lag, >, 0);
        for (int t = 1200; t <= N; t++)
          {
            g_assert_cmpfloat (fabs (sine[t - 1] - 3 * sin (omega * t)), <, 1e-11);
            g_assert_cmpfloat (fabs (ema[t - 1] - 3 * gain * sin (omega * t - lag)), <, 1e-11);
          }
      }
}

/* The definitions once more, from all values at once, as sums of weights times values. */
static double
by_sum (DhSmoothMethod method, double beta, const double *in, int t)
{
  double sum = 0, weights = 0;

  for (int i = 0; i < t; i++)
    {
      double weight = pow (beta, t - 1 - i);

      if (method != DH_SMOOTH_ACCUMULATED && !(method == DH_SMOOTH_DAMPENED && i == 0))
        weight *= 1 - beta;
      sum += weight * in[i];
      weights += weight;
    }
  return method == DH_SMOOTH_CORRECTED ? sum / weights : sum;
}

static void
test_sums (void)
{
  double noise[300], out[300], magnitude[300];

  g_test_summary ("Every method against its weighted sum, and dh_smooth_weight() against the weights in it");
  fill ("noise:0.5:7", 300, noise);
  for (guint i = 0; i < 300; i++)
    magnitude[i] = fabs (noise[i]);
  for (guint method = 0; method < DH_SMOOTH_N_METHODS; method++)
    for (guint b = 0; b < 5; b++)
      {
        smooth (method, betas[b], noise, 300, out);
        for (int t = 1; t <= 300; t++)
          {
            double sum = 0;

            g_assert_cmpfloat (fabs (out[t - 1] - by_sum (method, betas[b], noise, t)), <=,
                               1e-13 * by_sum (method, betas[b], magnitude, t));
            for (int k = 0; k < t; k++)
              sum += dh_smooth_weight (method, betas[b], (guint64) t, (guint64) k) * noise[t - 1 - k];
            g_assert_cmpfloat (fabs (out[t - 1] - sum), <=, 1e-12 * by_sum (method, betas[b], magnitude, t));
          }
      }
  g_assert_cmpfloat (dh_smooth_weight (DH_SMOOTH_EMA, 0.9, 3, 3), ==, 0);
  assert_near (dh_smooth_weight (DH_SMOOTH_CORRECTED, 0.9, G_MAXUINT64, 2), 0.1 * 0.81, 1e-14);
  assert_near (dh_smooth_weight (DH_SMOOTH_DAMPENED, 0.9, 3, 2), 0.81, 1e-14);
  g_assert_cmpfloat (dh_smooth_weight (DH_SMOOTH_ACCUMULATED, 0, 5, 0), ==, 1);
  g_assert_cmpfloat (dh_smooth_weight (DH_SMOOTH_ACCUMULATED, 0, 5, 1), ==, 0);
}

static void
test_correction_starts_right (void)
{
  double noise[50];

  g_test_summary ("Bias correction gives the first value back");
  fill ("noisy-line:2:3", 50, noise);
  for (guint b = 0; b < G_N_ELEMENTS (betas); b++)
    for (guint i = 0; i < 50; i++)
      {
        DhSmoothState state;

        dh_smooth_state_init (&state, DH_SMOOTH_CORRECTED, betas[b]);
        g_assert_true (isnan (dh_smooth_state_value (&state)));
        assert_near (dh_smooth_state_take (&state, noise[i]), noise[i], 1e-15);
      }
}

static void
test_pieces (void)
{
  double noise[N], whole[N], pieces[2 * N];

  g_test_summary ("In pieces the bits are those of one go, whatever the stride");
  fill ("noise:1:99", N, noise);
  noise[17] = (double) NAN;
  for (guint method = 0; method < DH_SMOOTH_N_METHODS; method++)
    {
      DhSmoothState state;

      smooth (method, 0.95, noise, N, whole);
      dh_smooth_state_init (&state, method, 0.95);
      for (gsize first = 0, n = 1; first < N; first += n, n = MIN (3 * n, N - first))
        dh_smooth_state_run (&state, noise + first, n, pieces + 2 * first, 2);
      for (gsize i = 0; i < N; i++)
        g_assert_true (memcmp (&whole[i], &pieces[2 * i], sizeof (double)) == 0 || (i == 17 && isnan (pieces[34])));
    }
}

static void
test_gaps (void)
{
  const double with_gaps[] = { (double) NAN, 1, 2, (double) INFINITY, -(double) INFINITY, 3 };
  const double without[] = { 1, 2, 3 };
  double out[6], expected[3];
  DhSmoothState state;

  g_test_summary ("What is not finite is a gap: it neither shows nor counts; an overflow never becomes a number again");
  for (guint method = 0; method < DH_SMOOTH_N_METHODS; method++)
    {
      smooth (method, 0.9, with_gaps, 6, out);
      smooth (method, 0.9, without, 3, expected);
      g_assert_true (isnan (out[0]) && isnan (out[3]) && isnan (out[4]));
      g_assert_cmpfloat (out[1], ==, expected[0]);
      g_assert_cmpfloat (out[2], ==, expected[1]);
      g_assert_cmpfloat (out[5], ==, expected[2]);
    }
  dh_smooth_state_init (&state, DH_SMOOTH_ACCUMULATED, 0.9);
  g_assert_cmpfloat (dh_smooth_state_take (&state, 1.7e308), ==, 1.7e308);
  g_assert_true (isnan (dh_smooth_state_take (&state, 1.7e308)));
  g_assert_true (isnan (dh_smooth_state_take (&state, -1.7e308)));
}

static void
test_noise (void)
{
  static double a[20000], b[20000], sum, squares;

  g_test_summary ("Noise: the seed decides, mean and deviation are what they say, a shorter signal is a prefix");
  fill ("noisy-line:2:5:1e9:0", 20000, a);
  fill ("noisy-line:2:5:1e9:0", 100, b);
  g_assert_true (memcmp (a, b, 100 * sizeof *a) == 0);
  fill ("noisy-line:2:6:1e9:0", 100, b);
  g_assert_false (memcmp (a, b, 100 * sizeof *a) == 0);
  for (guint i = 0; i < 20000; i++)
    {
      sum += a[i];
      squares += a[i] * a[i];
    }
  g_assert_cmpfloat (fabs (sum / 20000), <, 0.06);
  g_assert_cmpfloat (fabs (sqrt (squares / 20000) - 2), <, 0.06);
  fill ("noisy-line:0:1:50:3", 100, b);
  assert_near (b[49], 3, 1e-15);
  assert_near (b[99], 6, 1e-15);
}

static void
test_text (void)
{
  static const char *const texts[] = { "sine:40:1", "step:100", "noise:0.3:1:40:1", "noisy-line:0.3:1:200:1",
                                       "1/g.b", "18446744073709551615/m.w2[1,3]", "3/error", "2/g.layer 1" };
  static const char *const shorts[] = { "sine", "step", "noise", "noisy-line" };
  static const char *const bad[]
    = { "", "sin", "sine:1", "sine:40:1:2", "sine:x", "sine:40:", "step:-1", "step:1.5", "step:2e6", "noise:-1",
        "noise:1:-2", "noise:1:0.5", "recorded", "0/error", "x/error", "1/", "/error", "1/derivatives", "1/fit",
        "1/nonsense", "1/w.\xff", "1/w.0123456789012345678901234567890123456789012345678901234567890123456789" };

  g_test_summary ("Signals as text: there and back, short forms, and a reason for each refusal");
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      DhSmoothSignal signal = { .averaged = i % 2 }, start;
      g_autofree char *back = NULL;

      g_assert_true (dh_smooth_signal_parse (texts[i], &signal, NULL));
      g_assert_cmpint (signal.averaged, ==, i % 2);
      back = dh_smooth_signal_to_string (&signal);
      g_assert_cmpstr (back, ==, texts[i]);
      if (i >= G_N_ELEMENTS (shorts))
        continue;
      start = (DhSmoothSignal){ .averaged = i % 2 };
      g_assert_true (dh_smooth_signal_parse (shorts[i], &start, NULL));
      g_assert_true (dh_smooth_signal_equal (&start, &signal));
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      DhSmoothSignal signal = { .kind = DH_SMOOTH_STEP, .param = { 3 } };

      g_assert_false (dh_smooth_signal_parse (bad[i], &signal, &error));
      g_assert_true (error && error->domain == DH_ERROR && g_utf8_validate (error->message, -1, NULL));
      g_test_message ("%s", error->message);
      g_assert_cmpint (signal.kind, ==, DH_SMOOTH_STEP);
      g_assert_cmpfloat (signal.param[0], ==, 3);
    }
}

static void
test_methods (void)
{
  static const char *const bad[] = { "", ",", "ema,", "emas", "EMA", "none,ema" };
  guint methods;

  g_test_summary ("Sets of methods as text");
  for (guint set = 0; set <= DH_SMOOTH_ALL_METHODS; set++)
    {
      g_autofree char *text = dh_smooth_methods_to_string (set);

      g_assert_true (dh_smooth_methods_parse (text, &methods, NULL));
      g_assert_cmpuint (methods, ==, set);
    }
  g_assert_true (dh_smooth_methods_parse ("accumulated,ema,ema", &methods, NULL));
  g_assert_cmpuint (methods, ==, 1u << DH_SMOOTH_EMA | 1u << DH_SMOOTH_ACCUMULATED);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (dh_smooth_methods_parse (bad[i], &methods, &error));
      g_assert_error (error, DH_ERROR, DH_ERROR_PARSE);
    }
}

static void
test_spec (void)
{
  static const double bad_betas[] = { -0.1, 1, 1.5, (double) INFINITY, (double) NAN };
  DhSmoothSpec spec, other;

  g_test_summary ("Specifications: equal until something that shows differs; what is no specification is refused");
  dh_smooth_spec_init (&spec);
  other = spec;
  g_assert_true (dh_smooth_spec_validate (&spec, NULL));
  g_assert_true (dh_smooth_spec_equal (&spec, &other));
  other.signal[0].param[1] = 2;
  g_assert_false (dh_smooth_spec_equal (&spec, &other));
  other = spec;
  other.signal[1].param[0] = 2; /* beyond the signals in use */
  g_assert_true (dh_smooth_spec_equal (&spec, &other));
  other.n_signals = 2;
  g_assert_false (dh_smooth_spec_equal (&spec, &other));
  other = spec;
  dh_smooth_signal_set_recorded (&other.signal[0], 2, "g.d");
  g_assert_true (other.signal[0].averaged && dh_smooth_spec_validate (&other, NULL));
  spec = other;
  spec.signal[0].run = 3;
  g_assert_false (dh_smooth_spec_equal (&spec, &other));
  for (guint i = 0; i < G_N_ELEMENTS (bad_betas); i++)
    {
      g_autoptr (GError) error = NULL;

      other.beta = bad_betas[i];
      g_assert_false (dh_smooth_spec_validate (&other, &error));
      g_assert_error (error, DH_ERROR, DH_ERROR_INVALID);
    }
  other = spec;
  other.n_signals = 0;
  g_assert_false (dh_smooth_spec_validate (&other, NULL));
  other.n_signals = DH_SMOOTH_MAX_SIGNALS + 1;
  g_assert_false (dh_smooth_spec_validate (&other, NULL));
  other = spec;
  other.length = 0;
  g_assert_false (dh_smooth_spec_validate (&other, NULL));
  other = spec;
  other.methods = 1u << DH_SMOOTH_N_METHODS;
  g_assert_false (dh_smooth_spec_validate (&other, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/smooth/constant", test_constant);
  g_test_add_func ("/smooth/step", test_step);
  g_test_add_func ("/smooth/sine", test_sine);
  g_test_add_func ("/smooth/sums", test_sums);
  g_test_add_func ("/smooth/correction", test_correction_starts_right);
  g_test_add_func ("/smooth/pieces", test_pieces);
  g_test_add_func ("/smooth/gaps", test_gaps);
  g_test_add_func ("/smooth/noise", test_noise);
  g_test_add_func ("/smooth/text", test_text);
  g_test_add_func ("/smooth/methods", test_methods);
  g_test_add_func ("/smooth/spec", test_spec);
  return g_test_run ();
}
