/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* What a layout holds, for the files of the plot layer that build it, paint it and answer from it. Everything is
 * in user units and written before the layout is handed out, never after. */
#pragma once

#include "dh-layout.h"
#include "dh-text.h"
#include "dh-ticks.h"

G_BEGIN_DECLS

#define DH_TICK_LENGTH  4.0
#define DH_LINE_WIDTH   1.6
#define DH_SAMPLE_WIDTH 22.0 /* line sample in the legend */

typedef struct
{
  char *text;
  DhFont font;
  DhRgba colour;
  double x, y, width, height; /* upper left corner */
  double max_width;           /* > 0: ellipsised or wrapped to that */
  int lines;
  gboolean halo, strike;
} DhTextItem;

typedef struct
{
  guint series;
  DhRect rect;    /* the whole entry: what can be clicked */
} DhLegendEntry;

typedef struct
{
  double x, y;    /* y NaN: the line breaks here */
  gsize index;
} DhPixel;

typedef enum { DH_EDGE_ABOVE, DH_EDGE_BELOW, DH_EDGE_NOT_FINITE, DH_N_EDGES } DhEdgeKind;

/* Neighbouring points that cannot be drawn, as one stretch along the edge. */
typedef struct
{
  DhEdgeKind kind;
  double from, to;
  gboolean arrow;        /* begins at the arrow of a run that leaves: needs no mark of its own */
} DhEdgeSpan;

typedef struct
{
  gboolean shown;
  gboolean dense;        /* several points a pixel: dashes and marks would be noise */
  double mark_radius;    /* 0: none */
  GArray *pixels;        /* of DhPixel */
  GArray *spans;         /* of DhEdgeSpan */
  guint slot;            /* which of the edge's lanes its stretches use */
} DhDrawn;

/* Where a run that explodes goes out for good. */
typedef struct
{
  guint series;
  double x, y;           /* the tip, at the edge */
  double value;          /* x of the first point outside */
  gboolean up;
} DhLeave;

/* A mark that is a sign: its middle. */
typedef struct
{
  guint mark;
  double x, y;
} DhSign;

struct _DhLayout
{
  gatomicrefcount ref_count;
  DhPlot *plot;
  DhLayoutOptions options;
  char *font, *decimal_point;
  double text_size;      /* factor on the font */
  DhRect rect;
  DhScale x, y[2];
  DhTicks x_ticks, y_ticks[2];
  gboolean empty;
  GArray *texts;         /* of DhTextItem */
  GArray *legend;        /* of DhLegendEntry */
  DhDrawn *drawn;        /* one a series */
  guint n_drawn;
  GArray *leaves;        /* of DhLeave */
  GArray *signs;         /* of DhSign */
};

static inline double
dh_rect_right (const DhRect *rect)
{
  return rect->x + rect->width;
}

static inline double
dh_rect_bottom (const DhRect *rect)
{
  return rect->y + rect->height;
}

DhTextItem *dh_layout_add_text   (DhLayout *self, DhText *text, DhFont font, const char *string,
                                  const DhRgba *colour, double max_width, int lines);
gboolean    dh_layout_text_free_at (const DhLayout *self, double x, double y, double width,
                                    double height, guint from);
/* "step 26" of an axis labelled "Step". */
char       *dh_layout_x_phrase   (const DhLayout *self, double x, guint digits);
char       *dh_layout_legend_text (const DhPlotSeries *series);

/* dh-layout-legend.c: lays the legend out from @y down within @max_height; returns its height. */
double      dh_layout_legend     (DhLayout *self, DhText *text, double x, double y, double width,
                                  double max_height);
/* dh-layout-series.c: series as pixels, edge stretches, leaves; after rect and scales are set. */
void        dh_layout_series     (DhLayout *self);
/* dh-layout-labels.c: everything written inside and beside the plot rectangle. */
double      dh_layout_end_label_room (const DhLayout *self, DhText *text);
void        dh_layout_labels     (DhLayout *self, DhText *text);

/* dh-layout-signs.c: after rect and scale are set. */
void        dh_layout_signs      (DhLayout *self);
void        dh_paint_signs       (const DhLayout *self, cairo_t *cr);
gboolean    dh_layout_hit_sign   (const DhLayout *self, double px, double py, guint *mark);

/* dh-paint-series.c */
void        dh_paint_series      (const DhLayout *self, cairo_t *cr);
void        dh_paint_sample      (const DhLayout *self, guint series, double x, double y, cairo_t *cr);
void        dh_set_source        (cairo_t *cr, const DhRgba *rgba);
/* Middle of the device pixel that holds @position, so that a hairline is sharp. */
double      dh_snap              (const DhLayout *self, double position);

G_END_DECLS
