/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* View: what one chart shows. Plain data owned by an experiment. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum { DH_X_STEP, DH_X_EPOCH, DH_X_DATA, DH_X_BUMP, DH_X_N } DhXAxis;
typedef enum { DH_AXIS_LINEAR, DH_AXIS_LOG, DH_AXIS_SYMLOG, DH_AXIS_N } DhAxisKind;

typedef struct
{
  DhAxisKind kind;
  gboolean fixed;      /* else automatic */
  double min, max;     /* when fixed: min < max, both > 0 for log */
} DhAxisSpec;

typedef struct
{
  char *title;         /* NULL: made from the quantities */
  DhXAxis x;
  char **left;         /* quantity ids (dh-quantity.h), at least one, NULL-terminated */
  char **right;        /* quantity ids of the right axis; NULL or empty: no right axis */
  DhAxisSpec x_axis, left_axis, right_axis;
  gboolean legend;     /* shown */
  char **hidden;       /* keys of series hidden by the legend ("RUNID/QUANTITY"); may be NULL */
  guint64 *runs;       /* ids of the runs shown; NULL: every visible run */
  gsize n_runs;
} DhView;

/* The four charts of a first experiment: errors (log), weights, derivatives, fit. */
typedef enum { DH_VIEW_ERRORS, DH_VIEW_WEIGHTS, DH_VIEW_DERIVATIVES, DH_VIEW_FIT, DH_VIEW_N_DEFAULTS } DhViewDefault;

DhView  *dh_view_new        (const char *quantity) G_GNUC_WARN_UNUSED_RESULT;
DhView  *dh_view_new_default (DhViewDefault which) G_GNUC_WARN_UNUSED_RESULT;
DhView  *dh_view_copy       (const DhView *view) G_GNUC_WARN_UNUSED_RESULT;
void     dh_view_free       (DhView *view);
gboolean dh_view_equal      (const DhView *a, const DhView *b);
void     dh_view_set_title  (DhView *view, const char *title);
void     dh_view_set_hidden (DhView *view, const char *key, gboolean hidden);
gboolean dh_view_is_hidden  (const DhView *view, const char *key);
gboolean dh_view_validate   (const DhView *view, GError **error);
const char *dh_x_axis_id    (DhXAxis x);       /* "step", "epoch", "x", "bump" */
const char *dh_axis_kind_id (DhAxisKind kind); /* "linear", "log", "symlog" */
gboolean dh_x_axis_parse    (const char *text, DhXAxis *x, GError **error);
gboolean dh_axis_kind_parse (const char *text, DhAxisKind *kind, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhView, dh_view_free)

G_END_DECLS
