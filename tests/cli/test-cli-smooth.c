/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Tests of "downhill-cli smooth": its CSV against the core and against what a run of the same program
 * recorded, its words, its chart, and what it refuses. */
#include <glib/gstdio.h>
#include <string.h>

#include "cli-runner.h"
#include "dh-smooth.h"

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

/* The standard output of what has to work, in lines without the empty last one. */
static char **
lines_of (const char *command, const char *line)
{
  CliResult result;
  char **lines;

  run_words (&result, command, line);
  if (result.status != 0)
    g_error ("%s %s -> %d: %s", command, line, result.status, result.err);
  g_assert_cmpstr (result.err, ==, "");
  lines = g_strsplit (g_strchomp (result.out), "\n", -1);
  cli_result_clear (&result);
  return lines;
}

static void
assert_contains (const char *text, const char *part)
{
  if (strstr (text, part) == NULL)
    g_error ("“%s” is not in: %s", part, text);
}

static void
test_made_up (void)
{
  static const char *const signals[] = { "sine:40:1", "step:20", "noise:0.3:5", "noisy-line:1:2:30:4" };
  double values[60];

  g_test_summary ("The CSV of made-up signals has the core's numbers, to the last digit");
  for (guint s = 0; s < G_N_ELEMENTS (signals); s++)
    {
      g_autofree char *line = g_strdup_printf (
        "--signal %s --beta 0.95 --length 60 --method ema,corrected,accumulated,dampened --csv -", signals[s]);
      g_auto (GStrv) lines = lines_of ("smooth", line);
      DhSmoothState state[DH_SMOOTH_N_METHODS];
      DhSmoothSignal signal = { 0 };

      g_assert_true (dh_smooth_signal_parse (signals[s], &signal, NULL));
      dh_smooth_signal_fill (&signal, 60, values);
      for (guint m = 0; m < DH_SMOOTH_N_METHODS; m++)
        dh_smooth_state_init (&state[m], m, 0.95);
      g_assert_cmpuint (g_strv_length (lines), ==, 61);
      g_assert_cmpstr (lines[0], ==, "index,signal,ema,corrected,accumulated,dampened");
      for (guint i = 0; i < 60; i++)
        {
          g_auto (GStrv) cells = g_strsplit (lines[i + 1], ",", -1);

          g_assert_cmpuint (g_ascii_strtoull (cells[0], NULL, 10), ==, i + 1);
          g_assert_cmpfloat (g_ascii_strtod (cells[1], NULL), ==, values[i]);
          for (guint m = 0; m < DH_SMOOTH_N_METHODS; m++)
            g_assert_cmpfloat (g_ascii_strtod (cells[2 + m], NULL), ==, dh_smooth_state_take (&state[m], values[i]));
        }
    }
}

static void
test_recorded (void)
{
  g_auto (GStrv) steps = lines_of ("run", "--first --run 3 --csv -");
  g_auto (GStrv) header = g_strsplit (steps[0], ",", -1);
  g_auto (GStrv) smoothed = lines_of ("smooth", "--first --run 3 --signal g.d --beta 0.5 --method accumulated --csv -");
  guint column = 0;
  double m = 0;

  g_test_summary ("A recorded signal is the column of the run's own CSV, summed up as written here");
  while (!g_str_equal (header[column], "g.d"))
    column++;
  g_assert_cmpuint (g_strv_length (smoothed), ==, g_strv_length (steps));
  g_assert_cmpuint (g_strv_length (steps), ==, 146);
  for (guint i = 1; steps[i] != NULL; i++)
    {
      g_auto (GStrv) step = g_strsplit (steps[i], ",", -1);
      g_auto (GStrv) cells = g_strsplit (smoothed[i], ",", -1);

      m = m * 0.5 + g_ascii_strtod (step[column], NULL);
      g_assert_cmpstr (cells[1], ==, step[column]);
      g_assert_cmpfloat (g_ascii_strtod (cells[2], NULL), ==, m);
    }
}

static void
test_momentum (void)
{
  static const char settings[] = "--optimizer workbook-momentum --prime 0";
  g_autofree char *moment = g_strconcat (settings, " --signal m.b --method none --csv -", NULL);
  g_autofree char *average = g_strconcat (settings, " --signal g.b --method ema --csv -", NULL);
  g_auto (GStrv) own = lines_of ("smooth", moment);
  g_auto (GStrv) made = lines_of ("smooth", average);

  g_test_summary ("The moment that an optimiser recorded is the average of its derivative");
  g_assert_cmpstr (own[0], ==, "index,signal");
  for (guint i = 1; own[i] != NULL; i++)
    g_assert_cmpstr (strrchr (own[i], ','), ==, strrchr (made[i], ','));
}

static void
test_file (void)
{
  g_auto (GStrv) lines = NULL;

  g_test_summary ("An experiment's own smoothing: every signal has its columns, a shorter one empty cells");
  cli_write_file ("s.downhill",
                  "[Downhill]\nformat=1\n[Run 1]\nlr=0.0001\nepochs=1\n[Smoothing]\nbeta=0.5\nmethods=ema\nlength=31\n"
                  "signal-1=1/error\nsignal-2=step:1\naverage-2=true\nsignal-3=step:2\n", -1);
  lines = lines_of ("smooth", "s.downhill --csv -");
  g_assert_cmpstr (lines[0], ==, "index,signal,ema,signal-2,signal-2.ema,signal-3");
  g_assert_true (g_str_has_suffix (lines[1], ",1,0.5,1"));
  g_assert_cmpstr (lines[31], ==, "31,,,0.5,0.5,0.5");
  g_assert_cmpuint (g_strv_length (lines), ==, 32);
}

static void
test_words (void)
{
  g_auto (GStrv) lines = lines_of ("smooth", "--signal step:1 --length 2 --beta 0.9 --method "
                                             "ema,corrected,accumulated,dampened");
  g_auto (GStrv) help = lines_of ("smooth", "--help");
  g_autofree char *text = g_strjoinv ("\n", help);

  g_test_summary ("Without outputs, the formulas with the last value's numbers; the help names every argument");
  g_assert_cmpstr (lines[1], ==, "Average (EMA): m₂ = 0.9 · m₁ + (1 − 0.9) · g₂ = 0.9 · 0.1 + 0.1 · 0.5 = 0.14");
  g_assert_cmpstr (lines[2], ==, "Bias-corrected average: m̂₂ = m₂ / (1 − 0.9²) = 0.14 / 0.19 = 0.736842");
  g_assert_cmpstr (lines[3], ==, "Accumulated momentum: m₂ = 0.9 · m₁ + g₂ = 0.9 · 1 + 0.5 = 1.4");
  g_assert_cmpstr (lines[4], ==, "Dampened momentum: m₂ = 0.9 · m₁ + (1 − 0.9) · g₂ = 0.9 · 1 + 0.1 · 0.5 = 0.95");
  assert_contains (text, "--signal SIGNAL");
  assert_contains (text, "--beta BETA");
  assert_contains (text, "--method METHOD");
  assert_contains (text, "--optimizer NAME");
}

static void
test_chart (void)
{
  g_autofree char *svg = NULL;
  CliResult result;

  /* Leak checkers have something to say of fontconfig, on the standard error. */
  g_test_summary ("The chart");
  run_words (&result, "smooth", "--signal noise --output n.svg --size 640x400");
  g_assert_cmpint (result.status, ==, 0);
  g_assert_cmpstr (result.out, ==, "");
  cli_result_clear (&result);
  g_assert_true (g_file_get_contents ("n.svg", &svg, NULL, NULL));
  assert_contains (svg, "<svg");
  assert_contains (svg, "width=\"640");
}

static void
test_refused (void)
{
  static const struct { const char *line; int status; const char *says; } cases[] = {
    { "--signal luck", 2, "--signal: “luck” is not a signal" },
    { "--signal sine:1", 2, "--signal: sine period: 1" },
    { "--signal g.d", 2, "does not record “g.d”" },
    { "--signal 7/error", 2, "no run with the id 7" },
    { "--signal derivatives", 2, "not one number" },
    { "--first --signal error", 2, "choose with --run" },
    { "--first --run 9 --signal error", 2, "no single run “9”" },
    { "--beta 1", 2, "--beta: " },
    { "--beta 0,9", 2, "--beta: " },
    { "--beta nan", 2, "--beta: " },
    { "--method sma", 2, "--method: “sma”" },
    { "--length 0", 2, "--length: " },
    { "--length 1000001", 2, "--length: " },
    { "--chart error", 2, "" },
    { "--dark", 2, "--output" },
    { "none.downhill", 1, "none.downhill" },
    { "--csv no/such/folder.csv", 1, "folder.csv" },
    { "--output no/such/folder.png", 1, "folder.png" },
    { "--output chart.gif", 2, "gif" },
  };

  g_test_summary ("What it refuses, with which status, and that it names the place and leaves no file");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint files = cli_count_files ();
      CliResult result;

      run_words (&result, "smooth", cases[i].line);
      g_test_message ("%s: %s", cases[i].line, result.err);
      g_assert_cmpint (result.status, ==, cases[i].status);
      g_assert_cmpstr (result.out, ==, "");
      assert_contains (result.err, cases[i].says);
      if (cases[i].status == 2)
        assert_contains (result.err, "downhill-cli smooth --help");
      g_assert_cmpuint (cli_count_files (), ==, files);
      cli_result_clear (&result);
    }
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  cli_init ();
  g_test_add_func ("/cli-smooth/made-up", test_made_up);
  g_test_add_func ("/cli-smooth/recorded", test_recorded);
  g_test_add_func ("/cli-smooth/momentum", test_momentum);
  g_test_add_func ("/cli-smooth/file", test_file);
  g_test_add_func ("/cli-smooth/words", test_words);
  g_test_add_func ("/cli-smooth/chart", test_chart);
  g_test_add_func ("/cli-smooth/refused", test_refused);
  status = g_test_run ();
  cli_finish ();
  return status;
}
