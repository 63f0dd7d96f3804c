/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Rows made from tables. Main thread only. */
#include "dh-param-rows.h"

#include "dh-number-entry.h"

typedef struct
{
  DhParamRows *owner; /* borrowed: outlives its rows */
  guint index;
  char *label;
  char *tooltip;
  DhParam param;
  DhSettingRow *row;
} Slot;

struct _DhParamRows
{
  GtkWidget parent_instance;

  GtkWidget *grid;
  GPtrArray *slots; /* Slot */
  guint columns;
  gboolean quiet;   /* values being shown */
};

enum
{
  PROP_0,
  PROP_COLUMNS,
  N_PROPS,
};

enum
{
  CHANGED_BY_USER,
  N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DhParamRows, dh_param_rows, GTK_TYPE_WIDGET)

static void
slot_free (Slot *slot)
{
  g_free (slot->label);
  g_free (slot->tooltip);
  g_free (slot);
}

static void
entry_changed_cb (DhNumberEntry *entry, Slot *slot)
{
  g_signal_emit (slot->owner, signals[CHANGED_BY_USER], 0, slot->index,
                 dh_number_entry_get_value (entry));
}

static void
switch_changed_cb (GtkSwitch *toggle, GParamSpec *pspec, Slot *slot)
{
  if (!slot->owner->quiet)
    g_signal_emit (slot->owner, signals[CHANGED_BY_USER], 0, slot->index,
                   gtk_switch_get_active (toggle) ? 1.0 : 0.0);
}

static GtkWidget *
make_control (Slot *slot)
{
  const DhParam *param = &slot->param;
  GtkWidget *control;

  if (param->is_flag)
    {
      control = gtk_switch_new ();
      g_signal_connect (control, "notify::active", G_CALLBACK (switch_changed_cb), slot);
      return control;
    }
  control = dh_number_entry_new ();
  dh_number_entry_set_domain (DH_NUMBER_ENTRY (control), param->min, param->min_open, param->max,
                              param->max_open);
  g_object_set (control, "whole", param->is_whole, NULL);
  g_signal_connect (control, "changed-by-user", G_CALLBACK (entry_changed_cb), slot);
  return control;
}

static void
add_slot (DhParamRows *self, const DhParam *param, guint index)
{
  Slot *slot = g_new0 (Slot, 1);

  slot->owner = self;
  slot->index = index;
  slot->param = *param;
  slot->label = g_strdup (param->label);
  slot->tooltip = g_strdup (param->tooltip);
  slot->row = DH_SETTING_ROW (dh_setting_row_new (slot->label, make_control (slot)));
  gtk_widget_set_tooltip_text (GTK_WIDGET (slot->row), slot->tooltip);
  gtk_widget_set_hexpand (GTK_WIDGET (slot->row), TRUE);
  if (self->columns > 1)
    gtk_widget_add_css_class (GTK_WIDGET (slot->row), "narrow");
  gtk_grid_attach (GTK_GRID (self->grid), GTK_WIDGET (slot->row), (int) (index % self->columns),
                   (int) (index / self->columns), 1, 1);
  g_ptr_array_add (self->slots, slot);
}

static void
remove_slots (DhParamRows *self)
{
  for (guint i = 0; i < self->slots->len; i++)
    {
      Slot *slot = g_ptr_array_index (self->slots, i);

      gtk_grid_remove (GTK_GRID (self->grid), GTK_WIDGET (slot->row));
    }
  g_ptr_array_set_size (self->slots, 0);
}

static gboolean
same_param (const Slot *slot, const DhParam *param)
{
  return g_str_equal (slot->label, param->label) && g_strcmp0 (slot->tooltip, param->tooltip) == 0
         && slot->param.min == param->min && slot->param.max == param->max
         && slot->param.min_open == param->min_open && slot->param.max_open == param->max_open
         && slot->param.is_flag == param->is_flag && slot->param.is_whole == param->is_whole;
}

static void
dh_param_rows_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  DhParamRows *self = DH_PARAM_ROWS (object);

  if (prop_id == PROP_COLUMNS)
    g_value_set_uint (value, self->columns);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
dh_param_rows_set_property (GObject *object, guint prop_id, const GValue *value,
                            GParamSpec *pspec)
{
  DhParamRows *self = DH_PARAM_ROWS (object);

  if (prop_id != PROP_COLUMNS)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  else if (g_value_get_uint (value) != self->columns)
    {
      /* For the next parameters: it is set once, in the .ui file. */
      self->columns = g_value_get_uint (value);
      gtk_grid_set_column_homogeneous (GTK_GRID (self->grid), self->columns > 1);
      g_object_notify_by_pspec (object, pspec);
    }
}

static void
dh_param_rows_dispose (GObject *object)
{
  DhParamRows *self = DH_PARAM_ROWS (object);

  if (self->grid != NULL)
    remove_slots (self);
  g_clear_pointer (&self->grid, gtk_widget_unparent);
  G_OBJECT_CLASS (dh_param_rows_parent_class)->dispose (object);
}

static void
dh_param_rows_finalize (GObject *object)
{
  DhParamRows *self = DH_PARAM_ROWS (object);

  g_ptr_array_unref (self->slots);
  G_OBJECT_CLASS (dh_param_rows_parent_class)->finalize (object);
}

static void
dh_param_rows_class_init (DhParamRowsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = dh_param_rows_get_property;
  object_class->set_property = dh_param_rows_set_property;
  object_class->dispose = dh_param_rows_dispose;
  object_class->finalize = dh_param_rows_finalize;

  props[PROP_COLUMNS]
    = g_param_spec_uint ("columns", NULL, NULL, 1, 8, 1,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  signals[CHANGED_BY_USER]
    = g_signal_new ("changed-by-user", DH_TYPE_PARAM_ROWS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_DOUBLE);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
dh_param_rows_init (DhParamRows *self)
{
  self->columns = 1;
  self->slots = g_ptr_array_new_with_free_func ((GDestroyNotify) slot_free);
  self->grid = gtk_grid_new ();
  gtk_grid_set_row_spacing (GTK_GRID (self->grid), 6);
  gtk_grid_set_column_spacing (GTK_GRID (self->grid), 12);
  gtk_widget_set_parent (self->grid, GTK_WIDGET (self));
  /* Without rows it would still take part in the spacing around it. */
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
dh_param_rows_new (void)
{
  return g_object_new (DH_TYPE_PARAM_ROWS, NULL);
}

void
dh_param_rows_set_params (DhParamRows *self, const DhParam *params, guint n)
{
  gboolean same;

  g_return_if_fail (DH_IS_PARAM_ROWS (self));
  g_return_if_fail (params != NULL || n == 0);

  same = n == self->slots->len;
  for (guint i = 0; same && i < n; i++)
    same = same_param (g_ptr_array_index (self->slots, i), &params[i]);
  if (same)
    return;
  remove_slots (self);
  for (guint i = 0; i < n; i++)
    add_slot (self, &params[i], i);
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
}

guint
dh_param_rows_get_n (DhParamRows *self)
{
  g_return_val_if_fail (DH_IS_PARAM_ROWS (self), 0);

  return self->slots->len;
}

DhSettingRow *
dh_param_rows_get_row (DhParamRows *self, guint index)
{
  g_return_val_if_fail (DH_IS_PARAM_ROWS (self), NULL);
  g_return_val_if_fail (index < self->slots->len, NULL);

  return ((Slot *) g_ptr_array_index (self->slots, index))->row;
}

void
dh_param_rows_show (DhParamRows *self, guint index, double value)
{
  Slot *slot;

  g_return_if_fail (DH_IS_PARAM_ROWS (self));
  g_return_if_fail (index < self->slots->len);

  slot = g_ptr_array_index (self->slots, index);
  self->quiet = TRUE;
  if (slot->param.is_flag)
    dh_setting_row_show_switch (slot->row, value != 0);
  else
    dh_setting_row_show_number (slot->row, value);
  self->quiet = FALSE;
}
