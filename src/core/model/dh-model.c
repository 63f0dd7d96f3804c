/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Model specs: as values, as text, and where each layer's weights lie. No state; any thread. */
#include "dh-model.h"

#include "dh-error.h"
#include "dh-number.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const char *const short_name[] = {
  [DH_MODEL_LINEAR] = "linear",
  [DH_MODEL_TWO_LINEAR] = "two-linear",
  [DH_MODEL_TWO_RELU] = "two-relu",
};

void
dh_model_spec_init (DhModelSpec *spec, DhModelKind kind)
{
  g_return_if_fail (spec != NULL);

  *spec = (DhModelSpec){ .activation = DH_ACTIVATION_TANH };
  if (kind == DH_MODEL_LINEAR)
    return;
  spec->n_hidden = 1;
  spec->width[0] = kind == DH_MODEL_MLP ? 8 : 1;
  if (kind == DH_MODEL_TWO_LINEAR)
    spec->activation = DH_ACTIVATION_IDENTITY;
  else if (kind == DH_MODEL_TWO_RELU)
    spec->activation = DH_ACTIVATION_RELU;
}

DhModelKind
dh_model_spec_kind (const DhModelSpec *spec)
{
  g_return_val_if_fail (spec != NULL, DH_MODEL_LINEAR);

  if (spec->n_hidden == 0)
    return DH_MODEL_LINEAR;
  if (spec->n_hidden == 1 && spec->width[0] == 1)
    {
      if (spec->activation == DH_ACTIVATION_IDENTITY)
        return DH_MODEL_TWO_LINEAR;
      if (spec->activation == DH_ACTIVATION_RELU)
        return DH_MODEL_TWO_RELU;
    }
  return DH_MODEL_MLP;
}

gboolean
dh_model_spec_equal (const DhModelSpec *a, const DhModelSpec *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  if (a->n_hidden != b->n_hidden)
    return FALSE;
  /* Without a hidden layer nothing has the activation. */
  if (a->n_hidden > 0 && a->activation != b->activation)
    return FALSE;
  for (guint i = 0; i < a->n_hidden; i++)
    if (a->width[i] != b->width[i])
      return FALSE;
  return TRUE;
}

static gboolean
validate_layers (const DhModelSpec *spec, GError **error)
{
  if (spec->n_hidden > DH_MODEL_MAX_HIDDEN)
    {
      g_set_error (error, DH_ERROR, DH_ERROR_LIMIT,
                   _("The model has %u hidden layers; the limit is %u. Use fewer layers."),
                   spec->n_hidden, DH_MODEL_MAX_HIDDEN);
      return FALSE;
    }
  for (guint i = 0; i < spec->n_hidden; i++)
    if (spec->width[i] < 1)
      {
        g_set_error (error, DH_ERROR, DH_ERROR_INVALID,
                     _("Hidden layer %u has no units. Give it at least 1, or leave it out."),
                     i + 1);
        return FALSE;
      }
  if ((guint) spec->activation >= DH_ACTIVATION_N)
    {
      g_set_error_literal (error, DH_ERROR, DH_ERROR_INVALID,
                           _("The model's activation is unknown. Choose one of the list."));
      return FALSE;
    }
  return TRUE;
}

gboolean
dh_model_spec_validate (const DhModelSpec *spec, GError **error)
{
  gsize n;

  g_return_val_if_fail (spec != NULL, FALSE);

  if (!validate_layers (spec, error))
    return FALSE;
  n = dh_model_n_weights (spec);
  if (n > DH_MODEL_MAX_WEIGHTS)
    {
      g_set_error (error, DH_ERROR, DH_ERROR_LIMIT,
                   _("The model has %zu weights; the limit is 100 000. "
                     "Use fewer or narrower layers."), n);
      return FALSE;
    }
  return TRUE;
}

static gboolean
parse_widths (const char *text, DhModelSpec *spec, GError **error)
{
  g_auto (GStrv) parts = NULL;
  guint n;

  if (*text == '\0')
    return TRUE;
  parts = g_strsplit (text, ",", DH_MODEL_MAX_HIDDEN + 2);
  n = g_strv_length (parts);
  if (n > DH_MODEL_MAX_HIDDEN)
    {
      g_set_error (error, DH_ERROR, DH_ERROR_LIMIT,
                   _("The model has more than %u hidden layers. Use fewer layers."),
                   DH_MODEL_MAX_HIDDEN);
      return FALSE;
    }
  for (guint i = 0; i < n; i++)
    {
      guint64 width;

      if (!dh_number_parse_uint64 (parts[i], 1, G_MAXUINT32, &width, error))
        {
          g_prefix_error (error, _("Width of hidden layer %u: "), i + 1);
          return FALSE;
        }
      spec->width[i] = (guint32) width;
    }
  spec->n_hidden = n;
  return TRUE;
}

static gboolean
parse_mlp (const char *text, DhModelSpec *spec, GError **error)
{
  const char *colon = strchr (text, ':');
  g_autofree char *widths = colon ? g_strndup (text, (gsize) (colon - text)) : g_strdup (text);

  spec->n_hidden = 0;
  if (!parse_widths (widths, spec, error))
    return FALSE;
  return colon == NULL || dh_activation_parse (colon + 1, &spec->activation, error);
}

static gboolean
parse_unchecked (const char *text, DhModelSpec *spec, GError **error)
{
  g_autofree char *quote = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (short_name); i++)
    if (strcmp (text, short_name[i]) == 0)
      {
        dh_model_spec_init (spec, i);
        return TRUE;
      }
  dh_model_spec_init (spec, DH_MODEL_MLP);
  if (g_str_has_prefix (text, "mlp:"))
    return parse_mlp (text + strlen ("mlp:"), spec, error);

  quote = dh_error_quote (text);
  g_set_error (error, DH_ERROR, DH_ERROR_PARSE,
               _("There is no model %s; use linear, two-linear, two-relu or "
                 "mlp:WIDTHS:ACTIVATION such as mlp:8,8:tanh."), quote);
  return FALSE;
}

gboolean
dh_model_spec_parse (const char *text, DhModelSpec *spec, GError **error)
{
  DhModelSpec parsed;

  g_return_val_if_fail (text != NULL && spec != NULL, FALSE);

  if (!parse_unchecked (text, &parsed, error) || !dh_model_spec_validate (&parsed, error))
    return FALSE;
  *spec = parsed;
  return TRUE;
}

char *
dh_model_spec_to_string (const DhModelSpec *spec)
{
  DhModelKind kind;
  GString *string;

  g_return_val_if_fail (spec != NULL, NULL);

  kind = dh_model_spec_kind (spec);
  if (kind != DH_MODEL_MLP)
    return g_strdup (short_name[kind]);
  string = g_string_new ("mlp:");
  for (guint i = 0; i < spec->n_hidden; i++)
    g_string_append_printf (string, "%s%" G_GUINT32_FORMAT, i > 0 ? "," : "", spec->width[i]);
  g_string_append_printf (string, ":%s", dh_activation_info (spec->activation)->id);
  return g_string_free (string, FALSE);
}

guint
dh_model_n_layers (const DhModelSpec *spec)
{
  g_return_val_if_fail (spec != NULL, 0);

  return spec->n_hidden + 1;
}

/* Values between layers: 0 is the input, n_hidden + 1 the output, those between the hidden ones. */
static guint32
layer_width (const DhModelSpec *spec, guint index)
{
  return index == 0 || index > spec->n_hidden ? 1 : spec->width[index - 1];
}

gsize
dh_model_n_weights (const DhModelSpec *spec)
{
  gsize total = 0;

  g_return_val_if_fail (spec != NULL && spec->n_hidden <= DH_MODEL_MAX_HIDDEN, 0);

  for (guint i = 0; i <= spec->n_hidden; i++)
    {
      gsize per_unit = (gsize) layer_width (spec, i) + 1, layer;

      if (!g_size_checked_mul (&layer, per_unit, layer_width (spec, i + 1))
          || !g_size_checked_add (&total, total, layer))
        return G_MAXSIZE;
    }
  return total;
}

void
dh_model_layer (const DhModelSpec *spec, guint index, DhLayer *layer)
{
  gsize offset = 0;

  g_return_if_fail (spec != NULL && layer != NULL && index <= spec->n_hidden);

  for (guint i = 0; i < index; i++)
    offset += ((gsize) layer_width (spec, i) + 1) * layer_width (spec, i + 1);
  layer->n_in = layer_width (spec, index);
  layer->n_out = layer_width (spec, index + 1);
  layer->weights = offset;
  layer->biases = offset + (gsize) layer->n_in * layer->n_out;
}
