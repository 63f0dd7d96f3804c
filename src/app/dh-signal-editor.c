/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Signal editor. The quantities offered are those that the run will record, asked of an empty history; what is
 * chosen and no longer there is offered too, so that the rows never say something else than what is in force. UI
 * thread only. */
#include "dh-signal-editor.h"

#include "dh-panels-private.h"
#include "dh-param-rows.h"
#include "dh-quantity.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _DhSignalEditor
{
  GtkWidget parent_instance;

  DhSmoothSignal signal;
  DhExperiment *experiment; /* NULL: nothing shown yet */
  GPtrArray *ids;           /* of the quantities listed */
  gboolean quiet;           /* a signal is being shown */

  DhSettingRow *kind_row;
  DhParamRows *params;
  DhSettingRow *run_row;
  DhSettingRow *quantity_row;
  GtkDropDown *kind;
  GtkDropDown *run;
  GtkDropDown *quantity;
};

enum
{
  CHANGED_BY_USER,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DhSignalEditor, dh_signal_editor, GTK_TYPE_WIDGET)

static const char *
kind_label (guint index)
{
  return dh_smooth_kind_info ((DhSmoothKind) index)->label;
}

static const char *
kind_tooltip (guint index)
{
  return _(dh_smooth_kind_info ((DhSmoothKind) index)->formula);
}

static const DhChoices kinds = { DH_SMOOTH_N_KINDS, kind_label, NULL, kind_tooltip };

/* Replaces the list's items, or leaves it alone where they are the same: an open list would close. */
static void
set_texts (GtkDropDown *drop_down, GPtrArray *texts)
{
  GtkStringList *list = GTK_STRING_LIST (gtk_drop_down_get_model (drop_down));
  guint n = g_list_model_get_n_items (G_LIST_MODEL (list));
  gboolean same = n == texts->len;

  for (guint i = 0; same && i < n; i++)
    same = g_str_equal (gtk_string_list_get_string (list, i), g_ptr_array_index (texts, i));
  if (same)
    return;
  g_ptr_array_add (texts, NULL);
  gtk_string_list_splice (list, 0, n, (const char *const *) texts->pdata);
  g_ptr_array_set_size (texts, (gint) texts->len - 1);
}

static void
show_params (DhSignalEditor *self)
{
  const DhSmoothKindInfo *info = dh_smooth_kind_info (self->signal.kind);
  DhParam params[DH_SMOOTH_MAX_PARAMS];

  for (guint i = 0; i < info->n_params; i++)
    params[i] = (DhParam){ .label = _(info->param[i].label),
                           .tooltip = _(info->param[i].tooltip),
                           .min = info->param[i].min,
                           .max = info->param[i].max,
                           .is_whole = info->param[i].whole };
  dh_param_rows_set_params (self->params, params, info->n_params);
  for (guint i = 0; i < info->n_params; i++)
    dh_param_rows_show (self->params, i, self->signal.param[i]);
  gtk_widget_set_visible (GTK_WIDGET (self->params), info->n_params > 0);
}

static void
show_runs (DhSignalEditor *self)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  gsize n = dh_experiment_n_runs (self->experiment), chosen = n;

  for (gsize i = 0; i < n; i++)
    g_ptr_array_add (names, g_strdup (dh_experiment_get_run (self->experiment, i)->name));
  if (dh_experiment_find_run (self->experiment, self->signal.run, &chosen) == NULL)
    g_ptr_array_add (names, g_strdup (_("Removed run")));
  set_texts (self->run, names);
  dh_setting_row_show_choice (self->run_row, (guint) chosen);
}

/* Every quantity that is one number a step or epoch: scalars, and each weight's. */
static void
list_quantities (DhSignalEditor *self, DhRun *run, GPtrArray *texts)
{
  g_autoptr (DhHistory) empty = dh_history_new (run, dh_experiment_get_data (self->experiment));
  const DhQuantityInfo *infos;
  gsize n;

  infos = dh_quantity_list (&n);
  for (gsize q = 0; q < n; q++)
    for (guint i = 0; i < dh_quantity_n_signals (empty, infos[q].id); i++)
      {
        g_autofree char *member = NULL;
        DhSignal signal;

        if (!dh_quantity_signal (empty, infos[q].id, i, &signal))
          continue;
        member = dh_signal_member_name (&signal);
        g_ptr_array_add (self->ids, dh_signal_id (&signal, infos[q].id));
        g_ptr_array_add (texts, g_strdup_printf ("%s%s%s", _(infos[q].label), *member ? " " : "", member));
      }
}

static guint
find_id (DhSignalEditor *self, const char *id)
{
  for (guint i = 0; i < self->ids->len; i++)
    if (g_str_equal (g_ptr_array_index (self->ids, i), id))
      return i;
  return self->ids->len;
}

static void
show_quantities (DhSignalEditor *self)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  DhRun *run = dh_experiment_find_run (self->experiment, self->signal.run, NULL);
  guint chosen;

  g_ptr_array_set_size (self->ids, 0);
  if (run != NULL)
    list_quantities (self, run, texts);
  chosen = find_id (self, self->signal.quantity);
  if (chosen == self->ids->len)
    {
      g_ptr_array_add (self->ids, g_strdup (self->signal.quantity));
      /* Translators: a quantity such as m.d that the run does not have. */
      g_ptr_array_add (texts, g_strdup_printf (_("%s (not recorded)"), self->signal.quantity));
    }
  set_texts (self->quantity, texts);
  dh_setting_row_show_choice (self->quantity_row, chosen);
}

void
dh_signal_editor_show (DhSignalEditor *self, DhExperiment *experiment, const DhSmoothSignal *signal)
{
  gboolean recorded = signal->kind == DH_SMOOTH_RECORDED;

  g_return_if_fail (DH_IS_SIGNAL_EDITOR (self));

  dh_experiment_ref (experiment);
  g_clear_pointer (&self->experiment, dh_experiment_unref);
  self->experiment = experiment;
  self->signal = *signal;
  self->quiet = TRUE;
  dh_setting_row_show_choice (self->kind_row, (guint) signal->kind);
  show_params (self);
  gtk_widget_set_visible (GTK_WIDGET (self->run_row), recorded);
  gtk_widget_set_visible (GTK_WIDGET (self->quantity_row), recorded);
  if (recorded)
    {
      show_runs (self);
      show_quantities (self);
    }
  self->quiet = FALSE;
}

const DhSmoothSignal *
dh_signal_editor_get_signal (DhSignalEditor *self)
{
  g_return_val_if_fail (DH_IS_SIGNAL_EDITOR (self), NULL);

  return &self->signal;
}

/* A recorded signal to begin with: the first weight's derivative, which is what optimisers average. */
static void
choose_recorded (DhSignalEditor *self, guint64 run_id)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  DhRun *run = dh_experiment_find_run (self->experiment, run_id, NULL);
  const char *id = self->signal.kind == DH_SMOOTH_RECORDED ? self->signal.quantity : "";

  g_ptr_array_set_size (self->ids, 0);
  list_quantities (self, run, texts);
  if (find_id (self, id) == self->ids->len)
    for (guint i = 0; i < self->ids->len; i++)
      if (g_str_has_prefix (g_ptr_array_index (self->ids, i), "g."))
        {
          id = g_ptr_array_index (self->ids, i);
          break;
        }
  if (*id == '\0')
    id = "error";
  if (strlen (id) < DH_SMOOTH_ID_SIZE)
    {
      g_autofree char *copy = g_strdup (id); /* may be the signal's own */

      dh_smooth_signal_set_recorded (&self->signal, run_id, copy);
    }
}

static void
kind_changed_cb (DhSignalEditor *self)
{
  DhSmoothKind kind = (DhSmoothKind) gtk_drop_down_get_selected (self->kind);
  gboolean averaged = self->signal.averaged;

  if (self->quiet || self->experiment == NULL || kind == self->signal.kind)
    return;
  if (kind != DH_SMOOTH_RECORDED)
    dh_smooth_signal_init (&self->signal, kind);
  else if (dh_experiment_n_runs (self->experiment) > 0)
    choose_recorded (self, dh_experiment_get_run (self->experiment, 0)->id);
  self->signal.averaged = averaged;
  g_signal_emit (self, signals[CHANGED_BY_USER], 0);
}

static void
run_changed_cb (DhSignalEditor *self)
{
  guint chosen = gtk_drop_down_get_selected (self->run);

  if (self->quiet || self->experiment == NULL || chosen >= dh_experiment_n_runs (self->experiment))
    return;
  choose_recorded (self, dh_experiment_get_run (self->experiment, chosen)->id);
  g_signal_emit (self, signals[CHANGED_BY_USER], 0);
}

static void
quantity_changed_cb (DhSignalEditor *self)
{
  guint chosen = gtk_drop_down_get_selected (self->quantity);
  const char *id;

  if (self->quiet || self->experiment == NULL || chosen >= self->ids->len)
    return;
  id = g_ptr_array_index (self->ids, chosen);
  if (strlen (id) >= DH_SMOOTH_ID_SIZE)
    return;
  dh_smooth_signal_set_recorded (&self->signal, self->signal.run, id);
  g_signal_emit (self, signals[CHANGED_BY_USER], 0);
}

static void
param_changed_cb (DhSignalEditor *self, guint index, double value)
{
  if (self->quiet || index >= DH_SMOOTH_MAX_PARAMS)
    return;
  self->signal.param[index] = value;
  g_signal_emit (self, signals[CHANGED_BY_USER], 0);
}

static void
dh_signal_editor_dispose (GObject *object)
{
  DhSignalEditor *self = DH_SIGNAL_EDITOR (object);
  GtkWidget *child;

  self->quiet = TRUE; /* drop-downs lose their models on the way */
  gtk_widget_dispose_template (GTK_WIDGET (self), DH_TYPE_SIGNAL_EDITOR);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&self->experiment, dh_experiment_unref);
  g_clear_pointer (&self->ids, g_ptr_array_unref);
  G_OBJECT_CLASS (dh_signal_editor_parent_class)->dispose (object);
}

static void
dh_signal_editor_class_init (DhSignalEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dh_signal_editor_dispose;
  signals[CHANGED_BY_USER] = g_signal_new ("changed-by-user", DH_TYPE_SIGNAL_EDITOR, G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  dh_panels_ensure ();
  gtk_widget_class_set_css_name (widget_class, "signaleditor");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, DH_PANELS_UI "dh-signal-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, DhSignalEditor, kind_row);
  gtk_widget_class_bind_template_child (widget_class, DhSignalEditor, params);
  gtk_widget_class_bind_template_child (widget_class, DhSignalEditor, run_row);
  gtk_widget_class_bind_template_child (widget_class, DhSignalEditor, quantity_row);
  gtk_widget_class_bind_template_child (widget_class, DhSignalEditor, kind);
  gtk_widget_class_bind_template_child (widget_class, DhSignalEditor, run);
  gtk_widget_class_bind_template_child (widget_class, DhSignalEditor, quantity);
  gtk_widget_class_bind_template_callback (widget_class, kind_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, run_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, quantity_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, param_changed_cb);
}

static void
dh_signal_editor_init (DhSignalEditor *self)
{
  self->ids = g_ptr_array_new_with_free_func (g_free);
  self->quiet = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  dh_choices_install (self->kind, &kinds);
  dh_choices_install_texts (self->run);
  dh_choices_install_texts (self->quantity);
  self->quiet = FALSE;
}

GtkWidget *
dh_signal_editor_new (void)
{
  return g_object_new (DH_TYPE_SIGNAL_EDITOR, NULL);
}
