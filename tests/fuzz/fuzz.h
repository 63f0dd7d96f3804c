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

/* The input as the text of a setting: UTF-8, as entries and experiment files have it, up to a NUL. */
static inline char *
fuzz_text (const uint8_t *data, size_t size)
{
  g_autofree char *text = size > 0 ? g_strndup ((const char *) data, size) : g_strdup ("");

  return g_utf8_make_valid (text, -1);
}

/* A parser that refuses says why, in our domain and in text that can be shown. */
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
}
