/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Charts of the command line: from --chart and the axes to views, and from views to a file. */
#include "config.h"

#include "dh-cli.h"

#include <glib/gi18n-lib.h>

#include "dh-chart-builder.h"
#include "dh-chart-file.h"
#include "dh-error.h"
#include "dh-findings.h"
#include "dh-quantity.h"

/* A cell of a sheet where --size does not say otherwise. */
#define CELL_WIDTH  640
#define CELL_HEIGHT 420

static gboolean
apply_axes (DhView *view, const DhCliOptions *options, GError **error)
{
  if (options->x != NULL && !dh_x_axis_parse (options->x, &view->x, error))
    {
      g_prefix_error (error, "--x: ");
      return FALSE;
    }
  if (options->y != NULL && !dh_axis_kind_parse (options->y, &view->left_axis.kind, error))
    {
      g_prefix_error (error, "--y: ");
      return FALSE;
    }
  return dh_view_validate (view, error);
}

/* "error,w.a": one chart with these on its left axis. */
static DhView *
parse_chart (const char *text, GError **error)
{
  g_auto (GStrv) ids = g_strsplit (text, ",", -1);
  DhView *view;

  for (guint i = 0; ids[i] != NULL; i++)
    if (!dh_quantity_check (g_strstrip (ids[i]), error))
      {
        g_prefix_error (error, "--chart: ");
        return NULL;
      }
  if (ids[0] == NULL)
    {
      g_set_error_literal (error, DH_ERROR, DH_ERROR_PARSE,
                           _("--chart: Name a quantity, for example error or weights."));
      return NULL;
    }
  view = dh_view_new (ids[0]);
  g_strfreev (view->left);
  view->left = g_steal_pointer (&ids);
  return view;
}

/* Whether any visible run will record @id. Told before the training, not by an empty chart
 * after it. */
static gboolean
check_recorded (const DhExperiment *experiment, const char *id, GError **error)
{
  const DhQuantityInfo *info = dh_quantity_find (id);

  if (info != NULL && !dh_quantity_is_recorded (info))
    return TRUE;
  for (gsize i = 0; i < dh_experiment_n_runs (experiment); i++)
    {
      DhRun *run = dh_experiment_get_run (experiment, i);
      g_autoptr (DhHistory) empty = NULL;

      if (!run->visible)
        continue;
      empty = dh_history_new (run, dh_experiment_get_data (experiment));
      if (dh_quantity_n_signals (empty, id) > 0)
        return TRUE;
    }
  dh_error_set_quoted (error, DH_ERROR_INVALID,
                       _("--chart: No run records %s. The model or the optimiser may not have it; "
                         "some quantities need --record bump or --record curvature."), id);
  return FALSE;
}

static GPtrArray *
own_views (const DhExperiment *experiment)
{
  GPtrArray *views = g_ptr_array_new_with_free_func ((GDestroyNotify) dh_view_free);

  for (gsize i = 0; i < dh_experiment_n_views (experiment); i++)
    g_ptr_array_add (views, dh_view_copy (dh_experiment_get_view (experiment, i)));
  return views;
}

GPtrArray *
dh_cli_charts_views (const DhCliOptions *options, const DhExperiment *experiment, GError **error)
{
  g_autoptr (GPtrArray) views = NULL;
  guint n = g_strv_length (options->charts);

  if (n > DH_EXPERIMENT_MAX_VIEWS)
    {
      g_set_error (error, DH_ERROR, DH_ERROR_LIMIT,
                   _("A sheet has room for %d charts; give fewer --chart, or several quantities "
                     "to one."), DH_EXPERIMENT_MAX_VIEWS);
      return NULL;
    }
  views = n > 0 ? g_ptr_array_new_with_free_func ((GDestroyNotify) dh_view_free)
                : own_views (experiment);
  for (guint i = 0; i < n; i++)
    {
      DhView *view = parse_chart (options->charts[i], error);

      if (view == NULL)
        return NULL;
      g_ptr_array_add (views, view);
      for (guint j = 0; view->left[j] != NULL; j++)
        if (!check_recorded (experiment, view->left[j], error))
          return NULL;
    }
  for (guint i = 0; i < views->len; i++)
    if (!apply_axes (g_ptr_array_index (views, i), options, error))
      return NULL;
  if (views->len == 0)
    {
      g_set_error_literal (error, DH_ERROR, DH_ERROR_INVALID,
                           _("The experiment has no charts of its own; add --chart QUANTITY."));
      return NULL;
    }
  return g_steal_pointer (&views);
}

gboolean
dh_cli_charts_file_options (const DhCliOptions *options, guint n, DhChartFileOptions *file, GError **error)
{
  DhChartFormat format;

  if (!dh_chart_format_from_path (options->output, &format, error))
    return FALSE;
  dh_chart_file_options_init (file, format);
  file->dark = options->dark;
  if (options->scale > 0)
    file->scale = options->scale;
  if (options->width > 0)
    {
      file->width = options->width;
      file->height = options->height;
    }
  else if (n > 1)
    {
      guint columns, rows;

      dh_chart_grid (n, &columns, &rows);
      file->width = columns * CELL_WIDTH;
      file->height = rows * CELL_HEIGHT;
    }
  return TRUE;
}

static DhPlot *
build_plot (const DhChartContext *context, const DhView *view)
{
  DhPlot *plot = dh_chart_build (context, view);

  if (plot->title == NULL)
    plot->title = dh_chart_title (view);
  if (plot->caption == NULL)
    plot->caption = dh_chart_caption (context->experiment, view);
  return plot;
}

gboolean
dh_cli_charts_write (const DhCliOptions *options, const DhExperiment *experiment,
                     const DhCliResult *results, GPtrArray *views, GError **error)
{
  gsize n_runs = dh_experiment_n_runs (experiment);
  g_autofree DhHistory **histories = g_new0 (DhHistory *, n_runs + 1);
  g_autoptr (GPtrArray) plots = g_ptr_array_new_with_free_func ((GDestroyNotify) dh_plot_unref);
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  DhChartContext context = { experiment, histories, G_MAXUINT64, NULL };
  DhChartFileOptions file;

  for (gsize i = 0; i < n_runs; i++)
    {
      histories[i] = results[i].history;
      g_ptr_array_add (findings, dh_findings_find (histories[i], NULL));
    }
  context.findings = (GPtrArray *const *) findings->pdata;
  for (guint i = 0; i < views->len; i++)
    g_ptr_array_add (plots, build_plot (&context, g_ptr_array_index (views, i)));
  if (!dh_cli_charts_file_options (options, plots->len, &file, error))
    return FALSE;
  return dh_chart_file_write ((DhPlot *const *) plots->pdata, plots->len, options->output, &file,
                              error);
}
