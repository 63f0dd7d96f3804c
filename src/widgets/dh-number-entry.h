/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Number entry: one number typed in the locale's form (and the C form with a point where that can't be
 * mistaken). A text that is not a number in the domain leaves the last good value in force, puts
 * the entry in an error state and says why in a line below it (and to assistive technology).
 *
 * Properties: "value" (double), "minimum", "maximum" (double, default -inf and inf), "minimum-open",
 * "maximum-open" (boolean: the end itself is refused), "whole" (boolean), "error" (string or NULL, read-only),
 * "width-chars" (int), "show-message" (boolean, TRUE: error line below), "label" (string: the name that assistive
 * technology reads; a GtkLabel whose mnemonic widget this is serves too).
 * Signal "changed-by-user" (after a good value was entered by typing + Enter or leaving, by Up/Down keys or scroll
 * when "step" > 0). Properties "step" (double, 0: none; for logarithmic: factor) and "logarithmic" (boolean). */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DH_TYPE_NUMBER_ENTRY (dh_number_entry_get_type ())
G_DECLARE_FINAL_TYPE (DhNumberEntry, dh_number_entry, DH, NUMBER_ENTRY, GtkWidget)

GtkWidget  *dh_number_entry_new        (void) G_GNUC_WARN_UNUSED_RESULT;
/* By program: no signal "changed-by-user". */
void        dh_number_entry_set_value  (DhNumberEntry *self, double value);
double      dh_number_entry_get_value  (DhNumberEntry *self);
/* What was typed and refused, or not taken over yet, gives way to the value: it was meant for something else. */
void        dh_number_entry_give_up    (DhNumberEntry *self);
void        dh_number_entry_set_domain (DhNumberEntry *self, double minimum, gboolean minimum_open,
                                        double maximum, gboolean maximum_open);
const char *dh_number_entry_get_error  (DhNumberEntry *self);
/* An error from outside (a validation of the whole experiment), shown at this control; NULL clears. */
void        dh_number_entry_set_error  (DhNumberEntry *self, const char *message);

typedef enum
{
  DH_NUMBER_ENTRY_ERROR_TEXT,   /* not a number, or ambiguous */
  DH_NUMBER_ENTRY_ERROR_DOMAIN, /* a number outside the domain */
} DhNumberEntryError;

#define DH_NUMBER_ENTRY_ERROR (dh_number_entry_error_quark ())
GQuark      dh_number_entry_error_quark (void);

/* Pure, for tests: reads text by the decimal point of the locale ("," or ".") or the C form.
 * Thousands separators are refused with a message, not guessed. */
gboolean    dh_number_parse_local      (const char *text, const char *decimal_point, double *value, GError **error);
char       *dh_number_format_local     (double value, const char *decimal_point);

G_END_DECLS
