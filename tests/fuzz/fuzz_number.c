/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Numbers: whatever is read is finite, and reads back to the same bits when it was written. */
#include "fuzz.h"

#include "dh-number.h"

#include <math.h>

static void
check_bits (double value)
{
  g_autoptr(GError) error = NULL;
  char buffer[DH_NUMBER_SIZE];
  double back;

  g_assert_true (dh_number_parse (dh_number_format (value, buffer), &back, &error));
  g_assert_no_error (error);
  g_assert_cmpmem (&value, sizeof value, &back, sizeof back);
  g_assert_cmpuint (strlen (buffer), <, DH_NUMBER_SIZE);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  /* Any bytes: these parsers quote what they refuse. */
  g_autofree char *text = size > 0 ? g_strndup ((const char *) data, size) : g_strdup ("");
  g_autoptr(GError) error = NULL, whole_error = NULL;
  gboolean good;
  guint64 whole;
  double value;

  good = dh_number_parse (text, &value, &error);
  fuzz_check_result (good, error);
  if (good)
    {
      g_assert_true (isfinite (value));
      check_bits (value);
    }
  good = dh_number_parse_uint64 (text, 3, 1000000, &whole, &whole_error);
  fuzz_check_result (good, whole_error);
  if (good)
    g_assert_true (whole >= 3 && whole <= 1000000);

  /* The bytes as a number themselves: any finite double survives. */
  if (size == sizeof value)
    {
      memcpy (&value, data, sizeof value);
      if (isfinite (value))
        check_bits (value);
    }
  return 0;
}
