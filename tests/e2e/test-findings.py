#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Downhill authors
"""The findings bar: what the program noticed, and Go There."""
import re

from driver import main, scenario


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


@scenario
def run_list_says_it(start):
    app = start()
    for words in ("crawling", "ran away", "ReLU dead"):
        app.find("label", words)


if __name__ == "__main__":
    main()
