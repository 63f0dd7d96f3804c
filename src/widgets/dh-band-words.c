/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Bands in words. */
#include "dh-band-words.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "dh-number-entry.h"
#include "dh-widgets-private.h"

/* Where runs come and go from rate to rate nobody wants to hear of every change. */
#define MAX_LISTED 12

static char *
format_digits (double value, const char *format)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (text, sizeof text, format, value);
  return dh_number_format_local (g_ascii_strtod (text, NULL), dh_widgets_decimal_point ());
}

char *
dh_band_words_rate (double rate)
{
  return format_digits (rate, "%.3g");
}

char *
dh_band_words_at (const DhBandPoint *points, gsize n, double rate)
{
  DhBandKind below, above;

  if (!dh_band_around (points, n, rate, &below, &above))
    return g_strdup (_("off the scale"));
  if (below == above)
    return g_strdup (_(dh_band_label (below)));
  /* Translators: two outcomes of which the rate has one or the other: "good or overshoots". */
  return g_strdup_printf (_("%s or %s"), _(dh_band_label (below)), _(dh_band_label (above)));
}

char *
dh_band_words_error (const DhBandPoint *point)
{
  g_autofree char *rmse = NULL, *root_sum = NULL;

  if (point->kind == DH_BAND_UNKNOWN || !isfinite (point->rmse) || !isfinite (point->root_sum))
    return NULL;
  rmse = format_digits (point->rmse, "%.4g");
  root_sum = format_digits (point->root_sum, "%.4g");
  return g_strdup_printf (_("RMSE %s, √Σe %s in the last epoch"), rmse, root_sum);
}

char *
dh_band_words_list (const DhBandPoint *points, gsize n)
{
  g_autofree DhBandSegment *segments = g_new (DhBandSegment, MAX (n, 1));
  gsize n_segments = dh_band_segments (points, n, segments);
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < n_segments; i++)
    {
      const char *label = _(dh_band_label (segments[i].kind));
      g_autofree char *to = dh_band_words_rate (points[segments[i].last].rate);

      if (i > 0)
        g_string_append (text, _(", "));
      if (i == MAX_LISTED && i + 1 < n_segments)
        {
          /* Translators: after a list of bands too long to be read out. */
          g_string_append (text, _("and so on"));
          break;
        }
      if (n_segments == 1)
        /* Translators: one outcome at every rate: "crawls on the whole scale". */
        g_string_append_printf (text, _("%s on the whole scale"), label);
      else if (i == 0)
        /* Translators: an outcome and a learning rate: "crawls up to 0.00001". */
        g_string_append_printf (text, _("%s up to %s"), label, to);
      else if (i + 1 < n_segments)
        /* Translators: in a list, after "crawls up to 0.00001": "good to 0.00043". */
        g_string_append_printf (text, _("%s to %s"), label, to);
      else
        /* Translators: the last of a list: "explodes above". */
        g_string_append_printf (text, _("%s above"), label);
    }
  return g_string_free (text, FALSE);
}
