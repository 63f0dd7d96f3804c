/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Findings bar: a copy of the visible runs' findings in the order of their severity, and a place in it. */
#include "dh-findings-bar.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

#include "dh-findings-units.h"
#include "dh-findings-watch.h"
#include "dh-swatch.h"

/* One finding of one run. */
typedef struct
{
  DhFinding finding;
  guint64 run_id;
} Item;

struct _DhFindingsBar
{
  GtkWidget parent_instance;

  DhSession *session;
  GSignalGroup *signals;
  GSignalGroup *watch_signals;
  GArray *items; /* of Item, the most severe first */
  guint shown;

  GtkWidget *box;
  GtkImage *icon;
  DhSwatch *swatch;
  GtkLabel *title;
  GtkLabel *sentence;
  GtkWidget *pager;
  GtkLabel *place;
  GtkWidget *go_button;
  GtkWidget *try_button;
  GtkWidget *units;
  GtkLabel *units_caption;
  DhUnitStrip *units_strip;
};

enum
{
  PROP_0,
  PROP_SESSION,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (DhFindingsBar, dh_findings_bar, GTK_TYPE_WIDGET)

const char *
dh_finding_icon_name (const DhFinding *finding)
{
  static const char *const names[] = {
    [DH_SEVERITY_GOOD] = "object-select-symbolic",
    [DH_SEVERITY_NOTE] = "dialog-information-symbolic",
    [DH_SEVERITY_WARNING] = "dialog-warning-symbolic",
    [DH_SEVERITY_PROBLEM] = "dialog-error-symbolic",
  };

  return names[finding->severity];
}

static const char *
severity_label (DhSeverity severity)
{
  static const char *const labels[] = {
    [DH_SEVERITY_GOOD] = N_("Good"),
    [DH_SEVERITY_NOTE] = N_("Note"),
    [DH_SEVERITY_WARNING] = N_("Warning"),
    [DH_SEVERITY_PROBLEM] = N_("Problem"),
  };

  return _(labels[severity]);
}

/* "2 neurons", 0.000031: the button that says what it does, where there is something to try. */
static void
show_try (DhFindingsBar *self, const DhFinding *f, const DhRun *run)
{
  double rate = dh_finding_number (f, "survives_up_to");
  g_autofree char *text = NULL;
  g_autofree char *tooltip = NULL;

  gtk_widget_set_visible (self->try_button, !isnan (rate));
  if (isnan (rate))
    return;
  text = dh_rate_to_string (rate);
  /* Translators: a run's name and a learning rate. */
  tooltip = g_strdup_printf (_("Add a copy of “%s” with a learning rate of %s, which it survives (Ctrl+T)"), run->name,
                             text);
  gtk_widget_set_tooltip_text (self->try_button, tooltip);
}

static void
show_item (DhFindingsBar *self, const Item *item, const DhRun *run)
{
  const DhFinding *f = &item->finding;
  g_autofree char *title = dh_finding_title (f);
  g_autofree char *sentence = dh_finding_sentence (f);
  /* Translators: a run's name and what was found of it: "2 neurons: bump lost at step 29". */
  g_autofree char *heading = g_strdup_printf (_("%s: %s"), run->name, title);
  /* Translators: which finding of how many. */
  g_autofree char *place = g_strdup_printf (_("%u/%u"), self->shown + 1, self->items->len);
  g_autofree char *spoken = g_strdup_printf ("%s, %s. %s", severity_label (f->severity), heading, sentence);
  g_autofree char *tooltip = g_strdup_printf (_("Move the playhead to step %" PRIu64), f->step);

  gtk_image_set_from_icon_name (self->icon, dh_finding_icon_name (f));
  for (guint i = 0; i <= DH_SEVERITY_PROBLEM; i++)
    gtk_widget_remove_css_class (GTK_WIDGET (self->icon), dh_severity_id (i));
  gtk_widget_add_css_class (GTK_WIDGET (self->icon), dh_severity_id (f->severity));
  dh_swatch_set_colour (self->swatch, run->colour);
  dh_unit_strip_set_colour (self->units_strip, run->colour);
  gtk_label_set_label (self->title, heading);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), heading);
  gtk_label_set_label (self->sentence, sentence);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->sentence), sentence);
  gtk_label_set_label (self->place, place);
  gtk_widget_set_visible (self->pager, self->items->len > 1);
  gtk_widget_set_tooltip_text (
      self->go_button,
      dh_finding_has_place (f) ? tooltip : _("It is so all along: no step did it"));
  gtk_widget_set_sensitive (self->go_button, dh_finding_has_place (f));
  show_try (self, f, run);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, spoken, -1);
}

/* The units of the run shown, at the playhead. */
static void
show_units (DhFindingsBar *self)
{
  const Item *item = self->shown < self->items->len ? &g_array_index (self->items, Item, self->shown) : NULL;
  DhHistory *history = item != NULL ? dh_session_get_history (self->session, item->run_id) : NULL;

  gtk_widget_set_visible (self->units, history != NULL
                                         && dh_findings_units_show (history, dh_session_get_playhead (self->session),
                                                                    self->units_strip, self->units_caption));
}

static void
show (DhFindingsBar *self)
{
  DhRun *run = NULL;
  const Item *item = NULL;

  if (self->shown < self->items->len)
    {
      item = &g_array_index (self->items, Item, self->shown);
      run = dh_experiment_find_run (dh_session_get_experiment (self->session), item->run_id, NULL);
    }
  gtk_widget_set_visible (self->box, run != NULL);
  if (run != NULL)
    show_item (self, item, run);
  show_units (self);
}

/* The most severe first; runs keep their order, and so do a run's findings. */
static void
collect (DhFindingsBar *self)
{
  DhFindingsWatch *watch = dh_findings_watch_get (self->session);
  DhExperiment *experiment = dh_session_get_experiment (self->session);

  g_array_set_size (self->items, 0);
  for (int severity = DH_SEVERITY_PROBLEM; severity >= DH_SEVERITY_GOOD; severity--)
    for (gsize i = 0; i < dh_experiment_n_runs (experiment); i++)
      {
        DhRun *run = dh_experiment_get_run (experiment, i);
        GPtrArray *findings = run->visible ? dh_findings_watch_find (watch, run->id) : NULL;

        for (guint j = 0; findings != NULL && j < findings->len; j++)
          {
            Item item = { *(const DhFinding *) g_ptr_array_index (findings, j), run->id };

            if ((int) item.finding.severity == severity)
              g_array_append_val (self->items, item);
          }
      }
}

/* Stays with what the user looks at as long as that is there. */
static void
update (DhFindingsBar *self)
{
  Item old = { 0 };
  gboolean had = self->shown < self->items->len;

  gtk_widget_set_size_request (self->box, -1, -1);
  if (had)
    old = g_array_index (self->items, Item, self->shown);
  if (self->session != NULL)
    collect (self);
  else
    g_array_set_size (self->items, 0);
  if (self->shown > 0 && had)
    for (self->shown = 0; self->shown < self->items->len; self->shown++)
      {
        const Item *item = &g_array_index (self->items, Item, self->shown);

        if (item->run_id == old.run_id && item->finding.kind == old.finding.kind)
          break;
      }
  if (self->shown >= self->items->len)
    self->shown = 0;
  show (self);
}

/* Names, colours and visibility; what was found is the watch's to tell. */
static void
experiment_changed_cb (DhFindingsBar *self)
{
  DhExperiment *experiment = dh_session_get_experiment (self->session);

  for (guint i = self->items->len; i-- > 0;)
    {
      DhRun *run = dh_experiment_find_run (experiment, g_array_index (self->items, Item, i).run_id, NULL);

      if (run == NULL || !run->visible)
        g_array_remove_index (self->items, i);
    }
  if (self->shown >= self->items->len)
    self->shown = 0;
  if (!dh_session_get_computing (self->session))
    update (self);
  else
    show (self);
}

/* While the user pages the bar does not shrink, so that the pager stays under the pointer. */
static void
page_by (DhFindingsBar *self, guint by)
{
  int height = gtk_widget_get_height (self->box);

  if (self->items->len == 0)
    return;
  /* A shorter finding leaves its place empty until something else changes. */
  gtk_widget_set_size_request (self->box, -1, height > 0 ? height : -1);
  self->shown = (self->shown + by) % self->items->len;
  show (self);
}

static void
next_clicked_cb (DhFindingsBar *self)
{
  page_by (self, 1);
}

static void
previous_clicked_cb (DhFindingsBar *self)
{
  page_by (self, self->items->len - 1);
}

static void
go_clicked_cb (DhFindingsBar *self)
{
  if (self->shown >= self->items->len)
    return;
  dh_session_set_playing (self->session, FALSE);
  dh_session_set_playhead (self->session, g_array_index (self->items, Item, self->shown).finding.step);
}

static void
dh_findings_bar_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  if (prop_id == PROP_SESSION)
    g_value_set_object (value, DH_FINDINGS_BAR (object)->session);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
dh_findings_bar_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  if (prop_id == PROP_SESSION)
    dh_findings_bar_set_session (DH_FINDINGS_BAR (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
dh_findings_bar_dispose (GObject *object)
{
  DhFindingsBar *self = DH_FINDINGS_BAR (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->watch_signals);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (object), DH_TYPE_FINDINGS_BAR);
  G_OBJECT_CLASS (dh_findings_bar_parent_class)->dispose (object);
}

static void
dh_findings_bar_finalize (GObject *object)
{
  g_array_unref (DH_FINDINGS_BAR (object)->items);
  G_OBJECT_CLASS (dh_findings_bar_parent_class)->finalize (object);
}

static void
dh_findings_bar_class_init (DhFindingsBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = dh_findings_bar_get_property;
  object_class->set_property = dh_findings_bar_set_property;
  object_class->dispose = dh_findings_bar_dispose;
  object_class->finalize = dh_findings_bar_finalize;

  props[PROP_SESSION]
    = g_param_spec_object ("session", NULL, NULL, DH_TYPE_SESSION,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_css_name (widget_class, "findingsbar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  g_type_ensure (DH_TYPE_SWATCH);
  g_type_ensure (DH_TYPE_UNIT_STRIP);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/downhill/Downhill/dh-findings-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, DhFindingsBar, box);
  gtk_widget_class_bind_template_child (widget_class, DhFindingsBar, icon);
  gtk_widget_class_bind_template_child (widget_class, DhFindingsBar, swatch);
  gtk_widget_class_bind_template_child (widget_class, DhFindingsBar, title);
  gtk_widget_class_bind_template_child (widget_class, DhFindingsBar, sentence);
  gtk_widget_class_bind_template_child (widget_class, DhFindingsBar, pager);
  gtk_widget_class_bind_template_child (widget_class, DhFindingsBar, place);
  gtk_widget_class_bind_template_child (widget_class, DhFindingsBar, go_button);
  gtk_widget_class_bind_template_child (widget_class, DhFindingsBar, try_button);
  gtk_widget_class_bind_template_child (widget_class, DhFindingsBar, units);
  gtk_widget_class_bind_template_child (widget_class, DhFindingsBar, units_caption);
  gtk_widget_class_bind_template_child (widget_class, DhFindingsBar, units_strip);
  gtk_widget_class_bind_template_callback (widget_class, previous_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, go_clicked_cb);
}

static void
dh_findings_bar_init (DhFindingsBar *self)
{
  self->items = g_array_new (FALSE, FALSE, sizeof (Item));
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Findings"), -1);
  self->signals = g_signal_group_new (DH_TYPE_SESSION);
  g_signal_group_connect_swapped (self->signals, "notify::experiment", G_CALLBACK (experiment_changed_cb), self);
  g_signal_group_connect_swapped (self->signals, "notify::playhead", G_CALLBACK (show_units), self);
  self->watch_signals = g_signal_group_new (DH_TYPE_FINDINGS_WATCH);
  g_signal_group_connect_swapped (self->watch_signals, "changed", G_CALLBACK (update), self);
}

GtkWidget *
dh_findings_bar_new (void)
{
  return g_object_new (DH_TYPE_FINDINGS_BAR, NULL);
}

void
dh_findings_bar_set_session (DhFindingsBar *self, DhSession *session)
{
  g_return_if_fail (DH_IS_FINDINGS_BAR (self));

  if (!g_set_object (&self->session, session))
    return;
  g_signal_group_set_target (self->watch_signals, session != NULL ? dh_findings_watch_get (session) : NULL);
  g_signal_group_set_target (self->signals, session);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SESSION]);
}

guint
dh_findings_bar_get_n (DhFindingsBar *self)
{
  g_return_val_if_fail (DH_IS_FINDINGS_BAR (self), 0);

  return self->items->len;
}

const DhFinding *
dh_findings_bar_get_shown (DhFindingsBar *self, guint64 *run_id)
{
  const Item *item;

  g_return_val_if_fail (DH_IS_FINDINGS_BAR (self), NULL);

  if (self->shown >= self->items->len)
    return NULL;
  item = &g_array_index (self->items, Item, self->shown);
  if (run_id != NULL)
    *run_id = item->run_id;
  return &item->finding;
}
