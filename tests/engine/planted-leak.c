/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* A message that nobody frees: a run under the address sanitizer must report the leak. */
#include "dh-queue.h"

static void
lose_messages (DhQueue *queue)
{
  for (int i = 0; i < 100; i++)
    dh_queue_push (queue, g_new0 (double, 100));
  while (dh_queue_try_pop (queue) != NULL)
    ;
}

int
main (void)
{
  DhQueue *queue = dh_queue_new (g_free);

  lose_messages (queue);
  dh_queue_unref (queue);
  return 0;
}
