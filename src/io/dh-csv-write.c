/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Writing histories and data as CSV; the columns are those of the command line's description. Reads only what a
 * history has published when the writing starts, so any thread may call this while it grows. */
#include "config.h"

#include "dh-csv.h"

#include "dh-csv-sheet.h"
#include "dh-number.h"

#include <string.h>

/* Rows read from the table at a time, column by column. */
#define BLOCK_ROWS 256

/* A formatted number. Rows repeat many of them (the rate; weights before are the row above's new
 * ones), and finding the shortest form is what takes the time. */
typedef struct
{
  double value;
  gsize length; /* 0: none yet */
  char text[DH_NUMBER_SIZE];
} Cell;

static gboolean
holds (const Cell *cell, double value)
{
  return cell->length > 0 && memcmp (&cell->value, &value, sizeof value) == 0;
}

/* @other: a cell that may have this value already; NULL: none. */
static void
fill_cell (Cell *cell, const Cell *other, double value)
{
  if (holds (cell, value))
    return;
  if (other != NULL && holds (other, value))
    {
      *cell = *other;
      return;
    }
  cell->value = value;
  cell->length = strlen (dh_number_format (value, cell->text));
}

/* "w.a", or for norms "wnorm.1". */
static void
write_vector_names (DhSheet *sheet, const DhModelSpec *model, char prefix, gboolean norms, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *weight = norms ? NULL : dh_model_weight_name (model, i);
      g_autofree char *name = norms ? g_strdup_printf ("%cnorm.%" G_GSIZE_FORMAT, prefix, i + 1)
                                    : g_strdup_printf ("%c.%s", prefix, weight);

      dh_sheet_text (sheet, name);
    }
}

/* Table columns in the order of the file; -1 is the place of the epoch, which is not recorded. */
typedef struct
{
  int *source;
  int *other;   /* index, in this order, of the column whose row above may hold the same; -1: none */
  guint n;
} Columns;

static void
add_columns (Columns *columns, int first, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      columns->other[columns->n] = -1;
      columns->source[columns->n++] = first + (int) i;
    }
}

/* Fills in @columns and writes the header. */
static void
begin_steps (DhSheet *sheet, const DhHistory *history, Columns *columns)
{
  static const char *const names[] = { "epoch", "row", "x", "y", "prediction", "error", "lr",
                                       "overshoot" };
  const DhStepColumns *c = dh_history_step_columns (history);
  const DhModelSpec *model = &dh_history_get_run (history)->model;
  const int scalars[] = { -1, c->row, c->x, c->y, c->prediction, c->error, c->lr, c->overshoot };
  const int vectors[] = { c->w, c->g, c->b, c->m, c->v, c->n };
  guint first_w = G_N_ELEMENTS (scalars);
  guint most = first_w + G_N_ELEMENTS (vectors) * c->n_vector;

  *columns = (Columns) { g_new (int, most), g_new (int, most), 0 };
  dh_sheet_text (sheet, "step");
  for (guint i = 0; i < G_N_ELEMENTS (scalars); i++)
    {
      dh_sheet_text (sheet, names[i]);
      add_columns (columns, scalars[i], 1);
    }
  for (guint i = 0; i < G_N_ELEMENTS (vectors); i++)
    if (vectors[i] >= 0)
      {
        write_vector_names (sheet, model, "wgbmvn"[i], c->norms, c->n_vector);
        add_columns (columns, vectors[i], c->n_vector);
      }
  for (guint i = 0; i < c->n_vector; i++)
    columns->other[first_w + i] = (int) (columns->n - c->n_vector + i);
  dh_sheet_end_row (sheet);
}

static gboolean
write_step_row (DhSheet *sheet, const Columns *columns, Cell *cells, const double *block,
                gsize step, guint64 per_epoch, gsize i)
{
  dh_sheet_number (sheet, (double) step);
  for (guint k = 0; k < columns->n; k++)
    {
      double value = columns->source[k] < 0 ? (double) ((step - 1) / MAX (per_epoch, 1) + 1)
                                            : block[k * BLOCK_ROWS + i];

      fill_cell (&cells[k], columns->other[k] >= 0 ? &cells[columns->other[k]] : NULL, value);
      dh_sheet_raw (sheet, cells[k].text, cells[k].length);
    }
  return dh_sheet_end_row (sheet);
}

gboolean
dh_csv_write_steps (const DhHistory *history, FILE *stream, GError **error)
{
  DhTable *table;
  g_autofree Cell *cells = NULL;
  g_autofree double *block = NULL;
  Columns columns;
  DhSheet sheet;
  gboolean good = TRUE;
  gsize n_rows;

  g_return_val_if_fail (history != NULL && stream != NULL, FALSE);

  table = dh_history_get_steps (history);
  n_rows = dh_table_length (table);
  dh_sheet_init (&sheet, stream);
  begin_steps (&sheet, history, &columns);
  cells = g_new0 (Cell, columns.n);
  block = g_new (double, (gsize) columns.n * BLOCK_ROWS);
  for (gsize first = 0; good && first < n_rows; first += BLOCK_ROWS)
    {
      gsize n = MIN (BLOCK_ROWS, n_rows - first);

      for (guint k = 0; k < columns.n; k++)
        if (columns.source[k] >= 0)
          dh_table_read (table, (guint) columns.source[k], first, n, block + k * BLOCK_ROWS);
      for (gsize i = 0; good && i < n; i++)
        good = write_step_row (&sheet, &columns, cells, block, first + i + 1,
                               dh_history_steps_per_epoch (history), i);
    }
  g_free (columns.source);
  g_free (columns.other);
  return dh_sheet_finish (&sheet, error);
}

/* Whether the weights that each next epoch starts from can be had one by one: up to 64 weights they are in
 * the epochs table; above, they are if every epoch's end has its snapshot and is what goes on. */
static gboolean
knows_all_weights (const DhHistory *history)
{
  const DhRun *run = dh_history_get_run (history);

  if (!dh_history_step_columns (history)->norms)
    return TRUE;
  return run->carry == DH_CARRY_EVERY_ROW
         && (run->snapshot_stride == 0
             || dh_history_steps_per_epoch (history) % run->snapshot_stride == 0);
}

static void
write_epoch_weights (DhSheet *sheet, const DhHistory *history, gsize epoch, gsize steps,
                     double *weights, gsize n_weights)
{
  const DhEpochColumns *c = dh_history_epoch_columns (history);
  DhTable *table = dh_history_get_epochs (history);

  if (weights != NULL)
    dh_history_weights_at (history, steps, weights);
  for (gsize i = 0; i < n_weights; i++)
    dh_sheet_number (sheet, weights != NULL ? weights[i]
                                            : dh_table_value (table, (guint) ((gsize) c->w + i), epoch));
}

gboolean
dh_csv_write_epochs (const DhHistory *history, FILE *stream, GError **error)
{
  const DhEpochColumns *c;
  DhTable *table;
  g_autofree double *weights = NULL;
  gboolean norms, good = TRUE;
  gsize n_rows, n_weights, steps = 0;
  DhSheet sheet;

  g_return_val_if_fail (history != NULL && stream != NULL, FALSE);

  c = dh_history_epoch_columns (history);
  table = dh_history_get_epochs (history);
  n_rows = dh_table_length (table);
  norms = !knows_all_weights (history);
  n_weights = dh_history_step_columns (history)->n_vector;
  if (!norms && dh_history_step_columns (history)->norms)
    {
      n_weights = dh_model_n_weights (&dh_history_get_run (history)->model);
      weights = g_new (double, n_weights);
    }
  dh_sheet_init (&sheet, stream);
  for (guint i = 0; i < 6; i++)
    dh_sheet_text (&sheet, (const char *const[]) { "epoch", "steps", "mse", "rmse", "root_sum", "lr" }[i]);
  write_vector_names (&sheet, &dh_history_get_run (history)->model, 'w', norms, n_weights);
  dh_sheet_end_row (&sheet);
  for (gsize i = 0; good && i < n_rows; i++)
    {
      const int scalars[] = { c->steps, c->mse, c->rmse, c->root_sum, c->lr };

      steps += (gsize) dh_table_value (table, (guint) c->steps, i);
      /* While a run goes on, an epoch may be published a moment before its last steps are. */
      if (weights != NULL && steps > dh_history_n_steps (history))
        break;
      dh_sheet_number (&sheet, (double) i + 1);
      for (guint k = 0; k < G_N_ELEMENTS (scalars); k++)
        dh_sheet_number (&sheet, dh_table_value (table, (guint) scalars[k], i));
      write_epoch_weights (&sheet, history, i, steps, weights, n_weights);
      good = dh_sheet_end_row (&sheet);
    }
  return dh_sheet_finish (&sheet, error);
}

gboolean
dh_csv_write_data (const DhData *data, FILE *stream, GError **error)
{
  const double *x, *y;
  gboolean good;
  DhSheet sheet;

  g_return_val_if_fail (data != NULL && stream != NULL, FALSE);

  x = dh_data_get_x (data);
  y = dh_data_get_y (data);
  dh_sheet_init (&sheet, stream);
  dh_sheet_text (&sheet, "x");
  dh_sheet_text (&sheet, "y");
  good = dh_sheet_end_row (&sheet);
  for (gsize i = 0; good && i < dh_data_get_n_rows (data); i++)
    {
      dh_sheet_number (&sheet, x[i]);
      dh_sheet_number (&sheet, y[i]);
      good = dh_sheet_end_row (&sheet);
    }
  return dh_sheet_finish (&sheet, error);
}
