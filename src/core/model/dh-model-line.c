/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* A model without activation is one line, whatever its depth: its slope and intercept.
 * No state; any thread. */
#include "dh-network.h"

/* Layers up to this width need no memory beyond the stack. */
#define STACK_WIDTH 128

/* Line of each unit of a layer from those of the layer below: w (s x + t) + b. */
static void
next_lines (const DhLayer *layer, const double *w, const double *in, double *out)
{
  for (gsize j = 0; j < layer->n_out; j++)
    {
      const double *row = w + layer->weights + j * layer->n_in;
      double slope = row[0] * in[0], intercept = row[0] * in[1];

      for (gsize k = 1; k < layer->n_in; k++)
        {
          slope += row[k] * in[2 * k];
          intercept += row[k] * in[2 * k + 1];
        }
      out[2 * j] = slope;
      out[2 * j + 1] = intercept + w[layer->biases + j];
    }
}

gboolean
dh_model_effective_line (const DhModelSpec *spec, const double *w,
                         double *slope, double *intercept)
{
  double stack[2][2 * STACK_WIDTH];
  g_autofree double *heap = NULL;
  double *lines[2] = { stack[0], stack[1] };
  guint32 width = 1;
  DhLayer layer;

  g_return_val_if_fail (spec != NULL && w != NULL, FALSE);
  g_return_val_if_fail (slope != NULL && intercept != NULL, FALSE);

  if (spec->n_hidden > 0 && spec->activation != DH_ACTIVATION_IDENTITY)
    return FALSE;
  for (guint i = 0; i < spec->n_hidden; i++)
    width = MAX (width, spec->width[i]);
  if (width > STACK_WIDTH)
    {
      heap = g_new (double, 4 * (gsize) width);
      lines[0] = heap;
      lines[1] = heap + 2 * (gsize) width;
    }

  dh_model_layer (spec, 0, &layer);
  for (gsize j = 0; j < layer.n_out; j++)
    {
      lines[0][2 * j] = w[layer.weights + j];
      lines[0][2 * j + 1] = w[layer.biases + j];
    }
  for (guint i = 1; i < dh_model_n_layers (spec); i++)
    {
      dh_model_layer (spec, i, &layer);
      next_lines (&layer, w, lines[(i - 1) & 1], lines[i & 1]);
    }
  *slope = lines[spec->n_hidden & 1][0];
  *intercept = lines[spec->n_hidden & 1][1];
  return TRUE;
}
