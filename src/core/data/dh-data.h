/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Data: an ordered list of rows (x, y), where it came from, and how to make it again.
 * Immutable once made, shared between threads by reference. numerics.md section 1. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DH_DATA_MAX_ROWS 10000000

typedef enum
{
  DH_DATA_WORKBOOK, /* the 29 rows of the gradient descent workbook */
  DH_DATA_RANGE,    /* evenly spaced x, y from the target */
  DH_DATA_RANDOM,   /* uniform x, y from the target */
  DH_DATA_FILE,     /* rows read from spec.path */
  DH_DATA_PASTED,   /* rows that the user pasted */
  DH_DATA_N_SOURCES,
} DhDataSource;

typedef enum
{
  DH_TARGET_LINE,     /* slope 2, intercept 30:           p0*x + p1 */
  DH_TARGET_PARABOLA, /* a 0.01, b 30:                    p0*x^2 + p1 */
  DH_TARGET_SINE,     /* amplitude 50, offset 100, period 100: p0*sin(2 pi x/p2) + p1 */
  DH_TARGET_STEP,     /* height 100, offset 30, at 50:    x < p2 ? p1 : p1 + p0 */
  DH_TARGET_ABS,      /* slope 2, offset 30, centre 50:   p0*|x - p2| + p1 */
  DH_TARGET_N_KINDS,
} DhTargetKind;

#define DH_TARGET_MAX_PARAMS 3

typedef struct
{
  DhTargetKind kind;
  double param[DH_TARGET_MAX_PARAMS];
} DhTarget;

typedef struct
{
  const char *id;                            /* "line" */
  const char *label;                         /* untranslated N_("Line") */
  guint n_params;
  const char *param_id[DH_TARGET_MAX_PARAMS];    /* "slope" */
  const char *param_label[DH_TARGET_MAX_PARAMS]; /* N_("Slope") */
  double param_default[DH_TARGET_MAX_PARAMS];
} DhTargetInfo;

typedef struct
{
  DhDataSource source;
  double start, stop, step;   /* range: -80, 120, 10 */
  guint64 count;              /* random: 29 */
  double low, high;           /* random: 1, 100 */
  gboolean integers;          /* random: TRUE */
  guint64 seed;               /* random: 0 */
  DhTarget target;            /* range and random */
  double noise_sd;            /* range and random: 0 */
  guint64 noise_seed;
  char *path;                 /* file: as the user gave it; otherwise NULL */
} DhDataSpec;

const DhTargetInfo *dh_target_info      (DhTargetKind kind);
void        dh_target_init              (DhTarget *target, DhTargetKind kind);
double      dh_target_value             (const DhTarget *target, double x);
gboolean    dh_target_parse             (const char *text, DhTarget *target, GError **error);
char       *dh_target_to_string         (const DhTarget *target); /* "line:2:30" */

void        dh_data_spec_init           (DhDataSpec *spec); /* workbook, defaults elsewhere */
void        dh_data_spec_clear          (DhDataSpec *spec);
void        dh_data_spec_copy           (const DhDataSpec *from, DhDataSpec *to); /* @to uninitialised */
gboolean    dh_data_spec_equal          (const DhDataSpec *a, const DhDataSpec *b);
/* "workbook", "range:START:STOP:STEP", "random:COUNT:LOW:HIGH:SEED[:real]"; sets only the
 * fields of that source. Anything else is taken for a path by the caller (no colon prefix
 * match: returns FALSE with DH_ERROR_PARSE only when the prefix is one of these). */
gboolean    dh_data_spec_is_generated   (const char *text);
gboolean    dh_data_spec_parse          (const char *text, DhDataSpec *spec, GError **error);
char       *dh_data_spec_to_string      (const DhDataSpec *spec);
gboolean    dh_data_spec_validate       (const DhDataSpec *spec, GError **error);

typedef struct _DhData DhData;

/* Makes the rows of a workbook, range or random source. */
DhData       *dh_data_new_generated (const DhDataSpec *spec, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Copies rows of a file or pasted source; refuses non-finite values and row counts
 * outside [1, DH_DATA_MAX_ROWS], naming the first bad row (1-based). */
DhData       *dh_data_new_rows      (const DhDataSpec *spec, const double *x, const double *y,
                                     gsize n, GError **error) G_GNUC_WARN_UNUSED_RESULT;
DhData       *dh_data_ref           (DhData *data);
void          dh_data_unref         (DhData *data);
const DhDataSpec *dh_data_get_spec  (const DhData *data);
gsize         dh_data_get_n_rows    (const DhData *data);
const double *dh_data_get_x         (const DhData *data); /* n_rows values */
const double *dh_data_get_y         (const DhData *data);
/* The same rows, bit for bit (the spec may differ). */
gboolean      dh_data_equal_rows    (const DhData *a, const DhData *b);
/* FNV-1a over the bytes of x then y; identifies rows that a file only names by path. */
guint64       dh_data_checksum      (const DhData *data);
/* Least-squares line over the rows; FALSE when all x are equal. */
gboolean      dh_data_least_squares (const DhData *data, double *slope, double *intercept);
/* As above, with a look at @cancel (atomic, may be NULL) at least every 100 us; FALSE when it is raised. */
gboolean      dh_data_least_squares_within (const DhData *data, const gint *cancel, double *slope,
                                            double *intercept);
/* A short description for people: "Workbook, 29 rows". Translated. */
char         *dh_data_describe      (const DhData *data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhData, dh_data_unref)

G_END_DECLS
