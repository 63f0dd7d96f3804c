/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Data specs: where rows come from, as a value and as text. */
#include "dh-target-private.h"

#include "dh-error.h"
#include "dh-number.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

void
dh_data_spec_init (DhDataSpec *spec)
{
  g_return_if_fail (spec != NULL);

  *spec = (DhDataSpec){
    .source = DH_DATA_WORKBOOK,
    .start = -80,
    .stop = 120,
    .step = 10,
    .count = 29,
    .low = 1,
    .high = 100,
    .integers = TRUE,
  };
  dh_target_init (&spec->target, DH_TARGET_LINE);
}

void
dh_data_spec_clear (DhDataSpec *spec)
{
  g_clear_pointer (&spec->path, g_free);
}

void
dh_data_spec_copy (const DhDataSpec *from, DhDataSpec *to)
{
  *to = *from;
  to->path = g_strdup (from->path);
}

/* Compares what the source uses: the parameters of other sources are only remembered. */
gboolean
dh_data_spec_equal (const DhDataSpec *a, const DhDataSpec *b)
{
  gboolean made_up = a->source == DH_DATA_RANGE || a->source == DH_DATA_RANDOM;

  if (a->source != b->source)
    return FALSE;
  if (made_up && (!dh_target_equal (&a->target, &b->target) || a->noise_sd != b->noise_sd
                  || (a->noise_sd != 0 && a->noise_seed != b->noise_seed)))
    return FALSE;
  switch (a->source)
    {
    case DH_DATA_RANGE:
      return a->start == b->start && a->stop == b->stop && a->step == b->step;
    case DH_DATA_RANDOM:
      return a->count == b->count && a->low == b->low && a->high == b->high
             && !a->integers == !b->integers && a->seed == b->seed;
    case DH_DATA_FILE:
      return g_strcmp0 (a->path, b->path) == 0;
    case DH_DATA_WORKBOOK:
    case DH_DATA_PASTED:
    case DH_DATA_N_SOURCES:
    default:
      return TRUE;
    }
}

gboolean
dh_data_spec_is_generated (const char *text)
{
  return strcmp (text, "workbook") == 0 || g_str_has_prefix (text, "range:")
         || strcmp (text, "range") == 0 || g_str_has_prefix (text, "random:")
         || strcmp (text, "random") == 0;
}

static gboolean
parse_range (char **parts, guint n, const char *text, DhDataSpec *spec, GError **error)
{
  double *field[] = { &spec->start, &spec->stop, &spec->step };
  static const char *name[] = { "START", "STOP", "STEP" };

  if (n != 4 && n != 1)
    {
      dh_error_set_quoted (error, DH_ERROR_PARSE,
                           _("%s is not a range. Write range:START:STOP:STEP, for example "
                             "range:-80:120:10."), text);
      return FALSE;
    }
  for (guint i = 1; i < n; i++)
    if (!dh_number_parse (parts[i], field[i - 1], error))
      {
        g_autofree char *quote = dh_error_quote (text);

        g_prefix_error (error, _("%s of %s: "), name[i - 1], quote);
        return FALSE;
      }
  spec->source = DH_DATA_RANGE;
  return TRUE;
}

static gboolean
parse_random (char **parts, guint n, const char *text, DhDataSpec *spec, GError **error)
{
  gboolean real = n == 6 && strcmp (parts[5], "real") == 0;

  if (n != 5 && n != 1 && !real)
    {
      dh_error_set_quoted (error, DH_ERROR_PARSE,
                           _("%s is not random data. Write random:COUNT:LOW:HIGH:SEED, for example "
                             "random:29:1:100:0; add :real for numbers that are not whole."),
                           text);
      return FALSE;
    }
  if (n > 1 && (!dh_number_parse_uint64 (parts[1], 1, DH_DATA_MAX_ROWS, &spec->count, error)
                || !dh_number_parse (parts[2], &spec->low, error)
                || !dh_number_parse (parts[3], &spec->high, error)
                || !dh_number_parse_uint64 (parts[4], 0, G_MAXUINT64, &spec->seed, error)))
    {
      dh_error_prefix_quoted (error, "%s: ", text);
      return FALSE;
    }
  spec->source = DH_DATA_RANDOM;
  spec->integers = !real;
  return TRUE;
}

gboolean
dh_data_spec_parse (const char *text, DhDataSpec *spec, GError **error)
{
  g_auto (GStrv) parts = NULL;
  DhDataSpec parsed;
  gboolean ok;
  guint n;

  g_return_val_if_fail (text != NULL && spec != NULL, FALSE);

  if (!dh_data_spec_is_generated (text))
    {
      dh_error_set_quoted (error, DH_ERROR_PARSE,
                           _("%s is not a data source. Use workbook, range:START:STOP:STEP, "
                             "random:COUNT:LOW:HIGH:SEED or a file."),
                           text);
      return FALSE;
    }
  parsed = *spec;
  /* One more than any source has: enough to see that there are too many. */
  parts = g_strsplit (text, ":", 7);
  n = g_strv_length (parts);
  if (strcmp (text, "workbook") == 0)
    {
      parsed.source = DH_DATA_WORKBOOK;
      ok = TRUE;
    }
  else if (strcmp (parts[0], "range") == 0)
    ok = parse_range (parts, n, text, &parsed, error);
  else
    ok = parse_random (parts, n, text, &parsed, error);

  if (!ok || !dh_data_spec_validate (&parsed, error))
    return FALSE;
  *spec = parsed;
  return TRUE;
}

char *
dh_data_spec_to_string (const DhDataSpec *spec)
{
  GString *string = g_string_new (NULL);

  switch (spec->source)
    {
    case DH_DATA_WORKBOOK:
      g_string_append (string, "workbook");
      break;
    case DH_DATA_RANGE:
      g_string_append (string, "range:");
      dh_number_append (string, spec->start);
      g_string_append_c (string, ':');
      dh_number_append (string, spec->stop);
      g_string_append_c (string, ':');
      dh_number_append (string, spec->step);
      break;
    case DH_DATA_RANDOM:
      g_string_append_printf (string, "random:%" G_GUINT64_FORMAT ":", spec->count);
      dh_number_append (string, spec->low);
      g_string_append_c (string, ':');
      dh_number_append (string, spec->high);
      g_string_append_printf (string, ":%" G_GUINT64_FORMAT "%s", spec->seed,
                              spec->integers ? "" : ":real");
      break;
    case DH_DATA_FILE:
      g_string_append (string, spec->path ? spec->path : "");
      break;
    case DH_DATA_PASTED:
      g_string_append (string, "pasted");
      break;
    case DH_DATA_N_SOURCES:
    default:
      g_assert_not_reached ();
    }
  return g_string_free (string, FALSE);
}

static gboolean
invalid (GError **error, const char *message)
{
  g_set_error_literal (error, DH_ERROR, DH_ERROR_INVALID, message);
  return FALSE;
}

static gboolean
validate_range (const DhDataSpec *spec, GError **error)
{
  if (!isfinite (spec->start) || !isfinite (spec->stop) || !isfinite (spec->step))
    return invalid (error, _("Start, stop and step of a range must be finite numbers."));
  if (spec->step == 0)
    return invalid (error, _("The step of a range must not be 0."));
  if ((spec->stop - spec->start) / spec->step < 0)
    return invalid (error, _("The range's step leads away from its stop. Change the step's sign, "
                             "or swap start and stop."));
  if (!((spec->stop - spec->start) / spec->step < DH_DATA_MAX_ROWS))
    return invalid (error, _("The range would have more than 10 million rows. Use a larger step."));
  return TRUE;
}

static gboolean
validate_random (const DhDataSpec *spec, GError **error)
{
  if (spec->count < 1 || spec->count > DH_DATA_MAX_ROWS)
    return invalid (error, _("Random data must have between 1 and 10 million rows."));
  if (!isfinite (spec->low) || !isfinite (spec->high) || !isfinite (spec->high - spec->low))
    return invalid (error, _("Low and high of random data must be finite numbers."));
  if (spec->low > spec->high)
    return invalid (error, _("Low must not be greater than high. Swap them."));
  if (spec->integers && (fabs (spec->low) > 9e15 || fabs (spec->high) > 9e15))
    return invalid (error, _("Whole random numbers must lie between −9·10¹⁵ and 9·10¹⁵."));
  if (spec->integers && floor (spec->high) < ceil (spec->low))
    return invalid (error, _("There is no whole number between low and high. Widen the range, or "
                             "allow numbers that are not whole."));
  return TRUE;
}

gboolean
dh_data_spec_validate (const DhDataSpec *spec, GError **error)
{
  g_return_val_if_fail (spec != NULL, FALSE);

  if (spec->source == DH_DATA_RANGE && !validate_range (spec, error))
    return FALSE;
  if (spec->source == DH_DATA_RANDOM && !validate_random (spec, error))
    return FALSE;
  if (spec->source == DH_DATA_RANGE || spec->source == DH_DATA_RANDOM)
    {
      if (!dh_target_validate (&spec->target, error))
        return FALSE;
      if (!isfinite (spec->noise_sd) || spec->noise_sd < 0)
        return invalid (error, _("The noise's standard deviation must be 0 or a positive number."));
    }
  if (spec->source == DH_DATA_FILE && (!spec->path || !*spec->path))
    return invalid (error, _("No data file has been chosen."));
  return TRUE;
}
