/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Survival: rates of two digits, and for many lost runs that the rate found is what training says. */
#include "findings-fixture.h"

#include <math.h>
#include <string.h>

#include "dh-trainer.h"

static void
test_rates (void)
{
  g_test_summary ("Two digits: neighbours up and down, over powers of ten, from numbers in between, and as text.");
  g_assert_cmpfloat (dh_rate_below (0.0001), ==, 0.000099);
  g_assert_cmpfloat (dh_rate_below (0.000099), ==, 0.000098);
  g_assert_cmpfloat (dh_rate_below (0.00011), ==, 0.0001);
  g_assert_cmpfloat (dh_rate_below (0.00010234), ==, 0.0001);
  g_assert_cmpfloat (dh_rate_below (0.0000999), ==, 0.000099);
  g_assert_cmpfloat (dh_rate_below (0.00009999999), ==, 0.000099);
  g_assert_cmpfloat (dh_rate_below (1), ==, 0.99);
  g_assert_cmpfloat (dh_rate_below (12345), ==, 12000);
  g_assert_cmpfloat (dh_rate_below (5e-324), ==, 0);
  g_assert_cmpfloat (dh_rate_above (0.000099), ==, 0.0001);
  g_assert_cmpfloat (dh_rate_above (0.0001), ==, 0.00011);
  g_assert_cmpfloat (dh_rate_above (0.00010234), ==, 0.00011);
  for (double rate = 1e-5; rate < 10; rate = dh_rate_above (rate))
    g_assert_cmpfloat (dh_rate_below (dh_rate_above (rate)), ==, rate);
  for (double rate = 1e-12; rate < 1e9; rate = dh_rate_above (rate))
    {
      g_autofree char *text = dh_rate_to_string (rate);

      g_assert_cmpfloat (g_ascii_strtod (text, NULL), ==, rate);
      g_assert_cmpuint (strlen (text), <=, 9);
    }
}

/* Whether the run is lost at @rate, as the findings of its record say. */
static gboolean
is_lost (const DhHistory *history, double rate)
{
  g_autoptr (DhRun) run = dh_run_copy (dh_history_get_run (history));
  g_autoptr (DhHistory) other = NULL;
  g_autoptr (GPtrArray) findings = NULL;

  run->lr = rate;
  other = dh_train (run, dh_history_get_data (history), NULL, NULL);
  findings = dh_findings_find (other, NULL);
  return dh_findings_lost (findings) != NULL;
}

static void
check_survival (const DhHistory *history, const DhFinding *lost)
{
  const DhRun *run = dh_history_get_run (history);
  double up_to = dh_finding_number (lost, "survives_up_to");
  double luck = dh_finding_number (lost, "survives_by_luck");
  g_autofree char *text = dh_rate_to_string (up_to);
  g_autofree char *sentence = dh_finding_sentence (lost);
  g_autofree char *said = g_strdup_printf (" Survives up to %s", text);
  double rate = up_to;

  g_assert_cmpfloat (up_to, <, run->lr);
  g_assert_nonnull (strstr (sentence, said));
  g_assert_true (is_lost (history, fmin (dh_rate_above (up_to), run->lr)));
  for (guint i = 0; i <= 90; i += 9)
    {
      g_assert_false (is_lost (history, rate));
      for (guint k = 0; k < 9; k++)
        rate = dh_rate_below (rate);
    }
  if (isnan (luck))
    {
      /* Nothing above survives. */
      for (rate = dh_rate_above (up_to); rate < run->lr && rate < 5 * up_to; rate = dh_rate_above (rate))
        g_assert_true (is_lost (history, rate));
      return;
    }
  g_assert_cmpfloat (luck, >, dh_rate_above (up_to));
  g_assert_cmpfloat (luck, <, run->lr);
  g_assert_false (is_lost (history, luck));
}

static void
test_lost (void)
{
  const Case lost[] = {
    { .lr = 0.00045, .epochs = 60 }, { .lr = 0.0005, .epochs = 20 }, { .lr = 0.001, .epochs = 60 }, { .lr = 0.01 },
    { .lr = 3 }, { .lr = 0.0005, .batch = ALL, .epochs = 60 }, { .model = "two-linear", .gradient = "bump:0.01" },
    { .model = "two-linear" }, { .model = "two-linear", .init = "1.4,20,1.4,1" },
    { .model = "two-linear", .init = "1.4,1,1.4,20", .epochs = 9 }, { .model = "two-linear", .lr = 0.01 },
    { .optimiser = "workbook-momentum", .lr = 0.002, .epochs = 40 }, { .model = "mlp:4,4:identity", .lr = 0.001 },
  };

  g_test_summary ("At the rate found the run lasts, and at all below down to a tenth; at the next one it does not.");
  for (gsize i = 0; i < G_N_ELEMENTS (lost); i++)
    {
      g_autoptr (DhHistory) history = fixture_train (&lost[i]);
      g_autoptr (GPtrArray) findings = dh_findings_find (history, NULL);
      DhFinding *f = dh_findings_lost (findings);

      g_assert_nonnull (f);
      g_assert_true (isnan (dh_finding_number (f, "survives_up_to")));
      dh_findings_try (findings, history, NULL);
      check_survival (history, f);
    }
}

static void
test_known (void)
{
  g_autoptr (DhHistory) history = fixture_train (&(Case) { .lr = 0.001, .epochs = 2000 });
  DhSurvival survival;

  g_test_summary ("One neuron in the long run survives up to the epoch limit, which is known: 4.38e-4.");
  g_assert_true (dh_survival_find (dh_history_get_run (history), dh_history_get_data (history), DH_SURVIVAL_BUDGET,
                                   NULL, &survival));
  g_assert_cmpfloat (survival.up_to, ==, 0.00043);
  g_assert_cmpfloat (survival.luck, ==, 0);
  g_assert_cmpuint (survival.n_tried, >=, 91);
}

static void
test_left_out (void)
{
  const gint raised = 1;
  g_autoptr (DhHistory) history = fixture_train (&(Case) { .lr = 0.001, .epochs = 20 });
  g_autoptr (DhHistory) calm = fixture_train (&(Case) { .lr = 0.0001 });
  g_autoptr (GPtrArray) findings = dh_findings_find (history, NULL);
  g_autoptr (GPtrArray) none = dh_findings_find (calm, NULL);
  g_autoptr (DhRun) run = dh_run_copy (dh_history_get_run (history));
  DhData *data = dh_history_get_data (history);
  DhSurvival survival;

  g_test_summary ("Left out: beyond the budget, when cancelled, of a run with more than one rate, of one that lasts.");
  g_assert_true (dh_survival_find (run, data, DH_SURVIVAL_BUDGET, NULL, &survival));
  g_assert_false (dh_survival_find (run, data, 1e4, NULL, &survival));
  g_assert_false (dh_survival_find (run, data, DH_SURVIVAL_BUDGET, &raised, &survival));
  dh_findings_try (findings, history, &raised);
  g_assert_true (isnan (dh_finding_number (dh_findings_lost (findings), "survives_up_to")));
  dh_run_intervene (run, 10, 0.002);
  g_assert_false (dh_survival_find (run, data, DH_SURVIVAL_BUDGET, NULL, &survival));
  g_assert_null (dh_findings_lost (none));
  dh_findings_try (none, calm, NULL);
  for (guint i = 0; i < none->len; i++)
    g_assert_true (isnan (dh_finding_number (g_ptr_array_index (none, i), "survives_up_to")));
}

static void
test_bounded (void)
{
  g_autoptr (DhRun) run = dh_run_new ();
  g_autoptr (DhData) data = NULL;
  DhDataSpec spec;
  DhSurvival survival;
  gint64 begun = g_get_monotonic_time ();
  double work = 1e6;

  g_test_summary ("A run of nine million steps is given up once its budget is used, not trained to the end.");
  dh_data_spec_init (&spec);
  data = dh_data_new_generated (&spec, NULL);
  dh_data_spec_clear (&spec);
  run->lr = 0.0004;
  run->epochs = 300000;
  g_assert_cmpint (dh_survival_try (run, data, run->lr, &work, NULL), ==, -1);
  g_assert_cmpfloat (work, <, 0);
  g_assert_cmpfloat (work, >, -1e6);
  g_assert_false (dh_survival_find (run, data, 1e6, NULL, &survival));
  g_test_message ("%" G_GINT64_FORMAT " us", g_get_monotonic_time () - begun);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/survival/rates", test_rates);
  g_test_add_func ("/survival/lost", test_lost);
  g_test_add_func ("/survival/known", test_known);
  g_test_add_func ("/survival/left-out", test_left_out);
  g_test_add_func ("/survival/bounded", test_bounded);
  return g_test_run ();
}
