"""The teach dialog: doubts are shown, a proposal is compared and accepted or discarded, nothing happens on cancel."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QProgressBar, QPushButton, QTableWidget

from core.errors import TrainingError
from core.library_records import ChangedPart, RecordEffect
from core.progress import Progress
from core.records import Sample, SampleIndex
from core.teaching.records import (
    Curve,
    Finding,
    FindingKind,
    GoodCheck,
    OldCategory,
    Preview,
    Taught,
    TeachConfig,
    Unfinished,
)
from tests.app.fakes import make_calibration

SAMPLES = tuple(Sample(f"ring/{n:03d}", {"rgb": Path(f"{n}.png")}, "ring") for n in range(12))
FINDINGS = (
    Finding("ring/004", FindingKind.DEFECTIVE, "Probably defective: score 2.10 by the other parts."),
    Finding("ring/007", FindingKind.DUPLICATE, "The same files as ring/001."),
)
CHANGED = ChangedPart(7, SAMPLES[3], ("bracket", "ring"), (0.4, 1.9), ("normal", "anomaly"), "accept")
OLD = OldCategory("bracket", ("rgb",), (1.1, 1.1), (1.4, 1.4), (1.5, 1.5), (1.0, 1.0), 0, 64, True)


class FakeTeacher:
    """Teaches at once, slowly or not at all; writes a real file, so that discarding can be seen."""

    def __init__(self, folder: Path, error: Exception | None = None, waits: bool = False):
        self.folder, self.error, self.waits = folder, error, waits
        self.asked: list[tuple[str, list[str]]] = []
        self.remembered: list[Path] = []
        self.cut: list[Unfinished] = []
        self.effect = RecordEffect(3, 3, (CHANGED,))

    def calls(self) -> dict:
        return {
            "find_samples": lambda paths, token=None: SampleIndex(SAMPLES),
            "check_good": lambda samples, model, report, token: GoodCheck(SAMPLES, FINDINGS, ()),
            "teach": self.teach,
            "proposed_model": lambda model, name: self.folder / f"{name}.safetensors",
            "remember_model": self.remembered.append,
            "unfinished_teaching": lambda: tuple(self.cut),
            "discard_unfinished": lambda out: self.cut.clear(),
            "effect_of_model": lambda path, device, store, report, token: self.effect,
        }

    def teach(self, name, samples, model, out, settings, report, token, watcher=None) -> Taught:
        self.asked.append((name, [sample.sample_id for sample in samples]))
        report(Progress(30, 100, "features of ring/001"))
        watcher.drew(Curve.SCORE, 1, 1.5)
        picture, heat = np.zeros((32, 32, 3), np.uint8), np.ones((32, 32), np.float32)
        watcher.previewed(Preview(watcher.wanted(), picture, heat, "score 1.50 by the other parts"))
        if self.error is not None:
            raise self.error
        while self.waits:
            token.raise_if_cancelled()
        out.write_bytes(b"model")
        calibration = replace(make_calibration(("rgb",), name), false_alarm_rate=0.1)
        return Taught(name, out, calibration, len(samples), (OLD,), 1 / 11, 0.26, "0" * 64, (), 2.0)


@pytest.fixture
def open_dialog(make_window, qtbot, tmp_path):
    def make(**options):
        teacher = FakeTeacher(tmp_path, **options)
        window = make_window(**teacher.calls())
        window.actions_by_name["teach"].trigger()
        dialog = window.teaching.dialog
        dialog.check(tmp_path / "ring")
        qtbot.waitUntil(lambda: dialog.parts.count() == len(SAMPLES))
        qtbot.waitUntil(lambda: dialog.findChild(QPushButton, "teach_start").isVisible())
        return window, dialog, teacher

    return make


def press(qtbot, dialog, name):
    qtbot.mouseClick(dialog.findChild(QPushButton, name), Qt.MouseButton.LeftButton)


def test_doubtful_parts_come_first_and_are_left_out(open_dialog):
    _, dialog, _ = open_dialog()
    parts = dialog.findChild(QListWidget, "teach_parts")
    assert "Probably defective" in parts.item(0).text()
    assert parts.item(0).checkState() is Qt.CheckState.Unchecked
    assert not parts.item(1).flags() & Qt.ItemFlag.ItemIsEnabled  # a copy cannot be put back
    assert dialog.findChild(QPushButton, "teach_start").text() == "Teach from 10 parts"
    parts.item(0).setCheckState(Qt.CheckState.Checked)
    assert dialog.findChild(QPushButton, "teach_start").text() == "Teach from 11 parts"


def test_the_proposal_shows_old_categories_and_is_used_once_accepted(open_dialog, qtbot, tmp_path):
    window, dialog, teacher = open_dialog()
    assert dialog.name.text() == "ring"
    press(qtbot, dialog, "teach_start")
    qtbot.waitUntil(lambda: dialog.taught is not None)
    assert teacher.asked[0][0] == "ring"
    assert "ring/004" not in teacher.asked[0][1]
    table = dialog.findChild(QTableWidget, "teach_old")
    assert [table.item(0, column).text() for column in (0, 1, 5)] == [
        "bracket",
        "1.100 → 1.100",
        "unchanged, bit for bit",
    ]
    assert "Nothing" in dialog.outcome.words.text()
    press(qtbot, dialog, "teach_accept")
    out = tmp_path / "ring.safetensors"
    assert teacher.remembered == [out]
    qtbot.waitUntil(lambda: window.session.model_path == out)
    assert out.is_file()
    qtbot.waitUntil(lambda: window.teaching.dialog is None)


def test_a_discarded_proposal_leaves_no_file(open_dialog, qtbot, tmp_path):
    window, dialog, teacher = open_dialog()
    before = window.session.model_path
    press(qtbot, dialog, "teach_start")
    qtbot.waitUntil(lambda: dialog.taught is not None)
    press(qtbot, dialog, "teach_discard")
    assert not (tmp_path / "ring.safetensors").exists()
    assert teacher.remembered == []
    assert window.session.model_path == before
    assert dialog.findChild(QPushButton, "teach_start").isVisible()


def test_cancel_ends_teaching_and_offers_it_again(open_dialog, qtbot, tmp_path):
    _, dialog, _ = open_dialog(waits=True)
    press(qtbot, dialog, "teach_start")
    qtbot.waitUntil(lambda: "features of" in dialog.words.text())
    assert dialog.findChild(QProgressBar, "teach_progress").isVisible()
    press(qtbot, dialog, "teach_cancel")
    assert "the model is as it was" in dialog.words.text()
    assert dialog.findChild(QPushButton, "teach_start").isVisible()
    assert not list(tmp_path.glob("*.safetensors"))


def test_a_refusal_is_shown_in_its_own_words(open_dialog, qtbot):
    _, dialog, _ = open_dialog(error=TrainingError("The model knows ring already.", hint="Choose another name."))
    press(qtbot, dialog, "teach_start")
    qtbot.waitUntil(lambda: dialog.notices.notice is not None)
    assert dialog.notices.notice.message == "The model knows ring already."
    assert dialog.findChild(QPushButton, "teach_start").isVisible()


def test_a_product_needs_a_name(open_dialog):
    _, dialog, _ = open_dialog()
    dialog.name.setText(" ")
    assert not dialog.findChild(QPushButton, "teach_start").isEnabled()


def test_curves_and_the_map_of_the_chosen_part_are_seen_while_it_is_taught(open_dialog, qtbot):
    _, dialog, _ = open_dialog(waits=True)
    dialog.parts.setCurrentRow(5)
    wanted = dialog.parts.item(5).text().splitlines()[0]
    press(qtbot, dialog, "teach_start")
    qtbot.waitUntil(lambda: dialog.watch.picture.is_filled)
    assert dialog.watch.part.currentText() == wanted
    assert dialog.watch.scores.count == 1
    press(qtbot, dialog, "teach_cancel")


def test_a_pause_holds_the_work_and_says_so(open_dialog, qtbot):
    _, dialog, _ = open_dialog(waits=True)
    press(qtbot, dialog, "teach_start")
    qtbot.waitUntil(lambda: "features of" in dialog.words.text())
    press(qtbot, dialog, "teach_pause")
    assert dialog._job.token.is_paused
    assert "Paused" in dialog.words.text()
    assert dialog.findChild(QPushButton, "teach_pause").text() == "Go on"
    press(qtbot, dialog, "teach_pause")
    assert not dialog._job.token.is_paused
    press(qtbot, dialog, "teach_cancel")


def test_a_cut_run_is_offered_and_gone_on_with(open_dialog, qtbot, tmp_path):
    window, dialog, teacher = open_dialog()
    model, out = window.session.model_path, tmp_path / "ring.safetensors"
    settings = TeachConfig(seed=3)
    teacher.cut.append(Unfinished("ring", model, out, SAMPLES[:6], settings, 4, "2026-01-02T03:04:05+00:00"))
    dialog.cut.look()
    assert "4 of 6 parts are done" in dialog.cut.words.text()
    press(qtbot, dialog, "teach_resume")
    qtbot.waitUntil(lambda: dialog.taught is not None)
    assert teacher.asked == [("ring", [sample.sample_id for sample in SAMPLES[:6]])]
    press(qtbot, dialog, "teach_discard")
    press(qtbot, dialog, "teach_give_up")
    assert teacher.cut == []
    assert not dialog.findChild(QPushButton, "teach_resume").isVisible()


def test_stored_decisions_that_would_change_are_listed_before_accepting(open_dialog, qtbot, monkeypatch):
    _, dialog, _ = open_dialog()
    monkeypatch.setattr(dialog, "_store", lambda: object())
    press(qtbot, dialog, "teach_start")
    qtbot.waitUntil(lambda: dialog.taught is not None)
    press(qtbot, dialog, "teach_check_record")
    qtbot.waitUntil(dialog.outcome.changed.isVisible)
    assert "1 stored verdict would change, 1 against" in dialog.outcome.record_words.text()
    assert dialog.outcome.changed.item(0, 3).text() == "normal → anomaly"
