/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Gradient: kind, bump, and whether to record the bump derivatives beside the analytic ones. */
#include "dh-gradient-group.h"

#include <glib/gi18n-lib.h>

#include "dh-number-entry.h"
#include "dh-panels-private.h"

struct _DhGradientGroup
{
  DhGroup parent_instance;

  DhSettingRow *kind_row;
  DhSettingRow *bump_row;
  DhSettingRow *record_row;
  GtkDropDown *kind;
  DhNumberEntry *bump;
  GtkSwitch *record;
};

G_DEFINE_FINAL_TYPE (DhGradientGroup, dh_gradient_group, DH_TYPE_GROUP)

static const char *
kind_label (guint index)
{
  return dh_gradient_kind_label ((DhGradientKind) index);
}

static const DhChoices kinds = { DH_GRADIENT_N, kind_label, NULL, NULL };

static void
kind_changed_cb (DhGradientGroup *self)
{
  g_autoptr (DhRun) run = dh_group_edit_run (DH_GROUP (self));

  if (run == NULL)
    return;
  run->gradient = (DhGradientKind) gtk_drop_down_get_selected (self->kind);
  dh_group_apply_run (DH_GROUP (self), run, _("Gradient"), self->kind_row);
}

static void
bump_changed_cb (DhGradientGroup *self)
{
  g_autoptr (DhRun) run = dh_group_edit_run (DH_GROUP (self));

  if (run == NULL)
    return;
  run->bump = dh_number_entry_get_value (self->bump);
  dh_group_apply_run (DH_GROUP (self), run, _("Bump"), self->bump_row);
}

static void
record_changed_cb (DhGradientGroup *self)
{
  g_autoptr (DhRun) run = dh_group_edit_run (DH_GROUP (self));

  if (run == NULL)
    return;
  run->record_bump = gtk_switch_get_active (self->record);
  dh_group_apply_run (DH_GROUP (self), run, _("Recorded bump derivatives"), self->record_row);
}

static void
dh_gradient_group_update (DhGroup *group, DhSession *session, DhRun *run)
{
  DhGradientGroup *self = DH_GRADIENT_GROUP (group);
  gboolean analytic;

  if (run == NULL)
    return;
  analytic = run->gradient == DH_GRADIENT_ANALYTIC;
  dh_setting_row_show_choice (self->kind_row, run->gradient);
  dh_setting_row_show_number (self->bump_row, run->bump);
  dh_setting_row_show_switch (self->record_row, run->record_bump);
  /* The bump matters to whoever computes or records with it. */
  gtk_widget_set_visible (GTK_WIDGET (self->bump_row), !analytic || run->record_bump);
  gtk_widget_set_visible (GTK_WIDGET (self->record_row), analytic);
  dh_group_set_summary (group, _(dh_gradient_kind_label (run->gradient)));
}

static void
dh_gradient_group_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), DH_TYPE_GRADIENT_GROUP);
  G_OBJECT_CLASS (dh_gradient_group_parent_class)->dispose (object);
}

static void
dh_gradient_group_class_init (DhGradientGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dh_gradient_group_dispose;
  DH_GROUP_CLASS (klass)->update = dh_gradient_group_update;

  dh_panels_ensure ();
  gtk_widget_class_set_template_from_resource (widget_class, DH_PANELS_UI "dh-gradient-group.ui");
  gtk_widget_class_bind_template_child (widget_class, DhGradientGroup, kind_row);
  gtk_widget_class_bind_template_child (widget_class, DhGradientGroup, bump_row);
  gtk_widget_class_bind_template_child (widget_class, DhGradientGroup, record_row);
  gtk_widget_class_bind_template_child (widget_class, DhGradientGroup, kind);
  gtk_widget_class_bind_template_child (widget_class, DhGradientGroup, bump);
  gtk_widget_class_bind_template_child (widget_class, DhGradientGroup, record);
  gtk_widget_class_bind_template_callback (widget_class, kind_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, bump_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, record_changed_cb);
}

static void
dh_gradient_group_init (DhGradientGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  dh_choices_install (self->kind, &kinds);
}
