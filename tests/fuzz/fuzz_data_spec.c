/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Generated data and targets as text: whatever is read is written to the same and makes finite rows or says why not. */
#include "fuzz.h"

#include "dh-data.h"

#include <math.h>

/* More rows only take longer. */
#define MAX_ROWS 1000

static gboolean
has_few_rows (const DhDataSpec *spec)
{
  if (spec->source == DH_DATA_RANGE)
    return (spec->stop - spec->start) / spec->step < MAX_ROWS;
  return spec->source != DH_DATA_RANDOM || spec->count <= MAX_ROWS;
}

static void
check_rows (const DhDataSpec *spec)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(DhData) data = dh_data_new_generated (spec, &error);

  fuzz_check_result (data != NULL, error);
  for (gsize i = 0; data != NULL && i < dh_data_get_n_rows (data); i++)
    g_assert_true (isfinite (dh_data_get_x (data)[i]) && isfinite (dh_data_get_y (data)[i]));
}

static void
check_spec (const char *text)
{
  g_autoptr(GError) error = NULL, invalid = NULL;
  g_autofree char *formatted = NULL;
  DhDataSpec spec, back;
  gboolean good;

  dh_data_spec_init (&spec);
  dh_data_spec_init (&back);
  good = dh_data_spec_parse (text, &spec, &error);
  fuzz_check_result (good, error);
  if (good)
    {
      formatted = dh_data_spec_to_string (&spec);
      g_assert_true (dh_data_spec_parse (formatted, &back, &error));
      g_assert_true (dh_data_spec_equal (&spec, &back));
      good = dh_data_spec_validate (&spec, &invalid);
      fuzz_check_result (good, invalid);
      if (good && has_few_rows (&spec))
        check_rows (&spec);
    }
  dh_data_spec_clear (&spec);
  dh_data_spec_clear (&back);
}

static void
check_target (const char *text)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *formatted = NULL, *again = NULL;
  DhTarget target, back;
  gboolean good = dh_target_parse (text, &target, &error);

  fuzz_check_result (good, error);
  if (!good)
    return;
  formatted = dh_target_to_string (&target);
  g_assert_true (dh_target_parse (formatted, &back, &error));
  again = dh_target_to_string (&back);
  g_assert_cmpstr (formatted, ==, again);
  dh_target_value (&target, 1);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = fuzz_text (data, size);

  if (dh_data_spec_is_generated (text))
    check_spec (text);
  check_target (text);
  return 0;
}
