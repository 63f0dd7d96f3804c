#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Downhill authors
"""The slider that knows: its bands against downhill-cli sweep, the thumb dragged through all of them, keys from band to
band, and bands that follow whatever else is changed."""
import csv
import math
import os
import pathlib
import re
import tempfile
import time

from driver import main, run, scenario

EXPERIMENT = """[Downhill]
format=1

[Data]
source=workbook

[Run 1]
id=1
name=Two
colour=0
visible=true
model={model}
init=ones
gradient=analytic
optimizer={optimizer}
lr={lr}
epochs=5

[View 1]
x=step
left=error
left-axis=log
"""


def experiment(app_or_home, model="two-relu", optimizer="workbook-sgd", lr="0.00001"):
    path = app_or_home / "bands.downhill"
    path.write_text(EXPERIMENT.format(model=model, optimizer=optimizer, lr=lr), encoding="utf-8")
    return path


def sweep(path, low, high, *settings):
    """What the command line says: (rate, outcome) at the slider's 128 rates."""
    text = run(os.environ["DOWNHILL_CLI"], "sweep", path, *settings, "--over", f"lr={low}:{high}:128", "--csv", "-")
    return [(float(row["lr"]), row["outcome"]) for row in csv.DictReader(text.splitlines())]


def in_words(points):
    """The same as the slider's description lists it: (outcome, last rate to three digits), the last without a rate."""
    bands = [(a[1], float(f"{a[0]:.3g}")) for a, b in zip(points, points[1:]) if a[1] != b[1]]
    return bands + [(points[-1][1], None)]


def told(app, slider):
    """The bands that the slider's description lists."""
    text = app.description(slider)
    if "By learning rate: " not in text:
        return None
    found = []
    for part in text.split("By learning rate: ")[1].rstrip(".").split(", "):
        match = re.fullmatch(r"([a-z ]+?) (?:up to|to) ([-+.e0-9]+)|([a-z ]+?) (?:above|on the whole scale)", part)
        assert match, part
        found.append((match[1], float(match[2])) if match[1] else (match[3], None))
    return found


def outcomes(points, rate):
    """What the slider may say about a rate: the outcomes on both sides of it."""
    below = [p for p in points if p[0] <= rate * (1 + 1e-9)]
    above = [p for p in points if p[0] >= rate * (1 - 1e-9)]
    if not below or not above:
        return "off the scale"
    low, high = below[-1][1], above[0][1]
    return low if low == high else f"{low} or {high}"


def open_slider(start, tmp, **settings):
    app = start(experiment(tmp, **settings))
    app.find("image", "Error")
    return app, app.find("slider", re.compile("^Learning rate")), app.find("text", "Learning rate")


def temporary():
    return pathlib.Path(tempfile.mkdtemp(prefix="downhill-bands-"))


def wait_bands(app, slider, points):
    expected = in_words(points)
    app.wait(lambda: told(app, slider) == expected, f"the bands {expected}")


@scenario
def dragged_through_all_bands(start):
    tmp = temporary()
    app, slider, entry = open_slider(start, tmp)
    points = sweep(experiment(tmp), "1e-7", "1e-2")
    assert len({kind for _, kind in points}) >= 3, "an experiment with several bands"
    wait_bands(app, slider, points)
    bands = told(app, slider)
    before = app.text(entry)
    seen = set()
    x, y = app.at(slider, 0.03, 0.5)
    end, _ = app.at(slider, 0.97, 0.5)
    run("xdotool", "mousemove", str(x), str(y), "sleep", "0.1", "mousedown", "1")
    for k in range(1, 41):
        at = 0.03 + 0.94 * k / 40
        run("xdotool", "mousemove", str(x + (end - x) * k // 40), str(y))

        def follows():
            rate, text = app.text(entry), app.description(slider)
            near = abs(math.log10(float(rate)) + 7 - 5 * at) < 0.1
            return near and text.startswith(f"{rate}: ") and (rate, text)
        rate, text = app.wait(follows, f"the slider's words at stop {k}")
        outcome = text.split(": ", 1)[1].split(". By")[0]
        assert outcome == outcomes(points, float(rate)), f"{rate}: {outcome}, not {outcomes(points, float(rate))}"
        seen.update(outcome.split(" or "))
    assert told(app, slider) == bands, "a drag changes no band"
    run("xdotool", "mouseup", "1")
    assert seen >= {kind for _, kind in points}, f"only {seen} were met"
    app.keys("ctrl+z")
    app.wait(lambda: app.text(entry) == before, "one step of undo for the whole drag")


@scenario
def keys_go_from_band_to_band(start):
    tmp = temporary()
    app, slider, entry = open_slider(start, tmp, model="linear", lr="0.0000001")
    points = sweep(experiment(tmp, model="linear"), "1e-7", "1e-2")
    wait_bands(app, slider, points)
    kinds = [kind for kind, _ in told(app, slider)]
    app.press(slider, 0.03)
    app.wait(lambda: app.has(slider, "focused"), "the focus on the slider")
    app.wait(lambda: app.description(slider).startswith(f"{app.text(entry)}: {kinds[0]}."), "the first band")
    for kind in kinds[1:]:
        before = app.text(entry)
        app.keys("ctrl+Right")
        app.wait(lambda: app.text(entry) != before, "the next band")
        app.wait(lambda: app.description(slider).startswith(f"{app.text(entry)}: {kind}."), f"to be in “{kind}”")
        app.find("label", f"At this rate: {kind}")
    for kind in reversed(kinds[:-1]):
        app.keys("ctrl+Left")
        app.wait(lambda: app.description(slider).startswith(f"{app.text(entry)}: {kind}."), f"back in “{kind}”")


@scenario
def another_optimiser_paints_anew(start):
    tmp = temporary()
    app, slider, _ = open_slider(start, tmp, model="linear")
    path = experiment(tmp, model="linear")
    before = sweep(path, "1e-7", "1e-2")
    wait_bands(app, slider, before)
    for name in ("Runs", "Optimiser"):
        app.do(app.find("push button", name))
    time.sleep(0.3)  # the revealers come to rest
    app.pick("Update rule", 1)
    wait_bands(app, slider, sweep(path, "1e-5", "10", "--optimizer", "adagrad"))
    app.keys("ctrl+z")
    wait_bands(app, slider, before)


@scenario
def another_model_paints_anew(start):
    tmp = temporary()
    app, slider, _ = open_slider(start, tmp, model="linear")
    path = experiment(tmp, model="linear")
    wait_bands(app, slider, sweep(path, "1e-7", "1e-2"))
    for name in ("Runs", "Model"):
        app.do(app.find("push button", name))
    time.sleep(0.3)  # the revealers come to rest
    app.pick("Kind", 1)
    wait_bands(app, slider, sweep(path, "1e-7", "1e-2", "--model", "two-linear"))


@scenario
def fast_changes_end_right(start):
    tmp = temporary()
    app, slider, _ = open_slider(start, tmp)
    path = experiment(tmp)
    wait_bands(app, slider, sweep(path, "1e-7", "1e-2"))
    for name in ("Runs", "Training"):
        app.do(app.find("push button", name))
    time.sleep(0.3)  # the revealers come to rest
    epochs = app.find("text", "Epochs")
    app.press(epochs)
    app.keys(*["Up"] * 40, *["Down"] * 12)
    app.wait(lambda: app.text(epochs) == "33", "the last of many lengths")
    wait_bands(app, slider, sweep(path, "1e-7", "1e-2", "--epochs", "33"))
    app.press(app.find("text", "Learning rate"))
    app.keys("ctrl+z")
    app.wait(lambda: app.text(epochs) != "33", "undo")


if __name__ == "__main__":
    main()
