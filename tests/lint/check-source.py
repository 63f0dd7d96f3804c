#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Downhill authors
"""House rules that no compiler checks: SPDX lines, layering, forbidden calls, line endings."""
import pathlib
import re
import sys

top = pathlib.Path(sys.argv[1])
# Folder -> headers of which folders it may include (design: layers).
LAYERS = {
    "core": ["core"],
    "engine": ["core", "engine"],
    "plot": ["plot"],
    "io": ["core", "plot", "io"],
    "cli": ["core", "engine", "plot", "io", "cli"],
    "widgets": ["plot", "widgets"],
    "app": ["core", "engine", "plot", "io", "widgets", "app"],
}
problems = []


def code_of(text):
    """The text without comments and strings, which may name anything."""
    return re.sub(r'/\*.*?\*/|"(?:\\.|[^"\\\n])*"', "", text, flags=re.S)


def layer_of(path):
    return path.relative_to(top / "src").parts[0]


sources = sorted(p for p in (top / "src").rglob("*.[ch]"))
home = {p.name: layer_of(p) for p in sources if p.suffix == ".h"}
for path in sources + sorted((top / "tests").rglob("*.[ch]")):
    name = path.relative_to(top).as_posix()
    text = path.read_text(encoding="utf-8")
    lines = text.split("\n")
    if "SPDX-License-Identifier: GPL-3.0-or-later" not in lines[0]:
        problems.append(f"{name}: first line lacks the SPDX licence")
    if not text.endswith("\n") or "\r" in text or "\t" in text:
        problems.append(f"{name}: a tab, a carriage return or no newline at the end")
    for number, line in enumerate(lines, 1):
        if line != line.rstrip():
            problems.append(f"{name}:{number}: blanks at the end of the line")
        if len(line) > 120:
            problems.append(f"{name}:{number}: longer than 120 columns")
        if re.search(r"\b(TODO|FIXME|XXX)\b", line):
            problems.append(f"{name}:{number}: unfinished work belongs in an issue")
    # A text that is included once for each type says so in its first lines.
    if path.suffix == ".h" and "#pragma once" not in text and "included once for each" not in text:
        problems.append(f"{name}: lacks #pragma once")
    if name.startswith("src/"):
        layer = layer_of(path)
        for include in re.findall(r'#include "([^"]+)"', text):
            owner = home.get(include)
            if owner and owner not in LAYERS[layer]:
                problems.append(f"{name}: {layer} must not include {include} of {owner}")
        if layer not in ("widgets", "app") and re.search(r"#include <(gtk|gdk|adwaita)", text):
            problems.append(f"{name}: no GTK below widgets")
        # libm's elementary functions differ between C libraries; dh-math.h does not.
        code = code_of(text)
        if layer == "core" and re.search(
                r"(?<![\w.>])(exp|log|log10|pow|sin|cos|tan|tanh|erf|erfc|expm1|log1p|cbrt|hypot)f? \(", code):
            problems.append(f"{name}: a libm function whose last digit differs between machines")
        if path.name != "main.c" and re.search(r"\b(g_error|exit|abort) \(", code):
            problems.append(f"{name}: g_error, exit and abort belong in main only")
        if re.search(r"\b(strtod|atof|atoi|sprintf|strcpy|strcat|gets|system|popen) \(", code):
            problems.append(f"{name}: a function that depends on the locale, or is unsafe")

print("1..1")
for problem in problems:
    print(f"# {problem}")
print("not ok 1 source" if problems else "ok 1 source")
sys.exit(1 if problems else 0)
