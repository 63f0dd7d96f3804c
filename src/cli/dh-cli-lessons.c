/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* "downhill-cli lessons": lists, prints and checks lessons. */
#include "config.h"

#include "dh-cli.h"

#include "dh-error.h"
#include "dh-lesson-check.h"
#include "dh-lesson-list.h"
#include "dh-number.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#define SUMMARY_COLUMN 4

static const DhCliSettingInfo table[] = {
  { "step", N_("NUMBER"), N_("the experiment that this step shows") },
  { "experiment", N_("NAME"), N_("the lesson's experiment of this name") },
  { "text", NULL, N_("the lesson as text to be read") },
  { "check", NULL,
    N_("train, and say which numbers that the lesson claims are not so; without NAME, of every lesson") },
  { "help", NULL, N_("this help") },
  { NULL, NULL, NULL },
};

/* One invocation. */
typedef struct
{
  char *name;       /* NULL: all */
  char *experiment;
  guint64 step;     /* 0: not given */
  gboolean text, check, help;
  GPtrArray *list;  /* of DhLessonEntry */
  DhLesson *file;   /* NAME is a file */
} Invocation;

const DhCliSettingInfo *
dh_cli_lessons_options (void)
{
  return table;
}

static DhExit
fail (DhExit status, GError *error)
{
  return dh_cli_fail (status, error->message);
}

static gboolean
on_option (const char *dashed, const char *value, gpointer data, GError **error)
{
  Invocation *self = data;
  const char *name = dashed + strlen ("--");

  if (g_str_equal (dashed, "-h") || g_str_equal (name, "help"))
    self->help = TRUE;
  else if (g_str_equal (name, "text"))
    self->text = TRUE;
  else if (g_str_equal (name, "check"))
    self->check = TRUE;
  else if (g_str_equal (name, "experiment"))
    {
      g_free (self->experiment);
      self->experiment = g_strdup (value);
    }
  else if (!dh_number_parse_uint64 (value, 1, DH_LESSON_MAX_STEPS, &self->step, error))
    {
      g_prefix_error (error, "--step: ");
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_combination (const Invocation *self, GError **error)
{
  guint n = (self->step > 0) + (self->experiment != NULL) + self->text + self->check;

  if (n > 1)
    {
      g_set_error_literal (error, DH_ERROR, DH_ERROR_INVALID,
                           _("Only one of --step, --experiment, --text and --check can be meant; give one."));
      return FALSE;
    }
  if (self->name == NULL && n > 0 && !self->check)
    {
      g_set_error_literal (error, DH_ERROR, DH_ERROR_INVALID,
                           _("Which lesson? Give its name or number; “downhill-cli lessons” lists them."));
      return FALSE;
    }
  return TRUE;
}

static gboolean
take_name (Invocation *self, char **rest, GError **error)
{
  char **name = rest + 1;

  if (*name != NULL && g_str_equal (*name, "--"))
    name++;
  if (*name == NULL)
    return TRUE;
  if (name[1] != NULL)
    {
      dh_error_set_quoted (error, DH_ERROR_INVALID,
                           _("%s is one argument too many: a single lesson is wanted."), name[1]);
      return FALSE;
    }
  self->name = g_strdup (*name);
  return TRUE;
}

static gboolean
parse (Invocation *self, char **arguments, GError **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  GOptionGroup *group = g_option_group_new ("lessons", "", "", self, NULL);
  GOptionEntry entries[G_N_ELEMENTS (table)] = { { 0 } };
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) argv = NULL;

  for (guint i = 0; table[i].name != NULL; i++)
    {
      entries[i].long_name = table[i].name;
      entries[i].short_name = g_str_equal (table[i].name, "help") ? 'h' : 0;
      entries[i].flags = table[i].argument == NULL ? G_OPTION_FLAG_NO_ARG : G_OPTION_FLAG_FILENAME;
      entries[i].arg = G_OPTION_ARG_CALLBACK;
      entries[i].arg_data = (gpointer) on_option;
    }
  g_option_group_add_entries (group, entries);
  g_option_context_set_main_group (context, group);
  g_option_context_set_help_enabled (context, FALSE);
  g_strv_builder_add (builder, "downhill-cli");
  g_strv_builder_addv (builder, (const char **) arguments);
  argv = g_strv_builder_end (builder);
  return g_option_context_parse_strv (context, &argv, error)
         && (self->help || (take_name (self, argv, error) && check_combination (self, error)));
}

static void
append_entry (GString *out, const DhLessonEntry *entry)
{
  g_string_append (out, entry->name);
  if (entry->lesson != NULL)
    g_string_append_printf (out, "  %s", dh_lesson_get_title (entry->lesson));
  if (entry->path != NULL)
    /* Translators: a lesson that the user wrote, in a list. */
    g_string_append_printf (out, "  %s", _("(own)"));
  g_string_append_printf (out, "\n%*s", SUMMARY_COLUMN, "");
  dh_cli_append_wrapped (out, entry->lesson != NULL ? dh_lesson_get_summary (entry->lesson) : entry->error->message,
                         SUMMARY_COLUMN);
}

static void
print_list (Invocation *self)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < self->list->len; i++)
    append_entry (out, g_ptr_array_index (self->list, i));
  g_print ("%s", out->str);
}

/* The lesson that NAME means (borrowed). A name with a slash or the suffix of a file that is there is a file. */
static DhLesson *
find_lesson (Invocation *self, GError **error)
{
  const DhLessonEntry *entry;

  if (strchr (self->name, G_DIR_SEPARATOR) != NULL
      || (g_str_has_suffix (self->name, DH_LESSON_SUFFIX) && g_file_test (self->name, G_FILE_TEST_EXISTS)))
    {
      self->file = dh_lesson_load (self->name, error);
      return self->file;
    }
  entry = dh_lesson_list_find (self->list, self->name, error);
  if (entry == NULL)
    return NULL;
  if (entry->lesson == NULL)
    g_propagate_error (error, g_error_copy (entry->error));
  return entry->lesson;
}

/* The index of the experiment to print; -1 with @error. */
static int
choose_experiment (const Invocation *self, const DhLesson *lesson, GError **error)
{
  int found;

  if (self->experiment == NULL)
    {
      guint step = self->step > 0 ? (guint) self->step - 1 : 0;

      if (step < dh_lesson_n_steps (lesson))
        return (int) dh_lesson_get_step (lesson, step)->experiment;
      g_set_error (error, DH_ERROR, DH_ERROR_INVALID, _("--step: %s has only %u steps."), dh_lesson_get_name (lesson),
                   dh_lesson_n_steps (lesson));
      return -1;
    }
  found = dh_lesson_find_experiment (lesson, self->experiment);
  if (found < 0)
    {
      g_autoptr (GString) names = g_string_new (NULL);
      g_autofree char *quote = dh_error_quote (self->experiment);

      for (guint i = 0; i < dh_lesson_n_experiments (lesson); i++)
        {
          g_autofree char *name = dh_error_quote (dh_lesson_experiment_name (lesson, i));

          g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", name);
        }
      g_set_error (error, DH_ERROR, DH_ERROR_INVALID, _("--experiment: There is no %s; there are: %s."), quote,
                   names->str);
    }
  return found;
}

static void
print_warnings (const DhLesson *lesson)
{
  GPtrArray *warnings = dh_lesson_get_warnings (lesson);

  for (guint i = 0; i < warnings->len; i++)
    g_printerr ("downhill-cli: %s\n", (const char *) g_ptr_array_index (warnings, i));
}

static DhExit
print_one (Invocation *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  DhLesson *lesson = find_lesson (self, &error);
  int index;

  if (lesson == NULL)
    return fail (DH_EXIT_FAILED, error);
  print_warnings (lesson);
  if (self->text)
    {
      dh_cli_print_lesson (lesson);
      return DH_EXIT_DONE;
    }
  index = choose_experiment (self, lesson, &error);
  if (index < 0)
    return fail (DH_EXIT_FAILED, error);
  text = dh_lesson_experiment_text (lesson, (guint) index);
  /* Not g_print(): a file is UTF-8 whatever the terminal takes. */
  fputs (text, stdout);
  return DH_EXIT_DONE;
}

/* One lesson; says on the standard output that all is well. */
static DhExit
check_one (const DhLesson *lesson)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) problems = dh_lesson_check (lesson, dh_cli_interrupt_flag (), &error);
  guint n = 0;

  print_warnings (lesson);
  if (problems == NULL)
    return fail (DH_EXIT_FAILED, error);
  for (guint i = 0; i < dh_lesson_n_steps (lesson); i++)
    n += dh_lesson_get_step (lesson, i)->claims->len;
  for (guint i = 0; i < problems->len; i++)
    g_printerr ("downhill-cli: %s\n", (const char *) g_ptr_array_index (problems, i));
  if (problems->len > 0)
    return DH_EXIT_FAILED;
  g_print (g_dngettext (GETTEXT_PACKAGE, "%s: %u claim, and it holds\n", "%s: %u claims, and all hold\n", n),
           dh_lesson_get_name (lesson), n);
  return DH_EXIT_DONE;
}

static DhExit
check (Invocation *self)
{
  DhExit status = DH_EXIT_DONE;

  dh_cli_interrupt_install ();
  if (self->name != NULL)
    {
      g_autoptr (GError) error = NULL;
      DhLesson *lesson = find_lesson (self, &error);

      return lesson != NULL ? check_one (lesson) : fail (DH_EXIT_FAILED, error);
    }
  for (guint i = 0; i < self->list->len && !g_atomic_int_get (dh_cli_interrupt_flag ()); i++)
    {
      const DhLessonEntry *entry = g_ptr_array_index (self->list, i);

      if ((entry->lesson != NULL ? check_one (entry->lesson) : fail (DH_EXIT_FAILED, entry->error)) != DH_EXIT_DONE)
        status = DH_EXIT_FAILED;
    }
  return status;
}

DhExit
dh_cli_lessons (char **arguments)
{
  Invocation self = { 0 };
  g_autoptr (GError) error = NULL;
  DhExit status = DH_EXIT_DONE;

  if (!parse (&self, arguments, &error))
    status = fail (DH_EXIT_USAGE, error);
  else if (self.help)
    dh_cli_print_lessons_help ();
  else
    {
      self.list = dh_lesson_list (NULL);
      if (self.check)
        status = check (&self);
      else if (self.name != NULL)
        status = print_one (&self);
      else
        print_list (&self);
    }
  g_free (self.name);
  g_free (self.experiment);
  g_clear_pointer (&self.list, g_ptr_array_unref);
  g_clear_pointer (&self.file, dh_lesson_unref);
  return status;
}
