/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* The tests' hook into cancelling. */
#include "dh-cancel.h"

gboolean (*dh_cancel_hook) (void) = NULL;
