/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Band labels. Placed when they are drawn: a few texts, and only when something changed. */
#include "dh-band-labels.h"

#include <glib/gi18n-lib.h>

#define GAP 6.0
#define SLACK 10.0

struct _DhBandLabels
{
  GtkWidget parent_instance;

  DhBandScale *scale; /* a sibling in the slider's template */
};

G_DEFINE_FINAL_TYPE (DhBandLabels, dh_band_labels, GTK_TYPE_WIDGET)

void
dh_band_labels_place (gsize n, const double *centre, const double *width, const double *weight, double total,
                      double slack, double gap, double *x)
{
  g_autofree gboolean *tried = g_new0 (gboolean, MAX (n, 1));

  for (gsize i = 0; i < n; i++)
    x[i] = -1;
  for (gsize k = 0; k < n; k++)
    {
      gsize best = n;
      double at;
      gboolean free = TRUE;

      for (gsize i = 0; i < n; i++)
        if (!tried[i] && (best == n || weight[i] > weight[best]))
          best = i;
      tried[best] = TRUE;
      if (width[best] > weight[best] + 2 * slack || width[best] > total)
        continue;
      at = CLAMP (centre[best] - width[best] / 2, 0, total - width[best]);
      for (gsize i = 0; i < n && free; i++)
        free = x[i] < 0 || at + width[best] + gap <= x[i] || x[i] + width[i] + gap <= at;
      if (free)
        x[best] = at;
    }
}

typedef void (*LabelFunc) (DhBandLabels *self, PangoLayout *layout, DhBandKind kind, double x, gpointer data);

static void
each_label (DhBandLabels *self, LabelFunc func, gpointer data)
{
  DhBandScale *scale = self->scale;
  const DhBandPoint *points;
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), NULL);
  g_autofree DhBandSegment *segments = NULL;
  g_autofree double *numbers = NULL;
  double *centre, *width, *weight, *x;
  gsize n = 0;

  points = scale != NULL ? dh_band_scale_get_points (scale, &n) : NULL;
  if (n < 2)
    return;
  segments = g_new (DhBandSegment, n);
  n = dh_band_segments (points, n, segments);
  numbers = g_new (double, 4 * n);
  centre = numbers;
  width = numbers + n;
  weight = numbers + 2 * n;
  x = numbers + 3 * n;
  for (gsize i = 0; i < n; i++)
    {
      double left = dh_band_scale_rate_to_x (scale, segments[i].low);
      double right = dh_band_scale_rate_to_x (scale, segments[i].high);
      int pixels;

      pango_layout_set_text (layout, _(dh_band_label (segments[i].kind)), -1);
      pango_layout_get_pixel_size (layout, &pixels, NULL);
      centre[i] = (left + right) / 2;
      width[i] = pixels;
      weight[i] = right - left;
    }
  dh_band_labels_place (n, centre, width, weight, gtk_widget_get_width (GTK_WIDGET (self)), SLACK, GAP, x);
  for (gsize i = 0; i < n; i++)
    if (x[i] >= 0)
      {
        pango_layout_set_text (layout, _(dh_band_label (segments[i].kind)), -1);
        func (self, layout, segments[i].kind, x[i], data);
      }
}

static void
draw_label (DhBandLabels *self, PangoLayout *layout, DhBandKind kind, double x, gpointer data)
{
  GtkSnapshot *snapshot = data;
  graphene_point_t at = GRAPHENE_POINT_INIT ((float) x, 0);
  GdkRGBA text;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &text);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &at);
  gtk_snapshot_append_layout (snapshot, layout, &text);
  gtk_snapshot_restore (snapshot);
}

static void
dh_band_labels_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  each_label (DH_BAND_LABELS (widget), draw_label, snapshot);
}

static void
dh_band_labels_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                        int *natural, int *minimum_baseline, int *natural_baseline)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, "Xg");

  *minimum = 0;
  if (orientation == GTK_ORIENTATION_VERTICAL)
    pango_layout_get_pixel_size (layout, NULL, minimum);
  *natural = *minimum;
}

static void
dh_band_labels_class_init (DhBandLabelsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = dh_band_labels_snapshot;
  widget_class->measure = dh_band_labels_measure;
  gtk_widget_class_set_css_name (widget_class, "bandlabels");
  /* The scale's description says all this. */
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
dh_band_labels_init (DhBandLabels *self)
{
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

void
dh_band_labels_set_scale (DhBandLabels *self, DhBandScale *scale)
{
  self->scale = scale;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
collect_label (DhBandLabels *self, PangoLayout *layout, DhBandKind kind, double x, gpointer data)
{
  g_string_append_printf (data, "%s\n", pango_layout_get_text (layout));
}

char *
dh_band_labels_get_text (DhBandLabels *self)
{
  GString *text = g_string_new (NULL);

  each_label (self, collect_label, text);
  return g_string_free (text, FALSE);
}
