/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Command line: what its files share. One thread; exits only through main(). */
#pragma once

#include "dh-chart-file.h"
#include "dh-experiment.h"
#include "dh-history.h"
#include "dh-lesson.h"
#include "dh-trainer.h"

G_BEGIN_DECLS

/* What the shell sees. An exploded run is a result: DONE. */
typedef enum
{
  DH_EXIT_DONE = 0,
  DH_EXIT_FAILED = 1,
  DH_EXIT_USAGE = 2,
} DhExit;

/* dh-cli-main.c. "downhill-cli: MESSAGE" on the standard error; for wrong usage also where the help is. */
DhExit dh_cli_fail (DhExit status, const char *message);
DhExit dh_cli_main (int argc, char **argv);
/* After "run", "smooth", "sweep" or "lessons"; NULL-terminated. */
DhExit dh_cli_run     (char **arguments);
DhExit dh_cli_smooth  (char **arguments);
DhExit dh_cli_sweep   (char **arguments);
DhExit dh_cli_lessons (char **arguments);

/* One setting as given, in the order given; name without dashes, borrowed from the table. */
typedef struct
{
  const char *name;
  char *value;
} DhCliSetting;

/* The arguments of a command, checked as far as they can be without the experiment. */
typedef struct
{
  char *file;            /* NULL: none */
  gboolean first, help, dark;
  char *run;             /* --run */
  GPtrArray *settings;   /* of DhCliSetting */
  char *csv, *epochs_csv, *json, *output;
  char *over, *over2;    /* of "sweep" */
  char *signal, *beta, *method, *length; /* of "smooth" */
  GStrv charts;          /* quantity lists, one a chart; never NULL */
  char *x, *y;           /* of all charts; NULL: what suits the quantity */
  double width, height;  /* 0: not given */
  double scale;
} DhCliOptions;

/* dh-cli-settings.c. A setting's argument and one line about it for the help; NULL name ends. */
typedef struct
{
  const char *name;
  const char *argument;
  const char *help; /* untranslated */
} DhCliSettingInfo;

const DhCliSettingInfo *dh_cli_settings (void);

/* dh-cli-options.c. The arguments of each command that are no settings. */
const DhCliSettingInfo *dh_cli_other_options (void);
const DhCliSettingInfo *dh_cli_smooth_options (void);
const DhCliSettingInfo *dh_cli_sweep_options (void);
/* @others: one of those. */
gboolean dh_cli_options_parse (DhCliOptions *options, const DhCliSettingInfo *others, char **arguments,
                               GError **error);
void     dh_cli_options_clear (DhCliOptions *options);

/* dh-cli-help.c */
void     dh_cli_print_help     (void);
void     dh_cli_print_run_help (void);
void     dh_cli_print_smooth_help (void);
void     dh_cli_print_sweep_help (void);
void     dh_cli_print_lessons_help (void);
/* Breaks @text between words; the cursor stands at column @indent, and so do further lines. */
void     dh_cli_append_wrapped (GString *out, const char *text, int indent);

/* dh-cli-lessons.c. The options of "lessons". */
const DhCliSettingInfo *dh_cli_lessons_options (void);
/* dh-cli-lesson-text.c. A lesson to be read. */
void     dh_cli_print_lesson (const DhLesson *lesson);

/* dh-cli-run.c. The experiment that the arguments are about; warnings go to the standard error. */
DhExperiment *dh_cli_load_experiment (const DhCliOptions *options, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* "1 “a”, 2 “b”" */
char         *dh_cli_list_runs       (const DhExperiment *experiment) G_GNUC_WARN_UNUSED_RESULT;
/* The index of the run that --run means; -1 with a message when there is no single one. */
gssize        dh_cli_find_run        (const DhExperiment *experiment, const char *text, GError **error);

/* A new experiment with @settings applied to run @only (its index) or to all (-1). */
DhExperiment *dh_cli_settings_apply (const DhExperiment *experiment, GPtrArray *settings, gssize only,
                                     gboolean *usage, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What came of one run. */
typedef struct
{
  DhRun *run;         /* borrowed from the experiment */
  DhHistory *history; /* NULL: not asked for */
  DhTrainerStatus status; /* weights NULL */
  double *weights;    /* at the end */
} DhCliResult;

/* dh-cli-run.c. Trains @run into a new history of @result. */
gboolean dh_cli_train_run (DhRun *run, DhData *data, DhCliResult *result, GError **error);

/* dh-cli-output.c. Every output is opened before the training, so that a place that can't be written is
 * told at once, and takes its name only when it is complete. */
typedef struct _DhCliOutputs DhCliOutputs;

/* @views: what charts show, referenced; NULL: no charts. */
DhCliOutputs *dh_cli_outputs_new   (const DhCliOptions *options, GPtrArray *views,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
void          dh_cli_outputs_free  (DhCliOutputs *outputs); /* abandons what was not written */
/* @chosen: index of the run that the CSVs are of. */
gboolean      dh_cli_outputs_write (DhCliOutputs *outputs, const DhExperiment *experiment,
                                    const DhCliResult *results, gsize chosen, GError **error);

/* dh-cli-charts.c. The views that --chart and the axes ask for; Of DhView. */
GPtrArray *dh_cli_charts_views  (const DhCliOptions *options, const DhExperiment *experiment,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   dh_cli_charts_write  (const DhCliOptions *options, const DhExperiment *experiment,
                                 const DhCliResult *results, GPtrArray *views, GError **error);

/* How the sheet of @n charts is drawn: by --output's ending, --size, --scale and --dark. */
gboolean   dh_cli_charts_file_options (const DhCliOptions *options, guint n, DhChartFileOptions *file,
                                       GError **error);
/* Whether there is a place for --output, which is said before the training. */
gboolean   dh_cli_check_place (const char *path, GError **error);

/* dh-cli-report.c */
char *dh_cli_report_json    (const DhExperiment *experiment, const DhCliResult *results) G_GNUC_WARN_UNUSED_RESULT;
char *dh_cli_report_summary (const DhExperiment *experiment, const DhCliResult *results) G_GNUC_WARN_UNUSED_RESULT;

/* dh-cli-interrupt.c. Ctrl+C: a flag that training and writing look at. */
void        dh_cli_interrupt_install (void);
const gint *dh_cli_interrupt_flag    (void);

G_END_DECLS
