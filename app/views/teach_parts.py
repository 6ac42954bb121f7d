"""The good parts of the teach dialog: a picture, a check mark and the doubts about each."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from app.i18n import tr
from app.render import colour_image
from app.sentences import in_language
from app.theme import active_theme
from core.records import Sample
from core.teaching.records import FindingKind, GoodCheck

SIDE = 56  # px of a picture
_LEFT_OUT = frozenset({FindingKind.SIMILAR, FindingKind.BLURRED, FindingKind.DEFECTIVE, FindingKind.LIGHT})


class PartList(QListWidget):
    """Parts with a doubt first. Those with a doubt start unchecked: the user puts them back, knowingly."""

    chosen_changed = Signal()
    previewed = Signal(str)  # id of the part that is current: the one to preview

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("teach_parts")
        self.setAccessibleName(tr("Good parts"))
        self.setIconSize(QSize(SIDE, SIDE))
        self.setUniformItemSizes(False)
        self.setWordWrap(True)
        self.setSpacing(2)
        self.itemChanged.connect(lambda _item: self.chosen_changed.emit())
        self.currentItemChanged.connect(self._on_current_changed)

    def show_check(self, check: GoodCheck, pictures: Mapping[str, NDArray[np.uint8]]) -> None:
        """List the parts of a check."""
        self.blockSignals(True)
        self.clear()
        reasons: dict[str, list[str]] = {}
        unwanted = {finding.sample_id for finding in check.findings if finding.is_final or finding.kind in _LEFT_OUT}
        final = {finding.sample_id for finding in check.findings if finding.is_final}
        for finding in check.findings:
            reasons.setdefault(finding.sample_id, []).append(in_language(finding.reason))
        for sample in sorted(check.samples, key=lambda sample: sample.sample_id not in reasons):
            name = sample.sample_id
            item = QListWidgetItem("\n".join([name, *reasons.get(name, [])]))
            item.setData(Qt.ItemDataRole.UserRole, sample)
            flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable
            item.setFlags(flags if name in final else flags | Qt.ItemFlag.ItemIsEnabled)
            item.setCheckState(Qt.CheckState.Unchecked if name in unwanted else Qt.CheckState.Checked)
            if name in reasons:
                item.setForeground(active_theme().colour("review"))
            if name in pictures:
                item.setIcon(QIcon(QPixmap.fromImage(colour_image(pictures[name]))))
            self.addItem(item)
        self.blockSignals(False)
        self.scrollToTop()
        self.chosen_changed.emit()

    def _on_current_changed(self, current: QListWidgetItem | None, _previous: QListWidgetItem | None) -> None:
        if current is not None:
            self.previewed.emit(current.data(Qt.ItemDataRole.UserRole).sample_id)

    def chosen(self) -> list[Sample]:
        """The checked parts."""
        items = [self.item(row) for row in range(self.count())]
        return [item.data(Qt.ItemDataRole.UserRole) for item in items if item.checkState() is Qt.CheckState.Checked]
