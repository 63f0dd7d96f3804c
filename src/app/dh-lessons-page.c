/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Lessons page: see the header. UI thread only. */
#include "config.h"

#include "dh-lessons-page.h"

#include "dh-lesson-card.h"

#include <glib/gi18n-lib.h>

struct _DhLessonsPage
{
  GtkWidget parent_instance;

  GPtrArray *list; /* of DhLessonEntry; NULL: not yet read */
  GStrv done;

  GtkWidget *scrolled;
  GtkWidget *resume;
  GtkLabel *resume_label;
  GtkFlowBox *cards;
  GtkLabel *folder;
};

G_DEFINE_FINAL_TYPE (DhLessonsPage, dh_lessons_page, GTK_TYPE_WIDGET)

static gboolean
is_done (DhLessonsPage *self, const char *name)
{
  return self->done != NULL && g_strv_contains ((const char *const *) self->done, name);
}

static DhLessonCard *
card_at (DhLessonsPage *self, guint index)
{
  GtkFlowBoxChild *child = gtk_flow_box_get_child_at_index (self->cards, (int) index);

  return child != NULL ? DH_LESSON_CARD (gtk_flow_box_child_get_child (child)) : NULL;
}

/* Cards stay where they are, so that the focus does. */
static void
update_cards (DhLessonsPage *self)
{
  GtkFlowBoxChild *extra;

  if (self->list == NULL)
    return;
  for (guint i = 0; i < self->list->len; i++)
    {
      const DhLessonEntry *entry = g_ptr_array_index (self->list, i);
      DhLessonCard *card = card_at (self, i);

      if (card == NULL)
        {
          GtkWidget *place;

          card = DH_LESSON_CARD (dh_lesson_card_new ());
          gtk_flow_box_append (self->cards, GTK_WIDGET (card));
          /* The button within is what has the focus. */
          place = gtk_widget_get_parent (GTK_WIDGET (card));
          gtk_widget_set_focusable (place, FALSE);
        }
      dh_lesson_card_set (card, entry, is_done (self, entry->name));
    }
  while ((extra = gtk_flow_box_get_child_at_index (self->cards, (int) self->list->len)) != NULL)
    gtk_flow_box_remove (self->cards, GTK_WIDGET (extra));
}

static void
read_list (DhLessonsPage *self)
{
  g_clear_pointer (&self->list, g_ptr_array_unref);
  self->list = dh_lesson_list (NULL);
}

static void
dh_lessons_page_map (GtkWidget *widget)
{
  DhLessonsPage *self = DH_LESSONS_PAGE (widget);

  read_list (self);
  update_cards (self);
  GTK_WIDGET_CLASS (dh_lessons_page_parent_class)->map (widget);
}

static void
dh_lessons_page_dispose (GObject *object)
{
  DhLessonsPage *self = DH_LESSONS_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), DH_TYPE_LESSONS_PAGE);
  g_clear_pointer (&self->list, g_ptr_array_unref);
  g_clear_pointer (&self->done, g_strfreev);
  G_OBJECT_CLASS (dh_lessons_page_parent_class)->dispose (object);
}

static void
dh_lessons_page_class_init (DhLessonsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dh_lessons_page_dispose;
  widget_class->map = dh_lessons_page_map;

  g_type_ensure (DH_TYPE_LESSON_CARD);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_REGION);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/downhill/Downhill/dh-lessons-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DhLessonsPage, scrolled);
  gtk_widget_class_bind_template_child (widget_class, DhLessonsPage, resume);
  gtk_widget_class_bind_template_child (widget_class, DhLessonsPage, resume_label);
  gtk_widget_class_bind_template_child (widget_class, DhLessonsPage, cards);
  gtk_widget_class_bind_template_child (widget_class, DhLessonsPage, folder);
}

static void
dh_lessons_page_init (DhLessonsPage *self)
{
  g_autofree char *folder = dh_lesson_folder ();
  g_autofree char *display = g_filename_display_name (folder);
  g_autofree char *text = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  text = g_strdup_printf (_("Lessons of your own: files NAME.lesson in %s"), display);
  gtk_label_set_label (self->folder, text);
}

GtkWidget *
dh_lessons_page_new (void)
{
  return g_object_new (DH_TYPE_LESSONS_PAGE, NULL);
}

GPtrArray *
dh_lessons_page_get_list (DhLessonsPage *self)
{
  g_return_val_if_fail (DH_IS_LESSONS_PAGE (self), NULL);

  if (self->list == NULL)
    read_list (self);
  return self->list;
}

void
dh_lessons_page_set_done (DhLessonsPage *self, const char *const *done)
{
  g_return_if_fail (DH_IS_LESSONS_PAGE (self));

  g_strfreev (self->done);
  self->done = g_strdupv ((GStrv) done);
  update_cards (self);
}

void
dh_lessons_page_set_resume (DhLessonsPage *self, const char *text)
{
  g_return_if_fail (DH_IS_LESSONS_PAGE (self));

  gtk_label_set_label (self->resume_label, text != NULL ? text : "");
  gtk_widget_set_visible (self->resume, text != NULL);
}
