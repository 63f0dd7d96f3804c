/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Findings, inside: the run under examination and what the files by kind do with it. */
#pragma once

#include "dh-findings.h"
#include "dh-network.h"

#include <math.h>

G_BEGIN_DECLS

/* Ways of saying it: DhFinding.form. */
enum
{
  DH_FORM_FAST,    /* every step from the finding's on left a greater error than any before */
  DH_FORM_FIRST,   /* the first step that left its row worse */
  DH_FORM_AFTER,   /* the first such step after the best epoch */
  DH_FORM_GREW,    /* the row error grew from there on; nothing is known of overshoots */
  /* Of a plateau: */
  DH_FORM_LAST = 0, /* it lasts to the end */
  DH_FORM_LATER,    /* the error fell after it */
};

/* One run under examination; owned by dh_findings_find(). */
typedef struct
{
  const DhHistory *history;
  const DhRun *run;
  const DhData *data;
  const DhStepColumns *columns;
  const DhTable *steps;
  const gint *cancel;
  DhState state;
  gboolean running;
  gsize n_steps;      /* looked at; a run that goes on may have more by now */
  gsize n_epochs;     /* ended by then */
  gsize n_rows;
  gsize n_weights;
  DhNetwork *network;
  double *start, *end;       /* weights */
  gboolean has_end;          /* the end's weights are known and finite */
  double rms_start, rms_end; /* over all rows; NaN without */
  double slope_start, slope_end; /* length of the mean error's gradient over all rows */
  double spread;             /* standard deviation of y; of a constant y its size, or 1 */
  GPtrArray *findings;
} DhCase;

/* NULL: not found so far. */
DhFinding *dh_case_get       (const DhCase *c, DhFindingKind kind);
DhFinding *dh_case_add       (DhCase *c, DhFindingKind kind, DhSeverity severity, guint64 step);
void       dh_finding_put    (DhFinding *finding, const char *name, double value);
gboolean   dh_case_cancelled (const DhCase *c);
/* Of step @k, from 1; NaN when the run has no such column. */
double     dh_case_at        (const DhCase *c, int column, gsize weight, gsize k);

void dh_case_find_runaway     (DhCase *c);
void dh_case_find_dead_relu   (DhCase *c);
void dh_case_find_bump_lost   (DhCase *c);
void dh_case_find_outcome     (DhCase *c); /* converged, wrong answer */
void dh_case_find_oscillation (DhCase *c);
void dh_case_find_line        (DhCase *c); /* crawling, ill-conditioned */
void dh_case_find_plateau     (DhCase *c); /* after all of the above */
void dh_case_find_descent     (DhCase *c); /* same function, different descent */

G_END_DECLS
