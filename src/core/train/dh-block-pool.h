/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Block pool: memory of dropped tables, kept (up to a bound) for the next one, because fresh pages
 * cost more than writing them. Any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Aligned to a cache line; contents undefined. Blocks of DH_BLOCK_HUGE bytes and more are
 * aligned to huge pages and lie in them where those are cheap to get. */
#define DH_BLOCK_HUGE (2u * 1024 * 1024)

gpointer dh_block_alloc       (gsize bytes) G_GNUC_WARN_UNUSED_RESULT;
void     dh_block_free        (gpointer block, gsize bytes);
gsize    dh_block_total_bytes (void); /* handed out and not yet given back */
void     dh_block_trim        (void);

G_END_DECLS
