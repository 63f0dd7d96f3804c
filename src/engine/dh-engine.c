/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Engine: the owner's side. Everything here runs in the thread that made the engine; the other side
 * is dh-worker.c, and dh-channel.c lies between. */
#include "dh-engine.h"

#include "dh-channel.h"

struct _DhEngine
{
  DhChannel channel;
  GThread *thread;
  guint64 generation; /* of the latest submission */
};

DhEngine *
dh_engine_new (GMainContext *context, DhEngineReady ready, gpointer user_data)
{
  DhEngine *engine = g_new0 (DhEngine, 1);

  dh_channel_init (&engine->channel, context, ready, user_data);
  engine->thread = g_thread_new ("engine", dh_worker_thread, &engine->channel);
  return engine;
}

void
dh_engine_free (DhEngine *engine)
{
  if (engine == NULL)
    return;
  dh_channel_command (&engine->channel, DH_COMMAND_QUIT, NULL, 0);
  g_thread_join (engine->thread);
  dh_channel_clear (&engine->channel);
  g_free (engine);
}

guint64
dh_engine_submit (DhEngine *engine, DhExperiment *experiment)
{
  g_return_val_if_fail (engine != NULL, 0);
  g_return_val_if_fail (experiment != NULL, 0);

  engine->generation++;
  dh_channel_command (&engine->channel, DH_COMMAND_SUBMIT, experiment, engine->generation);
  return engine->generation;
}

void
dh_engine_pause (DhEngine *engine)
{
  g_return_if_fail (engine != NULL);

  dh_channel_command (&engine->channel, DH_COMMAND_PAUSE, NULL, 0);
}

void
dh_engine_resume (DhEngine *engine)
{
  g_return_if_fail (engine != NULL);

  dh_channel_command (&engine->channel, DH_COMMAND_RESUME, NULL, 0);
}

void
dh_engine_cancel (DhEngine *engine)
{
  g_return_if_fail (engine != NULL);

  dh_channel_command (&engine->channel, DH_COMMAND_CANCEL, NULL, 0);
}

DhEvent *
dh_engine_poll (DhEngine *engine)
{
  DhEvent *event;

  g_return_val_if_fail (engine != NULL, NULL);

  while ((event = dh_channel_next (&engine->channel)) != NULL
         && event->generation != engine->generation)
    dh_event_free (event);
  return event;
}

DhEvent *
dh_engine_wait (DhEngine *engine, guint64 microseconds)
{
  gint64 end = g_get_monotonic_time () + (gint64) MIN (microseconds, G_MAXINT64 / 4);
  DhEvent *event = dh_engine_poll (engine);
  gint64 now;

  while (event == NULL && (now = g_get_monotonic_time ()) < end)
    {
      event = dh_queue_timeout_pop (engine->channel.events, (guint64) (end - now));
      if (event != NULL && event->generation != engine->generation)
        g_clear_pointer (&event, dh_event_free);
    }
  return event;
}
