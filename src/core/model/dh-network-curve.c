/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Exact Hessian-vector products by the R operator, R{f} = df (w + t v)/dt at t = 0, applied to
 * the forward and backward pass (Pearlmutter, Fast exact multiplication by the Hessian, 1994).
 * Owned by one thread at a time, as the network is. */
#include "dh-network-private.h"

#include <string.h>

static void
make_scratch (DhNetwork *network)
{
  gsize n = network->max_batch, size = 2 * n * network->max_width;
  double *next;

  if (network->curve_block != NULL)
    return;
  for (guint i = 0; i < network->n_layers; i++)
    size += 2 * n * network->layer[i].n_out;
  next = network->curve_block = g_new (double, size);
  for (guint i = 0; i < network->n_layers; i++)
    {
      network->rz[i] = next;
      next += n * network->layer[i].n_out;
      if (i < network->spec.n_hidden)
        {
          network->ra[i] = next;
          next += n * network->layer[i].n_out;
        }
    }
  for (guint i = 0; i < 2; i++)
    {
      network->rdelta[i] = next;
      next += n * network->max_width;
    }
}

/* R{z} = V a + W R{a} + v_b and R{a} = f' (z) R{z}; R{x} = 0. */
static void
forward (DhNetwork *network, const double *w, const double *v, const double *x, gsize n)
{
  for (guint i = 0; i < network->n_layers; i++)
    {
      const DhLayer *layer = &network->layer[i];
      gsize size = n * layer->n_out;

      dh_layer_forward (layer, v + layer->weights, v + layer->biases,
                        dh_network_input (network, i, x), network->rz[i], n);
      if (i > 0)
        {
          /* rdelta is not in use yet. */
          dh_layer_product (layer, w + layer->weights, network->ra[i - 1],
                            network->rdelta[0], n);
          for (gsize k = 0; k < size; k++)
            network->rz[i][k] += network->rdelta[0][k];
        }
      if (i == network->spec.n_hidden)
        break;
      memcpy (network->ra[i], network->rz[i], size * sizeof (double));
      network->activation->backward (network->z[i], network->a[i], network->ra[i], size);
    }
}

/* Below layer @i, given dloss/da and its R: delta = f' da, R{delta} = f'' R{z} da + f' R{da}. */
static void
through_activation (DhNetwork *network, guint i, double *delta, double *rdelta, gsize size)
{
  const DhActivationInfo *info = network->activation;

  info->backward (network->z[i], network->a[i], rdelta, size);
  for (gsize k = 0; k < size; k++)
    {
      double curve = info->curve (network->z[i][k]);

      if (curve != 0)
        rdelta[k] += curve * network->rz[i][k] * delta[k];
    }
  info->backward (network->z[i], network->a[i], delta, size);
}

/* R of back-propagation, from delta[0] = dloss/dy^ and rdelta[0]; adds to out. */
static void
backward (DhNetwork *network, const double *w, const double *v, const double *x, gsize n,
          double *out)
{
  for (guint i = network->n_layers, side = 0; i-- > 0; side = !side)
    {
      const DhLayer *layer = &network->layer[i];
      double *delta = network->delta[side], *rdelta = network->rdelta[side];
      double *below = network->delta[!side], *rbelow = network->rdelta[!side];

      dh_layer_outer (layer, rdelta, dh_network_input (network, i, x), out + layer->weights, n);
      dh_layer_sum (layer, rdelta, out + layer->biases, n);
      if (i == 0)
        break;
      dh_layer_outer (layer, delta, network->ra[i - 1], out + layer->weights, n);
      dh_layer_backward (layer, w + layer->weights, delta, below, n, FALSE);
      dh_layer_backward (layer, w + layer->weights, rdelta, rbelow, n, FALSE);
      dh_layer_backward (layer, v + layer->weights, delta, rbelow, n, TRUE);
      through_activation (network, i - 1, below, rbelow, n * layer->n_in);
    }
}

void
dh_network_hessian_vector (DhNetwork *network, const double *w, const double *v,
                           const double *x, const double *y, gsize n, double *out)
{
  g_return_if_fail (network != NULL && w != NULL && v != NULL && out != NULL);
  g_return_if_fail (x != NULL && y != NULL && n > 0);

  make_scratch (network);
  memset (out, 0, network->n_weights * sizeof *out);
  for (gsize done = 0; done < n; done += network->max_batch)
    {
      gsize m = MIN (network->max_batch, n - done);
      const double *prediction = dh_network_forward (network, w, x + done, m);

      forward (network, w, v, x + done, m);
      for (gsize i = 0; i < m; i++)
        {
          network->delta[0][i] = 2 * (prediction[i] - y[done + i]);
          network->rdelta[0][i] = 2 * network->rz[network->n_layers - 1][i];
        }
      backward (network, w, v, x + done, m, out);
    }
  for (gsize k = 0; k < network->n_weights; k++)
    out[k] /= (double) n;
}
