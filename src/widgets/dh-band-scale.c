/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Band scale. The style sheet makes trough and highlight clear, so that what is painted below GtkScale's own
 * parts shows, and keeps room for the decades below it. Those are painted here and are no marks of GtkScale's,
 * because its thumb snaps to marks from a dozen pixels away: near every decade most rates would be out of
 * a hand's reach. Rates run from left to right in every language, as they do in charts. */
#include "dh-band-scale.h"

#include <math.h>

#include "dh-widgets-private.h"

#define MARK_HEIGHT 5
#define MARK_WIDTH 7
/* Of the decades: from the trough to the tick, the tick, and to its label. */
#define TICK_GAP 3
#define TICK_HEIGHT 4
#define MAX_LABELS 9

struct _DhBandScale
{
  GtkScale parent_instance;

  const DhBandPoint *points; /* the slider's */
  gsize n;
  double limit[DH_BAND_N_LIMITS]; /* 0: none */
};

G_DEFINE_FINAL_TYPE (DhBandScale, dh_band_scale, GTK_TYPE_SCALE)

static GtkWidget *
find_child (GtkWidget *parent, const char *css_name)
{
  GtkWidget *child = gtk_widget_get_first_child (parent);

  while (child != NULL && !g_str_equal (gtk_widget_get_css_name (child), css_name))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

/* Where the thumb's centre is at both ends. Themes let it stand out of the trough by negative margins, which its
 * allocation is without. */
static void
find_track (DhBandScale *self, GdkRectangle *trough, double *start, double *end)
{
  GtkWidget *box = find_child (GTK_WIDGET (self), "trough");
  GtkWidget *thumb = box != NULL ? find_child (box, "slider") : NULL;
  GtkBorder border = { 0 }, padding = { 0 };
  double half = 0;

  gtk_range_get_range_rect (GTK_RANGE (self), trough);
  if (thumb != NULL)
    {
      GtkStyleContext *style = gtk_widget_get_style_context (box);

      gtk_style_context_get_border (style, &border);
      gtk_style_context_get_padding (style, &padding);
      half = gtk_widget_get_allocated_width (thumb) / 2.0;
    }
  *start = trough->x + border.left + padding.left + half;
  *end = fmax (trough->x + trough->width - border.right - padding.right - half, *start + 1);
}

double
dh_band_scale_rate_to_x (DhBandScale *self, double rate)
{
  GtkAdjustment *adjustment = gtk_range_get_adjustment (GTK_RANGE (self));
  double low = gtk_adjustment_get_lower (adjustment), high = gtk_adjustment_get_upper (adjustment);
  double start, end;
  GdkRectangle trough;

  find_track (self, &trough, &start, &end);
  return start + (log10 (rate) - low) / (high - low) * (end - start);
}

double
dh_band_scale_x_to_rate (DhBandScale *self, double x)
{
  GtkAdjustment *adjustment = gtk_range_get_adjustment (GTK_RANGE (self));
  double low = gtk_adjustment_get_lower (adjustment), high = gtk_adjustment_get_upper (adjustment);
  double start, end;
  GdkRectangle trough;

  find_track (self, &trough, &start, &end);
  return pow (10, CLAMP (low + (x - start) / (end - start) * (high - low), low, high));
}

void
dh_band_scale_draw_mark (cairo_t *cr, DhBandLimit limit, double x, double y)
{
  cairo_set_line_width (cr, 1);
  cairo_move_to (cr, x, y);
  cairo_rel_line_to (cr, -MARK_WIDTH / 2.0, -MARK_HEIGHT);
  cairo_rel_line_to (cr, MARK_WIDTH, 0);
  cairo_close_path (cr);
  /* A full triangle for a row, a hollow one for an epoch. */
  if (limit == DH_BAND_LIMIT_ROW)
    cairo_fill (cr);
  else
    cairo_stroke (cr);
}

static void
round_clip (cairo_t *cr, const GdkRectangle *rect)
{
  double radius = rect->height / 2.0;

  cairo_new_sub_path (cr);
  cairo_arc (cr, rect->x + radius, rect->y + radius, radius, G_PI / 2, 3 * G_PI / 2);
  cairo_arc (cr, rect->x + rect->width - radius, rect->y + radius, radius, -G_PI / 2, G_PI / 2);
  cairo_close_path (cr);
  cairo_clip (cr);
}

static void
paint_bands (DhBandScale *self, cairo_t *cr, const GdkRectangle *trough, const GdkRGBA *text)
{
  gboolean dark = dh_widget_is_dark (GTK_WIDGET (self));
  g_autofree DhBandSegment *segments = g_new (DhBandSegment, self->n);
  gsize n = dh_band_segments (self->points, self->n, segments);

  for (gsize i = 0; i < n; i++)
    {
      /* The trough goes on a little beyond where the thumb's centre gets. */
      double left = i == 0 ? trough->x : dh_band_scale_rate_to_x (self, segments[i].low);
      double right = i + 1 == n ? trough->x + trough->width : dh_band_scale_rate_to_x (self, segments[i].high);

      dh_band_paint (cr, segments[i].kind, dark, left, trough->y, right - left, trough->height);
      if (i == 0)
        continue;
      cairo_set_source_rgba (cr, (double) text->red, (double) text->green, (double) text->blue, 0.9);
      cairo_rectangle (cr, floor (left), trough->y, 1, trough->height);
      cairo_fill (cr);
    }
}

static void
paint_limits (DhBandScale *self, cairo_t *cr, const GdkRectangle *trough)
{
  for (guint i = 0; i < DH_BAND_N_LIMITS; i++)
    {
      double start, end, x;
      GdkRectangle rect;

      if (!(self->limit[i] > 0))
        continue;
      find_track (self, &rect, &start, &end);
      x = dh_band_scale_rate_to_x (self, self->limit[i]);
      if (x < start - 1 || x > end + 1)
        continue;
      dh_band_scale_draw_mark (cr, (DhBandLimit) i, floor (x) + 0.5, trough->y - 1.5);
      cairo_rectangle (cr, floor (x), trough->y, 1, trough->height);
      cairo_fill (cr);
    }
}

/* A tick at every decade; of many only some have one, and every second of these and the last are labelled. */
static gboolean
next_decade (DhBandScale *self, int *exponent, gboolean *labelled)
{
  GtkAdjustment *adjustment = gtk_range_get_adjustment (GTK_RANGE (self));
  int first = (int) ceil (gtk_adjustment_get_lower (adjustment) - 1e-9);
  int last = (int) floor (gtk_adjustment_get_upper (adjustment) + 1e-9);
  int stride = MAX ((last - first) / 12, 1);

  *exponent = *exponent == G_MININT ? first : *exponent + stride;
  *labelled = last - first < MAX_LABELS || (*exponent - first) % (2 * stride) == 0 || *exponent == last;
  return *exponent <= last;
}

static void
append_decades (DhBandScale *self, GtkSnapshot *snapshot, const GdkRectangle *trough, const GdkRGBA *text)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), NULL);
  PangoAttrList *attributes = pango_attr_list_new ();
  int exponent = G_MININT, width;
  gboolean labelled;
  GdkRGBA dim = *text;

  dim.alpha *= 0.6f;
  pango_attr_list_insert (attributes, pango_attr_scale_new (0.82));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  while (next_decade (self, &exponent, &labelled))
    {
      double x = floor (dh_band_scale_rate_to_x (self, pow (10, exponent)));
      float y = (float) (trough->y + trough->height + TICK_GAP);
      g_autofree char *label = dh_format_decade (exponent);

      gtk_snapshot_append_color (snapshot, &dim, &GRAPHENE_RECT_INIT ((float) x, y, 1, TICK_HEIGHT));
      if (!labelled)
        continue;
      pango_layout_set_text (layout, label, -1);
      pango_layout_get_pixel_size (layout, &width, NULL);
      gtk_snapshot_save (snapshot);
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) floor (x - width / 2.0), y + TICK_HEIGHT));
      gtk_snapshot_append_layout (snapshot, layout, &dim);
      gtk_snapshot_restore (snapshot);
    }
}

char *
dh_band_scale_get_decades (DhBandScale *self)
{
  GString *text = g_string_new (NULL);
  int exponent = G_MININT;
  gboolean labelled;

  while (next_decade (self, &exponent, &labelled))
    {
      g_autofree char *label = dh_format_decade (exponent);

      if (labelled)
        g_string_append_printf (text, "%s ", label);
    }
  return g_string_free (text, FALSE);
}

static void
dh_band_scale_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DhBandScale *self = DH_BAND_SCALE (widget);
  GdkRectangle trough;
  GdkRGBA text;

  gtk_range_get_range_rect (GTK_RANGE (self), &trough);
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &text);
  append_decades (self, snapshot, &trough, &text);
  if (self->n > 1)
    {
      graphene_rect_t bounds;
      cairo_t *cr;

      graphene_rect_init (&bounds, (float) trough.x - MARK_WIDTH, (float) (trough.y - MARK_HEIGHT - 2),
                          (float) (trough.width + 2 * MARK_WIDTH), (float) (trough.height + MARK_HEIGHT + 3));
      cr = gtk_snapshot_append_cairo (snapshot, &bounds);
      cairo_save (cr);
      round_clip (cr, &trough);
      paint_bands (self, cr, &trough, &text);
      cairo_restore (cr);
      gdk_cairo_set_source_rgba (cr, &text);
      paint_limits (self, cr, &trough);
      cairo_destroy (cr);
    }
  GTK_WIDGET_CLASS (dh_band_scale_parent_class)->snapshot (widget, snapshot);
}

static void
dh_band_scale_class_init (DhBandScaleClass *klass)
{
  GTK_WIDGET_CLASS (klass)->snapshot = dh_band_scale_snapshot;
}

static void
dh_band_scale_init (DhBandScale *self)
{
  gtk_widget_set_direction (GTK_WIDGET (self), GTK_TEXT_DIR_LTR);
}

void
dh_band_scale_set_points (DhBandScale *self, const DhBandPoint *points, gsize n)
{
  self->points = points;
  self->n = points != NULL ? n : 0;
  if (self->n > 1)
    gtk_widget_add_css_class (GTK_WIDGET (self), "bands");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "bands");
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

const DhBandPoint *
dh_band_scale_get_points (DhBandScale *self, gsize *n)
{
  *n = self->n;
  return self->points;
}

void
dh_band_scale_set_limit (DhBandScale *self, DhBandLimit limit, double rate)
{
  self->limit[limit] = rate;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
