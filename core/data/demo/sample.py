"""Make one sample and write its files. Runs in a worker process; the same job and seed give the same bytes."""

from __future__ import annotations

import io
import zlib
from pathlib import Path
from types import ModuleType
from typing import Any

import cv2
import nibabel as nib
import numpy as np
import tifffile
from numpy.typing import NDArray

from core.data.demo import bracket, brain, candy, chest, foam, pcb
from core.data.demo.marks import GOOD
from core.data.demo.plan import Job
from core.data.demo.sensors import colour_sensor, depth_sensor, heat_sensor, organised_cloud, visible_change
from core.data.demo.volume import Grid
from core.progress import CancelToken

_PRODUCTS: dict[str, ModuleType] = {"bracket": bracket, "candy": candy, "pcb": pcb, "foam": foam}
_PHANTOMS: dict[str, ModuleType] = {"brain_mri": brain, "chest_ct": chest}
_CHUNK = 1 << 20
_LEAST_VISIBLE = 100  # changed pixels that a careful person can find


def make(job: Job, root: Path, seed: int, token: CancelToken) -> None:
    """Write the files of one sample below `root`. Raises OSError where they cannot be written, or Cancelled."""
    token.raise_if_cancelled()
    files = phantom_files(job, seed, token) if job.is_volume else product_files(job, seed)
    folder = root / job.folder
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        token.raise_if_cancelled()
        (folder / name).write_bytes(content)


def product_files(job: Job, seed: int) -> dict[str, bytes]:
    """RGB, depth, infrared, for test samples the cloud, and for defects the mask, as file contents by name."""
    product = _PRODUCTS[job.category]
    part_seed = np.random.SeedSequence(job.seed(seed))
    shape_seed, defect_seed, noise_seed = part_seed.spawn(3)
    mask = None
    if job.is_good:
        ideal = product.draw(np.random.default_rng(shape_seed), GOOD)
    else:
        # A defect that nobody can see is no defect: draw again until the part has visibly changed.
        good = product.draw(np.random.default_rng(shape_seed), GOOD)
        for attempt in defect_seed.spawn(8):
            defect = product.draw_defect(job.defect, np.random.default_rng(attempt))
            ideal = product.draw(np.random.default_rng(shape_seed), defect)
            mask = visible_change(good, ideal)
            if mask.sum() >= _LEAST_VISIBLE:
                break
    noise = np.random.default_rng(noise_seed)
    rgb, depth, heat = (
        colour_sensor(ideal.rgb, noise),
        depth_sensor(ideal.depth, noise),
        heat_sensor(ideal.heat, noise),
    )
    files = {"rgb.png": png(rgb[..., ::-1]), "depth.tiff": tiff(depth), "infrared.png": png(heat)}
    if job.has_cloud:
        files["cloud.tiff"] = tiff(organised_cloud(depth))
    if mask is not None:
        files["mask.png"] = png((mask * 255).astype(np.uint8))
    return files


def phantom_files(job: Job, seed: int, token: CancelToken) -> dict[str, bytes]:
    """The sequences of one patient and the mask of the lesions, as file contents by name."""
    phantom = _PHANTOMS[job.category]
    rng = np.random.default_rng(np.random.SeedSequence(job.seed(seed)))
    volumes, mask = phantom.draw(rng, "" if job.is_good else job.defect, job.number, token)
    files = {f"{modality}.nii.gz": nifti(values, phantom.GRID, token) for modality, values in volumes.items()}
    if not job.is_good:
        files["mask.nii.gz"] = nifti(mask.astype(np.uint8), phantom.GRID, token)
    return files


def png(image: NDArray[np.uint8]) -> bytes:
    """8-bit PNG (BGR order for colour), quickly compressed."""
    return bytes(cv2.imencode(".png", image, [cv2.IMWRITE_PNG_COMPRESSION, 1])[1])


def tiff(image: NDArray[np.float32]) -> bytes:
    """Float32 TIFF of one or three samples a pixel, deflated."""
    out = io.BytesIO()
    photometric, planar = ("rgb", "contig") if image.ndim == 3 else ("minisblack", None)
    tifffile.imwrite(
        out,
        image,
        photometric=photometric,
        planarconfig=planar,
        compression="adobe_deflate",
        compressionargs={"level": 1},
        software=False,
        metadata=None,
    )
    return out.getvalue()


def nifti(values: NDArray[np.int16] | NDArray[np.uint8], grid: Grid, token: CancelToken) -> bytes:
    """Gzipped NIfTI-1, stored left-anterior-superior with a scanner affine in mm, from [z, y, x]."""
    z0, y0, x0 = grid.start
    dz, dy, dx = grid.step
    affine = np.diag([-dx, dy, dz, 1.0])
    affine[:3, 3] = [x0 + dx * (grid.shape[2] - 1), y0, z0]
    # Any: nibabel's image classes are not annotated.
    image: Any = nib.Nifti1Image(values[:, :, ::-1].transpose(2, 1, 0), affine)  # type: ignore[no-untyped-call]
    image.header.set_xyzt_units("mm")
    image.set_qform(affine, 1)
    image.set_sform(affine, 1)
    raw = image.to_bytes()
    # Noise has no repeats to look for, so runs and entropy coding do as well in a third of the time. 31 asks for
    # gzip framing, which carries no time stamp.
    packer = zlib.compressobj(1, zlib.DEFLATED, 31, 9, zlib.Z_RLE)
    parts = []
    for start in range(0, len(raw), _CHUNK):
        token.raise_if_cancelled()
        parts.append(packer.compress(raw[start : start + _CHUNK]))
    return b"".join([*parts, packer.flush()])
