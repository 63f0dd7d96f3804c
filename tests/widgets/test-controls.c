/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Rate slider, scrubber and run row. */
#include "config.h"

#include "dh-band-scale.h"
#include "dh-colour-popover.h"
#include "dh-swatch.h"
#include "dh-widgets.h"

#include <math.h>
#include <string.h>

/* The first widget of @type below @widget, in depth first order. */
static gpointer
find (GtkWidget *widget, GType type)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      gpointer found = G_TYPE_CHECK_INSTANCE_TYPE (child, type) ? child : find (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
rate_cb (DhRateSlider *slider, double value, gboolean dragging, double *log)
{
  log[0] += 1;
  log[1] = value;
  log[2] = dragging;
}

static void
test_slider_position (void)
{
  GtkWidget *slider = g_object_ref_sink (dh_rate_slider_new ());
  GtkAdjustment *adjustment = gtk_range_get_adjustment (find (slider, GTK_TYPE_SCALE));
  double log[3] = { 0 };

  g_test_summary ("The thumb is the rate's logarithm, clamped; the rate itself is never changed by it");
  g_signal_connect (slider, "changed-by-user", G_CALLBACK (rate_cb), log);
  g_assert_cmpfloat_with_epsilon (gtk_adjustment_get_value (adjustment), -4, 1e-12);
  dh_rate_slider_set_value (DH_RATE_SLIDER (slider), 0.000123456);
  g_assert_cmpfloat (dh_rate_slider_get_value (DH_RATE_SLIDER (slider)), ==, 0.000123456);
  g_assert_cmpfloat_with_epsilon (gtk_adjustment_get_value (adjustment), log10 (0.000123456), 1e-12);
  dh_rate_slider_set_value (DH_RATE_SLIDER (slider), 1e6);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==, 1);
  g_assert_cmpfloat (dh_rate_slider_get_value (DH_RATE_SLIDER (slider)), ==, 1e6);
  dh_rate_slider_set_value (DH_RATE_SLIDER (slider), 1e-9);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==, -6);
  g_assert_cmpfloat (log[0], ==, 0);
  g_assert_finalize_object (slider);
}

static void
test_slider_user (void)
{
  GtkWidget *slider = g_object_ref_sink (dh_rate_slider_new ());
  GtkWidget *scale = find (slider, GTK_TYPE_SCALE);
  GtkAdjustment *adjustment = gtk_range_get_adjustment (GTK_RANGE (scale));
  DhNumberEntry *number = find (slider, DH_TYPE_NUMBER_ENTRY);
  double log[3] = { 0 };

  g_test_summary ("Moving the thumb gives three digits, said once; keys go by a fiftieth and a fifth of a decade");
  g_signal_connect (slider, "changed-by-user", G_CALLBACK (rate_cb), log);
  gtk_adjustment_set_value (adjustment, log10 (0.0314159));
  g_assert_cmpfloat (log[0], ==, 1);
  g_assert_cmpfloat (log[1], ==, 0.0314);
  g_assert_cmpfloat (log[2], ==, 0);
  g_assert_cmpfloat (dh_number_entry_get_value (number), ==, 0.0314);
  g_assert_cmpfloat_with_epsilon (gtk_adjustment_get_step_increment (adjustment), 0.02, 1e-15);
  g_assert_cmpfloat_with_epsilon (gtk_adjustment_get_page_increment (adjustment), 0.2, 1e-15);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (scale), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, "0.0314");
  g_assert_finalize_object (slider);
}

static void
test_slider_number (void)
{
  GtkWidget *slider = g_object_ref_sink (dh_rate_slider_new ());
  GtkEntry *entry = find (slider, GTK_TYPE_ENTRY);
  double log[3] = { 0 };

  g_test_summary ("The number takes any positive rate exactly; zero, text and 1e400 leave the last one in force");
  g_signal_connect (slider, "changed-by-user", G_CALLBACK (rate_cb), log);
  gtk_editable_set_text (GTK_EDITABLE (entry), "123.456789");
  g_signal_emit_by_name (entry, "activate");
  g_assert_cmpfloat (log[0], ==, 1);
  g_assert_cmpfloat (log[1], ==, 123.456789);
  for (gsize i = 0; i < 4; i++)
    {
      static const char *const wrong[] = { "0", "-1", "fast", "1e400" };
      g_autofree char *error = NULL;

      gtk_editable_set_text (GTK_EDITABLE (entry), wrong[i]);
      g_signal_emit_by_name (entry, "activate");
      g_object_get (slider, "error", &error, NULL);
      g_assert_nonnull (error);
      g_assert_cmpfloat (dh_rate_slider_get_value (DH_RATE_SLIDER (slider)), ==, 123.456789);
      g_assert_true (gtk_widget_get_visible (gtk_widget_get_last_child (slider)));
    }
  g_assert_cmpfloat (log[0], ==, 1);
  g_assert_finalize_object (slider);
}

static void
test_slider_marks (void)
{
  GtkWidget *slider = g_object_ref_sink (dh_rate_slider_new ());
  DhBandScale *scale = find (slider, DH_TYPE_BAND_SCALE);
  g_autofree char *all = NULL, *few = NULL, *many = NULL;
  int minimum;

  g_test_summary ("Decades are labelled with superscripts, and the whole fits a sidebar");
  all = dh_band_scale_get_decades (scale);
  g_assert_cmpstr (all, ==, "10⁻⁶ 10⁻⁵ 10⁻⁴ 10⁻³ 10⁻² 10⁻¹ 1 10 ");
  g_object_set (slider, "lower", 1e-3, "upper", 1.0, NULL);
  few = dh_band_scale_get_decades (scale);
  g_assert_cmpstr (few, ==, "10⁻³ 10⁻² 10⁻¹ 1 ");
  g_object_set (slider, "lower", 1e-7, "upper", 1e5, NULL);
  many = dh_band_scale_get_decades (scale);
  g_assert_cmpstr (many, ==, "10⁻⁷ 10⁻⁵ 10⁻³ 10⁻¹ 10 10³ 10⁵ ");
  gtk_widget_measure (slider, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 300);
  g_assert_finalize_object (slider);
}

static void
step_cb (DhScrubber *scrubber, guint64 step, guint64 *log)
{
  log[0]++;
  log[1] = step;
}

static void
test_scrubber_keys (void)
{
  static const struct
  {
    const char *action;
    guint64 position;
  } moves[] = {
    { "scrubber.forward", 26 },      { "scrubber.back", 25 },     { "scrubber.page-forward", 54 },
    { "scrubber.page-back", 25 },    { "scrubber.end", 110 },     { "scrubber.forward", 110 },
    { "scrubber.page-forward", 110 },{ "scrubber.start", 0 },     { "scrubber.back", 0 },
    { "scrubber.page-back", 0 },     { "scrubber.page-forward", 29 },
  };
  GtkWidget *scrubber = g_object_ref_sink (dh_scrubber_new ());
  guint64 log[2] = { 0, 25 }, before;

  g_test_summary ("Keys move by steps and pages within what is computed, and say so only when it moved");
  g_object_set (scrubber, "total", (guint64) 145, "buffered", (guint64) 110, "position", (guint64) 25, "page",
                (guint64) 29, NULL);
  g_signal_connect (scrubber, "moved-by-user", G_CALLBACK (step_cb), log);
  for (gsize i = 0; i < G_N_ELEMENTS (moves); i++)
    {
      guint64 position;
      gboolean moves_it = moves[i].position != log[1];

      before = log[0];
      g_assert_true (gtk_widget_activate_action (scrubber, moves[i].action, NULL));
      g_object_get (scrubber, "position", &position, NULL);
      g_assert_cmpuint (position, ==, moves[i].position);
      g_assert_cmpuint (log[0] - before, ==, moves_it ? 1 : 0);
    }
  g_assert_finalize_object (scrubber);
}

static void
test_scrubber_large (void)
{
  GtkWidget *scrubber = g_object_ref_sink (dh_scrubber_new ());
  const guint64 total = G_GUINT64_CONSTANT (1) << 53;
  guint64 position;

  g_test_summary ("Single steps are exact up to 2^53, and assistive technology is told");
  g_object_set (scrubber, "total", total, "buffered", total, "position", total - 1, NULL);
  gtk_widget_activate_action (scrubber, "scrubber.back", NULL);
  g_object_get (scrubber, "position", &position, NULL);
  g_assert_cmpuint (position, ==, total - 2);
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (scrubber), GTK_ACCESSIBLE_ROLE_SLIDER);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (scrubber), GTK_ACCESSIBLE_PROPERTY_VALUE_NOW,
                                       (double) (total - 2));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (scrubber), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                       "step 9007199254740990 of 9007199254740992");
  g_assert_finalize_object (scrubber);
}

typedef struct
{
  char *name;
  guint colour, renamed, recoloured, toggled;
  gboolean visible;
  int moved;
} RowLog;

static void
renamed_cb (DhRunRow *row, const char *name, RowLog *log)
{
  log->renamed++;
  g_free (log->name);
  log->name = g_strdup (name);
}

static void
recoloured_cb (DhRunRow *row, guint colour, RowLog *log)
{
  log->recoloured++;
  log->colour = colour;
}

static void
toggled_cb (DhRunRow *row, gboolean visible, RowLog *log)
{
  log->toggled++;
  log->visible = visible;
}

static void
moved_cb (DhRunRow *row, int delta, RowLog *log)
{
  log->moved += delta;
}

static GtkWidget *
make_row (RowLog *log)
{
  GtkWidget *row = g_object_ref_sink (dh_run_row_new ());

  g_signal_connect (row, "renamed", G_CALLBACK (renamed_cb), log);
  g_signal_connect (row, "recoloured", G_CALLBACK (recoloured_cb), log);
  g_signal_connect (row, "visibility-toggled", G_CALLBACK (toggled_cb), log);
  g_signal_connect (row, "moved", G_CALLBACK (moved_cb), log);
  g_object_set (row, "name", "1 neuron", "state", "exploded", "subtitle", "lr 0.1", NULL);
  return row;
}

static void
test_row_rename (void)
{
  RowLog log = { 0 };
  GtkWidget *row = make_row (&log);
  GtkEntry *entry = find (row, GTK_TYPE_ENTRY);

  g_test_summary ("Enter proposes the name without blanks around it; empty, same and Escape propose nothing");
  for (gsize i = 0; i < 3; i++)
    {
      static const char *const none[] = { "", "  ", "1 neuron" };

      gtk_widget_activate_action (row, "run-row.rename", NULL);
      g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "1 neuron");
      gtk_editable_set_text (GTK_EDITABLE (entry), none[i]);
      g_signal_emit_by_name (entry, "activate");
    }
  g_assert_cmpuint (log.renamed, ==, 0);
  dh_run_row_rename (DH_RUN_ROW (row));
  gtk_editable_set_text (GTK_EDITABLE (entry), "  best ");
  g_signal_emit_by_name (entry, "activate");
  g_signal_emit_by_name (entry, "activate");
  g_assert_cmpuint (log.renamed, ==, 1);
  g_assert_cmpstr (log.name, ==, "best");
  dh_run_row_rename (DH_RUN_ROW (row));
  g_assert_finalize_object (row);
  g_assert_cmpuint (log.renamed, ==, 1);
  g_free (log.name);
}

static void
test_row_eye (void)
{
  RowLog log = { 0 };
  GtkWidget *row = make_row (&log);
  GtkToggleButton *eye = NULL;

  g_test_summary ("The eye says so when the user turns it, not when the program does");
  for (GtkWidget *child = gtk_widget_get_first_child (gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (row)));
       child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      if (gtk_widget_has_css_class (child, "eye"))
        eye = GTK_TOGGLE_BUTTON (child);
    }
  g_assert_nonnull (eye);
  g_object_set (row, "visible-run", FALSE, NULL);
  g_assert_false (gtk_toggle_button_get_active (eye));
  g_assert_cmpstr (gtk_button_get_icon_name (GTK_BUTTON (eye)), ==, "view-conceal-symbolic");
  g_assert_cmpuint (log.toggled, ==, 0);
  gtk_toggle_button_set_active (eye, TRUE);
  g_assert_cmpuint (log.toggled, ==, 1);
  g_assert_true (log.visible);
  g_assert_finalize_object (row);
}

static void
test_row_moves (void)
{
  RowLog log = { 0 };
  GtkWidget *row = make_row (&log);

  gtk_widget_activate_action (row, "run-row.up", NULL);
  g_assert_cmpint (log.moved, ==, -1);
  gtk_widget_activate_action (row, "run-row.down", NULL);
  gtk_widget_activate_action (row, "run-row.down", NULL);
  g_assert_cmpint (log.moved, ==, 1);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, "1 neuron");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "lr 0.1, exploded");
  g_assert_finalize_object (row);
}

static void
picked_cb (DhColourPopover *popover, guint colour, guint *picked)
{
  *picked = colour;
}

static void
test_colours (void)
{
  GtkWidget *popover = g_object_ref_sink (dh_colour_popover_new (2));
  GtkGrid *grid = find (popover, GTK_TYPE_GRID);
  GtkColorChooser *other = find (popover, GTK_TYPE_COLOR_BUTTON);
  GdkRGBA rgba = { 1.0f, 0.5f, 0.0f, 1.0f };
  guint picked = G_MAXUINT;

  g_test_summary ("Eight named colours, the present one marked, and a free one");
  g_signal_connect (popover, "picked", G_CALLBACK (picked_cb), &picked);
  for (guint i = 0; i < DH_PALETTE_SIZE; i++)
    {
      GtkWidget *button = gtk_grid_get_child_at (grid, (int) i % 4, (int) i / 4);

      gtk_test_accessible_assert_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                           dh_palette_name (i));
      g_assert_true (gtk_widget_has_css_class (button, "present") == (i == 2));
      g_signal_emit_by_name (button, "clicked");
      g_assert_cmpuint (picked, ==, i);
    }
  gtk_color_chooser_set_rgba (other, &rgba);
  g_assert_cmphex (picked, ==, 0xffff8000);
  g_assert_finalize_object (popover);
}

static void
test_icons (void)
{
  static const char *const names[] = { "view-reveal-symbolic", "view-conceal-symbolic", "view-more-symbolic" };
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gdk_display_get_default ());

  g_test_summary ("Every icon that these widgets name is in the theme");
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_true (gtk_icon_theme_has_icon (theme, names[i]));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  dh_widgets_init ();
  g_test_add_func ("/widgets/rate-slider/position", test_slider_position);
  g_test_add_func ("/widgets/rate-slider/user", test_slider_user);
  g_test_add_func ("/widgets/rate-slider/number", test_slider_number);
  g_test_add_func ("/widgets/rate-slider/marks", test_slider_marks);
  g_test_add_func ("/widgets/scrubber/keys", test_scrubber_keys);
  g_test_add_func ("/widgets/scrubber/large", test_scrubber_large);
  g_test_add_func ("/widgets/run-row/rename", test_row_rename);
  g_test_add_func ("/widgets/run-row/eye", test_row_eye);
  g_test_add_func ("/widgets/run-row/moves", test_row_moves);
  g_test_add_func ("/widgets/run-row/colours", test_colours);
  g_test_add_func ("/widgets/run-row/icons", test_icons);
  return g_test_run ();
}
