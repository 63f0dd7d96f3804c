/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Gradient clipping: torch.nn.utils.clip_grad_value_ and clip_grad_norm_. Declared in
 * dh-schedule.h. Pure functions. */
#include "dh-schedule.h"

#include "dh-error.h"
#include "dh-number.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

gboolean
dh_clip_spec_validate (const DhClipSpec *spec, GError **error)
{
  char text[DH_NUMBER_SIZE];

  if (spec->kind == DH_CLIP_OFF || (isfinite (spec->limit) && spec->limit > 0))
    return TRUE;
  g_set_error (error, DH_ERROR, DH_ERROR_INVALID,
               _("Gradients cannot be clipped at %s: the limit must be above 0. "
                 "Choose one such as 1, or switch clipping off."),
               dh_number_format (spec->limit, text));
  return FALSE;
}

gboolean
dh_clip_spec_parse (const char *text, DhClipSpec *spec, GError **error)
{
  DhClipSpec parsed = { DH_CLIP_OFF, 1 };
  const char *limit;

  if (strcmp (text, "off") == 0)
    {
      *spec = parsed;
      return TRUE;
    }
  if (g_str_has_prefix (text, "value:"))
    parsed.kind = DH_CLIP_VALUE;
  else if (g_str_has_prefix (text, "norm:"))
    parsed.kind = DH_CLIP_NORM;
  else
    {
      dh_error_set_quoted (error, DH_ERROR_PARSE,
                           _("%s is no way to clip gradients. Write off, value:LIMIT or norm:LIMIT."),
                           text);
      return FALSE;
    }
  limit = strchr (text, ':') + 1;
  if (!dh_number_parse (limit, &parsed.limit, error) || !dh_clip_spec_validate (&parsed, error))
    return FALSE;
  *spec = parsed;
  return TRUE;
}

char *
dh_clip_spec_to_string (const DhClipSpec *spec)
{
  char text[DH_NUMBER_SIZE];

  if (spec->kind == DH_CLIP_OFF)
    return g_strdup ("off");
  return g_strconcat (spec->kind == DH_CLIP_VALUE ? "value:" : "norm:",
                      dh_number_format (spec->limit, text), NULL);
}

gboolean
dh_clip_spec_equal (const DhClipSpec *a, const DhClipSpec *b)
{
  return a->kind == b->kind && (a->kind == DH_CLIP_OFF || a->limit == b->limit);
}

static void
clip_norm (double limit, double *g, gsize n)
{
  double sum = 0;
  double scale;

  for (gsize i = 0; i < n; i++)
    sum += g[i] * g[i];
  scale = limit / (sqrt (sum) + 1e-6);
  if (scale >= 1)
    return;
  for (gsize i = 0; i < n; i++)
    g[i] *= scale;
}

void
dh_clip_apply (const DhClipSpec *spec, double *g, gsize n)
{
  if (spec->kind == DH_CLIP_VALUE)
    {
      /* Comparisons that leave a NaN what it is. */
      for (gsize i = 0; i < n; i++)
        g[i] = g[i] > spec->limit ? spec->limit : g[i] < -spec->limit ? -spec->limit : g[i];
    }
  else if (spec->kind == DH_CLIP_NORM)
    clip_norm (spec->limit, g, n);
}
