/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Application: see the header. UI thread only. */
#include "config.h"

#include "dh-application.h"

#include "dh-resources.h"
#include "dh-widgets.h"
#include "dh-window.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>

struct _DhApplication
{
  AdwApplication parent_instance;

  GSettings *settings; /* NULL: not installed */
  guint terminate_ids[2]; /* of the signals that end a program */
};

G_DEFINE_FINAL_TYPE (DhApplication, dh_application, ADW_TYPE_APPLICATION)

/* Only keys that no text entry wants; the others are the window's own shortcuts, which come after
 * the widget that has the focus. */
static const struct
{
  const char *action;
  const char *accels[3];
} accelerators[] = {
  { "app.quit", { "<Control>q" } },
  { "win.new", { "<Control>n" } },
  { "win.open", { "<Control>o" } },
  { "win.save", { "<Control>s" } },
  { "win.save-as", { "<Control><Shift>s" } },
  { "win.close", { "<Control>w" } },
  { "win.sidebar", { "F9" } },
  { "win.shortcuts", { "<Control>question", "F1" } },
  { "win.run-add", { "<Control>r" } },
  { "win.run-duplicate", { "<Control>d" } },
  { "win.run-rename", { "F2" } },
  { "win.finding-try", { "<Control>t" } },
  { "win.extend", { "<Control>m" } },
  { "win.focus-rate", { "<Control>l" } },
  { "win.export-sheet", { "<Control>e" } },
  { "win.lessons", { "F7" } },
  { "win.lesson-next", { "<Alt>Page_Down" } },
  { "win.lesson-back", { "<Alt>Page_Up" } },
  { "win.lesson-close", { "F8" } },
  { "win.lesson-resume", { "F8" } },
  { "win.page::charts", { "<Alt>1" } },
  { "win.page::smoothing", { "<Alt>2" } },
};

void
dh_application_register_resources (void)
{
  g_resources_register (dh_get_resource ());
}

/* The window that there is, or a new one that has come back from a crash, and to its lesson unless
 * something else is to be opened in it. */
static DhWindow *
ensure_window (DhApplication *self, gboolean with_lesson)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));
  GList *all = gtk_application_get_windows (GTK_APPLICATION (self));
  gboolean restored;

  if (DH_IS_WINDOW (window))
    return DH_WINDOW (window);
  for (GList *l = all; l != NULL; l = l->next)
    if (DH_IS_WINDOW (l->data))
      return l->data;
  window = GTK_WINDOW (dh_window_new (ADW_APPLICATION (self)));
  restored = dh_window_restore (DH_WINDOW (window));
  if (with_lesson)
    dh_window_restore_lesson (DH_WINDOW (window), restored);
  return DH_WINDOW (window);
}

static void
dh_application_activate (GApplication *application)
{
  gtk_window_present (GTK_WINDOW (ensure_window (DH_APPLICATION (application), TRUE)));
}

static void
dh_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  DhWindow *window = ensure_window (DH_APPLICATION (application), FALSE);

  gtk_window_present (GTK_WINDOW (window));
  dh_window_open (window, files[0]);
}

/* "downhill --lesson NAME", perhaps of another process. */
static void
lesson_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DhWindow *window = ensure_window (data, FALSE);

  gtk_window_present (GTK_WINDOW (window));
  dh_window_open_lesson (window, g_variant_get_string (parameter, NULL));
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GList *windows = g_list_copy (gtk_application_get_windows (GTK_APPLICATION (data)));

  /* Each asks about its unsaved changes; the program ends with its last window. */
  for (GList *l = windows; l != NULL; l = l->next)
    if (DH_IS_WINDOW (l->data))
      gtk_window_close (l->data);
  g_list_free (windows);
}

/* The session is ending, or somebody pressed Ctrl+C in the terminal: there is no time for questions. What is not saved
 * comes back at the next start. */
static gboolean
terminate_cb (gpointer data)
{
  GList *windows = g_list_copy (gtk_application_get_windows (GTK_APPLICATION (data)));

  for (GList *l = windows; l != NULL; l = l->next)
    if (DH_IS_WINDOW (l->data))
      {
        dh_session_autosave (dh_window_get_session (l->data), NULL);
        gtk_window_destroy (l->data);
      }
  g_list_free (windows);
  return G_SOURCE_CONTINUE;
}

static void
set_style (const char *id)
{
  AdwColorScheme scheme = ADW_COLOR_SCHEME_DEFAULT;

  if (g_strcmp0 (id, "light") == 0)
    scheme = ADW_COLOR_SCHEME_FORCE_LIGHT;
  else if (g_strcmp0 (id, "dark") == 0)
    scheme = ADW_COLOR_SCHEME_FORCE_DARK;
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), scheme);
}

static void
style_cb (GSimpleAction *action, GVariant *value, gpointer data)
{
  DhApplication *self = data;
  const char *id = g_variant_get_string (value, NULL);

  g_simple_action_set_state (action, value);
  set_style (id);
  if (self->settings != NULL)
    g_settings_set_string (self->settings, "color-scheme", id);
}

static void
read_settings (DhApplication *self)
{
  g_autofree char *id = NULL;
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "color-scheme");

  self->settings = dh_application_new_settings ();
  if (self->settings == NULL)
    return;
  id = g_settings_get_string (self->settings, "color-scheme");
  if (g_strcmp0 (id, "default") == 0)
    return;
  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_string (id));
  set_style (id);
}

static void
dh_application_startup (GApplication *application)
{
  DhApplication *self = DH_APPLICATION (application);
  static const GActionEntry entries[] = {
    { "quit", quit_cb, NULL, NULL, NULL, { 0 } },
    { "lesson", lesson_cb, "s", NULL, NULL, { 0 } },
    { "color-scheme", NULL, "s", "'default'", style_cb, { 0 } },
  };

  dh_application_register_resources ();
  G_APPLICATION_CLASS (dh_application_parent_class)->startup (application);
  dh_widgets_init ();
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  for (guint i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), accelerators[i].action,
                                           accelerators[i].accels);
  read_settings (self);
  self->terminate_ids[0] = g_unix_signal_add (SIGTERM, terminate_cb, self);
  self->terminate_ids[1] = g_unix_signal_add (SIGINT, terminate_cb, self);
}

/* Whatever needs no display has been answered when this is left with -1. */
static int
dh_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  const char *lesson;

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("downhill %s\n", PACKAGE_VERSION);
      return 0;
    }
  if (!gtk_init_check ())
    {
      g_printerr (_("downhill: there is no display to open a window on. Start it in a desktop session, "
                    "or log in with ssh -X. Without a window, downhill-cli does the same work.\n"));
      return 1;
    }
  if (g_variant_dict_lookup (options, "lesson", "&s", &lesson))
    {
      g_autoptr (GError) error = NULL;

      if (!g_application_register (application, NULL, &error))
        {
          g_printerr ("downhill: %s\n", error->message);
          return 1;
        }
      g_action_group_activate_action (G_ACTION_GROUP (application), "lesson", g_variant_new_string (lesson));
    }
  return -1;
}

static void
dh_application_dispose (GObject *object)
{
  DhApplication *self = DH_APPLICATION (object);

  for (guint i = 0; i < G_N_ELEMENTS (self->terminate_ids); i++)
    g_clear_handle_id (&self->terminate_ids[i], g_source_remove);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (dh_application_parent_class)->dispose (object);
}

static void
dh_application_class_init (DhApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dh_application_dispose;
  application_class->startup = dh_application_startup;
  application_class->activate = dh_application_activate;
  application_class->open = dh_application_open;
  application_class->handle_local_options = dh_application_handle_local_options;
}

static void
dh_application_init (DhApplication *self)
{
  static const GOptionEntry options[] = {
    { "lesson", 0, 0, G_OPTION_ARG_STRING, NULL, N_("Open this lesson; downhill-cli lessons lists them"),
      N_("NAME") },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Print the version and exit"), NULL },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_parameter_string (G_APPLICATION (self), _("[FILE]"));
  g_application_set_option_context_summary (
    G_APPLICATION (self),
    _("A laboratory for gradient descent. Opens the window, on an experiment file if one is given. "
      "downhill-cli does the same work without a window."));
}

GSettings *
dh_application_new_settings (void)
{
  static const char *keys[] = { "window-width", "window-height", "window-maximized", "sidebar-visible",
                                "sidebar-groups", "speed", "color-scheme", "lessons-done", "lesson",
                                "lesson-stage", "lesson-prediction", "lesson-open" };
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, APPLICATION_ID, TRUE);
  if (schema == NULL)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (!g_settings_schema_has_key (schema, keys[i]))
      return NULL;
  return g_settings_new_full (schema, NULL, NULL);
}

DhApplication *
dh_application_new (void)
{
  return g_object_new (DH_TYPE_APPLICATION, "application-id", APPLICATION_ID, "flags",
                       G_APPLICATION_HANDLES_OPEN, "resource-base-path",
                       "/io/github/downhill/Downhill", NULL);
}
