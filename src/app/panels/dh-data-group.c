/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Data: the spec of the rows in force, edited by a copy. What the other sources were last set to is remembered, so
 * that going back to one finds it as it was. Long work happens in dh-data-loader.h; the newest request counts. */
#include "dh-data-group.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "dh-data-loader.h"
#include "dh-number-entry.h"
#include "dh-panels-private.h"
#include "dh-param-rows.h"
#include "dh-paste-window.h"

/* More rows than that are not put into the paste window to begin with. */
#define MAX_PREFILLED 2000

struct _DhDataGroup
{
  DhGroup parent_instance;

  DhSettingRow *source_row;
  DhSettingRow *file_row;
  DhSettingRow *paste_row;
  DhSettingRow *seed_row;
  DhSettingRow *target_row;
  DhSettingRow *noise_row;
  DhSettingRow *noise_seed_row;
  GtkDropDown *source;
  GtkButton *choose;
  GtkButton *reload;
  GtkLabel *file_name;
  DhParamRows *params;
  DhNumberEntry *seed;
  GtkWidget *target_box;
  GtkDropDown *target;
  DhParamRows *target_params;
  DhNumberEntry *noise;
  DhNumberEntry *noise_seed;
  GtkSpinner *spinner;
  GtkLabel *description;
  GtkWidget *cancel;

  DhDataSpec spec;          /* of the rows in force, and what the other sources were last set to */
  DhData *shown;            /* the rows in force when the controls were last filled */
  GCancellable *loading;    /* the request in progress */
  GtkFileChooserNative *chooser;
};

/* What a request needs when it is done; borrowed things live as long as the group, which cancels. */
typedef struct
{
  DhDataGroup *self;
  char *label;
  DhSettingRow *row;
} Request;

G_DEFINE_FINAL_TYPE (DhDataGroup, dh_data_group, DH_TYPE_GROUP)

static const char *
source_label (guint index)
{
  static const char *const labels[DH_DATA_N_SOURCES] = {
    [DH_DATA_WORKBOOK] = N_("Workbook"),
    [DH_DATA_RANGE] = N_("Range"),
    [DH_DATA_RANDOM] = N_("Random"),
    [DH_DATA_FILE] = N_("File…"),
    [DH_DATA_PASTED] = N_("Pasted text…"),
  };

  return labels[index];
}

static const DhChoices sources = { DH_DATA_N_SOURCES, source_label, NULL, NULL };

static const char *
target_label (guint index)
{
  return dh_target_info ((DhTargetKind) index)->label;
}

static const DhChoices targets = { DH_TARGET_N_KINDS, target_label, NULL, NULL };

static void
show_loading (DhDataGroup *self)
{
  gboolean loading = self->loading != NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->spinner), loading);
  gtk_widget_set_visible (self->cancel, loading);
  gtk_spinner_set_spinning (self->spinner, loading);
}

static void
stop_loading (DhDataGroup *self)
{
  if (self->loading == NULL)
    return;
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  show_loading (self);
}

/* A choice goes back to what is in force; what was typed stays to be corrected. */
static void
refuse (DhDataGroup *self, DhSettingRow *row, const char *message)
{
  if (!dh_setting_row_is_typed (row))
    dh_group_update (DH_GROUP (self));
  /* A file that was never in force has no row yet. */
  if (row == self->file_row)
    gtk_widget_set_visible (GTK_WIDGET (row), TRUE);
  dh_setting_row_set_error (row, message);
}

static void
apply_data (DhDataGroup *self, DhData *data, const char *label, DhSettingRow *row)
{
  DhSession *session = dh_group_get_session (DH_GROUP (self));
  g_autoptr (DhExperiment) experiment
    = dh_experiment_with_data (dh_session_get_experiment (session), data);
  g_autoptr (GError) error = NULL;

  if (dh_session_apply (session, experiment, label, NULL, &error))
    dh_setting_row_set_error (row, NULL);
  else
    refuse (self, row, error->message);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Request *request = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DhData) data = dh_data_loader_finish (result, &error);
  DhDataGroup *self = request->self;

  /* Cancelled means superseded or gone: then the group itself may be gone, too. */
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_clear_object (&self->loading);
      show_loading (self);
      if (data != NULL)
        apply_data (self, data, request->label, request->row);
      else
        refuse (self, request->row, error->message);
    }
  g_free (request->label);
  g_free (request);
}

static void
apply_spec (DhDataGroup *self, const DhDataSpec *spec, const char *label, DhSettingRow *row)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DhData) data = NULL;
  Request *request;

  stop_loading (self);
  if (!dh_data_spec_validate (spec, &error))
    {
      refuse (self, row, error->message);
      return;
    }
  if (dh_data_loader_is_quick (spec))
    {
      data = dh_data_new_generated (spec, &error);
      if (data != NULL)
        apply_data (self, data, label, row);
      else
        refuse (self, row, error->message);
      return;
    }
  request = g_new (Request, 1);
  *request = (Request) { self, g_strdup (label), row };
  self->loading = g_cancellable_new ();
  show_loading (self);
  dh_data_loader_start (spec, self->loading, loaded_cb, request);
}

void
dh_data_group_load_file (DhDataGroup *self, const char *path)
{
  DhDataSpec spec;

  g_return_if_fail (DH_IS_DATA_GROUP (self));
  g_return_if_fail (path != NULL);

  if (dh_group_get_session (DH_GROUP (self)) == NULL)
    return;
  dh_data_spec_copy (&self->spec, &spec);
  spec.source = DH_DATA_FILE;
  g_free (spec.path);
  spec.path = g_strdup (path);
  apply_spec (self, &spec, _("Data"), self->file_row);
  dh_data_spec_clear (&spec);
}

gboolean
dh_data_group_is_loading (DhDataGroup *self)
{
  g_return_val_if_fail (DH_IS_DATA_GROUP (self), FALSE);

  return self->loading != NULL;
}

static void
chooser_response_cb (DhDataGroup *self, int response)
{
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    {
      file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
      path = file != NULL ? g_file_get_path (file) : NULL;
      if (path != NULL)
        dh_data_group_load_file (self, path);
      else
        refuse (self, self->file_row,
                _("Only files on this computer can be read. Copy the file here and choose the copy."));
    }
  else
    dh_group_update (DH_GROUP (self));
  g_clear_object (&self->chooser);
}

static void
open_chooser (DhDataGroup *self)
{
  static const char *const suffixes[] = { "csv", "tsv", "txt", "tab", "dat" };
  g_autoptr (GtkFileFilter) tables = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (self->chooser != NULL)
    return;
  self->chooser = gtk_file_chooser_native_new (_("Choose data"), GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                               GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_filter_set_name (tables, _("Tables as text (CSV, TSV)"));
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    gtk_file_filter_add_suffix (tables, suffixes[i]);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), tables);
  gtk_file_filter_set_name (all, _("All files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), all);
  if (self->spec.path != NULL)
    {
      g_autoptr (GFile) file = g_file_new_for_path (self->spec.path);

      gtk_file_chooser_set_file (GTK_FILE_CHOOSER (self->chooser), file, NULL);
    }
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chooser_response_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
choose_cb (DhDataGroup *self)
{
  open_chooser (self);
}

static void
reload_cb (DhDataGroup *self)
{
  if (self->spec.path != NULL)
    dh_data_group_load_file (self, self->spec.path);
}

static void
paste_accepted_cb (DhDataGroup *self, DhData *data)
{
  if (dh_group_get_session (DH_GROUP (self)) != NULL)
    {
      stop_loading (self);
      apply_data (self, data, _("Data"), self->paste_row);
    }
}

/* Begins with the rows in force, so that a number can be changed as well as all of them. */
static void
open_paste_window (DhDataGroup *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *window = dh_paste_window_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL);
  DhData *data
    = dh_experiment_get_data (dh_session_get_experiment (dh_group_get_session (DH_GROUP (self))));

  if (dh_data_get_n_rows (data) <= MAX_PREFILLED)
    {
      g_autofree char *text = dh_paste_window_format (data);

      dh_paste_window_set_text (DH_PASTE_WINDOW (window), text);
    }
  g_signal_connect_object (window, "accepted", G_CALLBACK (paste_accepted_cb), self, G_CONNECT_SWAPPED);
  /* However it ends, the source shown is the one in force. */
  g_signal_connect_object (window, "destroy", G_CALLBACK (dh_group_update), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (window));
}

static void
paste_cb (DhDataGroup *self)
{
  if (dh_group_get_session (DH_GROUP (self)) != NULL)
    open_paste_window (self);
}

static void
source_changed_cb (DhDataGroup *self)
{
  DhDataSource source;
  DhDataSpec spec;

  if (dh_group_is_quiet (DH_GROUP (self)))
    return;
  /* Going back to what is in force is no choice. */
  source = (DhDataSource) gtk_drop_down_get_selected (self->source);
  if (source == self->spec.source)
    return;
  dh_data_spec_copy (&self->spec, &spec);
  spec.source = source;
  if (spec.source == DH_DATA_PASTED)
    open_paste_window (self);
  else if (spec.source == DH_DATA_FILE && spec.path == NULL)
    open_chooser (self);
  else
    apply_spec (self, &spec, _("Data"),
                spec.source == DH_DATA_FILE ? self->file_row : self->source_row);
  dh_data_spec_clear (&spec);
}

/* The order of the rows that show_source_params() makes. */
static void
set_source_param (DhDataSpec *spec, guint index, double value)
{
  if (spec->source == DH_DATA_RANGE)
    {
      double *field[] = { &spec->start, &spec->stop, &spec->step };

      *field[index] = value;
    }
  else if (index == 0)
    spec->count = (guint64) value;
  else if (index == 1)
    spec->low = value;
  else if (index == 2)
    spec->high = value;
  else
    spec->integers = value != 0;
}

static void
show_source_params (DhDataGroup *self)
{
  const DhDataSpec *spec = &self->spec;
  const DhParam range[] = {
    { _("From x"), _("The first x."), -INFINITY, INFINITY },
    { _("To x"), _("Where x ends; the last one if the step leads there exactly."), -INFINITY, INFINITY },
    { _("Step of x"), _("How far each x is from the one before."), -INFINITY, INFINITY },
  };
  const DhParam random[] = {
    { _("Rows"), _("How many rows are made."), 1, DH_DATA_MAX_ROWS, .is_whole = TRUE },
    { _("Lowest x"), _("No x is below this."), -INFINITY, INFINITY },
    { _("Highest x"), _("No x is above this."), -INFINITY, INFINITY },
    { _("Whole numbers"), _("Makes every x a whole number."), 0, 1, .is_flag = TRUE },
  };

  if (spec->source == DH_DATA_RANGE)
    {
      dh_param_rows_set_params (self->params, range, G_N_ELEMENTS (range));
      dh_param_rows_show (self->params, 0, spec->start);
      dh_param_rows_show (self->params, 1, spec->stop);
      dh_param_rows_show (self->params, 2, spec->step);
    }
  else if (spec->source == DH_DATA_RANDOM)
    {
      dh_param_rows_set_params (self->params, random, G_N_ELEMENTS (random));
      dh_param_rows_show (self->params, 0, (double) spec->count);
      dh_param_rows_show (self->params, 1, spec->low);
      dh_param_rows_show (self->params, 2, spec->high);
      dh_param_rows_show (self->params, 3, spec->integers);
    }
  else
    dh_param_rows_set_params (self->params, NULL, 0);
}

static void
param_changed_cb (DhDataGroup *self, guint index, double value)
{
  DhDataSpec spec = self->spec;

  if (dh_group_is_quiet (DH_GROUP (self)))
    return;
  set_source_param (&spec, index, value);
  if (dh_data_spec_equal (&spec, &self->spec))
    return;
  apply_spec (self, &spec, _("Data"), dh_param_rows_get_row (self->params, index));
}

static void
apply_seed (DhDataGroup *self, guint64 seed)
{
  DhDataSpec spec = self->spec;

  spec.seed = seed;
  apply_spec (self, &spec, _("Seed of the data"), self->seed_row);
}

static void
seed_changed_cb (DhDataGroup *self)
{
  if (!dh_group_is_quiet (DH_GROUP (self)))
    apply_seed (self, (guint64) dh_number_entry_get_value (self->seed));
}

static void
new_seed_cb (DhDataGroup *self)
{
  if (!dh_group_is_quiet (DH_GROUP (self)))
    apply_seed (self, dh_panels_new_seed (self->spec.seed));
}

static void
target_changed_cb (DhDataGroup *self)
{
  DhDataSpec spec = self->spec;
  DhTargetKind kind;

  if (dh_group_is_quiet (DH_GROUP (self)))
    return;
  kind = (DhTargetKind) gtk_drop_down_get_selected (self->target);
  if (kind == spec.target.kind)
    return;
  dh_target_init (&spec.target, kind);
  apply_spec (self, &spec, _("Target of the data"), self->target_row);
}

static void
target_param_changed_cb (DhDataGroup *self, guint index, double value)
{
  DhDataSpec spec = self->spec;

  if (dh_group_is_quiet (DH_GROUP (self)))
    return;
  g_return_if_fail (index < DH_TARGET_MAX_PARAMS);
  spec.target.param[index] = value;
  apply_spec (self, &spec, _("Target of the data"), dh_param_rows_get_row (self->target_params, index));
}

static void
noise_changed_cb (DhDataGroup *self)
{
  DhDataSpec spec = self->spec;

  if (dh_group_is_quiet (DH_GROUP (self)))
    return;
  spec.noise_sd = dh_number_entry_get_value (self->noise);
  apply_spec (self, &spec, _("Noise of the data"), self->noise_row);
}

static void
apply_noise_seed (DhDataGroup *self, guint64 seed)
{
  DhDataSpec spec = self->spec;

  spec.noise_seed = seed;
  apply_spec (self, &spec, _("Seed of the noise"), self->noise_seed_row);
}

static void
noise_seed_changed_cb (DhDataGroup *self)
{
  if (!dh_group_is_quiet (DH_GROUP (self)))
    apply_noise_seed (self, (guint64) dh_number_entry_get_value (self->noise_seed));
}

static void
new_noise_seed_cb (DhDataGroup *self)
{
  if (!dh_group_is_quiet (DH_GROUP (self)))
    apply_noise_seed (self, dh_panels_new_seed (self->spec.noise_seed));
}

static void
cancel_cb (DhDataGroup *self)
{
  stop_loading (self);
  dh_group_update (DH_GROUP (self));
}

static void
show_target (DhDataGroup *self)
{
  const DhTarget *target = &self->spec.target;
  const DhTargetInfo *info = dh_target_info (target->kind);
  DhParam params[DH_TARGET_MAX_PARAMS];

  dh_setting_row_show_choice (self->target_row, target->kind);
  for (guint i = 0; i < info->n_params; i++)
    params[i] = (DhParam) { .label = _(info->param_label[i]),
                            .tooltip = _("A number of the function that y is made from."),
                            .min = -INFINITY, .max = INFINITY };
  dh_param_rows_set_params (self->target_params, params, info->n_params);
  for (guint i = 0; i < info->n_params; i++)
    dh_param_rows_show (self->target_params, i, target->param[i]);
  dh_setting_row_show_number (self->noise_row, self->spec.noise_sd);
  dh_setting_row_show_number (self->noise_seed_row, (double) self->spec.noise_seed);
  gtk_widget_set_visible (GTK_WIDGET (self->noise_seed_row), self->spec.noise_sd > 0);
}

/* Takes over what the source in force uses; the rest stays as it was last seen. */
static void
remember (DhDataGroup *self, const DhDataSpec *spec)
{
  gboolean made_up = spec->source == DH_DATA_RANGE || spec->source == DH_DATA_RANDOM;
  char *path = g_strdup (spec->source == DH_DATA_FILE ? spec->path : self->spec.path);

  g_free (self->spec.path);
  if (made_up)
    self->spec = *spec;
  self->spec.source = spec->source;
  self->spec.path = path;
}

static void
describe (DhDataGroup *self, DhData *data)
{
  g_autofree char *text = dh_panels_describe_rows (data);
  g_autofree char *count = dh_panels_format_count (dh_data_get_n_rows (data));
  g_autofree char *rows
    = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s row", "%s rows", dh_data_get_n_rows (data)), count);
  g_autofree char *name = NULL;
  g_autofree char *summary = NULL;

  name = self->spec.source == DH_DATA_FILE ? g_path_get_basename (self->spec.path)
         : self->spec.source == DH_DATA_PASTED ? g_strdup (_("Pasted text"))
         : g_strdup (_(source_label (self->spec.source)));
  gtk_label_set_label (self->description, text);
  summary = g_strdup_printf ("%s, %s", name, rows);
  dh_group_set_summary (DH_GROUP (self), summary);
}

static void
show_file (DhDataGroup *self)
{
  g_autofree char *name = self->spec.path != NULL ? g_path_get_basename (self->spec.path) : NULL;

  gtk_label_set_label (self->file_name, name != NULL ? name : _("Choose…"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->choose),
                               self->spec.path != NULL ? self->spec.path : _("Choose a data file."));
  gtk_widget_set_sensitive (GTK_WIDGET (self->reload), self->spec.path != NULL);
}

static void
dh_data_group_update (DhGroup *group, DhSession *session, DhRun *run)
{
  DhDataGroup *self = DH_DATA_GROUP (group);
  DhData *data = dh_experiment_get_data (dh_session_get_experiment (session));
  const DhDataSpec *spec = dh_data_get_spec (data);
  gboolean made_up = spec->source == DH_DATA_RANGE || spec->source == DH_DATA_RANDOM;

  remember (self, spec);
  /* A file's error stays until the data is another one; and only then are all rows looked at. */
  if (data != self->shown)
    {
      dh_setting_row_set_error (self->file_row, NULL);
      g_clear_pointer (&self->shown, dh_data_unref);
      self->shown = dh_data_ref (data);
      describe (self, data);
    }
  dh_setting_row_show_choice (self->source_row, spec->source);
  show_file (self);
  gtk_widget_set_visible (GTK_WIDGET (self->file_row),
                          spec->source == DH_DATA_FILE || dh_setting_row_get_error (self->file_row) != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->paste_row), spec->source == DH_DATA_PASTED);
  show_source_params (self);
  dh_setting_row_show_number (self->seed_row, (double) self->spec.seed);
  gtk_widget_set_visible (GTK_WIDGET (self->seed_row), spec->source == DH_DATA_RANDOM);
  show_target (self);
  gtk_widget_set_visible (self->target_box, made_up);
}

static void
dh_data_group_dispose (GObject *object)
{
  DhDataGroup *self = DH_DATA_GROUP (object);

  if (self->loading != NULL)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  if (self->chooser != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
  g_clear_object (&self->chooser);
  g_clear_pointer (&self->shown, dh_data_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), DH_TYPE_DATA_GROUP);
  G_OBJECT_CLASS (dh_data_group_parent_class)->dispose (object);
}

static void
dh_data_group_finalize (GObject *object)
{
  dh_data_spec_clear (&DH_DATA_GROUP (object)->spec);
  G_OBJECT_CLASS (dh_data_group_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, DhDataGroup, source_row);
  gtk_widget_class_bind_template_child (widget_class, DhDataGroup, file_row);
  gtk_widget_class_bind_template_child (widget_class, DhDataGroup, paste_row);
  gtk_widget_class_bind_template_child (widget_class, DhDataGroup, seed_row);
  gtk_widget_class_bind_template_child (widget_class, DhDataGroup, target_row);
  gtk_widget_class_bind_template_child (widget_class, DhDataGroup, noise_row);
  gtk_widget_class_bind_template_child (widget_class, DhDataGroup, noise_seed_row);
  gtk_widget_class_bind_template_child (widget_class, DhDataGroup, source);
  gtk_widget_class_bind_template_child (widget_class, DhDataGroup, choose);
  gtk_widget_class_bind_template_child (widget_class, DhDataGroup, reload);
  gtk_widget_class_bind_template_child (widget_class, DhDataGroup, file_name);
  gtk_widget_class_bind_template_child (widget_class, DhDataGroup, params);
  gtk_widget_class_bind_template_child (widget_class, DhDataGroup, seed);
  gtk_widget_class_bind_template_child (widget_class, DhDataGroup, target_box);
  gtk_widget_class_bind_template_child (widget_class, DhDataGroup, target);
  gtk_widget_class_bind_template_child (widget_class, DhDataGroup, target_params);
  gtk_widget_class_bind_template_child (widget_class, DhDataGroup, noise);
  gtk_widget_class_bind_template_child (widget_class, DhDataGroup, noise_seed);
  gtk_widget_class_bind_template_child (widget_class, DhDataGroup, spinner);
  gtk_widget_class_bind_template_child (widget_class, DhDataGroup, description);
  gtk_widget_class_bind_template_child (widget_class, DhDataGroup, cancel);
}

static void
dh_data_group_class_init (DhDataGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dh_data_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = dh_data_group_finalize;
  DH_GROUP_CLASS (klass)->update = dh_data_group_update;

  dh_panels_ensure ();
  gtk_widget_class_set_template_from_resource (widget_class, DH_PANELS_UI "dh-data-group.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, source_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_cb);
  gtk_widget_class_bind_template_callback (widget_class, reload_cb);
  gtk_widget_class_bind_template_callback (widget_class, paste_cb);
  gtk_widget_class_bind_template_callback (widget_class, param_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, seed_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, new_seed_cb);
  gtk_widget_class_bind_template_callback (widget_class, target_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, target_param_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, noise_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, noise_seed_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, new_noise_seed_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
}

static void
dh_data_group_init (DhDataGroup *self)
{
  dh_data_spec_init (&self->spec);
  gtk_widget_init_template (GTK_WIDGET (self));
  g_object_set (self->seed, "maximum", DH_PANELS_MAX_SEED, NULL);
  g_object_set (self->noise_seed, "maximum", DH_PANELS_MAX_SEED, NULL);
  dh_choices_install (self->source, &sources);
  dh_choices_install (self->target, &targets);
}
