/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Findings in words: the rest of the sentences, titles and states. */
#include "dh-finding-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static char *
say_crawling (DhWords *words)
{
  const char *lr = dh_words_lr (words);
  const char *epochs = dh_words_counted (words, "epochs");
  const char *start = dh_words_number (words, "rms_start");
  const char *end = dh_words_number (words, "rms");
  double needed = dh_finding_number (words->finding, "epochs_needed");

  if (!isfinite (needed))
    /* Translators: learning rate, epochs done, RMSE before and after. */
    return g_strdup_printf (_("At a learning rate of %s nine tenths of the possible progress take more than half a "
                              "billion epochs; in the %s of this run the RMSE has only come from %s to %s."),
                            lr, epochs, start, end);
  /* Translators: learning rate, epochs needed, epochs done, RMSE before and after. */
  return g_strdup_printf (_("At a learning rate of %s nine tenths of the possible progress take %s epochs; in the %s "
                            "of this run the RMSE has only come from %s to %s."),
                          lr, dh_words_count (words, needed), epochs, start, end);
}

static char *
say_converged (DhWords *words)
{
  const DhFinding *f = words->finding;

  if (!dh_finding_has (f, "slope"))
    /* Translators: step, error, spread. */
    return g_strdup_printf (_("From step %s on the fit stays good: the RMSE over all rows is %s at the end, where y "
                              "itself spreads by %s."), dh_words_step (words),
                            dh_words_number (words, "rms"), dh_words_number (words, "spread"));
  /* Translators: step, slope, intercept, distance, slope, intercept. */
  return g_strdup_printf (
      _("From step %s on the line stays within a thousandth of the best one: it ends "
         "with slope %s "
         "and intercept %s, %s away from slope %s and intercept %s."),
      dh_words_step (words), dh_words_number (words, "slope"),
      dh_words_number (words, "intercept"), dh_words_number (words, "distance"),
      dh_words_number (words, "best_slope"), dh_words_number (words, "best_intercept"));
}

static char *
say_plateau (DhWords *words)
{
  if (words->finding->form == DH_FORM_LATER)
    /* Translators: two epochs, two values of the RMSE, and the one at the end. */
    return g_strdup_printf (_("From epoch %s to epoch %s the RMSE hardly changed, from %s to %s at most, and fell "
                              "later: it ends at %s."),
                            dh_words_counted (words, "first_epoch"), dh_words_counted (words, "last_epoch"),
                            dh_words_number (words, "rmse_least"), dh_words_number (words, "rmse_greatest"),
                            dh_words_number (words, "rmse_end"));
  /* Translators: epochs, two values of the RMSE, what a line leaves, two lengths of the gradient. */
  return g_strdup_printf (_("For the last %s epochs the RMSE has kept between %s and %s, though a straight line leaves "
                            "%s, and though the derivatives over all rows have not vanished (%s, at the start %s)."),
                          dh_words_counted (words, "epochs"), dh_words_number (words, "rmse_least"),
                          dh_words_number (words, "rmse_greatest"), dh_words_number (words, "line_rms"),
                          dh_words_number (words, "gradient"), dh_words_number (words, "gradient_start"));
}

static char *
say_condition (DhWords *words)
{
  const DhFinding *f = words->finding;
  const char *condition = dh_words_number (words, "condition");
  const char *flat, *steep;

  if (f->weight < 0)
    /* Translators: how many times, twice. */
    return g_strdup_printf (_("The loss is %s times as steep one way as the other: a learning rate that suits the "
                              "steep way is %s times too small for the flat one."), condition, condition);
  flat = dh_words_keep (words, dh_model_weight_name (&f->model, (gsize) f->weight));
  steep = dh_words_keep (words, dh_model_weight_name (&f->model, (gsize) (1 - f->weight)));
  /* Translators: how many times, learning rate, epochs, a weight, epochs, a weight. */
  return g_strdup_printf (_("The loss is %s times as steep one way as the other: at a learning rate of %s each further "
                            "digit takes %s epochs the flat way, which is nearly that of %s alone, and %s the steep "
                            "way, nearly that of %s."),
                          condition, dh_words_lr (words),
                          dh_words_counted (words, "epochs_a_digit_flat"), flat,
                          dh_words_counted (words, "epochs_a_digit_steep"), steep);
}

static char *
say_descent (DhWords *words)
{
  /* Translators: step, its x, two weights, how many times as far, and c² + a². */
  return g_strdup_printf (_("One neuron can draw the same line, but gets there another way: at step %s (x = %s, "
                            "a = %s, c = %s) the slope moved %s times as far as one neuron’s would have from the same "
                            "line, on the same row at the same learning rate. c² + a² is %s."),
                          dh_words_step (words), dh_words_number (words, "x"), dh_words_number (words, "a"),
                          dh_words_number (words, "c"), dh_words_number (words, "slope_factor"),
                          dh_words_number (words, "predicted_factor"));
}

static char *
say_rest (DhWords *words)
{
  switch (words->finding->kind)
    {
    case DH_FINDING_WRONG_ANSWER:
      /* Translators: RMSE of the run, RMSE of a line, two lengths of the gradient. */
      return g_strdup_printf (_("It has settled with an RMSE of %s where a straight line leaves %s: the "
                                "derivatives over all rows have gone from %s to %s, so nothing pulls it on."),
                              dh_words_number (words, "rms"), dh_words_number (words, "line_rms"),
                              dh_words_number (words, "gradient_start"), dh_words_number (words, "gradient"));
    case DH_FINDING_OSCILLATING:
      /* Translators: steps past the target, all steps, weight, sign changes. */
      return g_strdup_printf (_("%s of %s steps went past their target and ended nearer "
                                 "to it, and the derivative "
                                 "of %s changed its sign %s times."),
                              dh_words_counted (words, "past_target"),
                              dh_words_counted (words, "steps"), dh_words_weight (words),
                              dh_words_counted (words, "sign_changes"));
    case DH_FINDING_ILL_CONDITIONED:
      return say_condition (words);
    case DH_FINDING_PLATEAU:
      return say_plateau (words);
    case DH_FINDING_PARTLY_DEAD:
      return dh_words_say_partly_dead (words);
    case DH_FINDING_SAME_FUNCTION:
      return say_descent (words);
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

static char *
say (DhWords *words)
{
  switch (words->finding->kind)
    {
    case DH_FINDING_EXPLODED:
    case DH_FINDING_RAN_AWAY:
      return dh_words_say_runaway (words);
    case DH_FINDING_DEAD_RELU:
      return dh_words_say_dead (words);
    case DH_FINDING_BUMP_LOST:
      return dh_words_say_bump (words);
    case DH_FINDING_CRAWLING:
      return say_crawling (words);
    case DH_FINDING_CONVERGED:
      return say_converged (words);
    case DH_FINDING_WRONG_ANSWER:
    case DH_FINDING_OSCILLATING:
    case DH_FINDING_ILL_CONDITIONED:
    case DH_FINDING_PLATEAU:
    case DH_FINDING_PARTLY_DEAD:
    case DH_FINDING_SAME_FUNCTION:
    case DH_FINDING_N:
    default:
      return say_rest (words);
    }
}

char *
dh_finding_sentence (const DhFinding *finding)
{
  DhWords words = { finding, NULL };
  char *sentence;

  g_return_val_if_fail (finding != NULL, NULL);

  words.texts = g_ptr_array_new_with_free_func (g_free);
  sentence = say (&words);
  if (finding->so_far != 0)
    {
      g_autofree char *inner = sentence;

      /* Translators: a step's number, then a sentence about the run up to there. */
      sentence = g_strdup_printf (_("Up to step %s: %s"), dh_words_count (&words, (double) finding->so_far), inner);
    }
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
  [DH_FINDING_PLATEAU] = { "plateau", N_("plateau"), N_("plateau since step %s"), N_("plateau from step %s on") },
  [DH_FINDING_PARTLY_DEAD] = { "partly-dead", N_("partly dead"), N_("ReLU partly dead"), NULL },
  [DH_FINDING_SAME_FUNCTION] = { "same-function", N_("same function"), N_("same function, another descent"), NULL },
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
  if (finding->kind == DH_FINDING_RAN_AWAY && finding->so_far != 0)
    return _("exploding");
  return _(kinds[finding->kind].state);
}

gboolean
dh_finding_has_place (const DhFinding *finding)
{
  g_return_val_if_fail (finding != NULL, FALSE);
  return finding->kind != DH_FINDING_CRAWLING && finding->kind != DH_FINDING_ILL_CONDITIONED;
}

gboolean
dh_finding_is_outcome (const DhFinding *finding)
{
  g_return_val_if_fail (finding != NULL, FALSE);
  /* How the bowl is shaped, or what the model could be instead, is none. */
  return finding->kind != DH_FINDING_ILL_CONDITIONED && finding->kind != DH_FINDING_SAME_FUNCTION
         && finding->kind != DH_FINDING_PARTLY_DEAD
         && !(finding->kind == DH_FINDING_PLATEAU && finding->form == DH_FORM_LATER);
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
  template = finding->kind == DH_FINDING_RAN_AWAY && finding->so_far != 0 ? _("exploding since step %s") : _(template);
  g_snprintf (step, sizeof step, "%" G_GUINT64_FORMAT, finding->step);
  place = strstr (template, "%s");
  title = g_string_new (template);
  if (place != NULL)
    {
      g_string_erase (title, place - template, 2);
      g_string_insert (title, place - template, step);
    }
  if (finding->so_far != 0 && finding->kind != DH_FINDING_RAN_AWAY)
    {
      g_autofree char *whole = g_string_free (title, FALSE);

      /* Translators: what was found, of a run that still goes on. */
      return g_strdup_printf (_("%s so far"), whole);
    }
  return g_string_free (title, FALSE);
}
