/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Words: pieces of a finding's sentence, inside. Every number has three digits, which is what a sentence can carry;
 * the evidence has all. */
#pragma once

#include "dh-findings-private.h"

G_BEGIN_DECLS

/* Texts of one sentence, freed together. */
typedef struct
{
  const DhFinding *finding;
  GPtrArray *texts;
} DhWords;

/* All of these are owned by @words. */
const char *dh_words_keep    (DhWords *words, char *text);
const char *dh_words_number  (DhWords *words, const char *name);
/* A step's or an epoch's number, or a count: all of its digits. */
const char *dh_words_count   (DhWords *words, double value);
const char *dh_words_counted (DhWords *words, const char *name);
const char *dh_words_step    (DhWords *words);
const char *dh_words_weight  (DhWords *words);
/* The run's learning rate, as "learning_rate" has it. */
const char *dh_words_lr      (DhWords *words);
/* A learning rate of two digits as one writes it: "0.000031". */
const char *dh_words_rate    (DhWords *words, const char *name);

/* "−0.00123", "16.4", "2670", "3.51·10⁴¹": three digits, all of a whole number below a million. */
char       *dh_words_format  (double value) G_GNUC_WARN_UNUSED_RESULT;
gboolean    dh_finding_has   (const DhFinding *finding, const char *name);

/* dh-finding-text-trouble.c: one sentence each. */
char       *dh_words_say_runaway     (DhWords *words) G_GNUC_WARN_UNUSED_RESULT;
char       *dh_words_say_dead        (DhWords *words) G_GNUC_WARN_UNUSED_RESULT;
char       *dh_words_say_partly_dead (DhWords *words) G_GNUC_WARN_UNUSED_RESULT;
char       *dh_words_say_bump        (DhWords *words) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
