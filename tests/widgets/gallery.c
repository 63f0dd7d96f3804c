/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Gallery: a window with every widget of the layer, to be looked at and tried by hand. Says on standard output which
 * signals it gets. "--dark" for the dark theme. Not a test. */
#include "config.h"

#include <math.h>
#include <string.h>

#include "dh-widgets.h"

static GtkWidget *charts[2], *scrubber;

static DhPlot *
make_plot (guint which)
{
  DhPlot *plot = dh_plot_new ();
  double values[145];

  plot->title = g_strdup (which == 0 ? "Error" : "Weights");
  plot->x.label = g_strdup ("step");
  plot->x.whole = TRUE;
  plot->left.label = g_strdup (which == 0 ? "Error (ŷ − y)²" : "weight");
  plot->left.kind = which == 0 ? DH_SCALE_LOG : DH_SCALE_LINEAR;
  plot->legend = TRUE;
  for (guint s = 0; s < 3; s++)
    {
      g_autofree char *key = g_strdup_printf ("%u/e", s);
      g_autofree char *label = g_strdup_printf ("run %u · %s", s + 1, which == 0 ? "error" : "a");
      DhPlotSeries *series = dh_plot_add_series (plot, key, label);

      for (guint i = 0; i < G_N_ELEMENTS (values); i++)
        values[i] = which == 0 ? 1000 * exp (-0.02 * (s + 1) * i) * (1.2 + sin (i * 0.7 + s))
                               : 2 - exp (-0.02 * (s + 1) * i) + 0.1 * sin (i * 0.4);
      dh_plot_series_set_values (series, values, G_N_ELEMENTS (values));
      series->end_label = g_strdup (which == 0 ? "e" : "a");
      series->colour = s;
      series->line_style = s;
    }
  return plot;
}

static void
say_double (GtkWidget *widget, double x, gpointer what)
{
  g_print ("%s %g\n", (const char *) what, x);
  if (strcmp (what, "crosshair") == 0)
    for (guint i = 0; i < 2; i++)
      dh_chart_set_crosshair (DH_CHART (charts[i]), x);
  else if (strcmp (what, "playhead") == 0)
    {
      for (guint i = 0; i < 2; i++)
        dh_chart_set_playhead (DH_CHART (charts[i]), floor (x + 0.5));
      g_object_set (scrubber, "position", (guint64) fmax (floor (x + 0.5), 0), NULL);
    }
}

static void
say_plain (GtkWidget *widget, gpointer what)
{
  g_print ("%s\n", (const char *) what);
}

static void
menu_cb (GtkWidget *widget, double x, double y)
{
  g_print ("menu %g %g\n", x, y);
}

static void
toggled_cb (DhChart *chart, const char *key)
{
  guint which = GTK_WIDGET (chart) == charts[1];
  DhPlot *old = dh_chart_get_plot (chart), *plot = make_plot (which);

  g_print ("toggled %s\n", key);
  for (guint i = 0; i < dh_plot_n_series (plot); i++)
    {
      DhPlotSeries *series = dh_plot_get_series (plot, i);

      series->hidden = dh_plot_get_series (old, i)->hidden != (strcmp (series->key, key) == 0);
    }
  dh_chart_set_plot (chart, plot);
  dh_plot_unref (plot);
}

static void
rate_cb (DhRateSlider *slider, double value, gboolean dragging)
{
  g_print ("rate %.17g dragging %d\n", value, dragging);
}

static void
number_cb (DhNumberEntry *entry)
{
  g_print ("number %.17g\n", dh_number_entry_get_value (entry));
}

static void
moved_cb (DhScrubber *self, guint64 step)
{
  g_print ("scrubbed %" G_GUINT64_FORMAT "\n", step);
  for (guint i = 0; i < 2; i++)
    dh_chart_set_playhead (DH_CHART (charts[i]), (double) step);
}

static void
renamed_cb (DhRunRow *row, const char *name)
{
  g_print ("renamed %s\n", name);
  g_object_set (row, "name", name, NULL);
}

static void
recoloured_cb (DhRunRow *row, guint colour)
{
  g_print ("recoloured %x\n", colour);
  g_object_set (row, "colour", colour, NULL);
}

static void
visibility_cb (DhRunRow *row, gboolean visible)
{
  g_print ("visible %d\n", visible);
}

static void
row_moved_cb (DhRunRow *row, int delta)
{
  GtkWidget *list = gtk_widget_get_parent (GTK_WIDGET (row));
  int to = MAX (gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row)) + delta, 0);

  g_print ("moved %d\n", delta);
  g_object_ref (row);
  gtk_list_box_remove (GTK_LIST_BOX (list), GTK_WIDGET (row));
  gtk_list_box_insert (GTK_LIST_BOX (list), GTK_WIDGET (row), to);
  gtk_widget_grab_focus (GTK_WIDGET (row));
  g_object_unref (row);
}

static GtkWidget *
make_runs (void)
{
  static const char *const names[] = { "1 neuron", "2 neurons", "2 neurons + ReLU" };
  static const char *const states[] = { "converged", "exploded at step 25", NULL };
  static const char *const icons[] = { "emblem-ok-symbolic", "dialog-warning-symbolic", NULL };
  GtkWidget *list = gtk_list_box_new ();
  g_autoptr (GMenu) menu = g_menu_new ();

  g_menu_append (menu, "Duplicate", "win.duplicate");
  gtk_widget_add_css_class (list, "boxed-list");
  for (guint i = 0; i < 3; i++)
    {
      GtkWidget *row = dh_run_row_new ();

      g_object_set (row, "name", names[i], "colour", i, "state", states[i], "state-icon", icons[i],
                    "subtitle", "lr 0.0001", "visible-run", i != 2, "menu-model", menu, NULL);
      g_signal_connect (row, "renamed", G_CALLBACK (renamed_cb), NULL);
      g_signal_connect (row, "recoloured", G_CALLBACK (recoloured_cb), NULL);
      g_signal_connect (row, "visibility-toggled", G_CALLBACK (visibility_cb), NULL);
      g_signal_connect (row, "moved", G_CALLBACK (row_moved_cb), NULL);
      gtk_list_box_append (GTK_LIST_BOX (list), row);
    }
  return list;
}

static GtkWidget *
make_side (void)
{
  GtkWidget *side = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12), *number, *rate;

  gtk_widget_set_size_request (side, 300, -1);
  gtk_box_append (GTK_BOX (side), make_runs ());
  rate = dh_rate_slider_new ();
  g_signal_connect (rate, "changed-by-user", G_CALLBACK (rate_cb), NULL);
  gtk_box_append (GTK_BOX (side), rate);
  number = g_object_new (DH_TYPE_NUMBER_ENTRY, "value", 0.25, "step", 0.1, "minimum", 0.0, "maximum",
                         1.0, "maximum-open", TRUE, "label", "Momentum", NULL);
  g_signal_connect (number, "changed-by-user", G_CALLBACK (number_cb), NULL);
  gtk_box_append (GTK_BOX (side), number);
  number = dh_number_entry_new ();
  dh_number_entry_set_error (DH_NUMBER_ENTRY (number), "Hidden widths need at least one layer of one neuron");
  gtk_box_append (GTK_BOX (side), number);
  return side;
}

static GtkWidget *
make_chart (guint which)
{
  GtkWidget *chart = dh_chart_new ();
  DhPlot *plot = make_plot (which);

  dh_chart_set_plot (DH_CHART (chart), plot);
  dh_plot_unref (plot);
  gtk_widget_set_hexpand (chart, TRUE);
  gtk_widget_set_vexpand (chart, TRUE);
  g_signal_connect (chart, "crosshair-moved", G_CALLBACK (say_double), (gpointer) "crosshair");
  g_signal_connect (chart, "playhead-requested", G_CALLBACK (say_double), (gpointer) "playhead");
  g_signal_connect (chart, "zoom-changed", G_CALLBACK (say_plain), (gpointer) "zoom");
  g_signal_connect (chart, "series-toggled", G_CALLBACK (toggled_cb), NULL);
  g_signal_connect (chart, "menu-requested", G_CALLBACK (menu_cb), NULL);
  return chart;
}

int
main (int argc, char **argv)
{
  GtkWidget *window, *box, *page;

  gtk_init ();
  dh_widgets_init ();
  setvbuf (stdout, NULL, _IOLBF, 0);
  g_object_set (gtk_settings_get_default (), "gtk-application-prefer-dark-theme",
                argc > 1 && strcmp (argv[1], "--dark") == 0, NULL);
  window = gtk_window_new ();
  gtk_window_set_title (GTK_WINDOW (window), "Gallery");
  gtk_window_set_default_size (GTK_WINDOW (window), 1200, 760);
  box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_widget_set_margin_bottom (box, 12);
  gtk_box_append (GTK_BOX (box), make_side ());
  gtk_box_append (GTK_BOX (box), page);
  for (guint i = 0; i < 2; i++)
    gtk_box_append (GTK_BOX (page), charts[i] = make_chart (i));
  scrubber = g_object_new (DH_TYPE_SCRUBBER, "total", (guint64) 145, "buffered", (guint64) 110,
                           "position", (guint64) 40, NULL);
  g_signal_connect (scrubber, "moved-by-user", G_CALLBACK (moved_cb), NULL);
  gtk_box_append (GTK_BOX (page), scrubber);
  gtk_window_set_child (GTK_WINDOW (window), box);
  gtk_window_present (GTK_WINDOW (window));
  while (g_list_model_get_n_items (gtk_window_get_toplevels ()) > 0)
    g_main_context_iteration (NULL, TRUE);
  return 0;
}
