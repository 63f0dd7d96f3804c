/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Quantities: one row of the table each. A row names the column of the steps or the epochs table by
 * its place in the columns struct; a group also has the prefix of its members' names. */
#include "dh-quantity.h"

#include "dh-error.h"

#include <glib/gi18n-lib.h>
#include <stddef.h>
#include <string.h>

#define STEP(field)  offsetof (DhStepColumns, field)
#define EPOCH(field) offsetof (DhEpochColumns, field)
#define ROW(id, label, tooltip, domain, group, log) { id, label, tooltip, domain, group, log }

static const DhQuantityInfo infos[] = {
  ROW ("error", N_("Error"), N_("How far off the row is, squared: (ŷ − y)²; for a batch, the mean."),
       DH_PER_STEP, FALSE, TRUE),
  ROW ("weights", N_("Weights"), N_("Every weight after the step’s update."), DH_PER_STEP, TRUE, FALSE),
  ROW ("derivatives", N_("Derivatives"),
       N_("∂e/∂w of every weight by back-propagation: how the error changes with the weight."),
       DH_PER_STEP, TRUE, FALSE),
  ROW ("bump-derivatives", N_("Bump derivatives"),
       N_("(e(w + h) − e(w)) / h of every weight: the derivative as the workbook estimates it."),
       DH_PER_STEP, TRUE, FALSE),
  ROW ("moments", N_("Moments m"),
       N_("The running average, or sum, of every weight’s derivative after the update."),
       DH_PER_STEP, TRUE, FALSE),
  ROW ("squares", N_("Squares v"),
       N_("The running average, or sum, of every weight’s squared derivative after the update."),
       DH_PER_STEP, TRUE, TRUE),
  ROW ("weights-before", N_("Weights before"), N_("Every weight before the step’s update."),
       DH_PER_STEP, TRUE, FALSE),
  ROW ("lr", N_("Learning rate"), N_("η in force at the step: after schedule and changes."),
       DH_PER_STEP, FALSE, TRUE),
  ROW ("overshoot", N_("Overshoot"),
       N_("(ŷ after − ŷ before) / (y − ŷ before): 1 lands on the target, above 2 or below 0 leaves the row worse."),
       DH_PER_STEP, FALSE, FALSE),
  ROW ("step-gain", N_("Step gain"),
       N_("2·η·‖∇ŷ‖²: the overshoot that the derivative predicts; above 2 the row cannot settle."),
       DH_PER_STEP, FALSE, TRUE),
  ROW ("step-length", N_("Step length"), N_("|Δw|: how far the update moved the weights."),
       DH_PER_STEP, FALSE, TRUE),
  ROW ("distance", N_("Distance to the solution"),
       N_("How far the weights are from the least-squares line after the step."),
       DH_PER_STEP, FALSE, TRUE),
  ROW ("prediction", N_("Prediction"), N_("ŷ of the row before the update."), DH_PER_STEP, FALSE, FALSE),
  ROW ("effective-slope", N_("Effective slope"),
       N_("Slope of the line that the model without activation amounts to, after the step."),
       DH_PER_STEP, FALSE, FALSE),
  ROW ("effective-intercept", N_("Effective intercept"),
       N_("Intercept of the line that the model without activation amounts to, after the step."),
       DH_PER_STEP, FALSE, FALSE),
  ROW ("x", N_("x"), N_("x of the row; for a batch, of its first row."), DH_PER_STEP, FALSE, FALSE),
  ROW ("y", N_("y"), N_("y of the row; for a batch, of its first row."), DH_PER_STEP, FALSE, FALSE),
  ROW ("row", N_("Row"), N_("The number of the row; for a batch, of its first row."),
       DH_PER_STEP, FALSE, FALSE),
  ROW ("mse", N_("MSE"), N_("Mean of the errors seen in the epoch: Σe / n."), DH_PER_EPOCH, FALSE, TRUE),
  ROW ("rmse", N_("RMSE"), N_("√(Σe / n) over the errors seen in the epoch."), DH_PER_EPOCH, FALSE, TRUE),
  ROW ("root-sum", N_("√Σe"),
       N_("√Σe over the errors seen in the epoch; the workbook calls this rmse."),
       DH_PER_EPOCH, FALSE, TRUE),
  ROW ("epoch-weights", N_("Weights per epoch"), N_("The weights that the next epoch starts from."),
       DH_PER_EPOCH, TRUE, FALSE),
  ROW ("epoch-lr", N_("Learning rate per epoch"), N_("η in force at the epoch’s last step."),
       DH_PER_EPOCH, FALSE, TRUE),
  ROW ("lambda-max", N_("Largest curvature"), N_("Largest eigenvalue of the loss Hessian."),
       DH_PER_EPOCH, FALSE, TRUE),
  ROW ("lambda-min", N_("Smallest curvature"), N_("Smallest eigenvalue of the loss Hessian."),
       DH_PER_EPOCH, FALSE, FALSE),
  ROW ("condition", N_("Condition number"),
       N_("Largest divided by smallest eigenvalue: how much longer than wide the valley is."),
       DH_PER_EPOCH, FALSE, TRUE),
  ROW ("row-limit", N_("Row limit of the rate"),
       N_("1 / max ‖∇ŷ‖²: above it the worst row is left worse by its own step (plain SGD)."),
       DH_PER_EPOCH, FALSE, TRUE),
  ROW ("epoch-limit", N_("Epoch limit of the rate"),
       N_("The largest learning rate at which a whole epoch still contracts (plain SGD)."),
       DH_PER_EPOCH, FALSE, TRUE),
  ROW ("fit", N_("Fit"), N_("The data and the model’s prediction over x."), DH_PER_X, FALSE, FALSE),
  ROW ("bump-error", N_("Error of the bump"),
       N_("How far each weight’s bump derivative is from back-propagation’s, over the size of the bump."),
       DH_PER_BUMP, FALSE, TRUE),
};

/* Beside each row: where its column's number is, and its members' prefix. */
static const struct
{
  gsize column;
  const char *prefix;
} places[] = {
  { STEP (error), NULL }, { STEP (n), "n." }, { STEP (g), "g." }, { STEP (b), "b." },
  { STEP (m), "m." }, { STEP (v), "v." }, { STEP (w), "w." }, { STEP (lr), NULL },
  { STEP (overshoot), NULL }, { STEP (step_gain), NULL }, { STEP (step_length), NULL },
  { STEP (distance), NULL }, { STEP (prediction), NULL }, { STEP (effective_slope), NULL },
  { STEP (effective_intercept), NULL }, { STEP (x), NULL }, { STEP (y), NULL },
  { STEP (row), NULL }, { EPOCH (mse), NULL }, { EPOCH (rmse), NULL }, { EPOCH (root_sum), NULL },
  { EPOCH (w), "e." }, { EPOCH (lr), NULL }, { EPOCH (lambda_max), NULL },
  { EPOCH (lambda_min), NULL }, { EPOCH (condition), NULL }, { EPOCH (row_limit), NULL },
  { EPOCH (epoch_limit), NULL }, { 0, NULL }, { 0, NULL },
};
G_STATIC_ASSERT (G_N_ELEMENTS (places) == G_N_ELEMENTS (infos));

const DhQuantityInfo *
dh_quantity_list (gsize *n)
{
  *n = G_N_ELEMENTS (infos);
  return infos;
}

/* The row of @id; @member is set to what follows a group's prefix, or NULL. */
static int
find_row (const char *id, const char **member)
{
  *member = NULL;
  for (guint i = 0; i < G_N_ELEMENTS (infos); i++)
    {
      if (strcmp (id, infos[i].id) == 0)
        return (int) i;
      if (places[i].prefix != NULL && g_str_has_prefix (id, places[i].prefix)
          && id[strlen (places[i].prefix)] != '\0')
        {
          *member = id + strlen (places[i].prefix);
          return (int) i;
        }
    }
  return -1;
}

const DhQuantityInfo *
dh_quantity_find (const char *id)
{
  const char *member;
  int row;

  g_return_val_if_fail (id != NULL, NULL);
  row = find_row (id, &member);
  return row < 0 ? NULL : &infos[row];
}

gboolean
dh_quantity_check (const char *id, GError **error)
{
  g_autoptr (GString) list = NULL;
  g_autofree char *quote = NULL;

  if (dh_quantity_find (id) != NULL)
    return TRUE;
  list = g_string_new (NULL);
  for (guint i = 0; i < G_N_ELEMENTS (infos); i++)
    g_string_append_printf (list, "%s%s", i ? ", " : "", infos[i].id);
  quote = dh_error_quote (id);
  g_set_error (error, DH_ERROR, DH_ERROR_PARSE,
               _("There is no quantity %s. Choose from: %s; or one weight’s, such as n.a or g.b."),
               quote, list->str);
  return FALSE;
}

/* The table and the first column of a row; FALSE when this history does not have it. */
static gboolean
locate (const DhHistory *history, int row, DhSignal *signal)
{
  const char *base;
  int column;

  if (!dh_quantity_is_recorded (&infos[row]))
    return FALSE;
  base = infos[row].domain == DH_PER_STEP ? (const char *) dh_history_step_columns (history)
                                          : (const char *) dh_history_epoch_columns (history);
  memcpy (&column, base + places[row].column, sizeof column);
  if (column < 0)
    return FALSE;
  signal->history = history;
  signal->table = infos[row].domain == DH_PER_STEP ? dh_history_get_steps (history)
                                                   : dh_history_get_epochs (history);
  signal->domain = infos[row].domain;
  signal->column = (guint) column;
  signal->weight = 0;
  return TRUE;
}

/* "layer 2" or "2" where norms are recorded, else the weight's name. */
static gboolean
find_member (const DhHistory *history, const char *member, guint *index)
{
  const DhModelSpec *model = &dh_history_get_run (history)->model;
  guint64 layer;
  gsize weight;

  if (!dh_history_step_columns (history)->norms)
    {
      if (!dh_model_find_weight (model, member, &weight))
        return FALSE;
      *index = (guint) weight;
      return TRUE;
    }
  if (g_str_has_prefix (member, "layer "))
    member += strlen ("layer ");
  if (!g_ascii_string_to_unsigned (member, 10, 1, dh_model_n_layers (model), &layer, NULL))
    return FALSE;
  *index = (guint) layer - 1;
  return TRUE;
}

guint
dh_quantity_n_signals (const DhHistory *history, const char *id)
{
  const char *member;
  int row = find_row (id, &member);
  DhSignal signal;
  guint index;

  if (row < 0 || !locate (history, row, &signal))
    return 0;
  if (member != NULL)
    return find_member (history, member, &index) ? 1 : 0;
  return infos[row].group ? dh_history_step_columns (history)->n_vector : 1;
}

gboolean
dh_quantity_signal (const DhHistory *history, const char *id, guint index, DhSignal *signal)
{
  const char *member;
  int row = find_row (id, &member);

  if (index >= dh_quantity_n_signals (history, id) || !locate (history, row, signal))
    return FALSE;
  if (member != NULL)
    find_member (history, member, &index);
  signal->weight = index;
  signal->column += index;
  return TRUE;
}

/* The row of the table that @signal came from: the one whose columns hold its column. */
static int
row_of_signal (const DhSignal *signal)
{
  for (int i = 0; i < (int) G_N_ELEMENTS (infos); i++)
    {
      DhSignal start;

      if (infos[i].domain == signal->domain && locate (signal->history, i, &start)
          && start.column + (infos[i].group ? signal->weight : 0) == signal->column)
        return i;
    }
  return -1;
}

static char *
member_name (const DhSignal *signal)
{
  if (dh_history_step_columns (signal->history)->norms)
    return g_strdup_printf (_("layer %u"), signal->weight + 1);
  return dh_model_weight_name (&dh_history_get_run (signal->history)->model, signal->weight);
}

char *
dh_signal_member_name (const DhSignal *signal)
{
  int row = row_of_signal (signal);

  if (row < 0 || !infos[row].group)
    return g_strdup ("");
  return member_name (signal);
}

char *
dh_signal_id (const DhSignal *signal, const char *quantity)
{
  const char *member;
  int row = find_row (quantity, &member);
  g_autofree char *name = NULL;

  if (row < 0 || !infos[row].group)
    return g_strdup (quantity);
  /* Not the translated name: this one is written to files. */
  if (dh_history_step_columns (signal->history)->norms)
    name = g_strdup_printf ("layer %u", signal->weight + 1);
  else
    name = member_name (signal);
  return g_strconcat (places[row].prefix, name, NULL);
}

double
dh_signal_step (const DhSignal *signal, gsize i)
{
  guint64 per_epoch;
  double last;

  if (signal->domain != DH_PER_EPOCH)
    return (double) i + 1;
  per_epoch = dh_history_steps_per_epoch (signal->history);
  last = ((double) i + 1) * (double) per_epoch;
  /* Only the last epoch can have been cut short; its row says where. */
  if (i + 1 == dh_table_length (signal->table))
    {
      guint column = (guint) dh_history_epoch_columns (signal->history)->steps;

      last += dh_table_value (signal->table, column, i) - (double) per_epoch;
    }
  return last;
}

double
dh_signal_epoch (const DhSignal *signal, gsize i)
{
  guint64 per_epoch = dh_history_steps_per_epoch (signal->history);

  if (signal->domain == DH_PER_EPOCH)
    return (double) i + 1;
  /* An epoch's last step lies on the whole number. */
  return ((double) i + 1) / (double) MAX (per_epoch, 1);
}
