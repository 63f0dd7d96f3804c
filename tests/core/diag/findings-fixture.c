/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Runs in short form. */
#include "findings-fixture.h"

#include <math.h>
#include <string.h>

#include "dh-network.h"
#include "dh-trainer.h"

DhHistory *
fixture_train (const Case *c)
{
  g_autoptr (DhRun) run = dh_run_new ();
  g_autoptr (DhData) data = NULL;
  g_autoptr (GError) error = NULL;
  DhDataSpec spec;
  DhOptimiserKind kind;
  DhHistory *history;

  dh_data_spec_init (&spec);
  dh_data_spec_parse (c->data != NULL ? c->data : "workbook", &spec, &error);
  g_assert_no_error (error);
  if (c->target != NULL)
    g_assert_true (dh_target_parse (c->target, &spec.target, NULL));
  data = dh_data_new_generated (&spec, &error);
  g_assert_no_error (error);
  dh_data_spec_clear (&spec);
  g_assert_true (dh_optimiser_parse (c->optimiser != NULL ? c->optimiser : "sgd", &kind, NULL));
  dh_run_set_optimiser (run, kind);
  if (c->momentum != 0)
    g_assert_true (dh_optimiser_spec_set (&run->optimiser, "momentum", c->momentum, NULL));
  g_assert_true (dh_model_spec_parse (c->model != NULL ? c->model : "linear", &run->model, NULL));
  g_assert_true (dh_init_spec_parse (c->init != NULL ? c->init : "ones", &run->init, NULL));
  if (c->gradient != NULL)
    g_assert_true (dh_gradient_parse (c->gradient, &run->gradient, &run->bump, NULL));
  if (c->clip != 0)
    run->clip = (DhClipSpec) { DH_CLIP_NORM, c->clip };
  run->lr = c->lr != 0 ? c->lr : 1e-4;
  run->epochs = c->epochs != 0 ? c->epochs : 5;
  run->batch = c->batch == 0 ? 1 : c->batch == ALL ? 0 : c->batch;
  history = dh_train (run, data, NULL, &error);
  g_assert_no_error (error);
  return history;
}

const DhFinding *
fixture_find (GPtrArray *findings, DhFindingKind kind)
{
  const DhFinding *found = NULL;

  for (guint i = 0; i < findings->len; i++)
    {
      const DhFinding *f = g_ptr_array_index (findings, i);

      if (f->kind != kind)
        continue;
      g_assert_null (found);
      found = f;
    }
  return found;
}

double
fixture_at (const DhHistory *history, int column, gsize weight, guint64 step)
{
  g_assert_cmpint (column, >=, 0);
  return dh_table_value (dh_history_get_steps (history), (guint) column + (guint) weight, step - 1);
}

void
fixture_go_through (DhFindingKind kind, DhFindingKind other, const Case *yes, gsize n_yes, const Case *no, gsize n_no,
            Check check)
{
  g_assert_cmpuint (n_yes, >=, 10);
  g_assert_cmpuint (n_no, >=, 10);
  for (gsize i = 0; i < n_yes + n_no; i++)
    {
      gboolean expected = i < n_yes;
      g_autoptr (DhHistory) history = fixture_train (expected ? &yes[i] : &no[i - n_yes]);
      g_autoptr (GPtrArray) findings = dh_findings_find (history, NULL);
      const DhFinding *f = fixture_find (findings, kind);
      g_autofree char *title = NULL;
      g_autofree char *sentence = NULL;

      if (f == NULL)
        f = fixture_find (findings, other);
      if ((f != NULL) != expected)
        g_error ("%s: %s %" G_GSIZE_FORMAT, dh_finding_kind_id (kind), expected ? "missing in" : "found in near miss",
                 expected ? i : i - n_yes);
      if (f == NULL)
        continue;
      title = dh_finding_title (f);
      sentence = dh_finding_sentence (f);
      g_assert_null (strstr (title, "%s"));
      g_assert_cmpuint (strlen (dh_finding_state (f)), <, 16);
      g_assert_null (strstr (sentence, "nan"));
      g_assert_null (strstr (sentence, "inf"));
      g_assert_cmpuint (g_utf8_strlen (sentence, -1), <, 300);
      g_assert_cmpuint (f->step, <=, dh_history_n_steps (history));
      check (history, f);
    }
}

double
fixture_rms (const DhHistory *history, gsize step)
{
  const DhData *data = dh_history_get_data (history);
  DhRun *run = dh_history_get_run (history);
  g_autoptr (DhNetwork) network = dh_network_new (&run->model, 1, NULL);
  g_autofree double *w = g_new (double, dh_model_n_weights (&run->model));
  gsize n = dh_data_get_n_rows (data);
  double sum = 0;

  g_assert_cmpuint (dh_history_weights_at (history, step, w), ==, step);
  for (gsize i = 0; i < n; i++)
    sum += dh_network_loss (network, w, dh_data_get_x (data) + i, dh_data_get_y (data) + i, 1) / (double) n;
  return sqrt (sum);
}
