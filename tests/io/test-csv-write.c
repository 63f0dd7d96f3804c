/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Writing histories, data and charts as CSV: headers to the letter, numbers to the bit. */
#include "dh-csv.h"
#include "dh-error.h"
#include "dh-trainer.h"

#include <glib/gstdio.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef gboolean (*WriteHistory) (const DhHistory *history, FILE *stream, GError **error);

static DhHistory *
train (DhRun *run)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(DhData) data = NULL;
  DhDataSpec spec;
  DhHistory *history;

  dh_data_spec_init (&spec);
  data = dh_data_new_generated (&spec, &error);
  g_assert_no_error (error);
  history = dh_train (run, data, NULL, &error);
  g_assert_no_error (error);
  dh_data_spec_clear (&spec);
  return history;
}

/* The lines of what @write wrote, without the empty one after the last. */
static char **
write_lines (WriteHistory write, const DhHistory *history)
{
  g_autoptr(GError) error = NULL;
  char *text = NULL, **lines;
  gsize length = 0;
  guint n;
  FILE *stream = open_memstream (&text, &length);

  g_assert_true (write (history, stream, &error));
  g_assert_no_error (error);
  fclose (stream);
  g_assert_null (strchr (text, '\r'));
  lines = g_strsplit (text, "\n", -1);
  n = g_strv_length (lines);
  g_assert_cmpuint (n, >, 0);
  g_assert_cmpstr (lines[n - 1], ==, "");
  g_clear_pointer (&lines[n - 1], g_free);
  free (text);
  return lines;
}

/* The next cell as a number, spelled as promised. */
static double
next_number (const char **p)
{
  char *end;
  double value = g_ascii_strtod (*p, &end);
  g_autofree char *spelled = g_strndup (*p, (gsize) (end - *p));

  g_assert_true (end > *p);
  g_assert_true (*end == ',' || *end == '\0');
  if (isnan (value))
    g_assert_cmpstr (spelled, ==, "nan");
  else if (isinf (value))
    g_assert_cmpstr (spelled, ==, value > 0 ? "inf" : "-inf");
  *p = end + (*end == ',');
  return value;
}

/* The same bits, or both NaN (which has many). */
static void
assert_same (double a, double b)
{
  if (isnan (a) && isnan (b))
    return;
  g_assert_cmpmem (&a, sizeof a, &b, sizeof b);
}

static void
assert_steps (const DhHistory *history, const char *header)
{
  const DhStepColumns *c = dh_history_step_columns (history);
  const int first[] = { c->row, c->x, c->y, c->prediction, c->error, c->lr, c->overshoot };
  const int vectors[] = { c->w, c->g, c->b, c->m, c->v, c->n };
  DhTable *table = dh_history_get_steps (history);
  g_auto(GStrv) lines = write_lines (dh_csv_write_steps, history);

  g_assert_cmpstr (lines[0], ==, header);
  g_assert_cmpuint (g_strv_length (lines), ==, dh_history_n_steps (history) + 1);
  for (gsize i = 0; i < dh_history_n_steps (history); i++)
    {
      const char *p = lines[i + 1];

      g_assert_cmpfloat (next_number (&p), ==, (double) (i + 1));
      g_assert_cmpfloat (next_number (&p), ==,
                         (double) (i / dh_history_steps_per_epoch (history) + 1));
      for (guint k = 0; k < G_N_ELEMENTS (first); k++)
        assert_same (next_number (&p), dh_table_value (table, (guint) first[k], i));
      for (guint k = 0; k < G_N_ELEMENTS (vectors); k++)
        for (guint j = 0; vectors[k] >= 0 && j < c->n_vector; j++)
          assert_same (next_number (&p), dh_table_value (table, (guint) vectors[k] + j, i));
      g_assert_cmpstr (p, ==, "");
    }
}

static void
test_steps (void)
{
  g_autoptr(DhRun) run = dh_run_new ();
  g_autoptr(DhHistory) history = train (run);
  g_auto(GStrv) lines = write_lines (dh_csv_write_steps, history);

  g_test_summary ("One line a step, numbers that read back to the same double");
  g_assert_cmpuint (dh_history_n_steps (history), ==, 145);
  g_assert_true (g_str_has_prefix (lines[1], "1,1,1,"));
  g_assert_true (g_str_has_prefix (lines[29], "29,1,29,"));
  g_assert_true (g_str_has_prefix (lines[30], "30,2,1,"));
  assert_steps (history, "step,epoch,row,x,y,prediction,error,lr,overshoot,"
                         "w.a,w.b,g.a,g.b,n.a,n.b");
}

static void
test_step_columns (void)
{
  g_autoptr(DhRun) bump = dh_run_new (), momentum = dh_run_new (), adam = dh_run_new ();
  g_autoptr(DhRun) deep = dh_run_new ();
  g_autoptr(DhHistory) history = NULL;

  g_test_summary ("Bump derivatives and moments have their columns when recorded; names with commas are quoted");
  bump->record_bump = TRUE;
  history = train (bump);
  assert_steps (history, "step,epoch,row,x,y,prediction,error,lr,overshoot,"
                         "w.a,w.b,g.a,g.b,b.a,b.b,n.a,n.b");
  g_clear_pointer (&history, dh_history_unref);

  dh_run_set_optimiser (momentum, DH_OPTIMISER_WORKBOOK_MOMENTUM);
  history = train (momentum);
  assert_steps (history, "step,epoch,row,x,y,prediction,error,lr,overshoot,"
                         "w.a,w.b,g.a,g.b,m.a,m.b,n.a,n.b");
  g_clear_pointer (&history, dh_history_unref);

  dh_run_set_optimiser (adam, DH_OPTIMISER_ADAM);
  dh_model_spec_init (&adam->model, DH_MODEL_TWO_RELU);
  history = train (adam);
  assert_steps (history, "step,epoch,row,x,y,prediction,error,lr,overshoot,"
                         "w.a,w.b,w.c,w.d,g.a,g.b,g.c,g.d,m.a,m.b,m.c,m.d,v.a,v.b,v.c,v.d,n.a,n.b,n.c,n.d");
  g_clear_pointer (&history, dh_history_unref);

  g_assert_true (dh_model_spec_parse ("mlp:2:relu", &deep->model, NULL));
  deep->lr = 1e-5;
  deep->batch = 10;
  history = train (deep);
  g_assert_cmpuint (dh_history_steps_per_epoch (history), ==, 3);
  assert_steps (history,
                "step,epoch,row,x,y,prediction,error,lr,overshoot,"
                "w.w1[1],w.w1[2],w.b1[1],w.b1[2],\"w.w2[1,1]\",\"w.w2[1,2]\",w.b2[1],"
                "g.w1[1],g.w1[2],g.b1[1],g.b1[2],\"g.w2[1,1]\",\"g.w2[1,2]\",g.b2[1],"
                "n.w1[1],n.w1[2],n.b1[1],n.b1[2],\"n.w2[1,1]\",\"n.w2[1,2]\",n.b2[1]");
}

static void
test_explosion (void)
{
  g_autoptr(DhRun) run = dh_run_new ();
  g_autoptr(DhHistory) history = NULL;
  g_auto(GStrv) epochs = NULL;

  g_test_summary ("A run that explodes is written to its last step, and its epoch cut short has a line");
  dh_model_spec_init (&run->model, DH_MODEL_TWO_LINEAR);
  run->epochs = 100;
  run->lr = 10;
  history = train (run);
  g_assert_cmpint (dh_history_get_state (history), ==, DH_STATE_EXPLODED);
  assert_steps (history, "step,epoch,row,x,y,prediction,error,lr,overshoot,"
                         "w.a,w.b,w.c,w.d,g.a,g.b,g.c,g.d,n.a,n.b,n.c,n.d");
  epochs = write_lines (dh_csv_write_epochs, history);
  g_assert_cmpuint (g_strv_length (epochs), ==, 2);
}

static void
test_epochs (void)
{
  g_autoptr(DhRun) run = dh_run_new ();
  g_autoptr(DhHistory) history = NULL;
  g_auto(GStrv) lines = NULL;

  g_test_summary ("The epochs end with the figures that stand saved in the workbook");
  dh_run_set_optimiser (run, DH_OPTIMISER_WORKBOOK_RMSPROP);
  run->lr = 0.02;
  run->prime = 2;
  run->carry = DH_CARRY_WORKBOOK;
  history = train (run);
  lines = write_lines (dh_csv_write_epochs, history);
  g_assert_cmpuint (g_strv_length (lines), ==, 6);
  g_assert_cmpstr (lines[0], ==, "epoch,steps,mse,rmse,root_sum,lr,w.a,w.b");
  g_assert_true (g_str_has_prefix (lines[1], "1,29,"));
  g_assert_true (g_str_has_prefix (lines[5], "5,29,"));
  for (guint i = 1; i <= 5; i++)
    {
      const DhEpochColumns *c = dh_history_epoch_columns (history);
      DhTable *table = dh_history_get_epochs (history);
      const int columns[] = { c->steps, c->mse, c->rmse, c->root_sum, c->lr, c->w, c->w + 1 };
      const char *p = lines[i];

      g_assert_cmpfloat (next_number (&p), ==, i);
      for (guint k = 0; k < G_N_ELEMENTS (columns); k++)
        assert_same (next_number (&p), dh_table_value (table, (guint) columns[k], i - 1));
      g_assert_cmpstr (p, ==, "");
    }
  {
    const char *p = strstr (lines[5], ",0.02,");
    double a, b;

    g_assert_nonnull (p);
    p += strlen (",0.02,");
    a = next_number (&p);
    b = next_number (&p);
    g_assert_cmpfloat (fabs (a / 2.4036203537069443 - 1), <, 1e-12);
    g_assert_cmpfloat (fabs (b / 3.1890676512613103 - 1), <, 1e-12);
  }
}

static void
test_large_model (void)
{
  g_autoptr(DhRun) run = dh_run_new (), strided = dh_run_new ();
  g_autoptr(DhHistory) history = NULL, sparse = NULL;
  g_auto(GStrv) epochs = NULL, few = NULL;
  g_autofree double *weights = NULL;
  gsize n;

  g_test_summary ("Above 64 weights steps have norms; epochs have all weights where every epoch kept them");
  g_assert_true (dh_model_spec_parse ("mlp:30:tanh", &run->model, NULL));
  g_assert_true (dh_init_spec_parse ("kaiming:1", &run->init, NULL));
  run->lr = 1e-6;
  n = dh_model_n_weights (&run->model);
  g_assert_cmpuint (n, ==, 91);
  history = train (run);
  assert_steps (history, "step,epoch,row,x,y,prediction,error,lr,overshoot,"
                         "wnorm.1,wnorm.2,gnorm.1,gnorm.2,nnorm.1,nnorm.2");
  epochs = write_lines (dh_csv_write_epochs, history);
  g_assert_true (g_str_has_prefix (epochs[0], "epoch,steps,mse,rmse,root_sum,lr,w.w1[1],w.w1[2],"));
  g_assert_true (g_str_has_suffix (epochs[0], ",\"w.w2[1,30]\",w.b2[1]"));
  weights = g_new (double, n);
  for (guint i = 1; i <= 5; i++)
    {
      const char *p = epochs[i];

      g_assert_cmpuint (dh_history_weights_at (history, 29 * i, weights), ==, 29 * i);
      for (guint k = 0; k < 6; k++)
        next_number (&p);
      for (gsize k = 0; k < n; k++)
        assert_same (next_number (&p), weights[k]);
      g_assert_cmpstr (p, ==, "");
    }

  dh_model_spec_parse ("mlp:30:tanh", &strided->model, NULL);
  strided->lr = 1e-6;
  strided->snapshot_stride = 7;
  sparse = train (strided);
  few = write_lines (dh_csv_write_epochs, sparse);
  g_assert_cmpstr (few[0], ==, "epoch,steps,mse,rmse,root_sum,lr,wnorm.1,wnorm.2");
  g_assert_cmpuint (g_strv_length (few), ==, 6);
}

static void
test_data (void)
{
  const double x[] = { 0.1, -1e300, 3, 5e-324 }, y[] = { 1.0 / 3, 2, 1e22, -0.0 };
  g_autoptr(GError) error = NULL;
  g_autoptr(DhData) data = NULL, back = NULL;
  char *text = NULL;
  gsize length = 0;
  FILE *stream = open_memstream (&text, &length);
  DhDataSpec spec;

  g_test_summary ("Data that was written is read back to the same bits");
  dh_data_spec_init (&spec);
  spec.source = DH_DATA_PASTED;
  data = dh_data_new_rows (&spec, x, y, G_N_ELEMENTS (x), &error);
  g_assert_no_error (error);
  g_assert_true (dh_csv_write_data (data, stream, &error));
  fclose (stream);
  g_assert_true (g_str_has_prefix (text, "x,y\n0.1,0.3333333333333333\n"));
  back = dh_csv_paste_data (text, &error);
  g_assert_no_error (error);
  g_assert_true (dh_data_equal_rows (data, back));
  free (text);
  dh_data_spec_clear (&spec);
}

static char *
write_plot (const DhPlot *plot)
{
  g_autoptr(GError) error = NULL;
  char *text = NULL;
  gsize length = 0;
  FILE *stream = open_memstream (&text, &length);

  g_assert_true (dh_csv_write_plot (plot, stream, &error));
  g_assert_no_error (error);
  fclose (stream);
  return text;
}

static void
test_plot (void)
{
  g_autoptr(DhPlot) plot = dh_plot_new ();
  DhPlotSeries *a = dh_plot_add_series (plot, "1/error", "one, \"a\"");
  DhPlotSeries *hidden = dh_plot_add_series (plot, "2/error", "two");
  DhPlotSeries *cloud = dh_plot_add_series (plot, "data/rows", "Data");
  char *text;

  g_test_summary ("Visible series stand side by side at the union of their x, clouds in order of x");
  plot->x.label = g_strdup ("Step");
  a->x0 = 1;
  dh_plot_series_set_values (a, (const double[]) { 0.5, (double) NAN, HUGE_VAL, -HUGE_VAL }, 4);
  hidden->hidden = TRUE;
  dh_plot_series_set_values (hidden, (const double[]) { 7 }, 1);
  cloud->style = DH_PLOT_POINTS;
  dh_plot_series_set_xs (cloud, (const double[]) { 2.5, 1, 2.5, -3 }, 4);
  dh_plot_series_set_values (cloud, (const double[]) { 10, 20, 30, 40 }, 4);
  text = write_plot (plot);
  g_assert_cmpstr (text, ==, "Step,\"one, \"\"a\"\"\",Data\n"
                             "-3,,40\n"
                             "1,0.5,20\n"
                             "2,nan,\n"
                             "2.5,,10\n"
                             "2.5,,30\n"
                             "3,inf,\n"
                             "4,-inf,\n");
  free (text);
}

static void
test_long_plot (void)
{
  g_autoptr(DhPlot) plot = dh_plot_new (), empty = dh_plot_new ();
  DhPlotSeries *a = dh_plot_add_series (plot, "1/a", "a");
  DhPlotSeries *b = dh_plot_add_series (plot, "1/b", "b");
  const gsize n = 3000;
  g_autofree double *values = g_new (double, n);
  g_auto(GStrv) lines = NULL;
  char *text;

  g_test_summary ("Series longer than what is read at a time, of different spacing, and a plot without any");
  for (gsize i = 0; i < n; i++)
    values[i] = (double) i / 7;
  dh_plot_series_set_values (a, values, n);
  dh_plot_series_set_values (b, values, n / 3);
  b->dx = 3;
  text = write_plot (plot);
  lines = g_strsplit (text, "\n", -1);
  free (text);
  g_assert_cmpuint (g_strv_length (lines), ==, n + 2);
  g_assert_cmpstr (lines[0], ==, "x,a,b");
  for (gsize i = 0; i < n; i++)
    {
      const char *p = lines[i + 1];

      g_assert_cmpfloat (next_number (&p), ==, (double) i);
      g_assert_cmpfloat (next_number (&p), ==, values[i]);
      if (i % 3 == 0)
        g_assert_cmpfloat (next_number (&p), ==, values[i / 3]);
      g_assert_cmpstr (p, ==, "");
    }
  text = write_plot (empty);
  g_assert_cmpstr (text, ==, "x\n");
  free (text);
}

static void
test_failure (void)
{
  g_autoptr(DhRun) run = dh_run_new ();
  g_autoptr(DhHistory) history = train (run);
  g_autoptr(DhPlot) plot = dh_plot_new ();
  FILE *stream = fopen ("/dev/full", "w");

  g_test_summary ("A device without room is reported by every writer, by large texts and by small ones");
  if (stream == NULL)
    {
      g_test_skip ("there is no /dev/full");
      return;
    }
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr(GError) error = NULL;
      gboolean good = i == 0   ? dh_csv_write_steps (history, stream, &error)
                      : i == 1 ? dh_csv_write_epochs (history, stream, &error)
                      : i == 2 ? dh_csv_write_data (dh_history_get_data (history), stream, &error)
                               : dh_csv_write_plot (plot, stream, &error);

      g_assert_false (good);
      g_assert_error (error, DH_ERROR, DH_ERROR_IO);
      clearerr (stream);
    }
  fclose (stream);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/csv-write/steps", test_steps);
  g_test_add_func ("/csv-write/step-columns", test_step_columns);
  g_test_add_func ("/csv-write/explosion", test_explosion);
  g_test_add_func ("/csv-write/epochs", test_epochs);
  g_test_add_func ("/csv-write/large-model", test_large_model);
  g_test_add_func ("/csv-write/data", test_data);
  g_test_add_func ("/csv-write/plot", test_plot);
  g_test_add_func ("/csv-write/long-plot", test_long_plot);
  g_test_add_func ("/csv-write/failure", test_failure);
  return g_test_run ();
}
