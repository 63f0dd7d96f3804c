/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Start weights as text: whatever is read is written to the same, and fills a model that it fits. */
#include "fuzz.h"

#include "dh-init.h"

#include <math.h>

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = fuzz_text (data, size);
  g_autofree char *formatted = NULL;
  g_autoptr(GError) error = NULL, invalid = NULL;
  DhInitSpec spec, back;
  DhModelSpec model;
  double weights[4];
  gboolean good;

  dh_init_spec_init (&spec, DH_INIT_ONES);
  dh_init_spec_init (&back, DH_INIT_ONES);
  good = dh_init_spec_parse (text, &spec, &error);
  fuzz_check_result (good, error);
  if (good)
    {
      formatted = dh_init_spec_to_string (&spec);
      g_assert_true (dh_init_spec_parse (formatted, &back, &error));
      g_assert_true (dh_init_spec_equal (&spec, &back));
      dh_model_spec_init (&model, DH_MODEL_TWO_RELU);
      good = dh_init_spec_validate (&spec, &model, &invalid);
      fuzz_check_result (good, invalid);
    }
  if (good)
    {
      dh_init_weights (&spec, &model, weights);
      for (guint i = 0; i < G_N_ELEMENTS (weights); i++)
        g_assert_false (isnan (weights[i]));
    }
  dh_init_spec_clear (&spec);
  dh_init_spec_clear (&back);
  return 0;
}
