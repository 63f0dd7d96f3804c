/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Chart builder: one series a signal, drawn straight from the history's columns. */
#include "dh-chart-private.h"

#include "dh-findings.h"
#include "dh-outcome.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* More epoch boundaries than this are a grid of noise. */
#define MAX_EPOCH_MARKS 40
/* More points than this over x are thinned, and the legend says so. */
#define MAX_SCATTER 20000

/* Text for axes where the quantity's label alone does not say the formula. */
static const struct { const char *id, *label; } axis_labels[] = {
  { "error", N_("Error (ŷ − y)²") },
  { "derivatives", N_("Derivatives ∂e/∂w") },
  { "bump-derivatives", N_("Bump derivatives Δe/h") },
  { "lr", N_("Learning rate η") },
  { "step-length", N_("Step length |Δw|") },
  { "prediction", N_("Prediction ŷ") },
  { "mse", N_("MSE, mean of (ŷ − y)²") },
  { "root-sum", N_("√Σe (the workbook’s rmse)") },
  { "step-gain", N_("Step gain 2η‖∇ŷ‖²") },
  { "fit", N_("y") },
  { "bump-error", N_("|Δe/h − ∂e/∂w|") },
};

/* A signal and a reference that keeps it alive, as a plot's source. */
typedef struct
{
  DhHistory *history;
  DhSignal signal;
  gsize stride; /* > 1: every so many values, for a scatter over x */
} SignalSource;

static void
source_read (gpointer data, gsize first, gsize n, double *out)
{
  SignalSource *source = data;

  if (source->stride == 1)
    dh_table_read (source->signal.table, source->signal.column, first, n, out);
  else
    for (gsize i = 0; i < n; i++)
      out[i] = dh_table_value (source->signal.table, source->signal.column, (first + i) * source->stride);
}

static void
source_extremes (gpointer data, gsize first, gsize n, DhPlotExtremes *out)
{
  SignalSource *source = data;
  DhExtremes extremes;

  /* Of a thinned source the rows between count too: an axis that has room for them is no harm. */
  dh_table_extremes (source->signal.table, source->signal.column, first * source->stride,
                     n == 0 ? 0 : (n - 1) * source->stride + 1, &extremes);
  *out = (DhPlotExtremes){ extremes.min, extremes.max, extremes.min_positive, extremes.n_gaps };
}

static void
source_free (gpointer data)
{
  SignalSource *source = data;

  dh_history_unref (source->history);
  g_free (source);
}

static void
set_source (DhPlotSeries *series, DhHistory *history, const DhSignal *signal, gsize length, gsize stride)
{
  SignalSource *source = g_new (SignalSource, 1);

  *source = (SignalSource){ dh_history_ref (history), *signal, stride };
  series->y = (DhPlotSource){ length, source_read, source_extremes, source, source_free };
}

DhXAxis
dh_chart_x (const DhView *view)
{
  gboolean bump = FALSE;

  /* The fit on either axis is over x, and takes the others along. */
  for (guint side = 0; side < 2; side++)
    for (char **id = side ? view->right : view->left; id && *id; id++)
      {
        const DhQuantityInfo *info = dh_quantity_find (*id);

        if (info && info->domain == DH_PER_X)
          return DH_X_DATA;
        bump |= info && info->domain == DH_PER_BUMP;
      }
  if (bump)
    return DH_X_BUMP;
  return view->x == DH_X_BUMP ? DH_X_STEP : view->x;
}

static gboolean
view_shows (const DhView *view, guint64 id)
{
  for (gsize i = 0; i < view->n_runs; i++)
    if (view->runs[i] == id)
      return TRUE;
  return view->n_runs == 0;
}

GArray *
dh_chart_shown_runs (const DhChartContext *context, const DhView *view)
{
  GArray *shown = g_array_new (FALSE, FALSE, sizeof (DhShownRun));

  for (gsize i = 0; i < dh_experiment_n_runs (context->experiment); i++)
    {
      DhShownRun one = { dh_experiment_get_run (context->experiment, i),
                         context->histories ? context->histories[i] : NULL,
                         context->findings ? context->findings[i] : NULL };

      if (one.run->visible && view_shows (view, one.run->id))
        g_array_append_val (shown, one);
    }
  return shown;
}

/* Whether the run has left everything that its data could mean. That is more than the state "exploded": with bump
 * derivatives a run may reach weights of 1e15, beside which the bump vanishes, and rest there as if calm. */
gboolean
dh_chart_ran_away (const DhHistory *history)
{
  const DhStepColumns *columns = dh_history_step_columns (history);
  DhTable *steps = dh_history_get_steps (history);
  gsize n = dh_table_length (steps), window = MIN (n, dh_history_steps_per_epoch (history));
  DhExtremes y, last;
  double scale;

  if (dh_history_get_state (history) == DH_STATE_EXPLODED)
    return TRUE;
  if (n == 0)
    return FALSE;
  dh_table_extremes (steps, (guint) columns->y, 0, n, &y);
  dh_table_extremes (steps, (guint) columns->error, n - window, window, &last);
  scale = fmax (fabs (y.min), fabs (y.max));
  return dh_outcome_ran_away (last.max, scale, dh_table_value (steps, (guint) columns->error, 0));
}

static guint
n_quantities (const DhView *view)
{
  return (view->left ? g_strv_length (view->left) : 0) + (view->right ? g_strv_length (view->right) : 0);
}

/* "2 neurons · Error · a", each part only where it tells series apart. */
static char *
series_label (const char *run_name, const char *quantity, const char *member)
{
  g_autoptr (GString) label = g_string_new (NULL);
  const char *parts[] = { run_name, quantity, member };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i] && *parts[i])
      g_string_append_printf (label, "%s%s", label->len > 0 ? " · " : "", parts[i]);
  return g_string_free (g_steal_pointer (&label), FALSE);
}

/* Points over the row's x, in the order of the steps. */
static void
set_scatter (DhPlotSeries *series, DhHistory *history, const DhSignal *signal, gsize length)
{
  guint x_column = (guint) dh_history_step_columns (history)->x;
  gsize stride = 1 + (length - 1) / MAX_SCATTER, n = (length + stride - 1) / stride;
  g_autofree double *xs = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    xs[i] = dh_table_value (signal->table, x_column, i * stride);
  set_source (series, history, signal, n, stride);
  dh_plot_series_set_xs (series, xs, n);
  series->style = DH_PLOT_POINTS;
  if (stride > 1)
    {
      g_autofree char *label = series->label;

      series->label = g_strdup_printf (_("%s (every %zuth step)"), label, stride);
    }
}

/* Evenly spaced but for an epoch that an explosion cut short: its x are written out. */
static void
set_line (DhPlotSeries *series, DhHistory *history, const DhSignal *signal, gsize length, DhXAxis x)
{
  double steps = (double) MAX (dh_history_steps_per_epoch (history), 1);
  gboolean per_epoch = signal->domain == DH_PER_EPOCH;

  set_source (series, history, signal, length, 1);
  if (x == DH_X_EPOCH)
    series->x0 = series->dx = per_epoch ? 1 : 1 / steps;
  else
    series->x0 = series->dx = per_epoch ? steps : 1;
  if (per_epoch && x == DH_X_STEP && dh_signal_step (signal, length - 1) != (double) length * steps)
    {
      g_autofree double *xs = g_new (double, length);

      for (gsize i = 0; i < length; i++)
        xs[i] = dh_signal_step (signal, i);
      dh_plot_series_set_xs (series, xs, length);
    }
}

/* One quantity of one run: a series for each of its signals. */
static void
add_signals (const DhView *view, const DhShownRun *shown, const char *id, guint quantity_index,
             gboolean name_run, DhPlotSide side, DhPlot *plot)
{
  const DhQuantityInfo *info = dh_quantity_find (id);
  guint n = dh_quantity_n_signals (shown->history, id);
  gboolean diverges = dh_chart_ran_away (shown->history);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *member = NULL, *signal_id = NULL, *key = NULL, *label = NULL;
      DhPlotSeries *series;
      DhSignal signal;
      gsize length;

      if (!dh_quantity_signal (shown->history, id, i, &signal))
        continue;
      length = dh_signal_length (&signal);
      if (length == 0 || dh_chart_x (view) == DH_X_BUMP
          || (dh_chart_x (view) == DH_X_DATA && signal.domain != DH_PER_STEP))
        continue;
      member = dh_signal_member_name (&signal);
      signal_id = dh_signal_id (&signal, id);
      key = g_strdup_printf ("%" G_GUINT64_FORMAT "/%s", shown->run->id, signal_id);
      label = series_label (name_run ? shown->run->name : NULL,
                            n_quantities (view) > 1 || (!name_run && !*member) ? _(info->label) : NULL,
                            member);
      series = dh_plot_add_series (plot, key, label);
      /* The colour says which run; beside others, which quantity it is has to be told. */
      series->end_label = g_strdup (*member ? member : n_quantities (view) > 1 ? _(info->label)
                                    : name_run ? shown->run->name : NULL);
      series->colour = shown->run->colour;
      series->line_style = signal.weight + quantity_index;
      series->side = side;
      series->hidden = dh_view_is_hidden (view, key);
      series->diverges = diverges;
      if (dh_chart_x (view) == DH_X_DATA)
        set_scatter (series, shown->history, &signal, length);
      else
        set_line (series, shown->history, &signal, length, dh_chart_x (view));
    }
}

static void
add_side (const DhChartContext *context, const DhView *view, GArray *shown, char **ids,
          DhPlotSide side, DhPlot *plot)
{
  guint offset = side == DH_PLOT_RIGHT ? g_strv_length (view->left) : 0;

  for (guint q = 0; ids && ids[q]; q++)
    {
      const DhQuantityInfo *info = dh_quantity_find (ids[q]);

      if (info && info->domain == DH_PER_X)
        {
          dh_chart_add_fit (context, view, shown, side, plot);
          continue;
        }
      if (info && info->domain == DH_PER_BUMP)
        {
          if (dh_chart_x (view) == DH_X_BUMP)
            dh_chart_add_bump_error (context, view, shown, side, plot);
          continue;
        }
      for (guint i = 0; info && i < shown->len; i++)
        if (g_array_index (shown, DhShownRun, i).history)
          add_signals (view, &g_array_index (shown, DhShownRun, i), ids[q], q + offset, shown->len > 1,
                       side, plot);
    }
}

/* Faint lines between epochs, where there are few and all runs shown agree on them. */
static void
add_epoch_marks (const DhView *view, GArray *shown, DhPlot *plot)
{
  guint64 steps = 0, epochs = 0;

  if (dh_chart_x (view) != DH_X_STEP)
    return;
  for (guint i = 0; i < shown->len; i++)
    {
      DhShownRun *one = &g_array_index (shown, DhShownRun, i);
      guint64 own;

      if (!one->history)
        continue;
      own = dh_history_steps_per_epoch (one->history);
      if (own <= 1 || (steps != 0 && own != steps))
        return;
      steps = own;
      epochs = MAX (epochs, (dh_history_n_steps (one->history) + own - 1) / own);
    }
  if (epochs > MAX_EPOCH_MARKS)
    return;
  for (guint64 e = 1; e < epochs; e++)
    dh_plot_add_mark (plot, (double) (e * steps) + 0.5, NULL)->faint = TRUE;
}

/* A sign on the axis at the first step of each finding. */
static void
add_findings (const DhView *view, GArray *shown, DhPlot *plot)
{
  if (dh_chart_x (view) == DH_X_DATA)
    return;
  for (guint i = 0; i < shown->len; i++)
    {
      const DhShownRun *one = &g_array_index (shown, DhShownRun, i);

      for (guint j = 0; one->findings && one->history && j < one->findings->len; j++)
        {
          const DhFinding *finding = g_ptr_array_index (one->findings, j);
          double unit = view->x == DH_X_EPOCH ? (double) dh_history_steps_per_epoch (one->history) : 1;
          g_autofree char *title = NULL, *label = NULL;
          DhPlotMark *mark;

          if (!dh_finding_has_place (finding) || finding->step == 0)
            continue;
          title = dh_finding_title (finding);
          /* Translators: a run's name and what was found of it: "2 neurons: bump lost at step 29". */
          label = g_strdup_printf (_("%s: %s"), one->run->name, title);
          mark = dh_plot_add_mark (plot, (double) finding->step / unit, label);
          mark->sign = TRUE;
          mark->colour = one->run->colour;
        }
    }
}

static char *
axis_label (char **ids)
{
  g_autoptr (GString) label = g_string_new (NULL);

  for (char **id = ids; id && *id; id++)
    {
      const DhQuantityInfo *info = dh_quantity_find (*id);
      const char *text = info ? _(info->label) : *id;
      g_autofree char *member_text = NULL;

      for (guint i = 0; !id[1] && id == ids && i < G_N_ELEMENTS (axis_labels); i++)
        if (strcmp (*id, axis_labels[i].id) == 0)
          text = _(axis_labels[i].label);
      /* One weight of a group: "Weights a". */
      if (info && info->group && strcmp (info->id, *id) != 0 && strchr (*id, '.'))
        text = member_text = g_strdup_printf ("%s %s", _(info->label), strchr (*id, '.') + 1);
      g_string_append_printf (label, "%s%s", label->len > 0 ? ", " : "", text);
    }
  return g_string_free (g_steal_pointer (&label), FALSE);
}

char *
dh_chart_title (const DhView *view)
{
  g_autoptr (GString) title = NULL;

  if (view->title)
    return g_strdup (view->title);
  title = g_string_new (NULL);
  for (guint side = 0; side < 2; side++)
    for (char **id = side ? view->right : view->left; id && *id; id++)
      {
        char *one[] = { *id, NULL };
        const DhQuantityInfo *info = dh_quantity_find (*id);
        g_autofree char *text = info && strcmp (info->id, *id) == 0 ? g_strdup (_(info->label)) : axis_label (one);

        g_string_append_printf (title, "%s%s", title->len > 0 ? ", " : "", text);
      }
  return g_string_free (g_steal_pointer (&title), FALSE);
}

static void
set_axis (DhPlotAxis *axis, const DhAxisSpec *spec, char *label)
{
  static const DhScaleKind kinds[DH_AXIS_N] = {
    [DH_AXIS_LINEAR] = DH_SCALE_LINEAR,
    [DH_AXIS_LOG] = DH_SCALE_LOG,
    [DH_AXIS_SYMLOG] = DH_SCALE_SYMLOG,
  };

  axis->label = label;
  axis->kind = kinds[spec->kind];
  axis->fixed = spec->fixed;
  axis->min = spec->min;
  axis->max = spec->max;
}

/* Why there is nothing to see, for the middle of an empty chart. */
static char *
empty_text (const DhChartContext *context, const DhView *view, GArray *shown)
{
  const DhQuantityInfo *first = view->left && view->left[0] ? dh_quantity_find (view->left[0]) : NULL;
  gboolean waiting = FALSE;

  if (dh_experiment_n_runs (context->experiment) == 0)
    return g_strdup (_("There are no runs. Add one."));
  if (shown->len == 0)
    return g_strdup (_("All runs are hidden."));
  for (guint i = 0; i < shown->len; i++)
    waiting |= !g_array_index (shown, DhShownRun, i).history
               || dh_history_n_steps (g_array_index (shown, DhShownRun, i).history) == 0;
  if (waiting)
    return g_strdup (_("Nothing has been computed yet."));
  if (first && strcmp (first->id, "bump-derivatives") == 0)
    return g_strdup (_("These runs have not recorded bump derivatives. Choose a bump gradient, or record it beside."));
  return g_strdup (_("These runs have not recorded this."));
}

/* Whether the x axis counts: steps, or epochs where nothing shown has values between two of them. */
static gboolean
counts (const DhView *view, DhXAxis x)
{
  if (x != DH_X_EPOCH)
    return x == DH_X_STEP;
  for (guint side = 0; side < 2; side++)
    for (char **id = side ? view->right : view->left; id && *id; id++)
      {
        const DhQuantityInfo *info = dh_quantity_find (*id);

        if (info && info->domain != DH_PER_EPOCH)
          return FALSE;
      }
  return TRUE;
}

DhPlot *
dh_chart_build (const DhChartContext *context, const DhView *view)
{
  static const char *x_labels[DH_X_N] = { N_("Step"), N_("Epoch"), "x", N_("Bump h") };
  g_autoptr (GArray) shown = dh_chart_shown_runs (context, view);
  DhXAxis x = dh_chart_x (view);
  DhPlot *plot = dh_plot_new ();

  plot->title = dh_chart_title (view);
  plot->caption = dh_chart_caption (context->experiment, view);
  plot->legend = view->legend;
  set_axis (&plot->x, &view->x_axis, g_strdup (x == DH_X_DATA ? x_labels[x] : _(x_labels[x])));
  plot->x.whole = counts (view, x);
  /* Sixteen powers of ten: a view that was over something else has no say in how. */
  if (x == DH_X_BUMP && view->x != DH_X_BUMP)
    {
      plot->x.kind = DH_SCALE_LOG;
      plot->x.fixed = FALSE;
    }
  set_axis (&plot->left, &view->left_axis, axis_label (view->left));
  plot->has_right = view->right && view->right[0];
  if (plot->has_right)
    set_axis (&plot->right, &view->right_axis, axis_label (view->right));
  add_side (context, view, shown, view->left, DH_PLOT_LEFT, plot);
  if (plot->has_right)
    add_side (context, view, shown, view->right, DH_PLOT_RIGHT, plot);
  add_epoch_marks (view, shown, plot);
  add_findings (view, shown, plot);
  plot->empty_text = empty_text (context, view, shown);
  return plot;
}

/* Steps on one unit of the view's x axis; 0 where it has no steps. */
static double
steps_per_unit (const DhChartContext *context, const DhView *view)
{
  g_autoptr (GArray) shown = NULL;

  if (dh_chart_x (view) == DH_X_DATA || dh_chart_x (view) == DH_X_BUMP)
    return 0;
  if (dh_chart_x (view) == DH_X_STEP)
    return 1;
  shown = dh_chart_shown_runs (context, view);
  for (guint i = 0; i < shown->len; i++)
    if (g_array_index (shown, DhShownRun, i).history)
      return (double) dh_history_steps_per_epoch (g_array_index (shown, DhShownRun, i).history);
  return 0;
}

gboolean
dh_chart_playhead_x (const DhChartContext *context, const DhView *view, double *x)
{
  double unit = steps_per_unit (context, view);

  if (unit <= 0)
    return FALSE;
  *x = (double) context->playhead / unit;
  return TRUE;
}

gboolean
dh_chart_x_to_step (const DhChartContext *context, const DhView *view, double x, guint64 *step)
{
  double unit = steps_per_unit (context, view);

  if (unit <= 0 || !isfinite (x))
    return FALSE;
  *step = x <= 0 ? 0 : x * unit >= 0x1p53 ? (guint64) 1 << 53 : (guint64) (x * unit + 0.5);
  return TRUE;
}
