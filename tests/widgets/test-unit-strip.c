/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Unit strip: shares, words, pixels. */
#include "config.h"

#include "dh-palette.h"
#include "dh-unit-strip.h"
#include "dh-widgets.h"

#include <math.h>

/* Unit 1 on for the first half of @n_rows, unit 2 for none, unit 3 for every other one. */
static DhUnitStrip *
make_strip (gsize n_rows)
{
  DhUnitStrip *strip = DH_UNIT_STRIP (g_object_ref_sink (dh_unit_strip_new ()));
  g_autofree guint8 *on = g_malloc0 (3 * n_rows);

  for (gsize i = 0; i < n_rows; i++)
    {
      on[3 * i] = i < n_rows / 2;
      on[3 * i + 2] = i % 2 == 0;
    }
  dh_unit_strip_set_units (strip, on, n_rows, 3);
  return strip;
}

static void
test_words (void)
{
  DhUnitStrip *strip = make_strip (28);
  g_autofree guint8 *many = g_malloc0 (20);
  g_autofree char *second = dh_unit_strip_describe (strip, 1);

  g_test_summary ("For how many rows each is on, in words; many units are counted.");
  g_assert_cmpuint (dh_unit_strip_get_share (strip, 0), ==, 14);
  g_assert_cmpstr (second, ==, "Unit 2 is on for 0 of 28 rows");
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (strip), GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (strip), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "Unit 1 is on for 14 of 28 rows. Unit 2 is on for 0 of 28 rows. "
                                       "Unit 3 is on for 14 of 28 rows.");
  many[3] = 1;
  dh_unit_strip_set_units (strip, many, 1, 20);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (strip), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "19 of 20 units are off for every row.");
  dh_unit_strip_set_units (strip, NULL, 0, 0);
  g_assert_finalize_object (strip);
}

/* The window's picture of the strip. */
static guint32 *
picture (DhUnitStrip *strip, int *width, int *height)
{
  GtkWidget *window = gtk_window_new ();
  GskRenderer *renderer;
  g_autoptr (GdkPaintable) paintable = NULL;
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  GtkSnapshot *snapshot;
  guint32 *pixels;

  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (strip));
  gtk_widget_set_valign (GTK_WIDGET (strip), GTK_ALIGN_START);
  gtk_window_set_default_size (GTK_WINDOW (window), 300, 60);
  gtk_window_present (GTK_WINDOW (window));
  gtk_test_widget_wait_for_draw (window);
  *width = gtk_widget_get_width (GTK_WIDGET (strip));
  *height = gtk_widget_get_height (GTK_WIDGET (strip));
  renderer = gtk_native_get_renderer (GTK_NATIVE (window));
  paintable = gtk_widget_paintable_new (GTK_WIDGET (strip));
  snapshot = gtk_snapshot_new ();
  gdk_paintable_snapshot (paintable, snapshot, *width, *height);
  node = gtk_snapshot_free_to_node (snapshot);
  texture = gsk_renderer_render_texture (renderer, node, &GRAPHENE_RECT_INIT (0, 0, (float) *width, (float) *height));
  pixels = g_new0 (guint32, (gsize) *width * (gsize) *height);
  gdk_texture_download (texture, (guchar *) pixels, (gsize) *width * 4);
  gtk_window_set_child (GTK_WINDOW (window), NULL);
  gtk_window_destroy (GTK_WINDOW (window));
  return pixels;
}

static gboolean
is_on (guint32 pixel)
{
  DhRgba on;

  dh_palette_colour (0, FALSE, &on);
  return (pixel >> 24) > 200 && fabs ((pixel >> 16 & 0xff) - on.red * 255) < 12
         && fabs ((pixel & 0xff) - on.blue * 255) < 12;
}

static void
test_pixels (void)
{
  g_test_summary ("A line a unit: filled where it is on, the same whether rows have many pixels or share one.");
  for (gsize n_rows = 28; n_rows < 10000; n_rows *= 100)
    {
      DhUnitStrip *strip = make_strip (n_rows);
      int width, height;
      g_autofree guint32 *pixels = picture (strip, &width, &height);
      int line = height / 3;

      g_assert_cmpint (height, ==, 30);
      for (int x = 4; x < width / 2 - 12; x += width / 7)
        g_assert_true (is_on (pixels[(line / 2) * width + x]));
      g_assert_false (is_on (pixels[(line / 2) * width + width * 3 / 4]));
      for (int x = 0; x < width; x++)
        g_assert_false (is_on (pixels[(line + line / 2) * width + x]));
      g_assert_finalize_object (strip);
    }
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  dh_widgets_init ();
  g_test_add_func ("/widgets/unit-strip/words", test_words);
  g_test_add_func ("/widgets/unit-strip/pixels", test_pixels);
  return g_test_run ();
}
