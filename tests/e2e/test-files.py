#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Downhill authors
"""Export, save, open, restore: what is on the disk is what was on the screen."""
import csv
import re
import subprocess
from xml.etree import ElementTree

from driver import folder, main, run, scenario


def picture(path):
    """Width, height, and number of colours."""
    return tuple(int(v) for v in run("identify", "-format", "%w %h %k", str(path)).split())


@scenario
def save_and_open(start):
    path = folder() / "lesson.downhill"
    app = start()
    app.find("image", "Error")
    app.keys("ctrl+d")
    app.wait(lambda: "•" in app.title() or "*" in app.title() or app.find(name="1 neuron (2)", patience=1),
             "a second run")
    app.keys("ctrl+s")
    app.choose_file(path)
    app.wait(path.exists, "the file")
    app.wait(lambda: "lesson" in app.title(), "the title to name the file")
    text = path.read_text(encoding="utf-8")
    assert text.startswith("[Downhill]"), text[:80]
    assert "1 neuron (2)" in text
    app.keys("ctrl+q")
    app.wait_exit()

    again = start(path)
    again.wait(lambda: "lesson" in again.title(), "the title to name the file")
    again.find(name="1 neuron (2)")


@scenario
def closing_asks(start):
    app = start()
    app.find("image", "Error")
    app.keys("ctrl+d")
    app.find(name="1 neuron (2)")
    app.keys("ctrl+q")
    app.press_button("Cancel")
    app.wait(lambda: len(app.windows()) == 1, "the question to go away")
    app.keys("ctrl+q")
    app.press_button("Discard")
    app.wait_exit()


@scenario
def export_sheet(start):
    path = folder() / "sheet.png"
    app = start()
    app.find("image", "Error")
    app.keys("ctrl+e")
    app.press_button("Export…")
    app.choose_file(path)
    app.wait(lambda: path.exists() and path.stat().st_size > 0, "the picture")
    width, height, colours = picture(path)
    assert width >= 800 and height >= 500, (width, height)
    assert colours > 50, f"only {colours} colours: is it blank?"


def choose_in_menu(app, chart, from_below):
    """An entry of a chart's menu, counted from its end."""
    app.open_context_menu(chart)
    app.keys(*["Up"] * from_below, "Return")


NUMBERS, COPY, EXPORT = 2, 3, 4


@scenario
def export_one_chart(start):
    place = folder()
    app = start()
    chart = app.find("image", "Error")
    app.wait(lambda: app.description(chart), "the summary")
    _, _, width, height = app.extents(chart)
    for name in ("error.png", "error.svg", "error.pdf"):
        path = place / name
        choose_in_menu(app, chart, EXPORT)
        app.press_button("Export…")
        app.choose_file(path)
        app.wait(lambda p=path: p.exists() and p.stat().st_size > 0, name)
    # Twice the pixels of the screen, and as many colours as lines and text need.
    pixels = picture(place / "error.png")
    assert pixels[:2] == (2 * width, 2 * height), pixels
    assert pixels[2] > 50, pixels
    drawing = ElementTree.parse(place / "error.svg").getroot()
    assert drawing.tag.endswith("svg"), drawing.tag
    assert drawing.get("viewBox") == f"0 0 {width} {height}", drawing.attrib
    assert len(list(drawing.iter())) > 100, "an empty drawing"
    document = (place / "error.pdf").read_bytes()
    assert document.startswith(b"%PDF-") and document.rstrip().endswith(b"%%EOF")
    assert len(document) > 5000, len(document)


@scenario
def numbers_of_a_chart(start):
    path = folder() / "error.csv"
    app = start()
    chart = app.find("image", "Error")
    app.wait(lambda: app.description(chart), "the summary")
    choose_in_menu(app, chart, NUMBERS)
    app.choose_file(path)
    app.wait(lambda: path.exists() and path.stat().st_size > 0, "the numbers")
    rows = list(csv.DictReader(path.open(encoding="utf-8", newline="")))
    assert len(rows) == 145, len(rows)
    assert list(rows[0]) == ["Step", "1 neuron", "2 neurons", "2 neurons + ReLU"], list(rows[0])
    assert float(rows[0]["1 neuron"]) == 1849
    assert abs(float(rows[144]["1 neuron"]) - 584.8915) < 1e-3, rows[144]


# Another program that pastes the picture and says how large it is.
PASTE = """
import gi
gi.require_version("Gtk", "4.0")
from gi.repository import Gdk, GLib, Gtk
Gtk.init()
loop = GLib.MainLoop()

def pasted(clipboard, result):
    texture = clipboard.read_texture_finish(result)
    print(texture.get_width(), texture.get_height())
    loop.quit()

Gdk.Display.get_default().get_clipboard().read_texture_async(None, pasted)
GLib.timeout_add_seconds(10, loop.quit)
loop.run()
"""


@scenario
def copy_picture(start):
    app = start()
    chart = app.find("image", "Fit")
    app.wait(lambda: app.description(chart), "the summary")
    choose_in_menu(app, chart, COPY)
    _, _, width, height = app.extents(chart)
    size = app.wait(lambda: run("/usr/bin/python3", "-c", PASTE), "a picture in the clipboard")
    assert tuple(map(int, size.split())) == (2 * width, 2 * height), (size, width, height)


@scenario
def no_place_to_export(start):
    app = start()
    chart = app.find("image", "Error")
    app.wait(lambda: app.description(chart), "the summary")
    choose_in_menu(app, chart, EXPORT)
    app.press_button("Export…")
    app.choose_file(folder() / "error.gif")
    app.find("label", re.compile(r"error\.gif.*\.png"))


@scenario
def broken_file(start):
    path = folder() / "broken.downhill"
    path.write_text("[Downhill]\nformat=1\n[Run 1]\nlr=fast\n", encoding="utf-8")
    app = start(path)
    app.find("image", "Error")
    app.find("label", re.compile(r"broken\.downhill:4"))
    for name in ("1 neuron", "2 neurons"):
        app.find(name=name)


@scenario
def comes_back_after_a_crash(start):
    app = start()
    app.find("image", "Error")
    app.keys("ctrl+d")
    app.find(name="1 neuron (2)")
    saved = app.state / "downhill"
    app.wait(lambda: any("1 neuron (2)" in f.read_text(encoding="utf-8") for f in saved.glob("*")), "the autosave")
    subprocess.run(["kill", "-9", str(app.process.pid)], check=True)
    app.process.wait()
    again = start(state=app.state)
    again.find(name="1 neuron (2)")


if __name__ == "__main__":
    main()
