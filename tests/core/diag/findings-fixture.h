/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* What the tests of findings share: runs in short form, and tables of runs that have a finding and runs that don't. */
#pragma once

#include "dh-findings.h"

G_BEGIN_DECLS

/* A run in the words of the command line; NULL and 0: linear, ones, analytic, sgd, 1e-4, row by row, 5, workbook. */
typedef struct
{
  const char *model, *init, *gradient, *optimiser;
  double lr;
  guint64 epochs;
  gsize batch; /* ALL: all rows */
  const char *data, *target;
  double momentum, clip;
} Case;

#define ALL 1000000

typedef void (*Check) (const DhHistory *history, const DhFinding *finding);

DhHistory       *fixture_train (const Case *c) G_GNUC_WARN_UNUSED_RESULT;
const DhFinding *fixture_find  (GPtrArray *findings, DhFindingKind kind);
double           fixture_at    (const DhHistory *history, int column, gsize weight, guint64 step);
/* Over all rows after @step steps. */
double           fixture_rms   (const DhHistory *history, gsize step);
/* Each of @yes has @kind (or @other), and @check holds of it; none of @no has. */
void             fixture_go_through (DhFindingKind kind, DhFindingKind other, const Case *yes, gsize n_yes,
                                     const Case *no, gsize n_no, Check check);

G_END_DECLS
