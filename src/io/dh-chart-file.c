/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Chart files: drawn into memory, then written beside the old file and renamed, so that a full disk
 * leaves what was there. The same plots give the same bytes. Any thread, no display. */
#include "dh-chart-file.h"

#include "dh-error.h"
#include "dh-file.h"
#include "dh-text.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define LEAST_SIDE    48.0
#define LARGEST_SCALE 4.0
#define CAPTION_GAP   6.0

static const struct
{
  const char *extension;
} formats[DH_CHART_N_FORMATS] = {
  [DH_CHART_PNG] = { ".png" },
  [DH_CHART_SVG] = { ".svg" },
  [DH_CHART_PDF] = { ".pdf" },
};

void
dh_chart_file_options_init (DhChartFileOptions *options, DhChartFormat format)
{
  g_return_if_fail (options != NULL);

  *options = (DhChartFileOptions) { .format = format, .width = 800.0, .height = 500.0, .scale = 1.0 };
}

gboolean
dh_chart_format_from_path (const char *path, DhChartFormat *format, GError **error)
{
  g_autofree char *display = NULL, *lower = NULL;

  g_return_val_if_fail (path != NULL && format != NULL, FALSE);

  lower = g_ascii_strdown (path, -1);
  for (guint i = 0; i < DH_CHART_N_FORMATS; i++)
    if (g_str_has_suffix (lower, formats[i].extension))
      {
        *format = (DhChartFormat) i;
        return TRUE;
      }
  display = dh_file_display (path);
  g_set_error (error, DH_ERROR, DH_ERROR_INVALID,
               _("%s: the name does not say what kind of picture to write: end it with .png, .svg "
                 "or .pdf."), display);
  return FALSE;
}

void
dh_chart_grid (guint n, guint *columns, guint *rows)
{
  guint c = n <= 2 ? 1 : n <= 4 ? 2 : n <= 6 ? 3 : (guint) ceil (sqrt (n));

  /* Two charts stand above each other: x is the long direction. */
  c = n == 3 ? 1 : c;
  if (columns)
    *columns = c;
  if (rows)
    *rows = n == 0 ? 1 : (n + c - 1) / c;
}

static gboolean
check_options (guint n, const DhChartFileOptions *options, GError **error)
{
  double scale = options->format == DH_CHART_PNG ? options->scale : 1.0;

  if (n == 0)
    {
      g_set_error (error, DH_ERROR, DH_ERROR_INVALID,
                   _("There is no chart to write: add a chart first."));
      return FALSE;
    }
  if (!(scale >= 1.0 && scale <= LARGEST_SCALE))
    {
      g_set_error (error, DH_ERROR, DH_ERROR_INVALID,
                   _("The scale of a picture must lie between 1 and 4."));
      return FALSE;
    }
  if (!(options->width >= LEAST_SIDE && options->height >= LEAST_SIDE))
    {
      g_set_error (error, DH_ERROR, DH_ERROR_INVALID,
                   _("The picture is too small: give it at least %d × %d."), (int) LEAST_SIDE,
                   (int) LEAST_SIDE);
      return FALSE;
    }
  if (!(options->width * scale <= DH_CHART_MAX_SIDE && options->height * scale <= DH_CHART_MAX_SIDE))
    {
      g_set_error (error, DH_ERROR, DH_ERROR_LIMIT,
                   _("The picture is too large: a side may have at most %d pixels. "
                     "Choose a smaller size or scale."), DH_CHART_MAX_SIDE);
      return FALSE;
    }
  return TRUE;
}

/* One caption for the whole sheet when all charts have the same. */
static const char *
common_caption (DhPlot *const *plots, guint n)
{
  for (guint i = 1; i < n; i++)
    if (g_strcmp0 (plots[i]->caption, plots[0]->caption) != 0)
      return NULL;
  return n > 1 && plots[0]->caption && *plots[0]->caption ? plots[0]->caption : NULL;
}

static double
paint_caption (const char *caption, const DhChartFileOptions *options, cairo_t *cr)
{
  const DhRgba *dim = &dh_theme_default (options->dark)->dim;
  double height, most = options->width - 20.0;
  DhText text;

  dh_text_init (&text, NULL, 1.0);
  dh_text_measure (&text, DH_FONT_SMALL, caption, most, 2, NULL, &height);
  cairo_set_source_rgba (cr, dim->red, dim->green, dim->blue, dim->alpha);
  dh_text_draw (&text, cr, DH_FONT_SMALL, caption, most, 2, 10.0,
                options->height - height - CAPTION_GAP);
  dh_text_clear (&text);
  return height + 2.0 * CAPTION_GAP;
}

static void
paint_sheet (DhPlot *const *plots, guint n, const DhChartFileOptions *options, double scale,
             cairo_t *cr)
{
  const DhTheme *theme = dh_theme_default (options->dark);
  const char *caption = common_caption (plots, n);
  double height = options->height;
  guint columns, rows;

  cairo_set_source_rgb (cr, theme->background.red, theme->background.green, theme->background.blue);
  cairo_paint (cr);
  if (caption && height > 4.0 * LEAST_SIDE)
    height -= paint_caption (caption, options, cr);

  dh_chart_grid (n, &columns, &rows);
  if (options->columns > 0)
    {
      columns = MIN (options->columns, n);
      rows = (n + columns - 1) / columns;
    }
  for (guint i = 0; i < n; i++)
    {
      /* Whole pixels: hairlines stay sharp in every cell. */
      double left = round (options->width * (i % columns) / columns);
      double right = round (options->width * (i % columns + 1) / columns);
      double top = round (height * (i / columns) / rows);
      double bottom = round (height * (i / columns + 1) / rows);
      g_autoptr(DhLayout) layout = NULL;
      DhLayoutOptions layout_options;

      dh_layout_options_init (&layout_options, right - left, bottom - top);
      layout_options.scale = scale;
      layout_options.theme = *theme;
      layout_options.show_caption = caption == NULL;
      layout_options.decimal_point = options->decimal_point;
      if (options->zooms)
        layout_options.zoom = options->zooms[i];
      layout = dh_layout_new (plots[i], &layout_options);
      cairo_save (cr);
      cairo_translate (cr, left, top);
      cairo_rectangle (cr, 0.0, 0.0, right - left, bottom - top);
      cairo_clip (cr);
      dh_layout_paint (layout, cr);
      cairo_restore (cr);
    }
}

cairo_surface_t *
dh_chart_render (DhPlot *const *plots, guint n, const DhChartFileOptions *options)
{
  DhChartFileOptions as_png;
  cairo_surface_t *surface;
  cairo_t *cr;

  g_return_val_if_fail (plots != NULL && options != NULL, NULL);

  as_png = *options;
  as_png.format = DH_CHART_PNG;
  if (!check_options (n, &as_png, NULL))
    return NULL;
  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) ceil (options->width * options->scale),
                                        (int) ceil (options->height * options->scale));
  cr = cairo_create (surface);
  cairo_scale (cr, options->scale, options->scale);
  paint_sheet (plots, n, options, options->scale, cr);
  cairo_destroy (cr);
  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    g_clear_pointer (&surface, cairo_surface_destroy);
  return surface;
}

static cairo_status_t
append_bytes (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

/* Cairo numbers its surfaces through the life of the process, and SVG shows the number. */
static void
normalise_svg (GByteArray *bytes)
{
  g_autoptr(GRegex) regex = g_regex_new ("\\bsurface[0-9]+", 0, 0, NULL);
  g_autofree char *text = g_strndup ((const char *) bytes->data, bytes->len);
  g_autofree char *same = g_regex_replace_literal (regex, text, -1, 0, "chart", 0, NULL);

  if (!same)
    return;
  g_byte_array_set_size (bytes, 0);
  g_byte_array_append (bytes, (const guint8 *) same, (guint) strlen (same));
}

static cairo_status_t
draw_vector (DhPlot *const *plots, guint n, const DhChartFileOptions *options, GByteArray *bytes)
{
  gboolean pdf = options->format == DH_CHART_PDF;
  cairo_surface_t *surface;
  cairo_status_t status;
  cairo_t *cr;

  if (pdf)
    {
      surface = cairo_pdf_surface_create_for_stream (append_bytes, bytes, options->width, options->height);
      if (plots[0]->title)
        cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, plots[0]->title);
      cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Downhill");
      /* The clock must not decide the bytes; Cairo cannot leave the date out. */
      cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, "2000-01-01T00:00:00Z");
    }
  else
    {
      surface = cairo_svg_surface_create_for_stream (append_bytes, bytes, options->width, options->height);
      cairo_svg_surface_set_document_unit (surface, CAIRO_SVG_UNIT_PX);
    }
  cr = cairo_create (surface);
  /* Hairlines and decimation as on a fine screen. */
  paint_sheet (plots, n, options, 2.0, cr);
  cairo_show_page (cr);
  status = cairo_status (cr);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (status == CAIRO_STATUS_SUCCESS && !pdf)
    normalise_svg (bytes);
  return status;
}

static cairo_status_t
draw_image (DhPlot *const *plots, guint n, const DhChartFileOptions *options, GByteArray *bytes)
{
  cairo_surface_t *surface = dh_chart_render (plots, n, options);
  cairo_status_t status;

  if (!surface)
    return CAIRO_STATUS_NO_MEMORY;
  status = cairo_surface_write_to_png_stream (surface, append_bytes, bytes);
  cairo_surface_destroy (surface);
  return status;
}

gboolean
dh_chart_file_write (DhPlot *const *plots, guint n, const char *path,
                     const DhChartFileOptions *options, GError **error)
{
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  g_autoptr(GError) cause = NULL;
  g_autofree char *display = NULL;
  cairo_status_t status;

  g_return_val_if_fail ((plots != NULL || n == 0) && path != NULL && options != NULL, FALSE);
  g_return_val_if_fail (options->format < DH_CHART_N_FORMATS, FALSE);

  if (!check_options (n, options, error))
    return FALSE;
  status = options->format == DH_CHART_PNG ? draw_image (plots, n, options, bytes)
                                           : draw_vector (plots, n, options, bytes);
  if (status != CAIRO_STATUS_SUCCESS)
    {
      display = dh_file_display (path);
      g_set_error (error, DH_ERROR, DH_ERROR_LIMIT,
                   _("%s: the chart could not be drawn: %s. Choose a smaller size or scale."),
                   display, cairo_status_to_string (status));
      return FALSE;
    }
  if (!g_file_set_contents_full (path, (const char *) bytes->data, (gssize) bytes->len,
                                 G_FILE_SET_CONTENTS_CONSISTENT, 0666, &cause))
    {
      display = dh_file_display (path);
      g_set_error (error, DH_ERROR, DH_ERROR_IO,
                   _("%s: the chart could not be written: %s. Choose another place, or make room there."),
                   display, cause->message);
      return FALSE;
    }
  return TRUE;
}
