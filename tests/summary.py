#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Downhill authors
"""Adds up the JUnit reports of several test runs and prints one closing line.

A report that is missing, or that holds no test at all, is a failure: a suite that did not run
must never look like one that passed.
"""
import sys
import xml.etree.ElementTree as ElementTree


def count(path):
    passed = failed = skipped = 0
    bad = []
    try:
        root = ElementTree.parse(path).getroot()
    except (OSError, ElementTree.ParseError) as error:
        return 0, 1, 0, [f"{path}: {error}"]
    for suite in root.iter("testsuite"):
        for case in suite.iter("testcase"):
            kinds = {child.tag for child in case}
            if "failure" in kinds or "error" in kinds:
                failed += 1
                bad.append(f"{suite.get('name')}: {case.get('name')}")
            elif "skipped" in kinds:
                skipped += 1
            else:
                passed += 1
    if passed + failed == 0:
        return 0, 1, skipped, [f"{path}: no test ran"]
    return passed, failed, skipped, bad


def main():
    arguments = sys.argv[1:]
    failed_builds = int(arguments[1]) if arguments[:1] == ["--failed-builds"] else 0
    totals = [0, failed_builds, 0]
    bad = [f"{failed_builds} configuration(s) did not build"] if failed_builds else []
    for path in arguments[2:]:
        *numbers, names = count(path)
        totals = [a + b for a, b in zip(totals, numbers)]
        bad += names
    for name in bad:
        print(f"FAILED {name}")
    if totals[2]:
        print(f"{totals[2]} skipped")
    print(f"{totals[0]} passed, {totals[1]} failed")
    return 1 if totals[1] or not totals[0] else 0


if __name__ == "__main__":
    sys.exit(main())
