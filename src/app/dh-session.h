/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Session: the state of one window, without widgets: the experiment with its undo stack, the engine and the histories,
 * the playhead and its player, the selected run, the file. Everything that the user does goes through here; the
 * window's widgets follow properties and signals. UI thread only.
 *
 * Properties (all notify once per real change):
 *  "experiment"   (boxed DH_TYPE_EXPERIMENT) the value in force
 *  "selected-run" (uint64) id of the run that the sidebar edits
 *  "playhead"     (uint64) steps done at the place looked at
 *  "total-steps"  (uint64, read-only) longest visible run; "computed-steps" (uint64, read-only) of it so far
 *  "span"         (uint64) a page that shows something else than runs has the playhead go to here; 0: the runs' length
 *  "playing"      (boolean), "speed" (double, steps a second is 10 * speed; 0.1 … 1000)
 *  "from-here"    (boolean) a turned learning rate applies from the playhead on
 *  "file"         (object GFile or NULL), "modified" (boolean, read-only), "title" (string, read-only)
 *  "computing"    (boolean, read-only), "paused" (boolean) the engine
 *  "stopped"      (boolean, read-only) the user cancelled, and dh_session_resume() would go on
 *  "can-undo", "can-redo" (boolean, read-only), "undo-label", "redo-label" (string, read-only)
 *  "crosshair"    (double, step value shared by charts; NaN none)
 * Signals: "histories-changed" (at most once a frame while histories grow or are replaced), "message" (string text,
 * string action label or NULL, string detailed action or NULL: for the banner), "run-failed" (uint64 id, string text),
 * "events-ready" (the engine has something: call dh_session_drain() in the next frame's update phase; the session does
 * it by itself when nobody listens or the window's frame clock rests). */
#pragma once

#include <gio/gio.h>

#include "dh-engine.h"
#include "dh-chart-builder.h"
#include "dh-experiment-file.h"

G_BEGIN_DECLS

#define DH_TYPE_EXPERIMENT (dh_experiment_get_type ())
GType dh_experiment_get_type (void);

#define DH_TYPE_SESSION (dh_session_get_type ())
G_DECLARE_FINAL_TYPE (DhSession, dh_session, DH, SESSION, GObject)

DhSession    *dh_session_new             (void) G_GNUC_WARN_UNUSED_RESULT; /* on dh_experiment_new_first() */

/* The experiment. */
DhExperiment *dh_session_get_experiment  (DhSession *self); /* transfer none */
/* Puts a new value in force if it validates; otherwise nothing changes and @error says why. @label names the
 * change for undo (translated); changes with the same non-NULL @merge_key within a drag (until dh_session_end_merge()
 * or another key) become one undo step. */
gboolean      dh_session_apply           (DhSession *self, DhExperiment *experiment, const char *label,
                                          const char *merge_key, GError **error);
void          dh_session_end_merge       (DhSession *self);
/* The selected run (transfer none) and the usual change: copy it, edit the copy, apply. */
DhRun        *dh_session_get_run         (DhSession *self);
gboolean      dh_session_apply_run       (DhSession *self, DhRun *run, const char *label,
                                          const char *merge_key, GError **error);
/* Learning rate of the selected run, by "from-here": the whole run or an intervention at the playhead. */
gboolean      dh_session_apply_lr        (DhSession *self, double lr, gboolean dragging, GError **error);
/* The step from which a rate turned now would hold: after the playhead, in the middle of a drag where the drag
 * began to apply. 0: the whole run. */
guint64       dh_session_get_from_here_step (DhSession *self);
gboolean      dh_session_apply_view      (DhSession *self, guint index, const DhView *view,
                                          const char *label, GError **error);
void          dh_session_undo            (DhSession *self);
void          dh_session_redo            (DhSession *self);

guint64       dh_session_get_selected    (DhSession *self);
void          dh_session_set_selected    (DhSession *self, guint64 run_id);

/* Histories: transfer none; NULL while there is none. */
DhHistory    *dh_session_get_history     (DhSession *self, guint64 run_id);
/* Why the run could not start (translated); NULL: no such thing. */
const char   *dh_session_get_run_error   (DhSession *self, guint64 run_id);
/* Takes what the engine has told, for at most some 4 ms; TRUE when there is more. */
gboolean      dh_session_drain           (DhSession *self);
/* Valid until the next return to the main loop. */
void          dh_session_chart_context   (DhSession *self, DhChartContext *context);

/* Playhead. */
guint64       dh_session_get_playhead    (DhSession *self);
void          dh_session_set_playhead    (DhSession *self, guint64 step);
/* The same for an experiment that has just been put in force and is not yet computed: goes there as soon as it
 * is, or to the end of runs that turn out to be shorter. */
void          dh_session_go_to           (DhSession *self, guint64 step);
guint64       dh_session_get_total_steps (DhSession *self);
guint64       dh_session_get_computed_steps (DhSession *self);
guint64       dh_session_get_epoch_steps (DhSession *self); /* steps an epoch of the selected run */
/* "total-steps" and "computed-steps" are @span while it is above 0: a made-up signal has its own length. */
void          dh_session_set_span        (DhSession *self, guint64 span);
guint64       dh_session_get_span        (DhSession *self);
void          dh_session_go_end          (DhSession *self); /* and stays at the end while it grows */
void          dh_session_set_playing     (DhSession *self, gboolean playing);
gboolean      dh_session_get_playing     (DhSession *self);
void          dh_session_step            (DhSession *self, int steps);
void          dh_session_step_epoch      (DhSession *self, int epochs);
void          dh_session_tick            (DhSession *self, gint64 frame_time); /* from the window's frame clock */

/* Engine. */
void          dh_session_set_paused      (DhSession *self, gboolean paused);
gboolean      dh_session_get_paused      (DhSession *self);
gboolean      dh_session_get_computing   (DhSession *self);
void          dh_session_cancel          (DhSession *self);
void          dh_session_resume          (DhSession *self); /* after pause and after cancel */

/* Files. dh_session_load_* put a whole new experiment in force with a fresh undo stack. */
gboolean      dh_session_load            (DhSession *self, GFile *file, GError **error);
void          dh_session_load_experiment (DhSession *self, DhExperiment *experiment);
/* What dh_session_load() does once the file has been read (on whatever thread). Takes @extras' contents. */
void          dh_session_load_finished   (DhSession *self, GFile *file, DhExperiment *experiment,
                                          DhFileExtras *extras);
gboolean      dh_session_save            (DhSession *self, GFile *file, GError **error);
/* What is in force needs no saving: it can be had again from where it came. Undo goes back all the same. */
void          dh_session_set_unmodified  (DhSession *self);
GFile        *dh_session_get_file        (DhSession *self);
gboolean      dh_session_get_modified    (DhSession *self);
/* Autosave: writes the session's state (experiment, file, playhead, …) beside-and-rename under the user's state
 * directory; restore returns FALSE when there is nothing to come back to. */
gboolean      dh_session_autosave        (DhSession *self, GError **error);
gboolean      dh_session_restore         (DhSession *self, GError **error);
/* After a clean end: nothing to come back to. */
void          dh_session_forget_autosave (DhSession *self);

G_END_DECLS
