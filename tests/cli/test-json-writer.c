/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Tests of the JSON writer, and of the checker that other tests rely on. */
#include <math.h>
#include <string.h>

#include "dh-json-writer.h"
#include "json-check.h"

static void
test_checker (void)
{
  const char *good[] = { "0", "-1.5e+22", " {\"a\" : [1, 2, {}], \"b\": null}\n", "\"\\u00e9\\n\"",
                         "[]", "true", "2e-05" };
  const char *bad[] = { "", "{", "[1,]", "{\"a\":}", "{a:1}", "nan", "inf", "01", "1.", ".5", "1e",
                        "\"a\nb\"", "\"\\x\"", "1 2", "[1 2]", "\xff", "{\"a\" 1}", "\"", "-" };

  g_test_summary ("The checker takes what is JSON and refuses what is not.");
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_cmpstr (json_find_fault (good[i]), ==, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_nonnull (json_find_fault (bad[i]));
}

static void
test_layout (void)
{
  g_autofree char *text = NULL;
  DhJsonWriter json;

  g_test_summary ("Members are separated and indented; empty ones stay closed.");
  dh_json_writer_init (&json);
  dh_json_begin_object (&json);
  dh_json_member_string (&json, "name", "run");
  dh_json_key (&json, "list");
  dh_json_begin_array (&json);
  dh_json_uint (&json, G_MAXUINT64);
  dh_json_boolean (&json, TRUE);
  dh_json_begin_object (&json);
  dh_json_end_object (&json);
  dh_json_end_array (&json);
  dh_json_key (&json, "empty");
  dh_json_begin_array (&json);
  dh_json_end_array (&json);
  dh_json_member_string (&json, "nothing", NULL);
  dh_json_end_object (&json);
  text = dh_json_writer_finish (&json);
  g_assert_cmpstr (text, ==,
                   "{\n"
                   "  \"name\": \"run\",\n"
                   "  \"list\": [\n"
                   "    18446744073709551615,\n"
                   "    true,\n"
                   "    {}\n"
                   "  ],\n"
                   "  \"empty\": [],\n"
                   "  \"nothing\": null\n"
                   "}\n");
  g_assert_cmpstr (json_find_fault (text), ==, NULL);
}

static void
test_numbers (void)
{
  const double infinity = (double) INFINITY;
  const double values[] = { 0.1, -0.0, 1e22, 5e-324, 2.4036203537069443, infinity, -infinity,
                            (double) NAN };
  g_autofree char *text = NULL;
  DhJsonWriter json;

  g_test_summary ("Numbers are shortest and read back; those that JSON lacks are strings.");
  dh_json_writer_init (&json);
  dh_json_begin_array (&json);
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    dh_json_number (&json, values[i]);
  dh_json_end_array (&json);
  text = dh_json_writer_finish (&json);
  g_assert_cmpstr (json_find_fault (text), ==, NULL);
  g_assert_nonnull (strstr (text, "\n  0.1,\n"));
  g_assert_nonnull (strstr (text, "\n  2.4036203537069443,\n"));
  g_assert_nonnull (strstr (text, "\n  \"inf\",\n  \"-inf\",\n  \"nan\"\n"));
}

static void
test_escapes (void)
{
  char every[128];
  g_autofree char *text = NULL;
  DhJsonWriter json;

  g_test_summary ("Any bytes come out as a valid string.");
  for (int i = 1; i < 128; i++)
    every[i - 1] = (char) i;
  every[127] = '\0';
  dh_json_writer_init (&json);
  dh_json_begin_array (&json);
  dh_json_string (&json, every);
  dh_json_string (&json, "caf\xc3\xa9 \xff\xfe \"quoted\" \\ \t\n");
  dh_json_end_array (&json);
  text = dh_json_writer_finish (&json);
  g_assert_cmpstr (json_find_fault (text), ==, NULL);
  g_assert_nonnull (strstr (text, "caf\xc3\xa9 \xef\xbf\xbd\xef\xbf\xbd \\\"quoted\\\" \\\\ \\t\\n\""));
  g_assert_nonnull (strstr (text, "\\u0001\\u0002"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-writer/checker", test_checker);
  g_test_add_func ("/json-writer/layout", test_layout);
  g_test_add_func ("/json-writer/numbers", test_numbers);
  g_test_add_func ("/json-writer/escapes", test_escapes);
  return g_test_run ();
}
