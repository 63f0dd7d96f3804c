/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Runs: rows live as long as their run does and are only sorted anew when the order changes, so that the focus
 * stays where it is while a run is moved. */
#include "dh-runs-group.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dh-findings-bar.h"
#include "dh-findings-watch.h"
#include "dh-panels-private.h"
#include "dh-run-row.h"

struct _DhRunsGroup
{
  DhGroup parent_instance;

  GtkScrolledWindow *scroller;
  GtkListBox *list;
  GtkLabel *run_error;

  GHashTable *rows;  /* run id (guint64*) to DhRunRow, which the list owns */
  guint64 in_view;   /* the selected run that the list was last scrolled to */
  guint tick_id;     /* waits for that run's row to have a place */
};

G_DEFINE_FINAL_TYPE (DhRunsGroup, dh_runs_group, DH_TYPE_GROUP)

static guint64
row_id (gpointer row)
{
  return *(guint64 *) g_object_get_data (row, "dh-run-id");
}

static guint
row_place (gpointer row)
{
  return GPOINTER_TO_UINT (g_object_get_data (row, "dh-place"));
}

static int
compare_rows (GtkListBoxRow *a, GtkListBoxRow *b, gpointer data)
{
  return row_place (a) < row_place (b) ? -1 : row_place (a) > row_place (b);
}

/* A copy of the row's run to be changed; NULL while the group is quiet. */
static DhRun *
edit_row (DhRunsGroup *self, DhRunRow *row)
{
  DhRun *run;

  if (dh_group_is_quiet (DH_GROUP (self)))
    return NULL;
  run = dh_experiment_find_run (dh_session_get_experiment (dh_group_get_session (DH_GROUP (self))),
                                row_id (row), NULL);
  return run != NULL ? dh_run_copy (run) : NULL;
}

static void
renamed_cb (DhRunsGroup *self, const char *name, DhRunRow *row)
{
  g_autoptr (DhRun) run = edit_row (self, row);

  if (run == NULL)
    return;
  dh_run_set_name (run, name);
  dh_group_apply_run (DH_GROUP (self), run, _("Name of the run"), NULL);
}

static void
recoloured_cb (DhRunsGroup *self, guint colour, DhRunRow *row)
{
  g_autoptr (DhRun) run = edit_row (self, row);

  if (run == NULL)
    return;
  run->colour = colour;
  dh_group_apply_run (DH_GROUP (self), run, _("Colour of the run"), NULL);
}

static void
visibility_toggled_cb (DhRunsGroup *self, gboolean visible, DhRunRow *row)
{
  g_autoptr (DhRun) run = edit_row (self, row);

  if (run == NULL)
    return;
  run->visible = visible;
  dh_group_apply_run (DH_GROUP (self), run, visible ? _("Show the run") : _("Hide the run"), NULL);
}

static void
moved_cb (DhRunsGroup *self, int delta, DhRunRow *row)
{
  g_autoptr (DhExperiment) moved = NULL;
  DhExperiment *experiment;
  gint64 last, place;
  gsize index;

  if (dh_group_is_quiet (DH_GROUP (self)))
    return;
  experiment = dh_session_get_experiment (dh_group_get_session (DH_GROUP (self)));
  if (dh_experiment_find_run (experiment, row_id (row), &index) == NULL)
    return;
  last = (gint64) dh_experiment_n_runs (experiment) - 1;
  place = CLAMP ((gint64) index + delta, 0, last);
  if (place == (gint64) index)
    return;
  moved = dh_experiment_with_run_moved (experiment, row_id (row), (gsize) place);
  dh_group_apply (DH_GROUP (self), moved, _("Order of runs"), NULL);
}

static void
row_selected_cb (DhRunsGroup *self, GtkListBoxRow *row)
{
  if (row != NULL && !dh_group_is_quiet (DH_GROUP (self)))
    dh_session_set_selected (dh_group_get_session (DH_GROUP (self)), row_id (row));
}

static GMenuModel *
make_menu (guint64 id)
{
  static const struct { const char *label, *action; guint section; } items[] = {
    { N_("_Rename"), "win.run-rename-id", 0 },
    { N_("_Duplicate"), "win.run-duplicate-id", 0 },
    { N_("Move _up"), "win.run-up-id", 1 },
    { N_("Move d_own"), "win.run-down-id", 1 },
    { N_("Re_move"), "win.run-remove-id", 2 },
  };
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) section = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (_(items[i].label), NULL);

      if (i == 0 || items[i].section != items[i - 1].section)
        {
          g_clear_object (&section);
          section = g_menu_new ();
          g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
        }
      g_menu_item_set_action_and_target (item, items[i].action, "t", id);
      g_menu_append_item (section, item);
    }
  return G_MENU_MODEL (menu);
}

static DhRunRow *
make_row (DhRunsGroup *self, guint64 id)
{
  DhRunRow *row = DH_RUN_ROW (dh_run_row_new ());
  g_autoptr (GMenuModel) menu = make_menu (id);

  g_object_set_data_full (G_OBJECT (row), "dh-run-id", g_memdup2 (&id, sizeof id), g_free);
  g_object_set (row, "menu-model", menu, NULL);
  g_signal_connect_object (row, "renamed", G_CALLBACK (renamed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "recoloured", G_CALLBACK (recoloured_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "visibility-toggled", G_CALLBACK (visibility_toggled_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "moved", G_CALLBACK (moved_cb), self, G_CONNECT_SWAPPED);
  return row;
}

/* What became of a run: the worst that was found of it, rather than @plain, what it does. */
static char *
describe_outcome (DhSession *session, guint64 id, const char *plain, const char **icon)
{
  const DhFinding *finding = dh_findings_watch_outcome (dh_findings_watch_get (session), id);

  if (finding == NULL)
    return g_strdup (plain);
  *icon = dh_finding_icon_name (finding);
  return g_strdup (dh_finding_state (finding));
}

static char *
describe_state (DhSession *session, guint64 id, const char **icon)
{
  DhHistory *history = dh_session_get_history (session, id);
  g_autofree char *step = NULL;

  *icon = NULL;
  if (dh_session_get_run_error (session, id) != NULL)
    {
      *icon = "dialog-error-symbolic";
      return g_strdup (_("could not start"));
    }
  if (history == NULL)
    return NULL;
  step = dh_panels_format_count (dh_history_n_steps (history));
  switch (dh_history_get_state (history))
    {
    case DH_STATE_RUNNING:
      *icon = "media-playback-start-symbolic";
      return describe_outcome (session, id, _("running"), icon);
    case DH_STATE_FINISHED:
      *icon = "object-select-symbolic";
      return describe_outcome (session, id, _("finished"), icon);
    case DH_STATE_STOPPED:
      *icon = "media-playback-stop-symbolic";
      return g_strdup_printf (_("stopped at step %s"), step);
    case DH_STATE_EXPLODED:
      *icon = "dialog-warning-symbolic";
      return g_strdup_printf (_("exploded at step %s"), step);
    case DH_STATE_WAITING:
    default:
      return NULL;
    }
}

static void
show_state (DhSession *session, DhRunRow *row)
{
  const char *icon;
  g_autofree char *state = describe_state (session, row_id (row), &icon);

  g_object_set (row, "state", state, "state-icon", icon, NULL);
}

/* Model, optimiser and rate; the model only where the run's name does not say it already. */
static char *
describe_run (const DhRun *run)
{
  g_autofree char *model = dh_model_spec_describe (&run->model);
  g_autofree char *lr = dh_panels_format_number (run->lr);
  const char *optimiser = _(dh_optimiser_info (run->optimiser.kind)->label);

  if (strstr (run->name, model) != NULL)
    return g_strdup_printf ("%s · %s", optimiser, lr);
  return g_strdup_printf ("%s · %s · %s", model, optimiser, lr);
}

static void
show_run_error (DhRunsGroup *self, DhSession *session)
{
  DhRun *run = dh_session_get_run (session);
  const char *error = run != NULL ? dh_session_get_run_error (session, run->id) : NULL;

  gtk_label_set_label (self->run_error, error != NULL ? error : "");
  gtk_widget_set_visible (GTK_WIDGET (self->run_error), error != NULL);
}

static void
histories_changed_cb (DhRunsGroup *self)
{
  DhSession *session = dh_group_get_session (DH_GROUP (self));
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    show_state (session, row);
  show_run_error (self, session);
}

static void
remove_gone (DhRunsGroup *self, DhExperiment *experiment)
{
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    if (dh_experiment_find_run (experiment, row_id (row), NULL) == NULL)
      {
        g_hash_table_iter_remove (&iter);
        gtk_list_box_remove (self->list, row);
      }
}

/* Returns TRUE when the row is new or has moved. */
static gboolean
show_run (DhRunsGroup *self, DhRun *run, guint place)
{
  DhRunRow *row = g_hash_table_lookup (self->rows, &run->id);
  gboolean fresh = row == NULL;
  g_autofree char *subtitle = describe_run (run);

  if (fresh)
    {
      row = make_row (self, run->id);
      g_hash_table_insert (self->rows, g_memdup2 (&run->id, sizeof run->id), row);
    }
  else if (row_place (row) != place)
    fresh = TRUE;
  g_object_set_data (G_OBJECT (row), "dh-place", GUINT_TO_POINTER (place));
  g_object_set (row, "name", run->name, "colour", run->colour, "visible-run", run->visible,
                "subtitle", subtitle, NULL);
  if (gtk_widget_get_parent (GTK_WIDGET (row)) == NULL)
    gtk_list_box_append (self->list, GTK_WIDGET (row));
  return fresh;
}

/* A new row has its place after the next frame's layout. In a closed group there is nothing to be seen. */
static gboolean
scroll_to_selected_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  DhRunsGroup *self = DH_RUNS_GROUP (widget);
  GtkWidget *row = GTK_WIDGET (gtk_list_box_get_selected_row (self->list));
  graphene_rect_t place;

  if (row != NULL && gtk_widget_get_mapped (GTK_WIDGET (self->list)))
    {
      if (gtk_widget_get_height (row) == 0)
        return G_SOURCE_CONTINUE;
      if (gtk_widget_compute_bounds (row, GTK_WIDGET (self->list), &place))
        gtk_adjustment_clamp_page (gtk_scrolled_window_get_vadjustment (self->scroller), place.origin.y,
                                   place.origin.y + place.size.height);
    }
  self->tick_id = 0;
  return G_SOURCE_REMOVE;
}

static void
scroll_to_selected (DhRunsGroup *self, DhRun *selected)
{
  if (selected == NULL || selected->id == self->in_view)
    return;
  self->in_view = selected->id;
  if (self->tick_id == 0)
    self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), scroll_to_selected_cb, NULL, NULL);
}

static void
dh_runs_group_update (DhGroup *group, DhSession *session, DhRun *selected)
{
  DhRunsGroup *self = DH_RUNS_GROUP (group);
  DhExperiment *experiment = dh_session_get_experiment (session);
  gsize n = dh_experiment_n_runs (experiment);
  g_autofree char *count = NULL;
  gboolean moved = FALSE;

  remove_gone (self, experiment);
  for (gsize i = 0; i < n; i++)
    moved |= show_run (self, dh_experiment_get_run (experiment, i), (guint) i);
  if (moved)
    gtk_list_box_invalidate_sort (self->list);
  gtk_list_box_select_row (self->list,
                           selected != NULL ? g_hash_table_lookup (self->rows, &selected->id) : NULL);
  scroll_to_selected (self, selected);
  histories_changed_cb (self);
  count = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u run", "%u runs", n), (guint) n);
  dh_group_set_summary (group, count);
}

static void
dh_runs_group_session_changed (DhGroup *group, DhSession *session)
{
  g_signal_connect_object (session, "histories-changed", G_CALLBACK (histories_changed_cb), group,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "run-failed", G_CALLBACK (histories_changed_cb), group,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (dh_findings_watch_get (session), "changed", G_CALLBACK (histories_changed_cb), group,
                           G_CONNECT_SWAPPED);
}

static void
dh_runs_group_dispose (GObject *object)
{
  DhRunsGroup *self = DH_RUNS_GROUP (object);

  if (self->tick_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick_id);
  self->tick_id = 0;
  g_hash_table_remove_all (self->rows);
  gtk_widget_dispose_template (GTK_WIDGET (object), DH_TYPE_RUNS_GROUP);
  G_OBJECT_CLASS (dh_runs_group_parent_class)->dispose (object);
}

static void
dh_runs_group_finalize (GObject *object)
{
  g_hash_table_unref (DH_RUNS_GROUP (object)->rows);
  G_OBJECT_CLASS (dh_runs_group_parent_class)->finalize (object);
}

static void
dh_runs_group_class_init (DhRunsGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dh_runs_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = dh_runs_group_finalize;
  DH_GROUP_CLASS (klass)->update = dh_runs_group_update;
  DH_GROUP_CLASS (klass)->session_changed = dh_runs_group_session_changed;

  dh_panels_ensure ();
  gtk_widget_class_set_template_from_resource (widget_class, DH_PANELS_UI "dh-runs-group.ui");
  gtk_widget_class_bind_template_child (widget_class, DhRunsGroup, scroller);
  gtk_widget_class_bind_template_child (widget_class, DhRunsGroup, list);
  gtk_widget_class_bind_template_child (widget_class, DhRunsGroup, run_error);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
}

static void
dh_runs_group_init (DhRunsGroup *self)
{
  self->rows = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_sort_func (self->list, compare_rows, NULL, NULL);
}

void
dh_runs_group_rename (DhRunsGroup *self, guint64 run_id)
{
  DhRunRow *row;

  g_return_if_fail (DH_IS_RUNS_GROUP (self));

  row = g_hash_table_lookup (self->rows, &run_id);
  if (row == NULL)
    return;
  dh_group_set_expanded (DH_GROUP (self), TRUE);
  dh_run_row_rename (row);
}
