/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Experiment files: NAME.downhill, GLib key-file form, format version 1. design.md section 6.
 * Unknown keys are kept when saved again and warned of. */
#pragma once

#include "dh-experiment.h"

G_BEGIN_DECLS

#define DH_EXPERIMENT_FORMAT_VERSION 1
#define DH_EXPERIMENT_FILE_MAX_BYTES (64 * 1024 * 1024)

/* What a file has beside the experiment. */
typedef struct
{
  GKeyFile *unknown;   /* groups and keys that this version does not know; NULL: none */
  GPtrArray *warnings; /* of char*, translated, one a problem that did not stop the reading */
} DhFileExtras;

void dh_file_extras_clear (DhFileExtras *extras);

/* @name is what messages call the text. @extras may be NULL. File data of at most 10 000 rows is
 * embedded and restored from the file itself; larger data is read again from its path and its
 * checksum compared (a warning when it differs). Relative data paths are taken from @base_dir. */
DhExperiment *dh_experiment_parse  (const char *text, gsize length, const char *name, const char *base_dir,
                                    DhFileExtras *extras, GError **error) G_GNUC_WARN_UNUSED_RESULT;
DhExperiment *dh_experiment_load   (const char *path, DhFileExtras *extras, GError **error) G_GNUC_WARN_UNUSED_RESULT;
char         *dh_experiment_format (const DhExperiment *experiment,
                                    const DhFileExtras *extras) G_GNUC_WARN_UNUSED_RESULT;
gboolean      dh_experiment_save   (const DhExperiment *experiment, const char *path,
                                    const DhFileExtras *extras, GError **error);

G_END_DECLS
