/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* File dialog: asks for one file to open or to save to. The dialog lives until it is answered or its
 * parent goes away. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* @file: NULL when the user cancelled. Not called once @parent has gone. */
typedef void (*DhFileChosen) (GtkWindow *parent, GFile *file, gpointer data);

/* @suffixes: ".png" or several separated by blanks; shown first, "All files" after. @near: a file in whose folder to
 * begin, or NULL. */
void dh_file_dialog_open (GtkWindow *parent, const char *title, const char *suffixes, GFile *near,
                          DhFileChosen chosen, gpointer data);
/* A name without any ending gets the first of @suffixes (and is asked about again when that exists).
 * Overwriting is asked about. */
void dh_file_dialog_save (GtkWindow *parent, const char *title, const char *name,
                          const char *suffixes, GFile *near, DhFileChosen chosen, gpointer data);

G_END_DECLS
