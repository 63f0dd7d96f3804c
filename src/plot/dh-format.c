/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Numbers for people: a real minus sign, "×10ⁿ" in superscripts, no SI prefixes, names for what is
 * not a number. Pure functions, any thread; the locale only decides the decimal point. */
#include "dh-format.h"

#include "dh-ticks.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static const char *const superscripts[10] = {
  "\xe2\x81\xb0", "\xc2\xb9", "\xc2\xb2", "\xc2\xb3", "\xe2\x81\xb4",
  "\xe2\x81\xb5", "\xe2\x81\xb6", "\xe2\x81\xb7", "\xe2\x81\xb8", "\xe2\x81\xb9",
};

void
dh_format_superscript (GString *string, int number)
{
  char digits[16];

  if (number < 0)
    g_string_append (string, "\xe2\x81\xbb");
  g_snprintf (digits, sizeof digits, "%d", ABS (number));
  for (const char *digit = digits; *digit; digit++)
    g_string_append (string, superscripts[*digit - '0']);
}

char *
dh_format_power (int exponent)
{
  GString *string = g_string_new ("10");

  dh_format_superscript (string, exponent);
  return g_string_free (string, FALSE);
}

char *
dh_format_multiplier (int exponent)
{
  g_autofree char *power = dh_format_power (exponent);

  return g_strconcat ("\xc3\x97", power, NULL);
}

char *
dh_format_decimal (gint64 whole, int power, const char *decimal_point)
{
  char digits[32];
  GString *string;
  int n;

  if (whole == 0)
    return g_strdup ("0");
  string = g_string_new (whole < 0 ? DH_MINUS : NULL);
  g_snprintf (digits, sizeof digits, "%" G_GUINT64_FORMAT,
              whole < 0 ? (guint64) -whole : (guint64) whole);
  n = (int) strlen (digits);
  if (power >= 0)
    {
      g_string_append (string, digits);
      for (int i = 0; i < power; i++)
        g_string_append_c (string, '0');
    }
  else if (n > -power)
    {
      g_string_append_len (string, digits, n + power);
      g_string_append (string, decimal_point);
      g_string_append (string, digits + n + power);
    }
  else
    {
      g_string_append_c (string, '0');
      g_string_append (string, decimal_point);
      for (int i = 0; i < -power - n; i++)
        g_string_append_c (string, '0');
      g_string_append (string, digits);
    }
  return g_string_free (string, FALSE);
}

char *
dh_format_value (double value, guint digits, const char *decimal_point)
{
  char format[8], buffer[64];
  char *exponent_at;
  gint64 whole = 0;
  int exponent, kept;

  if (isnan (value))
    return g_strdup (_("undefined"));
  if (isinf (value))
    return g_strdup (value > 0.0 ? "\xe2\x88\x9e" : DH_MINUS "\xe2\x88\x9e");
  if (value == 0.0)
    return g_strdup ("0");
  digits = CLAMP (digits, 1, 17);
  if (decimal_point == NULL)
    decimal_point = ".";

  /* The C library rounds correctly; take its digits apart as d.ddde±xx. */
  g_snprintf (format, sizeof format, "%%.%ue", digits - 1);
  g_ascii_formatd (buffer, sizeof buffer, format, value);
  exponent_at = strchr (buffer, 'e');
  exponent = (int) g_ascii_strtoll (exponent_at + 1, NULL, 10);
  for (const char *c = buffer; c < exponent_at; c++)
    if (g_ascii_isdigit (*c))
      whole = whole * 10 + (*c - '0');
  kept = (int) digits;
  while (kept > 1 && whole % 10 == 0)
    {
      whole /= 10;
      kept--;
    }
  if (value < 0.0)
    whole = -whole;

  /* Plain as long as it needs neither invented zeros nor many leading ones. */
  if (exponent >= -4 && exponent < MAX ((int) digits, 6))
    return dh_format_decimal (whole, exponent - kept + 1, decimal_point);
  else
    {
      g_autofree char *mantissa = dh_format_decimal (whole, 1 - kept, decimal_point);
      g_autofree char *multiplier = dh_format_multiplier (exponent);

      return g_strconcat (mantissa, multiplier, NULL);
    }
}
