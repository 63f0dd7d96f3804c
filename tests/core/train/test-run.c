/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Runs: defaults, copies, comparison, interventions, names of settings, every refusal, captions. */
#include "dh-history.h"
#include "dh-run.h"

#include "dh-error.h"

#include <math.h>
#include <string.h>

static void
test_default (void)
{
  g_autoptr (DhRun) run = dh_run_new ();

  g_test_summary ("A new run is the workbook's basic sheet, and valid.");
  g_assert_cmpuint (run->id, ==, 1);
  g_assert_cmpint (dh_model_spec_kind (&run->model), ==, DH_MODEL_LINEAR);
  g_assert_cmpint (run->optimiser.kind, ==, DH_OPTIMISER_WORKBOOK_SGD);
  g_assert_cmpfloat (run->lr, ==, 0.0001);
  g_assert_cmpfloat (run->bump, ==, 0.01);
  g_assert_cmpuint (run->epochs, ==, 5);
  g_assert_cmpuint (run->batch, ==, 1);
  g_assert_cmpint (run->carry, ==, DH_CARRY_EVERY_ROW);
  g_assert_true (run->visible);
  g_assert_true (dh_run_validate (run, 29, NULL));
  dh_run_set_optimiser (run, DH_OPTIMISER_WORKBOOK_RMSPROP);
  g_assert_cmpfloat (run->lr, ==, 0.02);
  g_assert_cmpuint (run->prime, ==, 2);
}

static void
test_copy (void)
{
  g_autoptr (DhRun) run = dh_run_new ();
  g_autoptr (DhRun) copy = NULL;
  const double list[] = { 3, 4 };

  g_test_summary ("A copy is equal and shares nothing.");
  dh_init_spec_set_list (&run->init, list, 2);
  dh_run_intervene (run, 10, 0.5);
  copy = dh_run_copy (run);
  g_assert_true (dh_run_equal (run, copy));
  g_assert_true (run->name != copy->name && run->init.list != copy->init.list
                 && run->interventions != copy->interventions);
  dh_run_set_name (copy, "other");
  g_assert_cmpstr (run->name, !=, "other");
  g_assert_false (dh_run_equal (run, copy));
  g_assert_true (dh_run_same_training (run, copy));
  dh_run_ref (copy);
  dh_run_unref (copy);
}

typedef void (*Change) (DhRun *run);

static void change_model (DhRun *r) { dh_model_spec_init (&r->model, DH_MODEL_TWO_RELU); }
static void change_init (DhRun *r) { dh_init_spec_clear (&r->init); dh_init_spec_init (&r->init, DH_INIT_ZEROS); }
static void change_gradient (DhRun *r) { r->gradient = DH_GRADIENT_CENTRAL; }
static void change_bump (DhRun *r) { r->bump = 0.1; }
static void change_record_bump (DhRun *r) { r->record_bump = TRUE; }
static void change_optimiser (DhRun *r) { dh_optimiser_spec_init (&r->optimiser, DH_OPTIMISER_SGD); }
static void change_lr (DhRun *r) { r->lr = 1; }
static void change_schedule (DhRun *r) { dh_schedule_spec_init (&r->schedule, DH_SCHEDULE_STEP); }
static void change_clip (DhRun *r) { r->clip.kind = DH_CLIP_NORM; }
static void change_batch (DhRun *r) { r->batch = 0; }
static void change_shuffle (DhRun *r) { r->shuffle = TRUE; }
static void change_carry (DhRun *r) { r->carry = DH_CARRY_WORKBOOK; }
static void change_prime (DhRun *r) { r->prime = 1; }
static void change_stride (DhRun *r) { r->snapshot_stride = 7; }
static void change_curvature (DhRun *r) { r->record_curvature = TRUE; }
static void change_lr_later (DhRun *r) { dh_run_intervene (r, 3, 0.5); }

static void
test_compare (void)
{
  static const Change changes[] = {
    change_model, change_init, change_gradient, change_bump, change_record_bump, change_optimiser,
    change_lr, change_schedule, change_clip, change_batch, change_shuffle, change_carry,
    change_prime, change_stride, change_curvature, change_lr_later
  };
  g_autoptr (DhRun) run = dh_run_new ();
  g_autoptr (DhRun) longer = dh_run_copy (run);
  g_autoptr (DhRun) scheduled = dh_run_copy (run);
  g_autoptr (DhRun) scheduled_longer = NULL;

  g_test_summary ("Every setting that decides the numbers makes another training; looks do not.");
  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autoptr (DhRun) other = dh_run_copy (run);

      changes[i](other);
      g_test_message ("change %" G_GSIZE_FORMAT, i);
      g_assert_false (dh_run_equal (run, other));
      g_assert_false (dh_run_same_training (run, other));
      g_assert_false (dh_run_same_but_epochs (run, other));
    }
  longer->epochs = 100;
  longer->colour = 5;
  longer->id = 9;
  longer->visible = FALSE;
  g_assert_false (dh_run_same_training (run, longer));
  g_assert_true (dh_run_same_but_epochs (run, longer));
  longer->epochs = run->epochs;
  g_assert_true (dh_run_same_training (run, longer));
  g_assert_false (dh_run_equal (run, longer));
  dh_schedule_spec_init (&scheduled->schedule, DH_SCHEDULE_COSINE);
  scheduled_longer = dh_run_copy (scheduled);
  g_assert_true (dh_run_same_but_epochs (scheduled, scheduled_longer));
  scheduled_longer->epochs++;
  g_assert_false (dh_run_same_but_epochs (scheduled, scheduled_longer));
}

static void
test_interventions (void)
{
  g_autoptr (DhRun) run = dh_run_new ();

  g_test_summary ("From here on: later changes give way to an earlier one.");
  run->lr = 1;
  g_assert_cmpfloat (dh_run_base_lr (run, 1), ==, 1);
  dh_run_intervene (run, 10, 2);
  dh_run_intervene (run, 20, 3);
  dh_run_intervene (run, 30, 4);
  g_assert_cmpfloat (dh_run_base_lr (run, 9), ==, 1);
  g_assert_cmpfloat (dh_run_base_lr (run, 10), ==, 2);
  g_assert_cmpfloat (dh_run_base_lr (run, 29), ==, 3);
  g_assert_cmpfloat (dh_run_base_lr (run, G_MAXUINT64), ==, 4);
  dh_run_intervene (run, 20, 5);
  g_assert_cmpuint (run->n_interventions, ==, 2);
  g_assert_cmpfloat (dh_run_base_lr (run, 40), ==, 5);
  g_assert_true (dh_run_validate (run, 29, NULL));
  dh_run_clear_interventions (run);
  g_assert_cmpfloat (dh_run_base_lr (run, 40), ==, 1);
}

static void
test_steps (void)
{
  g_autoptr (DhRun) run = dh_run_new ();

  g_test_summary ("Steps of an epoch and of the whole run, without overflow.");
  g_assert_cmpuint (dh_run_steps_per_epoch (run, 29), ==, 29);
  run->batch = 4;
  g_assert_cmpuint (dh_run_steps_per_epoch (run, 29), ==, 8);
  run->batch = 29;
  g_assert_cmpuint (dh_run_steps_per_epoch (run, 29), ==, 1);
  run->batch = G_MAXSIZE;
  g_assert_cmpuint (dh_run_steps_per_epoch (run, 29), ==, 1);
  run->batch = 0;
  g_assert_cmpuint (dh_run_steps_per_epoch (run, 29), ==, 1);
  run->batch = 1;
  g_assert_cmpuint (dh_run_total_steps (run, 29), ==, 145);
  run->epochs = G_MAXUINT64 / 2;
  g_assert_cmpuint (dh_run_total_steps (run, 29), ==, G_MAXUINT64);
}

static void
assert_refused (const DhRun *run, const char *expected)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (dh_run_validate (run, 29, &error));
  g_assert_true (error != NULL && error->domain == DH_ERROR);
  if (strstr (error->message, expected) == NULL)
    g_error ("“%s” does not say “%s”", error->message, expected);
}

static void
test_refusals (void)
{
  static const double bad_rates[] = { 0, -1, HUGE_VAL };
  g_autoptr (DhRun) run = dh_run_new ();

  g_test_summary ("Each bad setting is refused with its name and the remedy.");
  for (gsize i = 0; i < G_N_ELEMENTS (bad_rates); i++)
    {
      run->lr = bad_rates[i];
      assert_refused (run, "learning rate");
    }
  run->lr = (double) NAN;
  assert_refused (run, "above 0");
  run->lr = 0.1;
  run->bump = 0;
  assert_refused (run, "bump");
  run->bump = HUGE_VAL;
  assert_refused (run, "bump");
  run->bump = 0.01;
  dh_run_intervene (run, 5, -1);
  assert_refused (run, "step 5");
  dh_run_clear_interventions (run);
  run->carry = DH_CARRY_WORKBOOK;
  run->shuffle = TRUE;
  assert_refused (run, "every-row");
  run->shuffle = FALSE;
  run->batch = 2;
  assert_refused (run, "batch");
  run->batch = 1;
  g_assert_true (dh_run_validate (run, 29, NULL));
  run->prime = 100000;
  assert_refused (run, "Priming");
  run->prime = 0;
  run->epochs = 0;
  assert_refused (run, "epochs");
  run->epochs = 1;
  run->clip = (DhClipSpec) { DH_CLIP_VALUE, 0 };
  assert_refused (run, "clip");
  run->clip.kind = DH_CLIP_OFF;
  dh_run_set_name (run, "");
  assert_refused (run, "name");
  g_assert_false (dh_run_validate (run, 0, NULL));
}

static void
test_memory (void)
{
  g_autoptr (DhRun) run = dh_run_new ();
  g_autoptr (GError) error = NULL;
  guint64 most;
  char *number;

  g_test_summary ("Too many epochs: the message says how many fit, and that many do fit.");
  run->epochs = G_GUINT64_CONSTANT (1000000000000);
  g_assert_false (dh_run_validate (run, 29, &error));
  g_assert_error (error, DH_ERROR, DH_ERROR_LIMIT);
  g_assert_nonnull (strstr (error->message, "1\u202f000\u202f000\u202f000\u202f000 epochs"));
  g_assert_nonnull (strstr (error->message, "29"));
  number = strstr (error->message, "at most ");
  g_assert_nonnull (number);
  /* Its thousands are set apart by narrow no-break spaces, three bytes each. */
  most = 0;
  for (number += strlen ("at most "); *number != ' '; number++)
    if (g_ascii_isdigit (*number))
      most = most * 10 + (guint64) g_ascii_digit_value (*number);
  g_assert_cmpuint (most, >, 100000);
  run->epochs = most;
  g_assert_true (dh_run_validate (run, 29, NULL));
  g_assert_cmpuint (dh_history_bytes (run, 29, most * 29), <=, (gsize) 2 << 30);
  run->epochs = most * 11 / 10;
  g_assert_false (dh_run_validate (run, 29, NULL));
  run->epochs = G_GUINT64_CONSTANT (1000000000000000000);
  assert_refused (run, "at most");
  run->epochs = G_MAXUINT64;
  assert_refused (run, "at most");
  g_clear_error (&error);
  run->epochs = 1;
  g_assert_false (dh_run_validate (run, (gsize) 1 << 40, &error));
  g_assert_nonnull (strstr (error->message, "larger batch"));
}

static void
test_bytes (void)
{
  g_autoptr (DhRun) run = dh_run_new ();
  gsize small, large;

  g_test_summary ("The estimate of memory grows with steps, counts snapshots, and saturates.");
  small = dh_history_bytes (run, 29, 1000);
  g_assert_cmpuint (small, >=, 1000 * 8 * 15);
  g_assert_cmpuint (dh_history_bytes (run, 29, 2000), >, small);
  g_assert_cmpuint (dh_history_bytes (run, 29, G_MAXUINT64), ==, G_MAXSIZE);
  dh_model_spec_init (&run->model, DH_MODEL_MLP);
  run->model.width[0] = 1000;
  small = dh_history_bytes (run, 29, 29000);
  run->snapshot_stride = 1;
  large = dh_history_bytes (run, 29, 29000);
  g_assert_cmpuint (large, >, small * 5);
}

static void
test_names (void)
{
  DhGradientKind kind = DH_GRADIENT_ANALYTIC;
  DhCarry carry = DH_CARRY_EVERY_ROW;
  double h = 7;
  g_autofree char *text = NULL;

  g_test_summary ("Gradients and carries as text.");
  g_assert_true (dh_gradient_parse ("bump", &kind, &h, NULL));
  g_assert_cmpint (kind, ==, DH_GRADIENT_BUMP);
  g_assert_cmpfloat (h, ==, 7);
  g_assert_true (dh_gradient_parse ("central:0.5", &kind, &h, NULL));
  g_assert_cmpint (kind, ==, DH_GRADIENT_CENTRAL);
  g_assert_cmpfloat (h, ==, 0.5);
  text = dh_gradient_to_string (kind, h);
  g_assert_cmpstr (text, ==, "central:0.5");
  g_assert_false (dh_gradient_parse ("bump:0", &kind, &h, NULL));
  g_assert_false (dh_gradient_parse ("bump:", &kind, &h, NULL));
  g_assert_false (dh_gradient_parse ("analytic:1", &kind, &h, NULL));
  g_assert_false (dh_gradient_parse ("bumpy", &kind, &h, NULL));
  g_assert_cmpint (kind, ==, DH_GRADIENT_CENTRAL);
  g_assert_true (dh_carry_parse ("workbook", &carry, NULL));
  g_assert_cmpint (carry, ==, DH_CARRY_WORKBOOK);
  g_assert_cmpstr (dh_carry_id (carry), ==, "workbook");
  g_assert_false (dh_carry_parse ("never", &carry, NULL));
  for (guint i = 0; i < DH_GRADIENT_N; i++)
    g_assert_true (dh_gradient_parse (dh_gradient_kind_id ((DhGradientKind) i), &kind, &h, NULL)
                   && (guint) kind == i && dh_gradient_kind_label (kind) != NULL);
}

static void
test_describe (void)
{
  g_autoptr (DhRun) run = dh_run_new ();
  g_autofree char *plain = dh_run_describe (run);
  g_autofree char *full = NULL;
  static const char *const parts[] = { "adam", "beta1 0.5", "0.02", "0.5", "step 7", "cosine", "norm:1",
                                       "batch 4", "seed 42", "bump:0.01", "3 times", "5 epochs" };

  g_test_summary ("A caption names every setting that is needed to do it again, in one line.");
  g_assert_nonnull (strstr (plain, "workbook-sgd"));
  g_assert_nonnull (strstr (plain, "0.0001"));
  g_assert_null (strstr (plain, "shuffled"));
  dh_run_set_optimiser (run, DH_OPTIMISER_ADAM);
  g_assert_true (dh_optimiser_spec_set (&run->optimiser, "beta1", 0.5, NULL));
  run->lr = 0.02;
  dh_run_intervene (run, 7, 0.5);
  dh_schedule_spec_init (&run->schedule, DH_SCHEDULE_COSINE);
  run->clip.kind = DH_CLIP_NORM;
  run->batch = 4;
  run->shuffle = TRUE;
  run->shuffle_seed = 42;
  run->gradient = DH_GRADIENT_BUMP;
  run->prime = 3;
  full = dh_run_describe (run);
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    if (strstr (full, parts[i]) == NULL)
      g_error ("“%s” lacks “%s”", full, parts[i]);
  g_assert_null (strchr (full, '\n'));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/run/default", test_default);
  g_test_add_func ("/run/copy", test_copy);
  g_test_add_func ("/run/compare", test_compare);
  g_test_add_func ("/run/interventions", test_interventions);
  g_test_add_func ("/run/steps", test_steps);
  g_test_add_func ("/run/refusals", test_refusals);
  g_test_add_func ("/run/memory", test_memory);
  g_test_add_func ("/run/bytes", test_bytes);
  g_test_add_func ("/run/names", test_names);
  g_test_add_func ("/run/describe", test_describe);
  return g_test_run ();
}
