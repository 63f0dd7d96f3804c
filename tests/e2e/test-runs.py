#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Downhill authors
"""The run list: add, duplicate, rename, hide, reorder, remove; undo reaches all of it."""
from driver import main, scenario


def names(app):
    wanted = ("1 neuron", "2 neurons", "2 neurons + ReLU", "1 neuron (2)", "Mine")
    return [n for n in wanted if app.all(name=n)]


@scenario
def add_and_undo(start):
    app = start()
    chart = app.find("image", "Error")
    app.press_button("Add")
    app.wait(lambda: app.description(chart).count("\n") >= 0 and len(app.all("list item")) == 4
             or "Run" in app.description(chart), "a fourth run")
    app.keys("ctrl+z")
    app.wait(lambda: len(names(app)) == 3, "the three runs again")


@scenario
def duplicate_rename_remove(start):
    app = start()
    chart = app.find("image", "Error")
    app.keys("ctrl+d")
    app.find(name="1 neuron (2)")
    app.wait(lambda: "1 neuron (2)" in app.description(chart), "the chart to draw the copy")
    app.keys("F2")
    app.keys("ctrl+a")
    app.type("Mine")
    app.keys("Return")
    app.wait(lambda: "Mine" in app.description(chart), "the chart to use the new name")
    app.keys("ctrl+z")
    app.wait(lambda: "1 neuron (2)" in app.description(chart), "undo of the renaming")
    app.keys("ctrl+z")
    app.wait(lambda: "1 neuron (2)" not in app.description(chart), "undo of the copy")
    app.keys("ctrl+shift+z")
    app.wait(lambda: "1 neuron (2)" in app.description(chart), "redo")


if __name__ == "__main__":
    main()
