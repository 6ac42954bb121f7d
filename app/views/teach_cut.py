"""A run of teaching that was cut: what it was, and whether to go on with it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from app.calls import CoreCalls
from app.i18n import tr
from app.theme import set_icon
from core.teaching.records import Unfinished


class CutRunBar(QFrame):
    """Offers the newest cut run; further ones come up once it is done or deleted."""

    resumed = Signal(object)  # Unfinished

    def __init__(self, calls: CoreCalls) -> None:
        super().__init__()
        self.setObjectName("notice")
        self.setProperty("level", "info")
        self._calls = calls
        self._runs: tuple[Unfinished, ...] = ()
        self.words = QLabel()
        self.words.setObjectName("teach_cut")
        self.words.setWordWrap(True)
        go_on, delete = QPushButton(tr("Go on")), QPushButton(tr("Delete"))
        go_on.setObjectName("teach_resume")
        go_on.setToolTip(tr("Teach the same parts the same way, from where it was cut"))
        set_icon(go_on, "mdi6.play")
        go_on.clicked.connect(lambda _checked=False: self._on_go_on())
        delete.setObjectName("teach_give_up")
        delete.setToolTip(tr("Throw away what the cut run has kept"))
        delete.clicked.connect(lambda _checked=False: self._on_delete())
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 8, 4)
        row.setSpacing(8)
        row.addWidget(self.words, 1)
        for button in (go_on, delete):
            button.setAutoDefault(False)
            row.addWidget(button)
        self.look()

    @property
    def has_run(self) -> bool:
        """Whether there is one to offer."""
        return bool(self._runs)

    def look(self) -> None:
        """Look for cut runs again."""
        self._runs = self._calls.unfinished_teaching()
        self.setVisible(self.has_run)
        if self._runs:
            run = self._runs[0]
            begun = run.begun.replace("T", " ")[:16]
            self.words.setText(
                tr(
                    "“{category}” was cut ({begun} UTC): {done} of {samples} parts are done.",
                    category=run.category,
                    begun=begun,
                    done=run.done,
                    samples=len(run.samples),
                )
            )

    def _on_go_on(self) -> None:
        self.resumed.emit(self._runs[0])

    def _on_delete(self) -> None:
        self._calls.discard_unfinished(self._runs[0].out)
        self.look()
