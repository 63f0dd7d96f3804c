/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* The bands' commands and their thread: dh-bands.c is the owner's side, dh-bands-worker.c the
 * other, a channel lies between. */
#pragma once

#include "dh-bands.h"
#include "dh-channel.h"

G_BEGIN_DECLS

typedef enum
{
  DH_BANDS_REQUEST,
  DH_BANDS_CANCEL,
  DH_BANDS_QUIT,
} DhBandsCommandKind;

typedef struct
{
  DhBandsCommandKind kind;
  guint64 generation;
  DhBandsRequest request; /* REQUEST only, with references */
} DhBandsCommand;

void     dh_bands_command_free (DhBandsCommand *command);

/* Fills @order with 0 to DH_BANDS_RATES - 1, coarse ones first. */
void     dh_bands_order        (gsize *order);

/* The thread: @channel until DH_BANDS_QUIT. */
gpointer dh_bands_thread       (gpointer channel);

G_END_DECLS
