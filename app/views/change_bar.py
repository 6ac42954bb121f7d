"""The controls of What if: which part, what is done to it, and the list of what was changed."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, QTimer
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QSlider, QVBoxLayout, QWidget

from app.i18n import later, numeral, tr
from app.probing import ProbeSession
from app.state import AppState
from app.views.change_words import change_words
from app.views.flow_layout import FlowLayout
from app.views.gate_bar import GateBar
from app.views.words import percent_text
from core.probing.records import Action, Change, Target
from core.records import modality_info

_TARGETS = (
    (Target.LEADER, later("leader"), later("One of the leaders of the gate chosen above")),
    (Target.FIXED, later("fixed expert"), later("The expert of this gate's kernel size that every sample uses")),
    (Target.BRANCH, later("kernel branch"), later("All experts of this sensor, scale and kernel size")),
    (Target.SCALE, later("scale"), later("This scale of every sensor: left out of the map, or counted more")),
    (
        Target.SENSOR,
        later("sensor"),
        later("This sensor: left out of the map; the features that sensors share stay as they are"),
    ),
)
_SETTLE_MS = 40  # the slider reports at most this often


class ChangeBar(QWidget):
    """Edits `ProbeSession.changes`; every edit is a step that can be undone."""

    def __init__(self, state: AppState, session: ProbeSession) -> None:
        super().__init__()
        self._state, self._session = state, session
        self._target, self._leader, self._other = QComboBox(), QComboBox(), QComboBox()
        for number, (_, words, tip) in enumerate(_TARGETS):
            self._target.addItem(tr(words))
            self._target.setItemData(number, tr(tip), Qt.ItemDataRole.ToolTipRole)
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setObjectName("what-if-weight")
        self._slider.setAccessibleName(tr("Weight"))
        self._weight = QLabel()
        self._weight.setFixedWidth(self._weight.fontMetrics().horizontalAdvance("× 0.000"))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SETTLE_MS)
        self._timer.timeout.connect(self._weigh)
        self._buttons = {
            "mute": _button(tr("Mute"), tr("Take it away; nobody gets its weight")),
            "force": _button(
                tr("Force"), tr("Make it the only one of its kind: leader of its gate, kernel size, scale or sensor")
            ),
            "swap": _button(
                tr("Swap for"),
                tr("Put the one named here in its place: a leader, a kernel size, or another sensor's routing"),
            ),
            "reset": _button(tr("Reset"), tr("Take all changes back (Ctrl+Z takes back the last)")),
        }
        self._list = QLabel()
        self._list.setObjectName("what-if-changes")
        self._list.setWordWrap(True)
        self._build()
        self._connect()
        self._fill()

    def _build(self) -> None:
        for box, key, name, tip in (
            (self._target, "part", tr("Part"), tr("What is changed")),
            (self._leader, "leader", tr("Leader"), tr("Kept leaders first, then the dropped ones by probability")),
            (self._other, "other-leader", tr("Other leader"), tr("What comes in its place")),
        ):
            box.setAccessibleName(name)
            box.setToolTip(tip)
            box.setObjectName(f"what-if-{key}")
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(6)
        controls, buttons = FlowLayout(6), self._buttons
        for widget in (self._target, self._leader, buttons["mute"], buttons["force"], buttons["swap"], self._other):
            controls.addWidget(widget)
        weight = QHBoxLayout()
        weight.setSpacing(8)
        weight.addWidget(QLabel(tr("Weight")))
        weight.addWidget(self._slider, 1)
        weight.addWidget(self._weight)
        last = QHBoxLayout()
        last.addWidget(self._list, 1)
        last.addWidget(self._buttons["reset"], 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(GateBar(self._state, self._session, is_brief=True))
        column.addLayout(controls)
        column.addLayout(weight)
        column.addLayout(last)
        column.addStretch(1)

    def _connect(self) -> None:
        self._buttons["mute"].clicked.connect(lambda: self._add(Action.MUTE))
        self._buttons["force"].clicked.connect(lambda: self._add(Action.FORCE))
        self._buttons["swap"].clicked.connect(lambda: self._add(Action.SWAP))
        self._buttons["reset"].clicked.connect(lambda: self._session.edit((), tr("Reset the experts")))
        self._slider.valueChanged.connect(self._on_slider_moved)
        self._target.activated.connect(self._fill)
        self._leader.activated.connect(self._show_weight)
        session = self._session
        for signal in (session.gate_changed, session.probe_changed):
            signal.connect(self._fill)
        session.changes_changed.connect(self._show_changes)

    # --- widget -> session ---------------------------------------------------------------------------------------
    def _chosen(self) -> Target:
        return _TARGETS[self._target.currentIndex()][0]

    def _change(self, action: Action, weight: float = 0.0) -> Change:
        gate, target = self._session.gate, self._chosen()
        other = self._other.currentData() if action is Action.SWAP else None
        if target is Target.SENSOR:
            return Change(action, target, slot=gate.slot, other=other, weight=weight)
        if target is Target.SCALE:
            return Change(action, target, scale=gate.scale, weight=weight)
        place = (gate.slot, gate.scale, gate.branch)
        if target is not Target.LEADER:
            return Change(action, target, *place, other=other, weight=weight)
        return Change(action, target, *place, leader=self._leader.currentData(), other=other, weight=weight)

    def _add(self, action: Action, weight: float = 0.0) -> None:
        change = self._change(action, weight)
        kept = self._session.changes
        if kept and _is_same_part(kept[-1], change) and Action.SWAP not in (action, kept[-1].action):
            kept = kept[:-1]  # a second thought about the same part replaces the first
        result = self._state.result
        if result is not None:
            words = change_words(change, result.modalities, result.routing.kernel_sizes)
            self._session.edit((*kept, change), words[0].upper() + words[1:])

    def _on_slider_moved(self, position: int) -> None:
        self._show_weight_words(position)
        self._timer.start()

    def _weigh(self) -> None:
        if self._session.probe is not None:
            self._add(Action.WEIGH, self._slider.value() / 100)

    # --- session -> widget ---------------------------------------------------------------------------------------
    def _fill(self) -> None:
        """Leaders of the gate, and what can be done to the chosen part."""
        session, probe = self._session, self._session.probe
        self.setEnabled(probe is not None)
        self._timer.stop()
        target = self._chosen()
        self._leader.setEnabled(target is Target.LEADER)
        if probe is not None and session.gate.slot < len(probe.modalities):
            gate = (session.gate.slot, session.gate.scale, session.gate.branch)
            kept = probe.leaders[gate].tolist()
            order = (-probe.probabilities[gate]).argsort(kind="stable").tolist()
            dropped = [leader for leader in order if leader not in kept]
            weights = dict(zip(kept, probe.weights[gate].tolist(), strict=True))
            names = [
                (
                    tr("{leader} · kept, {percent_text}", leader=leader, percent_text=percent_text(weights[leader])),
                    leader,
                )
                for leader in kept
            ]
            names += [(tr("{leader} · dropped", leader=leader), leader) for leader in dropped]
            _refill(self._leader, names)
            _refill(self._other, self._partners(target, dropped + kept))
        can_swap = self._other.count() > 0
        self._other.setEnabled(can_swap)
        self._buttons["swap"].setEnabled(can_swap)
        self._show_weight()
        self._show_changes()

    def _partners(self, target: Target, leaders: list[int]) -> list[tuple[str, int]]:
        """What the chosen part can be swapped for."""
        gate, result = self._session.gate, self._state.result
        if target is Target.LEADER or result is None:
            return [(str(leader), leader) for leader in leaders]
        if target is Target.SENSOR:
            labels = [tr(modality_info(name).label) for name in result.modalities]
            return [(label, slot) for slot, label in enumerate(labels) if slot != gate.slot]
        if target is Target.BRANCH:
            sizes = result.routing.kernel_sizes
            return [(f"{size}×{size}", branch) for branch, size in enumerate(sizes) if branch != gate.branch]
        return []

    def _show_weight(self) -> None:
        probe, session = self._session.probe, self._session
        is_leader = self._chosen() is Target.LEADER
        value = 1.0
        if probe is not None and is_leader and session.gate.slot < len(probe.modalities):
            gate = (session.gate.slot, session.gate.scale, session.gate.branch)
            weights = dict(zip(probe.leaders[gate].tolist(), probe.weights[gate].tolist(), strict=True))
            value = weights.get(self._leader.currentData(), 0.0)
        with QSignalBlocker(self._slider):
            self._slider.setRange(0, 100 if is_leader else 300)
            self._slider.setValue(round(100 * value))
        self._show_weight_words(self._slider.value())
        unit = tr("Weight of the leader in its gate") if is_leader else tr("Factor on this part")
        self._slider.setToolTip(tr("{unit} (arrow keys change it)", unit=unit))

    def _show_weight_words(self, position: int) -> None:
        is_leader = self._chosen() is Target.LEADER
        self._weight.setText(f"{position} %" if is_leader else f"× {numeral(position / 100, '.2f')}")

    def _show_changes(self) -> None:
        changes, result = self._session.changes, self._state.result
        self._buttons["reset"].setEnabled(bool(changes))
        if result is None or not changes:
            self._list.setText(tr("Ablation: nothing is changed yet. Mute a part, or move its weight."))
            return
        words = [change_words(change, result.modalities, result.routing.kernel_sizes) for change in changes]
        self._list.setText(tr("Changed: ") + "; ".join(words) + ".")


def _button(words: str, tip: str) -> QPushButton:
    button = QPushButton(words)
    button.setToolTip(tip)
    button.setObjectName(f"what-if-{words.split()[0].lower()}")
    return button


def _refill(box: QComboBox, names: list[tuple[str, int]]) -> None:
    with QSignalBlocker(box):
        box.clear()
        for words, leader in names:
            box.addItem(words, leader)


def _is_same_part(first: Change, second: Change) -> bool:
    return (first.target, first.slot, first.scale, first.branch, first.leader) == (
        second.target,
        second.slot,
        second.scale,
        second.branch,
        second.leader,
    )
