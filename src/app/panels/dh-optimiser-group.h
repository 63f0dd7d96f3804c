/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Optimiser group: the selected run's update rule and its parameters, straight from the core's table. */
#pragma once

#include "dh-group.h"

G_BEGIN_DECLS

#define DH_TYPE_OPTIMISER_GROUP (dh_optimiser_group_get_type ())
G_DECLARE_FINAL_TYPE (DhOptimiserGroup, dh_optimiser_group, DH, OPTIMISER_GROUP, DhGroup)

G_END_DECLS
