/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Band tip. */
#include "dh-band-tip.h"

#include <glib/gi18n-lib.h>

#include "dh-widgets-private.h"

#define SAMPLE_WIDTH 30
#define SAMPLE_HEIGHT 11

struct _DhBandTip
{
  GtkWidget parent_instance;

  GtkLabel *text;
  GtkWidget *kinds[DH_BAND_N];       /* rows */
  GtkWidget *limits[DH_BAND_N_LIMITS];
};

G_DEFINE_FINAL_TYPE (DhBandTip, dh_band_tip, GTK_TYPE_WIDGET)

static void
draw_kind (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer kind)
{
  dh_band_paint (cr, (DhBandKind) GPOINTER_TO_UINT (kind), dh_widget_is_dark (GTK_WIDGET (area)), 0, 0, width,
                 height);
}

static void
draw_limit (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer limit)
{
  GdkRGBA text;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (area)), &text);
  gdk_cairo_set_source_rgba (cr, &text);
  dh_band_scale_draw_mark (cr, (DhBandLimit) GPOINTER_TO_UINT (limit), width / 2.0, height / 2.0 + 2.5);
}

/* A sample and what it stands for; the label is the row's last child. */
static GtkWidget *
add_row (DhBandTip *self, GtkDrawingAreaDrawFunc draw, guint index, const char *text)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *sample = gtk_drawing_area_new ();

  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (sample), SAMPLE_WIDTH);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (sample), SAMPLE_HEIGHT);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (sample), draw, GUINT_TO_POINTER (index), NULL);
  gtk_widget_set_valign (sample, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (row), sample);
  gtk_box_append (GTK_BOX (row), gtk_label_new (text));
  gtk_widget_set_visible (row, FALSE);
  gtk_widget_set_parent (row, GTK_WIDGET (self));
  return row;
}

static void
dh_band_tip_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (dh_band_tip_parent_class)->dispose (object);
}

static void
dh_band_tip_class_init (DhBandTipClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dh_band_tip_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
dh_band_tip_init (DhBandTip *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  GtkWidget *keys = gtk_label_new (_("Ctrl+← and Ctrl+→ go to the next band"));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 3);
  self->text = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->text, TRUE);
  gtk_label_set_max_width_chars (self->text, 44);
  gtk_label_set_xalign (self->text, 0);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->text), 3);
  gtk_widget_set_parent (GTK_WIDGET (self->text), GTK_WIDGET (self));
  for (guint i = DH_BAND_CRAWLS; i < DH_BAND_N; i++)
    self->kinds[i] = add_row (self, draw_kind, i, _(dh_band_label ((DhBandKind) i)));
  self->kinds[DH_BAND_UNKNOWN] = add_row (self, draw_kind, DH_BAND_UNKNOWN, _(dh_band_label (DH_BAND_UNKNOWN)));
  for (guint i = 0; i < DH_BAND_N_LIMITS; i++)
    self->limits[i] = add_row (self, draw_limit, i, NULL);
  gtk_label_set_xalign (GTK_LABEL (keys), 0);
  gtk_widget_set_margin_top (keys, 3);
  gtk_widget_add_css_class (keys, "caption");
  gtk_widget_set_parent (keys, GTK_WIDGET (self));
}

GtkWidget *
dh_band_tip_new (void)
{
  return g_object_new (DH_TYPE_BAND_TIP, NULL);
}

void
dh_band_tip_set_text (DhBandTip *self, const char *text)
{
  gtk_label_set_text (self->text, text);
}

void
dh_band_tip_set_kinds (DhBandTip *self, guint kinds)
{
  for (guint i = 0; i < DH_BAND_N; i++)
    gtk_widget_set_visible (self->kinds[i], (kinds & 1u << i) != 0);
}

void
dh_band_tip_set_limit (DhBandTip *self, DhBandLimit limit, const char *text)
{
  GtkWidget *label = gtk_widget_get_last_child (self->limits[limit]);

  gtk_label_set_text (GTK_LABEL (label), text != NULL ? text : "");
  gtk_widget_set_visible (self->limits[limit], text != NULL);
}
