/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Findings: what the program noticed in a recorded run, each with the step, the evidence in numbers and one
 * sentence for people. Every claim follows from the record by the definition beside its kind; where a kind's
 * definition does not hold for a model or an optimiser, nothing is claimed. Pure functions, any thread. */
#pragma once

#include "dh-history.h"

G_BEGIN_DECLS

typedef enum
{
  DH_FINDING_EXPLODED,     /* the run's state */
  DH_FINDING_RAN_AWAY,     /* it ended at 10 times the error that it started with, and more than 10 times the
                            * spread of y */
  DH_FINDING_DEAD_RELU,    /* a unit is off for every row of the data, from a step to the run's end */
  DH_FINDING_BUMP_LOST,    /* the bump derivative is off by more than half of what the derivative and the
                            * bump's own bias make it */
  DH_FINDING_WRONG_ANSWER, /* the derivatives over all rows have come to a thousandth of the start's, and a
                            * straight line would do clearly better */
  DH_FINDING_OSCILLATING,  /* at most steps the overshoot is between 1 and 2 and a derivative changes sign */
  DH_FINDING_CRAWLING,     /* one neuron, plain SGD: less than half of the way is done, and nine tenths would
                            * take more than 10 times as many epochs */
  DH_FINDING_ILL_CONDITIONED, /* one neuron: the loss is more than 100 times as steep one way as another */
  DH_FINDING_CONVERGED,    /* a line within a thousandth of the least-squares line, other models within a
                            * thousandth of the spread of y, to the run's end */
  DH_FINDING_N,
} DhFindingKind;

typedef enum
{
  DH_SEVERITY_GOOD,
  DH_SEVERITY_NOTE,
  DH_SEVERITY_WARNING,
  DH_SEVERITY_PROBLEM,
} DhSeverity;

typedef struct
{
  const char *name; /* "step_gain"; static */
  double value;
} DhEvidence;

#define DH_FINDING_MAX_EVIDENCE 14

typedef struct
{
  DhFindingKind kind;
  DhSeverity severity;
  guint64 step;  /* the first step of it; 0: so from the start */
  guint form;    /* which of the kind's sentences; private */
  int unit;      /* hidden unit, all layers in order, from 0; -1: none */
  int weight;    /* index of a weight; -1: none */
  DhModelSpec model;
  guint n_evidence;
  DhEvidence evidence[DH_FINDING_MAX_EVIDENCE];
} DhFinding;

/* Of DhFinding, the most severe first. Empty while the run goes on. NULL: cancelled. */
GPtrArray  *dh_findings_find      (const DhHistory *history, const gint *cancel) G_GNUC_WARN_UNUSED_RESULT;
const char *dh_finding_kind_id    (DhFindingKind kind);         /* "dead-relu" */
const char *dh_severity_id        (DhSeverity severity);        /* "problem" */
/* NaN when there is no such number. */
double      dh_finding_number     (const DhFinding *finding, const char *name);
/* The state that a run is in by it, in a word or two; translated. */
const char *dh_finding_state      (const DhFinding *finding);
/* A few words with the step, and one sentence with the numbers; translated. */
char       *dh_finding_title      (const DhFinding *finding) G_GNUC_WARN_UNUSED_RESULT;
char       *dh_finding_sentence   (const DhFinding *finding) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
