/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* The bump's error: how far the bump derivative of each weight is from back-propagation's, over the size of the
 * bump, for the row and the weights of the playhead's step. To the right the bump's own bias, to the left rounding. */
#include "dh-chart-private.h"

#include "dh-math.h"
#include "dh-network.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Bumps from 1e-15 to 10, ten a decade. */
#define FIRST_DECADE (-15)
#define LAST_DECADE  1
#define PER_DECADE   10
#define N_BUMPS      ((LAST_DECADE - FIRST_DECADE) * PER_DECADE + 1)
/* More weights than this are one line: the length of the difference of the two gradients. */
#define MAX_LINES    8

/* What one run's lines need. */
typedef struct
{
  DhNetwork *network;
  gsize n_weights;
  double x, y;
  double *w, *g, *b;  /* n_weights */
  double *difference; /* N_BUMPS for each line */
  gsize n_lines;
} Work;

static void
work_clear (Work *work)
{
  g_clear_pointer (&work->network, dh_network_free);
  g_free (work->w);
  g_free (work->g);
  g_free (work->b);
  g_free (work->difference);
}

/* 10ⁿ as everybody writes it: 0.01, not a neighbour of it. */
static double
power_of_ten (int n)
{
  return n >= 0 ? dh_pow_int (10, (guint64) n) : 1 / dh_pow_int (10, (guint64) -n);
}

static double
bump_size (guint i)
{
  int decade = FIRST_DECADE + (int) i / PER_DECADE;

  return power_of_ten (decade) * dh_exp ((i % PER_DECADE) * dh_log (10) / PER_DECADE);
}

/* The row of the playhead's step and the weights before it; before the first step, that one. FALSE: nothing has been
 * recorded, or by settings just left behind. */
static gboolean
work_init (Work *work, const DhShownRun *shown, guint64 playhead)
{
  const DhStepColumns *columns;
  DhTable *steps;
  gsize step;

  if (!shown->history || dh_history_n_steps (shown->history) == 0
      || !dh_model_spec_equal (&dh_history_get_run (shown->history)->model, &shown->run->model))
    return FALSE;
  work->network = dh_network_new (&shown->run->model, 1, NULL);
  if (!work->network)
    return FALSE;
  steps = dh_history_get_steps (shown->history);
  columns = dh_history_step_columns (shown->history);
  step = (gsize) CLAMP (playhead, 1, dh_history_n_steps (shown->history));
  work->n_weights = dh_network_n_weights (work->network);
  work->n_lines = work->n_weights > MAX_LINES ? 1 : work->n_weights;
  work->w = g_new (double, work->n_weights);
  work->g = g_new (double, work->n_weights);
  work->b = g_new (double, work->n_weights);
  work->difference = g_new (double, work->n_lines * N_BUMPS);
  work->x = dh_table_value (steps, (guint) columns->x, step - 1);
  work->y = dh_table_value (steps, (guint) columns->y, step - 1);
  dh_history_weights_at (shown->history, step - 1, work->w);
  return TRUE;
}

static void
measure (Work *work, gboolean central)
{
  double prediction;

  dh_network_loss_gradient (work->network, work->w, &work->x, &work->y, 1, &prediction, NULL, work->g);
  for (guint i = 0; i < N_BUMPS; i++)
    {
      double sum = 0;

      dh_network_bump (work->network, work->w, &work->x, &work->y, 1, bump_size (i), central, work->b);
      for (gsize k = 0; k < work->n_weights; k++)
        {
          double d = work->b[k] - work->g[k];

          if (work->n_lines > 1)
            work->difference[k * N_BUMPS + i] = fabs (d);
          sum += d * d;
        }
      if (work->n_lines == 1)
        work->difference[i] = sqrt (sum);
    }
}

static void
add_line (const Work *work, const DhShownRun *shown, const DhView *view, gsize line, gboolean central,
          gboolean name_run, DhPlotSide side, DhPlot *plot)
{
  const char *kind = central ? _("both ways") : _("one way");
  g_autofree char *weight = work->n_lines > 1 ? dh_model_weight_name (&shown->run->model, line) : NULL;
  g_autofree char *key = NULL, *label = NULL;
  g_autofree double *hs = g_new (double, N_BUMPS);
  DhPlotSeries *series;

  key = g_strdup_printf ("%" G_GUINT64_FORMAT "/bump-error%s%s%s", shown->run->id, weight ? "." : "",
                         weight ? weight : "", central ? "/central" : "");
  label = g_strdup_printf ("%s%s%s%s%s", name_run ? shown->run->name : "", name_run ? " · " : "",
                           weight ? weight : "", weight ? " · " : "", kind);
  for (guint i = 0; i < N_BUMPS; i++)
    hs[i] = bump_size (i);
  series = dh_plot_add_series (plot, key, label);
  series->end_label = weight ? g_strdup_printf ("%s, %s", weight, kind) : g_strdup (kind);
  series->colour = shown->run->colour;
  /* Weights in the order of their lines elsewhere; the other kind goes on from there. */
  series->line_style = (guint) (line + (central ? work->n_lines : 0));
  series->side = side;
  series->hidden = dh_view_is_hidden (view, key);
  dh_plot_series_set_values (series, work->difference + line * N_BUMPS, N_BUMPS);
  dh_plot_series_set_xs (series, hs, N_BUMPS);
}

/* Where the runs' own bump is, once for all that share it. */
static void
mark_bump (const DhRun *run, DhPlot *plot)
{
  for (guint i = 0; i < plot->marks->len; i++)
    if (((DhPlotMark *) g_ptr_array_index (plot->marks, i))->x == run->bump)
      return;
  dh_plot_add_mark (plot, run->bump, _("the run’s bump"));
}

void
dh_chart_add_bump_error (const DhChartContext *context, const DhView *view, GArray *shown, DhPlotSide side,
                         DhPlot *plot)
{
  for (guint r = 0; r < shown->len; r++)
    {
      DhShownRun *one = &g_array_index (shown, DhShownRun, r);
      Work work = { 0 };

      if (work_init (&work, one, context->playhead))
        {
          for (guint central = 0; central < 2; central++)
            {
              measure (&work, central != 0);
              for (gsize line = 0; line < work.n_lines; line++)
                add_line (&work, one, view, line, central != 0, shown->len > 1, side, plot);
            }
          mark_bump (one->run, plot);
        }
      work_clear (&work);
    }
}
