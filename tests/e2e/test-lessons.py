#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Downhill authors
"""Lessons as a learner has them: chosen from their cards, walked through with the keyboard, left and resumed."""
import os
import re
import subprocess
import tempfile

from driver import OUTPUT, Atspi, main, run, scenario

CLI = os.environ["DOWNHILL_CLI"]


def lessons():
    """Name and title of each, as the command line lists them."""
    text = subprocess.run([CLI, "lessons"], check=True, capture_output=True, text=True).stdout
    return [line.split("  ", 1) for line in text.splitlines() if not line.startswith(" ")]


def places(name):
    """The steps of a lesson: the playhead's step, "end", or None where it is left alone."""
    text = subprocess.run([CLI, "lessons", name, "--text"], check=True, capture_output=True, text=True).stdout
    found = []
    for part in re.split(r"^Step \d+ of \d+$", text, flags=re.M)[1:]:
        place = re.match(r"\s*\((.*)\)\n", part)
        step = place and re.search(r"at step (\d+)", place.group(1))
        found.append(int(step.group(1)) if step else "end" if place and "at the end" in place.group(1) else None)
    return found


def kept(app, role, name):
    """An item that stays the same: walking through the whole window takes long."""
    if (role, name) not in app.__dict__.setdefault("kept", {}):
        found = app.all(role, name)
        if not found:
            return None
        app.kept[role, name] = found[0]
    return app.kept[role, name]


def panel(app):
    """What the panel says, as a screen reader hears it; empty before it is first shown."""
    item = kept(app, None, "Lesson")
    return app.description(item) if item else ""


def closed(app):
    """Whether there is no panel: what is hidden is not in the tree."""
    app.__dict__.pop("kept", None)
    return not app.all(name="Lesson")


def playhead(app):
    bar = kept(app, "slider", "Playhead")
    return [int(n.replace("\u202f", "")) for n in re.findall(r"\d[\d\u202f]*", app.description(bar))]


def card(app, title):
    """The card, scrolled to where a pointer reaches it."""
    def inside():
        item = app.find("push button", title)
        x, y, width, height = app.extents(item)
        _, top, _, bottom = app.extents(page)
        if y < top:
            app.wheel(page, 2, 0.3, 0.5)
        elif y + height > top + bottom:
            app.wheel(page, -2, 0.3, 0.5)
        else:
            return item
        return None
    page = app.find(name="Start and lessons")
    return app.wait(inside, f"the card “{title}” in sight")


def open_card(app, title):
    app.press(card(app, title), 0.5, 0.5)
    app.wait(lambda: panel(app).startswith("Question. "), f"the question of “{title}”")


def predict(app):
    """Chooses the first prediction, as often as it takes while the window is still coming to rest; its words."""
    def chosen():
        item = app.find("radio button")
        if app.has(item, "checked"):
            return item.get_name()
        app.press(item, 0.1)
        return None
    return app.wait(chosen, "the prediction to be chosen")


def walk(app, name):
    """All steps by keyboard, up to what the lesson shows."""
    steps = places(name)
    for number, place in enumerate(steps, 1):
        app.keys("alt+Page_Down")
        app.wait(lambda n=number: panel(app).startswith(f"Step {n} of {len(steps)}. "), f"{name}, step {number}")
        if place == "end":
            app.wait(lambda: playhead(app)[0] == playhead(app)[1], f"{name}, step {number}: the playhead at the end")
        elif place is not None:
            app.wait(lambda p=place: playhead(app)[0] == p, f"{name}, step {number}: the playhead at {place}")
    picture = OUTPUT / f"lesson-{name}.png"
    app.shot(picture)
    assert int(run("identify", "-format", "%k", str(picture))) > 200, f"is {picture} blank?"
    app.keys("alt+Page_Down")
    app.wait(lambda: panel(app).startswith("What it shows. "), f"{name}: what it shows")


def walk_all(start, chosen):
    app = start()
    app.find("image")
    app.keys("F7")
    app.find(name="Start and lessons")
    for name, title in chosen:
        open_card(app, title)
        walk(app, name)
        app.keys("alt+Page_Down")
        app.wait(lambda: closed(app), f"{name} to be over")
        app.wait(lambda t=title: app.description(app.find("push button", t)).endswith("Done."), f"{name} to be marked")
    app.close()
    app.wait_exit()  # nothing to be saved: no question


@scenario
def first_half(start):
    found = lessons()
    walk_all(start, found[:len(found) // 2])


@scenario
def second_half(start):
    found = lessons()
    walk_all(start, found[len(found) // 2:])


@scenario
def prediction(start):
    app = start("--lesson", "bigger-model")
    app.wait(lambda: panel(app).startswith("Question. "), "the question")
    words = predict(app)
    walk(app, "bigger-model")
    assert f"You predicted: “{words}”" in panel(app), panel(app)


@scenario
def leave_and_come_back(start):
    app = start("--lesson", "bigger-model", size=(900, 600))
    app.wait(lambda: panel(app), "the lesson")
    app.keys("alt+Page_Down")
    app.wait(lambda: panel(app).startswith("Step 1 "), "the first step")
    app.keys("ctrl+r")
    app.wait(lambda: "•" in app.title(), "a run of one's own")
    app.press(app.button("Show Me Again"))
    app.wait(lambda: not app.all(name="New run") and "Undo" in app.tree(), "the step's own runs")
    app.keys("ctrl+z")
    app.wait(lambda: "•" in app.title(), "the own run back by undo")
    app.keys("F8")
    app.wait(lambda: closed(app), "the panel to close")
    app.keys("F7")
    app.press(app.button("Resume Lesson"))
    app.wait(lambda: panel(app).startswith("Step 1 "), "the step where it was left")
    assert "•" in app.title(), app.title()
    app.keys("alt+Page_Down")
    app.wait(lambda: panel(app).startswith("Step 2 "), "the next step")
    app.keys("alt+Page_Up")
    app.wait(lambda: panel(app).startswith("Step 1 "), "the step before")


@scenario
def unsaved_changes_ask(start):
    app = start()
    app.find("image")
    app.keys("ctrl+r")
    app.wait(lambda: "•" in app.title(), "a change")
    app.keys("F7")
    title = lessons()[0][1]
    app.press(card(app, title))
    app.find(name="Save Changes?")
    app.press_button("Cancel")
    app.wait(lambda: not app.all(name="Save Changes?"), "the question to go")
    assert closed(app) and "•" in app.title()
    app.press(card(app, title))
    app.find(name="Save Changes?")
    app.press_button("Discard")
    app.wait(lambda: panel(app).startswith("Question. "), "the lesson")
    app.wait(lambda: "•" not in app.title(), "the lesson's experiment")


@scenario
def after_a_restart(start):
    config = tempfile.mkdtemp(prefix="downhill-config-")
    settings = {"GSETTINGS_BACKEND": "keyfile", "XDG_CONFIG_HOME": config}
    app = start("--lesson", "bigger-model", environment=settings)
    app.wait(lambda: panel(app), "the lesson")
    words = predict(app)
    for number in (1, 2):
        app.keys("alt+Page_Down")
        app.wait(lambda n=number: panel(app).startswith(f"Step {n} "), f"step {number}")
    app.close()
    app.wait_exit()
    app = start(environment=settings)
    app.wait(lambda: panel(app).startswith("Step 2 "), "the lesson where it was left")
    app.wait(lambda: playhead(app)[0] == places("bigger-model")[1], "the playhead where it was")
    while not panel(app).startswith("What it shows"):
        before = panel(app)
        app.keys("alt+Page_Down")
        app.wait(lambda b=before: panel(app) != b, "the next stage")
    assert f"You predicted: “{words}”" in panel(app), panel(app)


@scenario
def a_teachers_own(start):
    data = tempfile.mkdtemp(prefix="downhill-data-")
    folder = os.path.join(data, "downhill", "lessons")
    os.makedirs(folder)
    with open(os.path.join(folder, "00-mine.lesson"), "w", encoding="utf-8") as file:
        file.write("[Lesson]\nFormat=1\nTitle=Of my own\nSummary=s\nQuestion=Q\nPrediction1=a\nPrediction2=b\nShows=w\n"
                   "[Step 1]\nText=Look at step 3.\nPlayhead=3\n[Downhill]\nformat=1\n[Run 1]\nname=mine\n")
    with open(os.path.join(folder, "00-wrong.lesson"), "w", encoding="utf-8") as file:
        file.write("[Lesson]\nFormat=1\n")
    app = start(environment={"XDG_DATA_HOME": data})
    app.find("image")
    app.keys("F7")
    wrong = app.find("push button", "00-wrong")
    assert "00-wrong.lesson:1: [Lesson]: Title is missing" in app.description(wrong), app.description(wrong)
    assert not wrong.get_state_set().contains(Atspi.StateType.SENSITIVE)
    open_card(app, "Of my own")
    app.keys("alt+Page_Down")
    app.wait(lambda: panel(app) == "Step 1 of 1. Look at step 3.", "the step")
    app.wait(lambda: playhead(app)[0] == 3, "its playhead")


@scenario
def none_of_that_name(start):
    app = start("--lesson", "nosuch")
    app.find(name=re.compile("There is no lesson “nosuch”"))
    assert closed(app)


if __name__ == "__main__":
    main()
