/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Layout: where everything of a plot goes for a size, a theme and a zoom. Immutable and reference-counted;
 * made on any thread (it measures text with Pango), painted on any thread, and the same layout
 * answers where the pointer is. */
#pragma once

#include <cairo.h>

#include "dh-palette.h"
#include "dh-plot.h"

G_BEGIN_DECLS

/* A zoomed axis: min/max in values. */
typedef struct { gboolean set; double min, max; } DhZoomRange;
typedef struct { DhZoomRange x, left, right; } DhZoom;

typedef struct
{
  double width, height;    /* user units (CSS pixels, points) */
  double scale;            /* device pixels a unit, for hairlines and decimation: 1, 2 */
  DhTheme theme;
  const char *font;        /* Pango font description, NULL: "Sans 10" */
  gboolean show_title;     /* the window has its own title line; exports draw one */
  gboolean show_caption;
  const char *decimal_point; /* NULL: "." */
  DhZoom zoom;
} DhLayoutOptions;

void dh_layout_options_init (DhLayoutOptions *options, double width, double height); /* light, scale 1, title */

typedef struct { double x, y, width, height; } DhRect;

typedef struct _DhLayout DhLayout;

DhLayout *dh_layout_new    (DhPlot *plot, const DhLayoutOptions *options) G_GNUC_WARN_UNUSED_RESULT;
DhLayout *dh_layout_ref    (DhLayout *layout);
void      dh_layout_unref  (DhLayout *layout);
DhPlot   *dh_layout_get_plot (const DhLayout *layout);
void      dh_layout_size   (const DhLayout *layout, double *width, double *height);
void      dh_layout_plot_rect (const DhLayout *layout, DhRect *rect); /* inside the axes */
void      dh_layout_x_scale   (const DhLayout *layout, DhScale *scale);
void      dh_layout_y_scale   (const DhLayout *layout, DhPlotSide side, DhScale *scale);

double    dh_layout_x_to_pixel   (const DhLayout *layout, double x);
double    dh_layout_pixel_to_x   (const DhLayout *layout, double px);
double    dh_layout_y_to_pixel   (const DhLayout *layout, DhPlotSide side, double y);
double    dh_layout_pixel_to_y   (const DhLayout *layout, DhPlotSide side, double py);

/* Everything but the overlay. Touches only @layout and @cr. */
void      dh_layout_paint  (const DhLayout *layout, cairo_t *cr);

typedef struct
{
  gboolean has_playhead, has_crosshair, has_box, focused;
  double playhead;       /* x values */
  double crosshair;
  DhRect box;            /* a zoom box being dragged, pixels */
  gboolean readout;      /* show the read-out beside the crosshair */
} DhOverlay;

/* Cheap: playhead line, crosshair line with dots and read-out, zoom box, focus ring. */
void      dh_layout_paint_overlay (const DhLayout *layout, const DhOverlay *overlay, cairo_t *cr);

typedef enum
{
  DH_HIT_NONE,
  DH_HIT_PLOT,
  DH_HIT_X_AXIS,
  DH_HIT_LEFT_AXIS,
  DH_HIT_RIGHT_AXIS,
  DH_HIT_LEGEND,    /* series tells which entry */
  DH_HIT_SIGN,      /* mark tells which of the plot's marks */
  DH_HIT_SERIES,    /* within 6 px of a drawn point or line; series and point tell which */
} DhHitKind;

typedef struct
{
  DhHitKind kind;
  guint series;
  gsize point;
  guint mark;
} DhHit;

void      dh_layout_hit    (const DhLayout *layout, double px, double py, DhHit *hit);

typedef struct
{
  guint series;
  double x, y;          /* of the point nearest to the asked x */
  gboolean exact;       /* has a point right there (within half a spacing) */
  char *text;           /* formatted value, 7 digits, or the name of what it is ("∞") */
} DhReadoutRow;

/* Every visible series at @x, in legend order. Owned rows: free with dh_readout_free(). */
GArray   *dh_layout_readout (const DhLayout *layout, double x);
void      dh_readout_free   (GArray *rows);
/* x of the nearest point of any visible series, for snapping the crosshair; @x itself if none. */
double    dh_layout_snap_x  (const DhLayout *layout, double x);

/* What could not be drawn inside the plot, for tests and for words: points above, below, not finite. */
typedef struct { guint series; gsize n_above, n_below, n_not_finite, n_not_positive; } DhEdgeCount;
guint     dh_layout_n_edges (const DhLayout *layout);
void      dh_layout_edge    (const DhLayout *layout, guint i, DhEdgeCount *edge);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhLayout, dh_layout_unref)

G_END_DECLS
