/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Channel: the two queues between an owner and its worker, and the wake-up. The wake-up
 * is one source for the channel's whole life; posting it sets its ready time, so that several posts
 * before the main loop comes round are one. */
#include "dh-channel.h"

/* Of a wake-up, since the events were last drained. */
enum
{
  WAKE_NONE,
  WAKE_POSTED,
  WAKE_DELIVERED,
};

typedef struct
{
  GSource source;
  gint *woken; /* the channel's */
  DhEngineReady ready;
  gpointer user_data;
} WakeUp;

static gboolean
dispatch_wake_up (GSource *source, GSourceFunc callback, gpointer data)
{
  WakeUp *wake_up = (WakeUp *) source;

  g_source_set_ready_time (source, -1);
  /* One that was posted while the owner drained has nothing to tell any more. */
  if (g_atomic_int_compare_and_exchange (wake_up->woken, WAKE_POSTED, WAKE_DELIVERED))
    wake_up->ready (wake_up->user_data);
  return G_SOURCE_CONTINUE;
}

static GSourceFuncs wake_up_funcs = { .dispatch = dispatch_wake_up };

void
dh_command_free (DhCommand *command)
{
  if (command == NULL)
    return;
  g_clear_pointer (&command->experiment, dh_experiment_unref);
  g_free (command);
}

void
dh_event_free (DhEvent *event)
{
  if (event == NULL)
    return;
  g_clear_pointer (&event->history, dh_history_unref);
  g_clear_error (&event->error);
  g_free (event);
}

void
dh_channel_init (DhChannel *channel, GMainContext *context, DhEngineReady ready,
                 gpointer user_data)
{
  dh_channel_init_for (channel, context, ready, user_data, (GDestroyNotify) dh_command_free,
                       (GDestroyNotify) dh_event_free);
}

void
dh_channel_init_for (DhChannel *channel, GMainContext *context, DhEngineReady ready, gpointer user_data,
                     GDestroyNotify free_command, GDestroyNotify free_event)
{
  WakeUp *wake_up;

  channel->commands = dh_queue_new (free_command);
  channel->events = dh_queue_new (free_event);
  channel->interrupt = 0;
  channel->woken = WAKE_NONE;
  channel->wake_up = NULL;
  if (ready == NULL)
    return;
  channel->wake_up = g_source_new (&wake_up_funcs, sizeof (WakeUp));
  wake_up = (WakeUp *) channel->wake_up;
  wake_up->woken = &channel->woken;
  wake_up->ready = ready;
  wake_up->user_data = user_data;
  g_source_set_static_name (channel->wake_up, "downhill engine");
  g_source_attach (channel->wake_up, context);
}

void
dh_channel_clear (DhChannel *channel)
{
  if (channel->wake_up != NULL)
    g_source_destroy (channel->wake_up);
  g_clear_pointer (&channel->wake_up, g_source_unref);
  g_clear_pointer (&channel->commands, dh_queue_unref);
  g_clear_pointer (&channel->events, dh_queue_unref);
}

void
dh_channel_send (DhChannel *channel, gpointer command)
{
  /* In this order: the worker lowers the flag and then looks, so it can't lower it for a
   * command that it does not see. */
  dh_queue_push (channel->commands, command);
  g_atomic_int_set (&channel->interrupt, 1);
}

void
dh_channel_command (DhChannel *channel, DhCommandKind kind, DhExperiment *experiment,
                    guint64 generation)
{
  DhCommand *command = g_new0 (DhCommand, 1);

  command->kind = kind;
  command->generation = generation;
  command->experiment = experiment != NULL ? dh_experiment_ref (experiment) : NULL;
  dh_channel_send (channel, command);
}

void
dh_channel_post (DhChannel *channel, gpointer event)
{
  dh_queue_push (channel->events, event);
  if (channel->wake_up != NULL
      && g_atomic_int_compare_and_exchange (&channel->woken, WAKE_NONE, WAKE_POSTED))
    g_source_set_ready_time (channel->wake_up, 0);
}

gpointer
dh_channel_next (DhChannel *channel)
{
  gpointer event;

  while ((event = dh_queue_try_pop (channel->events)) == NULL)
    {
      g_atomic_int_set (&channel->woken, WAKE_NONE);
      /* An event that came between the pop and the line above has posted no wake-up: take it
       * now, or it would wait for the one after it. */
      if (dh_queue_length (channel->events) == 0)
        break;
      g_atomic_int_set (&channel->woken, WAKE_DELIVERED);
    }
  return event;
}
