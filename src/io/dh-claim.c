/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Claims, the grammar. No state; any thread. */
#include "config.h"

#include "dh-claim.h"

#include "dh-error.h"
#include "dh-number.h"
#include "dh-quantity.h"

#include <glib/gi18n-lib.h>
#include <string.h>

void
dh_claim_free (DhClaim *claim)
{
  if (!claim)
    return;
  g_free (claim->text);
  g_free (claim->signal);
  g_free (claim);
}

/* Half a unit of the last digit of "-5.640" or "3.8248e11": what rounding to these digits leaves open. */
static gboolean
half_unit (const char *number, double *half, GError **error)
{
  g_autofree char *text = NULL;
  const char *point = strchr (number, '.');
  const char *exponent = strpbrk (number, "eE");
  gint64 power = exponent ? g_ascii_strtoll (exponent + 1, NULL, 10) : 0;

  if (point && (!exponent || point < exponent))
    power -= (gint64) strspn (point + 1, "0123456789");
  /* Read as text, so that it is the double nearest to the decimal number; the number itself has been read
   * already, so its exponent is a small one. */
  text = g_strdup_printf ("5e%" G_GINT64_FORMAT, CLAMP (power, -400, 400) - 1);
  return dh_number_parse (text, half, error);
}

/* "VALUE" or "VALUE ± TOLERANCE", where "+-" will do for ±. */
static gboolean
parse_value (DhClaim *claim, const char *text, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, "±", 2);
  const char *tolerance = parts[0] ? parts[1] : NULL;

  if (!tolerance)
    {
      g_strfreev (parts);
      parts = g_strsplit (text, "+-", 2);
      tolerance = parts[0] ? parts[1] : NULL;
    }
  if (!dh_number_parse (parts[0] ? parts[0] : "", &claim->value, error))
    return FALSE;
  if (!tolerance)
    return half_unit (g_strstrip (parts[0]), &claim->tolerance, error);
  if (claim->relation != DH_CLAIM_EQUAL)
    {
      g_set_error (error, DH_ERROR, DH_ERROR_PARSE, _("only = has a tolerance; leave out what follows ±."));
      return FALSE;
    }
  if (!dh_number_parse (tolerance, &claim->tolerance, error))
    return FALSE;
  if (claim->tolerance < 0)
    {
      g_set_error (error, DH_ERROR, DH_ERROR_INVALID, _("the tolerance must not be negative."));
      return FALSE;
    }
  return TRUE;
}

/* What follows "@": "25", "epoch 5", "end", "epoch end". */
static gboolean
parse_place (DhClaim *claim, const char *text, gboolean *epoch, GError **error)
{
  *epoch = g_str_has_prefix (text, "epoch ");
  if (*epoch)
    text += strlen ("epoch ");
  while (*text == ' ')
    text++;
  claim->has_place = TRUE;
  if (strcmp (text, "end") == 0)
    {
      claim->place = DH_CLAIM_END;
      return TRUE;
    }
  return dh_number_parse_uint64 (text, claim->kind == DH_CLAIM_FINDING ? 0 : 1, G_MAXINT64, &claim->place, error);
}

static gboolean
parse_state (DhClaim *claim, const char *text, GError **error)
{
  g_autoptr (GString) list = g_string_new (NULL);
  g_autofree char *quote = NULL;

  claim->kind = DH_CLAIM_STATE;
  for (guint state = 0; state <= DH_STATE_EXPLODED; state++)
    {
      if (strcmp (text, dh_state_id ((DhState) state)) == 0)
        {
          claim->state = (DhState) state;
          return TRUE;
        }
      g_string_append_printf (list, "%s%s", state ? ", " : "", dh_state_id ((DhState) state));
    }
  quote = dh_error_quote (text);
  g_set_error (error, DH_ERROR, DH_ERROR_PARSE, _("%s is no state of a run. Choose from: %s."), quote, list->str);
  return FALSE;
}

/* "dead-relu" or "dead-relu @25". */
static gboolean
parse_finding (DhClaim *claim, char *text, GError **error)
{
  char *at = strchr (text, '@');
  g_autoptr (GString) list = g_string_new (NULL);
  g_autofree char *quote = NULL;
  gboolean epoch = FALSE;

  claim->kind = DH_CLAIM_FINDING;
  if (at)
    *at++ = '\0';
  g_strstrip (text);
  for (guint kind = 0; kind < DH_FINDING_N; kind++)
    {
      if (strcmp (text, dh_finding_kind_id ((DhFindingKind) kind)) == 0)
        {
          claim->finding = (DhFindingKind) kind;
          if (at && !parse_place (claim, g_strstrip (at), &epoch, error))
            return FALSE;
          if (!epoch && (!at || claim->place != DH_CLAIM_END))
            return TRUE;
          g_set_error (error, DH_ERROR, DH_ERROR_PARSE, _("a finding is at a step: write @ and its number."));
          return FALSE;
        }
      g_string_append_printf (list, "%s%s", kind ? ", " : "", dh_finding_kind_id ((DhFindingKind) kind));
    }
  quote = dh_error_quote (text);
  g_set_error (error, DH_ERROR, DH_ERROR_PARSE, _("%s is no finding. Choose from: %s."), quote, list->str);
  return FALSE;
}

/* "error @27", the part before the relation. */
static gboolean
parse_signal (DhClaim *claim, char *text, GError **error)
{
  char *at = strchr (text, '@');
  const DhQuantityInfo *info;
  gboolean epoch;

  claim->kind = DH_CLAIM_SIGNAL;
  if (!at)
    {
      dh_error_set_quoted (error, DH_ERROR_PARSE,
                           _("%s says no step: write, for example, error @25, or rmse @epoch 5."), text);
      return FALSE;
    }
  *at++ = '\0';
  g_strstrip (text);
  if (!dh_quantity_check (text, error))
    return FALSE;
  info = dh_quantity_find (text);
  if (!dh_quantity_is_recorded (info) || (info->group && strcmp (info->id, text) == 0))
    {
      dh_error_set_quoted (error, DH_ERROR_PARSE,
                           _("%s is not one number a step. Name one weight’s, for example w.a or g.b."), text);
      return FALSE;
    }
  claim->signal = g_strdup (text);
  if (!parse_place (claim, g_strstrip (at), &epoch, error))
    return FALSE;
  if (epoch && info->domain != DH_PER_EPOCH)
    {
      dh_error_set_quoted (error, DH_ERROR_PARSE, _("%s is recorded at each step: write @ and the step."), text);
      return FALSE;
    }
  return TRUE;
}

/* What follows "run N:", where there is a relation. */
static gboolean
parse_comparison (DhClaim *claim, char *text, char *relation, GError **error)
{
  char *right = relation + 1;

  claim->relation = *relation == '=' ? DH_CLAIM_EQUAL : *relation == '<' ? DH_CLAIM_LESS : DH_CLAIM_GREATER;
  *relation = '\0';
  g_strstrip (text);
  g_strstrip (right);
  if (strcmp (text, "state") == 0)
    {
      if (claim->relation == DH_CLAIM_EQUAL)
        return parse_state (claim, right, error);
      g_set_error (error, DH_ERROR, DH_ERROR_PARSE, _("a state is compared with = only."));
      return FALSE;
    }
  if (strcmp (text, "steps") == 0)
    claim->kind = DH_CLAIM_STEPS;
  else if (!parse_signal (claim, text, error))
    return FALSE;
  return parse_value (claim, right, error);
}

static gboolean
parse_run (DhClaim *claim, char *text, char **rest, GError **error)
{
  char *colon = strchr (text, ':');
  guint64 run;

  if (!colon || !g_str_has_prefix (text, "run "))
    {
      dh_error_set_quoted (error, DH_ERROR_PARSE,
                           _("%s does not begin with its run: write, for example, run 1: error @25 = 3.5."), text);
      return FALSE;
    }
  *colon = '\0';
  *rest = g_strstrip (colon + 1);
  if (!dh_number_parse_uint64 (text + strlen ("run "), 1, G_MAXUINT, &run, error))
    return FALSE;
  claim->run = (guint) run;
  return TRUE;
}

DhClaim *
dh_claim_parse (const char *text, GError **error)
{
  g_autoptr (DhClaim) claim = g_new0 (DhClaim, 1);
  g_autofree char *copy = NULL;
  char *rest, *relation;
  gboolean good;

  g_return_val_if_fail (text != NULL, NULL);

  claim->text = g_strstrip (g_strdup (text));
  copy = g_strdup (claim->text);
  if (!parse_run (claim, copy, &rest, error))
    return NULL;
  relation = strpbrk (rest, "=<>");
  if (relation)
    good = parse_comparison (claim, rest, relation, error);
  else if (g_str_has_prefix (rest, "finding "))
    good = parse_finding (claim, g_strstrip (rest + strlen ("finding ")), error);
  else
    {
      dh_error_set_quoted (error, DH_ERROR_PARSE, _("%s compares nothing: write =, < or > and a number."), rest);
      return NULL;
    }
  return good ? g_steal_pointer (&claim) : NULL;
}
