/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Start weights group: a scheme with its seed, or every weight typed. */
#pragma once

#include "dh-group.h"

G_BEGIN_DECLS

#define DH_TYPE_INIT_GROUP (dh_init_group_get_type ())
G_DECLARE_FINAL_TYPE (DhInitGroup, dh_init_group, DH, INIT_GROUP, DhGroup)

G_END_DECLS
