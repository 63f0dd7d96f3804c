/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Quantity: a name for something recorded ("error", "w.a", "weights"), and Signal: its values in one
 * history, ready for a chart or a CSV. */
#pragma once

#include "dh-history.h"

G_BEGIN_DECLS

typedef enum
{
  DH_PER_STEP,  /* value i belongs to step i + 1 */
  DH_PER_EPOCH, /* value i belongs to epoch i + 1 */
  DH_PER_X,     /* needs weights: drawn over x ("fit") */
  DH_PER_BUMP,  /* needs weights: drawn over the size of the bump ("bump-error") */
} DhQuantityDomain;

typedef struct
{
  const char *id;       /* "error", "weights", "derivatives", "bump-derivatives", "moments", "squares", "lr",
                           "overshoot", "step-gain", "step-length", "distance", "prediction",
                           "effective-slope", "effective-intercept", "mse", "rmse", "root-sum",
                           "epoch-weights", "lambda-max", "lambda-min", "condition", "row-limit",
                           "epoch-limit", "fit", "bump-error", … */
  const char *label;    /* N_("Error") */
  const char *tooltip;  /* N_(one sentence with the formula) */
  DhQuantityDomain domain;
  gboolean group;       /* a vector: one series a weight */
  gboolean prefers_log; /* default axis */
} DhQuantityInfo;

/* The table, for menus; members of groups ("w.a", "g.b", "b.c", "m.d", "v.a", "n.a") are not in it. */
const DhQuantityInfo *dh_quantity_list (gsize *n);
/* Also resolves a group's member to the group's row. NULL when unknown. */
const DhQuantityInfo *dh_quantity_find (const char *id);
gboolean              dh_quantity_check (const char *id, GError **error); /* lists what there is */

/* Whether runs record it, so that it has signals. */
static inline gboolean
dh_quantity_is_recorded (const DhQuantityInfo *info)
{
  return info->domain == DH_PER_STEP || info->domain == DH_PER_EPOCH;
}

/* A reference to one column; plain value with a borrowed history. */
typedef struct
{
  const DhHistory *history; /* borrowed: keep a reference while in use */
  DhTable *table;           /* borrowed */
  DhQuantityDomain domain;
  guint column;
  guint weight;             /* index within the group, 0 for scalars */
} DhSignal;

/* How many signals this quantity has in this history: 0 when the run has not recorded it,
 * n_vector for groups (1 for a member by name). */
guint    dh_quantity_n_signals (const DhHistory *history, const char *id);
gboolean dh_quantity_signal    (const DhHistory *history, const char *id, guint index, DhSignal *signal);
/* "a", or for norms "layer 1"; "" for scalars. */
char    *dh_signal_member_name (const DhSignal *signal);
/* The id that dh_quantity_signal() finds again: "w.a". */
char    *dh_signal_id          (const DhSignal *signal, const char *quantity);

static inline gsize
dh_signal_length (const DhSignal *signal)
{
  return dh_table_length (signal->table);
}

/* Where value @i lies on an axis in steps: i + 1, or for epochs the epoch's last step. */
double dh_signal_step  (const DhSignal *signal, gsize i);
double dh_signal_epoch (const DhSignal *signal, gsize i);

G_END_DECLS
