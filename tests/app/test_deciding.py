"""Deciding by keyboard and mouse: recorded, timed, undone, blind, in bulk, by a second reader; nothing is lost."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton, QTableView

from app.views.review_model import SCORE, ReviewModel, ordered
from core.effect import DEFECTIVE, REJECT, QueueEffect
from core.records import CategoryCalibration, Sample, Verdict
from core.store.check import verify_database
from core.store.store import open_store
from core.verdicts import Opinion, QueueRow, part_key
from tests.app.conftest import FakeInspector, FakeReader
from tests.app.fakes import make_calibration
from tests.core.test_casefile import verify_case


class FileReader(FakeReader):
    """Samples whose files are really there, since the record holds their hashes."""

    def __init__(self, folder: Path, count=3, **options):
        super().__init__(**options)
        self.folder, self.names = folder, [f"part-{number}" for number in range(count)]
        for name in self.names:
            for modality in self.modalities:
                path = self.folder / name / f"{modality}.png"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(name.encode())

    def sample(self, name: str) -> Sample:
        files = {key: self.folder / name / f"{key}.png" for key in self.modalities}
        number = self.names.index(name)
        return Sample(name, files, "bracket", is_anomalous=bool(number % 2))


@pytest.fixture
def open_window(make_window, tmp_path, qtbot):
    """A window with a record, three parts in the queue, the first inspected and recorded."""

    def make(inspector=None, count=3, **options):
        reader = FileReader(tmp_path / "in", count)
        window = make_window(inspector, reader, review=tmp_path / "review.db", outbox=tmp_path / "w.jsonl", **options)
        window.open_paths([Path(name) for name in reader.names])
        qtbot.waitUntil(lambda: window.state.result is not None, timeout=10_000)
        qtbot.waitUntil(lambda: row(window) is not None and row(window).state == "done", timeout=10_000)
        return window

    return make


def row(window) -> QueueRow | None:
    return window.deciding.session.row


def press(qtbot, window, key, text=None):
    qtbot.keyClick(window, key)


def waits_for_opinion(qtbot, window, opinion):
    qtbot.waitUntil(lambda: row(window) is not None and row(window).first == opinion, timeout=20_000)


def test_one_key_decides_and_next_is_another_key(qtbot, open_window, tmp_path):
    window = open_window()
    first = window.state.current
    press(qtbot, window, Qt.Key.Key_2)
    press(qtbot, window, Qt.Key.Key_D)
    waits_for_opinion(qtbot, window, "reject")
    assert window.state.current == first  # deciding does not move on
    assert row(window).reason == "shape"
    assert window.findChild(QPushButton, "decide_reject").isChecked()
    press(qtbot, window, Qt.Key.Key_J)
    assert window.state.current != first
    press(qtbot, window, Qt.Key.Key_G)
    waits_for_opinion(qtbot, window, "accept")
    press(qtbot, window, Qt.Key.Key_J)
    press(qtbot, window, Qt.Key.Key_U)
    waits_for_opinion(qtbot, window, "unsure")
    window.close()
    store = open_store(tmp_path / "review.db")
    assert [entry["first_reader"] for entry in store.table()] == ["reject", "accept", "unsure"]
    assert verify_database(store.database, checks_files=False).is_intact
    store.close()


def test_a_comment_is_typed_without_deciding_and_goes_with_the_next_decision(qtbot, open_window):
    window = open_window()
    comment = window.findChild(QLineEdit, "comment")
    press(qtbot, window, Qt.Key.Key_W)
    qtbot.waitUntil(comment.hasFocus)
    qtbot.keyClicks(comment, "dug up")
    qtbot.keyClick(comment, Qt.Key.Key_Return)
    assert row(window).first == ""
    assert not comment.hasFocus()
    qtbot.mouseClick(window.findChild(QPushButton, "decide_reject"), Qt.MouseButton.LeftButton)
    waits_for_opinion(qtbot, window, "reject")
    kept = window.deciding.session.history[-1].decision
    assert kept.comment == "dug up"
    assert kept.seconds is not None
    assert comment.text() == ""
    assert "dug up" in window.findChild(QLabel, "decision_history").text()


def test_taking_back_stays_in_the_record(qtbot, open_window):
    window = open_window()
    press(qtbot, window, Qt.Key.Key_D)
    waits_for_opinion(qtbot, window, "reject")
    press(qtbot, window, Qt.Key.Key_Z)
    waits_for_opinion(qtbot, window, "")
    assert len(window.deciding.session.history) == 2
    assert "took it back" in window.findChild(QLabel, "decision_history").text()


def test_a_blind_reader_sees_nothing_of_the_model_before_deciding(qtbot, open_window):
    window = open_window()
    qtbot.mouseClick(window.findChild(QCheckBox, "blind"), Qt.MouseButton.LeftButton)
    assert window.state.result is None
    assert window.state.regions == ()
    assert "Blind" in window.findChild(QLabel, "decision_line").text()
    press(qtbot, window, Qt.Key.Key_J)
    qtbot.waitUntil(lambda: window.state.loaded is not None and window.state.loaded.sample == window.state.current)
    qtbot.waitUntil(lambda: not window.session.is_busy)
    assert window.state.result is None
    assert window.queue.model.data(window.queue.model.index(0), window.queue.model.ResultRole) is None
    press(qtbot, window, Qt.Key.Key_G)
    qtbot.waitUntil(lambda: window.state.result is not None)
    waits_for_opinion(qtbot, window, "accept")
    assert window.deciding.session.history[0].decision.is_blind
    press(qtbot, window, Qt.Key.Key_D)  # having seen the map, the reader changes the mind: both are kept
    waits_for_opinion(qtbot, window, "reject")
    assert [kept.decision.is_blind for kept in window.deciding.session.history] == [True, False]


def test_a_second_reader_decides_blind_what_the_first_has_seen(qtbot, open_window):
    window = open_window()
    qtbot.mouseClick(window.findChild(QCheckBox, "blind"), Qt.MouseButton.LeftButton)
    assert window.findChild(QLabel, "verdict").text() == "Hidden"
    press(qtbot, window, Qt.Key.Key_D)
    waits_for_opinion(qtbot, window, "reject")
    assert window.state.result is not None
    window.deciding.session.set_reader("a second reader")
    window.deciding.session.set_reading(2)
    assert window.state.result is None
    press(qtbot, window, Qt.Key.Key_G)
    qtbot.waitUntil(lambda: row(window).second == "accept", timeout=10_000)
    assert window.state.result is not None
    assert [kept.decision.is_blind for kept in window.deciding.session.history] == [True, True]


def test_a_part_that_another_station_reads_is_not_decided_here(qtbot, open_window, tmp_path):
    window = open_window()
    session, shown = window.deciding.session, window.state.current
    elsewhere = open_store(tmp_path / "review.db", "bob", "line-2")
    assert elsewhere.take_to_read(shown, 1, "bob")  # this window's
    press(qtbot, window, Qt.Key.Key_J)
    qtbot.waitUntil(lambda: row(window) is not None and row(window).sample_id != shown.sample_id, timeout=10_000)
    qtbot.waitUntil(lambda: elsewhere.take_to_read(shown, 1, "bob") == "", timeout=10_000)  # given back
    press(qtbot, window, Qt.Key.Key_K)
    qtbot.waitUntil(lambda: session.held_by == "line-2", timeout=10_000)
    assert not window.findChild(QPushButton, "decide_accept").isEnabled()
    assert "line-2" in window.findChild(QLabel, "decision_line").text()
    session.decide(Opinion.ACCEPT)
    assert not elsewhere.decisions_of(shown)
    elsewhere.stop_reading(shown)
    session.refresh()  # as every 15 s
    qtbot.waitUntil(lambda: window.findChild(QPushButton, "decide_accept").isEnabled(), timeout=10_000)
    elsewhere.close()


def test_a_locked_database_keeps_the_decision_and_hands_it_over_later(qtbot, open_window, tmp_path, monkeypatch):
    window = open_window()
    monkeypatch.setattr("core.store.database.BUSY_S", 0.05)
    session = window.deciding.session
    session.store.database.close()
    from core.store.database import Database

    session.store.database = Database(tmp_path / "review.db", busy_s=0.05)
    blocker = sqlite3.connect(tmp_path / "review.db", isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    press(qtbot, window, Qt.Key.Key_D)
    qtbot.waitUntil(
        lambda: window.notices.notice is not None and "locked" in window.notices.notice.message, timeout=20_000
    )
    assert "It is kept" in window.notices.notice.hint
    assert (tmp_path / "w.jsonl").exists()
    assert "1 kept until" in window.findChild(QLabel, "decision_line").text()
    blocker.execute("ROLLBACK")
    blocker.close()
    session._deliver()
    waits_for_opinion(qtbot, window, "reject")
    assert not (tmp_path / "w.jsonl").exists()


def test_a_damaged_database_does_not_stop_inspection_and_decisions_are_kept(qtbot, make_window, tmp_path):
    (tmp_path / "review.db").write_bytes(b"not a database at all" * 500)
    reader = FileReader(tmp_path / "in")
    window = make_window(None, reader, review=tmp_path / "review.db", outbox=tmp_path / "w.jsonl")
    notice = window.notices
    qtbot.waitUntil(lambda: notice.notice is not None and "damaged" in notice.notice.message, timeout=20_000)
    window.open_paths([Path("part-0")])
    qtbot.waitUntil(lambda: window.state.result is not None, timeout=20_000)
    assert "record is not open" in window.findChild(QLabel, "decision_line").text()
    press(qtbot, window, Qt.Key.Key_G)
    qtbot.waitUntil(lambda: window.deciding.session.waiting == 1)
    assert (tmp_path / "w.jsonl").exists()


def test_bulk_decisions_ask_first(qtbot, open_window, tmp_path):
    window = open_window(count=4)
    press(qtbot, window, Qt.Key.Key_F8)
    table = window.findChild(QTableView, "review_table")
    qtbot.waitUntil(lambda: table.model().rowCount() == 4)
    model = table.model()
    flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    for place in range(3):
        table.selectionModel().select(model.index(place, 0), flags)
    qtbot.mouseClick(window.findChild(QPushButton, "bulk_accept"), Qt.MouseButton.LeftButton)
    assert "Accept 3 parts" in window.findChild(QLabel, "bulk_question").text()
    qtbot.mouseClick(window.findChild(QPushButton, "bulk_no"), Qt.MouseButton.LeftButton)
    store = window.deciding.session.store
    assert len(store.search(first="accept")) == 0
    qtbot.mouseClick(window.findChild(QPushButton, "bulk_accept"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(window.findChild(QPushButton, "bulk_yes"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(store.search(first="accept")) == 3)


def test_a_second_reader_sees_disagreements_and_kappa(qtbot, open_window):
    window = open_window()
    press(qtbot, window, Qt.Key.Key_D)
    waits_for_opinion(qtbot, window, "reject")
    session = window.deciding.session
    session.set_reader("bob")
    session.set_reading(2)
    press(qtbot, window, Qt.Key.Key_G)
    qtbot.waitUntil(lambda: row(window).second == "accept")
    assert "second reader says accepted" in window.findChild(QLabel, "decision_line").text()
    press(qtbot, window, Qt.Key.Key_F8)
    shown = window.findChild(QComboBox, "review_shown")
    shown.setCurrentIndex(3)
    shown.activated.emit(3)
    table = window.findChild(QTableView, "review_table")
    qtbot.waitUntil(lambda: table.model().rowCount() == 1)
    assert "1 read twice, 1 differ" in window.findChild(QLabel, "review_count").text()


def test_searching_and_sorting_and_opening_a_row(qtbot, open_window):
    window = open_window(count=5)
    press(qtbot, window, Qt.Key.Key_F8)
    table = window.findChild(QTableView, "review_table")
    qtbot.waitUntil(lambda: table.model().rowCount() == 5)
    qtbot.keyClicks(window.findChild(QLineEdit, "review_search"), "part-3")
    qtbot.waitUntil(lambda: table.model().rowCount() == 1)
    table.activated.emit(table.model().index(0, 0))
    assert window.state.current.sample_id == "part-3"


def test_a_queue_that_was_inspected_before_is_not_inspected_again(qtbot, open_window, make_window, tmp_path):
    window = open_window(count=4)
    window.session.inspect_all()
    qtbot.waitUntil(lambda: len(window.state.results) == 4 and not window.session.is_busy)
    store = window.deciding.session.store
    qtbot.waitUntil(lambda: store.count("done") == 4)
    kept = {result.sample.sample_id: (result.score, result.verdict) for result in window.state.results.values()}
    window.close()
    inspector, reader = FakeInspector(), FileReader(tmp_path / "in", 4)
    (tmp_path / "in" / "part-2" / "rgb.png").write_bytes(b"taken again")
    again = make_window(inspector, reader, review=tmp_path / "review.db")
    qtbot.waitUntil(lambda: again.deciding.session.store is not None)
    again.open_paths([Path(name) for name in reader.names])
    qtbot.waitUntil(lambda: again.state.result is not None and not again.session.is_busy)
    asked = len(inspector.asked)
    again.session.inspect_all()
    qtbot.waitUntil(lambda: len(again.state.results) == 4 and not again.session.is_busy)
    assert [name for name, _ in inspector.asked[asked:]] == ["part-2"]  # its file is another one now
    assert {r.sample.sample_id: (r.score, r.verdict) for r in again.state.results.values()} == kept
    assert again.notices.notice.hint == "2 of 3 were in the record already."


class ScoredInspector(FakeInspector):
    """Scores by the part's number, so that thresholds split the queue."""

    def __init__(self, calibration: CategoryCalibration):
        super().__init__()
        self.calibrations = {"bracket": calibration}

    def inspect(self, loaded, category=None, *_rest):
        result = super().inspect(loaded, category)
        number = int(loaded.sample.sample_id.split("-")[1])
        calibration = self.calibrations["bracket"]
        score = 0.2 + 0.1 * number
        return replace(result, score=score, calibration=calibration, verdict=calibration.verdict(score))


def test_a_threshold_is_chosen_shown_on_the_queue_and_kept_with_its_card(qtbot, open_window):
    calibration = make_calibration(("rgb", "infrared"), count=120)
    window = open_window(ScoredInspector(calibration), count=6)
    window.session.inspect_all()
    store = window.deciding.session.store
    qtbot.waitUntil(lambda: store.count("done") == 6, timeout=20_000)
    press(qtbot, window, Qt.Key.Key_F8)
    panel = window.deciding.thresholds
    qtbot.waitUntil(lambda: panel._queue is not None and len(panel._queue) == 6)
    rate = panel.findChild(type(panel._rate), "rate")
    rate.setValue(0.5)
    qtbot.mouseClick(window.findChild(QPushButton, "choose_threshold"), Qt.MouseButton.LeftButton)
    assert "needs at least 199 good parts, you have 120" in window.findChild(QLabel, "promise").text()
    rate.setValue(5.0)
    qtbot.mouseClick(window.findChild(QPushButton, "choose_threshold"), Qt.MouseButton.LeftButton)
    assert "flags 5.0 % of good parts" in window.findChild(QLabel, "promise").text()
    qtbot.mouseClick(window.findChild(QPushButton, "keep_threshold"), Qt.MouseButton.LeftButton)
    if window.state.model.path.is_file():
        qtbot.waitUntil(lambda: store.threshold_cards("bracket"))
    window.state.set_threshold(0.35)  # as a drag does
    counts = panel.effect._bar.accessibleName()
    assert counts.endswith("Reject 4")
    cell = window.findChild(QPushButton, f"cell_{DEFECTIVE}_{REJECT}")
    assert cell.text() == "2"
    qtbot.mouseClick(cell, Qt.MouseButton.LeftButton)
    table = window.findChild(QTableView, "review_table")
    qtbot.waitUntil(lambda: table.model().rowCount() == 2)
    assert table.model().row_at(0).sample_id == "part-5"
    shown = window.findChild(QComboBox, "review_shown")
    assert shown.currentText() == "Chosen in the curves"
    shown.setCurrentIndex(0)
    shown.activated.emit(0)
    qtbot.waitUntil(lambda: table.model().rowCount() == 6)
    assert shown.findText("Chosen in the curves") < 0


def test_the_live_effect_counts_only_scores_of_the_loaded_model(qtbot, open_window):
    inspector = ScoredInspector(make_calibration(("rgb", "infrared"), count=120))
    inspector.info = replace(inspector.info, scorers={"bracket": "1" * 64})
    window = open_window(inspector, count=6)
    window.session.inspect_all()
    state, store = window.state, window.deciding.session.store
    qtbot.waitUntil(lambda: store.count("done") == 6, timeout=20_000)
    press(qtbot, window, Qt.Key.Key_F8)
    panel, words = window.deciding.thresholds, window.findChild(QLabel, "left_out")
    qtbot.waitUntil(lambda: panel._queue is not None and len(panel._queue) == 6)
    assert words.isHidden()
    for sample in state.samples[4:]:
        body = {"score": 9.0, "verdict": "anomaly", "model": {"sha256": "0" * 64, "scorer": "2" * 64}}
        store.put_result(sample, body)
    window.deciding.session.changed.emit()
    qtbot.waitUntil(lambda: len(panel._queue) == 4)
    assert words.text() == "2 parts are left out: another model scored them. Inspect them again to count them."
    assert not words.isHidden()
    state.set_threshold(5.0)
    assert panel.effect._bar.accessibleName() == "Pass 3, Review 1, Reject 0"
    # A copy with other thresholds is another file, and scores alike.
    read = panel._queue
    state.set_model(replace(state.model, sha256="3" * 64), state.calibrations)
    qtbot.waitUntil(lambda: panel._queue is not read)
    assert len(panel._queue) == 4
    state.set_model(replace(state.model, scorers={"bracket": "2" * 64}), state.calibrations)
    qtbot.waitUntil(lambda: len(panel._queue) == 2)
    assert words.text().startswith("4 parts are left out")


def test_a_case_file_is_exported_from_the_window(qtbot, open_window, tmp_path):
    window = open_window()
    press(qtbot, window, Qt.Key.Key_D)
    waits_for_opinion(qtbot, window, "reject")
    window.deciding.write_case(tmp_path / "a.case")
    qtbot.waitUntil(lambda: (tmp_path / "a.case").exists())
    assert verify_case(tmp_path / "a.case").is_intact


def test_without_a_database_nothing_is_offered(make_window):
    window = make_window()
    assert "verdict" not in window.docks
    assert not window.actions_by_name["accept"].isEnabled()
    assert not window.actions_by_name["workspace_review"].isEnabled()


def test_100_000_rows_are_sorted_searched_and_counted(tmp_path, qtbot):
    store = open_store(tmp_path / "review.db")
    count = 100_000
    with store.database.claiming() as connection:
        from core.store.schema import parts

        random = np.random.default_rng(0)
        scores = random.gamma(2, 0.2, count).tolist()
        fixed = {"category": "bracket", "files": "{}", "sample": "{}", "added_at": "now", "state": "done"}
        rows = [
            {**fixed, "key": f"{n:064d}", "sample_id": f"part/{n}", "score": scores[n], "verdict": "normal"}
            for n in range(count)
        ]
        connection.execute(parts.insert(), rows)
    columns = store.columns()
    numbers = ordered(columns.numbers, columns.scores)
    model = ReviewModel()
    model.show(numbers, store.rows)
    for place in range(50_000, 50_040):  # what a jump of the scroll bar draws
        for column in range(model.columnCount()):
            model.data(model.index(place, column))
    shown = [float(model.data(model.index(place, SCORE))) for place in (0, 10, 99_999)]
    assert shown == sorted(shown, reverse=True)
    assert len(store.search("part/9999")) == 11
    effect = QueueEffect(columns.numbers, columns.scores, columns.labels)
    counted = effect.at(0.4, 0.6)
    assert counted.passed + counted.review + counted.rejected == count
    store.close()


def test_part_keys_do_not_depend_on_the_order_of_sensors():
    files = {"rgb": Path("/a.png"), "depth": Path("/b.png")}
    assert part_key(Sample("x", files)) == part_key(Sample("y", dict(reversed(files.items()))))
    assert Opinion("accept") is Opinion.ACCEPT
    assert Verdict("review") is Verdict.REVIEW
