/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* The error domain of everything below the window, and how messages quote what they refuse.
 * No state; any thread. */
#include "dh-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Longer quotations would push the remedy out of sight. */
#define MAX_QUOTE 40

G_DEFINE_QUARK (dh-error-quark, dh_error)

char *
dh_error_quote (const char *text)
{
  g_autofree char *valid = NULL, *shown = NULL;
  GString *quote;
  glong n = 0;

  g_return_val_if_fail (text != NULL, NULL);

  /* Four bytes a character at most; the rest need not even be looked at. */
  valid = g_utf8_make_valid (text, (gssize) strnlen (text, 4 * MAX_QUOTE + 4));
  quote = g_string_new (NULL);
  for (const char *p = valid; *p; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (n++ == MAX_QUOTE)
        {
          g_string_append (quote, "…");
          break;
        }
      g_string_append_unichar (quote, g_unichar_isprint (c) ? c : 0xfffd);
    }
  shown = g_string_free (quote, FALSE);
  /* Translators: the quotation marks around what a message refuses. */
  return g_strdup_printf (_("“%s”"), shown);
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"

void
dh_error_set_quoted (GError **error, DhError code, const char *format, const char *text)
{
  g_autofree char *quote = dh_error_quote (text);

  g_set_error (error, DH_ERROR, (int) code, format, quote);
}

void
dh_error_prefix_quoted (GError **error, const char *format, const char *text)
{
  g_autofree char *quote = dh_error_quote (text);

  g_prefix_error (error, format, quote);
}

#pragma GCC diagnostic pop
