#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Downhill authors
"""What makes a translated message come out untranslated or wrong, though it compiles:
plurals that do not name our text domain, and format macros that xgettext cannot see through,
which cut the message off where they stand."""
import pathlib
import re
import sys

CALL = re.compile(r'(?<![A-Za-z0-9_])(_|N_|C_|NC_|ngettext|dngettext|g_dngettext|g_dpgettext2?)\s*\(')
STRING = re.compile(r'"(?:[^"\\\n]|\\.)*"')
COMMENT = re.compile(r'/\*.*?\*/|//[^\n]*', re.S)
# What xgettext knows in the middle of a string: the macros of C99's inttypes.h.
FORMAT = re.compile(r'PRI[diouxX](8|16|32|64|MAX|PTR)$')


def tokens(text):
    """Strings and comments whole, else characters and words, each with its place."""
    pattern = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|\w+|\S', re.S)
    for match in pattern.finditer(text):
        if not COMMENT.fullmatch(match.group()):
            yield match.start(), match.group()


def arguments(stream):
    """The tokens of a call's arguments, after its opening bracket, split at its own commas."""
    found, depth = [[]], 1
    for _, token in stream:
        depth += (token in "([{") - (token in ")]}") if len(token) == 1 else 0
        if depth == 0:
            return found
        if token == "," and depth == 1:
            found.append([])
        else:
            found[-1].append(token)
    return found


def check(text):
    """Pairs of a line and what is wrong there."""
    found = list(tokens(text))
    for i, (place, token) in enumerate(found[:-1]):
        if found[i + 1][1] != "(":
            continue
        line = text.count("\n", 0, place) + 1
        if token in ("ngettext", "dngettext"):
            yield line, f"{token}() here: use g_dngettext (GETTEXT_PACKAGE, …)"
            continue
        if not CALL.fullmatch(token + "("):
            continue
        parts = arguments(found[i + 2:])
        if token.startswith("g_d"):
            if parts[0] != ["GETTEXT_PACKAGE"]:
                yield line, f"{token}() without GETTEXT_PACKAGE"
            parts = parts[1:]
        for part in parts:
            if not any(STRING.fullmatch(word) for word in part):
                continue
            for word in part:
                if word in ("(", ")") or STRING.fullmatch(word) or FORMAT.fullmatch(word):
                    continue
                yield line, f"{word} inside a translated string: xgettext stops there (use PRIu64 or %zu)"


def self_test():
    """The rules find what they are for."""
    bad = ['ngettext ("%d run", "%d runs", n)', '_("step %" G_GUINT64_FORMAT)', '_("a" NAME "b")',
           'g_dngettext (domain, "%u run", "%u runs", n)',
           'g_dngettext (GETTEXT_PACKAGE, "%" G_GSIZE_FORMAT " row", "rows", n)']
    good = ['_("step %" PRIu64 " of %zu"), G_GUINT64_FORMAT', '_(info->label)', '/* ngettext () */',
            'g_dngettext (GETTEXT_PACKAGE, "%u run",\n "%u runs", n)', 'f ("_(" X)', 'N_("a" "b")']
    return all(list(check(text)) for text in bad) and not any(list(check(text)) for text in good)


top = pathlib.Path(sys.argv[1])
problems = [] if self_test() else ["the rules themselves are wrong"]
for path in sorted((top / "src").rglob("*.[ch]")):
    for line, problem in check(path.read_text(encoding="utf-8")):
        problems.append(f"{path.relative_to(top).as_posix()}:{line}: {problem}")
print("1..1")
for problem in problems:
    print(f"# {problem}")
print("not ok 1 i18n" if problems else "ok 1 i18n")
sys.exit(1 if problems else 0)
