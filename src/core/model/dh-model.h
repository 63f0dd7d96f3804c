/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Model: a chain of dense layers from one input to one output. numerics.md section 2.
 * Weights lie in one block, layer by layer, a layer's weights (row by row, one row per unit)
 * before its biases. Plain value, copied by assignment. */
#pragma once

#include "dh-activation.h"

G_BEGIN_DECLS

#define DH_MODEL_MAX_HIDDEN  16
#define DH_MODEL_MAX_WEIGHTS 100000
/* Up to here every weight is recorded at every step; above, norms per layer. */
#define DH_MODEL_FULL_RECORD 64

typedef struct
{
  guint n_hidden;                      /* 0: y = a*x + b */
  guint32 width[DH_MODEL_MAX_HIDDEN];  /* units of each hidden layer, each >= 1 */
  DhActivation activation;             /* of every hidden layer; none on the output */
} DhModelSpec;

typedef enum
{
  DH_MODEL_LINEAR,     /* a, b */
  DH_MODEL_TWO_LINEAR, /* a, b, c, d: one hidden unit, identity */
  DH_MODEL_TWO_RELU,   /* a, b, c, d: one hidden unit, relu */
  DH_MODEL_MLP,        /* everything else */
} DhModelKind;

typedef struct
{
  guint32 n_in, n_out;
  gsize weights; /* offset of n_out rows of n_in weights */
  gsize biases;  /* offset of n_out biases */
} DhLayer;

void        dh_model_spec_init      (DhModelSpec *spec, DhModelKind kind); /* MLP: 8 tanh */
DhModelKind dh_model_spec_kind      (const DhModelSpec *spec);
gboolean    dh_model_spec_equal     (const DhModelSpec *a, const DhModelSpec *b);
/* Names the count and the remedy when there are too many weights or layers. */
gboolean    dh_model_spec_validate  (const DhModelSpec *spec, GError **error);
gboolean    dh_model_spec_parse     (const char *text, DhModelSpec *spec, GError **error);
char       *dh_model_spec_to_string (const DhModelSpec *spec); /* "mlp:8,8:tanh" */
char       *dh_model_spec_describe  (const DhModelSpec *spec); /* translated: "2 neurons + ReLU" */
char       *dh_model_spec_formula   (const DhModelSpec *spec); /* "ŷ = c·max(a·x + b, 0) + d" */
/* Saturates at G_MAXSIZE instead of overflowing. */
gsize       dh_model_n_weights      (const DhModelSpec *spec);
guint       dh_model_n_layers       (const DhModelSpec *spec); /* n_hidden + 1 */
void        dh_model_layer          (const DhModelSpec *spec, guint index, DhLayer *layer);
/* "a", "b", "c", "d" or "w1[1]", "w2[1,3]", "b2[1]" (1-based, unit before input). */
char       *dh_model_weight_name    (const DhModelSpec *spec, gsize index);
/* Inverse of the name; FALSE if there is no such weight. */
gboolean    dh_model_find_weight    (const DhModelSpec *spec, const char *name, gsize *index);

G_END_DECLS
