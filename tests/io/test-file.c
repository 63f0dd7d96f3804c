/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Files: caps, messages, and that nothing that goes wrong touches the old file. */
#include "dh-error.h"
#include "dh-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("downhill-file-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "a file.csv", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      if (g_unlink (path) != 0)
        g_rmdir (path);
    }
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static guint
count_files (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
assert_contents (const char *path, const char *wanted)
{
  g_autofree char *contents = NULL;
  g_autoptr(GError) error = NULL;
  gsize length;

  g_assert_true (dh_file_read (path, 1000000, &contents, &length, &error));
  g_assert_no_error (error);
  g_assert_cmpmem (contents, length, wanted, strlen (wanted));
  g_assert_cmpint (contents[length], ==, '\0');
}

static void
assert_mentions (const GError *error, const char *word)
{
  g_assert_nonnull (error);
  if (strstr (error->message, word) == NULL)
    g_error ("“%s” does not mention “%s”", error->message, word);
}

static void
test_round_trip (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *contents = NULL;
  gsize length;

  g_test_summary ("What was written is read back, NUL bytes and empty files included");
  g_assert_true (dh_file_write (fixture->path, "one\ntwo", -1, &error));
  assert_contents (fixture->path, "one\ntwo");
  g_assert_true (dh_file_write (fixture->path, "", -1, &error));
  assert_contents (fixture->path, "");
  g_assert_true (dh_file_write (fixture->path, "a\0b", 3, &error));
  g_assert_true (dh_file_read (fixture->path, 3, &contents, &length, &error));
  g_assert_cmpmem (contents, length, "a\0b", 3);
  g_assert_no_error (error);
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);
}

static void
test_sizes (Fixture *fixture, gconstpointer data)
{
  static const gsize sizes[] = { 1, 65535, 65536, 65537, 65538, 131072, 300000 };

  g_test_summary ("Files around the reader's chunk sizes arrive whole; one byte above the cap is refused");
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *text = g_malloc (sizes[i]);
      g_autofree char *back = NULL;
      g_autoptr(GError) error = NULL;
      gsize length;

      for (gsize k = 0; k < sizes[i]; k++)
        text[k] = (char) ('a' + k % 23);
      g_assert_true (dh_file_write (fixture->path, text, (gssize) sizes[i], &error));
      g_assert_true (dh_file_read (fixture->path, sizes[i], &back, &length, &error));
      g_assert_no_error (error);
      g_assert_cmpmem (back, length, text, sizes[i]);
      g_clear_pointer (&back, g_free);
      g_assert_false (dh_file_read (fixture->path, sizes[i] - 1, &back, &length, &error));
      g_assert_error (error, DH_ERROR, DH_ERROR_LIMIT);
      g_assert_null (back);
      assert_mentions (error, "a file.csv");
    }
}

static void
test_pipe (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *contents = NULL, *path = NULL;
  char text[5000];
  int fds[2];
  gsize length;

  g_test_summary ("A pipe, whose size nobody knows, is read to its end and capped all the same");
  memset (text, 'x', sizeof text);
  for (gsize max = sizeof text; max >= sizeof text - 1; max--)
    {
      g_assert_cmpint (pipe (fds), ==, 0);
      g_assert_cmpint (write (fds[1], text, sizeof text), ==, (int) sizeof text);
      close (fds[1]);
      g_free (path);
      path = g_strdup_printf ("/dev/fd/%d", fds[0]);
      g_assert_cmpint (dh_file_read (path, max, &contents, &length, &error), ==,
                       max == sizeof text);
      close (fds[0]);
      if (max == sizeof text)
        g_assert_cmpmem (contents, length, text, sizeof text);
    }
  g_assert_error (error, DH_ERROR, DH_ERROR_LIMIT);
}

static void
test_read_errors (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *contents = NULL;

  g_test_summary ("A missing file, a folder and a file without permission are told apart");
  g_assert_false (dh_file_read (fixture->path, 10, &contents, NULL, &error));
  g_assert_error (error, DH_ERROR, DH_ERROR_IO);
  assert_mentions (error, "no such file");
  g_clear_error (&error);

  g_assert_false (dh_file_read (fixture->folder, 10, &contents, NULL, &error));
  g_assert_error (error, DH_ERROR, DH_ERROR_IO);
  assert_mentions (error, "folder");
  g_clear_error (&error);

  g_assert_true (dh_file_write (fixture->path, "secret", -1, &error));
  g_assert_cmpint (g_chmod (fixture->path, 0), ==, 0);
  if (g_access (fixture->path, R_OK) == 0)
    return; /* root reads anything */
  g_assert_false (dh_file_read (fixture->path, 10, &contents, NULL, &error));
  assert_mentions (error, "permission");
}

static void
test_write_errors (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *nowhere = g_build_filename (fixture->folder, "none", "x", NULL);
  g_autofree char *below = g_build_filename (fixture->path, "x", NULL);

  g_test_summary ("A missing folder, a folder and a protected file are refused with what to do");
  g_assert_false (dh_file_write (nowhere, "x", -1, &error));
  g_assert_error (error, DH_ERROR, DH_ERROR_IO);
  assert_mentions (error, "no such folder");
  g_clear_error (&error);
  g_assert_false (dh_file_write (fixture->folder, "x", -1, &error));
  assert_mentions (error, "this is a folder");
  g_clear_error (&error);
  g_assert_true (dh_file_write (fixture->path, "old", -1, &error));
  g_assert_false (dh_file_write (below, "x", -1, &error));
  assert_mentions (error, "no such folder");
  g_clear_error (&error);
  g_assert_cmpint (g_chmod (fixture->path, 0444), ==, 0);
  if (g_access (fixture->path, W_OK) != 0)
    {
      g_assert_false (dh_file_write (fixture->path, "new", -1, &error));
      assert_mentions (error, "permission");
    }
  assert_contents (fixture->path, "old");
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);
}

static void
test_abandon (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  DhFileWriter *writer;

  g_test_summary ("The old file stays until the new one is finished, and after it was abandoned");
  g_assert_true (dh_file_write (fixture->path, "old", -1, &error));
  writer = dh_file_writer_new (fixture->path, &error);
  g_assert_no_error (error);
  g_assert_cmpint (fputs ("new", dh_file_writer_stream (writer)), >=, 0);
  fflush (dh_file_writer_stream (writer));
  assert_contents (fixture->path, "old");
  g_assert_cmpuint (count_files (fixture->folder), ==, 2);
  dh_file_writer_abandon (writer);
  assert_contents (fixture->path, "old");
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);
}

static void
test_full_disk (Fixture *fixture, gconstpointer data)
{
  g_autofree char *large = g_strnfill (100000, 'x');
  g_autoptr(GError) error = NULL, late = NULL;
  struct rlimit before, small;
  DhFileWriter *writer;
  gboolean good, finished;

  g_test_summary ("When the room runs out the old file is whole and nothing is left behind");
  g_assert_true (dh_file_write (fixture->path, "old", -1, &error));
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  signal (SIGXFSZ, SIG_IGN);
  small = before;
  small.rlim_cur = 10000;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  good = dh_file_write (fixture->path, large, -1, &error);
  /* The same where the failing write was one in the middle that nobody looked at. */
  writer = dh_file_writer_new (fixture->path, NULL);
  for (guint i = 0; i < 10; i++)
    if (fwrite (large, 1, 10000, dh_file_writer_stream (writer)) == 0)
      break;
  finished = dh_file_writer_finish (writer, &late);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);

  g_assert_false (good);
  g_assert_error (error, DH_ERROR, DH_ERROR_IO);
  assert_mentions (error, "room");
  g_assert_false (finished);
  g_assert_error (late, DH_ERROR, DH_ERROR_IO);
  assert_contents (fixture->path, "old");
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);
}

static void
test_device (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  struct stat info;

  g_test_summary ("A device is written to and not replaced; a full one is reported");
  g_assert_true (dh_file_write ("/dev/null", "x", -1, &error));
  g_assert_no_error (error);
  g_assert_cmpint (stat ("/dev/null", &info), ==, 0);
  g_assert_true (S_ISCHR (info.st_mode));
  if (!g_file_test ("/dev/full", G_FILE_TEST_EXISTS))
    return;
  g_assert_false (dh_file_write ("/dev/full", "x", -1, &error));
  assert_mentions (error, "room");
}

static void
test_links (Fixture *fixture, gconstpointer data)
{
  g_autofree char *link = g_build_filename (fixture->folder, "link", NULL);
  g_autofree char *dangling = g_build_filename (fixture->folder, "dangling", NULL);
  g_autofree char *fresh = g_build_filename (fixture->folder, "fresh", NULL);
  g_autoptr(GError) error = NULL;
  struct stat info;

  g_test_summary ("A symbolic link stays one; its target gets the text, whether it was there or not");
  g_assert_true (dh_file_write (fixture->path, "old", -1, &error));
  g_assert_cmpint (symlink ("a file.csv", link), ==, 0);
  g_assert_cmpint (symlink (fresh, dangling), ==, 0);
  g_assert_true (dh_file_write (link, "new", -1, &error));
  g_assert_true (dh_file_write (dangling, "made", -1, &error));
  g_assert_no_error (error);
  assert_contents (fixture->path, "new");
  assert_contents (fresh, "made");
  g_assert_cmpint (lstat (link, &info), ==, 0);
  g_assert_true (S_ISLNK (info.st_mode));
  g_assert_cmpint (lstat (dangling, &info), ==, 0);
  g_assert_true (S_ISLNK (info.st_mode));
}

static void
test_permissions (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  struct stat info;
  mode_t mask = umask (027);

  g_test_summary ("A new file follows the umask; an old one keeps its permissions");
  g_assert_true (dh_file_write (fixture->path, "x", -1, &error));
  umask (mask);
  g_assert_cmpint (stat (fixture->path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0640);
  g_assert_cmpint (g_chmod (fixture->path, 0604), ==, 0);
  g_assert_true (dh_file_write (fixture->path, "y", -1, &error));
  g_assert_cmpint (stat (fixture->path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0604);
  g_assert_no_error (error);
}

static void
test_standard_output (void)
{
  g_test_summary ("“-” is standard output, which stays open");
  if (g_test_subprocess ())
    {
      g_autoptr(GError) error = NULL;

      if (!dh_file_write ("-", "first ", -1, &error) || !dh_file_write ("-", "second\n", -1, &error))
        g_error ("%s", error->message);
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stdout ("*first second\n*");
}

static void
test_display (void)
{
  g_autofree char *plain = dh_file_display ("/a/naïve file.csv");
  g_autofree char *broken = dh_file_display ("/a/\xff.csv");
  g_autofree char *folders = g_strnfill (1 << 20, 'x');
  g_autofree char *path = g_strconcat ("/", folders, "/the end.csv", NULL);
  g_autofree char *shown = dh_file_display (path);
  g_autoptr(GError) error = NULL;

  g_test_summary ("Messages show a path in valid UTF-8, and of an endless one the end");
  g_assert_cmpstr (plain, ==, "/a/naïve file.csv");
  g_assert_cmpstr (broken, ==, "/a/�.csv");
  g_assert_cmpint (g_utf8_strlen (shown, -1), ==, 201);
  g_assert_true (g_str_has_prefix (shown, "…x"));
  g_assert_true (g_str_has_suffix (shown, "x/the end.csv"));
  g_assert_false (dh_file_write (path, "", 0, &error));
  g_assert_true (error->domain == DH_ERROR);
  g_assert_cmpuint (strlen (error->message), <, 2048);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/file/round-trip", test_round_trip);
  ADD ("/file/sizes", test_sizes);
  ADD ("/file/pipe", test_pipe);
  ADD ("/file/read-errors", test_read_errors);
  ADD ("/file/write-errors", test_write_errors);
  ADD ("/file/abandon", test_abandon);
  ADD ("/file/full-disk", test_full_disk);
  ADD ("/file/device", test_device);
  ADD ("/file/links", test_links);
  ADD ("/file/permissions", test_permissions);
#undef ADD
  g_test_add_func ("/file/standard-output", test_standard_output);
  g_test_add_func ("/file/display", test_display);
  return g_test_run ();
}
