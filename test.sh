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

# build NAME COMPILER [meson options …]: one configuration, with warnings as errors, in build/test-NAME.
build() {
  local name=$1 compiler=$2 dir=build/test-$1
  shift 2
  echo "== $name"
  mkdir -p build
  if ! { CC=$compiler meson setup "$dir" --wipe -Dwerror=true "$@" >"build/$name.log" 2>&1 ||
         CC=$compiler meson setup "$dir" -Dwerror=true "$@" >"build/$name.log" 2>&1; } ||
     ! meson compile -C "$dir" >>"build/$name.log" 2>&1; then
    tail -n 60 "build/$name.log"
    echo "== $name: the build failed"
    failed_builds=$((failed_builds + 1))
    return 1
  fi
}

# run NAME PART [meson test options …]: tests of a configuration that was built, with a report of their own.
run() {
  local dir=build/test-$1 part=$2
  shift 2
  rm -f "$dir/meson-logs/$part.junit.xml"
  meson test -C "$dir" --no-rebuild --print-errorlogs --logbase "$part" "$@" || true
  logs+=("$dir/meson-logs/$part.junit.xml")
}

if build gcc gcc; then run gcc all; fi
if [ "$mode" = all ]; then
  # Leaks of libraries that we don't own are named one by one in tests/lsan.supp, which needs whole stacks.
  export LSAN_OPTIONS=suppressions=$PWD/tests/lsan.supp:print_suppressions=0
  export UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
  if build sanitize gcc -Db_sanitize=address,undefined -Db_lundef=false; then
    export ASAN_OPTIONS=detect_leaks=1:fast_unwind_on_malloc=0:malloc_context_size=30
    run sanitize inside --no-suite e2e --timeout-multiplier 6
    # Whole stacks make the program ten times slower than a person is: here faults of memory are looked for, leaks
    # were above, where the tests of widgets, panels and windows run the same code.
    export ASAN_OPTIONS=detect_leaks=0:fast_unwind_on_malloc=1
    # Seconds that the end to end tests wait for something to happen.
    export DOWNHILL_PATIENCE=60
    run sanitize e2e --suite e2e --timeout-multiplier 6
  fi
  unset LSAN_OPTIONS ASAN_OPTIONS UBSAN_OPTIONS DOWNHILL_PATIENCE
  export TSAN_OPTIONS=ignore_noninstrumented_modules=1:halt_on_error=1
  if build thread gcc -Db_sanitize=thread -Db_lundef=false -Dgui=disabled -Dblas=disabled; then
    run thread all --suite core --suite engine --timeout-multiplier 10
  fi
  unset TSAN_OPTIONS
  if build clang clang -Db_lundef=false; then run clang all --no-suite e2e; fi
fi

/usr/bin/env python3 tests/summary.py --failed-builds "$failed_builds" "${logs[@]}"
