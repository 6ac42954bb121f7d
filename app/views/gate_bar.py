"""Which gate the console looks at: sensor, scale and kernel size."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from app.i18n import later, tr
from app.probing import Gate, ProbeSession
from app.state import AppState
from core.records import modality_info

_TIPS = (
    later("Sensor. Routing is chosen for every sensor by itself."),
    later("Scale: 1 sees fine detail, 3 the whole part."),
    later("Kernel size of the experts. Every size has its own gate."),
)


class GateBar(QWidget):
    """Sensor, scale and kernel size, or the first of these; follows and sets `ProbeSession.gate`."""

    def __init__(self, state: AppState, session: ProbeSession, *, choices: int = 3, is_brief: bool = False) -> None:
        super().__init__()
        self._state, self._session = state, session
        self._boxes = [QComboBox() for _ in range(choices)]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for box, name, tip in zip(self._boxes, (later("Sensor"), later("Scale"), later("Kernel")), _TIPS, strict=False):
            if not is_brief:  # the entries of a narrow bar name themselves
                label = QLabel(tr(name))
                label.setProperty("role", "dim")
                label.setBuddy(box)
                row.addWidget(label)
            box.setObjectName(f"gate-{name.lower()}")
            box.setAccessibleName(tr(name))
            box.setToolTip(tr(tip))
            box.activated.connect(self._on_activated)
            row.addWidget(box)
        row.addStretch(1)
        state.result_changed.connect(self._show)
        session.gate_changed.connect(self._show)
        self._show()

    @property
    def last_box(self) -> QComboBox:
        """What comes after the bar takes the keyboard after this."""
        return self._boxes[-1]

    def _on_activated(self, _index: int) -> None:
        gate = self._session.gate
        chosen = [box.currentIndex() for box in self._boxes]
        kept = (gate.slot, gate.scale, gate.branch)
        self._session.set_gate(Gate(*chosen, *kept[len(chosen) :]))

    def _show(self) -> None:
        result = self._state.result
        self.setEnabled(result is not None)
        if result is None:
            return
        trace, gate = result.routing, self._session.gate
        entries = (
            [tr(modality_info(name).label) for name in trace.modalities],
            [tr("scale {scale}", scale=scale + 1) for scale in range(trace.leaders.shape[2])],
            [f"{size}×{size}" for size in trace.kernel_sizes],
        )
        for box, names, index in zip(self._boxes, entries, (gate.slot, gate.scale, gate.branch), strict=False):
            with QSignalBlocker(box):
                if [box.itemText(place) for place in range(box.count())] != names:
                    box.clear()
                    box.addItems(names)
                box.setCurrentIndex(index)
