/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* What a step costs: plain loops in the workbook's order of operations, which record nothing, beside
 * the trainer without and with its full record, all in one process, because only ratios mean something on
 * another machine. The rounds take turns and the best of each counts: the rest is other programs. */
#include "dh-trainer.h"

#include <math.h>
#include <stdlib.h>

#define EPOCHS 100
#define ROUNDS 1500

typedef struct
{
  const char *name;
  DhModelKind model;
  double lr;
  void (*plain) (const DhData *data, double lr, double *w);
} Workload;

static void
plain_linear (const DhData *data, double lr, double *w)
{
  const double *x = dh_data_get_x (data);
  const double *y = dh_data_get_y (data);
  gsize n = dh_data_get_n_rows (data);
  double a = w[0];
  double b = w[1];

  for (guint epoch = 0; epoch < EPOCHS; epoch++)
    for (gsize i = 0; i < n; i++)
      {
        double db = 2 * (b + a * x[i] - y[i]);
        double da = db * x[i];

        a -= da * lr;
        b -= db * lr;
      }
  w[0] = a;
  w[1] = b;
}

static void
plain_relu (const DhData *data, double lr, double *w)
{
  const double *x = dh_data_get_x (data);
  const double *y = dh_data_get_y (data);
  gsize n = dh_data_get_n_rows (data);
  double a = w[0];
  double b = w[1];
  double c = w[2];
  double d = w[3];

  for (guint epoch = 0; epoch < EPOCHS; epoch++)
    for (gsize i = 0; i < n; i++)
      {
        double u = a * x[i] + b;
        double h = u > 0 ? u : 0;
        double dd = 2 * (c * h + d - y[i]);
        double db = u > 0 ? dd * c : 0;
        double dc = dd * h;
        double da = db * x[i];

        a -= da * lr;
        b -= db * lr;
        c -= dc * lr;
        d -= dd * lr;
      }
  w[0] = a;
  w[1] = b;
  w[2] = c;
  w[3] = d;
}

static const Workload workloads[] = {
  { "W1  y = ax + b", DH_MODEL_LINEAR, 1e-4, plain_linear },
  { "W2  y = c relu(ax + b) + d", DH_MODEL_TWO_RELU, 1e-6, plain_relu },
};

/* Nanoseconds a step; the final weights in @w. */
static double
time_plain (const Workload *load, const DhData *data, double *w)
{
  gint64 start;

  for (guint j = 0; j < 4; j++)
    w[j] = 1;
  start = g_get_monotonic_time ();
  load->plain (data, load->lr, w);
  return (double) (g_get_monotonic_time () - start) * 1e3
         / (double) (EPOCHS * dh_data_get_n_rows (data));
}

static double
time_trainer (DhRun *run, DhData *data, gboolean record, double *w)
{
  g_autoptr (DhTrainer) trainer = dh_trainer_new (run, data, NULL);
  g_autoptr (DhHistory) history = record ? dh_history_new (run, data) : NULL;
  DhTrainerStatus status;
  gint64 start, end;
  guint64 steps;

  if (trainer == NULL)
    g_error ("the benchmark's run is not valid");
  start = g_get_monotonic_time ();
  steps = dh_trainer_advance (trainer, history, G_MAXUINT64, NULL);
  end = g_get_monotonic_time ();
  dh_trainer_status (trainer, &status);
  for (gsize j = 0; j < dh_model_n_weights (&run->model); j++)
    w[j] = status.weights[j];
  return (double) (end - start) * 1e3 / (double) steps;
}

/* A benchmark of something else than it says would be worse than none. */
static void
check_same (const Workload *load, const double *plain, const double *trained)
{
  gsize n = load->model == DH_MODEL_LINEAR ? 2 : 4;

  for (gsize j = 0; j < n; j++)
    if (!(fabs (plain[j] - trained[j]) <= 1e-9 * fabs (plain[j])))
      g_error ("%s: the plain loop and the trainer do not agree", load->name);
}

static void
measure (const Workload *load, DhData *data)
{
  g_autoptr (DhRun) run = dh_run_new ();
  double best[3] = { HUGE_VAL, HUGE_VAL, HUGE_VAL };
  double plain[4], trained[4];

  dh_model_spec_init (&run->model, load->model);
  run->lr = load->lr;
  run->epochs = EPOCHS;
  for (guint round = 0; round < ROUNDS; round++)
    {
      best[0] = fmin (best[0], time_plain (load, data, plain));
      best[1] = fmin (best[1], time_trainer (run, data, FALSE, trained));
      check_same (load, plain, trained);
      best[2] = fmin (best[2], time_trainer (run, data, TRUE, trained));
      check_same (load, plain, trained);
    }
  g_print ("%-28s %8.2f %10.2f %6.2f %10.2f %6.2f\n", load->name, best[0], best[1],
           best[1] / best[0], best[2], best[2] / best[0]);
}

int
main (void)
{
  g_autoptr (DhData) data = NULL;
  DhDataSpec spec;

  dh_data_spec_init (&spec);
  data = dh_data_new_generated (&spec, NULL);
  dh_data_spec_clear (&spec);
  if (data == NULL)
    g_error ("no workbook data");
  g_print ("%-28s %8s %10s %6s %10s %6s\n", "ns a step", "plain", "unrecorded", "ratio", "recorded",
           "ratio");
  for (gsize i = 0; i < G_N_ELEMENTS (workloads); i++)
    measure (&workloads[i], data);
  return EXIT_SUCCESS;
}
