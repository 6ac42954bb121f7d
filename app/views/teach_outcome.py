"""What teaching did: the promise of the sample, and the old categories before and after."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.teaching.records import OldCategory, Taught

_TITLES = ("Category", "Median normal", "95 % of normals", "Threshold", "Recognised", "Map and score")


class OutcomeView(QWidget):
    """A sentence and a table."""

    def __init__(self) -> None:
        super().__init__()
        self.words = QLabel()
        self.words.setObjectName("teach_outcome")
        self.words.setWordWrap(True)
        self.table = QTableWidget(0, len(_TITLES))
        self.table.setObjectName("teach_old")
        self.table.setAccessibleName("Old categories before and after")
        self.table.setHorizontalHeaderLabels(_TITLES)
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.words)
        layout.addWidget(self.table, 1)

    def show_taught(self, taught: Taught) -> None:
        """Fill in."""
        changed = [row for row in taught.old if not row.is_identical or row.taken > 0]
        old = (
            f"Old categories that would be judged or recognised otherwise: {', '.join(r.category for r in changed)}."
            if changed
            else "Nothing that an old category's map, score or recognition is made of has changed."
        )
        self.words.setText(f"{taught.promise}\n{old}\nTaught in {taught.seconds:.0f} s.")
        self.table.setRowCount(len(taught.old))
        for place, row in enumerate(taught.old):
            for column, text in enumerate(_cells(row)):
                item = QTableWidgetItem(text)
                if column:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
                self.table.setItem(place, column, item)


def _cells(row: OldCategory) -> tuple[str, ...]:
    def pair(values: tuple[float, float]) -> str:
        return f"{values[0]:.3f} → {values[1]:.3f}"

    return (
        row.category,
        pair(row.median),
        pair(row.high),
        pair(row.threshold),
        f"{100 * row.recognised[0]:.0f} % → {100 * row.recognised[1]:.0f} %",
        "unchanged" if row.is_identical else "changed",
    )
