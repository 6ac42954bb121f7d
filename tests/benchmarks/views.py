"""`python -m tests.benchmarks.views [--quick]`: how long a redraw of the views takes, and what memory a volume needs.

Made-up pictures of 4096 x 4096 and volumes of 512^3 with a map each, drawn by software on a window of 1600 x 1000.
Every line: median and worst of the wall clock, and the median of the thread's own processor time (which other
programs on the machine do not lengthen), against the target. Needs a display (xvfb-run serves).
"""

from __future__ import annotations

import argparse
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
from PySide6.QtWidgets import QApplication

from app.application import make_application
from app.measuring import MeasurementFiles
from app.planes import Plane
from app.prepare import prepare_overlay, prepare_views
from app.state import AppState
from app.styles import Cursor
from app.theme import apply_theme
from app.views.tiles import TilesView
from core import api
from core.progress import CancelToken, ignore_progress
from tests.app.fakes import make_loaded, make_result


def measure(name: str, target_ms: float, step: Callable[[int], object], steps: int = 30) -> None:
    """One line; the first two steps fill caches that every later one finds."""
    for index in range(2):
        step(index)
    walls, cpus = [], []
    for index in range(2, steps + 2):
        wall, cpu = time.perf_counter(), time.thread_time()
        step(index)
        walls.append(1000 * (time.perf_counter() - wall))
        cpus.append(1000 * (time.thread_time() - cpu))
    print(
        f"{name:<52} median {statistics.median(walls):6.1f} ms  worst {max(walls):6.1f} ms  "
        f"processor {statistics.median(cpus):6.1f} ms  target {target_ms:g} ms",
        flush=True,
    )


def smooth(size: tuple[int, ...], seed: int) -> np.ndarray:
    """Values with hills of many sizes, [H, W] or [D, H, W]."""
    rng = np.random.default_rng(seed)
    plane = cv2.resize(rng.gamma(2.0, 0.05, (64, 64)).astype(np.float32), size[:-3:-1], interpolation=cv2.INTER_CUBIC)
    if len(size) == 2:
        return plane
    rise = np.linspace(0.5, 1.5, size[0], dtype=np.float32)
    volume = np.empty(size, np.float32)
    for index in range(size[0]):
        np.multiply(plane, rise[index], out=volume[index])
    return volume


def shown(modalities: tuple[str, ...], size: tuple[int, ...]) -> tuple[AppState, TilesView]:
    """Tiles of a made-up inspected sample on screen."""
    small = make_loaded(modalities, (8, 8) if len(size) == 2 else (8, 8, 8))
    views = tuple(replace(view, pixels=smooth(size, slot)) for slot, view in enumerate(small.views))
    loaded = replace(small, views=views)
    heat = smooth(size, 99) * np.float32(4.0)
    result = replace(
        make_result(small),
        anomaly_map=heat,
        modality_maps=dict.fromkeys(modalities, heat),
        regions=(),
        routing_slices=np.arange(1),
        slice_scores=np.full(size[0] if len(size) == 3 else 1, 0.5, np.float32),
    )
    state = AppState()
    tiles = TilesView(state)
    tiles.resize(1180, 760)
    tiles.show()
    QApplication.processEvents()
    state.set_loaded(loaded, prepare_views(loaded))
    started = time.perf_counter(), time.thread_time()
    state.set_result(result, prepare_overlay(result))
    QApplication.processEvents()  # paints all tiles
    wall, cpu = time.perf_counter() - started[0], time.thread_time() - started[1]
    words = "×".join(map(str, size))
    print(
        f"{'overlay on screen after the inference, ' + words:<52} {1000 * wall:6.1f} ms"
        f"{'':<21}processor {1000 * cpu:6.1f} ms  target 50 ms",
        flush=True,
    )
    QApplication.processEvents()
    return state, tiles


def drags(state: AppState, tiles: TilesView, words: str, modality: str) -> None:
    """Threshold, opacity, window, colour range: every one with a repaint of all tiles."""

    def drawn(change: Callable[[int], object]) -> Callable[[int], object]:
        def step(index: int) -> None:
            change(index)
            QApplication.processEvents()  # paints once what has changed, as while dragging

        return step

    top = float(np.nanmax(state.colours.fused[-1] if state.colours and state.colours.fused else 0.8))
    measure(f"threshold drag, {words}", 16, drawn(lambda i: state.set_threshold(top * (0.3 + 0.01 * i))))
    measure(f"opacity drag, {words}", 16, drawn(lambda i: state.set_overlay(opacity=0.2 + 0.02 * i)))
    measure(f"window drag, {words}", 16, drawn(lambda i: state.set_window(modality, (0.0, 0.2 + 0.01 * i))))
    measure(f"colour range drag, {words}", 16, drawn(lambda i: state.viewing.set_style(display=(0.01 * i, 0.8))))
    state.viewing.set_style(display=None)


def images(size: int) -> None:
    """Large pictures."""
    state, tiles = shown(("infrared", "depth"), (size, size))
    drags(state, tiles, f"3 tiles of {size}×{size}", "infrared")

    def cursor(index: int) -> None:
        state.set_cursor(Cursor(100 + 7 * index, 200 + 5 * index))
        QApplication.processEvents()

    measure(f"cursor moves, 3 tiles of {size}×{size}", 16, cursor)
    tiles.close()


def volume(side: int) -> None:
    """Slices, the crosshair in three planes, an oblique plane."""
    state, tiles = shown(("ct",), (side, side, side))
    words = f"{side}³"
    drags(state, tiles, f"slice of {words}", "ct")

    def step(index: int) -> None:
        state.set_slice(index * 3 % side)
        QApplication.processEvents()

    measure(f"slice step, {words}", 33, step)
    state.set_volume_style(shows_three=True)
    QApplication.processEvents()

    def cross(index: int) -> None:
        place = side // 3 + 2 * index
        state.set_place((place, side - place, place + 3))
        QApplication.processEvents()

    measure(f"crosshair drag, three planes of {words}", 33, cross)
    state.set_volume_style(shows_three=False, plane=Plane.CORONAL)
    measure(f"slice step, coronal of {words}", 33, lambda i: (state.step_plane(1), QApplication.processEvents()))
    state.set_volume_style(tilt=(12.0, 0.0, 7.0))
    measure(
        f"slice step, oblique plane of {words}", 100, lambda i: (state.step_plane(1), QApplication.processEvents()), 10
    )
    tiles.close()


def first_image(side: int) -> None:
    """From the path of a file to its picture on screen."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rgb.png"
        picture = (smooth((side, side), 3) * 400).clip(0, 255).astype(np.uint8)
        cv2.imwrite(str(path), np.repeat(picture[..., None], 3, axis=2))
        state = AppState()
        tiles = TilesView(state)
        tiles.resize(1180, 760)
        tiles.show()
        QApplication.processEvents()

        def step(_index: int) -> None:
            sample = api.find_samples([path], CancelToken()).samples[0]
            loaded = api.load_sample(sample, ignore_progress, CancelToken())
            state.set_loaded(loaded, prepare_views(loaded))
            MeasurementFiles(Path(folder)).load("nothing")
            QApplication.processEvents()
            tiles.repaint()

        measure(f"first image of a file, PNG of {side}×{side}", 250, step, 8)
        tiles.close()


def main() -> None:
    """One line a figure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="1024 x 1024 and 128^3")
    is_quick = parser.parse_args().quick
    app = make_application()
    apply_theme(app, "dark")
    for side in (1024,) if is_quick else (1024, 4096):
        first_image(side)
    images(1024 if is_quick else 4096)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    volume(128 if is_quick else 512)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"peak memory of the process: {peak / 2**20:.2f} GiB (before the volume {before / 2**20:.2f}), target 2.5 GB")


if __name__ == "__main__":
    main()
