/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Window: composes the parts and follows the session. All that changes from frame to frame goes
 * through one tick: the player, the engine's events, the charts that are out of date, in this
 * order, so that a frame shows one state. */
#include "config.h"

#include "dh-window-private.h"

#include "dh-application.h"
#include "dh-quantity.h"

#include <glib/gi18n-lib.h>

G_DEFINE_FINAL_TYPE (DhWindow, dh_window, ADW_TYPE_APPLICATION_WINDOW)

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  DhWindow *self = DH_WINDOW (widget);
  gboolean playing, more;

  dh_session_tick (self->session, gdk_frame_clock_get_frame_time (clock));
  if (self->events_ready)
    self->events_ready = dh_session_drain (self->session);
  more = dh_smoothing_page_update (self->smoothing);
  dh_charts_page_update (self->page);
  playing = dh_session_get_playing (self->session);
  if (playing || more || self->events_ready)
    return G_SOURCE_CONTINUE;
  self->tick_id = 0;
  return G_SOURCE_REMOVE;
}

static void
queue_frame (DhWindow *self)
{
  if (self->tick_id == 0)
    self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
}

static void
events_ready_cb (DhWindow *self)
{
  self->events_ready = TRUE;
  queue_frame (self);
}

static void
update_title (DhWindow *self)
{
  DhExperiment *experiment = dh_session_get_experiment (self->session);
  g_autofree char *name = NULL;
  g_autofree char *data = dh_data_describe (dh_experiment_get_data (experiment));
  g_autofree char *runs = NULL;
  g_autofree char *shown = NULL;
  g_autofree char *subtitle = NULL;
  g_autofree char *window_title = NULL;
  gsize n = dh_experiment_n_runs (experiment);

  g_object_get (self->session, "title", &name, NULL);
  runs = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u run", "%u runs", n), (guint) n);
  shown = dh_session_get_modified (self->session) ? g_strconcat (name, " •", NULL)
                                                  : g_strdup (name);
  subtitle = g_strdup_printf ("%s · %s", data, runs);
  /* Translators: the window's title in the task switcher: the experiment's name, the program. */
  window_title = g_strdup_printf (_("%s – Downhill"), shown);
  adw_window_title_set_title (self->title, shown);
  adw_window_title_set_subtitle (self->title, subtitle);
  gtk_window_set_title (GTK_WINDOW (self), window_title);
}

static void
update_undo (DhWindow *self)
{
  g_autofree char *undo = NULL;
  g_autofree char *redo = NULL;
  g_autofree char *undo_tooltip = NULL;
  g_autofree char *redo_tooltip = NULL;

  g_object_get (self->session, "undo-label", &undo, "redo-label", &redo, NULL);
  /* Translators: %s names the change, such as "Learning rate". */
  undo_tooltip = undo != NULL ? g_strdup_printf (_("Undo: %s (Ctrl+Z)"), undo)
                              : g_strdup (_("Nothing to undo"));
  redo_tooltip = redo != NULL ? g_strdup_printf (_("Redo: %s (Ctrl+Shift+Z)"), redo)
                              : g_strdup (_("Nothing to redo"));
  gtk_widget_set_tooltip_text (self->undo_button, undo_tooltip);
  gtk_widget_set_tooltip_text (self->redo_button, redo_tooltip);
}

static void
run_failed_cb (DhWindow *self, guint64 run_id, const char *text)
{
  DhRun *run = dh_experiment_find_run (dh_session_get_experiment (self->session), run_id, NULL);
  g_autofree char *message = NULL;

  if (run == NULL)
    return;
  /* Translators: a run's name, and why it could not start. */
  message = g_strdup_printf (_("“%s” could not be trained. %s"), run->name, text);
  dh_banner_show (self->banner, message, NULL, NULL);
}

static void
message_cb (DhWindow *self, const char *text, const char *label, const char *action)
{
  dh_banner_show (self->banner, text, label, action);
}

static void
follow_session (DhWindow *self)
{
  static const char *const titles[] = { "notify::title", "notify::modified", "notify::experiment" };
  static const char *const undo[] = { "notify::undo-label", "notify::redo-label" };
  static const char *const actions[]
    = { "notify::experiment", "notify::selected-run", "notify::can-undo", "notify::can-redo",
        "notify::computing", "notify::stopped" };

  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    g_signal_connect_object (self->session, titles[i], G_CALLBACK (update_title), self,
                             G_CONNECT_SWAPPED);
  for (guint i = 0; i < G_N_ELEMENTS (undo); i++)
    g_signal_connect_object (self->session, undo[i], G_CALLBACK (update_undo), self,
                             G_CONNECT_SWAPPED);
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    g_signal_connect_object (self->session, actions[i], G_CALLBACK (dh_window_update_actions),
                             self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::playing", G_CALLBACK (queue_frame), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "events-ready", G_CALLBACK (events_ready_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "message", G_CALLBACK (message_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "run-failed", G_CALLBACK (run_failed_cb), self,
                           G_CONNECT_SWAPPED);
  update_title (self);
  update_undo (self);
  dh_window_update_actions (self);
}

static void
read_settings (DhWindow *self)
{
  self->settings = dh_application_new_settings ();
  if (self->settings == NULL)
    return;
  gtk_window_set_default_size (GTK_WINDOW (self),
                               g_settings_get_int (self->settings, "window-width"),
                               g_settings_get_int (self->settings, "window-height"));
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
  g_settings_bind (self->settings, "sidebar-visible", self->flap, "reveal-flap",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "sidebar-groups", self->sidebar, "open-groups",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "speed", self->session, "speed", G_SETTINGS_BIND_DEFAULT);
}

static void
write_settings (DhWindow *self)
{
  int width, height;

  if (self->settings == NULL)
    return;
  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_boolean (self->settings, "window-maximized",
                          gtk_window_is_maximized (GTK_WINDOW (self)));
  if (width > 0 && height > 0)
    {
      g_settings_set_int (self->settings, "window-width", width);
      g_settings_set_int (self->settings, "window-height", height);
    }
}

static void
close_for_good (DhWindow *self, gpointer data)
{
  self->closing = TRUE;
  gtk_window_close (GTK_WINDOW (self));
}

static gboolean
dh_window_close_request (GtkWindow *window)
{
  DhWindow *self = DH_WINDOW (window);

  if (!self->closing && dh_session_get_modified (self->session))
    {
      dh_window_confirm (self, close_for_good, NULL, NULL);
      return GDK_EVENT_STOP;
    }
  write_settings (self);
  dh_session_forget_autosave (self->session);
  return GTK_WINDOW_CLASS (dh_window_parent_class)->close_request (window);
}

/* Where a quantity stands in the menu of those that a new chart can show: what most people look at
 * first, the rest below. */
static guint
menu_place (const DhQuantityInfo *info)
{
  static const char *const common[] = { "error", "weights", "derivatives", NULL };

  if (info->domain == DH_PER_X || g_strv_contains (common, info->id))
    return 0;
  if (info->domain == DH_PER_EPOCH)
    return 3;
  return info->group || info->domain == DH_PER_BUMP ? 2 : 1;
}

static void
fill_chart_menu (DhWindow *self)
{
  static const char *const titles[]
    = { NULL, N_("Of Each _Step"), N_("Of Each _Weight"), N_("Of Each _Epoch") };
  g_autoptr (GMenu) menu = g_menu_new ();
  const DhQuantityInfo *list;
  gsize n;

  list = dh_quantity_list (&n);
  for (guint place = 0; place < G_N_ELEMENTS (titles); place++)
    {
      g_autoptr (GMenu) part = g_menu_new ();

      for (gsize i = 0; i < n; i++)
        if (menu_place (&list[i]) == place)
          {
            g_autoptr (GMenuItem) item = g_menu_item_new (_(list[i].label), NULL);

            g_menu_item_set_action_and_target (item, "win.chart-add", "s", list[i].id);
            g_menu_append_item (part, item);
          }
      if (titles[place] != NULL)
        g_menu_append_submenu (menu, _(titles[place]), G_MENU_MODEL (part));
      else
        g_menu_append_section (menu, NULL, G_MENU_MODEL (part));
    }
  gtk_menu_button_set_menu_model (self->chart_button, G_MENU_MODEL (menu));
}

/* Keys go to the playhead until the user chooses otherwise. */
static void
dh_window_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (dh_window_parent_class)->map (widget);
  if (gtk_window_get_focus (GTK_WINDOW (widget)) == NULL)
    gtk_widget_grab_focus (GTK_WIDGET (DH_WINDOW (widget)->transport));
}

static void
dh_window_dispose (GObject *object)
{
  DhWindow *self = DH_WINDOW (object);

  if (self->tick_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick_id);
  self->tick_id = 0;
  if (self->loading != NULL)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  dh_window_pending_clear (self);
  dh_window_remove_property_actions (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), DH_TYPE_WINDOW);
  g_clear_object (&self->settings);
  /* The engine's thread is joined here at the latest, whoever still holds the session. */
  if (self->session != NULL)
    g_object_run_dispose (G_OBJECT (self->session));
  g_clear_object (&self->session);
  G_OBJECT_CLASS (dh_window_parent_class)->dispose (object);
}

static void
dh_window_class_init (DhWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GtkWindowClass *window_class = GTK_WINDOW_CLASS (klass);

  object_class->dispose = dh_window_dispose;
  widget_class->map = dh_window_map;
  window_class->close_request = dh_window_close_request;

  g_type_ensure (DH_TYPE_BANNER);
  g_type_ensure (DH_TYPE_CHARTS_PAGE);
  g_type_ensure (DH_TYPE_FINDINGS_BAR);
  g_type_ensure (DH_TYPE_LESSON_PANEL);
  g_type_ensure (DH_TYPE_LESSONS_PAGE);
  g_type_ensure (DH_TYPE_SIDEBAR);
  g_type_ensure (DH_TYPE_SMOOTHING_PAGE);
  g_type_ensure (DH_TYPE_TRANSPORT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/downhill/Downhill/dh-window.ui");
  gtk_widget_class_bind_template_child (widget_class, DhWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, DhWindow, title);
  gtk_widget_class_bind_template_child (widget_class, DhWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, DhWindow, flap);
  gtk_widget_class_bind_template_child (widget_class, DhWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, DhWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, DhWindow, page);
  gtk_widget_class_bind_template_child (widget_class, DhWindow, smoothing);
  gtk_widget_class_bind_template_child (widget_class, DhWindow, findings);
  gtk_widget_class_bind_template_child (widget_class, DhWindow, transport);
  gtk_widget_class_bind_template_child (widget_class, DhWindow, lessons_page);
  gtk_widget_class_bind_template_child (widget_class, DhWindow, lesson_panel);
  gtk_widget_class_bind_template_child (widget_class, DhWindow, chart_button);
  gtk_widget_class_bind_template_child (widget_class, DhWindow, undo_button);
  gtk_widget_class_bind_template_child (widget_class, DhWindow, redo_button);
  gtk_widget_class_bind_template_callback (widget_class, queue_frame);
}

static void
dh_window_init (DhWindow *self)
{
  self->session = dh_session_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_chart_menu (self);
  dh_window_add_actions (self);
  dh_window_add_file_actions (self);
  dh_window_take_drops (self);
  dh_window_add_export_actions (self);
  follow_session (self);
  read_settings (self);
  dh_window_add_lessons (self);
  dh_sidebar_set_session (self->sidebar, self->session);
  dh_charts_page_set_session (self->page, self->session);
  dh_smoothing_page_set_session (self->smoothing, self->session);
  dh_findings_bar_set_session (self->findings, self->session);
  dh_transport_set_session (self->transport, self->session);
}

GtkWidget *
dh_window_new (AdwApplication *application)
{
  return g_object_new (DH_TYPE_WINDOW, "application", application, NULL);
}

DhSession *
dh_window_get_session (DhWindow *self)
{
  g_return_val_if_fail (DH_IS_WINDOW (self), NULL);

  return self->session;
}

void
dh_window_show_error (DhWindow *self, const GError *error)
{
  dh_banner_show (self->banner, error->message, NULL, NULL);
}

void
dh_window_show_message (DhWindow *self, const char *text)
{
  dh_banner_show (self->banner, text, NULL, NULL);
}

void
dh_window_toast (DhWindow *self, const char *text)
{
  g_autofree char *markup = g_markup_escape_text (text, -1);

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (markup));
}

gboolean
dh_window_restore (DhWindow *self)
{
  g_autoptr (GError) error = NULL;
  gboolean restored;

  g_return_val_if_fail (DH_IS_WINDOW (self), FALSE);

  restored = dh_session_restore (self->session, &error);
  if (restored)
    dh_banner_show (self->banner,
                    _("Restored what was on the screen when Downhill last ended unexpectedly."),
                    dh_session_get_modified (self->session) ? _("_Save") : NULL, "win.save");
  else if (error != NULL)
    dh_window_show_error (self, error);
  return restored;
}
