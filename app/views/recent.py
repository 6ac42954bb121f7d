"""What the centre shows before anything is open: where to drop, what to press, what was open last."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.i18n import tr
from app.keymaps import set_tip
from app.theme import set_icon, themed_icon

_SHOWN = 5


class StartView(QWidget):
    """Empty state that says what to do."""

    open_requested = Signal()
    folder_requested = Signal()
    live_requested = Signal()
    recent_chosen = Signal(object)  # Path

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("start")
        self._zone = QFrame()
        self._zone.setObjectName("dropZone")
        self._zone.setMinimumSize(420, 230)
        self._zone.setMaximumWidth(640)
        picture = QLabel()
        picture.setPixmap(themed_icon("mdi6.tray-arrow-down", "accent").pixmap(48, 48))
        text = QLabel(tr("Drop images, a folder or a DICOM study here, or press O"))
        text.setObjectName("empty_text")
        text.setProperty("role", "title")
        text.setWordWrap(True)
        text.setMinimumWidth(380)
        detail = QLabel(
            tr(
                "Colour, grey, depth, infrared, point clouds, MRI and CT.\nSeveral files dropped together are one "
                "sample."
            )
        )
        detail.setProperty("role", "dim")
        for label in (picture, text, detail):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        files, folder, live = (
            QPushButton(tr("Open files…")),
            QPushButton(tr("Open folder…")),
            QPushButton(tr("Camera or video…")),
        )
        files.setProperty("role", "primary")
        set_tip(files, tr("Open the files of one sample ($open)"))
        set_tip(folder, tr("Open a folder or DICOM study ($open_folder)"))
        files.clicked.connect(self.open_requested)
        folder.clicked.connect(self.folder_requested)
        live.setToolTip(tr("Inspect a camera or video (Ctrl+Shift+O)"))
        live.clicked.connect(self.live_requested)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch()
        buttons.addWidget(files)
        buttons.addWidget(folder)
        buttons.addWidget(live)
        buttons.addStretch()
        inside = QVBoxLayout(self._zone)
        inside.setContentsMargins(24, 28, 24, 28)
        inside.setSpacing(12)
        for widget in (picture, text, detail):
            inside.addWidget(widget)
        inside.addLayout(buttons)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(2)
        column = QVBoxLayout()
        column.addStretch(3)
        column.addWidget(self._zone)
        column.addSpacing(16)
        column.addLayout(self._recent)
        column.addStretch(4)
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.addStretch(1)
        row.addLayout(column, 4)
        row.addStretch(1)
        scroll = QScrollArea()  # on a low screen the list of recent files goes on below
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(holder)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def show_recent(self, paths: list[Path]) -> None:
        """List what was opened last."""
        while (item := self._recent.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        if not paths:
            return
        title = QLabel(tr("Recent"))
        title.setProperty("role", "small")
        self._recent.addWidget(title)
        for path in paths[:_SHOWN]:
            button = QPushButton()
            button.setProperty("flat", "true")
            button.setStyleSheet("text-align: left;")
            metrics = QFontMetrics(button.font())
            button.setText(metrics.elidedText(f"{path.name}   {path.parent}", Qt.TextElideMode.ElideRight, 560))
            set_icon(button, "mdi6.history", "dim")
            button.setToolTip(str(path))
            button.clicked.connect(partial(self._on_recent_clicked, path))
            self._recent.addWidget(button)

    def show_drop(self, is_over: bool) -> None:
        """Light up while something is dragged over the window."""
        self._zone.setProperty("active", "true" if is_over else "false")
        self._zone.style().unpolish(self._zone)
        self._zone.style().polish(self._zone)

    def _on_recent_clicked(self, path: Path) -> None:
        self.recent_chosen.emit(path)
