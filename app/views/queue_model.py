"""The samples of the queue as a list model with pictures that are made when they are seen."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QPixmap

from app.i18n import tr
from app.jobs import Job, Lane
from app.render import colour_image
from app.state import AppState
from app.styles import sample_key
from app.views.colours import look
from app.views.names import shared_ends
from app.views.words import score_text
from core.errors import UserFacingError
from core.records import Sample, Verdict
from core.verdicts import part_key

MakeThumbnail = Callable[[Sample, int], NDArray[np.uint8]]
AnyIndex = QModelIndex | QPersistentModelIndex

THUMBNAIL_SIDE = 40  # px
_CACHE_LIMIT = 2_000  # thumbnails
_WAITING_LIMIT = 64  # rows that scrolled past are not worth a picture


class QueueModel(QAbstractListModel):
    """Samples that pass the filter. Thumbnails are made on a lane, for the rows that are drawn, the latest first."""

    SampleRole = Qt.ItemDataRole.UserRole
    ResultRole = Qt.ItemDataRole.UserRole + 1

    def __init__(self, state: AppState, lane: Lane, make_thumbnail: MakeThumbnail) -> None:
        super().__init__()
        self._state, self._lane, self._make = state, lane, make_thumbnail
        self._filter = ""
        self._only: frozenset[str] | None = None  # part keys
        self._samples: list[Sample] = []
        self._texts: list[str] = []  # of all samples, as the filter reads them
        self._keys: list[str] = []
        self._all: frozenset[str] = frozenset()
        self._done: set[str] = set()  # of them, those with a result
        self.shared = (0, 0)  # characters that all names begin and end with
        self._rows: dict[str, int] = {}
        self._thumbnails: OrderedDict[str, QPixmap] = OrderedDict()  # an empty one: cannot be made
        self._waiting: OrderedDict[str, Sample] = OrderedDict()
        self._job: Job | None = None
        self._making = ""  # key of the sample in work
        state.samples_changed.connect(self._on_samples_changed)
        state.results_changed.connect(self._on_results_changed)
        state.blind_changed.connect(self._refill)
        self._on_samples_changed()

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        """Number of samples that pass the filter."""
        return 0 if parent is not None and parent.isValid() else len(self._samples)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Name for people and screen readers, sample and result for the delegate."""
        if not index.isValid() or index.row() >= len(self._samples):
            return None
        sample = self._samples[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return sample.sample_id
        if role == self.SampleRole:
            return sample
        if role == self.ResultRole:
            return None if self._state.is_blind else self._state.results.get(sample_key(sample))
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{sample.sample_id}\n" + "\n".join(str(path) for path in sample.files.values())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            result = index.data(self.ResultRole)
            found = (
                tr(", {word}, score {score_text}", word=look(result.verdict).word, score_text=score_text(result.score))
                if result
                else tr(", not inspected")
            )
            return sample.sample_id + found
        return None

    @property
    def inspected(self) -> int:
        """How many samples of the queue, filtered out or not, have a result."""
        return len(self._done)

    def row_of(self, sample: Sample | None) -> int:
        """Row of a sample; -1 where it is filtered out."""
        return -1 if sample is None else self._rows.get(sample_key(sample), -1)

    def set_filter(self, text: str) -> None:
        """Show samples whose name, category, defect or verdict holds every word."""
        self._filter = text.casefold()
        self._refill()

    def set_only(self, keys: frozenset[str] | None) -> None:
        """Show these parts alone (by `core.verdicts.part_key`), as far as the filter lets them pass; None: all."""
        self._only = keys
        self._refill()

    def _on_samples_changed(self) -> None:
        samples = self._state.samples
        self._texts = [f"{s.sample_id} {s.category} {s.set_name} {s.defect}".casefold() for s in samples]
        self._keys = [sample_key(sample) for sample in samples]
        self._all = frozenset(self._keys)
        self._done = self._state.results.keys() & self._all
        self.shared = shared_ends([sample.sample_id for sample in samples])
        self._refill()

    def _refill(self) -> None:
        self.beginResetModel()
        places = self._found()
        self._samples = [self._state.samples[place] for place in places]
        self._rows = {self._keys[place]: row for row, place in enumerate(places)}
        self.endResetModel()

    def _found(self) -> Sequence[int]:
        """Places of the samples whose name, category, defect or verdict holds every word; made for 100,000."""
        places: Sequence[int] = range(len(self._texts))
        texts, keys = self._texts, self._keys
        for word in self._filter.split():
            by_verdict = self._of_verdict(word)
            if by_verdict:
                places = [place for place in places if word in texts[place] or keys[place] in by_verdict]
            else:
                places = [place for place in places if word in texts[place]]
        if self._only is not None:
            samples, only = self._state.samples, self._only
            places = [place for place in places if part_key(samples[place]) in only]
        return places

    def _of_verdict(self, word: str) -> set[str]:
        """Keys of the samples whose verdict holds a word."""
        if self._state.is_blind or not any(word in verdict.value for verdict in Verdict):
            return set()
        return {key for key, result in self._state.results.items() if word in result.verdict.value}

    def _on_results_changed(self, key: str) -> None:
        if not key:
            self._done = self._state.results.keys() & self._all
        elif key in self._all:
            self._done.add(key)
        row = self._rows.get(key)
        if row is not None:
            self.dataChanged.emit(self.index(row), self.index(row))
        elif not key and self._samples:
            self.dataChanged.emit(self.index(0), self.index(len(self._samples) - 1))

    # --- thumbnails ----------------------------------------------------------------------------------------------
    def thumbnail(self, sample: Sample) -> QPixmap | None:
        """The picture of a sample; None while it is being made."""
        key = sample_key(sample)
        pixmap = self._thumbnails.get(key)
        if pixmap is None and key != self._making:
            self._waiting[key] = sample
            self._waiting.move_to_end(key)
            while len(self._waiting) > _WAITING_LIMIT:
                self._waiting.popitem(last=False)
            self._make_next()
        return pixmap

    def _make_next(self) -> None:
        if self._job is not None or not self._waiting:
            return
        key, sample = self._waiting.popitem(last=True)
        self._making = key
        make = self._make
        self._job = Job(f"thumbnail {sample.sample_id}", lambda _report, _token: _try(make, sample))
        self._job.succeeded.connect(partial(self._on_made, key))
        self._job.ended.connect(self._on_ended)
        self._lane.submit(self._job)

    def _on_made(self, key: str, pixels: NDArray[np.uint8] | None) -> None:
        self._thumbnails[key] = QPixmap() if pixels is None else QPixmap.fromImage(colour_image(pixels))
        if len(self._thumbnails) > _CACHE_LIMIT:
            self._thumbnails.popitem(last=False)
        row = self._rows.get(key)
        if row is not None:
            self.dataChanged.emit(self.index(row), self.index(row))

    def _on_ended(self) -> None:
        self._job, self._making = None, ""
        self._make_next()


def _try(make: MakeThumbnail, sample: Sample) -> NDArray[np.uint8] | None:
    try:
        return make(sample, THUMBNAIL_SIDE)
    except UserFacingError:
        return None  # opening the sample tells the user what is wrong with it
