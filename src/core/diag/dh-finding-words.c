/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Words: numbers and names as sentences of findings have them. */
#include "dh-finding-words.h"

#include <string.h>

#include "dh-survival.h"

#define MINUS "\xe2\x88\x92" /* U+2212 */

const char *
dh_words_keep (DhWords *words, char *text)
{
  g_ptr_array_add (words->texts, text);
  return text;
}

static void
append_power (GString *out, const char *digits)
{
  static const char *const raised[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };
  const char *p = digits;

  g_string_append (out, "·10");
  if (*p == '-')
    g_string_append (out, "⁻");
  while (*p == '+' || *p == '-' || (*p == '0' && p[1] != '\0'))
    p++;
  for (; *p != '\0'; p++)
    g_string_append (out, raised[*p - '0']);
}

char *
dh_words_format (double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  GString *out = g_string_new (signbit (value) && value != 0 ? MINUS : NULL);
  double size = fabs (value);
  char *power;

  if (size >= 100 && size < 1e6)
    g_ascii_formatd (text, sizeof text, "%.0f", size);
  else if (size >= 1e-3 && size < 100)
    g_ascii_formatd (text, sizeof text, "%.3g", size);
  else
    g_ascii_formatd (text, sizeof text, "%.2e", size);
  power = strchr (text, 'e');
  if (size == 0)
    g_string_append_c (out, '0');
  else if (power != NULL)
    {
      *power = '\0';
      g_string_append (out, text);
      append_power (out, power + 1);
    }
  else
    g_string_append (out, text);
  return g_string_free (out, FALSE);
}

const char *
dh_words_number (DhWords *words, const char *name)
{
  return dh_words_keep (words, dh_words_format (dh_finding_number (words->finding, name)));
}

const char *
dh_words_count (DhWords *words, double value)
{
  return dh_words_keep (words, g_strdup_printf ("%" G_GUINT64_FORMAT, (guint64) value));
}

const char *
dh_words_counted (DhWords *words, const char *name)
{
  return dh_words_count (words, dh_finding_number (words->finding, name));
}

const char *
dh_words_step (DhWords *words)
{
  return dh_words_count (words, (double) words->finding->step);
}

gboolean
dh_finding_has (const DhFinding *f, const char *name)
{
  return !isnan (dh_finding_number (f, name));
}

const char *
dh_words_weight (DhWords *words)
{
  return dh_words_keep (words, dh_model_weight_name (&words->finding->model, (gsize) words->finding->weight));
}

const char *
dh_words_lr (DhWords *words)
{
  double rate = dh_finding_number (words->finding, "learning_rate");
  char *text;

  if (dh_rate_below (dh_rate_above (rate)) != rate)
    return dh_words_keep (words, dh_words_format (rate));
  text = dh_rate_to_string (rate);
  /* "0.00010" says no more than "0.0001". */
  if (strchr (text, '.') != NULL && strchr (text, 'e') == NULL)
    while (g_str_has_suffix (text, "0"))
      text[strlen (text) - 1] = '\0';
  return dh_words_keep (words, text);
}

const char *
dh_words_rate (DhWords *words, const char *name)
{
  return dh_words_keep (words, dh_rate_to_string (dh_finding_number (words->finding, name)));
}
