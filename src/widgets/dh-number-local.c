/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Numbers as people type them: with the locale's decimal point, or in the C form where that has only one meaning.
 * What could be read in two ways is refused with the two ways named, never guessed. Pure functions. */
#include "dh-number-entry.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

G_DEFINE_QUARK (dh-number-entry-error-quark, dh_number_entry_error)

/* A number taken apart; separators are kept as they were typed. */
typedef struct
{
  GString *plain;     /* what g_ascii_strtod() will read */
  char separator[8];  /* the character between whole and fraction, "" for none */
  guint n_before, n_after;
  gboolean leading_zero;
} Parts;

static gboolean
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, DH_NUMBER_ENTRY_ERROR, DH_NUMBER_ENTRY_ERROR_TEXT, message);
  return FALSE;
}

static gboolean
refuse_grouping (const char *decimal_point, GError **error)
{
  g_autofree char *example = dh_number_format_local (1234.5, decimal_point);

  g_set_error (error, DH_NUMBER_ENTRY_ERROR, DH_NUMBER_ENTRY_ERROR_TEXT,
               /* Translators: %s is a number such as 1234.5 */
               _("Write the number without thousands separators, like %s"), example);
  return FALSE;
}

static gboolean
is_separator (gunichar c)
{
  return c == '.' || c == ',' || c == 0x066b; /* Arabic decimal separator */
}

/* Blanks, apostrophes and underscores between digits group thousands somewhere in the world. */
static gboolean
is_grouping (gunichar c)
{
  return g_unichar_isspace (c) || c == '\'' || c == 0x2019 || c == '_' || c == 0x066c;
}

/* Reads the digits and at most one separator; returns where they end, NULL when refused. */
static const char *
read_mantissa (const char *p, const char *decimal_point, Parts *parts, GError **error)
{
  parts->leading_zero = *p == '0';
  for (;; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_ascii_isdigit (*p))
        {
          g_string_append_c (parts->plain, *p);
          if (parts->separator[0] != '\0')
            parts->n_after++;
          else
            parts->n_before++;
        }
      else if (is_separator (c) || (c != 0 && g_str_has_prefix (p, decimal_point)))
        {
          if (parts->separator[0] != '\0')
            {
              refuse_grouping (decimal_point, error);
              return NULL;
            }
          g_unichar_to_utf8 (c, parts->separator);
          g_string_append_c (parts->plain, '.');
        }
      else if (is_grouping (c) && parts->n_before > 0 &&
               g_unichar_isdigit (g_utf8_get_char (g_utf8_next_char (p))))
        {
          refuse_grouping (decimal_point, error);
          return NULL;
        }
      else
        return p;
    }
}

/* Is the separator the decimal point beyond doubt? */
static gboolean
check_separator (const Parts *parts, const char *text, const char *decimal_point, GError **error)
{
  g_autofree char *as_group = NULL, *as_point = NULL;
  GString *digits;

  if (parts->separator[0] == '\0' || strcmp (parts->separator, decimal_point) == 0)
    return TRUE;
  if (strcmp (parts->separator, ".") == 0 &&
      (parts->n_after != 3 || parts->n_before == 0 || parts->n_before > 3 || parts->leading_zero))
    return TRUE;
  if (strcmp (parts->separator, ".") != 0)
    {
      if (parts->n_after == 3 && parts->n_before > 0)
        return refuse_grouping (decimal_point, error);
      g_set_error (error, DH_NUMBER_ENTRY_ERROR, DH_NUMBER_ENTRY_ERROR_TEXT,
                   /* Translators: the first %s is what was typed, the second a decimal point. */
                   _("“%s” is not a number here: the decimal point is “%s”"), text, decimal_point);
      return FALSE;
    }
  digits = g_string_new (parts->plain->str);
  as_point = g_strdup (digits->str);
  g_string_replace (digits, ".", "", 0);
  as_group = g_string_free (digits, FALSE);
  digits = g_string_new (as_point);
  g_string_replace (digits, ".", decimal_point, 0);
  g_set_error (error, DH_NUMBER_ENTRY_ERROR, DH_NUMBER_ENTRY_ERROR_TEXT,
               _("“%s” can be read in two ways: write %s or %s"), text, digits->str, as_group);
  g_string_free (digits, TRUE);
  return FALSE;
}

/* Appends an exponent, if one stands at @p, and returns where it ends. */
static const char *
read_exponent (const char *p, Parts *parts)
{
  const char *digits = p + 1;
  gboolean minus = FALSE;

  if (*p != 'e' && *p != 'E')
    return p;
  if (*digits == '+' || *digits == '-')
    minus = *digits++ == '-';
  else if (g_str_has_prefix (digits, "−"))
    {
      minus = TRUE;
      digits += strlen ("−");
    }
  if (!g_ascii_isdigit (*digits))
    return p;
  g_string_append (parts->plain, minus ? "e-" : "e");
  for (; g_ascii_isdigit (*digits); digits++)
    g_string_append_c (parts->plain, *digits);
  return digits;
}

static gboolean
convert (const Parts *parts, double *value, GError **error)
{
  double read;

  errno = 0;
  read = g_ascii_strtod (parts->plain->str, NULL);
  if (!isfinite (read))
    return refuse (error, _("The number is too large: it has to be below 1.8e308"));
  /* A denormal result also sets ERANGE and is fine. */
  if (errno == ERANGE && !(fabs (read) > 0))
    return refuse (error, _("The number is too small: write 0, or at least 5e-324"));
  *value = read;
  return TRUE;
}

static gboolean
parse_stripped (const char *text, const char *decimal_point, Parts *parts, double *value,
                GError **error)
{
  const char *p = text;

  if (*p == '\0')
    return refuse (error, _("Type a number"));
  if (*p == '+' || *p == '-')
    {
      if (*p++ == '-')
        g_string_append_c (parts->plain, '-');
    }
  else if (g_str_has_prefix (p, "−"))
    {
      g_string_append_c (parts->plain, '-');
      p += strlen ("−");
    }
  p = read_mantissa (p, decimal_point, parts, error);
  if (p == NULL)
    return FALSE;
  if (parts->n_before + parts->n_after > 0)
    {
      const char *rest = read_exponent (p, parts);

      if (*rest == '\0')
        return check_separator (parts, text, decimal_point, error) && convert (parts, value, error);
    }
  g_set_error (error, DH_NUMBER_ENTRY_ERROR, DH_NUMBER_ENTRY_ERROR_TEXT,
               /* Translators: what was typed, and two ways to write a number. */
               _("“%s” is not a number; write it like 0%s25 or 2e-5"), text, decimal_point);
  return FALSE;
}

gboolean
dh_number_parse_local (const char *text, const char *decimal_point, double *value, GError **error)
{
  g_autofree char *copy = NULL;
  Parts parts = { 0 };
  const char *start;
  gboolean good;

  g_return_val_if_fail (text != NULL && decimal_point != NULL && value != NULL, FALSE);

  if (!g_utf8_validate (text, -1, NULL))
    return refuse (error, _("Type a number"));
  copy = g_strdup (text);
  for (start = copy; g_unichar_isspace (g_utf8_get_char (start)); )
    start = g_utf8_next_char (start);
  for (char *end = copy + strlen (copy); end > start; )
    {
      char *before = g_utf8_prev_char (end);

      if (!g_unichar_isspace (g_utf8_get_char (before)))
        break;
      *before = '\0';
      end = before;
    }
  /* A pasted novel is quoted in no message. */
  if (g_utf8_strlen (start, -1) > 60)
    return refuse (error, _("This text is too long for a number"));
  parts.plain = g_string_new (NULL);
  good = parse_stripped (start, decimal_point, &parts, value, error);
  g_string_free (parts.plain, TRUE);
  return good;
}

/* The fewest digits that read back to the same double, as "d.ddde±xx". */
static void
shortest (double value, char *buffer, int size)
{
  char form[8];

  for (int digits = 0; digits <= 16; digits++)
    {
      g_snprintf (form, sizeof form, "%%.%de", digits);
      g_ascii_formatd (buffer, size, form, value);
      if (g_ascii_strtod (buffer, NULL) == value)
        return;
    }
}

char *
dh_number_format_local (double value, const char *decimal_point)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE + 8];
  GString *digits, *text;
  char *mark;
  int exponent;

  g_return_val_if_fail (isfinite (value) && decimal_point != NULL, NULL);

  if (!(fabs (value) > 0))
    return g_strdup ("0");
  shortest (fabs (value), buffer, sizeof buffer);
  mark = strchr (buffer, 'e');
  exponent = (int) g_ascii_strtoll (mark + 1, NULL, 10);
  *mark = '\0';
  digits = g_string_new (buffer);
  g_string_replace (digits, ".", "", 0);
  while (digits->len > 1 && digits->str[digits->len - 1] == '0')
    g_string_truncate (digits, digits->len - 1);

  text = g_string_new (value < 0 ? "-" : "");
  /* Small numbers in full as long as they fit an entry of nine characters. */
  if (exponent > 14 || exponent < -6 || (exponent < -4 && (int) digits->len - exponent > 8))
    {
      g_string_append_c (text, digits->str[0]);
      if (digits->len > 1)
        g_string_append_printf (text, "%s%s", decimal_point, digits->str + 1);
      g_string_append_printf (text, "e%d", exponent);
    }
  else if (exponent < 0)
    {
      g_string_append_printf (text, "0%s", decimal_point);
      for (int i = -1; i > exponent; i--)
        g_string_append_c (text, '0');
      g_string_append (text, digits->str);
    }
  else
    {
      while (digits->len < (gsize) exponent + 1)
        g_string_append_c (digits, '0');
      g_string_append_len (text, digits->str, exponent + 1);
      if (digits->len > (gsize) exponent + 1)
        g_string_append_printf (text, "%s%s", decimal_point, digits->str + exponent + 1);
    }
  g_string_free (digits, TRUE);
  return g_string_free (text, FALSE);
}
