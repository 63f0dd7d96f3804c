/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Ctrl+C: a flag that the trainer and the writers look at, so that whatever was begun is taken
 * back in good order. A second one ends the program at once. */
#include "dh-cli.h"

#include <signal.h>

static gint interrupted;

static void
on_signal (int number)
{
  if (g_atomic_int_get (&interrupted))
    {
      signal (number, SIG_DFL);
      raise (number);
    }
  g_atomic_int_set (&interrupted, 1);
}

void
dh_cli_interrupt_install (void)
{
  struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART };
  struct sigaction ignore = { .sa_handler = SIG_IGN };

  sigemptyset (&action.sa_mask);
  sigaction (SIGINT, &action, NULL);
  sigaction (SIGTERM, &action, NULL);
  /* A closed pipe and a file at its size limit are write errors with a message, not a death. */
  sigaction (SIGPIPE, &ignore, NULL);
  sigaction (SIGXFSZ, &ignore, NULL);
}

const gint *
dh_cli_interrupt_flag (void)
{
  return &interrupted;
}
