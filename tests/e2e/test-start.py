#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Downhill authors
"""The program starts on an experiment that shows something, and says what is wrong when it can't."""
import os
import pathlib
import subprocess
import tempfile

from driver import PROGRAM, main, scenario


@scenario
def first_experiment(start):
    app = start()
    for name in ("Error", "Weights", "Derivatives", "Fit"):
        chart = app.find("image", name)
        app.wait(lambda c=chart: "2 neurons" in app.description(c), f"{name} to describe its lines")
    bar = app.find("slider", "Playhead")
    app.wait(lambda: app.description(bar) == "step 145 of 145", "the playhead at the end")
    for run in ("1 neuron", "2 neurons", "2 neurons + ReLU"):
        app.find(name=run)


@scenario
def sidebar_key(start):
    app = start()
    chart = app.find("image", "Error")
    before = app.extents(chart)[2]
    app.keys("F9")
    app.wait(lambda: app.extents(chart)[2] > before + 40, "the charts to take the sidebar's room")
    app.keys("F9")
    app.wait(lambda: app.extents(chart)[2] == before, "the sidebar to come back")


@scenario
def quit_in_the_middle(start):
    app = start()
    app.find("image", "Error")
    app.keys("ctrl+q")
    app.wait_exit()


@scenario
def older_settings_schema(start):
    """A schema of an older version, left in the system, lacks keys: GSettings would end the program."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="downhill-schema-"))
    (folder / "io.github.downhill.Downhill.gschema.xml").write_text(
        '<schemalist><schema id="io.github.downhill.Downhill" path="/io/github/downhill/Downhill/">'
        '<key name="speed" type="d"><default>1</default></key></schema></schemalist>', encoding="utf-8")
    subprocess.run(["glib-compile-schemas", str(folder)], check=True)
    app = start(environment={"GSETTINGS_SCHEMA_DIR": str(folder)})
    app.find("image", "Error")


@scenario
def no_display(start):
    environment = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    done = subprocess.run([PROGRAM], env=environment, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 1, done
    assert "downhill-cli" in done.stderr, done.stderr


@scenario
def version_and_wrong_usage(start):
    done = subprocess.run([PROGRAM, "--version"], capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 0 and done.stdout.startswith("downhill "), done
    done = subprocess.run([PROGRAM, "--nonsense"], capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode != 0 and "--nonsense" in done.stderr, done


if __name__ == "__main__":
    main()
