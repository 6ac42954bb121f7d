"""What the centre shows while a large series is read: its first picture, large, and how far reading is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from app.i18n import tr
from app.session import Session


class OpeningView(QWidget):
    """Follows the session's progress while it is shown."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("opening")
        self._session = session
        self._pixmap = QPixmap()
        self._picture = QLabel()
        self._picture.setObjectName("opening_picture")
        self._picture.setAccessibleName(tr("First picture of what is being opened"))
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._picture.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._words = QLabel()
        self._words.setObjectName("opening_words")
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._bar = QProgressBar()
        self._bar.setObjectName("opening_progress")
        self._bar.setTextVisible(False)
        self._bar.setMaximumWidth(420)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(12)
        layout.addWidget(self._picture, 1)
        layout.addWidget(self._words)
        layout.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignHCenter)
        session.activity_changed.connect(self._show_progress)

    def show_picture(self, pixmap: QPixmap) -> None:
        """Show the first picture; it is only a first look, without any map."""
        self._pixmap = pixmap
        self._fit()
        self._show_progress()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The picture fills what there is."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if not self._pixmap.isNull():
            mode = Qt.TransformationMode.SmoothTransformation
            self._picture.setPixmap(self._pixmap.scaled(self._picture.size(), Qt.AspectRatioMode.KeepAspectRatio, mode))

    def _show_progress(self) -> None:
        if not self.isVisible():
            return
        progress = self._session.progress
        self._bar.setRange(0, progress.total)
        self._bar.setValue(progress.done)
        self._words.setText(
            tr(
                "{activity}: {progress} (Esc stops)",
                activity=self._session.activity or tr("Reading"),
                progress=progress.text or tr("first look"),
            )
        )
