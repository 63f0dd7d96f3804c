/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Swatch. Looks its colour up when it is drawn, so that a change of theme needs no telling. */
#include "dh-swatch.h"

#include "dh-widgets-private.h"

#define SIZE 16

struct _DhSwatch
{
  GtkWidget parent_instance;

  guint32 colour;
};

enum
{
  PROP_0,
  PROP_COLOUR,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (DhSwatch, dh_swatch, GTK_TYPE_WIDGET)

static void
dh_swatch_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DhSwatch *self = DH_SWATCH (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  float size = (float) MIN (width, height);
  graphene_rect_t bounds;
  GskRoundedRect disc;
  GdkRGBA fill;
  DhRgba rgba;

  dh_palette_colour (self->colour, dh_widget_is_dark (widget), &rgba);
  dh_rgba_to_gdk (&rgba, &fill);
  graphene_rect_init (&bounds, ((float) width - size) / 2, ((float) height - size) / 2, size, size);
  gsk_rounded_rect_init_from_rect (&disc, &bounds, size / 2);
  gtk_snapshot_push_rounded_clip (snapshot, &disc);
  gtk_snapshot_append_color (snapshot, &fill, &bounds);
  gtk_snapshot_pop (snapshot);
}

static void
dh_swatch_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                   int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = SIZE;
}

static void
dh_swatch_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_COLOUR)
    dh_swatch_set_colour (DH_SWATCH (object), g_value_get_uint (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dh_swatch_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_COLOUR)
    g_value_set_uint (value, DH_SWATCH (object)->colour);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dh_swatch_class_init (DhSwatchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = dh_swatch_set_property;
  object_class->get_property = dh_swatch_get_property;
  widget_class->snapshot = dh_swatch_snapshot;
  widget_class->measure = dh_swatch_measure;

  properties[PROP_COLOUR] =
    g_param_spec_uint ("colour", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_css_name (widget_class, "swatch");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
dh_swatch_init (DhSwatch *self)
{
}

GtkWidget *
dh_swatch_new (guint32 colour)
{
  return g_object_new (DH_TYPE_SWATCH, "colour", colour, NULL);
}

void
dh_swatch_set_colour (DhSwatch *self, guint32 colour)
{
  g_return_if_fail (DH_IS_SWATCH (self));

  if (self->colour == colour)
    return;
  self->colour = colour;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COLOUR]);
}
