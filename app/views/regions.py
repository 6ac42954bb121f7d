"""The regions above the live threshold: where, how large, how strong, and which sensor saw them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QStackedLayout,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.i18n import later, numeral, tr
from app.state import AppState
from app.theme import active_theme
from app.views.colours import sensor_colour
from app.views.words import percent_text, score_text
from core.records import Modality, Region, modality_info

_Index = QModelIndex | QPersistentModelIndex
_HEADS = ("#", "px", "mm²", "mm", later("Peak"), later("Slice"), later("Seen by"))
_TIPS = (
    later("Rank, strongest first"),
    later("Area in pixels of the first view; of a volume, in the slice of the peak"),
    later("Area in square millimetres, where the pixel spacing is known"),
    later("Length in millimetres between the farthest pixels or voxels"),
    later("Largest map value inside"),
    later("Slice of the volume, counted from 1"),
    later("Share of each sensor in the squared map inside the region"),
)
RANK, AREA, AREA_MM, LENGTH, PEAK, SLICE, SHARE = range(7)


def share_text(share: Mapping[Modality, float]) -> str:
    """The sensors of a region in words, strongest first: "Infrared 84 %, RGB 16 %"."""
    ordered = sorted(share.items(), key=lambda item: -item[1])
    return ", ".join(f"{tr(modality_info(name).label)} {percent_text(part)}" for name, part in ordered)


class RegionTable(QAbstractTableModel):
    """Read-only table of `AppState.regions`; one row a region."""

    def __init__(self) -> None:
        super().__init__()
        self.regions: tuple[Region, ...] = ()

    def set_regions(self, regions: tuple[Region, ...]) -> None:
        """Show other regions."""
        self.beginResetModel()
        self.regions = regions
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's name and default
        """One a region."""
        return 0 if parent.isValid() else len(self.regions)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's name and default
        """Always the same; the view hides what a sample lacks."""
        return 0 if parent.isValid() else len(_HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | Qt.AlignmentFlag | None:
        """Column titles and what they mean."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return tr(_HEADS[section])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(section)
        return tr(_TIPS[section]) if role == Qt.ItemDataRole.ToolTipRole else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | Qt.AlignmentFlag | None:
        """Text of a cell; the tooltip says the whole region in a sentence."""
        region = self.regions[index.row()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(index.column())
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return self._sentence(index.row())
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return (
            str(index.row() + 1),
            f"{numeral(region.area_px, ',')}",
            "–" if region.area_mm2 is None else f"{numeral(region.area_mm2, ',.1f')}",
            "–" if region.length_mm is None else f"{numeral(region.length_mm, ',.1f')}",
            score_text(region.peak),
            "" if region.slice_index is None else str(region.slice_index + 1),
            share_text(region.modality_share),
        )[index.column()]

    @staticmethod
    def _alignment(column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignLeft if column == SHARE else Qt.AlignmentFlag.AlignRight
        return side | Qt.AlignmentFlag.AlignVCenter

    def _sentence(self, row: int) -> str:
        region = self.regions[row]
        x0, y0, x1, y1 = region.bbox
        area = f"{numeral(region.area_px, ',')} px" + (
            f" ({numeral(region.area_mm2, ',.2f')} mm²)" if region.area_mm2 is not None else ""
        )
        where = tr("columns {x0}–{x1}, rows {y0}–{y1}", x0=x0, x1=x1 - 1, y0=y0, y1=y1 - 1)
        if region.slice_index is not None:
            where += tr(", slice {slice_index}", slice_index=region.slice_index + 1)
        if region.length_mm is not None:
            where += tr(", {length_mm:,.2f} mm long", length_mm=region.length_mm)
        if region.volume_mm3 is not None:
            where += f", {numeral(region.volume_mm3, ',.1f')} mm³"
        x, y = region.peak_position
        values = tr(
            "Mean {mean}, peak {peak} at column {x}, row {y}.",
            mean=score_text(region.mean),
            peak=score_text(region.peak),
            x=x,
            y=y,
        )
        return tr(
            "Region {row}: {area}, {where}. {values} {share_text}.",
            row=row + 1,
            area=area,
            where=where,
            values=values,
            share_text=share_text(region.modality_share),
        )


class ShareDelegate(QStyledItemDelegate):
    """Draws which sensor saw a region: the strongest one in words over a small stacked bar of all."""

    def __init__(self, table: RegionTable) -> None:
        super().__init__()
        self._table = table
        self.order: tuple[Modality, ...] = ()  # slot order, so that a sensor keeps its colour

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Room for bar and words."""
        return QSize(96, 30)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Selection background from the style, then bar and words."""
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        rect = QRectF(option.rect)
        palette: QPalette = option.palette
        painter.save()
        if is_selected:
            painter.fillRect(rect, palette.highlight())
        share = self._table.regions[index.row()].modality_share
        inner = rect.adjusted(6, 3, -6, -5)
        bar = QRectF(inner.left(), inner.bottom() - 5, inner.width(), 5)
        left = bar.left()
        for slot, name in enumerate(self.order):
            width = bar.width() * share.get(name, 0.0)
            painter.fillRect(QRectF(left, bar.top(), width, bar.height()), sensor_colour(slot))
            left += width
        role = QPalette.ColorRole.HighlightedText if is_selected else QPalette.ColorRole.Text
        painter.setPen(palette.color(role))
        painter.setFont(active_theme().font(active_theme().small))
        name, part = max(share.items(), key=lambda item: item[1], default=("", 0.0))
        label = tr(modality_info(name).label).removeprefix(
            "MRI "
        )  # all sensors of a scan are MRI: the rest tells them apart
        text = f"{percent_text(part)} {label}" if name else ""
        text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(inner.width()))
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, text)
        painter.restore()


class RegionsPanel(QWidget):
    """Table of the regions at the live threshold; a row selects the region and goes to its slice."""

    def __init__(self, state: AppState) -> None:
        super().__init__()
        self._state = state
        self._is_showing = False  # a selection made by showing is not the user's
        self._title = QLabel()
        self._title.setObjectName("regions-title")
        self._title.setWordWrap(True)
        self._model = RegionTable()
        self._shares = ShareDelegate(self._model)
        self._table = self._build_table()
        self._empty = QLabel()
        self._empty.setObjectName("regions-empty")
        self._empty.setWordWrap(True)
        self._empty.setProperty("role", "dim")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        body = QWidget()
        self._pages = QStackedLayout(body)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._table)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 4)  # with the verdict and a volume, 720 px are just enough
        layout.setSpacing(4)
        layout.addWidget(self._title)
        layout.addWidget(body, 1)
        state.regions_changed.connect(self._show)
        state.result_changed.connect(self._show)
        state.threshold_changed.connect(self._show_title)
        state.region_threshold_changed.connect(self._show_title)
        state.selected_region_changed.connect(self._show_selection)
        self._show()

    def _build_table(self) -> QTableView:
        table = QTableView()
        table.setObjectName("regions")
        table.setAccessibleName(tr("Regions above the threshold"))
        table.setModel(self._model)
        table.setItemDelegateForColumn(SHARE, self._shares)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)  # Tab leaves the table; arrows walk the rows
        table.setFrameShape(QTableView.Shape.NoFrame)
        table.setMinimumHeight(60)  # the head and a row: small screens need the room elsewhere
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(30)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setStyleSheet("QHeaderView::section { padding: 4px }")  # the columns must fit a 300-pixel dock
        header.setMinimumSectionSize(20)
        header.setResizeContentsPrecision(8)  # rows looked at for the width: a drag of the threshold refills the table
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(SHARE, QHeaderView.ResizeMode.Stretch)
        table.selectionModel().currentRowChanged.connect(self._on_row_changed)
        table.clicked.connect(self._on_row_clicked)
        return table

    # The user picks: widget -> state (a selection is no edit, so no command)

    def _on_row_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid() and not self._is_showing:
            self._pick(current.row())

    def _on_row_clicked(self, index: QModelIndex) -> None:
        self._pick(index.row())  # also when the row is current already: its slice may have been left

    def _pick(self, row: int) -> None:
        region = self._model.regions[row]
        self._state.select_region(region)
        if region.slice_index is not None:
            self._state.set_slice(region.slice_index)

    # Showing: state -> widget

    def _show(self) -> None:
        regions, result = self._state.regions, self._state.result
        self._is_showing = True
        self._shares.order = result.modalities if result is not None else ()
        self._model.set_regions(regions)
        self._is_showing = False
        self._table.setColumnHidden(AREA_MM, all(region.area_mm2 is None for region in regions))
        self._table.setColumnHidden(LENGTH, all(region.length_mm is None for region in regions))
        has_mm = any(region.area_mm2 is not None for region in regions)
        self._table.setColumnHidden(AREA, has_mm)  # both do not fit; the tooltip has pixels, too
        self._table.setColumnHidden(SLICE, all(region.slice_index is None for region in regions))
        self._pages.setCurrentIndex(1 if regions else 0)
        self._show_title()
        self._show_selection()

    def _show_title(self) -> None:
        count, threshold = len(self._state.regions), self._state.region_threshold
        limit = (
            tr(" at or above {score_text}", score_text=score_text(threshold))
            if threshold is not None and self._state.result
            else ""
        )
        self._title.setText(
            (tr("{count:,} region", count=count) if count == 1 else tr("{count:,} regions", count=count)) + limit
        )
        self._title.setVisible(count > 0)  # an empty table says why in its place
        self._empty.setText(self._empty_text(limit))

    def _empty_text(self, limit: str) -> str:
        result = self._state.result
        if result is None:
            return tr("Regions appear here once a sample is inspected.")
        if result.calibration is None:
            return tr("No regions: without a calibrated category there is no threshold to outline them at.")
        return tr("Nothing in the map is{limit}. Lower the threshold to outline weaker places.", limit=limit)

    def _show_selection(self) -> None:
        region = self._state.selected_region
        self._is_showing = True
        selection = self._table.selectionModel()
        if region in self._model.regions:
            index = self._model.index(self._model.regions.index(region), 0)
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            selection.setCurrentIndex(index, flags)
            self._table.scrollTo(index)
        else:
            selection.clear()
        self._is_showing = False
