"""Model library, comparison, evaluation and marks in the window."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPushButton

from core.errors import CheckpointError
from core.library_records import (
    ChangedPart,
    Compared,
    ComparedModels,
    EvaluatedPart,
    EvaluationReport,
    Judged,
    MarkKind,
    MarkProposal,
    ModelFacts,
    RecordEffect,
)
from core.records import Sample, Verdict
from core.teaching.records import Certificate
from tests.app.conftest import MODEL, FakeInspector

CHILD = Path("child.safetensors")
SAMPLES = tuple(Sample(f"part{n}", {"rgb": Path(f"part{n}/rgb.png")}, "bracket") for n in range(3))
SENSORS = {"bracket": ("rgb",)}
STEP = {"action": "taught", "category": "ring", "parent": MODEL.name, "parent_sha256": "a" * 64, "samples": {"1": "f"}}


def facts(path: Path, sha: str, steps=(), shipped=False) -> ModelFacts:
    return ModelFacts(path, sha * 64, 28_000_000, 0.0, "compact", 32, SENSORS, {"steps": "10"}, steps, 9, True, shipped)


def judged(verdict: Verdict, level: float) -> Judged:
    return Judged("bracket", level, 1.0, verdict, np.full((40, 60), level, np.float32))


class FakeLibrary:
    """Two models: the one in use, and its child."""

    def __init__(self):
        self.used: list[Path] = []
        self.asked: list[tuple] = []
        self.parent: Path | None = MODEL
        self.proof = Certificate("cpu", {"picture": 1e-6}, 5e-3, 0.2)

    def calls(self) -> dict:
        return {
            "known_facts": lambda: ((facts(MODEL, "a", shipped=True), facts(CHILD, "b", (STEP,))), ()),
            "parent_of": lambda facts: self.parent,
            "prove_model": lambda path, device, report, token: self.proof,
            "export_model": lambda path, target: self.asked.append(("export", path, target)) or target,
            "import_model": self.bring_in,
            "forget_model": lambda path: self.asked.append(("forget", path)),
            "compare_models": self.compare,
            "evaluate_folder": self.evaluate,
            "propose_mark": self.propose,
            "effect_of_mark": lambda inspector, proposal, store, report, token: RecordEffect(4, 4, ()),
            "accept_mark": lambda model, proposal, token: CHILD,
        }

    def bring_in(self, path, device, report, token):
        raise CheckpointError(f"{path.name} is not a model file of this program.")

    def compare(self, first, second, samples, device, report, token):
        self.asked.append(("compare", first, second))
        picture = np.zeros((40, 60, 3), np.uint8)
        same = Compared(SAMPLES[0], picture, judged(Verdict.NORMAL, 0.5), judged(Verdict.NORMAL, 0.5))
        other = Compared(SAMPLES[1], picture, judged(Verdict.NORMAL, 0.5), judged(Verdict.ANOMALY, 1.5))
        return ComparedModels((same, other))

    def evaluate(self, paths, model, device, report, token):
        row = {"category": "bracket", "i_auroc": 1.0, "i_ap": 1.0, "p_auroc": None, "false_alarms": 0.5, "count": 3}
        parts = (
            EvaluatedPart(SAMPLES[0], False, "bracket", 2.0, 1.0, "anomaly"),
            EvaluatedPart(SAMPLES[1], True, "bracket", 3.0, 1.0, "anomaly"),
            EvaluatedPart(SAMPLES[2], False, "bracket", 0.5, 1.0, "normal"),
        )
        return EvaluationReport((row,), parts, (), "compact-demo", SAMPLES)

    def propose(self, inspector, loaded, result, place, kind, reason, made_by):
        self.asked.append(("mark", place, kind, reason))
        score = (result.score, 0.1)
        return MarkProposal(
            kind,
            "bracket",
            reason,
            loaded.sample,
            (2.0, 0.2),
            score,
            ("anomaly", "normal"),
            1.0,
            0.96,
            0.0,
            30,
            0.1 * result.anomaly_map,
            None,
        )


@pytest.fixture
def library():
    return FakeLibrary()


@pytest.fixture
def window(make_window, library):
    return make_window(FakeInspector(), **library.calls())


@pytest.fixture
def recorded(make_window, library, tmp_path, qtbot):
    """The same with an open review record."""
    window = make_window(FakeInspector(), review=tmp_path / "review.db", **library.calls())
    qtbot.waitUntil(lambda: window.deciding.session.store is not None, timeout=30_000)
    return window


def press(qtbot, dialog, name):
    button = dialog.findChild(QPushButton, name)
    assert button.isEnabled(), name
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.fixture
def dialog(window, qtbot):
    window.actions_by_name["library"].trigger()
    dialog = window.models.library
    qtbot.waitUntil(lambda: dialog.table.rowCount() == 2 and not dialog.is_busy)
    return dialog


def test_the_library_lists_models_with_where_they_come_from(dialog):
    assert dialog.table.item(0, 0).text().startswith("● ")
    assert dialog.table.item(1, 1).text() == "taught ring, 1 sample"
    dialog.table.selectRow(1)
    assert "parent compact-demo.safetensors" in dialog.facts.toPlainText()
    assert not dialog.findChild(QPushButton, "library_compare").isEnabled()  # the queue is empty


def test_the_shipped_model_cannot_be_removed_and_the_one_in_use_not_used_again(dialog):
    dialog.table.selectRow(0)
    assert not dialog.findChild(QPushButton, "library_remove").isEnabled()
    assert not dialog.findChild(QPushButton, "library_use").isEnabled()


def test_another_model_is_used_and_rolled_back(window, dialog, qtbot):
    dialog.table.selectRow(1)
    press(qtbot, dialog, "library_use")
    qtbot.waitUntil(lambda: window.session.model_path == CHILD)
    qtbot.waitUntil(lambda: dialog.table.item(1, 0).text().startswith("● ") and not dialog.is_busy)
    dialog.table.selectRow(1)
    press(qtbot, dialog, "library_roll_back")
    qtbot.waitUntil(lambda: window.session.model_path == MODEL)


def test_a_parent_that_is_gone_is_said_so(dialog, library, qtbot):
    library.parent = None
    dialog.table.selectRow(1)
    press(qtbot, dialog, "library_roll_back")
    qtbot.waitUntil(lambda: dialog.notices.notice is not None)
    assert "is not on this computer any more" in dialog.notices.notice.message


def test_a_proof_is_shown_and_a_failed_one_loudly(dialog, library, qtbot):
    press(qtbot, dialog, "library_prove")
    qtbot.waitUntil(lambda: dialog.notices.notice is not None)
    assert dialog.notices.notice.message.startswith("Proven")
    library.proof = Certificate("cpu", {"picture": 0.3}, 5e-3, 0.2)
    qtbot.waitUntil(lambda: not dialog.is_busy)
    press(qtbot, dialog, "library_prove")
    qtbot.waitUntil(lambda: dialog.notices.notice is not None)
    assert dialog.notices.notice.message.startswith("NOT the model")
    assert "NOT the model" in dialog.facts.toPlainText()


def test_a_file_that_is_no_model_is_refused_in_the_dialog(dialog, qtbot, tmp_path):
    dialog.import_from(tmp_path / "x.safetensors")
    qtbot.waitUntil(lambda: dialog.notices.notice is not None)
    assert "not a model file" in dialog.notices.notice.message
    assert dialog.table.rowCount() == 2


def test_two_models_are_compared_on_the_queue_changed_verdicts_first(window, dialog, qtbot):
    window.state.set_samples(SAMPLES)
    dialog.table.selectRow(1)
    press(qtbot, dialog, "library_compare")
    view = dialog.compare_view
    qtbot.waitUntil(lambda: view.table.rowCount() == 2)
    assert view.table.item(0, 0).text() == "part1"
    assert all(picture.is_filled for picture in view.pictures)
    view.findChild(QCheckBox, "compare_changed").setChecked(True)
    assert view.table.rowCount() == 1
    qtbot.waitUntil(lambda: not dialog.is_busy)
    press(qtbot, dialog, "compare_back")
    assert dialog.table.isVisible()


def test_evaluation_shows_metrics_curves_and_opens_the_worst_part(window, qtbot, tmp_path):
    window.actions_by_name["evaluate"].trigger()
    dialog = window.models.evaluation
    dialog.evaluate([tmp_path])
    qtbot.waitUntil(lambda: dialog.parts.rowCount() == 3)
    assert dialog.metrics.item(0, 1).text() == "1.000"
    assert dialog.metrics.item(0, 4).text() == "–"
    assert dialog.parts.item(0, 5).text() == "2.00 x above"
    dialog.parts.clicked.emit(dialog.parts.model().index(0, 0))
    qtbot.waitUntil(lambda: window.state.loaded is not None)
    assert window.state.current == SAMPLES[0]
    assert window.state.samples == SAMPLES


def test_a_false_alarm_is_previewed_accepted_recorded_and_undone(recorded, library, qtbot):
    window = recorded
    window.open_paths([Path("part0")])
    qtbot.waitUntil(lambda: window.state.result is not None)
    window.state.select_region(window.state.regions[1])
    window.actions_by_name["false_alarm"].trigger()
    dialog = window.marking.dialog
    assert dialog.place.currentText().startswith("Region 2")
    assert not dialog.findChild(QPushButton, "mark_preview").isEnabled()
    reason = dialog.findChild(QLineEdit, "mark_reason")
    qtbot.keyClicks(reason, "glue mark")
    qtbot.keyClick(reason, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.proposal is not None)
    assert "96 % still counts" in dialog.sentence.text()
    assert "every stored verdict stays" in dialog.record_words.text()
    press(qtbot, dialog, "mark_accept")
    qtbot.waitUntil(lambda: window.session.model_path == CHILD)
    store = window.deciding.session.store
    qtbot.waitUntil(lambda: store.last_note("mark accepted") is not None)
    assert store.last_note("mark accepted")["reason"] == "glue mark"
    window.undo.undo()
    qtbot.waitUntil(lambda: window.session.model_path == MODEL)
    qtbot.waitUntil(lambda: store.last_note("mark taken back") is not None)


def test_changing_a_previewed_mark_asks_for_a_new_preview(window, qtbot):
    window.open_paths([Path("part0")])
    qtbot.waitUntil(lambda: window.state.result is not None)
    window.actions_by_name["missed_spot"].trigger()
    dialog = window.marking.dialog
    assert dialog.place.count() == 1
    qtbot.keyClicks(dialog.findChild(QLineEdit, "mark_reason"), "crack")
    press(qtbot, dialog, "mark_preview")
    qtbot.waitUntil(lambda: dialog.proposal is not None and not dialog.is_busy)
    dialog.radius.setValue(20)
    assert dialog.proposal is None
    assert not dialog.findChild(QPushButton, "mark_accept").isEnabled()
    assert dialog._chosen().radius == 20


def test_changed_parts_contradict_readers():
    part = ChangedPart(1, SAMPLES[0], ("a", "a"), (0.4, 2.0), ("normal", "anomaly"), "accept")
    assert part.contradicts
    assert MarkKind("false alarm") is MarkKind.FALSE_ALARM
