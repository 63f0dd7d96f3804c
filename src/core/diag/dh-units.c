/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Units: a matrix of bytes, row by row. */
#include "dh-units.h"

guint
dh_units_count (const DhModelSpec *model)
{
  guint n = 0;

  for (guint l = 0; l < model->n_hidden; l++)
    n += model->width[l];
  return n;
}

gboolean
dh_units_on (const DhModelSpec *model, const double *w, const double *x, gsize n_rows, guint8 *on)
{
  g_autoptr (DhNetwork) network = dh_network_new (model, 1, NULL);
  gsize n_units = dh_units_count (model);

  if (network == NULL)
    return FALSE;
  for (gsize i = 0; i < n_rows; i++)
    dh_network_units_on (network, w, x[i], on + i * n_units);
  return TRUE;
}

void
dh_units_share (const guint8 *on, gsize n_rows, guint n_units, gsize *share)
{
  for (guint k = 0; k < n_units; k++)
    share[k] = 0;
  for (gsize i = 0; i < n_rows; i++)
    for (guint k = 0; k < n_units; k++)
      share[k] += on[i * n_units + k];
}
