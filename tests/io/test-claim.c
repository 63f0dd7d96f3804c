/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Claims: their grammar, and that they hold when they are so and only then. */
#include "dh-claim.h"
#include "dh-error.h"
#include "dh-experiment.h"
#include "dh-trainer.h"

#include <locale.h>
#include <string.h>

static DhClaim *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  DhClaim *claim = dh_claim_parse (text, &error);

  g_assert_no_error (error);
  g_assert_nonnull (claim);
  return claim;
}

static void
test_value (void)
{
  static const struct
  {
    const char *number;
    double value, tolerance;
  } cases[] = {
    { "3.8248e11", 3.8248e11, 5e6 }, { "-5.64", -5.64, 0.005 }, { "25", 25, 0.5 }, { "0.0001", 0.0001, 0.00005 },
    { "1e-7", 1e-7, 5e-8 }, { "1.50E3", 1500, 5 }, { "-5.64 ± 0.25", -5.64, 0.25 }, { "0 ± 0", 0, 0 },
    { "7+-2", 7, 2 }, { "1e-5 ±1e-6", 1e-5, 1e-6 }, { "1e-320", 1e-320, 5e-321 }, { "1e300", 1e300, 5e299 },
  };

  g_test_summary ("A number stands for all that round to it, or as far as its tolerance goes");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf ("run 2: error @27 = %s", cases[i].number);
      g_autoptr (DhClaim) claim = parse (text);

      g_assert_cmpint (claim->kind, ==, DH_CLAIM_SIGNAL);
      g_assert_cmpint (claim->relation, ==, DH_CLAIM_EQUAL);
      g_assert_cmpuint (claim->run, ==, 2);
      g_assert_cmpstr (claim->signal, ==, "error");
      g_assert_cmpuint (claim->place, ==, 27);
      g_assert_cmpfloat (claim->value, ==, cases[i].value);
      g_assert_cmpfloat (claim->tolerance, ==, cases[i].tolerance);
      g_assert_cmpstr (claim->text, ==, text);
    }
}

static void
test_forms (void)
{
  g_autoptr (DhClaim) epoch = parse ("run 1: rmse @epoch 5 < 22.5");
  g_autoptr (DhClaim) last = parse (" run 1:w.a@end>2 ");
  g_autoptr (DhClaim) state = parse ("run 3: state = exploded");
  g_autoptr (DhClaim) steps = parse ("run 3: steps = 145");
  g_autoptr (DhClaim) found = parse ("run 3: finding dead-relu @25");
  g_autoptr (DhClaim) anywhere = parse ("run 3: finding crawling");

  g_test_summary ("Places are steps, epochs or the end; states, lengths and findings can be claimed");
  g_assert_cmpint (epoch->relation, ==, DH_CLAIM_LESS);
  g_assert_cmpuint (epoch->place, ==, 5);
  g_assert_cmpint (last->relation, ==, DH_CLAIM_GREATER);
  g_assert_cmpuint (last->place, ==, DH_CLAIM_END);
  g_assert_cmpstr (last->signal, ==, "w.a");
  g_assert_cmpint (state->kind, ==, DH_CLAIM_STATE);
  g_assert_cmpint (state->state, ==, DH_STATE_EXPLODED);
  g_assert_cmpint (steps->kind, ==, DH_CLAIM_STEPS);
  g_assert_cmpfloat (steps->value, ==, 145);
  g_assert_cmpint (found->kind, ==, DH_CLAIM_FINDING);
  g_assert_cmpint (found->finding, ==, DH_FINDING_DEAD_RELU);
  g_assert_true (found->has_place);
  g_assert_cmpuint (found->place, ==, 25);
  g_assert_cmpint (anywhere->finding, ==, DH_FINDING_CRAWLING);
  g_assert_false (anywhere->has_place);
}

static void
test_refused (void)
{
  static const struct
  {
    const char *text, *says;
  } cases[] = {
    { "", "run" }, { "error @25 = 3", "its run" }, { "run: error @25 = 3", "its run" },
    { "run 0: error @25 = 3", "0" }, { "run x: error @25 = 3", "x" }, { "run 1: error @25", "compares nothing" },
    { "run 1:", "compares nothing" }, { "run 1: error = 3", "no step" }, { "run 1: error @0 = 3", "0" },
    { "run 1: error @epoch 2 = 3", "each step" }, { "run 1: eror @2 = 3", "eror" }, { "run 1: weights @2 = 3", "w.a" },
    { "run 1: fit @2 = 3", "one number" }, { "run 1: error @2 = ", "number" }, { "run 1: error @2 = 3,5", "3,5" },
    { "run 1: error @2 = 3 ± -1", "negative" }, { "run 1: error @2 < 3 ± 1", "only =" },
    { "run 1: error @2 = 1e999", "1e999" }, { "run 1: error @2 = inf", "inf" }, { "run 1: state = fine", "exploded" },
    { "run 1: state < exploded", "= only" }, { "run 1: finding nothing", "dead-relu" },
    { "run 1: finding dead-relu @epoch 2", "at a step" }, { "run 1: finding dead-relu @end", "at a step" },
  };

  g_test_summary ("What is not understood is refused with what would be");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (dh_claim_parse (cases[i].text, &error));
      g_assert_nonnull (error);
      g_assert_true (error->domain == DH_ERROR);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, cases[i].says));
    }
}

static void
assert_claim (const DhHistory *history, const char *text, const char *says)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DhClaim) claim = parse (text);
  gboolean good = dh_claim_check (claim, history, &error);

  if (says == NULL)
    {
      g_assert_no_error (error);
      g_assert_true (good);
    }
  else
    {
      g_assert_false (good);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, says));
    }
}

/* numerics.md section 9: the learners' two neurons. */
static void
test_check (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DhExperiment) first = dh_experiment_new_first ();
  g_autoptr (DhHistory) history = dh_train (dh_experiment_get_run (first, 1), dh_experiment_get_data (first), NULL,
                                            &error);

  g_test_summary ("Claims about two neurons that run away: those that are so, and near ones that are not");
  g_assert_no_error (error);
  assert_claim (history, "run 2: n.a @25 = -5.64", NULL);
  assert_claim (history, "run 2: n.a @25 = -5.65", "-5.64");
  assert_claim (history, "run 2: n.a @25 = -5.65 ± 0.01", NULL);
  assert_claim (history, "run 2: error @26 = 4.04e6", NULL);
  assert_claim (history, "run 2: error @26 = 4.05e6", "it is 40");
  assert_claim (history, "run 2: error @26 > 4e6", NULL);
  assert_claim (history, "run 2: error @26 < 4e6", "it is");
  assert_claim (history, "run 2: x @25 = 99 ± 0", NULL);
  assert_claim (history, "run 2: state = finished", NULL);
  assert_claim (history, "run 2: state = exploded", "finished");
  assert_claim (history, "run 2: steps = 145", NULL);
  assert_claim (history, "run 2: error @146 = 1", "only 145 steps");
  assert_claim (history, "run 2: rmse @epoch 6 = 1", "only 5 epochs");
  assert_claim (history, "run 2: m.a @2 = 1", "not record");
  assert_claim (history, "run 2: finding ran-away", NULL);
  assert_claim (history, "run 2: finding dead-relu @25", "ran-away");
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/claim/value", test_value);
  g_test_add_func ("/claim/forms", test_forms);
  g_test_add_func ("/claim/refused", test_refused);
  g_test_add_func ("/claim/check", test_check);
  return g_test_run ();
}
