/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Channel: everything that an owner's thread and a worker's share: the two queues, the flag that interrupts
 * work and the wake-up. The engine has one and the bands have one. Private to this library. */
#pragma once

#include "dh-engine.h"
#include "dh-queue.h"

G_BEGIN_DECLS

typedef enum
{
  DH_COMMAND_SUBMIT,
  DH_COMMAND_PAUSE,
  DH_COMMAND_RESUME,
  DH_COMMAND_CANCEL,
  DH_COMMAND_QUIT,
} DhCommandKind;

typedef struct
{
  DhCommandKind kind;
  guint64 generation;       /* SUBMIT only */
  DhExperiment *experiment; /* SUBMIT only, owned */
} DhCommand;

typedef struct
{
  DhQueue *commands; /* the engine's: of DhCommand */
  DhQueue *events;   /* the engine's: of DhEvent */
  gint interrupt;    /* atomic: raised after a push, lowered by the worker before it looks */
  gint woken;        /* atomic: how far a wake-up has come since the last drain */
  GSource *wake_up;  /* NULL: nobody wants to be woken */
} DhChannel;

void     dh_channel_init      (DhChannel *channel, GMainContext *context, DhEngineReady ready,
                               gpointer user_data);
/* The same for other messages, each with its free function. */
void     dh_channel_init_for  (DhChannel *channel, GMainContext *context, DhEngineReady ready,
                               gpointer user_data, GDestroyNotify free_command, GDestroyNotify free_event);
void     dh_channel_clear     (DhChannel *channel);
/* Owner's side. */
void     dh_channel_command   (DhChannel *channel, DhCommandKind kind, DhExperiment *experiment,
                               guint64 generation);
void     dh_channel_send      (DhChannel *channel, gpointer command); /* transfer full */
gpointer dh_channel_next      (DhChannel *channel); /* NULL: drained, the next event wakes */
/* Worker's side. */
void     dh_channel_post      (DhChannel *channel, gpointer event); /* transfer full */
void     dh_command_free      (DhCommand *command);

/* The thread: @channel until DH_COMMAND_QUIT. */
gpointer dh_worker_thread     (gpointer channel);

G_END_DECLS
