/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Models as text: whatever is read is written to the same model, and its weights have names that lead back. */
#include "fuzz.h"

#include "dh-model.h"

static void
check_name (const DhModelSpec *spec, gsize index)
{
  g_autofree char *name = dh_model_weight_name (spec, index);
  gsize found;

  g_assert_true (dh_model_find_weight (spec, name, &found));
  g_assert_cmpuint (found, ==, index);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = fuzz_text (data, size);
  g_autofree char *formatted = NULL, *described = NULL, *formula = NULL;
  g_autoptr(GError) error = NULL, invalid = NULL;
  DhModelSpec spec, back;
  gboolean good = dh_model_spec_parse (text, &spec, &error);
  gsize n, ignored;

  fuzz_check_result (good, error);
  if (!good)
    return 0;
  formatted = dh_model_spec_to_string (&spec);
  g_assert_true (dh_model_spec_parse (formatted, &back, &error));
  g_assert_true (dh_model_spec_equal (&spec, &back));
  described = dh_model_spec_describe (&spec);
  formula = dh_model_spec_formula (&spec);
  good = dh_model_spec_validate (&spec, &invalid);
  fuzz_check_result (good, invalid);
  n = dh_model_n_weights (&spec);
  if (good)
    {
      g_assert_cmpuint (n, <=, DH_MODEL_MAX_WEIGHTS);
      check_name (&spec, 0);
      check_name (&spec, n / 2);
      check_name (&spec, n - 1);
      /* The input as a name: no crash, whatever it is. */
      dh_model_find_weight (&spec, text, &ignored);
    }
  return 0;
}
