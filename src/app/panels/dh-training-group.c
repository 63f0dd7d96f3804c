/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Training: epochs, batches, order, carry, clipping, and what is recorded beside the steps. */
#include "dh-training-group.h"

#include <glib/gi18n-lib.h>

#include "dh-number-entry.h"
#include "dh-panels-private.h"

struct _DhTrainingGroup
{
  DhGroup parent_instance;

  DhSettingRow *epochs_row;
  DhSettingRow *all_row;
  DhSettingRow *batch_row;
  DhSettingRow *shuffle_row;
  DhSettingRow *seed_row;
  DhSettingRow *carry_row;
  DhSettingRow *clip_row;
  DhSettingRow *limit_row;
  DhSettingRow *stride_row;
  DhSettingRow *curvature_row;
  DhNumberEntry *epochs;
  GtkSwitch *all;
  DhNumberEntry *batch;
  GtkSwitch *shuffle;
  DhNumberEntry *seed;
  GtkDropDown *carry;
  GtkWidget *carry_hint;
  GtkDropDown *clip;
  DhNumberEntry *limit;
  DhNumberEntry *stride;
  GtkSwitch *curvature;
};

G_DEFINE_FINAL_TYPE (DhTrainingGroup, dh_training_group, DH_TYPE_GROUP)

static const char *
carry_label (guint index)
{
  return dh_carry_label ((DhCarry) index);
}

static const DhChoices carries = { DH_CARRY_N, carry_label, NULL, NULL };

static const char *
clip_label (guint index)
{
  static const char *const labels[DH_CLIP_N] = {
    [DH_CLIP_OFF] = N_("Off"),
    [DH_CLIP_VALUE] = N_("Each derivative"),
    [DH_CLIP_NORM] = N_("Length of all"),
  };

  return labels[index];
}

static const DhChoices clips = { DH_CLIP_N, clip_label, NULL, NULL };

static void
epochs_changed_cb (DhTrainingGroup *self)
{
  g_autoptr (DhRun) run = dh_group_edit_run (DH_GROUP (self));

  if (run == NULL)
    return;
  run->epochs = (guint64) dh_number_entry_get_value (self->epochs);
  dh_group_apply_run (DH_GROUP (self), run, _("Epochs"), self->epochs_row);
}

/* The workbook's carry is only defined row by row as listed: it gives way, and the hint says why. */
static void
settle_carry (DhRun *run)
{
  if (run->batch != 1 || run->shuffle)
    run->carry = DH_CARRY_EVERY_ROW;
}

static void
all_changed_cb (DhTrainingGroup *self)
{
  g_autoptr (DhRun) run = dh_group_edit_run (DH_GROUP (self));

  if (run == NULL)
    return;
  run->batch = gtk_switch_get_active (self->all) ? 0 : 1;
  settle_carry (run);
  dh_group_apply_run (DH_GROUP (self), run, _("Batch size"), self->all_row);
}

static void
batch_changed_cb (DhTrainingGroup *self)
{
  g_autoptr (DhRun) run = dh_group_edit_run (DH_GROUP (self));

  if (run == NULL)
    return;
  run->batch = (gsize) dh_number_entry_get_value (self->batch);
  settle_carry (run);
  dh_group_apply_run (DH_GROUP (self), run, _("Batch size"), self->batch_row);
}

static void
shuffle_changed_cb (DhTrainingGroup *self)
{
  g_autoptr (DhRun) run = dh_group_edit_run (DH_GROUP (self));

  if (run == NULL)
    return;
  run->shuffle = gtk_switch_get_active (self->shuffle);
  settle_carry (run);
  dh_group_apply_run (DH_GROUP (self), run, _("Order of rows"), self->shuffle_row);
}

static void
apply_seed (DhTrainingGroup *self, guint64 seed)
{
  g_autoptr (DhRun) run = dh_group_edit_run (DH_GROUP (self));

  if (run == NULL)
    return;
  run->shuffle_seed = seed;
  dh_group_apply_run (DH_GROUP (self), run, _("Seed of the order"), self->seed_row);
}

static void
seed_changed_cb (DhTrainingGroup *self)
{
  if (!dh_group_is_quiet (DH_GROUP (self)))
    apply_seed (self, (guint64) dh_number_entry_get_value (self->seed));
}

static void
new_seed_cb (DhTrainingGroup *self)
{
  if (!dh_group_is_quiet (DH_GROUP (self)))
    apply_seed (self, dh_panels_new_seed ((guint64) dh_number_entry_get_value (self->seed)));
}

static void
carry_changed_cb (DhTrainingGroup *self)
{
  g_autoptr (DhRun) run = dh_group_edit_run (DH_GROUP (self));

  if (run == NULL)
    return;
  run->carry = (DhCarry) gtk_drop_down_get_selected (self->carry);
  dh_group_apply_run (DH_GROUP (self), run, _("Carry"), self->carry_row);
}

static void
clip_changed_cb (DhTrainingGroup *self)
{
  g_autoptr (DhRun) run = dh_group_edit_run (DH_GROUP (self));

  if (run == NULL)
    return;
  run->clip.kind = (DhClipKind) gtk_drop_down_get_selected (self->clip);
  if (!(run->clip.limit > 0))
    run->clip.limit = 1;
  dh_group_apply_run (DH_GROUP (self), run, _("Clipping"), self->clip_row);
}

static void
limit_changed_cb (DhTrainingGroup *self)
{
  g_autoptr (DhRun) run = dh_group_edit_run (DH_GROUP (self));

  if (run == NULL)
    return;
  run->clip.limit = dh_number_entry_get_value (self->limit);
  dh_group_apply_run (DH_GROUP (self), run, _("Clipping limit"), self->limit_row);
}

static void
stride_changed_cb (DhTrainingGroup *self)
{
  g_autoptr (DhRun) run = dh_group_edit_run (DH_GROUP (self));

  if (run == NULL)
    return;
  run->snapshot_stride = (guint64) dh_number_entry_get_value (self->stride);
  dh_group_apply_run (DH_GROUP (self), run, _("Kept weights"), self->stride_row);
}

static void
curvature_changed_cb (DhTrainingGroup *self)
{
  g_autoptr (DhRun) run = dh_group_edit_run (DH_GROUP (self));

  if (run == NULL)
    return;
  run->record_curvature = gtk_switch_get_active (self->curvature);
  dh_group_apply_run (DH_GROUP (self), run, _("Recorded curvature"), self->curvature_row);
}

static void
show_summary (DhGroup *group, const DhRun *run)
{
  g_autofree char *count = dh_panels_format_count (run->epochs);
  g_autofree char *epochs
    = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s epoch", "%s epochs",
                                    (gulong) MIN (run->epochs, 1000000)), count);
  g_autofree char *text = NULL;

  if (run->batch == 0)
    text = g_strdup_printf (_("%s, all rows at once"), epochs);
  else if (run->batch == 1)
    text = g_strdup_printf (_("%s, row by row"), epochs);
  else
    text = g_strdup_printf (_("%s, batches of %zu"), epochs, run->batch);
  dh_group_set_summary (group, text);
}

static void
dh_training_group_update (DhGroup *group, DhSession *session, DhRun *run)
{
  DhTrainingGroup *self = DH_TRAINING_GROUP (group);
  gboolean row_by_row;

  if (run == NULL)
    return;
  row_by_row = run->batch == 1 && !run->shuffle;
  dh_setting_row_show_number (self->epochs_row, (double) run->epochs);
  dh_setting_row_show_switch (self->all_row, run->batch == 0);
  if (run->batch > 0)
    dh_setting_row_show_number (self->batch_row, (double) run->batch);
  gtk_widget_set_visible (GTK_WIDGET (self->batch_row), run->batch > 0);
  dh_setting_row_show_switch (self->shuffle_row, run->shuffle);
  dh_setting_row_show_number (self->seed_row, (double) run->shuffle_seed);
  gtk_widget_set_visible (GTK_WIDGET (self->seed_row), run->shuffle);
  dh_setting_row_show_choice (self->carry_row, run->carry);
  gtk_widget_set_sensitive (GTK_WIDGET (self->carry), row_by_row);
  gtk_widget_set_visible (self->carry_hint, !row_by_row);
  dh_setting_row_show_choice (self->clip_row, run->clip.kind);
  if (run->clip.limit > 0)
    dh_setting_row_show_number (self->limit_row, run->clip.limit);
  gtk_widget_set_visible (GTK_WIDGET (self->limit_row), run->clip.kind != DH_CLIP_OFF);
  dh_setting_row_show_number (self->stride_row, (double) run->snapshot_stride);
  gtk_widget_set_visible (GTK_WIDGET (self->stride_row),
                          dh_model_n_weights (&run->model) > DH_MODEL_FULL_RECORD);
  dh_setting_row_show_switch (self->curvature_row, run->record_curvature);
  show_summary (group, run);
}

static void
dh_training_group_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), DH_TYPE_TRAINING_GROUP);
  G_OBJECT_CLASS (dh_training_group_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, DhTrainingGroup, epochs_row);
  gtk_widget_class_bind_template_child (widget_class, DhTrainingGroup, all_row);
  gtk_widget_class_bind_template_child (widget_class, DhTrainingGroup, batch_row);
  gtk_widget_class_bind_template_child (widget_class, DhTrainingGroup, shuffle_row);
  gtk_widget_class_bind_template_child (widget_class, DhTrainingGroup, seed_row);
  gtk_widget_class_bind_template_child (widget_class, DhTrainingGroup, carry_row);
  gtk_widget_class_bind_template_child (widget_class, DhTrainingGroup, clip_row);
  gtk_widget_class_bind_template_child (widget_class, DhTrainingGroup, limit_row);
  gtk_widget_class_bind_template_child (widget_class, DhTrainingGroup, stride_row);
  gtk_widget_class_bind_template_child (widget_class, DhTrainingGroup, curvature_row);
  gtk_widget_class_bind_template_child (widget_class, DhTrainingGroup, epochs);
  gtk_widget_class_bind_template_child (widget_class, DhTrainingGroup, all);
  gtk_widget_class_bind_template_child (widget_class, DhTrainingGroup, batch);
  gtk_widget_class_bind_template_child (widget_class, DhTrainingGroup, shuffle);
  gtk_widget_class_bind_template_child (widget_class, DhTrainingGroup, seed);
  gtk_widget_class_bind_template_child (widget_class, DhTrainingGroup, carry);
  gtk_widget_class_bind_template_child (widget_class, DhTrainingGroup, carry_hint);
  gtk_widget_class_bind_template_child (widget_class, DhTrainingGroup, clip);
  gtk_widget_class_bind_template_child (widget_class, DhTrainingGroup, limit);
  gtk_widget_class_bind_template_child (widget_class, DhTrainingGroup, stride);
  gtk_widget_class_bind_template_child (widget_class, DhTrainingGroup, curvature);
}

static void
dh_training_group_class_init (DhTrainingGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dh_training_group_dispose;
  DH_GROUP_CLASS (klass)->update = dh_training_group_update;

  dh_panels_ensure ();
  gtk_widget_class_set_template_from_resource (widget_class, DH_PANELS_UI "dh-training-group.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, epochs_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, all_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, batch_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, shuffle_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, seed_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, new_seed_cb);
  gtk_widget_class_bind_template_callback (widget_class, carry_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, clip_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, limit_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, stride_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, curvature_changed_cb);
}

static void
dh_training_group_init (DhTrainingGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_object_set (self->seed, "maximum", DH_PANELS_MAX_SEED, NULL);
  g_object_set (self->stride, "maximum", DH_PANELS_MAX_SEED, NULL);
  /* Larger counts are refused by the session, whose message says how many would do. */
  g_object_set (self->epochs, "maximum", 1e18, NULL);
  g_object_set (self->batch, "maximum", (double) DH_DATA_MAX_ROWS, NULL);
  dh_choices_install (self->carry, &carries);
  dh_choices_install (self->clip, &clips);
}
