/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Registers the layer's resource, types and style sheet; reads colours out of the theme. GTK 4's own theme and
 * libadwaita name their colours differently, so every look-up has a second choice. */
#include "dh-widgets.h"

#include <locale.h>
#include <math.h>

#include "dh-widgets-private.h"
#include "dh-widgets-resources.h"

void
dh_widgets_ensure_resource (void)
{
  static gsize done = 0;

  if (g_once_init_enter (&done))
    {
      dh_widgets_resources_register_resource ();
      g_once_init_leave (&done, 1);
    }
}

void
dh_widgets_init (void)
{
  static GtkCssProvider *provider = NULL;
  GdkDisplay *display = gdk_display_get_default ();

  dh_widgets_ensure_resource ();
  g_type_ensure (DH_TYPE_BETA_SLIDER);
  g_type_ensure (DH_TYPE_CHART);
  g_type_ensure (DH_TYPE_NUMBER_ENTRY);
  g_type_ensure (DH_TYPE_RATE_SLIDER);
  g_type_ensure (DH_TYPE_RUN_ROW);
  g_type_ensure (DH_TYPE_SCRUBBER);
  if (provider != NULL || display == NULL)
    return;
  provider = gtk_css_provider_new ();
  gtk_css_provider_load_from_resource (provider, DH_WIDGETS_RESOURCE "widgets.css");
  gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

const char *
dh_widgets_decimal_point (void)
{
  const char *point = localeconv ()->decimal_point;

  return point != NULL && *point != '\0' ? point : ".";
}

gboolean
dh_widget_lookup_colour (GtkWidget *widget, const char *name, GdkRGBA *rgba)
{
  return gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), name, rgba);
}

static double
luminance (const GdkRGBA *rgba)
{
  return 0.2126 * (double) rgba->red + 0.7152 * (double) rgba->green + 0.0722 * (double) rgba->blue;
}

gboolean
dh_widget_is_dark (GtkWidget *widget)
{
  GdkRGBA text;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &text);
  return luminance (&text) > 0.5;
}

void
dh_widget_accent (GtkWidget *widget, GdkRGBA *rgba)
{
  if (!dh_widget_lookup_colour (widget, "accent_bg_color", rgba) &&
      !dh_widget_lookup_colour (widget, "theme_selected_bg_color", rgba))
    gdk_rgba_parse (rgba, "#3584e4");
}

static void
take_colour (GtkWidget *widget, const char *name, const char *second, DhRgba *out)
{
  GdkRGBA rgba;

  if (!dh_widget_lookup_colour (widget, name, &rgba) &&
      !dh_widget_lookup_colour (widget, second, &rgba))
    return;
  *out = (DhRgba) { (double) rgba.red, (double) rgba.green, (double) rgba.blue, (double) rgba.alpha };
}

/* @over painted on an opaque @under. */
static void
flatten (DhRgba *over, const DhRgba *under)
{
  over->red = under->red + (over->red - under->red) * over->alpha;
  over->green = under->green + (over->green - under->green) * over->alpha;
  over->blue = under->blue + (over->blue - under->blue) * over->alpha;
  over->alpha = 1;
}

static DhRgba
mix (const DhRgba *from, const DhRgba *to, double share)
{
  return (DhRgba) { from->red + (to->red - from->red) * share,
                    from->green + (to->green - from->green) * share,
                    from->blue + (to->blue - from->blue) * share, 1 };
}

void
dh_widget_theme (GtkWidget *widget, DhTheme *theme)
{
  *theme = *dh_theme_default (dh_widget_is_dark (widget));
  take_colour (widget, "view_bg_color", "theme_base_color", &theme->background);
  theme->background.alpha = 1;
  take_colour (widget, "view_fg_color", "theme_text_color", &theme->foreground);
  flatten (&theme->foreground, &theme->background);
  take_colour (widget, "accent_color", "theme_selected_bg_color", &theme->accent);
  flatten (&theme->accent, &theme->background);
  theme->dim = mix (&theme->background, &theme->foreground, 0.7);
  theme->grid = mix (&theme->background, &theme->foreground, 0.14);
}

void
dh_rgba_to_gdk (const DhRgba *from, GdkRGBA *to)
{
  *to = (GdkRGBA) { (float) from->red, (float) from->green, (float) from->blue, (float) from->alpha };
}

char *
dh_format_decade (int exponent)
{
  static const char *const digits[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };
  GString *text;
  g_autofree char *plain = g_strdup_printf ("%d", ABS (exponent));

  if (exponent == 0 || exponent == 1)
    return g_strdup (exponent == 0 ? "1" : "10");
  text = g_string_new (exponent < 0 ? "10⁻" : "10");
  for (const char *c = plain; *c != '\0'; c++)
    g_string_append (text, digits[*c - '0']);
  return g_string_free (text, FALSE);
}

static GdkModifierType
modifiers_of (GdkModifierType state)
{
  return state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK | GDK_ALT_MASK | GDK_SUPER_MASK);
}

gboolean
dh_key_is_undo (guint keyval, GdkModifierType state)
{
  return modifiers_of (state) == GDK_CONTROL_MASK && gdk_keyval_to_lower (keyval) == GDK_KEY_z;
}

gboolean
dh_key_is_redo (guint keyval, GdkModifierType state)
{
  if (gdk_keyval_to_lower (keyval) == GDK_KEY_y)
    return modifiers_of (state) == GDK_CONTROL_MASK;
  return modifiers_of (state) == (GDK_CONTROL_MASK | GDK_SHIFT_MASK) && gdk_keyval_to_lower (keyval) == GDK_KEY_z;
}

static void
guard_wheel (GtkWidget *scale)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (scale);
  GtkPropagationPhase phase = gtk_widget_has_focus (scale) ? GTK_PHASE_BUBBLE : GTK_PHASE_NONE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_SCROLL (controller))
        gtk_event_controller_set_propagation_phase (controller, phase);
    }
}

DhHold
dh_scale_watch (GtkWidget *scale, GdkEvent *event)
{
  GdkEventType type = gdk_event_get_event_type (event);

  if (type == GDK_BUTTON_PRESS || type == GDK_TOUCH_BEGIN)
    return DH_HOLD_BEGINS;
  if (type == GDK_BUTTON_RELEASE || type == GDK_TOUCH_END || type == GDK_TOUCH_CANCEL || type == GDK_GRAB_BROKEN)
    return DH_HOLD_ENDS;
  if (type == GDK_SCROLL)
    guard_wheel (scale);
  return DH_HOLD_OTHER;
}
