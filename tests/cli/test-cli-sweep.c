/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Tests of "downhill-cli sweep": its CSV against single runs of the same program, its summary and help, and
 * what it refuses. */
#include <glib/gstdio.h>
#include <string.h>

#include "cli-runner.h"
#include "dh-experiment-file.h"

static void
run_words (CliResult *result, const char *command, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();

  g_ptr_array_add (arguments, (gpointer) command);
  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      g_ptr_array_add (arguments, words[i]);
  g_ptr_array_add (arguments, NULL);
  cli_run (result, (const char *const *) arguments->pdata);
}

/* The standard output of what has to work. */
static char *
output_of (const char *command, const char *line)
{
  CliResult result;
  char *out;

  run_words (&result, command, line);
  if (result.status != 0)
    g_error ("%s %s -> %d: %s", command, line, result.status, result.err);
  g_assert_cmpstr (result.err, ==, "");
  out = g_steal_pointer (&result.out);
  cli_result_clear (&result);
  return out;
}

static void
assert_contains (const char *text, const char *part)
{
  if (strstr (text, part) == NULL)
    g_error ("“%s” is not in: %s", part, text);
}

/* A line of the sweep against the last epoch of the same run by itself. Returns its outcome. */
static const char *
check_line (const char *settings, const char *second, char **cells)
{
  guint at = second != NULL ? 2 : 1;
  g_autofree char *extra = second != NULL ? g_strconcat (second, cells[1], NULL) : g_strdup ("");
  g_autofree char *line = g_strdup_printf ("%s --lr %s%s --epochs-csv -", settings, cells[0], extra);
  g_autofree char *single = output_of ("run", line);
  g_auto (GStrv) lines = g_strsplit (g_strstrip (single), "\n", -1);
  g_auto (GStrv) last = g_strsplit (lines[g_strv_length (lines) - 1], ",", -1);
  gboolean exploded = g_str_equal (cells[at + 2], "inf");
  guint64 steps = 0;

  for (guint i = 1; lines[i] != NULL; i++)
    {
      g_auto (GStrv) epoch = g_strsplit (lines[i], ",", -1);

      steps += g_ascii_strtoull (epoch[1], NULL, 10);
    }
  g_assert_cmpuint (g_ascii_strtoull (cells[at + 1], NULL, 10), ==, steps);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpstr (cells[at + 2 + i], ==, exploded ? "inf" : last[2 + i]);
  for (guint i = 6; last[i] != NULL; i++)
    g_assert_cmpstr (cells[at + 5 + i - 6], ==, last[i]);
  return cells[at];
}

static void
test_csv (void)
{
  static const struct { const char *settings, *axes, *second, *header; } table[] = {
    { "", "--over lr=1e-7:0.1:12", NULL, "lr,outcome,steps,mse,rmse,root_sum,w.a,w.b" },
    { "--model two-relu --gradient bump --carry workbook", "--over lr=1e-7:0.1:12", NULL,
      "lr,outcome,steps,mse,rmse,root_sum,w.a,w.b,w.c,w.d" },
    { "--optimizer adam --epochs 3", "--over lr=1e-4:100:4 --over2 beta1=0:0.9:3", " --set beta1=",
      "lr,beta1,outcome,steps,mse,rmse,root_sum,w.a,w.b" },
    { "--optimizer sgd", "--over lr=1e-5:1e-3:3 --over2 batch=1:10:4", " --batch ",
      "lr,batch,outcome,steps,mse,rmse,root_sum,w.a,w.b" },
    { "--model mlp:2:tanh --init xavier:1 --shuffle 3", "--over lr=1e-5:1e-2:3", NULL,
      "lr,outcome,steps,mse,rmse,root_sum,w.w1[1],w.w1[2],w.b1[1],w.b1[2],\"w.w2[1,1]\",\"w.w2[1,2]\",w.b2[1]" },
  };
  static const gsize n_lines[] = { 12, 12, 12, 12, 3 };

  g_test_summary ("Each line of the CSV has the digits that the run has by itself.");
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *line = g_strdup_printf ("%s %s --csv -", table[i].settings, table[i].axes);
      g_autofree char *csv = output_of ("sweep", g_strstrip (line));
      g_auto (GStrv) lines = g_strsplit (csv, "\n", -1);

      g_assert_cmpuint (g_strv_length (lines), ==, n_lines[i] + 2);
      g_assert_cmpstr (lines[0], ==, table[i].header);
      for (guint k = 1; k <= n_lines[i]; k++)
        {
          g_auto (GStrv) cells = g_strsplit (lines[k], ",", -1);

          check_line (table[i].settings, table[i].second, cells);
        }
    }
}

static void
test_outcomes (void)
{
  static const struct { const char *line, *outcome; } table[] = {
    { "--over lr=1e-7:1e-7:1", ",crawls,145," },
    { "--over lr=1e-4:1e-4:1", ",good,145," },
    { "--over lr=3e-4:3e-4:1", ",overshoots,145," },
    { "--over lr=0.01:0.01:1", ",explodes," },
    { "--model two-linear --over lr=1e-4:1e-4:1", ",explodes," },
    { "--model two-relu --over lr=1e-4:1e-4:1", ",dead,145," },
  };

  g_test_summary ("The outcomes that these settings are known for.");
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *line = g_strdup_printf ("%s --csv -", table[i].line);
      g_autofree char *csv = output_of ("sweep", line);

      assert_contains (csv, table[i].outcome);
      g_assert_true ((strstr (csv, "inf") != NULL) == g_str_equal (table[i].outcome, ",explodes,"));
    }
}

static void
test_summary (void)
{
  g_autofree char *bands = output_of ("sweep", "--over lr=1e-8:1:100");
  g_autofree char *counts = output_of ("sweep", "--optimizer sgd --over lr=1e-8:1:10 --over2 momentum=0:0.9:3");
  g_autofree char *none = output_of ("sweep", "--over lr=1:10:2");
  const char *crawls = strstr (bands, "Crawls"), *good = strstr (bands, "Good");
  const char *overshoots = strstr (bands, "Overshoots"), *explodes = strstr (bands, "Explodes");

  g_test_summary ("Without a CSV: bands of rates from the lowest, or with two axes how many of each.");
  g_assert_true (g_str_has_prefix (bands, "1e-08 to "));
  g_assert_true (crawls != NULL && crawls < good && good < overshoots && overshoots < explodes);
  assert_contains (bands, " to 1: Explodes (");
  assert_contains (bands, "RMSE 15.9");
  assert_contains (counts, "Explodes: ");
  assert_contains (counts, "and momentum 0");
  assert_contains (none, "1 to 10: Explodes (2 rates)");
  assert_contains (none, "Try lower");
}

static void
test_file (void)
{
  g_autoptr (DhExperiment) experiment = dh_experiment_new_first ();
  g_autofree char *by_name = NULL, *by_number = NULL, *to_file = NULL, *written = NULL;
  const char *arguments[] = { "sweep", "three.downhill", "--run", "2 neurons", "--over", "lr=1e-6:1e-4:5",
                              "--csv", "-", NULL };
  CliResult result;

  g_test_summary ("A run of a file by name or number; the CSV goes to a file as well.");
  g_assert_true (dh_experiment_save (experiment, "three.downhill", NULL, NULL));
  cli_run (&result, arguments);
  g_assert_cmpint (result.status, ==, 0);
  by_name = g_strdup (result.out);
  cli_result_clear (&result);
  by_number = output_of ("sweep", "three.downhill --run 2 --over lr=1e-6:1e-4:5 --csv -");
  g_assert_cmpstr (by_name, ==, by_number);
  to_file = output_of ("sweep", "three.downhill --run 2 --over lr=1e-6:1e-4:5 --csv sweep.csv");
  g_assert_cmpstr (to_file, ==, "");
  g_assert_true (g_file_get_contents ("sweep.csv", &written, NULL, NULL));
  g_assert_cmpstr (written, ==, by_name);
  g_remove ("sweep.csv");
}

static void
test_help (void)
{
  g_autofree char *help = output_of ("sweep", "--help");
  g_auto (GStrv) lines = g_strsplit (help, "\n", -1);
  static const char *const parts[] = { "--over lr=LOW:HIGH:COUNT", "--over2", "--csv", "--run", "--first",
                                       "--optimizer", "crawls", "overshoots", "dead", "explodes", "good" };

  g_test_summary ("The help has every argument and fits a terminal.");
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    assert_contains (help, parts[i]);
  g_assert_null (strstr (help, "--chart"));
  for (guint i = 0; lines[i] != NULL; i++)
    g_assert_cmpint (g_utf8_strlen (lines[i], -1), <=, 92);
}

static void
test_bad (void)
{
  static const struct { const char *line; int status; const char *says[2]; } table[] = {
    { "", 2, { "--over", "lr=1e-6:1:200" } },
    { "--over lr", 2, { "--over", "lr=1e-6:1:200" } },
    { "--over lr=1", 2, { "--over", "how many" } },
    { "--over lr=1e-6:1:0", 2, { "--over", "1" } },
    { "--over lr=1e-6:1:2e6", 2, { "--over", "1000000" } },
    { "--over lr=0:1:5", 2, { "--over", "above 0" } },
    { "--over lr=1:1e-6:5", 2, { "--over", "lower value first" } },
    { "--over lr=1:1:5", 2, { "--over", "single" } },
    { "--over lr=a:1:5", 2, { "--over", "a" } },
    { "--over momentum=0:1:5", 2, { "--over", "--over2 momentum=0:1:5" } },
    { "--over lr=1e-6:1:9 --over2 lr=1e-6:1:9", 2, { "--over2", "--over" } },
    { "--over lr=1e-6:1:9 --over2 momentum", 2, { "--over2", "momentum=0:0.99:40" } },
    { "--over lr=1e-6:1:9 --over2 nosuch=0:1:2", 2, { "--over2", "nosuch" } },
    { "--optimizer sgd --over lr=1e-6:1:9 --over2 nosuch=0:1:2", 2, { "nosuch", "momentum" } },
    { "--optimizer adam --over lr=1e-6:1:9 --over2 beta1=0:1:2", 2, { "--over2", "below 1" } },
    { "--over lr=1e-6:1:9 --over2 epochs=0:5:2", 2, { "--over2", "epochs" } },
    { "--over lr=1e-6:1:9 --over2 epochs=1:1e12:2", 2, { "epochs", "fit" } },
    { "--over lr=1e-6:1:9000 --over2 epochs=1:500:500", 2, { "4500000", "fewer" } },
    { "--carry workbook --over lr=1e-6:1:9 --over2 batch=1:9:9", 2, { "--over2", "workbook" } },
    { "--first --over lr=1e-6:1:9", 2, { "--run", "2 neurons" } },
    { "--first --run 9 --over lr=1e-6:1:9", 2, { "--run", "9" } },
    { "--lr 0 --over lr=1e-6:1:9", 2, { "--lr", "above 0" } },
    { "--chart error --over lr=1e-6:1:9", 2, { "--chart" } },
    { "--over lr=1e-6:1:9 --csv nosuch/x.csv", 1, { "nosuch" } },
    { "nosuch.downhill --over lr=1e-6:1:9", 1, { "nosuch.downhill" } },
  };

  g_test_summary ("What is wrong is refused with the place and the remedy, and nothing is written.");
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      guint n_files = cli_count_files ();
      CliResult result;

      run_words (&result, "sweep", table[i].line);
      g_test_message ("sweep %s -> %d: %s", table[i].line, result.status, result.err);
      g_assert_cmpint (result.status, ==, table[i].status);
      g_assert_true (g_str_has_prefix (result.err, "downhill-cli: "));
      for (guint k = 0; k < 2 && table[i].says[k] != NULL; k++)
        assert_contains (result.err, table[i].says[k]);
      g_assert_true ((strstr (result.err, "downhill-cli sweep --help") != NULL) == (table[i].status == 2));
      g_assert_cmpstr (result.out, ==, "");
      g_assert_cmpuint (cli_count_files (), ==, n_files);
      cli_result_clear (&result);
    }
}

static void
test_full_disk (void)
{
  const char *arguments[] = { "sweep", "--over", "lr=1e-6:1:2000", "--csv", "big.csv", NULL };
  guint n_files = cli_count_files ();
  CliResult result;

  g_test_summary ("A disk without room leaves no half CSV behind.");
  cli_run_limited (&result, arguments, 4096);
  g_assert_cmpint (result.status, ==, 1);
  assert_contains (result.err, "big.csv");
  g_assert_cmpuint (cli_count_files (), ==, n_files);
  cli_result_clear (&result);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  cli_init ();
  g_test_add_func ("/cli-sweep/csv", test_csv);
  g_test_add_func ("/cli-sweep/outcomes", test_outcomes);
  g_test_add_func ("/cli-sweep/summary", test_summary);
  g_test_add_func ("/cli-sweep/file", test_file);
  g_test_add_func ("/cli-sweep/help", test_help);
  g_test_add_func ("/cli-sweep/bad", test_bad);
  g_test_add_func ("/cli-sweep/full-disk", test_full_disk);
  status = g_test_run ();
  cli_finish ();
  return status;
}
