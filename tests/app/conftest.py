"""A real window on a made-up core, settings that nobody else sees, and a guard against threads left behind."""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path

if not os.environ.get("DISPLAY"):  # CI runs under Xvfb
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import pytest
from PySide6.QtCore import QSettings, QThread, QTimer
from PySide6.QtWidgets import QApplication

from app.calls import CoreCalls
from app.main_window import MainWindow
from app.settings import Settings
from app.theme import apply_theme
from app.window_parts import WindowParts
from core.errors import SampleReadError
from core.progress import Progress
from core.records import LoadedSample, ModelInfo, Sample, SampleIndex, Verdict
from tests.app.fake_probe import FakeProbe, make_atlas, make_mixes
from tests.app.fakes import make_calibration, make_loaded, make_result

MODEL = Path("compact-demo.safetensors")


def make_info(name="compact-demo", device="cpu") -> ModelInfo:
    return ModelInfo(
        name=name,
        path=Path(f"{name}.safetensors"),
        preset="compact",
        image_size=(256, 256),
        categories={"bracket": ("rgb", "infrared"), "candy": ("rgb", "depth")},
        leaders=32,
        base_experts=8,
        kernel_sizes=(1, 3, 5),
        scales=3,
        parameters=7_600_000,
        sha256="0" * 64,
        device=device,
        facts={"Trained on": "made-up data"},
    )


class FakeInspector:
    """Inspects at once, or for `slices` steps of `pause_s` seconds each; keeps what it was asked."""

    def __init__(self, verdict=Verdict.ANOMALY, slices=1, pause_s=0.0, error=None):
        self.info = make_info()
        self.calibrations = {"bracket": make_calibration(("rgb",))}
        self.verdict, self.slices, self.pause_s, self.error = verdict, slices, pause_s, error
        self.asked: list[tuple[str, str | None]] = []
        self.probes: list[FakeProbe] = []
        self.atlas = make_atlas()

    def inspect(self, loaded, category=None, report=lambda _progress: None, token=None, watcher=None):
        self.asked.append((loaded.sample.sample_id, category))
        if self.error is not None:
            raise self.error
        for done in range(self.slices):
            if token is not None:
                token.raise_if_cancelled()
            report(Progress(done, self.slices, "slice"))
            time.sleep(self.pause_s)
        return make_result(loaded, self.verdict, category or "bracket")

    def probe(self, loaded, category, slice_index=0):
        self.probes.append(FakeProbe(loaded, category, slice_index))
        return self.probes[-1]

    def leader_mixes(self):
        return make_mixes()


class FakeReader:
    """Samples by path: any path is a sample of its name; names that start with "bad" cannot be read."""

    def __init__(self, modalities=("rgb", "infrared"), size=(64, 64), pause_s=0.0, cloud_points=0):
        self.modalities, self.size, self.pause_s, self.cloud_points = modalities, size, pause_s, cloud_points
        self.loads: list[str] = []

    def find(self, paths, token=None) -> SampleIndex:
        return SampleIndex(tuple(self.sample(path.name) for path in paths))

    def sample(self, name: str) -> Sample:
        return Sample(name, {key: Path(name) / f"{key}.png" for key in self.modalities}, "bracket")

    def load(self, sample, report=None, token=None) -> LoadedSample:
        self.loads.append(sample.sample_id)
        for _ in range(round(self.pause_s / 0.01)):
            token.raise_if_cancelled()
            time.sleep(0.01)
        if sample.sample_id.startswith("bad"):
            raise SampleReadError("rgb.png is cut short.", hint="Copy it again.")
        loaded = make_loaded(self.modalities, self.size, self.cloud_points, sample.sample_id)
        return LoadedSample(sample, loaded.views, loaded.cloud)

    def thumbnail(self, sample, side=48):
        return np.full((side, side, 3), 120, np.uint8)


@pytest.fixture(autouse=True)
def nothing_left_running():
    """Fail a test that leaves a thread or a running timer of a living window behind."""
    before = set(threading.enumerate())
    yield
    left = [thread for thread in set(threading.enumerate()) - before if thread.name.startswith("lane-")]
    for thread in left:
        thread.join(2.0)
    assert not [thread.name for thread in left if thread.is_alive()]
    app = QApplication.instance()
    if app is not None:
        for widget in app.topLevelWidgets():
            assert not [timer for timer in widget.findChildren(QTimer) if timer.isActive() and timer.interval() > 0]
            assert not [thread for thread in widget.findChildren(QThread) if thread.isRunning()]


@pytest.fixture
def settings(tmp_path) -> Settings:
    return Settings(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))


@pytest.fixture
def make_window(qtbot, qapp, settings):
    """`make_window(inspector, reader)` -> a shown window whose model is loaded."""
    windows: list[MainWindow] = []
    switch = sys.getswitchinterval()
    apply_theme(qapp, "dark")

    def make(inspector=None, reader=None, *, starts=True, review=None, outbox=None, **calls) -> MainWindow:
        inspector, reader = inspector or FakeInspector(), reader or FakeReader()
        defaults = {
            "find_samples": reader.find,
            "load_sample": reader.load,
            "load_inspector": lambda path, device, report, token: inspector,
            "find_regions": lambda result, loaded, threshold: result.regions,
            "shipped_models": lambda: (MODEL,),
            "warm_up": lambda report, token: None,
            "warm_up_readers": lambda report, token: None,
        }
        parts = WindowParts(
            CoreCalls(**(defaults | calls)), reader.thumbnail, settings, Path("inspector.log"), "test", review, outbox
        )
        window = MainWindow(parts)
        windows.append(window)
        qtbot.addWidget(window)
        window.resize(1280, 720)
        with qtbot.waitActive(window):  # shortcuts belong to the active window
            window.show()
            window.activateWindow()
        if starts:
            window.session.start(None)
            qtbot.waitUntil(lambda: window.state.model is not None)
        return window

    yield make
    for window in windows:
        window.close()
    sys.setswitchinterval(switch)
