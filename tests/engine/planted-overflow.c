/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* "heap": a write past the end of a block, for the address sanitizer. "integer": a signed
 * overflow, for the undefined-behaviour sanitizer, told by halt_on_error. Both must be reported. */
#include <glib.h>

int
main (int argc, char **argv)
{
  volatile int n = argc; /* the compiler must not know */

  if (argc < 2)
    return 0;
  if (g_str_equal (argv[1], "heap"))
    {
      double *block = g_new0 (double, 4);

      block[3 + n] = 1;
      g_print ("%g\n", block[2]);
      g_free (block);
    }
  else
    {
      volatile int large = G_MAXINT;

      large += n;
      g_print ("%d\n", large);
    }
  return 0;
}
