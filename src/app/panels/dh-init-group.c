/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Start weights: typed ones have an entry each while every weight is recorded; above that, a list as text. */
#include "dh-init-group.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "dh-number-entry.h"
#include "dh-panels-private.h"
#include "dh-param-rows.h"

struct _DhInitGroup
{
  DhGroup parent_instance;

  DhSettingRow *kind_row;
  DhSettingRow *sd_row;
  DhSettingRow *seed_row;
  DhSettingRow *list_row;
  GtkDropDown *kind;
  DhNumberEntry *sd;
  DhNumberEntry *seed;
  DhParamRows *weights;
  GtkEditable *list;

  DhModelSpec shown_model; /* whose weights have entries */
  char *shown_list;        /* the text put into the list last; NULL: it isn't shown */
};

G_DEFINE_FINAL_TYPE (DhInitGroup, dh_init_group, DH_TYPE_GROUP)

static const char *
kind_label (guint index)
{
  return dh_init_kind_label ((DhInitKind) index);
}

static const DhChoices kinds = { DH_INIT_N_KINDS, kind_label, NULL, NULL };

static gboolean
is_random (DhInitKind kind)
{
  return kind == DH_INIT_XAVIER || kind == DH_INIT_KAIMING || kind == DH_INIT_NORMAL;
}

/* Typed weights start from those in force. */
static void
start_list (DhRun *run)
{
  gsize n = dh_model_n_weights (&run->model);
  g_autofree double *weights = g_new (double, n);

  dh_init_weights (&run->init, &run->model, weights);
  dh_init_spec_set_list (&run->init, weights, n);
}

static void
kind_changed_cb (DhInitGroup *self)
{
  g_autoptr (DhRun) run = dh_group_edit_run (DH_GROUP (self));
  DhInitKind kind;

  if (run == NULL)
    return;
  kind = (DhInitKind) gtk_drop_down_get_selected (self->kind);
  if (kind == run->init.kind)
    return;
  if (kind == DH_INIT_LIST)
    start_list (run);
  else
    run->init.kind = kind;
  if (kind == DH_INIT_NORMAL && !(run->init.sd > 0))
    run->init.sd = 1;
  dh_group_apply_run (DH_GROUP (self), run, _("Start weights"), self->kind_row);
}

static void
sd_changed_cb (DhInitGroup *self)
{
  g_autoptr (DhRun) run = dh_group_edit_run (DH_GROUP (self));

  if (run == NULL)
    return;
  run->init.sd = dh_number_entry_get_value (self->sd);
  dh_group_apply_run (DH_GROUP (self), run, _("Standard deviation"), self->sd_row);
}

static void
apply_seed (DhInitGroup *self, guint64 seed)
{
  g_autoptr (DhRun) run = dh_group_edit_run (DH_GROUP (self));

  if (run == NULL)
    return;
  run->init.seed = seed;
  dh_group_apply_run (DH_GROUP (self), run, _("Seed of the weights"), self->seed_row);
}

static void
seed_changed_cb (DhInitGroup *self)
{
  if (!dh_group_is_quiet (DH_GROUP (self)))
    apply_seed (self, (guint64) dh_number_entry_get_value (self->seed));
}

static void
new_seed_cb (DhInitGroup *self)
{
  if (!dh_group_is_quiet (DH_GROUP (self)))
    apply_seed (self, dh_panels_new_seed ((guint64) dh_number_entry_get_value (self->seed)));
}

static void
weight_changed_cb (DhInitGroup *self, guint index, double value)
{
  g_autoptr (DhRun) run = dh_group_edit_run (DH_GROUP (self));
  g_autofree char *name = NULL;
  g_autofree char *label = NULL;

  if (run == NULL || index >= run->init.n_list)
    return;
  run->init.list[index] = value;
  name = dh_model_weight_name (&run->model, index);
  label = g_strdup_printf (_("Start weight %s"), name);
  dh_group_apply_run (DH_GROUP (self), run, label, dh_param_rows_get_row (self->weights, index));
}

static void
list_changed_cb (DhInitGroup *self)
{
  g_autoptr (DhRun) run = dh_group_edit_run (DH_GROUP (self));
  g_autoptr (GError) error = NULL;
  DhInitSpec spec;
  const char *text;

  if (run == NULL || self->shown_list == NULL)
    return;
  text = gtk_editable_get_text (self->list);
  if (g_strcmp0 (text, self->shown_list) == 0)
    {
      dh_setting_row_set_error (self->list_row, NULL);
      return;
    }
  dh_init_spec_init (&spec, DH_INIT_LIST);
  if (!dh_init_spec_parse (text, &spec, &error))
    dh_setting_row_set_error (self->list_row, error->message);
  else if (spec.kind != DH_INIT_LIST)
    dh_setting_row_set_error (self->list_row, _("Write numbers with commas between them, like 0.5, -1, 2."));
  else
    {
      dh_init_spec_set_list (&run->init, spec.list, spec.n_list);
      dh_group_apply_run (DH_GROUP (self), run, _("Start weights"), self->list_row);
    }
  dh_init_spec_clear (&spec);
}

static void
show_entries (DhInitGroup *self, DhRun *run)
{
  gsize n = dh_model_n_weights (&run->model);

  if (dh_param_rows_get_n (self->weights) != n
      || !dh_model_spec_equal (&self->shown_model, &run->model))
    {
      g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
      g_autofree DhParam *params = g_new0 (DhParam, n);

      for (gsize i = 0; i < n; i++)
        {
          g_ptr_array_add (names, dh_model_weight_name (&run->model, i));
          params[i] = (DhParam) { .label = g_ptr_array_index (names, i),
                                  .tooltip = _("This weight before the first step."),
                                  .min = -INFINITY, .max = INFINITY };
        }
      dh_param_rows_set_params (self->weights, params, (guint) n);
      self->shown_model = run->model;
    }
  for (gsize i = 0; i < n; i++)
    dh_param_rows_show (self->weights, (guint) i, run->init.list[i]);
}

static void
show_list (DhInitGroup *self, DhRun *run)
{
  g_clear_pointer (&self->shown_list, g_free);
  self->shown_list = dh_init_spec_to_string (&run->init);
  dh_setting_row_show_text (self->list_row, self->shown_list);
}

static void
dh_init_group_update (DhGroup *group, DhSession *session, DhRun *run)
{
  DhInitGroup *self = DH_INIT_GROUP (group);
  gboolean typed, few;

  if (run == NULL)
    return;
  typed = run->init.kind == DH_INIT_LIST;
  few = dh_model_n_weights (&run->model) <= DH_MODEL_FULL_RECORD;
  dh_setting_row_show_choice (self->kind_row, run->init.kind);
  if (run->init.sd > 0)
    dh_setting_row_show_number (self->sd_row, run->init.sd);
  dh_setting_row_show_number (self->seed_row, (double) run->init.seed);
  gtk_widget_set_visible (GTK_WIDGET (self->sd_row), run->init.kind == DH_INIT_NORMAL);
  gtk_widget_set_visible (GTK_WIDGET (self->seed_row), is_random (run->init.kind));
  gtk_widget_set_visible (GTK_WIDGET (self->list_row), typed && !few);
  if (typed && few)
    show_entries (self, run);
  else
    dh_param_rows_set_params (self->weights, NULL, 0);
  if (typed && !few)
    show_list (self, run);
  dh_group_set_summary (group, _(dh_init_kind_label (run->init.kind)));
}

static void
dh_init_group_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), DH_TYPE_INIT_GROUP);
  G_OBJECT_CLASS (dh_init_group_parent_class)->dispose (object);
}

static void
dh_init_group_finalize (GObject *object)
{
  g_free (DH_INIT_GROUP (object)->shown_list);
  G_OBJECT_CLASS (dh_init_group_parent_class)->finalize (object);
}

static void
dh_init_group_class_init (DhInitGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dh_init_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = dh_init_group_finalize;
  DH_GROUP_CLASS (klass)->update = dh_init_group_update;

  dh_panels_ensure ();
  gtk_widget_class_set_template_from_resource (widget_class, DH_PANELS_UI "dh-init-group.ui");
  gtk_widget_class_bind_template_child (widget_class, DhInitGroup, kind_row);
  gtk_widget_class_bind_template_child (widget_class, DhInitGroup, sd_row);
  gtk_widget_class_bind_template_child (widget_class, DhInitGroup, seed_row);
  gtk_widget_class_bind_template_child (widget_class, DhInitGroup, list_row);
  gtk_widget_class_bind_template_child (widget_class, DhInitGroup, kind);
  gtk_widget_class_bind_template_child (widget_class, DhInitGroup, sd);
  gtk_widget_class_bind_template_child (widget_class, DhInitGroup, seed);
  gtk_widget_class_bind_template_child (widget_class, DhInitGroup, weights);
  gtk_widget_class_bind_template_child (widget_class, DhInitGroup, list);
  gtk_widget_class_bind_template_callback (widget_class, kind_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, sd_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, seed_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, new_seed_cb);
  gtk_widget_class_bind_template_callback (widget_class, weight_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, list_changed_cb);
}

static void
dh_init_group_init (DhInitGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_object_set (self->seed, "maximum", DH_PANELS_MAX_SEED, NULL);
  dh_choices_install (self->kind, &kinds);
}
