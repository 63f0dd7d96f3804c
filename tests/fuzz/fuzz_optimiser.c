/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Optimisers as the command line has them: a name, then lines PARAM=VALUE. What is refused
 * changes nothing. */
#include "fuzz.h"

#include "dh-number.h"
#include "dh-optimiser.h"

static void
set_param (DhOptimiserSpec *spec, char *line)
{
  g_autoptr(GError) error = NULL, bad_number = NULL;
  DhOptimiserSpec before = *spec;
  char *equals = strchr (line, '=');
  double value, found;
  gboolean good;

  if (equals == NULL)
    return;
  *equals = '\0';
  good = dh_number_parse (equals + 1, &value, &bad_number);
  fuzz_check_result (good, bad_number);
  if (!good)
    return;
  good = dh_optimiser_spec_set (spec, line, value, &error);
  fuzz_check_result (good, error);
  if (good)
    {
      g_assert_true (dh_optimiser_spec_get (spec, line, &found));
      g_assert_cmpfloat (found, ==, value);
    }
  else
    g_assert_true (dh_optimiser_spec_equal (spec, &before));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = fuzz_text (data, size);
  g_auto(GStrv) lines = g_strsplit (text, "\n", 20);
  g_autoptr(GError) error = NULL;
  DhOptimiserKind kind;
  DhOptimiserSpec spec;
  gboolean good;

  if (lines[0] == NULL)
    return 0;
  good = dh_optimiser_parse (lines[0], &kind, &error);
  fuzz_check_result (good, error);
  if (!good)
    return 0;
  g_assert_cmpstr (dh_optimiser_info (kind)->id, ==, lines[0]);
  dh_optimiser_spec_init (&spec, kind);
  for (char **line = lines + 1; *line != NULL; line++)
    set_param (&spec, *line);
  /* Only what several parameters must agree on can still be wrong: Nesterov without momentum. */
  good = dh_optimiser_spec_validate (&spec, &error);
  fuzz_check_result (good, error);
  if (!good)
    g_assert_cmpint (kind, ==, DH_OPTIMISER_SGD);
  return 0;
}
