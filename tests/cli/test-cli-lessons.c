/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Tests of "downhill-cli lessons": the list, the experiments, the text, the check, and what it refuses. */
#include <glib/gstdio.h>
#include <string.h>

#include "cli-runner.h"
#include "dh-experiment-file.h"
#include "dh-lesson-list.h"

#define HEAD \
  "[Lesson]\nFormat=1\nTitle=Mine\nSummary=Of my own.\nQuestion=q\nPrediction1=a\nPrediction2=b\nAnswer=1\nShows=w\n"
#define BODY "[Downhill]\nformat=1\n[Run 1]\nname=r\n[e: Downhill]\nformat=1\n[e: Run 1]\nname=r\nlr=0.003\n"
#define GOOD                                                           \
  HEAD "[Step 1]\nText=One.\\n\\nTwo.\nClaim1=run 1: x @1 = 14\n"       \
       "[Step 2]\nText=t\nExperiment=e\nPlayhead=3\n" BODY
#define FALSE_CLAIM HEAD "[Step 1]\nText=t\nClaim1=run 1: x @1 = 15\n" BODY

/* The program with these words after "lessons". */
static void
run_words (CliResult *result, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();

  g_ptr_array_add (arguments, (gpointer) "lessons");
  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      g_ptr_array_add (arguments, words[i]);
  g_ptr_array_add (arguments, NULL);
  cli_run (result, (const char *const *) arguments->pdata);
}

static char *
output_of (const char *line)
{
  CliResult result;
  char *out;

  run_words (&result, line);
  if (result.status != 0)
    g_error ("lessons %s -> %d: %s", line, result.status, result.err);
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

static void
write_own (const char *name, const char *text)
{
  g_autofree char *path = g_build_filename ("data", "downhill", "lessons", name, NULL);

  cli_write_file (path, text, -1);
}

static void
remove_own (const char *name)
{
  g_autofree char *path = g_build_filename ("data", "downhill", "lessons", name, NULL);

  g_assert_cmpint (g_unlink (path), ==, 0);
}

static void
test_list (void)
{
  g_autoptr (GPtrArray) list = dh_lesson_list ("/nonexistent");
  g_autofree char *out = NULL;

  g_test_summary ("Names, titles and summaries of all lessons; the user's own among them, broken ones with why");
  write_own ("00-mine.lesson", GOOD);
  write_own ("98-broken.lesson", "[Lesson]\nFormat=1\n");
  out = output_of ("");
  for (guint i = 0; i < list->len; i++)
    {
      const DhLessonEntry *entry = g_ptr_array_index (list, i);
      g_autofree char *line = g_strdup_printf ("%s  %s\n", entry->name, dh_lesson_get_title (entry->lesson));

      assert_contains (out, line);
    }
  g_assert_true (g_str_has_prefix (out, "00-mine  Mine  (own)\n    Of my own.\n"));
  assert_contains (out, "98-broken  (own)\n    98-broken.lesson:1: [Lesson]: Title is missing");
  remove_own ("00-mine.lesson");
  remove_own ("98-broken.lesson");
}

static void
test_experiment (void)
{
  g_autoptr (GPtrArray) list = dh_lesson_list ("/nonexistent");

  g_test_summary ("Every lesson's experiments come out as the files that they are");
  for (guint i = 0; i < list->len; i++)
    {
      const DhLessonEntry *entry = g_ptr_array_index (list, i);

      /* The first and the last: each costs a start of the program. */
      for (guint k = 0; k < dh_lesson_n_steps (entry->lesson); k += MAX (1, dh_lesson_n_steps (entry->lesson) - 1))
        {
          g_autofree char *line = g_strdup_printf ("%s --step %u", entry->name, k + 1);
          g_autofree char *text = output_of (line);
          g_autoptr (GError) error = NULL;
          g_autoptr (DhExperiment) experiment = dh_experiment_parse (text, strlen (text), "x", NULL, NULL, &error);

          g_assert_no_error (error);
          g_assert_true (dh_experiment_equal (
            experiment, dh_lesson_get_experiment (entry->lesson, dh_lesson_get_step (entry->lesson, k)->experiment)));
        }
    }
}

static void
test_run (void)
{
  g_autofree char *plain = NULL, *first = NULL, *second = NULL, *named = NULL;
  CliResult result;

  g_test_summary ("What a lesson prints trains; --step and --experiment choose among its experiments");
  write_own ("00-mine.lesson", GOOD);
  plain = output_of ("mine");
  first = output_of ("mine --step 1");
  second = output_of ("mine --step 2");
  named = output_of ("mine --experiment e");
  g_assert_cmpstr (plain, ==, first);
  g_assert_cmpstr (second, ==, named);
  g_assert_cmpstr (second, !=, first);
  assert_contains (second, "lr=0.003");
  cli_write_file ("mine.downhill", second, -1);
  cli_run_line (&result, "mine.downhill");
  g_assert_cmpint (result.status, ==, 0);
  g_assert_cmpstr (result.err, ==, "");
  assert_contains (result.out, "r: ");
  cli_result_clear (&result);
  g_unlink ("mine.downhill");
  remove_own ("00-mine.lesson");
}

static void
test_text (void)
{
  g_autofree char *out = NULL;

  g_test_summary ("A lesson as text: question, predictions, steps with their place, what it shows");
  write_own ("00-mine.lesson", GOOD);
  out = output_of ("mine --text");
  g_assert_cmpstr (out, ==,
                   "Mine\n\n  Of my own.\n\nQuestion\n  q\n  1. a\n  2. b\n\nStep 1 of 2\n  One.\n\n  Two.\n\n"
                   "Step 2 of 2\n  (experiment “e”, at step 3)\n  t\n\nWhat it shows\n  w\n\n"
                   "  The prediction that comes true is number 1.\n");
  remove_own ("00-mine.lesson");
}

static void
test_check (void)
{
  g_autofree char *all = NULL, *one = NULL;
  CliResult result;

  g_test_summary ("A teacher is told which claim is not so, where it stands, and what is so");
  cli_write_file ("file.lesson", GOOD, -1);
  all = output_of ("--check");
  assert_contains (all, "03-bigger-model: ");
  one = output_of ("file.lesson --check");
  g_assert_cmpstr (one, ==, "file: 1 claim, and it holds\n");
  write_own ("00-mine.lesson", FALSE_CLAIM);
  run_words (&result, "--check");
  g_assert_cmpint (result.status, ==, 1);
  assert_contains (result.err,
                   "downhill-cli: 00-mine.lesson:12: the claim “run 1: x @1 = 15” does not hold: it is 14.");
  assert_contains (result.out, "03-bigger-model: ");
  cli_result_clear (&result);
  write_own ("00-mine.lesson", "[Lesson]\n");
  run_words (&result, "--check");
  g_assert_cmpint (result.status, ==, 1);
  assert_contains (result.err, "00-mine.lesson is not a lesson");
  cli_result_clear (&result);
  remove_own ("00-mine.lesson");
  g_unlink ("file.lesson");
}

static void
test_bad (void)
{
  static const struct
  {
    const char *line;
    int status;
    const char *says;
  } cases[] = {
    { "nosuch", 1, "nosuch" },
    { "3 4", 2, "4" },
    { "--nosuch", 2, "nosuch" },
    { "--text", 2, "Which lesson?" },
    { "--step 1", 2, "Which lesson?" },
    { "3 --step 0", 2, "--step" },
    { "3 --step x", 2, "--step" },
    { "3 --step", 2, "--step" },
    { "3 --step 50", 1, "has only" },
    { "3 --experiment nosuch", 1, "nosuch" },
    { "3 --text --check", 2, "Only one" },
    { "3 --step 1 --experiment x", 2, "Only one" },
    { "./nosuch.lesson", 1, "no such file" },
    { ".", 1, "no lesson" },
    { "./", 1, "" },
  };

  g_test_summary ("Wrong usage is status 2 and names the help, what is not there is status 1; nothing on the output");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      CliResult result;

      run_words (&result, cases[i].line);
      g_test_message ("lessons %s -> %d: %s", cases[i].line, result.status, result.err);
      g_assert_cmpint (result.status, ==, cases[i].status);
      g_assert_true (g_str_has_prefix (result.err, "downhill-cli: "));
      assert_contains (result.err, cases[i].says);
      g_assert_true ((strstr (result.err, "downhill-cli lessons --help") != NULL) == (cases[i].status == 2));
      g_assert_cmpstr (result.out, ==, "");
      cli_result_clear (&result);
    }
}

static void
test_help (void)
{
  static const char *const options[] = { "--step NUMBER", "--experiment NAME", "--text", "--check", "--help" };
  g_autofree char *help = output_of ("--help");
  CliResult result;
  const char *arguments[] = { "--help", NULL };

  g_test_summary ("The help names every option and the folder of own lessons; the program's help names the command");
  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    assert_contains (help, options[i]);
  assert_contains (help, "downhill/lessons");
  cli_run (&result, arguments);
  assert_contains (result.out, "lessons [NAME]");
  cli_result_clear (&result);
}

int
main (int argc, char **argv)
{
  g_autofree char *here = NULL, *data = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  cli_init ();
  here = g_get_current_dir ();
  data = g_build_filename (here, "data", NULL);
  g_assert_true (g_setenv ("XDG_DATA_HOME", data, TRUE));
  g_assert_cmpint (g_mkdir_with_parents ("data/downhill/lessons", 0700), ==, 0);
  g_test_add_func ("/cli-lessons/list", test_list);
  g_test_add_func ("/cli-lessons/experiment", test_experiment);
  g_test_add_func ("/cli-lessons/run", test_run);
  g_test_add_func ("/cli-lessons/text", test_text);
  g_test_add_func ("/cli-lessons/check", test_check);
  g_test_add_func ("/cli-lessons/bad", test_bad);
  g_test_add_func ("/cli-lessons/help", test_help);
  status = g_test_run ();
  g_rmdir ("data/downhill/lessons");
  g_rmdir ("data/downhill");
  g_rmdir ("data");
  cli_finish ();
  return status;
}
