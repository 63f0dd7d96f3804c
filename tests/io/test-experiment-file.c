/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Experiment files: whatever is written reads back the same; whatever can't be read is refused with
 * the place named and nothing lost. */
#include "dh-error.h"
#include "dh-experiment-file.h"
#include "dh-rng.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>

static DhExperiment *
parse (const char *text, DhFileExtras *extras, GError **error)
{
  return dh_experiment_parse (text, strlen (text), "test.downhill", NULL, extras, error);
}

static void
assert_round_trip (DhExperiment *experiment)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = dh_experiment_format (experiment, NULL);
  g_autofree char *second = NULL;
  g_autoptr (DhExperiment) again = parse (text, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (dh_experiment_equal (experiment, again));
  second = dh_experiment_format (again, NULL);
  g_assert_cmpstr (text, ==, second);
}

static void
test_first (void)
{
  g_autoptr (DhExperiment) first = dh_experiment_new_first ();
  g_autoptr (DhExperiment) plain = dh_experiment_new_default ();

  g_test_summary ("The program's own experiments survive a save");
  assert_round_trip (first);
  assert_round_trip (plain);
}

static void
random_run (DhRng *rng, DhRun *run, guint64 id)
{
  static const char *names[] = { "plain", "Größe = [1]; # no comment", " leading blank", "tab\there", "ŷ" };
  const DhOptimiserInfo *info;

  run->id = id;
  dh_run_set_name (run, names[dh_rng_below (rng, G_N_ELEMENTS (names))]);
  run->colour = dh_rng_below (rng, 2) ? (guint32) dh_rng_below (rng, 8)
                                      : DH_COLOUR_CUSTOM | (guint32) dh_rng_below (rng, 0x1000000);
  run->visible = dh_rng_below (rng, 2) != 0;
  dh_model_spec_init (&run->model, dh_rng_below (rng, 4));
  dh_init_spec_clear (&run->init);
  dh_init_spec_init (&run->init, dh_rng_below (rng, DH_INIT_N_KINDS));
  run->init.seed = run->init.kind == DH_INIT_ONES || run->init.kind == DH_INIT_ZEROS ? 0 : dh_rng_next (rng);
  if (run->init.kind == DH_INIT_LIST)
    {
      gsize n = dh_model_n_weights (&run->model);
      g_autofree double *list = g_new (double, n);

      run->init.seed = 0;
      for (gsize i = 0; i < n; i++)
        list[i] = dh_rng_normal (rng) * 1e-7;
      dh_init_spec_set_list (&run->init, list, n);
    }
  run->gradient = dh_rng_below (rng, DH_GRADIENT_N);
  run->bump = dh_rng_uniform (rng) + 1e-9;
  run->record_bump = dh_rng_below (rng, 2) != 0;
  dh_run_set_optimiser (run, dh_rng_below (rng, DH_OPTIMISER_N));
  info = dh_optimiser_info (run->optimiser.kind);
  for (guint i = 0; i < info->n_params; i++)
    if (!info->param[i].is_flag && info->param[i].max == 1)
      run->optimiser.param[i] = 0.25 + dh_rng_uniform (rng) / 2;
  run->lr = dh_rng_uniform (rng) + 1e-12;
  dh_schedule_spec_init (&run->schedule, dh_rng_below (rng, DH_SCHEDULE_N));
  run->clip = (DhClipSpec){ dh_rng_below (rng, DH_CLIP_N), 1 + dh_rng_uniform (rng) };
  if (run->clip.kind == DH_CLIP_OFF)
    run->clip.limit = 1;
  run->batch = dh_rng_below (rng, 4);
  run->shuffle = dh_rng_below (rng, 2) != 0;
  run->shuffle_seed = dh_rng_next (rng);
  run->carry = run->batch == 1 && !run->shuffle ? dh_rng_below (rng, DH_CARRY_N) : DH_CARRY_EVERY_ROW;
  run->epochs = 1 + dh_rng_below (rng, 1000);
  run->prime = (guint) dh_rng_below (rng, 3);
  run->snapshot_stride = dh_rng_below (rng, 5);
  run->record_curvature = dh_rng_below (rng, 2) != 0;
  for (guint64 step = 2; dh_rng_below (rng, 3) == 0; step += 7)
    dh_run_intervene (run, step, dh_rng_uniform (rng) + 1e-6);
}

static DhView *
random_view (DhRng *rng)
{
  static const char *quantities[] = { "error", "weights", "w.a", "mse", "lr" };
  DhView *view = dh_view_new (quantities[dh_rng_below (rng, G_N_ELEMENTS (quantities))]);

  if (dh_rng_below (rng, 2))
    dh_view_set_title (view, "a; b = c\\n");
  view->x = dh_rng_below (rng, DH_X_N);
  view->left_axis.kind = dh_rng_below (rng, DH_AXIS_N);
  if (dh_rng_below (rng, 2))
    {
      view->left_axis.fixed = TRUE;
      view->left_axis.min = 0.1 + dh_rng_uniform (rng);
      view->left_axis.max = 3 + dh_rng_uniform (rng);
    }
  if (dh_rng_below (rng, 2))
    {
      view->right = g_new0 (char *, 3);
      view->right[0] = g_strdup ("lr");
      view->right[1] = g_strdup ("overshoot");
    }
  view->legend = dh_rng_below (rng, 2) != 0;
  if (dh_rng_below (rng, 2))
    dh_view_set_hidden (view, "1/w.w2[1,3];", TRUE);
  if (dh_rng_below (rng, 2))
    {
      view->n_runs = 2;
      view->runs = g_new (guint64, 2);
      view->runs[0] = G_MAXUINT64;
      view->runs[1] = 1;
    }
  return view;
}

static void
random_smoothing (DhRng *rng, DhSmoothSpec *spec)
{
  static const char *quantities[] = { "error", "g.b", "m.w2[1,3]", "rmse", "g.layer 1", "w.a;b = [c]" };

  dh_smooth_spec_init (spec);
  if (dh_rng_below (rng, 3) == 0)
    return;
  spec->beta = dh_rng_uniform (rng);
  spec->methods = (guint) dh_rng_below (rng, DH_SMOOTH_ALL_METHODS + 1);
  spec->length = 1 + dh_rng_below (rng, DH_SMOOTH_MAX_LENGTH);
  spec->axis = dh_rng_below (rng, DH_AXIS_N);
  spec->n_signals = 1 + (guint) dh_rng_below (rng, DH_SMOOTH_MAX_SIGNALS);
  for (guint i = 0; i < spec->n_signals; i++)
    {
      DhSmoothSignal *signal = &spec->signal[i];

      dh_smooth_signal_init (signal, dh_rng_below (rng, DH_SMOOTH_N_KINDS));
      if (signal->kind == DH_SMOOTH_RECORDED)
        dh_smooth_signal_set_recorded (signal, 1 + dh_rng_next (rng) / 2,
                                       quantities[dh_rng_below (rng, G_N_ELEMENTS (quantities))]);
      else if (signal->kind != DH_SMOOTH_STEP)
        signal->param[0] = 2 + dh_rng_uniform (rng) * 50;
      signal->averaged = i == 0 || dh_rng_below (rng, 2) != 0;
    }
}

static DhData *
random_data (DhRng *rng)
{
  DhDataSpec spec;
  g_autoptr (GError) error = NULL;
  DhData *data;

  dh_data_spec_init (&spec);
  spec.source = dh_rng_below (rng, DH_DATA_N_SOURCES);
  spec.seed = dh_rng_next (rng);
  spec.integers = dh_rng_below (rng, 2) != 0;
  dh_target_init (&spec.target, dh_rng_below (rng, DH_TARGET_N_KINDS));
  spec.noise_sd = dh_rng_uniform (rng);
  spec.noise_seed = dh_rng_next (rng);
  if (spec.source <= DH_DATA_RANDOM)
    data = dh_data_new_generated (&spec, &error);
  else
    {
      double x[5], y[5];

      for (guint i = 0; i < 5; i++)
        {
          x[i] = dh_rng_normal (rng) * 1e300;
          y[i] = dh_rng_normal (rng) * 1e-310;
        }
      if (spec.source == DH_DATA_FILE)
        spec.path = g_strdup ("folder/points with blanks; and more.csv");
      data = dh_data_new_rows (&spec, x, y, 5, &error);
      dh_data_spec_clear (&spec);
    }
  g_assert_no_error (error);
  return data;
}

static void
test_random (void)
{
  DhRng rng;

  g_test_summary ("Random experiments over every field survive a save to the last digit");
  dh_rng_init (&rng, 42);
  for (guint n = 0; n < 300; n++)
    {
      g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func ((GDestroyNotify) dh_run_unref);
      g_autoptr (GPtrArray) views = g_ptr_array_new_with_free_func ((GDestroyNotify) dh_view_free);
      g_autoptr (DhData) data = random_data (&rng);
      g_autoptr (DhExperiment) plain = NULL, experiment = NULL;
      DhSmoothSpec smoothing;
      g_autoptr (GError) error = NULL;

      for (guint64 id = 1 + dh_rng_below (&rng, 3); dh_rng_below (&rng, 3) > 0 && id < 20; id += 2)
        {
          g_ptr_array_add (runs, dh_run_new ());
          random_run (&rng, runs->pdata[runs->len - 1], id);
        }
      for (guint i = (guint) dh_rng_below (&rng, 4); i > 0; i--)
        g_ptr_array_add (views, random_view (&rng));
      plain = dh_experiment_new (data, (DhRun *const *) runs->pdata, runs->len,
                                 (const DhView *const *) views->pdata, views->len);
      random_smoothing (&rng, &smoothing);
      experiment = dh_experiment_with_smoothing (plain, &smoothing);
      if (!dh_experiment_validate (experiment, &error))
        g_error ("the test made an invalid experiment: %s", error->message);
      assert_round_trip (experiment);
    }
}

static void
test_smoothing (void)
{
  static const char *text = "[Downhill]\nformat=1\n[Smoothing]\nmethods=accumulated\nsignal-1=1/g.d\n"
                            "signal-2=2/g.d\nsignal-3=3/g.d\naverage-3=true\nsignal-4=3/m.d\n";
  g_autoptr (GError) error = NULL;
  g_autoptr (DhExperiment) first = dh_experiment_new_first (), experiment = NULL;
  g_autofree char *plain = dh_experiment_format (first, NULL);
  DhFileExtras extras = { NULL, NULL };
  const DhSmoothSpec *spec;

  g_test_summary ("Smoothing: nothing in the file while nothing was set; keys left out keep their defaults");
  g_assert_null (strstr (plain, "Smoothing"));
  experiment = parse (text, &extras, &error);
  g_assert_no_error (error);
  g_assert_null (extras.warnings);
  spec = dh_experiment_get_smoothing (experiment);
  g_assert_cmpfloat (spec->beta, ==, 0.9);
  g_assert_cmpuint (spec->methods, ==, 1u << DH_SMOOTH_ACCUMULATED);
  g_assert_cmpuint (spec->n_signals, ==, 4);
  g_assert_cmpuint (spec->signal[1].run, ==, 2);
  g_assert_cmpstr (spec->signal[3].quantity, ==, "m.d");
  g_assert_true (spec->signal[0].averaged && !spec->signal[1].averaged && spec->signal[2].averaged);
  assert_round_trip (experiment);
}

static void
test_locale (void)
{
  g_autoptr (DhExperiment) first = dh_experiment_new_first ();
  g_autofree char *text = dh_experiment_format (first, NULL);
  g_autofree char *german = NULL;

  g_test_summary ("The same text in a locale with a decimal comma");
  if (!setlocale (LC_ALL, "de_DE.UTF-8"))
    {
      g_test_skip ("The locale de_DE.UTF-8 is not installed");
      return;
    }
  german = dh_experiment_format (first, NULL);
  g_assert_cmpstr (text, ==, german);
  assert_round_trip (first);
  setlocale (LC_ALL, "C.UTF-8");
}

static void
test_minimal (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DhExperiment) experiment = parse ("[Downhill]\nformat=1\n\n[Run 1]\nlr=0.5\n", NULL, &error);
  DhRun *run;

  g_test_summary ("Missing keys take their defaults");
  g_assert_no_error (error);
  g_assert_cmpuint (dh_experiment_n_runs (experiment), ==, 1);
  run = dh_experiment_get_run (experiment, 0);
  g_assert_cmpfloat (run->lr, ==, 0.5);
  g_assert_cmpuint (run->epochs, ==, 5);
  g_assert_cmpint (run->optimiser.kind, ==, DH_OPTIMISER_WORKBOOK_SGD);
  g_assert_cmpuint (dh_data_get_n_rows (dh_experiment_get_data (experiment)), ==, 29);
}

static void
test_unknown (void)
{
  static const char *text = "[Downhill]\nformat=1\n\n[Run 1]\nlr=0.5\nmood=good; yes\n\n[Weather]\nsun=1\n";
  g_autoptr (GError) error = NULL;
  DhFileExtras extras = { NULL, NULL };
  g_autoptr (DhExperiment) experiment = parse (text, &extras, &error);
  g_autofree char *again = NULL;

  g_test_summary ("Unknown keys are warned of with their line, and written again");
  g_assert_no_error (error);
  g_assert_cmpuint (extras.warnings->len, ==, 2);
  g_assert_nonnull (strstr (extras.warnings->pdata[0], "test.downhill:6"));
  g_assert_nonnull (strstr (extras.warnings->pdata[0], "mood"));
  again = dh_experiment_format (experiment, &extras);
  g_assert_nonnull (strstr (again, "mood=good; yes"));
  g_assert_nonnull (strstr (again, "[Weather]\nsun=1"));
  dh_file_extras_clear (&extras);
}

static void
test_many_unknown (void)
{
  g_autoptr (GString) text = g_string_new ("[Downhill]\nformat=1\n[Weather]\n");
  g_autoptr (GError) error = NULL;
  DhFileExtras extras = { NULL, NULL };
  g_autoptr (DhExperiment) experiment = NULL;

  g_test_summary ("Of very many unknown keys the first are named and the others counted; all are kept");
  for (guint i = 0; i < 50000; i++)
    g_string_append_printf (text, "k%u=1\n", i);
  experiment = parse (text->str, &extras, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (extras.warnings->len, ==, 21);
  g_assert_nonnull (strstr (extras.warnings->pdata[19], "test.downhill:23:"));
  g_assert_nonnull (strstr (extras.warnings->pdata[20], "49980"));
  g_assert_true (g_key_file_has_key (extras.unknown, "Weather", "k49999", NULL));
  dh_file_extras_clear (&extras);
}

static void
test_refused (void)
{
  static const struct { const char *text; DhError code; const char *says; } cases[] = {
    { "", DH_ERROR_PARSE, "not a Downhill experiment" },
    { "hello", DH_ERROR_PARSE, "test.downhill:1" },
    { "[Downhill]\nformat=2\nprogram=9.9\n", DH_ERROR_VERSION, "9.9" },
    { "[Downhill]\nformat=1\n[Run 1]\nlr=fast\n", DH_ERROR_PARSE, "test.downhill:4: [Run 1] lr" },
    { "[Downhill]\nformat=1\n[Run 1]\nlr=-1\n", DH_ERROR_INVALID, "test.downhill:3" },
    { "[Downhill]\nformat=1\n[Run 1]\nlr=1,5\n", DH_ERROR_PARSE, "1,5" },
    { "[Downhill]\nformat=1\n[Run 1]\nepochs=1000000000000\n", DH_ERROR_LIMIT, "epochs" },
    { "[Downhill]\nformat=1\n[Run 1]\nset.beta=2\noptimizer=workbook-momentum\n", DH_ERROR_INVALID,
      ":4: [Run 1] set.beta" },
    { "[Downhill]\nformat=1\n[Run 1]\nvisible=perhaps\n", DH_ERROR_PARSE, "perhaps" },
    { "[Downhill]\nformat=1\n[Run 1]\ninterventions=9:1;3:1\n", DH_ERROR_INVALID, "ascend" },
    { "[Downhill]\nformat=1\n[Run 1]\nid=1\n[Run 2]\nid=1\n", DH_ERROR_INVALID, "same id" },
    { "[Downhill]\nformat=1\n[View 1]\nleft=luck\n", DH_ERROR_INVALID, "luck" },
    { "[Downhill]\nformat=1\n[View 1]\nleft-axis-range=5\n", DH_ERROR_PARSE, ":4" },
    { "[Downhill]\nformat=1\n[Data]\nsource=pasted\nrows=3\nx=1;2\ny=1;2;3\n", DH_ERROR_PARSE, "cut off" },
    { "[Downhill]\nformat=1\n[Data]\nsource=pasted\nrows=9000000\nx=1\ny=1\n", DH_ERROR_PARSE, "too short" },
    { "[Downhill]\nformat=1\n[Data]\nsource=pasted\nrows=2\nx=1;two\ny=1;2\n", DH_ERROR_PARSE, "row 2" },
    { "[Downhill]\nformat=1\n[Data]\nsource=file\n", DH_ERROR_PARSE, "path" },
    { "[Downhill]\nformat=1\n[Data]\nsource=file\npath=/does/not/exist.csv\n", DH_ERROR_IO, "exist.csv" },
    { "[Downhill]\nformat=1\n[Smoothing]\nbeta=1\n", DH_ERROR_INVALID, "test.downhill:4: [Smoothing] beta" },
    { "[Downhill]\nformat=1\n[Smoothing]\nbeta=0.9\nmethods=ema;x\n", DH_ERROR_PARSE, ":5: [Smoothing] methods" },
    { "[Downhill]\nformat=1\n[Smoothing]\nsignal-1=luck\n", DH_ERROR_PARSE, ":4: [Smoothing] signal-1" },
    { "[Downhill]\nformat=1\n[Smoothing]\nsignal-1=1/fit\n", DH_ERROR_INVALID, "not one number" },
    { "[Downhill]\nformat=1\n[Smoothing]\nsignal-3=sine\n", DH_ERROR_PARSE, "no signal-2" },
    { "[Downhill]\nformat=1\n[Smoothing]\nlength=0\n", DH_ERROR_INVALID, ":4: [Smoothing] length" },
    { "[Downhill]\nformat=1\n[Data\nsour", DH_ERROR_PARSE, "test.downhill:3" },
  };

  g_test_summary ("What can't be read is refused; the message names the place");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DhExperiment) experiment = parse (cases[i].text, NULL, &error);

      g_assert_null (experiment);
      g_assert_nonnull (error);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, cases[i].says));
      if (cases[i].code != DH_ERROR_INVALID)
        g_assert_error (error, DH_ERROR, (int) cases[i].code);
    }
}

static void
test_bytes (void)
{
  static const char nul[] = "[Downhill]\nformat=1\n\0";
  g_autoptr (GError) error = NULL;

  g_test_summary ("NUL bytes and text that is not UTF-8 are refused with their line");
  g_assert_null (dh_experiment_parse (nul, sizeof nul - 1, "n", NULL, NULL, &error));
  g_assert_nonnull (strstr (error->message, "n:3"));
  g_clear_error (&error);
  g_assert_null (parse ("[Downhill]\nformat=\xff\n", NULL, &error));
  g_assert_nonnull (strstr (error->message, "test.downhill:2"));
}

static void
test_truncated (void)
{
  g_autoptr (DhExperiment) first = dh_experiment_new_first ();
  g_autofree char *text = dh_experiment_format (first, NULL);
  guint refused = 0;

  g_test_summary ("A file cut off anywhere is read as far as it makes sense, or refused; never a crash");
  for (gsize length = 0; length < strlen (text); length++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DhExperiment) part = dh_experiment_parse (text, length, "cut", NULL, NULL, &error);

      g_assert_true ((part == NULL) == (error != NULL));
      refused += part == NULL;
    }
  g_assert_cmpuint (refused, >, 100);
}

static void
test_files (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("downhill-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "a.downhill", NULL);
  g_autofree char *data_path = g_build_filename (folder, "points.csv", NULL);
  g_autoptr (DhExperiment) first = dh_experiment_new_first ();
  g_autoptr (DhExperiment) again = NULL, moved = NULL;
  DhFileExtras extras = { NULL, NULL };

  g_test_summary ("Saved and loaded; a data path is relative to the file; changed data is said");
  g_assert_true (dh_experiment_save (first, path, NULL, &error));
  again = dh_experiment_load (path, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (dh_experiment_equal (first, again));

  g_assert_true (g_file_set_contents (data_path, "x,y\n1,2\n3,4\n", -1, &error));
  g_assert_true (g_file_set_contents (
    path, "[Downhill]\nformat=1\n[Data]\nsource=file\npath=points.csv\nrows=3\nchecksum=1\n", -1, &error));
  moved = dh_experiment_load (path, &extras, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (dh_data_get_n_rows (dh_experiment_get_data (moved)), ==, 2);
  g_assert_cmpuint (extras.warnings->len, ==, 1);
  dh_file_extras_clear (&extras);
  g_assert_null (dh_experiment_load (folder, NULL, &error));
  g_assert_nonnull (error);
  g_unlink (path);
  g_unlink (data_path);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/experiment-file/first", test_first);
  g_test_add_func ("/experiment-file/random", test_random);
  g_test_add_func ("/experiment-file/smoothing", test_smoothing);
  g_test_add_func ("/experiment-file/locale", test_locale);
  g_test_add_func ("/experiment-file/minimal", test_minimal);
  g_test_add_func ("/experiment-file/unknown", test_unknown);
  g_test_add_func ("/experiment-file/many-unknown", test_many_unknown);
  g_test_add_func ("/experiment-file/refused", test_refused);
  g_test_add_func ("/experiment-file/bytes", test_bytes);
  g_test_add_func ("/experiment-file/truncated", test_truncated);
  g_test_add_func ("/experiment-file/files", test_files);
  return g_test_run ();
}
