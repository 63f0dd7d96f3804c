/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* The help: laid out from the same tables that the arguments are read with. */
#include "config.h"

#include "dh-cli.h"
#include "dh-lesson-list.h"

#include <glib/gi18n-lib.h>

#define HELP_COLUMN 26
#define HELP_WIDTH  90

void
dh_cli_append_wrapped (GString *out, const char *text, int indent)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  glong column = indent;

  for (guint i = 0; words[i] != NULL; i++)
    {
      glong length = g_utf8_strlen (words[i], -1);

      if (i > 0 && column + 1 + length > HELP_WIDTH)
        {
          g_string_append_printf (out, "\n%*s", indent, "");
          column = indent;
        }
      else if (i > 0)
        {
          g_string_append_c (out, ' ');
          column++;
        }
      g_string_append (out, words[i]);
      column += length;
    }
  g_string_append_c (out, '\n');
}

static void
append_table (GString *out, const char *title, const DhCliSettingInfo *infos)
{
  g_string_append_printf (out, "\n%s\n", title);
  for (const DhCliSettingInfo *info = infos; info->name != NULL; info++)
    {
      g_autofree char *left = info->argument == NULL
                                ? g_strdup_printf ("  --%s", info->name)
                                : g_strdup_printf ("  --%s %s", info->name, _(info->argument));
      glong length = g_utf8_strlen (left, -1);

      g_string_append (out, left);
      if (length + 2 > HELP_COLUMN)
        g_string_append_printf (out, "\n%*s", HELP_COLUMN, "");
      else
        g_string_append_printf (out, "%*s", (int) (HELP_COLUMN - length), "");
      dh_cli_append_wrapped (out, _(info->help), HELP_COLUMN);
    }
}

void
dh_cli_print_help (void)
{
  g_print (_("Usage: downhill-cli COMMAND …\n"
             "\n"
             "A laboratory for gradient descent, without a window.\n"
             "\n"
             "Commands:\n"
             "  run [FILE] [settings] [outputs]   train and write results\n"
             "  smooth [FILE] [settings] [--signal SIGNAL] [--beta BETA] [--method METHOD[,…]]\n"
             "                                    average a signal: momentum by itself\n"
             "  sweep [FILE] [settings] --over lr=LOW:HIGH:COUNT\n"
             "                                    train at many learning rates, say what becomes of each\n"
             "  lessons [NAME]                    list the lessons, or print one's experiment file\n"
             "\n"
             "  --help       this help; “downhill-cli run --help” has every setting\n"
             "  --version    the version\n"
             "\n"
             "Exit status: 0 done (a run that explodes is a result), 1 could not do it, 2 wrong usage.\n"));
}

void
dh_cli_print_run_help (void)
{
  g_autoptr (GString) out = g_string_new (NULL);

  g_string_append (out, _("Usage: downhill-cli run [FILE] [settings] [outputs]\n"
                          "\n"));
  g_string_append (out,
                   _("Trains the runs of an experiment file, or without one the workbook's basic\n"
                     "sheet: a line through 29 points, all weights 1, learning rate 0.0001, 5 epochs.\n"
                     "Settings change every run of the file, or the one that --run names. Without\n"
                     "outputs it prints a summary.\n"));
  append_table (out, _("Settings:"), dh_cli_settings ());
  append_table (out, _("Outputs and the rest:"), dh_cli_other_options ());
  g_string_append (out,
                   _("\n"
                     "Numbers have a decimal point in every locale. A file that is called like a data\n"
                     "source is meant with a path: --data ./workbook. In JSON, numbers that are not\n"
                     "finite are the strings \"inf\", \"-inf\" and \"nan\".\n"
                     "\n"
                     "Examples:\n"));
  /* Commands to type: the same in every language. */
  g_string_append (out,
                   "  downhill-cli run\n"
                   "  downhill-cli run --lr 0.0003 --epochs 20 --chart error --output error.png\n"
                   "  downhill-cli run --optimizer workbook-rmsprop --carry workbook \\\n"
                   "                   --epochs-csv -\n"
                   "  downhill-cli run --data points.csv --model mlp:8,8:tanh --init xavier:1 \\\n"
                   "                   --optimizer adam --set beta1=0.8 --epochs 500 --json result.json\n"
                   "  downhill-cli run mine.downhill --run \"2 neurons\" --lr 3e-5 --csv steps.csv\n"
                   "  downhill-cli run --first --output first.png\n");
  g_print ("%s", out->str);
}

void
dh_cli_print_lessons_help (void)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *folder = dh_lesson_folder ();
  g_autofree char *display = g_filename_display_name (folder);

  g_string_append (out, _("Usage: downhill-cli lessons [NAME] [--step NUMBER | --experiment NAME | --text | --check]\n"
                          "\n"));
  g_string_append (out,
                   _("Lists the lessons, or prints the experiment file of the one that is named, which is the\n"
                     "one that its first step shows. NAME is as it is listed, the number alone, or a file.\n"));
  append_table (out, _("Options:"), dh_cli_lessons_options ());
  g_string_append_printf (out, _("\n"
                                 "Your own lessons are the files NAME.lesson in %s.\n"
                                 "Exit status of --check: 1 when a claim does not hold or a lesson can't be read.\n"
                                 "\n"
                                 "Examples:\n"),
                          display);
  /* Commands to type: the same in every language. */
  g_string_append (out,
                   "  downhill-cli lessons\n"
                   "  downhill-cli lessons bigger-model --text\n"
                   "  downhill-cli lessons 3 > three.downhill && downhill-cli run three.downhill\n"
                   "  downhill-cli lessons mine.lesson --check\n");
  g_print ("%s", out->str);
}

void
dh_cli_print_smooth_help (void)
{
  g_autoptr (GString) out = g_string_new (NULL);

  g_string_append (out, _("Usage: downhill-cli smooth [FILE] [settings] [--signal SIGNAL] [--beta BETA]\n"
                          "                           [--method METHOD[,…]] [--length COUNT] [outputs]\n"
                          "\n"));
  g_string_append (out,
                   _("Averages a signal as optimisers average derivatives: momentum by itself. Without\n"
                     "outputs it prints the formulas with the numbers of the last value. The signal is\n"
                     "made up, or recorded by a run of an experiment file, or without one of the\n"
                     "workbook's basic sheet, with settings as in “downhill-cli run”.\n"));
  append_table (out, _("Smoothing:"), dh_cli_smooth_options ());
  append_table (out, _("Settings:"), dh_cli_settings ());
  g_string_append (out,
                   _("\n"
                     "The CSV has one line a value: index (from 1), signal, and each method's average; of\n"
                     "further signals of an experiment file, signal-2, signal-2.METHOD and so on. A value\n"
                     "that is not finite leaves the averages as they were.\n"
                     "\n"
                     "Methods, with m = 0 before the first value:\n"
                     "  ema          m = beta m + (1 - beta) g\n"
                     "  corrected    that, divided by 1 - beta^t\n"
                     "  accumulated  m = beta m + g, PyTorch's momentum\n"
                     "  dampened     as ema, but the first value counts whole: PyTorch's momentum with\n"
                     "               dampening = beta\n"
                     "\n"
                     "Examples:\n"));
  /* Commands to type: the same in every language. */
  g_string_append (out,
                   "  downhill-cli smooth --signal step --method ema,accumulated --csv -\n"
                   "  downhill-cli smooth --signal sine:40 --beta 0.97 --output lag.png\n"
                   "  downhill-cli smooth --signal g.b --beta 0.99 --method corrected --csv b.csv\n"
                   "  downhill-cli smooth --first --run 3 --signal g.d --method accumulated\n");
  g_print ("%s", out->str);
}

void
dh_cli_print_sweep_help (void)
{
  g_autoptr (GString) out = g_string_new (NULL);

  g_string_append (out, _("Usage: downhill-cli sweep [FILE] [settings] --over lr=LOW:HIGH:COUNT\n"
                          "                          [--over2 PARAM=LOW:HIGH:COUNT] [--csv FILE|-]\n"
                          "\n"));
  g_string_append (out,
                   _("Trains one run at many learning rates and says what becomes of each: crawls, good,\n"
                     "overshoots, explodes, dead. Without --csv it prints a summary. The run is that of\n"
                     "an experiment file, or without one the workbook's basic sheet, with settings as\n"
                     "in “downhill-cli run”.\n"));
  append_table (out, _("Sweep:"), dh_cli_sweep_options ());
  append_table (out, _("Settings:"), dh_cli_settings ());
  g_string_append (out,
                   _("\n"
                     "The CSV has one line a run: lr, the second number if there is one, outcome, steps,\n"
                     "mse, rmse and root_sum of the last epoch (inf where the run exploded), and the\n"
                     "weights at the end.\n"
                     "\n"
                     "Outcomes, the first that holds:\n"
                     "  explodes    a weight or an error left all bounds\n"
                     "  dead        every ReLU unit of a layer is off for every row\n"
                     "  overshoots  the error is greater than at the start, or (without momentum) more\n"
                     "              than a quarter of the last epoch's steps made their own rows worse\n"
                     "              and over a hundredth of the way is left\n"
                     "  crawls      less than half of the way from the start to the error of the\n"
                     "              least-squares line is gone\n"
                     "  good        anything else\n"
                     "\n"
                     "Examples:\n"));
  /* Commands to type: the same in every language. */
  g_string_append (out,
                   "  downhill-cli sweep --over lr=1e-6:1:200\n"
                   "  downhill-cli sweep --model two-relu --over lr=1e-7:0.01:128 --csv -\n"
                   "  downhill-cli sweep --optimizer adam --epochs 20 --over lr=1e-4:100:50 \\\n"
                   "                     --over2 beta1=0:0.99:40 --csv map.csv\n"
                   "  downhill-cli sweep mine.downhill --run 2 --over lr=1e-6:1e-3:100\n");
  g_print ("%s", out->str);
}
