"""Import the heavy libraries in a worker without freezing the window.

Importing a compiled module holds the interpreter lock while the dynamic linker maps and relocates it: seconds for
torch, during which no other thread, so no window, runs. Two measures keep the lock free:

- every library is opened by a plain foreign call of the C library's `dlopen` just before Python asks for it. Foreign
  calls release the lock; Python's own call then finds the library already open;
- the cyclic garbage collector is off for the time: an import makes hundreds of thousands of lasting objects, and each
  full collection walks them all under the lock.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import importlib.machinery
import importlib.util
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
READER_LIBRARIES = ("PIL.Image", "cv2", "tifffile", "nibabel", "SimpleITK", "pydicom", "open3d")

_lock = threading.Lock()


def warm_up(
    libraries: tuple[str, ...] = MODEL_LIBRARIES,
    report: ReportProgress = ignore_progress,
    token: CancelToken | None = None,
) -> None:
    """Import libraries one after the other; one that is missing is left for the code that needs it to complain.

    Args:
        libraries: Names of modules.
        report: Called before each.
        token: Raises `Cancelled` between them.
    """
    start = time.perf_counter()
    with _lock, _collector_paused(), _libraries_opened_without_the_lock():
        for done, name in enumerate(libraries):
            if token is not None:
                token.raise_if_cancelled()
            report(Progress(done, len(libraries), f"Loading {name.split('.')[0]}"))
            try:
                importlib.import_module(name)
            except ImportError:
                log.warning("cannot import %s", name, exc_info=True)
    log.info("imported %s in %.2f s", ", ".join(libraries), time.perf_counter() - start)


@contextmanager
def _collector_paused() -> Iterator[None]:
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()  # what imports made lives as long as the program: no later collection needs to look at it
        if was_enabled:
            gc.enable()


@contextmanager
def _libraries_opened_without_the_lock() -> Iterator[None]:
    """Open each extension module's library by a foreign call first, for the imports of this thread."""
    opener = _foreign_opener()
    if opener is None:
        yield
        return
    _open_torch(opener)
    loader = importlib.machinery.ExtensionFileLoader
    original = loader.create_module
    thread = threading.get_ident()

    def create_module(
        self: importlib.machinery.ExtensionFileLoader, spec: importlib.machinery.ModuleSpec
    ) -> ModuleType:
        if threading.get_ident() == thread and isinstance(spec.origin, str):
            opener(os.fsencode(spec.origin), os.RTLD_NOW)
        return original(self, spec)

    loader.create_module = create_module  # type: ignore[method-assign]  # put back below
    try:
        yield
    finally:
        loader.create_module = original  # type: ignore[method-assign]


def _open_torch(opener: Callable[[bytes, int], object]) -> None:
    """Open the libraries that torch itself opens by hand, before its extension module is created."""
    spec = importlib.util.find_spec("torch")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        for path in sorted((Path(folder) / "lib").glob("libtorch_global_deps.*")):
            opener(os.fsencode(path), os.RTLD_NOW | os.RTLD_GLOBAL)  # global, as torch does it


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
