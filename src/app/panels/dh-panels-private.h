/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* What the sidebar's parts share among themselves. Main thread only. */
#pragma once

#include <gtk/gtk.h>

#include "dh-data.h"

G_BEGIN_DECLS

#define DH_PANELS_RESOURCE "/io/github/downhill/Downhill/"
#define DH_PANELS_UI       DH_PANELS_RESOURCE

/* Registers the resource, the types that the .ui files name, and the style sheet. Classes with a template call it
 * before they name their .ui file. */
void dh_panels_ensure (void);

/* What a drop-down offers, read from one of the core's tables. */
typedef struct
{
  guint n;
  const char *(*label)   (guint index); /* untranslated */
  const char *(*heading) (guint index); /* untranslated, above this item; NULL: none; may be NULL */
  const char *(*tooltip) (guint index); /* translated or symbols; may be NULL */
} DhChoices;

/* @choices must be static. The button's text is cut where it is too long, the list's is not. */
void dh_choices_install (GtkDropDown *drop_down, const DhChoices *choices);
/* The same looks for texts that come and go: the model is an empty GtkStringList to begin with. */
void dh_choices_install_texts (GtkDropDown *drop_down);

/* "1 234 567": a count for people. */
char *dh_panels_format_count (guint64 count) G_GNUC_WARN_UNUSED_RESULT;
/* A number as the number entries show it. */
char *dh_panels_format_number (double value) G_GNUC_WARN_UNUSED_RESULT;
/* "3 rows, x from 1 to 5, y from 32 to 40". Looks at every row. */
char *dh_panels_describe_rows (const DhData *data) G_GNUC_WARN_UNUSED_RESULT;
/* A seed that is easy to read and say again; different from @old. */
guint64 dh_panels_new_seed (guint64 old);
/* Entries hold doubles, which count exactly up to here. */
#define DH_PANELS_MAX_SEED 9007199254740992.0

G_END_DECLS
