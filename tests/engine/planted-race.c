/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* A real data race beside correct queue traffic: a run under the thread sanitizer must report it
 * in spite of the marks in the queue, otherwise it can no longer find anything. */
#include "dh-queue.h"

static int shared;

static gpointer
worker (gpointer data)
{
  DhQueue *queue = data;
  int *message;

  while ((message = dh_queue_pop (queue)) != NULL)
    {
      gboolean last = *message < 0;

      shared++; /* the race: main writes it too, with nothing in between */
      g_free (message);
      if (last)
        return NULL;
    }
  return NULL;
}

static void
send (DhQueue *queue, int value)
{
  int *message = g_new (int, 1);

  *message = value;
  dh_queue_push (queue, message);
}

int
main (void)
{
  DhQueue *queue = dh_queue_new (g_free);
  GThread *thread = g_thread_new ("planted", worker, queue);

  for (int i = 0; i < 1000; i++)
    {
      send (queue, i);
      shared++;
    }
  send (queue, -1);
  g_thread_join (thread);
  g_print ("%d\n", shared);
  dh_queue_unref (queue);
  return 0;
}
