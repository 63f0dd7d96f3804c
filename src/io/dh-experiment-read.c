/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Experiment files, the reading half. Every message names the file and, where there is one, the line. */
#include "config.h"

#include "dh-experiment-file-private.h"

#include "dh-csv.h"
#include "dh-error.h"
#include "dh-file.h"
#include "dh-key-text.h"
#include "dh-number.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_UNKNOWN_WARNINGS 20

/* One file being read. */
typedef struct
{
  GKeyFile *file;
  const char *text;  /* the whole file, for finding lines */
  const char *name;  /* what messages call it */
  const char *base_dir;
  GHashTable *known; /* "group\nkey" that were asked for */
  DhFileExtras *extras;
} Reader;

void
dh_file_extras_clear (DhFileExtras *extras)
{
  g_clear_pointer (&extras->unknown, g_key_file_unref);
  g_clear_pointer (&extras->warnings, g_ptr_array_unref);
}

static void
add_warning (Reader *reader, char *message)
{
  if (!reader->extras)
    {
      g_free (message);
      return;
    }
  if (!reader->extras->warnings)
    reader->extras->warnings = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (reader->extras->warnings, message);
}

static guint
find_line (const Reader *reader, const char *group, const char *key)
{
  return dh_key_text_find_line (reader->text, group, key);
}

/* Puts "FILE:LINE: [GROUP] KEY: " before a message. Returns FALSE for the caller to pass on. */
static gboolean
at_key (const Reader *reader, const char *group, const char *key, GError **error)
{
  g_prefix_error (error, "%s:%u: [%s] %s: ", reader->name, find_line (reader, group, key), group, key);
  return FALSE;
}

/* The value of a key, NULL when it is missing. Marks it as understood. */
static char *
get_string (Reader *reader, const char *group, const char *key)
{
  g_hash_table_add (reader->known, g_strdup_printf ("%s\n%s", group, key));
  if (!g_key_file_has_key (reader->file, group, key, NULL))
    return NULL;
  return g_key_file_get_string (reader->file, group, key, NULL);
}

/* TRUE with @value untouched when the key is missing. */
static gboolean
get_double (Reader *reader, const char *group, const char *key, double *value, GError **error)
{
  g_autofree char *text = get_string (reader, group, key);

  return !text || dh_number_parse (text, value, error) || at_key (reader, group, key, error);
}

static gboolean
get_uint64 (Reader *reader, const char *group, const char *key, guint64 min, guint64 max,
            guint64 *value, GError **error)
{
  g_autofree char *text = get_string (reader, group, key);

  return !text || dh_number_parse_uint64 (text, min, max, value, error) || at_key (reader, group, key, error);
}

static gboolean
get_boolean (Reader *reader, const char *group, const char *key, gboolean *value, GError **error)
{
  g_autofree char *text = get_string (reader, group, key);

  if (!text)
    return TRUE;
  if (strcmp (text, "true") == 0 || strcmp (text, "1") == 0)
    *value = TRUE;
  else if (strcmp (text, "false") == 0 || strcmp (text, "0") == 0)
    *value = FALSE;
  else
    {
      dh_error_set_quoted (error, DH_ERROR_PARSE, _("%s is neither true nor false."), text);
      return at_key (reader, group, key, error);
    }
  return TRUE;
}

static char **
get_list (Reader *reader, const char *group, const char *key)
{
  g_autofree char *present = get_string (reader, group, key);

  return present ? g_key_file_get_string_list (reader->file, group, key, NULL, NULL) : NULL;
}

/* A specification that has a parser of its own: TRUE when the key is missing or reads well. */
#define GET_PARSED(reader, group, key, parse, error, ...)                                     \
  G_STMT_START                                                                                \
    {                                                                                         \
      g_autofree char *text_ = get_string (reader, group, key);                               \
      if (text_ && !parse (text_, __VA_ARGS__, error))                                        \
        return at_key (reader, group, key, error);                                            \
    }                                                                                         \
  G_STMT_END

static gboolean
read_column (Reader *reader, const char *key, gsize n, double *values, GError **error)
{
  g_autofree char *text = get_string (reader, GROUP_DATA, key);
  gsize i = 0;

  for (char *cell = text; cell; i++)
    {
      char *end = strchr (cell, ';');

      if (end)
        *end++ = '\0';
      if (end == NULL && *cell == '\0')
        break; /* a list may end with its separator */
      if (i < n && !dh_number_parse (cell, &values[i], error))
        {
          g_prefix_error (error, _("row %zu: "), i + 1);
          return at_key (reader, GROUP_DATA, key, error);
        }
      cell = end;
    }
  if (i != n)
    {
      g_set_error (error, DH_ERROR, DH_ERROR_PARSE,
                   _("there are %zu values where “rows” says %zu. Was the file cut off?"), i, n);
      return at_key (reader, GROUP_DATA, key, error);
    }
  return TRUE;
}

/* Rows that stand in the file itself. */
static DhData *
read_rows (Reader *reader, const DhDataSpec *spec, gsize n, GError **error)
{
  g_autofree double *x = NULL, *y = NULL;
  DhData *data;

  /* Every value takes two bytes of text at least: more rows than that are a lie of the file. */
  if (n > strlen (reader->text) / 2)
    {
      g_set_error (error, DH_ERROR, DH_ERROR_PARSE,
                   _("%s: [Data] rows: the file is too short to hold %zu rows. Was it cut off?"),
                   reader->name, n);
      return NULL;
    }
  x = g_new (double, n);
  y = g_new (double, n);
  if (!read_column (reader, "x", n, x, error) || !read_column (reader, "y", n, y, error))
    return NULL;
  data = dh_data_new_rows (spec, x, y, n, error);
  if (!data)
    g_prefix_error (error, "%s: [Data] ", reader->name);
  return data;
}

static void
check_sum (Reader *reader, const DhData *data, guint64 rows, guint64 checksum, const char *path)
{
  if (dh_data_get_n_rows (data) != rows || dh_data_checksum (data) != checksum)
    {
      g_autofree char *display = dh_file_display (path);

      add_warning (reader, g_strdup_printf (_("%s: this data file has changed since the experiment was saved: "
                                              "results will differ."), display));
    }
}

static DhData *
read_file_data (Reader *reader, DhDataSpec *spec, guint64 rows, guint64 checksum, GError **error)
{
  g_autofree char *path = NULL;
  DhData *data;

  if (g_path_is_absolute (spec->path) || !reader->base_dir)
    path = g_strdup (spec->path);
  else
    path = g_build_filename (reader->base_dir, spec->path, NULL);
  data = dh_csv_load_data (path, error);
  if (!data)
    g_prefix_error (error, _("%s: the experiment's data can't be read: "), reader->name);
  else if (rows > 0)
    check_sum (reader, data, rows, checksum, path);
  return data;
}

static DhData *
read_data (Reader *reader, GError **error)
{
  g_autofree char *source = get_string (reader, GROUP_DATA, "source");
  g_autofree char *target = get_string (reader, GROUP_DATA, "target");
  g_autofree char *path = get_string (reader, GROUP_DATA, "path");
  g_autofree char *x = get_string (reader, GROUP_DATA, "x");
  guint64 rows = 0, checksum = 0;
  DhDataSpec spec;
  DhData *data;

  dh_data_spec_init (&spec);
  if (!get_double (reader, GROUP_DATA, "noise-sd", &spec.noise_sd, error)
      || !get_uint64 (reader, GROUP_DATA, "noise-seed", 0, G_MAXUINT64, &spec.noise_seed, error)
      || !get_uint64 (reader, GROUP_DATA, "rows", 1, DH_DATA_MAX_ROWS, &rows, error)
      || !get_uint64 (reader, GROUP_DATA, "checksum", 0, G_MAXUINT64, &checksum, error))
    return NULL;
  if (target && !dh_target_parse (target, &spec.target, error))
    {
      at_key (reader, GROUP_DATA, "target", error);
      return NULL;
    }
  if (g_strcmp0 (source, "pasted") == 0 || g_strcmp0 (source, "file") == 0)
    {
      spec.source = *source == 'p' ? DH_DATA_PASTED : DH_DATA_FILE;
      spec.path = spec.source == DH_DATA_FILE ? path : NULL;
      if (spec.source == DH_DATA_FILE && !path)
        {
          g_set_error (error, DH_ERROR, DH_ERROR_PARSE,
                       _("%s: [Data] has no path for its file."), reader->name);
          return NULL;
        }
      if (x || spec.source == DH_DATA_PASTED)
        return read_rows (reader, &spec, rows, error);
      return read_file_data (reader, &spec, rows, checksum, error);
    }
  if (source && !dh_data_spec_parse (source, &spec, error))
    {
      at_key (reader, GROUP_DATA, "source", error);
      return NULL;
    }
  data = dh_data_new_generated (&spec, error);
  if (!data)
    g_prefix_error (error, "%s: [Data] ", reader->name);
  return data;
}

static gboolean
parse_colour (const char *text, guint32 *colour, GError **error)
{
  guint64 value;

  if (text[0] == '#' && strlen (text) == 7
      && g_ascii_string_to_unsigned (text + 1, 16, 0, 0xffffff, &value, NULL))
    *colour = DH_COLOUR_CUSTOM | (guint32) value;
  else if (g_ascii_string_to_unsigned (text, 10, 0, 255, &value, NULL))
    *colour = (guint32) value;
  else
    {
      dh_error_set_quoted (error, DH_ERROR_PARSE,
                           _("%s is not a colour. Use a number of the palette or #RRGGBB."), text);
      return FALSE;
    }
  return TRUE;
}

static gboolean
parse_batch (const char *text, gsize *batch, GError **error)
{
  guint64 value;

  if (strcmp (text, "all") == 0)
    *batch = 0;
  else if (dh_number_parse_uint64 (text, 1, G_MAXSIZE, &value, error))
    *batch = (gsize) value;
  else
    return FALSE;
  return TRUE;
}

static gboolean
parse_interventions (const char *text, DhRun *run, GError **error)
{
  g_auto (GStrv) items = g_strsplit (text, ";", 0);

  for (char **item = items; *item; item++)
    {
      char *colon = strchr (*item, ':');
      guint64 step;
      double lr;

      if (!**item && !item[1])
        break; /* a list may end with its separator */
      if (!colon)
        {
          dh_error_set_quoted (error, DH_ERROR_PARSE,
                               _("%s is not STEP:RATE, for example 25:0.0001."), *item);
          return FALSE;
        }
      *colon = '\0';
      if (!dh_number_parse_uint64 (*item, 1, G_MAXUINT64, &step, error)
          || !dh_number_parse (colon + 1, &lr, error))
        return FALSE;
      if (run->n_interventions > 0 && step <= run->interventions[run->n_interventions - 1].step)
        {
          dh_error_set_quoted (error, DH_ERROR_INVALID,
                               _("the steps must ascend; %s does not. Sort them."), *item);
          return FALSE;
        }
      dh_run_intervene (run, step, lr);
    }
  return TRUE;
}

static gboolean
read_optimiser (Reader *reader, const char *group, DhRun *run, GError **error)
{
  g_autofree char *id = get_string (reader, group, "optimizer");
  const DhOptimiserInfo *info;
  DhOptimiserKind kind;

  if (id)
    {
      if (!dh_optimiser_parse (id, &kind, error))
        return at_key (reader, group, "optimizer", error);
      dh_run_set_optimiser (run, kind);
    }
  info = dh_optimiser_info (run->optimiser.kind);
  for (guint i = 0; i < info->n_params; i++)
    {
      g_autofree char *key = g_strconcat ("set.", info->param[i].id, NULL);
      double value = run->optimiser.param[i];

      if (!get_double (reader, group, key, &value, error))
        return FALSE;
      if (!dh_optimiser_spec_set (&run->optimiser, info->param[i].id, value, error))
        return at_key (reader, group, key, error);
    }
  return TRUE;
}

static gboolean
read_training (Reader *reader, const char *group, DhRun *run, GError **error)
{
  guint64 prime = run->prime;

  GET_PARSED (reader, group, "model", dh_model_spec_parse, error, &run->model);
  GET_PARSED (reader, group, "init", dh_init_spec_parse, error, &run->init);
  GET_PARSED (reader, group, "gradient", dh_gradient_parse, error, &run->gradient, &run->bump);
  GET_PARSED (reader, group, "schedule", dh_schedule_spec_parse, error, &run->schedule);
  GET_PARSED (reader, group, "clip", dh_clip_spec_parse, error, &run->clip);
  GET_PARSED (reader, group, "batch", parse_batch, error, &run->batch);
  GET_PARSED (reader, group, "carry", dh_carry_parse, error, &run->carry);
  GET_PARSED (reader, group, "interventions", parse_interventions, error, run);
  if (!read_optimiser (reader, group, run, error))
    return FALSE;
  prime = run->prime;
  if (!get_double (reader, group, "bump", &run->bump, error)
      || !get_boolean (reader, group, "record-bump", &run->record_bump, error)
      || !get_double (reader, group, "lr", &run->lr, error)
      || !get_boolean (reader, group, "shuffle", &run->shuffle, error)
      || !get_uint64 (reader, group, "shuffle-seed", 0, G_MAXUINT64, &run->shuffle_seed, error)
      || !get_uint64 (reader, group, "epochs", 1, G_MAXUINT64, &run->epochs, error)
      || !get_uint64 (reader, group, "prime", 0, G_MAXUINT, &prime, error)
      || !get_uint64 (reader, group, "snapshot-stride", 0, G_MAXUINT64, &run->snapshot_stride, error)
      || !get_boolean (reader, group, "record-curvature", &run->record_curvature, error))
    return FALSE;
  run->prime = (guint) prime;
  return TRUE;
}

static gboolean
read_run (Reader *reader, const char *group, guint64 number, DhRun *run, gsize n_rows, GError **error)
{
  g_autofree char *name = get_string (reader, group, "name");
  g_autofree char *fallback = g_strdup_printf (_("Run %u"), (guint) number);

  run->id = number;
  run->colour = (guint32) (number - 1) % 8;
  dh_run_set_name (run, name && *name ? name : fallback);
  GET_PARSED (reader, group, "colour", parse_colour, error, &run->colour);
  if (!get_uint64 (reader, group, "id", 1, G_MAXUINT64, &run->id, error)
      || !get_boolean (reader, group, "visible", &run->visible, error)
      || !read_training (reader, group, run, error))
    return FALSE;
  if (!dh_run_validate (run, n_rows, error))
    {
      g_prefix_error (error, "%s:%u: [%s]: ", reader->name, find_line (reader, group, NULL), group);
      return FALSE;
    }
  return TRUE;
}

static gboolean
parse_range (const char *text, DhAxisSpec *axis, GError **error)
{
  g_auto (GStrv) ends = g_strsplit (text, ":", 0);

  if (g_strv_length (ends) != 2)
    {
      dh_error_set_quoted (error, DH_ERROR_PARSE, _("%s is not LOW:HIGH, for example 0:100."), text);
      return FALSE;
    }
  axis->fixed = TRUE;
  return dh_number_parse (ends[0], &axis->min, error) && dh_number_parse (ends[1], &axis->max, error);
}

static gboolean
read_axis (Reader *reader, const char *group, const char *name, DhAxisSpec *axis, GError **error)
{
  g_autofree char *range_key = g_strconcat (name, "-range", NULL);

  GET_PARSED (reader, group, name, dh_axis_kind_parse, error, &axis->kind);
  GET_PARSED (reader, group, range_key, parse_range, error, axis);
  return TRUE;
}

static gboolean
read_view_runs (Reader *reader, const char *group, DhView *view, GError **error)
{
  g_auto (GStrv) ids = get_list (reader, group, "runs");

  view->n_runs = ids ? g_strv_length (ids) : 0;
  view->runs = view->n_runs > 0 ? g_new0 (guint64, view->n_runs) : NULL;
  for (gsize i = 0; i < view->n_runs; i++)
    if (!dh_number_parse_uint64 (ids[i], 1, G_MAXUINT64, &view->runs[i], error))
      return at_key (reader, group, "runs", error);
  return TRUE;
}

static gboolean
read_view (Reader *reader, const char *group, DhView *view, GError **error)
{
  g_autofree char *title = get_string (reader, group, "title");
  char **left = get_list (reader, group, "left");

  if (left)
    {
      g_strfreev (view->left);
      view->left = left;
    }
  dh_view_set_title (view, title);
  GET_PARSED (reader, group, "x", dh_x_axis_parse, error, &view->x);
  view->right = get_list (reader, group, "right");
  view->hidden = get_list (reader, group, "hidden");
  view->left_axis.kind = DH_AXIS_LINEAR;
  if (!read_axis (reader, group, "x-axis", &view->x_axis, error)
      || !read_axis (reader, group, "left-axis", &view->left_axis, error)
      || !read_axis (reader, group, "right-axis", &view->right_axis, error)
      || !get_boolean (reader, group, "legend", &view->legend, error)
      || !read_view_runs (reader, group, view, error))
    return FALSE;
  if (!dh_view_validate (view, error))
    {
      g_prefix_error (error, "%s:%u: [%s]: ", reader->name, find_line (reader, group, NULL), group);
      return FALSE;
    }
  return TRUE;
}

static gboolean
parse_beta (const char *text, double *beta, GError **error)
{
  return dh_number_parse (text, beta, error) && dh_smooth_beta_check (*beta, error);
}

/* One signal; a key that is missing ends the list, and may not be followed by others. */
static gboolean
read_signal (Reader *reader, guint index, DhSmoothSpec *spec, GError **error)
{
  g_autofree char *signal_key = g_strdup_printf ("signal-%u", index + 1);
  g_autofree char *average_key = g_strdup_printf ("average-%u", index + 1);

  if (!g_key_file_has_key (reader->file, GROUP_SMOOTHING, signal_key, NULL))
    return TRUE;
  if (index > 0 && index != spec->n_signals)
    {
      g_set_error (error, DH_ERROR, DH_ERROR_PARSE, _("there is no signal-%u before it. Number them without gaps."),
                   index);
      return at_key (reader, GROUP_SMOOTHING, signal_key, error);
    }
  GET_PARSED (reader, GROUP_SMOOTHING, signal_key, dh_smooth_signal_parse, error, &spec->signal[index]);
  spec->n_signals = index + 1;
  return index == 0 || get_boolean (reader, GROUP_SMOOTHING, average_key, &spec->signal[index].averaged, error);
}

static gboolean
read_smoothing (Reader *reader, DhSmoothSpec *spec, GError **error)
{
  GET_PARSED (reader, GROUP_SMOOTHING, "beta", parse_beta, error, &spec->beta);
  GET_PARSED (reader, GROUP_SMOOTHING, "methods", dh_smooth_methods_parse, error, &spec->methods);
  GET_PARSED (reader, GROUP_SMOOTHING, "axis", dh_axis_kind_parse, error, &spec->axis);
  if (!get_uint64 (reader, GROUP_SMOOTHING, "length", 1, DH_SMOOTH_MAX_LENGTH, &spec->length, error))
    return FALSE;
  for (guint i = 0; i < DH_SMOOTH_MAX_SIGNALS; i++)
    if (!read_signal (reader, i, spec, error))
      return FALSE;
  return TRUE;
}

static gboolean
check_version (Reader *reader, GError **error)
{
  g_autofree char *format = get_string (reader, GROUP_FILE, "format");
  g_autofree char *program = get_string (reader, GROUP_FILE, "program");
  guint64 version = 0;

  if (!format)
    {
      g_set_error (error, DH_ERROR, DH_ERROR_PARSE,
                   _("%s is not a Downhill experiment: it has no [Downhill] group with a format."),
                   reader->name);
      return FALSE;
    }
  if (!dh_number_parse_uint64 (format, 1, G_MAXINT, &version, error))
    return at_key (reader, GROUP_FILE, "format", error);
  if (version > DH_EXPERIMENT_FORMAT_VERSION)
    {
      g_autofree char *writer = dh_error_quote (program ? program : "?");

      g_set_error (error, DH_ERROR, DH_ERROR_VERSION,
                   _("%s was written by a newer Downhill (%s, format %d); this one reads format %d. "
                     "Update Downhill to open it."),
                   reader->name, writer, (int) version, DH_EXPERIMENT_FORMAT_VERSION);
      return FALSE;
    }
  return TRUE;
}

static void
keep_unknown (Reader *reader, const char *group, const char *key)
{
  g_autofree char *value = g_key_file_get_value (reader->file, group, key, NULL);

  if (!reader->extras || !value)
    return;
  if (!reader->extras->unknown)
    reader->extras->unknown = g_key_file_new ();
  g_key_file_set_value (reader->extras->unknown, group, key, value);
}

static void
warn_unknown (Reader *reader, const char *group, const char *key)
{
  g_autofree char *quoted_key = dh_error_quote (key);
  g_autofree char *quoted_group = dh_error_quote (group);

  add_warning (reader, g_strdup_printf (_("%s:%u: the key %s of group %s is unknown here; it is kept as it is."),
                                        reader->name, find_line (reader, group, key), quoted_key, quoted_group));
}

/* Whatever was not asked for is kept for the next save, and said: the first ones with their lines, each of
 * which costs a walk through the text, and how many more there are. */
static void
collect_unknown (Reader *reader)
{
  g_auto (GStrv) groups = g_key_file_get_groups (reader->file, NULL);
  guint n = 0;

  for (char **group = groups; *group; group++)
    {
      g_auto (GStrv) keys = g_key_file_get_keys (reader->file, *group, NULL, NULL);

      for (char **key = keys; key && *key; key++)
        {
          g_autofree char *id = g_strdup_printf ("%s\n%s", *group, *key);

          if (g_hash_table_contains (reader->known, id))
            continue;
          keep_unknown (reader, *group, *key);
          if (n++ < MAX_UNKNOWN_WARNINGS)
            warn_unknown (reader, *group, *key);
        }
    }
  if (n > MAX_UNKNOWN_WARNINGS)
    add_warning (reader,
                 g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                               "%s: %u more key is unknown here; it is kept as it is.",
                                               "%s: %u more keys are unknown here; they are kept as they are.",
                                               n - MAX_UNKNOWN_WARNINGS),
                                  reader->name, n - MAX_UNKNOWN_WARNINGS));
}

static DhExperiment *
read_experiment (Reader *reader, GError **error)
{
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func ((GDestroyNotify) dh_run_unref);
  g_autoptr (GPtrArray) views = g_ptr_array_new_with_free_func ((GDestroyNotify) dh_view_free);
  g_autoptr (DhData) data = NULL;
  g_autoptr (DhExperiment) experiment = NULL;
  g_autoptr (DhExperiment) smoothed = NULL;
  DhSmoothSpec smoothing;

  if (!check_version (reader, error))
    return NULL;
  data = read_data (reader, error);
  if (!data)
    return NULL;
  for (guint number = 1; number <= DH_EXPERIMENT_MAX_RUNS + 1; number++)
    {
      g_autofree char *group = g_strdup_printf (GROUP_RUN "%u", number);
      DhRun *run;

      if (!g_key_file_has_group (reader->file, group))
        break;
      run = dh_run_new ();
      g_ptr_array_add (runs, run);
      if (!read_run (reader, group, number, run, dh_data_get_n_rows (data), error))
        return NULL;
    }
  for (guint number = 1; number <= DH_EXPERIMENT_MAX_VIEWS + 1; number++)
    {
      g_autofree char *group = g_strdup_printf (GROUP_VIEW "%u", number);
      DhView *view;

      if (!g_key_file_has_group (reader->file, group))
        break;
      view = dh_view_new ("error");
      g_ptr_array_add (views, view);
      if (!read_view (reader, group, view, error))
        return NULL;
    }
  dh_smooth_spec_init (&smoothing);
  if (!read_smoothing (reader, &smoothing, error))
    return NULL;
  experiment = dh_experiment_new (data, (DhRun *const *) runs->pdata, runs->len,
                                  (const DhView *const *) views->pdata, views->len);
  smoothed = dh_experiment_with_smoothing (experiment, &smoothing);
  if (!dh_experiment_validate (smoothed, error))
    {
      g_prefix_error (error, "%s: ", reader->name);
      return NULL;
    }
  collect_unknown (reader);
  return g_steal_pointer (&smoothed);
}

DhExperiment *
dh_experiment_parse (const char *text, gsize length, const char *name, const char *base_dir,
                     DhFileExtras *extras, GError **error)
{
  g_autoptr (GKeyFile) file = NULL;
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *copy = NULL;
  g_autofree char *display = NULL;
  DhFileExtras found = { NULL, NULL };
  DhExperiment *experiment;
  Reader reader;

  g_return_val_if_fail (text != NULL && name != NULL, NULL);

  display = dh_file_display (name);
  copy = g_strndup (text, length);
  file = dh_key_text_load (text, length, display, DH_KEY_TEXT_EXPERIMENT, error);
  if (!file)
    return NULL;
  reader = (Reader){ file, copy, display, base_dir, known, &found };
  experiment = read_experiment (&reader, error);
  if (experiment && extras)
    *extras = found;
  else
    dh_file_extras_clear (&found);
  return experiment;
}

DhExperiment *
dh_experiment_load (const char *path, DhFileExtras *extras, GError **error)
{
  g_autofree char *text = NULL;
  g_autofree char *name = NULL;
  g_autofree char *base_dir = NULL;
  gsize length;

  g_return_val_if_fail (path != NULL, NULL);

  if (!dh_file_read (path, DH_EXPERIMENT_FILE_MAX_BYTES, &text, &length, error))
    return NULL;
  name = g_path_get_basename (path);
  base_dir = g_path_get_dirname (path);
  return dh_experiment_parse (text, length, name, base_dir, extras, error);
}
