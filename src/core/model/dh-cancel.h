/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* A look at a cancel flag: an int that another thread raises, or NULL. Private to the core. Long
 * work looks after every piece of some 10 to 100 us, never before the first, so that it gets on however
 * often it is interrupted. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* For tests: answers in place of a flag that is not raised. Set only while nothing computes. */
extern gboolean (*dh_cancel_hook) (void);

static inline gboolean
dh_cancelled (const gint *cancel)
{
  if (cancel == NULL)
    return FALSE;
  return g_atomic_int_get (cancel) != 0 || (G_UNLIKELY (dh_cancel_hook != NULL) && dh_cancel_hook ());
}

G_END_DECLS
