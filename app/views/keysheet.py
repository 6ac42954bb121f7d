"""Every key and mouse button of the profile in use on one sheet, where they can be changed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.actions import ACTIONS, MOUSE
from app.i18n import later, tr
from app.keymaps import PROFILE_WORDS, KeyMaps, Profile, native
from app.sentences import in_language
from app.viewing import Drag
from core.errors import UserFacingError

_BUTTONS = (
    ("left", later("Left drag")),
    ("middle", later("Middle drag")),
    ("right", later("Right drag")),
    ("shift_left", later("Shift + left drag")),
    ("ctrl_left", later("Ctrl + left drag")),
)
_DRAG_WORDS = {
    Drag.MOVE: later("Move the picture; in three planes the crosshair"),
    Drag.PAN: later("Move the picture"),
    Drag.WINDOW: later("Window and level: right = wider, down = brighter level"),
    Drag.ZOOM: later("Zoom: up = larger"),
    Drag.PLANES: later("Go through the planes of a volume"),
}


def key_sheet(parent: QWidget, keymaps: KeyMaps) -> KeySheet:
    """The sheet of a window; there is one at a time."""
    open_one = parent.findChild(KeySheet, "shortcut_sheet")
    sheet = open_one or KeySheet(parent, keymaps)
    sheet.raise_()
    return sheet


class KeySheet(QDialog):
    """Does not block the window: keys can be tried while it is open."""

    def __init__(self, parent: QWidget, keymaps: KeyMaps) -> None:
        super().__init__(parent)
        self._keymaps = keymaps
        self.setObjectName("shortcut_sheet")
        self.setWindowTitle(tr("Keyboard and mouse"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(760, 660)
        self.profile = QComboBox()
        self.profile.setObjectName("profile")
        self.profile.setAccessibleName(tr("Profile"))
        for profile, (name, habit) in ((one, (tr(a), tr(b))) for one, (a, b) in PROFILE_WORDS.items()):
            self.profile.addItem(f"{name}: {habit}", profile)
        self.profile.activated.connect(self._on_profile_chosen)
        self.filter = QLineEdit()
        self.filter.setObjectName("key_filter")
        self.filter.setAccessibleName(tr("Filter"))
        self.filter.setPlaceholderText(tr("Filter by words or key"))
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._filter)
        self.table = self._make_table()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        top = QHBoxLayout()
        top.addWidget(self.profile, 1)
        top.addWidget(self.filter)
        layout.addLayout(top)
        layout.addWidget(self.table, 1)
        layout.addLayout(self._edit_row())
        self.words = QLabel()
        self.words.setObjectName("key_words")
        self.words.setWordWrap(True)
        layout.addWidget(self.words)
        layout.addLayout(self._mouse_grid())
        keymaps.changed.connect(self._show)
        self._show()

    # --- building ------------------------------------------------------------------------------------------------
    def _make_table(self) -> QTreeWidget:
        table = QTreeWidget()
        table.setObjectName("key_table")
        table.setAccessibleName(tr("Actions and their keys"))
        table.setHeaderLabels([tr("What"), tr("Keys"), tr("What it does")])
        table.setRootIsDecorated(False)
        table.setUniformRowHeights(True)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.header().setStretchLastSection(True)
        table.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        table.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        table.currentItemChanged.connect(self._on_current_changed)
        self._items: dict[str, QTreeWidgetItem] = {}
        for menu in dict.fromkeys(spec.menu for spec in ACTIONS):
            head = QTreeWidgetItem(table, [" · ".join(tr(part) for part in menu.split("/"))])
            head.setFlags(Qt.ItemFlag.ItemIsEnabled)
            font = head.font(0)
            font.setBold(True)
            head.setFont(0, font)
            for spec in ACTIONS:
                if spec.menu == menu:
                    item = QTreeWidgetItem(head, [tr(spec.text), "", tr(spec.tip)])
                    item.setData(0, Qt.ItemDataRole.UserRole, spec.name)
                    item.setToolTip(2, tr(spec.tip))
                    self._items[spec.name] = item
        head = QTreeWidgetItem(table, [tr("Always")])
        head.setFlags(Qt.ItemFlag.ItemIsEnabled)
        head.setFont(0, font)
        for gesture, words in MOUSE:
            item = QTreeWidgetItem(head, [tr(gesture), "", tr(words)])
            item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        table.expandAll()
        table.setItemsExpandable(False)
        return table

    def _edit_row(self) -> QHBoxLayout:
        self.key = QKeySequenceEdit()
        self.key.setObjectName("key_edit")
        self.key.setAccessibleName(tr("New key of the selected action"))
        self.key.setMaximumSequenceLength(1)
        self.key.setClearButtonEnabled(True)
        row = QHBoxLayout()
        row.setSpacing(8)
        label = QLabel(tr("New key"))
        label.setBuddy(self.key)
        row.addWidget(label)
        row.addWidget(self.key, 1)
        self.buttons: dict[str, QPushButton] = {}
        for name, text, tip, slot in (
            ("add", tr("Add"), tr("Give the selected action this key as well"), self._on_add),
            ("remove", tr("No keys"), tr("Leave the selected action without keys"), self._on_remove),
            ("reset", tr("Reset"), tr("The selected action's own keys again"), self._on_reset),
            ("reset_all", tr("Reset all"), tr("All keys and the mouse as this profile comes"), self._on_reset_all),
        ):
            button = QPushButton(text)
            button.setObjectName(f"key_{name}")
            button.setToolTip(tip)
            button.setAutoDefault(False)
            button.clicked.connect(slot)
            self.buttons[name] = button
            row.addWidget(button)
        return row

    def _mouse_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        self.mice: dict[str, QComboBox] = {}
        for row, (name, text) in enumerate(_BUTTONS):
            box = QComboBox()
            box.setObjectName(f"mouse_{name}")
            box.setAccessibleName(tr(text))
            for drag, words in _DRAG_WORDS.items():
                box.addItem(tr(words), drag)
            box.activated.connect(partial(self._on_mouse_chosen, name))
            label = QLabel(tr(text))
            label.setBuddy(box)
            grid.addWidget(label, row, 0)
            grid.addWidget(box, row, 1)
            self.mice[name] = box
        grid.setColumnStretch(1, 1)
        return grid

    # --- the user acts -------------------------------------------------------------------------------------------
    @property
    def chosen(self) -> str:
        """Name of the selected action; empty without one."""
        item = self.table.currentItem()
        return str(item.data(0, Qt.ItemDataRole.UserRole) or "") if item is not None else ""

    def choose(self, name: str) -> None:
        """Select an action."""
        self.table.setCurrentItem(self._items[name])

    def _on_current_changed(self) -> None:
        self.words.clear()
        self._show_buttons()

    def _on_profile_chosen(self, _index: int) -> None:
        self.words.clear()
        self._keymaps.set_profile(Profile(self.profile.currentData()))

    def _on_add(self) -> None:
        text = self.key.keySequence().toString(QKeySequence.SequenceFormat.PortableText)
        self._try(partial(self._keymaps.add_key, self.chosen, text))

    def _on_remove(self) -> None:
        self._try(partial(self._keymaps.remove_keys, self.chosen))

    def _on_reset(self) -> None:
        self._try(partial(self._keymaps.reset, self.chosen))

    def _on_reset_all(self) -> None:
        self._try(self._keymaps.reset)
        self._keymaps.reset_mouse()

    def _try(self, change: Callable[[], None]) -> None:
        self.words.clear()
        try:
            change()
            self.key.clear()
        except UserFacingError as error:
            self.words.setText(in_language(error.sentence()))

    def _on_mouse_chosen(self, name: str, _index: int) -> None:
        self._keymaps.set_mouse(**{name: Drag(self.mice[name].currentData())})

    # --- showing -------------------------------------------------------------------------------------------------
    def _show(self) -> None:
        self.profile.setCurrentIndex(self.profile.findData(self._keymaps.profile))
        for name, item in self._items.items():
            keys = self._keymaps.keys(name)
            item.setText(1, native(keys) if keys else "–")
            font = item.font(1)
            font.setBold(self._keymaps.is_changed(name))
            item.setFont(1, font)
        mouse = self._keymaps.mouse
        for name, box in self.mice.items():
            with QSignalBlocker(box):
                box.setCurrentIndex(box.findData(getattr(mouse, name)))
        self._show_buttons()

    def _show_buttons(self) -> None:
        for name in ("add", "remove", "reset"):
            self.buttons[name].setEnabled(bool(self.chosen))

    def _filter(self, text: str) -> None:
        wanted = text.strip().lower()
        for place in range(self.table.topLevelItemCount()):
            head = self.table.topLevelItem(place)
            assert head is not None, "within the count"
            shown = 0
            for row in range(head.childCount()):
                item = head.child(row)
                assert item is not None, "within the count"
                words = " ".join(item.text(column) for column in range(3)).lower()
                item.setHidden(wanted not in words)
                shown += wanted in words
            head.setHidden(shown == 0)
