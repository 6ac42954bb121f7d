"""Import the heavy libraries in a worker without freezing the window.

Importing a compiled module holds the interpreter lock while the dynamic linker maps and relocates it: seconds for
torch, during which no other thread, so no window, runs. Two measures keep the lock free:

- the libraries that take long are opened by a plain foreign call of the C library's `dlopen` just before Python asks
  for them. Foreign calls release the lock; Python's own call then finds the library already open. This must not be
  done to a library that calls Python while it is opened: it would wait for the interpreter lock inside the linker's
  lock, and a thread that holds the one and wants the other would never go on;
- the cyclic garbage collector is off for the time: an import makes hundreds of thousands of lasting objects, and each
  full collection walks them all under the lock.
"""

from __future__ import annotations

import atexit
import ctypes
import functools
import gc
import importlib
import importlib.machinery
import logging
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from core.progress import CancelToken, Progress, ReportProgress, ignore_progress

log = logging.getLogger(__name__)

MODEL_LIBRARIES = ("torch", "torchvision", "timm", "safetensors.torch", "scipy.ndimage", "cv2")
READER_LIBRARIES = ("PIL.Image", "cv2", "tifffile", "nibabel", "SimpleITK", "pydicom")

# Packages whose libraries could be opened while another thread held the interpreter lock all the time.
_FREE = frozenset({"torch", "torchvision", "cv2", "SimpleITK", "nvidia", "cuda"})
# Packages whose extension module does call Python while it is opened; what it is linked to does not.
_FREE_COMPANIONS = {"open3d": "libOpen3D*"}
# torch imports it where it is installed, for compiling models, which this program does not do. It calls Python while it
# is opened, crashed in one of two starts when opened without the lock, and complains of leaks when the program ends.
_NOT_WANTED = "triton"

_lock = threading.Lock()
_TRIES = 5


def warm_up(
    libraries: tuple[str, ...] = MODEL_LIBRARIES,
    report: ReportProgress = ignore_progress,
    token: CancelToken | None = None,
) -> None:
    """Import libraries one after the other; one that fails is left to the code that needs it, which tries again.

    Args:
        libraries: Names of modules.
        report: Called before each.
        token: Raises `Cancelled` between them.
    """
    start = time.perf_counter()
    open_libraries_without_the_lock()
    sys.modules.setdefault(_NOT_WANTED, None)  # type: ignore[arg-type]  # None is how Python says: cannot be imported
    with _lock, _collector_paused():
        for done, name in enumerate(libraries):
            if token is not None:
                token.raise_if_cancelled()
            report(Progress(done, len(libraries), f"Loading {name.split('.')[0]}"))
            try:
                importlib.import_module(name)
            except (ImportError, RuntimeError):
                log.warning("cannot import %s", name, exc_info=True)
    log.info("imported %s in %.2f s", ", ".join(libraries), time.perf_counter() - start)


def import_open3d() -> ModuleType:
    """open3d, the first time without freezing the window: behind the one lock of all imports here, and without its
    plotting, which would import dash, plotly and IPython (two thirds of the time). Raises ImportError.
    """
    open_libraries_without_the_lock()
    with _lock, _collector_paused():
        plotting = ModuleType("open3d.visualization.draw_plotly")
        for name in ("get_plotly_fig", "draw_plotly", "draw_plotly_server"):
            setattr(plotting, name, None)
        sys.modules.setdefault(plotting.__name__, plotting)
        for _ in range(_TRIES):
            try:
                return importlib.import_module("open3d")
            except RuntimeError:  # it walks through sys.modules, and another thread imported something meanwhile
                log.info("importing open3d again", exc_info=True)
        return importlib.import_module("open3d")


@contextmanager
def _collector_paused() -> Iterator[None]:
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()  # what imports made lives as long as the program: no later collection needs to look at it
        atexit.register(gc.unfreeze)  # but the last one, or libraries complain of leaks
        if was_enabled:
            gc.enable()


@functools.cache
def open_libraries_without_the_lock() -> None:
    """From now on, open the big libraries by a foreign call first. Works once, for all threads."""
    opener = _foreign_opener()
    if opener is None:
        return
    loader = importlib.machinery.ExtensionFileLoader
    python_create, ctypes_open = loader.create_module, vars(ctypes)["_dlopen"]

    def create_module(
        self: importlib.machinery.ExtensionFileLoader, spec: importlib.machinery.ModuleSpec
    ) -> ModuleType:
        for path in free_libraries(spec.origin or ""):
            opener(os.fsencode(path), os.RTLD_NOW)
        return python_create(self, spec)

    def open_library(name: object, mode: int) -> object:
        # torch opens CUDA's libraries by ctypes.
        for path in free_libraries(os.fsdecode(name)) if isinstance(name, str | bytes) else ():
            opener(os.fsencode(path), mode | os.RTLD_NOW)
        return ctypes_open(name, mode)

    loader.create_module = create_module  # type: ignore[method-assign]
    vars(ctypes)["_dlopen"] = open_library


def free_libraries(path: str) -> tuple[str, ...]:
    """What may be opened without the lock before a library is: itself, its companions, or nothing."""
    parts = Path(path).parts
    package = parts[parts.index("site-packages") + 1] if "site-packages" in parts[:-1] else ""
    if package in _FREE:
        return (path,)
    if package in _FREE_COMPANIONS:
        pattern = _FREE_COMPANIONS[package]
        folder = Path(path).parent
        return tuple(str(found) for place in (folder, folder.parent) for found in sorted(place.glob(pattern)))
    return ()


def _foreign_opener() -> Callable[[bytes, int], object] | None:
    """`dlopen(path, flags)` as a foreign call; None on Windows, whose loader works differently."""
    if sys.platform == "win32":
        return None
    try:
        dlopen = ctypes.CDLL(None).dlopen
    except (AttributeError, OSError):
        return None
    dlopen.restype = ctypes.c_void_p
    dlopen.argtypes = (ctypes.c_char_p, ctypes.c_int)

    def open_library(path: bytes, flags: int) -> object:
        # A failure is no concern here: Python's own import of the same file follows and says what is wrong.
        return dlopen(path, flags)

    return open_library
