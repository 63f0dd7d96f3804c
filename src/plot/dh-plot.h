/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Plot: what is to be drawn, as an immutable value: axes, series, marks, title, caption. No pixels,
 * no theme. Reference-counted atomically; filled in by its maker and never changed once it has
 * been laid out or shared. Series read their values through callbacks that any thread may call. */
#pragma once

#include "dh-scale.h"

G_BEGIN_DECLS

typedef struct
{
  double min, max;      /* finite values; min > max: none */
  double min_positive;  /* inf: none */
  gsize n_gaps;         /* not finite */
} DhPlotExtremes;

/* Where a series' y values come from. All callbacks must be thread-safe and describe @length values
 * that never change. */
typedef struct
{
  gsize length;
  void (*read)     (gpointer data, gsize first, gsize n, double *out);
  void (*extremes) (gpointer data, gsize first, gsize n, DhPlotExtremes *out); /* exact */
  gpointer data;
  GDestroyNotify free_data;
} DhPlotSource;

typedef enum { DH_PLOT_LINE, DH_PLOT_POINTS } DhPlotStyle;
typedef enum { DH_PLOT_LEFT, DH_PLOT_RIGHT } DhPlotSide;

typedef struct
{
  char *key;          /* stable: "3/w.a" */
  char *label;        /* legend and read-out: "2 neurons · a" */
  char *end_label;    /* at the line's end: "a"; NULL: none */
  guint32 colour;     /* dh-palette.h */
  guint line_style;   /* dash index */
  DhPlotStyle style;  /* lines get point marks by themselves when points are few */
  DhPlotSide side;
  gboolean hidden;    /* in the legend, struck out; not drawn, no part in ranges */
  gboolean diverges;  /* automatic ranges keep the readable part, the rest leaves with an arrow */
  /* x of point i: x0 + i*dx, or xs[i] when xs is not NULL (ascending for lines; owned). */
  double x0, dx;
  double *xs;
  DhPlotSource y;
} DhPlotSeries;

typedef struct
{
  char *label;        /* "Error (ŷ − y)²"; with unit in it if any */
  DhScaleKind kind;
  gboolean fixed;     /* min, max given; else automatic */
  double min, max;
  gboolean whole;     /* steps, epochs: whole-number ticks */
} DhPlotAxis;

typedef struct
{
  double x;
  char *label;        /* "leaves at step 26", "epoch 2" */
  guint32 colour;
  gboolean faint;     /* epoch boundaries and the like: thin line, no label */
  gboolean sign;      /* a small sign on the x axis, no line; the label is what the pointer and the summary say */
} DhPlotMark;

typedef struct
{
  char *title;
  char *caption;      /* settings and seed, drawn only in exports; may be NULL */
  char *empty_text;   /* said when there is nothing to draw: "No data yet" */
  DhPlotAxis x, left, right;
  gboolean has_right;
  gboolean legend;
  GPtrArray *series;  /* of DhPlotSeries, owned */
  GPtrArray *marks;   /* of DhPlotMark, owned */
  gatomicrefcount ref_count; /* private */
} DhPlot;

DhPlot       *dh_plot_new         (void) G_GNUC_WARN_UNUSED_RESULT;
DhPlot       *dh_plot_ref         (DhPlot *plot);
void          dh_plot_unref       (DhPlot *plot);
/* Adds an empty series (line, left, dx 1) to be filled in; owned by the plot. */
DhPlotSeries *dh_plot_add_series  (DhPlot *plot, const char *key, const char *label);
DhPlotMark   *dh_plot_add_mark    (DhPlot *plot, double x, const char *label);
/* Copies n values into the series' source. */
void          dh_plot_series_set_values (DhPlotSeries *series, const double *values, gsize n);
void          dh_plot_series_set_xs     (DhPlotSeries *series, const double *xs, gsize n);
double        dh_plot_series_x    (const DhPlotSeries *series, gsize i);
/* Index of the point nearest to @x (by x), or of the last point at or before it. FALSE when empty. */
gboolean      dh_plot_series_nearest (const DhPlotSeries *series, double x, gsize *i);
DhPlotSeries *dh_plot_get_series  (const DhPlot *plot, guint i);
guint         dh_plot_n_series    (const DhPlot *plot);
/* In words, for accessibility: axes, and each visible series with its first, last, least and
 * greatest value. Translated. */
char         *dh_plot_summary     (const DhPlot *plot, const char *decimal_point); /* NULL: "." */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhPlot, dh_plot_unref)

G_END_DECLS
