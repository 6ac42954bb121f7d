"""A display for the window where the machine has none."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys

_PATIENCE_S = 5.0


def provide_display(size: tuple[int, int]) -> None:
    """Without a display, start a virtual one where Xvfb is installed, else let Qt draw into memory.

    The virtual display ends with the program. `size` is (width, height) in pixels.
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
    process = subprocess.Popen(
        [program, "-displayfd", str(write_end), "-screen", "0", screen, "-nolisten", "tcp", "-terminate"],
        pass_fds=[write_end],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    atexit.register(_end_virtual_display, process)
    os.close(write_end)
    with os.fdopen(read_end) as pipe:
        return pipe.readline().strip()


def _end_virtual_display(process: subprocess.Popen[bytes]) -> None:
    """Close the program's connection, upon which the display ends, and collect it: else it stays on as a zombie."""
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance()
    if app is not None:
        app.shutdown()  # before the display goes: Qt ends the program when it loses its display
    try:
        process.wait(0.5)
    except subprocess.TimeoutExpired:  # nothing was ever shown on it
        process.terminate()
        try:
            process.wait(_PATIENCE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
