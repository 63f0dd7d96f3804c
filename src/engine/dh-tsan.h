/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Marks for the thread sanitizer, which can't see the locks inside an uninstrumented GLib:
 * what was written before dh_tsan_release (p) is ordered before what follows
 * dh_tsan_acquire (p) on the same address. They cost nothing in other builds. */
#pragma once

#if defined(__SANITIZE_THREAD__)
#define DH_TSAN 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define DH_TSAN 1
#endif
#endif

#ifdef DH_TSAN
void __tsan_acquire (void *address);
void __tsan_release (void *address);
#define dh_tsan_acquire(address) __tsan_acquire (address)
#define dh_tsan_release(address) __tsan_release (address)
#else
#define dh_tsan_acquire(address) ((void) (address))
#define dh_tsan_release(address) ((void) (address))
#endif
