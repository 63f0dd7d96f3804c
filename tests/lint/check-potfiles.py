#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Downhill authors
"""Every file with translatable text is listed in po/POTFILES, and every listed file exists."""
import pathlib
import re
import sys

top = pathlib.Path(sys.argv[1])
C_TEXT = re.compile(r'(?<![A-Za-z0-9_])(?:_|N_|C_|NC_|ngettext|g_dngettext|g_dpgettext2?)\s*\(\s*"')
UI_TEXT = re.compile(r'translatable="(?:yes|true|1)"')


def translatable(path):
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".ui":
        return bool(UI_TEXT.search(text))
    if path.suffix in (".c", ".h"):
        return bool(C_TEXT.search(text))
    return path.name.endswith((".desktop.in", ".metainfo.xml.in", ".gschema.xml"))


# Made of the lessons when the build is configured: see po/meson.build.
found = {"po/lessons.pot"}
for folder in ("src", "ui", "resources"):
    for path in (top / folder).rglob("*"):
        if path.is_file() and path.suffix in (".c", ".h", ".ui", ".in", ".xml") and translatable(path):
            found.add(path.relative_to(top).as_posix())
listed = [line.strip() for line in (top / "po/POTFILES").read_text().splitlines()
          if line.strip() and not line.startswith("#")]
problems = [f"po/POTFILES lacks {name}" for name in sorted(found - set(listed))]
problems += [f"po/POTFILES lists {name}, which has no translatable text"
             for name in sorted(set(listed) - found)]
if listed != sorted(listed):
    problems.append("po/POTFILES is not sorted")
if "--update" in sys.argv:
    (top / "po/POTFILES").write_text("".join(f"{name}\n" for name in sorted(found)))
    sys.exit(0)
print("1..1")
for problem in problems:
    print(f"# {problem}")
print("not ok 1 potfiles" if problems else "ok 1 potfiles")
sys.exit(1 if problems else 0)
