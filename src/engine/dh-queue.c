/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Queue: the only way between threads. Any thread may push and pop; whoever drops the last
 * reference frees what was left. Every hand-over goes through here, so that the marks for the
 * thread sanitizer stand in one place. */
#include "dh-queue.h"

#include "dh-tsan.h"

struct _DhQueue
{
  GAsyncQueue *messages;
  GDestroyNotify free_message;
  gint ref_count; /* not gatomicrefcount: the sanitizer has to see the operations */
};

static gpointer
received (gpointer message)
{
  if (message != NULL)
    dh_tsan_acquire (message);
  return message;
}

DhQueue *
dh_queue_new (GDestroyNotify free_message)
{
  DhQueue *queue = g_new0 (DhQueue, 1);

  queue->messages = g_async_queue_new_full (free_message);
  queue->free_message = free_message;
  queue->ref_count = 1;
  return queue;
}

DhQueue *
dh_queue_ref (DhQueue *queue)
{
  g_return_val_if_fail (queue != NULL, NULL);

  g_atomic_int_inc (&queue->ref_count);
  return queue;
}

void
dh_queue_unref (DhQueue *queue)
{
  gpointer message;

  g_return_if_fail (queue != NULL);

  if (!g_atomic_int_dec_and_test (&queue->ref_count))
    return;
  /* GLib would free the leftovers too, but without the acquire marks. */
  while ((message = dh_queue_try_pop (queue)) != NULL)
    if (queue->free_message != NULL)
      queue->free_message (message);
  g_async_queue_unref (queue->messages);
  g_free (queue);
}

void
dh_queue_push (DhQueue *queue, gpointer message)
{
  g_return_if_fail (queue != NULL);
  g_return_if_fail (message != NULL);

  dh_tsan_release (message);
  g_async_queue_push (queue->messages, message);
}

gpointer
dh_queue_pop (DhQueue *queue)
{
  g_return_val_if_fail (queue != NULL, NULL);

  return received (g_async_queue_pop (queue->messages));
}

gpointer
dh_queue_try_pop (DhQueue *queue)
{
  g_return_val_if_fail (queue != NULL, NULL);

  return received (g_async_queue_try_pop (queue->messages));
}

gpointer
dh_queue_timeout_pop (DhQueue *queue, guint64 microseconds)
{
  g_return_val_if_fail (queue != NULL, NULL);

  return received (g_async_queue_timeout_pop (queue->messages, microseconds));
}

guint
dh_queue_length (DhQueue *queue)
{
  gint length;

  g_return_val_if_fail (queue != NULL, 0);

  /* GLib counts threads that wait as negative. */
  length = g_async_queue_length (queue->messages);
  return length > 0 ? (guint) length : 0;
}
