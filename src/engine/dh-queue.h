/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Queue: the only way between threads. Wraps GAsyncQueue so that every message's hand-over is
 * marked for the thread sanitizer, which can't see into an uninstrumented GLib. Messages are plain
 * structs passed by pointer; leftovers are freed with the queue. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _DhQueue DhQueue;

DhQueue *dh_queue_new         (GDestroyNotify free_message) G_GNUC_WARN_UNUSED_RESULT;
DhQueue *dh_queue_ref         (DhQueue *queue);
void     dh_queue_unref       (DhQueue *queue);
void     dh_queue_push        (DhQueue *queue, gpointer message); /* transfer full */
gpointer dh_queue_pop         (DhQueue *queue);                   /* waits; transfer full */
gpointer dh_queue_try_pop     (DhQueue *queue);                   /* NULL when empty */
gpointer dh_queue_timeout_pop (DhQueue *queue, guint64 microseconds);
guint    dh_queue_length      (DhQueue *queue);

G_END_DECLS
