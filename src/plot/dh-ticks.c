/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Ticks: a pure function of scale and room, any thread. Values are whole multiples of a step and
 * labels are written from those whole numbers, so that 0.1 + 0.2 never shows. */
#include "dh-ticks.h"

#include "dh-format.h"

#include <math.h>

/* Labels reach from 0.001 to 99 999 before they share an exponent. */
#define PLAIN_LEAST    -3
#define PLAIN_GREATEST  5
#define MAX_MINORS      120
/* Where a value computed by log10 and division counts as a whole one. */
#define NEARLY          1e-9

static double
power_of_ten (int exponent)
{
  return pow (10.0, exponent);
}

/* whole × 10^power, correctly rounded for the powers that charts have. */
static double
times_power (double whole, int power)
{
  return power < 0 && power >= -300 ? whole / power_of_ten (-power) : whole * power_of_ten (power);
}

static void
add_tick (GArray *array, const DhScale *scale, double value, char *label)
{
  DhTick tick = { value, dh_scale_to_unit (scale, value), label == NULL, label };

  g_array_append_val (array, tick);
}

static int
by_unit (gconstpointer a, gconstpointer b)
{
  const DhTick *one = a, *other = b;

  return one->unit < other->unit ? -1 : one->unit > other->unit;
}

static void
finish (DhTicks *ticks, GArray *array, int exponent)
{
  g_array_sort (array, by_unit);
  ticks->n = array->len;
  ticks->exponent = exponent;
  ticks->tick = (DhTick *) (gpointer) g_array_free (array, FALSE);
}

/* Least exponent whose greatest label is below 10; 0 while labels are short as they are, and
 * where whole numbers are shorter than the decimals that an exponent would need. */
static int
shared_exponent (double greatest, int power)
{
  int exponent = (int) floor (log10 (greatest * (1.0 - NEARLY)));

  if (exponent < PLAIN_LEAST)
    return exponent;
  if (exponent < PLAIN_GREATEST || (exponent - power > 4 && exponent < 9))
    return 0;
  return exponent;
}

typedef struct
{
  gint64 mantissa;  /* 1, 2 or 5 */
  int power;
  double first, last; /* multiples of the step inside the scale */
} Step;

static Step
pick_step (const DhScale *scale, guint max_labels, gboolean whole)
{
  static const gint64 mantissas[] = { 1, 2, 5 };
  double span = scale->max - scale->min;
  Step step = { 1, 0, 0.0, 0.0 };
  int from = (int) floor (log10 (span / max_labels)) - 1;

  for (int power = whole ? MAX (from, 0) : from;; power++)
    for (guint m = 0; m < G_N_ELEMENTS (mantissas); m++)
      {
        double size = times_power ((double) mantissas[m], power);
        double slack = span / size * NEARLY;

        step.mantissa = mantissas[m];
        step.power = power;
        step.first = ceil (scale->min / size - slack);
        step.last = floor (scale->max / size + slack);
        if (step.last - step.first + 1.0 <= max_labels)
          return step;
      }
}

static void
linear_ticks (DhTicks *ticks, const DhScale *scale, guint max_labels, gboolean whole,
              const char *point)
{
  GArray *array = g_array_new (FALSE, FALSE, sizeof (DhTick));
  Step step = pick_step (scale, max_labels, whole);
  double size = times_power ((double) step.mantissa, step.power);
  double greatest = fmax (fabs (step.first), fabs (step.last)) * size;
  int exponent = greatest > 0.0 ? shared_exponent (greatest, step.power) : 0;

  for (double k = step.first; k <= step.last; k += 1.0)
    {
      gint64 count = (gint64) k * step.mantissa;
      char *label = dh_format_decimal (count, step.power - exponent, point);

      add_tick (array, scale, times_power ((double) count, step.power), label);
    }
  finish (ticks, array, exponent);
}

/* Label of mantissa × 10^power on a logarithmic axis. */
static char *
log_label (int mantissa, int power, gboolean plain, const char *point)
{
  g_autofree char *ten = NULL;
  char digit[4];

  if (plain || (mantissa == 1 && (power == 0 || power == 1)))
    return dh_format_decimal (mantissa, power, point);
  ten = dh_format_power (power);
  if (mantissa == 1)
    return g_steal_pointer (&ten);
  g_snprintf (digit, sizeof digit, "%d", mantissa);
  return g_strconcat (digit, "\xc3\x97", ten, NULL);
}

/* Every how many decades a label, so that there are at most @max_labels of @n. */
static int
decade_stride (int n, guint max_labels)
{
  static const int strides[] = { 1, 2, 3, 5, 10, 20, 30, 50, 100, 200, 300 };

  for (guint i = 0; i < G_N_ELEMENTS (strides); i++)
    if ((n + strides[i] - 1) / strides[i] <= (int) max_labels)
      return strides[i];
  return 700;
}

static gboolean
is_labelled (int mantissa, const guint8 *set)
{
  for (; *set; set++)
    if (*set == mantissa)
      return TRUE;
  return FALSE;
}

/* Up to about a decade and a half: label some of 1 to 9 within the decades, the fullest set that fits. */
static gboolean
few_decades (DhTicks *ticks, const DhScale *scale, guint max_labels, int from, int to,
             const char *point)
{
  static const guint8 sets[][10] = {
    { 1, 2, 3, 4, 5, 6, 7, 8, 9, 0 }, { 1, 2, 3, 5, 7, 0 }, { 1, 2, 5, 0 }, { 1, 3, 0 },
  };
  gboolean plain = from >= PLAIN_LEAST && to < PLAIN_GREATEST;
  GArray *array;

  for (guint s = 0; s < G_N_ELEMENTS (sets); s++)
    {
      guint n_labels = 0;

      for (int pass = 0; pass < 2; pass++)
        {
          if (pass == 1 && (n_labels < 2 || n_labels > max_labels))
            break;
          array = pass == 1 ? g_array_new (FALSE, FALSE, sizeof (DhTick)) : NULL;
          for (int power = from; power <= to; power++)
            for (int m = 1; m <= 9; m++)
              {
                double value = times_power (m, power);
                gboolean labelled = is_labelled (m, sets[s]);

                if (value < scale->min * (1.0 - NEARLY) || value > scale->max * (1.0 + NEARLY))
                  continue;
                if (pass == 0)
                  n_labels += labelled;
                else
                  add_tick (array, scale, value, labelled ? log_label (m, power, plain, point) : NULL);
              }
          if (pass == 1)
            {
              finish (ticks, array, 0);
              return TRUE;
            }
        }
    }
  return FALSE;
}

static void
log_ticks (DhTicks *ticks, const DhScale *scale, guint max_labels, const char *point)
{
  double low = log10 (scale->min), high = log10 (scale->max);
  int from = (int) ceil (low - NEARLY), to = (int) floor (high + NEARLY);
  int n = to - from + 1;
  gboolean plain = from >= PLAIN_LEAST && to < PLAIN_GREATEST;
  GArray *array;
  int stride;

  if (n < 3)
    {
      if (few_decades (ticks, scale, max_labels, (int) floor (low), (int) floor (high), point))
        return;
      /* Zoomed in to less than a digit: equal steps say more. */
      if (n < 2)
        {
          linear_ticks (ticks, scale, max_labels, FALSE, point);
          return;
        }
    }
  array = g_array_new (FALSE, FALSE, sizeof (DhTick));
  stride = decade_stride (n, max_labels);
  for (int power = from - 1; power <= to; power++)
    {
      gboolean labelled = power % stride == 0;

      if (power >= from && (labelled || n <= MAX_MINORS))
        add_tick (array, scale, times_power (1.0, power),
                  labelled ? log_label (1, power, plain, point) : NULL);
      if (stride > 1 || n > MAX_MINORS / 8)
        continue;
      for (int m = 2; m <= 9; m++)
        {
          double value = times_power (m, power);
          if (value >= scale->min && value <= scale->max)
            add_tick (array, scale, value, NULL);
        }
    }
  finish (ticks, array, 0);
}

/* Whether a decade of a symlog axis has a label; those by the linear part give way to the
 * zero. Stride 0: only the greatest. */
static gboolean
symlog_labelled (int power, int threshold, int to, int stride)
{
  if (stride == 0)
    return power == to;
  return power % stride == 0 && (power - threshold + 1) * 10 >= stride * 7;
}

static gboolean
contains (const DhScale *scale, double value)
{
  return value >= scale->min && value <= scale->max;
}

static guint
symlog_count (const DhScale *scale, int from, int to, int stride)
{
  guint n = contains (scale, 0.0);

  for (int power = from; power <= to; power++)
    if (symlog_labelled (power, from, to, stride))
      n += contains (scale, times_power (1.0, power)) + contains (scale, -times_power (1.0, power));
  return n;
}

/* One labelled decade does not spread over the axis. */
static gboolean
symlog_sparse (int from, int to, int stride)
{
  int n = 0;

  for (int power = from; power <= to; power++)
    n += symlog_labelled (power, from, to, stride);
  return n < 2;
}

static void
symlog_decade (GArray *array, const DhScale *scale, int sign, int power, gboolean labelled,
               gboolean minors, gboolean plain, const char *point)
{
  double value = sign * times_power (1.0, power);

  if (contains (scale, value))
    {
      g_autofree char *label = labelled ? log_label (1, power, plain, point) : NULL;

      add_tick (array, scale, value,
                label ? g_strconcat (sign < 0 ? DH_MINUS : "", label, NULL) : NULL);
    }
  for (int m = 2; m <= 9 && minors; m++)
    {
      value = sign * times_power (m, power);
      if (contains (scale, value))
        add_tick (array, scale, value, NULL);
    }
}

static void
symlog_ticks (DhTicks *ticks, const DhScale *scale, guint max_labels, const char *point)
{
  static const int strides[] = { 1, 2, 3, 5, 10, 20, 30, 50, 100, 200, 300, 700 };
  double greatest = fmax (fabs (scale->min), fabs (scale->max));
  int from = (int) ceil (log10 (scale->threshold) - NEARLY);
  int to = (int) floor (log10 (greatest) + NEARLY);
  gboolean plain = from >= PLAIN_LEAST && to < PLAIN_GREATEST;
  GArray *array;
  int stride;
  guint s = 0;

  /* Inside the linear part, or within a decade of it: equal steps say more. */
  if (symlog_count (scale, from, to, 1) < 3)
    {
      linear_ticks (ticks, scale, max_labels, FALSE, point);
      return;
    }
  while (s + 1 < G_N_ELEMENTS (strides) && symlog_count (scale, from, to, strides[s]) > max_labels)
    s++;
  stride = symlog_sparse (from, to, strides[s]) ? 0 : strides[s];
  array = g_array_new (FALSE, FALSE, sizeof (DhTick));
  if (contains (scale, 0.0))
    add_tick (array, scale, 0.0, g_strdup ("0"));
  for (int power = from; power <= to; power++)
    {
      gboolean labelled = symlog_labelled (power, from, to, stride);
      gboolean minors = stride == 1 && to - from < MAX_MINORS / 8;

      if (!labelled && to - from > MAX_MINORS)
        continue;
      symlog_decade (array, scale, 1, power, labelled, minors, plain, point);
      symlog_decade (array, scale, -1, power, labelled, minors, plain, point);
    }
  finish (ticks, array, 0);
}

void
dh_ticks_init (DhTicks *ticks, const DhScale *scale, guint max_labels, gboolean whole,
               const char *decimal_point)
{
  g_return_if_fail (ticks != NULL && scale != NULL);

  max_labels = CLAMP (max_labels, 2, 1000);
  if (decimal_point == NULL)
    decimal_point = ".";
  switch (scale->kind)
    {
    case DH_SCALE_LOG:
      log_ticks (ticks, scale, max_labels, decimal_point);
      break;
    case DH_SCALE_SYMLOG:
      symlog_ticks (ticks, scale, max_labels, decimal_point);
      break;
    case DH_SCALE_LINEAR:
    default:
      linear_ticks (ticks, scale, max_labels, whole, decimal_point);
      break;
    }
}

void
dh_ticks_clear (DhTicks *ticks)
{
  g_return_if_fail (ticks != NULL);

  for (gsize i = 0; i < ticks->n; i++)
    g_free (ticks->tick[i].label);
  g_clear_pointer (&ticks->tick, g_free);
  ticks->n = 0;
}
