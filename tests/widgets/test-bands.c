/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* The bands of the rate slider: in pixels, in words, under the pointer and by keys. */
#include "config.h"

#include "dh-band-labels.h"
#include "dh-band-tip.h"
#include "dh-band-words.h"
#include "dh-widgets.h"

#include <math.h>
#include <string.h>

#define N 128

typedef struct
{
  GtkWidget *window;
  DhRateSlider *slider;
  DhBandScale *scale;
  DhBandPoint points[N];
  guint n_changed, n_notified;
} Fixture;

static gpointer
find (GtkWidget *widget, GType type)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      gpointer found = G_TYPE_CHECK_INSTANCE_TYPE (child, type) ? child : find (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
changed_cb (Fixture *fixture)
{
  fixture->n_changed++;
}

static void
notify_cb (Fixture *fixture)
{
  fixture->n_notified++;
}

/* From 1e-7 to 1: six equal bands, of which the last is not measured. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  static const DhBandKind kinds[] = { DH_BAND_CRAWLS,   DH_BAND_GOOD, DH_BAND_OVERSHOOTS,
                                      DH_BAND_EXPLODES, DH_BAND_DEAD, DH_BAND_UNKNOWN };

  for (gsize i = 0; i < N; i++)
    {
      DhBandKind kind = kinds[i * G_N_ELEMENTS (kinds) / N];
      double none = kind == DH_BAND_EXPLODES ? (double) INFINITY : 0;

      fixture->points[i] = (DhBandPoint) { pow (10, -7 + 7.0 * (double) i / (N - 1)), kind, 22.3456 + none,
                                           119.876 + none };
    }
  fixture->window = gtk_window_new ();
  fixture->slider = DH_RATE_SLIDER (dh_rate_slider_new ());
  g_object_set (fixture->slider, "lower", 1e-7, "upper", 1.0, NULL);
  gtk_widget_set_size_request (GTK_WIDGET (fixture->slider), 380, -1);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->slider));
  gtk_window_present (GTK_WINDOW (fixture->window));
  gtk_test_widget_wait_for_draw (fixture->window);
  fixture->scale = find (GTK_WIDGET (fixture->slider), DH_TYPE_BAND_SCALE);
  g_signal_connect_swapped (fixture->slider, "changed-by-user", G_CALLBACK (changed_cb), fixture);
  g_signal_connect_swapped (fixture->slider, "notify::value", G_CALLBACK (notify_cb), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  GtkWidget *slider = g_object_ref (GTK_WIDGET (fixture->slider));

  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_assert_finalize_object (slider);
}

static guint32 *
download (GtkWidget *widget, int *width)
{
  g_autoptr (GdkPaintable) paintable = NULL;
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  GskRenderer *renderer = gtk_native_get_renderer (gtk_widget_get_native (widget));
  int height = gtk_widget_get_height (widget);
  graphene_rect_t bounds;
  guint32 *pixels;

  *width = gtk_widget_get_width (widget);
  paintable = gtk_widget_paintable_new (widget);
  /* A frame may have been under way. */
  for (guint i = 0; i < 100 && node == NULL; i++)
    {
      GtkSnapshot *snapshot = gtk_snapshot_new ();

      gtk_widget_queue_draw (widget);
      gtk_test_widget_wait_for_draw (widget);
      gdk_paintable_snapshot (paintable, snapshot, *width, height);
      node = gtk_snapshot_free_to_node (snapshot);
    }
  g_assert_nonnull (node);
  graphene_rect_init (&bounds, 0, 0, (float) *width, (float) height);
  texture = gsk_renderer_render_texture (renderer, node, &bounds);
  pixels = g_new (guint32, (gsize) *width * (gsize) height);
  gdk_texture_download (texture, (guchar *) pixels, (gsize) *width * 4);
  return pixels;
}

/* Luminance of a piece of the trough, 8 by 30 pixels around the rate. */
static void
take_grey (Fixture *fixture, const guint32 *pixels, int width, double rate, double *grey)
{
  GdkRectangle trough;
  double left, top;

  gtk_range_get_range_rect (GTK_RANGE (fixture->scale), &trough);
  /* The picture is of the slider, which has no padding. */
  g_assert_true (gtk_widget_translate_coordinates (
    GTK_WIDGET (fixture->scale), GTK_WIDGET (fixture->slider), dh_band_scale_rate_to_x (fixture->scale, rate) - 15,
    trough.y + trough.height / 2 - 4, &left, &top));
  for (int y = 0; y < 8; y++)
    for (int x = 0; x < 30; x++)
      {
        guint32 pixel = pixels[((int) top + y) * width + (int) left + x];

        grey[y * 30 + x]
          = (0.2126 * (pixel >> 16 & 0xff) + 0.7152 * (pixel >> 8 & 0xff) + 0.0722 * (pixel & 0xff)) / 255;
      }
}

static void
test_pixels (Fixture *fixture, gconstpointer data)
{
  double grey[6][240];
  int width;
  g_autofree guint32 *painted = NULL;

  g_test_summary ("Six bands, six looks, even in grey; without bands the trough is the theme's");
  dh_rate_slider_set_value (fixture->slider, 1e-7);
  dh_rate_slider_set_bands (fixture->slider, fixture->points, N, TRUE);
  painted = download (GTK_WIDGET (fixture->slider), &width);
  for (guint i = 0; i < 6; i++)
    take_grey (fixture, painted, width, pow (10, -7 + 7.0 * (i + 0.5) / 6), grey[i]);
  for (guint i = 0; i < 6; i++)
    for (guint k = 0; k < i; k++)
      {
        guint different = 0;

        for (guint p = 0; p < 240; p++)
          different += fabs (grey[i][p] - grey[k][p]) > 0.1;
        if (different <= 40)
          g_error ("%s and %s look alike: %u pixels differ", dh_band_label (fixture->points[i * N / 6 + 5].kind),
                   dh_band_label (fixture->points[k * N / 6 + 5].kind), different);
      }
  dh_rate_slider_set_bands (fixture->slider, NULL, 0, TRUE);
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (fixture->scale), "bands"));
}

static void
test_place (Fixture *fixture, gconstpointer data)
{
  static const double rates[] = { 1e-7, 1e-5, 3e-3, 1 };

  g_test_summary ("Where the bands have a rate, there the thumb's centre stands, to a pixel");
  dh_rate_slider_set_bands (fixture->slider, fixture->points, N, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (rates); i++)
    {
      GtkWidget *thumb = gtk_widget_get_first_child (GTK_WIDGET (fixture->scale));
      double expected, centre = -100;

      dh_rate_slider_set_value (fixture->slider, rates[i]);
      expected = dh_band_scale_rate_to_x (fixture->scale, rates[i]);
      while (!g_str_equal (gtk_widget_get_css_name (thumb), "trough"))
        thumb = gtk_widget_get_next_sibling (thumb);
      thumb = gtk_widget_get_last_child (thumb);
      while (!g_str_equal (gtk_widget_get_css_name (thumb), "slider"))
        thumb = gtk_widget_get_prev_sibling (thumb);
      /* A frame may have been under way. */
      for (guint k = 0; k < 100 && fabs (centre - expected) > 1; k++)
        {
          graphene_rect_t bounds;

          gtk_widget_queue_draw (GTK_WIDGET (fixture->scale));
          gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->scale));
          g_assert_true (gtk_widget_compute_bounds (thumb, GTK_WIDGET (fixture->scale), &bounds));
          centre = (double) (bounds.origin.x + bounds.size.width / 2);
        }
      g_assert_cmpfloat_with_epsilon (centre, expected, 1);
      g_assert_cmpfloat_with_epsilon (
        log10 (dh_band_scale_x_to_rate (fixture->scale, dh_band_scale_rate_to_x (fixture->scale, rates[i]))),
        log10 (rates[i]), 1e-9);
    }
}

static void
test_words (Fixture *fixture, gconstpointer data)
{
  GtkLabel *outcome = find (GTK_WIDGET (fixture->slider), GTK_TYPE_LABEL);
  g_autofree char *good = NULL, *exploded = NULL, *off = NULL, *unknown = NULL, *yet = NULL, *list = NULL;

  g_test_summary ("Outcome and error under the pointer; the bands and the present rate's in the description");
  dh_rate_slider_set_value (fixture->slider, 1e-5);
  g_assert_cmpstr (gtk_label_get_text (outcome), ==, "");
  dh_rate_slider_set_bands (fixture->slider, fixture->points, N, FALSE);
  good = dh_rate_slider_describe (fixture->slider, fixture->points[30].rate);
  g_assert_cmpstr (good, ==, "0.0000045: good. RMSE 22.35, √Σe 119.9 in the last epoch (at 0.0000045)");
  exploded = dh_rate_slider_describe (fixture->slider, fixture->points[75].rate);
  g_assert_true (g_str_has_suffix (exploded, ": explodes"));
  off = dh_rate_slider_describe (fixture->slider, 50);
  g_assert_cmpstr (off, ==, "50: off the scale");
  yet = dh_rate_slider_describe (fixture->slider, 0.9);
  g_assert_cmpstr (yet, ==, "0.9: not measured yet");
  dh_rate_slider_set_bands (fixture->slider, fixture->points, N, TRUE);
  unknown = dh_rate_slider_describe (fixture->slider, 0.9);
  g_assert_cmpstr (unknown, ==, "0.9: not measured, it would take too long");
  g_assert_cmpstr (gtk_label_get_text (outcome), ==, "At this rate: good");
  list = dh_band_words_list (fixture->points, N);
  g_assert_cmpstr (list, ==,
                   "crawls up to 1.44e-6, good to 0.0000207, overshoots to 0.000297, explodes to 0.00484, "
                   "dead to 0.0696, not measured above");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (fixture->scale), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "0.00001: good. By learning rate: crawls up to 1.44e-6, good to 0.0000207, "
                                       "overshoots to 0.000297, explodes to 0.00484, dead to 0.0696, not measured "
                                       "above.");
  /* Between two rates of different outcome neither is claimed. */
  dh_rate_slider_set_value (fixture->slider, sqrt (fixture->points[21].rate * fixture->points[22].rate));
  g_assert_cmpstr (gtk_label_get_text (outcome), ==, "At this rate: crawls or good");
  g_assert_cmpuint (fixture->n_changed, ==, 0);
  g_assert_cmpuint (fixture->n_notified, ==, 2);
}

static void
press (Fixture *fixture, guint keyval)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (fixture->scale));
  gboolean handled = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !handled; i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller)
          && gtk_event_controller_get_propagation_phase (controller) == GTK_PHASE_CAPTURE)
        g_signal_emit_by_name (controller, "key-pressed", keyval, 0, GDK_CONTROL_MASK, &handled);
    }
  g_assert_true (handled);
}

static void
test_keys (Fixture *fixture, gconstpointer data)
{
  DhBandKind below, above;

  g_test_summary ("Ctrl+Right goes from band to band to the last one, Ctrl+Left back to the first");
  dh_rate_slider_set_value (fixture->slider, 3e-7);
  dh_rate_slider_set_bands (fixture->slider, fixture->points, N, TRUE);
  for (guint k = 0; k < 2; k++)
    for (guint i = 1; i <= 6; i++)
      {
        fixture->n_changed = fixture->n_notified = 0;
        press (fixture, k == 0 ? GDK_KEY_Right : GDK_KEY_Left);
        g_assert_cmpuint (fixture->n_changed, ==, i < 6);
        g_assert_cmpuint (fixture->n_notified, ==, i < 6);
        g_assert_true (dh_band_around (fixture->points, N, dh_rate_slider_get_value (fixture->slider), &below, &above));
        g_assert_cmpint (below, ==, above);
        if (i < 6)
          g_assert_cmpint (below, ==, fixture->points[(k == 0 ? i : 5 - i) * N / 6 + 5].kind);
        g_assert_cmpfloat_with_epsilon (gtk_range_get_value (GTK_RANGE (fixture->scale)),
                                        log10 (dh_rate_slider_get_value (fixture->slider)), 1e-9);
      }
}

static void
test_labels (Fixture *fixture, gconstpointer data)
{
  DhBandLabels *labels = find (GTK_WIDGET (fixture->slider), DH_TYPE_BAND_LABELS);
  const double centre[] = { 20, 60, 75, 200 }, width[] = { 40, 40, 40, 60 }, weight[] = { 40, 30, 25, 30 };
  g_autofree char *text = NULL, *narrow = NULL;
  double x[4];

  g_test_summary ("Labels stand over their bands, never over one another, the wider band's first");
  dh_rate_slider_set_bands (fixture->slider, fixture->points, N, TRUE);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->slider));
  text = dh_band_labels_get_text (labels);
  g_assert_nonnull (strstr (text, "crawls\ngood\n"));
  /* A band of a single rate has no room. */
  for (gsize i = 0; i < N; i++)
    fixture->points[i].kind = i == 64 ? DH_BAND_OVERSHOOTS : i < 64 ? DH_BAND_GOOD : DH_BAND_EXPLODES;
  dh_rate_slider_set_bands (fixture->slider, fixture->points, N, TRUE);
  narrow = dh_band_labels_get_text (labels);
  g_assert_cmpstr (narrow, ==, "good\nexplodes\n");
  dh_band_labels_place (4, centre, width, weight, 240, 10, 6, x);
  g_assert_cmpfloat (x[0], ==, 0);
  g_assert_cmpfloat (x[1], <, 0); /* would touch the first */
  g_assert_cmpfloat (x[2], ==, 55);
  g_assert_cmpfloat (x[3], <, 0); /* too wide for its band */
  dh_band_labels_place (0, NULL, NULL, NULL, 240, 10, 6, NULL);
}

/* The texts of the tip's visible labels. */
static char *
tip_text (GtkWidget *widget, GString *text)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_get_visible (child))
      {
        if (GTK_IS_LABEL (child))
          g_string_append_printf (text, "%s|", gtk_label_get_text (GTK_LABEL (child)));
        tip_text (child, text);
      }
  return text->str;
}

static void
test_tip (void)
{
  GtkWidget *tip = g_object_ref_sink (dh_band_tip_new ());
  g_autoptr (GString) text = g_string_new (NULL);

  g_test_summary ("The tooltip has a sample of every kind in the trough and of the marks that are there");
  dh_band_tip_set_text (DH_BAND_TIP (tip), "0.1: good");
  dh_band_tip_set_kinds (DH_BAND_TIP (tip), 1u << DH_BAND_GOOD | 1u << DH_BAND_DEAD);
  dh_band_tip_set_limit (DH_BAND_TIP (tip), DH_BAND_LIMIT_EPOCH, "epoch limit 0.2");
  g_assert_true (g_str_has_prefix (tip_text (tip, text), "0.1: good|good|dead|epoch limit 0.2|Ctrl+"));
  dh_band_tip_set_limit (DH_BAND_TIP (tip), DH_BAND_LIMIT_EPOCH, NULL);
  dh_band_tip_set_kinds (DH_BAND_TIP (tip), 1u << DH_BAND_UNKNOWN);
  g_string_truncate (text, 0);
  g_assert_true (g_str_has_prefix (tip_text (tip, text), "0.1: good|not measured|Ctrl+"));
  g_assert_finalize_object (tip);
}

static void
test_ends (Fixture *fixture, gconstpointer data)
{
  GtkAdjustment *adjustment = gtk_range_get_adjustment (GTK_RANGE (fixture->scale));
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (fixture->scale));

  g_test_summary ("New ends take effect at once while nobody drags");
  g_object_set (fixture->slider, "lower", 1e-5, NULL);
  g_assert_cmpfloat_with_epsilon (gtk_adjustment_get_lower (adjustment), -5, 1e-12);
  g_object_set (fixture->slider, "upper", 100.0, NULL);
  g_assert_cmpfloat_with_epsilon (gtk_adjustment_get_upper (adjustment), 2, 1e-12);
  dh_rate_slider_set_limits (fixture->slider, 1e-4, 0);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->scale));
}

#define ADD(path, test) g_test_add ("/bands/" path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  dh_widgets_init ();
  ADD ("pixels", test_pixels);
  ADD ("place", test_place);
  ADD ("words", test_words);
  ADD ("keys", test_keys);
  ADD ("labels", test_labels);
  ADD ("ends", test_ends);
  g_test_add_func ("/bands/tip", test_tip);
  return g_test_run ();
}
