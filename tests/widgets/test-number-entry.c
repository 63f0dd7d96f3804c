/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
#include "config.h"

#include "dh-widgets.h"

#include <float.h>
#include <math.h>
#include <string.h>

static const struct
{
  const char *text, *point;
  double value;
} good[] = {
  { "1.5", ".", 1.5 },         { "1,5", ",", 1.5 },        { "1.5", ",", 1.5 },
  { "  -2 ", ".", -2 },        { "+3", ".", 3 },           { "−4", ".", -4 },
  { "1e-4", ".", 1e-4 },       { "1,5E+3", ",", 1500 },    { "2e−5", ".", 2e-5 },
  { ".5", ".", 0.5 },          { ",5", ",", 0.5 },         { "5.", ".", 5 },
  { "0.500", ",", 0.5 },       { "0.0001", ",", 0.0001 },  { "1234.567", ",", 1234.567 },
  { "1.500", ".", 1.5 },       { "1,500", ",", 1.5 },      { "1e308", ".", 1e308 },
  { "5e-324", ".", 5e-324 },   { "0e-999", ".", 0 },       { "0", ".", 0 },
  { "\u00a07\u00a0", ".", 7 }, { "1٫5", "٫", 1.5 },
};

static const struct
{
  const char *text, *point, *part; /* of the message */
} bad[] = {
  { "", ".", "Type a number" },        { "   ", ".", "Type a number" },   { "abc", ".", "abc" },
  { "1e400", ".", "too large" },       { "-1e999", ",", "too large" },    { "1e-400", ".", "too small" },
  { "1,000", ".", "thousands" },       { "1,000.5", ".", "thousands" },   { "1.000,5", ",", "thousands" },
  { "1 000", ".", "thousands" },       { "1'000", ".", "thousands" },     { "1_000", ".", "thousands" },
  { "1\u202f000", ",", "thousands" },  { "1.500", ",", "1,500 or 1500" }, { "-12.500", ",", "12,500" },
  { "1,5", ".", "decimal point" },     { "nan", ".", "nan" },             { "inf", ".", "inf" },
  { "0x10", ".", "0x10" },             { "1e", ".", "1e" },               { "--1", ".", "--1" },
  { "1.2.3", ".", "thousands" },       { ".", ".", "not a number" },      { "1 2", ",", "thousands" },
  { "5 %", ".", "5 %" },               { "\xff", ".", "Type a number" },  { "e5", ".", "e5" },
};

static void
test_good (void)
{
  g_test_summary ("What has one meaning is read, in the locale's form and in the C form");
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;
      double value = -1;

      g_test_message ("“%s” with “%s”", good[i].text, good[i].point);
      dh_number_parse_local (good[i].text, good[i].point, &value, &error);
      g_assert_no_error (error);
      g_assert_cmpfloat (value, ==, good[i].value);
    }
}

static void
test_bad (void)
{
  g_test_summary ("What is no number, or could be two, is refused with a message that says why");
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *shown = g_utf8_make_valid (bad[i].text, -1);
      double value = 42;

      g_test_message ("“%s” with “%s”", shown, bad[i].point);
      g_assert_false (dh_number_parse_local (bad[i].text, bad[i].point, &value, &error));
      g_assert_error (error, DH_NUMBER_ENTRY_ERROR, DH_NUMBER_ENTRY_ERROR_TEXT);
      g_test_message ("  %s", error->message);
      g_assert_nonnull (strstr (error->message, bad[i].part));
      g_assert_cmpfloat (value, ==, 42);
    }
}

static void
test_long (void)
{
  g_autofree char *text = g_strnfill (1000000, '1');
  g_autoptr (GError) error = NULL;
  double value;

  g_test_summary ("A pasted novel is refused and not quoted");
  g_assert_false (dh_number_parse_local (text, ".", &value, &error));
  g_assert_cmpuint (strlen (error->message), <, 200);
}

static void
test_format (void)
{
  static const struct
  {
    double value;
    const char *point, *text;
  } table[] = {
    { 0, ".", "0" },           { -0.0, ".", "0" },          { 0.1, ",", "0,1" },
    { 1e-4, ".", "0.0001" },   { 1e-6, ".", "0.000001" },   { 1.5e-7, ".", "1.5e-7" },
    { 100, ".", "100" },       { 1e15, ".", "1e15" },       { 123456789, ".", "123456789" },
    { -2.25, ".", "-2.25" },   { 0.1 + 0.2, ".", "0.30000000000000004" },
    { 6.31e-6, ".", "6.31e-6" }, { 6.3e-6, ".", "0.0000063" }, { 6.31e-5, ".", "0.0000631" },
    { 5e-324, ".", "5e-324" }, { DBL_MAX, ",", "1,7976931348623157e308" },
  };
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  g_test_summary ("The shortest form that reads back to the same double, in every locale");
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *text = dh_number_format_local (table[i].value, table[i].point);

      g_assert_cmpstr (text, ==, table[i].text);
    }
  for (int i = 0; i < 2000; i++)
    {
      double value = ldexp (g_rand_double_range (random, -1, 1), g_rand_int_range (random, -1000, 1000));
      double back = 0;
      g_autofree char *text = dh_number_format_local (value, ",");

      g_assert_true (dh_number_parse_local (text, ",", &back, NULL));
      g_assert_cmpfloat (back, ==, value);
    }
}

/* A widget in a window of its own, and the entry inside it. */
typedef struct
{
  GtkWidget *window, *number, *other;
  GtkEntry *entry;
  guint changed, errors;
} Fixture;

static void
count_cb (Fixture *fixture)
{
  fixture->changed++;
}

static void
count_error_cb (Fixture *fixture)
{
  fixture->errors++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  fixture->changed = fixture->errors = 0;
  fixture->window = gtk_window_new ();
  fixture->number = dh_number_entry_new ();
  fixture->other = gtk_button_new ();
  fixture->entry = GTK_ENTRY (gtk_widget_get_first_child (fixture->number));
  gtk_box_append (GTK_BOX (box), fixture->number);
  gtk_box_append (GTK_BOX (box), fixture->other);
  gtk_window_set_child (GTK_WINDOW (fixture->window), box);
  g_signal_connect_swapped (fixture->number, "changed-by-user", G_CALLBACK (count_cb), fixture);
  g_signal_connect_swapped (fixture->number, "notify::error", G_CALLBACK (count_error_cb), fixture);
  dh_number_entry_set_value (DH_NUMBER_ENTRY (fixture->number), 0.25);
  dh_number_entry_set_domain (DH_NUMBER_ENTRY (fixture->number), 0, TRUE, 1, FALSE);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_ref (fixture->number);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_assert_finalize_object (fixture->number);
}

static void
type_text (Fixture *fixture, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (fixture->entry), text);
  g_signal_emit_by_name (fixture->entry, "activate");
}

/* Sends a key to the entry's own controllers, as GTK would. */
static gboolean
press (Fixture *fixture, guint keyval)
{
  g_autoptr (GListModel) list = gtk_widget_observe_controllers (GTK_WIDGET (fixture->entry));
  gboolean handled = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (list) && !handled; i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (list, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", keyval, 0u, (GdkModifierType) 0, &handled);
    }
  return handled;
}

static double
value_of (Fixture *fixture)
{
  return dh_number_entry_get_value (DH_NUMBER_ENTRY (fixture->number));
}

static const char *
error_of (Fixture *fixture)
{
  return dh_number_entry_get_error (DH_NUMBER_ENTRY (fixture->number));
}

static void
test_last_good (Fixture *fixture, gconstpointer data)
{
  static const char *const wrong[] = { "abc", "", "1e400", "0", "-1", "1.5" };

  g_test_summary ("A bad text changes nothing but the error; a good one clears it");
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      type_text (fixture, wrong[i]);
      g_assert_cmpfloat (value_of (fixture), ==, 0.25);
      g_assert_nonnull (error_of (fixture));
      g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (fixture->entry), "error"));
      gtk_test_accessible_assert_state (GTK_ACCESSIBLE (fixture->entry), GTK_ACCESSIBLE_STATE_INVALID,
                                        GTK_ACCESSIBLE_INVALID_TRUE);
      g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (fixture->entry)), ==, wrong[i]);
    }
  g_assert_cmpuint (fixture->changed, ==, 0);
  type_text (fixture, "1");
  g_assert_cmpfloat (value_of (fixture), ==, 1);
  g_assert_null (error_of (fixture));
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (fixture->entry), "error"));
  g_assert_cmpuint (fixture->changed, ==, 1);
}

static void
test_message (Fixture *fixture, gconstpointer data)
{
  GtkWidget *line = gtk_widget_get_last_child (fixture->number);

  g_test_summary ("The reason stands in a line below and in the tooltip");
  g_assert_false (gtk_widget_get_visible (line));
  type_text (fixture, "0");
  g_assert_true (gtk_widget_get_visible (line));
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (line)), "greater than 0"));
  g_assert_cmpstr (gtk_widget_get_tooltip_text (GTK_WIDGET (fixture->entry)), ==, error_of (fixture));
  type_text (fixture, "7");
  g_assert_nonnull (strstr (error_of (fixture), "at most 1"));
  gtk_editable_set_text (GTK_EDITABLE (fixture->entry), "0.7");
  g_assert_null (error_of (fixture));
  g_assert_cmpfloat (value_of (fixture), ==, 0.25);
  g_assert_false (gtk_widget_get_visible (line));
}

static void
test_whole (Fixture *fixture, gconstpointer data)
{
  g_object_set (fixture->number, "whole", TRUE, "maximum", 100.0, NULL);
  type_text (fixture, "2.5");
  g_assert_nonnull (strstr (error_of (fixture), "whole"));
  type_text (fixture, "3");
  g_assert_null (error_of (fixture));
  g_assert_cmpfloat (value_of (fixture), ==, 3);
}

static void
test_outside (Fixture *fixture, gconstpointer data)
{
  DhNumberEntry *number = DH_NUMBER_ENTRY (fixture->number);

  g_test_summary ("An error from outside gives way to the text's own and goes with a new value");
  dh_number_entry_set_error (number, "Does not fit");
  dh_number_entry_set_error (number, "Does not fit");
  g_assert_cmpuint (fixture->errors, ==, 1);
  type_text (fixture, "x");
  g_assert_cmpstr (error_of (fixture), !=, "Does not fit");
  press (fixture, GDK_KEY_Escape);
  g_assert_cmpstr (error_of (fixture), ==, "Does not fit");
  type_text (fixture, "0.5");
  g_assert_null (error_of (fixture));
  dh_number_entry_set_error (number, "Again");
  dh_number_entry_set_error (number, NULL);
  g_assert_null (error_of (fixture));
}

static void
test_escape (Fixture *fixture, gconstpointer data)
{
  g_test_summary ("Escape gives the last good text back; with nothing to give back it is the window's");
  type_text (fixture, "oops");
  g_assert_true (press (fixture, GDK_KEY_Escape));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (fixture->entry)), ==, "0.25");
  g_assert_null (error_of (fixture));
  g_assert_false (press (fixture, GDK_KEY_Escape));
}

static void
test_steps (Fixture *fixture, gconstpointer data)
{
  g_test_summary ("Up and Down step, look like decimals, and stop at the ends");
  g_assert_false (press (fixture, GDK_KEY_Up));
  g_object_set (fixture->number, "step", 0.1, NULL);
  dh_number_entry_set_value (DH_NUMBER_ENTRY (fixture->number), 0.2);
  g_assert_true (press (fixture, GDK_KEY_Up));
  g_assert_cmpfloat (value_of (fixture), ==, 0.3);
  g_assert_cmpuint (fixture->changed, ==, 1);
  for (int i = 0; i < 5; i++)
    press (fixture, GDK_KEY_Down);
  g_assert_cmpfloat (value_of (fixture), ==, 0.1);
  for (int i = 0; i < 20; i++)
    press (fixture, GDK_KEY_Up);
  g_assert_cmpfloat (value_of (fixture), ==, 1);
  g_object_set (fixture->number, "step", 10.0, "logarithmic", TRUE, NULL);
  press (fixture, GDK_KEY_Down);
  press (fixture, GDK_KEY_Down);
  g_assert_cmpfloat (value_of (fixture), ==, 0.01);
}

static void
test_program (Fixture *fixture, gconstpointer data)
{
  g_test_summary ("Values set by the program are no user's doing, and the same value spares what is being typed");
  gtk_editable_set_text (GTK_EDITABLE (fixture->entry), "0.99");
  dh_number_entry_set_value (DH_NUMBER_ENTRY (fixture->number), 0.25);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (fixture->entry)), ==, "0.99");
  dh_number_entry_set_value (DH_NUMBER_ENTRY (fixture->number), 0.5);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (fixture->entry)), ==, "0.5");
  g_assert_cmpuint (fixture->changed, ==, 0);
}

static void
test_mnemonic (Fixture *fixture, gconstpointer data)
{
  GtkWidget *label = g_object_ref_sink (gtk_label_new_with_mnemonic ("_Rate"));

  g_test_summary ("A label's mnemonic leads into the text");
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), fixture->number);
  gtk_widget_grab_focus (fixture->other);
  gtk_widget_mnemonic_activate (fixture->number, FALSE);
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (fixture->window)), fixture->number));
  g_object_unref (label);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  dh_widgets_init ();
  g_test_add_func ("/widgets/number/good", test_good);
  g_test_add_func ("/widgets/number/bad", test_bad);
  g_test_add_func ("/widgets/number/long", test_long);
  g_test_add_func ("/widgets/number/format", test_format);
#define ADD(path, func) \
  g_test_add ("/widgets/number-entry/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("last-good", test_last_good);
  ADD ("message", test_message);
  ADD ("whole", test_whole);
  ADD ("outside", test_outside);
  ADD ("escape", test_escape);
  ADD ("steps", test_steps);
  ADD ("program", test_program);
  ADD ("mnemonic", test_mnemonic);
#undef ADD
  return g_test_run ();
}
