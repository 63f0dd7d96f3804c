/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Chart raster. One pool serves all charts. Its threads stay, because Pango's font map is each thread's own and making
 * a new one costs more than painting. The owner is read and cleared only on the thread that owns the port. */
#include "dh-chart-raster.h"

#include "dh-widgets-private.h"

#include <math.h>

#define MAX_THREADS 4
/* Cairo's limit for an image surface. */
#define MAX_PIXELS 32767

struct _DhRasterPort
{
  gatomicrefcount ref_count;
  GMainContext *context;
  gpointer owner;
  DhRasterFunc func;
};

typedef struct
{
  DhRasterPort *port;
  DhPlot *plot;
  gboolean paint;
  DhLayoutOptions options; /* its strings are the job's */
  DhRasterResult result;
} Job;

static void
port_unref (DhRasterPort *port)
{
  if (!g_atomic_ref_count_dec (&port->ref_count))
    return;
  g_main_context_unref (port->context);
  g_free (port);
}

static void
job_free (gpointer data)
{
  Job *job = data;

  dh_raster_result_clear (&job->result);
  dh_plot_unref (job->plot);
  g_free ((char *) job->options.font);
  g_free ((char *) job->options.decimal_point);
  port_unref (job->port);
  g_free (job);
}

static gboolean
deliver_cb (gpointer data)
{
  Job *job = data;

  if (job->port->owner != NULL)
    job->port->func (job->port->owner, &job->result);
  return G_SOURCE_REMOVE;
}

static int
pixels (double units, double scale)
{
  return (int) CLAMP (ceil (units * scale), 1, MAX_PIXELS);
}

static void
paint (Job *job)
{
  const DhLayoutOptions *options = &job->options;
  cairo_t *cr;

  job->result.layout = dh_layout_new (job->plot, options);
  job->result.surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32,
                                                    pixels (options->width, options->scale),
                                                    pixels (options->height, options->scale));
  cairo_surface_set_device_scale (job->result.surface, options->scale, options->scale);
  cr = cairo_create (job->result.surface);
  dh_layout_paint (job->result.layout, cr);
  cairo_destroy (cr);
  cairo_surface_flush (job->result.surface);
}

/* On a thread of the pool. */
static void
work (gpointer data, gpointer pool_data)
{
  Job *job = data;
  GSource *source = g_idle_source_new ();

  if (job->paint)
    paint (job);
  else
    job->result.summary = dh_plot_summary (job->plot, job->options.decimal_point);
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_static_name (source, "downhill: chart is painted");
  g_source_set_callback (source, deliver_cb, job, job_free);
  /* The source, and the job with it, belong to the context from here on. */
  {
    g_autoptr (GMainContext) context = g_main_context_ref (job->port->context);

    g_source_attach (source, context);
  }
  g_source_unref (source);
}

static GThreadPool *
get_pool (void)
{
  static GThreadPool *pool = NULL;
  static gsize done = 0;

  if (g_once_init_enter (&done))
    {
      int threads = CLAMP ((int) g_get_num_processors (), 1, MAX_THREADS);

      pool = g_thread_pool_new (work, NULL, threads, TRUE, NULL);
      g_once_init_leave (&done, 1);
    }
  return pool;
}

static void
push (DhRasterPort *port, DhPlot *plot, const DhLayoutOptions *options)
{
  Job *job = g_new0 (Job, 1);

  g_atomic_ref_count_inc (&port->ref_count);
  job->port = port;
  job->plot = dh_plot_ref (plot);
  job->paint = options != NULL;
  /* The locale is asked here, on its own thread. */
  job->options.decimal_point = g_strdup (dh_widgets_decimal_point ());
  if (options != NULL)
    {
      g_free ((char *) job->options.decimal_point);
      job->options = *options;
      job->options.font = g_strdup (options->font);
      job->options.decimal_point = g_strdup (options->decimal_point);
    }
  g_thread_pool_push (get_pool (), job, NULL);
}

DhRasterPort *
dh_raster_port_new (gpointer owner, DhRasterFunc func)
{
  DhRasterPort *port;

  g_return_val_if_fail (owner != NULL && func != NULL, NULL);

  port = g_new0 (DhRasterPort, 1);
  g_atomic_ref_count_init (&port->ref_count);
  port->context = g_main_context_ref_thread_default ();
  port->owner = owner;
  port->func = func;
  return port;
}

void
dh_raster_port_close (DhRasterPort *port)
{
  g_return_if_fail (port != NULL);

  port->owner = NULL;
  port_unref (port);
}

void
dh_raster_paint (DhRasterPort *port, DhPlot *plot, const DhLayoutOptions *options)
{
  g_return_if_fail (port != NULL && plot != NULL && options != NULL);

  push (port, plot, options);
}

void
dh_raster_summarise (DhRasterPort *port, DhPlot *plot)
{
  g_return_if_fail (port != NULL && plot != NULL);

  push (port, plot, NULL);
}

void
dh_raster_result_clear (DhRasterResult *result)
{
  g_clear_pointer (&result->layout, dh_layout_unref);
  g_clear_pointer (&result->surface, cairo_surface_destroy);
  g_clear_pointer (&result->summary, g_free);
}
