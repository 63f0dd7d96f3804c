/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Views: plain data, copied whole. */
#include "dh-view.h"

#include "dh-error.h"
#include "dh-quantity.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static const char *x_axis_ids[DH_X_N] = { "step", "epoch", "x", "bump" };
static const char *axis_kind_ids[DH_AXIS_N] = { "linear", "log", "symlog" };

DhView *
dh_view_new (const char *quantity)
{
  const DhQuantityInfo *info = dh_quantity_find (quantity);
  DhView *view;

  g_return_val_if_fail (quantity != NULL, NULL);

  view = g_new0 (DhView, 1);
  view->left = g_new0 (char *, 2);
  view->left[0] = g_strdup (quantity);
  view->legend = TRUE;
  if (info && info->domain == DH_PER_X)
    view->x = DH_X_DATA;
  else if (info && info->domain == DH_PER_EPOCH)
    view->x = DH_X_EPOCH;
  else if (info && info->domain == DH_PER_BUMP)
    {
      view->x = DH_X_BUMP;
      view->x_axis.kind = DH_AXIS_LOG;
    }
  if (info && info->prefers_log)
    view->left_axis.kind = DH_AXIS_LOG;
  return view;
}

DhView *
dh_view_new_default (DhViewDefault which)
{
  static const char *quantities[DH_VIEW_N_DEFAULTS] = { "error", "weights", "derivatives", "fit" };
  DhView *view;

  g_return_val_if_fail (which < DH_VIEW_N_DEFAULTS, NULL);

  view = dh_view_new (quantities[which]);
  if (which == DH_VIEW_ERRORS)
    view->left_axis.kind = DH_AXIS_LOG;
  /* Derivatives have both signs and, in a run that explodes, a hundred powers of ten. */
  if (which == DH_VIEW_DERIVATIVES)
    view->left_axis.kind = DH_AXIS_SYMLOG;
  return view;
}

DhView *
dh_view_copy (const DhView *view)
{
  DhView *copy = g_memdup2 (view, sizeof *view);

  copy->title = g_strdup (view->title);
  copy->left = g_strdupv (view->left);
  copy->right = g_strdupv (view->right);
  copy->hidden = g_strdupv (view->hidden);
  copy->runs = g_memdup2 (view->runs, view->n_runs * sizeof *view->runs);
  return copy;
}

void
dh_view_free (DhView *view)
{
  if (!view)
    return;
  g_free (view->title);
  g_strfreev (view->left);
  g_strfreev (view->right);
  g_strfreev (view->hidden);
  g_free (view->runs);
  g_free (view);
}

/* An absent list and an empty one mean the same. */
static gboolean
strv_equal (char **a, char **b)
{
  guint n = a ? g_strv_length (a) : 0;

  if (n != (b ? g_strv_length (b) : 0))
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (strcmp (a[i], b[i]) != 0)
      return FALSE;
  return TRUE;
}

static gboolean
axis_equal (const DhAxisSpec *a, const DhAxisSpec *b)
{
  return a->kind == b->kind && !a->fixed == !b->fixed
         && (!a->fixed || (a->min == b->min && a->max == b->max));
}

gboolean
dh_view_equal (const DhView *a, const DhView *b)
{
  return g_strcmp0 (a->title, b->title) == 0 && a->x == b->x && strv_equal (a->left, b->left)
         && strv_equal (a->right, b->right) && axis_equal (&a->x_axis, &b->x_axis)
         && axis_equal (&a->left_axis, &b->left_axis) && axis_equal (&a->right_axis, &b->right_axis)
         && !a->legend == !b->legend && strv_equal (a->hidden, b->hidden)
         && !a->runs == !b->runs && a->n_runs == b->n_runs
         && (a->n_runs == 0 || memcmp (a->runs, b->runs, a->n_runs * sizeof *a->runs) == 0);
}

void
dh_view_set_title (DhView *view, const char *title)
{
  g_free (view->title);
  view->title = title && *title ? g_strdup (title) : NULL;
}

gboolean
dh_view_is_hidden (const DhView *view, const char *key)
{
  return view->hidden && g_strv_contains ((const char *const *) view->hidden, key);
}

void
dh_view_set_hidden (DhView *view, const char *key, gboolean hidden)
{
  g_autoptr (GStrvBuilder) builder = NULL;

  if (dh_view_is_hidden (view, key) == !!hidden)
    return;
  builder = g_strv_builder_new ();
  for (char **k = view->hidden; k && *k; k++)
    if (strcmp (*k, key) != 0)
      g_strv_builder_add (builder, *k);
  if (hidden)
    g_strv_builder_add (builder, key);
  g_strfreev (view->hidden);
  view->hidden = g_strv_builder_end (builder);
}

static gboolean
check_quantities (char **ids, GError **error)
{
  for (char **id = ids; id && *id; id++)
    if (!dh_quantity_check (*id, error))
      return FALSE;
  return TRUE;
}

static gboolean
check_axis (const DhAxisSpec *axis, const char *name, GError **error)
{
  if (axis->kind >= DH_AXIS_N)
    {
      g_set_error (error, DH_ERROR, DH_ERROR_INVALID, _("%s: unknown kind of axis."), name);
      return FALSE;
    }
  if (!axis->fixed)
    return TRUE;
  if (!isfinite (axis->min) || !isfinite (axis->max) || !(axis->min < axis->max))
    {
      g_set_error (error, DH_ERROR, DH_ERROR_INVALID,
                   _("%s: a fixed range needs a lower end below its upper end."), name);
      return FALSE;
    }
  if (axis->kind == DH_AXIS_LOG && !(axis->min > 0))
    {
      g_set_error (error, DH_ERROR, DH_ERROR_INVALID,
                   _("%s: a logarithmic axis has only numbers above 0. Raise its lower end, or choose "
                     "a linear or symlog axis."),
                   name);
      return FALSE;
    }
  return TRUE;
}

gboolean
dh_view_validate (const DhView *view, GError **error)
{
  if (!view->left || !view->left[0])
    {
      g_set_error_literal (error, DH_ERROR, DH_ERROR_INVALID,
                           _("A chart needs at least one quantity on its left axis."));
      return FALSE;
    }
  if (view->x >= DH_X_N)
    {
      g_set_error_literal (error, DH_ERROR, DH_ERROR_INVALID, _("Unknown x axis of a chart."));
      return FALSE;
    }
  return check_quantities (view->left, error) && check_quantities (view->right, error)
         && check_axis (&view->x_axis, _("x axis"), error)
         && check_axis (&view->left_axis, _("left axis"), error)
         && check_axis (&view->right_axis, _("right axis"), error);
}

const char *
dh_x_axis_id (DhXAxis x)
{
  g_return_val_if_fail (x < DH_X_N, NULL);

  return x_axis_ids[x];
}

const char *
dh_axis_kind_id (DhAxisKind kind)
{
  g_return_val_if_fail (kind < DH_AXIS_N, NULL);

  return axis_kind_ids[kind];
}

gboolean
dh_x_axis_parse (const char *text, DhXAxis *x, GError **error)
{
  for (guint i = 0; i < DH_X_N; i++)
    if (strcmp (text, x_axis_ids[i]) == 0)
      {
        *x = i;
        return TRUE;
      }
  dh_error_set_quoted (error, DH_ERROR_PARSE, _("%s is not an x axis. Use step, epoch, x or bump."), text);
  return FALSE;
}

gboolean
dh_axis_kind_parse (const char *text, DhAxisKind *kind, GError **error)
{
  for (guint i = 0; i < DH_AXIS_N; i++)
    if (strcmp (text, axis_kind_ids[i]) == 0)
      {
        *kind = i;
        return TRUE;
      }
  dh_error_set_quoted (error, DH_ERROR_PARSE,
                       _("%s is not a kind of axis. Use linear, log or symlog."), text);
  return FALSE;
}
