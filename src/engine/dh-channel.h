/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Channel: everything that the engine's two threads share: the two queues, the flag that interrupts
 * training and the wake-up. Private to the engine. */
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
  DhQueue *commands; /* of DhCommand */
  DhQueue *events;   /* of DhEvent */
  gint interrupt;    /* atomic: raised after a push, lowered by the worker before it looks */
  gint woken;        /* atomic: how far a wake-up has come since the last drain */
  GSource *wake_up;  /* NULL: nobody wants to be woken */
} DhChannel;

void     dh_channel_init      (DhChannel *channel, GMainContext *context, DhEngineReady ready,
                               gpointer user_data);
void     dh_channel_clear     (DhChannel *channel);
/* Owner's side. */
void     dh_channel_command   (DhChannel *channel, DhCommandKind kind, DhExperiment *experiment,
                               guint64 generation);
DhEvent *dh_channel_next      (DhChannel *channel); /* NULL: drained, the next event wakes */
/* Worker's side. */
void     dh_channel_post      (DhChannel *channel, DhEvent *event);
void     dh_command_free      (DhCommand *command);

/* The thread: @channel until DH_COMMAND_QUIT. */
gpointer dh_worker_thread     (gpointer channel);

G_END_DECLS
