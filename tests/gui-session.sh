#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Downhill authors
#
# Runs a command as in a desktop session of its own: a private X server, session bus with
# accessibility on, and home directory, all gone when the command ends. Nothing appears on the screen of
# whoever runs it, and nothing of theirs is read or written.
#   gui-session.sh [-s WIDTHxHEIGHT] [-w] [-r RENDERER] [-S SCALE] -- COMMAND [ARGUMENT …]
#   -s  size of the screen (1280x800)       -w  with a window manager (openbox), for focus and resizing
#   -r  GSK renderer: cairo (default), gl   -S  scale of the display: 1 (default), 2
# Ends with the command's status; 77 (skipped) where Xvfb isn't installed, 99 where it doesn't start.
set -u

usage() {
  echo "usage: gui-session.sh [-s WIDTHxHEIGHT] [-w] [-r RENDERER] [-S SCALE] -- COMMAND …" >&2
  exit 2
}

screen=1280x800 window_manager=no renderer=cairo scale=1
while getopts s:wr:S: option; do
  case $option in
    s) screen=$OPTARG ;;
    w) window_manager=yes ;;
    r) renderer=$OPTARG ;;
    S) scale=$OPTARG ;;
    *) usage ;;
  esac
done
shift $((OPTIND - 1))
[ $# -gt 0 ] || usage

skip() {
  echo "1..0 # SKIP $1 is not installed; on Debian: apt-get install $2"
  exit 77
}
command -v Xvfb >/dev/null || skip Xvfb xvfb
command -v dbus-run-session >/dev/null || { echo "gui-session.sh: dbus-run-session is missing" >&2; exit 99; }

base=$(mktemp -d "${TMPDIR:-/tmp}/downhill-gui.XXXXXX") || exit 99
server= manager= session=

# Ends what was started here, by process id: first the command with its bus, last the server.
finish() {
  if [ -n "$session" ]; then kill -TERM -- "-$session" 2>/dev/null; fi
  for process in $manager $server; do
    kill "$process" 2>/dev/null
    wait "$process" 2>/dev/null
  done
  rm -rf "$base" 2>/dev/null || { sleep 0.2; rm -rf "$base"; }
}
trap finish EXIT
trap 'exit 143' TERM
trap 'exit 130' INT

mkdir -m 700 "$base"/{home,config,cache,data,state,runtime}
unset WAYLAND_DISPLAY XAUTHORITY DBUS_SESSION_BUS_ADDRESS AT_SPI_BUS_ADDRESS

# The server chooses a free display number itself, so that runs side by side don't collide.
exec {number}>"$base/display"
Xvfb -displayfd "$number" -screen 0 "${screen}x24" -dpi 96 -nolisten tcp -noreset \
  +extension GLX +render >"$base/xvfb.log" 2>&1 &
server=$!
exec {number}>&-
for ((i = 0; i < 400; i++)); do
  [ -s "$base/display" ] && break
  kill -0 "$server" 2>/dev/null || break
  sleep 0.05
done
if ! [ -s "$base/display" ]; then
  echo "gui-session.sh: Xvfb did not start:" >&2
  cat "$base/xvfb.log" >&2
  exit 99
fi

DISPLAY=:$(cat "$base/display")
export DISPLAY HOME=$base/home XDG_CONFIG_HOME=$base/config XDG_CACHE_HOME=$base/cache
export XDG_DATA_HOME=$base/data XDG_STATE_HOME=$base/state XDG_RUNTIME_DIR=$base/runtime
export XDG_CURRENT_DESKTOP=GNOME XDG_SESSION_TYPE=x11
export GDK_BACKEND=x11 GDK_SCALE=$scale GSK_RENDERER=$renderer LIBGL_ALWAYS_SOFTWARE=1
export GTK_A11Y=${GTK_A11Y-atspi} NO_AT_BRIDGE=0 GSETTINGS_BACKEND=memory GIO_USE_VFS=local ADW_DISABLE_PORTAL=1

if [ "$window_manager" = yes ]; then
  if command -v openbox >/dev/null; then
    openbox --sm-disable >"$base/openbox.log" 2>&1 &
    manager=$!
  else
    skip openbox openbox
  fi
fi

# Accessibility has to be on before the program starts: toolkits look once. The bus and what it starts keep
# their remarks to themselves: the standard output is the command's alone, which may speak TAP.
exec 3>&1
setsid dbus-run-session -- bash -c '
  gdbus call --session --dest org.a11y.Bus --object-path /org/a11y/bus \
    --method org.freedesktop.DBus.Properties.Set org.a11y.Status IsEnabled "<true>" >/dev/null 2>&1
  exec "$@" >&3 3>&-' gui-session "$@" >"$base/bus.log" &
session=$!
wait "$session"
status=$?
exit "$status"
