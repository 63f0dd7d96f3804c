/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Errors from the outside world: what failed, where, and what to do about it.
 * The message is translated, complete, and ready to be shown to a person. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DH_ERROR (dh_error_quark ())

typedef enum
{
  DH_ERROR_INVALID,   /* a value outside its domain */
  DH_ERROR_PARSE,     /* text that does not follow its grammar */
  DH_ERROR_LIMIT,     /* too large for memory or for a documented limit */
  DH_ERROR_VERSION,   /* a file of a newer format */
  DH_ERROR_IO,        /* reading or writing failed */
  DH_ERROR_CANCELLED, /* the caller's cancel flag was raised */
} DhError;

GQuark dh_error_quark (void);

/* Text from outside as a message may show it: in quotation marks, valid UTF-8, nothing
 * unprintable, at most 40 characters. */
char  *dh_error_quote (const char *text) G_GNUC_WARN_UNUSED_RESULT;
/* Messages about such text: @format has one %s, for the quotation. */
void   dh_error_set_quoted (GError **error, DhError code, const char *format,
                            const char *text) G_GNUC_PRINTF (3, 0);
void   dh_error_prefix_quoted (GError **error, const char *format,
                               const char *text) G_GNUC_PRINTF (2, 0);

G_END_DECLS
