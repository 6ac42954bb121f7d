"""A person at the window, as a script: loads, scrolls, drags, turns and cancels, a step every few milliseconds."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer

from app.main_window import MainWindow
from app.scene.camera import Look

PATIENCE_S = 600.0


def use(window: MainWindow, paths: list[Path], rounds: int = 1) -> Iterator[str]:
    """One name a step of what is being done."""
    state, shown = window.state, []
    state.loaded_changed.connect(lambda: shown.append(state.loaded))
    for number in range(rounds):
        for path in paths:
            shown.clear()
            window.open_paths([path])
            yield from _wait("opening", lambda: bool(shown))
            yield from _move(window, "while inspecting")
            yield from _wait("inspecting", lambda: state.result is not None)
            yield from _move(window, "looking")
            yield from _drag_threshold(window)
            window.show_workspace("3d")
            yield from _turn(window)
            window.show_workspace("experts" if number % 2 else "inspect")
            yield "workspace"
            window.session.inspect()
            yield from _pause("cancelling", 5)
            window.session.cancel()
            yield from _pause("cancelling", 5)


def _wait(name: str, is_reached: Callable[[], bool]) -> Iterator[str]:
    end = time.perf_counter() + PATIENCE_S
    yield from _pause(name, 3)
    while not is_reached() and time.perf_counter() < end:
        yield name


def _pause(name: str, steps: int) -> Iterator[str]:
    for _ in range(steps):
        yield name


def _move(window: MainWindow, name: str) -> Iterator[str]:
    """Scroll, move opacity and window as the mouse would."""
    state = window.state
    loaded = state.loaded
    if loaded is None:
        return
    for step in range(40):
        state.step_plane(1 if step < 30 else -1)
        state.set_overlay(opacity=0.3 + 0.015 * step)
        view = loaded.views[0]
        low, high = view.display_range
        state.set_window(view.modality, (low, high + 0.01 * step * (high - low)))
        if step % 10 == 0:
            window.tiles.zoom(1.2 if step < 20 else 1 / 1.2)
        yield name
    window.tiles.reset_windows()


def _drag_threshold(window: MainWindow) -> Iterator[str]:
    state = window.state
    start = state.threshold
    for step in range(40):
        if start is not None:
            state.set_threshold(start * (0.6 + 0.02 * step))
        yield "threshold"
    if start is not None:
        state.set_threshold(start)


def _turn(window: MainWindow) -> Iterator[str]:
    yield from _pause("3-D", 10)
    scene = window.tiles.scene
    for step in range(40):
        if scene is not None:
            scene.set_camera(scene.camera.orbit(3, 1).zoom(1.01))
        yield "3-D"
        if step == 20:
            window.state.set_scene(is_perspective=not window.state.scene.is_perspective)
    if scene is not None:
        scene.look(Look.TOP)
        yield "3-D"


def run(steps: Iterator[str], after: Callable[[str], None], interval_ms: int = 15) -> None:
    """Do the steps from the event loop until there are no more; `after` hears each."""
    loop, timer = QEventLoop(), QTimer()

    def step() -> None:
        name = next(steps, None)
        if name is None:
            loop.quit()
        else:
            after(name)

    timer.timeout.connect(step)
    timer.start(interval_ms)
    loop.exec()
    timer.stop()
