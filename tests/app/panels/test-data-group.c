/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* The data group and its paste window: made-up rows, files good and bad, pasted text; the last good data stays. */
#include "dh-data-group.h"

#include <glib/gstdio.h>
#include <string.h>

#include "dh-param-rows.h"
#include "dh-paste-window.h"
#include "harness.h"

static DhData *
data_of (Harness *h)
{
  return dh_experiment_get_data (dh_session_get_experiment (h->session));
}

static void
type_param (Harness *h, const char *id, guint index, const char *text)
{
  harness_type (dh_setting_row_get_control (dh_param_rows_get_row (harness_find (h, id), index)), text);
}

static void
test_range (void)
{
  Harness h;
  DhSettingRow *step;

  g_test_summary ("A range follows its parameters and its target; a bad step is refused at its row");
  harness_init (&h, g_object_new (DH_TYPE_DATA_GROUP, NULL));
  harness_choose (&h, "source", DH_DATA_RANGE);
  g_assert_cmpuint (harness_applied (&h), ==, 1);
  g_assert_cmpuint (dh_data_get_n_rows (data_of (&h)), ==, 21);
  g_assert_true (gtk_widget_get_visible (harness_find (&h, "target_box")));
  type_param (&h, "params", 2, "20");
  g_assert_cmpuint (dh_data_get_n_rows (data_of (&h)), ==, 11);
  harness_choose (&h, "target", DH_TARGET_SINE);
  g_assert_cmpint (dh_data_get_spec (data_of (&h))->target.kind, ==, DH_TARGET_SINE);
  g_assert_cmpuint (dh_param_rows_get_n (harness_find (&h, "target_params")), ==, 3);
  type_param (&h, "target_params", 1, "-5");
  g_assert_cmpfloat (dh_data_get_spec (data_of (&h))->target.param[1], ==, -5);
  harness_type (GTK_WIDGET (harness_entry (&h, "noise")), "1.5");
  g_assert_cmpfloat (dh_data_get_spec (data_of (&h))->noise_sd, ==, 1.5);
  harness_click (&h, "new_noise_seed");
  g_assert_cmpuint (dh_data_get_spec (data_of (&h))->noise_seed, !=, 0);
  g_assert_cmpuint (harness_applied (&h), ==, 5);

  step = dh_param_rows_get_row (harness_find (&h, "params"), 2);
  type_param (&h, "params", 2, "0");
  g_assert_nonnull (dh_setting_row_get_error (step));
  type_param (&h, "params", 2, "-1");
  g_assert_nonnull (dh_setting_row_get_error (step));
  type_param (&h, "params", 2, "1e-9");
  g_assert_nonnull (dh_setting_row_get_error (step));
  g_assert_cmpuint (harness_applied (&h), ==, 0);
  g_assert_cmpuint (dh_data_get_n_rows (data_of (&h)), ==, 11);

  /* Going away and coming back finds it as it was. */
  harness_choose (&h, "source", DH_DATA_WORKBOOK);
  g_assert_cmpuint (dh_data_get_n_rows (data_of (&h)), ==, 29);
  harness_choose (&h, "source", DH_DATA_RANGE);
  g_assert_cmpuint (dh_data_get_n_rows (data_of (&h)), ==, 11);
  g_assert_cmpuint (harness_applied (&h), ==, 2);
  dh_session_undo (h.session);
  g_assert_cmpuint (gtk_drop_down_get_selected (harness_find (&h, "source")), ==, DH_DATA_WORKBOOK);
  harness_clear (&h);
}

static void
test_random (void)
{
  Harness h;
  double first;

  g_test_summary ("Random rows: count, ends, whole numbers, seed");
  harness_init (&h, g_object_new (DH_TYPE_DATA_GROUP, NULL));
  harness_choose (&h, "source", DH_DATA_RANDOM);
  g_assert_cmpuint (dh_data_get_n_rows (data_of (&h)), ==, 29);
  type_param (&h, "params", 0, "5");
  g_assert_cmpuint (dh_data_get_n_rows (data_of (&h)), ==, 5);
  type_param (&h, "params", 1, "-1000");
  type_param (&h, "params", 2, "1000");
  first = dh_data_get_x (data_of (&h))[0];
  harness_type (GTK_WIDGET (harness_entry (&h, "seed")), "12");
  g_assert_cmpfloat (dh_data_get_x (data_of (&h))[0], !=, first);
  g_assert_cmpuint (dh_data_get_spec (data_of (&h))->seed, ==, 12);
  g_assert_cmpuint (harness_applied (&h), ==, 5);
  type_param (&h, "params", 2, "-2000");
  g_assert_nonnull (dh_setting_row_get_error (dh_param_rows_get_row (harness_find (&h, "params"), 2)));
  type_param (&h, "params", 0, "0");
  type_param (&h, "params", 0, "1e8");
  g_assert_cmpuint (harness_applied (&h), ==, 0);
  harness_clear (&h);
}

static gboolean
wake_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static void
wait_loaded (Harness *h)
{
  guint wake = g_timeout_add (20, wake_cb, NULL);
  gint64 end = g_get_monotonic_time () + 60 * G_TIME_SPAN_SECOND;

  while (dh_data_group_is_loading (DH_DATA_GROUP (h->panel)))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (wake);
}

static void
test_file (void)
{
  Harness h;
  g_autofree char *dir = g_dir_make_tmp ("downhill-XXXXXX", NULL);
  g_autofree char *good = g_build_filename (dir, "good.csv", NULL);
  g_autofree char *bad = g_build_filename (dir, "bad.csv", NULL);
  DhSettingRow *row;

  g_test_summary ("A file is read in the background; a bad one is named with line and column, and changes nothing");
  g_assert_true (g_file_set_contents (good, "x,y\n1,32\n2,34\n", -1, NULL));
  g_assert_true (g_file_set_contents (bad, "x,y\n1,32\n2,apples\n", -1, NULL));
  harness_init (&h, g_object_new (DH_TYPE_DATA_GROUP, NULL));
  row = harness_row (&h, "file_row");
  dh_data_group_load_file (DH_DATA_GROUP (h.panel), good);
  g_assert_true (dh_data_group_is_loading (DH_DATA_GROUP (h.panel)));
  wait_loaded (&h);
  g_assert_cmpuint (harness_applied (&h), ==, 1);
  g_assert_cmpuint (dh_data_get_n_rows (data_of (&h)), ==, 2);
  g_assert_cmpuint (gtk_drop_down_get_selected (harness_find (&h, "source")), ==, DH_DATA_FILE);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (row)));

  dh_data_group_load_file (DH_DATA_GROUP (h.panel), bad);
  wait_loaded (&h);
  g_assert_cmpuint (harness_applied (&h), ==, 0);
  g_assert_cmpuint (dh_data_get_n_rows (data_of (&h)), ==, 2);
  g_assert_nonnull (strstr (dh_setting_row_get_error (row), "bad.csv:3:3"));
  dh_data_group_load_file (DH_DATA_GROUP (h.panel), dir);
  wait_loaded (&h);
  g_assert_nonnull (dh_setting_row_get_error (row));
  g_assert_cmpuint (harness_applied (&h), ==, 0);

  g_assert_true (g_file_set_contents (good, "1,32\n2,34\n3,36\n", -1, NULL));
  harness_click (&h, "reload");
  wait_loaded (&h);
  g_assert_cmpuint (harness_applied (&h), ==, 1);
  g_assert_cmpuint (dh_data_get_n_rows (data_of (&h)), ==, 3);
  g_assert_null (dh_setting_row_get_error (row));

  /* Closed in the middle, superseded, cancelled: nothing is left behind and nothing changes. */
  dh_data_group_load_file (DH_DATA_GROUP (h.panel), bad);
  dh_data_group_load_file (DH_DATA_GROUP (h.panel), good);
  harness_click (&h, "cancel");
  harness_settle ();
  g_assert_cmpuint (harness_applied (&h), ==, 0);
  g_assert_null (dh_setting_row_get_error (row));
  dh_data_group_load_file (DH_DATA_GROUP (h.panel), good);
  harness_clear (&h);
  harness_settle ();
  g_remove (good);
  g_remove (bad);
  g_rmdir (dir);
}

static void
test_paste_window (void)
{
  DhPasteWindow *window = DH_PASTE_WINDOW (dh_paste_window_new (NULL));

  g_test_summary ("Text is judged as it is typed, with line and column");
  g_object_ref (window);
  g_assert_false (dh_paste_window_is_valid (window));
  dh_paste_window_set_text (window, "1, 32\n2, 34\n");
  g_assert_true (dh_paste_window_is_valid (window));
  g_assert_cmpstr (dh_paste_window_get_status (window), ==, "2 rows, x from 1 to 2, y from 32 to 34");
  dh_paste_window_set_text (window, "1, 32\n2, plums\n");
  g_assert_false (dh_paste_window_is_valid (window));
  g_assert_nonnull (strstr (dh_paste_window_get_status (window), ":2:"));
  dh_paste_window_set_text (window, "1\n2\n");
  g_assert_false (dh_paste_window_is_valid (window));
  dh_paste_window_set_text (window, "  \n");
  g_assert_false (dh_paste_window_is_valid (window));
  gtk_window_destroy (GTK_WINDOW (window));
  harness_settle ();
  g_assert_finalize_object (window);
}

static GtkWindow *
find_paste_window (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (DH_IS_PASTE_WINDOW (window))
        return window;
    }
  return NULL;
}

static void
test_paste (void)
{
  Harness h;
  GtkWindow *window;
  g_autofree char *text = NULL;

  g_test_summary ("Pasted text: the window starts with the rows in force; only its button changes them");
  harness_init (&h, g_object_new (DH_TYPE_DATA_GROUP, NULL));
  harness_choose (&h, "source", DH_DATA_PASTED);
  window = find_paste_window ();
  g_assert_nonnull (window);
  g_object_get (window, "text", &text, NULL);
  g_assert_true (g_str_has_prefix (text, "14\t58\n"));
  gtk_window_close (window);
  harness_settle ();
  g_assert_cmpuint (harness_applied (&h), ==, 0);
  g_assert_cmpuint (gtk_drop_down_get_selected (harness_find (&h, "source")), ==, DH_DATA_WORKBOOK);

  harness_choose (&h, "source", DH_DATA_PASTED);
  window = find_paste_window ();
  dh_paste_window_set_text (DH_PASTE_WINDOW (window), "5\t1\n6\t2\n7\t3\n");
  g_assert_cmpuint (harness_applied (&h), ==, 0);
  dh_paste_window_accept (DH_PASTE_WINDOW (window));
  harness_settle ();
  g_assert_null (find_paste_window ());
  g_assert_cmpuint (harness_applied (&h), ==, 1);
  g_assert_cmpuint (dh_data_get_n_rows (data_of (&h)), ==, 3);
  g_assert_cmpuint (gtk_drop_down_get_selected (harness_find (&h, "source")), ==, DH_DATA_PASTED);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (harness_row (&h, "paste_row"))));
  harness_clear (&h);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/panels/data/range", test_range);
  g_test_add_func ("/panels/data/random", test_random);
  g_test_add_func ("/panels/data/file", test_file);
  g_test_add_func ("/panels/data/paste-window", test_paste_window);
  g_test_add_func ("/panels/data/paste", test_paste);
  return g_test_run ();
}
