/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Smoothing charts, the plots: one series a column, drawn straight from the columns. */
#include "config.h"

#include "dh-smooth-chart.h"

#include "dh-chart-private.h"
#include "dh-number.h"
#include "dh-palette.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#define SEPARATOR " · "

typedef struct
{
  DhTable *table;
  guint column;
} ColumnSource;

static void
column_read (gpointer data, gsize first, gsize n, double *out)
{
  ColumnSource *source = data;

  dh_table_read (source->table, source->column, first, n, out);
}

static void
column_extremes (gpointer data, gsize first, gsize n, DhPlotExtremes *out)
{
  ColumnSource *source = data;
  DhExtremes extremes;

  dh_table_extremes (source->table, source->column, first, n, &extremes);
  *out = (DhPlotExtremes){ extremes.min, extremes.max, extremes.min_positive, extremes.n_gaps };
}

static void
column_free (gpointer data)
{
  ColumnSource *source = data;

  dh_table_unref (source->table);
  g_free (source);
}

static void
set_column (DhPlotSeries *series, const DhSmoothColumn *column)
{
  ColumnSource *source = g_new (ColumnSource, 1);

  *source = (ColumnSource){ dh_table_ref (column->table), column->column };
  series->x0 = series->dx = 1;
  series->y = (DhPlotSource){ dh_table_length (column->table), column_read, column_extremes, source, column_free };
}

void
dh_smooth_chart_histories (const DhChartContext *context, DhHistory *histories[DH_SMOOTH_MAX_SIGNALS])
{
  const DhSmoothSpec *spec = dh_experiment_get_smoothing (context->experiment);

  for (guint i = 0; i < DH_SMOOTH_MAX_SIGNALS; i++)
    {
      gsize index;

      histories[i] = NULL;
      if (i < spec->n_signals && spec->signal[i].kind == DH_SMOOTH_RECORDED && context->histories
          && dh_experiment_find_run (context->experiment, spec->signal[i].run, &index))
        histories[i] = context->histories[index];
    }
}

char *
dh_smooth_signal_label (const DhExperiment *experiment, const DhSmoothSignal *signal)
{
  const DhQuantityInfo *info;
  const char *member;
  DhRun *run;

  if (signal->kind != DH_SMOOTH_RECORDED)
    return g_strdup (_(dh_smooth_kind_info (signal->kind)->label));
  info = dh_quantity_find (signal->quantity);
  run = dh_experiment_find_run (experiment, signal->run, NULL);
  member = info && info->group ? strchr (signal->quantity, '.') : NULL;
  return g_strdup_printf ("%s" SEPARATOR "%s%s%s", run ? run->name : _("Removed run"),
                          info ? _(info->label) : signal->quantity, member ? " " : "", member ? member + 1 : "");
}

/* What tells a series in the plots. A run's signals have the run's colour, made-up ones their own. Averages of a signal
 * that is alone have colours of their own, beside others the signal's. Equal colours are told apart by the dash. */
typedef struct
{
  guint32 colour;
  guint line_style;
} Look;

#define THE_SIGNAL DH_SMOOTH_N_METHODS /* in place of a method */

static guint32
colour_of (const DhExperiment *experiment, const DhSmoothSpec *spec, guint index, guint method)
{
  const DhSmoothSignal *signal = &spec->signal[index];
  DhRun *run = signal->kind == DH_SMOOTH_RECORDED ? dh_experiment_find_run (experiment, signal->run, NULL) : NULL;
  /* From the other end of the palette, away from the first runs' colours. */
  guint32 colour = run ? run->colour : index == 0 ? 0 : DH_PALETTE_SIZE - index;

  if (method == THE_SIGNAL || spec->n_signals > 1)
    return colour;
  return colour & DH_COLOUR_CUSTOM ? method : (colour + 1 + method) % DH_PALETTE_SIZE;
}

static gboolean
has_average (const DhSmoothSpec *spec, guint index, guint method)
{
  return (index == 0 || spec->signal[index].averaged) && DH_SMOOTH_HAS (spec->methods, method);
}

static Look
find_look (const DhExperiment *experiment, const DhSmoothSpec *spec, guint index, guint method)
{
  Look look = { colour_of (experiment, spec, index, method), 0 };

  for (guint i = 0; i <= index; i++)
    {
      if (i == index && method == THE_SIGNAL)
        break;
      look.line_style += colour_of (experiment, spec, i, THE_SIGNAL) == look.colour;
      for (guint m = 0; m < (i < index ? DH_SMOOTH_N_METHODS : method); m++)
        look.line_style += has_average (spec, i, m) && colour_of (experiment, spec, i, m) == look.colour;
    }
  return look;
}

static void
set_look (DhPlotSeries *series, Look look)
{
  series->colour = look.colour;
  series->line_style = look.line_style;
}

static void
add_raw (const DhChartContext *context, const DhSmoothLines *lines, guint index, gboolean diverges, DhPlot *plot)
{
  const DhSmoothSpec *spec = dh_smooth_lines_get_spec (lines);
  g_autofree char *label = dh_smooth_signal_label (context->experiment, &spec->signal[index]);
  g_autofree char *key = g_strdup_printf ("%u", index + 1);
  DhPlotSeries *series;
  DhSmoothColumn column;

  if (!dh_smooth_lines_raw (lines, index, &column) || dh_table_length (column.table) == 0)
    return;
  series = dh_plot_add_series (plot, key, label);
  set_look (series, find_look (context->experiment, spec, index, THE_SIGNAL));
  set_column (series, &column);
  series->diverges = diverges;
}

static void
add_average (const DhChartContext *context, const DhSmoothLines *lines, guint index, DhSmoothMethod method,
             gboolean diverges, DhPlot *plot)
{
  const DhSmoothSpec *spec = dh_smooth_lines_get_spec (lines);
  const DhSmoothMethodInfo *info = dh_smooth_method_info (method);
  g_autofree char *signal = NULL, *label = NULL, *key = NULL;
  DhPlotSeries *series;
  DhSmoothColumn column;

  if (!dh_smooth_lines_average (lines, index, method, &column) || dh_table_length (column.table) == 0)
    return;
  signal = dh_smooth_signal_label (context->experiment, &spec->signal[index]);
  key = g_strdup_printf ("%u/%s", index + 1, info->id);
  label = spec->n_signals > 1 ? g_strdup_printf ("%s" SEPARATOR "%s", signal, _(info->label))
                              : g_strdup (_(info->label));
  series = dh_plot_add_series (plot, key, label);
  set_look (series, find_look (context->experiment, spec, index, method));
  set_column (series, &column);
  series->diverges = diverges;
}

/* What the values are numbered by: all steps, all epochs, or neither. */
static char *
x_label (const DhSmoothLines *lines)
{
  const DhSmoothSpec *spec = dh_smooth_lines_get_spec (lines);
  guint steps = 0, epochs = 0;

  for (guint i = 0; i < spec->n_signals; i++)
    if (spec->signal[i].kind == DH_SMOOTH_RECORDED)
      {
        steps += dh_smooth_lines_domain (lines, i) == DH_PER_STEP;
        epochs += dh_smooth_lines_domain (lines, i) == DH_PER_EPOCH;
      }
  return g_strdup (steps == spec->n_signals ? _("Step") : epochs == spec->n_signals ? _("Epoch") : _("Value number"));
}

static char *
signal_problem (const DhChartContext *context, const DhSmoothLines *lines, guint index, DhHistory *history)
{
  const DhSmoothSignal *signal = &dh_smooth_lines_get_spec (lines)->signal[index];
  DhRun *run;
  DhSmoothColumn column;

  if (signal->kind != DH_SMOOTH_RECORDED || dh_smooth_lines_length (lines, index) > 0)
    return NULL;
  run = dh_experiment_find_run (context->experiment, signal->run, NULL);
  if (!run)
    return g_strdup (_("The run that this signal was recorded by is gone. Choose another run, or undo its removal."));
  if (history && !dh_smooth_lines_raw (lines, index, &column))
    /* Translators: a run's name, a quantity such as m.d. */
    return g_strdup_printf (_("“%s” does not record %s: its model or optimiser has no such thing. Choose another "
                              "quantity or another run."),
                            run->name, signal->quantity);
  return g_strdup_printf (_("“%s” has not recorded anything yet."), run->name);
}

char *
dh_smooth_chart_problem (const DhChartContext *context, const DhSmoothLines *lines)
{
  const DhSmoothSpec *spec = dh_smooth_lines_get_spec (lines);
  DhHistory *histories[DH_SMOOTH_MAX_SIGNALS];

  dh_smooth_chart_histories (context, histories);
  for (guint i = 0; i < spec->n_signals; i++)
    {
      char *problem = signal_problem (context, lines, i, histories[i]);

      if (problem)
        return problem;
    }
  return NULL;
}

/* The signals as files have them, so that the picture can be made again; then the runs' settings. */
static char *
make_caption (const DhChartContext *context, const DhSmoothSpec *spec)
{
  g_autofree char *methods = dh_smooth_methods_to_string (spec->methods);
  char beta[DH_NUMBER_SIZE];
  GString *caption = g_string_new (NULL);

  for (guint i = 0; i < spec->n_signals; i++)
    {
      g_autofree char *text = dh_smooth_signal_to_string (&spec->signal[i]);
      DhRun *run = spec->signal[i].kind == DH_SMOOTH_RECORDED
                     ? dh_experiment_find_run (context->experiment, spec->signal[i].run, NULL) : NULL;
      g_autofree char *settings = run ? dh_run_describe (run) : NULL;

      g_string_append_printf (caption, "%s%s", i > 0 ? " | " : "", text);
      if (settings)
        g_string_append_printf (caption, ": %s", settings);
    }
  g_string_append_printf (caption, " | β %s" SEPARATOR "%s", dh_number_format (spec->beta, beta), methods);
  return g_string_free (caption, FALSE);
}

DhPlot *
dh_smooth_chart_build (const DhChartContext *context, const DhSmoothLines *lines)
{
  static const DhScaleKind kinds[DH_AXIS_N] = { DH_SCALE_LINEAR, DH_SCALE_LOG, DH_SCALE_SYMLOG };
  const DhSmoothSpec *spec = dh_smooth_lines_get_spec (lines);
  DhHistory *histories[DH_SMOOTH_MAX_SIGNALS];
  g_autofree char *problem = dh_smooth_chart_problem (context, lines);
  DhPlot *plot = dh_plot_new ();

  plot->title = dh_smooth_signal_label (context->experiment, &spec->signal[0]);
  plot->caption = make_caption (context, spec);
  plot->legend = TRUE;
  plot->x.label = x_label (lines);
  plot->x.whole = TRUE;
  plot->left.label = g_strdup (_("Signal and averages"));
  plot->left.kind = kinds[spec->axis];
  plot->empty_text = problem ? g_steal_pointer (&problem) : g_strdup (_("Nothing has been computed yet."));
  dh_smooth_chart_histories (context, histories);
  for (guint i = 0; i < spec->n_signals; i++)
    {
      gboolean diverges = histories[i] && dh_chart_ran_away (histories[i]);

      add_raw (context, lines, i, diverges, plot);
      for (guint m = 0; m < DH_SMOOTH_N_METHODS; m++)
        add_average (context, lines, i, (DhSmoothMethod) m, diverges, plot);
    }
  return plot;
}

DhPlot *
dh_smooth_weights_build (const DhChartContext *context, const DhSmoothLines *lines)
{
  const DhSmoothSpec *spec = dh_smooth_lines_get_spec (lines);
  guint64 place = dh_smooth_chart_place (context, lines);
  DhPlot *plot = dh_plot_new ();

  plot->title
    = place == 0 ? g_strdup (_("Weights of the last 50 values, once the start has faded"))
                 : g_strdup_printf (_("Weights of the last 50 values at value %" PRIu64), place);
  plot->legend = TRUE;
  plot->x.label = g_strdup (_("Values back"));
  plot->x.whole = TRUE;
  plot->left.label = g_strdup (plot->title);
  plot->empty_text = g_strdup (_("Choose an average to see the weights in it."));
  for (guint m = 0; m < DH_SMOOTH_N_METHODS; m++)
    {
      const DhSmoothMethodInfo *info = dh_smooth_method_info ((DhSmoothMethod) m);
      double weights[DH_SMOOTH_N_WEIGHTS];
      guint64 taken = place == 0 ? G_MAXUINT64 : dh_smooth_lines_taken (lines, 0, place);
      DhPlotSeries *series;

      if (!DH_SMOOTH_HAS (spec->methods, m))
        continue;
      for (guint k = 0; k < DH_SMOOTH_N_WEIGHTS; k++)
        weights[k] = dh_smooth_weight ((DhSmoothMethod) m, spec->beta, taken, k);
      series = dh_plot_add_series (plot, info->id, _(info->label));
      set_look (series, find_look (context->experiment, spec, 0, m));
      series->x0 = 0;
      dh_plot_series_set_values (series, weights, DH_SMOOTH_N_WEIGHTS);
    }
  return plot;
}

guint64
dh_smooth_chart_place (const DhChartContext *context, const DhSmoothLines *lines)
{
  guint64 length = dh_smooth_lines_length (lines, 0), place = context->playhead;
  DhHistory *histories[DH_SMOOTH_MAX_SIGNALS];

  dh_smooth_chart_histories (context, histories);
  if (dh_smooth_lines_domain (lines, 0) == DH_PER_EPOCH && histories[0])
    {
      guint64 steps = MAX (dh_history_steps_per_epoch (histories[0]), 1);

      /* An epoch counts once it is over; the last may have been cut short. */
      if (place < dh_history_n_steps (histories[0]))
        place /= steps;
    }
  return MIN (place, length);
}

guint64
dh_smooth_chart_step (const DhSmoothLines *lines, double x)
{
  double last = (double) dh_smooth_lines_length (lines, 0);
  guint64 place = x >= last ? (guint64) last : x > 0 ? (guint64) (x + 0.5) : 0;

  return place * dh_smooth_lines_stride (lines, 0);
}
