#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Downhill authors
"""Charts: zoom and fit by wheel, drag and double click, the crosshair, adding and removing."""
import re

from driver import folder, main, run, scenario

FIT = "Zoom to fit"


def pixels(app, chart):
    """A fingerprint of what the screen shows of a chart."""
    picture = folder() / "shot.png"
    app.shot(picture)
    x, y = app.at(chart, 0, 0)
    _, _, width, height = app.extents(chart)
    return run("convert", str(picture), "-crop", f"{width}x{height}+{x}+{y}", "+repage", "-format", "%#", "info:")


def settled(app, chart):
    """The same, once two in a row are the same."""
    seen = [pixels(app, chart)]

    def same():
        seen.append(pixels(app, chart))
        return seen[-1] == seen[-2]
    app.wait(same, "a picture that stands still")
    return seen[-1]


def zoomed(app):
    return bool(app.all("push button", FIT))


def summary(app, name):
    chart = app.find("image", name)
    app.wait(lambda: app.description(chart), "the summary")
    return chart


def add_chart(app):
    app.open_by(lambda: app.open_menu("Add a chart"), "menu item", "the menu")
    app.keys("Return")
    app.wait(lambda: not app.takes_keys("menu item"), "the menu to go")


def press_in(app, item):
    """Clicks on something in the window that is open beside the main one."""
    x, y = app.at(item, window=[w for w in app.windows() if w != app.main_window()][0])
    run("xdotool", "mousemove", str(x), str(y), "sleep", "0.1", "click", "1")


def open_settings(app, chart):
    app.open_context_menu(chart)
    app.keys("Return")
    window = app.find("frame", "Chart Settings")
    app.wait(lambda: app.has(app.find("text", "Title", root=window), "focused"), "the focus in the settings")
    return window


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
    add_chart(app)
    app.wait(lambda: len(app.all("image", re.compile("."))) > before, "a fifth chart")
    app.keys("ctrl+z")
    app.wait(lambda: len(app.all("image", re.compile("."))) == before, "undo")


@scenario
def box_pan_fit(start):
    app = start()
    chart = summary(app, "Error")
    app.move(5, 5)
    full = settled(app, chart)
    app.drag(chart, (0.3, 0.5), (0.6, 0.8))
    app.wait(lambda: zoomed(app), "the button that undoes a zoom")
    app.move(5, 5)
    boxed = settled(app, chart)
    assert boxed != full
    app.drag(chart, (0.6, 0.6), (0.4, 0.6), button=2)
    app.move(5, 5)
    panned = settled(app, chart)
    assert panned not in (boxed, full)
    app.do(app.find("push button", FIT))
    app.wait(lambda: not zoomed(app), "the button to go with the zoom")
    app.wait(lambda: pixels(app, chart) == full, "all of it as at first")


@scenario
def zoom_goes_with_its_axis(start):
    app = start()
    chart = summary(app, "Error")
    app.drag(chart, (0.5, 0.5), (0.8, 0.52))
    app.wait(lambda: zoomed(app), "the button that undoes a zoom")
    window = open_settings(app, chart)
    over = app.find("combo box", "Over", root=window)
    app.pick(over, 1, press=lambda item: press_in(app, item))
    app.wait(lambda: "Epoch" in app.description(chart), "the chart over epochs")
    assert not zoomed(app), "steps 70 to 120 are no epochs"


@scenario
def crosshair_everywhere(start):
    app = start()
    charts = [summary(app, name) for name in ("Error", "Weights", "Derivatives", "Fit")]
    app.move(5, 5)
    before = [settled(app, c) for c in charts]
    x, y = app.at(charts[0], 0.5, 0.6)
    app.move(x, y)
    app.move(x + 2, y)
    for chart, was in zip(charts[:3], before):
        app.wait(lambda c=chart, w=was: pixels(app, c) != w, "the crosshair in every chart over steps")
    assert pixels(app, charts[3]) == before[3], "the fit has no steps"
    app.move(5, 5)
    for chart, was in zip(charts, before):
        app.wait(lambda c=chart, w=was: pixels(app, c) == w, "the crosshair to go")
    # In words: the values at a step, for those who don't see them.
    app.press(charts[0], 0.5, 0.6, button=1)
    app.move(5, 5)
    app.keys("Home", "ctrl+Right")
    app.wait(lambda: app.description(charts[0]).startswith("Step 2: 1 neuron "), "the values at step 2")
    app.keys("End")
    app.wait(lambda: app.description(charts[0]).startswith("Step 145: 1 neuron 584.8915"), "the values at the end")


@scenario
def legend_hides_a_line(start):
    app = start()
    chart = summary(app, "Error")
    assert " 1 neuron: first" in app.description(chart)
    _, _, width, height = app.extents(chart)
    at = (50 / width, 18 / height)
    app.press(chart, *at)
    app.wait(lambda: " 1 neuron: first" not in app.description(chart), "the line to go")
    assert "2 neurons: first" in app.description(chart)
    app.press(chart, *at)
    app.wait(lambda: " 1 neuron: first" in app.description(chart), "the line to come back")
    app.keys("ctrl+z")
    app.wait(lambda: " 1 neuron: first" not in app.description(chart), "undo")


@scenario
def settings_of_a_chart(start):
    app = start()
    chart = summary(app, "Weights")
    window = open_settings(app, chart)
    app.type("Mine")
    app.keys("Return")
    app.wait(lambda: app.all("image", "Mine"), "the new title")
    app.keys("Tab", "space")
    app.wait(lambda: app.takes_keys("menu item"), "the menu")
    app.keys("Return")
    app.wait(lambda: "1 neuron · Error: first" in app.description(app.find("image", "Mine")), "another quantity")
    app.do(app.button("Remove Weights from this axis"))
    app.wait(lambda: "Weights" not in app.description(app.find("image", "Mine")), "the first to go")

    # A fixed range starts as what is seen, in numbers that a person would type.
    app.do(app.all("check box", "Automatic range", root=window)[0])
    low = app.find("text", "From", root=window)
    app.wait(lambda: app.text(low), "the range's end")
    assert len(app.text(low)) <= 7, app.text(low)
    high = app.text(app.find("text", "To", root=window))
    press_in(app, low)
    app.wait(lambda: app.has(low, "focused"), "the focus")
    app.keys("ctrl+a")
    app.type("1e9")
    app.keys("Return")
    app.find("label", re.compile("below|less|smaller|above|greater|larger"), root=window)
    app.keys("ctrl+a")
    app.type("-5")
    app.keys("Return")
    app.wait(lambda: not app.all("label", re.compile("below|less|smaller|above|greater|larger"), root=window),
             "the message to go")
    assert app.text(app.find("text", "To", root=window)) == high
    app.keys("Escape")
    app.wait(lambda: len(app.windows()) == 1, "the settings to close")


@scenario
def six_charts(start):
    app = start(size=(900, 600))
    summary(app, "Error")

    def charts():
        # Those of this page: the others have charts too.
        return app.all("image", re.compile("."), root=app.all("filler", "DhChartsPage")[0])
    for n in (5, 6):
        add_chart(app)
        app.wait(lambda n=n: len(charts()) == n, f"{n} charts")
    for chart in charts():
        app.wait(lambda c=chart: app.description(c), "the summary")
        _, _, width, height = app.extents(chart)
        assert width >= 160 and height >= 100, (width, height)
    app.open_context_menu(charts()[5])
    app.keys("Up", "Return")
    app.wait(lambda: len(charts()) == 5, "five charts")


if __name__ == "__main__":
    main()
