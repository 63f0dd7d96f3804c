/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Axis settings: quantities as a list with a menu to add, a drop-down for the kind, and the range. */
#include "dh-axis-settings.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "dh-layout.h"
#include "dh-number-entry.h"
#include "dh-panels-private.h"
#include "dh-quantity.h"
#include "dh-setting-row.h"

/* More members than this make a menu that nobody reads. */
#define MAX_MEMBERS 64

struct _DhAxisSettings
{
  GtkWidget parent_instance;

  DhAxisPlace place;
  gboolean showing; /* controls change by program */
  GPtrArray *ids;   /* of char*: the quantities shown */

  GtkBox *quantities;
  GtkMenuButton *add;
  DhSettingRow *over_row, *kind_row, *auto_row, *low_row, *high_row;
  GtkDropDown *over, *kind;
  GtkSwitch *automatic;
  DhNumberEntry *low, *high;
  DhScale drawn;    /* the range that the chart has now, for a start */
};

enum { PROP_PLACE = 1, N_PROPS };
enum { EDITED, N_SIGNALS };

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DhAxisSettings, dh_axis_settings, GTK_TYPE_WIDGET)

static const char *
over_label (guint index)
{
  static const char *labels[DH_X_N] = { N_("Steps"), N_("Epochs"), N_("x of the data"), N_("Size of the bump") };

  return labels[index];
}

static const char *
kind_label (guint index)
{
  static const char *labels[DH_AXIS_N] = { N_("Linear"), N_("Logarithmic"), N_("Symmetric logarithmic") };

  return labels[index];
}

static const char *
kind_tooltip (guint index)
{
  static const char *tooltips[DH_AXIS_N] = {
    N_("Equal distances are equal differences."),
    N_("Equal distances are equal factors; only numbers above 0."),
    N_("Linear around 0, logarithmic beyond, for both signs."),
  };

  return _(tooltips[index]);
}

static const DhChoices overs = { DH_X_N, over_label, NULL, NULL };
static const DhChoices kinds = { DH_AXIS_N, kind_label, NULL, kind_tooltip };

static void
edited (DhAxisSettings *self)
{
  if (!self->showing)
    g_signal_emit (self, signals[EDITED], 0);
}

/* @value with three digits of @size, away from the range's middle: an end that a person would type. */
static double
outwards (double value, double size, gboolean up)
{
  double power = floor (log10 (size)) - 2;
  /* Of the two only the one above 1 is exact. */
  double unit = pow (10, fabs (power)), scaled;

  if (!isfinite (unit))
    return value;
  scaled = power > 0 ? value / unit : value * unit;
  scaled = up ? ceil (scaled) : floor (scaled);
  return power > 0 ? scaled * unit : scaled / unit;
}

static void
automatic_cb (DhAxisSettings *self)
{
  gboolean automatic = gtk_switch_get_active (self->automatic);
  const DhScale *drawn = &self->drawn;
  gboolean log = drawn->kind == DH_SCALE_LOG;
  double span = drawn->max - drawn->min;

  if (self->showing)
    return;
  /* A fixed range starts as what is on the screen. */
  if (!automatic && !(dh_number_entry_get_value (self->low) < dh_number_entry_get_value (self->high)))
    {
      dh_number_entry_set_value (self->low, outwards (drawn->min, log ? drawn->min : span, FALSE));
      dh_number_entry_set_value (self->high, outwards (drawn->max, log ? drawn->max : span, TRUE));
    }
  edited (self);
}

/* "Weights" or, for one of a group, "Weights a". */
static char *
quantity_label (const char *id)
{
  const DhQuantityInfo *info = dh_quantity_find (id);
  const char *dot = strchr (id, '.');

  if (info == NULL)
    return g_strdup (id);
  if (info->group && dot != NULL && !g_str_equal (info->id, id))
    return g_strdup_printf ("%s %s", _(info->label), dot + 1);
  return g_strdup (_(info->label));
}

static void
remove_cb (DhAxisSettings *self, GtkButton *button)
{
  guint index = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "dh-index"));

  g_ptr_array_remove_index (self->ids, index);
  edited (self);
}

static GtkWidget *
quantity_row (DhAxisSettings *self, guint index)
{
  const char *id = self->ids->pdata[index];
  const DhQuantityInfo *info = dh_quantity_find (id);
  g_autofree char *text = quantity_label (id);
  g_autofree char *removal = g_strdup_printf (_("Remove %s from this axis"), text);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (text);
  GtkWidget *button = gtk_button_new_from_icon_name ("list-remove-symbolic");

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  if (info != NULL)
    gtk_widget_set_tooltip_text (label, _(info->tooltip));
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, removal);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, removal, -1);
  /* The left axis keeps its last one: a chart of nothing is no chart. */
  gtk_widget_set_sensitive (button, self->place != DH_AXIS_OF_LEFT || self->ids->len > 1);
  g_object_set_data (G_OBJECT (button), "dh-index", GUINT_TO_POINTER (index));
  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (row), label);
  gtk_box_append (GTK_BOX (row), button);
  return row;
}

static void
fill_quantities (DhAxisSettings *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->quantities))) != NULL)
    gtk_box_remove (self->quantities, child);
  for (guint i = 0; i < self->ids->len; i++)
    gtk_box_append (self->quantities, quantity_row (self, i));
}

static void
add_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DhAxisSettings *self = DH_AXIS_SETTINGS (widget);
  const char *id = g_variant_get_string (parameter, NULL);

  if (g_ptr_array_find_with_equal_func (self->ids, id, g_str_equal, NULL) || dh_quantity_find (id) == NULL)
    return;
  g_ptr_array_add (self->ids, g_strdup (id));
  edited (self);
}

static void
append_item (GMenu *menu, const char *label, const char *id)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, "axis.add", "s", id);
  g_menu_append_item (menu, item);
}

/* A group's menu: all of it, then each member that any run has. */
static GMenu *
group_menu (DhSession *session, const DhQuantityInfo *info)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  DhExperiment *experiment = dh_session_get_experiment (session);
  GMenu *menu = g_menu_new ();

  append_item (menu, _("All"), info->id);
  for (gsize r = 0; r < dh_experiment_n_runs (experiment); r++)
    {
      DhHistory *history = dh_session_get_history (session, dh_experiment_get_run (experiment, r)->id);
      guint n = history != NULL ? MIN (dh_quantity_n_signals (history, info->id), MAX_MEMBERS) : 0;

      for (guint i = 0; i < n; i++)
        {
          g_autofree char *id = NULL;
          DhSignal signal;

          if (!dh_quantity_signal (history, info->id, i, &signal))
            continue;
          id = dh_signal_id (&signal, info->id);
          if (!g_hash_table_contains (seen, id))
            {
              append_item (menu, strchr (id, '.') ? strchr (id, '.') + 1 : id, id);
              g_hash_table_add (seen, g_steal_pointer (&id));
            }
        }
    }
  return menu;
}

static void
fill_menu (DhAxisSettings *self, DhSession *session)
{
  static const struct { DhQuantityDomain domain; const char *label; } sections[] = {
    { DH_PER_STEP, N_("Of every step") },
    { DH_PER_EPOCH, N_("Of every epoch") },
    { DH_PER_X, N_("Over x") },
    { DH_PER_BUMP, N_("Over the bump") },
  };
  g_autoptr (GMenu) menu = g_menu_new ();
  gsize n;
  const DhQuantityInfo *infos = dh_quantity_list (&n);

  for (guint s = 0; s < G_N_ELEMENTS (sections); s++)
    {
      g_autoptr (GMenu) section = g_menu_new ();

      for (gsize i = 0; i < n; i++)
        {
          if (infos[i].domain != sections[s].domain)
            continue;
          if (infos[i].group)
            {
              g_autoptr (GMenu) members = group_menu (session, &infos[i]);

              g_menu_append_submenu (section, _(infos[i].label), G_MENU_MODEL (members));
            }
          else
            append_item (section, _(infos[i].label), infos[i].id);
        }
      g_menu_append_section (menu, _(sections[s].label), G_MENU_MODEL (section));
    }
  gtk_menu_button_set_menu_model (self->add, G_MENU_MODEL (menu));
}

static const DhAxisSpec *
axis_of (DhAxisSettings *self, const DhView *view)
{
  return self->place == DH_AXIS_OF_X ? &view->x_axis
         : self->place == DH_AXIS_OF_LEFT ? &view->left_axis : &view->right_axis;
}

/* The range that the chart would draw by itself. */
static void
measure (DhAxisSettings *self, DhSession *session, const DhView *view)
{
  g_autoptr (DhLayout) layout = NULL;
  g_autoptr (DhPlot) plot = NULL;
  DhLayoutOptions options;
  DhChartContext context;

  dh_session_chart_context (session, &context);
  plot = dh_chart_build (&context, view);
  dh_layout_options_init (&options, 600, 400);
  layout = dh_layout_new (plot, &options);
  if (self->place == DH_AXIS_OF_X)
    dh_layout_x_scale (layout, &self->drawn);
  else
    dh_layout_y_scale (layout, self->place == DH_AXIS_OF_LEFT ? DH_PLOT_LEFT : DH_PLOT_RIGHT, &self->drawn);
}

static void
show_range (DhAxisSettings *self, const DhAxisSpec *axis)
{
  dh_setting_row_show_choice (self->kind_row, axis->kind);
  dh_setting_row_show_switch (self->auto_row, !axis->fixed);
  gtk_widget_set_visible (GTK_WIDGET (self->low_row), axis->fixed);
  gtk_widget_set_visible (GTK_WIDGET (self->high_row), axis->fixed);
  if (axis->fixed)
    {
      dh_setting_row_show_number (self->low_row, axis->min);
      dh_setting_row_show_number (self->high_row, axis->max);
    }
}

void
dh_axis_settings_show (DhAxisSettings *self, DhSession *session, const DhView *view)
{
  char **ids = self->place == DH_AXIS_OF_LEFT ? view->left : self->place == DH_AXIS_OF_RIGHT ? view->right : NULL;
  gboolean used = self->place != DH_AXIS_OF_RIGHT || (ids != NULL && *ids != NULL);

  g_return_if_fail (DH_IS_AXIS_SETTINGS (self));

  self->showing = TRUE;
  g_ptr_array_set_size (self->ids, 0);
  for (; ids != NULL && *ids != NULL; ids++)
    g_ptr_array_add (self->ids, g_strdup (*ids));
  fill_quantities (self);
  if (self->place == DH_AXIS_OF_X)
    dh_setting_row_show_choice (self->over_row, view->x);
  else
    fill_menu (self, session);
  show_range (self, axis_of (self, view));
  gtk_widget_set_visible (GTK_WIDGET (self->kind_row), used);
  gtk_widget_set_visible (GTK_WIDGET (self->auto_row), used);
  if (!used)
    {
      gtk_widget_set_visible (GTK_WIDGET (self->low_row), FALSE);
      gtk_widget_set_visible (GTK_WIDGET (self->high_row), FALSE);
    }
  measure (self, session, view);
  self->showing = FALSE;
}

void
dh_axis_settings_read (DhAxisSettings *self, DhView *view)
{
  DhAxisSpec *axis = (DhAxisSpec *) axis_of (self, view);

  g_return_if_fail (DH_IS_AXIS_SETTINGS (self));

  axis->kind = gtk_drop_down_get_selected (self->kind);
  axis->fixed = !gtk_switch_get_active (self->automatic);
  axis->min = dh_number_entry_get_value (self->low);
  axis->max = dh_number_entry_get_value (self->high);
  if (self->place == DH_AXIS_OF_X)
    view->x = gtk_drop_down_get_selected (self->over);
  else
    {
      char ***ids = self->place == DH_AXIS_OF_LEFT ? &view->left : &view->right;

      g_strfreev (*ids);
      *ids = g_new0 (char *, self->ids->len + 1);
      for (guint i = 0; i < self->ids->len; i++)
        (*ids)[i] = g_strdup (self->ids->pdata[i]);
    }
}

void
dh_axis_settings_set_error (DhAxisSettings *self, const char *message)
{
  gboolean fixed = !gtk_switch_get_active (self->automatic);

  g_return_if_fail (DH_IS_AXIS_SETTINGS (self));

  dh_setting_row_set_error (fixed ? self->low_row : self->kind_row, message);
}

static void
dh_axis_settings_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DhAxisSettings *self = DH_AXIS_SETTINGS (object);

  switch (id)
    {
    case PROP_PLACE:
      self->place = g_value_get_uint (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dh_axis_settings_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DhAxisSettings *self = DH_AXIS_SETTINGS (object);

  switch (id)
    {
    case PROP_PLACE:
      g_value_set_uint (value, self->place);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dh_axis_settings_constructed (GObject *object)
{
  DhAxisSettings *self = DH_AXIS_SETTINGS (object);

  G_OBJECT_CLASS (dh_axis_settings_parent_class)->constructed (object);
  gtk_widget_set_visible (GTK_WIDGET (self->over_row), self->place == DH_AXIS_OF_X);
  gtk_widget_set_visible (GTK_WIDGET (self->quantities), self->place != DH_AXIS_OF_X);
  gtk_widget_set_visible (GTK_WIDGET (self->add), self->place != DH_AXIS_OF_X);
}

static void
dh_axis_settings_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), DH_TYPE_AXIS_SETTINGS);
  G_OBJECT_CLASS (dh_axis_settings_parent_class)->dispose (object);
}

static void
dh_axis_settings_finalize (GObject *object)
{
  g_ptr_array_unref (DH_AXIS_SETTINGS (object)->ids);
  G_OBJECT_CLASS (dh_axis_settings_parent_class)->finalize (object);
}

static void
dh_axis_settings_class_init (DhAxisSettingsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = dh_axis_settings_set_property;
  object_class->get_property = dh_axis_settings_get_property;
  object_class->constructed = dh_axis_settings_constructed;
  object_class->dispose = dh_axis_settings_dispose;
  object_class->finalize = dh_axis_settings_finalize;
  properties[PROP_PLACE] = g_param_spec_uint ("place", NULL, NULL, DH_AXIS_OF_X, DH_AXIS_OF_RIGHT, DH_AXIS_OF_X,
                                              G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY
                                                | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[EDITED] = g_signal_new ("edited", DH_TYPE_AXIS_SETTINGS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);

  dh_panels_ensure ();
  gtk_widget_class_set_template_from_resource (widget_class, DH_PANELS_UI "dh-axis-settings.ui");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_bind_template_child (widget_class, DhAxisSettings, quantities);
  gtk_widget_class_bind_template_child (widget_class, DhAxisSettings, add);
  gtk_widget_class_bind_template_child (widget_class, DhAxisSettings, over_row);
  gtk_widget_class_bind_template_child (widget_class, DhAxisSettings, kind_row);
  gtk_widget_class_bind_template_child (widget_class, DhAxisSettings, auto_row);
  gtk_widget_class_bind_template_child (widget_class, DhAxisSettings, low_row);
  gtk_widget_class_bind_template_child (widget_class, DhAxisSettings, high_row);
  gtk_widget_class_bind_template_child (widget_class, DhAxisSettings, over);
  gtk_widget_class_bind_template_child (widget_class, DhAxisSettings, kind);
  gtk_widget_class_bind_template_child (widget_class, DhAxisSettings, automatic);
  gtk_widget_class_bind_template_child (widget_class, DhAxisSettings, low);
  gtk_widget_class_bind_template_child (widget_class, DhAxisSettings, high);
  gtk_widget_class_bind_template_callback (widget_class, edited);
  gtk_widget_class_bind_template_callback (widget_class, automatic_cb);
  gtk_widget_class_install_action (widget_class, "axis.add", "s", add_action);
}

static void
dh_axis_settings_init (DhAxisSettings *self)
{
  GtkLayoutManager *layout;

  self->ids = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 6);
  self->showing = TRUE;
  dh_choices_install (self->over, &overs);
  dh_choices_install (self->kind, &kinds);
  self->showing = FALSE;
}

GtkWidget *
dh_axis_settings_new (DhAxisPlace place)
{
  return g_object_new (DH_TYPE_AXIS_SETTINGS, "place", place, NULL);
}
