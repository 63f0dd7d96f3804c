/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* What data specs need of targets beside the public functions. */
#pragma once

#include "dh-data.h"

G_BEGIN_DECLS

gboolean dh_target_equal    (const DhTarget *a, const DhTarget *b); /* parameters in use */
gboolean dh_target_validate (const DhTarget *target, GError **error);

G_END_DECLS
