/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Experiment files: whatever is read is valid, and is the same experiment when it was written again. */
#include "fuzz.h"

#include "dh-experiment-file.h"

/* Long lists of generated rows are the data's business and only slow the fuzzing down; so does a
 * file of data elsewhere. */
static gboolean
is_slow (const char *text)
{
  return strstr (text, "range") != NULL || strstr (text, "random") != NULL
         || strstr (text, "path") != NULL;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = fuzz_text (data, size);
  g_autoptr(GError) error = NULL;
  g_autoptr(DhExperiment) experiment = NULL, back = NULL;
  DhFileExtras extras = { NULL, NULL }, again = { NULL, NULL };
  g_autofree char *formatted = NULL;

  if (is_slow (text))
    return 0;
  experiment = dh_experiment_parse ((const char *) data, size, "fuzz.downhill", NULL, &extras, &error);
  fuzz_check_result (experiment != NULL, error);
  if (experiment != NULL)
    {
      g_assert_true (dh_experiment_validate (experiment, &error));
      formatted = dh_experiment_format (experiment, &extras);
      back = dh_experiment_parse (formatted, strlen (formatted), "again.downhill", NULL, &again, &error);
      g_assert_no_error (error);
      g_assert_true (dh_experiment_equal (experiment, back));
      g_assert_cmpint (extras.unknown != NULL, ==, again.unknown != NULL);
    }
  dh_file_extras_clear (&extras);
  dh_file_extras_clear (&again);
  return 0;
}
