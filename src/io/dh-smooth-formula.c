/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* The averages' formulas with the numbers at the playhead put in. */
#include "config.h"

#include "dh-smooth-chart.h"

#include "dh-format.h"
#include "dh-ticks.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

#define DIGITS 6

/* All that the lines of one place share. */
typedef struct
{
  const char *decimal_point;
  double beta, g;
  double before; /* the average of the value before that is a number; 0: none */
  double after;  /* the average here */
  guint64 place, taken, before_place;
  char *beta_text, *rest_text, *g_text; /* "0.9", "0.1", "(−0.5)" */
} Numbers;

static char *
format_plain (double value, const char *decimal_point)
{
  return dh_format_value (value, DIGITS, decimal_point);
}

/* As a factor or a term: a negative number in brackets. */
static char *
format_term (double value, const char *decimal_point)
{
  char *text = format_plain (value, decimal_point);

  if (value < 0)
    {
      char *bracketed = g_strdup_printf ("(%s)", text);

      g_free (text);
      return bracketed;
    }
  return text;
}

/* "₂₅" */
static char *
subscript (guint64 number)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GUINT64_FORMAT, number);
  GString *text = g_string_new (NULL);

  for (const char *c = digits; *c; c++)
    g_string_append_unichar (text, 0x2080 + (gunichar) (*c - '0'));
  return g_string_free (text, FALSE);
}

/* The number of the newest value before @place that is one. */
static guint64
place_before (const DhSmoothColumn *column, guint64 place)
{
  while (place > 1 && !isfinite (dh_table_value (column->table, column->column, place - 2)))
    place--;
  return place - 1;
}

static void
append_average (GString *out, const Numbers *n, gboolean dampened)
{
  g_autofree char *here = subscript (n->place), *there = subscript (n->before_place);
  g_autofree char *before = format_term (n->before, n->decimal_point);
  g_autofree char *after = format_plain (n->after, n->decimal_point);

  if (dampened && n->taken == 1)
    g_string_append_printf (out, "m%s = g%s = %s", here, here, after);
  else
    g_string_append_printf (out, "m%s = %s · m%s + (1 − %s) · g%s = %s · %s + %s · %s = %s", here,
                            n->beta_text, there, n->beta_text, here, n->beta_text, before, n->rest_text,
                            n->g_text, after);
}

static void
append_accumulated (GString *out, const Numbers *n)
{
  g_autofree char *here = subscript (n->place), *there = subscript (n->before_place);
  g_autofree char *before = format_term (n->before, n->decimal_point);
  g_autofree char *after = format_plain (n->after, n->decimal_point);

  g_string_append_printf (out, "m%s = %s · m%s + g%s = %s · %s + %s = %s", here, n->beta_text, there,
                          here, n->beta_text, before, n->g_text, after);
}

static void
append_corrected (GString *out, const Numbers *n)
{
  g_autofree char *here = subscript (n->place);
  GString *power = g_string_new (NULL);
  double scale = 1 - pow (n->beta, (double) n->taken);
  g_autofree char *sum = format_plain (n->after * scale, n->decimal_point);
  g_autofree char *scale_text = format_plain (scale, n->decimal_point);
  g_autofree char *after = format_plain (n->after, n->decimal_point);

  dh_format_superscript (power, (int) MIN (n->taken, G_MAXINT));
  g_string_append_printf (out, "m̂%s = m%s / (1 − %s%s) = %s / %s = %s", here, here, n->beta_text, power->str, sum,
                          scale_text, after);
  g_string_free (power, TRUE);
}

static void
append_method (GString *out, const DhSmoothLines *lines, DhSmoothMethod method, Numbers *n)
{
  DhSmoothColumn column;

  if (!dh_smooth_lines_average (lines, 0, method, &column))
    return;
  g_string_append_printf (out, "%s%s: ", out->len > 0 ? "\n" : "", _(dh_smooth_method_info (method)->label));
  if (n->place == 0)
    {
      g_string_append (out, _(dh_smooth_method_info (method)->formula));
      return;
    }
  if (dh_table_length (column.table) < n->place)
    {
      g_string_append (out, _("being computed …"));
      return;
    }
  n->after = dh_table_value (column.table, column.column, n->place - 1);
  n->before_place = place_before (&column, n->place);
  n->before = n->before_place > 0 ? dh_table_value (column.table, column.column, n->before_place - 1) : 0;
  if (!isfinite (n->g))
    g_string_append_printf (out, _("value %" PRIu64 " is no number, so the average stays as it was."),
                            n->place);
  else if (!isfinite (n->after))
    g_string_append (out, _("the average is too large for a number."));
  else if (method == DH_SMOOTH_ACCUMULATED)
    append_accumulated (out, n);
  else if (method == DH_SMOOTH_CORRECTED)
    append_corrected (out, n);
  else
    append_average (out, n, method == DH_SMOOTH_DAMPENED);
}

char *
dh_smooth_formula (const DhChartContext *context, const DhSmoothLines *lines, const char *decimal_point)
{
  const DhSmoothSpec *spec = dh_smooth_lines_get_spec (lines);
  GString *out = g_string_new (NULL);
  Numbers n = { .decimal_point = decimal_point, .beta = spec->beta };
  DhSmoothColumn raw;

  n.place = dh_smooth_chart_place (context, lines);
  n.beta_text = dh_format_value (spec->beta, 15, decimal_point);
  n.rest_text = format_plain (1 - spec->beta, decimal_point);
  if (n.place > 0 && dh_smooth_lines_raw (lines, 0, &raw))
    {
      n.g = dh_table_value (raw.table, raw.column, n.place - 1);
      n.taken = dh_smooth_lines_taken (lines, 0, n.place);
    }
  n.g_text = isfinite (n.g) ? format_term (n.g, decimal_point) : NULL;
  for (guint m = 0; m < DH_SMOOTH_N_METHODS; m++)
    append_method (out, lines, (DhSmoothMethod) m, &n);
  g_free (n.beta_text);
  g_free (n.rest_text);
  g_free (n.g_text);
  return g_string_free (out, FALSE);
}
