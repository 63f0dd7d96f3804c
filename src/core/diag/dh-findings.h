/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Findings: what the program noticed in a recorded run, each with the step, the evidence in numbers and one
 * sentence for people. Every claim follows from the record by the definition beside its kind; where a kind's
 * definition does not hold for a model or an optimiser, nothing is claimed. Pure functions, any thread.
 *
 * Of a run that still goes on only what can be said before its end is found: ran away (then called exploding), dead
 * ReLU, bump lost, oscillating; what may change yet says up to which step it is so. */
#pragma once

#include "dh-history.h"
#include "dh-survival.h"

G_BEGIN_DECLS

typedef enum
{
  DH_FINDING_EXPLODED,     /* the run's state */
  DH_FINDING_RAN_AWAY,     /* it ended at 10 times the error that it started with, and more than 10 times the
                            * spread of y. "survives_up_to" of both: see dh-survival.h */
  DH_FINDING_DEAD_RELU,    /* a unit is off for every row of the data, from a step to the run's end */
  DH_FINDING_BUMP_LOST,    /* the bump derivative is off by more than half of what the derivative and the
                            * bump's own bias make it */
  DH_FINDING_WRONG_ANSWER, /* the derivatives over all rows have come to a thousandth of the start's, and a
                            * straight line would do clearly better */
  DH_FINDING_OSCILLATING,  /* at most steps the overshoot is between 1 and 2 and a derivative changes sign */
  DH_FINDING_CRAWLING,     /* one neuron, plain SGD, finished: less than half of the possible progress is made, as
                            * dh-outcome.h has it, and going on makes nine tenths */
  DH_FINDING_PLATEAU,      /* for at least 10 epochs and a fifth of the run the RMSE of the epochs stays within one
                            * percent: either it falls to less than half of that later, or it is so at the end
                            * though a straight line would do better by a tenth of the spread of y and
                            * the derivatives over all rows are above a thousandth of the start's */
  DH_FINDING_PARTLY_DEAD,  /* a ReLU unit that ends on for at least one row, but at most a tenth of at least 10 */
  DH_FINDING_SAME_FUNCTION, /* two neurons in a row, plain SGD row by row: the slope of their line moved by at least
                             * 1.25 times as much or as little as one neuron's would have from the same line
                             * on the same row, and that is within a tenth of a² + c² */
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

#define DH_FINDING_MAX_EVIDENCE 18

typedef struct
{
  DhFindingKind kind;
  DhSeverity severity;
  guint64 step;  /* the first step of it; 0: so from the start */
  guint form;    /* which of the kind's sentences; private */
  int unit;      /* hidden unit, all layers in order, from 0; -1: none */
  int weight;    /* index of a weight; -1: none */
  guint64 so_far; /* the step up to which it is so while the run goes on; 0: nothing that comes changes it */
  DhModelSpec model;
  guint n_evidence;
  DhEvidence evidence[DH_FINDING_MAX_EVIDENCE];
} DhFinding;

/* Of DhFinding, the most severe first. NULL: cancelled. */
GPtrArray  *dh_findings_find      (const DhHistory *history, const gint *cancel) G_GNUC_WARN_UNUSED_RESULT;
/* The one that says that the run exploded or ran away, for good; NULL: none. Transfer none. */
DhFinding  *dh_findings_lost      (GPtrArray *findings);
/* Adds up to which learning rate such a run survives. Takes the time that training it often takes. */
void        dh_findings_try       (GPtrArray *findings, const DhHistory *history, const gint *cancel);
void        dh_finding_put_survival (DhFinding *finding, const DhSurvival *survival);
const char *dh_finding_kind_id    (DhFindingKind kind);         /* "dead-relu" */
const char *dh_severity_id        (DhSeverity severity);        /* "problem" */
/* NaN when there is no such number. */
double      dh_finding_number     (const DhFinding *finding, const char *name);
/* Whether there is a step to go to; some findings are of the whole run. */
gboolean    dh_finding_has_place  (const DhFinding *finding);
/* Whether it tells what became of the run. */
gboolean    dh_finding_is_outcome (const DhFinding *finding);
/* The state that a run is in by it, in a word or two; translated. */
const char *dh_finding_state      (const DhFinding *finding);
/* A few words with the step, and one sentence with the numbers; translated. */
char       *dh_finding_title      (const DhFinding *finding) G_GNUC_WARN_UNUSED_RESULT;
char       *dh_finding_sentence   (const DhFinding *finding) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
