/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Chart raster: lays out and paints a plot on a worker thread. The worker gets plain data only; what it made comes back
 * on the thread that made the port, in its main context, unless the port has been closed by then. */
#pragma once

#include "dh-layout.h"

G_BEGIN_DECLS

typedef struct _DhRasterPort DhRasterPort;

/* Result of a job. @surface and @layout are the receiver's; NULL in an answer to a summary. */
typedef struct
{
  DhLayout *layout;
  cairo_surface_t *surface; /* ARGB32, device scale set */
  char *summary;
} DhRasterResult;

/* Called at most once a job, in the order in which jobs end; takes @result's contents. */
typedef void (*DhRasterFunc) (gpointer owner, DhRasterResult *result);

DhRasterPort *dh_raster_port_new   (gpointer owner, DhRasterFunc func) G_GNUC_WARN_UNUSED_RESULT;
/* After it nothing is called any more. Jobs under way end by themselves and free what they made. */
void          dh_raster_port_close (DhRasterPort *port);
void          dh_raster_paint      (DhRasterPort *port, DhPlot *plot, const DhLayoutOptions *options);
void          dh_raster_summarise  (DhRasterPort *port, DhPlot *plot);
void          dh_raster_result_clear (DhRasterResult *result);

G_END_DECLS
