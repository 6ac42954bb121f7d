"""What the window may import: nothing of the core but the seam, and no heavy library before it is on screen."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SEAM = {
    "core",
    "core.api",
    "core.data.records",
    "core.config",
    "core.errors",
    "core.probing.records",
    "core.progress",
    "core.records",
}
SEAM |= {"core.data.records", "core.data.grouping"}  # what is told of a sample's files, and putting them together
# the review half of the seam: use cases, their records, and sorted arrays that must follow a dragged line
SEAM |= {
    "core.library",
    "core.library_records",
    "core.trials",
    "core.review",
    "core.verdicts",
    "core.effect",
    "core.teaching.records",
}
SEAM |= {"core.access", "core.region_rules", "core.reporting", "core.part_export", "core.streaming"}
SEAM |= {"core.probing.history"}  # records of routing, and sorted lists of them
HEAVY = ("torch", "timm", "open3d", "nibabel", "pydicom", "SimpleITK", "pyqtgraph", "cv2", "scipy")


def imported_names(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"core.{alias.name}" for alias in node.names} if node.module == "core" else {node.module}
    return names


@pytest.mark.parametrize("path", sorted(ROOT.glob("app/**/*.py")), ids=lambda path: str(path.relative_to(ROOT)))
def test_app_enters_the_core_by_the_seam_only(path):
    assert {name for name in imported_names(path) if name.split(".")[0] in {"core", "torch"}} <= SEAM


@pytest.mark.parametrize("path", sorted(ROOT.glob("core/**/*.py")), ids=lambda path: str(path.relative_to(ROOT)))
def test_the_core_knows_no_window(path):
    assert not {name for name in imported_names(path) if name.split(".")[0] in {"app", "PySide6"}}


def test_the_window_opens_without_heavy_libraries():
    code = (
        "import sys; from app.application import make_application, make_window\n"
        "from app.settings import Settings; from PySide6.QtCore import QSettings\n"
        "app = make_application(); store = QSettings('unused.ini', QSettings.Format.IniFormat)\n"
        "window = make_window(settings=Settings(store, is_kept=False)); window.show(); app.processEvents()\n"
        f"loaded = [name for name in {HEAVY!r} if name in sys.modules]; window.close()\n"
        "sys.exit(str(loaded) if loaded else 0)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, check=False, capture_output=True, text=True, timeout=60
    )
    assert run.returncode == 0, run.stderr
