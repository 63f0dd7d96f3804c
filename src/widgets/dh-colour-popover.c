/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Colour popover. Made when it is opened and dropped with the next, so that a list of a thousand runs
 * holds no thousand popovers. The free colour is chosen in GTK's own dialog. */
#include "dh-colour-popover.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "dh-swatch.h"
#include "dh-widgets-private.h"

#define COLUMNS 4
#define FREE_COLOUR 0xff000000u

struct _DhColourPopover
{
  GtkPopover parent_instance;
};

static guint picked;

G_DEFINE_FINAL_TYPE (DhColourPopover, dh_colour_popover, GTK_TYPE_POPOVER)

static guint
byte (float share)
{
  return (guint) floor ((double) CLAMP (share, 0.0f, 1.0f) * 255 + 0.5);
}

static void
palette_clicked_cb (GtkButton *button, DhColourPopover *self)
{
  guint colour;

  g_object_get (gtk_button_get_child (button), "colour", &colour, NULL);
  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, picked, 0, colour);
}

static void
free_colour_cb (DhColourPopover *self, GParamSpec *pspec, GtkColorButton *button)
{
  GdkRGBA rgba;
  guint colour;

  gtk_color_chooser_get_rgba (GTK_COLOR_CHOOSER (button), &rgba);
  colour = FREE_COLOUR | byte (rgba.red) << 16 | byte (rgba.green) << 8 | byte (rgba.blue);
  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, picked, 0, colour);
}

static GtkWidget *
palette_button (DhColourPopover *self, guint index, gboolean present)
{
  GtkWidget *button = gtk_button_new (), *swatch = dh_swatch_new (index);
  const char *name = g_dgettext (GETTEXT_PACKAGE, dh_palette_name (index));

  gtk_widget_set_size_request (swatch, 20, 20);
  gtk_widget_set_halign (swatch, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (swatch, GTK_ALIGN_CENTER);
  gtk_button_set_child (GTK_BUTTON (button), swatch);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  if (present)
    gtk_widget_add_css_class (button, "present");
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (palette_clicked_cb), self, 0);
  return button;
}

static void
fill (DhColourPopover *self, guint32 colour)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6), *grid = gtk_grid_new ();
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *label, *button;
  GdkRGBA rgba;
  DhRgba now;

  gtk_grid_set_row_spacing (GTK_GRID (grid), 2);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 2);
  for (guint i = 0; i < DH_PALETTE_SIZE; i++)
    {
      gtk_grid_attach (GTK_GRID (grid), palette_button (self, i, i == colour), (int) (i % COLUMNS),
                       (int) (i / COLUMNS), 1, 1);
    }
  dh_palette_colour (colour, FALSE, &now);
  dh_rgba_to_gdk (&now, &rgba);
  button = gtk_color_button_new_with_rgba (&rgba);
  gtk_color_button_set_title (GTK_COLOR_BUTTON (button), _("Colour of the run"));
  gtk_widget_set_tooltip_text (button, _("Choose any colour"));
  g_signal_connect_object (button, "notify::rgba", G_CALLBACK (free_colour_cb), self,
                           G_CONNECT_SWAPPED);
  label = gtk_label_new_with_mnemonic (_("_Other:"));
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), button);
  gtk_widget_set_hexpand (button, TRUE);
  gtk_box_append (GTK_BOX (line), label);
  gtk_box_append (GTK_BOX (line), button);
  gtk_box_append (GTK_BOX (box), grid);
  gtk_box_append (GTK_BOX (box), line);
  gtk_popover_set_child (GTK_POPOVER (self), box);
}

static void
dh_colour_popover_class_init (DhColourPopoverClass *klass)
{
  picked = g_signal_new ("picked", DH_TYPE_COLOUR_POPOVER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                         G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
dh_colour_popover_init (DhColourPopover *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "colours");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Colours"),
                                  -1);
}

GtkWidget *
dh_colour_popover_new (guint32 colour)
{
  DhColourPopover *self = g_object_new (DH_TYPE_COLOUR_POPOVER, NULL);

  fill (self, colour);
  return GTK_WIDGET (self);
}
