/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* What people read about a model: its description, its formula, the names of its weights.
 * No state; any thread. */
#include "dh-model.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Deeper formulas are written with one line for all hidden layers. */
#define MAX_NESTED 3

static const char small_name[] = "abcd";

char *
dh_model_spec_describe (const DhModelSpec *spec)
{
  const DhActivationInfo *info;
  GString *string;

  g_return_val_if_fail (spec != NULL, NULL);

  switch (dh_model_spec_kind (spec))
    {
    case DH_MODEL_LINEAR:
      return g_strdup (_("1 neuron"));
    case DH_MODEL_TWO_LINEAR:
      return g_strdup (_("2 neurons"));
    case DH_MODEL_TWO_RELU:
      return g_strdup (_("2 neurons + ReLU"));
    case DH_MODEL_MLP:
    default:
      break;
    }
  info = dh_activation_info (spec->activation);
  string = g_string_new ("1–");
  for (guint i = 0; i < spec->n_hidden; i++)
    g_string_append_printf (string, "%" G_GUINT32_FORMAT "–", spec->width[i]);
  g_string_append (string, "1");
  if (spec->activation != DH_ACTIVATION_IDENTITY)
    /* Translators: the second part of a description such as "1–8–8–1 + Tanh". */
    g_string_append_printf (string, _(" + %s"),
                            _(info->label));
  return g_string_free (string, FALSE);
}

/* act (w·inner + b), or for identity (w·inner + b). */
static char *
hidden_formula (const DhModelSpec *spec, guint layer, const char *inner)
{
  if (spec->activation == DH_ACTIVATION_IDENTITY)
    return g_strdup_printf ("(w%u·%s + b%u)", layer, inner, layer);
  if (spec->activation == DH_ACTIVATION_RELU)
    return g_strdup_printf ("max(w%u·%s + b%u, 0)", layer, inner, layer);
  return g_strdup_printf ("%s(w%u·%s + b%u)", dh_activation_info (spec->activation)->id,
                          layer, inner, layer);
}

static char *
mlp_formula (const DhModelSpec *spec)
{
  guint last = spec->n_hidden + 1;
  g_autofree char *inner = g_strdup ("x");

  if (spec->n_hidden > MAX_NESTED)
    {
      const char *open = spec->activation == DH_ACTIVATION_IDENTITY
                         ? "" : dh_activation_info (spec->activation)->id;

      return g_strdup_printf ("ŷ = w%u·h%u + b%u, hₖ = %s(wₖ·hₖ₋₁ + bₖ), h₀ = x",
                              last, last - 1, last, open);
    }
  for (guint i = 1; i < last; i++)
    {
      char *outer = hidden_formula (spec, i, inner);

      g_free (inner);
      inner = outer;
    }
  return g_strdup_printf ("ŷ = w%u·%s + b%u", last, inner, last);
}

char *
dh_model_spec_formula (const DhModelSpec *spec)
{
  g_return_val_if_fail (spec != NULL, NULL);

  switch (dh_model_spec_kind (spec))
    {
    case DH_MODEL_LINEAR:
      return g_strdup ("ŷ = a·x + b");
    case DH_MODEL_TWO_LINEAR:
      return g_strdup ("ŷ = c·(a·x + b) + d");
    case DH_MODEL_TWO_RELU:
      return g_strdup ("ŷ = c·max(a·x + b, 0) + d");
    case DH_MODEL_MLP:
    default:
      return mlp_formula (spec);
    }
}

char *
dh_model_weight_name (const DhModelSpec *spec, gsize index)
{
  DhLayer layer;
  guint number = 0;
  gsize place;

  g_return_val_if_fail (spec != NULL && index < dh_model_n_weights (spec), NULL);

  if (dh_model_spec_kind (spec) != DH_MODEL_MLP)
    return g_strdup_printf ("%c", small_name[index]);

  do
    dh_model_layer (spec, number++, &layer);
  while (index >= layer.biases + layer.n_out);
  if (index >= layer.biases)
    return g_strdup_printf ("b%u[%zu]", number, index - layer.biases + 1);
  place = index - layer.weights;
  if (number == 1)
    return g_strdup_printf ("w1[%zu]", place + 1);
  return g_strdup_printf ("w%u[%zu,%zu]", number, place / layer.n_in + 1,
                          place % layer.n_in + 1);
}

/* Reads a whole number from 1 to @max and moves @text past it. */
static gboolean
read_index (const char **text, guint64 max, guint64 *value)
{
  char *end;

  if (!g_ascii_isdigit (**text) || **text == '0')
    return FALSE;
  *value = g_ascii_strtoull (*text, &end, 10);
  *text = end;
  return *value <= max;
}

static gboolean
read_char (const char **text, char c)
{
  if (**text != c)
    return FALSE;
  (*text)++;
  return TRUE;
}

static gboolean
find_mlp_weight (const DhModelSpec *spec, const char *name, gsize *index)
{
  gboolean bias = *name == 'b';
  guint64 number, unit, input = 1;
  DhLayer layer;

  if (*name != 'w' && *name != 'b')
    return FALSE;
  name++;
  if (!read_index (&name, spec->n_hidden + 1, &number))
    return FALSE;
  dh_model_layer (spec, (guint) number - 1, &layer);
  if (!read_char (&name, '[') || !read_index (&name, layer.n_out, &unit))
    return FALSE;
  if (!bias && number > 1
      && (!read_char (&name, ',') || !read_index (&name, layer.n_in, &input)))
    return FALSE;
  if (!read_char (&name, ']') || *name != '\0')
    return FALSE;
  *index = bias ? layer.biases + unit - 1
                : layer.weights + (unit - 1) * layer.n_in + input - 1;
  return TRUE;
}

gboolean
dh_model_find_weight (const DhModelSpec *spec, const char *name, gsize *index)
{
  const char *found;

  g_return_val_if_fail (spec != NULL && name != NULL && index != NULL, FALSE);

  if (dh_model_spec_kind (spec) == DH_MODEL_MLP)
    return find_mlp_weight (spec, name, index);
  found = strlen (name) == 1 ? strchr (small_name, *name) : NULL;
  if (found == NULL || (gsize) (found - small_name) >= dh_model_n_weights (spec))
    return FALSE;
  *index = (gsize) (found - small_name);
  return TRUE;
}
