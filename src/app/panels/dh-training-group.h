/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Training group: how the selected run goes through the rows, for how long, and what is recorded. */
#pragma once

#include "dh-group.h"

G_BEGIN_DECLS

#define DH_TYPE_TRAINING_GROUP (dh_training_group_get_type ())
G_DECLARE_FINAL_TYPE (DhTrainingGroup, dh_training_group, DH, TRAINING_GROUP, DhGroup)

G_END_DECLS
