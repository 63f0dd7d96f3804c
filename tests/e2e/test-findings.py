#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Downhill authors
"""The findings bar: what the program noticed, and Go There."""
import pathlib
import re
import tempfile

from driver import main, run, scenario


def position(app):
    """The step that the bar says it shows, as a screen reader hears it."""
    bar = app.all("slider", "Playhead")[0]
    return int(re.search(r"\d+", app.description(bar)).group())


def finding(app):
    """The finding shown, as a screen reader hears it."""
    bars = app.all(name="Findings")
    return app.description(bars[0]) if bars else ""


@scenario
def dead_relu_go_there(start):
    app = start()
    app.wait(lambda: "2 neurons: ran away, step 25 did it" in finding(app), "the run that ran away to be told first")
    app.wait(lambda: "Survives up to" in finding(app), "the rate that it survives")
    app.wait(lambda: position(app) == 145, "the playhead at the end")
    app.press(app.button("Next finding"))
    app.wait(lambda: "bump lost at step 29" in finding(app), "the second finding")
    app.press(app.button("Next finding"))
    app.wait(lambda: "2 neurons + ReLU: ReLU dead since step 25" in finding(app), "the dead ReLU")
    assert "took a from 2.02 to −5.64" in finding(app), finding(app)
    app.press(app.button("Go There"))
    app.wait(lambda: position(app) == 25, "the playhead at the step that killed the unit")
    app.close()
    app.wait_exit()


def runs(app):
    return [i.get_name() for i in app.all("label", re.compile(r"^2 neurons, 0\.\d+$"))]


def orange_tips(app, chart):
    """Where on the screen orange things end at the bottom of a chart, from left to right."""
    picture = pathlib.Path(tempfile.mkdtemp(prefix="downhill-findings-")) / "shot.png"
    app.shot(picture)
    left, top = app.at(chart, 0, 0)
    _, _, width, height = app.extents(chart)
    text = run("convert", str(picture), "-crop", f"{width}x{height}+{left}+{top}", "+repage", "-depth", "8", "txt:-")
    rows = {}
    for x, y, red, green, blue in re.findall(r"^(\d+),(\d+): \((\d+),(\d+),(\d+)", text, re.M):
        if int(red) > 180 and 60 < int(green) < 130 and int(blue) < 60:
            rows.setdefault(int(y), []).append(int(x))
    if not rows:
        return []
    lowest = max(rows)
    tips = []
    for x in sorted(set(rows[lowest] + rows.get(lowest - 1, []))):
        if not tips or x - tips[-1] > 4:
            tips.append(x)
    return [(left + x, top + lowest) for x in tips]


@scenario
def try_it(start):
    """The button adds the run at the rate that it survives, and one undo takes it away again."""
    app = start()
    app.wait(lambda: "Survives up to 0.000073, and by luck at 0.000080." in finding(app), "the rate to be told")
    app.press(app.button("Try It"))
    app.wait(lambda: runs(app) == ["2 neurons, 0.000073"], "the run in the list")
    app.wait(lambda: app.text(app.find("text", "Learning rate")) == "0.000073", "the run selected")
    app.keys("ctrl+z")
    app.wait(lambda: not runs(app), "the run gone")
    app.wait(lambda: "Survives up to 0.000073" in finding(app), "the finding still there")
    app.keys("ctrl+t")
    app.wait(lambda: runs(app) == ["2 neurons, 0.000073"], "the run again, by the keyboard")


@scenario
def sign_click(start):
    """A sign on a chart's axis tells its finding, and a click on it goes there."""
    app = start()
    # The bar has all its lines then, and nothing moves any more.
    app.wait(lambda: "Survives up to" in finding(app), "the findings")
    chart = app.find("image", "Error")
    app.wait(lambda: "Sign: 2 neurons: ran away, step 25 did it." in app.description(chart), "the sign in words")
    app.wait(lambda: position(app) == 145, "the playhead at the end")
    # The tips of the second run's signs are the lowest that is orange in the picture.
    seen = []

    def settled():
        seen.append(orange_tips(app, chart))
        return len(seen) > 3 and len(seen[-1]) == 3 and seen[-1] == seen[-2] == seen[-3] and seen[-1]
    tips = app.wait(settled, "the signs on the screen, standing still")
    for tip, step in zip(tips, (8, 25, 29)):
        run("xdotool", "mousemove", str(tip[0]), str(tip[1] - 3), "sleep", "0.1", "click", "1")
        app.wait(lambda step=step: position(app) == step, f"the playhead at step {step}")
    app.close()
    app.wait_exit()


@scenario
def units_strip(start):
    """Which rows the ReLU is on for follows the playhead, to be read and to be heard."""
    app = start()
    # The bar has all its lines then, and its buttons stay where they are.
    app.wait(lambda: "Survives up to" in finding(app), "the findings")
    app.press(app.button("Next finding"))
    app.wait(lambda: "bump lost at step 29" in finding(app), "the second finding")
    app.press(app.button("Next finding"))
    app.wait(lambda: "ReLU dead since step 25" in finding(app), "the dead ReLU")
    strip = app.find("image", "Rows for which units are on")
    app.wait(lambda: app.description(strip) == "Unit 1 is on for 0 of 29 rows.", "off at the end")
    app.press(app.button("Go There"))
    app.wait(lambda: position(app) == 25, "the playhead at the step that killed it")
    app.find("label", "On for 0 of 29 rows at step 25")
    app.press(app.button("One step back"))
    app.find("label", "On for 29 of 29 rows at step 24")
    app.wait(lambda: app.description(strip) == "Unit 1 is on for 29 of 29 rows.", "on one step before")


@scenario
def run_list_says_it(start):
    app = start()
    for words in ("finished", "ran away", "ReLU dead"):
        app.find("label", words)


if __name__ == "__main__":
    main()
