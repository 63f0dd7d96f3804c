/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Numbers as text, always in the C locale. No state; any thread. */
#include "dh-number.h"

#include "dh-error.h"

#include <errno.h>
#include <float.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static gboolean
refuse (GError **error, DhError code, const char *format, const char *text)
{
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  dh_error_set_quoted (error, code, format, text);
#pragma GCC diagnostic pop
  return FALSE;
}

/* Only what a decimal number is made of: keeps out hexadecimal, "nan" and "inf", which
 * g_ascii_strtod() would take. */
static gboolean
check_characters (const char *text, const char *start, const char *end, GError **error)
{
  static const char *const names[] = { "nan", "inf", "infinity" };

  if (start == end)
    {
      g_set_error_literal (error, DH_ERROR, DH_ERROR_PARSE,
                           _("The number is missing; type one such as 0.001 or 1e-3."));
      return FALSE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *p = *start == '-' || *start == '+' ? start + 1 : start;
      gsize length = strlen (names[i]);

      if ((gsize) (end - p) == length && g_ascii_strncasecmp (p, names[i], length) == 0)
        return refuse (error, DH_ERROR_INVALID,
                       _("%s is not a finite number; type one such as 0.001 or 1e-3."), text);
    }
  for (const char *p = start; p < end; p++)
    {
      if (*p == ',')
        return refuse (error, DH_ERROR_PARSE,
                       _("%s has a comma; write the decimal point as “.”, as in 0.5."), text);
      if (!g_ascii_isdigit (*p) && strchr ("+-.eE", *p) == NULL)
        return refuse (error, DH_ERROR_PARSE,
                       _("%s is not a number; type one such as 0.001 or 1e-3."), text);
    }
  return TRUE;
}

gboolean
dh_number_parse (const char *text, double *value, GError **error)
{
  const char *start = text, *end;
  char *stop;
  double parsed;

  g_return_val_if_fail (text != NULL && value != NULL, FALSE);

  while (is_blank (*start))
    start++;
  end = start + strlen (start);
  while (end > start && is_blank (end[-1]))
    end--;
  if (!check_characters (text, start, end, error))
    return FALSE;

  parsed = g_ascii_strtod (start, &stop);
  if (stop != end)
    return refuse (error, DH_ERROR_PARSE,
                   _("%s is not a number; type one such as 0.001 or 1e-3."), text);
  if (!isfinite (parsed))
    return refuse (error, DH_ERROR_LIMIT,
                   _("%s is too large for a double; the largest is about 1.8e308."), text);
  *value = parsed;
  return TRUE;
}

static gboolean
refuse_range (GError **error, const char *text, guint64 min, guint64 max)
{
  g_autofree char *quote = dh_error_quote (text);

  g_set_error (error, DH_ERROR, DH_ERROR_INVALID,
               _("%s is out of range; give a whole number from %" PRIu64 " to %" PRIu64 "."),
               quote, min, max);
  return FALSE;
}

/* All digits: read without going through a double, which holds only 53 bits of them. */
static gboolean
parse_digits (const char *text, guint64 *value, gboolean *too_large)
{
  const char *start = text;
  char *stop;

  while (is_blank (*start))
    start++;
  if (!g_ascii_isdigit (*start))
    return FALSE;
  errno = 0;
  *value = g_ascii_strtoull (start, &stop, 10);
  *too_large = errno == ERANGE;
  while (is_blank (*stop))
    stop++;
  return *stop == '\0';
}

gboolean
dh_number_parse_uint64 (const char *text, guint64 min, guint64 max,
                        guint64 *value, GError **error)
{
  guint64 whole;
  gboolean too_large = FALSE;

  g_return_val_if_fail (text != NULL && value != NULL && min <= max, FALSE);

  if (!parse_digits (text, &whole, &too_large))
    {
      double number;

      if (!dh_number_parse (text, &number, error))
        return FALSE;
      if (number != floor (number))
        return refuse (error, DH_ERROR_INVALID,
                       _("%s is not a whole number; leave out the decimals."), text);
      too_large = number < 0 || number >= 0x1p64;
      whole = too_large ? 0 : (guint64) number;
    }
  if (too_large || whole < min || whole > max)
    return refuse_range (error, text, min, max);
  *value = whole;
  return TRUE;
}

const char *
dh_number_format (double value, char *buffer)
{
  static const char *const formats[] = {
    "%.1g", "%.2g", "%.3g", "%.4g", "%.5g", "%.6g", "%.7g", "%.8g", "%.9g",
    "%.10g", "%.11g", "%.12g", "%.13g", "%.14g", "%.15g", "%.16g", "%.17g",
  };

  g_return_val_if_fail (buffer != NULL, NULL);

  if (isnan (value))
    return memcpy (buffer, "nan", sizeof "nan");
  if (isinf (value))
    return memcpy (buffer, value > 0 ? "inf" : "-inf", value > 0 ? sizeof "inf" : sizeof "-inf");

  /* 15 digits survive the way through a normal double, and %g drops trailing zeros, so nothing
   * shorter than that can be missed; subnormal numbers hold fewer digits. */
  for (guint digits = fabs (value) < DBL_MIN ? 1 : 15; digits <= 17; digits++)
    {
      g_ascii_formatd (buffer, DH_NUMBER_SIZE, formats[digits - 1], value);
      if (g_ascii_strtod (buffer, NULL) == value)
        break;
    }
  return buffer;
}

void
dh_number_append (GString *string, double value)
{
  char buffer[DH_NUMBER_SIZE];

  g_return_if_fail (string != NULL);

  g_string_append (string, dh_number_format (value, buffer));
}
