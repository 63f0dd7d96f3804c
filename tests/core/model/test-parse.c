/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Random text through every parser of base, data and model: none crashes, an error is set exactly
 * when it says FALSE, the value is then unchanged, and what was read writes and reads back. */
#include "dh-data.h"
#include "dh-error.h"
#include "dh-init.h"
#include "dh-model.h"
#include "dh-number.h"
#include "dh-rng.h"

#include <math.h>
#include <string.h>

#define MAX_LENGTH 60
#define ROUNDS 40000

/* Parses @text; TRUE if it took it. Each asserts its own round trip. */
typedef gboolean (*Parser) (const char *text, GError **error);

static gboolean
try_number (const char *text, GError **error)
{
  double value = 42, again;
  char buffer[DH_NUMBER_SIZE];

  if (!dh_number_parse (text, &value, error))
    {
      g_assert_cmpfloat (value, ==, 42);
      return FALSE;
    }
  g_assert_true (isfinite (value));
  g_assert_true (dh_number_parse (dh_number_format (value, buffer), &again, NULL));
  g_assert_cmpfloat (value, ==, again);
  return TRUE;
}

static gboolean
try_uint64 (const char *text, GError **error)
{
  guint64 value = 42;

  if (!dh_number_parse_uint64 (text, 3, 1000, &value, error))
    {
      g_assert_cmpuint (value, ==, 42);
      return FALSE;
    }
  g_assert_true (value >= 3 && value <= 1000);
  return TRUE;
}

static gboolean
try_target (const char *text, GError **error)
{
  g_autofree char *written = NULL;
  DhTarget target, again;

  dh_target_init (&target, DH_TARGET_ABS);
  if (!dh_target_parse (text, &target, error))
    {
      g_assert_cmpuint (target.kind, ==, DH_TARGET_ABS);
      return FALSE;
    }
  written = dh_target_to_string (&target);
  g_assert_true (dh_target_parse (written, &again, NULL));
  g_assert_cmpuint (target.kind, ==, again.kind);
  for (guint i = 0; i < dh_target_info (target.kind)->n_params; i++)
    g_assert_cmpfloat (target.param[i], ==, again.param[i]);
  return TRUE;
}

static gboolean
try_data (const char *text, GError **error)
{
  g_autofree char *written = NULL;
  DhDataSpec spec, kept, again;

  dh_data_spec_init (&spec);
  dh_data_spec_init (&kept);
  dh_data_spec_init (&again);
  if (!dh_data_spec_parse (text, &spec, error))
    {
      g_assert_true (dh_data_spec_equal (&spec, &kept));
      return FALSE;
    }
  written = dh_data_spec_to_string (&spec);
  g_assert_true (dh_data_spec_is_generated (text));
  g_assert_true (dh_data_spec_parse (written, &again, NULL));
  g_assert_true (dh_data_spec_equal (&spec, &again));
  return TRUE;
}

static gboolean
try_activation (const char *text, GError **error)
{
  DhActivation activation = DH_ACTIVATION_GELU;

  if (!dh_activation_parse (text, &activation, error))
    {
      g_assert_cmpuint (activation, ==, DH_ACTIVATION_GELU);
      return FALSE;
    }
  g_assert_cmpuint (activation, <, DH_ACTIVATION_N);
  return TRUE;
}

static gboolean
try_model (const char *text, GError **error)
{
  g_autofree char *written = NULL;
  g_autofree char *formula = NULL;
  DhModelSpec spec, kept, again;
  gsize index;

  dh_model_spec_init (&spec, DH_MODEL_TWO_RELU);
  kept = spec;
  g_assert_false (dh_model_find_weight (&spec, text, &index) && strlen (text) != 1);
  if (!dh_model_spec_parse (text, &spec, error))
    {
      g_assert_true (dh_model_spec_equal (&spec, &kept));
      return FALSE;
    }
  g_assert_cmpuint (dh_model_n_weights (&spec), <=, DH_MODEL_MAX_WEIGHTS);
  formula = dh_model_spec_formula (&spec);
  written = dh_model_spec_to_string (&spec);
  g_assert_true (dh_model_spec_parse (written, &again, NULL));
  g_assert_true (dh_model_spec_equal (&spec, &again));
  return TRUE;
}

static gboolean
try_init (const char *text, GError **error)
{
  g_autofree char *written = NULL;
  DhInitSpec spec, again;
  gboolean ok;

  dh_init_spec_init (&spec, DH_INIT_KAIMING);
  dh_init_spec_init (&again, DH_INIT_KAIMING);
  ok = dh_init_spec_parse (text, &spec, error);
  if (ok)
    {
      written = dh_init_spec_to_string (&spec);
      g_assert_true (dh_init_spec_parse (written, &again, NULL));
    }
  g_assert_true (dh_init_spec_equal (&spec, &again));
  dh_init_spec_clear (&spec);
  dh_init_spec_clear (&again);
  return ok;
}

static const Parser parsers[] = { try_number, try_uint64, try_target, try_data, try_activation,
                                  try_model, try_init };

/* Pieces of the grammars, so that the random text gets past their first characters. */
static const char *const words[] = {
  "linear", "two-linear", "two-relu", "mlp:", "tanh", "identity", "none", "relu", "leaky-relu",
  "ones", "zeros", "xavier", "kaiming", "normal", "line", "sine", "step", "abs", "parabola",
  "workbook", "range", "random", "real", ":", ":", ":", ",", ",", ".", "-", "+", "e", " ", "0",
  "1", "2", "7", "10", "29", "100", "1e400", "1e-320", "nan", "inf", "0x1p3", "\xff", "é", "\t",
  "18446744073709551615", "18446744073709551616", "99999999999", "0.1", "5", "3",
};

static void
random_text (DhRng *rng, char *text)
{
  gsize length = 0;
  guint parts = (guint) dh_rng_below (rng, 9);

  for (guint i = 0; i < parts; i++)
    {
      char any[2] = { (char) (1 + dh_rng_below (rng, 255)), 0 };
      const char *part = dh_rng_below (rng, 8) == 0 ? any
                         : words[dh_rng_below (rng, G_N_ELEMENTS (words))];

      if (length + strlen (part) >= MAX_LENGTH)
        break;
      strcpy (text + length, part);
      length += strlen (part);
    }
  text[length] = '\0';
}

static gboolean
check (Parser parser, const char *text)
{
  g_autoptr (GError) error = NULL;
  gboolean ok = parser (text, &error);

  g_assert_cmpint (ok, ==, error == NULL);
  if (!ok)
    {
      g_assert_true (error->domain == DH_ERROR);
      g_assert_cmpuint (strlen (error->message), >, 10);
      g_assert_cmpuint (strlen (error->message), <, 2048);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
  g_assert_cmpint (ok, ==, parser (text, NULL)); /* nobody has to ask for the error */
  return ok;
}

static void
test_random (void)
{
  guint taken[G_N_ELEMENTS (parsers)] = { 0 };
  char text[MAX_LENGTH + 1] = "";
  DhRng rng;

  g_test_summary ("Random text from the grammars' words: some is taken by every parser, none breaks it");
  dh_rng_init (&rng, 2026);
  for (guint round = 0; round < ROUNDS; round++)
    {
      random_text (&rng, text);
      for (guint p = 0; p < G_N_ELEMENTS (parsers); p++)
        taken[p] += check (parsers[p], text);
    }
  for (guint p = 0; p < G_N_ELEMENTS (parsers); p++)
    g_assert_cmpuint (taken[p], >, 20);
}

/* One or two bytes of a good text changed, dropped or doubled. */
static void
test_mutated (void)
{
  static const char *const good[] = {
    "mlp:8,8:tanh", "mlp:4,3,2,1:leaky-relu", "normal:0.5:17", "xavier:3", "1,-2.5,1e-3,4",
    "range:-80:120:10", "random:29:1:100:0:real", "sine:50:100:100", "line:2:30", "1.5e-300",
  };
  DhRng rng;

  g_test_summary ("Good text with a few bytes wrong");
  dh_rng_init (&rng, 7);
  for (guint round = 0; round < ROUNDS; round++)
    {
      char text[MAX_LENGTH + 1];
      gsize length;

      strcpy (text, good[dh_rng_below (&rng, G_N_ELEMENTS (good))]);
      for (guint i = 0; i < 2; i++)
        {
          gsize at;

          length = strlen (text);
          if (length == 0)
            break;
          at = dh_rng_below (&rng, length);
          if (dh_rng_below (&rng, 3) == 0)
            memmove (text + at, text + at + 1, length - at);
          else if (dh_rng_below (&rng, 2) == 0)
            memmove (text + at + 1, text + at, length - at + 1);
          else
            text[at] = (char) (1 + dh_rng_below (&rng, 255));
        }
      for (guint p = 0; p < G_N_ELEMENTS (parsers); p++)
        check (parsers[p], text);
    }
}

static void
test_long (void)
{
  static const char *const starts[] = { "", "mlp:", "1,", "range:", "line:", "normal:" };
  static const char *const repeated[] = { "1,", "1:", "9", ",", ":", "e", " ", "\xff" };

  g_test_summary ("Much of the same ends soon, in an error or a value");
  for (guint s = 0; s < G_N_ELEMENTS (starts); s++)
    for (guint r = 0; r < G_N_ELEMENTS (repeated); r++)
      {
        g_autoptr (GString) text = g_string_new (starts[s]);

        while (text->len < 1 << 18)
          g_string_append (text, repeated[r]);
        for (guint p = 0; p < G_N_ELEMENTS (parsers); p++)
          check (parsers[p], text->str);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/parse/random", test_random);
  g_test_add_func ("/parse/mutated", test_mutated);
  g_test_add_func ("/parse/long", test_long);
  return g_test_run ();
}
