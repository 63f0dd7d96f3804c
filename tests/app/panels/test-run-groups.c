/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* The groups of the selected run's settings with a real session: model, start weights, gradient, optimiser, training.
 * Each control changes exactly what it says, once; what is refused changes nothing and says why. */
#include "dh-gradient-group.h"
#include "dh-init-group.h"
#include "dh-model-group.h"
#include "dh-optimiser-group.h"
#include "dh-param-rows.h"
#include "dh-training-group.h"
#include "harness.h"

#include <math.h>
#include <string.h>

static void
test_optimiser (void)
{
  Harness h;
  DhParamRows *params;
  g_autoptr (DhRun) before = NULL;

  g_test_summary ("Choosing an optimiser sets its parameters, rate and priming in one change");
  harness_init (&h, g_object_new (DH_TYPE_OPTIMISER_GROUP, NULL));
  params = harness_find (&h, "params");
  before = dh_run_copy (harness_run (&h));
  g_assert_cmpint (before->optimiser.kind, ==, DH_OPTIMISER_SGD);
  g_assert_cmpuint (dh_param_rows_get_n (params), ==, 4);
  g_assert_false (gtk_widget_get_sensitive (harness_find (&h, "reset")));

  for (guint kind = DH_OPTIMISER_N; kind-- > 0;)
    {
      const DhOptimiserInfo *info = dh_optimiser_info ((DhOptimiserKind) kind);

      harness_choose (&h, "kind", kind);
      g_assert_cmpuint (harness_applied (&h), ==, 1);
      g_assert_cmpint (harness_run (&h)->optimiser.kind, ==, kind);
      g_assert_cmpfloat (harness_run (&h)->lr, ==, info->default_lr);
      g_assert_cmpuint (harness_run (&h)->prime, ==, info->default_prime);
      g_assert_cmpuint (dh_param_rows_get_n (params), ==, info->n_params);
      g_assert_cmpfloat (dh_number_entry_get_value (harness_entry (&h, "prime")), ==,
                         info->default_prime);
    }

  g_clear_pointer (&before, dh_run_unref);
  before = dh_run_copy (harness_run (&h));
  harness_choose (&h, "kind", DH_OPTIMISER_ADAM);
  harness_assert_undo (&h, before);
  g_assert_cmpuint (gtk_drop_down_get_selected (harness_find (&h, "kind")), ==, DH_OPTIMISER_ADAM);
  harness_clear (&h);
}

static void
test_optimiser_params (void)
{
  Harness h;
  DhParamRows *params;
  DhSettingRow *row;
  g_autoptr (DhRun) before = NULL;

  g_test_summary ("Parameters apply within their domain; outside it the last good value stays");
  harness_init (&h, g_object_new (DH_TYPE_OPTIMISER_GROUP, NULL));
  params = harness_find (&h, "params");
  harness_choose (&h, "kind", DH_OPTIMISER_ADAM);
  harness_applied (&h);
  before = dh_run_copy (harness_run (&h));

  row = dh_param_rows_get_row (params, 0);
  harness_type (dh_setting_row_get_control (row), "0.5");
  g_assert_cmpfloat (harness_run (&h)->optimiser.param[0], ==, 0.5);
  g_assert_true (gtk_widget_get_sensitive (harness_find (&h, "reset")));
  harness_assert_undo (&h, before);
  harness_type (dh_setting_row_get_control (row), "1.5");
  g_assert_nonnull (dh_setting_row_get_error (row));
  harness_type (dh_setting_row_get_control (row), "1e400");
  g_assert_nonnull (dh_setting_row_get_error (row));
  harness_type (dh_setting_row_get_control (row), "half");
  g_assert_nonnull (dh_setting_row_get_error (row));
  g_assert_cmpuint (harness_applied (&h), ==, 0);
  g_assert_cmpfloat (harness_run (&h)->optimiser.param[0], ==, 0.5);
  harness_click (&h, "reset");
  g_assert_cmpuint (harness_applied (&h), ==, 1);
  g_assert_true (dh_run_equal (harness_run (&h), before));
  g_assert_null (dh_setting_row_get_error (row));

  harness_type (GTK_WIDGET (harness_entry (&h, "prime")), "2.5");
  g_assert_cmpuint (harness_applied (&h), ==, 0);
  harness_type (GTK_WIDGET (harness_entry (&h, "prime")), "3");
  g_assert_cmpuint (harness_applied (&h), ==, 1);
  g_assert_cmpuint (harness_run (&h)->prime, ==, 3);
  harness_clear (&h);
}

static void
test_optimiser_refused (void)
{
  Harness h;
  DhParamRows *params;
  DhSettingRow *row;

  g_test_summary ("A flag that the other parameters rule out goes back and says why");
  harness_init (&h, g_object_new (DH_TYPE_OPTIMISER_GROUP, NULL));
  params = harness_find (&h, "params");
  row = dh_param_rows_get_row (params, 2);
  gtk_switch_set_active (GTK_SWITCH (dh_setting_row_get_control (row)), TRUE);
  g_assert_cmpuint (harness_applied (&h), ==, 0);
  g_assert_nonnull (dh_setting_row_get_error (row));
  g_assert_false (gtk_switch_get_active (GTK_SWITCH (dh_setting_row_get_control (row))));
  g_assert_cmpfloat (harness_run (&h)->optimiser.param[2], ==, 0);

  harness_type (dh_setting_row_get_control (dh_param_rows_get_row (params, 0)), "0.9");
  g_assert_cmpuint (harness_applied (&h), ==, 1);
  g_assert_null (dh_setting_row_get_error (row));
  gtk_switch_set_active (GTK_SWITCH (dh_setting_row_get_control (row)), TRUE);
  g_assert_cmpuint (harness_applied (&h), ==, 1);
  g_assert_cmpfloat (harness_run (&h)->optimiser.param[2], ==, 1);
  harness_clear (&h);
}

static void
test_model (void)
{
  Harness h;
  g_autoptr (DhRun) before = NULL;

  g_test_summary ("Presets, widths as text and the activation; bad widths are refused at the control");
  harness_init (&h, g_object_new (DH_TYPE_MODEL_GROUP, NULL));
  before = dh_run_copy (harness_run (&h));
  g_assert_false (gtk_widget_get_visible (harness_find (&h, "custom")));
  harness_choose (&h, "preset", DH_MODEL_TWO_RELU);
  g_assert_cmpint (dh_model_spec_kind (&harness_run (&h)->model), ==, DH_MODEL_TWO_RELU);
  harness_assert_undo (&h, before);

  harness_choose (&h, "preset", DH_MODEL_MLP);
  g_assert_cmpuint (harness_applied (&h), ==, 1);
  /* It was named after its model, and so it is still. */
  g_assert_cmpstr (before->name, ==, "1 neuron");
  g_assert_cmpstr (harness_run (&h)->name, ==, "1–8–1 + Tanh");
  g_assert_true (gtk_widget_get_visible (harness_find (&h, "custom")));
  harness_type (harness_find (&h, "widths"), "3, 5 2");
  g_assert_cmpuint (harness_applied (&h), ==, 1);
  g_assert_cmpuint (harness_run (&h)->model.n_hidden, ==, 3);
  g_assert_cmpuint (harness_run (&h)->model.width[1], ==, 5);
  g_assert_cmpstr (gtk_editable_get_text (harness_find (&h, "widths")), ==, "3, 5, 2");
  harness_choose (&h, "activation", DH_ACTIVATION_GELU);
  g_assert_cmpuint (harness_applied (&h), ==, 1);
  g_assert_cmpint (harness_run (&h)->model.activation, ==, DH_ACTIVATION_GELU);

  for (guint i = 0; i < 5; i++)
    {
      static const char *const bad[] = { "", "eight", "8, -1", "8, 0", "100000, 100000" };

      harness_type (harness_find (&h, "widths"), bad[i]);
      g_assert_nonnull (dh_setting_row_get_error (harness_row (&h, "widths_row")));
    }
  g_assert_cmpuint (harness_applied (&h), ==, 0);
  g_assert_cmpuint (harness_run (&h)->model.n_hidden, ==, 3);
  harness_type (harness_find (&h, "widths"), "3, 5, 2");
  g_assert_null (dh_setting_row_get_error (harness_row (&h, "widths_row")));

  /* One unit with ReLU is the preset's model, but whoever builds a network goes on building. */
  harness_type (harness_find (&h, "widths"), "1");
  harness_choose (&h, "activation", DH_ACTIVATION_RELU);
  g_assert_cmpuint (gtk_drop_down_get_selected (harness_find (&h, "preset")), ==, DH_MODEL_MLP);
  harness_clear (&h);
}

static void
test_init (void)
{
  Harness h;
  DhParamRows *weights;
  g_autoptr (DhRun) before = NULL;
  double kaiming[2];

  g_test_summary ("Schemes, seeds and typed weights, which start from those of the scheme before");
  harness_init (&h, g_object_new (DH_TYPE_INIT_GROUP, NULL));
  weights = harness_find (&h, "weights");
  before = dh_run_copy (harness_run (&h));
  harness_choose (&h, "kind", DH_INIT_KAIMING);
  harness_assert_undo (&h, before);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (harness_row (&h, "seed_row"))));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (harness_row (&h, "sd_row"))));
  harness_type (GTK_WIDGET (harness_entry (&h, "seed")), "17");
  g_assert_cmpuint (harness_run (&h)->init.seed, ==, 17);
  harness_click (&h, "new_seed");
  g_assert_cmpuint (harness_run (&h)->init.seed, !=, 17);
  g_assert_cmpuint (harness_applied (&h), ==, 2);
  dh_init_weights (&harness_run (&h)->init, &harness_run (&h)->model, kaiming);

  harness_choose (&h, "kind", DH_INIT_LIST);
  g_assert_cmpuint (harness_applied (&h), ==, 1);
  g_assert_cmpuint (dh_param_rows_get_n (weights), ==, 2);
  g_assert_cmpmem (harness_run (&h)->init.list, 2 * sizeof (double), kaiming, sizeof kaiming);
  harness_type (dh_setting_row_get_control (dh_param_rows_get_row (weights, 1)), "-2.5");
  g_assert_cmpuint (harness_applied (&h), ==, 1);
  g_assert_cmpfloat (harness_run (&h)->init.list[1], ==, -2.5);
  g_assert_cmpfloat (harness_run (&h)->init.list[0], ==, kaiming[0]);
  harness_type (dh_setting_row_get_control (dh_param_rows_get_row (weights, 1)), "heavy");
  g_assert_cmpuint (harness_applied (&h), ==, 0);
  g_assert_nonnull (dh_setting_row_get_error (dh_param_rows_get_row (weights, 1)));
  dh_session_undo (h.session);
  g_assert_cmpfloat (dh_number_entry_get_value (
                       DH_NUMBER_ENTRY (dh_setting_row_get_control (dh_param_rows_get_row (weights, 1)))),
                     ==, kaiming[1]);
  harness_clear (&h);
}

static void
test_init_many (void)
{
  Harness h;
  g_autoptr (DhRun) run = NULL;
  g_autoptr (GError) error = NULL;
  gsize n;

  g_test_summary ("Above the weights that have entries, a list as text is typed");
  harness_init (&h, g_object_new (DH_TYPE_INIT_GROUP, NULL));
  run = dh_run_copy (harness_run (&h));
  g_assert_true (dh_model_spec_parse ("mlp:40:tanh", &run->model, &error));
  g_assert_true (dh_session_apply_run (h.session, run, "model", NULL, &error));
  n = dh_model_n_weights (&run->model);
  harness_choose (&h, "kind", DH_INIT_LIST);
  g_assert_cmpuint (harness_run (&h)->init.n_list, ==, n);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (harness_row (&h, "list_row"))));
  g_assert_cmpuint (dh_param_rows_get_n (harness_find (&h, "weights")), ==, 0);
  harness_applied (&h);
  harness_type (harness_find (&h, "list"), "1, 2");
  g_assert_nonnull (dh_setting_row_get_error (harness_row (&h, "list_row")));
  harness_type (harness_find (&h, "list"), "ones");
  g_assert_nonnull (dh_setting_row_get_error (harness_row (&h, "list_row")));
  g_assert_cmpuint (harness_applied (&h), ==, 0);
  {
    g_autoptr (GString) list = g_string_new ("0.5");

    for (gsize i = 1; i < n; i++)
      g_string_append (list, ", 0.25");
    harness_type (harness_find (&h, "list"), list->str);
  }
  g_assert_null (dh_setting_row_get_error (harness_row (&h, "list_row")));
  g_assert_cmpuint (harness_applied (&h), ==, 1);
  g_assert_cmpfloat (harness_run (&h)->init.list[0], ==, 0.5);
  g_assert_cmpfloat (harness_run (&h)->init.list[n - 1], ==, 0.25);
  harness_clear (&h);
}

static void
test_typed_weights_fit (void)
{
  Harness h;
  g_autoptr (DhRun) run = NULL;
  g_autoptr (GError) error = NULL;
  const double typed[] = { 3, 4 };

  g_test_summary ("Typed weights go along when the model changes: kept where they are, 1 where they are new");
  harness_init (&h, g_object_new (DH_TYPE_MODEL_GROUP, NULL));
  run = dh_run_copy (harness_run (&h));
  dh_init_spec_set_list (&run->init, typed, 2);
  g_assert_true (dh_session_apply_run (h.session, run, "weights", NULL, &error));
  harness_applied (&h);
  harness_choose (&h, "preset", DH_MODEL_TWO_LINEAR);
  g_assert_cmpuint (harness_applied (&h), ==, 1);
  g_assert_cmpuint (harness_run (&h)->init.n_list, ==, 4);
  g_assert_cmpfloat (harness_run (&h)->init.list[1], ==, 4);
  g_assert_cmpfloat (harness_run (&h)->init.list[3], ==, 1);
  harness_clear (&h);
}

static void
test_gradient (void)
{
  Harness h;
  g_autoptr (DhRun) before = NULL;

  g_test_summary ("Kind, bump and recording beside");
  harness_init (&h, g_object_new (DH_TYPE_GRADIENT_GROUP, NULL));
  before = dh_run_copy (harness_run (&h));
  g_assert_cmpint (before->gradient, ==, DH_GRADIENT_BUMP);
  harness_type (GTK_WIDGET (harness_entry (&h, "bump")), "0.001");
  g_assert_cmpfloat (harness_run (&h)->bump, ==, 0.001);
  harness_assert_undo (&h, before);
  harness_type (GTK_WIDGET (harness_entry (&h, "bump")), "0");
  g_assert_cmpuint (harness_applied (&h), ==, 0);
  g_assert_nonnull (dh_setting_row_get_error (harness_row (&h, "bump_row")));
  harness_choose (&h, "kind", DH_GRADIENT_ANALYTIC);
  g_assert_cmpuint (harness_applied (&h), ==, 1);
  g_assert_cmpint (harness_run (&h)->gradient, ==, DH_GRADIENT_ANALYTIC);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (harness_row (&h, "bump_row"))));
  harness_switch (&h, "record", TRUE);
  g_assert_cmpuint (harness_applied (&h), ==, 1);
  g_assert_true (harness_run (&h)->record_bump);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (harness_row (&h, "bump_row"))));
  harness_clear (&h);
}

static void
test_training (void)
{
  Harness h;
  g_autoptr (DhRun) before = NULL;

  g_test_summary ("Epochs, batches, order, carry, clipping and what is recorded");
  harness_init (&h, g_object_new (DH_TYPE_TRAINING_GROUP, NULL));
  before = dh_run_copy (harness_run (&h));
  harness_type (GTK_WIDGET (harness_entry (&h, "epochs")), "7");
  g_assert_cmpuint (harness_run (&h)->epochs, ==, 7);
  harness_assert_undo (&h, before);
  harness_choose (&h, "carry", DH_CARRY_WORKBOOK);
  g_assert_cmpint (harness_run (&h)->carry, ==, DH_CARRY_WORKBOOK);
  g_assert_cmpuint (harness_applied (&h), ==, 1);
  harness_type (GTK_WIDGET (harness_entry (&h, "batch")), "4");
  g_assert_cmpuint (harness_applied (&h), ==, 1);
  g_assert_cmpuint (harness_run (&h)->batch, ==, 4);
  g_assert_cmpint (harness_run (&h)->carry, ==, DH_CARRY_EVERY_ROW);
  g_assert_false (gtk_widget_get_sensitive (harness_find (&h, "carry")));
  g_assert_true (gtk_widget_get_visible (harness_find (&h, "carry_hint")));
  harness_switch (&h, "all", TRUE);
  g_assert_cmpuint (harness_run (&h)->batch, ==, 0);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (harness_row (&h, "batch_row"))));
  harness_switch (&h, "all", FALSE);
  g_assert_cmpuint (harness_run (&h)->batch, ==, 1);
  g_assert_true (gtk_widget_get_sensitive (harness_find (&h, "carry")));
  harness_switch (&h, "shuffle", TRUE);
  g_assert_true (harness_run (&h)->shuffle);
  harness_type (GTK_WIDGET (harness_entry (&h, "seed")), "5");
  g_assert_cmpuint (harness_run (&h)->shuffle_seed, ==, 5);
  harness_click (&h, "new_seed");
  g_assert_cmpuint (harness_run (&h)->shuffle_seed, !=, 5);
  harness_choose (&h, "clip", DH_CLIP_NORM);
  g_assert_cmpint (harness_run (&h)->clip.kind, ==, DH_CLIP_NORM);
  harness_type (GTK_WIDGET (harness_entry (&h, "limit")), "2.5");
  g_assert_cmpfloat (harness_run (&h)->clip.limit, ==, 2.5);
  harness_switch (&h, "curvature", TRUE);
  g_assert_true (harness_run (&h)->record_curvature);
  g_assert_cmpuint (harness_applied (&h), ==, 8);
  harness_clear (&h);
}

static void
test_epochs_refused (void)
{
  Harness h;
  DhSettingRow *row;

  g_test_summary ("More epochs than memory holds are refused at the control, with how many would do");
  harness_init (&h, g_object_new (DH_TYPE_TRAINING_GROUP, NULL));
  row = harness_row (&h, "epochs_row");
  harness_type (GTK_WIDGET (harness_entry (&h, "epochs")), "1e12");
  g_assert_cmpuint (harness_applied (&h), ==, 0);
  g_assert_cmpuint (harness_run (&h)->epochs, ==, 5);
  g_assert_nonnull (dh_setting_row_get_error (row));
  g_assert_nonnull (strstr (dh_setting_row_get_error (row), "at most"));
  harness_type (GTK_WIDGET (harness_entry (&h, "epochs")), "0");
  g_assert_nonnull (dh_setting_row_get_error (row));
  g_assert_cmpuint (harness_applied (&h), ==, 0);
  /* The next change that is good shows what is in force again. */
  harness_switch (&h, "shuffle", TRUE);
  g_assert_null (dh_setting_row_get_error (row));
  g_assert_cmpfloat (dh_number_entry_get_value (harness_entry (&h, "epochs")), ==, 5);
  harness_clear (&h);
}

static void
test_refused_text_and_selection (void)
{
  Harness h;
  DhSettingRow *row;

  g_test_summary ("Text that was refused for one run does not stay for another with the same value");
  harness_init (&h, g_object_new (DH_TYPE_TRAINING_GROUP, NULL));
  row = harness_row (&h, "epochs_row");
  harness_type (GTK_WIDGET (harness_entry (&h, "epochs")), "many");
  g_assert_nonnull (dh_setting_row_get_error (row));
  dh_session_set_selected (h.session,
                           dh_experiment_get_run (dh_session_get_experiment (h.session), 1)->id);
  g_assert_cmpuint (harness_run (&h)->epochs, ==, 5);
  g_assert_null (dh_setting_row_get_error (row));
  g_assert_cmpstr (harness_text (GTK_WIDGET (harness_entry (&h, "epochs"))), ==, "5");
  g_assert_cmpuint (harness_applied (&h), ==, 0);
  harness_clear (&h);
}

static void
test_follow_selection (void)
{
  Harness h;
  guint64 second;

  g_test_summary ("Another selected run fills the controls and changes nothing");
  harness_init (&h, g_object_new (DH_TYPE_MODEL_GROUP, NULL));
  second = dh_experiment_get_run (dh_session_get_experiment (h.session), 1)->id;
  dh_session_set_selected (h.session, second);
  g_assert_cmpuint (gtk_drop_down_get_selected (harness_find (&h, "preset")), ==, DH_MODEL_TWO_LINEAR);
  g_assert_cmpuint (harness_applied (&h), ==, 0);
  harness_choose (&h, "preset", DH_MODEL_LINEAR);
  g_assert_cmpuint (harness_applied (&h), ==, 1);
  g_assert_cmpuint (harness_run (&h)->id, ==, second);
  g_assert_cmpint (dh_model_spec_kind (&harness_run (&h)->model), ==, DH_MODEL_LINEAR);
  harness_clear (&h);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/panels/optimiser", test_optimiser);
  g_test_add_func ("/panels/optimiser/params", test_optimiser_params);
  g_test_add_func ("/panels/optimiser/refused", test_optimiser_refused);
  g_test_add_func ("/panels/model", test_model);
  g_test_add_func ("/panels/init", test_init);
  g_test_add_func ("/panels/init/many", test_init_many);
  g_test_add_func ("/panels/init/fit", test_typed_weights_fit);
  g_test_add_func ("/panels/gradient", test_gradient);
  g_test_add_func ("/panels/training", test_training);
  g_test_add_func ("/panels/training/epochs", test_epochs_refused);
  g_test_add_func ("/panels/selection", test_follow_selection);
  g_test_add_func ("/panels/selection/refused", test_refused_text_and_selection);
  return g_test_run ();
}
