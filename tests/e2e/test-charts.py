#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Downhill authors
"""Charts: zoom and fit by wheel, drag and double click, the crosshair, adding and removing."""
import re

from driver import main, scenario


@scenario
def zoom_and_fit(start):
    app = start()
    chart = app.find("image", "Error")
    full = app.wait(lambda: app.description(chart), "the summary")
    app.wheel(chart, 4, 0.5, 0.6)
    app.wait(lambda: app.all("push button", "Zoom to fit"), "the button that undoes a zoom")
    app.press(chart, 0.5, 0.6, repeat=2)
    app.wait(lambda: app.description(chart) == full, "a double click to fit")


@scenario
def add_and_remove(start):
    app = start()
    app.find("image", "Error")
    before = len(app.all("image", re.compile(".")))
    app.open_menu("Add a chart")
    app.keys("Down", "Return")
    app.wait(lambda: len(app.all("image", re.compile("."))) > before, "a fifth chart")
    app.keys("ctrl+z")
    app.wait(lambda: len(app.all("image", re.compile("."))) == before, "undo")


if __name__ == "__main__":
    main()
