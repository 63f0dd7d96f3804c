/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Arguments of "downhill-cli run", "smooth" and "sweep" as they are given. Settings come from the table of
 * dh-cli-settings.c, so that what is read and what the help says can't differ. */
#include "config.h"

#include "dh-cli.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dh-chart-file.h"
#include "dh-error.h"
#include "dh-number.h"

/* Arguments that are no settings. */
static const DhCliSettingInfo options_table[] = {
  { "first", NULL, N_("the experiment that the window opens with, in place of a file") },
  { "run", N_("NAME|NUMBER"),
    N_("of several runs, the one that settings change and that CSVs are written of") },
  { "csv", N_("FILE|-"), N_("every step as CSV; - is the standard output") },
  { "epochs-csv", N_("FILE|-"), N_("every epoch as CSV") },
  { "json", N_("FILE|-"), N_("settings and final state as JSON") },
  { "chart", N_("QUANTITY[,…]"),
    N_("draw these; repeated, the charts share a sheet; without it, the experiment's own charts") },
  { "output", N_("FILE"), N_("where the charts go: .png, .svg or .pdf") },
  { "size", N_("WxH"), N_("size of the sheet, as in 800x500") },
  { "scale", N_("FACTOR"), N_("pixels a unit of a PNG, 1 to 4") },
  { "x", N_("AXIS"), N_("horizontal axis of the charts: step, epoch or x") },
  { "y", N_("SCALE"), N_("vertical axis of the charts: linear, log or symlog") },
  { "dark", NULL, N_("charts on a dark background") },
  { "help", NULL, N_("this help") },
  { NULL, NULL, NULL },
};

static const DhCliSettingInfo sweep_table[] = {
  { "over", N_("lr=LOW:HIGH:COUNT"),
    N_("the learning rates, in equal ratios; both ends are among them") },
  { "over2", N_("PARAM=LOW:HIGH:COUNT"),
    N_("a second number, in equal steps: batch, bump, epochs, prime, or a parameter of the optimiser "
       "as in --set; batch, epochs and prime are rounded to whole numbers") },
  { "first", NULL, N_("the experiment that the window opens with, in place of a file") },
  { "run", N_("NAME|NUMBER"), N_("of several runs, the one to sweep") },
  { "csv", N_("FILE|-"), N_("every run as CSV; - is the standard output") },
  { "help", NULL, N_("this help") },
  { NULL, NULL, NULL },
};

static const DhCliSettingInfo smooth_table[] = {
  { "signal", N_("SIGNAL"),
    N_("sine:PERIOD:AMPLITUDE, step:COUNT (that many ones, then 0.5), noise:SD:SEED (a sine with noise), "
       "noisy-line:SD:SEED, or what a run records: error, g.b (a derivative), m.b (a moment) …; in place of "
       "the experiment's own") },
  { "beta", N_("BETA"), N_("how much of the average is kept at each value, at least 0 and below 1") },
  { "method", N_("METHOD[,…]"), N_("ema, corrected, accumulated, dampened; or none") },
  { "length", N_("COUNT"), N_("how many values a made-up signal has") },
  { "first", NULL, N_("the experiment that the window opens with, in place of a file") },
  { "run", N_("NAME|NUMBER"), N_("of several runs, the one whose recorded quantity is the signal") },
  { "csv", N_("FILE|-"), N_("signal and averages as CSV; - is the standard output") },
  { "output", N_("FILE"), N_("the chart: .png, .svg or .pdf") },
  { "size", N_("WxH"), N_("size of the chart, as in 800x500") },
  { "scale", N_("FACTOR"), N_("pixels a unit of a PNG, 1 to 4") },
  { "dark", NULL, N_("the chart on a dark background") },
  { "help", NULL, N_("this help") },
  { NULL, NULL, NULL },
};

const DhCliSettingInfo *
dh_cli_smooth_options (void)
{
  return smooth_table;
}

const DhCliSettingInfo *
dh_cli_other_options (void)
{
  return options_table;
}

const DhCliSettingInfo *
dh_cli_sweep_options (void)
{
  return sweep_table;
}

static void
setting_free (gpointer data)
{
  DhCliSetting *setting = data;

  g_free (setting->value);
  g_free (setting);
}

static gboolean
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, DH_ERROR, DH_ERROR_INVALID, message);
  return FALSE;
}

static gboolean
parse_size (DhCliOptions *options, const char *value, GError **error)
{
  g_auto (GStrv) sides = g_strsplit (value, "x", -1);
  guint64 width, height;

  if (g_strv_length (sides) != 2)
    return refuse (error, _("--size: Give width and height, as in 800x500."));
  if (!dh_number_parse_uint64 (sides[0], 16, DH_CHART_MAX_SIDE, &width, error)
      || !dh_number_parse_uint64 (sides[1], 16, DH_CHART_MAX_SIDE, &height, error))
    {
      g_prefix_error (error, "--size: ");
      return FALSE;
    }
  options->width = (double) width;
  options->height = (double) height;
  return TRUE;
}

static gboolean
parse_scale (DhCliOptions *options, const char *value, GError **error)
{
  if (!dh_number_parse (value, &options->scale, error))
    {
      g_prefix_error (error, "--scale: ");
      return FALSE;
    }
  if (options->scale < 1 || options->scale > 4)
    return refuse (error, _("--scale: Give a factor from 1 to 4."));
  return TRUE;
}

static void
replace (char **place, const char *value)
{
  g_free (*place);
  *place = g_strdup (value);
}

static gboolean
take_option (DhCliOptions *options, const char *name, const char *value, GError **error)
{
  const struct { const char *name; char **place; } texts[] = {
    { "run", &options->run }, { "csv", &options->csv }, { "epochs-csv", &options->epochs_csv },
    { "json", &options->json }, { "output", &options->output }, { "x", &options->x },
    { "y", &options->y }, { "over", &options->over }, { "over2", &options->over2 },
    { "signal", &options->signal }, { "beta", &options->beta }, { "method", &options->method },
    { "length", &options->length },
  };
  const struct { const char *name; gboolean *place; } flags[] = {
    { "first", &options->first }, { "dark", &options->dark }, { "help", &options->help },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (g_str_equal (name, texts[i].name))
      {
        replace (texts[i].place, value);
        return TRUE;
      }
  for (gsize i = 0; i < G_N_ELEMENTS (flags); i++)
    if (g_str_equal (name, flags[i].name))
      {
        *flags[i].place = TRUE;
        return TRUE;
      }
  if (g_str_equal (name, "size"))
    return parse_size (options, value, error);
  if (g_str_equal (name, "scale"))
    return parse_scale (options, value, error);
  {
    guint n = g_strv_length (options->charts);

    options->charts = g_renew (char *, options->charts, n + 2);
    options->charts[n] = g_strdup (value);
    options->charts[n + 1] = NULL;
  }
  return TRUE;
}

/* GOption's callback for every argument: what it is follows from its name. */
static gboolean
on_argument (const char *dashed, const char *value, gpointer data, GError **error)
{
  DhCliOptions *options = data;
  const char *name = g_str_equal (dashed, "-h") ? "help" : dashed + strlen ("--");

  for (const DhCliSettingInfo *info = dh_cli_settings (); info->name != NULL; info++)
    if (g_str_equal (name, info->name))
      {
        DhCliSetting *setting = g_new (DhCliSetting, 1);

        setting->name = info->name;
        setting->value = g_strdup (value);
        g_ptr_array_add (options->settings, setting);
        return TRUE;
      }
  return take_option (options, name, value, error);
}

static void
append_entries (GArray *entries, const DhCliSettingInfo *infos)
{
  for (const DhCliSettingInfo *info = infos; info->name != NULL; info++)
    {
      GOptionEntry entry = { 0 };

      entry.long_name = info->name;
      entry.short_name = g_str_equal (info->name, "help") ? 'h' : 0;
      /* File names may be any bytes; what is text is checked where it is used. */
      entry.flags = info->argument == NULL ? G_OPTION_FLAG_NO_ARG : G_OPTION_FLAG_FILENAME;
      entry.arg = G_OPTION_ARG_CALLBACK;
      entry.arg_data = (gpointer) on_argument;
      g_array_append_val (entries, entry);
    }
}

/* Combinations that can't be meant. */
static gboolean
check_combination (const DhCliOptions *options, GError **error)
{
  const char *files[] = { options->csv, options->epochs_csv, options->json, options->output };
  gboolean draws = options->charts[0] != NULL || options->width > 0 || options->scale > 0
                   || options->x != NULL || options->y != NULL || options->dark;
  DhChartFormat format;

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    for (gsize j = 0; j < i; j++)
      if (files[i] != NULL && files[j] != NULL && g_str_equal (files[i], files[j]))
        return refuse (error, g_str_equal (files[i], "-")
                         ? _("Only one output can go to the standard output; give the others a file.")
                         : _("Two outputs can't go to the same file; give each its own."));
  if (options->file != NULL && options->first)
    return refuse (error, _("--first stands in place of a file; give one of the two."));
  if (draws && options->output == NULL)
    return refuse (error, _("Charts need a place: add --output FILE.png, .svg or .pdf."));
  return options->output == NULL
         || dh_chart_format_from_path (options->output, &format, error);
}

static gboolean
take_rest (DhCliOptions *options, char **rest, GError **error)
{
  char **file = rest + 1; /* after the program's name */

  /* What follows a lone "--" is never an option, and GOption leaves that in. */
  if (*file != NULL && g_str_equal (*file, "--"))
    file++;
  if (*file == NULL)
    return TRUE;
  if (file[1] != NULL)
    {
      dh_error_set_quoted (error, DH_ERROR_INVALID,
                           _("%s is one argument too many: a single experiment file is wanted, "
                             "and settings begin with --."), file[1]);
      return FALSE;
    }
  options->file = g_strdup (*file);
  return TRUE;
}

gboolean
dh_cli_options_parse (DhCliOptions *options, const DhCliSettingInfo *others, char **arguments,
                      GError **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GArray) entries = g_array_new (TRUE, TRUE, sizeof (GOptionEntry));
  g_autoptr (GPtrArray) copy = g_ptr_array_new ();
  GOptionGroup *group = g_option_group_new ("run", "", "", options, NULL);
  g_auto (GStrv) argv = NULL;

  memset (options, 0, sizeof *options);
  options->settings = g_ptr_array_new_with_free_func (setting_free);
  options->charts = g_new0 (char *, 1);
  append_entries (entries, dh_cli_settings ());
  append_entries (entries, others);
  g_option_group_add_entries (group, (const GOptionEntry *) (gpointer) entries->data);
  g_option_context_set_main_group (context, group);
  g_option_context_set_help_enabled (context, FALSE);
  g_ptr_array_add (copy, g_strdup ("downhill-cli"));
  for (char **argument = arguments; *argument != NULL; argument++)
    g_ptr_array_add (copy, g_strdup (*argument));
  g_ptr_array_add (copy, NULL);
  argv = (GStrv) g_ptr_array_free (g_steal_pointer (&copy), FALSE);
  return g_option_context_parse_strv (context, &argv, error)
         && (options->help
             || (take_rest (options, argv, error) && check_combination (options, error)));
}

void
dh_cli_options_clear (DhCliOptions *options)
{
  g_free (options->file);
  g_free (options->run);
  g_clear_pointer (&options->settings, g_ptr_array_unref);
  g_free (options->csv);
  g_free (options->epochs_csv);
  g_free (options->json);
  g_free (options->output);
  g_strfreev (options->charts);
  g_free (options->x);
  g_free (options->y);
  g_free (options->over);
  g_free (options->over2);
  g_free (options->signal);
  g_free (options->beta);
  g_free (options->method);
  g_free (options->length);
  memset (options, 0, sizeof *options);
}
