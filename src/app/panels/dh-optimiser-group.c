/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Optimiser: both families in one list under their headings; parameters as the table has them. */
#include "dh-optimiser-group.h"

#include <glib/gi18n-lib.h>

#include "dh-number-entry.h"
#include "dh-panels-private.h"
#include "dh-param-rows.h"

struct _DhOptimiserGroup
{
  DhGroup parent_instance;

  DhSettingRow *kind_row;
  DhSettingRow *prime_row;
  GtkDropDown *kind;
  GtkLabel *formula;
  DhParamRows *params;
  DhNumberEntry *prime;
  GtkButton *reset;
};

G_DEFINE_FINAL_TYPE (DhOptimiserGroup, dh_optimiser_group, DH_TYPE_GROUP)

static const char *
kind_label (guint index)
{
  return dh_optimiser_info ((DhOptimiserKind) index)->label;
}

/* At the first of each family. */
static const char *
kind_heading (guint index)
{
  gboolean workbook = dh_optimiser_info ((DhOptimiserKind) index)->workbook;

  if (index > 0 && dh_optimiser_info ((DhOptimiserKind) (index - 1))->workbook == workbook)
    return NULL;
  return workbook ? N_("As the workbook has them") : N_("Textbook");
}

static const char *
kind_formula (guint index)
{
  return _(dh_optimiser_info ((DhOptimiserKind) index)->formula);
}

static const DhChoices kinds = { DH_OPTIMISER_N, kind_label, kind_heading, kind_formula };

static void
kind_changed_cb (DhOptimiserGroup *self)
{
  g_autoptr (DhRun) run = dh_group_edit_run (DH_GROUP (self));
  DhOptimiserKind kind;

  if (run == NULL)
    return;
  kind = (DhOptimiserKind) gtk_drop_down_get_selected (self->kind);
  if (kind == run->optimiser.kind)
    return;
  dh_run_set_optimiser (run, kind);
  dh_group_apply_run (DH_GROUP (self), run, _("Optimiser"), self->kind_row);
}

static void
param_changed_cb (DhOptimiserGroup *self, guint index, double value)
{
  g_autoptr (DhRun) run = dh_group_edit_run (DH_GROUP (self));
  const DhOptimiserInfo *info;

  if (run == NULL)
    return;
  info = dh_optimiser_info (run->optimiser.kind);
  g_return_if_fail (index < info->n_params);
  run->optimiser.param[index] = value;
  dh_group_apply_run (DH_GROUP (self), run, _(info->param[index].label),
                      dh_param_rows_get_row (self->params, index));
}

static void
prime_changed_cb (DhOptimiserGroup *self)
{
  g_autoptr (DhRun) run = dh_group_edit_run (DH_GROUP (self));

  if (run == NULL)
    return;
  run->prime = (guint) dh_number_entry_get_value (self->prime);
  dh_group_apply_run (DH_GROUP (self), run, _("Priming"), self->prime_row);
}

static void
reset_cb (DhOptimiserGroup *self)
{
  g_autoptr (DhRun) run = dh_group_edit_run (DH_GROUP (self));

  if (run == NULL)
    return;
  dh_run_set_optimiser (run, run->optimiser.kind);
  dh_group_apply_run (DH_GROUP (self), run, _("Optimiser’s defaults"), self->kind_row);
}

static void
show_params (DhOptimiserGroup *self, const DhOptimiserSpec *spec)
{
  const DhOptimiserInfo *info = dh_optimiser_info (spec->kind);
  DhParam params[DH_OPTIMISER_MAX_PARAMS];

  for (guint i = 0; i < info->n_params; i++)
    {
      const DhOptimiserParam *from = &info->param[i];

      params[i] = (DhParam) { .label = _(from->label), .tooltip = _(from->tooltip),
                              .min = from->min, .max = from->max, .min_open = from->min_open,
                              .max_open = from->max_open, .is_flag = from->is_flag };
    }
  dh_param_rows_set_params (self->params, params, info->n_params);
  for (guint i = 0; i < info->n_params; i++)
    dh_param_rows_show (self->params, i, spec->param[i]);
}

static gboolean
is_default (const DhRun *run)
{
  const DhOptimiserInfo *info = dh_optimiser_info (run->optimiser.kind);
  DhOptimiserSpec fallback;

  dh_optimiser_spec_init (&fallback, run->optimiser.kind);
  return dh_optimiser_spec_equal (&fallback, &run->optimiser) && run->lr == info->default_lr
         && run->prime == info->default_prime;
}

static void
dh_optimiser_group_update (DhGroup *group, DhSession *session, DhRun *run)
{
  DhOptimiserGroup *self = DH_OPTIMISER_GROUP (group);
  const DhOptimiserInfo *info;

  if (run == NULL)
    return;
  info = dh_optimiser_info (run->optimiser.kind);
  dh_setting_row_show_choice (self->kind_row, run->optimiser.kind);
  gtk_label_set_label (self->formula, _(info->formula));
  show_params (self, &run->optimiser);
  dh_setting_row_show_number (self->prime_row, run->prime);
  gtk_widget_set_sensitive (GTK_WIDGET (self->reset), !is_default (run));
  dh_group_set_summary (group, _(info->label));
}

static void
dh_optimiser_group_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), DH_TYPE_OPTIMISER_GROUP);
  G_OBJECT_CLASS (dh_optimiser_group_parent_class)->dispose (object);
}

static void
dh_optimiser_group_class_init (DhOptimiserGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dh_optimiser_group_dispose;
  DH_GROUP_CLASS (klass)->update = dh_optimiser_group_update;

  dh_panels_ensure ();
  gtk_widget_class_set_template_from_resource (widget_class, DH_PANELS_UI "dh-optimiser-group.ui");
  gtk_widget_class_bind_template_child (widget_class, DhOptimiserGroup, kind_row);
  gtk_widget_class_bind_template_child (widget_class, DhOptimiserGroup, prime_row);
  gtk_widget_class_bind_template_child (widget_class, DhOptimiserGroup, kind);
  gtk_widget_class_bind_template_child (widget_class, DhOptimiserGroup, formula);
  gtk_widget_class_bind_template_child (widget_class, DhOptimiserGroup, params);
  gtk_widget_class_bind_template_child (widget_class, DhOptimiserGroup, prime);
  gtk_widget_class_bind_template_child (widget_class, DhOptimiserGroup, reset);
  gtk_widget_class_bind_template_callback (widget_class, kind_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, param_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, prime_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, reset_cb);
}

static void
dh_optimiser_group_init (DhOptimiserGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  dh_choices_install (self->kind, &kinds);
}
