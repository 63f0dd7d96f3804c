/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Claim: a number or a fact that a lesson's text relies on, about one run of the step's experiment:
 *
 *   run N: SIGNAL @STEP = VALUE [± TOLERANCE]      a recorded quantity (dh_quantity_signal()) at a step from 1;
 *   run N: SIGNAL @epoch EPOCH < VALUE             of a quantity per epoch, also @EPOCH; "end" is the last one
 *   run N: state = exploded
 *   run N: steps = 145
 *   run N: finding dead-relu [@STEP]
 *
 * Relations are =, < and >. Without a tolerance, = means equal to the digits that are written. */
#pragma once

#include "dh-findings.h"
#include "dh-history.h"

G_BEGIN_DECLS

typedef enum
{
  DH_CLAIM_SIGNAL,
  DH_CLAIM_STATE,
  DH_CLAIM_STEPS,
  DH_CLAIM_FINDING,
} DhClaimKind;

typedef enum
{
  DH_CLAIM_EQUAL,
  DH_CLAIM_LESS,
  DH_CLAIM_GREATER,
} DhClaimRelation;

/* The last step or epoch that there is. */
#define DH_CLAIM_END G_MAXUINT64

typedef struct
{
  char *text;             /* as it was written */
  guint line;             /* in the lesson's file; 0: none */
  DhClaimKind kind;
  guint run;              /* its place among the runs, from 1 */
  char *signal;           /* of DH_CLAIM_SIGNAL */
  guint64 place;          /* step or epoch from 1, or DH_CLAIM_END; of a finding: its step, see has_place */
  gboolean has_place;
  DhClaimRelation relation;
  double value, tolerance;
  DhState state;          /* of DH_CLAIM_STATE */
  DhFindingKind finding;  /* of DH_CLAIM_FINDING */
} DhClaim;

DhClaim *dh_claim_parse (const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void     dh_claim_free  (DhClaim *claim);
/* Whether the claim holds in the finished @history of its run; else @error says what was found there. */
gboolean dh_claim_check (const DhClaim *claim, const DhHistory *history, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhClaim, dh_claim_free)

G_END_DECLS
