/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Bands: the owner's side. Everything here runs in the thread that made them. */
#include "dh-bands-private.h"

struct _DhBands
{
  DhChannel channel;
  GThread *thread;
  guint64 generation; /* of the latest request or cancel */
};

void
dh_bands_command_free (DhBandsCommand *command)
{
  if (command == NULL)
    return;
  g_clear_pointer (&command->request.run, dh_run_unref);
  g_clear_pointer (&command->request.data, dh_data_unref);
  g_free (command);
}

static void
send_command (DhBands *bands, DhBandsCommandKind kind, const DhBandsRequest *request)
{
  DhBandsCommand *command = g_new0 (DhBandsCommand, 1);

  command->kind = kind;
  command->generation = ++bands->generation;
  if (request != NULL)
    {
      command->request = *request;
      dh_run_ref (command->request.run);
      dh_data_ref (command->request.data);
    }
  dh_channel_send (&bands->channel, command);
}

DhBands *
dh_bands_new (GMainContext *context, DhEngineReady ready, gpointer user_data)
{
  DhBands *bands = g_new0 (DhBands, 1);

  dh_channel_init_for (&bands->channel, context, ready, user_data, (GDestroyNotify) dh_bands_command_free, g_free);
  bands->thread = g_thread_new ("bands", dh_bands_thread, &bands->channel);
  return bands;
}

void
dh_bands_free (DhBands *bands)
{
  if (bands == NULL)
    return;
  send_command (bands, DH_BANDS_QUIT, NULL);
  g_thread_join (bands->thread);
  dh_channel_clear (&bands->channel);
  g_free (bands);
}

guint64
dh_bands_request (DhBands *bands, const DhBandsRequest *request)
{
  g_return_val_if_fail (bands != NULL && request != NULL, 0);
  g_return_val_if_fail (request->run != NULL && request->data != NULL, 0);
  g_return_val_if_fail (request->low > 0 && request->low < request->high, 0);

  send_command (bands, DH_BANDS_REQUEST, request);
  return bands->generation;
}

void
dh_bands_cancel (DhBands *bands)
{
  g_return_if_fail (bands != NULL);

  send_command (bands, DH_BANDS_CANCEL, NULL);
}

DhBandsResult *
dh_bands_poll (DhBands *bands)
{
  DhBandsResult *result;

  g_return_val_if_fail (bands != NULL, NULL);

  while ((result = dh_channel_next (&bands->channel)) != NULL && result->generation != bands->generation)
    g_free (result);
  return result;
}

DhBandsResult *
dh_bands_wait (DhBands *bands, guint64 microseconds)
{
  gint64 end = g_get_monotonic_time () + (gint64) MIN (microseconds, G_MAXINT64 / 4);
  DhBandsResult *result = dh_bands_poll (bands);
  gint64 now;

  while (result == NULL && (now = g_get_monotonic_time ()) < end)
    {
      result = dh_queue_timeout_pop (bands->channel.events, (guint64) (end - now));
      if (result != NULL && result->generation != bands->generation)
        g_clear_pointer (&result, g_free);
    }
  return result;
}
