/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Network: forward and backward passes over a batch, and bump derivatives. The three small
 * models go through dh-small-models.h. Owned by one thread at a time. */
#include "dh-network-private.h"

#include "dh-error.h"
#include "dh-small-models.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Scratch beyond this is a batch that should have been smaller. */
#define MAX_SCRATCH ((gsize) 1 << 30)

/* Doubles of scratch for one row. */
static gsize
row_size (const DhNetwork *network)
{
  gsize size = 1 + 2 * (gsize) network->max_width;

  for (guint i = 0; i < network->n_layers; i++)
    size += 2 * (gsize) network->layer[i].n_out;
  return size;
}

static void
set_shape (DhNetwork *network, const DhModelSpec *spec, gsize max_batch)
{
  network->spec = *spec;
  network->kind = dh_model_spec_kind (spec);
  network->activation = dh_activation_info (spec->activation);
  network->n_weights = dh_model_n_weights (spec);
  network->n_layers = dh_model_n_layers (spec);
  network->max_batch = max_batch;
  for (guint i = 0; i < network->n_layers; i++)
    {
      dh_model_layer (spec, i, &network->layer[i]);
      network->max_width = MAX (network->max_width, network->layer[i].n_out);
    }
}

static void
place_scratch (DhNetwork *network)
{
  gsize n = network->max_batch;
  double *next = network->block;

  for (guint i = 0; i < network->n_layers; i++)
    {
      network->z[i] = next;
      next += n * network->layer[i].n_out;
      if (i < network->spec.n_hidden)
        {
          network->a[i] = next;
          next += n * network->layer[i].n_out;
        }
    }
  for (guint i = 0; i < 2; i++)
    {
      network->delta[i] = next;
      next += n * network->max_width;
    }
  network->prediction = next;
}

DhNetwork *
dh_network_new (const DhModelSpec *spec, gsize max_batch, GError **error)
{
  g_autoptr (DhNetwork) network = NULL;
  gsize size;

  g_return_val_if_fail (spec != NULL && max_batch > 0, NULL);

  if (!dh_model_spec_validate (spec, error))
    return NULL;
  network = g_new0 (DhNetwork, 1);
  set_shape (network, spec, max_batch);
  if (!g_size_checked_mul (&size, row_size (network), max_batch)
      || !g_size_checked_mul (&size, size, sizeof (double)) || size > MAX_SCRATCH
      || (network->block = g_try_malloc (size)) == NULL)
    {
      g_set_error (error, DH_ERROR, DH_ERROR_LIMIT,
                   _("A batch of %zu rows through this model does not fit in memory. "
                     "Use a smaller batch or narrower layers."), max_batch);
      return NULL;
    }
  place_scratch (network);
  return g_steal_pointer (&network);
}

void
dh_network_free (DhNetwork *network)
{
  if (network == NULL)
    return;
  g_free (network->block);
  g_free (network->curve_block);
  g_free (network);
}

gsize
dh_network_n_weights (const DhNetwork *network)
{
  g_return_val_if_fail (network != NULL, 0);

  return network->n_weights;
}

const DhModelSpec *
dh_network_get_spec (const DhNetwork *network)
{
  g_return_val_if_fail (network != NULL, NULL);

  return &network->spec;
}

const double *
dh_network_input (const DhNetwork *network, guint index, const double *x)
{
  return index == 0 ? x : network->a[index - 1];
}

const double *
dh_network_forward (DhNetwork *network, const double *w, const double *x, gsize n)
{
  for (guint i = 0; i < network->n_layers; i++)
    {
      const DhLayer *layer = &network->layer[i];

      dh_layer_forward (layer, w + layer->weights, w + layer->biases,
                        dh_network_input (network, i, x), network->z[i], n);
      if (i < network->spec.n_hidden)
        network->activation->forward (network->z[i], network->a[i], n * layer->n_out);
    }
  return network->z[network->n_layers - 1];
}

/* Predictions of at most max_batch rows. */
static void
predict_piece (DhNetwork *network, const double *w, const double *x, double *prediction, gsize n)
{
  switch (network->kind)
    {
    case DH_MODEL_LINEAR:
      for (gsize i = 0; i < n; i++)
        prediction[i] = dh_linear_predict (w, x[i]);
      break;
    case DH_MODEL_TWO_LINEAR:
      for (gsize i = 0; i < n; i++)
        prediction[i] = dh_two_linear_predict (w, x[i]);
      break;
    case DH_MODEL_TWO_RELU:
      for (gsize i = 0; i < n; i++)
        prediction[i] = dh_two_relu_predict (w, x[i]);
      break;
    case DH_MODEL_MLP:
    default:
      memcpy (prediction, dh_network_forward (network, w, x, n), n * sizeof *prediction);
    }
}

void
dh_network_predict (DhNetwork *network, const double *w,
                    const double *x, double *prediction, gsize n)
{
  g_return_if_fail (network != NULL && w != NULL && x != NULL && prediction != NULL);

  for (gsize done = 0; done < n; done += network->max_batch)
    predict_piece (network, w, x + done, prediction + done,
                   MIN (network->max_batch, n - done));
}

/* Mean of the row errors, summed in the rows' order. */
static double
mean_error (const double *prediction, const double *y, double *error, gsize n)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    {
      double e = dh_row_error (prediction[i] - y[i]);

      sum += e;
      if (error != NULL)
        error[i] = e;
    }
  return sum / (double) n;
}

/* One row's gradient of its own error. */
static void
small_gradient (DhModelKind kind, const double *w, double x, double r, double *g)
{
  if (kind == DH_MODEL_LINEAR)
    dh_linear_gradient (w, x, r, g);
  else if (kind == DH_MODEL_TWO_LINEAR)
    dh_two_linear_gradient (w, x, r, g);
  else
    dh_two_relu_gradient (w, x, r, g);
}

/* Sum over the rows, in their order. */
static void
small_backward (const DhNetwork *network, const double *w, const double *x, const double *y,
                const double *prediction, gsize n, double *g)
{
  double row[4];

  small_gradient (network->kind, w, x[0], prediction[0] - y[0], g);
  for (gsize i = 1; i < n; i++)
    {
      small_gradient (network->kind, w, x[i], prediction[i] - y[i], row);
      for (gsize k = 0; k < network->n_weights; k++)
        g[k] += row[k];
    }
}

/* Back-propagation from delta[0], dloss/dy^ of every row; adds to g. */
static void
backward (DhNetwork *network, const double *w, const double *x, gsize n, double *g)
{
  double *delta = network->delta[0], *below = network->delta[1];

  for (guint i = network->n_layers; i-- > 0;)
    {
      const DhLayer *layer = &network->layer[i];
      double *swap = delta;

      dh_layer_outer (layer, delta, dh_network_input (network, i, x), g + layer->weights, n);
      dh_layer_sum (layer, delta, g + layer->biases, n);
      if (i == 0)
        break;
      dh_layer_backward (layer, w + layer->weights, delta, below, n, FALSE);
      network->activation->backward (network->z[i - 1], network->a[i - 1], below,
                                     n * layer->n_in);
      delta = below;
      below = swap;
    }
}

double
dh_network_loss_gradient (DhNetwork *network, const double *w,
                          const double *x, const double *y, gsize n,
                          double *prediction, double *error, double *g)
{
  g_return_val_if_fail (network != NULL && w != NULL && x != NULL && y != NULL, 0);
  g_return_val_if_fail (prediction != NULL && g != NULL, 0);
  g_return_val_if_fail (n > 0 && n <= network->max_batch, 0);

  predict_piece (network, w, x, prediction, n);
  if (network->kind != DH_MODEL_MLP)
    small_backward (network, w, x, y, prediction, n, g);
  else
    {
      for (gsize i = 0; i < n; i++)
        network->delta[0][i] = 2 * (prediction[i] - y[i]);
      memset (g, 0, network->n_weights * sizeof *g);
      backward (network, w, x, n, g);
    }
  if (n > 1)
    for (gsize k = 0; k < network->n_weights; k++)
      g[k] /= (double) n;
  return mean_error (prediction, y, error, n);
}

double
dh_network_loss (DhNetwork *network, const double *w, const double *x, const double *y, gsize n)
{
  g_return_val_if_fail (network != NULL && w != NULL && x != NULL && y != NULL, 0);
  g_return_val_if_fail (n > 0 && n <= network->max_batch, 0);

  predict_piece (network, w, x, network->prediction, n);
  return mean_error (network->prediction, y, NULL, n);
}

double
dh_network_output_gradient (DhNetwork *network, const double *w, double x, double *out)
{
  double prediction;

  g_return_val_if_fail (network != NULL && w != NULL && out != NULL, 0);

  predict_piece (network, w, &x, &prediction, 1);
  if (network->kind != DH_MODEL_MLP)
    {
      /* The row gradient starts with 2 r, which is exactly 1 here. */
      small_gradient (network->kind, w, x, 0.5, out);
      return prediction;
    }
  network->delta[0][0] = 1;
  memset (out, 0, network->n_weights * sizeof *out);
  backward (network, w, &x, 1, out);
  return prediction;
}

void
dh_network_bump (DhNetwork *network, double *w, const double *x, const double *y, gsize n,
                 double h, gboolean central, double *out)
{
  double here;

  g_return_if_fail (network != NULL && w != NULL && x != NULL && y != NULL && out != NULL);
  g_return_if_fail (n > 0 && n <= network->max_batch && h > 0);

  here = central ? 0 : dh_network_loss (network, w, x, y, n);
  for (gsize k = 0; k < network->n_weights; k++)
    {
      double kept = w[k], up, down = here;

      w[k] = kept + h;
      up = dh_network_loss (network, w, x, y, n);
      if (central)
        {
          w[k] = kept - h;
          down = dh_network_loss (network, w, x, y, n);
        }
      w[k] = kept;
      out[k] = central ? (up - down) / (2 * h) : (up - down) / h;
    }
}

void
dh_network_units_on (DhNetwork *network, const double *w, double x, guint8 *on)
{
  g_return_if_fail (network != NULL && w != NULL && on != NULL);

  dh_network_forward (network, w, &x, 1);
  for (guint i = 0; i < network->spec.n_hidden; i++)
    for (guint32 j = 0; j < network->layer[i].n_out; j++)
      *on++ = network->z[i][j] > 0;
}
