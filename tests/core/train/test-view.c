/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Views: copies, equality, hidden series, and what they refuse. */
#include "dh-error.h"
#include "dh-view.h"

#include <string.h>

static void
test_copy (void)
{
  g_autoptr (DhView) view = dh_view_new ("weights");
  g_autoptr (DhView) copy = NULL;

  g_test_summary ("A copy is equal until any one field differs");
  dh_view_set_title (view, "Mine");
  dh_view_set_hidden (view, "1/w.a", TRUE);
  view->runs = g_new (guint64, 1);
  view->runs[0] = 3;
  view->n_runs = 1;
  copy = dh_view_copy (view);
  g_assert_true (dh_view_equal (view, copy));
  copy->runs[0] = 4;
  g_assert_false (dh_view_equal (view, copy));
  copy->runs[0] = 3;
  dh_view_set_hidden (copy, "1/w.b", TRUE);
  g_assert_false (dh_view_equal (view, copy));
  dh_view_set_hidden (copy, "1/w.b", FALSE);
  g_assert_true (dh_view_equal (view, copy));
  dh_view_set_title (copy, "");
  g_assert_null (copy->title);
  g_assert_false (dh_view_equal (view, copy));
  dh_view_set_title (copy, "Mine");
  copy->left_axis.kind = DH_AXIS_SYMLOG;
  g_assert_false (dh_view_equal (view, copy));
}

static void
test_hidden (void)
{
  g_autoptr (DhView) view = dh_view_new ("weights");

  g_test_summary ("Hiding a series twice is hiding it once");
  dh_view_set_hidden (view, "1/w.a", TRUE);
  dh_view_set_hidden (view, "1/w.a", TRUE);
  dh_view_set_hidden (view, "2/w.a", TRUE);
  g_assert_true (dh_view_is_hidden (view, "1/w.a"));
  g_assert_false (dh_view_is_hidden (view, "1/w.b"));
  dh_view_set_hidden (view, "1/w.a", FALSE);
  g_assert_false (dh_view_is_hidden (view, "1/w.a"));
  g_assert_true (dh_view_is_hidden (view, "2/w.a"));
}

static void
test_defaults (void)
{
  g_test_summary ("The four default views are valid; each has what suits it");
  for (guint i = 0; i < DH_VIEW_N_DEFAULTS; i++)
    {
      g_autoptr (DhView) view = dh_view_new_default (i);
      g_autoptr (GError) error = NULL;

      g_assert_true (dh_view_validate (view, &error));
      g_assert_no_error (error);
      g_assert_cmpint (view->x, ==, i == DH_VIEW_FIT ? DH_X_DATA : DH_X_STEP);
    }
}

static void
test_refused (void)
{
  g_autoptr (DhView) view = dh_view_new ("error");
  g_autoptr (GError) error = NULL;

  g_test_summary ("No quantity, an unknown one, and ranges that can't be are refused");
  view->left_axis = (DhAxisSpec){ DH_AXIS_LINEAR, TRUE, 2, 1 };
  g_assert_false (dh_view_validate (view, &error));
  g_clear_error (&error);
  view->left_axis = (DhAxisSpec){ DH_AXIS_LOG, TRUE, 0, 1 };
  g_assert_false (dh_view_validate (view, &error));
  g_assert_nonnull (strstr (error->message, "logarithmic"));
  g_clear_error (&error);
  view->left_axis = (DhAxisSpec){ DH_AXIS_LOG, TRUE, 0.5, 1 };
  g_assert_true (dh_view_validate (view, &error));
  g_free (view->left[0]);
  view->left[0] = g_strdup ("happiness");
  g_assert_false (dh_view_validate (view, &error));
  g_clear_error (&error);
  g_clear_pointer (&view->left[0], g_free);
  g_assert_false (dh_view_validate (view, &error));
}

static void
test_names (void)
{
  DhXAxis x;
  DhAxisKind kind;

  g_test_summary ("Axis names read back");
  for (guint i = 0; i < DH_X_N; i++)
    {
      g_assert_true (dh_x_axis_parse (dh_x_axis_id (i), &x, NULL));
      g_assert_cmpint (x, ==, i);
    }
  for (guint i = 0; i < DH_AXIS_N; i++)
    {
      g_assert_true (dh_axis_kind_parse (dh_axis_kind_id (i), &kind, NULL));
      g_assert_cmpint (kind, ==, i);
    }
  g_assert_false (dh_x_axis_parse ("steps", &x, NULL));
  g_assert_false (dh_axis_kind_parse ("", &kind, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/view/copy", test_copy);
  g_test_add_func ("/view/hidden", test_hidden);
  g_test_add_func ("/view/defaults", test_defaults);
  g_test_add_func ("/view/refused", test_refused);
  g_test_add_func ("/view/names", test_names);
  return g_test_run ();
}
