/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Learning rate group: the slider, from where a new rate applies, the changes on the way and the schedule. */
#pragma once

#include "dh-group.h"

G_BEGIN_DECLS

#define DH_TYPE_RATE_GROUP (dh_rate_group_get_type ())
G_DECLARE_FINAL_TYPE (DhRateGroup, dh_rate_group, DH, RATE_GROUP, DhGroup)

void dh_rate_group_focus_number (DhRateGroup *self);

G_END_DECLS
