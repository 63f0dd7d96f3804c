/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Widgets, as a whole: what has to be in place before the first one is used. */
#pragma once

#include <gtk/gtk.h>

#include "dh-beta-slider.h"
#include "dh-chart.h"
#include "dh-number-entry.h"
#include "dh-rate-slider.h"
#include "dh-run-row.h"
#include "dh-scrubber.h"

G_BEGIN_DECLS

/* Registers the resource and the types (so that .ui files may name them) and, when there is a
 * display, installs the style sheet. After gtk_init(); may be called again. */
void dh_widgets_init (void);

/* Ctrl+Z, and Ctrl+Shift+Z or Ctrl+Y: entries whose value the window can undo hand these on to it. */
gboolean dh_key_is_undo (guint keyval, GdkModifierType state);
gboolean dh_key_is_redo (guint keyval, GdkModifierType state);

G_END_DECLS
