/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* The text is read after every change: at once while it is short, after a pause in typing when
 * reading it takes time. Tab leaves the text with Ctrl, as in every text view. */
#include "dh-paste-window.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dh-csv.h"
#include "dh-number.h"
#include "dh-panels-private.h"

/* Read within a millisecond or two. */
#define SHORT_TEXT   20000
#define PAUSE_MS     250
/* The text view slows down far above this; a file is the better way for more. */
#define MAX_TEXT     (8 * 1024 * 1024)

struct _DhPasteWindow
{
  AdwWindow parent_instance;

  GtkTextView *view;
  GtkLabel *status;
  GtkWidget *accept;

  DhData *data; /* of the text as it is; NULL: it is wrong, or not yet read */
  guint check_id;
};

enum
{
  PROP_0,
  PROP_TEXT,
  N_PROPS,
};

enum
{
  ACCEPTED,
  N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DhPasteWindow, dh_paste_window, ADW_TYPE_WINDOW)

static char *
get_text (DhPasteWindow *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}

static void
show_status (DhPasteWindow *self, const char *text, gboolean wrong)
{
  gtk_label_set_label (self->status, text);
  if (wrong)
    gtk_widget_add_css_class (GTK_WIDGET (self->status), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->status), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_STATE_INVALID,
                               wrong ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

static void
check (DhPasteWindow *self)
{
  g_autofree char *text = get_text (self);
  g_autofree char *description = NULL;
  g_autoptr (GError) error = NULL;

  g_clear_handle_id (&self->check_id, g_source_remove);
  g_clear_pointer (&self->data, dh_data_unref);
  if (strlen (text) > MAX_TEXT)
    show_status (self, _("This is too much text for a window. Save it as a file and choose File…"), TRUE);
  else if (strspn (text, " \t\r\n") == strlen (text))
    show_status (self, _("Paste or type rows, for example “1, 32” on one line and “2, 34” on the next."),
                 FALSE);
  else if ((self->data = dh_csv_paste_data (text, &error)) == NULL)
    show_status (self, error->message, TRUE);
  else
    {
      description = dh_panels_describe_rows (self->data);
      show_status (self, description, FALSE);
    }
  gtk_widget_set_sensitive (self->accept, self->data != NULL);
}

static gboolean
check_timeout_cb (gpointer data)
{
  DhPasteWindow *self = data;

  self->check_id = 0;
  check (self);
  return G_SOURCE_REMOVE;
}

static void
text_changed_cb (DhPasteWindow *self)
{
  if (gtk_text_buffer_get_char_count (gtk_text_view_get_buffer (self->view)) <= SHORT_TEXT)
    check (self);
  else
    {
      gtk_widget_set_sensitive (self->accept, FALSE);
      g_clear_handle_id (&self->check_id, g_source_remove);
      self->check_id = g_timeout_add (PAUSE_MS, check_timeout_cb, self);
    }
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TEXT]);
}

static void
dh_paste_window_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  if (prop_id == PROP_TEXT)
    g_value_take_string (value, get_text (DH_PASTE_WINDOW (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
dh_paste_window_set_property (GObject *object, guint prop_id, const GValue *value,
                              GParamSpec *pspec)
{
  if (prop_id == PROP_TEXT)
    dh_paste_window_set_text (DH_PASTE_WINDOW (object), g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
dh_paste_window_dispose (GObject *object)
{
  DhPasteWindow *self = DH_PASTE_WINDOW (object);

  g_clear_handle_id (&self->check_id, g_source_remove);
  g_clear_pointer (&self->data, dh_data_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), DH_TYPE_PASTE_WINDOW);
  G_OBJECT_CLASS (dh_paste_window_parent_class)->dispose (object);
}

static void
dh_paste_window_class_init (DhPasteWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = dh_paste_window_get_property;
  object_class->set_property = dh_paste_window_set_property;
  object_class->dispose = dh_paste_window_dispose;

  props[PROP_TEXT]
    = g_param_spec_string ("text", NULL, NULL, "",
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  signals[ACCEPTED]
    = g_signal_new ("accepted", DH_TYPE_PASTE_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 1, G_TYPE_POINTER);

  dh_panels_ensure ();
  gtk_widget_class_set_template_from_resource (widget_class, DH_PANELS_UI "dh-paste-window.ui");
  gtk_widget_class_bind_template_child (widget_class, DhPasteWindow, view);
  gtk_widget_class_bind_template_child (widget_class, DhPasteWindow, status);
  gtk_widget_class_bind_template_child (widget_class, DhPasteWindow, accept);
  gtk_widget_class_bind_template_callback (widget_class, gtk_window_close);
  gtk_widget_class_bind_template_callback (widget_class, dh_paste_window_accept);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
dh_paste_window_init (DhPasteWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (gtk_text_view_get_buffer (self->view), "changed",
                           G_CALLBACK (text_changed_cb), self, G_CONNECT_SWAPPED);
  gtk_window_set_focus (GTK_WINDOW (self), GTK_WIDGET (self->view));
  check (self);
}

GtkWidget *
dh_paste_window_new (GtkWindow *parent)
{
  return g_object_new (DH_TYPE_PASTE_WINDOW, "transient-for", parent, NULL);
}

void
dh_paste_window_set_text (DhPasteWindow *self, const char *text)
{
  g_autofree char *old = NULL;
  GtkTextBuffer *buffer;
  GtkTextIter start, end;

  g_return_if_fail (DH_IS_PASTE_WINDOW (self));

  old = get_text (self);
  if (g_strcmp0 (old, text != NULL ? text : "") == 0)
    return;
  buffer = gtk_text_view_get_buffer (self->view);
  gtk_text_buffer_set_text (buffer, text != NULL ? text : "", -1);
  /* What is pasted then takes the place of all of it. */
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_select_range (buffer, &start, &end);
}

const char *
dh_paste_window_get_status (DhPasteWindow *self)
{
  g_return_val_if_fail (DH_IS_PASTE_WINDOW (self), NULL);

  return gtk_label_get_label (self->status);
}

gboolean
dh_paste_window_is_valid (DhPasteWindow *self)
{
  g_return_val_if_fail (DH_IS_PASTE_WINDOW (self), FALSE);

  return self->data != NULL && self->check_id == 0;
}

void
dh_paste_window_accept (DhPasteWindow *self)
{
  g_autoptr (DhData) data = NULL;

  g_return_if_fail (DH_IS_PASTE_WINDOW (self));

  if (!dh_paste_window_is_valid (self))
    return;
  data = dh_data_ref (self->data);
  g_signal_emit (self, signals[ACCEPTED], 0, data);
  gtk_window_close (GTK_WINDOW (self));
}

char *
dh_paste_window_format (const DhData *data)
{
  GString *text = g_string_new (NULL);
  const double *x = dh_data_get_x (data);
  const double *y = dh_data_get_y (data);

  for (gsize i = 0; i < dh_data_get_n_rows (data); i++)
    {
      dh_number_append (text, x[i]);
      g_string_append_c (text, '\t');
      dh_number_append (text, y[i]);
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}
