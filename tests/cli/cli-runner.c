/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Runs the command line for tests; see the header. */
#include "cli-runner.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>

static char *folder;

const char *
cli_program (void)
{
  const char *program = g_getenv ("DH_CLI");

  if (program == NULL)
    g_error ("DH_CLI has to name the program; run the test through meson");
  return program;
}

void
cli_init (void)
{
  g_autoptr (GError) error = NULL;

  folder = g_dir_make_tmp ("downhill-cli-XXXXXX", &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_chdir (folder), ==, 0);
}

void
cli_finish (void)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    g_remove (name);
  g_assert_cmpint (g_chdir (".."), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_free (folder);
}

static void
limit_files (gpointer data)
{
  const gsize *max_file = data;
  struct rlimit limit = { *max_file, *max_file };

  if (*max_file > 0)
    setrlimit (RLIMIT_FSIZE, &limit);
}

void
cli_run_limited (CliResult *result, const char *const *arguments, gsize max_file)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  int wait_status;

  g_ptr_array_add (argv, (gpointer) cli_program ());
  for (gsize i = 0; arguments[i] != NULL; i++)
    g_ptr_array_add (argv, (gpointer) arguments[i]);
  g_ptr_array_add (argv, NULL);
  g_spawn_sync (NULL, (char **) argv->pdata, NULL, G_SPAWN_DEFAULT, limit_files, &max_file,
                &result->out, &result->err, &wait_status, &error);
  g_assert_no_error (error);
  result->status = WIFEXITED (wait_status) ? WEXITSTATUS (wait_status) : -1;
}

void
cli_run (CliResult *result, const char *const *arguments)
{
  cli_run_limited (result, arguments, 0);
}

void
cli_run_line (CliResult *result, const char *line)
{
  g_autofree char *whole = g_strdup_printf ("run %s", line);
  g_auto (GStrv) words = g_strsplit (g_strstrip (whole), " ", -1);

  cli_run (result, (const char *const *) words);
}

void
cli_result_clear (CliResult *result)
{
  g_clear_pointer (&result->out, g_free);
  g_clear_pointer (&result->err, g_free);
}

void
cli_write_file (const char *name, const char *contents, gssize length)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (name, contents, length, &error);
  g_assert_no_error (error);
}

guint
cli_count_files (void)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}
