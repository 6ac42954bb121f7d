"""About the program, and the documentation that ships with it."""

from __future__ import annotations

import platform
from html import escape
from importlib import metadata
from pathlib import Path

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QTextBrowser, QVBoxLayout, QWidget

from app.i18n import later, numeral, tr
from core.records import ModelInfo

NOT_MEDICAL = later(
    "UniMMAD Inspector is not a medical device. It must not be used to diagnose or to decide on treatment."
)
_PACKAGES = (
    "torch",
    "timm",
    "PySide6-Essentials",
    "numpy",
    "opencv-python-headless",
    "open3d-cpu",
    "pydicom",
    "nibabel",
)


class TextDialog(QDialog):
    """A page of text that does not block the window."""

    def __init__(self, parent: QWidget, title: str, name: str) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(660, 620)
        self.text = QTextBrowser()
        self.text.setOpenExternalLinks(False)
        self.text.setOpenLinks(False)
        self.text.setAccessibleName(title)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        layout.addWidget(self.text, 1)
        layout.addWidget(buttons)


def about_dialog(parent: QWidget, version: str, model: ModelInfo | None) -> TextDialog:
    """Versions, the model's facts, and what the program is not."""
    dialog = TextDialog(parent, tr("About UniMMAD Inspector"), "about")
    warning = QLabel(tr(NOT_MEDICAL))
    warning.setObjectName("not_medical")
    warning.setWordWrap(True)
    layout = dialog.layout()
    assert isinstance(layout, QVBoxLayout)
    layout.insertWidget(0, warning)
    rows = [(tr("Program"), version), ("Python", platform.python_version()), ("Qt", qVersion())]
    rows += [(name, _version(name)) for name in _PACKAGES]
    what = tr(
        "Shows where a part or a scan is unlike the normal ones, how sure the model is, which sensor saw it and which "
        "experts decided."
    )
    facts = _table(_model_rows(model)) if model else f"<p>{escape(tr('No model is loaded.'))}</p>"
    body = f"<h2>UniMMAD Inspector</h2><p>{escape(what)}</p>{_table(rows)}<h3>{escape(tr('Model'))}</h3>{facts}"
    dialog.text.setHtml(body)
    return dialog


def _model_rows(model: ModelInfo) -> list[tuple[str, str]]:
    height, width = model.image_size
    sizes = ", ".join(map(str, model.kernel_sizes))
    return [
        (tr("Name"), model.name),
        (tr("File"), str(model.path)),
        ("SHA-256", model.sha256),
        (tr("Preset"), model.preset),
        (tr("Device"), model.device),
        (tr("Input"), f"{width} × {height} px"),
        (
            tr("Experts"),
            tr(
                "{leaders} leaders over {base_experts} base experts, kernels {sizes}",
                leaders=model.leaders,
                base_experts=model.base_experts,
                sizes=sizes,
            ),
        ),
        (tr("Trained parameters"), numeral(model.parameters, ",")),
        (tr("Categories"), ", ".join(sorted(model.categories)) or tr("none")),
        *((key, value) for key, value in model.facts.items()),
    ]


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return tr("not installed")


def _table(rows: list[tuple[str, str]]) -> str:
    cells = (f"<tr><td style='padding-right:24px'><b>{escape(a)}</b></td><td>{escape(b)}</td></tr>" for a, b in rows)
    return f"<table cellspacing='4'>{''.join(cells)}</table>"


def document_dialog(parent: QWidget, path: Path) -> TextDialog:
    """A page of the documentation."""
    dialog = TextDialog(parent, document_title(path), "document")
    dialog.text.setMarkdown(path.read_text(encoding="utf-8"))
    return dialog


def document_title(path: Path) -> str:
    """The first heading of a page, else its file name."""
    try:
        with path.open(encoding="utf-8") as file:
            first = file.readline()
    except OSError:
        first = ""
    return first.lstrip("# ").strip() if first.startswith("#") else path.stem.replace("_", " ").capitalize()
