/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Findings in words: what went wrong at a step. */
#include "dh-finding-words.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* More names than this say less than none. */
#define MAX_NAMES 4

/* What the step did to its row. */
static const char *
describe_step (DhWords *words)
{
  const DhFinding *f = words->finding;
  double overshoot = dh_finding_number (f, "overshoot");
  const char *x = dh_words_number (words, "x");

  if (!dh_finding_has (f, "moved"))
    /* Translators: of the rows of a step. */
    return dh_words_keep (words, g_strdup_printf (_("it left its rows %s times as far from their targets as they were"),
                                         dh_words_keep (words, dh_words_format (fabs (1 - overshoot)))));
  if (overshoot < 0)
    /* Translators: x, then two distances. */
    return dh_words_keep (
        words,
        g_strdup_printf (
            _("at x = %s the prediction was %s from the target, and the step moved it "
               "by %s the wrong way"),
            x, dh_words_number (words, "residual"), dh_words_number (words, "moved")));
  /* Translators: x, then two distances. */
  return dh_words_keep (
      words,
      g_strdup_printf (
          _("at x = %s the prediction was %s from the target, and the step moved it "
             "by %s, past the target"),
          x, dh_words_number (words, "residual"), dh_words_number (words, "moved")));
}

static const char *
describe_growth (DhWords *words)
{
  if (!isfinite (dh_finding_number (words->finding, "peak_error")))
    return _("until no number could hold it");
  return dh_words_keep (words, g_strdup_printf (_("up to %s at step %s"), dh_words_number (words, "peak_error"),
                                       dh_words_counted (words, "peak_step")));
}

static char *
say_how (DhWords *words)
{
  const DhFinding *f = words->finding;
  const char *step = dh_words_step (words);
  const char *growth = describe_growth (words);
  const char *gain = "";

  if (f->form != DH_FORM_GREW && dh_finding_has (f, "step_gain") && dh_finding_number (f, "step_gain") > 2)
    /* Translators: stands in brackets within a sentence. */
    gain = dh_words_keep (words, g_strdup_printf (_(" (step gain %s; above 2 no row can settle)"),
                                         dh_words_number (words, "step_gain")));
  switch (f->form)
    {
    case DH_FORM_FAST:
      /* Translators: step, what it did, remark in brackets or nothing, how far the error grew. */
      return g_strdup_printf (_("Step %s did it: %s%s; from there the error grew at every step, %s, and never came "
                                "back."), step, describe_step (words), gain, growth);
    case DH_FORM_FIRST:
      return g_strdup_printf (_("Step %s is the first that left its row worse than it was: %s%s; the error grew "
                                "%s."), step, describe_step (words), gain, growth);
    case DH_FORM_AFTER:
      return g_strdup_printf (_("After epoch %s, the best one, step %s is the first that left its row worse than it "
                                "was: %s%s; the error grew %s."),
                              dh_words_counted (words, "best_epoch"), step, describe_step (words), gain, growth);
    case DH_FORM_GREW:
    default:
      return g_strdup_printf (_("The row error was %s at step %s and grew from there, %s."),
                              dh_words_number (words, "error"), step, growth);
    }
}

char *
dh_words_say_runaway (DhWords *words)
{
  g_autofree char *how = say_how (words);

  if (!dh_finding_has (words->finding, "survives_up_to"))
    return g_steal_pointer (&how);
  if (dh_finding_has (words->finding, "survives_by_luck"))
    /* Translators: what happened, then two learning rates. */
    return g_strdup_printf (_("%s Survives up to %s, and by luck at %s."), how,
                            dh_words_rate (words, "survives_up_to"), dh_words_rate (words, "survives_by_luck"));
  /* Translators: what happened, then a learning rate. */
  return g_strdup_printf (_("%s Survives up to %s."), how, dh_words_rate (words, "survives_up_to"));
}

/* The weights whose derivatives are 0 while @unit is off: its own and those that take from it. NULL: too many. */
static const char *
frozen_names (DhWords *words)
{
  const DhFinding *f = words->finding;
  GString *names = g_string_new (NULL);
  guint n = 0, unit = (guint) f->unit, l = 0;
  DhLayer in, out;

  for (; l < f->model.n_hidden && unit >= f->model.width[l]; l++)
    unit -= f->model.width[l];
  dh_model_layer (&f->model, l, &in);
  dh_model_layer (&f->model, l + 1, &out);
  for (gsize i = 0; i < in.n_in + 1 + out.n_out; i++)
    {
      gsize index = i < in.n_in ? in.weights + unit * in.n_in + i
                    : i == in.n_in ? in.biases + unit : out.weights + (i - in.n_in - 1) * out.n_in + unit;
      g_autofree char *name = dh_model_weight_name (&f->model, index);

      if (n++ > 0)
        g_string_append (names, ", ");
      g_string_append (names, name);
    }
  if (n <= MAX_NAMES)
    return dh_words_keep (words, g_string_free (names, FALSE));
  g_string_free (names, TRUE);
  return NULL;
}

static char *
say_one_dead (DhWords *words)
{
  const DhFinding *f = words->finding;
  const char *rows = dh_words_counted (words, "rows");
  const char *names = frozen_names (words);
  const char *what = names != NULL ? names : _("its weights");

  if (f->step == 0)
    /* Translators: rows, then weights. */
    return g_strdup_printf (_("From the start the ReLU is off for all %s rows: the derivatives of %s are 0 because the "
                              "unit is off, not because the weights are right."), rows, what);
  if (f->weight < 0)
    /* Translators: step, rows, then weights. */
    return g_strdup_printf (_("Since step %s the ReLU is off for all %s rows: the derivatives of %s are 0 because the "
                              "unit is off, not because the weights are right."), dh_words_step (words), rows, what);
  /* Translators: step, its x, a weight, its values before and after, rows, then weights. */
  return g_strdup_printf (_("Step %s (x = %s) took %s from %s to %s, and since then the "
                             "ReLU is off for all %s rows: "
                             "the derivatives of %s are 0 because the unit is off, not "
                             "because the weights are right."),
                          dh_words_step (words), dh_words_number (words, "x"),
                          dh_words_weight (words),
                          dh_words_number (words, "weight_before"),
                          dh_words_number (words, "weight_after"), rows, what);
}

char *
dh_words_say_dead (DhWords *words)
{
  const DhFinding *f = words->finding;
  const char *effect;

  if (dh_finding_number (f, "units") == 1)
    return say_one_dead (words);
  effect = dh_finding_number (f, "blocked") != 0
           ? _("a whole layer is off, so x has no way to the prediction any more")
           : _("their derivatives are 0 because they are off, not because their weights are right");
  if (f->so_far != 0 && f->step == 0)
    /* Translators: units off, all units, rows, what follows. */
    return g_strdup_printf (_("%s of %s units are off for all %s rows, the first of them from the start: %s."),
                            dh_words_counted (words, "dead_units"), dh_words_counted (words, "units"),
                            dh_words_counted (words, "rows"), effect);
  if (f->so_far != 0)
    /* Translators: units off, all units, rows, step, what follows. */
    return g_strdup_printf (_("%s of %s units are off for all %s rows, the first of them since step %s: %s."),
                            dh_words_counted (words, "dead_units"), dh_words_counted (words, "units"),
                            dh_words_counted (words, "rows"), dh_words_step (words), effect);
  if (f->step == 0)
    /* Translators: units off, all units, rows, what follows. */
    return g_strdup_printf (_("%s of %s units are off for all %s rows at the end, the first of them from the start: "
                              "%s."), dh_words_counted (words, "dead_units"), dh_words_counted (words, "units"),
                            dh_words_counted (words, "rows"), effect);
  /* Translators: units off, all units, rows, step, what follows. */
  return g_strdup_printf (
      _("%s of %s units are off for all %s rows at the end, the first of them since "
         "step %s: %s."),
      dh_words_counted (words, "dead_units"), dh_words_counted (words, "units"),
      dh_words_counted (words, "rows"), dh_words_step (words), effect);
}

char *
dh_words_say_bump (DhWords *words)
{
  const DhFinding *f = words->finding;
  double w = dh_finding_number (f, "weight");
  double h = dh_finding_number (f, "h");

  if (dh_finding_number (f, "bump") == 0 && w + h == w)
    /* Translators: step, weight, derivative, bump, the weight's value. */
    return g_strdup_printf (_("At step %s the bump derivative of %s reads 0 though the "
                               "derivative is %s: a bump of %s "
                               "vanishes beside a weight of %s."),
                            dh_words_step (words), dh_words_weight (words),
                            dh_words_number (words, "derivative"),
                            dh_words_number (words, "h"),
                            dh_words_number (words, "weight"));
  /* Translators: step, weight, bump derivative, derivative, bump, error. */
  return g_strdup_printf (_("At step %s the bump derivative of %s reads %s though the "
                             "derivative is %s: what a bump of "
                             "%s changes is lost in the rounding of an error of %s."),
                          dh_words_step (words), dh_words_weight (words),
                          dh_words_number (words, "bump"),
                          dh_words_number (words, "derivative"),
                          dh_words_number (words, "h"), dh_words_number (words, "error"));
}

char *
dh_words_say_partly_dead (DhWords *words)
{
  const DhFinding *f = words->finding;
  const char *on = dh_words_counted (words, "rows_on");
  const char *rows = dh_words_counted (words, "rows");
  const char *unit = dh_words_count (words, f->unit + 1);

  if (dh_finding_number (f, "units") == 1)
    /* Translators: two numbers of rows. */
    return g_strdup_printf (_("At the end the ReLU is on for only %s of %s rows: its weights learn from no others."),
                            on, rows);
  if (dh_finding_number (f, "few_units") == 1)
    /* Translators: a unit's number, two numbers of rows. */
    return g_strdup_printf (_("At the end unit %s is on for only %s of %s rows: its weights learn from no others."),
                            unit, on, rows);
  /* Translators: units, all units, a unit's number, two numbers of rows. */
  return g_strdup_printf (_("At the end %s of %s units are on for a tenth of the rows or fewer, unit %s for only %s of "
                            "%s: their weights learn from no others."),
                          dh_words_counted (words, "few_units"), dh_words_counted (words, "units"), unit, on, rows);
}
