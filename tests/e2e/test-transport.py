#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Downhill authors
"""The playhead: play, pause, step, scrub, by pointer and keys."""
import re

from driver import folder, main, scenario


def position(app):
    """The step that the bar says it shows, as a screen reader hears it."""
    bar = app.all("slider", "Playhead")[0]
    return int(re.search(r"\d+", app.description(bar)).group())


@scenario
def step_and_jump(start):
    app = start()
    app.find("image", "Error")
    app.wait(lambda: position(app) == 145, "the playhead at the end")
    app.press_button("One step back")
    app.wait(lambda: position(app) == 144, "one step back")
    app.press_button("Go to the start")
    app.wait(lambda: position(app) == 0, "the start")
    app.press_button("One step forward")
    app.wait(lambda: position(app) == 1, "one step forward")
    app.press_button("One epoch forward")
    app.wait(lambda: position(app) == 29, "the end of the first epoch")
    app.keys("ctrl+End")
    app.wait(lambda: position(app) == 145, "the end")


@scenario
def play_and_pause(start):
    # Long enough that playing does not reach the end while a slow machine looks on.
    path = folder() / "long.downhill"
    path.write_text("[Downhill]\nformat=1\n[Run 1]\nepochs=2000\n[View 1]\nleft=error\n", encoding="utf-8")
    app = start(path)
    app.wait(lambda: position(app) == 58000, "the playhead at the end")
    app.press_button("Go to the start")
    app.wait(lambda: position(app) == 0, "the start")
    app.press_button("Play")
    app.wait(lambda: position(app) >= 3, "the playhead to walk")
    app.press_button("Pause")
    app.button("Play")
    here = position(app)
    app.press_button("One step forward")
    app.wait(lambda: position(app) == here + 1, "a single step from where it paused")


@scenario
def scrub(start):
    app = start()
    fit = app.find("image", "Fit")
    bar = app.find("slider", "Playhead")
    app.wait(lambda: position(app) == 145, "the playhead at the end")
    end = app.description(fit)
    app.drag(bar, (0.9, 0.5), (0.1, 0.5))
    app.wait(lambda: position(app) < 40, "the playhead to follow the pointer")
    app.wait(lambda: app.description(fit) != end, "the fit to follow")
    app.keys("End")
    app.wait(lambda: position(app) == 145, "the End key on the bar")


if __name__ == "__main__":
    main()
