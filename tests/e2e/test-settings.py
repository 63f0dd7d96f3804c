#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Downhill authors
"""The sidebar's settings, typed and chosen: what is good comes into force, what is bad says so at its place."""
import os
import re
import time

from driver import folder, main, run, scenario


def open_group(app, *names):
    """Opens groups with the learning rate's and the runs' closed, so that all their controls are on the screen."""
    for name in ("Learning rate", *names):
        app.do(app.find("push button", name))
    time.sleep(0.3)  # the revealers come to rest


def write_lines(app, *lines):
    for line in lines:
        app.type(line)
        app.keys("Return")


def enter(app, name, text):
    entry = app.find("text", name)

    def has_focus():
        # What was there before may still be moving out of the way.
        app.press(entry)
        time.sleep(0.1)
        if app.has(entry, "focused"):
            return True
        # A tooltip took the press. It comes again at once where the pointer stays among what has one.
        app.move(5, 5)
        time.sleep(0.8)
        return False
    app.wait(has_focus, f"the focus in {name}")

    def typed():
        # A slow program takes keys late, and the last click may still be about to select a word.
        app.keys("ctrl+a")
        app.type(text)
        return app.wait(lambda: app.text(entry) == text, f"“{text}” in {name}", patience=3)
    app.until(typed, f"“{text}” in {name}")
    app.keys("Return")


def shows(app, name, text):
    app.wait(lambda: app.text(app.find("text", name)) == text, f"{name} to show {text}")


def undo_says(app, what):
    app.wait(lambda: what in app.description(app.find("push button", "Undo")), f"undo to name {what}")


def chart_of(app, name="Error"):
    chart = app.find("image", name)
    app.wait(lambda: app.description(chart).count("least") >= 3, "the chart to be drawn")
    return chart


def settled(app, chart):
    """What the chart says once it has stopped changing: runs are computed and drawn in pieces."""
    def twice():
        text = app.description(chart)
        time.sleep(0.3)
        return text if app.description(chart) == text else None
    return app.wait(twice, "the chart to come to rest")


def changes(app, chart, action):
    """Whatever @action does shows in @chart, and undo takes it back."""
    before = settled(app, chart)
    action()
    app.wait(lambda: app.description(chart) != before, "the chart to follow")
    after = settled(app, chart)
    app.keys("ctrl+z")
    app.wait(lambda: app.description(chart) == before, "undo in the chart")
    app.keys("ctrl+shift+z")
    app.wait(lambda: app.description(chart) == after, "redo in the chart")


@scenario
def optimiser(start):
    app = start()
    chart = chart_of(app)
    open_group(app, "Optimiser")
    changes(app, chart, lambda: app.pick("Update rule", 3))
    app.find("label", re.compile("RMSprop|Adagrad|Adam|Adamax"))
    undo_says(app, "Optimiser")
    enter(app, "Priming passes", "x")
    app.wait(lambda: "is not a number" in app.description(app.find("text", "Priming passes")), "the message")


@scenario
def custom_widths(start):
    app = start()
    chart = chart_of(app)
    open_group(app, "Model")
    app.pick("Kind", 3)
    app.find("label", "25 weights")
    app.wait(lambda: "1–8–1 + Tanh" in app.description(chart), "the run to be named after its model")
    changes(app, chart, lambda: enter(app, "Hidden widths", "4 3"))
    app.find("label", "27 weights")
    shows(app, "Hidden widths", "4, 3")
    enter(app, "Hidden widths", "1000, 1000")
    app.find(None, re.compile("1.?004.?001 weights"))
    app.find("label", "27 weights")
    enter(app, "Hidden widths", "4, 3")
    app.wait(lambda: not app.has(app.find("text", "Hidden widths"), "invalid_entry"), "the error to go")


@scenario
def typed_weights(start):
    app = start()
    chart = chart_of(app, "Weights")
    open_group(app, "Start weights")
    app.pick("Scheme", 5)
    changes(app, chart, lambda: enter(app, "a", "0.25"))
    undo_says(app, "Start weight a")
    before = app.description(chart)
    enter(app, "b", "one")
    app.wait(lambda: "“one” is not a number" in app.description(app.find("text", "b")), "the message")
    assert app.description(chart) == before
    app.keys("Escape")
    shows(app, "b", "1")


@scenario
def data_from_a_file(start):
    good, bad = folder() / "good.csv", folder() / "bad.csv"
    rows = [f"{i},{3 * i + 1}" for i in range(1, 31)]
    good.write_text("x,y\n" + "\n".join(rows) + "\n", encoding="utf-8")
    rows[16] = "17,fifty"
    bad.write_text("x,y\n" + "\n".join(rows) + "\n", encoding="utf-8")
    app = start()
    chart = chart_of(app, "Fit")
    open_group(app, "Data")
    app.pick("Source", 3, closes=False)
    app.choose_file(good)
    app.find("label", "30 rows, x from 1 to 30, y from 4 to 91")
    app.wait(lambda: "greatest 91" in app.description(chart), "the rows in the chart")
    app.do(app.find("push button", "File"))
    app.choose_file(bad)
    app.find(None, re.compile(r"bad\.csv:18:4: “fifty” is not a number"))
    app.find("label", "30 rows, x from 1 to 30, y from 4 to 91")
    app.keys("ctrl+z")
    app.find("label", "29 rows, x from 8 to 99, y from 46 to 228")


@scenario
def table_on_the_command_line(start):
    path = folder() / "rows.csv"
    path.write_text("1;2\n2;4\n3;6\n", encoding="utf-8")
    app = start(path)
    app.find("label", "3 rows, x from 1 to 3, y from 2 to 6")
    undo_says(app, "Data")


@scenario
def pasted_text(start):
    app = start()
    chart_of(app)
    open_group(app, "Data")
    main_window = app.main_window()
    app.pick("Source", 4, closes=False)
    use = app.button("Use rows")
    window = app.wait(lambda: [w for w in app.windows() if "Data as text" in run("xdotool", "getwindowname", w)],
                      "the window for the text")[0]
    run("xdotool", "windowfocus", "--sync", window)
    app.keys("ctrl+a")
    write_lines(app, "1,2", "2,four", "3,6")
    app.find(None, re.compile("2:3: “four” is not a number"))
    app.wait(lambda: not app.has(use, "sensitive"), "the rows to be refused")
    app.keys("ctrl+a")
    write_lines(app, "1,2", "2,4", "3,6")
    app.find("status bar", "3 rows, x from 1 to 3, y from 2 to 6")
    app.wait(lambda: app.has(use, "sensitive"), "the rows to be good")
    app.do(use)
    app.wait(lambda: app.windows() == [main_window], "the window for the text to close")
    app.find("label", "Pasted text, 3 rows · 3 runs")


@scenario
def from_here_on(start):
    app = start()
    chart = chart_of(app)
    app.press(app.button("From here on"))
    enter(app, "Learning rate", "0.00005")
    refusal = app.find(None, re.compile("has no step after the playhead"))
    app.press_button("Go to the start")
    app.wait(lambda: not app.has(refusal, "visible") or app.extents(refusal)[3] == 0, "the refusal to go")
    for _ in range(2):
        app.press_button("One epoch forward")
    app.find("label", re.compile(r"^step 58 / 145"))
    changes(app, chart, lambda: enter(app, "Learning rate", "0.00002"))
    app.find("label", "from step 59: 0.00002")
    app.do(app.find("push button", "Remove the change at step 59"))
    shows(app, "Learning rate", "0.0001")


@scenario
def too_many_epochs(start):
    app = start()
    chart = chart_of(app)
    open_group(app, "Training")
    before = app.description(chart)
    enter(app, "Epochs", "1e12")
    entry = app.find("text", "Epochs")
    app.wait(lambda: "Train fewer epochs" in app.description(entry), "the message")
    assert app.description(chart) == before
    assert "Nothing" in app.description(app.find("push button", "Undo"))
    enter(app, "Epochs", "6")
    app.wait(lambda: app.description(entry) == "", "the message to go")
    app.find("label", re.compile(r"/ 174 · epoch"))


@scenario
def order_by_keys(start):
    app = start()
    chart_of(app)

    def names():
        return [item.get_name() for item in app.all("list item")][:3]

    assert names() == ["1 neuron", "2 neurons", "2 neurons + ReLU"], names()
    app.press(app.find("label", "1 neuron"))
    app.keys("alt+Down")
    app.wait(lambda: names() == ["2 neurons", "1 neuron", "2 neurons + ReLU"], "the run one place down")
    app.keys("alt+Down")
    app.wait(lambda: names() == ["2 neurons", "2 neurons + ReLU", "1 neuron"], "the run at the end")
    app.keys("ctrl+z", "ctrl+z")
    app.wait(lambda: names() == ["1 neuron", "2 neurons", "2 neurons + ReLU"], "undo")


@scenario
def new_run_is_in_view(start):
    app = start()
    chart_of(app)
    for _ in range(8):
        app.keys("ctrl+r")
    rows = app.wait(lambda: (lambda found: found if len(found) == 11 else None)(app.all("list item")), "eleven runs")
    frame = app.extents(app.find("list", "Runs").get_parent())

    def in_view():
        x, y, width, height = app.extents(rows[-1])
        return height > 0 and frame[1] <= y and y + height <= frame[1] + frame[3] + 2
    app.wait(in_view, "the list to scroll to the new run")


@scenario
def speed(start):
    app = start()
    chart_of(app)
    app.open_menu("Speed")
    app.wait(lambda: len(app.windows()) > 1, "the speeds")
    app.keys("Home", "Return")
    app.find(None, "0.1×")
    app.keys("ctrl+Home")
    app.find("label", re.compile(r"^start / 145"))
    app.press_button("Play")
    app.find("label", re.compile(r"^step [1-9] / 145"))
    app.press_button("Pause")
    app.find("push button", "Play")


@scenario
def groups_come_back(start):
    os.environ["GSETTINGS_BACKEND"] = "keyfile"
    try:
        app = start()
        app.do(app.find("push button", "Data"))
        app.do(app.find("push button", "Learning rate"))
        app.wait(lambda: app.extents(app.find("label", "29 rows, x from 8 to 99, y from 46 to 228"))[3] > 0,
                 "the group to open")
        app.close()
        app.wait_exit()
        again = start()
        again.wait(lambda: again.extents(again.find("label", "29 rows, x from 8 to 99, y from 46 to 228"))[3] > 0,
                   "the group to be open")
        assert again.extents(again.find("slider", re.compile("Learning rate")))[3] == 0
    finally:
        os.environ["GSETTINGS_BACKEND"] = "memory"


@scenario
def controls_have_names(start):
    app = start()
    app.find("image", "Error")
    app.find("push button", "New")
    app.find("push button", "Export")
    focusable = [item for item in app.all() if app.has(item, "focusable")]
    # GTK's own item inside a drop-down's button never takes the focus.
    names = {item.get_name() for item in focusable} - {"GtkListItemWidget", "GtkLabel"}
    bad = [name for name in names if name.startswith(("Gtk", "Dh", "Adw"))]
    assert not bad, bad
    rows = [item for item in app.all() if item.get_name() in ("DhSettingRow", "DhParamRows", "DhSidebar")]
    assert not rows, len(rows)
    for name in ("Runs", "Epochs", "Update rule"):
        assert app.all("panel", name), name


@scenario
def wheel_over_the_rate_scrolls(start):
    app = start(size=(900, 600))
    chart = chart_of(app)
    for name in ("Data", "Training"):
        app.do(app.find("push button", name))
    time.sleep(0.3)
    before = app.description(chart)
    app.wheel(app.find("slider", re.compile("Learning rate")), -5)
    header = app.find("push button", "Runs")
    app.wait(lambda: app.extents(header)[1] < 0, "the sidebar to scroll")
    assert app.description(chart) == before


if __name__ == "__main__":
    main()
