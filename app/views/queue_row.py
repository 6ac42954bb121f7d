"""How a row of the queue is drawn."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.i18n import tr
from app.theme import active_theme
from app.views.colours import look, paint_shape
from app.views.names import short_name
from app.views.queue_model import THUMBNAIL_SIDE, AnyIndex, QueueModel
from app.views.words import score_text
from core.records import InspectionResult, Sample, modality_info

ROW_HEIGHT = 52  # px


class QueueDelegate(QStyledItemDelegate):
    """Draws a row: picture, name, what it is, score, verdict as shape and word."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """All rows are equally high."""
        return QSize(160, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw one row."""
        theme, model = active_theme(), index.model()
        sample: Sample = index.data(QueueModel.SampleRole)
        result: InspectionResult | None = index.data(QueueModel.ResultRole)
        area: QRect = option.rect
        state = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, theme.colour("selection"))
            painter.fillRect(QRect(area.left(), area.top(), 3, area.height()), theme.colour("accent"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, theme.colour("hover"))
        picture = QRect(area.left() + 10, area.top() + 6, THUMBNAIL_SIDE, THUMBNAIL_SIDE)
        pixmap = model.thumbnail(sample) if isinstance(model, QueueModel) else None
        painter.fillRect(picture, theme.colour("canvas"))
        if pixmap is not None and not pixmap.isNull():
            painter.drawPixmap(picture, pixmap)
        right = area.right() - 10
        if result is not None:
            right = self._paint_result(painter, area, right, result)
        text = QRect(picture.right() + 10, area.top() + 7, right - picture.right() - 16, 19)
        self._paint_words(painter, text, sample, model.shared if isinstance(model, QueueModel) else (0, 0))
        painter.restore()

    def _paint_result(self, painter: QPainter, area: QRect, right: int, result: InspectionResult) -> int:
        theme, appearance = active_theme(), look(result.verdict)
        colour = theme.colour(result.verdict.value)
        word = appearance.word.split()[0]
        painter.setFont(theme.font(theme.body, bold=True))
        score = score_text(result.score)
        width = max(QFontMetrics(painter.font()).horizontalAdvance(score), 56)
        box = QRect(right - width, area.top() + 7, width, 19)
        painter.setPen(theme.colour("text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, score)
        painter.setFont(theme.font(theme.small))
        painter.setPen(colour)
        below = box.translated(0, 19)
        painter.drawText(below, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, word)
        taken = QFontMetrics(painter.font()).horizontalAdvance(word)
        paint_shape(painter, result.verdict, QRectF(right - taken - 16, below.top() + 4, 11, 11), colour)
        return min(box.left(), right - taken - 16)

    def _paint_words(self, painter: QPainter, area: QRect, sample: Sample, shared: tuple[int, int]) -> None:
        theme = active_theme()
        painter.setFont(theme.font(theme.body))
        metrics = QFontMetrics(painter.font())
        name = sample.sample_id
        if metrics.horizontalAdvance(name) > area.width():
            name = metrics.elidedText(short_name(name, shared), Qt.TextElideMode.ElideMiddle, area.width())
        place = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setPen(theme.colour("text"))
        painter.drawText(area, place, name)
        painter.setFont(theme.font(theme.small))
        painter.setPen(theme.colour("dim"))
        words = QFontMetrics(painter.font()).elidedText(_subtitle(sample), Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area.translated(0, 19), place, words)


def _subtitle(sample: Sample) -> str:
    sensors = " + ".join(tr(modality_info(name).label) for name in sample.files)
    return f"{sample.category} · {sensors}" if sample.category else sensors
