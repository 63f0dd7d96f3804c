/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Lesson card: see the header. UI thread only. */
#include "config.h"

#include "dh-lesson-card.h"

#include <glib/gi18n-lib.h>

struct _DhLessonCard
{
  GtkWidget parent_instance;

  char *name;

  GtkWidget *button;
  GtkLabel *number;
  GtkLabel *title;
  GtkLabel *own;
  GtkImage *mark;
  GtkLabel *summary;
};

G_DEFINE_FINAL_TYPE (DhLessonCard, dh_lesson_card, GTK_TYPE_WIDGET)

static void
dh_lesson_card_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), DH_TYPE_LESSON_CARD);
  G_OBJECT_CLASS (dh_lesson_card_parent_class)->dispose (object);
}

static void
dh_lesson_card_finalize (GObject *object)
{
  g_free (DH_LESSON_CARD (object)->name);
  G_OBJECT_CLASS (dh_lesson_card_parent_class)->finalize (object);
}

static void
dh_lesson_card_class_init (DhLessonCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dh_lesson_card_dispose;
  object_class->finalize = dh_lesson_card_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/downhill/Downhill/dh-lesson-card.ui");
  gtk_widget_class_bind_template_child (widget_class, DhLessonCard, button);
  gtk_widget_class_bind_template_child (widget_class, DhLessonCard, number);
  gtk_widget_class_bind_template_child (widget_class, DhLessonCard, title);
  gtk_widget_class_bind_template_child (widget_class, DhLessonCard, own);
  gtk_widget_class_bind_template_child (widget_class, DhLessonCard, mark);
  gtk_widget_class_bind_template_child (widget_class, DhLessonCard, summary);
}

static void
dh_lesson_card_init (DhLessonCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
dh_lesson_card_new (void)
{
  return g_object_new (DH_TYPE_LESSON_CARD, NULL);
}

static void
set_mark (DhLessonCard *self, const char *icon, const char *tooltip)
{
  gtk_widget_set_visible (GTK_WIDGET (self->mark), icon != NULL);
  if (icon == NULL)
    return;
  gtk_image_set_from_icon_name (self->mark, icon);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->mark), tooltip);
}

void
dh_lesson_card_set (DhLessonCard *self, const DhLessonEntry *entry, gboolean done)
{
  const char *title, *summary;
  g_autofree char *number = NULL;
  g_autofree char *description = NULL;

  g_return_if_fail (DH_IS_LESSON_CARD (self));
  g_return_if_fail (entry != NULL);

  g_free (self->name);
  self->name = g_strdup (entry->name);
  title = entry->lesson != NULL ? dh_lesson_get_title (entry->lesson) : entry->name;
  summary = entry->lesson != NULL ? dh_lesson_get_summary (entry->lesson) : entry->error->message;
  if (entry->lesson != NULL && dh_lesson_get_number (entry->lesson) > 0)
    number = g_strdup_printf ("%u", dh_lesson_get_number (entry->lesson));
  gtk_label_set_label (self->number, number != NULL ? number : "");
  gtk_widget_set_visible (GTK_WIDGET (self->number), number != NULL);
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->summary, summary);
  gtk_widget_set_visible (GTK_WIDGET (self->own), entry->path != NULL);
  gtk_widget_set_tooltip_text (self->button, entry->path != NULL ? entry->path : _("Open this lesson"));
  if (entry->lesson == NULL)
    set_mark (self, "dialog-warning-symbolic", _("This file can’t be read"));
  else
    set_mark (self, done ? "object-select-symbolic" : NULL, _("You have walked through this lesson"));
  gtk_widget_set_sensitive (self->button, entry->lesson != NULL);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->button), "s", entry->name);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), entry->lesson != NULL ? "win.lesson-open" : NULL);
  /* Translators: what a screen reader adds to a lesson's summary. */
  description = done ? g_strdup_printf (_("%s Done."), summary) : g_strdup (summary);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
}

const char *
dh_lesson_card_get_name (DhLessonCard *self)
{
  g_return_val_if_fail (DH_IS_LESSON_CARD (self), NULL);

  return self->name;
}
