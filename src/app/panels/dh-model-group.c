/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Model: the three small ones, or hidden widths and an activation. The text of the widths is read when it
 * is finished (Enter, or leaving), like a number. */
#include "dh-model-group.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dh-error.h"
#include "dh-number.h"
#include "dh-panels-private.h"

struct _DhModelGroup
{
  DhGroup parent_instance;

  DhSettingRow *preset_row;
  DhSettingRow *widths_row;
  DhSettingRow *activation_row;
  GtkDropDown *preset;
  GtkWidget *custom;
  GtkEditable *widths;
  GtkDropDown *activation;
  GtkLabel *formula;
  GtkLabel *count;

  guint64 custom_run; /* the run that is shown as a custom one although it is a preset; 0: none */
  DhModelKind shown_kind;
  char *shown_widths; /* what show_text() put in last: leaving it alone changes nothing */
};

G_DEFINE_FINAL_TYPE (DhModelGroup, dh_model_group, DH_TYPE_GROUP)

static const char *
preset_label (guint index)
{
  static const char *const labels[] = {
    [DH_MODEL_LINEAR] = N_("1 neuron"),
    [DH_MODEL_TWO_LINEAR] = N_("2 neurons"),
    [DH_MODEL_TWO_RELU] = N_("2 neurons + ReLU"),
    [DH_MODEL_MLP] = N_("Custom…"),
  };

  return labels[index];
}

static const DhChoices presets = { DH_MODEL_MLP + 1, preset_label, NULL, NULL };

static const char *
activation_label (guint index)
{
  return dh_activation_info ((DhActivation) index)->label;
}

static const DhChoices activations = { DH_ACTIVATION_N, activation_label, NULL, NULL };

gboolean
dh_model_group_parse_widths (const char *text, DhModelSpec *model, GError **error)
{
  g_auto (GStrv) words = g_strsplit_set (text, ", \t;", -1);
  guint n = 0;

  for (char **word = words; *word != NULL; word++)
    {
      g_autoptr (GError) local = NULL;
      guint64 width;

      if (**word == '\0')
        continue;
      if (n == DH_MODEL_MAX_HIDDEN)
        {
          g_set_error (error, DH_ERROR, DH_ERROR_LIMIT,
                       _("There are at most %d hidden layers. Leave some out."), DH_MODEL_MAX_HIDDEN);
          return FALSE;
        }
      if (!dh_number_parse_uint64 (*word, 1, DH_MODEL_MAX_WEIGHTS, &width, &local))
        {
          g_autofree char *quoted = dh_error_quote (*word);

          g_set_error (error, DH_ERROR, DH_ERROR_PARSE,
                       _("Layer %u: %s is no number of units from 1 to %d. Write widths like 8, 8."),
                       n + 1, quoted, DH_MODEL_MAX_WEIGHTS);
          return FALSE;
        }
      model->width[n++] = (guint32) width;
    }
  if (n == 0)
    {
      g_set_error_literal (error, DH_ERROR, DH_ERROR_PARSE,
                           _("Write the width of at least one hidden layer, like 8; for none, choose 1 neuron."));
      return FALSE;
    }
  for (guint i = n; i < DH_MODEL_MAX_HIDDEN; i++)
    model->width[i] = 0;
  model->n_hidden = n;
  return TRUE;
}

char *
dh_model_group_format_widths (const DhModelSpec *model)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < model->n_hidden; i++)
    g_string_append_printf (text, "%s%u", i > 0 ? ", " : "", model->width[i]);
  return g_string_free (text, FALSE);
}

/* Typed weights go along: those that the new model has too stay, the others start at 1 as the workbook's do. */
static void
fit_typed_weights (DhRun *run)
{
  gsize n = dh_model_n_weights (&run->model);
  g_autofree double *list = NULL;

  if (run->init.kind != DH_INIT_LIST || run->init.n_list == n || n > DH_MODEL_MAX_WEIGHTS)
    return;
  list = g_new (double, n);
  for (gsize i = 0; i < n; i++)
    list[i] = i < run->init.n_list ? run->init.list[i] : 1;
  dh_init_spec_set_list (&run->init, list, n);
}

/* A run that is named after its model, "2 neurons" or "2 neurons (2)", is so afterwards, too; a name that the user has
 * given stays. */
static void
follow_name (DhRun *run, const DhModelSpec *model, const DhExperiment *experiment)
{
  g_autofree char *before = dh_model_spec_describe (&run->model);
  g_autofree char *after = dh_model_spec_describe (model);
  g_autofree char *name = NULL;

  if (strcmp (before, after) == 0 || !g_str_has_prefix (run->name, before)
      || !g_regex_match_simple ("^( \\([0-9]+\\))?$", run->name + strlen (before), 0, 0))
    return;
  name = dh_experiment_unique_name (experiment, after);
  dh_run_set_name (run, name);
}

static void
apply_model (DhModelGroup *self, const DhModelSpec *model, const char *label, DhSettingRow *row)
{
  g_autoptr (DhRun) run = dh_group_edit_run (DH_GROUP (self));
  DhModelSpec spec = *model;

  if (run == NULL)
    return;
  follow_name (run, &spec, dh_session_get_experiment (dh_group_get_session (DH_GROUP (self))));
  run->model = spec;
  fit_typed_weights (run);
  dh_group_apply_run (DH_GROUP (self), run, label, row);
}

static void
preset_changed_cb (DhModelGroup *self)
{
  DhModelKind kind;
  DhModelSpec model;

  if (dh_group_is_quiet (DH_GROUP (self)))
    return;
  kind = (DhModelKind) gtk_drop_down_get_selected (self->preset);
  if (kind == self->shown_kind)
    return;
  self->custom_run = kind == DH_MODEL_MLP
                       ? dh_session_get_selected (dh_group_get_session (DH_GROUP (self))) : 0;
  dh_model_spec_init (&model, kind);
  apply_model (self, &model, _("Model"), self->preset_row);
}

static void
widths_changed_cb (DhModelGroup *self)
{
  g_autoptr (DhRun) run = dh_group_edit_run (DH_GROUP (self));
  g_autoptr (GError) error = NULL;
  const char *text;

  if (run == NULL)
    return;
  text = gtk_editable_get_text (self->widths);
  if (g_strcmp0 (text, self->shown_widths) == 0)
    {
      dh_setting_row_set_error (self->widths_row, NULL);
      return;
    }
  if (!dh_model_group_parse_widths (text, &run->model, &error))
    {
      dh_setting_row_set_error (self->widths_row, error->message);
      return;
    }
  apply_model (self, &run->model, _("Hidden widths"), self->widths_row);
}

static void
activation_changed_cb (DhModelGroup *self)
{
  g_autoptr (DhRun) run = dh_group_edit_run (DH_GROUP (self));

  if (run == NULL)
    return;
  run->model.activation = (DhActivation) gtk_drop_down_get_selected (self->activation);
  apply_model (self, &run->model, _("Activation"), self->activation_row);
}

static void
show_count (DhModelGroup *self, const DhModelSpec *model)
{
  gsize n = dh_model_n_weights (model);
  g_autofree char *number = dh_panels_format_count (n);
  g_autofree char *text = NULL;

  if (n > DH_MODEL_FULL_RECORD)
    text = g_strdup_printf (_("%s weights; their norms are recorded per layer"), number);
  else
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s weight", "%s weights", n), number);
  gtk_label_set_label (self->count, text);
}

static void
dh_model_group_update (DhGroup *group, DhSession *session, DhRun *run)
{
  DhModelGroup *self = DH_MODEL_GROUP (group);
  DhModelKind kind;
  g_autofree char *formula = NULL;
  g_autofree char *description = NULL;

  if (run == NULL)
    return;
  kind = dh_model_spec_kind (&run->model);
  /* Who builds a network of their own and passes by "1 unit, ReLU" goes on building. */
  if (self->custom_run != run->id || run->model.n_hidden == 0)
    self->custom_run = 0;
  if (self->custom_run != 0)
    kind = DH_MODEL_MLP;
  self->shown_kind = kind;
  dh_setting_row_show_choice (self->preset_row, kind);
  gtk_widget_set_visible (self->custom, kind == DH_MODEL_MLP);
  g_free (self->shown_widths);
  self->shown_widths = dh_model_group_format_widths (&run->model);
  dh_setting_row_show_text (self->widths_row, self->shown_widths);
  dh_setting_row_show_choice (self->activation_row, run->model.activation);
  formula = dh_model_spec_formula (&run->model);
  gtk_label_set_label (self->formula, formula);
  show_count (self, &run->model);
  description = dh_model_spec_describe (&run->model);
  dh_group_set_summary (group, description);
}

static void
dh_model_group_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), DH_TYPE_MODEL_GROUP);
  G_OBJECT_CLASS (dh_model_group_parent_class)->dispose (object);
}

static void
dh_model_group_finalize (GObject *object)
{
  g_free (DH_MODEL_GROUP (object)->shown_widths);
  G_OBJECT_CLASS (dh_model_group_parent_class)->finalize (object);
}

static void
dh_model_group_class_init (DhModelGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dh_model_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = dh_model_group_finalize;
  DH_GROUP_CLASS (klass)->update = dh_model_group_update;

  dh_panels_ensure ();
  gtk_widget_class_set_template_from_resource (widget_class, DH_PANELS_UI "dh-model-group.ui");
  gtk_widget_class_bind_template_child (widget_class, DhModelGroup, preset_row);
  gtk_widget_class_bind_template_child (widget_class, DhModelGroup, widths_row);
  gtk_widget_class_bind_template_child (widget_class, DhModelGroup, activation_row);
  gtk_widget_class_bind_template_child (widget_class, DhModelGroup, preset);
  gtk_widget_class_bind_template_child (widget_class, DhModelGroup, custom);
  gtk_widget_class_bind_template_child (widget_class, DhModelGroup, widths);
  gtk_widget_class_bind_template_child (widget_class, DhModelGroup, activation);
  gtk_widget_class_bind_template_child (widget_class, DhModelGroup, formula);
  gtk_widget_class_bind_template_child (widget_class, DhModelGroup, count);
  gtk_widget_class_bind_template_callback (widget_class, preset_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, widths_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activation_changed_cb);
}

static void
dh_model_group_init (DhModelGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  dh_choices_install (self->preset, &presets);
  dh_choices_install (self->activation, &activations);
}
