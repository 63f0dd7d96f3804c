/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* The sidebar's groups' base: heading, opening and closing, following the session. Main thread only. */
#include "dh-group.h"

#include "dh-number-entry.h"
#include "dh-panels-private.h"

typedef struct
{
  GtkButton *header;
  GtkImage *arrow;
  GtkLabel *title_label;
  GtkLabel *summary_label;
  GtkRevealer *revealer;
  GtkBox *content;

  DhSession *session;
  gboolean expanded;
  guint quiet;       /* depth of updates going on */
  gboolean entering; /* the focus goes to the first control as soon as it is there */
} DhGroupPrivate;

enum
{
  PROP_0,
  PROP_SESSION,
  PROP_TITLE,
  PROP_SUMMARY,
  PROP_EXPANDED,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];
static GtkBuildableIface *parent_buildable;

static void buildable_init (GtkBuildableIface *iface);

G_DEFINE_ABSTRACT_TYPE_WITH_CODE (DhGroup, dh_group, GTK_TYPE_WIDGET,
                                  G_ADD_PRIVATE (DhGroup)
                                  G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, buildable_init))

static DhGroupPrivate *
get_private (DhGroup *self)
{
  return dh_group_get_instance_private (self);
}

/* A closed group says in its heading what an open one shows. */
static void
show_expanded (DhGroup *self)
{
  DhGroupPrivate *priv = get_private (self);
  const char *summary = gtk_label_get_label (priv->summary_label);

  gtk_revealer_set_reveal_child (priv->revealer, priv->expanded);
  gtk_image_set_from_icon_name (priv->arrow,
                                priv->expanded ? "pan-down-symbolic" : "pan-end-symbolic");
  gtk_widget_set_visible (GTK_WIDGET (priv->summary_label), !priv->expanded && *summary != '\0');
  gtk_accessible_update_state (GTK_ACCESSIBLE (priv->header), GTK_ACCESSIBLE_STATE_EXPANDED,
                               priv->expanded, -1);
}

static void
header_clicked_cb (DhGroup *self)
{
  dh_group_set_expanded (self, !get_private (self)->expanded);
}

static void
focus_first (DhGroup *self)
{
  DhGroupPrivate *priv = get_private (self);

  priv->entering = FALSE;
  if (!gtk_widget_child_focus (GTK_WIDGET (priv->content), GTK_DIR_TAB_FORWARD))
    gtk_widget_grab_focus (GTK_WIDGET (priv->header));
}

/* A revealer maps its child in the frame after it began to reveal it. */
static void
content_map_cb (DhGroup *self)
{
  if (get_private (self)->entering)
    focus_first (self);
}

static void
session_notify_cb (DhGroup *self)
{
  dh_group_update (self);
}

static void
give_up_typed (GtkWidget *widget)
{
  if (DH_IS_NUMBER_ENTRY (widget))
    dh_number_entry_give_up (DH_NUMBER_ENTRY (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    give_up_typed (child);
}

/* A refused text was meant for the run before, and would stay where both have the same value. */
static void
selected_run_cb (DhGroup *self)
{
  give_up_typed (GTK_WIDGET (self));
  dh_group_update (self);
}

void
dh_group_update (DhGroup *self)
{
  DhGroupPrivate *priv;

  g_return_if_fail (DH_IS_GROUP (self));

  priv = get_private (self);
  if (priv->session == NULL)
    return;
  priv->quiet++;
  DH_GROUP_GET_CLASS (self)->update (self, priv->session, dh_session_get_run (priv->session));
  priv->quiet--;
}

static void
set_title (DhGroup *self, const char *title)
{
  DhGroupPrivate *priv = get_private (self);

  if (g_strcmp0 (title, gtk_label_get_label (priv->title_label)) == 0)
    return;
  gtk_label_set_label (priv->title_label, title != NULL ? title : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (priv->header), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_label_get_text (priv->title_label), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_label_get_text (priv->title_label), -1);
  /* The mnemonic's relation would say the same a second time. */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TITLE]);
}

static gboolean
dh_group_mnemonic_activate (GtkWidget *widget, gboolean group_cycling)
{
  dh_group_enter (DH_GROUP (widget));
  return TRUE;
}

static void
dh_group_add_child (GtkBuildable *buildable, GtkBuilder *builder, GObject *child, const char *type)
{
  DhGroupPrivate *priv = get_private (DH_GROUP (buildable));

  /* While the group's own template is being built, its parts come this way too. */
  if (priv->content == NULL || !GTK_IS_WIDGET (child))
    parent_buildable->add_child (buildable, builder, child, type);
  else
    gtk_box_append (priv->content, GTK_WIDGET (child));
}

static void
buildable_init (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->add_child = dh_group_add_child;
}

static void
dh_group_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  DhGroupPrivate *priv = get_private (DH_GROUP (object));

  switch (prop_id)
    {
    case PROP_SESSION:
      g_value_set_object (value, priv->session);
      break;
    case PROP_TITLE:
      g_value_set_string (value, gtk_label_get_label (priv->title_label));
      break;
    case PROP_SUMMARY:
      g_value_set_string (value, gtk_label_get_label (priv->summary_label));
      break;
    case PROP_EXPANDED:
      g_value_set_boolean (value, priv->expanded);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
dh_group_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  DhGroup *self = DH_GROUP (object);

  switch (prop_id)
    {
    case PROP_SESSION:
      dh_group_set_session (self, g_value_get_object (value));
      break;
    case PROP_TITLE:
      set_title (self, g_value_get_string (value));
      break;
    case PROP_SUMMARY:
      dh_group_set_summary (self, g_value_get_string (value));
      break;
    case PROP_EXPANDED:
      dh_group_set_expanded (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
dh_group_dispose (GObject *object)
{
  DhGroup *self = DH_GROUP (object);
  GtkWidget *child;

  dh_group_set_session (self, NULL);
  /* gtk_widget_dispose_template() of GTK 4.8 looks for the children of the subclass's template here. */
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (dh_group_parent_class)->dispose (object);
}

static void
dh_group_class_init (DhGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags both
    = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = dh_group_get_property;
  object_class->set_property = dh_group_set_property;
  object_class->dispose = dh_group_dispose;
  widget_class->mnemonic_activate = dh_group_mnemonic_activate;

  props[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, DH_TYPE_SESSION, both);
  props[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "", both);
  props[PROP_SUMMARY] = g_param_spec_string ("summary", NULL, NULL, "", both);
  props[PROP_EXPANDED] = g_param_spec_boolean ("expanded", NULL, NULL, TRUE, both);
  g_object_class_install_properties (object_class, N_PROPS, props);

  dh_panels_ensure ();
  gtk_widget_class_set_template_from_resource (widget_class, DH_PANELS_UI "dh-group.ui");
  gtk_widget_class_bind_template_child_private (widget_class, DhGroup, header);
  gtk_widget_class_bind_template_child_private (widget_class, DhGroup, arrow);
  gtk_widget_class_bind_template_child_private (widget_class, DhGroup, title_label);
  gtk_widget_class_bind_template_child_private (widget_class, DhGroup, summary_label);
  gtk_widget_class_bind_template_child_private (widget_class, DhGroup, revealer);
  gtk_widget_class_bind_template_child_private (widget_class, DhGroup, content);
  gtk_widget_class_bind_template_callback (widget_class, header_clicked_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "settinggroup");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
dh_group_init (DhGroup *self)
{
  DhGroupPrivate *priv = get_private (self);

  priv->expanded = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_orientable_set_orientation (GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))),
                                  GTK_ORIENTATION_VERTICAL);
  gtk_label_set_mnemonic_widget (priv->title_label, GTK_WIDGET (self));
  g_signal_connect_object (priv->content, "map", G_CALLBACK (content_map_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  show_expanded (self);
}

DhSession *
dh_group_get_session (DhGroup *self)
{
  g_return_val_if_fail (DH_IS_GROUP (self), NULL);

  return get_private (self)->session;
}

void
dh_group_set_session (DhGroup *self, DhSession *session)
{
  DhGroupPrivate *priv;

  g_return_if_fail (DH_IS_GROUP (self));
  g_return_if_fail (session == NULL || DH_IS_SESSION (session));

  priv = get_private (self);
  if (session == priv->session)
    return;
  if (priv->session != NULL)
    g_signal_handlers_disconnect_by_data (priv->session, self);
  g_set_object (&priv->session, session);
  if (session != NULL)
    {
      g_signal_connect_object (session, "notify::experiment", G_CALLBACK (session_notify_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (session, "notify::selected-run", G_CALLBACK (selected_run_cb), self,
                               G_CONNECT_SWAPPED);
    }
  if (session != NULL && DH_GROUP_GET_CLASS (self)->session_changed != NULL)
    DH_GROUP_GET_CLASS (self)->session_changed (self, session);
  dh_group_update (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SESSION]);
}

gboolean
dh_group_get_expanded (DhGroup *self)
{
  g_return_val_if_fail (DH_IS_GROUP (self), FALSE);

  return get_private (self)->expanded;
}

void
dh_group_set_expanded (DhGroup *self, gboolean expanded)
{
  DhGroupPrivate *priv;

  g_return_if_fail (DH_IS_GROUP (self));

  priv = get_private (self);
  expanded = !!expanded;
  if (expanded == priv->expanded)
    return;
  priv->expanded = expanded;
  priv->entering = FALSE;
  show_expanded (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_EXPANDED]);
}

const char *
dh_group_get_summary (DhGroup *self)
{
  g_return_val_if_fail (DH_IS_GROUP (self), NULL);

  return gtk_label_get_label (get_private (self)->summary_label);
}

void
dh_group_set_summary (DhGroup *self, const char *summary)
{
  DhGroupPrivate *priv;

  g_return_if_fail (DH_IS_GROUP (self));

  priv = get_private (self);
  if (summary == NULL)
    summary = "";
  if (g_strcmp0 (summary, gtk_label_get_label (priv->summary_label)) == 0)
    return;
  gtk_label_set_label (priv->summary_label, summary);
  gtk_accessible_update_property (GTK_ACCESSIBLE (priv->header),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, summary, -1);
  show_expanded (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SUMMARY]);
}

void
dh_group_enter (DhGroup *self)
{
  DhGroupPrivate *priv;

  g_return_if_fail (DH_IS_GROUP (self));

  priv = get_private (self);
  dh_group_set_expanded (self, TRUE);
  if (gtk_widget_get_mapped (GTK_WIDGET (priv->content)))
    focus_first (self);
  else
    priv->entering = TRUE;
}

gboolean
dh_group_is_quiet (DhGroup *self)
{
  DhGroupPrivate *priv;

  g_return_val_if_fail (DH_IS_GROUP (self), TRUE);

  priv = get_private (self);
  return priv->quiet > 0 || priv->session == NULL;
}

DhRun *
dh_group_edit_run (DhGroup *self)
{
  DhRun *run;

  g_return_val_if_fail (DH_IS_GROUP (self), NULL);

  if (dh_group_is_quiet (self))
    return NULL;
  run = dh_session_get_run (get_private (self)->session);
  return run != NULL ? dh_run_copy (run) : NULL;
}

/* What was typed stays to be corrected; a choice goes back to what is in force. */
static gboolean
report (DhGroup *self, gboolean ok, DhSettingRow *row, const GError *error)
{
  if (ok)
    {
      if (row != NULL)
        dh_setting_row_set_error (row, NULL);
      return TRUE;
    }
  if (row == NULL || !dh_setting_row_is_typed (row))
    dh_group_update (self);
  if (row != NULL)
    dh_setting_row_set_error (row, error->message);
  return FALSE;
}

gboolean
dh_group_apply (DhGroup *self, DhExperiment *experiment, const char *label, DhSettingRow *row)
{
  g_autoptr (GError) error = NULL;
  gboolean ok;

  g_return_val_if_fail (DH_IS_GROUP (self), FALSE);
  g_return_val_if_fail (get_private (self)->session != NULL, FALSE);

  ok = dh_session_apply (get_private (self)->session, experiment, label, NULL, &error);
  return report (self, ok, row, error);
}

gboolean
dh_group_apply_run (DhGroup *self, DhRun *run, const char *label, DhSettingRow *row)
{
  g_autoptr (GError) error = NULL;
  gboolean ok;

  g_return_val_if_fail (DH_IS_GROUP (self), FALSE);
  g_return_val_if_fail (get_private (self)->session != NULL, FALSE);

  /* A refused choice that went back notifies once more, as if the user had made it: its error has to stay. */
  if (dh_run_equal (run, dh_experiment_find_run (dh_session_get_experiment (get_private (self)->session),
                                                 run->id, NULL)))
    return TRUE;
  ok = dh_session_apply_run (get_private (self)->session, run, label, NULL, &error);
  return report (self, ok, row, error);
}
