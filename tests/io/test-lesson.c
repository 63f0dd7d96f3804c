/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Lessons: what a good file says is what the reader gives; a bad one is refused with its place. */
#include "dh-error.h"
#include "dh-experiment-file.h"
#include "dh-lesson.h"
#include "dh-lesson-check.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>

#define HEAD                                                                                                   \
  "[Lesson]\nFormat=1\nTitle=A title\nSummary=A sentence.\nQuestion=What?\nPrediction1=one\nPrediction2=two\n" \
  "Shows=First.\\n\\nSecond\\\\n.\n"
#define STEP "[Step 1]\nText=Look.\n"
#define BODY "[Downhill]\nformat=1\n[Run 1]\nname=a\n[Run 2]\nname=b\nmodel=two-linear\n"

static DhLesson *
parse (const char *text, GError **error)
{
  return dh_lesson_parse (text, strlen (text), "07-a-test.lesson", NULL, FALSE, error);
}

static void
test_good (void)
{
  static const char text[] = "# about this lesson\n" HEAD "Prediction3=three\nAnswer=2\n"
                             "[Step 1]\nText=Look.\nRun=2\nPlayhead=25\nPage=charts\nClaim1=run 2: x @1 = 14\n"
                             "[Step 2]\nText=Then.\nExperiment=faster\nPlayhead=end\n"
                             "[Step 3]\nText=And then.\nPage=smoothing\n"
                             "[faster: Downhill]\nformat=1\n[faster: Run 1]\nname=c\nlr=0.002\n" BODY;
  g_autoptr (GError) error = NULL;
  g_autoptr (DhLesson) lesson = parse (text, &error);
  const DhLessonStep *step;

  g_test_summary ("Everything that a lesson can say");
  g_assert_no_error (error);
  g_assert_cmpstr (dh_lesson_get_name (lesson), ==, "07-a-test");
  g_assert_cmpuint (dh_lesson_get_number (lesson), ==, 7);
  g_assert_cmpstr (dh_lesson_get_title (lesson), ==, "A title");
  g_assert_cmpstr (dh_lesson_get_summary (lesson), ==, "A sentence.");
  g_assert_cmpstr (dh_lesson_get_question (lesson), ==, "What?");
  g_assert_cmpstr (dh_lesson_get_shows (lesson), ==, "First.\n\nSecond\\n.");
  g_assert_cmpuint (dh_lesson_n_predictions (lesson), ==, 3);
  g_assert_cmpstr (dh_lesson_get_prediction (lesson, 2), ==, "three");
  g_assert_cmpint (dh_lesson_get_answer (lesson), ==, 1);
  g_assert_cmpuint (dh_lesson_n_experiments (lesson), ==, 2);
  g_assert_cmpstr (dh_lesson_experiment_name (lesson, 0), ==, "");
  g_assert_cmpstr (dh_lesson_experiment_name (lesson, 1), ==, "faster");
  g_assert_cmpuint (dh_experiment_n_runs (dh_lesson_get_experiment (lesson, 0)), ==, 2);
  g_assert_cmpfloat (dh_experiment_get_run (dh_lesson_get_experiment (lesson, 1), 0)->lr, ==, 0.002);
  g_assert_cmpuint (dh_lesson_n_steps (lesson), ==, 3);
  step = dh_lesson_get_step (lesson, 0);
  g_assert_cmpstr (step->text, ==, "Look.");
  g_assert_cmpuint (step->experiment, ==, 0);
  g_assert_cmpuint (step->run, ==, 2);
  g_assert_cmpuint (step->playhead, ==, 25);
  g_assert_cmpstr (step->page, ==, "charts");
  g_assert_cmpuint (step->claims->len, ==, 1);
  g_assert_cmpuint (((DhClaim *) g_ptr_array_index (step->claims, 0))->line, ==, 17);
  step = dh_lesson_get_step (lesson, 1);
  g_assert_cmpuint (step->experiment, ==, 1);
  g_assert_cmpuint (step->playhead, ==, DH_LESSON_PLAYHEAD_END);
  step = dh_lesson_get_step (lesson, 2);
  g_assert_cmpuint (step->experiment, ==, 1);
  g_assert_cmpuint (step->run, ==, 0);
  g_assert_cmpuint (step->playhead, ==, DH_LESSON_PLAYHEAD_NONE);
  g_assert_cmpuint (dh_lesson_get_warnings (lesson)->len, ==, 0);
}

static void
test_text (void)
{
  static const char text[] = HEAD STEP "[b: Downhill]\nformat=1\n[b: Run 1]\n# why\nname=c\n[Downhill]\nformat=1\n"
                                       "[b: Run 2]\nname=d\n[Run 1]\nname=a\n";
  g_autoptr (GError) error = NULL;
  g_autoptr (DhLesson) lesson = parse (text, &error);
  g_autofree char *file = NULL;
  g_autoptr (DhExperiment) again = NULL;

  g_test_summary ("Each experiment is an experiment file of its own, comments kept");
  g_assert_no_error (error);
  file = dh_lesson_experiment_text (lesson, 1);
  g_assert_cmpstr (file, ==, "[Downhill]\nformat=1\n\n[Run 1]\n# why\nname=c\n\n[Run 2]\nname=d\n");
  again = dh_experiment_parse (file, strlen (file), "b", NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (dh_experiment_equal (again, dh_lesson_get_experiment (lesson, 1)));
}

static void
test_crlf (void)
{
  g_auto (GStrv) lines = g_strsplit (HEAD STEP BODY, "\n", -1);
  g_autofree char *text = g_strjoinv ("\r\n", lines);
  g_autoptr (GError) error = NULL;
  g_autoptr (DhLesson) lesson = parse (text, &error);

  g_test_summary ("Lines may end as they do on Windows");
  g_assert_no_error (error);
  g_assert_cmpuint (dh_experiment_n_runs (dh_lesson_get_experiment (lesson, 0)), ==, 2);
}

static void
test_unknown (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DhLesson) lesson = parse (HEAD "Colour=red\n[Step 1]\nText=Look.\nClaim2=run 1: x @1 = 14\n"
                                            "[Step 3]\nText=Never seen.\n" BODY "tempo=3\n", &error);
  GPtrArray *warnings;

  g_test_summary ("Unknown keys, and those behind a gap in numbers, are warned of with their line");
  g_assert_no_error (error);
  g_assert_cmpuint (dh_lesson_n_steps (lesson), ==, 1);
  warnings = dh_lesson_get_warnings (lesson);
  g_assert_cmpuint (warnings->len, ==, 4);
  g_assert_nonnull (strstr (g_ptr_array_index (warnings, 0), "07-a-test.lesson:22: the key “tempo”"));
  g_assert_nonnull (strstr (g_ptr_array_index (warnings, 1), "07-a-test.lesson:9: the key “Colour”"));
  g_assert_nonnull (strstr (g_ptr_array_index (warnings, 2), "07-a-test.lesson:12: the key “Claim2”"));
  g_assert_nonnull (strstr (g_ptr_array_index (warnings, 3), "07-a-test.lesson:14: the key “Text”"));
}

static void
test_refused (void)
{
  static const struct
  {
    const char *text;
    DhError code; /* DH_ERROR_INVALID: any */
    const char *says;
  } cases[] = {
    { "", DH_ERROR_PARSE, "not a lesson" },
    { "nonsense\n", DH_ERROR_PARSE, "07-a-test.lesson:1: “nonsense”" },
    { "[Lesson]\nTitle=x\n", DH_ERROR_PARSE, "Format=1" },
    { "[Lesson]\nFormat=2\n", DH_ERROR_VERSION, "newer Downhill (format 2)" },
    { "[Lesson]\nFormat=x\n", DH_ERROR_PARSE, "07-a-test.lesson:2: [Lesson] Format: " },
    { "[Lesson]\nFormat=1\nSummary=s\n", DH_ERROR_PARSE, "07-a-test.lesson:1: [Lesson]: Title is missing" },
    { "[Lesson]\nFormat=1\nTitle= \n", DH_ERROR_PARSE, "Title is missing or empty" },
    { "[Lesson]\nFormat=1\nTitle=x\nSummary=s\nQuestion=q\nShows=w\nPrediction1=a\n", DH_ERROR_PARSE, "Prediction2" },
    { HEAD "Answer=3\n" STEP BODY, DH_ERROR_INVALID, "07-a-test.lesson:9: [Lesson] Answer: " },
    { HEAD STEP, DH_ERROR_LIMIT, "no experiment" },
    { HEAD BODY, DH_ERROR_PARSE, "no step" },
    { HEAD "[Step 1]\nRun=1\n" BODY, DH_ERROR_PARSE, "07-a-test.lesson:9: [Step 1]: Text is missing" },
    { HEAD STEP "Run=3\n" BODY, DH_ERROR_INVALID, "07-a-test.lesson:11: [Step 1] Run: " },
    { HEAD STEP "Run=0\n" BODY, DH_ERROR_INVALID, "[Step 1] Run: " },
    { HEAD STEP "Playhead=last\n" BODY, DH_ERROR_INVALID, "[Step 1] Playhead: " },
    { HEAD STEP "Page=sweep\n" BODY, DH_ERROR_INVALID, "“sweep” is no page" },
    { HEAD STEP "Experiment=faster\n" BODY, DH_ERROR_INVALID, "no experiment “faster”" },
    { HEAD STEP "[a: Downhill]\nformat=1\n[a: Run 1]\nname=a\n", DH_ERROR_INVALID, "no unnamed experiment" },
    { HEAD STEP BODY "[a: Downhill]\nformat=1\n", DH_ERROR_INVALID, "Add a group [a: Run 1]" },
    { HEAD STEP "Claim1=run 1: error\n" BODY, DH_ERROR_PARSE, "07-a-test.lesson:11: [Step 1] Claim1: " },
    { HEAD STEP "Claim1=run 3: steps = 1\n" BODY, DH_ERROR_INVALID, "only 2 runs" },
    { HEAD STEP BODY "lr=x\n", DH_ERROR_PARSE, "07-a-test.lesson:18: [Run 2] lr: " },
    { HEAD STEP BODY "[a: Downhill]\nformat=1\n[a: Run 1]\nlr=x\n", DH_ERROR_PARSE,
      "07-a-test.lesson:21: [Run 1] lr: " },
    { HEAD STEP "[Downhill]\nformat=99\n", DH_ERROR_VERSION, "newer" },
  };

  g_test_summary ("What is no good lesson is refused with file, line, key and a way out");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (parse (cases[i].text, &error));
      g_assert_nonnull (error);
      g_test_message ("%s", error->message);
      g_assert_true (error->domain == DH_ERROR);
      g_assert_nonnull (strstr (error->message, cases[i].says));
      if (cases[i].code != DH_ERROR_INVALID)
        g_assert_error (error, DH_ERROR, (int) cases[i].code);
    }
}

static void
test_bounds (void)
{
  g_autoptr (GString) text = g_string_new (HEAD STEP BODY);
  g_autoptr (GString) many = g_string_new (HEAD);
  g_autoptr (GError) error = NULL;
  g_autoptr (DhLesson) lesson = NULL;
  g_autofree char *paragraph = g_strnfill (DH_LESSON_MAX_TEXT + 1, 'a');
  g_autofree char *wordy = g_strdup_printf ("%s[Step 1]\nText=%s\n%s", HEAD, paragraph, BODY);
  g_autofree char *large = g_strnfill (DH_LESSON_MAX_BYTES + 1, '\n');

  g_test_summary ("Size, texts, experiments and steps are bounded");
  g_assert_null (parse (large, &error));
  g_assert_error (error, DH_ERROR, DH_ERROR_LIMIT);
  g_clear_error (&error);
  g_assert_null (parse (wordy, &error));
  g_assert_error (error, DH_ERROR, DH_ERROR_LIMIT);
  g_assert_nonnull (strstr (error->message, ":10: [Step 1] Text"));
  g_clear_error (&error);
  for (guint i = 0; i < DH_LESSON_MAX_EXPERIMENTS; i++)
    g_string_append_printf (text, "[e%u: Downhill]\nformat=1\n", i);
  g_assert_null (parse (text->str, &error));
  g_assert_error (error, DH_ERROR, DH_ERROR_LIMIT);
  g_clear_error (&error);
  for (guint i = 0; i <= DH_LESSON_MAX_STEPS; i++)
    g_string_append_printf (many, "[Step %u]\nText=t\n", i + 1);
  g_string_append (many, BODY);
  lesson = parse (many->str, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (dh_lesson_n_steps (lesson), ==, DH_LESSON_MAX_STEPS);
  g_assert_cmpuint (dh_lesson_get_warnings (lesson)->len, ==, 1);
}

static void
test_check (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DhLesson) lesson = parse (HEAD STEP "Claim1=run 1: x @1 = 14\nClaim2=run 1: x @1 = 15\n"
                                            "Claim3=run 2: steps < 2\n" BODY, &error);
  g_autoptr (GPtrArray) problems = NULL;
  const gint cancelled = 1;

  g_test_summary ("Each claim that does not hold is told with its line and with what is so");
  g_assert_no_error (error);
  problems = dh_lesson_check (lesson, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (problems->len, ==, 2);
  g_test_message ("%s", (char *) g_ptr_array_index (problems, 0));
  g_assert_nonnull (strstr (g_ptr_array_index (problems, 0), "07-a-test.lesson:12: the claim “run 1: x @1 = 15”"));
  g_assert_nonnull (strstr (g_ptr_array_index (problems, 0), "it is 14"));
  g_assert_nonnull (strstr (g_ptr_array_index (problems, 1), "07-a-test.lesson:13:"));
  g_assert_null (dh_lesson_check (lesson, &cancelled, &error));
  g_assert_error (error, DH_ERROR, DH_ERROR_CANCELLED);
}

static void
test_truncated (void)
{
  static const char text[] = HEAD STEP "Claim1=run 1: x @1 = 14\n" BODY "[e: Downhill]\nformat=1\n[e: Run 1]\nlr=1\n";
  guint refused = 0;

  g_test_summary ("A file cut off anywhere is read as far as it makes sense, or refused");
  for (gsize length = 0; length < strlen (text); length++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DhLesson) part = dh_lesson_parse (text, length, "cut", NULL, FALSE, &error);

      g_assert_true ((part == NULL) == (error != NULL));
      refused += part == NULL;
    }
  g_assert_cmpuint (refused, >, 100);
}

/* A catalogue as msgfmt makes it; the messages must be sorted. */
static void
write_catalogue (const char *path, const char *const (*messages)[2], guint32 n)
{
  g_autoptr (GByteArray) file = g_byte_array_new ();
  g_autoptr (GByteArray) strings = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  const guint32 head[] = { 0x950412de, 0, n, 28, 28 + 8 * n, 0, 28 + 16 * n };

  g_byte_array_append (file, (const guint8 *) head, sizeof head);
  for (guint side = 0; side < 2; side++)
    for (guint32 i = 0; i < n; i++)
      {
        const char *text = messages[i][side];
        guint32 entry[] = { (guint32) strlen (text), 28 + 16 * n + strings->len };

        g_byte_array_append (strings, (const guint8 *) text, entry[0] + 1);
        g_byte_array_append (file, (const guint8 *) entry, sizeof entry);
      }
  g_byte_array_append (file, strings->data, strings->len);
  g_file_set_contents (path, (const char *) file->data, (gssize) file->len, &error);
  g_assert_no_error (error);
}

static void
test_translation (void)
{
  static const char *const messages[][2] = {
    { "", "Content-Type: text/plain; charset=UTF-8\n" },
    { "A title", "Ein Titel" },
    { "First.\n\nSecond\\n.", "Erstens.\n\nZweitens." },
    { "Look.", "Schau." },
    { "a chart", "ein Diagramm" },
    { "a run", "ein Lauf" },
  };
  static const char text[] = HEAD STEP BODY "[Run 1]\nname=a run\n[Run 2]\nname=another\n[View 1]\nleft=error\n"
                             "title=a chart\n[View 2]\nleft=mse\n";
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("downhill-XXXXXX", &error);
  g_autofree char *language = g_build_filename (folder, "xx", NULL);
  g_autofree char *category = g_build_filename (language, "LC_MESSAGES", NULL);
  g_autofree char *path = g_build_filename (category, GETTEXT_PACKAGE ".mo", NULL);
  g_autoptr (DhLesson) ours = NULL, own = NULL;
  DhExperiment *experiment;

  g_test_summary ("Lessons of ours are translated, names and titles in charts too; a user's own are as written");
  g_assert_cmpint (g_mkdir_with_parents (category, 0700), ==, 0);
  write_catalogue (path, messages, G_N_ELEMENTS (messages));
  g_setenv ("LANGUAGE", "xx", TRUE);
  bindtextdomain (GETTEXT_PACKAGE, folder);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  ours = dh_lesson_parse (text, strlen (text), "x.lesson", NULL, TRUE, &error);
  g_assert_no_error (error);
  own = dh_lesson_parse (text, strlen (text), "x.lesson", NULL, FALSE, &error);
  g_assert_no_error (error);
  g_unsetenv ("LANGUAGE");
  g_assert_cmpstr (dh_lesson_get_title (ours), ==, "Ein Titel");
  g_assert_cmpstr (dh_lesson_get_shows (ours), ==, "Erstens.\n\nZweitens.");
  g_assert_cmpstr (dh_lesson_get_step (ours, 0)->text, ==, "Schau.");
  g_assert_cmpstr (dh_lesson_get_question (ours), ==, "What?");
  g_assert_cmpstr (dh_lesson_get_title (own), ==, "A title");
  experiment = dh_lesson_get_experiment (ours, 0);
  g_assert_cmpstr (dh_experiment_get_run (experiment, 0)->name, ==, "ein Lauf");
  g_assert_cmpstr (dh_experiment_get_run (experiment, 1)->name, ==, "another");
  g_assert_cmpstr (dh_experiment_get_view (experiment, 0)->title, ==, "ein Diagramm");
  g_assert_null (dh_experiment_get_view (experiment, 1)->title);
  experiment = dh_lesson_get_experiment (own, 0);
  g_assert_cmpstr (dh_experiment_get_run (experiment, 0)->name, ==, "a run");
  g_assert_cmpstr (dh_experiment_get_view (experiment, 0)->title, ==, "a chart");
  g_unlink (path);
  g_rmdir (category);
  g_rmdir (language);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lesson/good", test_good);
  g_test_add_func ("/lesson/text", test_text);
  g_test_add_func ("/lesson/crlf", test_crlf);
  g_test_add_func ("/lesson/unknown", test_unknown);
  g_test_add_func ("/lesson/refused", test_refused);
  g_test_add_func ("/lesson/bounds", test_bounds);
  g_test_add_func ("/lesson/check", test_check);
  g_test_add_func ("/lesson/truncated", test_truncated);
  g_test_add_func ("/lesson/translation", test_translation);
  return g_test_run ();
}
