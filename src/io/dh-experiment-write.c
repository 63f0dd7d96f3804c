/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Experiment files, the writing half. Keys are those of the command line where it has them. */
#include "config.h"

#include "dh-experiment-file-private.h"

#include "dh-error.h"
#include "dh-file.h"
#include "dh-number.h"

#include <glib/gi18n-lib.h>

static void
set_double (GKeyFile *file, const char *group, const char *key, double value)
{
  char text[DH_NUMBER_SIZE];

  g_key_file_set_value (file, group, key, dh_number_format (value, text));
}

static void
take_value (GKeyFile *file, const char *group, const char *key, char *value)
{
  g_key_file_set_string (file, group, key, value);
  g_free (value);
}

static void
set_column (GKeyFile *file, const char *key, const double *values, gsize n)
{
  GString *string = g_string_sized_new (n * 8);

  for (gsize i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append_c (string, ';');
      dh_number_append (string, values[i]);
    }
  g_key_file_set_value (file, GROUP_DATA, key, string->str);
  g_string_free (string, TRUE);
}

static void
write_data (GKeyFile *file, const DhData *data)
{
  const DhDataSpec *spec = dh_data_get_spec (data);
  gsize n = dh_data_get_n_rows (data);
  gboolean made_up = spec->source == DH_DATA_RANGE || spec->source == DH_DATA_RANDOM;

  if (spec->source == DH_DATA_FILE)
    {
      g_key_file_set_value (file, GROUP_DATA, "source", "file");
      g_key_file_set_string (file, GROUP_DATA, "path", spec->path);
    }
  else
    take_value (file, GROUP_DATA, "source", dh_data_spec_to_string (spec));
  if (made_up)
    {
      take_value (file, GROUP_DATA, "target", dh_target_to_string (&spec->target));
      set_double (file, GROUP_DATA, "noise-sd", spec->noise_sd);
      g_key_file_set_uint64 (file, GROUP_DATA, "noise-seed", spec->noise_seed);
    }
  if (spec->source != DH_DATA_FILE && spec->source != DH_DATA_PASTED)
    return;
  g_key_file_set_uint64 (file, GROUP_DATA, "rows", n);
  g_key_file_set_uint64 (file, GROUP_DATA, "checksum", dh_data_checksum (data));
  /* Pasted rows exist nowhere else, however many they are. */
  if (n <= DH_EXPERIMENT_FILE_MAX_ROWS || spec->source == DH_DATA_PASTED)
    {
      set_column (file, "x", dh_data_get_x (data), n);
      set_column (file, "y", dh_data_get_y (data), n);
    }
}

static void
write_interventions (GKeyFile *file, const char *group, const DhRun *run)
{
  g_autoptr (GString) string = g_string_new (NULL);

  for (gsize i = 0; i < run->n_interventions; i++)
    {
      g_string_append_printf (string, "%s%" G_GUINT64_FORMAT ":", i > 0 ? ";" : "",
                              run->interventions[i].step);
      dh_number_append (string, run->interventions[i].lr);
    }
  if (string->len > 0)
    g_key_file_set_value (file, group, "interventions", string->str);
}

static void
write_optimiser (GKeyFile *file, const char *group, const DhOptimiserSpec *spec)
{
  const DhOptimiserInfo *info = dh_optimiser_info (spec->kind);

  g_key_file_set_value (file, group, "optimizer", info->id);
  for (guint i = 0; i < info->n_params; i++)
    {
      g_autofree char *key = g_strconcat ("set.", info->param[i].id, NULL);

      set_double (file, group, key, spec->param[i]);
    }
}

static void
write_run (GKeyFile *file, const char *group, const DhRun *run)
{
  g_key_file_set_uint64 (file, group, "id", run->id);
  g_key_file_set_string (file, group, "name", run->name);
  if (run->colour & DH_COLOUR_CUSTOM)
    take_value (file, group, "colour", g_strdup_printf ("#%06x", run->colour & 0xffffff));
  else
    g_key_file_set_uint64 (file, group, "colour", run->colour);
  g_key_file_set_boolean (file, group, "visible", run->visible);
  take_value (file, group, "model", dh_model_spec_to_string (&run->model));
  take_value (file, group, "init", dh_init_spec_to_string (&run->init));
  take_value (file, group, "gradient", dh_gradient_to_string (run->gradient, run->bump));
  set_double (file, group, "bump", run->bump);
  g_key_file_set_boolean (file, group, "record-bump", run->record_bump);
  write_optimiser (file, group, &run->optimiser);
  set_double (file, group, "lr", run->lr);
  take_value (file, group, "schedule", dh_schedule_spec_to_string (&run->schedule));
  take_value (file, group, "clip", dh_clip_spec_to_string (&run->clip));
  if (run->batch == 0)
    g_key_file_set_value (file, group, "batch", "all");
  else
    g_key_file_set_uint64 (file, group, "batch", run->batch);
  g_key_file_set_boolean (file, group, "shuffle", run->shuffle);
  g_key_file_set_uint64 (file, group, "shuffle-seed", run->shuffle_seed);
  g_key_file_set_value (file, group, "carry", dh_carry_id (run->carry));
  g_key_file_set_uint64 (file, group, "epochs", run->epochs);
  g_key_file_set_uint64 (file, group, "prime", run->prime);
  g_key_file_set_uint64 (file, group, "snapshot-stride", run->snapshot_stride);
  g_key_file_set_boolean (file, group, "record-curvature", run->record_curvature);
  write_interventions (file, group, run);
}

static void
write_axis (GKeyFile *file, const char *group, const char *name, const DhAxisSpec *axis)
{
  g_autofree char *range_key = g_strconcat (name, "-range", NULL);

  g_key_file_set_value (file, group, name, dh_axis_kind_id (axis->kind));
  if (axis->fixed)
    {
      char low[DH_NUMBER_SIZE], high[DH_NUMBER_SIZE];

      take_value (file, group, range_key,
                  g_strdup_printf ("%s:%s", dh_number_format (axis->min, low),
                                   dh_number_format (axis->max, high)));
    }
}

static void
write_list (GKeyFile *file, const char *group, const char *key, char **list)
{
  if (list && *list)
    g_key_file_set_string_list (file, group, key, (const char *const *) list, g_strv_length (list));
}

static void
write_view (GKeyFile *file, const char *group, const DhView *view)
{
  if (view->title)
    g_key_file_set_string (file, group, "title", view->title);
  g_key_file_set_value (file, group, "x", dh_x_axis_id (view->x));
  write_list (file, group, "left", view->left);
  write_list (file, group, "right", view->right);
  write_axis (file, group, "x-axis", &view->x_axis);
  write_axis (file, group, "left-axis", &view->left_axis);
  write_axis (file, group, "right-axis", &view->right_axis);
  g_key_file_set_boolean (file, group, "legend", view->legend);
  write_list (file, group, "hidden", view->hidden);
  if (view->n_runs > 0)
    {
      g_autoptr (GString) ids = g_string_new (NULL);

      for (gsize i = 0; i < view->n_runs; i++)
        g_string_append_printf (ids, "%s%" G_GUINT64_FORMAT, i > 0 ? ";" : "", view->runs[i]);
      g_key_file_set_value (file, group, "runs", ids->str);
    }
}

/* Only when it says something: files without the group stay as they are. */
static void
write_smoothing (GKeyFile *file, const DhSmoothSpec *spec)
{
  DhSmoothSpec initial;

  dh_smooth_spec_init (&initial);
  if (dh_smooth_spec_equal (spec, &initial))
    return;
  set_double (file, GROUP_SMOOTHING, "beta", spec->beta);
  take_value (file, GROUP_SMOOTHING, "methods", dh_smooth_methods_to_string (spec->methods));
  g_key_file_set_uint64 (file, GROUP_SMOOTHING, "length", spec->length);
  g_key_file_set_value (file, GROUP_SMOOTHING, "axis", dh_axis_kind_id (spec->axis));
  for (guint i = 0; i < spec->n_signals; i++)
    {
      g_autofree char *signal_key = g_strdup_printf ("signal-%u", i + 1);
      g_autofree char *average_key = g_strdup_printf ("average-%u", i + 1);

      take_value (file, GROUP_SMOOTHING, signal_key, dh_smooth_signal_to_string (&spec->signal[i]));
      if (i > 0)
        g_key_file_set_boolean (file, GROUP_SMOOTHING, average_key, spec->signal[i].averaged);
    }
}

/* What a newer or another program wrote and we did not understand goes back as it was. */
static void
write_unknown (GKeyFile *file, GKeyFile *unknown)
{
  g_auto (GStrv) groups = g_key_file_get_groups (unknown, NULL);

  for (char **group = groups; *group; group++)
    {
      g_auto (GStrv) keys = g_key_file_get_keys (unknown, *group, NULL, NULL);

      for (char **key = keys; key && *key; key++)
        {
          g_autofree char *value = g_key_file_get_value (unknown, *group, *key, NULL);

          if (value && !g_key_file_has_key (file, *group, *key, NULL))
            g_key_file_set_value (file, *group, *key, value);
        }
    }
}

char *
dh_experiment_format (const DhExperiment *experiment, const DhFileExtras *extras)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  g_return_val_if_fail (experiment != NULL, NULL);

  g_key_file_set_integer (file, GROUP_FILE, "format", DH_EXPERIMENT_FORMAT_VERSION);
  g_key_file_set_value (file, GROUP_FILE, "program", PACKAGE_VERSION);
  write_data (file, dh_experiment_get_data (experiment));
  for (gsize i = 0; i < dh_experiment_n_runs (experiment); i++)
    {
      g_autofree char *group = g_strdup_printf (GROUP_RUN "%" G_GSIZE_FORMAT, i + 1);

      write_run (file, group, dh_experiment_get_run (experiment, i));
    }
  for (gsize i = 0; i < dh_experiment_n_views (experiment); i++)
    {
      g_autofree char *group = g_strdup_printf (GROUP_VIEW "%" G_GSIZE_FORMAT, i + 1);

      write_view (file, group, dh_experiment_get_view (experiment, i));
    }
  write_smoothing (file, dh_experiment_get_smoothing (experiment));
  if (extras && extras->unknown)
    write_unknown (file, extras->unknown);
  return g_key_file_to_data (file, NULL, NULL);
}

gboolean
dh_experiment_save (const DhExperiment *experiment, const char *path, const DhFileExtras *extras, GError **error)
{
  g_autofree char *text = dh_experiment_format (experiment, extras);

  if (strlen (text) > DH_EXPERIMENT_FILE_MAX_BYTES)
    {
      g_autofree char *display = dh_file_display (path);

      g_set_error (error, DH_ERROR, DH_ERROR_LIMIT,
                   _("%s: it was not saved, as its pasted data is larger than an experiment file may be "
                     "(64 MB). Save the data as a CSV file and open that as the experiment's data."),
                   display);
      return FALSE;
    }
  return dh_file_write (path, text, -1, error);
}
