/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Bands: segments, neighbours, jumps from band to band; patterns that differ without any colour. */
#include "dh-band.h"

#include <math.h>
#include <string.h>

#define WIDTH 60
#define HEIGHT 12

/* One point a letter, a tenth of a decade apart from 1e-6 on. */
static gsize
make_points (const char *letters, DhBandPoint *points)
{
  static const char names[] = "?cgoed";
  gsize n = strlen (letters);

  for (gsize i = 0; i < n; i++)
    {
      DhBandKind kind = (DhBandKind) (strchr (names, letters[i]) - names);

      points[i] = (DhBandPoint) { pow (10, -6 + 0.1 * (double) i), kind, 1, 2 };
    }
  return n;
}

static void
test_segments (void)
{
  DhBandPoint points[16];
  DhBandSegment segments[16];

  g_test_summary ("Neighbours of one kind are one segment; borders lie halfway between rates.");
  g_assert_cmpuint (dh_band_segments (NULL, 0, NULL), ==, 0);
  g_assert_cmpuint (dh_band_segments (points, make_points ("ccccggoee?", points), segments), ==, 5);
  g_assert_cmpint (segments[0].kind, ==, DH_BAND_CRAWLS);
  g_assert_cmpfloat (segments[0].low, ==, points[0].rate);
  g_assert_cmpuint (segments[0].last, ==, 3);
  g_assert_cmpfloat_with_epsilon (log10 (segments[0].high), -5.65, 1e-9);
  g_assert_cmpfloat (segments[1].low, ==, segments[0].high);
  g_assert_cmpuint (segments[2].first, ==, 6);
  g_assert_cmpuint (segments[2].last, ==, 6);
  g_assert_cmpint (segments[4].kind, ==, DH_BAND_UNKNOWN);
  g_assert_cmpfloat (segments[4].high, ==, points[9].rate);
  g_assert_cmpuint (dh_band_segments (points, 1, segments), ==, 1);
}

static void
test_lookup (void)
{
  DhBandPoint points[16];
  gsize n = make_points ("ccggee", points);
  DhBandKind below, above;

  g_test_summary ("The nearest rate by logarithms; both sides of a rate; nothing is known outside.");
  g_assert_cmpuint (dh_band_nearest (points, n, 1e-9), ==, 0);
  g_assert_cmpuint (dh_band_nearest (points, n, 1), ==, 5);
  for (gsize i = 0; i < n; i++)
    {
      g_assert_cmpuint (dh_band_nearest (points, n, points[i].rate), ==, i);
      g_assert_cmpuint (dh_band_nearest (points, n, points[i].rate * 1.1), ==, i);
      g_assert_cmpuint (dh_band_nearest (points, n, points[i].rate / 1.1), ==, i);
    }
  g_assert_true (dh_band_around (points, n, points[1].rate, &below, &above));
  g_assert_cmpint (below, ==, DH_BAND_CRAWLS);
  g_assert_cmpint (above, ==, DH_BAND_CRAWLS);
  g_assert_true (dh_band_around (points, n, points[1].rate * 1.1, &below, &above));
  g_assert_cmpint (below, ==, DH_BAND_CRAWLS);
  g_assert_cmpint (above, ==, DH_BAND_GOOD);
  g_assert_true (dh_band_around (points, n, points[n - 1].rate, &below, &above));
  g_assert_cmpint (above, ==, DH_BAND_EXPLODES);
  g_assert_false (dh_band_around (points, n, points[0].rate / 2, &below, &above));
  g_assert_false (dh_band_around (points, n, 1, &below, &above));
  g_assert_false (dh_band_around (points, 0, 1, &below, &above));
}

static void
test_next (void)
{
  DhBandPoint points[32];
  gsize n = make_points ("cccggggoeeeegd", points);
  double rate = points[1].rate, back;
  DhBandKind below, above;
  guint jumps = 0;

  g_test_summary ("From band to band and back, each time well inside, with few digits; at the ends no further.");
  for (; dh_band_next (points, n, rate, 1, &rate); jumps++)
    {
      g_assert_true (dh_band_around (points, n, rate, &below, &above));
      g_assert_cmpint (below, ==, above);
      g_assert_true (dh_band_next (points, n, rate, -1, &back));
      g_assert_cmpfloat (back, <, rate);
    }
  g_assert_cmpuint (jumps, ==, 5);
  for (jumps = 0; dh_band_next (points, n, rate, -1, &rate); jumps++)
    {
      g_assert_true (dh_band_around (points, n, rate, &below, &above));
      g_assert_cmpint (below, ==, above);
    }
  g_assert_cmpuint (jumps, ==, 5);
  /* Two digits do where the next point leaves room for them. */
  g_assert_true (dh_band_next (points, n, points[1].rate, 1, &rate));
  g_assert_cmpfloat (rate, ==, 2e-6);
  g_assert_true (dh_band_next (points, n, 1e-9, 1, &rate));
  g_assert_cmpint (points[dh_band_nearest (points, n, rate)].kind, ==, DH_BAND_CRAWLS);
  g_assert_true (dh_band_next (points, n, 1e3, -1, &rate));
  g_assert_cmpint (points[dh_band_nearest (points, n, rate)].kind, ==, DH_BAND_DEAD);
  g_assert_false (dh_band_next (points, n, 1e-9, -1, &rate));
  g_assert_false (dh_band_next (points, n, 1e3, 1, &rate));
  g_assert_false (dh_band_next (points, 0, 1, 1, &rate));
}

/* Luminance of a band's pixels, stretched to 0 … 1 so that nothing but the pattern is left. */
static void
paint_grey (DhBandKind kind, gboolean dark, double *grey)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);
  double low = 1, high = 0;

  cairo_set_source_rgb (cr, dark ? 0.12 : 1, dark ? 0.12 : 1, dark ? 0.12 : 1);
  cairo_paint (cr);
  dh_band_paint (cr, kind, dark, 0, 0, WIDTH, HEIGHT);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      {
        const guint8 *row = cairo_image_surface_get_data (surface) + y * cairo_image_surface_get_stride (surface);
        guint32 pixel = ((const guint32 *) (gconstpointer) row)[x];
        double value = (0.2126 * (pixel >> 16 & 0xff) + 0.7152 * (pixel >> 8 & 0xff) + 0.0722 * (pixel & 0xff)) / 255;

        grey[y * WIDTH + x] = value;
        low = fmin (low, value);
        high = fmax (high, value);
      }
  for (int i = 0; i < WIDTH * HEIGHT; i++)
    grey[i] = high - low > 0.05 ? (grey[i] - low) / (high - low) : 0.5;
  cairo_surface_destroy (surface);
}

static void
test_patterns (void)
{
  g_test_summary ("Every two kinds differ in their pattern, colour and brightness taken away, light and dark.");
  for (int dark = 0; dark < 2; dark++)
    for (guint a = 0; a < DH_BAND_N; a++)
      for (guint b = 0; b < a; b++)
        {
          double one[WIDTH * HEIGHT], other[WIDTH * HEIGHT];
          guint n = 0;

          paint_grey ((DhBandKind) a, dark, one);
          paint_grey ((DhBandKind) b, dark, other);
          for (int i = 0; i < WIDTH * HEIGHT; i++)
            n += fabs (one[i] - other[i]) > 0.3;
          if (n < WIDTH * HEIGHT / 8)
            g_error ("%s and %s look alike: %u pixels differ", dh_band_label ((DhBandKind) a),
                     dh_band_label ((DhBandKind) b), n);
        }
}

static void
test_joins (void)
{
  cairo_surface_t *one = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  cairo_surface_t *two = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  gsize size = (gsize) cairo_image_surface_get_stride (one) * HEIGHT;

  g_test_summary ("A band in two pieces is the band in one, and nothing is painted beside it.");
  for (guint kind = 0; kind < DH_BAND_N; kind++)
    {
      cairo_t *cr = cairo_create (one);
      cairo_t *other = cairo_create (two);

      if (kind == DH_BAND_UNKNOWN)
        {
          cairo_destroy (cr);
          cairo_destroy (other);
          continue; /* dashes have a phase */
        }
      for (guint i = 0; i < 2; i++)
        {
          cairo_t *each = i == 0 ? cr : other;

          cairo_set_source_rgb (each, 1, 1, 1);
          cairo_paint (each);
          if (i == 0)
            dh_band_paint (each, (DhBandKind) kind, FALSE, 5, 0, 40, HEIGHT);
          else
            {
              dh_band_paint (each, (DhBandKind) kind, FALSE, 5, 0, 17, HEIGHT);
              dh_band_paint (each, (DhBandKind) kind, FALSE, 22, 0, 23, HEIGHT);
            }
          cairo_destroy (each);
          cairo_surface_flush (i == 0 ? one : two);
        }
      /* But for what antialiasing rounds. */
      for (gsize i = 0; i < size; i++)
        if (ABS ((int) cairo_image_surface_get_data (one)[i] - (int) cairo_image_surface_get_data (two)[i]) > 8)
          g_error ("%s has a seam at pixel %zu", dh_band_label ((DhBandKind) kind), i / 4 % WIDTH);
      g_assert_cmphex (*(const guint32 *) (gconstpointer) cairo_image_surface_get_data (one) & 0xffffff, ==, 0xffffff);
    }
  cairo_surface_destroy (one);
  cairo_surface_destroy (two);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/band/segments", test_segments);
  g_test_add_func ("/band/lookup", test_lookup);
  g_test_add_func ("/band/next", test_next);
  g_test_add_func ("/band/patterns", test_patterns);
  g_test_add_func ("/band/joins", test_joins);
  return g_test_run ();
}
