"""A display for the window where the machine has none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys


def provide_display(size: tuple[int, int]) -> None:
    """Without a display, start a virtual one (with OpenGL) where Xvfb is installed, else let Qt draw into memory.

    The virtual display ends with its last window. `size` is (width, height) in pixels.
    """
    has_display = any(os.environ.get(name) for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"))
    if has_display or sys.platform in ("win32", "darwin"):
        return
    program = shutil.which("Xvfb")
    number = _start_virtual_display(program, size) if program else ""
    if number:
        os.environ["DISPLAY"] = f":{number}"
    else:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"


def _start_virtual_display(program: str, size: tuple[int, int]) -> str:
    """The number of a new display; empty where it does not start."""
    read_end, write_end = os.pipe()
    screen = f"{size[0]}x{size[1]}x24"
    subprocess.Popen(
        [program, "-displayfd", str(write_end), "-screen", "0", screen, "-nolisten", "tcp", "-terminate"],
        pass_fds=[write_end],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(write_end)
    with os.fdopen(read_end) as pipe:
        return pipe.readline().strip()
