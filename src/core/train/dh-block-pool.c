/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Block pool. One mutex guards the list of kept blocks. It is a pthread mutex, not a GMutex, so
 * that the thread sanitizer sees it even with a GLib that was built without. */
#define _DEFAULT_SOURCE
#include "dh-block-pool.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/mman.h>

#define CACHE_LINE 64
#define MAX_KEPT   256
#define KEPT_BYTES ((gsize) 192 * 1024 * 1024)

typedef struct
{
  gpointer memory;
  gsize bytes;
} Block;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static Block kept[MAX_KEPT]; /* oldest first */
static guint n_kept;
static gsize kept_bytes;
static gsize total_bytes; /* atomic */

gpointer
dh_block_alloc (gsize bytes)
{
  gpointer memory = NULL;

  __atomic_add_fetch (&total_bytes, bytes, __ATOMIC_RELAXED);
  pthread_mutex_lock (&lock);
  /* The newest first: it is the likeliest to be in the cache. */
  for (guint i = n_kept; i-- > 0 && memory == NULL;)
    if (kept[i].bytes == bytes)
      {
        memory = kept[i].memory;
        kept_bytes -= bytes;
        n_kept--;
        for (; i < n_kept; i++)
          kept[i] = kept[i + 1];
        break;
      }
  pthread_mutex_unlock (&lock);
  if (memory != NULL)
    return memory;
  if (bytes < DH_BLOCK_HUGE)
    return g_aligned_alloc (1, bytes, CACHE_LINE);
  memory = g_aligned_alloc (1, bytes, DH_BLOCK_HUGE);
#ifdef MADV_HUGEPAGE
  /* Only advice: without huge pages everything works the same, slower on first touch. */
  (void) madvise (memory, bytes, MADV_HUGEPAGE);
#endif
  return memory;
}

void
dh_block_free (gpointer block, gsize bytes)
{
  gpointer surplus[MAX_KEPT + 1];
  guint n_surplus = 0;

  if (block == NULL)
    return;
  __atomic_sub_fetch (&total_bytes, bytes, __ATOMIC_RELAXED);
  if (bytes > KEPT_BYTES)
    {
      g_aligned_free (block);
      return;
    }
  pthread_mutex_lock (&lock);
  while (n_kept > n_surplus && (n_kept - n_surplus == MAX_KEPT || kept_bytes + bytes > KEPT_BYTES))
    {
      kept_bytes -= kept[n_surplus].bytes;
      surplus[n_surplus] = kept[n_surplus].memory;
      n_surplus++;
    }
  n_kept -= n_surplus;
  for (guint i = 0; i < n_kept && n_surplus > 0; i++)
    kept[i] = kept[i + n_surplus];
  kept[n_kept++] = (Block) { block, bytes };
  kept_bytes += bytes;
  pthread_mutex_unlock (&lock);
  for (guint i = 0; i < n_surplus; i++)
    g_aligned_free (surplus[i]);
}

gsize
dh_block_total_bytes (void)
{
  return __atomic_load_n (&total_bytes, __ATOMIC_RELAXED);
}

void
dh_block_trim (void)
{
  gpointer surplus[MAX_KEPT];
  guint n_surplus;

  pthread_mutex_lock (&lock);
  n_surplus = n_kept;
  for (guint i = 0; i < n_kept; i++)
    surplus[i] = kept[i].memory;
  n_kept = 0;
  kept_bytes = 0;
  pthread_mutex_unlock (&lock);
  for (guint i = 0; i < n_surplus; i++)
    g_aligned_free (surplus[i]);
}
