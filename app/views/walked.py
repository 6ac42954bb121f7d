"""A picture whose marks are explained in words: under the mouse, and by keyboard."""

from __future__ import annotations

from itertools import product

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QToolTip, QWidget

Mark = tuple[int, int]  # row and column, from 0


class WalkedView(QWidget):
    """Marks in rows and columns. The arrow keys walk them; Home and End go to the ends of a row, with Ctrl of all rows.

    In a single column they go to its ends. The mark under the keyboard is the accessible description; `current` is what
    a subclass paints a frame around.
    """

    pointed = Signal(str)  # explanation of the mark under mouse or keyboard; empty: none any more
    walked = Signal(int, int)  # the keyboard or a click went to a mark

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.mark: Mark = (0, 0)  # of the keyboard
        self._hovered: Mark | None = None

    # --- what a subclass says of its marks -------------------------------------------------------------------------
    def counts(self) -> tuple[int, int]:
        """Rows and columns; a zero: nothing is shown."""
        raise NotImplementedError

    def mark_rect(self, mark: Mark) -> QRectF:
        """Where a mark is painted; the mouse finds it there. Empty: it is not to be seen."""
        raise NotImplementedError

    def explain_mark(self, mark: Mark) -> str:
        """A mark in plain words."""
        raise NotImplementedError

    def snapped(self, mark: Mark, step: int) -> Mark:
        """The mark that stands for this place, where some marks span several rows; `step`: rows moved down."""
        return mark

    # --- walking ---------------------------------------------------------------------------------------------------
    @property
    def current(self) -> Mark | None:
        """The mark under the mouse, or else under the keyboard while it is here."""
        if not all(self.counts()):
            return None
        return self._hovered or (self.mark if self.hasFocus() else None)

    def marks_changed(self) -> None:
        """To be called when other things are shown: the keyboard's mark stays where there is one."""
        rows, columns = self.counts()
        self._hovered = None
        if rows and columns:
            self.mark = self.snapped((min(self.mark[0], rows - 1), min(self.mark[1], columns - 1)), 0)
            self.setAccessibleDescription(self.explain_mark(self.mark))
        else:
            self.setAccessibleDescription("")
        self._point()

    def go_to(self, mark: Mark) -> None:
        """Move the keyboard's mark."""
        self.mark = mark
        self.setAccessibleDescription(self.explain_mark(mark))
        self._point()
        self.walked.emit(*mark)

    def mark_at(self, position: QPointF) -> Mark | None:
        """The mark under a point of the widget."""
        rows, columns = self.counts()
        places = product(range(rows), range(columns))
        return next((mark for mark in places if self.mark_rect(mark).contains(position)), None)

    def _target(self, key: Qt.Key, with_ctrl: bool) -> Mark | None:
        rows, columns = self.counts()
        row, column = self.mark
        with_ctrl = with_ctrl or columns == 1
        targets = {
            Qt.Key.Key_Left: (row, max(column - 1, 0)),
            Qt.Key.Key_Right: (row, min(column + 1, columns - 1)),
            Qt.Key.Key_Up: (max(row - 1, 0), column),
            Qt.Key.Key_Down: (min(row + 1, rows - 1), column),
            Qt.Key.Key_Home: (0 if with_ctrl else row, 0),
            Qt.Key.Key_End: (rows - 1 if with_ctrl else row, columns - 1),
        }
        return targets.get(key) if rows and columns else None

    # --- events ----------------------------------------------------------------------------------------------------
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Home and End walk."""
        target = self._target(Qt.Key(event.key()), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        if target is None:
            super().keyPressEvent(event)
        else:
            self.go_to(self.snapped(target, target[0] - self.mark[0]))

    def event(self, event: QEvent) -> bool:
        """The tooltip explains the mark under the mouse."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            mark = self.mark_at(QPointF(event.pos()))
            words = f"<p>{self.explain_mark(mark)}</p>" if mark is not None else ""
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Explain the mark under the mouse; off the marks, the keyboard's again."""
        hovered = self.mark_at(event.position())
        if hovered != self._hovered:
            self._hovered = hovered
            self._point()

    def leaveEvent(self, event: QEvent) -> None:
        """The mouse is gone."""
        self._hovered = None
        self._point()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click goes to a mark."""
        mark = self.mark_at(event.position())
        if mark is not None:
            self.go_to(mark)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard's mark is explained while the focus is here."""
        super().focusInEvent(event)
        self._point()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """And no longer."""
        super().focusOutEvent(event)
        self._point()

    def _point(self) -> None:
        current = self.current
        self.pointed.emit(self.explain_mark(current) if current is not None else "")
        self.update()
