/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Settings of a run as the command line has them: one row of a table each. They are applied in a
 * fixed order, not in the order given, so that --lr and --set win over the defaults that
 * --optimizer brings wherever they stand. */
#include "config.h"

#include "dh-cli.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dh-csv.h"
#include "dh-error.h"
#include "dh-number.h"

typedef gboolean (*ApplyRun) (DhRun *run, const char *value, GError **error);

static gboolean
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, DH_ERROR, DH_ERROR_INVALID, message);
  return FALSE;
}

static gboolean
apply_name (DhRun *run, const char *value, GError **error)
{
  if (value[0] == '\0' || !g_utf8_validate (value, -1, NULL))
    return refuse (error, _("A name is UTF-8 text and not empty."));
  dh_run_set_name (run, value);
  return TRUE;
}

/* A run that is called after its model is called after the new one; a name of its own stays. */
static gboolean
apply_model (DhRun *run, const char *value, GError **error)
{
  g_autofree char *old = dh_model_spec_describe (&run->model);
  g_autofree char *name = NULL;

  if (!dh_model_spec_parse (value, &run->model, error)
      || !dh_model_spec_validate (&run->model, error))
    return FALSE;
  if (g_str_equal (run->name, old))
    {
      name = dh_model_spec_describe (&run->model);
      dh_run_set_name (run, name);
    }
  return TRUE;
}

static gboolean
apply_init (DhRun *run, const char *value, GError **error)
{
  DhInitSpec init;

  dh_init_spec_init (&init, DH_INIT_ONES);
  if (!dh_init_spec_parse (value, &init, error)
      || !dh_init_spec_validate (&init, &run->model, error))
    {
      dh_init_spec_clear (&init);
      return FALSE;
    }
  dh_init_spec_clear (&run->init);
  run->init = init;
  return TRUE;
}

static gboolean
apply_gradient (DhRun *run, const char *value, GError **error)
{
  return dh_gradient_parse (value, &run->gradient, &run->bump, error);
}

static gboolean
apply_optimizer (DhRun *run, const char *value, GError **error)
{
  DhOptimiserKind kind;

  if (!dh_optimiser_parse (value, &kind, error))
    return FALSE;
  dh_run_set_optimiser (run, kind);
  return TRUE;
}

static gboolean
apply_set (DhRun *run, const char *value, GError **error)
{
  const char *equals = strchr (value, '=');
  g_autofree char *id = NULL;
  double number;

  if (equals == NULL || equals == value)
    return refuse (error, _("Give a parameter and its value, as in momentum=0.9."));
  id = g_strndup (value, (gsize) (equals - value));
  return dh_number_parse (equals + 1, &number, error)
         && dh_optimiser_spec_set (&run->optimiser, id, number, error);
}

static gboolean
apply_prime (DhRun *run, const char *value, GError **error)
{
  guint64 passes;

  if (!dh_number_parse_uint64 (value, 0, 1000, &passes, error))
    return FALSE;
  run->prime = (guint) passes;
  return TRUE;
}

static gboolean
parse_rate (const char *value, double *lr, GError **error)
{
  if (!dh_number_parse (value, lr, error))
    return FALSE;
  if (*lr > 0)
    return TRUE;
  dh_error_set_quoted (error, DH_ERROR_INVALID,
                       _("%s is no learning rate: it must be above 0, for example 0.0001."), value);
  return FALSE;
}

static gboolean
apply_lr (DhRun *run, const char *value, GError **error)
{
  return parse_rate (value, &run->lr, error);
}

static gboolean
apply_schedule (DhRun *run, const char *value, GError **error)
{
  return dh_schedule_spec_parse (value, &run->schedule, error)
         && dh_schedule_spec_validate (&run->schedule, error);
}

static gboolean
apply_clip (DhRun *run, const char *value, GError **error)
{
  return dh_clip_spec_parse (value, &run->clip, error)
         && dh_clip_spec_validate (&run->clip, error);
}

static gboolean
apply_batch (DhRun *run, const char *value, GError **error)
{
  guint64 rows = 0;

  if (!g_str_equal (value, "all")
      && !dh_number_parse_uint64 (value, 1, DH_DATA_MAX_ROWS, &rows, error))
    {
      g_prefix_error (error, "%s", _("Give “all” or a number of rows: "));
      return FALSE;
    }
  run->batch = rows;
  return TRUE;
}

static gboolean
apply_shuffle (DhRun *run, const char *value, GError **error)
{
  run->shuffle = !g_str_equal (value, "off");
  return !run->shuffle
         || dh_number_parse_uint64 (value, 0, G_MAXUINT64, &run->shuffle_seed, error);
}

static gboolean
apply_carry (DhRun *run, const char *value, GError **error)
{
  return dh_carry_parse (value, &run->carry, error);
}

static gboolean
apply_epochs (DhRun *run, const char *value, GError **error)
{
  return dh_number_parse_uint64 (value, 1, G_MAXUINT64, &run->epochs, error);
}

static gboolean
parse_intervention (const char *value, DhIntervention *intervention, GError **error)
{
  const char *rate = strstr (value, ":lr=");
  g_autofree char *step = NULL;

  if (rate == NULL)
    return refuse (error, _("Give a step and the rate from there on, as in 100:lr=0.001."));
  step = g_strndup (value, (gsize) (rate - value));
  return dh_number_parse_uint64 (step, 1, G_MAXUINT64, &intervention->step, error)
         && parse_rate (rate + strlen (":lr="), &intervention->lr, error);
}

static gboolean
apply_at (DhRun *run, const char *value, GError **error)
{
  DhIntervention intervention;

  if (!parse_intervention (value, &intervention, error))
    return FALSE;
  dh_run_intervene (run, intervention.step, intervention.lr);
  return TRUE;
}

static gboolean
apply_record (DhRun *run, const char *value, GError **error)
{
  g_auto (GStrv) words = g_strsplit (value, ",", -1);

  run->record_bump = FALSE;
  run->record_curvature = FALSE;
  for (guint i = 0; words[i] != NULL; i++)
    {
      if (g_str_equal (words[i], "bump"))
        run->record_bump = TRUE;
      else if (g_str_equal (words[i], "curvature"))
        run->record_curvature = TRUE;
      else if (!g_str_equal (words[i], "none"))
        return refuse (error, _("What can be recorded besides is bump and curvature, "
                                "separated by a comma; or none."));
    }
  return TRUE;
}

/* In the order of the help. Applied by rank, lowest first; within a rank in the order given. */
static const struct
{
  DhCliSettingInfo info;
  ApplyRun apply; /* NULL: concerns the data */
  guint rank;
} table[] = {
  { { "data", N_("SOURCE"),
      N_("workbook, range:START:STOP:STEP, random:COUNT:LOW:HIGH:SEED[:real], or the "
         "path of a CSV or TSV file") },
    NULL, 0 },
  { { "target", N_("SHAPE"),
      N_("y of range and random data: line:SLOPE:INTERCEPT, parabola:A:B, "
         "sine:AMPLITUDE:OFFSET:PERIOD, step:HEIGHT:OFFSET:AT, abs:SLOPE:OFFSET:CENTRE") },
    NULL, 0 },
  { { "noise", N_("SD[:SEED]"),
      N_("Gaussian noise added to that y") },
    NULL, 0 },
  { { "name", N_("TEXT"),
      N_("what the run is called in charts and results") },
    apply_name, 1 },
  { { "model", N_("MODEL"),
      N_("linear, two-linear, two-relu, or mlp:WIDTH[,WIDTH…]:ACTIVATION with identity, relu, "
         "leaky-relu, tanh, sigmoid, softplus, or gelu") },
    apply_model, 0 },
  { { "init", N_("WEIGHTS"),
      N_("ones, zeros, xavier:SEED, kaiming:SEED, normal:SD:SEED, or the weights "
         "separated by commas") },
    apply_init, 1 },
  { { "gradient", N_("KIND"),
      N_("analytic, bump[:H], or central[:H]") },
    apply_gradient, 1 },
  { { "optimizer", N_("NAME"),
      N_("sgd, adagrad, adadelta, rmsprop, adam, adamw, nadam, radam, average-grad, or "
         "workbook-sgd, -momentum, -rmsprop, -adam, -adam-annealed; brings its own "
         "learning rate, parameters and priming") },
    apply_optimizer, 0 },
  { { "set", N_("PARAM=VALUE"),
      N_("a parameter that the optimiser has: momentum, dampening, nesterov, weight-decay, "
         "lr-decay, alpha, rho, beta, beta1, beta2, eps, centered, amsgrad, momentum-decay, v0; "
         "can be repeated") },
    apply_set, 1 },
  { { "prime", N_("PASSES"),
      N_("passes over the data that only warm up the moments") },
    apply_prime, 1 },
  { { "lr", N_("RATE"),
      N_("learning rate") },
    apply_lr, 1 },
  { { "schedule", N_("SHAPE"),
      N_("constant, step:EVERY:FACTOR, exponential:FACTOR, cosine[:MIN], "
         "warmup-cosine:STEPS[:MIN], or one-cycle[:PCT[:DIV[:FINAL]]]") },
    apply_schedule, 1 },
  { { "at", N_("STEP:lr=RATE"),
      N_("another learning rate from this step on; can be repeated") },
    apply_at, 2 },
  { { "clip", N_("HOW"),
      N_("off, value:LIMIT, or norm:LIMIT") },
    apply_clip, 1 },
  { { "batch", N_("ROWS"),
      N_("rows an update, or all") },
    apply_batch, 1 },
  { { "shuffle", N_("SEED"),
      N_("shuffle the rows each epoch; off: as listed") },
    apply_shuffle, 1 },
  { { "carry", N_("HOW"),
      N_("every-row, or workbook, which forgets the last row's update of each epoch as "
         "the workbook does") },
    apply_carry, 1 },
  { { "epochs", N_("NUMBER"),
      N_("passes over the data") },
    apply_epochs, 1 },
  { { "record", N_("LIST"),
      N_("record more: bump (derivatives), curvature (of the loss, each epoch)") },
    apply_record, 1 },
  { { NULL }, NULL, 0 },
};

#define MAX_RANK 2

const DhCliSettingInfo *
dh_cli_settings (void)
{
  static DhCliSettingInfo infos[G_N_ELEMENTS (table)];

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    infos[i] = table[i].info;
  return infos;
}

static gsize
find_setting (const char *name)
{
  for (gsize i = 0; table[i].info.name != NULL; i++)
    if (g_str_equal (table[i].info.name, name))
      return i;
  g_return_val_if_reached (0);
}

/* The setting given last wins; NULL when it was not given. */
static const char *
last_value (GPtrArray *settings, const char *name)
{
  for (guint i = settings->len; i > 0; i--)
    {
      const DhCliSetting *setting = g_ptr_array_index (settings, i - 1);

      if (g_str_equal (setting->name, name))
        return setting->value;
    }
  return NULL;
}

static gboolean
apply_noise (DhDataSpec *spec, const char *value, GError **error)
{
  const char *colon = strchr (value, ':');
  g_autofree char *sd = colon != NULL ? g_strndup (value, (gsize) (colon - value))
                                      : g_strdup (value);

  if (!dh_number_parse (sd, &spec->noise_sd, error))
    return FALSE;
  if (spec->noise_sd < 0)
    return refuse (error, _("A standard deviation is 0 or greater."));
  return colon == NULL
         || dh_number_parse_uint64 (colon + 1, 0, G_MAXUINT64, &spec->noise_seed, error);
}

/* Applies --data, --target and --noise to a copy of the data's recipe. */
static gboolean
apply_to_spec (DhDataSpec *spec, GPtrArray *settings, GError **error)
{
  const char *source = last_value (settings, "data");
  const char *target = last_value (settings, "target");
  const char *noise = last_value (settings, "noise");

  if (source != NULL && !dh_data_spec_parse (source, spec, error))
    {
      g_prefix_error (error, "--data: ");
      return FALSE;
    }
  if ((target != NULL || noise != NULL)
      && spec->source != DH_DATA_RANGE && spec->source != DH_DATA_RANDOM)
    {
      return refuse (error, _("--target and --noise make the y of generated data; they need "
                              "--data range:… or random:…."));
    }
  if (target != NULL && !dh_target_parse (target, &spec->target, error))
    {
      g_prefix_error (error, "--target: ");
      return FALSE;
    }
  if (noise != NULL && !apply_noise (spec, noise, error))
    {
      g_prefix_error (error, "--noise: ");
      return FALSE;
    }
  if (!dh_data_spec_validate (spec, error))
    {
      g_prefix_error (error, "--%s: ",
                      source != NULL ? "data" : target != NULL ? "target" : "noise");
      return FALSE;
    }
  return TRUE;
}

/* The data that the settings ask for; a reference to the old where they ask for nothing. */
static DhData *
make_data (DhData *old, GPtrArray *settings, gboolean *usage, GError **error)
{
  const char *source = last_value (settings, "data");
  gboolean is_path = source != NULL && !dh_data_spec_is_generated (source);
  DhDataSpec spec;
  DhData *data = NULL;

  if (source == NULL && last_value (settings, "target") == NULL
      && last_value (settings, "noise") == NULL)
    return dh_data_ref (old);
  if (is_path && last_value (settings, "target") == NULL && last_value (settings, "noise") == NULL)
    {
      *usage = FALSE; /* a bad file is not wrong usage */
      return dh_csv_load_data (source, error);
    }
  *usage = TRUE;
  if (is_path)
    {
      refuse (error, _("--target and --noise make the y of generated data; they do not go with "
                       "a file."));
      return NULL;
    }
  if (source != NULL)
    dh_data_spec_init (&spec);
  else
    dh_data_spec_copy (dh_data_get_spec (old), &spec);
  if (apply_to_spec (&spec, settings, error))
    data = dh_data_new_generated (&spec, error);
  dh_data_spec_clear (&spec);
  return data;
}

/* Applies the settings of one rank in the order given. */
static gboolean
apply_rank (DhRun *run, GPtrArray *settings, guint rank, GError **error)
{
  for (guint i = 0; i < settings->len; i++)
    {
      const DhCliSetting *setting = g_ptr_array_index (settings, i);
      gsize row = find_setting (setting->name);

      if (table[row].apply == NULL || table[row].rank != rank)
        continue;
      if (!table[row].apply (run, setting->value, error))
        {
          g_prefix_error (error, "--%s: ", setting->name);
          return FALSE;
        }
    }
  return TRUE;
}

/* Interventions ascend: each replaces whatever starts after it. */
static gint
compare_at (gconstpointer a, gconstpointer b)
{
  const DhCliSetting *first = *(DhCliSetting *const *) a;
  const DhCliSetting *second = *(DhCliSetting *const *) b;
  DhIntervention x = { 0 }, y = { 0 };

  parse_intervention (first->value, &x, NULL);
  parse_intervention (second->value, &y, NULL);
  return (x.step > y.step) - (x.step < y.step);
}

static gboolean
apply_interventions (DhRun *run, GPtrArray *settings, GError **error)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();

  for (guint i = 0; i < settings->len; i++)
    {
      DhCliSetting *setting = g_ptr_array_index (settings, i);

      if (g_str_equal (setting->name, "at"))
        g_ptr_array_add (sorted, setting);
    }
  g_ptr_array_sort (sorted, compare_at);
  return apply_rank (run, sorted, MAX_RANK, error);
}

static DhRun *
changed_run (DhRun *run, gsize n_rows, GPtrArray *settings, GError **error)
{
  g_autoptr (DhRun) changed = dh_run_copy (run);

  for (guint rank = 0; rank < MAX_RANK; rank++)
    if (!apply_rank (changed, settings, rank, error))
      return NULL;
  if (!apply_interventions (changed, settings, error)
      || !dh_run_validate (changed, n_rows, error))
    return NULL;
  return g_steal_pointer (&changed);
}

DhExperiment *
dh_cli_settings_apply (const DhExperiment *experiment, GPtrArray *settings, gssize only,
                       gboolean *usage, GError **error)
{
  g_autoptr (DhData) data = make_data (dh_experiment_get_data (experiment), settings, usage, error);
  g_autoptr (DhExperiment) result = NULL;

  if (data == NULL)
    return NULL;
  *usage = settings->len > 0;
  result = dh_experiment_with_data (experiment, data);
  for (gsize i = 0; i < dh_experiment_n_runs (experiment); i++)
    {
      g_autoptr (DhRun) run = NULL;
      g_autoptr (DhExperiment) before = NULL;

      if (only >= 0 && (gsize) only != i)
        continue;
      run = changed_run (dh_experiment_get_run (experiment, i), dh_data_get_n_rows (data), settings,
                         error);
      if (run == NULL)
        return NULL;
      before = g_steal_pointer (&result);
      result = dh_experiment_with_run (before, run);
    }
  if (!dh_experiment_validate (result, error))
    return NULL;
  return g_steal_pointer (&result);
}
