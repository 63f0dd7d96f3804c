/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Findings in words. Every number has three digits, which is what a sentence can carry; the evidence has all. */
#include "dh-findings-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MINUS "\xe2\x88\x92" /* U+2212 */

/* More names than this say less than none. */
#define MAX_NAMES 4

/* Texts of one sentence, freed together. */
typedef struct
{
  const DhFinding *finding;
  GPtrArray *texts;
} Words;

static const char *
keep (Words *words, char *text)
{
  g_ptr_array_add (words->texts, text);
  return text;
}

static void
append_power (GString *out, const char *digits)
{
  static const char *const raised[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };
  const char *p = digits;

  g_string_append (out, "·10");
  if (*p == '-')
    g_string_append (out, "⁻");
  while (*p == '+' || *p == '-' || (*p == '0' && p[1] != '\0'))
    p++;
  for (; *p != '\0'; p++)
    g_string_append (out, raised[*p - '0']);
}

/* "−0.00123", "16.4", "2670", "3.51·10⁴¹": three digits, all of a whole number below a million. */
static char *
format (double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  GString *out = g_string_new (signbit (value) && value != 0 ? MINUS : NULL);
  double size = fabs (value);
  char *power;

  if (size >= 100 && size < 1e6)
    g_ascii_formatd (text, sizeof text, "%.0f", size);
  else if (size >= 1e-3 && size < 100)
    g_ascii_formatd (text, sizeof text, "%.3g", size);
  else
    g_ascii_formatd (text, sizeof text, "%.2e", size);
  power = strchr (text, 'e');
  if (size == 0)
    g_string_append_c (out, '0');
  else if (power != NULL)
    {
      *power = '\0';
      g_string_append (out, text);
      append_power (out, power + 1);
    }
  else
    g_string_append (out, text);
  return g_string_free (out, FALSE);
}

static const char *
number (Words *words, const char *name)
{
  return keep (words, format (dh_finding_number (words->finding, name)));
}

/* A step's or an epoch's number, or a count: all of its digits. */
static const char *
count (Words *words, double value)
{
  return keep (words, g_strdup_printf ("%" G_GUINT64_FORMAT, (guint64) value));
}

static const char *
counted (Words *words, const char *name)
{
  return count (words, dh_finding_number (words->finding, name));
}

static const char *
step_of (Words *words)
{
  return count (words, (double) words->finding->step);
}

static gboolean
has (const DhFinding *f, const char *name)
{
  return !isnan (dh_finding_number (f, name));
}

static const char *
weight_name (Words *words)
{
  return keep (words, dh_model_weight_name (&words->finding->model, (gsize) words->finding->weight));
}

/* What the step did to its row. */
static const char *
describe_step (Words *words)
{
  const DhFinding *f = words->finding;
  double overshoot = dh_finding_number (f, "overshoot");
  const char *x = number (words, "x");

  if (!has (f, "moved"))
    /* Translators: of the rows of a step. */
    return keep (words, g_strdup_printf (_("it left its rows %s times as far from their targets as they were"),
                                         keep (words, format (fabs (1 - overshoot)))));
  if (overshoot < 0)
    /* Translators: x, then two distances. */
    return keep (words, g_strdup_printf (_("at x = %s the prediction was %s from the target, and the step moved it "
                                           "by %s the wrong way"),
                                         x, number (words, "residual"), number (words, "moved")));
  /* Translators: x, then two distances. */
  return keep (words, g_strdup_printf (_("at x = %s the prediction was %s from the target, and the step moved it "
                                         "by %s, past the target"),
                                       x, number (words, "residual"), number (words, "moved")));
}

static const char *
describe_growth (Words *words)
{
  if (!isfinite (dh_finding_number (words->finding, "peak_error")))
    return _("until no number could hold it");
  return keep (words, g_strdup_printf (_("up to %s at step %s"), number (words, "peak_error"),
                                       counted (words, "peak_step")));
}

static char *
say_runaway (Words *words)
{
  const DhFinding *f = words->finding;
  const char *step = step_of (words);
  const char *growth = describe_growth (words);
  const char *gain = "";

  if (f->form != DH_FORM_GREW && has (f, "step_gain") && dh_finding_number (f, "step_gain") > 2)
    /* Translators: stands in brackets within a sentence. */
    gain = keep (words, g_strdup_printf (_(" (step gain %s; above 2 no row can settle)"),
                                         number (words, "step_gain")));
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
                              counted (words, "best_epoch"), step, describe_step (words), gain, growth);
    case DH_FORM_GREW:
    default:
      return g_strdup_printf (_("The row error was %s at step %s and grew from there, %s."),
                              number (words, "error"), step, growth);
    }
}

/* The weights whose derivatives are 0 while @unit is off: its own and those that take from it. NULL: too many. */
static const char *
frozen_names (Words *words)
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
    return keep (words, g_string_free (names, FALSE));
  g_string_free (names, TRUE);
  return NULL;
}

static char *
say_one_dead (Words *words)
{
  const DhFinding *f = words->finding;
  const char *rows = counted (words, "rows");
  const char *names = frozen_names (words);
  const char *what = names != NULL ? names : _("its weights");

  if (f->step == 0)
    /* Translators: rows, then weights. */
    return g_strdup_printf (_("From the start the ReLU is off for all %s rows: the derivatives of %s are 0 because the "
                              "unit is off, not because the weights are right."), rows, what);
  if (f->weight < 0)
    /* Translators: step, rows, then weights. */
    return g_strdup_printf (_("Since step %s the ReLU is off for all %s rows: the derivatives of %s are 0 because the "
                              "unit is off, not because the weights are right."), step_of (words), rows, what);
  /* Translators: step, its x, a weight, its values before and after, rows, then weights. */
  return g_strdup_printf (_("Step %s (x = %s) took %s from %s to %s, and since then the ReLU is off for all %s rows: "
                            "the derivatives of %s are 0 because the unit is off, not because the weights are right."),
                          step_of (words), number (words, "x"), weight_name (words),
                          number (words, "weight_before"), number (words, "weight_after"), rows, what);
}

static char *
say_dead (Words *words)
{
  const DhFinding *f = words->finding;
  const char *effect;

  if (dh_finding_number (f, "units") == 1)
    return say_one_dead (words);
  effect = dh_finding_number (f, "blocked") != 0
           ? _("a whole layer is off, so x has no way to the prediction any more")
           : _("their derivatives are 0 because they are off, not because their weights are right");
  if (f->step == 0)
    /* Translators: units off, all units, rows, what follows. */
    return g_strdup_printf (_("%s of %s units are off for all %s rows at the end, the first of them from the start: "
                              "%s."), counted (words, "dead_units"), counted (words, "units"),
                            counted (words, "rows"), effect);
  /* Translators: units off, all units, rows, step, what follows. */
  return g_strdup_printf (_("%s of %s units are off for all %s rows at the end, the first of them since step %s: %s."),
                          counted (words, "dead_units"), counted (words, "units"), counted (words, "rows"),
                          step_of (words), effect);
}

static char *
say_bump (Words *words)
{
  const DhFinding *f = words->finding;
  double w = dh_finding_number (f, "weight");
  double h = dh_finding_number (f, "h");

  if (dh_finding_number (f, "bump") == 0 && w + h == w)
    /* Translators: step, weight, derivative, bump, the weight's value. */
    return g_strdup_printf (_("At step %s the bump derivative of %s reads 0 though the derivative is %s: a bump of %s "
                              "vanishes beside a weight of %s."),
                            step_of (words), weight_name (words), number (words, "derivative"), number (words, "h"),
                            number (words, "weight"));
  /* Translators: step, weight, bump derivative, derivative, bump, error. */
  return g_strdup_printf (_("At step %s the bump derivative of %s reads %s though the derivative is %s: what a bump of "
                            "%s changes is lost in the rounding of an error of %s."),
                          step_of (words), weight_name (words), number (words, "bump"),
                          number (words, "derivative"), number (words, "h"), number (words, "error"));
}

static char *
say_crawling (Words *words)
{
  const DhFinding *f = words->finding;
  const char *a = number (words, "goal_a");
  const char *b = number (words, "goal_b");
  double needed = dh_finding_number (f, "epochs_needed");

  if (!isfinite (needed))
    /* Translators: learning rate, then the weights that it leads to. */
    return g_strdup_printf (_("At a learning rate of %s nine tenths of the way to a = %s, b = %s take more than half "
                              "a billion epochs."), number (words, "learning_rate"), a, b);
  /* Translators: learning rate, weights that it leads to, epochs needed, epochs done. */
  return g_strdup_printf (_("At a learning rate of %s nine tenths of the way to a = %s, b = %s take %s epochs; "
                            "this run has %s."), number (words, "learning_rate"), a, b, count (words, needed),
                          counted (words, "epochs"));
}

static char *
say_converged (Words *words)
{
  const DhFinding *f = words->finding;

  if (!has (f, "slope"))
    /* Translators: step, error, spread. */
    return g_strdup_printf (_("From step %s on the fit stays good: the RMSE over all rows is %s at the end, where y "
                              "itself spreads by %s."), step_of (words),
                            number (words, "rms"), number (words, "spread"));
  /* Translators: step, slope, intercept, distance, slope, intercept. */
  return g_strdup_printf (_("From step %s on the line stays within a thousandth of the best one: it ends with slope %s "
                            "and intercept %s, %s away from slope %s and intercept %s."),
                          step_of (words), number (words, "slope"), number (words, "intercept"),
                          number (words, "distance"), number (words, "best_slope"), number (words, "best_intercept"));
}

static char *
say_rest (Words *words)
{
  switch (words->finding->kind)
    {
    case DH_FINDING_WRONG_ANSWER:
      /* Translators: RMSE of the run, RMSE of a line, two lengths of the gradient. */
      return g_strdup_printf (_("It has settled with an RMSE of %s where a straight line leaves %s: the "
                                "derivatives over all rows have gone from %s to %s, so nothing pulls it on."),
                              number (words, "rms"), number (words, "line_rms"),
                              number (words, "gradient_start"), number (words, "gradient"));
    case DH_FINDING_OSCILLATING:
      /* Translators: steps past the target, all steps, weight, sign changes. */
      return g_strdup_printf (_("%s of %s steps went past their target and ended nearer to it, and the derivative "
                                "of %s changed its sign %s times."),
                              counted (words, "past_target"), counted (words, "steps"), weight_name (words),
                              counted (words, "sign_changes"));
    case DH_FINDING_ILL_CONDITIONED:
      /* Translators: how many times, twice. */
      return g_strdup_printf (_("The loss is %s times as steep one way as the other: a learning rate that suits the "
                                "steep way is %s times too small for the flat one."),
                              number (words, "condition"), number (words, "condition"));
    case DH_FINDING_EXPLODED:
    case DH_FINDING_RAN_AWAY:
    case DH_FINDING_DEAD_RELU:
    case DH_FINDING_BUMP_LOST:
    case DH_FINDING_CRAWLING:
    case DH_FINDING_CONVERGED:
    case DH_FINDING_N:
    default:
      g_return_val_if_reached (NULL);
    }
}

char *
dh_finding_sentence (const DhFinding *finding)
{
  Words words = { finding, NULL };
  char *sentence;

  g_return_val_if_fail (finding != NULL, NULL);

  words.texts = g_ptr_array_new_with_free_func (g_free);
  if (finding->kind == DH_FINDING_EXPLODED || finding->kind == DH_FINDING_RAN_AWAY)
    sentence = say_runaway (&words);
  else if (finding->kind == DH_FINDING_DEAD_RELU)
    sentence = say_dead (&words);
  else if (finding->kind == DH_FINDING_BUMP_LOST)
    sentence = say_bump (&words);
  else if (finding->kind == DH_FINDING_CRAWLING)
    sentence = say_crawling (&words);
  else if (finding->kind == DH_FINDING_CONVERGED)
    sentence = say_converged (&words);
  else
    sentence = say_rest (&words);
  g_ptr_array_unref (words.texts);
  return sentence;
}

static const struct
{
  const char *id;
  const char *state;      /* without the step */
  const char *title;      /* with the step's number, if any */
  const char *other;      /* ran away: when no single step did it; dead: from the start */
} kinds[DH_FINDING_N] = {
  [DH_FINDING_EXPLODED] = { "exploded", N_("exploded"), N_("exploded, step %s did it"),
                            N_("exploded, from step %s on") },
  [DH_FINDING_RAN_AWAY] = { "ran-away", N_("ran away"), N_("ran away, step %s did it"),
                            N_("ran away, from step %s on") },
  [DH_FINDING_DEAD_RELU] = { "dead-relu", N_("ReLU dead"), N_("ReLU dead since step %s"),
                             N_("ReLU dead from the start") },
  [DH_FINDING_BUMP_LOST] = { "bump-lost", N_("bump lost"), N_("bump lost at step %s"), NULL },
  [DH_FINDING_WRONG_ANSWER] = { "wrong-answer", N_("wrong answer"), N_("settled on the wrong answer"), NULL },
  [DH_FINDING_OSCILLATING] = { "oscillating", N_("oscillating"), N_("oscillating"), NULL },
  [DH_FINDING_CRAWLING] = { "crawling", N_("crawling"), N_("crawling"), NULL },
  [DH_FINDING_ILL_CONDITIONED] = { "ill-conditioned", N_("ill-conditioned"), N_("ill-conditioned"), NULL },
  [DH_FINDING_CONVERGED] = { "converged", N_("converged"), N_("converged at step %s"), NULL },
};

const char *
dh_finding_kind_id (DhFindingKind kind)
{
  g_return_val_if_fail (kind < DH_FINDING_N, NULL);
  return kinds[kind].id;
}

const char *
dh_severity_id (DhSeverity severity)
{
  static const char *const ids[] = { "good", "note", "warning", "problem" };

  g_return_val_if_fail (severity < G_N_ELEMENTS (ids), NULL);
  return ids[severity];
}

const char *
dh_finding_state (const DhFinding *finding)
{
  g_return_val_if_fail (finding != NULL && finding->kind < DH_FINDING_N, NULL);
  return _(kinds[finding->kind].state);
}

char *
dh_finding_title (const DhFinding *finding)
{
  const char *template;
  const char *place;
  GString *title;
  char step[32];

  g_return_val_if_fail (finding != NULL && finding->kind < DH_FINDING_N, NULL);

  template = kinds[finding->kind].title;
  if (kinds[finding->kind].other != NULL && (finding->form != DH_FORM_FAST || finding->step == 0))
    template = kinds[finding->kind].other;
  template = _(template);
  g_snprintf (step, sizeof step, "%" G_GUINT64_FORMAT, finding->step);
  place = strstr (template, "%s");
  title = g_string_new (template);
  if (place != NULL)
    {
      g_string_erase (title, place - template, 2);
      g_string_insert (title, place - template, step);
    }
  return g_string_free (title, FALSE);
}
