"""The seam between app and core, held by tests."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SEAM = {"core.api", "core.config", "core.errors", "core.progress", "core.records"}


def imported_names(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module == "core":
            names |= {f"core.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


@pytest.mark.parametrize("path", sorted((ROOT / "app").rglob("*.py")), ids=lambda p: str(p.relative_to(ROOT)))
def test_app_enters_the_core_by_the_seam_only(path):
    foreign = {name for name in imported_names(path) if name.split(".")[0] in {"core", "torch", "timm", "open3d"}}
    assert foreign <= SEAM


@pytest.mark.parametrize("path", sorted((ROOT / "core").rglob("*.py")), ids=lambda p: str(p.relative_to(ROOT)))
def test_core_knows_no_window(path):
    assert not {name for name in imported_names(path) if name.split(".")[0] in {"app", "PySide6", "pyqtgraph"}}


def test_the_window_opens_without_the_heavy_libraries():
    heavy = "{'torch', 'timm', 'open3d', 'nibabel', 'pydicom', 'SimpleITK'}"
    code = f"import sys, app.application; found = {heavy} & set(sys.modules); sys.exit(', '.join(found) or 0)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
