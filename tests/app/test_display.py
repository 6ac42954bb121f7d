"""A display where there is none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# The child of the child is ours to look at only while it lives: what it was is asked from inside, after the end.
PROGRAM = """
import atexit, os, subprocess
started = []
class Kept(subprocess.Popen):
    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        started.append(self)
subprocess.Popen = Kept
atexit.register(lambda: print("collected", [process.returncode for process in started], flush=True))
from app.display import provide_display
provide_display((320, 200))
{use}
"""
WINDOW = """
from PySide6.QtWidgets import QApplication, QLabel
app = QApplication([])
label = QLabel("seen")
label.show()
app.processEvents()
"""


@pytest.mark.skipif(shutil.which("Xvfb") is None, reason="Xvfb is not installed")
@pytest.mark.parametrize("use", [WINDOW, ""])
def test_a_virtual_display_ends_with_the_program_and_leaves_no_zombie(use):
    unset = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {name: value for name, value in os.environ.items() if name not in unset}
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(use=use)],
        cwd=ROOT,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith("collected [")
    assert "None" not in run.stdout
