/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Window, export: pictures of charts, and numbers as CSV. What is written is taken when the user
 * asks (plots and histories are immutable or append-only), and written on a thread. */
#include "config.h"

#include "dh-window-private.h"

#include "dh-chart-file.h"
#include "dh-csv.h"
#include "dh-error.h"
#include "dh-export-dialog.h"
#include "dh-file-dialog.h"

#include <glib/gi18n-lib.h>

typedef enum
{
  JOB_PICTURE,
  JOB_PLOT_CSV,
  JOB_STEPS_CSV,
  JOB_EPOCHS_CSV,
} JobKind;

/* All that the writing thread needs; plain data, so that it may be freed there. */
typedef struct
{
  JobKind kind;
  char *name;         /* suggested, without an ending */
  char *path;
  guint n_plots;
  DhPlot *plots[DH_EXPERIMENT_MAX_VIEWS];
  DhZoom zooms[DH_EXPERIMENT_MAX_VIEWS];
  DhChartFileOptions options;
  DhHistory *history;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  for (guint i = 0; i < job->n_plots; i++)
    dh_plot_unref (job->plots[i]);
  g_clear_pointer (&job->history, dh_history_unref);
  g_free (job->name);
  g_free (job->path);
  g_free (job);
}

static Job *
job_new (JobKind kind, const char *name)
{
  Job *job = g_new0 (Job, 1);

  job->kind = kind;
  job->name = g_strdup (name);
  return job;
}

static gboolean
job_add_chart (Job *job, DhChart *chart)
{
  DhPlot *plot = dh_chart_get_plot (chart);

  if (plot == NULL)
    return FALSE;
  job->plots[job->n_plots] = dh_plot_ref (plot);
  dh_chart_get_zoom (chart, &job->zooms[job->n_plots]);
  job->n_plots++;
  return TRUE;
}

static gboolean
write_csv (Job *job, GError **error)
{
  DhFileWriter *writer = dh_file_writer_new (job->path, error);
  FILE *stream;
  gboolean ok;

  if (writer == NULL)
    return FALSE;
  stream = dh_file_writer_stream (writer);
  if (job->kind == JOB_PLOT_CSV)
    ok = dh_csv_write_plot (job->plots[0], stream, error);
  else if (job->kind == JOB_STEPS_CSV)
    ok = dh_csv_write_steps (job->history, stream, error);
  else
    ok = dh_csv_write_epochs (job->history, stream, error);
  if (!ok)
    {
      dh_file_writer_abandon (writer);
      return FALSE;
    }
  return dh_file_writer_finish (writer, error);
}

static void
write_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  GError *error = NULL;
  gboolean ok;

  if (job->kind == JOB_PICTURE)
    ok = dh_chart_file_write (job->plots, job->n_plots, job->path, &job->options, &error);
  else
    ok = write_csv (job, &error);
  if (ok)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GWeakRef *ref = data;
  g_autoptr (DhWindow) self = g_weak_ref_get (ref);
  g_autoptr (GError) error = NULL;
  Job *job = g_task_get_task_data (G_TASK (result));

  if (g_task_propagate_boolean (G_TASK (result), &error) && self != NULL)
    {
      g_autofree char *display = g_filename_display_name (job->path);
      g_autofree char *text = g_strdup_printf (_("Exported to %s"), display);

      dh_window_toast (self, text);
    }
  else if (self != NULL)
    dh_window_show_error (self, error);
  g_weak_ref_clear (ref);
  g_free (ref);
}

/* The ending decides, so that the file is what its name says. */
static gboolean
take_path (Job *job, GFile *file, GError **error)
{
  job->path = g_file_get_path (file);
  if (job->path == NULL)
    {
      g_set_error (error, DH_ERROR, DH_ERROR_IO,
                   _("Only folders on this computer can be exported to. Choose one of them."));
      return FALSE;
    }
  if (job->kind != JOB_PICTURE)
    return TRUE;
  if (!dh_chart_format_from_path (job->path, &job->options.format, error))
    return FALSE;
  if (job->options.format != DH_CHART_PNG)
    job->options.scale = 1;
  return TRUE;
}

static void
chosen_cb (GtkWindow *parent, GFile *file, gpointer data)
{
  DhWindow *self = DH_WINDOW (parent);
  Job *job = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GTask) task = NULL;
  GWeakRef *ref;

  if (file == NULL || !take_path (job, file, &error))
    {
      if (error != NULL)
        dh_window_show_error (self, error);
      job_free (job);
      return;
    }
  job->options.zooms = job->zooms;
  ref = g_new0 (GWeakRef, 1);
  g_weak_ref_init (ref, self);
  task = g_task_new (NULL, NULL, written_cb, ref);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, write_in_thread);
}

static void
choose (DhWindow *self, Job *job)
{
  static const char *const endings[] = { ".png", ".svg", ".pdf" };
  const char *ending = job->kind == JOB_PICTURE ? endings[job->options.format] : ".csv";
  g_autofree char *name = g_strconcat (job->name, ending, NULL);

  dh_file_dialog_save (GTK_WINDOW (self),
                       job->kind == JOB_PICTURE ? _("Export Picture") : _("Export Numbers"), name,
                       ending, dh_session_get_file (self->session), chosen_cb, job);
}

/* As many charts beside each other as in the window. */
static guint
columns_on_screen (DhWindow *self)
{
  guint rows[6] = { 1 };

  dh_charts_page_arrange (dh_charts_page_n_cards (self->page), gtk_widget_get_width (GTK_WIDGET (self->page)),
                          gtk_widget_get_height (GTK_WIDGET (self->page)), rows);
  return rows[0];
}

static void
accepted_cb (DhExportDialog *dialog, DhWindow *self)
{
  Job *job = g_object_steal_data (G_OBJECT (dialog), "job");

  dh_export_dialog_get_options (dialog, &job->options);
  if (job->n_plots > 1)
    job->options.columns = columns_on_screen (self);
  choose (self, job);
}

/* As large as it is on the screen, to begin with. */
static void
ask_how (DhWindow *self, Job *job, GtkWidget *shown)
{
  GtkWidget *dialog
    = dh_export_dialog_new (GTK_WINDOW (self), MAX (gtk_widget_get_width (shown), 320),
                            MAX (gtk_widget_get_height (shown), 200));

  g_object_set_data_full (G_OBJECT (dialog), "job", job, job_free);
  g_signal_connect_object (dialog, "accepted", G_CALLBACK (accepted_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* The chart that an action is about, by its number on the charts page, or without one the smoothing page's; @name: for
 * a file, the chart's title. NULL when it has gone away. */
static DhChart *
target_chart (DhWindow *self, GVariant *parameter, char **name)
{
  DhChartCard *card;

  if (parameter == NULL)
    {
      *name = dh_smoothing_page_get_title (self->smoothing);
      return dh_smoothing_page_get_chart (self->smoothing);
    }
  card = dh_charts_page_get_card (self->page, g_variant_get_uint32 (parameter));
  if (card == NULL)
    return NULL;
  *name = dh_chart_title (dh_experiment_get_view (dh_session_get_experiment (self->session),
                                                  dh_chart_card_get_index (card)));
  return dh_chart_card_get_chart (card);
}

static void
chart_job (DhWindow *self, GVariant *parameter, JobKind kind)
{
  g_autofree char *name = NULL;
  DhChart *chart = target_chart (self, parameter, &name);
  Job *job;

  if (chart == NULL)
    return;
  job = job_new (kind, name);
  if (!job_add_chart (job, chart))
    job_free (job);
  else if (kind == JOB_PICTURE)
    ask_how (self, job, GTK_WIDGET (chart));
  else
    choose (self, job);
}

static void
chart_export_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  chart_job (data, parameter, JOB_PICTURE);
}

static void
chart_csv_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  chart_job (data, parameter, JOB_PLOT_CSV);
}

static void
export_sheet_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DhWindow *self = data;
  g_autofree char *title = NULL;
  Job *job;

  g_object_get (self->session, "title", &title, NULL);
  job = job_new (JOB_PICTURE, title);
  for (guint i = 0; i < dh_charts_page_n_cards (self->page); i++)
    job_add_chart (job, dh_chart_card_get_chart (dh_charts_page_get_card (self->page, i)));
  if (job->n_plots > 0)
    {
      ask_how (self, job, GTK_WIDGET (self->page));
      return;
    }
  job_free (job);
  dh_window_show_message (self, _("There is no chart to export. Add one first."));
}

/* An image surface's rows, as a texture of the same bytes. */
static GdkTexture *
texture_from_surface (cairo_surface_t *surface)
{
  gsize stride = (gsize) cairo_image_surface_get_stride (surface);
  int height = cairo_image_surface_get_height (surface);
  g_autoptr (GBytes) bytes = NULL;

  cairo_surface_flush (surface);
  bytes = g_bytes_new_with_free_func (cairo_image_surface_get_data (surface),
                                      stride * (gsize) height,
                                      (GDestroyNotify) cairo_surface_destroy,
                                      cairo_surface_reference (surface));
  return gdk_memory_texture_new (cairo_image_surface_get_width (surface), height,
                                 GDK_MEMORY_DEFAULT, bytes, stride);
}

/* Light, as the documents are that it is pasted into, and twice the pixels. */
static void
chart_copy_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DhWindow *self = data;
  g_autofree char *name = NULL;
  DhChart *chart = target_chart (self, parameter, &name);
  Job *job;

  if (chart == NULL)
    return;
  job = job_new (JOB_PICTURE, "");
  if (job_add_chart (job, chart))
    {
      g_autoptr (GdkTexture) texture = NULL;
      cairo_surface_t *surface;

      dh_chart_file_options_init (&job->options, DH_CHART_PNG);
      job->options.width = MAX (gtk_widget_get_width (GTK_WIDGET (chart)), 320);
      job->options.height = MAX (gtk_widget_get_height (GTK_WIDGET (chart)), 200);
      job->options.scale = 2;
      job->options.zooms = job->zooms;
      surface = dh_chart_render (job->plots, job->n_plots, &job->options);
      texture = texture_from_surface (surface);
      cairo_surface_destroy (surface);
      gdk_clipboard_set_texture (gtk_widget_get_clipboard (GTK_WIDGET (self)), texture);
      dh_window_toast (self, _("Picture copied"));
    }
  job_free (job);
}

static void
history_job (DhWindow *self, JobKind kind)
{
  DhRun *run = dh_session_get_run (self->session);
  DhHistory *history = run != NULL ? dh_session_get_history (self->session, run->id) : NULL;
  g_autofree char *name = NULL;
  Job *job;

  if (history == NULL)
    {
      dh_window_show_message (self, _("The selected run has not recorded anything yet."));
      return;
    }
  name = g_strdup_printf ("%s – %s", run->name,
                          kind == JOB_STEPS_CSV ? _("steps") : _("epochs"));
  job = job_new (kind, name);
  job->history = dh_history_ref (history);
  choose (self, job);
}

static void
export_steps_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  history_job (data, JOB_STEPS_CSV);
}

static void
export_epochs_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  history_job (data, JOB_EPOCHS_CSV);
}

void
dh_window_add_export_actions (DhWindow *self)
{
  static const GActionEntry entries[] = {
    { "chart-export", chart_export_cb, "u", NULL, NULL, { 0 } },
    { "chart-csv", chart_csv_cb, "u", NULL, NULL, { 0 } },
    { "chart-copy", chart_copy_cb, "u", NULL, NULL, { 0 } },
    { "smoothing-export", chart_export_cb, NULL, NULL, NULL, { 0 } },
    { "smoothing-csv", chart_csv_cb, NULL, NULL, NULL, { 0 } },
    { "smoothing-copy", chart_copy_cb, NULL, NULL, NULL, { 0 } },
    { "export-sheet", export_sheet_cb, NULL, NULL, NULL, { 0 } },
    { "export-steps", export_steps_cb, NULL, NULL, NULL, { 0 } },
    { "export-epochs", export_epochs_cb, NULL, NULL, NULL, { 0 } },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
