# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Downhill authors
"""Drives the real program as a person does: pointer and keyboard through xdotool, and reads it back
through accessibility. Runs inside tests/gui-session.sh.

Nothing here waits a fixed time for an effect: every wait polls a condition and, when it gives up,
leaves a screenshot and the accessibility tree beside the test's log.
"""
import contextlib
import io
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
import warnings

warnings.simplefilter("ignore", DeprecationWarning)
import gi  # noqa: E402

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

PROGRAM = os.environ["DOWNHILL"]
PATIENCE = float(os.environ.get("DOWNHILL_PATIENCE", "30"))
OUTPUT = pathlib.Path(os.environ.get("DOWNHILL_E2E_OUTPUT", tempfile.gettempdir()))
# The scenario's own folder, the program's home and where it is started: there its file dialogs begin.
FOLDER = pathlib.Path(tempfile.gettempdir())
# Without a compositor GTK draws a solid border of five pixels around its window.
BORDER = 5


def run(*command):
    """What @command prints. xdotool waits for ever for a window that has gone: that is a failure too."""
    try:
        return subprocess.run(command, check=True, text=True, capture_output=True, timeout=PATIENCE).stdout
    except subprocess.TimeoutExpired as error:
        raise subprocess.CalledProcessError(124, command) from error


def folder():
    return FOLDER


class App:
    """One running program with a state directory of its own."""

    def __init__(self, *arguments, state=None, size=None, environment=None):
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="downhill-e2e-"))
        self.state = pathlib.Path(state) if state else self.home / "state"
        self.state.mkdir(exist_ok=True, parents=True)
        environment = dict(os.environ, HOME=str(FOLDER), XDG_STATE_HOME=str(self.state),
                           XDG_CACHE_HOME=str(self.home / "cache"), **(environment or {}))
        self.errors = open(self.home / "stderr", "w+", encoding="utf-8")
        self.process = subprocess.Popen([PROGRAM, *map(str, arguments)], env=environment, cwd=FOLDER,
                                        stderr=self.errors)
        Atspi.set_timeout(3000, 15000)
        self.app = self.wait(self._find_app, "the program on the accessibility bus")
        self.wait(lambda: self.app.get_child_count() > 0, "a window")
        self.wait(self.windows, "a window on the screen")
        if size:
            run("xdotool", "windowsize", "--sync", self.windows()[-1], *map(str, size))

    # Waiting
    def wait(self, condition, what, patience=PATIENCE):
        end = time.monotonic() + patience
        while True:
            if self.process.poll() is not None:
                raise AssertionError(f"the program ended with {self.process.returncode} while waiting for {what}\n"
                                     + self.stderr())
            with contextlib.suppress(GLib.Error, subprocess.CalledProcessError):
                result = condition()
                if result:
                    return result
            if time.monotonic() > end:
                raise AssertionError(f"waited {patience:g} s for {what}")
            time.sleep(0.03)

    def until(self, action, what):
        """Does @action, which waits for its effect, again until it has it."""
        def works():
            try:
                return action()
            except (AssertionError, subprocess.CalledProcessError):
                if self.process.poll() is not None:
                    raise
                return False
        return self.wait(works, what, 2 * PATIENCE)

    def wait_exit(self, patience=PATIENCE):
        try:
            code = self.process.wait(patience)
        except subprocess.TimeoutExpired as error:
            raise AssertionError("the program did not end") from error
        text = self.stderr()
        assert code == 0, f"exit status {code}\n{text}"
        assert "CRITICAL" not in text and "WARNING" not in text, text
        return text

    def stderr(self):
        self.errors.flush()
        return (self.home / "stderr").read_text(encoding="utf-8", errors="replace")

    def _find_app(self):
        desktop = Atspi.get_desktop(0)
        desktop.clear_cache()
        for i in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(i)
            if child and child.get_process_id() == self.process.pid:
                return child
        return None

    # Finding
    def walk(self, root=None, depth=0):
        root = root or self.app
        yield depth, root
        for i in range(root.get_child_count()):
            child = root.get_child_at_index(i)
            if child is not None:
                yield from self.walk(child, depth + 1)

    def all(self, role=None, name=None, root=None):
        self.app.clear_cache()
        found = []
        for _, item in self.walk(root):
            with contextlib.suppress(GLib.Error):
                if role and item.get_role_name() != role:
                    continue
                text = item.get_name() or ""
                if name is None or (name.search(text) if isinstance(name, re.Pattern) else text == name):
                    found.append(item)
        return found

    def find(self, role=None, name=None, root=None, patience=PATIENCE):
        def visible():
            items = self.all(role, name, root)
            shown = [i for i in items if i.get_state_set().contains(Atspi.StateType.VISIBLE)]
            return (shown or items or [None])[0]
        return self.wait(visible, f"{role or 'anything'} named {name!r}", patience)

    def has(self, item, state):
        return item.get_state_set().contains(getattr(Atspi.StateType, state.upper()))

    def text(self, item):
        return Atspi.Text.get_text(item, 0, Atspi.Text.get_character_count(item))

    def description(self, item):
        self.app.clear_cache()
        return item.get_description() or ""

    def title(self):
        return run("xdotool", "getwindowname", self.windows()[-1]).strip()

    def tree(self):
        out = io.StringIO()
        self.app.clear_cache()
        for depth, item in self.walk():
            try:
                states = [s for s in ("focusable", "focused", "checked", "selected", "sensitive")
                          if self.has(item, s)]
                more = ""
                if "Value" in item.get_interfaces():
                    more += f" value={item.get_current_value():g}"
                if "Text" in item.get_interfaces():
                    more += f" text={self.text(item)!r}"
                print("  " * depth + f"{item.get_role_name()} {item.get_name()!r} "
                      f"{item.get_description()!r}{more} {','.join(states)} {self.extents(item)}", file=out)
            except GLib.Error as error:
                print("  " * depth + f"!! {error.message}", file=out)
        return out.getvalue()

    # Acting through accessibility (a screen reader's way)
    def do(self, item, *wanted):
        names = [item.get_action_name(i) for i in range(item.get_n_actions())]
        for name in wanted or ("click", "clicked", "activate", "toggle"):
            if name in names:
                assert item.do_action(names.index(name)), f"{name} refused"
                return
        raise AssertionError(f"{item.get_role_name()} {item.get_name()!r} has only {names}")

    def button(self, name, patience=PATIENCE):
        """A button by its words; GTK puts the text with its mnemonic before them."""
        return self.find("push button", re.compile(rf"(^|\s){re.escape(name)}$"), patience=patience)

    def press_button(self, name):
        self.do(self.button(name))

    # Acting as a person's hands do
    def windows(self):
        return run("xdotool", "search", "--onlyvisible", "--pid", str(self.process.pid)).split()

    def keys(self, *keys):
        run("xdotool", "key", "--clearmodifiers", "--delay", "30", *keys)

    def type(self, text):
        run("xdotool", "type", "--delay", "15", "--", text)

    def extents(self, item):
        try:
            e = Atspi.Component.get_extents(item, Atspi.CoordType.WINDOW)
        except GLib.Error:
            return None
        return e.x, e.y, e.width, e.height

    def at(self, item, fx=0.5, fy=0.5, window=None):
        geometry = run("xdotool", "getwindowgeometry", "--shell", window or self.main_window())
        values = dict(line.split("=") for line in geometry.split() if "=" in line)
        x, y, width, height = self.extents(item)
        return (int(values["X"]) + BORDER + x + int(width * fx),
                int(values["Y"]) + BORDER + y + int(height * fy))

    def main_window(self):
        """The widest window of the program: dialogs and popovers are smaller."""
        def width(window):
            geometry = run("xdotool", "getwindowgeometry", "--shell", window)
            return int(dict(line.split("=") for line in geometry.split() if "=" in line)["WIDTH"])
        return max(self.windows(), key=width)

    def move(self, x, y):
        run("xdotool", "mousemove", str(x), str(y))

    def open_menu(self, name):
        """A menu button has no action of its own in GTK 4.8: its inner button is clicked."""
        self.press(self.button(name))

    def press(self, item, fx=0.5, fy=0.5, button=1, repeat=1):
        x, y = self.at(item, fx, fy)
        run("xdotool", "mousemove", str(x), str(y), "sleep", "0.1", "click", "--repeat", str(repeat),
            "--delay", "60", str(button))

    def drag(self, item, start, end, steps=12, button=1):
        (x, y), (u, v) = self.at(item, *start), self.at(item, *end)
        run("xdotool", "mousemove", str(x), str(y), "sleep", "0.1", "mousedown", str(button))
        for k in range(1, steps + 1):
            run("xdotool", "mousemove", str(x + (u - x) * k // steps), str(y + (v - y) * k // steps))
            time.sleep(0.02)
        run("xdotool", "mouseup", str(button))

    def wheel(self, item, clicks, fx=0.5, fy=0.5):
        x, y = self.at(item, fx, fy)
        run("xdotool", "mousemove", str(x), str(y), "sleep", "0.1", "click", "--repeat", str(abs(clicks)),
            "--delay", "40", "4" if clicks > 0 else "5")

    def takes_keys(self, role):
        """Whether one of these has the focus: a menu's or a list's items, once it is open."""
        return any(self.has(item, "focused") for item in self.all(role))

    def open_by(self, press, role, what):
        """Presses until the menu or list that this opens takes the keys. What is pressed may still move, or a
        tooltip take the press; that one comes again at once unless the pointer has been elsewhere for a while."""
        def opened():
            press()
            with contextlib.suppress(AssertionError):
                return self.wait(lambda: self.takes_keys(role), what, PATIENCE / 5)
            self.move(5, 5)
            time.sleep(0.8)
            return False
        self.until(opened, what)

    def pick(self, combo, place, closes=True, press=None):
        """The item at this place of a drop-down, given itself or by name: opened by pointer, chosen by keys."""
        def press_it():
            (press or self.press)(self.find("combo box", combo) if isinstance(combo, str) else combo)
        self.open_by(press_it, "list item", f"the list of {combo}")
        self.keys("Home", *["Down"] * place, "Return")
        if closes:
            self.wait(lambda: not self.takes_keys("list item"), "the list to close")

    def open_context_menu(self, item):
        self.open_by(lambda: self.press(item, button=3), "menu item", "the menu")

    def shot(self, path):
        run("import", "-window", "root", str(path))

    def choose_file(self, path):
        """Answers the file dialog that has just opened: the name, then Return once it stands there. A slow
        dialog still reads its folder, completes a name or moves the focus while keys arrive: what
        it made of them is read back, and typed again where it is not the name. The file lies in the
        folder where the dialog begins: GTK 4.8 forgets some strings while a long path is completed."""
        assert path.parent == folder(), path
        main = self.wait(self.main_window, "the window")

        def dialogs():
            # A popover or a tooltip that is going away has the program's name for a title.
            return [w for w in self.windows()
                    if w != main and run("xdotool", "getwindowname", w).strip() != "Downhill"]

        def entries():
            self.app.clear_cache()
            tops = [self.app.get_child_at_index(i) for i in range(self.app.get_child_count())]
            return [item for top in tops if top and not (top.get_name() or "").endswith("Downhill")
                    for item in self.all("text", root=top) if self.has(item, "focused")]

        def typed():
            # The window that asked for the file may still be on its way out.
            dialog = self.wait(lambda: len(dialogs()) == 1 and dialogs()[0], "the file dialog", PATIENCE / 4)
            run("xdotool", "windowfocus", "--sync", dialog)
            if not entries():
                self.keys("alt+Home", "ctrl+l")
                self.wait(entries, "a place for the path", PATIENCE / 4)
            self.keys("ctrl+a")
            self.type(path.name)
            self.wait(lambda: any(self.text(e) == path.name for e in entries()), "the name", PATIENCE / 4)
            return dialog

        dialog = self.until(typed, f"{path.name} in the file dialog")
        self.keys("Return")
        self.wait(lambda: dialog not in self.windows(), "the file dialog to close")

    def close(self):
        """Asks the program to quit, as Ctrl+Q does."""
        self.keys("ctrl+q")

    def finish(self):
        """Ends the program as a desktop that logs out does; it must leave cleanly, with nothing leaked."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.wait_exit()

    def end(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.errors.close()
        shutil.rmtree(self.home, ignore_errors=True)


SCENARIOS = []


def scenario(function):
    SCENARIOS.append(function)
    return function


def main():
    """Runs every scenario of the calling script as one TAP line each."""
    global FOLDER
    chosen = [s for s in SCENARIOS if not sys.argv[1:] or s.__name__ in sys.argv[1:]]
    print(f"1..{len(chosen)}", flush=True)
    failures = 0
    for number, function in enumerate(chosen, 1):
        apps = []
        FOLDER = pathlib.Path(tempfile.mkdtemp(prefix="downhill-e2e-files-"))

        def start(*arguments, **options):
            apps.append(App(*arguments, **options))
            return apps[-1]

        try:
            function(start)
            for app in apps:
                app.finish()
            print(f"ok {number} {function.__name__}", flush=True)
        except Exception:  # a test harness reports whatever goes wrong
            failures += 1
            print("".join(f"# {line}\n" for line in traceback.format_exc().splitlines()), end="")
            for app in apps:
                with contextlib.suppress(Exception):
                    picture = OUTPUT / f"{function.__name__}.png"
                    app.shot(picture)
                    print(f"# screenshot: {picture}")
                with contextlib.suppress(Exception):
                    print("".join(f"# {line}\n" for line in app.stderr().splitlines()[-20:]), end="")
                    print("".join(f"# {line}\n" for line in app.tree().splitlines()), end="")
            print(f"not ok {number} {function.__name__}", flush=True)
        finally:
            for app in apps:
                app.end()
            shutil.rmtree(FOLDER, ignore_errors=True)
    sys.exit(1 if failures else 0)
