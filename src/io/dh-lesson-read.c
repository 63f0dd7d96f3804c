/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Lessons, the reader. Every message names the file, the line and the key. No state; any thread. */
#include "config.h"

#include "dh-lesson-private.h"

#include "dh-error.h"
#include "dh-experiment-file.h"
#include "dh-file.h"
#include "dh-key-text.h"
#include "dh-number.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_UNKNOWN_WARNINGS 20

/* Pages that a step may open. */
static const char *const pages[] = { "charts", "smoothing" };

/* One file being read. */
typedef struct
{
  GKeyFile *file;
  const char *text;  /* the whole file, for finding lines */
  const char *name;  /* what messages call it */
  const char *base_dir;
  gboolean translate;
  GHashTable *known; /* "group\nkey" that were asked for */
  DhLesson *lesson;
} Reader;

/* Puts "FILE:LINE: [GROUP] KEY: " before a message. Returns FALSE for the caller to pass on. */
static gboolean
at_key (const Reader *reader, const char *group, const char *key, GError **error)
{
  g_prefix_error (error, "%s:%u: [%s] %s: ", reader->name, dh_key_text_find_line (reader->text, group, key), group,
                  key);
  return FALSE;
}

/* Something is missing in a group: its line is that of the group. */
static gboolean
at_group (const Reader *reader, const char *group, GError **error)
{
  g_prefix_error (error, "%s:%u: [%s]: ", reader->name, dh_key_text_find_line (reader->text, group, NULL), group);
  return FALSE;
}

/* The value of a key, NULL when it is missing. Marks it as understood. */
static char *
get_string (Reader *reader, const char *group, const char *key)
{
  g_autofree char *value = NULL;

  g_hash_table_add (reader->known, g_strdup_printf ("%s\n%s", group, key));
  if (!g_key_file_has_key (reader->file, group, key, NULL))
    return NULL;
  value = g_key_file_get_string (reader->file, group, key, NULL);
  /* A backslash that escapes nothing: the text as it stands is more use than none. */
  return value ? g_steal_pointer (&value) : g_key_file_get_value (reader->file, group, key, NULL);
}

/* Text for people. NULL with @error unset: it is missing. */
static char *
get_text (Reader *reader, const char *group, const char *key, GError **error)
{
  g_autofree char *text = get_string (reader, group, key);

  if (!text)
    return NULL;
  g_strstrip (text);
  if (strlen (text) > DH_LESSON_MAX_TEXT)
    {
      g_set_error (error, DH_ERROR, DH_ERROR_LIMIT, _("the text is longer than %d bytes. Divide it into steps."),
                   DH_LESSON_MAX_TEXT);
      at_key (reader, group, key, error);
      return NULL;
    }
  /* The catalogue's entry for the empty text is its header. */
  if (!*text)
    return NULL;
  return reader->translate ? g_strdup (g_dgettext (GETTEXT_PACKAGE, text)) : g_steal_pointer (&text);
}

static gboolean
require_text (Reader *reader, const char *group, const char *key, char **text, GError **error)
{
  GError *problem = NULL;

  *text = get_text (reader, group, key, &problem);
  if (*text)
    return TRUE;
  if (problem)
    {
      g_propagate_error (error, problem);
      return FALSE;
    }
  g_set_error (error, DH_ERROR, DH_ERROR_PARSE, _("%s is missing or empty. Write it as %s=…"), key, key);
  return at_group (reader, group, error);
}

static gboolean
check_version (Reader *reader, GError **error)
{
  g_autofree char *format = get_string (reader, GROUP_LESSON, "Format");
  guint64 version;

  if (!format)
    {
      g_set_error (error, DH_ERROR, DH_ERROR_PARSE,
                   _("%s is not a lesson: it has no [Lesson] group with Format=%d."), reader->name,
                   DH_LESSON_FORMAT_VERSION);
      return FALSE;
    }
  if (!dh_number_parse_uint64 (format, 1, G_MAXINT, &version, error))
    return at_key (reader, GROUP_LESSON, "Format", error);
  if (version > DH_LESSON_FORMAT_VERSION)
    {
      g_set_error (error, DH_ERROR, DH_ERROR_VERSION,
                   _("%s is a lesson for a newer Downhill (format %d); this one reads format %d. "
                     "Update Downhill to open it."),
                   reader->name, (int) version, DH_LESSON_FORMAT_VERSION);
      return FALSE;
    }
  return TRUE;
}

static gboolean
read_predictions (Reader *reader, GError **error)
{
  GPtrArray *predictions = reader->lesson->predictions;
  g_autofree char *answer = NULL;
  guint64 right;

  for (guint number = 1; number <= DH_LESSON_MAX_PREDICTIONS; number++)
    {
      g_autofree char *key = g_strdup_printf ("Prediction%u", number);
      char *text;

      if (number > 2 && !g_key_file_has_key (reader->file, GROUP_LESSON, key, NULL))
        break;
      if (!require_text (reader, GROUP_LESSON, key, &text, error))
        return FALSE;
      g_ptr_array_add (predictions, text);
    }
  answer = get_string (reader, GROUP_LESSON, "Answer");
  if (!answer)
    return TRUE;
  if (!dh_number_parse_uint64 (answer, 1, predictions->len, &right, error))
    return at_key (reader, GROUP_LESSON, "Answer", error);
  reader->lesson->answer = (int) right - 1;
  return TRUE;
}

static gboolean
read_lesson_group (Reader *reader, GError **error)
{
  DhLesson *lesson = reader->lesson;

  return require_text (reader, GROUP_LESSON, "Title", &lesson->title, error)
         && require_text (reader, GROUP_LESSON, "Summary", &lesson->summary, error)
         && require_text (reader, GROUP_LESSON, "Question", &lesson->question, error)
         && require_text (reader, GROUP_LESSON, "Shows", &lesson->shows, error)
         && read_predictions (reader, error);
}

/* The experiment reader's warnings are the lesson's, and its messages name the lesson's lines. */
static gboolean
read_part (Reader *reader, const char *name, GError **error)
{
  DhLessonPart *part = g_new0 (DhLessonPart, 1);
  DhFileExtras extras = { NULL, NULL };

  g_ptr_array_add (reader->lesson->parts, part);
  part->name = g_strdup (name);
  part->text = dh_lesson_split_text (reader->text, name);
  part->experiment = dh_experiment_parse (part->text, strlen (part->text), reader->name, reader->base_dir, &extras,
                                          error);
  if (!part->experiment)
    return FALSE;
  if (dh_experiment_n_runs (part->experiment) == 0)
    {
      g_autofree char *group = g_strconcat (name, *name ? GROUP_SEPARATOR : "", "Run 1", NULL);

      g_set_error (error, DH_ERROR, DH_ERROR_INVALID, _("%s: an experiment has no run. Add a group [%s]."),
                   reader->name, group);
      dh_file_extras_clear (&extras);
      return FALSE;
    }
  if (reader->translate)
    {
      g_autoptr (DhExperiment) written = part->experiment;

      part->experiment = dh_lesson_translate_experiment (written);
    }
  for (guint i = 0; extras.warnings && i < extras.warnings->len; i++)
    g_ptr_array_add (reader->lesson->warnings, g_strdup (g_ptr_array_index (extras.warnings, i)));
  dh_file_extras_clear (&extras);
  return TRUE;
}

static gboolean
read_parts (Reader *reader, GError **error)
{
  g_autoptr (GPtrArray) names = dh_lesson_split_names (reader->file);

  if (names->len == 0 || names->len > DH_LESSON_MAX_EXPERIMENTS)
    {
      g_set_error (error, DH_ERROR, DH_ERROR_LIMIT,
                   names->len ? _("%s: there are more than %d experiments. Make two lessons of it.")
                              : _("%s: there is no experiment. Add the groups of an experiment file, from "
                                  "[Downhill] on (at most %d experiments)."),
                   reader->name, DH_LESSON_MAX_EXPERIMENTS);
      return FALSE;
    }
  for (guint i = 0; i < names->len; i++)
    if (!read_part (reader, g_ptr_array_index (names, i), error))
      return FALSE;
  return TRUE;
}

/* Which experiment the step shows: that of the step before when it does not say. */
static gboolean
read_step_experiment (Reader *reader, const char *group, DhLessonStep *step, GError **error)
{
  const DhLesson *lesson = reader->lesson;
  g_autofree char *name = get_string (reader, group, "Experiment");
  int found;

  if (!name && lesson->steps->len > 1)
    {
      step->experiment = dh_lesson_get_step (lesson, lesson->steps->len - 2)->experiment;
      return TRUE;
    }
  found = dh_lesson_find_experiment (lesson, name ? name : "");
  step->experiment = (guint) MAX (found, 0);
  if (found >= 0)
    return TRUE;
  if (name)
    {
      dh_error_set_quoted (error, DH_ERROR_INVALID,
                           _("there is no experiment %s in this lesson. Its groups are called [NAME: Downhill] …"),
                           name);
      return at_key (reader, group, "Experiment", error);
    }
  g_set_error (error, DH_ERROR, DH_ERROR_INVALID,
               _("there is no unnamed experiment. Say which one this step shows: Experiment=NAME."));
  return at_group (reader, group, error);
}

static gboolean
read_step_run (Reader *reader, const char *group, DhLessonStep *step, GError **error)
{
  gsize n = dh_experiment_n_runs (dh_lesson_get_experiment (reader->lesson, step->experiment));
  g_autofree char *text = get_string (reader, group, "Run");
  guint64 run = 0;

  if (text && !dh_number_parse_uint64 (text, 1, n, &run, error))
    return at_key (reader, group, "Run", error);
  step->run = (guint) run;
  return TRUE;
}

static gboolean
read_step_playhead (Reader *reader, const char *group, DhLessonStep *step, GError **error)
{
  g_autofree char *text = get_string (reader, group, "Playhead");

  if (!text)
    return TRUE;
  if (strcmp (text, "end") == 0)
    step->playhead = DH_LESSON_PLAYHEAD_END;
  else if (!dh_number_parse_uint64 (text, 0, G_MAXINT64, &step->playhead, error))
    return at_key (reader, group, "Playhead", error);
  return TRUE;
}

static gboolean
read_step_page (Reader *reader, const char *group, DhLessonStep *step, GError **error)
{
  step->page = get_string (reader, group, "Page");
  if (!step->page)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    if (strcmp (step->page, pages[i]) == 0)
      return TRUE;
  dh_error_set_quoted (error, DH_ERROR_INVALID, _("%s is no page. Choose from: charts, smoothing."), step->page);
  return at_key (reader, group, "Page", error);
}

static gboolean
read_step_claims (Reader *reader, const char *group, DhLessonStep *step, GError **error)
{
  gsize n_runs = dh_experiment_n_runs (dh_lesson_get_experiment (reader->lesson, step->experiment));

  for (guint number = 1; number <= DH_LESSON_MAX_CLAIMS; number++)
    {
      g_autofree char *key = g_strdup_printf ("Claim%u", number);
      g_autofree char *text = get_string (reader, group, key);
      DhClaim *claim = text ? dh_claim_parse (text, error) : NULL;

      if (!text)
        break;
      if (!claim)
        return at_key (reader, group, key, error);
      g_ptr_array_add (step->claims, claim);
      claim->line = dh_key_text_find_line (reader->text, group, key);
      if (claim->run > n_runs)
        {
          g_set_error (error, DH_ERROR, DH_ERROR_INVALID, _("there are only %zu runs in this step’s experiment."),
                       n_runs);
          return at_key (reader, group, key, error);
        }
    }
  return TRUE;
}

static gboolean
read_step (Reader *reader, const char *group, GError **error)
{
  DhLessonStep *step = dh_lesson_add_step (reader->lesson);

  return require_text (reader, group, "Text", &step->text, error)
         && read_step_experiment (reader, group, step, error)
         && read_step_run (reader, group, step, error)
         && read_step_playhead (reader, group, step, error)
         && read_step_page (reader, group, step, error)
         && read_step_claims (reader, group, step, error);
}

static gboolean
read_steps (Reader *reader, GError **error)
{
  for (guint number = 1; number <= DH_LESSON_MAX_STEPS; number++)
    {
      g_autofree char *group = g_strdup_printf (GROUP_LESSON_STEP "%u", number);

      if (!g_key_file_has_group (reader->file, group))
        break;
      if (!read_step (reader, group, error))
        return FALSE;
    }
  if (reader->lesson->steps->len > 0)
    return TRUE;
  g_set_error (error, DH_ERROR, DH_ERROR_PARSE,
               _("%s: there is no step. Add a group [Step 1] with a Text; steps are numbered without gaps."),
               reader->name);
  return FALSE;
}

static void
warn_unknown (Reader *reader, const char *group, const char *key)
{
  g_autofree char *quoted_key = dh_error_quote (key);
  g_autofree char *quoted_group = dh_error_quote (group);

  g_ptr_array_add (reader->lesson->warnings,
                   g_strdup_printf (_("%s:%u: the key %s of group %s is not used: it is unknown, or its number "
                                      "leaves a gap."),
                                    reader->name, dh_key_text_find_line (reader->text, group, key), quoted_key,
                                    quoted_group));
}

/* Of the lesson's own groups; those of its experiments were the experiment reader's. */
static void
collect_unknown (Reader *reader)
{
  g_auto (GStrv) groups = g_key_file_get_groups (reader->file, NULL);
  guint n = 0;

  for (char **group = groups; *group; group++)
    {
      g_auto (GStrv) keys = g_key_file_get_keys (reader->file, *group, NULL, NULL);

      if (strstr (*group, GROUP_SEPARATOR)
          || (strcmp (*group, GROUP_LESSON) != 0 && !g_str_has_prefix (*group, GROUP_LESSON_STEP)))
        continue;
      for (char **key = keys; key && *key; key++)
        {
          g_autofree char *id = g_strdup_printf ("%s\n%s", *group, *key);

          if (!g_hash_table_contains (reader->known, id) && n++ < MAX_UNKNOWN_WARNINGS)
            warn_unknown (reader, *group, *key);
        }
    }
}

/* "03-bigger-model.lesson" is called "03-bigger-model", and is number 3. */
static void
set_name (DhLesson *lesson, const char *name)
{
  gsize digits = strspn (name, "0123456789");
  g_autofree char *number = g_strndup (name, digits);
  guint64 value;

  lesson->name = g_str_has_suffix (name, DH_LESSON_SUFFIX)
                   ? g_strndup (name, strlen (name) - strlen (DH_LESSON_SUFFIX))
                   : g_strdup (name);
  if (g_ascii_string_to_unsigned (number, 10, 1, 9999, &value, NULL))
    lesson->number = (guint) value;
}

DhLesson *
dh_lesson_parse (const char *text, gsize length, const char *name, const char *base_dir, gboolean translate,
                 GError **error)
{
  g_autoptr (GKeyFile) file = NULL;
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (DhLesson) lesson = dh_lesson_new ();
  g_autofree char *copy = NULL;
  g_autofree char *display = NULL;
  Reader reader;

  g_return_val_if_fail (text != NULL && name != NULL, NULL);

  display = dh_file_display (name);
  if (length > DH_LESSON_MAX_BYTES)
    {
      g_set_error (error, DH_ERROR, DH_ERROR_LIMIT, _("%s: a lesson has at most %d bytes. Is this one?"), display,
                   DH_LESSON_MAX_BYTES);
      return NULL;
    }
  copy = g_strndup (text, length);
  file = dh_key_text_load (text, length, display, DH_KEY_TEXT_LESSON, error);
  if (!file)
    return NULL;
  set_name (lesson, display);
  reader = (Reader){ file, copy, display, base_dir, translate, known, lesson };
  if (!check_version (&reader, error) || !read_lesson_group (&reader, error) || !read_parts (&reader, error)
      || !read_steps (&reader, error))
    return NULL;
  collect_unknown (&reader);
  return g_steal_pointer (&lesson);
}

DhLesson *
dh_lesson_load (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  g_autofree char *name = NULL;
  g_autofree char *base_dir = NULL;
  gsize length;

  g_return_val_if_fail (path != NULL, NULL);

  if (!dh_file_read (path, DH_LESSON_MAX_BYTES, &text, &length, error))
    return NULL;
  name = g_path_get_basename (path);
  base_dir = g_path_get_dirname (path);
  return dh_lesson_parse (text, length, name, base_dir, FALSE, error);
}
