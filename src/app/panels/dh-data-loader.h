/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Data loader: makes or reads the rows of a data spec on a thread of its own, so that a large file never holds up the
 * window. Start and finish on the main thread. */
#pragma once

#include <gio/gio.h>

#include "dh-data.h"

G_BEGIN_DECLS

/* Whether the rows are so few that making them takes no time: then there is no need for a thread. */
gboolean dh_data_loader_is_quick (const DhDataSpec *spec);
/* @cancellable also names the request: once it is cancelled, the finish function fails with G_IO_ERROR_CANCELLED. */
void     dh_data_loader_start    (const DhDataSpec *spec, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data);
DhData  *dh_data_loader_finish   (GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
