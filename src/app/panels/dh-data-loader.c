/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* A task whose data is a copy of the spec and nothing else: the thread touches no object of the window. */
#include "dh-data-loader.h"

#include <math.h>

#include "dh-csv.h"

/* Made in a few milliseconds. */
#define QUICK_ROWS 100000.0

static void
spec_free (DhDataSpec *spec)
{
  dh_data_spec_clear (spec);
  g_free (spec);
}

static void
load_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  DhData *data = dh_data_load (task_data, &error);

  if (data != NULL)
    g_task_return_pointer (task, data, (GDestroyNotify) dh_data_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

gboolean
dh_data_loader_is_quick (const DhDataSpec *spec)
{
  switch (spec->source)
    {
    case DH_DATA_WORKBOOK:
      return TRUE;
    case DH_DATA_RANGE:
      return fabs (spec->stop - spec->start) <= QUICK_ROWS * fabs (spec->step);
    case DH_DATA_RANDOM:
      return (double) spec->count <= QUICK_ROWS;
    case DH_DATA_FILE:
    case DH_DATA_PASTED:
    case DH_DATA_N_SOURCES:
    default:
      return FALSE;
    }
}

void
dh_data_loader_start (const DhDataSpec *spec, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  DhDataSpec *copy = g_new (DhDataSpec, 1);

  dh_data_spec_copy (spec, copy);
  g_task_set_source_tag (task, dh_data_loader_start);
  g_task_set_task_data (task, copy, (GDestroyNotify) spec_free);
  g_task_run_in_thread (task, load_thread);
}

DhData *
dh_data_loader_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
