/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Banner: a label, an action button and a close button. It is there at once: sliding in would lay out every chart in
 * each frame. UI thread only. */
#include "dh-banner.h"

struct _DhBanner
{
  GtkWidget parent_instance;

  char *text;
  GtkWidget *box;
  GtkLabel *label;
  GtkButton *action_button;
};

enum
{
  PROP_0,
  PROP_TEXT,
  PROP_REVEALED,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (DhBanner, dh_banner, GTK_TYPE_WIDGET)

static void
set_revealed (DhBanner *self, gboolean revealed)
{
  if (revealed == dh_banner_get_revealed (self))
    return;
  gtk_widget_set_visible (self->box, revealed);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_REVEALED]);
}

static void
set_text (DhBanner *self, const char *text)
{
  if (g_strcmp0 (text, self->text) == 0)
    return;
  g_free (self->text);
  self->text = g_strdup (text);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TEXT]);
}

/* The action has seen the button's click already; the message has been answered. */
static void
action_clicked_cb (DhBanner *self)
{
  dh_banner_dismiss (self);
}

static void
dh_banner_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  DhBanner *self = DH_BANNER (object);

  switch (prop_id)
    {
    case PROP_TEXT:
      g_value_set_string (value, self->text);
      break;
    case PROP_REVEALED:
      g_value_set_boolean (value, dh_banner_get_revealed (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
dh_banner_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), DH_TYPE_BANNER);
  G_OBJECT_CLASS (dh_banner_parent_class)->dispose (object);
}

static void
dh_banner_finalize (GObject *object)
{
  g_free (DH_BANNER (object)->text);
  G_OBJECT_CLASS (dh_banner_parent_class)->finalize (object);
}

static void
dh_banner_class_init (DhBannerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = dh_banner_get_property;
  object_class->dispose = dh_banner_dispose;
  object_class->finalize = dh_banner_finalize;

  props[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL,
                                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_REVEALED] = g_param_spec_boolean ("revealed", NULL, NULL, FALSE,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/downhill/Downhill/dh-banner.ui");
  gtk_widget_class_bind_template_child (widget_class, DhBanner, box);
  gtk_widget_class_bind_template_child (widget_class, DhBanner, label);
  gtk_widget_class_bind_template_child (widget_class, DhBanner, action_button);
  gtk_widget_class_bind_template_callback (widget_class, action_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, dh_banner_dismiss);
}

static void
dh_banner_init (DhBanner *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
dh_banner_new (void)
{
  return g_object_new (DH_TYPE_BANNER, NULL);
}

void
dh_banner_show (DhBanner *self, const char *text, const char *label, const char *action)
{
  g_return_if_fail (DH_IS_BANNER (self));
  g_return_if_fail (text != NULL);

  set_text (self, text);
  gtk_label_set_label (self->label, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text,
                                  -1);
  gtk_widget_set_visible (GTK_WIDGET (self->action_button), label != NULL);
  if (label != NULL)
    {
      gtk_button_set_label (self->action_button, label);
      gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (self->action_button), action);
    }
  set_revealed (self, TRUE);
}

void
dh_banner_dismiss (DhBanner *self)
{
  g_return_if_fail (DH_IS_BANNER (self));

  set_revealed (self, FALSE);
}

const char *
dh_banner_get_text (DhBanner *self)
{
  g_return_val_if_fail (DH_IS_BANNER (self), NULL);

  return self->text;
}

gboolean
dh_banner_get_revealed (DhBanner *self)
{
  g_return_val_if_fail (DH_IS_BANNER (self), FALSE);

  return gtk_widget_get_visible (self->box);
}
