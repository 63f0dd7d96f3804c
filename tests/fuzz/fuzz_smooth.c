/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Signals and methods of the smoothing page as text: whatever is accepted is written to the same, and can
 * be computed. */
#include "fuzz.h"

#include "dh-smooth.h"

#include <math.h>

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = fuzz_text (data, size);
  g_autofree char *formatted = NULL;
  g_autofree char *set_text = NULL;
  g_autoptr(GError) error = NULL;
  DhSmoothSignal signal = { 0 }, back = { 0 };
  guint methods, again;
  gboolean good = dh_smooth_signal_parse (text, &signal, &error);
  double values[64];

  fuzz_check_result (good, error);
  if (good)
    {
      formatted = dh_smooth_signal_to_string (&signal);
      g_assert_true (dh_smooth_signal_parse (formatted, &back, NULL));
      g_assert_true (dh_smooth_signal_equal (&signal, &back));
    }
  if (good && signal.kind != DH_SMOOTH_RECORDED)
    {
      dh_smooth_signal_fill (&signal, G_N_ELEMENTS (values), values);
      for (guint i = 0; i < G_N_ELEMENTS (values); i++)
        g_assert_false (isnan (values[i]));
    }
  g_clear_error (&error);
  good = dh_smooth_methods_parse (text, &methods, &error);
  fuzz_check_result (good, error);
  if (!good)
    return 0;
  set_text = dh_smooth_methods_to_string (methods);
  g_assert_true (dh_smooth_methods_parse (set_text, &again, NULL));
  g_assert_cmpuint (methods, ==, again);
  return 0;
}
