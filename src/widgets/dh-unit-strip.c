/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Unit strip. Main thread only. */
#include "dh-unit-strip.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dh-widgets-private.h"

/* A unit's line: so high where there are few, and all together no higher than the other. */
#define LINE 10
#define HEIGHT 36
#define WIDTH 60
/* More units are counted in the description, not listed. */
#define MAX_TOLD 8
/* Cells this narrow have no gap between them. */
#define GAP_FROM 5.0

struct _DhUnitStrip
{
  GtkWidget parent_instance;

  guint32 colour;
  guint8 *on;    /* n_rows times n_units */
  gsize *share;  /* a unit */
  gsize n_rows;
  guint n_units;
};

enum
{
  PROP_0,
  PROP_COLOUR,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (DhUnitStrip, dh_unit_strip, GTK_TYPE_WIDGET)

/* The share of the rows [first, first + n) for which a unit is on. */
static double
share_of (DhUnitStrip *self, guint unit, gsize first, gsize n)
{
  gsize sum = 0;

  for (gsize i = first; i < first + n; i++)
    sum += self->on[i * self->n_units + unit];
  return (double) sum / (double) n;
}

static void
paint (DhUnitStrip *self, cairo_t *cr, int width, int height)
{
  gsize columns = MIN (self->n_rows, (gsize) MAX (width, 1));
  double w = (double) width / (double) columns, h = (double) height / self->n_units;
  double gap_x = w >= GAP_FROM ? 1 : 0, gap_y = h >= GAP_FROM ? 1 : 0;
  DhTheme theme;
  DhRgba on;

  dh_widget_theme (GTK_WIDGET (self), &theme);
  dh_palette_colour (self->colour, theme.dark, &on);
  for (guint u = 0; u < self->n_units; u++)
    for (gsize c = 0; c < columns; c++)
      {
        gsize first = c * self->n_rows / columns, end = (c + 1) * self->n_rows / columns;
        double share = share_of (self, u, first, end - first);

        cairo_rectangle (cr, (double) c * w, u * h, w - gap_x, h - gap_y);
        cairo_set_source_rgba (cr, theme.dim.red, theme.dim.green, theme.dim.blue, 0.22);
        cairo_fill_preserve (cr);
        cairo_set_source_rgba (cr, on.red, on.green, on.blue, share);
        cairo_fill (cr);
      }
}

static void
dh_unit_strip_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DhUnitStrip *self = DH_UNIT_STRIP (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  graphene_rect_t bounds;
  cairo_t *cr;

  if (self->n_units == 0 || self->n_rows == 0 || width <= 0 || height <= 0)
    return;
  graphene_rect_init (&bounds, 0, 0, (float) width, (float) height);
  cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  paint (self, cr, width, height);
  cairo_destroy (cr);
}

static void
dh_unit_strip_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                       int *minimum_baseline, int *natural_baseline)
{
  DhUnitStrip *self = DH_UNIT_STRIP (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = WIDTH;
      *natural = 4 * WIDTH;
    }
  else
    *minimum = *natural = MIN (HEIGHT, LINE * (int) MAX (self->n_units, 1));
}

static gboolean
query_tooltip_cb (DhUnitStrip *self, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  int height = gtk_widget_get_height (GTK_WIDGET (self));
  g_autofree char *text = NULL;

  if (self->n_units == 0 || height <= 0)
    return FALSE;
  text = dh_unit_strip_describe (self, MIN (self->n_units - 1, (guint) (MAX (y, 0) * (gint64) self->n_units / height)));
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

/* In words what is seen: each unit, or how many are off. */
static void
update_description (DhUnitStrip *self)
{
  GString *text = g_string_new (NULL);
  guint off = 0;

  for (guint u = 0; u < self->n_units; u++)
    {
      off += self->share[u] == 0;
      if (self->n_units <= MAX_TOLD)
        {
          g_autofree char *one = dh_unit_strip_describe (self, u);

          g_string_append_printf (text, "%s%s.", u == 0 ? "" : " ", one);
        }
    }
  if (self->n_units > MAX_TOLD)
    /* Translators: units, then all units. */
    g_string_append_printf (text, _("%u of %u units are off for every row."), off, self->n_units);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text->str, -1);
  g_string_free (text, TRUE);
}

static void
dh_unit_strip_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_COLOUR)
    dh_unit_strip_set_colour (DH_UNIT_STRIP (object), g_value_get_uint (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dh_unit_strip_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_COLOUR)
    g_value_set_uint (value, DH_UNIT_STRIP (object)->colour);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dh_unit_strip_finalize (GObject *object)
{
  DhUnitStrip *self = DH_UNIT_STRIP (object);

  g_free (self->on);
  g_free (self->share);
  G_OBJECT_CLASS (dh_unit_strip_parent_class)->finalize (object);
}

static void
dh_unit_strip_class_init (DhUnitStripClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = dh_unit_strip_set_property;
  object_class->get_property = dh_unit_strip_get_property;
  object_class->finalize = dh_unit_strip_finalize;
  widget_class->snapshot = dh_unit_strip_snapshot;
  widget_class->measure = dh_unit_strip_measure;

  properties[PROP_COLOUR]
    = g_param_spec_uint ("colour", NULL, NULL, 0, G_MAXUINT, 0,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_css_name (widget_class, "unitstrip");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
dh_unit_strip_init (DhUnitStrip *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Rows for which units are on"), -1);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (query_tooltip_cb), NULL);
}

GtkWidget *
dh_unit_strip_new (void)
{
  return g_object_new (DH_TYPE_UNIT_STRIP, NULL);
}

void
dh_unit_strip_set_colour (DhUnitStrip *self, guint32 colour)
{
  g_return_if_fail (DH_IS_UNIT_STRIP (self));

  if (self->colour == colour)
    return;
  self->colour = colour;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COLOUR]);
}

void
dh_unit_strip_set_units (DhUnitStrip *self, const guint8 *on, gsize n_rows, guint n_units)
{
  g_return_if_fail (DH_IS_UNIT_STRIP (self));
  g_return_if_fail (on != NULL || n_rows == 0 || n_units == 0);

  if (n_rows == self->n_rows && n_units == self->n_units && n_rows > 0 && n_units > 0
      && memcmp (on, self->on, n_rows * n_units) == 0)
    return;
  if (n_units != self->n_units)
    gtk_widget_queue_resize (GTK_WIDGET (self));
  g_free (self->on);
  g_free (self->share);
  self->on = g_memdup2 (on, n_rows * n_units);
  self->share = g_new0 (gsize, n_units);
  self->n_rows = n_rows;
  self->n_units = n_units;
  for (gsize i = 0; i < n_rows; i++)
    for (guint u = 0; u < n_units; u++)
      self->share[u] += on[i * n_units + u];
  update_description (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

char *
dh_unit_strip_describe (DhUnitStrip *self, guint unit)
{
  g_return_val_if_fail (DH_IS_UNIT_STRIP (self), NULL);
  g_return_val_if_fail (unit < self->n_units, NULL);

  /* Translators: a unit's number, then two numbers of rows. */
  return g_strdup_printf (_("Unit %u is on for %zu of %zu rows"), unit + 1, self->share[unit], self->n_rows);
}

gsize
dh_unit_strip_get_share (DhUnitStrip *self, guint unit)
{
  g_return_val_if_fail (DH_IS_UNIT_STRIP (self), 0);
  g_return_val_if_fail (unit < self->n_units, 0);

  return self->share[unit];
}
