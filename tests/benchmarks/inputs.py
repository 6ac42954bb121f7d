"""Large inputs: time and peak memory, each in a process of its own: `python -m tests.benchmarks.inputs [NAME...]`.

Names: folder (100,000 files), ct (512 x 512 x 500 slices), cloud (10 M points), image (20,000 x 20,000 pixels).
Processor time is printed beside wall-clock time: on a busy machine the second says little.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from core import api
from tests.benchmarks.readers import dicom_series

POINTS, FILES, SIDE, SLICES = 10_000_000, 100_000, 20_000, 500


def _memory(key: str) -> float:
    """MB of this process: VmRSS now, VmHWM at its highest since the mark was last set back (Linux)."""
    told = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in told if line.startswith(f"{key}:"))


def _timed(words: str, run: Callable[[], object]) -> None:
    """One line: wall-clock and processor seconds, and by how much the process grew."""
    Path("/proc/self/clear_refs").write_text("5")  # the highest mark starts from here
    before, start, used = _memory("VmRSS"), time.perf_counter(), time.process_time()
    run()
    wall, own = time.perf_counter() - start, time.process_time() - used
    print(
        f"{words}: {wall:.2f} s ({own:.2f} s of processor time), peak grew by {_memory('VmHWM') - before:,.0f} MB",
        flush=True,
    )


def folder(place: Path) -> None:
    """One flat folder of pictures, and the same number in sample folders of two sensors."""
    flat, nested = place / "flat", place / "nested"
    flat.mkdir()
    for number in range(FILES):
        (flat / f"part_{number:06d}.png").touch()
    _timed(f"scanning a folder of {FILES:,} files", lambda: api.find_samples([flat]))
    for number in range(FILES // 2):
        sample = nested / f"{number:06d}"
        sample.mkdir(parents=True)
        (sample / "rgb.png").touch()
        (sample / "infrared.png").touch()
    _timed(f"scanning {FILES // 2:,} folders of two files", lambda: api.find_samples([nested]))


def ct(place: Path) -> None:
    """A series of uncompressed slices."""
    dicom_series(place, SLICES)
    found: list[api.SampleIndex] = []
    _timed(f"finding a CT of {SLICES} slices", lambda: found.append(api.find_samples([place])))
    sample = found[0].samples[0]
    _timed("loading it", lambda: api.load_sample(sample))


def cloud(place: Path) -> None:
    """A coloured PLY of random heights, as a scanner writes it."""
    random = np.random.default_rng(0)
    table = np.zeros(POINTS, [("p", "<f4", 3), ("c", "u1", 3)])
    table["p"][:, 0], table["p"][:, 1] = random.uniform(0, 300, POINTS), random.uniform(0, 200, POINTS)
    table["p"][:, 2] = 5 * np.sin(table["p"][:, 0] / 40)
    names = "".join(f"property float {axis}\n" for axis in "xyz")
    names += "".join(f"property uchar {name}\n" for name in ("red", "green", "blue"))
    head = f"ply\nformat binary_little_endian 1.0\nelement vertex {POINTS}\n{names}end_header\n"
    (place / "part.ply").write_bytes(head.encode() + table.tobytes())
    del table
    sample = api.find_samples([place / "part.ply"]).samples[0]
    print(f"points and colours take {15 * POINTS / 1e6:,.0f} MB in the file and in memory")
    _timed(f"loading a cloud of {POINTS:,} points", lambda: api.load_sample(sample))


def image(place: Path) -> None:
    """A tiled TIFF, read whole; inspecting it is bounded by its maps (see tiled)."""
    import tifffile

    row = np.random.default_rng(0).integers(0, 255, (256, SIDE, 3), np.uint8)
    pixels = np.tile(row, (SIDE // 256 + 1, 1, 1))[:SIDE]
    tifffile.imwrite(place / "rgb.tiff", pixels, tile=(512, 512))
    del pixels
    sample = api.find_samples([place / "rgb.tiff"]).samples[0]
    loaded: list[api.LoadedSample] = []
    words = f"loading {SIDE:,} x {SIDE:,} pixels ({3 * SIDE * SIDE / 1e6:,.0f} MB)"
    _timed(words, lambda: loaded.append(api.load_sample(sample)))
    inspector = api.load_inspector(api.shipped_models()[0], "cpu")
    _timed("inspecting them in tiles", lambda: inspector.inspect(loaded[0]))


CASES = {"folder": folder, "ct": ct, "cloud": cloud, "image": image}


def main() -> None:
    """Run the named cases one after the other; a case by itself when called with --inside."""
    names = [name for name in sys.argv[1:] if name in CASES] or list(CASES)
    if "--inside" in sys.argv:
        with TemporaryDirectory() as place:
            CASES[names[0]](Path(place))
        return
    for name in names:
        subprocess.run([sys.executable, "-m", "tests.benchmarks.inputs", name, "--inside"], check=True)


if __name__ == "__main__":
    main()
