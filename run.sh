#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Downhill authors
#
# Installs what is missing, builds a release below build/, and opens the window. Without a display
# it runs the first experiment headless and writes its charts as a picture.
#   ./run.sh [FILE]           open the window (on FILE)
#   ./run.sh --dependencies   only install what building and running need
#   ./run.sh --build          install and build, start nothing
set -euo pipefail
cd_back=$PWD
cd "$(dirname "$(readlink -f "$0")")"
top=$PWD
build=$top/build/release
root=$top/build/root
stamp=$build/run.stamp

packages=(build-essential pkg-config meson gettext libgtk-4-dev libadwaita-1-dev
  libopenblas-dev desktop-file-utils adwaita-icon-theme librsvg2-common fonts-cantarell
  fonts-dejavu-core)

say() { printf '%s\n' "$*" >&2; }

# Runs a command as root: directly, or through sudo where there is one.
as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    say "run.sh: installing packages needs root, and there is no sudo. As root, run:"
    say "  apt-get install ${missing[*]}"
    exit 1
  fi
}

install_dependencies() {
  missing=()
  if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    if pkg-config --exists 'gtk4 >= 4.8' 'libadwaita-1 >= 1.2' 2>/dev/null &&
       command -v meson >/dev/null && command -v msgfmt >/dev/null; then
      return 0
    fi
    say "run.sh installs packages only on Debian and its relatives. Install these, then run it again:"
    say "  Fedora:   dnf install gcc meson gettext gtk4-devel libadwaita-devel openblas-devel desktop-file-utils"
    say "  Arch:     pacman -S base-devel meson gettext gtk4 libadwaita openblas desktop-file-utils"
    say "  openSUSE: zypper install gcc meson gettext-tools gtk4-devel libadwaita-devel openblas-devel desktop-file-utils"
    say "GTK must be 4.8 or newer and libadwaita 1.2 or newer."
    exit 1
  fi
  for p in "${packages[@]}"; do
    dpkg-query -W -f '${Status}' "$p" 2>/dev/null | grep -q 'ok installed' || missing+=("$p")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  say "Installing: ${missing[*]}"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q </dev/null >&2
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
    "${missing[@]}" </dev/null >&2
}

# Up to date when nothing that goes into the program is newer than the last install of it.
up_to_date() {
  [ -e "$stamp" ] && [ -x "$root/bin/downhill" ] &&
    [ "$(cat "$stamp")" = "$root" ] &&
    [ -z "$(find src ui resources po meson.build meson_options.txt run.sh -newer "$stamp" -print -quit)" ]
}

build_program() {
  install_dependencies
  say "Building (this takes a minute the first time) …"
  mkdir -p build
  if ! [ -e "$build/build.ninja" ]; then
    meson setup "$build" --buildtype=release --prefix="$root" -Dtests=false >build/run.log 2>&1 ||
      { tail -n 30 build/run.log >&2; say "run.sh: setting up the build failed; the whole log is build/run.log"; exit 1; }
  else
    meson configure "$build" --prefix="$root" >build/run.log 2>&1 || true
  fi
  meson install -C "$build" >>build/run.log 2>&1 ||
    { tail -n 30 build/run.log >&2; say "run.sh: building failed; the whole log is build/run.log"; exit 1; }
  printf '%s\n' "$root" >"$stamp"
}

case "${1-}" in
  --dependencies) install_dependencies; exit 0 ;;
  --build) up_to_date || build_program; exit 0 ;;
esac

up_to_date || build_program

cd "$cd_back"
export XDG_DATA_DIRS="$root/share:${XDG_DATA_DIRS:-/usr/local/share:/usr/share}"
if [ -z "${WAYLAND_DISPLAY-}" ] && [ -z "${DISPLAY-}" ]; then
  charts=$cd_back/downhill-charts.png
  if [ $# -gt 0 ]; then
    "$root/bin/downhill-cli" run "$1" --output "$charts" --size 1400x900
  else
    "$root/bin/downhill-cli" run --first --output "$charts" --size 1400x900
  fi
  say "There is no display here, so the experiment ran without a window. Its charts: $charts"
  say "For the window, start ./run.sh in a desktop session, or log in with ssh -X."
  say "All that needs no window: $root/bin/downhill-cli --help"
  exit 0
fi
exec "$root/bin/downhill" "$@"
