/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Charts page: lays its cards out itself, because how many columns are good depends on the room. It
 * notes what changed, and rebuilds the charts concerned once a frame. UI thread only. */
#include "dh-charts-page.h"

#include "dh-findings-watch.h"

#define SPACING 10
#define MARGIN  10
/* Below these a chart is hard to read, and the grid takes another shape. */
#define GOOD_WIDTH  300
#define GOOD_HEIGHT 170
/* What a card needs not to be cut off. */
#define LEAST_WIDTH  160
#define LEAST_HEIGHT 150
#define MIN_WIDTH   360
#define MIN_HEIGHT  280

struct _DhChartsPage
{
  GtkWidget parent_instance;

  DhSession *session;
  GSignalGroup *signals;
  GSignalGroup *watch_signals;
  char *signs;         /* as the cards were last told; NULL: never */
  DhExperiment *shown; /* what the cards were last told of */
  GPtrArray *cards;    /* of DhChartCard, children of this widget */
  gboolean update_queued;

  GtkWidget *empty;
};

enum
{
  PROP_0,
  PROP_SESSION,
  N_PROPS,
};

enum
{
  UPDATE_NEEDED,
  N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DhChartsPage, dh_charts_page, GTK_TYPE_WIDGET)

/* Rows as equal as they can be, the longer ones first. */
static void
fill_rows (guint n, guint n_rows, guint rows[6])
{
  for (guint i = 0; i < n_rows; i++)
    rows[i] = n / n_rows + (i < n % n_rows ? 1 : 0);
}

guint
dh_charts_page_arrange (guint n, int width, int height, guint rows[6])
{
  guint best = 1;
  double best_score = -1;

  g_return_val_if_fail (n <= 6, 0);

  for (guint n_rows = 1; n_rows <= n; n_rows++)
    {
      guint columns = (n + n_rows - 1) / n_rows;
      double w = (double) (width - SPACING * ((int) columns - 1)) / columns;
      double h = (double) (height - SPACING * ((int) n_rows - 1)) / n_rows;
      /* The scarcer side decides; near ties go to fewer rows, because time runs sideways. */
      double score = MIN (w / GOOD_WIDTH, h / GOOD_HEIGHT);

      if (w < LEAST_WIDTH || h < LEAST_HEIGHT)
        score /= 10;
      if (score > best_score * 1.3)
        {
          best_score = score;
          best = n_rows;
        }
    }
  fill_rows (n, best, rows);
  return n > 0 ? best : 0;
}

static void
queue_update (DhChartsPage *self)
{
  if (self->update_queued)
    return;
  self->update_queued = TRUE;
  g_signal_emit (self, signals[UPDATE_NEEDED], 0);
}

static void
invalidate_all (DhChartsPage *self)
{
  for (guint i = 0; i < self->cards->len; i++)
    dh_chart_card_invalidate (g_ptr_array_index (self->cards, i));
  queue_update (self);
}

/* What the signs on the axes are made of. */
static char *
describe_signs (DhChartsPage *self)
{
  DhExperiment *experiment = dh_session_get_experiment (self->session);
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < dh_experiment_n_runs (experiment); i++)
    {
      guint64 id = dh_experiment_get_run (experiment, i)->id;
      GPtrArray *findings = dh_findings_watch_peek (self->session, id);

      g_string_append_printf (text, "%" G_GUINT64_FORMAT, id);
      for (guint j = 0; findings != NULL && j < findings->len; j++)
        {
          const DhFinding *finding = g_ptr_array_index (findings, j);

          g_string_append_printf (text, " %d@%" G_GUINT64_FORMAT "%c", (int) finding->kind, finding->step,
                                  finding->so_far != 0 ? '+' : '.');
        }
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

/* Many a change of what is known changes no sign, and then no chart. */
static void
findings_changed (DhChartsPage *self)
{
  g_autofree char *signs = describe_signs (self);

  if (g_strcmp0 (signs, self->signs) == 0)
    return;
  g_free (self->signs);
  self->signs = g_steal_pointer (&signs);
  invalidate_all (self);
}

static gboolean
same_runs (DhExperiment *a, DhExperiment *b)
{
  gsize n = dh_experiment_n_runs (a);

  if (dh_experiment_get_data (a) != dh_experiment_get_data (b) || n != dh_experiment_n_runs (b))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    if (dh_experiment_get_run (a, i) != dh_experiment_get_run (b, i))
      return FALSE;
  return TRUE;
}

static void
remove_card (gpointer card)
{
  gtk_widget_unparent (card);
}

/* As many cards as views; those that stay keep their zoom. */
static void
match_cards (DhChartsPage *self, guint n)
{
  if (n < self->cards->len)
    g_ptr_array_set_size (self->cards, (gint) n);
  while (self->cards->len < n)
    {
      GtkWidget *card = dh_chart_card_new (self->session, self->cards->len);

      gtk_widget_set_parent (card, GTK_WIDGET (self));
      g_ptr_array_add (self->cards, card);
    }
  gtk_widget_set_visible (self->empty, n == 0);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/* Only the charts that the change concerns are made anew. */
static void
experiment_changed (DhChartsPage *self)
{
  g_autoptr (DhExperiment) old = g_steal_pointer (&self->shown);
  DhExperiment *experiment = dh_session_get_experiment (self->session);
  guint n = (guint) dh_experiment_n_views (experiment);
  gboolean all = old == NULL || !same_runs (old, experiment);

  self->shown = dh_experiment_ref (experiment);
  if (n != self->cards->len)
    match_cards (self, n);
  for (guint i = 0; i < n; i++)
    if (all || i >= dh_experiment_n_views (old)
        || !dh_view_equal (dh_experiment_get_view (old, i), dh_experiment_get_view (experiment, i)))
      dh_chart_card_invalidate (g_ptr_array_index (self->cards, i));
  queue_update (self);
}

static void
playhead_changed (DhChartsPage *self)
{
  for (guint i = 0; i < self->cards->len; i++)
    dh_chart_card_invalidate_playhead (g_ptr_array_index (self->cards, i));
  queue_update (self);
}

static void
crosshair_changed (DhChartsPage *self)
{
  for (guint i = 0; i < self->cards->len; i++)
    dh_chart_card_follow_crosshair (g_ptr_array_index (self->cards, i));
}

void
dh_charts_page_update (DhChartsPage *self)
{
  g_return_if_fail (DH_IS_CHARTS_PAGE (self));

  if (!self->update_queued)
    return;
  self->update_queued = FALSE;
  for (guint i = 0; i < self->cards->len; i++)
    dh_chart_card_update (g_ptr_array_index (self->cards, i));
}

guint
dh_charts_page_n_cards (DhChartsPage *self)
{
  g_return_val_if_fail (DH_IS_CHARTS_PAGE (self), 0);

  return self->cards->len;
}

DhChartCard *
dh_charts_page_get_card (DhChartsPage *self, guint index)
{
  g_return_val_if_fail (DH_IS_CHARTS_PAGE (self), NULL);

  return index < self->cards->len ? g_ptr_array_index (self->cards, index) : NULL;
}

void
dh_charts_page_set_session (DhChartsPage *self, DhSession *session)
{
  g_return_if_fail (DH_IS_CHARTS_PAGE (self));

  if (!g_set_object (&self->session, session))
    return;
  match_cards (self, 0);
  g_clear_pointer (&self->shown, dh_experiment_unref);
  g_signal_group_set_target (self->signals, session);
  g_signal_group_set_target (self->watch_signals, session != NULL ? dh_findings_watch_get (session) : NULL);
  if (session != NULL)
    experiment_changed (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SESSION]);
}

static void
dh_charts_page_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                        int *minimum, int *natural, int *minimum_baseline,
                        int *natural_baseline)
{
  gboolean across = orientation == GTK_ORIENTATION_HORIZONTAL;

  /* GTK wants every child measured before it is given its place. */
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gtk_widget_measure (child, orientation, -1, NULL, NULL, NULL, NULL);
  *minimum = across ? MIN_WIDTH : MIN_HEIGHT;
  *natural = across ? 900 : 600;
}

/* Edges are computed from the left each time, so that rounding leaves no gap at the end. */
static void
allocate_row (DhChartsPage *self, guint first, guint n, int width, int top, int height)
{
  for (guint i = 0; i < n; i++)
    {
      double room = (double) (width - SPACING * ((int) n - 1)) / n;
      int left = (int) (i * (room + SPACING) + 0.5);
      int right = (int) (i * (room + SPACING) + room + 0.5);

      gtk_widget_size_allocate (g_ptr_array_index (self->cards, first + i),
                                &(GtkAllocation) { MARGIN + left, top, right - left, height }, -1);
    }
}

static void
dh_charts_page_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  DhChartsPage *self = DH_CHARTS_PAGE (widget);
  guint rows[6];
  guint first = 0, n_rows;
  double room;

  if (gtk_widget_get_visible (self->empty))
    gtk_widget_size_allocate (self->empty, &(GtkAllocation) { 0, 0, width, height }, -1);
  width -= 2 * MARGIN;
  height -= 2 * MARGIN;
  n_rows = dh_charts_page_arrange (self->cards->len, width, height, rows);
  if (n_rows == 0)
    return;
  room = (double) (height - SPACING * ((int) n_rows - 1)) / n_rows;
  for (guint r = 0; r < n_rows; r++)
    {
      int top = (int) (r * (room + SPACING) + 0.5);
      int bottom = (int) (r * (room + SPACING) + room + 0.5);

      allocate_row (self, first, rows[r], width, MARGIN + top, bottom - top);
      first += rows[r];
    }
}

static void
dh_charts_page_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  if (prop_id == PROP_SESSION)
    g_value_set_object (value, DH_CHARTS_PAGE (object)->session);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
dh_charts_page_set_property (GObject *object, guint prop_id, const GValue *value,
                             GParamSpec *pspec)
{
  if (prop_id == PROP_SESSION)
    dh_charts_page_set_session (DH_CHARTS_PAGE (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
dh_charts_page_dispose (GObject *object)
{
  DhChartsPage *self = DH_CHARTS_PAGE (object);

  if (self->signals != NULL)
    g_signal_group_set_target (self->signals, NULL);
  g_clear_object (&self->signals);
  g_clear_object (&self->watch_signals);
  g_ptr_array_set_size (self->cards, 0);
  g_clear_pointer (&self->shown, dh_experiment_unref);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), DH_TYPE_CHARTS_PAGE);
  G_OBJECT_CLASS (dh_charts_page_parent_class)->dispose (object);
}

static void
dh_charts_page_finalize (GObject *object)
{
  g_ptr_array_unref (DH_CHARTS_PAGE (object)->cards);
  g_free (DH_CHARTS_PAGE (object)->signs);
  G_OBJECT_CLASS (dh_charts_page_parent_class)->finalize (object);
}

static void
dh_charts_page_class_init (DhChartsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = dh_charts_page_get_property;
  object_class->set_property = dh_charts_page_set_property;
  object_class->dispose = dh_charts_page_dispose;
  object_class->finalize = dh_charts_page_finalize;
  widget_class->measure = dh_charts_page_measure;
  widget_class->size_allocate = dh_charts_page_size_allocate;

  props[PROP_SESSION]
    = g_param_spec_object ("session", NULL, NULL, DH_TYPE_SESSION,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  signals[UPDATE_NEEDED] = g_signal_new ("update-needed", DH_TYPE_CHARTS_PAGE, G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "chartspage");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/downhill/Downhill/dh-charts-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DhChartsPage, empty);
}

static void
dh_charts_page_init (DhChartsPage *self)
{
  self->cards = g_ptr_array_new_with_free_func (remove_card);
  self->signals = g_signal_group_new (DH_TYPE_SESSION);
  g_signal_group_connect_swapped (self->signals, "notify::experiment",
                                  G_CALLBACK (experiment_changed), self);
  g_signal_group_connect_swapped (self->signals, "histories-changed",
                                  G_CALLBACK (invalidate_all), self);
  g_signal_group_connect_swapped (self->signals, "notify::playhead",
                                  G_CALLBACK (playhead_changed), self);
  g_signal_group_connect_swapped (self->signals, "notify::crosshair",
                                  G_CALLBACK (crosshair_changed), self);
  self->watch_signals = g_signal_group_new (DH_TYPE_FINDINGS_WATCH);
  g_signal_group_connect_swapped (self->watch_signals, "changed", G_CALLBACK (findings_changed), self);
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
dh_charts_page_new (void)
{
  return g_object_new (DH_TYPE_CHARTS_PAGE, NULL);
}
