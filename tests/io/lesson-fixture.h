/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Runs of the lessons that come with the program, trained, for tests of what their texts say. */
#pragma once

#include "dh-findings.h"
#include "dh-lesson-list.h"
#include "dh-quantity.h"
#include "dh-trainer.h"

#include <math.h>
#include <string.h>

static GPtrArray *lesson_list;

static inline DhExperiment *
lesson_experiment (const char *name, const char *experiment)
{
  g_autoptr (GError) error = NULL;
  const DhLessonEntry *entry;
  int index;

  if (!lesson_list)
    lesson_list = dh_lesson_list ("/nonexistent");
  entry = dh_lesson_list_find (lesson_list, name, &error);
  g_assert_no_error (error);
  index = dh_lesson_find_experiment (entry->lesson, experiment);
  g_assert_cmpint (index, >=, 0);
  return dh_lesson_get_experiment (entry->lesson, (guint) index);
}

static inline DhHistory *
train (DhRun *run, DhData *data)
{
  g_autoptr (GError) error = NULL;
  DhHistory *history = dh_train (run, data, NULL, &error);

  g_assert_no_error (error);
  return history;
}

/* Run @number, from 1. */
static inline DhRun *
lesson_run (const char *name, const char *experiment, gsize number)
{
  return dh_experiment_get_run (lesson_experiment (name, experiment), number - 1);
}

static inline DhHistory *
train_lesson (const char *name, const char *experiment, gsize number)
{
  return train (lesson_run (name, experiment, number),
                dh_experiment_get_data (lesson_experiment (name, experiment)));
}

/* The same with another learning rate and length. */
static inline DhHistory *
train_at (const char *name, const char *experiment, gsize number, double lr, guint64 epochs)
{
  g_autoptr (DhRun) run = dh_run_copy (lesson_run (name, experiment, number));

  run->lr = lr;
  run->epochs = epochs;
  return train (run, dh_experiment_get_data (lesson_experiment (name, experiment)));
}

static inline gsize
length_of (DhHistory *history, const char *id)
{
  DhSignal signal;

  g_assert_true (dh_quantity_signal (history, id, 0, &signal));
  return dh_signal_length (&signal);
}

/* The value of step or epoch @place, from 1. */
static inline double
value (DhHistory *history, const char *id, gsize place)
{
  DhSignal signal;

  g_assert_true (dh_quantity_signal (history, id, 0, &signal));
  g_assert_cmpuint (place, <=, dh_signal_length (&signal));
  return dh_table_value (signal.table, signal.column, place - 1);
}

static inline double
last (DhHistory *history, const char *id)
{
  return value (history, id, length_of (history, id));
}

/* NULL: the run has none of this kind. Owned by *@findings, to be freed. */
static inline const DhFinding *
finding (DhHistory *history, DhFindingKind kind, GPtrArray **findings)
{
  *findings = dh_findings_find (history, NULL);
  for (guint i = 0; i < (*findings)->len; i++)
    if (((DhFinding *) (*findings)->pdata[i])->kind == kind)
      return (*findings)->pdata[i];
  return NULL;
}

static inline gboolean
has (DhHistory *history, DhFindingKind kind)
{
  g_autoptr (GPtrArray) findings = NULL;

  return finding (history, kind, &findings) != NULL;
}

/* The first epoch whose RMSE is above @limit; 0: none. */
static inline gsize
first_above (DhHistory *history, double limit)
{
  for (gsize e = 1; e <= length_of (history, "rmse"); e++)
    if (!(value (history, "rmse", e) <= limit))
      return e;
  return 0;
}
