"""What the guided tour puts around the window: a caption below everything, and a frame around what it speaks of."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from app.i18n import tr
from app.theme import active_theme
from core.progress import Progress

_LINES = 3  # of text; the caption keeps its height, so that nothing jumps
_FRAME = 3  # px
_USUAL = 1080  # px, height of a screen on which the letters have their usual size


class Caption(QToolBar):
    """Title, a few sentences, where the tour stands, and the keys that drive it."""

    next_wanted = Signal()
    back_wanted = Signal()
    end_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(tr("Guided tour"))
        self.setObjectName("tour")
        self.setMovable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.title, self.text, self._place = QLabel(), QLabel(), QLabel()
        self.title.setObjectName("tour-title")
        self.title.setProperty("role", "banner")
        self.text.setObjectName("tour-text")
        self.text.setWordWrap(True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.fit(_USUAL)
        self._place.setObjectName("tour-place")
        self._place.setProperty("role", "dim")
        self._place.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._bar = QProgressBar()
        self._bar.setObjectName("tour-progress")
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(4)
        policy = self._bar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._bar.setSizePolicy(policy)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for name, words, keys, signal, role in (
            ("back", tr("Go back"), tr("Left"), self.back_wanted, ""),
            ("next", tr("Next"), tr("Space or Right"), self.next_wanted, "primary"),
            ("end", tr("End"), tr("Esc"), self.end_wanted, ""),
        ):
            button = QPushButton(words)
            button.setObjectName(f"tour-{name}")
            button.setToolTip(f"{words} ({keys})")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setProperty("role", role)
            button.clicked.connect(signal)
            buttons.addWidget(button)
        words_column, right = QVBoxLayout(), QVBoxLayout()
        words_column.setSpacing(4)
        words_column.addWidget(self.title)
        words_column.addWidget(self.text)
        right.setSpacing(8)
        right.addWidget(self._place)
        right.addLayout(buttons)
        right.addStretch(1)
        row = QHBoxLayout()
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(24)
        row.addLayout(words_column, 1)
        row.addLayout(right)
        holder = QWidget()
        holder.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addLayout(row)
        self.addWidget(holder)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.show_progress(None)

    def fit(self, height: int) -> None:
        """Letters for a window of this height in px: on a large screen they are read from afar."""
        grown, theme = min(max(height / _USUAL, 1.0), 2.2), active_theme()
        size = round(theme.title * grown)
        self.title.setStyleSheet(f"font-size: {round(theme.banner * grown)}px")
        self.text.setStyleSheet(f"font-size: {size}px")
        self.text.setFixedHeight(_LINES * QFontMetrics(theme.font(size)).lineSpacing() + 6)

    def say(self, title: str, text: str, number: int, total: int) -> None:
        """Show a step, counted from 1."""
        self.title.setText(title)
        self.text.setText(text)
        self._place.setText(tr("{number} of {total} · Space next, Left back, Esc ends", number=number, total=total))
        self.setAccessibleName(tr("Guided tour, {number} of {total}: {title}", number=number, total=total, title=title))
        self.setAccessibleDescription(text)

    def show_progress(self, progress: Progress | None) -> None:
        """What the tour waits for; None: nothing."""
        self._bar.setVisible(progress is not None)
        if progress is not None:
            self._bar.setRange(0, progress.total)
            self._bar.setValue(progress.done)


class Spotlight(QWidget):
    """A frame around one widget of the window; the mouse goes through it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("tour-spotlight")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def point_at(self, target: QWidget | None) -> None:
        """Frame a widget; None or a hidden one: nothing."""
        if target is None or not target.isVisible():
            self.hide()
            return
        corner = target.mapTo(self._window, QPoint(0, 0))
        self.setGeometry(QRect(corner, target.size()))
        inner = self.rect().adjusted(_FRAME, _FRAME, -_FRAME, -_FRAME)
        self.setMask(QRegion(self.rect()).subtracted(QRegion(inner)))
        self.show()
        self.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The frame."""
        painter = QPainter(self)
        colour = QColor(active_theme().colour("accent"))
        painter.setPen(QPen(colour, 2 * _FRAME))
        painter.drawRect(self.rect())
