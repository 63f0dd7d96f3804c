/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Files: reading whole with a cap, writing beside and renaming. The new file takes its place only
 * once every byte is on the disk, so whatever goes wrong before that leaves the old one whole.
 * A writer belongs to the thread that made it. */
#include "config.h"

#include "dh-file.h"

#include "dh-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FIRST_CHUNK 65536
#define MAX_LINKS   40
#define MAX_TRIES   100
#define MAX_SHOWN   200

struct _DhFileWriter
{
  char *path;    /* the file itself, symbolic links followed; NULL: standard output */
  char *display; /* for messages, as the user gave it */
  char *temp;    /* what is written to; NULL: straight into @path (a device or a pipe) */
  FILE *stream;
};

char *
dh_file_display (const char *path)
{
  g_autofree char *display = g_filename_display_name (path);
  glong length = g_utf8_strlen (display, -1);

  if (length <= MAX_SHOWN)
    return g_steal_pointer (&display);
  return g_strconcat ("…", g_utf8_offset_to_pointer (display, length - MAX_SHOWN), NULL);
}

static void
set_read_error (GError **error, const char *path, int code)
{
  g_autofree char *display = dh_file_display (path);

  switch (code)
    {
    case ENOENT:
    case ENOTDIR:
      g_set_error (error, DH_ERROR, DH_ERROR_IO,
                   _("%s: there is no such file. Check the name and the folder."), display);
      break;
    case EACCES:
    case EPERM:
      g_set_error (error, DH_ERROR, DH_ERROR_IO,
                   _("%s: no permission to read it. Change its permissions, or copy it to a "
                     "place that is yours."), display);
      break;
    case EISDIR:
      g_set_error (error, DH_ERROR, DH_ERROR_IO,
                   _("%s: this is a folder. Choose a file in it."), display);
      break;
    default:
      g_set_error (error, DH_ERROR, DH_ERROR_IO,
                   _("%s: it could not be read: %s."), display, g_strerror (code));
      break;
    }
}

static void
set_write_error (GError **error, const char *display, int code)
{
  switch (code)
    {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      g_set_error (error, DH_ERROR, DH_ERROR_IO,
                   _("%s: there is no room left on the disk. The file is as it was before; free "
                     "some space or choose another place."), display);
      break;
    case EACCES:
    case EPERM:
    case EROFS:
      g_set_error (error, DH_ERROR, DH_ERROR_IO,
                   _("%s: no permission to write it. Choose another name or another folder."),
                   display);
      break;
    case ENOENT:
    case ENOTDIR:
      g_set_error (error, DH_ERROR, DH_ERROR_IO,
                   _("%s: there is no such folder. Make it first or choose another."), display);
      break;
    case EISDIR:
      g_set_error (error, DH_ERROR, DH_ERROR_IO,
                   _("%s: this is a folder. Give the name of a file in it."), display);
      break;
    case 0:
      g_set_error (error, DH_ERROR, DH_ERROR_IO,
                   _("%s: not everything could be written. Check the disk or choose another "
                     "place."), display);
      break;
    default:
      g_set_error (error, DH_ERROR, DH_ERROR_IO,
                   _("%s: it could not be written: %s."), display, g_strerror (code));
      break;
    }
}

static void
set_size_error (GError **error, const char *path, gsize max)
{
  g_autofree char *display = dh_file_display (path);
  g_autofree char *limit = g_format_size_full (max, G_FORMAT_SIZE_IEC_UNITS);

  g_set_error (error, DH_ERROR, DH_ERROR_LIMIT,
               _("%s: it is larger than %s. Use a smaller file."), display, limit);
}

/* Reads to the end, one byte past @max at most. Returns an errno value, 0 when all went well. */
static int
read_all (int fd, gsize size_hint, gsize max, char **contents, gsize *length)
{
  gsize allocated = MIN (MAX (size_hint, FIRST_CHUNK), max) + 2;
  g_autofree char *buffer = g_try_malloc (allocated);
  gsize used = 0;

  if (buffer == NULL)
    return ENOMEM;
  while (used <= max)
    {
      gssize got;

      if (used + 1 == allocated)
        {
          gsize larger = MIN (allocated, max) * 2 > max ? max + 2 : allocated * 2;
          char *grown = g_try_realloc (buffer, larger);

          if (grown == NULL)
            return ENOMEM;
          buffer = grown;
          allocated = larger;
        }
      got = read (fd, buffer + used, allocated - used - 1);
      if (got < 0 && errno == EINTR)
        continue;
      if (got < 0)
        return errno;
      if (got == 0)
        break;
      used += (gsize) got;
    }
  buffer[used] = '\0';
  *contents = g_steal_pointer (&buffer);
  *length = used;
  return 0;
}

gboolean
dh_file_read (const char *path, gsize max, char **contents, gsize *length, GError **error)
{
  g_autofree char *text = NULL;
  struct stat info;
  gsize n = 0;
  int fd, code;

  g_return_val_if_fail (path != NULL && contents != NULL, FALSE);
  g_return_val_if_fail (max < G_MAXSIZE / 4, FALSE);

  fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  if (fd < 0)
    {
      set_read_error (error, path, errno);
      return FALSE;
    }
  code = fstat (fd, &info) != 0 ? errno : S_ISDIR (info.st_mode) ? EISDIR : 0;
  if (code == 0 && S_ISREG (info.st_mode) && (guint64) info.st_size > max)
    {
      close (fd);
      set_size_error (error, path, max);
      return FALSE;
    }
  if (code == 0)
    code = read_all (fd, S_ISREG (info.st_mode) ? (gsize) info.st_size + 1 : 0, max, &text, &n);
  close (fd);
  if (code != 0)
    {
      set_read_error (error, path, code);
      return FALSE;
    }
  /* The file may have grown since, and a pipe has no size to look at beforehand. */
  if (n > max)
    {
      set_size_error (error, path, max);
      return FALSE;
    }
  *contents = g_steal_pointer (&text);
  if (length != NULL)
    *length = n;
  return TRUE;
}

/* Renaming over a symbolic link would cut it off from its target: find the target, which need not exist. */
static char *
follow_links (const char *path)
{
  char *result = g_strdup (path);

  for (guint i = 0; i < MAX_LINKS; i++)
    {
      g_autofree char *target = g_file_read_link (result, NULL);
      g_autofree char *old = NULL;
      g_autofree char *folder = NULL;

      if (target == NULL)
        break;
      old = g_steal_pointer (&result);
      folder = g_path_get_dirname (old);
      result = g_path_is_absolute (target) ? g_steal_pointer (&target)
                                           : g_build_filename (folder, target, NULL);
    }
  return result;
}

/* Created by hand and not by mkstemp(), so that the permissions of a new file follow the umask. */
static int
open_beside (const char *path, char **temp)
{
  g_autofree char *folder = g_path_get_dirname (path);

  for (guint i = 0; i < MAX_TRIES; i++)
    {
      g_autofree char *base = g_strdup_printf (".downhill-%08x%08x.tmp", g_random_int (),
                                               g_random_int ());
      g_autofree char *name = g_build_filename (folder, base, NULL);
      int fd = g_open (name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);

      if (fd >= 0)
        {
          *temp = g_steal_pointer (&name);
          return fd;
        }
      if (errno != EEXIST)
        return -1;
    }
  errno = EEXIST;
  return -1;
}

/* Opens what the writer writes to. Returns a descriptor or -1 with errno set. */
static int
open_target (DhFileWriter *writer)
{
  struct stat info;
  int fd;

  if (stat (writer->path, &info) != 0)
    return errno == ENOENT ? open_beside (writer->path, &writer->temp) : -1;
  if (S_ISDIR (info.st_mode))
    {
      errno = EISDIR;
      return -1;
    }
  /* A device or a pipe is written to as it is: renaming would replace it. */
  if (!S_ISREG (info.st_mode))
    return g_open (writer->path, O_WRONLY | O_CLOEXEC, 0);
  /* A rename needs no permission on the old file, but a write-protected file means "keep". */
  if (access (writer->path, W_OK) != 0)
    return -1;
  fd = open_beside (writer->path, &writer->temp);
  if (fd < 0)
    return -1;
  /* Owner first: changing it clears bits of the mode. Both fail on file systems without owners,
   * and then there is nothing to keep. */
  if ((info.st_uid != geteuid () || info.st_gid != getegid ())
      && fchown (fd, info.st_uid, info.st_gid) != 0)
    g_debug ("owner of %s not kept: %s", writer->display, g_strerror (errno));
  if (fchmod (fd, info.st_mode & 07777) != 0)
    g_debug ("mode of %s not kept: %s", writer->display, g_strerror (errno));
  return fd;
}

static void
writer_free (DhFileWriter *writer)
{
  g_free (writer->path);
  g_free (writer->display);
  g_free (writer->temp);
  g_free (writer);
}

DhFileWriter *
dh_file_writer_new (const char *path, GError **error)
{
  DhFileWriter *writer;
  int fd;

  g_return_val_if_fail (path != NULL, NULL);

  writer = g_new0 (DhFileWriter, 1);
  if (strcmp (path, "-") == 0)
    {
      writer->display = g_strdup (_("standard output"));
      writer->stream = stdout;
      return writer;
    }
  writer->display = dh_file_display (path);
  writer->path = follow_links (path);
  fd = open_target (writer);
  if (fd >= 0)
    {
      writer->stream = fdopen (fd, "wb");
      if (writer->stream != NULL)
        return writer;
      close (fd);
    }
  set_write_error (error, writer->display, errno);
  if (writer->temp != NULL)
    g_unlink (writer->temp);
  writer_free (writer);
  return NULL;
}

FILE *
dh_file_writer_stream (DhFileWriter *writer)
{
  g_return_val_if_fail (writer != NULL, NULL);

  return writer->stream;
}

/* So that the rename itself survives a power cut. Some file systems can't; the file is whole then too. */
static void
sync_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);

  if (fd < 0)
    return;
  if (fsync (fd) != 0)
    g_debug ("folder %s not synchronised: %s", folder, g_strerror (errno));
  close (fd);
}

/* Flushes and looks whether anything failed on the way. Returns FALSE with @code set; 0 where the reason
 * is no longer known because it was an earlier write that failed. */
static gboolean
flush_stream (DhFileWriter *writer, int *code)
{
  if (fflush (writer->stream) != 0)
    {
      *code = errno;
      return FALSE;
    }
  if (ferror (writer->stream))
    {
      *code = 0;
      return FALSE;
    }
  if (writer->temp != NULL && fsync (fileno (writer->stream)) != 0)
    {
      *code = errno;
      return FALSE;
    }
  return TRUE;
}

gboolean
dh_file_writer_finish (DhFileWriter *writer, GError **error)
{
  gboolean good;
  int code = 0;

  g_return_val_if_fail (writer != NULL, FALSE);

  good = flush_stream (writer, &code);
  if (writer->path != NULL && fclose (writer->stream) != 0 && good)
    {
      good = FALSE;
      code = errno;
    }
  if (good && writer->temp != NULL && g_rename (writer->temp, writer->path) != 0)
    {
      good = FALSE;
      code = errno;
    }
  if (!good)
    {
      set_write_error (error, writer->display, code);
      if (writer->temp != NULL)
        g_unlink (writer->temp);
    }
  else if (writer->temp != NULL)
    sync_folder (writer->path);
  writer_free (writer);
  return good;
}

void
dh_file_writer_abandon (DhFileWriter *writer)
{
  g_return_if_fail (writer != NULL);

  if (writer->path != NULL)
    fclose (writer->stream);
  if (writer->temp != NULL)
    g_unlink (writer->temp);
  writer_free (writer);
}

gboolean
dh_file_write (const char *path, const char *contents, gssize length, GError **error)
{
  DhFileWriter *writer;
  gsize n = length < 0 ? strlen (contents) : (gsize) length;

  g_return_val_if_fail (path != NULL && contents != NULL, FALSE);

  writer = dh_file_writer_new (path, error);
  if (writer == NULL)
    return FALSE;
  if (n > 0 && fwrite (contents, 1, n, writer->stream) != n)
    {
      set_write_error (error, writer->display, errno);
      dh_file_writer_abandon (writer);
      return FALSE;
    }
  return dh_file_writer_finish (writer, error);
}
