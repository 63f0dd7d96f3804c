#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Downhill authors
"""The smoothing page: a signal chosen, β dragged, the formula read, beside what downhill-cli smooth says; a recorded
signal; saved, opened, undone."""
import contextlib
import csv
import io
import os
import re
import subprocess

from driver import folder, main, scenario

SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def smooth(*arguments):
    """The rows that the command line gives for the same settings."""
    command = [os.environ["DOWNHILL_CLI"], "smooth", *map(str, arguments), "--csv", "-"]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [{k: float(v) for k, v in row.items()} for row in csv.DictReader(io.StringIO(text))]


def tick(app, name):
    def ticked():
        box = app.find("check box", name)
        app.press(box)
        return app.wait(lambda: app.has(box, "checked"), f"{name} to be chosen", 2)
    for _ in range(5):
        with contextlib.suppress(AssertionError):
            if ticked():
                break


def enter(app, name, text):
    entry = app.find("text", name)

    def has_focus():
        app.press(entry)
        return app.has(entry, "focused")
    app.wait(has_focus, f"the focus in {name}")
    app.keys("ctrl+a")
    app.type(text)
    app.keys("Return")


def formula(app, method):
    """The line of this method, and the number that it ends with."""
    # Not a tooltip, which has a formula too: the page's begins with the method.
    lines = app.wait(lambda: [line for label in app.all("label", re.compile(re.escape(method) + ": "))
                              for line in app.text(label).splitlines() if line.startswith(method + ": ")],
                     f"the formula of {method}")
    line = lines[0]
    number = line.rsplit("= ", 1)[-1].replace("−", "-")
    match = re.fullmatch(r"(-?[0-9.]+)(?:[·×]10([⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+))?", number)
    if not match:
        return line, float("nan")
    exponent = (match.group(2) or "0").translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-"))
    return line, float(match.group(1)) * 10 ** int(exponent)


def says(app, method, place, value):
    def right():
        line, number = formula(app, method)
        # m₁₀₁, or m̂₁₀₁ with its hat.
        return (str(place).translate(SUBSCRIPTS) + " =" in line
                and abs(number - value) <= 1e-5 * max(abs(value), 1e-3))
    app.wait(right, f"{method} at {place} to be {value:g}")


def open_page(app):
    app.find("image", "Error")
    app.keys("alt+2")
    return app.find("image", "Sine")


@scenario
def page_by_pointer_and_keys(start):
    app = start()
    app.find("image", "Error")
    app.press(app.find("page tab", "Smoothing"))
    chart = app.find("image", "Sine")
    app.wait(lambda: "Accumulated momentum" in app.description(chart), "the chart's summary")
    app.find("label", "value 200 / 200")
    app.keys("alt+1")
    app.find("label", re.compile("step 145 / 145"))
    app.keys("alt+2")
    app.find("label", "value 200 / 200")


@scenario
def step_signal_and_beta(start):
    app = start()
    open_page(app)
    app.pick("Signal", 1)
    chart = app.find("image", "Constant 1, then 0.5")
    app.wait(lambda: "greatest 10." in app.description(chart), "accumulated momentum to reach ten times the signal")
    rows = smooth("--signal", "step:100", "--beta", "0.9", "--method", "ema,corrected,accumulated,dampened")
    says(app, "Average (EMA)", 200, rows[199]["ema"])
    for name, method in (("Bias-corrected average", "corrected"), ("Dampened momentum", "dampened")):
        tick(app, name)
        says(app, name, 200, rows[199][method])
    app.wait(lambda: "Dampened momentum" in app.description(chart), "the chart to draw it")
    # The slider, by pointer; the number says where it got to.
    slider = app.find("slider", "β, logarithmic")
    entry = app.find("text", "β")
    app.drag(slider, (0.27, 0.5), (0.47, 0.5))
    app.wait(lambda: app.text(entry) != "0.9", "the number to follow the slider")
    beta = app.text(entry)
    assert 0.95 < float(beta) < 0.999, beta
    rows = smooth("--signal", "step:100", "--beta", beta, "--method", "ema,accumulated")
    says(app, "Average (EMA)", 200, rows[199]["ema"])
    says(app, "Accumulated momentum", 200, rows[199]["accumulated"])
    # One drag is one step of undo.
    app.keys("ctrl+z")
    app.wait(lambda: app.text(entry) == "0.9", "undo of the drag")
    # And typed.
    enter(app, "β", "0.5")
    rows = smooth("--signal", "step:100", "--beta", "0.5", "--method", "accumulated")
    says(app, "Accumulated momentum", 200, rows[199]["accumulated"])
    enter(app, "β", "1")
    app.wait(lambda: app.all("label", re.compile("less|below|smaller")) or app.has(entry, "invalid_entry"),
             "β = 1 to be refused")
    says(app, "Accumulated momentum", 200, rows[199]["accumulated"])


@scenario
def playhead_and_weights(start):
    app = start()
    open_page(app)
    rows = smooth("--signal", "sine:40:1", "--beta", "0.9", "--method", "ema,accumulated")
    scrubber = app.find("slider", "Playhead")
    app.press(scrubber)
    app.keys("Home")
    app.wait(lambda: "←" in formula(app, "Average (EMA)")[0], "the formula in symbols")
    app.keys("Right", "Right", "Right")
    says(app, "Average (EMA)", 3, rows[2]["ema"])
    app.find("image", "Weights of the last 50 values at value 3")
    # A click on the chart's axis strip moves it too.
    chart = app.find("image", "Sine")
    app.press(chart, 0.5, 0.93)
    app.wait(lambda: "m₃ =" not in formula(app, "Average (EMA)")[0], "the playhead to go where the axis was clicked")
    place = int(re.search("m([₀-₉]+) =", formula(app, "Average (EMA)")[0]).group(1)
                .translate(str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")))
    assert 80 < place < 120, place
    says(app, "Accumulated momentum", place, rows[place - 1]["accumulated"])


@scenario
def recorded_saved_and_opened(start):
    path = folder() / "mine.downhill"
    app = start()
    open_page(app)
    app.pick("Signal", 4)
    chart = app.find("image", re.compile("^1 neuron · Derivatives a"))
    app.find("label", re.compile("step 145 / 145"))
    app.pick("Of", 2)
    app.find("image", re.compile(r"2 neurons \+ ReLU · Derivatives a"))
    rows = smooth("--first", "--run", 3, "--signal", "g.a", "--method", "ema,accumulated")
    says(app, "Accumulated momentum", 145, rows[144]["accumulated"])
    # Three more signals, which is all there is room for.
    add = app.button("Compare With Another Signal")
    app.press(add)
    chart = app.find("image", re.compile("Derivatives a"))
    app.wait(lambda: "1 neuron · Derivatives a" in app.description(chart), "the next run's beside it")
    tick(app, "Averages too")
    app.wait(lambda: "1 neuron · Derivatives a · Average (EMA)" in app.description(chart), "its average")
    app.keys("ctrl+s")
    app.choose_file(path)
    app.wait(path.exists, "the file")
    text = path.read_text(encoding="utf-8")
    assert "[Smoothing]" in text and "signal-1=3/g.a" in text and "average-2=true" in text, text
    app.keys("ctrl+z")
    app.wait(lambda: "1 neuron · Derivatives a · Average (EMA)" not in app.description(chart), "undo of the average")
    app.keys("ctrl+z", "ctrl+z", "ctrl+z")
    app.find("image", "Sine")
    app.keys("ctrl+q")
    app.press_button("Discard")
    app.wait_exit()

    again = start(path)
    again.find("image", "Error")
    again.keys("alt+2")
    chart = again.find("image", re.compile(r"2 neurons \+ ReLU · Derivatives a"))
    again.wait(lambda: "1 neuron · Derivatives a · Average (EMA)" in again.description(chart), "the saved signals")
    says(again, "Accumulated momentum", 145, rows[144]["accumulated"])


@scenario
def numbers_of_the_chart(start):
    path = folder() / "sine.csv"
    app = start()
    chart = open_page(app)
    app.wait(lambda: app.description(chart), "the summary")
    app.open_context_menu(chart)
    app.keys("Up", "Return")
    app.choose_file(path)
    app.wait(lambda: path.exists() and path.stat().st_size > 0, "the numbers")
    mine = list(csv.DictReader(path.open(encoding="utf-8", newline="")))
    rows = smooth("--signal", "sine:40:1", "--beta", "0.9", "--method", "ema,accumulated")
    assert len(mine) == len(rows) == 200
    for one, other in zip(mine, rows):
        assert float(one["Sine"]) == other["signal"]
        assert float(one["Average (EMA)"]) == other["ema"]
        assert float(one["Accumulated momentum"]) == other["accumulated"]


if __name__ == "__main__":
    main()
