/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* What every fuzz target shares: the entry point that libFuzzer and our own driver call, and what
 * holds for the errors of all parsers. */
#pragma once

#include "dh-error.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* A quotation or two and the remedy: no input makes a message longer. */
#define FUZZ_MAX_MESSAGE 2048

/* The input as the text of a setting, up to a NUL: any bytes, as the command line has them. */
static inline char *
fuzz_text (const uint8_t *data, size_t size)
{
  return size > 0 ? g_strndup ((const char *) data, size) : g_strdup ("");
}

/* A parser that refuses says why, in our domain and in text that can be shown, however long or broken the
 * input was. */
static inline void
fuzz_check_result (gboolean good, const GError *error)
{
  if (good)
    {
      g_assert_no_error (error);
      return;
    }
  g_assert_nonnull (error);
  g_assert_true (error->domain == DH_ERROR);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_cmpstr (error->message, !=, "");
  g_assert_cmpuint (strlen (error->message), <, FUZZ_MAX_MESSAGE);
}
