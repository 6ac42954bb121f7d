"""Tables to read: one way to make and fill them, and the row of a recorded part that would be judged otherwise."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from app.i18n import tr
from app.views.words import score_text, verdict_text
from core.library_records import ChangedPart


def filled_table(name: str, titles: tuple[str, ...], label: str) -> QTableWidget:
    """A table to read, its first column the widest."""
    table = QTableWidget(0, len(titles))
    table.setObjectName(name)
    table.setAccessibleName(label)
    table.setHorizontalHeaderLabels([tr(title) for title in titles])
    table.verticalHeader().hide()
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setTabKeyNavigation(False)  # Tab leaves the table; arrows walk the rows
    table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    return table


def fill(table: QTableWidget, rows: Sequence[tuple[str, ...]]) -> None:
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
        part.category[0]
        if part.category[0] == part.category[1]
        else " → ".join(c or tr("unknown") for c in part.category)
    )
    verdict = f"{verdict_text(part.verdict[0]) or '–'} → {verdict_text(part.verdict[1])}"
    said = (tr(part.opinion.capitalize()).lower() or "–") + (tr(" (contradicted)") if part.contradicts else "")
    return part.sample.sample_id, recipe, " → ".join(score_text(score) for score in part.score), verdict, said
