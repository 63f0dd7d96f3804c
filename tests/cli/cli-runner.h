/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* For tests of the command line: runs the built program (environment DH_CLI) in a folder of the
 * test's own and takes in what it says. */
#pragma once

#include <glib.h>

typedef struct
{
  int status; /* exit status; -1: killed */
  char *out, *err;
} CliResult;

void  cli_init         (void);              /* makes the folder and changes into it */
void  cli_finish       (void);              /* removes it */
/* NULL-terminated arguments after the program's name. */
void  cli_run          (CliResult *result, const char *const *arguments);
/* The same with the size of files limited, as a full disk. */
void  cli_run_limited  (CliResult *result, const char *const *arguments, gsize max_file);
/* "run" and @line, cut at blanks. */
void  cli_run_line     (CliResult *result, const char *line);
void  cli_result_clear (CliResult *result);
const char *cli_program (void);
void  cli_write_file   (const char *name, const char *contents, gssize length);
/* How many files the folder has, hidden ones too. */
guint cli_count_files  (void);
