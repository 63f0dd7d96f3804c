/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Model group: what the selected run trains. */
#pragma once

#include "dh-group.h"

G_BEGIN_DECLS

#define DH_TYPE_MODEL_GROUP (dh_model_group_get_type ())
G_DECLARE_FINAL_TYPE (DhModelGroup, dh_model_group, DH, MODEL_GROUP, DhGroup)

/* "8, 8" to widths; the message says what is wrong and what to write. Pure, for tests. */
gboolean dh_model_group_parse_widths  (const char *text, DhModelSpec *model, GError **error);
char    *dh_model_group_format_widths (const DhModelSpec *model) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
