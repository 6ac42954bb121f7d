"""`python -m tests.benchmarks.stalls [--minutes N] PATH...`: the longest stalls of a scripted run of the real window.

The script starts the window, loads the model, then opens, scrolls, drags, turns and cancels (tests/scripted.py) with
each path in turn for the minutes asked (default: 5). Needs a display (xvfb-run serves). A stall is a gap between two
beats of a timer on the window's thread; the time in which it was ready but got no processor is taken off, and told.
"""

import argparse
import itertools
import time
from pathlib import Path

from app.application import make_application, make_window
from app.theme import apply_theme
from tests.scripted import run, use
from tests.watchdog import Watchdog


def main() -> None:
    """One line an activity, worst first."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("paths", nargs="+", type=Path)
    options = parser.parse_args()
    app = make_application()
    apply_theme(app, "dark")
    window = make_window()
    worst: dict[str, tuple[float, float]] = {}
    watchdog = Watchdog()

    def note(name: str) -> None:
        stall, raw = watchdog.take()
        before = worst.get(name, (0.0, 0.0))
        worst[name] = max(stall, before[0]), max(raw, before[1])

    def script():
        yield "start"
        window.session.start(None)
        while window.state.model is None:
            yield "loading the model"
        yield from use(window, options.paths, rounds=10**6)

    window.show()
    end, steps = time.monotonic() + 60 * options.minutes, 0
    counted = itertools.takewhile(lambda _name: time.monotonic() < end, script())

    def after(name: str) -> None:
        nonlocal steps
        steps += 1
        note(name)

    run(counted, after)
    window.close()
    for name, (stall, raw) in sorted(worst.items(), key=lambda item: -item[1][0]):
        print(f"{name}: longest stall {stall:.0f} ms ({raw:.0f} ms with waiting for a processor)")
    print(f"all: {max(stall for stall, _ in worst.values()):.0f} ms in {steps:,} steps, {options.minutes:g} minutes")


if __name__ == "__main__":
    main()
