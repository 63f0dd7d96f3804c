/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Gradient group: how the selected run finds its derivatives. */
#pragma once

#include "dh-group.h"

G_BEGIN_DECLS

#define DH_TYPE_GRADIENT_GROUP (dh_gradient_group_get_type ())
G_DECLARE_FINAL_TYPE (DhGradientGroup, dh_gradient_group, DH, GRADIENT_GROUP, DhGroup)

G_END_DECLS
