"""How much longer our readers take than the plain library call on the same file: `python -m tests.benchmarks.readers`.

What a network's input needs is read; the last columns have the range to show as well, which a window needs.
Every line is the median of paired ratios and their spread: both calls of a pair see the same load of the machine.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import cv2
import laspy
import nibabel
import numpy as np
import OpenEXR
import pydicom
import SimpleITK as sitk
import tifffile
from PIL import Image

from core.data.index import index_paths
from core.data.load import load
from core.progress import CancelToken, ignore_progress
from core.records import Sample
from tests.core.data.test_cloud_formats import save_las
from tests.core.data.test_dicom import write_slice

ROUNDS = 11
Case = tuple[str, str, Path, Callable[[], object]]


def seconds(run: Callable[[], object]) -> float:
    """Wall-clock time of one call."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def paired(plain: Callable[[], object], ours: Callable[[], object]) -> tuple[float, float, float, float]:
    """Median, least and largest of ours / plain, and our median time."""
    seconds(plain), seconds(ours)  # burn-in: imports and the disk's cache are not what is timed
    pairs = [(seconds(plain), seconds(ours)) for _ in range(ROUNDS)]
    ratios = sorted(own / base for base, own in pairs)
    return statistics.median(ratios), ratios[0], ratios[-1], statistics.median(own for _, own in pairs)


def cases(folder: Path) -> list[Case]:
    """Name, modality, path and the fastest plain call that gives the same values in the same number format."""
    random = np.random.default_rng(0)
    smooth = cv2.GaussianBlur(random.integers(0, 256, (2048, 2448, 3), np.uint8), (0, 0), 2)
    deep = cv2.cvtColor(smooth, cv2.COLOR_BGR2GRAY).astype(np.uint16) * 200
    made: list[Case] = []

    def add(name: str, modality: str, file: str, write: Callable[[Path], Any], plain: Callable[[Path], object]) -> None:
        path = folder / file
        write(path)
        made.append((name, modality, path, lambda: plain(path)))

    def pillow(path: Path) -> Any:
        with Image.open(path) as image:
            return np.asarray(image)

    def read_grey(path: Path) -> object:
        return pillow(path).astype(np.float32)

    def read_tiff(path: Path) -> object:
        return tifffile.imread(path).astype(np.float32)

    def save_exr(path: Path) -> None:
        header = {"compression": OpenEXR.ZIP_COMPRESSION, "type": OpenEXR.scanlineimage}
        with OpenEXR.File(header, {"Z": deep.astype(np.float32)}) as file:
            file.write(str(path))

    def read_exr(path: Path) -> object:
        with OpenEXR.File(str(path)) as file:
            return file.channels()["Z"].pixels

    add("PNG 8-bit RGB 2448x2048", "rgb", "a.png", lambda p: cv2.imwrite(str(p), smooth), pillow)
    add(
        "PNG 16-bit grey 2448x2048",
        "grey",
        "b.png",
        lambda p: cv2.imwrite(str(p), deep),
        lambda p: pillow(p).astype(np.float32),
    )
    add("JPEG 2448x2048", "rgb", "a.jpg", lambda p: cv2.imwrite(str(p), smooth), pillow)
    add(
        "TIFF 16-bit grey 2448x2048",
        "grey",
        "a.tiff",
        lambda p: tifffile.imwrite(p, deep),
        lambda p: tifffile.imread(p).astype(np.float32),
    )
    add("EXR float depth 2448x2048", "depth", "depth.exr", save_exr, read_exr)
    add("NPY float depth 2448x2048", "depth", "depth.npy", lambda p: np.save(p, deep.astype(np.float32)), np.load)
    holed = np.where(deep % 7 < 1, 0, deep).astype(np.float32)
    add("NPY float depth with holes 2448x2048", "depth", "holed_depth.npy", lambda p: np.save(p, holed), np.load)
    points = random.uniform(0, 100, (1_000_000, 3))
    add("LAZ 1 M points", "cloud", "a.laz", lambda p: save_las(p, points), lambda p: laspy.read(p).xyz)
    add("XYZ text 300,000 points", "cloud", "a.xyz", lambda p: np.savetxt(p, points[:300_000], "%.4f"), np.loadtxt)
    volume = cv2.GaussianBlur(random.normal(0, 500, (256 * 256, 128)), (0, 0), 2).reshape(256, 256, 128)
    volume = (volume * 20).astype(np.int16)
    image = nibabel.Nifti1Image(volume, np.diag([1.0, 1.0, 1.5, 1.0]))
    for name in ("t1.nii", "t1.nii.gz"):
        add(
            f"{name[2:]} 256x256x128",
            "t1",
            name,
            lambda p: nibabel.save(image, p),
            lambda p: nibabel.load(p).get_fdata(dtype=np.float32),
        )
    for name in ("t1.nrrd", "t1.mha"):
        add(
            f"{name[2:]} packed 256x256x128",
            "t1",
            name,
            lambda p: sitk.WriteImage(sitk.GetImageFromArray(volume), str(p), True),
            lambda p: sitk.GetArrayFromImage(sitk.ReadImage(str(p))).astype(np.float32),
        )
    return made


def dicom_series(folder: Path, slices: int) -> Path:
    """A CT series of 512 x 512 pixels a slice."""
    pixels = np.random.default_rng(0).integers(0, 2000, (512, 512)).astype(np.int16)
    for number in range(slices):
        changes = {"Rows": 512, "Columns": 512, "PixelRepresentation": 1, "PixelSpacing": [0.7, 0.7]}
        write_slice(
            folder, f"IM{number:04d}", 1.0 * number, number, PixelData=(pixels + number % 7).tobytes(), **changes
        )
    return folder


def load_to_show(sample: Sample) -> list[tuple[float, float]]:
    """Read a sample and find black and white of its views."""
    return [view.display_range for view in load(sample, ignore_progress, CancelToken()).views]


def line(name: str, ratio: tuple[float, float, float, float]) -> str:
    """The first columns of the table."""
    return f"| {name} | {ratio[0]:.2f} ({ratio[1]:.2f} to {ratio[2]:.2f}) | {1000 * ratio[3]:.1f} |"


def main() -> None:
    """Print the table."""
    print("| file | ours / plain (least to largest) | ours, ms | with the range to show / plain | ms |")
    print("|---|---:|---:|---:|---:|")
    with TemporaryDirectory() as place:
        for name, modality, path, plain in cases(Path(place)):
            sample = Sample("x", {modality: path})
            if modality == "cloud":  # reading only: projecting a cloud is not what the library does
                from core.data.clouds import read_cloud

                ratio = paired(plain, lambda path=path: read_cloud(path, CancelToken()))
                print(f"{line(name, ratio)} | |", flush=True)
                continue
            ratio = paired(plain, lambda sample=sample: load(sample, ignore_progress, CancelToken()))
            shown = paired(plain, lambda sample=sample: load_to_show(sample))
            print(f"{line(name, ratio)} {shown[0]:.2f} | {1000 * shown[3]:.1f} |", flush=True)
        folder = dicom_series(Path(place) / "ct", 500)
        sample = index_paths([folder], CancelToken()).samples[0]
        told: list[float] = []
        start = time.perf_counter()
        load(sample, lambda _progress: told.append(time.perf_counter() - start), CancelToken())
        own = time.perf_counter() - start
        files = sorted(folder.iterdir())
        ratio = paired(
            lambda: np.stack([pydicom.dcmread(file).pixel_array for file in files]).astype(np.float32),
            lambda: load(sample, ignore_progress, CancelToken()),
        )
        print(f"{line('DICOM CT 512x512x500', ratio)} | |")
        print(f"\nDICOM: first slice decoded after {told[1]:.2f} s, all after {own:.2f} s")


if __name__ == "__main__":
    main()
