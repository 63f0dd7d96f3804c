/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Tests of the command line with bad input: each gets its exit status and a message that names
 * the place and the remedy, writes nothing to the standard output and leaves no file behind. */
#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>

#include "cli-runner.h"
#include "dh-experiment-file.h"

typedef struct
{
  const char *line; /* after "run" */
  int status;
  const char *says[3]; /* parts of the message */
} Bad;

static void
check (const Bad *bad)
{
  guint n_files = cli_count_files ();
  CliResult result;

  cli_run_line (&result, bad->line);
  g_test_message ("run %s -> %d: %s", bad->line, result.status, result.err);
  g_assert_cmpint (result.status, ==, bad->status);
  g_assert_true (g_str_has_prefix (result.err, "downhill-cli: "));
  for (gsize i = 0; i < G_N_ELEMENTS (bad->says) && bad->says[i] != NULL; i++)
    if (strstr (result.err, bad->says[i]) == NULL)
      g_error ("“run %s” does not say “%s” but: %s", bad->line, bad->says[i], result.err);
  g_assert_true ((strstr (result.err, "--help") != NULL) == (bad->status == 2));
  g_assert_cmpstr (result.out, ==, "");
  g_assert_cmpuint (cli_count_files (), ==, n_files);
  cli_result_clear (&result);
}

static void
check_all (const Bad *table, gsize n)
{
  for (gsize i = 0; i < n; i++)
    check (&table[i]);
}

static void
test_settings (void)
{
  static const Bad table[] = {
    { "--lr 0", 2, { "--lr", "0", "above 0" } },
    { "--lr -1", 2, { "--lr", "-1", "above 0" } },
    { "--lr abc", 2, { "--lr", "abc", "not a number" } },
    { "--lr 1e400", 2, { "--lr", "1e400", "too large" } },
    { "--lr nan", 2, { "--lr", "nan" } },
    { "--lr 0,5", 2, { "--lr", "comma" } },
    { "--init 1,x", 2, { "--init", "x", "xavier" } },
    { "--init 1,2,3", 2, { "--init", "3", "2" } },
    { "--init 1", 2, { "--init", "2" } },
    { "--init 1,inf", 2, { "--init", "inf" } },
    { "--model nosuch", 2, { "--model", "nosuch", "two-relu" } },
    { "--model mlp:1000,1000:tanh", 2, { "--model", "weights", "limit" } },
    { "--model mlp:0:tanh", 2, { "--model" } },
    { "--model mlp:4:nosuch", 2, { "--model", "nosuch" } },
    { "--optimizer nosuch", 2, { "--optimizer", "nosuch", "workbook-adam-annealed" } },
    { "--set nosuch=1", 2, { "--set", "nosuch" } },
    { "--optimizer sgd --set nosuch=1", 2, { "--set", "nosuch", "weight-decay" } },
    { "--optimizer adam --set beta1=1.5", 2, { "--set", "beta1", "1.5" } },
    { "--optimizer adam --set beta1", 2, { "--set", "momentum=0.9" } },
    { "--optimizer adam --set beta1=x", 2, { "--set", "x" } },
    { "--prime -1", 2, { "--prime" } },
    { "--schedule nosuch", 2, { "--schedule", "one-cycle" } },
    { "--schedule step:0:0.5", 2, { "--schedule" } },
    { "--clip nosuch", 2, { "--clip" } },
    { "--clip norm:0", 2, { "--clip", "0" } },
    { "--gradient nosuch", 2, { "--gradient", "central" } },
    { "--gradient bump:0", 2, { "0" } },
    { "--batch 0", 2, { "--batch", "all" } },
    { "--batch 1.5", 2, { "--batch", "1.5" } },
    { "--shuffle x", 2, { "--shuffle" } },
    { "--carry nosuch", 2, { "--carry", "workbook" } },
    { "--carry workbook --batch 5", 2, { "workbook", "batch" } },
    { "--carry workbook --shuffle 1", 2, { "workbook", "shuffling" } },
    { "--epochs 0", 2, { "--epochs" } },
    { "--epochs 1e12", 2, { "epochs", "fit" } },
    { "--epochs 1e19", 2, { "epochs" } },
    { "--at 5", 2, { "--at", "100:lr=0.001" } },
    { "--at 0:lr=1", 2, { "--at" } },
    { "--at 5:lr=0", 2, { "--at", "above 0" } },
    { "--record nosuch", 2, { "--record", "curvature" } },
  };

  g_test_summary ("Settings outside their domain are wrong usage that names the setting and what it takes.");
  check_all (table, G_N_ELEMENTS (table));
}

static void
test_usage (void)
{
  static const Bad table[] = {
    { "--nosuch", 2, { "--nosuch" } },
    { "--lr", 2, { "--lr" } },
    { "one two", 2, { "two", "too many" } },
    { "--first one", 2, { "--first" } },
    { "--first --csv -", 2, { "--run", "1 neuron" } },
    { "--first --epochs-csv -", 2, { "--epochs-csv", "--run" } },
    { "--first --name x", 2, { "--name", "--run" } },
    { "--first --run nosuch", 2, { "nosuch", "2 neurons + ReLU" } },
    { "--first --run 4", 2, { "4" } },
    { "--csv - --json -", 2, { "standard output" } },
    { "--csv a --json a", 2, { "same file" } },
    { "--chart error", 2, { "--output" } },
    { "--size 10x10", 2, { "--size" } },
    { "--size 800 --output a.png", 2, { "800x500" } },
    { "--size 1000000x5 --output a.png", 2, { "--size" } },
    { "--scale 9 --output a.png", 2, { "--scale", "4" } },
    { "--output a.gif", 2, { "a.gif", ".svg" } },
    { "--output a", 2, { ".png" } },
    { "--chart nosuch --output a.png", 2, { "nosuch", "effective-slope" } },
    { "--chart , --output a.png", 2, { "--chart" } },
    { "--chart moments --output a.png", 2, { "moments" } },
    { "--chart w.c --output a.png", 2, { "w.c" } },
    { "--chart bump-derivatives --output a.png", 2, { "--record bump" } },
    { "--x nosuch --output a.png", 2, { "--x", "epoch" } },
    { "--y nosuch --output a.png", 2, { "--y", "symlog" } },
    { "--chart error --chart error --chart error --chart error --chart error --chart error "
      "--chart error --output a.png", 2, { "6" } },
  };

  g_test_summary ("Arguments that can't be meant are refused before anything is trained.");
  check_all (table, G_N_ELEMENTS (table));
}

static void
test_data (void)
{
  static const Bad table[] = {
    { "--data range:1:2", 2, { "--data", "range:START:STOP:STEP" } },
    { "--data range:1:2:0", 2, { "--data" } },
    { "--data range:0:1:1e-300", 2, { "--data" } },
    { "--data random:0:1:2:3", 2, { "--data" } },
    { "--data random:100000000:1:2:3", 2, { "--data" } },
    { "--target line:1:2", 2, { "--target", "range" } },
    { "--data range:1:9:1 --target nosuch", 2, { "--target", "nosuch" } },
    { "--data range:1:9:1 --noise -1", 2, { "--noise" } },
    { "--data one.csv --noise 1:1", 2, { "--noise", "file" } },
    { "--data nosuch.csv", 1, { "nosuch.csv", "no such file" } },
    { "--data .", 1, { "folder" } },
    { "--data text.csv", 1, { "text.csv", "17" } },
    { "--data one.csv", 1, { "one.csv", "column" } },
    { "--data three.csv", 1, { "three.csv", "column" } },
    { "--data none.csv", 1, { "none.csv" } },
    { "--data header.csv", 1, { "header.csv" } },
    { "--data nul.csv", 1, { "nul.csv" } },
  };
  g_autoptr (GString) text = g_string_new ("x,y\n");

  g_test_summary ("Bad data files are named with the line, and what to do about it.");
  for (int line = 2; line <= 20; line++)
    g_string_append_printf (text, line == 17 ? "%d,oops\n" : "%d,1\n", line);
  cli_write_file ("text.csv", text->str, -1);
  cli_write_file ("one.csv", "1\n2\n3\n", -1);
  cli_write_file ("three.csv", "1,2,3\n4,5,6\n", -1);
  cli_write_file ("none.csv", "", -1);
  cli_write_file ("header.csv", "x,y\n", -1);
  cli_write_file ("nul.csv", "1,2\n3,\0004\n", 10);
  check_all (table, G_N_ELEMENTS (table));
}

static void
test_experiment (void)
{
  static const Bad table[] = {
    { "nosuch.downhill", 1, { "nosuch.downhill", "no such file" } },
    { ".", 1, { "folder" } },
    { "cut.downhill", 1, { "cut.downhill" } },
    { "newer.downhill", 1, { "newer.downhill", "newer" } },
    { "text.downhill", 1, { "text.downhill" } },
  };
  g_autoptr (DhExperiment) experiment = dh_experiment_new_first ();
  g_autofree char *text = dh_experiment_format (experiment, NULL);
  g_autoptr (GString) string = g_string_new (text);

  g_test_summary ("Broken, newer and foreign experiment files are refused by name.");
  cli_write_file ("cut.downhill", text, (gssize) strlen (text) / 2);
  g_assert_cmpuint (g_string_replace (string, "format=1\n", "format=999\n", 1), ==, 1);
  cli_write_file ("newer.downhill", string->str, -1);
  cli_write_file ("text.downhill", "not an experiment\n", -1);
  check_all (table, G_N_ELEMENTS (table));
}

static void
test_outputs (void)
{
  static const Bad table[] = {
    { "--csv nosuch/a.csv", 1, { "nosuch/a.csv", "folder" } },
    { "--csv .", 1, { "folder" } },
    { "--csv a.csv --json nosuch/a.json", 1, { "nosuch/a.json" } },
    { "--chart error --output nosuch/a.png", 1, { "nosuch/a.png" } },
    /* The numbers for the standard output would come first: the charts' place is looked at before any training. */
    { "--csv - --chart error --output nosuch/a.png", 1, { "nosuch/a.png", "folder" } },
  };

  g_test_summary ("A place that can't be written is named, and no other output is left either.");
  check_all (table, G_N_ELEMENTS (table));
}

static void
check_full_disk (const char *const *arguments, const char *name)
{
  guint n_files;
  g_autofree char *kept = NULL;
  CliResult result;

  cli_write_file (name, "kept\n", -1);
  n_files = cli_count_files ();
  cli_run_limited (&result, arguments, 4096);
  g_assert_cmpint (result.status, ==, 1);
  g_assert_nonnull (strstr (result.err, name));
  g_assert_nonnull (strstr (result.err, "room"));
  g_assert_cmpuint (cli_count_files (), ==, n_files);
  g_assert_true (g_file_get_contents (name, &kept, NULL, NULL));
  g_assert_cmpstr (kept, ==, "kept\n");
  cli_result_clear (&result);
}

static void
test_full_disk (void)
{
  const char *csv[] = { "run", "--epochs", "20", "--csv", "full.csv", NULL };
  const char *json[] = { "run", "--model", "mlp:60:tanh", "--init", "xavier:1", "--json", "full.json", NULL };
  const char *chart[] = { "run", "--chart", "error", "--output", "full.png", NULL };
  CliResult result;

  g_test_summary ("On a full disk the old file stays whole and nothing is left beside it.");
  check_full_disk (csv, "full.csv");
  check_full_disk (json, "full.json");
  check_full_disk (chart, "full.png");
  if (!g_file_test ("/dev/full", G_FILE_TEST_EXISTS))
    return;
  cli_run_line (&result, "--csv /dev/full");
  g_assert_cmpint (result.status, ==, 1);
  g_assert_nonnull (strstr (result.err, "room"));
  g_assert_null (strstr (result.err, "as it was before"));
  cli_result_clear (&result);
}

static void
test_commands (void)
{
  const char *nothing[] = { NULL };
  const char *unknown[] = { "walk", NULL };
  CliResult result;

  g_test_summary ("A missing or unknown command is wrong usage that lists what there is.");
  cli_run (&result, nothing);
  g_assert_cmpint (result.status, ==, 2);
  g_assert_nonnull (strstr (result.err, "run"));
  g_assert_nonnull (strstr (result.err, "--help"));
  cli_result_clear (&result);
  cli_run (&result, unknown);
  g_assert_cmpint (result.status, ==, 2);
  g_assert_nonnull (strstr (result.err, "walk"));
  g_assert_nonnull (strstr (result.err, "there are: run, smooth, sweep"));
  cli_result_clear (&result);
}

int
main (int argc, char **argv)
{
  int status;

  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  cli_init ();
  g_test_add_func ("/cli-bad/settings", test_settings);
  g_test_add_func ("/cli-bad/usage", test_usage);
  g_test_add_func ("/cli-bad/data", test_data);
  g_test_add_func ("/cli-bad/experiment", test_experiment);
  g_test_add_func ("/cli-bad/outputs", test_outputs);
  g_test_add_func ("/cli-bad/full-disk", test_full_disk);
  g_test_add_func ("/cli-bad/commands", test_commands);
  status = g_test_run ();
  cli_finish ();
  return status;
}
