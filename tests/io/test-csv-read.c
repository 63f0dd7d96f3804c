/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Reading CSV and TSV: every form that people have, and what the refusals say and where. */
#include "dh-csv.h"
#include "dh-error.h"
#include "dh-number.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

static DhData *
parse (const char *text, gsize length, GError **error)
{
  /* A copy without a NUL after it: reading past the end shows under ASan. */
  g_autofree char *copy = g_memdup2 (length > 0 ? text : "x", MAX (length, 1));
  DhDataSpec spec;
  DhData *data;

  dh_data_spec_init (&spec);
  spec.source = DH_DATA_PASTED;
  data = dh_csv_parse_data (copy, length, "data.csv", &spec, error);
  dh_data_spec_clear (&spec);
  return data;
}

/* @wanted: x, y, x, y, … */
static void
assert_rows (const char *text, gssize length, const double *wanted, gsize n)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(DhData) data = parse (text, length < 0 ? strlen (text) : (gsize) length, &error);

  if (data == NULL)
    g_error ("“%s”: %s", text, error->message);
  g_assert_no_error (error);
  g_assert_cmpuint (dh_data_get_n_rows (data), ==, n);
  for (gsize i = 0; i < n; i++)
    {
      g_assert_cmpfloat (dh_data_get_x (data)[i], ==, wanted[2 * i]);
      g_assert_cmpfloat (dh_data_get_y (data)[i], ==, wanted[2 * i + 1]);
    }
}

static void
assert_refused (const char *text, gssize length, DhError code, const char *wanted)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(DhData) data = parse (text, length < 0 ? strlen (text) : (gsize) length, &error);

  g_assert_null (data);
  g_assert_error (error, DH_ERROR, (int) code);
  if (strstr (error->message, wanted) == NULL)
    g_error ("“%s” gives “%s”, which lacks “%s”", text, error->message, wanted);
}

static void
test_forms (void)
{
  static const char *const texts[] = {
    "1,2\n3.5,-4\n", "1,2\n3.5,-4", "1;2\n3.5;-4\n", "1\t2\n3.5\t-4\n", "1;2\n3,5;-4\n",
    "1\t2\n3,5\t-4", "x,y\n1,2\n3.5,-4\n", "x;y\n1;2\n3,5;-4", "\"x\",\"y\"\n1,2\n3.5,-4\n",
    "\357\273\2771,2\n3.5,-4\n", "\xef\xbb\xbfx,y\n1,2\n3.5,-4\n", "1,2\r\n3.5,-4\r\n",
    "1,2\r3.5,-4\r", "1,2\r3.5,-4", "\n\n1,2\n\n3.5,-4\n\n\n", "  1 ,\t2 \n 3.5, -4\n",
    "\"1\",\"2\"\n\"3.5\",-4\n", "\"1,0\";\"2\"\n\"3,5\";\"-4\"\n", "\" 1\" , 2\n3.5,-4",
    "x,y\r\n\r\n1,2\r\n   \r\n3.5,-4\r\n", "1e0,2E0\n35e-1,-4e+0", "+1,+2\n3.5,-4.0\n",
    "1.,2\n3.5,-4.", "1,2\n.35e1,-4", "\"a \"\"name\"\"\",\"two\nlines\"\n1,2\n3.5,-4\n",
    "Länge;Höhe\n1;2\n3,5;-4\n", "x,y\n1,2\n3.5,-4\n \t", "0000001,2\n3.50000000000000000000000,-4",
    "x\ty\n1,0\t2,0\n3,5\t-4,0\n", "x;\"y, in m\"\n1;2\n3,5;-4", ",y\n1,2\n3.5,-4\n",
  };
  static const double wanted[] = { 1, 2, 3.5, -4 };

  g_test_summary ("Every separator, line end, header, quoting and decimal mark gives the same rows");
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_rows (texts[i], -1, wanted, 2);
}

static void
test_ambiguous (void)
{
  g_test_summary ("With commas alone, the comma divides columns; beside ; or a tab it is a decimal comma");
  assert_rows ("1,5\n2,5\n", -1, (const double[]) { 1, 5, 2, 5 }, 2);
  assert_rows ("1,5;2,5\n", -1, (const double[]) { 1.5, 2.5 }, 1);
  assert_rows ("1;5\n", -1, (const double[]) { 1, 5 }, 1);
  assert_rows ("1,5\t2\n", -1, (const double[]) { 1.5, 2 }, 1);
  assert_refused ("1,5;2,5\n1.234;2\n", -1, DH_ERROR_PARSE, "data.csv:2:1: ");
  assert_refused ("1.5;2.5\n1;2\n3;1,234\n", -1, DH_ERROR_PARSE, "data.csv:3:3: ");
  assert_refused ("1,5;2,5\n1.234,5;2\n", -1, DH_ERROR_PARSE, "“1.234,5” is not a number");
  /* A row with a column too few does not change how the others are read. */
  assert_refused ("1,5;2\n1,5;2\n1,5\n", -1, DH_ERROR_PARSE, "data.csv:3:1: There is only one column");
}

static void
test_long_cell (void)
{
  g_autofree char *zeros = g_strnfill (5000, '0');
  g_autofree char *text = g_strdup_printf ("1.%s5,%s2\n", zeros, zeros);

  g_test_summary ("A number of thousands of digits is a number");
  assert_rows (text, -1, (const double[]) { 1, 2 }, 1);
}

static void
test_same_bits (void)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(DhData) data = NULL;
  const gsize n = 20000;
  g_autofree double *values = g_new (double, 2 * n);

  g_test_summary ("The quick path gives the bits of g_ascii_strtod() for short and long numbers");
  for (gsize i = 0; i < 2 * n; i++)
    {
      double scale = g_ascii_strtod ((const char *const[]) { "1", "1e-9", "1e3", "1e12", "1e40" }[i % 5], NULL);
      g_autofree char *cell = g_strdup_printf ("%.*f", (int) (i % 17),
                                               (g_test_rand_double () - 0.5) * scale);

      values[i] = g_ascii_strtod (cell, NULL);
      g_string_append (text, cell);
      g_string_append_c (text, i % 2 == 0 ? ',' : '\n');
    }
  data = parse (text->str, text->len, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < n; i++)
    {
      g_assert_cmpmem (&dh_data_get_x (data)[i], sizeof (double), &values[2 * i], sizeof (double));
      g_assert_cmpmem (&dh_data_get_y (data)[i], sizeof (double), &values[2 * i + 1], sizeof (double));
    }
}

static void
test_refusals (void)
{
  g_autoptr(GString) rows = g_string_new ("x,y\n");

  g_test_summary ("Refusals name line, column and reason");
  for (guint i = 2; i <= 40; i++)
    g_string_append_printf (rows, "%u,%s\n", i, i == 17 ? "abc" : "1");
  assert_refused (rows->str, -1, DH_ERROR_PARSE, "data.csv:17:4: “abc” is not a number");
  assert_refused ("1\n2\n", -1, DH_ERROR_PARSE, "data.csv:1:1: There is only one column");
  assert_refused ("1 2\n2 3\n", -1, DH_ERROR_PARSE, "only one column");
  assert_refused ("1,2,3\n2,3,4\n", -1, DH_ERROR_PARSE, "data.csv:1:5: There are 3 columns");
  assert_refused ("1,2\n2,3,\n", -1, DH_ERROR_PARSE, "data.csv:2:5: There are 3 columns");
  assert_refused ("", -1, DH_ERROR_PARSE, "data.csv: there are no rows");
  assert_refused ("\n \n\r\n", -1, DH_ERROR_PARSE, "there are no rows");
  assert_refused ("\xef\xbb\xbf", -1, DH_ERROR_PARSE, "there are no rows");
  assert_refused ("x,y\n", -1, DH_ERROR_PARSE, "line of names");
  assert_refused ("x,y\na,b\n1,2\n", -1, DH_ERROR_PARSE, "data.csv:2:1: “a” is not a number");
  assert_refused ("1,2\nx,y\n1,2\n", -1, DH_ERROR_PARSE, "data.csv:2:1: “x”");
  assert_refused ("1,2\n\n3,nan\n", -1, DH_ERROR_INVALID, "data.csv:3:3: “nan” is not a finite number");
  assert_refused ("inf,2\n", -1, DH_ERROR_INVALID, "data.csv:1:1: “inf”");
  assert_refused ("1,-Infinity\n", -1, DH_ERROR_INVALID, "data.csv:1:3: ");
  assert_refused ("1,2\n1e400,2\n", -1, DH_ERROR_INVALID, "data.csv:2:1: “1e400” is too large");
  assert_refused ("1e400,2\n", -1, DH_ERROR_INVALID, "data.csv:1:1: “1e400” is too large");
  assert_refused ("1,2\n,2\n", -1, DH_ERROR_PARSE, "data.csv:2:1: The cell is empty");
  assert_refused ("1,2\n3,\n", -1, DH_ERROR_PARSE, "data.csv:2:3: The cell is empty");
  assert_refused ("1,2\n0x10,2\n", -1, DH_ERROR_PARSE, "“0x10” is not a number");
  assert_refused ("1,2\n1e,2\n", -1, DH_ERROR_PARSE, "“1e” is not a number");
  assert_refused ("1,2\n1-2,2\n", -1, DH_ERROR_PARSE, "“1-2” is not a number");
  assert_refused ("1,2\n-,2\n", -1, DH_ERROR_PARSE, "“-” is not a number");
  assert_refused ("1,2\n.,2\n", -1, DH_ERROR_PARSE, "“.” is not a number");
  assert_refused ("1,2\n\"3,4\n5,6\n", -1, DH_ERROR_PARSE, "data.csv:2:2: A quotation mark");
  assert_refused ("1,2\n\"3\"x,4\n5,6\n", -1, DH_ERROR_PARSE, "data.csv:2:2: A quotation mark");
  assert_refused ("\"x\n2\",y\n1,2\n3,a\n", -1, DH_ERROR_PARSE, "data.csv:4:3: “a”");
  assert_refused ("ä,ö\n1,ü\n", -1, DH_ERROR_PARSE, "data.csv:2:3: “ü”");
  assert_refused ("\"ä\",5,\"ü\"\n", -1, DH_ERROR_PARSE, "data.csv:1:7: There are 3 columns");
}

static void
test_encodings (void)
{
  g_test_summary ("UTF-16, bytes that are no UTF-8, and NUL bytes are refused with their place");
  assert_refused ("\xff\xfe" "1\0,\0002\0", 8, DH_ERROR_PARSE, "UTF-16");
  assert_refused ("\xfe\xff\0001\0,\0002", 8, DH_ERROR_PARSE, "UTF-16");
  assert_refused ("1,2\n3\0,4\n", 9, DH_ERROR_PARSE, "data.csv:2:2: There is a NUL byte");
  assert_refused ("1,2\n\n\xe4,4\n", -1, DH_ERROR_PARSE, "data.csv:3:1: This is not valid UTF-8");
  assert_refused ("1,2\n3,4\xc3", -1, DH_ERROR_PARSE, "data.csv:2:4: This is not valid UTF-8");
}

static void
test_too_many_rows (void)
{
  g_autoptr(GString) text = g_string_sized_new (4 * (gsize) DH_DATA_MAX_ROWS + 100);
  g_autoptr(GError) error = NULL;
  g_autoptr(DhData) data = NULL;

  g_test_summary ("Ten million rows are read; one more is refused at its line");
  for (gsize i = 0; i < DH_DATA_MAX_ROWS; i++)
    g_string_append_len (text, "1,2\n", 4);
  data = parse (text->str, text->len, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (dh_data_get_n_rows (data), ==, DH_DATA_MAX_ROWS);
  g_string_append (text, "3,4\nabc\n");
  g_clear_pointer (&data, dh_data_unref);
  data = parse (text->str, text->len, &error);
  g_assert_null (data);
  g_assert_error (error, DH_ERROR, DH_ERROR_LIMIT);
  g_assert_nonnull (strstr (error->message, "data.csv:10000001:1:"));
}

static void
test_load (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = NULL;
  g_autoptr(DhData) data = NULL, pasted = NULL, workbook = NULL, none = NULL;
  DhDataSpec spec;
  int fd = g_file_open_tmp ("downhill-XXXXXX.csv", &path, &error);

  g_test_summary ("Files, pasted text and generated data are loaded with a spec that tells where from");
  g_assert_no_error (error);
  close (fd);
  g_assert_true (dh_file_write (path, "x;y\n1,5;2\n", -1, &error));
  data = dh_csv_load_data (path, &error);
  g_assert_no_error (error);
  g_assert_cmpint (dh_data_get_spec (data)->source, ==, DH_DATA_FILE);
  g_assert_cmpstr (dh_data_get_spec (data)->path, ==, path);
  pasted = dh_csv_paste_data ("x;y\n1,5;2\n", &error);
  g_assert_no_error (error);
  g_assert_cmpint (dh_data_get_spec (pasted)->source, ==, DH_DATA_PASTED);
  g_assert_true (dh_data_equal_rows (data, pasted));

  dh_data_spec_init (&spec);
  workbook = dh_data_load (&spec, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (dh_data_get_n_rows (workbook), ==, 29);
  spec.source = DH_DATA_FILE;
  none = dh_data_load (&spec, &error);
  g_assert_error (error, DH_ERROR, DH_ERROR_INVALID);
  g_clear_error (&error);
  spec.path = g_strdup (path);
  none = dh_data_load (&spec, &error);
  g_assert_true (dh_data_equal_rows (data, none));
  g_clear_pointer (&none, dh_data_unref);
  g_assert_true (dh_file_write (path, "1;2\nabc;3\n", -1, &error));
  none = dh_data_load (&spec, &error);
  g_assert_true (g_str_has_prefix (error->message, path));
  g_clear_error (&error);
  g_unlink (path);
  none = dh_data_load (&spec, &error);
  g_assert_error (error, DH_ERROR, DH_ERROR_IO);
  dh_data_spec_clear (&spec);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/csv-read/forms", test_forms);
  g_test_add_func ("/csv-read/ambiguous", test_ambiguous);
  g_test_add_func ("/csv-read/long-cell", test_long_cell);
  g_test_add_func ("/csv-read/same-bits", test_same_bits);
  g_test_add_func ("/csv-read/refusals", test_refusals);
  g_test_add_func ("/csv-read/encodings", test_encodings);
  g_test_add_func ("/csv-read/too-many-rows", test_too_many_rows);
  g_test_add_func ("/csv-read/load", test_load);
  return g_test_run ();
}
