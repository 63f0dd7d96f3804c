/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* The update functions behind the optimisers' table, one each, for dh-optimiser.c only.
 * An update has counted optimiser->t up before it is called. The enums name the places of
 * the parameters in the table's rows. */
#pragma once

#include "dh-optimiser.h"

G_BEGIN_DECLS

typedef void (*DhOptimiserUpdate) (DhOptimiser *optimiser, double lr, const double *g, double *w);

enum { SGD_MOMENTUM, SGD_DAMPENING, SGD_NESTEROV, SGD_WEIGHT_DECAY };
enum { ADAGRAD_LR_DECAY, ADAGRAD_WEIGHT_DECAY, ADAGRAD_EPS };
enum { ADADELTA_RHO, ADADELTA_EPS, ADADELTA_WEIGHT_DECAY };
enum { RMSPROP_ALPHA, RMSPROP_EPS, RMSPROP_WEIGHT_DECAY, RMSPROP_MOMENTUM, RMSPROP_CENTERED };
enum { ADAM_BETA1, ADAM_BETA2, ADAM_EPS, ADAM_WEIGHT_DECAY, ADAM_AMSGRAD };
enum { NADAM_BETA1, NADAM_BETA2, NADAM_EPS, NADAM_WEIGHT_DECAY, NADAM_MOMENTUM_DECAY };
enum { RADAM_BETA1, RADAM_BETA2, RADAM_EPS, RADAM_WEIGHT_DECAY };
enum { AVERAGE_MOMENTUM, AVERAGE_DAMPENING };
enum { WORKBOOK_MOMENTUM_BETA };
enum { WORKBOOK_RMSPROP_BETA, WORKBOOK_RMSPROP_V0 };
enum { WORKBOOK_ADAM_BETA1, WORKBOOK_ADAM_BETA2, WORKBOOK_ADAM_V0 };

void dh_optimiser_sgd               (DhOptimiser *optimiser, double lr, const double *g, double *w);
void dh_optimiser_adagrad           (DhOptimiser *optimiser, double lr, const double *g, double *w);
void dh_optimiser_adadelta          (DhOptimiser *optimiser, double lr, const double *g, double *w);
void dh_optimiser_rmsprop           (DhOptimiser *optimiser, double lr, const double *g, double *w);
void dh_optimiser_adam              (DhOptimiser *optimiser, double lr, const double *g, double *w);
void dh_optimiser_adamw             (DhOptimiser *optimiser, double lr, const double *g, double *w);
void dh_optimiser_nadam             (DhOptimiser *optimiser, double lr, const double *g, double *w);
void dh_optimiser_radam             (DhOptimiser *optimiser, double lr, const double *g, double *w);
void dh_optimiser_average_grad      (DhOptimiser *optimiser, double lr, const double *g, double *w);
void dh_optimiser_workbook_sgd      (DhOptimiser *optimiser, double lr, const double *g, double *w);
void dh_optimiser_workbook_momentum (DhOptimiser *optimiser, double lr, const double *g, double *w);
void dh_optimiser_workbook_rmsprop  (DhOptimiser *optimiser, double lr, const double *g, double *w);
void dh_optimiser_workbook_adam     (DhOptimiser *optimiser, double lr, const double *g, double *w);

/* The annealing of workbook-adam-annealed: A = sum of sqrt(v), numerics.md section 6. */
double dh_optimiser_workbook_a      (const DhOptimiser *optimiser);
void   dh_optimiser_workbook_anneal (DhOptimiser *optimiser);

G_END_DECLS
