/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Units at the playhead. */
#include "dh-findings-units.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "dh-units.h"

/* Multiplications, some milliseconds. */
#define MAX_WORK 2e6
/* More lines than this are no thicker than a hair. */
#define MAX_UNITS 36

static void
set_caption (GtkLabel *caption, DhUnitStrip *strip, guint n_units, gsize n_rows, guint64 step)
{
  gsize least = G_MAXSIZE, most = 0;
  g_autofree char *text = NULL;

  for (guint u = 0; u < n_units; u++)
    {
      least = MIN (least, dh_unit_strip_get_share (strip, u));
      most = MAX (most, dh_unit_strip_get_share (strip, u));
    }
  if (n_units == 1)
    /* Translators: of a ReLU: two numbers of rows, and a step. */
    text = g_strdup_printf (_("On for %zu of %zu rows at step %" PRIu64), most, n_rows, step);
  else if (least == most)
    /* Translators: how many units, two numbers of rows, and a step. */
    text = g_strdup_printf (_("%u units, each on for %zu of %zu rows at step %" PRIu64), n_units, most, n_rows, step);
  else
    /* Translators: how many units, for how many rows the one that is on least and the one that is on most is on, all
     * rows, and a step. */
    text = g_strdup_printf (_("%u units on for %zu to %zu of %zu rows at step %" PRIu64), n_units, least, most, n_rows,
                            step);
  gtk_label_set_label (caption, text);
}

gboolean
dh_findings_units_show (const DhHistory *history, guint64 playhead, DhUnitStrip *strip, GtkLabel *caption)
{
  const DhModelSpec *model = &dh_history_get_run (history)->model;
  const DhData *data = dh_history_get_data (history);
  gsize n_rows = dh_data_get_n_rows (data), n_weights = dh_model_n_weights (model);
  guint n_units = dh_units_count (model);
  g_autofree double *w = NULL;
  g_autofree guint8 *on = NULL;
  gsize step;

  if (model->activation != DH_ACTIVATION_RELU || n_units == 0 || n_units > MAX_UNITS
      || (double) n_rows * (double) n_weights > MAX_WORK)
    return FALSE;
  w = g_new (double, n_weights);
  on = g_malloc (n_rows * n_units);
  step = dh_history_weights_at (history, MIN (playhead, dh_history_n_steps (history)), w);
  if (!dh_units_on (model, w, dh_data_get_x (data), n_rows, on))
    return FALSE;
  dh_unit_strip_set_units (strip, on, n_rows, n_units);
  set_caption (caption, strip, n_units, n_rows, step);
  return TRUE;
}
