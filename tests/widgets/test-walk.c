/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
#include "config.h"

#include "dh-band-labels.h"
#include "dh-band-tip.h"
#include "dh-colour-popover.h"
#include "dh-swatch.h"
#include "dh-unit-strip.h"
#include "dh-widgets.h"
#include "walk.h"

static void
test_type (gconstpointer data)
{
  GType type = GPOINTER_TO_SIZE (data);

  g_test_summary ("Properties keep their contract and nothing keeps the widget alive");
  dh_walk_type (type, g_type_is_a (type, GTK_TYPE_LIST_BOX_ROW) ? GTK_TYPE_LIST_BOX_ROW
                      : g_type_is_a (type, GTK_TYPE_POPOVER)    ? GTK_TYPE_POPOVER
                                                                : GTK_TYPE_WIDGET,
                NULL);
}

static void
test_init_again (void)
{
  g_test_summary ("Initialising twice is harmless, and the types are known by name to .ui files");
  dh_widgets_init ();
  dh_widgets_init ();
  g_assert_cmpuint (g_type_from_name ("DhChart"), ==, DH_TYPE_CHART);
  g_assert_cmpuint (g_type_from_name ("DhRateSlider"), ==, DH_TYPE_RATE_SLIDER);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  dh_widgets_init ();
  const GType types[] = { DH_TYPE_BAND_LABELS, DH_TYPE_BAND_TIP, DH_TYPE_BETA_SLIDER, DH_TYPE_CHART,
                          DH_TYPE_COLOUR_POPOVER, DH_TYPE_NUMBER_ENTRY, DH_TYPE_RATE_SLIDER,
                          DH_TYPE_RUN_ROW, DH_TYPE_SCRUBBER, DH_TYPE_SWATCH, DH_TYPE_UNIT_STRIP };

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autofree char *path = g_strdup_printf ("/widgets/walk/%s", g_type_name (types[i]));

      g_test_add_data_func (path, GSIZE_TO_POINTER (types[i]), test_type);
    }
  g_test_add_func ("/widgets/init", test_init_again);
  return g_test_run ();
}
