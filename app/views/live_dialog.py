"""Which camera, address or video file is to be opened."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.i18n import tr
from app.theme import set_icon
from core.data.records import VIDEO_SUFFIXES, Camera


class LiveDialog(QDialog):
    """Lists the cameras; takes an address or a file as well. Does not block the window."""

    source_chosen = Signal(str)

    def __init__(self, parent: QWidget, cameras: Sequence[Camera]) -> None:
        super().__init__(parent)
        self.setObjectName("live_dialog")
        self.setWindowTitle(tr("Open a camera or video"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(520, 360)
        self.list = QListWidget()
        self.list.setObjectName("live_cameras")
        self.list.setAccessibleName(tr("Cameras"))
        for camera in cameras:
            item = QListWidgetItem(f"{camera.name}   {camera.address}")
            item.setData(Qt.ItemDataRole.UserRole, camera.address)
            self.list.addItem(item)
        empty = QLabel(tr("No camera is connected. A video file or the address of a network camera can be opened."))
        empty.setObjectName("live_no_camera")
        empty.setProperty("role", "dim")
        empty.setWordWrap(True)
        self.address = QLineEdit()
        self.address.setObjectName("live_address")
        self.address.setPlaceholderText(tr("rtsp://… or camera:0"))
        self.address.setAccessibleName(tr("Address of a camera"))
        self.address.textChanged.connect(self._show_buttons)
        self.list.currentRowChanged.connect(lambda _row: self._show_buttons())
        self.list.itemDoubleClicked.connect(lambda _item: self.open_chosen())
        self._file, self._open, close = (
            QPushButton(tr("Video file…")),
            QPushButton(tr("Open camera")),
            QPushButton(tr("Close")),
        )
        self._file.setObjectName("live_file")
        set_icon(self._file, "mdi6.filmstrip")
        self._open.setObjectName("live_open_camera")
        self._open.setProperty("role", "primary")
        self._open.setDefault(True)
        for button in (self._file, close):
            button.setAutoDefault(False)
        self._file.clicked.connect(lambda _checked=False: self._on_file())
        self._open.clicked.connect(lambda _checked=False: self.open_chosen())
        close.clicked.connect(self.close)
        bottom = QHBoxLayout()
        bottom.setSpacing(8)
        bottom.addWidget(self._file)
        bottom.addStretch(1)
        bottom.addWidget(close)
        bottom.addWidget(self._open)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        layout.addWidget(self.list, 1)
        layout.addWidget(empty)
        self.list.setVisible(bool(cameras))
        empty.setVisible(not cameras)
        if not cameras:
            layout.addStretch(1)
        layout.addWidget(self.address)
        layout.addLayout(bottom)
        if cameras:
            self.list.setCurrentRow(0)
        self._show_buttons()

    def source(self) -> str:
        """What is chosen: the typed address, else the camera of the list; empty: nothing."""
        item = self.list.currentItem()
        return self.address.text().strip() or (str(item.data(Qt.ItemDataRole.UserRole)) if item is not None else "")

    def open_chosen(self) -> None:
        """Hand the choice over and close."""
        if self.source():
            self.source_chosen.emit(self.source())
            self.close()

    def _on_file(self) -> None:
        patterns = " ".join(f"*{suffix}" for suffix in VIDEO_SUFFIXES)
        name, _ = QFileDialog.getOpenFileName(
            self, tr("Open a video"), "", tr("Videos ({patterns});;All files (*)", patterns=patterns)
        )
        if name:
            self.source_chosen.emit(name)
            self.close()

    def _show_buttons(self) -> None:
        self._open.setEnabled(bool(self.source()))
