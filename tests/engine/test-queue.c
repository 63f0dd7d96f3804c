/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Tests of the queue between threads. */
#include "dh-queue.h"

typedef struct
{
  guint producer;
  guint number;
  guint64 *payload; /* written before the push, read after the pop */
} Message;

static gint n_freed;

static Message *
message_new (guint producer, guint number)
{
  Message *message = g_new (Message, 1);

  message->producer = producer;
  message->number = number;
  message->payload = g_new (guint64, 1);
  *message->payload = (guint64) producer * 1000000 + number;
  return message;
}

static void
message_free (gpointer data)
{
  Message *message = data;

  g_atomic_int_inc (&n_freed);
  g_free (message->payload);
  g_free (message);
}

static void
test_order (void)
{
  DhQueue *queue = dh_queue_new (message_free);

  g_test_summary ("Messages come out in the order they went in; an empty queue gives NULL.");
  g_assert_null (dh_queue_try_pop (queue));
  g_assert_cmpuint (dh_queue_length (queue), ==, 0);
  for (guint i = 0; i < 10; i++)
    dh_queue_push (queue, message_new (0, i));
  g_assert_cmpuint (dh_queue_length (queue), ==, 10);
  for (guint i = 0; i < 10; i++)
    {
      Message *message = i % 2 == 0 ? dh_queue_pop (queue) : dh_queue_try_pop (queue);

      g_assert_cmpuint (message->number, ==, i);
      message_free (message);
    }
  g_assert_null (dh_queue_try_pop (queue));
  dh_queue_unref (queue);
}

static void
test_leftovers (void)
{
  DhQueue *queue = dh_queue_new (message_free);

  g_test_summary ("The last unref frees what nobody popped, once each, and not before.");
  g_atomic_int_set (&n_freed, 0);
  for (guint i = 0; i < 7; i++)
    dh_queue_push (queue, message_new (0, i));
  message_free (dh_queue_pop (queue));
  g_assert_cmpint (g_atomic_int_get (&n_freed), ==, 1);
  dh_queue_ref (queue);
  dh_queue_unref (queue);
  g_assert_cmpint (g_atomic_int_get (&n_freed), ==, 1);
  dh_queue_unref (queue);
  g_assert_cmpint (g_atomic_int_get (&n_freed), ==, 7);
}

static void
test_timeout (void)
{
  DhQueue *queue = dh_queue_new (message_free);
  Message *message;

  g_test_summary ("Waiting with a limit gives NULL when nothing comes and the message when one is there.");
  g_assert_null (dh_queue_timeout_pop (queue, 1000));
  dh_queue_push (queue, message_new (3, 4));
  message = dh_queue_timeout_pop (queue, G_USEC_PER_SEC * 60);
  g_assert_nonnull (message);
  g_assert_cmpuint (message->number, ==, 4);
  message_free (message);
  dh_queue_unref (queue);
}

#define N_PRODUCERS 4
#define N_MESSAGES  5000

typedef struct
{
  DhQueue *queue;
  guint index;
} Producer;

static gpointer
produce (gpointer data)
{
  Producer *producer = data;

  for (guint i = 0; i < N_MESSAGES; i++)
    dh_queue_push (producer->queue, message_new (producer->index, i));
  dh_queue_unref (producer->queue);
  return NULL;
}

static void
test_conserved (void)
{
  DhQueue *queue = dh_queue_new (message_free);
  Producer producers[N_PRODUCERS];
  GThread *threads[N_PRODUCERS];
  guint next[N_PRODUCERS] = { 0 };

  g_test_summary ("From several threads nothing is lost, doubled or reordered, and payloads arrive whole.");
  g_atomic_int_set (&n_freed, 0);
  for (guint i = 0; i < N_PRODUCERS; i++)
    {
      producers[i].queue = dh_queue_ref (queue);
      producers[i].index = i;
      threads[i] = g_thread_new ("producer", produce, &producers[i]);
    }
  for (guint i = 0; i < N_PRODUCERS * N_MESSAGES; i++)
    {
      Message *message = dh_queue_pop (queue);

      g_assert_cmpuint (message->producer, <, N_PRODUCERS);
      g_assert_cmpuint (message->number, ==, next[message->producer]);
      g_assert_cmpuint (*message->payload, ==,
                        (guint64) message->producer * 1000000 + message->number);
      next[message->producer]++;
      message_free (message);
    }
  for (guint i = 0; i < N_PRODUCERS; i++)
    g_thread_join (threads[i]);
  g_assert_cmpuint (dh_queue_length (queue), ==, 0);
  g_assert_cmpint (g_atomic_int_get (&n_freed), ==, N_PRODUCERS * N_MESSAGES);
  dh_queue_unref (queue);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/queue/order", test_order);
  g_test_add_func ("/queue/leftovers", test_leftovers);
  g_test_add_func ("/queue/timeout", test_timeout);
  g_test_add_func ("/queue/conserved", test_conserved);
  return g_test_run ();
}
