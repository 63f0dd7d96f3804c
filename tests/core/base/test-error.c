/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Errors: the domain, and what a message may quote. */
#include "dh-error.h"

#include <string.h>

static void
test_domain (void)
{
  g_test_summary ("The domain is one quark with our name");
  g_assert_cmpstr (g_quark_to_string (DH_ERROR), ==, "dh-error-quark");
  g_assert_cmpuint (dh_error_quark (), ==, dh_error_quark ());
}

static void
test_quote (void)
{
  static const struct
  {
    const char *text, *quoted;
  } cases[] = {
    { "", "“”" },
    { "abc", "“abc”" },
    { "naïve", "“naïve”" },
    { "a\tb\033[1m", "“a�b�[1m”" },
    { "\xff\xfe", "“��”" },
    { "1234567890123456789012345678901234567890", "“1234567890123456789012345678901234567890”" },
    { "12345678901234567890123456789012345678901", "“1234567890123456789012345678901234567890…”" },
  };

  g_test_summary ("Quotations are valid, printable and short, whatever came in");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *quote = dh_error_quote (cases[i].text);

      g_assert_cmpstr (quote, ==, cases[i].quoted);
      g_assert_true (g_utf8_validate (quote, -1, NULL));
    }
}

static void
test_quote_cut (void)
{
  g_autofree char *text = g_strnfill (1 << 20, 'x');

  g_test_summary ("A cut in the middle of a character leaves valid text, and a megabyte stays short");
  for (gsize i = 0; i < 1000; i++)
    {
      g_autofree char *quote = NULL;

      memcpy (text + i, "😀", 4);
      quote = dh_error_quote (text);
      g_assert_true (g_utf8_validate (quote, -1, NULL));
      g_assert_cmpuint (g_utf8_strlen (quote, -1), <=, 43);
    }
}

static void
test_messages (void)
{
  g_autoptr (GError) error = NULL;

  g_test_summary ("Messages quote in one way, set or put before another");
  dh_error_set_quoted (&error, DH_ERROR_PARSE, "%s is nothing. Write something.", "a\xff");
  g_assert_error (error, DH_ERROR, DH_ERROR_PARSE);
  g_assert_cmpstr (error->message, ==, "“a�” is nothing. Write something.");
  dh_error_prefix_quoted (&error, "In %s: ", "\n");
  g_assert_cmpstr (error->message, ==, "In “�”: “a�” is nothing. Write something.");
  dh_error_set_quoted (NULL, DH_ERROR_PARSE, "%s", "");
  dh_error_prefix_quoted (NULL, "%s", "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/error/domain", test_domain);
  g_test_add_func ("/error/quote", test_quote);
  g_test_add_func ("/error/quote-cut", test_quote_cut);
  g_test_add_func ("/error/messages", test_messages);
  return g_test_run ();
}
