#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Downhill authors
"""Where numbers have a decimal comma: typed both ways, shown with one, and never in a file."""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from driver import folder, main, scenario

LOCALES = pathlib.Path(tempfile.mkdtemp(prefix="downhill-german-"))


def prepare():
    """A German locale of this test's own; the words stay English, so that they are found."""
    if not shutil.which("localedef"):
        print("1..0 # SKIP localedef is not installed")
        sys.exit(77)
    subprocess.run(["localedef", "-i", "de_DE", "-f", "UTF-8", str(LOCALES / "de_DE.UTF-8")], capture_output=True)
    if not (LOCALES / "de_DE.UTF-8").exists():
        print("1..0 # SKIP no source of the German locale; on Debian: apt-get install locales")
        sys.exit(77)
    os.environ.update(LOCPATH=str(LOCALES), LC_ALL="de_DE.UTF-8", LANGUAGE="en")


@scenario
def decimal_commas(start):
    app = start()
    entry = app.find("text", "Learning rate")
    chart = app.find("image", "Weights")
    app.wait(lambda: re.search(r"first \d+,\d", app.description(chart)), "a summary with decimal commas")
    assert app.text(entry) == "0,0001", app.text(entry)
    for typed in ("0,0003", "0.0002"):
        before = app.description(chart)
        app.press(entry)
        app.keys("ctrl+a")
        app.type(typed)
        app.keys("Return")
        app.wait(lambda: app.text(entry) == typed.replace(".", ","), f"“{typed}” to be taken")
        app.wait(lambda: app.description(chart) != before, "the chart to follow")
    good = app.description(chart)
    app.press(entry)
    app.keys("ctrl+a")
    app.type("1.000")
    app.keys("Return")
    app.wait(lambda: app.has(entry, "invalid_entry") or app.all("label", re.compile("two ways")),
             "1.000 to be refused, as it may be a thousand")
    assert app.description(chart) == good
    app.keys("Escape")


@scenario
def files_in_c_form(start):
    path = folder() / "comma.downhill"
    app = start()
    entry = app.find("text", "Learning rate")
    app.press(entry)
    app.keys("ctrl+a")
    app.type("0,00025")
    app.keys("Return")
    app.wait(lambda: "•" in app.title() or "*" in app.title() or app.text(entry) == "0,00025", "the rate")
    app.keys("ctrl+s")
    app.choose_file(path)
    app.wait(path.exists, "the file")
    assert "\nlr=0.00025\n" in path.read_text(encoding="utf-8")
    program = os.environ["DOWNHILL_CLI"]
    german = subprocess.run([program, "run", str(path), "--run", "1", "--csv", "-"], check=True, capture_output=True)
    plain = subprocess.run([program, "run", str(path), "--run", "1", "--csv", "-"], check=True, capture_output=True,
                           env=dict(os.environ, LC_ALL="C"))
    assert b",0.00025," in german.stdout
    assert german.stdout == plain.stdout


if __name__ == "__main__":
    prepare()
    try:
        main()
    finally:
        shutil.rmtree(LOCALES, ignore_errors=True)
