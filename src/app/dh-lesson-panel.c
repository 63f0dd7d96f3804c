/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Lesson panel: see the header. UI thread only. */
#include "config.h"

#include "dh-lesson-panel.h"

#include <glib/gi18n-lib.h>

struct _DhLessonPanel
{
  GtkWidget parent_instance;

  DhLesson *lesson;
  guint stage;
  int prediction;
  gboolean filling; /* the buttons follow the property, not the other way round */

  GtkWidget *box;
  GtkLabel *title;
  GtkLabel *place;
  GtkProgressBar *progress;
  GtkScrolledWindow *scrolled;
  GtkLabel *text;
  GtkBox *predictions;
  GtkLabel *feedback;
  GtkWidget *again_button;
  GtkButton *next_button;
};

enum
{
  PROP_0,
  PROP_STAGE,
  PROP_PREDICTION,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (DhLessonPanel, dh_lesson_panel, GTK_TYPE_WIDGET)

guint
dh_lesson_panel_last_stage (DhLessonPanel *self)
{
  g_return_val_if_fail (DH_IS_LESSON_PANEL (self), 0);

  return self->lesson != NULL ? dh_lesson_n_steps (self->lesson) + 1 : 0;
}

/* "Question", "Step 2 of 5", "What it shows". */
static char *
describe_place (DhLessonPanel *self)
{
  if (self->stage == 0)
    return g_strdup (_("Question"));
  if (self->stage == dh_lesson_panel_last_stage (self))
    return g_strdup (_("What it shows"));
  return g_strdup_printf (_("Step %u of %u"), self->stage, dh_lesson_n_steps (self->lesson));
}

static const char *
stage_text (DhLessonPanel *self)
{
  if (self->stage == 0)
    return dh_lesson_get_question (self->lesson);
  if (self->stage == dh_lesson_panel_last_stage (self))
    return dh_lesson_get_shows (self->lesson);
  return dh_lesson_get_step (self->lesson, self->stage - 1)->text;
}

/* What became of the prediction; NULL before the end, and when there is none. */
static char *
describe_prediction (DhLessonPanel *self)
{
  int answer = dh_lesson_get_answer (self->lesson);
  const char *predicted;

  if (self->prediction < 0 || self->stage != dh_lesson_panel_last_stage (self))
    return NULL;
  predicted = dh_lesson_get_prediction (self->lesson, (guint) self->prediction);
  if (answer < 0)
    return g_strdup_printf (_("You predicted: “%s”"), predicted);
  if (answer == self->prediction)
    return g_strdup_printf (_("You predicted: “%s” That is what happened."), predicted);
  return g_strdup_printf (_("You predicted: “%s” What happened: “%s”"), predicted,
                          dh_lesson_get_prediction (self->lesson, (guint) answer));
}

static const char *
next_label (DhLessonPanel *self)
{
  if (self->stage == 0)
    return _("_Start");
  return self->stage == dh_lesson_panel_last_stage (self) ? _("_Done") : _("_Next");
}

/* A screen reader hears of a new stage by the panel's description. */
static void
update_stage (DhLessonPanel *self)
{
  guint last = dh_lesson_panel_last_stage (self);
  g_autofree char *place = NULL;
  g_autofree char *feedback = NULL;
  g_autofree char *description = NULL;

  if (self->lesson == NULL)
    return;
  place = describe_place (self);
  feedback = describe_prediction (self);
  description = g_strjoin (". ", place, stage_text (self), feedback, NULL);
  gtk_label_set_label (self->place, place);
  gtk_progress_bar_set_fraction (self->progress, (double) self->stage / (double) last);
  gtk_label_set_label (self->text, stage_text (self));
  gtk_widget_set_visible (GTK_WIDGET (self->predictions), self->stage == 0);
  gtk_label_set_label (self->feedback, feedback != NULL ? feedback : "");
  gtk_widget_set_visible (GTK_WIDGET (self->feedback), feedback != NULL);
  gtk_widget_set_visible (self->again_button, self->stage > 0 && self->stage < last);
  gtk_button_set_label (self->next_button, next_label (self));
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled), 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
}

static GtkCheckButton *
prediction_button (DhLessonPanel *self, int index)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->predictions));

  for (; child != NULL && index > 0; index--)
    child = gtk_widget_get_next_sibling (child);
  return child != NULL ? GTK_CHECK_BUTTON (child) : NULL;
}

static void
prediction_toggled_cb (DhLessonPanel *self, GtkCheckButton *button)
{
  int index = 0;

  if (self->filling || !gtk_check_button_get_active (button))
    return;
  for (GtkWidget *child = GTK_WIDGET (button); (child = gtk_widget_get_prev_sibling (child)) != NULL;)
    index++;
  dh_lesson_panel_set_prediction (self, index);
}

static void
update_predictions (DhLessonPanel *self)
{
  self->filling = TRUE;
  for (int i = 0;; i++)
    {
      GtkCheckButton *button = prediction_button (self, i);

      if (button == NULL)
        break;
      gtk_check_button_set_active (button, i == self->prediction);
    }
  self->filling = FALSE;
}

static void
fill_predictions (DhLessonPanel *self)
{
  GtkCheckButton *first = NULL;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->predictions))) != NULL)
    gtk_box_remove (self->predictions, child);
  for (guint i = 0; self->lesson != NULL && i < dh_lesson_n_predictions (self->lesson); i++)
    {
      const char *text = dh_lesson_get_prediction (self->lesson, i);
      GtkWidget *button = g_object_new (GTK_TYPE_CHECK_BUTTON, "accessible-role", GTK_ACCESSIBLE_ROLE_RADIO, NULL);
      GtkWidget *label = gtk_label_new (text);

      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_check_button_set_child (GTK_CHECK_BUTTON (button), label);
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
      gtk_widget_set_tooltip_text (button, _("Choose what you expect; it is kept until the end of the lesson"));
      gtk_check_button_set_group (GTK_CHECK_BUTTON (button), first);
      first = first != NULL ? first : GTK_CHECK_BUTTON (button);
      g_signal_connect_object (button, "toggled", G_CALLBACK (prediction_toggled_cb), self, G_CONNECT_SWAPPED);
      gtk_box_append (self->predictions, button);
    }
}

static void
dh_lesson_panel_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  DhLessonPanel *self = DH_LESSON_PANEL (object);

  switch (prop_id)
    {
    case PROP_STAGE:
      g_value_set_uint (value, self->stage);
      break;
    case PROP_PREDICTION:
      g_value_set_int (value, self->prediction);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
dh_lesson_panel_dispose (GObject *object)
{
  DhLessonPanel *self = DH_LESSON_PANEL (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), DH_TYPE_LESSON_PANEL);
  g_clear_pointer (&self->lesson, dh_lesson_unref);
  G_OBJECT_CLASS (dh_lesson_panel_parent_class)->dispose (object);
}

static void
dh_lesson_panel_class_init (DhLessonPanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = dh_lesson_panel_get_property;
  object_class->dispose = dh_lesson_panel_dispose;

  props[PROP_STAGE] = g_param_spec_uint ("stage", NULL, NULL, 0, DH_LESSON_MAX_STEPS + 1, 0,
                                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_PREDICTION] = g_param_spec_int ("prediction", NULL, NULL, -1, DH_LESSON_MAX_PREDICTIONS - 1, -1,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_REGION);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/downhill/Downhill/dh-lesson-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, DhLessonPanel, box);
  gtk_widget_class_bind_template_child (widget_class, DhLessonPanel, title);
  gtk_widget_class_bind_template_child (widget_class, DhLessonPanel, place);
  gtk_widget_class_bind_template_child (widget_class, DhLessonPanel, progress);
  gtk_widget_class_bind_template_child (widget_class, DhLessonPanel, scrolled);
  gtk_widget_class_bind_template_child (widget_class, DhLessonPanel, text);
  gtk_widget_class_bind_template_child (widget_class, DhLessonPanel, predictions);
  gtk_widget_class_bind_template_child (widget_class, DhLessonPanel, feedback);
  gtk_widget_class_bind_template_child (widget_class, DhLessonPanel, again_button);
  gtk_widget_class_bind_template_child (widget_class, DhLessonPanel, next_button);
}

static void
dh_lesson_panel_init (DhLessonPanel *self)
{
  self->prediction = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
dh_lesson_panel_new (void)
{
  return g_object_new (DH_TYPE_LESSON_PANEL, NULL);
}

void
dh_lesson_panel_set_lesson (DhLessonPanel *self, DhLesson *lesson)
{
  g_return_if_fail (DH_IS_LESSON_PANEL (self));

  if (lesson != NULL)
    dh_lesson_ref (lesson);
  g_clear_pointer (&self->lesson, dh_lesson_unref);
  self->lesson = lesson;
  dh_lesson_panel_set_stage (self, 0);
  dh_lesson_panel_set_prediction (self, -1);
  fill_predictions (self);
  gtk_label_set_label (self->title, lesson != NULL ? dh_lesson_get_title (lesson) : "");
  update_stage (self);
}

DhLesson *
dh_lesson_panel_get_lesson (DhLessonPanel *self)
{
  g_return_val_if_fail (DH_IS_LESSON_PANEL (self), NULL);

  return self->lesson;
}

void
dh_lesson_panel_set_stage (DhLessonPanel *self, guint stage)
{
  g_return_if_fail (DH_IS_LESSON_PANEL (self));

  stage = MIN (stage, dh_lesson_panel_last_stage (self));
  if (stage == self->stage)
    return;
  self->stage = stage;
  update_stage (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STAGE]);
}

guint
dh_lesson_panel_get_stage (DhLessonPanel *self)
{
  g_return_val_if_fail (DH_IS_LESSON_PANEL (self), 0);

  return self->stage;
}

void
dh_lesson_panel_set_prediction (DhLessonPanel *self, int prediction)
{
  int n;

  g_return_if_fail (DH_IS_LESSON_PANEL (self));

  n = self->lesson != NULL ? (int) dh_lesson_n_predictions (self->lesson) : 0;
  prediction = CLAMP (prediction, -1, n - 1);
  if (prediction == self->prediction)
    return;
  self->prediction = prediction;
  update_predictions (self);
  update_stage (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PREDICTION]);
}

int
dh_lesson_panel_get_prediction (DhLessonPanel *self)
{
  g_return_val_if_fail (DH_IS_LESSON_PANEL (self), -1);

  return self->prediction;
}

void
dh_lesson_panel_focus (DhLessonPanel *self)
{
  GtkCheckButton *button;

  g_return_if_fail (DH_IS_LESSON_PANEL (self));

  button = self->stage == 0 ? prediction_button (self, MAX (self->prediction, 0)) : NULL;
  gtk_widget_grab_focus (button != NULL ? GTK_WIDGET (button) : GTK_WIDGET (self->next_button));
}
