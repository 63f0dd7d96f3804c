/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Initial weights. numerics.md section 2; xavier and kaiming as PyTorch's
 * init.xavier_uniform_ (biases 0) and nn.Linear's default (kaiming_uniform a=sqrt(5): weights and
 * biases uniform in +-1/sqrt(fan_in)). */
#pragma once

#include "dh-model.h"

G_BEGIN_DECLS

typedef enum
{
  DH_INIT_ONES,
  DH_INIT_ZEROS,
  DH_INIT_XAVIER,
  DH_INIT_KAIMING,
  DH_INIT_NORMAL,
  DH_INIT_LIST,
  DH_INIT_N_KINDS,
} DhInitKind;

typedef struct
{
  DhInitKind kind;
  guint64 seed;    /* xavier, kaiming, normal */
  double sd;       /* normal: 1 */
  double *list;    /* list: n_list finite values, owned */
  gsize n_list;
} DhInitSpec;

const char *dh_init_kind_id         (DhInitKind kind);    /* "ones" */
const char *dh_init_kind_label      (DhInitKind kind);    /* N_("All ones") */
void        dh_init_spec_init       (DhInitSpec *spec, DhInitKind kind);
void        dh_init_spec_clear      (DhInitSpec *spec);
void        dh_init_spec_copy       (const DhInitSpec *from, DhInitSpec *to); /* @to uninitialised */
gboolean    dh_init_spec_equal      (const DhInitSpec *a, const DhInitSpec *b);
void        dh_init_spec_set_list   (DhInitSpec *spec, const double *list, gsize n);
/* "ones", "xavier:SEED", "normal:SD:SEED" or a comma-separated list of weights. @spec must have
 * been initialised; it is unchanged on failure. */
gboolean    dh_init_spec_parse      (const char *text, DhInitSpec *spec, GError **error);
char       *dh_init_spec_to_string  (const DhInitSpec *spec);
gboolean    dh_init_spec_validate   (const DhInitSpec *spec, const DhModelSpec *model, GError **error);
/* Writes dh_model_n_weights() values. The specs must have validated. */
void        dh_init_weights         (const DhInitSpec *spec, const DhModelSpec *model, double *weights);

G_END_DECLS
