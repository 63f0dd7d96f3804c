/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Export dialog: rows for what a picture file can be. The size is in points on the screen; a PNG has
 * "scale" times as many pixels each way, and the line below says how many. UI thread only. */
#include "dh-export-dialog.h"

#include <glib/gi18n-lib.h>
#include <math.h>

struct _DhExportDialog
{
  AdwWindow parent_instance;

  AdwComboRow *format;
  GtkSpinButton *width;
  GtkSpinButton *height;
  AdwComboRow *scale;
  AdwComboRow *style;
  GtkWidget *export_button;
  GtkLabel *summary;
};

enum
{
  ACCEPTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DhExportDialog, dh_export_dialog, ADW_TYPE_WINDOW)

void
dh_export_dialog_get_options (DhExportDialog *self, DhChartFileOptions *options)
{
  g_return_if_fail (DH_IS_EXPORT_DIALOG (self));

  dh_chart_file_options_init (options, (DhChartFormat) adw_combo_row_get_selected (self->format));
  options->width = gtk_spin_button_get_value (self->width);
  options->height = gtk_spin_button_get_value (self->height);
  options->scale = options->format == DH_CHART_PNG ? adw_combo_row_get_selected (self->scale) + 1 : 1;
  options->dark = adw_combo_row_get_selected (self->style) == 1;
}

/* Says what will come out, and refuses what is too large before it is tried. */
static void
update_cb (DhExportDialog *self)
{
  DhChartFileOptions options;
  g_autofree char *text = NULL;
  gboolean fits;

  dh_export_dialog_get_options (self, &options);
  fits = MAX (options.width, options.height) * options.scale <= DH_CHART_MAX_SIDE;
  if (!fits)
    text = g_strdup_printf (_("At most %d pixels a side: choose a smaller size or scale."),
                            DH_CHART_MAX_SIDE);
  else if (options.format == DH_CHART_PNG)
    text = g_strdup_printf (_("A picture of %.0f × %.0f pixels."),
                            round (options.width * options.scale),
                            round (options.height * options.scale));
  else
    text = g_strdup (_("Lines and text that stay sharp at every size."));
  gtk_label_set_label (self->summary, text);
  gtk_widget_set_sensitive (self->export_button, fits);
  gtk_widget_set_sensitive (GTK_WIDGET (self->scale), options.format == DH_CHART_PNG);
}

static void
export_cb (DhExportDialog *self)
{
  /* A number still being typed counts. */
  gtk_spin_button_update (self->width);
  gtk_spin_button_update (self->height);
  g_object_ref (self);
  gtk_window_close (GTK_WINDOW (self));
  g_signal_emit (self, signals[ACCEPTED], 0);
  g_object_unref (self);
}

static void
dh_export_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), DH_TYPE_EXPORT_DIALOG);
  G_OBJECT_CLASS (dh_export_dialog_parent_class)->dispose (object);
}

static void
dh_export_dialog_class_init (DhExportDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dh_export_dialog_dispose;
  signals[ACCEPTED] = g_signal_new ("accepted", DH_TYPE_EXPORT_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/downhill/Downhill/dh-export-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DhExportDialog, format);
  gtk_widget_class_bind_template_child (widget_class, DhExportDialog, width);
  gtk_widget_class_bind_template_child (widget_class, DhExportDialog, height);
  gtk_widget_class_bind_template_child (widget_class, DhExportDialog, scale);
  gtk_widget_class_bind_template_child (widget_class, DhExportDialog, style);
  gtk_widget_class_bind_template_child (widget_class, DhExportDialog, export_button);
  gtk_widget_class_bind_template_child (widget_class, DhExportDialog, summary);
  gtk_widget_class_bind_template_callback (widget_class, update_cb);
  gtk_widget_class_bind_template_callback (widget_class, export_cb);
}

static void
dh_export_dialog_init (DhExportDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
dh_export_dialog_new (GtkWindow *parent, double width, double height)
{
  DhExportDialog *self = g_object_new (DH_TYPE_EXPORT_DIALOG, "transient-for", parent, NULL);

  gtk_spin_button_set_value (self->width, round (width));
  gtk_spin_button_set_value (self->height, round (height));
  /* Twice the pixels: sharp on every screen and in documents. */
  adw_combo_row_set_selected (self->scale, 1);
  /* As on the screen. */
  adw_combo_row_set_selected (self->style, adw_style_manager_get_dark (adw_style_manager_get_default ()) ? 1 : 0);
  update_cb (self);
  /* Return takes it as it is. */
  gtk_window_set_focus (GTK_WINDOW (self), self->export_button);
  return GTK_WIDGET (self);
}
