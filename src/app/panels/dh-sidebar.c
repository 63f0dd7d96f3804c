/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Sidebar: holds the groups together; each does its own work. Main thread only. */
#include "dh-sidebar.h"

#include <glib/gi18n-lib.h>

#include "dh-data-group.h"
#include "dh-gradient-group.h"
#include "dh-init-group.h"
#include "dh-model-group.h"
#include "dh-optimiser-group.h"
#include "dh-panels-private.h"
#include "dh-rate-group.h"
#include "dh-runs-group.h"
#include "dh-training-group.h"

#define N_GROUPS 8

struct _DhSidebar
{
  GtkWidget parent_instance;

  GtkWidget *scroller;
  DhRunsGroup *runs;
  DhRateGroup *rate;
  DhDataGroup *data;
  DhModelGroup *model;
  DhInitGroup *init;
  DhOptimiserGroup *optimiser;
  DhTrainingGroup *training;
  DhGradientGroup *gradient;

  DhSession *session;
  gboolean opening; /* several groups are being opened or closed at once */
};

enum
{
  PROP_0,
  PROP_SESSION,
  PROP_OPEN_GROUPS,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

/* In the order of the window; names are kept in settings. */
static const struct
{
  const char *id;
  gsize offset;
  gboolean open; /* to begin with: enough to play with, without a long form */
} groups[N_GROUPS] = {
  { "runs", G_STRUCT_OFFSET (DhSidebar, runs), TRUE },
  { "rate", G_STRUCT_OFFSET (DhSidebar, rate), TRUE },
  { "data", G_STRUCT_OFFSET (DhSidebar, data), FALSE },
  { "model", G_STRUCT_OFFSET (DhSidebar, model), FALSE },
  { "init", G_STRUCT_OFFSET (DhSidebar, init), FALSE },
  { "optimiser", G_STRUCT_OFFSET (DhSidebar, optimiser), FALSE },
  { "training", G_STRUCT_OFFSET (DhSidebar, training), FALSE },
  { "gradient", G_STRUCT_OFFSET (DhSidebar, gradient), FALSE },
};

G_DEFINE_FINAL_TYPE (DhSidebar, dh_sidebar, GTK_TYPE_WIDGET)

static DhGroup *
get_group (DhSidebar *self, guint index)
{
  return G_STRUCT_MEMBER (DhGroup *, self, groups[index].offset);
}

static char **
get_open_groups (DhSidebar *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < N_GROUPS; i++)
    if (dh_group_get_expanded (get_group (self, i)))
      g_strv_builder_add (builder, groups[i].id);
  return g_strv_builder_end (builder);
}

/* Names of groups that there are not are passed over: settings outlive versions. */
static void
set_open_groups (DhSidebar *self, const char *const *ids)
{
  gboolean changed = FALSE;

  self->opening = TRUE;
  for (guint i = 0; i < N_GROUPS; i++)
    {
      gboolean open = ids != NULL && g_strv_contains (ids, groups[i].id);

      changed |= open != dh_group_get_expanded (get_group (self, i));
      dh_group_set_expanded (get_group (self, i), open);
    }
  self->opening = FALSE;
  if (changed)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_OPEN_GROUPS]);
}

static void
expanded_notify_cb (DhSidebar *self)
{
  if (!self->opening)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_OPEN_GROUPS]);
}

static void
dh_sidebar_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  DhSidebar *self = DH_SIDEBAR (object);

  switch (prop_id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    case PROP_OPEN_GROUPS:
      g_value_take_boxed (value, get_open_groups (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
dh_sidebar_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  DhSidebar *self = DH_SIDEBAR (object);

  switch (prop_id)
    {
    case PROP_SESSION:
      dh_sidebar_set_session (self, g_value_get_object (value));
      break;
    case PROP_OPEN_GROUPS:
      set_open_groups (self, g_value_get_boxed (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
dh_sidebar_dispose (GObject *object)
{
  DhSidebar *self = DH_SIDEBAR (object);

  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), DH_TYPE_SIDEBAR);
  G_OBJECT_CLASS (dh_sidebar_parent_class)->dispose (object);
}

static void
ensure_groups (void)
{
  g_type_ensure (DH_TYPE_DATA_GROUP);
  g_type_ensure (DH_TYPE_GRADIENT_GROUP);
  g_type_ensure (DH_TYPE_INIT_GROUP);
  g_type_ensure (DH_TYPE_MODEL_GROUP);
  g_type_ensure (DH_TYPE_OPTIMISER_GROUP);
  g_type_ensure (DH_TYPE_RATE_GROUP);
  g_type_ensure (DH_TYPE_RUNS_GROUP);
  g_type_ensure (DH_TYPE_TRAINING_GROUP);
}

static void
dh_sidebar_class_init (DhSidebarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags both
    = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = dh_sidebar_get_property;
  object_class->set_property = dh_sidebar_set_property;
  object_class->dispose = dh_sidebar_dispose;

  props[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, DH_TYPE_SESSION, both);
  props[PROP_OPEN_GROUPS] = g_param_spec_boxed ("open-groups", NULL, NULL, G_TYPE_STRV, both);
  g_object_class_install_properties (object_class, N_PROPS, props);

  ensure_groups ();
  gtk_widget_class_set_template_from_resource (widget_class, DH_PANELS_UI "dh-sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, DhSidebar, scroller);
  for (guint i = 0; i < N_GROUPS; i++)
    gtk_widget_class_bind_template_child_full (widget_class, groups[i].id, FALSE,
                                               (gssize) groups[i].offset);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "settingsidebar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
dh_sidebar_init (DhSidebar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Settings"), -1);
  for (guint i = 0; i < N_GROUPS; i++)
    {
      dh_group_set_expanded (get_group (self, i), groups[i].open);
      g_signal_connect_object (get_group (self, i), "notify::expanded",
                               G_CALLBACK (expanded_notify_cb), self, G_CONNECT_SWAPPED);
    }
}

GtkWidget *
dh_sidebar_new (void)
{
  return g_object_new (DH_TYPE_SIDEBAR, NULL);
}

void
dh_sidebar_set_session (DhSidebar *self, DhSession *session)
{
  g_return_if_fail (DH_IS_SIDEBAR (self));
  g_return_if_fail (session == NULL || DH_IS_SESSION (session));

  if (!g_set_object (&self->session, session))
    return;
  for (guint i = 0; i < N_GROUPS; i++)
    dh_group_set_session (get_group (self, i), session);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SESSION]);
}

void
dh_sidebar_rename_run (DhSidebar *self, guint64 run_id)
{
  g_return_if_fail (DH_IS_SIDEBAR (self));

  dh_runs_group_rename (self->runs, run_id);
}

void
dh_sidebar_focus_rate (DhSidebar *self)
{
  g_return_if_fail (DH_IS_SIDEBAR (self));

  dh_rate_group_focus_number (self->rate);
}

void
dh_sidebar_load_data (DhSidebar *self, const char *path)
{
  g_return_if_fail (DH_IS_SIDEBAR (self));
  g_return_if_fail (path != NULL);

  dh_group_set_expanded (DH_GROUP (self->data), TRUE);
  dh_data_group_load_file (self->data, path);
}
