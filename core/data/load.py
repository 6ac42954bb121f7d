"""A sample's files to pixels in memory: the only place that knows which reader serves which file."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from core.data.clouds import RawCloud, read_cloud
from core.data.depth import depth_of_grid, read_depth
from core.data.dicom import read_dicom, read_picture
from core.data.dicom_files import is_collection, is_dicom
from core.data.dicom_series import choose_stack
from core.data.files import no_memory
from core.data.geometry import on_same_grid, resample_to
from core.data.images import read_image
from core.data.naming import CLOUD_SUFFIXES, DICOM_SUFFIXES, IMAGE_SUFFIXES, VOLUME_SUFFIXES, slot_order, suffix_of
from core.data.projection import Projection, project
from core.data.ranges import Later, depth_range
from core.data.sidecar import AS_FOUND
from core.data.sides import CLOSED_FROM, Sheet, choose_sides, project_sides, rotation_of
from core.data.volumes import read_volume, view_of
from core.errors import SampleReadError
from core.progress import CancelToken, Progress, ReportProgress, ignore_progress
from core.records import FileChoice, Kind, LoadedSample, Modality, PointCloud, Sample, Side, View, modality_info

_SURROUND = 24  # grey value around a thumbnail's picture


def load(sample: Sample, report: ReportProgress, token: CancelToken, *, takes_sides: bool = False) -> LoadedSample:
    """Read every file of a sample. A closed cloud is seen from several sides only where the caller takes them.

    An unorganised cloud becomes a depth (and colour) view; an organised one is attached to the views of its own grid.
    Volumes are brought to the first one's grid. Raises SampleReadError.
    """
    if not sample.files:
        raise SampleReadError(f"{sample.sample_id} has no files.")
    views: list[View] = []
    clouds: list[tuple[Path, RawCloud]] = []
    report(Progress(0, len(sample.files), "Reading"))
    for done, (path, view, cloud) in enumerate(_read_all(sample, token, report), start=1):
        report(Progress(done, len(sample.files), f"Read {path.name}"))
        if view is not None:
            views.append(view)
        if cloud is not None:
            clouds.append((path, cloud))
    notes: list[str] = []
    attached: PointCloud | None = None
    sides: tuple[Side, ...] = ()
    choices = {path: sample.choices.get(modality, AS_FOUND) for modality, path in sample.files.items()}
    for path, cloud in clouds:
        may_be_several = takes_sides and len(sample.files) == 1
        attached, sides = _place_cloud(path, cloud, choices[path], may_be_several, views, notes, token)
    if any(view.is_volume for view in views):
        views = _on_one_grid(sample, views, token)
    else:
        attached = attached or _cloud_of_depth(views)
        if len({view.size for view in views}) > 1 and sample.is_registered:
            sizes = ", ".join(f"{modality_info(v.modality).label} {v.size[1]}x{v.size[0]}" for v in views)
            notes.append(f"The views differ in size ({sizes}): they are not taken as registered.")
            sample = replace(sample, is_registered=False)
    return LoadedSample(sample, tuple(views), attached, tuple(notes), sides)


def thumbnail(sample: Sample, side: int) -> NDArray[np.uint8]:
    """A [side, side, 3] picture of the first modality, whole and in its own aspect ratio. Raises SampleReadError."""
    if not sample.files:
        raise SampleReadError(f"{sample.sample_id} has no files.")
    modality, path = next(iter(sample.files.items()))
    if (quick := _middle_slice(sample, modality, path)) is not None:
        return picture_of(quick, side)
    first = replace(sample, files={modality: path})
    return picture_of(load(first, ignore_progress, CancelToken()).views[0], side)


def _middle_slice(sample: Sample, modality: Modality, path: Path) -> View | None:
    """One slice of a DICOM series, which is enough for a small picture; None of other files."""
    if not is_collection(path):
        return None
    stack = choose_stack(path, sample.parts.get(modality, ""), CancelToken())
    return read_picture(stack.middle, modality, CancelToken()) if not stack.first.is_enhanced else None


def picture_of(view: View, side: int) -> NDArray[np.uint8]:
    """A [side, side, 3] picture of a view (the middle slice of a volume), whole and in its own aspect ratio."""
    plane = view.pixels[len(view.pixels) // 2] if view.is_volume else view.pixels
    height, width = plane.shape[:2]
    row_mm, column_mm = view.spacing_mm[-2:] if view.spacing_mm else (1.0, 1.0)
    tall, wide = height * row_mm, width * column_mm
    scale = side / max(tall, wide)
    shape = (max(1, min(side, round(tall * scale))), max(1, min(side, round(wide * scale))))
    small = cv2.resize(_grey_levels(plane, view.display_range), (shape[1], shape[0]), interpolation=cv2.INTER_AREA)
    picture = np.full((side, side, 3), _SURROUND, np.uint8)
    y, x = (side - shape[0]) // 2, (side - shape[1]) // 2
    picture[y : y + shape[0], x : x + shape[1]] = small if small.ndim == 3 else small[..., None]
    return picture


def _read_all(
    sample: Sample, token: CancelToken, report: ReportProgress
) -> Iterator[tuple[Path, View | None, RawCloud | None]]:
    """Every file in slot order. Volumes are read two at a time: inflating them is what takes long."""
    files = [
        (modality, path, sample.parts.get(modality, ""), sample.choices.get(modality, AS_FOUND))
        for modality, path in sample.files.items()
    ]
    if len(files) < 2 or not any(modality_info(modality).kind in (Kind.MRI, Kind.CT) for modality, *_ in files):
        for modality, path, part, choice in files:
            token.raise_if_cancelled()
            yield path, *_read(modality, path, part, choice, token, report if len(files) == 1 else ignore_progress)
        return
    with ThreadPoolExecutor(2, "reader") as pool:
        jobs = [(path, pool.submit(_read, name, path, part, choice, token)) for name, path, part, choice in files]
        try:
            for path, job in jobs:
                yield path, *job.result()
        finally:
            pool.shutdown(cancel_futures=True)


def _read(
    modality: Modality,
    path: Path,
    part: str,
    choice: FileChoice,
    token: CancelToken,
    report: ReportProgress = ignore_progress,
) -> tuple[View | None, RawCloud | None]:
    """One file; one sentence where it is larger than the memory left."""
    try:
        return _read_by_kind(modality, path, part, choice, token, report)
    except MemoryError as exc:
        raise no_memory(path) from exc


def _read_by_kind(
    modality: Modality, path: Path, part: str, choice: FileChoice, token: CancelToken, report: ReportProgress
) -> tuple[View | None, RawCloud | None]:
    """One file by its kind, or by its extension where a kind comes in several forms (an MRI slice saved as PNG)."""
    kind, suffix = modality_info(modality).kind, suffix_of(path)
    if is_collection(path) or suffix in DICOM_SUFFIXES or (suffix not in _KNOWN_SUFFIXES and is_dicom(path)):
        found = read_dicom(path, modality, part, token, report)
        return (found if isinstance(found, View) else view_of(found, modality, path, token)), None
    if kind in (Kind.MRI, Kind.CT) and suffix not in IMAGE_SUFFIXES:
        return read_volume(path, modality, token, part), None
    if kind is Kind.CLOUD:
        return None, read_cloud(path, token, choice)
    if kind is Kind.DEPTH:
        if suffix in CLOUD_SUFFIXES:
            return None, read_cloud(path, token, choice)
        return read_depth(path, modality, token, part, choice)
    if suffix in VOLUME_SUFFIXES:
        raise SampleReadError(
            f"{path.name} is a volume, but {modality_info(modality).label} is a picture.",
            hint="Name it by its sequence, for instance t1.nii.gz or ct.nii.gz.",
            path=path,
        )
    return read_image(path, modality, token, part), None


_KNOWN_SUFFIXES = IMAGE_SUFFIXES | CLOUD_SUFFIXES | VOLUME_SUFFIXES | {".npy", ".txt", ".csv"}


def _place_cloud(
    path: Path,
    cloud: RawCloud,
    choice: FileChoice,
    may_be_several: bool,
    views: list[View],
    notes: list[str],
    token: CancelToken,
) -> tuple[PointCloud, tuple[Side, ...]]:
    """Attach a cloud to the views; what they do not show of it yet becomes a view of its own (added to `views`).

    Also the sides from which it is shown, where there may be several.
    """
    depth_name = "cloud" if any(view.modality == "depth" for view in views) else "depth"
    if cloud.grid is not None and cloud.pixels is not None:
        same_grid = [view for view in views if view.size == cloud.grid]
        colours = cloud.colours if cloud.colours is not None else _colours_at(cloud.pixels, same_grid)
        if any(modality_info(view.modality).kind is Kind.DEPTH for view in same_grid):
            notes.extend(note for note in cloud.notes if note not in notes)
        else:
            _insert(views, depth_of_grid(cloud, depth_name, path))
        return PointCloud(cloud.points, colours, cloud.pixels, cloud.unit, cloud.normals), ()
    shown, sides = _seen_from(cloud, choice.viewpoint, may_be_several, token)
    spacing = (shown.spacing, shown.spacing) if cloud.unit == "mm" else None
    made = [f"Projected from {len(cloud.points):,} points; one pixel is {shown.spacing:.2g} {cloud.unit}."]
    if shown.filled > 0.05:
        made.append(f"{shown.filled:.0%} of its pixels lie between points and are interpolated.")
    if sides:
        made.append(f"A closed part, seen from {len(sides)} sides: {', '.join(side.name for side in sides)}.")
    elif isinstance(shown, Projection) and (hidden := float(1 - shown.is_visible.mean())) > CLOSED_FROM:
        made.append(f"{hidden:.0%} of the points lie on the far side and are not inspected.")
    window = Later(depth_range, shown.depth)
    told = (*cloud.notes, *made)
    _insert(views, View(depth_name, shown.depth, window, cloud.unit, spacing, source=path, notes=told))
    if shown.colours is not None and not any(view.modality == "rgb" for view in views):
        _insert(views, View("rgb", shown.colours, (0.0, 255.0), "", spacing, source=path, notes=tuple(made)))
    if isinstance(shown, Sheet):
        placed = PointCloud(cloud.points, cloud.colours, shown.pixels, cloud.unit, cloud.normals, shown.seen)
    else:
        pixels = shown.pixels
        pixels[np.logical_not(shown.is_visible)] = -1  # nothing of the far side was inspected
        placed = PointCloud(cloud.points, cloud.colours, pixels, cloud.unit, cloud.normals)
    return placed, sides


def _seen_from(
    cloud: RawCloud, viewpoint: str, may_be_several: bool, token: CancelToken
) -> tuple[Projection | Sheet, tuple[Side, ...]]:
    """The picture of a cloud from the chosen viewpoint; from several sides where that, or nothing for a closed one, is
    chosen.
    """
    first = project(cloud, token, rotation_of(viewpoint))
    is_closed = 1 - first.is_visible.mean() > CLOSED_FROM
    if not may_be_several or not (viewpoint == "sides" or (viewpoint == "" and is_closed)):
        return first, ()
    rotations = choose_sides(cloud, token)
    if len(rotations) == 1:
        return first, ()
    sheet = project_sides(cloud, rotations, token)
    return sheet, sheet.sides


def _insert(views: list[View], view: View) -> None:
    """Put a view made from a cloud into the slot that a file of its modality would have had."""
    views.insert(sum(slot_order(other.modality) < slot_order(view.modality) for other in views), view)


def _cloud_of_depth(views: list[View]) -> PointCloud | None:
    """The points of a depth map in mm whose pixel size is known; None otherwise."""
    depth = next((v for v in views if modality_info(v.modality).kind is Kind.DEPTH), None)
    if depth is None or depth.unit != "mm" or depth.spacing_mm is None or depth.pixels.ndim != 2:
        return None
    pixels = np.argwhere(np.isfinite(depth.pixels)).astype(np.int32)
    row_mm, column_mm = depth.spacing_mm
    z = depth.pixels[pixels[:, 0], pixels[:, 1]]
    points = np.stack([pixels[:, 1] * column_mm, pixels[:, 0] * row_mm, z], axis=1).astype(np.float32)
    colours = _colours_at(pixels, [view for view in views if view.size == depth.size])
    return PointCloud(points, colours, pixels, "mm")


def _colours_at(pixels: NDArray[np.int32], views: list[View]) -> NDArray[np.uint8] | None:
    """The colours [N, 3] of the first colour view at some pixels."""
    for view in views:
        if view.pixels.ndim == 3:
            scale = 1.0 if view.pixels.dtype == np.uint8 else 255.0
            picked = view.pixels[pixels[:, 0], pixels[:, 1]].astype(np.float32) * scale
            levels: NDArray[np.uint8] = np.clip(np.rint(picked), 0, 255).astype(np.uint8)
            return levels
    return None


def _on_one_grid(sample: Sample, views: list[View], token: CancelToken) -> list[View]:
    if flat := next((view for view in views if not view.is_volume), None):
        name = flat.source.name if flat.source else flat.modality
        raise SampleReadError(
            f"{sample.sample_id} mixes volumes and pictures ({name}).", hint="Open them separately.", path=flat.source
        )
    first = views[0]
    return [first, *(v if on_same_grid(first, v) else resample_to(v, first, token) for v in views[1:])]


def _grey_levels(
    plane: NDArray[np.float32] | NDArray[np.uint8], display_range: tuple[float, float]
) -> NDArray[np.uint8]:
    low, high = display_range
    if plane.dtype == np.uint8:
        return plane.astype(np.uint8)
    values = np.nan_to_num(plane.astype(np.float32), nan=low)
    levels: NDArray[np.uint8] = np.clip((values - low) * (255.0 / max(high - low, 1e-12)), 0, 255).astype(np.uint8)
    return levels
