/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* A JSON checker for tests: a recursive descent over RFC 8259's grammar. */
#include "json-check.h"

#include <string.h>

/* Each returns what follows, or NULL and the place in @fault. */
static const char *skip_value (const char *p, const char **fault);

static const char *
fail (const char *p, const char **fault)
{
  *fault = p;
  return NULL;
}

static const char *
skip_blanks (const char *p)
{
  return p + strspn (p, " \t\r\n");
}

static const char *
skip_string (const char *p, const char **fault)
{
  if (*p != '"')
    return fail (p, fault);
  for (p++; *p != '"'; p++)
    {
      if ((guchar) *p < 0x20)
        return fail (p, fault);
      if (*p != '\\')
        continue;
      p++;
      if (*p == '\0' || strchr ("\"\\/bfnrtu", *p) == NULL)
        return fail (p, fault);
      if (*p == 'u')
        for (int i = 0; i < 4; i++)
          if (!g_ascii_isxdigit (*++p))
            return fail (p, fault);
    }
  return p + 1;
}

static const char *
skip_digits (const char *p, const char **fault)
{
  if (!g_ascii_isdigit (*p))
    return fail (p, fault);
  while (g_ascii_isdigit (*p))
    p++;
  return p;
}

static const char *
skip_number (const char *p, const char **fault)
{
  if (*p == '-')
    p++;
  if (*p == '0')
    p++;
  else if ((p = skip_digits (p, fault)) == NULL)
    return NULL;
  if (*p == '.' && (p = skip_digits (p + 1, fault)) == NULL)
    return NULL;
  if (*p == 'e' || *p == 'E')
    {
      p++;
      if (*p == '+' || *p == '-')
        p++;
      p = skip_digits (p, fault);
    }
  return p;
}

static const char *
skip_members (const char *p, char end, const char **fault)
{
  p = skip_blanks (p);
  if (*p == end)
    return p + 1;
  for (;;)
    {
      if (end == '}')
        {
          if ((p = skip_string (skip_blanks (p), fault)) == NULL)
            return NULL;
          p = skip_blanks (p);
          if (*p++ != ':')
            return fail (p - 1, fault);
        }
      if ((p = skip_value (p, fault)) == NULL)
        return NULL;
      p = skip_blanks (p);
      if (*p == end)
        return p + 1;
      if (*p++ != ',')
        return fail (p - 1, fault);
    }
}

static const char *
skip_value (const char *p, const char **fault)
{
  static const char *const words[] = { "true", "false", "null" };

  p = skip_blanks (p);
  if (*p == '{' || *p == '[')
    return skip_members (p + 1, *p == '{' ? '}' : ']', fault);
  if (*p == '"')
    return skip_string (p, fault);
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_has_prefix (p, words[i]))
      return p + strlen (words[i]);
  return skip_number (p, fault);
}

const char *
json_find_fault (const char *text)
{
  const char *fault = NULL;
  const char *end;

  if (!g_utf8_validate (text, -1, &end))
    return end;
  end = skip_value (text, &fault);
  if (end == NULL)
    return fault;
  end = skip_blanks (end);
  return *end == '\0' ? NULL : end;
}
