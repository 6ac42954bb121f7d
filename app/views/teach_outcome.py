"""What teaching did: the promise of the sample, the old categories before and after, and what the record would say."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.i18n import later, numeral, tr
from app.sentences import in_language
from app.views.tables import changed_cells, fill, filled_table
from core.library_records import RecordEffect
from core.teaching.records import OldCategory, Taught

_TITLES = (
    later("Category"),
    later("Median normal"),
    later("95 % of normals"),
    later("Threshold"),
    later("Recognised"),
    later("Map and score"),
)
_CHANGED_TITLES = (later("Recorded part"), later("Recipe"), later("Score"), later("Verdict"), later("Reader said"))
SAME_MAP = 1e-4  # relative change of a map that is nothing but rounding


class OutcomeView(QWidget):
    """Sentences and two tables."""

    record_wanted = Signal()  # the recorded parts are to be inspected again

    def __init__(self) -> None:
        super().__init__()
        self.words = QLabel()
        self.words.setObjectName("teach_outcome")
        self.words.setWordWrap(True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.table = filled_table("teach_old", _TITLES, tr("Old categories before and after"))
        self.table.horizontalHeader().setSectionResizeMode(len(_TITLES) - 1, QHeaderView.ResizeMode.ResizeToContents)
        self.record_words = QLabel()
        self.record_words.setObjectName("teach_record")
        self.record_words.setWordWrap(True)
        self.check_record = QPushButton(tr("Look at recorded parts again"))
        self.check_record.setObjectName("teach_check_record")
        self.check_record.setAutoDefault(False)
        self.check_record.setToolTip(tr("Inspect the newest parts of the review record with the new model"))
        self.check_record.clicked.connect(lambda _checked=False: self.record_wanted.emit())
        self.changed = filled_table(
            "teach_changed", _CHANGED_TITLES, tr("Recorded parts that would be judged otherwise")
        )
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
            tr(
                "Old categories that would be judged or recognised otherwise: {names}.",
                names=", ".join(r.category for r in changed),
            )
            if changed
            else tr("Nothing that an old category's map, score or recognition is made of has changed.")
        )
        notes = "\n".join(map(in_language, taught.notes))
        self.words.setText(
            tr(
                "{promise}\n{notes}\n{old}\nTaught in {seconds:.0f} s.",
                promise=in_language(taught.promise),
                notes=notes,
                old=old,
                seconds=taught.seconds,
            )
        )
        fill(self.table, [_cells(row) for row in taught.old])
        self.changed.hide()
        self.record_words.setText(
            tr("Stored decisions: not looked at yet.")
            if has_record
            else tr("No review record is open: nothing stored can change.")
        )
        self.check_record.setVisible(has_record)

    def show_record(self, effect: RecordEffect) -> None:
        """What the recorded parts would be judged as now."""
        passed = tr(" {problems:,} could not be read.", problems=len(effect.problems)) if effect.problems else ""
        self.record_words.setText(effect.sentence + passed)
        self.check_record.hide()
        ordered = sorted(effect.changed, key=lambda part: not part.contradicts)
        fill(self.changed, [changed_cells(part) for part in ordered])
        self.changed.setVisible(bool(ordered))


def _is_changed(row: OldCategory) -> bool:
    return not row.is_identical and (row.rescored is None or row.largest_change > SAME_MAP)


def _cells(row: OldCategory) -> tuple[str, ...]:
    def pair(values: tuple[float, float]) -> str:
        return f"{numeral(values[0], '.3f')} → {numeral(values[1], '.3f')}"

    if row.is_identical:
        change = tr("unchanged, bit for bit")
    elif _is_changed(row):
        change = (
            tr("changed")
            if row.rescored is None
            else tr("changed by {largest_change:.2g} %", largest_change=100 * row.largest_change)
        )
    else:
        change = tr("same to {largest_change:.1g} %", largest_change=100 * row.largest_change)
    return (
        row.category,
        pair(row.median),
        pair(row.high),
        pair(row.threshold),
        f"{numeral(100 * row.recognised[0], '.0f')} % → {numeral(100 * row.recognised[1], '.0f')} %",
        change,
    )
