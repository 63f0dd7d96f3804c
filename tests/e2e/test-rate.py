#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Downhill authors
"""The learning rate: dragged, typed, mistyped, undone; every chart follows."""
import re

from driver import main, scenario


def parts(app):
    app.find("image", "Weights")
    slider = app.find("slider", re.compile("^Learning rate"))
    entry = app.find("text", "Learning rate")
    return slider, entry


@scenario
def drag_changes_the_weights_chart(start):
    app = start()
    slider, entry = parts(app)
    chart = app.find("image", "Weights")
    before = app.wait(lambda: app.description(chart), "the chart's summary")
    rate = app.text(entry)
    app.drag(slider, (0.35, 0.5), (0.15, 0.5))
    app.wait(lambda: app.text(entry) != rate, "the number to follow the slider")
    app.wait(lambda: app.description(chart) != before, "the weights chart to follow")
    app.keys("ctrl+z")
    app.wait(lambda: app.description(chart) == before, "undo to bring the numbers back")
    assert app.text(entry) == rate, "one drag is one step of undo"


@scenario
def typed_values(start):
    app = start()
    slider, entry = parts(app)
    chart = app.find("image", "Weights")
    before = app.description(chart)
    good = app.text(entry)
    for text in ("abc", "0", "-1", "1e400", "1.2.3"):
        app.press(entry)
        app.keys("ctrl+a")
        app.type(text)
        app.keys("Return")
        app.wait(lambda: app.has(entry, "invalid_entry") or app.all("label", re.compile("number|greater|large")),
                 f"“{text}” to be refused")
        assert app.description(chart) == before, f"“{text}” changed the chart"
    app.keys("Escape")
    app.wait(lambda: app.text(entry) == good, "Escape to bring the last good value back")
    app.press(entry)
    app.keys("ctrl+a")
    app.type("0.00003")
    app.keys("Return")
    app.wait(lambda: app.description(chart) != before, "a good value to take effect")


if __name__ == "__main__":
    main()
