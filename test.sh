#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Downhill authors
#
# Installs what the tests need, builds with warnings as errors, and runs everything: unit and end to end
# tests with gcc, the whole suite under ASan and UBSan, core and engine under TSan, and the
# numbers once more with clang. Ends with a line such as "312 passed, 0 failed".
#   ./test.sh           everything
#   ./test.sh quick     only the gcc build and its tests
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")"
mode=${1-all}
case "$mode" in all|quick) ;; *) echo "usage: ./test.sh [quick]" >&2; exit 2 ;; esac

test_packages=(xvfb openbox xdotool imagemagick dbus at-spi2-core gir1.2-atspi-2.0 python3-gi
  appstream libgtk-4-bin libglib2.0-bin clang libclang-rt-14-dev libgl1-mesa-dri xauth)

./run.sh --dependencies
if command -v dpkg-query >/dev/null; then
  missing=()
  for p in "${test_packages[@]}"; do
    dpkg-query -W -f '${Status}' "$p" 2>/dev/null | grep -q 'ok installed' || missing+=("$p")
  done
  if [ ${#missing[@]} -gt 0 ]; then
    echo "Installing for the tests: ${missing[*]}"
    sudo=; [ "$(id -u)" = 0 ] || sudo=sudo
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get update -q </dev/null >/dev/null
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
      "${missing[@]}" </dev/null >/dev/null
  fi
fi

logs=()
failed_builds=0

# check NAME COMPILER [meson options …] -- [meson test options …]: builds and tests one configuration.
check() {
  local name=$1 compiler=$2 dir=build/test-$1 options=() selection=()
  shift 2
  while [ $# -gt 0 ] && [ "$1" != -- ]; do options+=("$1"); shift; done
  [ $# -eq 0 ] || shift
  selection=("$@")
  echo "== $name"
  mkdir -p build
  if ! { CC=$compiler meson setup "$dir" --wipe -Dwerror=true "${options[@]}" >"build/$name.log" 2>&1 ||
         CC=$compiler meson setup "$dir" -Dwerror=true "${options[@]}" >"build/$name.log" 2>&1; } ||
     ! meson compile -C "$dir" >>"build/$name.log" 2>&1; then
    tail -n 60 "build/$name.log"
    echo "== $name: the build failed"
    failed_builds=$((failed_builds + 1))
    return
  fi
  rm -f "$dir"/meson-logs/testlog*.junit.xml
  meson test -C "$dir" --no-rebuild --print-errorlogs "${selection[@]}" || true
  logs+=("$dir/meson-logs/testlog.junit.xml")
}

check gcc gcc
if [ "$mode" = all ]; then
  # Leaks of libraries that we don't own are named one by one in tests/lsan.supp.
  export LSAN_OPTIONS=suppressions=$PWD/tests/lsan.supp:print_suppressions=0
  export ASAN_OPTIONS=detect_leaks=1:fast_unwind_on_malloc=0:malloc_context_size=30
  export UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
  # Seconds that the end to end tests wait for something to happen: the program is slower here.
  export DOWNHILL_PATIENCE=60
  check sanitize gcc -Db_sanitize=address,undefined -Db_lundef=false -- --timeout-multiplier 6
  unset LSAN_OPTIONS ASAN_OPTIONS UBSAN_OPTIONS DOWNHILL_PATIENCE
  export TSAN_OPTIONS=ignore_noninstrumented_modules=1:halt_on_error=1
  check thread gcc -Db_sanitize=thread -Db_lundef=false -Dgui=disabled -Dblas=disabled -- \
    --suite core --suite engine --timeout-multiplier 10
  unset TSAN_OPTIONS
  check clang clang -Db_lundef=false -- --no-suite e2e
fi

/usr/bin/env python3 tests/summary.py --failed-builds "$failed_builds" "${logs[@]}"
