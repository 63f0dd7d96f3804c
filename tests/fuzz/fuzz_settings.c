/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* The small settings of a run as text: schedule, clipping, gradient, carry, activation, axes. Each parser sees
 * every input; whatever one accepts is written to the same. */
#include "fuzz.h"

#include "dh-run.h"
#include "dh-view.h"

#include <math.h>

static void
check_schedule (const char *text)
{
  g_autoptr(GError) error = NULL, invalid = NULL;
  g_autofree char *formatted = NULL;
  DhScheduleSpec spec, back;
  gboolean good = dh_schedule_spec_parse (text, &spec, &error);

  fuzz_check_result (good, error);
  if (!good)
    return;
  formatted = dh_schedule_spec_to_string (&spec);
  g_assert_true (dh_schedule_spec_parse (formatted, &back, &error));
  g_assert_true (dh_schedule_spec_equal (&spec, &back));
  good = dh_schedule_spec_validate (&spec, &invalid);
  fuzz_check_result (good, invalid);
  for (guint64 k = 1; good && k <= 50; k += 7)
    g_assert_false (isnan (dh_schedule_rate (&spec, 0.1, k, 50)));
}

static void
check_clip (const char *text)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *formatted = NULL;
  DhClipSpec spec, back;
  gboolean good = dh_clip_spec_parse (text, &spec, &error);

  fuzz_check_result (good, error);
  if (!good)
    return;
  formatted = dh_clip_spec_to_string (&spec);
  g_assert_true (dh_clip_spec_parse (formatted, &back, &error));
  g_assert_true (dh_clip_spec_equal (&spec, &back));
}

static void
check_gradient (const char *text)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *formatted = NULL;
  DhGradientKind kind, kind_back;
  double h = 0.01, h_back = 0.01;
  gboolean good = dh_gradient_parse (text, &kind, &h, &error);

  fuzz_check_result (good, error);
  if (!good)
    return;
  formatted = dh_gradient_to_string (kind, h);
  g_assert_true (dh_gradient_parse (formatted, &kind_back, &h_back, &error));
  g_assert_cmpint (kind, ==, kind_back);
  g_assert_cmpfloat (h, ==, h_back);
}

/* Words out of a table: what is accepted is the word itself. */
static void
check_words (const char *text)
{
  g_autoptr(GError) error = NULL;
  DhActivation activation;
  DhAxisKind axis;
  DhCarry carry;
  DhXAxis x;
  gboolean good = dh_carry_parse (text, &carry, &error);

  fuzz_check_result (good, error);
  if (good)
    g_assert_cmpstr (dh_carry_id (carry), ==, text);
  g_clear_error (&error);
  good = dh_activation_parse (text, &activation, &error);
  fuzz_check_result (good, error);
  g_clear_error (&error);
  good = dh_axis_kind_parse (text, &axis, &error);
  fuzz_check_result (good, error);
  if (good)
    g_assert_cmpstr (dh_axis_kind_id (axis), ==, text);
  g_clear_error (&error);
  good = dh_x_axis_parse (text, &x, &error);
  fuzz_check_result (good, error);
  if (good)
    g_assert_cmpstr (dh_x_axis_id (x), ==, text);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = fuzz_text (data, size);

  check_schedule (text);
  check_clip (text);
  check_gradient (text);
  check_words (text);
  return 0;
}
