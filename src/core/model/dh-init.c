/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Initial weights: schemes and lists, as values and as text. */
#include "dh-init.h"

#include "dh-error.h"
#include "dh-number.h"
#include "dh-rng.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static const struct { const char *id, *label; gboolean seeded; } kinds[DH_INIT_N_KINDS] = {
  [DH_INIT_ONES] = { "ones", N_("All ones"), FALSE },
  [DH_INIT_ZEROS] = { "zeros", N_("All zeros"), FALSE },
  [DH_INIT_XAVIER] = { "xavier", N_("Xavier uniform"), TRUE },
  [DH_INIT_KAIMING] = { "kaiming", N_("Kaiming uniform"), TRUE },
  [DH_INIT_NORMAL] = { "normal", N_("Normal"), TRUE },
  [DH_INIT_LIST] = { "list", N_("Typed"), FALSE },
};

const char *
dh_init_kind_id (DhInitKind kind)
{
  g_return_val_if_fail (kind < DH_INIT_N_KINDS, NULL);

  return kinds[kind].id;
}

const char *
dh_init_kind_label (DhInitKind kind)
{
  g_return_val_if_fail (kind < DH_INIT_N_KINDS, NULL);

  return kinds[kind].label;
}

void
dh_init_spec_init (DhInitSpec *spec, DhInitKind kind)
{
  g_return_if_fail (spec != NULL);
  g_return_if_fail (kind < DH_INIT_N_KINDS);

  *spec = (DhInitSpec){ .kind = kind, .sd = 1 };
}

void
dh_init_spec_clear (DhInitSpec *spec)
{
  g_clear_pointer (&spec->list, g_free);
  spec->n_list = 0;
}

void
dh_init_spec_copy (const DhInitSpec *from, DhInitSpec *to)
{
  *to = *from;
  to->list = g_memdup2 (from->list, from->n_list * sizeof *from->list);
}

/* Compares what the scheme uses: a seed of "ones" is only remembered. */
gboolean
dh_init_spec_equal (const DhInitSpec *a, const DhInitSpec *b)
{
  if (a->kind != b->kind)
    return FALSE;
  if (kinds[a->kind].seeded)
    return a->seed == b->seed && (a->kind != DH_INIT_NORMAL || a->sd == b->sd);
  if (a->kind != DH_INIT_LIST)
    return TRUE;
  /* Bytes, because a list may tell -0 from 0. */
  return a->n_list == b->n_list
         && (a->n_list == 0 || memcmp (a->list, b->list, a->n_list * sizeof *a->list) == 0);
}

void
dh_init_spec_set_list (DhInitSpec *spec, const double *list, gsize n)
{
  double *copy = g_memdup2 (list, n * sizeof *list);

  g_free (spec->list);
  spec->kind = DH_INIT_LIST;
  spec->list = copy;
  spec->n_list = n;
}

static gboolean
parse_list (const char *text, DhInitSpec *spec, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", DH_MODEL_MAX_WEIGHTS + 1);
  gsize n = g_strv_length (parts);
  g_autofree double *list = NULL;

  if (n > DH_MODEL_MAX_WEIGHTS)
    {
      g_set_error (error, DH_ERROR, DH_ERROR_LIMIT, _("A model has at most %d weights; the list has more."),
                   DH_MODEL_MAX_WEIGHTS);
      return FALSE;
    }
  if (n == 0)
    {
      g_set_error_literal (error, DH_ERROR, DH_ERROR_PARSE,
                           _("There is none; give one number for each weight."));
      return FALSE;
    }
  list = g_new (double, n);
  for (gsize i = 0; i < n; i++)
    if (!dh_number_parse (parts[i], &list[i], error))
      {
        g_prefix_error (error, _("Weight %zu: "), i + 1);
        return FALSE;
      }
  dh_init_spec_init (spec, DH_INIT_LIST);
  dh_init_spec_set_list (spec, list, n);
  return TRUE;
}

/* "xavier", "xavier:SEED", "normal:SD:SEED"; missing ones take their defaults. */
static gboolean
parse_seeded (char **parts, guint n, const char *text, DhInitSpec *spec, GError **error)
{
  guint has_sd = spec->kind == DH_INIT_NORMAL;

  if (n > 2 + has_sd)
    {
      dh_error_set_quoted (error, DH_ERROR_PARSE,
                           has_sd ? _("%s is not normal:SD:SEED, for example normal:0.1:1.")
                                  : _("%s is not SCHEME:SEED, for example xavier:1."),
                           text);
      return FALSE;
    }
  if (has_sd && n > 1
      && (!dh_number_parse (parts[1], &spec->sd, error) || !dh_init_spec_validate (spec, NULL, error)))
    {
      dh_error_prefix_quoted (error, "%s: ", text);
      return FALSE;
    }
  if (n > 1 + has_sd && !dh_number_parse_uint64 (parts[1 + has_sd], 0, G_MAXUINT64, &spec->seed, error))
    {
      dh_error_prefix_quoted (error, _("Seed of %s: "), text);
      return FALSE;
    }
  return TRUE;
}

gboolean
dh_init_spec_parse (const char *text, DhInitSpec *spec, GError **error)
{
  g_auto (GStrv) parts = NULL;
  g_autofree char *quote = NULL;
  DhInitSpec parsed;

  g_return_val_if_fail (text != NULL && spec != NULL, FALSE);

  if (!g_ascii_isalpha (*text))
    {
      if (!parse_list (text, &parsed, error))
        {
          quote = dh_error_quote (text);
          g_prefix_error (error, _("%s is neither a scheme (ones, zeros, xavier:SEED, kaiming:SEED, "
                                   "normal:SD:SEED) nor a list of weights: "),
                          quote);
          return FALSE;
        }
      dh_init_spec_clear (spec);
      *spec = parsed;
      return TRUE;
    }
  parts = g_strsplit (text, ":", 5);
  for (guint kind = 0; kind < DH_INIT_LIST; kind++)
    if (strcmp (parts[0], kinds[kind].id) == 0)
      {
        dh_init_spec_init (&parsed, kind);
        if (kinds[kind].seeded && !parse_seeded (parts, g_strv_length (parts), text, &parsed, error))
          return FALSE;
        if (!kinds[kind].seeded && parts[1])
          break;
        dh_init_spec_clear (spec);
        *spec = parsed;
        return TRUE;
      }
  quote = dh_error_quote (text);
  g_set_error (error, DH_ERROR, DH_ERROR_PARSE,
               _("%s is not a start of weights. Use ones, zeros, xavier:SEED, kaiming:SEED, "
                 "normal:SD:SEED, or a list such as 1.4,20,1.4,1."),
               quote);
  return FALSE;
}

char *
dh_init_spec_to_string (const DhInitSpec *spec)
{
  GString *string = g_string_new (spec->kind == DH_INIT_LIST ? NULL : kinds[spec->kind].id);

  if (spec->kind == DH_INIT_NORMAL)
    {
      g_string_append_c (string, ':');
      dh_number_append (string, spec->sd);
    }
  if (kinds[spec->kind].seeded)
    g_string_append_printf (string, ":%" G_GUINT64_FORMAT, spec->seed);
  for (gsize i = 0; spec->kind == DH_INIT_LIST && i < spec->n_list; i++)
    {
      if (i > 0)
        g_string_append_c (string, ',');
      dh_number_append (string, spec->list[i]);
    }
  return g_string_free (string, FALSE);
}

/* @model may be NULL: then only what does not depend on it is checked. */
gboolean
dh_init_spec_validate (const DhInitSpec *spec, const DhModelSpec *model, GError **error)
{
  if (spec->kind == DH_INIT_NORMAL && !(spec->sd > 0 && isfinite (spec->sd)))
    {
      g_set_error (error, DH_ERROR, DH_ERROR_INVALID,
                   _("The standard deviation of the start weights must be greater than 0."));
      return FALSE;
    }
  if (spec->kind != DH_INIT_LIST)
    return TRUE;
  if (model && spec->n_list != dh_model_n_weights (model))
    {
      g_autofree char *name = dh_model_spec_to_string (model);

      g_set_error (error, DH_ERROR, DH_ERROR_INVALID,
                   _("The list of start weights has length %zu, but the model %s has %zu weights. "
                     "Give one for each weight."),
                   spec->n_list, name, dh_model_n_weights (model));
      return FALSE;
    }
  for (gsize i = 0; i < spec->n_list; i++)
    if (!isfinite (spec->list[i]))
      {
        g_set_error (error, DH_ERROR, DH_ERROR_INVALID, _("Start weight %zu must be a finite number."), i + 1);
        return FALSE;
      }
  return TRUE;
}

static void
fill_uniform (DhRng *rng, double bound, double *out, gsize n)
{
  for (gsize i = 0; i < n; i++)
    out[i] = bound * (2 * dh_rng_uniform (rng) - 1);
}

/* Draws layer by layer, a layer's weights row by row and then its biases. */
static void
fill_layer (const DhInitSpec *spec, DhRng *rng, const DhLayer *layer, double *weights)
{
  gsize n = (gsize) layer->n_in * layer->n_out;

  switch (spec->kind)
    {
    case DH_INIT_XAVIER:
      /* Glorot and Bengio 2010; torch.nn.init.xavier_uniform_, biases 0. */
      fill_uniform (rng, sqrt (6.0 / ((double) layer->n_in + layer->n_out)), weights + layer->weights, n);
      break;
    case DH_INIT_KAIMING:
      /* torch.nn.Linear's default: kaiming_uniform_ with a = sqrt(5) is U(±1/sqrt(fan_in)). */
      fill_uniform (rng, 1 / sqrt ((double) layer->n_in), weights + layer->weights, n);
      fill_uniform (rng, 1 / sqrt ((double) layer->n_in), weights + layer->biases, layer->n_out);
      break;
    case DH_INIT_NORMAL:
      for (gsize i = 0; i < n; i++)
        weights[layer->weights + i] = spec->sd * dh_rng_normal (rng);
      for (gsize i = 0; i < layer->n_out; i++)
        weights[layer->biases + i] = spec->sd * dh_rng_normal (rng);
      break;
    case DH_INIT_ONES:
    case DH_INIT_ZEROS:
    case DH_INIT_LIST:
    case DH_INIT_N_KINDS:
    default:
      break;
    }
}

void
dh_init_weights (const DhInitSpec *spec, const DhModelSpec *model, double *weights)
{
  gsize n = dh_model_n_weights (model);
  DhRng rng;

  g_return_if_fail (spec->kind != DH_INIT_LIST || spec->n_list == n);

  for (gsize i = 0; i < n; i++)
    weights[i] = spec->kind == DH_INIT_ONES ? 1 : spec->kind == DH_INIT_LIST ? spec->list[i] : 0;
  if (!kinds[spec->kind].seeded)
    return;
  dh_rng_init (&rng, spec->seed);
  for (guint k = 0; k < dh_model_n_layers (model); k++)
    {
      DhLayer layer;

      dh_model_layer (model, k, &layer);
      fill_layer (spec, &rng, &layer, weights);
    }
}
