/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* CSV data: whatever is read has finite rows, and reads the same when it was written again. */
#include "fuzz.h"

#include "dh-csv.h"

#include <math.h>
#include <stdlib.h>

static void
check_again (DhData *data, const DhDataSpec *spec)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(DhData) back = NULL;
  char *text = NULL;
  gsize length = 0;
  FILE *stream = open_memstream (&text, &length);

  g_assert_true (dh_csv_write_data (data, stream, &error));
  fclose (stream);
  back = dh_csv_parse_data (text, length, "again.csv", spec, &error);
  g_assert_no_error (error);
  g_assert_true (dh_data_equal_rows (data, back));
  free (text);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(DhData) rows = NULL;
  DhDataSpec spec;

  dh_data_spec_init (&spec);
  spec.source = DH_DATA_PASTED;
  rows = dh_csv_parse_data ((const char *) data, size, "fuzz.csv", &spec, &error);
  fuzz_check_result (rows != NULL, error);
  if (rows == NULL)
    g_assert_true (g_str_has_prefix (error->message, "fuzz.csv:"));
  else
    {
      g_assert_cmpuint (dh_data_get_n_rows (rows), >=, 1);
      for (gsize i = 0; i < dh_data_get_n_rows (rows); i++)
        g_assert_true (isfinite (dh_data_get_x (rows)[i]) && isfinite (dh_data_get_y (rows)[i]));
      check_again (rows, &spec);
    }
  dh_data_spec_clear (&spec);
  return 0;
}
