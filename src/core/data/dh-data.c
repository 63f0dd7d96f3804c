/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Data: the rows themselves, in one block (x, then y). */
#include "dh-data.h"

#include "dh-error.h"
#include "dh-number.h"
#include "dh-rng.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

struct _DhData
{
  gatomicrefcount ref_count;
  DhDataSpec spec;
  gsize n;
  double *x, *y; /* one allocation, owned by x */
};

/* The x column of the workbook's sheets; y is 2x + 30. */
static const guint8 workbook_x[] = {
  14, 86, 28, 51, 28, 29, 72, 62, 84, 15, 42, 62, 47, 35, 9,
  38, 44, 99, 13, 21, 28, 20, 8,  64, 99, 70, 27, 17, 8,
};

static DhData *
data_alloc (const DhDataSpec *spec, gsize n, GError **error)
{
  double *block = g_try_malloc (2 * n * sizeof (double));
  DhData *data;

  if (!block)
    {
      g_set_error (error, DH_ERROR, DH_ERROR_LIMIT,
                   _("There is not enough memory for %zu rows."), n);
      return NULL;
    }
  data = g_new0 (DhData, 1);
  g_atomic_ref_count_init (&data->ref_count);
  dh_data_spec_copy (spec, &data->spec);
  data->n = n;
  data->x = block;
  data->y = block + n;
  return data;
}

static gsize
generated_count (const DhDataSpec *spec)
{
  switch (spec->source)
    {
    case DH_DATA_WORKBOOK:
      return G_N_ELEMENTS (workbook_x);
    case DH_DATA_RANGE:
      return (gsize) floor ((spec->stop - spec->start) / spec->step + 1e-9) + 1;
    case DH_DATA_RANDOM:
      return (gsize) spec->count;
    case DH_DATA_FILE:
    case DH_DATA_PASTED:
    case DH_DATA_N_SOURCES:
    default:
      g_return_val_if_reached (0);
    }
}

static void
fill_x (DhData *data)
{
  const DhDataSpec *spec = &data->spec;
  double low = ceil (spec->low), span = floor (spec->high) - low;
  DhRng rng;

  dh_rng_init (&rng, spec->seed);
  for (gsize i = 0; i < data->n; i++)
    if (spec->source == DH_DATA_WORKBOOK)
      data->x[i] = workbook_x[i];
    else if (spec->source == DH_DATA_RANGE)
      data->x[i] = spec->start + (double) i * spec->step;
    else if (spec->integers)
      data->x[i] = low + (double) dh_rng_below (&rng, (guint64) span + 1);
    else
      data->x[i] = spec->low + (spec->high - spec->low) * dh_rng_uniform (&rng);
}

/* Refuses rows that are not finite: nothing above could draw or train on them. */
static gboolean
check_rows (const DhData *data, GError **error)
{
  for (gsize i = 0; i < data->n; i++)
    if (!isfinite (data->x[i]) || !isfinite (data->y[i]))
      {
        g_set_error (error, DH_ERROR, DH_ERROR_INVALID,
                     _("Row %zu of the data is not a finite number. "
                       "Use values that a double can hold."),
                     i + 1);
        return FALSE;
      }
  return TRUE;
}

DhData *
dh_data_new_generated (const DhDataSpec *spec, GError **error)
{
  g_autoptr (DhData) data = NULL;
  DhTarget target;
  DhRng rng;

  g_return_val_if_fail (spec != NULL && spec->source <= DH_DATA_RANDOM, NULL);

  if (!dh_data_spec_validate (spec, error))
    return NULL;
  data = data_alloc (spec, generated_count (spec), error);
  if (!data)
    return NULL;
  fill_x (data);
  if (spec->source == DH_DATA_WORKBOOK)
    dh_target_init (&target, DH_TARGET_LINE);
  else
    target = spec->target;
  dh_rng_init (&rng, spec->noise_seed);
  for (gsize i = 0; i < data->n; i++)
    {
      data->y[i] = dh_target_value (&target, data->x[i]);
      if (spec->source != DH_DATA_WORKBOOK && spec->noise_sd > 0)
        data->y[i] += spec->noise_sd * dh_rng_normal (&rng);
    }
  if (!check_rows (data, error))
    return NULL;
  return g_steal_pointer (&data);
}

DhData *
dh_data_new_rows (const DhDataSpec *spec, const double *x, const double *y, gsize n, GError **error)
{
  g_autoptr (DhData) data = NULL;

  g_return_val_if_fail (spec != NULL, NULL);

  if (n < 1 || n > DH_DATA_MAX_ROWS)
    {
      g_set_error (error, DH_ERROR, DH_ERROR_LIMIT,
                   n < 1 ? _("There are no rows. Data needs at least one row of x and y.")
                         : _("There are more than 10 million rows. Keep fewer rows."));
      return NULL;
    }
  data = data_alloc (spec, n, error);
  if (!data)
    return NULL;
  memcpy (data->x, x, n * sizeof *x);
  memcpy (data->y, y, n * sizeof *y);
  if (!check_rows (data, error))
    return NULL;
  return g_steal_pointer (&data);
}

DhData *
dh_data_ref (DhData *data)
{
  g_return_val_if_fail (data != NULL, NULL);

  g_atomic_ref_count_inc (&data->ref_count);
  return data;
}

void
dh_data_unref (DhData *data)
{
  g_return_if_fail (data != NULL);

  if (!g_atomic_ref_count_dec (&data->ref_count))
    return;
  dh_data_spec_clear (&data->spec);
  g_free (data->x);
  g_free (data);
}

const DhDataSpec *
dh_data_get_spec (const DhData *data)
{
  return &data->spec;
}

gsize
dh_data_get_n_rows (const DhData *data)
{
  return data->n;
}

const double *
dh_data_get_x (const DhData *data)
{
  return data->x;
}

const double *
dh_data_get_y (const DhData *data)
{
  return data->y;
}

gboolean
dh_data_equal_rows (const DhData *a, const DhData *b)
{
  return a == b || (a->n == b->n && memcmp (a->x, b->x, 2 * a->n * sizeof (double)) == 0);
}

/* FNV-1a, 64 bits (Fowler, Noll and Vo), over each double's bytes from the lowest: the same on
 * machines of either byte order. */
guint64
dh_data_checksum (const DhData *data)
{
  guint64 hash = G_GUINT64_CONSTANT (0xcbf29ce484222325);

  for (gsize i = 0; i < 2 * data->n; i++)
    {
      guint64 bits;

      memcpy (&bits, &data->x[i], sizeof bits);
      for (guint k = 0; k < 8; k++)
        hash = (hash ^ (bits >> 8 * k & 0xff)) * G_GUINT64_CONSTANT (0x100000001b3);
    }
  return hash;
}

gboolean
dh_data_least_squares (const DhData *data, double *slope, double *intercept)
{
  return dh_data_least_squares_within (data, NULL, slope, intercept);
}

/* TRUE now and then, when @cancel is raised. */
static gboolean
gives_up (gsize i, const gint *cancel)
{
  return i % 4096 == 0 && cancel != NULL && g_atomic_int_get (cancel) != 0;
}

gboolean
dh_data_least_squares_within (const DhData *data, const gint *cancel, double *slope, double *intercept)
{
  double mean_x = 0, mean_y = 0, sxx = 0, sxy = 0;

  for (gsize i = 0; i < data->n; i++)
    {
      if (gives_up (i, cancel))
        return FALSE;
      mean_x += (data->x[i] - mean_x) / (double) (i + 1);
      mean_y += (data->y[i] - mean_y) / (double) (i + 1);
    }
  for (gsize i = 0; i < data->n; i++)
    {
      double dx = data->x[i] - mean_x;

      if (gives_up (i, cancel))
        return FALSE;
      sxx += dx * dx;
      sxy += dx * (data->y[i] - mean_y);
    }
  if (!(sxx > 0) || !isfinite (sxx) || !isfinite (sxy))
    return FALSE;
  *slope = sxy / sxx;
  *intercept = mean_y - *slope * mean_x;
  return TRUE;
}

char *
dh_data_describe (const DhData *data)
{
  g_autofree char *source = NULL;

  switch (data->spec.source)
    {
    case DH_DATA_WORKBOOK:
      source = g_strdup (_("Workbook"));
      break;
    case DH_DATA_PASTED:
      source = g_strdup (_("Pasted text"));
      break;
    case DH_DATA_FILE:
      source = g_path_get_basename (data->spec.path);
      break;
    case DH_DATA_RANGE:
    case DH_DATA_RANDOM:
    case DH_DATA_N_SOURCES:
    default:
      {
        g_autofree char *spec = dh_data_spec_to_string (&data->spec);
        g_autofree char *target = dh_target_to_string (&data->spec.target);
        GString *string = g_string_new (NULL);

        g_string_printf (string, "%s · %s", spec, target);
        if (data->spec.noise_sd > 0)
          {
            char sd[DH_NUMBER_SIZE];

            g_string_append (string, " · ");
            g_string_append_printf (string, _("noise %s, seed %" PRIu64),
                                    dh_number_format (data->spec.noise_sd, sd),
                                    data->spec.noise_seed);
          }
        source = g_string_free (string, FALSE);
      }
      break;
    }
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s, %zu row",
                                       "%s, %zu rows", data->n),
                          source, data->n);
}
