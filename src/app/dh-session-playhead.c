/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Session, playhead: where in the history the user looks. As in a video player: it stays at its step
 * when runs are recomputed, follows the end when it was there, and waits at the edge of
 * what is computed. */
#include "dh-session-private.h"

/* Speed 1. */
#define STEPS_A_SECOND 10.0
/* A frame that took longer (the window was hidden, the machine slept) does not make it leap. */
#define LONGEST_FRAME (G_USEC_PER_SEC / 4)

/* Shows the wanted step, or the nearest that is computed. */
void
dh_session_place_playhead (DhSession *self)
{
  guint64 playhead = MIN (self->at_end ? self->total_steps : self->wanted, self->computed_steps);

  if (playhead == self->playhead)
    return;
  self->playhead = playhead;
  dh_session_notify (self, DH_SESSION_PROP_PLAYHEAD);
}

guint64
dh_session_get_playhead (DhSession *self)
{
  g_return_val_if_fail (DH_IS_SESSION (self), 0);

  return self->playhead;
}

/* The end is a place of its own only once it is there; until then a step is a step. */
void
dh_session_set_playhead (DhSession *self, guint64 step)
{
  g_return_if_fail (DH_IS_SESSION (self));

  self->wanted = MIN (step, self->total_steps);
  self->at_end = step >= self->total_steps;
  self->play_position = (double) self->wanted;
  dh_session_end_merge (self);
  dh_session_place_playhead (self);
  dh_session_queue_autosave (self);
}

/* What there is of the runs so far says nothing about how long they will be. */
void
dh_session_go_to (DhSession *self, guint64 step)
{
  g_return_if_fail (DH_IS_SESSION (self));

  self->wanted = step;
  self->at_end = FALSE;
  self->play_position = (double) step;
  dh_session_end_merge (self);
  dh_session_place_playhead (self);
  dh_session_queue_autosave (self);
}

void
dh_session_go_end (DhSession *self)
{
  g_return_if_fail (DH_IS_SESSION (self));

  dh_session_set_playhead (self, G_MAXUINT64);
}

guint64
dh_session_get_total_steps (DhSession *self)
{
  g_return_val_if_fail (DH_IS_SESSION (self), 0);

  return self->total_steps;
}

guint64
dh_session_get_computed_steps (DhSession *self)
{
  g_return_val_if_fail (DH_IS_SESSION (self), 0);

  return self->computed_steps;
}

void
dh_session_set_span (DhSession *self, guint64 span)
{
  g_return_if_fail (DH_IS_SESSION (self));

  if (span == self->span)
    return;
  self->span = span;
  g_object_freeze_notify (G_OBJECT (self));
  dh_session_notify (self, DH_SESSION_PROP_SPAN);
  dh_session_update_steps (self);
  g_object_thaw_notify (G_OBJECT (self));
}

guint64
dh_session_get_span (DhSession *self)
{
  g_return_val_if_fail (DH_IS_SESSION (self), 0);

  return self->span;
}

guint64
dh_session_get_epoch_steps (DhSession *self)
{
  DhRun *run;

  g_return_val_if_fail (DH_IS_SESSION (self), 1);

  run = dh_session_get_run (self);
  if (run == NULL)
    return 1;
  return MAX (1, dh_run_steps_per_epoch (
                   run, dh_data_get_n_rows (dh_experiment_get_data (self->experiment))));
}

gboolean
dh_session_get_playing (DhSession *self)
{
  g_return_val_if_fail (DH_IS_SESSION (self), FALSE);

  return self->playing;
}

/* At the end, playing starts again from the beginning. */
void
dh_session_set_playing (DhSession *self, gboolean playing)
{
  g_return_if_fail (DH_IS_SESSION (self));

  if (playing == self->playing)
    return;
  if (playing)
    {
      dh_session_set_playhead (self, self->playhead >= self->total_steps ? 0 : self->playhead);
      self->last_frame = 0;
    }
  self->playing = playing;
  dh_session_notify (self, DH_SESSION_PROP_PLAYING);
}

void
dh_session_step (DhSession *self, int steps)
{
  guint64 distance = (guint64) ABS ((gint64) steps);

  g_return_if_fail (DH_IS_SESSION (self));

  dh_session_set_playing (self, FALSE);
  if (steps < 0)
    dh_session_set_playhead (self, self->playhead - MIN (self->playhead, distance));
  else
    dh_session_set_playhead (self, MIN (self->playhead + distance, self->computed_steps));
}

/* To the ends of epochs: from the middle of one, back goes to where it began. */
void
dh_session_step_epoch (DhSession *self, int epochs)
{
  guint64 distance = (guint64) ABS ((gint64) epochs);
  guint64 length, epoch;

  g_return_if_fail (DH_IS_SESSION (self));

  length = dh_session_get_epoch_steps (self);
  epoch = self->playhead / length;
  dh_session_set_playing (self, FALSE);
  if (epochs < 0)
    {
      if (self->playhead % length != 0)
        epoch++;
      dh_session_set_playhead (self, (epoch - MIN (epoch, distance)) * length);
    }
  else
    dh_session_set_playhead (self, MIN ((epoch + distance) * length, self->computed_steps));
}

void
dh_session_tick (DhSession *self, gint64 frame_time)
{
  gint64 elapsed;

  g_return_if_fail (DH_IS_SESSION (self));

  if (!self->playing)
    return;
  elapsed = self->last_frame == 0 ? 0 : CLAMP (frame_time - self->last_frame, 0, LONGEST_FRAME);
  self->last_frame = frame_time;
  self->play_position += STEPS_A_SECOND * self->speed * (double) elapsed / G_USEC_PER_SEC;
  if (self->play_position < (double) self->computed_steps)
    self->wanted = (guint64) self->play_position;
  else
    {
      /* At the edge it waits for more, at the end it stops. */
      self->wanted = self->computed_steps;
      self->play_position = (double) self->computed_steps;
    }
  dh_session_place_playhead (self);
  if (self->wanted >= self->total_steps)
    {
      self->at_end = TRUE;
      dh_session_set_playing (self, FALSE);
    }
}
