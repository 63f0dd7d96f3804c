/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Claims, held against a recorded run. No state; any thread. */
#include "config.h"

#include "dh-claim.h"

#include "dh-error.h"
#include "dh-number.h"
#include "dh-quantity.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Half a unit of the last digit is the nearest double to it only, and so are value and record: a number that
 * was rounded at a tie is still the number. */
#define SLACK (1 + 1e-9)

static gboolean
holds (const DhClaim *claim, double found)
{
  switch (claim->relation)
    {
    case DH_CLAIM_LESS:
      return found < claim->value;
    case DH_CLAIM_GREATER:
      return found > claim->value;
    case DH_CLAIM_EQUAL:
    default:
      return fabs (found - claim->value) <= claim->tolerance * SLACK;
    }
}

static gboolean
check_number (const DhClaim *claim, double found, GError **error)
{
  char buffer[DH_NUMBER_SIZE];

  if (holds (claim, found))
    return TRUE;
  if (isnan (found))
    g_set_error (error, DH_ERROR, DH_ERROR_INVALID, _("there is no such number at this place."));
  else
    g_set_error (error, DH_ERROR, DH_ERROR_INVALID, _("it is %s."), dh_number_format (found, buffer));
  return FALSE;
}

static gboolean
check_signal (const DhClaim *claim, const DhHistory *history, GError **error)
{
  guint64 place = claim->place;
  DhSignal signal;
  gsize length;

  if (!dh_quantity_signal (history, claim->signal, 0, &signal))
    {
      dh_error_set_quoted (error, DH_ERROR_INVALID, _("this run does not record %s."), claim->signal);
      return FALSE;
    }
  length = dh_signal_length (&signal);
  if (place == DH_CLAIM_END)
    place = length;
  if (place == 0 || place > length)
    {
      g_set_error (error, DH_ERROR, DH_ERROR_INVALID,
                   signal.domain == DH_PER_EPOCH ? _("the run has only %zu epochs.") : _("the run has only %zu steps."),
                   length);
      return FALSE;
    }
  return check_number (claim, dh_table_value (signal.table, signal.column, (gsize) place - 1), error);
}

static gboolean
check_state (const DhClaim *claim, const DhHistory *history, GError **error)
{
  DhState state = dh_history_get_state (history);

  if (state == claim->state)
    return TRUE;
  g_set_error (error, DH_ERROR, DH_ERROR_INVALID, _("it is %s."), dh_state_id (state));
  return FALSE;
}

static gboolean
check_finding (const DhClaim *claim, const DhHistory *history, GError **error)
{
  g_autoptr (GPtrArray) findings = dh_findings_find (history, NULL);
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; i < findings->len; i++)
    {
      const DhFinding *finding = g_ptr_array_index (findings, i);

      if (finding->kind == claim->finding && (!claim->has_place || finding->step == claim->place))
        return TRUE;
      g_string_append_printf (list, "%s%s @%" G_GUINT64_FORMAT, i ? ", " : "", dh_finding_kind_id (finding->kind),
                              finding->step);
    }
  if (findings->len == 0)
    g_set_error (error, DH_ERROR, DH_ERROR_INVALID, _("nothing was found in this run."));
  else
    g_set_error (error, DH_ERROR, DH_ERROR_INVALID, _("what was found is: %s."), list->str);
  return FALSE;
}

gboolean
dh_claim_check (const DhClaim *claim, const DhHistory *history, GError **error)
{
  g_return_val_if_fail (claim != NULL && history != NULL, FALSE);

  switch (claim->kind)
    {
    case DH_CLAIM_STATE:
      return check_state (claim, history, error);
    case DH_CLAIM_STEPS:
      return check_number (claim, (double) dh_history_n_steps (history), error);
    case DH_CLAIM_FINDING:
      return check_finding (claim, history, error);
    case DH_CLAIM_SIGNAL:
    default:
      return check_signal (claim, history, error);
    }
}
