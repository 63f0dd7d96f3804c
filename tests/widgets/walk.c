/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
#include "walk.h"

#include <math.h>

static void
count_cb (GObject *object, GParamSpec *pspec, guint *count)
{
  ++*count;
}

/* Like g_param_values_cmp(), but NaN equals itself, and doubles are compared exactly. */
static gboolean
same_value (GParamSpec *pspec, const GValue *a, const GValue *b)
{
  if (G_IS_PARAM_SPEC_DOUBLE (pspec))
    {
      double one = g_value_get_double (a), other = g_value_get_double (b);

      return (isnan (one) && isnan (other)) || (one >= other && one <= other);
    }
  return g_param_values_cmp (pspec, a, b) == 0;
}

/* Another value than @now that the pspec allows; FALSE when the walk knows none. */
static gboolean
other_value (GParamSpec *pspec, const GValue *now, GValue *out)
{
  g_value_init (out, pspec->value_type);
  if (G_IS_PARAM_SPEC_BOOLEAN (pspec))
    g_value_set_boolean (out, !g_value_get_boolean (now));
  else if (G_IS_PARAM_SPEC_STRING (pspec))
    g_value_set_string (out, g_strcmp0 (g_value_get_string (now), "other") == 0 ? "another" : "other");
  else if (G_IS_PARAM_SPEC_INT (pspec))
    g_value_set_int (out, g_value_get_int (now) == 3 ? 4 : 3);
  else if (G_IS_PARAM_SPEC_UINT (pspec))
    g_value_set_uint (out, g_value_get_uint (now) == 3 ? 4 : 3);
  else if (G_IS_PARAM_SPEC_UINT64 (pspec))
    g_value_set_uint64 (out, g_value_get_uint64 (now) == 3 ? 4 : 3);
  else if (G_IS_PARAM_SPEC_DOUBLE (pspec))
    g_value_set_double (out, fabs (g_value_get_double (now) - 0.5) > 0 ? 0.5 : 0.25);
  else if (G_IS_PARAM_SPEC_ENUM (pspec))
    g_value_set_enum (out, g_value_get_enum (now) == 0 ? 1 : 0);
  else if (G_IS_PARAM_SPEC_OBJECT (pspec) && pspec->value_type == G_TYPE_MENU_MODEL)
    g_value_take_object (out, g_menu_new ());
  else
    return FALSE;
  return !g_param_value_validate (pspec, out) || !same_value (pspec, now, out);
}

static void
walk_default (GObject *object, GParamSpec *pspec)
{
  g_auto (GValue) now = G_VALUE_INIT;

  g_value_init (&now, pspec->value_type);
  g_object_get_property (object, pspec->name, &now);
  if (!same_value (pspec, &now, g_param_spec_get_default_value (pspec)))
    {
      g_autofree char *is = g_strdup_value_contents (&now);
      g_autofree char *should =
        g_strdup_value_contents (g_param_spec_get_default_value (pspec));

      g_test_fail_printf ("%s:%s is %s when new, its default is %s", G_OBJECT_TYPE_NAME (object),
                          pspec->name, is, should);
    }
}

static void
walk_change (GObject *object, GParamSpec *pspec)
{
  g_auto (GValue) now = G_VALUE_INIT, other = G_VALUE_INIT, got = G_VALUE_INIT;
  g_autofree char *detail = g_strdup_printf ("notify::%s", pspec->name);
  guint count = 0;
  gulong handler;

  g_value_init (&now, pspec->value_type);
  g_value_init (&got, pspec->value_type);
  g_object_get_property (object, pspec->name, &now);
  if (!other_value (pspec, &now, &other))
    {
      g_test_fail_printf ("%s:%s: the walk knows no value to set", G_OBJECT_TYPE_NAME (object), pspec->name);
      return;
    }
  handler = g_signal_connect (object, detail, G_CALLBACK (count_cb), &count);
  g_object_set_property (object, pspec->name, &now);
  if (count != 0)
    g_test_fail_printf ("%s:%s notifies when nothing changes", G_OBJECT_TYPE_NAME (object), pspec->name);
  count = 0;
  g_object_set_property (object, pspec->name, &other);
  if (count != 1)
    g_test_fail_printf ("%s:%s notifies %u times on a change", G_OBJECT_TYPE_NAME (object), pspec->name, count);
  g_object_get_property (object, pspec->name, &got);
  if (!same_value (pspec, &other, &got))
    g_test_fail_printf ("%s:%s does not read back what was set", G_OBJECT_TYPE_NAME (object), pspec->name);
  count = 0;
  g_object_set_property (object, pspec->name, &other);
  if (count != 0)
    g_test_fail_printf ("%s:%s notifies when set to the same again", G_OBJECT_TYPE_NAME (object), pspec->name);
  g_signal_handler_disconnect (object, handler);
  g_object_set_property (object, pspec->name, &now);
}

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

/* A widget's floating reference is taken; windows belong to GTK until they are destroyed. */
static GObject *
construct (GType type)
{
  GObject *object = g_object_new (type, NULL);

  return g_object_is_floating (object) ? g_object_ref_sink (object) : object;
}

static void
finish (GObject *object)
{
  settle ();
  if (GTK_IS_WINDOW (object))
    {
      g_object_ref (object);
      gtk_window_destroy (GTK_WINDOW (object));
      settle ();
    }
  g_assert_finalize_object (object);
}

void
dh_walk_type (GType type, GType root_type, const char *const *skip)
{
  GObject *object = construct (type);
  guint n, seen = 0;
  g_autofree GParamSpec **list = g_object_class_list_properties (G_OBJECT_GET_CLASS (object), &n);

  for (guint i = 0; i < n; i++)
    {
      GParamSpec *pspec = list[i];

      if (g_type_is_a (root_type, pspec->owner_type) || G_TYPE_IS_INTERFACE (pspec->owner_type) ||
          (pspec->flags & G_PARAM_CONSTRUCT_ONLY) != 0 ||
          (skip != NULL && g_strv_contains (skip, pspec->name)))
        continue;
      seen++;
      if ((pspec->flags & G_PARAM_READABLE) != 0)
        walk_default (object, pspec);
      if ((pspec->flags & G_PARAM_READWRITE) == G_PARAM_READWRITE)
        walk_change (object, pspec);
    }
  g_test_message ("%s: %u properties", g_type_name (type), seen);
  finish (object);
  finish (construct (type));
}
