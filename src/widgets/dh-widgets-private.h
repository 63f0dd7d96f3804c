/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* What the widgets share among themselves. Main thread only. */
#pragma once

#include <gtk/gtk.h>

#include "dh-palette.h"

G_BEGIN_DECLS

#define DH_WIDGETS_RESOURCE "/io/github/downhill/Downhill/widgets/"

/* Classes with a template call it before they name their .ui file. */
void        dh_widgets_ensure_resource (void);
/* The locale's decimal point, "." where it has none. */
const char *dh_widgets_decimal_point   (void);
/* A colour of the theme by name, FALSE (and *rgba untouched) where the theme has none. */
gboolean    dh_widget_lookup_colour    (GtkWidget *widget, const char *name, GdkRGBA *rgba);
/* TRUE when the widget has light text, that is, a dark background. */
gboolean    dh_widget_is_dark          (GtkWidget *widget);
/* The accent for things that are filled with it. */
void        dh_widget_accent           (GtkWidget *widget, GdkRGBA *rgba);
/* Colours for a chart that sits in @widget. */
void        dh_widget_theme            (GtkWidget *widget, DhTheme *theme);
void        dh_rgba_to_gdk             (const DhRgba *from, GdkRGBA *to);

/* What a pointer or a touch does to a thumb, for an owner that watches a scale's events without taking part in the
 * scale's own gestures, which would cancel its own. */
typedef enum
{
  DH_HOLD_OTHER,
  DH_HOLD_BEGINS,
  DH_HOLD_ENDS,
} DhHold;

/* Also lets @scale take the wheel only while it has the focus: scrolling what it lies in must not turn a value that
 * passes under the pointer. GTK has no property for it. */
DhHold      dh_scale_watch             (GtkWidget *scale, GdkEvent *event);

/* "10⁻⁴"; 1 and 10 are plain. */
char       *dh_format_decade           (int exponent);

G_END_DECLS
