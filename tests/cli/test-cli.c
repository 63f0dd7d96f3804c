/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Tests of the command line at work: known values, the contract of its outputs, and that it goes
 * cleanly when it is interrupted. */
#include <glib/gstdio.h>
#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli-runner.h"
#include "dh-experiment-file.h"
#include "json-check.h"

/* Runs @line, which has to work, and gives its standard output. */
static char *
output_of (const char *line)
{
  CliResult result;
  char *out;

  cli_run_line (&result, line);
  if (result.status != 0)
    g_error ("run %s -> %d: %s", line, result.status, result.err);
  g_assert_cmpstr (result.err, ==, "");
  out = g_steal_pointer (&result.out);
  cli_result_clear (&result);
  return out;
}

static char *
json_of (const char *line)
{
  g_autofree char *whole = g_strdup_printf ("%s --json -", line);
  char *text = output_of (whole);

  g_assert_cmpstr (json_find_fault (text), ==, NULL);
  return text;
}

static void
assert_contains (const char *text, const char *part)
{
  if (strstr (text, part) == NULL)
    g_error ("“%s” is not in: %s", part, text);
}

static void
assert_lacks (const char *text, const char *part)
{
  if (strstr (text, part) != NULL)
    g_error ("“%s” is in: %s", part, text);
}

static void
assert_close (const char *text, double expected)
{
  double value = g_ascii_strtod (text, NULL);

  if (!(fabs (value - expected) <= 1e-12 * fabs (expected)))
    g_error ("%s is not %.15g", text, expected);
}

/* --- Known values --- */

static void
test_known_values (void)
{
  g_autofree char *rmsprop
    = output_of ("--data workbook --model linear --init ones --optimizer workbook-rmsprop "
                 "--carry workbook --epochs 5 --epochs-csv -");
  g_autofree char *sgd = output_of ("--carry workbook --epochs-csv -");
  g_auto (GStrv) lines = g_strsplit (rmsprop, "\n", -1);
  g_auto (GStrv) cells = NULL;

  g_test_summary ("The figures that stand saved in the workbook come out.");
  g_assert_cmpuint (g_strv_length (lines), ==, 7);
  g_assert_cmpstr (lines[0], ==, "epoch,steps,mse,rmse,root_sum,lr,w.a,w.b");
  g_assert_true (g_str_has_prefix (lines[5], "5,29,"));
  g_assert_true (g_str_has_suffix (lines[5], ",2.4036203537069443,3.1890676512613103"));
  cells = g_strsplit (sgd, ",", -1);
  g_assert_cmpuint (g_strv_length (cells), ==, 6 * 7 + 1);
  /* The workbook's own figures have 15 digits. */
  assert_close (cells[41], 2.56999646980753);
  assert_close (cells[42], 1.27546250025288);
}

static void
test_step_csv (void)
{
  g_autofree char *plain = output_of ("--csv -");
  g_autofree char *full = output_of ("--optimizer adam --record bump --csv -");
  g_auto (GStrv) lines = g_strsplit (plain, "\n", -1);

  g_test_summary ("The step CSV has the header of the contract and one line a step.");
  g_assert_cmpuint (g_strv_length (lines), ==, 1 + 145 + 1);
  g_assert_cmpstr (lines[0], ==,
                   "step,epoch,row,x,y,prediction,error,lr,overshoot,w.a,w.b,g.a,g.b,n.a,n.b");
  g_assert_true (g_str_has_prefix (lines[1], "1,1,1,14,58,15,1849,0.0001,"));
  g_assert_true (g_str_has_suffix (lines[1], ",1,1,-1204,-86,1.1204,1.0086"));
  g_assert_true (g_str_has_prefix (lines[145], "145,5,29,"));
  g_assert_true (g_str_has_prefix (full,
                                   "step,epoch,row,x,y,prediction,error,lr,overshoot,w.a,w.b,g.a,g.b,"
                                   "b.a,b.b,m.a,m.b,v.a,v.b,n.a,n.b\n"));
}

/* --- JSON --- */

static void
test_json (void)
{
  g_autofree char *text = json_of ("--name \"one\" --record curvature --at 30:lr=3e-5 --at 9:lr=2e-5");

  g_test_summary ("The JSON has program, data, settings, state, final figures and curvature.");
  assert_contains (text, "\"program\": \"downhill-cli\"");
  assert_contains (text, "\"source\": \"workbook\"");
  assert_contains (text, "\"rows\": 29");
  assert_contains (text, "\"name\": \"\\\"one\\\"\"");
  assert_contains (text, "\"model\": \"linear\"");
  assert_contains (text, "\"optimizer\": \"workbook-sgd\"");
  assert_contains (text, "\"state\": \"finished\"");
  assert_contains (text, "\"steps\": 145");
  assert_contains (text, "\"epochs\": 5");
  assert_contains (text, "\"mse\": ");
  assert_contains (text, "\"lambda_max\": ");
  g_assert_true (strstr (text, "\"step\": 9") < strstr (text, "\"step\": 30"));
}

static void
test_findings (void)
{
  g_autofree char *text = json_of ("--first");
  g_autofree char *calm = json_of ("--data range:-1:1:0.1 --target line:2:30 --lr 0.1 --epochs 2");
  const char *relu = strstr (text, "\"name\": \"2 neurons + ReLU\"");
  const char *away = strstr (text, "\"kind\": \"ran-away\"");

  g_test_summary ("The JSON says what the program noticed: kind, step, title, sentence and evidence.");
  g_assert_nonnull (relu);
  g_assert_nonnull (away);
  g_assert_true (away < relu);
  assert_contains (text, "\"kind\": \"ill-conditioned\"");
  assert_contains (away, "\"step\": 25");
  assert_contains (away, "\"title\": \"ran away, step 25 did it\"");
  assert_contains (away, "\"sentence\": \"Step 25 did it: at x = 99 ");
  assert_contains (away, "\"evidence\": {");
  assert_contains (away, "\"step_gain\": 16.40");
  assert_contains (away, "\"survives_up_to\": 7.3e-05");
  assert_contains (away, "Survives up to 0.000073, and by luck at 0.000080.");
  assert_contains (away, "\"kind\": \"bump-lost\"");
  assert_contains (relu, "\"kind\": \"dead-relu\"");
  assert_lacks (relu, "ran-away");
  assert_contains (calm, "\"findings\": []");
}

static void
test_final_weights (void)
{
  g_autofree char *json = json_of ("--optimizer workbook-rmsprop --carry workbook");

  g_test_summary ("The final weights are those that the next epoch would start from.");
  assert_contains (json, "\"a\": 2.4036203537069443");
  assert_contains (json, "\"b\": 3.1890676512613103");
}

static void
test_order (void)
{
  g_autofree char *first = json_of ("--lr 0.5 --set beta1=0.8 --prime 1 --optimizer adam");
  g_autofree char *second = json_of ("--optimizer adam --prime 1 --set beta1=0.8 --lr 0.5");
  g_autofree char *defaults = json_of ("--optimizer workbook-rmsprop");
  g_autofree char *model = json_of ("--init 1,2,3,4 --model two-relu");
  g_autofree char *last = json_of ("--lr 0.5 --lr 0.25");

  g_test_summary ("Explicit settings win over an optimiser's own wherever they stand; the last of two wins.");
  g_assert_cmpstr (first, ==, second);
  assert_contains (first, "\"lr\": 0.5");
  assert_contains (first, "\"beta1\": 0.8");
  assert_contains (first, "\"prime\": 1");
  assert_contains (defaults, "\"lr\": 0.02");
  assert_contains (defaults, "\"prime\": 2");
  assert_contains (model, "\"init\": \"1,2,3,4\"");
  assert_contains (last, "\"lr\": 0.25");
}

static void
test_settings (void)
{
  g_autofree char *text
    = json_of ("--model mlp:3,2:gelu --init normal:0.5:7 --gradient central:0.001 --optimizer adamw "
               "--set weight-decay=0.1 --schedule cosine:1e-6 --clip norm:2 --batch 4 --shuffle 11 "
               "--epochs 3 --record bump --data range:-2:2:0.25 --target parabola:1:2 --noise 0.5:3");

  g_test_summary ("Every setting reaches the run.");
  assert_contains (text, "\"model\": \"mlp:3,2:gelu\"");
  assert_contains (text, "\"init\": \"normal:0.5:7\"");
  assert_contains (text, "\"gradient\": \"central:0.001\"");
  assert_contains (text, "\"optimizer\": \"adamw\"");
  assert_contains (text, "\"weight-decay\": 0.1");
  assert_contains (text, "\"schedule\": \"cosine:1e-06\"");
  assert_contains (text, "\"clip\": \"norm:2\"");
  assert_contains (text, "\"batch\": 4");
  assert_contains (text, "\"shuffle\": 11");
  assert_contains (text, "\"epochs\": 3");
  assert_contains (text, "\"source\": \"range:-2:2:0.25\"");
  assert_contains (text, "\"target\": \"parabola:1:2\"");
  assert_contains (text, "\"noise_sd\": 0.5");
  assert_contains (text, "\"noise_seed\": 3");
  assert_contains (text, "\"rows\": 17");
  assert_contains (text, "\"steps\": 15");
  assert_contains (text, "\"w1[1]\": ");
  assert_contains (text, "\"bump\"");
}

static void
test_exploded (void)
{
  g_autofree char *json = json_of ("--lr 1");
  g_autofree char *summary = output_of ("--lr 1");

  g_test_summary ("An exploded run is a result; nothing that is not a number is printed as one.");
  assert_contains (json, "\"state\": \"exploded\"");
  assert_contains (summary, "exploded at step");
  assert_lacks (summary, "nan");
}

static void
test_data_file (void)
{
  g_autofree char *json = NULL, *named = NULL, *missing = NULL;

  g_test_summary ("A path is read as data, also one that is called like a source.");
  cli_write_file ("points.csv", "x;y\r\n0,5;1,5\r\n1;2\r\n", -1);
  json = json_of ("--data points.csv --epochs 1");
  assert_contains (json, "\"rows\": 2");
  cli_write_file ("workbook", "1,2\n3,4\n5,6\n", -1);
  named = json_of ("--data ./workbook --epochs 1");
  assert_contains (named, "\"rows\": 3");
  missing = json_of ("--data workbook --epochs 1");
  assert_contains (missing, "\"rows\": 29");
  g_remove ("workbook");
}

/* --- Experiments --- */

static guint
count (const char *text, const char *part)
{
  guint n = 0;

  for (const char *p = strstr (text, part); p != NULL; p = strstr (p + 1, part))
    n++;
  return n;
}

static void
test_experiment (void)
{
  g_autoptr (DhExperiment) experiment = dh_experiment_new_first ();
  g_autoptr (GError) error = NULL;
  g_autofree char *as_is = NULL, *every = NULL, *one = NULL, *first = NULL, *by_name = NULL;
  g_autofree char *by_number = NULL;
  const char *arguments[] = { "run", "mine.downhill", "--run", "2 neurons", "--csv", "-", NULL };
  CliResult result;

  g_test_summary ("Settings change every run of a file, or the one chosen by name or number.");
  dh_experiment_save (experiment, "mine.downhill", NULL, &error);
  g_assert_no_error (error);
  as_is = json_of ("mine.downhill");
  first = json_of ("--first");
  g_assert_cmpstr (as_is, ==, first);
  g_assert_cmpuint (count (as_is, "\"lr\": 0.0001"), ==, 3);
  every = json_of ("mine.downhill --lr 3e-5");
  g_assert_cmpuint (count (every, "\"lr\": 3e-05"), ==, 3);
  one = json_of ("mine.downhill --lr 3e-5 --run 2");
  g_assert_cmpuint (count (one, "\"lr\": 3e-05"), ==, 1);
  g_assert_cmpuint (count (one, "\"lr\": 0.0001"), ==, 2);
  g_assert_true (strstr (one, "\"name\": \"2 neurons\"") < strstr (one, "3e-05"));
  g_assert_true (strstr (one, "3e-05") < strstr (one, "\"name\": \"2 neurons + ReLU\""));

  cli_run (&result, arguments);
  g_assert_cmpint (result.status, ==, 0);
  by_name = g_steal_pointer (&result.out);
  cli_result_clear (&result);
  by_number = output_of ("mine.downhill --run 2 --csv -");
  g_assert_cmpstr (by_name, ==, by_number);
  assert_contains (by_name, ",w.a,w.b,w.c,w.d,");
}

static void
test_summary (void)
{
  g_autofree char *text = output_of ("--first");
  g_autofree char *large = output_of ("--model mlp:20:tanh --init xavier:1");

  g_test_summary ("Without outputs a summary is printed.");
  assert_contains (text, "29");
  assert_contains (text, "1 neuron: ");
  assert_contains (text, "2 neurons + ReLU: ");
  assert_contains (text, "RMSE ");
  assert_contains (text, "a = ");
  assert_contains (large, "61");
  assert_contains (large, "--json");
}

static void
test_several_outputs (void)
{
  g_autofree char *out = output_of ("--csv steps.csv --epochs-csv epochs.csv --json all.json --output all.svg");
  g_autofree char *steps = NULL, *epochs = NULL, *json = NULL, *svg = NULL;

  g_test_summary ("All outputs at once; the standard output stays empty.");
  g_assert_cmpstr (out, ==, "");
  g_assert_true (g_file_get_contents ("steps.csv", &steps, NULL, NULL));
  g_assert_true (g_file_get_contents ("epochs.csv", &epochs, NULL, NULL));
  g_assert_true (g_file_get_contents ("all.json", &json, NULL, NULL));
  g_assert_true (g_file_get_contents ("all.svg", &svg, NULL, NULL));
  g_assert_cmpuint (count (steps, "\n"), ==, 146);
  g_assert_cmpuint (count (epochs, "\n"), ==, 6);
  g_assert_cmpstr (json_find_fault (json), ==, NULL);
  assert_contains (svg, "<svg");
}

/* --- Charts --- */

static guint32
big_endian (const char *bytes)
{
  guint32 value;

  memcpy (&value, bytes, sizeof value);
  return GUINT32_FROM_BE (value);
}

/* A picture of this size that is more than one colour: PNG packs a blank one much smaller. */
static void
assert_png (const char *name, guint width, guint height)
{
  g_autofree char *bytes = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (name, &bytes, &length, NULL));
  g_assert_cmpuint (length, >, 33);
  g_assert_cmpmem (bytes, 8, "\x89PNG\r\n\x1a\n", 8);
  g_assert_cmpuint (big_endian (bytes + 16), ==, width);
  g_assert_cmpuint (big_endian (bytes + 20), ==, height);
  g_assert_cmpuint (length, >, 4000);
}

static void
test_charts (void)
{
  g_autofree char *none = output_of ("--chart error --output a.png --size 400x300 --scale 2");
  g_autofree char *pdf = NULL, *svg = NULL, *other = NULL;
  char *unused;

  g_test_summary ("Charts in all three formats, of the size asked for.");
  g_assert_cmpstr (none, ==, "");
  assert_png ("a.png", 800, 600);
  unused = output_of ("--chart error,lr --chart w.a --chart fit --y symlog --x step --dark --output b.pdf");
  g_free (unused);
  g_assert_true (g_file_get_contents ("b.pdf", &pdf, NULL, NULL));
  g_assert_true (g_str_has_prefix (pdf, "%PDF-"));
  unused = output_of ("--chart rmse --x epoch --y log --output c.svg");
  g_free (unused);
  g_assert_true (g_file_get_contents ("c.svg", &svg, NULL, NULL));
  assert_contains (svg, "<svg");
  unused = output_of ("--chart error --output d.svg");
  g_free (unused);
  g_assert_true (g_file_get_contents ("d.svg", &other, NULL, NULL));
  g_assert_cmpstr (svg, !=, other);
  unused = output_of ("--first --output first.png");
  g_free (unused);
  assert_png ("first.png", 1280, 840);
}

static void
test_names (void)
{
  g_autofree char *relu = output_of ("--model two-relu --lr 1e-5");
  g_autofree char *own = output_of ("--model mlp:8:tanh --name mine --epochs 1");
  g_autofree char *same = output_of ("--name 2 --model linear");
  g_autofree char *all = output_of ("--first --model two-linear --epochs 1");

  g_test_summary ("A run that nobody named is called after the model that it has.");
  assert_contains (relu, "\n2 neurons + ReLU: Finished");
  assert_contains (own, "\nmine: Finished");
  assert_contains (same, "\n2: Finished");
  assert_lacks (all, "1 neuron:");
}

/* --- The program --- */

static void
test_help (void)
{
  const char *help[] = { "--help", NULL };
  const char *run_help[] = { "run", "--help", NULL };
  const char *short_help[] = { "run", "-h", NULL };
  const char *version[] = { "--version", NULL };
  const char *const settings[] = {
    "--data", "--target", "--noise", "--model", "--init", "--gradient", "--optimizer", "--set",
    "--prime", "--lr", "--schedule", "--batch", "--shuffle", "--carry", "--epochs", "--csv",
    "--epochs-csv", "--json", "--chart", "--output", "--size", "--scale", "--clip", "--at",
    "--record", "--name", "--run", "--first", "--x", "--y", "--dark",
  };
  g_auto (GStrv) lines = NULL;
  CliResult result, shorter;

  g_test_summary ("The help has every argument, fits a terminal and promises nothing that isn't there.");
  cli_run (&result, help);
  g_assert_cmpint (result.status, ==, 0);
  assert_contains (result.out, "run");
  assert_contains (result.out, "sweep");
  assert_lacks (result.out, "export");
  cli_result_clear (&result);
  cli_run (&result, version);
  g_assert_cmpint (result.status, ==, 0);
  g_assert_true (g_str_has_prefix (result.out, "downhill-cli "));
  cli_result_clear (&result);
  cli_run (&result, run_help);
  g_assert_cmpint (result.status, ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      g_autofree char *item = g_strdup_printf ("\n  %s", settings[i]);

      assert_contains (result.out, item);
    }
  assert_lacks (result.out, "xlsx");
  for (int kind = 0; kind < DH_OPTIMISER_N; kind++)
    {
      const DhOptimiserInfo *info = dh_optimiser_info (kind);

      for (guint i = 0; i < info->n_params; i++)
        assert_contains (result.out, info->param[i].id);
    }
  for (int kind = 0; kind < DH_ACTIVATION_N; kind++)
    assert_contains (result.out, dh_activation_info (kind)->id);
  lines = g_strsplit (result.out, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    g_assert_cmpint (g_utf8_strlen (lines[i], -1), <=, 92);
  cli_run (&shorter, short_help);
  g_assert_cmpint (shorter.status, ==, 0);
  g_assert_cmpstr (shorter.out, ==, result.out);
  cli_result_clear (&shorter);
  cli_result_clear (&result);
}

/* The dynamic linker lists what it loads and does not start the program, as ldd does. */
static void
test_no_gtk (void)
{
  const char *arguments[] = { "--version", NULL };
  CliResult result;

  g_test_summary ("No GTK is linked: the program runs where there is no window system at all.");
  g_setenv ("LD_TRACE_LOADED_OBJECTS", "1", TRUE);
  cli_run (&result, arguments);
  g_unsetenv ("LD_TRACE_LOADED_OBJECTS");
  assert_contains (result.out, "libglib-2.0");
  assert_contains (result.out, "libcairo");
  assert_lacks (result.out, "libgtk");
  assert_lacks (result.out, "libgdk");
  assert_lacks (result.out, "libadwaita");
  cli_result_clear (&result);
}

static int
exit_status (GPid pid)
{
  int status;

  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_spawn_close_pid (pid);
  return WIFEXITED (status) ? WEXITSTATUS (status) : -1;
}

static void
test_closed_pipe (void)
{
  const char *argv[] = { cli_program (), "run", "--epochs", "5000", "--csv", "-", NULL };
  g_autoptr (GError) error = NULL;
  int out;
  GPid pid;

  g_test_summary ("A reader that went away ends the program with status 1, not by a signal.");
  g_spawn_async_with_pipes (NULL, (char **) argv, NULL,
                            G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
                            &pid, NULL, &out, NULL, &error);
  g_assert_no_error (error);
  close (out);
  g_assert_cmpint (exit_status (pid), ==, 1);
}

static gboolean
has_temporary (void)
{
  g_autoptr (GDir) dir = g_dir_open (".", 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (name[0] == '.')
      return TRUE;
  return FALSE;
}

static void
test_interrupt (void)
{
  const char *argv[] = { cli_program (), "run", "--data", "range:0:1:0.00001", "--batch", "all",
                         "--lr", "0.001", "--epochs", "1000000", "--csv", "long.csv", NULL };
  g_autoptr (GError) error = NULL;
  guint n_files = cli_count_files ();
  GPid pid;

  g_test_summary ("Ctrl+C in the middle of training: status 1 and nothing half-written.");
  g_spawn_async (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDERR_TO_DEV_NULL,
                 NULL, NULL, &pid, &error);
  g_assert_no_error (error);
  /* The outputs are opened right before the training begins. */
  while (!has_temporary ())
    g_usleep (2000);
  g_assert_cmpint (kill (pid, SIGINT), ==, 0);
  g_assert_cmpint (exit_status (pid), ==, 1);
  g_assert_cmpuint (cli_count_files (), ==, n_files);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  cli_init ();
  g_test_add_func ("/cli/known-values", test_known_values);
  g_test_add_func ("/cli/step-csv", test_step_csv);
  g_test_add_func ("/cli/json", test_json);
  g_test_add_func ("/cli/findings", test_findings);
  g_test_add_func ("/cli/final-weights", test_final_weights);
  g_test_add_func ("/cli/order", test_order);
  g_test_add_func ("/cli/settings", test_settings);
  g_test_add_func ("/cli/exploded", test_exploded);
  g_test_add_func ("/cli/data-file", test_data_file);
  g_test_add_func ("/cli/experiment", test_experiment);
  g_test_add_func ("/cli/summary", test_summary);
  g_test_add_func ("/cli/several-outputs", test_several_outputs);
  g_test_add_func ("/cli/charts", test_charts);
  g_test_add_func ("/cli/names", test_names);
  g_test_add_func ("/cli/help", test_help);
  g_test_add_func ("/cli/no-gtk", test_no_gtk);
  g_test_add_func ("/cli/closed-pipe", test_closed_pipe);
  g_test_add_func ("/cli/interrupt", test_interrupt);
  status = g_test_run ();
  cli_finish ();
  return status;
}
