#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Downhill authors
"""Translators see what the program looks up: xgettext, told what po/meson.build tells it, extracts from each lesson
the very texts that the reader asks the catalogue for, escapes undone and paragraphs kept."""
import ast
import pathlib
import re
import shutil
import subprocess
import sys

top = pathlib.Path(sys.argv[1])
LESSON = re.compile(r"Title|Summary|Question|Shows|Prediction[1-5]")
ESCAPE = {"s": " ", "n": "\n", "t": "\t", "r": "\r", "\\": "\\"}


def texts_of(path):
    """What src/io/dh-lesson-read.c asks for."""
    group, found = "", set()
    for line in path.read_text(encoding="utf-8").splitlines():
        header = re.fullmatch(r"\[(.*)\]\s*", line)
        if header:
            group = header.group(1)
            continue
        key, equals, value = line.partition("=")
        key = key.rstrip()
        if line.startswith("#") or not equals:
            continue
        if not value.strip():
            continue
        if (re.fullmatch(r"(.*: )?Run \d+", group) and key == "name") or (
                re.fullmatch(r"(.*: )?View \d+", group) and key == "title"):
            found.add(value.strip())
        if (group == "Lesson" and LESSON.fullmatch(key)) or (re.fullmatch(r"Step \d+", group) and key == "Text"):
            found.add(re.sub(r"\\(.)", lambda m: ESCAPE.get(m.group(1), m.group()), value.lstrip()).strip())
    return found


def extracted(xgettext, path, keywords):
    text = subprocess.run([xgettext, "--language=Desktop", "--from-code=UTF-8", *keywords, "--output=-", str(path)],
                          check=True, capture_output=True, encoding="utf-8").stdout
    found = set()
    for entry in text.split("\n\n")[1:]:
        message = re.search(r'^msgid ((?:".*"\n?)+)', entry, re.M)
        if message:
            found.add("".join(ast.literal_eval(part) for part in message.group(1).splitlines()))
    return found


print("1..1")
xgettext = shutil.which("xgettext")
if not xgettext:
    print("ok 1 lessons # SKIP there is no xgettext")
    sys.exit(0)
keywords = re.findall(r"'(-k\w*)'", (top / "po/meson.build").read_text(encoding="utf-8"))
problems = []
for path in sorted((top / "resources/lessons").glob("*.lesson")):
    wanted, found = texts_of(path), extracted(xgettext, path, keywords)
    name = path.relative_to(top).as_posix()
    problems += [f"{name}: xgettext does not find {text[:60]!r}" for text in sorted(wanted - found)]
    problems += [f"{name}: xgettext finds {text[:60]!r}, which no lesson shows" for text in sorted(found - wanted)]
    if len(wanted) < 7:
        problems.append(f"{name}: only {len(wanted)} texts were found")
for problem in problems:
    print(f"# {problem}")
print("not ok 1 lessons" if problems else "ok 1 lessons")
sys.exit(1 if problems else 0)
