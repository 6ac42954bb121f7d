"""What teaching did: the promise of the sample, the old categories before and after, and what the record would say."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.views.words import score_text
from core.library_records import ChangedPart, RecordEffect
from core.teaching.records import OldCategory, Taught

_TITLES = ("Category", "Median normal", "95 % of normals", "Threshold", "Recognised", "Map and score")
_CHANGED_TITLES = ("Recorded part", "Recipe", "Score", "Verdict", "Reader said")
SAME_MAP = 1e-4  # relative change of a map that is nothing but rounding


def filled_table(name: str, titles: tuple[str, ...], label: str) -> QTableWidget:
    """A table to read, its first column the widest."""
    table = QTableWidget(0, len(titles))
    table.setObjectName(name)
    table.setAccessibleName(label)
    table.setHorizontalHeaderLabels(titles)
    table.verticalHeader().hide()
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setTabKeyNavigation(False)  # Tab leaves the table; arrows walk the rows
    table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    return table


def fill(table: QTableWidget, rows: list[tuple[str, ...]]) -> None:
    """Put texts in; the first column stays left."""
    table.setRowCount(len(rows))
    for place, row in enumerate(rows):
        for column, text in enumerate(row):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            if column:
                item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
            table.setItem(place, column, item)


def changed_cells(part: ChangedPart) -> tuple[str, ...]:
    """A recorded part that would be judged otherwise, as a table row."""
    recipe = (
        part.category[0] if part.category[0] == part.category[1] else " → ".join(c or "unknown" for c in part.category)
    )
    verdict = f"{part.verdict[0] or '–'} → {part.verdict[1]}"
    said = (part.opinion or "–") + (" (contradicted)" if part.contradicts else "")
    return part.sample.sample_id, recipe, " → ".join(score_text(score) for score in part.score), verdict, said


class OutcomeView(QWidget):
    """Sentences and two tables."""

    record_wanted = Signal()  # the recorded parts are to be inspected again

    def __init__(self) -> None:
        super().__init__()
        self.words = QLabel()
        self.words.setObjectName("teach_outcome")
        self.words.setWordWrap(True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.table = filled_table("teach_old", _TITLES, "Old categories before and after")
        self.record_words = QLabel()
        self.record_words.setObjectName("teach_record")
        self.record_words.setWordWrap(True)
        self.check_record = QPushButton("Look at recorded parts again")
        self.check_record.setObjectName("teach_check_record")
        self.check_record.setAutoDefault(False)
        self.check_record.setToolTip("Inspect the newest parts of the review record with the new model")
        self.check_record.clicked.connect(lambda _checked=False: self.record_wanted.emit())
        self.changed = filled_table("teach_changed", _CHANGED_TITLES, "Recorded parts that would be judged otherwise")
        self.changed.hide()
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.record_words, 1)
        row.addWidget(self.check_record, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.words)
        layout.addWidget(self.table, 2)
        layout.addLayout(row)
        layout.addWidget(self.changed, 1)

    def show_taught(self, taught: Taught, has_record: bool) -> None:
        """Fill in."""
        changed = [row for row in taught.old if _is_changed(row) or row.taken > 0]
        old = (
            f"Old categories that would be judged or recognised otherwise: {', '.join(r.category for r in changed)}."
            if changed
            else "Nothing that an old category's map, score or recognition is made of has changed."
        )
        notes = "\n".join(taught.notes)
        self.words.setText(f"{taught.promise}\n{notes}\n{old}\nTaught in {taught.seconds:.0f} s.")
        fill(self.table, [_cells(row) for row in taught.old])
        self.changed.hide()
        self.record_words.setText(
            "Stored decisions: not looked at yet."
            if has_record
            else "No review record is open: nothing stored can change."
        )
        self.check_record.setVisible(has_record)

    def show_record(self, effect: RecordEffect) -> None:
        """What the recorded parts would be judged as now."""
        passed = f" {len(effect.problems):,} could not be read." if effect.problems else ""
        self.record_words.setText(effect.sentence + passed)
        self.check_record.hide()
        ordered = sorted(effect.changed, key=lambda part: not part.contradicts)
        fill(self.changed, [changed_cells(part) for part in ordered])
        self.changed.setVisible(bool(ordered))


def _is_changed(row: OldCategory) -> bool:
    return not row.is_identical and (row.rescored is None or row.largest_change > SAME_MAP)


def _cells(row: OldCategory) -> tuple[str, ...]:
    def pair(values: tuple[float, float]) -> str:
        return f"{values[0]:.3f} → {values[1]:.3f}"

    if row.is_identical:
        change = "unchanged, bit for bit"
    elif _is_changed(row):
        change = "changed" if row.rescored is None else f"changed by {100 * row.largest_change:.2g} %"
    else:
        change = f"same to {100 * row.largest_change:.1g} %"
    return (
        row.category,
        pair(row.median),
        pair(row.high),
        pair(row.threshold),
        f"{100 * row.recognised[0]:.0f} % → {100 * row.recognised[1]:.0f} %",
        change,
    )
