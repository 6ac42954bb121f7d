"""Importing big libraries in a worker: nothing breaks, nothing waits for ever."""

from __future__ import annotations

import gc
import subprocess
import sys
from pathlib import Path

import pytest

from core.errors import Cancelled
from core.progress import CancelToken
from core.warmup import free_libraries, warm_up

ROOT = Path(__file__).resolve().parents[2]

# One thread imports, the other holds the interpreter lock while it asks for the linker's.
CONTENTION = """
import ctypes, sys, threading, time
from core.warmup import import_open3d
library = ctypes.PyDLL(None)
library.dlopen.restype = ctypes.c_void_p
worker = threading.Thread(target=import_open3d, daemon=True)
worker.start()
while worker.is_alive():
    library.dlopen(b"libm.so.6", 2)
    time.sleep(0.0005)
sys.exit("open3d" not in sys.modules or "plotly" in sys.modules or "IPython" in sys.modules)
"""


@pytest.fixture(autouse=True)
def _automatic_collection():
    """On, whatever a window of an earlier test has left: it collects by itself."""
    gc.enable()


@pytest.mark.skipif(sys.platform == "win32", reason="the linker has no such lock")
def test_imports_come_to_an_end_while_another_thread_wants_the_linker():
    run = subprocess.run([sys.executable, "-c", CONTENTION], cwd=ROOT, check=False, capture_output=True, timeout=90)
    assert run.returncode == 0, run.stderr.decode()


def test_only_libraries_that_were_tried_are_opened_without_the_lock(tmp_path):
    base = "/env/lib/python3.11/site-packages"
    assert free_libraries(f"{base}/torch/_C.so") == (f"{base}/torch/_C.so",)
    assert free_libraries(f"{base}/unknown/fast.so") == ()
    assert free_libraries("libdl.so.2") == ()
    folder = tmp_path / "site-packages" / "open3d"
    (folder / "cpu").mkdir(parents=True)
    (folder / "libOpen3D.so.0.20").touch()
    assert free_libraries(str(folder / "cpu" / "pybind.so")) == (str(folder / "libOpen3D.so.0.20"),)


def test_a_library_that_is_missing_is_left_to_those_who_need_it(caplog):
    warm_up(("no_such_library_anywhere",))
    assert "no_such_library_anywhere" in caplog.text
    assert gc.isenabled()


def test_warming_up_can_be_cancelled_between_libraries():
    token, seen = CancelToken(), []

    def report(progress):
        seen.append(progress.text)
        token.cancel()

    with pytest.raises(Cancelled):
        warm_up(("json", "csv"), report, token)
    assert seen == ["Loading json"]
    assert gc.isenabled()


def test_torch_is_loaded_without_the_compiler_that_crashes_and_leaks():
    code = "from core.warmup import warm_up; warm_up(('torch',)); import sys; sys.exit('triton._C' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False, capture_output=True, timeout=120)
    assert (run.returncode, run.stderr) == (0, b"")


def test_a_library_that_stumbles_over_another_threads_import_is_passed_over(tmp_path, monkeypatch):
    (tmp_path / "stumbling_library.py").write_text("raise RuntimeError('dictionary changed size during iteration')")
    monkeypatch.syspath_prepend(tmp_path)
    warm_up(("stumbling_library", "json"))
    assert "stumbling_library" not in sys.modules
