/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Command line: chooses the command and says what went wrong. */
#include "config.h"

#include "dh-cli.h"

#include "dh-error.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

/* The command whose help has what went wrong. */
static const char *current = "run";

DhExit
dh_cli_fail (DhExit status, const char *message)
{
  g_printerr ("downhill-cli: %s\n", message);
  if (status == DH_EXIT_USAGE)
    g_printerr (_("Try “downhill-cli %s --help”.\n"), current);
  return status;
}

/* Standard output may turn out to be full or closed only now. */
static DhExit
flush_output (DhExit status)
{
  if (status == DH_EXIT_DONE && (fflush (stdout) != 0 || ferror (stdout)))
    return dh_cli_fail (DH_EXIT_FAILED, _("The standard output could not be written."));
  return status;
}

DhExit
dh_cli_main (int argc, char **argv)
{
  const char *command = argc > 1 ? argv[1] : NULL;
  g_autofree char *message = NULL;
  g_autofree char *shown = NULL;

  if (command == NULL)
    return dh_cli_fail (DH_EXIT_USAGE, _("A command is missing; there are: run, smooth, sweep, lessons."));
  if (g_str_equal (command, "run"))
    return flush_output (dh_cli_run (argv + 2));
  if (g_str_equal (command, "smooth"))
    {
      current = "smooth";
      return flush_output (dh_cli_smooth (argv + 2));
    }
  if (g_str_equal (command, "sweep"))
    {
      current = "sweep";
      return flush_output (dh_cli_sweep (argv + 2));
    }
  if (g_str_equal (command, "lessons"))
    {
      current = "lessons";
      return flush_output (dh_cli_lessons (argv + 2));
    }
  if (g_str_equal (command, "--help") || g_str_equal (command, "-h"))
    {
      dh_cli_print_help ();
      return flush_output (DH_EXIT_DONE);
    }
  if (g_str_equal (command, "--version"))
    {
      g_print ("downhill-cli %s\n", PACKAGE_VERSION);
      return flush_output (DH_EXIT_DONE);
    }
  shown = dh_error_quote (command);
  message = g_strdup_printf (_("%s is not a command; there are: run, smooth, sweep, lessons."), shown);
  return dh_cli_fail (DH_EXIT_USAGE, message);
}
