/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* View: plain data, owned by whoever made it. */
#include "dh-view.h"

#include "dh-error.h"
#include "dh-quantity.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static const char *const x_ids[DH_X_N] = { "step", "epoch", "x" };
static const char *const axis_ids[DH_AXIS_N] = { "linear", "log", "symlog" };

DhView *
dh_view_new (const char *quantity)
{
  const DhQuantityInfo *info;
  DhView *view;

  g_return_val_if_fail (quantity != NULL, NULL);
  info = dh_quantity_find (quantity);
  view = g_new0 (DhView, 1);
  view->left = g_new0 (char *, 2);
  view->left[0] = g_strdup (quantity);
  view->legend = TRUE;
  if (info != NULL && info->domain == DH_PER_X)
    view->x = DH_X_DATA;
  if (info != NULL && info->prefers_log)
    view->left_axis.kind = DH_AXIS_LOG;
  return view;
}

DhView *
dh_view_new_default (DhViewDefault which)
{
  static const char *const quantity[DH_VIEW_N_DEFAULTS] = {
    [DH_VIEW_ERRORS] = "error",
    [DH_VIEW_WEIGHTS] = "weights",
    [DH_VIEW_DERIVATIVES] = "derivatives",
    [DH_VIEW_FIT] = "fit",
  };
  DhView *view;

  g_return_val_if_fail ((guint) which < DH_VIEW_N_DEFAULTS, NULL);
  view = dh_view_new (quantity[which]);
  if (which == DH_VIEW_ERRORS)
    view->left_axis.kind = DH_AXIS_LOG;
  /* Derivatives have both signs and, where a run explodes, some forty magnitudes: only symlog
   * shows those of the others beside them. */
  if (which == DH_VIEW_DERIVATIVES)
    view->left_axis.kind = DH_AXIS_SYMLOG;
  return view;
}

DhView *
dh_view_copy (const DhView *view)
{
  DhView *copy;

  g_return_val_if_fail (view != NULL, NULL);
  copy = g_new (DhView, 1);
  *copy = *view;
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
  if (view == NULL)
    return;
  g_free (view->title);
  g_strfreev (view->left);
  g_strfreev (view->right);
  g_strfreev (view->hidden);
  g_free (view->runs);
  g_free (view);
}

/* NULL and an empty list mean the same. */
static gboolean
same_strings (char **a, char **b)
{
  guint n = a == NULL ? 0 : g_strv_length (a);

  if (n != (b == NULL ? 0 : g_strv_length (b)))
    return FALSE;
  return n == 0 || g_strv_equal ((const char *const *) a, (const char *const *) b);
}

static gboolean
same_axis (const DhAxisSpec *a, const DhAxisSpec *b)
{
  return a->kind == b->kind && !a->fixed == !b->fixed
         && (!a->fixed || (a->min == b->min && a->max == b->max));
}

gboolean
dh_view_equal (const DhView *a, const DhView *b)
{
  if (a == b)
    return TRUE;
  if ((a->runs == NULL) != (b->runs == NULL) || (a->runs != NULL && a->n_runs != b->n_runs))
    return FALSE;
  for (gsize i = 0; a->runs != NULL && i < a->n_runs; i++)
    if (a->runs[i] != b->runs[i])
      return FALSE;
  return g_strcmp0 (a->title, b->title) == 0 && a->x == b->x
         && same_strings (a->left, b->left) && same_strings (a->right, b->right)
         && same_strings (a->hidden, b->hidden)
         && same_axis (&a->x_axis, &b->x_axis) && same_axis (&a->left_axis, &b->left_axis)
         && same_axis (&a->right_axis, &b->right_axis) && !a->legend == !b->legend;
}

void
dh_view_set_title (DhView *view, const char *title)
{
  char *copy = title != NULL && *title != '\0' ? g_strdup (title) : NULL;

  g_free (view->title);
  view->title = copy;
}

void
dh_view_set_hidden (DhView *view, const char *key, gboolean hidden)
{
  g_autoptr (GStrvBuilder) builder = NULL;

  if (dh_view_is_hidden (view, key) == hidden)
    return;
  builder = g_strv_builder_new ();
  for (char **other = view->hidden; other != NULL && *other != NULL; other++)
    if (strcmp (*other, key) != 0)
      g_strv_builder_add (builder, *other);
  if (hidden)
    g_strv_builder_add (builder, key);
  g_strfreev (view->hidden);
  view->hidden = g_strv_builder_end (builder);
}

gboolean
dh_view_is_hidden (const DhView *view, const char *key)
{
  return view->hidden != NULL && g_strv_contains ((const char *const *) view->hidden, key);
}

static gboolean
check_axis (const DhAxisSpec *axis, const char *name, GError **error)
{
  if ((guint) axis->kind >= DH_AXIS_N)
    {
      g_set_error (error, DH_ERROR, DH_ERROR_INVALID,
                   _("The %s axis must be linear, log or symlog."), name);
      return FALSE;
    }
  if (!axis->fixed)
    return TRUE;
  if (!isfinite (axis->min) || !isfinite (axis->max) || !(axis->min < axis->max))
    {
      g_set_error (error, DH_ERROR, DH_ERROR_INVALID,
                   _("The range of the %s axis must go from a smaller to a greater number. "
                     "Change its ends or make it automatic."), name);
      return FALSE;
    }
  if (axis->kind == DH_AXIS_LOG && !(axis->min > 0))
    {
      g_set_error (error, DH_ERROR, DH_ERROR_INVALID,
                   _("The %s axis is logarithmic, so its range must start above 0. "
                     "Change it, or choose symlog."), name);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_quantities (const DhView *view, char **ids, GError **error)
{
  for (char **id = ids; id != NULL && *id != NULL; id++)
    {
      if (!dh_quantity_check (*id, error))
        return FALSE;
      if ((dh_quantity_find (*id)->domain == DH_PER_X) != (view->x == DH_X_DATA))
        {
          g_set_error (error, DH_ERROR, DH_ERROR_INVALID,
                       view->x == DH_X_DATA
                         ? _("“%s” cannot be drawn over x, only over steps or epochs. "
                             "Choose another axis, or another quantity.")
                         : _("“%s” can only be drawn over x. Choose the axis x, or another quantity."),
                       *id);
          return FALSE;
        }
    }
  return TRUE;
}

gboolean
dh_view_validate (const DhView *view, GError **error)
{
  if ((guint) view->x >= DH_X_N || view->left == NULL || view->left[0] == NULL)
    {
      g_set_error_literal (error, DH_ERROR, DH_ERROR_INVALID,
                           _("A chart needs at least one quantity on its left axis."));
      return FALSE;
    }
  return check_quantities (view, view->left, error) && check_quantities (view, view->right, error)
         && check_axis (&view->x_axis, _("horizontal"), error)
         && check_axis (&view->left_axis, _("left"), error)
         && check_axis (&view->right_axis, _("right"), error);
}

const char *
dh_x_axis_id (DhXAxis x)
{
  g_return_val_if_fail ((guint) x < DH_X_N, NULL);
  return x_ids[x];
}

const char *
dh_axis_kind_id (DhAxisKind kind)
{
  g_return_val_if_fail ((guint) kind < DH_AXIS_N, NULL);
  return axis_ids[kind];
}

gboolean
dh_x_axis_parse (const char *text, DhXAxis *x, GError **error)
{
  for (guint i = 0; i < DH_X_N; i++)
    if (strcmp (text, x_ids[i]) == 0)
      {
        *x = (DhXAxis) i;
        return TRUE;
      }
  g_set_error (error, DH_ERROR, DH_ERROR_PARSE,
               _("“%s” is no horizontal axis. Write step, epoch or x."), text);
  return FALSE;
}

gboolean
dh_axis_kind_parse (const char *text, DhAxisKind *kind, GError **error)
{
  for (guint i = 0; i < DH_AXIS_N; i++)
    if (strcmp (text, axis_ids[i]) == 0)
      {
        *kind = (DhAxisKind) i;
        return TRUE;
      }
  g_set_error (error, DH_ERROR, DH_ERROR_PARSE,
               _("“%s” is no kind of axis. Write linear, log or symlog."), text);
  return FALSE;
}
