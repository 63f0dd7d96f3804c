/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Numbers as text: what is read, what is refused and how, and that writing loses nothing. */
#include "dh-error.h"
#include "dh-number.h"

#include <float.h>
#include <math.h>
#include <string.h>

static guint64
next_random (guint64 *state)
{
  /* Steele, Lea and Flood's mixer; any sequence would do. */
  guint64 z = (*state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

static void
test_parse (void)
{
  static const struct
  {
    const char *text;
    double value;
  } cases[] = {
    { "0", 0 }, { "-0", -0.0 }, { "0.1", 0.1 }, { " 1e-3\t", 1e-3 }, { "+5", 5 },
    { ".5", 0.5 }, { "5.", 5 }, { "1E5", 1e5 }, { "-80", -80 }, { "\n7\r\n", 7 },
    { "1.7976931348623157e308", DBL_MAX }, { "5e-324", 4.9406564584124654e-324 },
    { "2.4036203537069443", 2.4036203537069443 }, { "1e-400", 0 },
  };

  g_test_summary ("Finite decimal numbers, blanks around them allowed");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      double value = 42;

      g_assert_true (dh_number_parse (cases[i].text, &value, &error));
      g_assert_no_error (error);
      g_assert_cmpfloat (value, ==, cases[i].value);
      g_assert_cmpint (!signbit (value), ==, !signbit (cases[i].value));
    }
}

static void
test_parse_refused (void)
{
  static const struct
  {
    const char *text;
    DhError code;
    const char *says;
  } cases[] = {
    { "", DH_ERROR_PARSE, "missing" }, { "  ", DH_ERROR_PARSE, "missing" },
    { "1,5", DH_ERROR_PARSE, "“1,5” has a comma" }, { "abc", DH_ERROR_PARSE, "“abc” is not a" },
    { "1 2", DH_ERROR_PARSE, "not a number" }, { "1e", DH_ERROR_PARSE, "not a number" },
    { "1.2.3", DH_ERROR_PARSE, "not a number" }, { "--1", DH_ERROR_PARSE, "not a number" },
    { "0x10", DH_ERROR_PARSE, "not a number" }, { "5x", DH_ERROR_PARSE, "not a number" },
    { "nan", DH_ERROR_INVALID, "finite" }, { "-Inf", DH_ERROR_INVALID, "finite" },
    { "infinity", DH_ERROR_INVALID, "finite" }, { "nan(1)", DH_ERROR_PARSE, "not a number" },
    { "1e400", DH_ERROR_LIMIT, "“1e400” is too large for a double" },
    { "-1e400", DH_ERROR_LIMIT, "too large" }, { "\xff", DH_ERROR_PARSE, "not a number" },
    { "e5", DH_ERROR_PARSE, "not a number" }, { ".", DH_ERROR_PARSE, "not a number" },
  };

  g_test_summary ("What is not a number is refused with the text and the remedy");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      double value = 42;

      g_assert_false (dh_number_parse (cases[i].text, &value, &error));
      g_assert_error (error, DH_ERROR, (int) cases[i].code);
      g_assert_nonnull (strstr (error->message, cases[i].says));
      g_assert_cmpfloat (value, ==, 42);
    }
}

static void
test_uint64 (void)
{
  static const struct
  {
    const char *text;
    guint64 value;
  } good[] = {
    { "0", 0 }, { " 12 ", 12 }, { "1e6", 1000000 }, { "5.0", 5 }, { "1e0", 1 }, { "+7", 7 },
    { "18446744073709551615", G_MAXUINT64 }, { "9007199254740993", 9007199254740993u },
  };
  static const char *const bad[] = {
    "", "-1", "1.5", "18446744073709551616", "1e20", "1e400", "ten", "5 6", "0x5", "1,000", "-1e3",
  };
  g_autoptr (GError) error = NULL;
  guint64 value;

  g_test_summary ("Whole numbers to the last digit of 64 bits, also in scientific form");
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_assert_true (dh_number_parse_uint64 (good[i].text, 0, G_MAXUINT64, &value, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (value, ==, good[i].value);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      value = 42;
      g_assert_false (dh_number_parse_uint64 (bad[i], 0, G_MAXUINT64, &value, &error));
      g_assert_nonnull (error);
      g_assert_cmpuint (value, ==, 42);
      g_clear_error (&error);
    }
  g_assert_true (dh_number_parse_uint64 ("3", 3, 5, &value, NULL));
  g_assert_true (dh_number_parse_uint64 ("5", 3, 5, &value, NULL));
  g_assert_false (dh_number_parse_uint64 ("2", 3, 5, &value, NULL));
  g_assert_false (dh_number_parse_uint64 ("1e12", 3, 5, &value, &error));
  g_assert_error (error, DH_ERROR, DH_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "from 3 to 5"));
}

static void
test_format (void)
{
  static const struct
  {
    double value;
    const char *text;
  } cases[] = {
    { 0, "0" }, { -0.0, "-0" }, { 0.1, "0.1" }, { 9.95, "9.95" }, { 1e22, "1e+22" }, { 100, "100" },
    { 2.4036203537069443, "2.4036203537069443" }, { 1.0 / 3, "0.3333333333333333" },
    { 5e-324, "5e-324" }, { 1e-310, "1e-310" }, { DBL_MAX, "1.7976931348623157e+308" },
    { 0.0001, "0.0001" }, { 1e-5, "1e-05" }, { -3.1890676512613103, "-3.1890676512613103" },
  };
  char buffer[DH_NUMBER_SIZE];

  g_test_summary ("The shortest form that reads back to the same double");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (dh_number_format (cases[i].value, buffer), ==, cases[i].text);
  g_assert_cmpstr (dh_number_format ((double) INFINITY, buffer), ==, "inf");
  g_assert_cmpstr (dh_number_format (-(double) INFINITY, buffer), ==, "-inf");
  g_assert_cmpstr (dh_number_format ((double) NAN, buffer), ==, "nan");
}

static void
test_round_trip (void)
{
  guint64 state = 1;

  g_test_summary ("Random bit patterns survive writing and reading, in any length that is shorter too");
  for (guint i = 0; i < 100000; i++)
    {
      guint64 bits = next_random (&state);
      char buffer[DH_NUMBER_SIZE];
      double value, again;

      if (i % 4 == 0)
        bits &= G_GUINT64_CONSTANT (0x800fffffffffffff); /* subnormal */
      memcpy (&value, &bits, sizeof value);
      if (!isfinite (value))
        continue;
      dh_number_format (value, buffer);
      g_assert_cmpuint (strlen (buffer), <, DH_NUMBER_SIZE);
      g_assert_true (dh_number_parse (buffer, &again, NULL));
      g_assert_cmpint (memcmp (&value, &again, sizeof value), ==, 0);
    }
}

static void
test_append (void)
{
  g_autoptr (GString) string = g_string_new ("x=");

  g_test_summary ("Appending is formatting");
  dh_number_append (string, 0.25);
  dh_number_append (string, -1e-7);
  g_assert_cmpstr (string->str, ==, "x=0.25-1e-07");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/number/parse", test_parse);
  g_test_add_func ("/number/parse-refused", test_parse_refused);
  g_test_add_func ("/number/uint64", test_uint64);
  g_test_add_func ("/number/format", test_format);
  g_test_add_func ("/number/round-trip", test_round_trip);
  g_test_add_func ("/number/append", test_append);
  return g_test_run ();
}
