/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* What the sidebar's parts need before the first of them is made, and their small helpers. */
#include "dh-panels-private.h"

#include <glib/gi18n-lib.h>
#include <locale.h>

#include "dh-number-entry.h"
#include "dh-param-rows.h"
#include "dh-resources.h"
#include "dh-setting-row.h"
#include "dh-widgets.h"

/* Naming the resource also makes the linker take it out of the library. */
static void
ensure_resource (void)
{
  static gboolean done = FALSE;

  if (!done)
    g_resources_register (dh_get_resource ());
  done = TRUE;
}

void
dh_panels_ensure (void)
{
  static gboolean done = FALSE;
  g_autoptr (GtkCssProvider) provider = NULL;
  GdkDisplay *display = gdk_display_get_default ();

  ensure_resource ();
  dh_widgets_init ();
  g_type_ensure (DH_TYPE_SETTING_ROW);
  g_type_ensure (DH_TYPE_PARAM_ROWS);
  if (done || display == NULL)
    return;
  done = TRUE;
  provider = gtk_css_provider_new ();
  gtk_css_provider_load_from_resource (provider, DH_PANELS_RESOURCE "panels.css");
  gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

/* Groups of three are set apart by narrow no-break spaces. */
char *
dh_panels_format_count (guint64 count)
{
  GString *text = g_string_new (NULL);

  g_string_printf (text, "%" G_GUINT64_FORMAT, count);
  for (gssize i = (gssize) text->len - 3; i > 0; i -= 3)
    g_string_insert (text, i, "\u202f");
  return g_string_free (text, FALSE);
}

char *
dh_panels_format_number (double value)
{
  return dh_number_format_local (value, localeconv ()->decimal_point);
}

guint64
dh_panels_new_seed (guint64 old)
{
  guint64 seed;

  do
    seed = (guint64) g_random_int_range (1, 10000);
  while (seed == old);
  return seed;
}

char *
dh_panels_describe_rows (const DhData *data)
{
  gsize n = dh_data_get_n_rows (data);
  const double *column[2] = { dh_data_get_x (data), dh_data_get_y (data) };
  g_autofree char *count = dh_panels_format_count (n);
  g_autofree char *rows = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s row", "%s rows", n), count);
  char *end[4];
  char *text;

  for (guint c = 0; c < 2; c++)
    {
      double low = column[c][0], high = low;

      for (gsize i = 1; i < n; i++)
        {
          low = MIN (low, column[c][i]);
          high = MAX (high, column[c][i]);
        }
      end[2 * c] = dh_panels_format_number (low);
      end[2 * c + 1] = dh_panels_format_number (high);
    }
  text = g_strdup_printf (_("%s, x from %s to %s, y from %s to %s"), rows, end[0], end[1], end[2], end[3]);
  for (guint i = 0; i < G_N_ELEMENTS (end); i++)
    g_free (end[i]);
  return text;
}
