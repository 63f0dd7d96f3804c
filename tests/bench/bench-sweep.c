/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* What the slider's bands cost: 128 rates x 100 epochs x 29 rows, on every instruction set that
 * this machine has, beside the same runs one after another, in one process. The rounds take turns and the best
 * of each counts. "ns" is of one step of one run; "ms" of all bands. */
#include "dh-sweep-private.h"

#include <math.h>
#include <stdlib.h>

#define RATES 128
#define EPOCHS 100
#define ROUNDS 30
#define MAX_KERNELS 4

typedef struct
{
  const char *name;
  DhModelKind model;
  DhOptimiserKind optimiser;
  double low, high;
} Workload;

/* Rates that train: what explodes is soon done with, and would flatter us. */
static const Workload workloads[] = {
  { "W1  y = ax + b, sgd", DH_MODEL_LINEAR, DH_OPTIMISER_WORKBOOK_SGD, 1e-7, 3e-4 },
  { "W1  workbook-adam", DH_MODEL_LINEAR, DH_OPTIMISER_WORKBOOK_ADAM, 1e-3, 10 },
  { "W2  c relu(ax + b) + d, sgd", DH_MODEL_TWO_RELU, DH_OPTIMISER_WORKBOOK_SGD, 1e-9, 1e-6 },
  { "W2  the slider's whole scale", DH_MODEL_TWO_RELU, DH_OPTIMISER_WORKBOOK_SGD, 1e-7, 1e-1 },
};

/* Seconds; @kernel NULL: one run after another. */
static double
time_sweep (DhRun *run, DhData *data, const DhSweepAxis *axis, const DhSweepKernel *kernel, double *check)
{
  g_autoptr (DhSweep) sweep = dh_sweep_new (run, data, axis, NULL, NULL);
  gint64 start = g_get_monotonic_time ();

  if (sweep == NULL)
    g_error ("the benchmark's run is not valid");
  sweep->kernel = kernel;
  if (!dh_sweep_run (sweep, NULL, NULL, NULL, NULL))
    g_error ("the benchmark's sweep did not run");
  *check = 0;
  for (gsize i = 0; i < dh_sweep_n_points (sweep); i++)
    *check += dh_sweep_point (sweep, i)->weights[0];
  return (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
}

static void
measure (const Workload *load, DhData *data)
{
  g_autoptr (DhRun) run = dh_run_new ();
  DhSweepAxis axis = { "lr", load->low, load->high, RATES };
  double steps = (double) RATES * EPOCHS * (double) dh_data_get_n_rows (data);
  double alone = HUGE_VAL, expected, found;
  double best[MAX_KERNELS] = { HUGE_VAL, HUGE_VAL, HUGE_VAL, HUGE_VAL };

  dh_model_spec_init (&run->model, load->model);
  dh_run_set_optimiser (run, load->optimiser);
  run->epochs = EPOCHS;
  for (guint round = 0; round < ROUNDS; round++)
    {
      alone = fmin (alone, time_sweep (run, data, &axis, NULL, &expected));
      for (guint k = 0; k < MAX_KERNELS && dh_sweep_kernel (k) != NULL; k++)
        {
          best[k] = fmin (best[k], time_sweep (run, data, &axis, dh_sweep_kernel (k), &found));
          /* A benchmark of something else than it says would be worse than none. */
          if (!(found == expected) && isfinite (expected))
            g_error ("%s: %s does not agree with single runs", load->name, dh_sweep_kernel (k)->name);
        }
    }
  g_print ("%-30s %-10s %8.2f %8.2f %6.1f\n", load->name, "one by one", alone * 1e9 / steps, alone * 1e3, 1.0);
  for (guint k = 0; k < MAX_KERNELS && dh_sweep_kernel (k) != NULL; k++)
    g_print ("%-30s %-10s %8.2f %8.2f %6.1f\n", "", dh_sweep_kernel (k)->name, best[k] * 1e9 / steps,
             best[k] * 1e3, alone / best[k]);
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
  g_print ("%-30s %-10s %8s %8s %6s\n", "128 rates, 100 epochs, 29 rows", "", "ns", "ms", "times");
  for (gsize i = 0; i < G_N_ELEMENTS (workloads); i++)
    measure (&workloads[i], data);
  return EXIT_SUCCESS;
}
