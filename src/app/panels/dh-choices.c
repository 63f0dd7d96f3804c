/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Drop-downs over the core's tables: the button's text ends in an ellipsis where it is too long; the list has headings,
 * tooltips and a mark at the item in force. GTK 4.8 has no sections in lists: a heading is part of the row
 * below it. Main thread only. */
#include "dh-panels-private.h"

#include <glib/gi18n-lib.h>

/* What a list row is made of; owned by the row's widget. */
typedef struct
{
  GtkWidget *heading;
  GtkWidget *label;
  GtkWidget *mark;
} Parts;

static void
setup_button_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  /* As wide as the row gives it, not as its text is. */
  gtk_label_set_max_width_chars (GTK_LABEL (label), 8);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_list_item_set_child (item, label);
}

static const char *
item_text (GtkListItem *item)
{
  return gtk_string_object_get_string (GTK_STRING_OBJECT (gtk_list_item_get_item (item)));
}

static void
bind_button_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)), item_text (item));
}

static void
setup_row_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  Parts *parts = g_new0 (Parts, 1);

  parts->heading = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (parts->heading), 0);
  gtk_widget_add_css_class (parts->heading, "group-title");
  gtk_widget_add_css_class (parts->heading, "choice-heading");
  parts->label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (parts->label), 0);
  gtk_widget_set_hexpand (parts->label, TRUE);
  parts->mark = gtk_image_new_from_icon_name ("object-select-symbolic");
  gtk_box_append (GTK_BOX (line), parts->label);
  gtk_box_append (GTK_BOX (line), parts->mark);
  gtk_box_append (GTK_BOX (box), parts->heading);
  gtk_box_append (GTK_BOX (box), line);
  g_object_set_data_full (G_OBJECT (box), "dh-parts", parts, g_free);
  gtk_list_item_set_child (item, box);
}

static void
show_mark (GtkDropDown *drop_down, GtkListItem *item)
{
  GtkWidget *box = gtk_list_item_get_child (item);
  Parts *parts = g_object_get_data (G_OBJECT (box), "dh-parts");

  gtk_widget_set_opacity (parts->mark, gtk_drop_down_get_selected (drop_down)
                                         == gtk_list_item_get_position (item));
}

static void
selected_notify_cb (GtkDropDown *drop_down, GParamSpec *pspec, GtkListItem *item)
{
  show_mark (drop_down, item);
}

static void
bind_row_cb (GtkSignalListItemFactory *factory, GtkListItem *item, GtkDropDown *drop_down)
{
  const DhChoices *choices = g_object_get_data (G_OBJECT (factory), "dh-choices");
  GtkWidget *box = gtk_list_item_get_child (item);
  Parts *parts = g_object_get_data (G_OBJECT (box), "dh-parts");
  guint index = gtk_list_item_get_position (item);
  const char *heading = choices->heading != NULL ? choices->heading (index) : NULL;

  gtk_label_set_label (GTK_LABEL (parts->label), item_text (item));
  gtk_widget_set_visible (parts->heading, heading != NULL);
  if (heading != NULL)
    gtk_label_set_label (GTK_LABEL (parts->heading), _(heading));
  if (choices->tooltip != NULL)
    gtk_widget_set_tooltip_text (box, choices->tooltip (index));
  show_mark (drop_down, item);
  g_signal_connect_object (drop_down, "notify::selected", G_CALLBACK (selected_notify_cb), item, 0);
}

static void
unbind_row_cb (GtkSignalListItemFactory *factory, GtkListItem *item, GtkDropDown *drop_down)
{
  g_signal_handlers_disconnect_by_func (drop_down, selected_notify_cb, item);
}

void
dh_choices_install (GtkDropDown *drop_down, const DhChoices *choices)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);
  g_autoptr (GtkListItemFactory) button = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkListItemFactory) rows = gtk_signal_list_item_factory_new ();

  g_return_if_fail (GTK_IS_DROP_DOWN (drop_down));
  g_return_if_fail (choices != NULL);

  for (guint i = 0; i < choices->n; i++)
    gtk_string_list_append (list, _(choices->label (i)));
  g_signal_connect (button, "setup", G_CALLBACK (setup_button_cb), NULL);
  g_signal_connect (button, "bind", G_CALLBACK (bind_button_cb), NULL);
  g_object_set_data (G_OBJECT (rows), "dh-choices", (gpointer) choices);
  g_signal_connect (rows, "setup", G_CALLBACK (setup_row_cb), NULL);
  /* The list may let go of its rows after the drop-down has been disposed. */
  g_signal_connect_object (rows, "bind", G_CALLBACK (bind_row_cb), drop_down, 0);
  g_signal_connect_object (rows, "unbind", G_CALLBACK (unbind_row_cb), drop_down, 0);
  gtk_drop_down_set_model (drop_down, G_LIST_MODEL (list));
  gtk_drop_down_set_factory (drop_down, button);
  gtk_drop_down_set_list_factory (drop_down, rows);
}

static void
setup_text_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_list_item_set_child (item, label);
}

void
dh_choices_install_texts (GtkDropDown *drop_down)
{
  g_autoptr (GtkListItemFactory) button = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkListItemFactory) rows = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkExpression) text = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);

  g_return_if_fail (GTK_IS_DROP_DOWN (drop_down));

  g_signal_connect (button, "setup", G_CALLBACK (setup_button_cb), NULL);
  g_signal_connect (button, "bind", G_CALLBACK (bind_button_cb), NULL);
  g_signal_connect (rows, "setup", G_CALLBACK (setup_text_cb), NULL);
  g_signal_connect (rows, "bind", G_CALLBACK (bind_button_cb), NULL);
  gtk_drop_down_set_expression (drop_down, text); /* searching looks at it */
  gtk_drop_down_set_model (drop_down, G_LIST_MODEL (list));
  gtk_drop_down_set_factory (drop_down, button);
  gtk_drop_down_set_list_factory (drop_down, rows);
}
