/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Block pool. One mutex guards the list of kept blocks. It is a pthread mutex, not a GMutex, so
 * that the thread sanitizer sees it even with a GLib that was built without. */
#define _DEFAULT_SOURCE
#include "dh-block-pool.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>

#define CACHE_LINE 64
#define MAX_KEPT   256
#define KEPT_BYTES ((gsize) 192 * 1024 * 1024)
/* A huge page takes some 100 us where the system has one, 5 ms where it must move others together first;
 * the same memory in small pages takes 700 us. */
#define SLOW_PAGE_NSEC 1000000
#define MAX_SKIPPED    256

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

#ifdef MADV_HUGEPAGE
static guint skip;    /* blocks to go before a huge page is asked for again */
static guint skipped; /* how many that were the last time */

static gint64
thread_nsec (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * G_GINT64_CONSTANT (1000000000) + now.tv_nsec;
}

static gboolean
may_ask (void)
{
  gboolean may;

  pthread_mutex_lock (&lock);
  may = skip == 0;
  if (!may)
    skip--;
  pthread_mutex_unlock (&lock);
  return may;
}

/* Asks for huge pages and takes the first. If that was slow the rest are small ones, and so are those
 * of the next few blocks, more of them each time. */
static void
advise (char *memory, gsize bytes)
{
  gint64 start;
  gboolean slow;

  if (!may_ask () || madvise (memory, bytes, MADV_HUGEPAGE) != 0)
    return;
  start = thread_nsec ();
  *(volatile char *) memory = 0;
  slow = thread_nsec () - start > SLOW_PAGE_NSEC;
  if (slow)
    (void) madvise (memory, bytes, MADV_NOHUGEPAGE);
  pthread_mutex_lock (&lock);
  skipped = slow ? CLAMP (4 * skipped, 4, MAX_SKIPPED) : 0;
  skip = skipped;
  pthread_mutex_unlock (&lock);
}
#endif

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
  advise (memory, bytes);
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
