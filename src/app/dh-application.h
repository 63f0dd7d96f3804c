/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Application: one instance with one window; opens files, keeps the light or dark style, and has
 * the accelerators. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define DH_TYPE_APPLICATION (dh_application_get_type ())
G_DECLARE_FINAL_TYPE (DhApplication, dh_application, DH, APPLICATION, AdwApplication)

DhApplication *dh_application_new (void) G_GNUC_WARN_UNUSED_RESULT;

/* Registers the program's resources; for tests that build its widgets without an application. */
void           dh_application_register_resources (void);

/* The user's settings; NULL when their schema is not installed, or is one of an older Downhill that lacks a
 * key: GSettings would end the program. Then nothing is remembered between starts. */
GSettings     *dh_application_new_settings (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
