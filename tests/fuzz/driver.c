/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Runs a fuzz target without a fuzz engine, as a unit test: every file of its corpus, and mutations of each
 * that are the same every time. Usage: fuzz-NAME CORPUS. */
#include "fuzz.h"

#include "dh-rng.h"

#define N_MUTATIONS 1000
#define MAX_SIZE    65536
#ifdef __has_feature
#if __has_feature (address_sanitizer) && !defined (__SANITIZE_ADDRESS__)
#define __SANITIZE_ADDRESS__ 1 /* as gcc says it */
#endif
#endif
/* AddressSanitizer looks through the whole rest of the text at each strstr() of g_strsplit(). */
#ifdef __SANITIZE_ADDRESS__
#define LONG_SIZE (1 << 16)
#else
#define LONG_SIZE (1 << 20)
#endif

/* All files of the corpus, in the order of their names. */
typedef struct
{
  GPtrArray *names;
  GPtrArray *inputs; /* of GBytes */
} Corpus;

static Corpus corpus;

/* What parsers trip over. */
static const char *const tokens[] = {
  "0", "-1", "1e400", "nan", "inf", "-", ":", "::", ",", ";", "=", "\n", "\r\n", "\"", "[", "]", ".",
  "18446744073709551616", "0x10", "1e-400", "\xff", "\xef\xbb\xbf", "999999999999999999999999", " ",
  "\t", "%s", "\\",
};

static void
mutate (DhRng *rng, GByteArray *input)
{
  GBytes *other = g_ptr_array_index (corpus.inputs, dh_rng_below (rng, corpus.inputs->len));
  guint at = (guint) dh_rng_below (rng, input->len + 1);
  guint length = (guint) dh_rng_below (rng, MIN (input->len - at, 32) + 1);
  const char *token = tokens[dh_rng_below (rng, G_N_ELEMENTS (tokens))];
  gsize size;
  const guint8 *bytes = g_bytes_get_data (other, &size);
  g_autofree guint8 *tail = g_memdup2 (input->data + at, input->len - at);
  guint n_tail = input->len - at;

  switch (dh_rng_below (rng, 6))
    {
    case 0: /* flip a bit */
      if (at < input->len)
        input->data[at] ^= (guint8) (1u << dh_rng_below (rng, 8));
      return;
    case 1: /* any byte */
      if (at < input->len)
        input->data[at] = (guint8) dh_rng_below (rng, 256);
      return;
    case 2: /* leave out a stretch */
      g_byte_array_remove_range (input, at, length);
      return;
    case 3: /* say a stretch twice */
      g_byte_array_set_size (input, at);
      g_byte_array_append (input, tail, length);
      break;
    case 4: /* put in a token */
      g_byte_array_set_size (input, at);
      g_byte_array_append (input, (const guint8 *) token, (guint) strlen (token));
      break;
    default: /* go on as another input does */
      g_byte_array_set_size (input, at);
      at = (guint) dh_rng_below (rng, size + 1);
      g_byte_array_append (input, bytes + at, (guint) size - at);
      return;
    }
  g_byte_array_append (input, tail, n_tail);
}

static void
run_input (gconstpointer data)
{
  guint index = GPOINTER_TO_UINT (data);
  GBytes *bytes = g_ptr_array_index (corpus.inputs, index);
  g_autoptr(GByteArray) input = g_byte_array_new ();
  gsize size;
  const guint8 *start = g_bytes_get_data (bytes, &size);
  DhRng rng;

  LLVMFuzzerTestOneInput (start, size);
  dh_rng_init (&rng, index);
  for (guint i = 0; i < N_MUTATIONS; i++)
    {
      g_autofree guint8 *exact = NULL;

      /* Now and then from the file again, so that mutations pile up but do not drift away. */
      if (i % 8 == 0)
        {
          g_byte_array_set_size (input, 0);
          g_byte_array_append (input, start, (guint) size);
        }
      mutate (&rng, input);
      if (input->len > MAX_SIZE)
        g_byte_array_set_size (input, MAX_SIZE);
      /* A block of just this size: reading past its end shows under ASan. */
      exact = g_memdup2 (input->data, input->len);
      LLVMFuzzerTestOneInput (exact != NULL ? exact : (const guint8 *) "", input->len);
    }
}

/* A megabyte, of the file over and over and of the file with one token without end. */
static void
run_long (gconstpointer data)
{
  static const char *const endless[] = { NULL, "x", "\xff", "1", ":", "," };
  GBytes *bytes = g_ptr_array_index (corpus.inputs, GPOINTER_TO_UINT (data));
  gsize size;
  const guint8 *start = g_bytes_get_data (bytes, &size);

  for (guint i = 0; i < G_N_ELEMENTS (endless) && size > 0; i++)
    {
      const guint8 *more = endless[i] != NULL ? (const guint8 *) endless[i] : start;
      guint n_more = endless[i] != NULL ? 1 : (guint) size;
      g_autoptr (GByteArray) input = g_byte_array_new ();

      g_byte_array_append (input, start, (guint) size);
      while (input->len < LONG_SIZE)
        g_byte_array_append (input, more, n_more);
      LLVMFuzzerTestOneInput (input->data, input->len);
    }
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
load_corpus (const char *folder)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GDir) dir = g_dir_open (folder, 0, &error);
  const char *name;

  g_assert_no_error (error);
  corpus.names = g_ptr_array_new_with_free_func (g_free);
  corpus.inputs = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (corpus.names, g_strdup (name));
  g_ptr_array_sort (corpus.names, compare_names);
  for (guint i = 0; i < corpus.names->len; i++)
    {
      g_autofree char *path = g_build_filename (folder, g_ptr_array_index (corpus.names, i), NULL);
      char *contents;
      gsize size;

      g_file_get_contents (path, &contents, &size, &error);
      g_assert_no_error (error);
      g_ptr_array_add (corpus.inputs, g_bytes_new_take (contents, size));
    }
  g_assert_cmpuint (corpus.inputs->len, >, 0);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  load_corpus (argv[1]);
  for (guint i = 0; i < corpus.names->len; i++)
    {
      const char *name = g_ptr_array_index (corpus.names, i);
      g_autofree char *path = g_strdup_printf ("/fuzz/%s", name);
      g_autofree char *long_path = g_strdup_printf ("/fuzz-long/%s", name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), run_input);
      g_test_add_data_func (long_path, GUINT_TO_POINTER (i), run_long);
    }
  status = g_test_run ();
  g_ptr_array_unref (corpus.names);
  g_ptr_array_unref (corpus.inputs);
  return status;
}
